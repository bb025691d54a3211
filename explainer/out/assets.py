"""
The files beside the pages.

What the theme left behind and nobody uses goes; addresses change with the content; hosts get compressed copies.
"""

from __future__ import annotations

import gzip
import hashlib
import posixpath
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

from explainer.out.built import BuiltPage

# Where the theme and the template folder put files of their own; pages of docs/ have nothing there.
THEME_FILES = (
    "assets/javascripts/**/*",
    "assets/stylesheets/**/*",
    "assets/images/favicon.png",
    "partials/**/*",
    "components/**/*",
    "hooks/**/*",
    "print/**/*",
)
COMPRESSED = {".html", ".css", ".js", ".svg", ".json", ".csv", ".yml", ".bib", ".xml", ".txt", ".ics", ".md", ".atom"}
SMALLEST = 300  # bytes; below this a copy saves nothing
# Brotli's quality for the few files that come with every first visit, for pages, for the search index, and for
# what few readers ask for (data, Markdown copies). 11 takes three times as long as 10 for two percent less; 10 takes
# twenty times as long as 5 for a tenth less.
BEST, GOOD, FAIR, QUICK = 11, 10, 9, 5
# A server sends ten packets, 14,600 bytes, before it waits for an answer (RFC 6928); about 1,000 are headers.
# A page that nearly fits is worth the longest search: it saves the reader a journey.
NEARLY_FITS = range(13_400, 13_900)

# What only editors read: a comment, and more than one space. Words in quotes are stepped over.
_CSS_BLANK = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?:\s|/\*.*?\*/)+""", re.DOTALL)
_CSS_SPACE = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')| ?([{};,]) ?|(:) """)
_JS_COMMENT_LINES = re.compile(r"^[ \t]*(?:/\*(?:(?!\*/).)*\*/|//[^\n]*)[ \t]*\n", re.DOTALL | re.MULTILINE)
_FONT = re.compile(r"""\.woff2(?=["')])""")
_LOADING_TAG = re.compile(r"<(?:link|script)\b[^>]*>")
_LOADED = re.compile(r'\b(href|src)="((?:[^"?#]*/)?(assets/[^"?#]+))"')


def remove_unused_theme_files(site: Path, pages: list[BuiltPage]) -> list[str]:
    """
    Remove the theme's files that no page, style sheet or script of the site points at.

    Returns the removed paths. A theme file that something names stays, with all that it names in turn.
    """
    candidates = {
        file.relative_to(site).as_posix() for pattern in THEME_FILES for file in site.glob(pattern) if file.is_file()
    }
    used: set[str] = set()
    waiting = _named_by_pages(site, pages, candidates)
    while waiting:
        path = waiting.pop()
        used.add(path)
        waiting |= _named_in_file(site, path, candidates) - used
    removed = sorted(candidates - used)
    for path in removed:
        (site / path).unlink()
    for folder in sorted((f for f in site.rglob("*") if f.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
    return removed


def _named_by_pages(site: Path, pages: list[BuiltPage], candidates: set[str]) -> set[str]:
    named: set[str] = set()
    by_name: dict[str, list[str]] = {}
    for path in candidates:
        by_name.setdefault(posixpath.basename(path), []).append(path)
    for page in pages:
        for link in page.links:
            # By the end of the address: the 404 page links from the root of the host, whatever folder lies below.
            bare = link.address.split("?")[0].split("#")[0]
            named |= {path for path in by_name.get(posixpath.basename(bare), []) if "://" not in bare}
    for file in site.rglob("*"):
        path = file.relative_to(site).as_posix()
        if file.suffix in (".css", ".js") and path not in candidates:
            named |= _named_in_file(site, path, candidates)
    return named


def _named_in_file(site: Path, path: str, candidates: set[str]) -> set[str]:
    """Candidates whose file name stands anywhere in this style sheet or script."""
    if not path.endswith((".css", ".js")):
        return set()
    text = (site / path).read_text(encoding="utf-8")
    return {other for other in candidates - {path} if posixpath.basename(other) in text}


def leave_out_comments(site: Path) -> None:
    """Take from our style sheets and scripts what only editors read; comments and line breaks of the styles."""
    for sheet in site.glob("assets/*.css"):
        text = _CSS_BLANK.sub(lambda found: found[1] or " ", sheet.read_text(encoding="utf-8"))
        slim = _CSS_SPACE.sub(lambda found: found[1] or found[2] or found[3], text)
        sheet.write_text(slim.strip() + "\n", encoding="utf-8")
    for script in site.glob("assets/*.js"):
        text = script.read_text(encoding="utf-8")
        script.write_text(_JS_COMMENT_LINES.sub("", text), encoding="utf-8")


def add_versions(site: Path, pages: list[BuiltPage]) -> list[str]:
    """
    Put a hash of the content into the address of every style sheet, script, icon and font: `site.css?v=1a2b3c4d`.

    Returns the files so addressed. Images are left alone: an edition that copies pages reads them by name.
    """
    versions: dict[str, str] = {}
    # One hash for all fonts, in the style sheets and in the script that asks for them early.
    fonts = sorted(site.glob("assets/**/*.woff2"))
    digest = hashlib.sha256(b"".join(font.read_bytes() for font in fonts)).hexdigest()[:10]
    versions |= {font.relative_to(site).as_posix(): digest for font in fonts}
    for file in sorted([*site.glob("assets/**/*.css"), *site.glob("assets/**/*.js")]):
        text = file.read_text(encoding="utf-8")
        file.write_text(_FONT.sub(f".woff2?v={digest}", text), encoding="utf-8")

    def address(found: re.Match[str]) -> str:
        attribute, whole, path = found.groups()
        return f'{attribute}="{whole}?v={_version(site, path, versions)}"' if (site / path).is_file() else found.group()

    for page in pages:
        text = page.file.read_text(encoding="utf-8")
        page.file.write_text(_LOADING_TAG.sub(lambda tag: _LOADED.sub(address, tag.group()), text), encoding="utf-8")
    return sorted(versions)


def _version(site: Path, path: str, versions: dict[str, str]) -> str:
    if path not in versions:
        versions[path] = hashlib.sha256((site / path).read_bytes()).hexdigest()[:10]
    return versions[path]


def compress(site: Path) -> int:
    """Write `.br` and `.gz` copies of every text file that has none as new as itself; return how many were written."""
    files = [f for f in site.rglob("*") if f.suffix in COMPRESSED and f.is_file() and ".deploy" not in f.parts]
    files = [f for f in files if f.stat().st_size >= SMALLEST and not _has_copies(f)]
    files.sort(key=lambda f: -f.stat().st_size)
    with ThreadPoolExecutor() as pool:
        list(pool.map(_compress_one, files))
    return len(files)


def _has_copies(file: Path) -> bool:
    """Whether the copies of a file are as new as the file: `explainer pdf` changes one page of a built site."""
    copies = [file.with_name(file.name + ending) for ending in (".gz", ".br")]
    return all(copy.exists() and copy.stat().st_mtime_ns >= file.stat().st_mtime_ns for copy in copies)


def _compress_one(file: Path) -> None:
    content = file.read_bytes()
    file.with_name(file.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))
    quality = {".html": GOOD, ".svg": GOOD, ".css": GOOD, ".js": FAIR}.get(file.suffix, QUICK)
    if file.suffix in (".css", ".js") and file.parent.name == "assets":
        quality = BEST
    small = brotli.compress(content, mode=brotli.MODE_TEXT, quality=quality, lgwin=22)
    if file.suffix == ".html" and len(small) in NEARLY_FITS:
        small = brotli.compress(content, mode=brotli.MODE_TEXT, quality=BEST, lgwin=22)
    file.with_name(file.name + ".br").write_bytes(small)
