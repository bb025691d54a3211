"""
The files beside the pages: names that change with their content, and compressed copies for hosts that send them.

A style sheet, script or font is also published as `assets/hashed/NAME.HASH.ENDING`, and pages name that copy. So a
browser may keep it for ever, and no host can hand out an old sheet for a new page. What a page needs beside the first
sheet comes in one file, so that a first visit waits for two sheets at most: `charts-checks.HASH.css` holds both parts.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli
import rcssmin
import rjsmin

from explainer.out.built import BuiltPage

HASHED = "assets/hashed"
NAMED_BY_CONTENT = ("assets/fonts/*.woff2", "assets/*.css", "assets/*.js")  # in this order: sheets name fonts
COMPRESSED = {".html", ".css", ".js", ".svg", ".json", ".csv", ".yml", ".bib", ".xml", ".txt", ".ics", ".md", ".ris"}
SMALLEST = 300  # bytes; below this a copy saves nothing
SEVERAL = re.compile(rb"/hashed/([a-z]+(?:-[a-z]+)+)\.[0-9a-f]{10}\.css")
# Brotli's quality for what comes with a first visit, and for the rest: 11 takes ten times as long as 9.
BEST, GOOD = 11, 9


class Published(dict[str, str]):
    """The published path of each file that is named by its content; `assets/a-b.css` stands for both sheets in one."""

    def __init__(self, docs: Path) -> None:
        self.copies = hashed(docs)
        super().__init__({path: copy for path, (copy, _) in self.copies.items()})

    def __missing__(self, path: str) -> str:
        parts = [f"assets/{name}.css" for name in Path(path).stem.split("-")]
        content = b"".join(self.copies[part][1] for part in parts)
        self[path] = f"{HASHED}/{Path(path).stem}.{_digest(content)}.css"
        self.copies[path] = (self[path], content)
        return self[path]


def hashed(docs: Path) -> dict[str, tuple[str, bytes]]:
    """For each file below `docs` that is named by its content: its published path, and that copy's content."""
    found: dict[str, tuple[str, bytes]] = {}
    for pattern in NAMED_BY_CONTENT:
        for file in sorted(docs.glob(pattern)):
            content = _minified(file)
            for path, (copy, _) in found.items():
                # Copies lie side by side, so a name is all the address that a sheet or script needs.
                content = content.replace(path.removeprefix("assets/").encode(), Path(copy).name.encode())
            path = file.relative_to(docs).as_posix()
            found[path] = (f"{HASHED}/{file.stem}.{_digest(content)}{file.suffix}", content)
    return found


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:10]


def _minified(file: Path) -> bytes:
    """A style sheet or script without what only editors read: a fifth of what is sent. Licenses (/*! ... */) stay."""
    minify = {".css": rcssmin.cssmin, ".js": rjsmin.jsmin}.get(file.suffix)
    content = file.read_bytes()
    if file.suffix == ".css":  # inside @container rcssmin takes the colon for that of a declaration, and joins the two
        content = re.sub(rb"(?<=[\w\])]) :(?=(?:is|not|where|has)\()", b" *:", content)
    return bytes(minify(content, keep_bang_comments=True)) if minify else content


def write_hashed(site: Path, docs: Path, pages: Iterable[BuiltPage]) -> None:
    """Write the copies that are named by their content, and the sheets that `pages` name for several at once."""
    published = Published(docs)
    for page in pages:
        for name in SEVERAL.findall(page.html):
            published[f"assets/{name.decode()}.css"]
    (site / HASHED).mkdir(parents=True, exist_ok=True)
    for path, content in published.copies.values():
        (site / path).write_bytes(content)


def compress(site: Path) -> None:
    """Write `.br` and `.gz` copies of every text file that has none as new as itself."""
    files = [f for f in site.rglob("*") if f.suffix in COMPRESSED and f.is_file()]
    files = [f for f in files if f.stat().st_size >= SMALLEST and not _has_copies(f)]
    with ThreadPoolExecutor() as pool:
        list(pool.map(_compress_one, sorted(files, key=lambda f: -f.stat().st_size)))


def _has_copies(file: Path) -> bool:
    copies = [file.with_name(file.name + ending) for ending in (".gz", ".br")]
    return all(copy.exists() and copy.stat().st_mtime_ns >= file.stat().st_mtime_ns for copy in copies)


def _compress_one(file: Path) -> None:
    content = file.read_bytes()
    file.with_name(file.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))
    quality = BEST if file.suffix == ".html" or file.parent.name == Path(HASHED).name else GOOD
    file.with_name(file.name + ".br").write_bytes(brotli.compress(content, mode=brotli.MODE_TEXT, quality=quality))
