"""
The offline copy: the built site in a zip, the same bytes every time.

The site needs no plugin for this. Its pages end in .html and link with relative addresses, and search reads
its index from a script (explainer/search.py, docs/assets/site.js), which pages opened from file:// may load.
A theme's offline plugin is left out on purpose: it adds a script from another origin and, without network,
hides the search box.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from explainer.editions.epub import add

FOLDER = "the-dallas-searches"
# For a web host only, dated by the clock, or the theme's own files that no page loads.
LEFT_OUT = (
    "sitemap.xml",
    "sitemap.xml.gz",
    "404.html",
    "robots.txt",
    "_headers",
    "_redirects",
    ".htaccess",
    "CNAME",
    ".nojekyll",
)
LEFT_OUT_FOLDERS = (
    "downloads/",
    "partials/",
    "assets/javascripts/",
    "assets/stylesheets/",
    ".well-known/",
)
README = """The Dallas Searches, to read without a network.

Open index.html in a browser. Everything works from this folder: pages, search, charts, downloads.
"""


def make(site: Path, replaced: Mapping[str, bytes]) -> bytes:
    """A zip of the site; `replaced` holds files that differ from, or are added to, those in the folder."""
    files = {name: (site / name).read_bytes() for name in _names(site)}
    files |= {"README.txt": README.encode(), **replaced}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(files):
            packed = name.endswith((".pdf", ".epub", ".woff2", ".png", ".jpg", ".webp"))
            add(archive, f"{FOLDER}/{name}", files[name], stored=packed)
    return out.getvalue()


def _names(site: Path) -> Iterator[str]:
    for file in sorted(site.rglob("*")):
        name = file.relative_to(site).as_posix()
        packed_for_host = file.suffix in (
            ".br",
            ".gz",
            ".map",
        )  # beside the plain file, for web servers
        if file.is_file() and name not in LEFT_OUT and not name.startswith(LEFT_OUT_FOLDERS) and not packed_for_host:
            yield name
