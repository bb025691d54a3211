#!/usr/bin/env bash
# Publish site/ to S3 behind CloudFront:  deploy/s3.sh BUCKET DISTRIBUTION-ID
# Needs the aws command, signed in. Compression and headers are CloudFront's part (deploy/README.md).
set -euo pipefail
cd "$(dirname "$0")/.."
bucket=${1:?"usage: deploy/s3.sh BUCKET DISTRIBUTION-ID"}
distribution=${2:?"usage: deploy/s3.sh BUCKET DISTRIBUTION-ID"}
[ -f site/index.html ] || { echo "site/ is not built. Run: make build"; exit 1; }

# Files named by their content first, then the pages that name them, then what is gone: no reader meets a page
# whose style sheet is not there yet.
skip=(--exclude "*.br" --exclude "*.gz" --exclude "_headers" --exclude "_redirects" --exclude ".*" --exclude "*/.*"
  --include ".well-known/*")
kept="public, max-age=31536000, immutable"
fresh="public, max-age=0, must-revalidate"
aws s3 sync site/assets/hashed "s3://$bucket/assets/hashed" --exclude "*.br" --exclude "*.gz" --cache-control "$kept"
others=()
typed() { # files whose type the aws command does not know: ending, type
  aws s3 sync site "s3://$bucket" --exclude "*" --include "*.$1" --content-type "$2" --cache-control "$fresh"
  others+=(--exclude "*.$1")
}
typed md "text/markdown; charset=utf-8"
typed bib "text/x-bibtex; charset=utf-8"
typed ris "application/x-research-info-systems; charset=utf-8"
typed ics "text/calendar; charset=utf-8"
typed csv "text/csv; charset=utf-8"
typed epub "application/epub+zip"
typed yml "text/yaml; charset=utf-8"
aws s3 sync site "s3://$bucket" --exclude "assets/hashed/*" "${skip[@]}" "${others[@]}" --cache-control "$fresh"
aws s3 sync site "s3://$bucket" --delete "${skip[@]}"
aws cloudfront create-invalidation --distribution-id "$distribution" --paths "/*"
