#!/usr/bin/env bash
# Publish site/ to S3 behind CloudFront:  deploy/s3.sh BUCKET DISTRIBUTION-ID
# Needs the aws command, signed in. Compression and headers are CloudFront's part (deploy/README.md).
set -euo pipefail
bucket=${1:?"usage: deploy/s3.sh BUCKET DISTRIBUTION-ID"}
distribution=${2:?"usage: deploy/s3.sh BUCKET DISTRIBUTION-ID"}
[ -f site/index.html ] || { echo "site/ is not built. Run: make build"; exit 1; }

# Files first whose addresses change with their content, then the pages that name them, then what is gone.
skip=(--exclude "*.br" --exclude "*.gz" --exclude "_headers" --exclude ".deploy/*")
aws s3 sync site "s3://$bucket" --exclude "*" --include "assets/*.css" --include "assets/*.js" \
  --include "assets/fonts/*" "${skip[@]}" --cache-control "public, max-age=31536000, immutable"
aws s3 sync site "s3://$bucket" --exclude "assets/*.css" --exclude "assets/*.js" --exclude "assets/fonts/*" \
  "${skip[@]}" --cache-control "public, max-age=0, must-revalidate"
aws s3 sync site "s3://$bucket" --delete "${skip[@]}"
aws cloudfront create-invalidation --distribution-id "$distribution" --paths "/*"
