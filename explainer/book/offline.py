"""
The offline copy: a front page, a README and the built site in a zip, the same bytes every time.

The site needs no plugin for this. Its pages end in .html and link with relative addresses, and search reads its index
from a script, which pages opened from file:// may load. At the top stand only what a reader opens first; pages and
data files lie in folders of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from explainer.book.downloads import Edition
from explainer.book.press import PRINT
from explainer.book.volumes import Site
from explainer.facts import words
from explainer.out.archive import zipped
from explainer.shown.templates import environment

# For a web host only, dated by the clock, or the theme's own files that no page loads.
LEFT_OUT = frozenset([
    "sitemap.xml", "sitemap.xml.gz", "404.html", "robots.txt", "_headers", "_redirects", ".htaccess", "CNAME",
    ".nojekyll",
])  # fmt: skip
LEFT_OUT_FOLDERS = ("downloads/", "partials/", "assets/javascripts/", "assets/stylesheets/", ".well-known/")
FOR_HOSTS = (".br", ".gz", ".map")  # beside the plain file, for web servers
NAMES = {
    "book": "The book, US Letter", "book-a4": "The book, A4", "record": "The record", "fact-sheet": "The fact sheet",
    "epub": "The e-book (EPUB)",
}  # fmt: skip


def make(source: Site, replaced: Mapping[str, bytes], editions: Iterable[Edition]) -> bytes:
    """A zip of the site; `replaced` holds files that differ from, or are added to, those in the folder."""
    files = {f"site/{name}": (source.site / name).read_bytes() for name in _names(source.site)}
    files |= {f"site/{name}": data for name, data in replaced.items()}
    said = {
        "s": source.settings, "version": source.version, "checked": words.day(source.checked),
        "updated": words.day(source.updated), "entries": [vars(e) for e in source.entries],
        "editions": [(NAMES.get(e.kind, e.file), f"site/downloads/{e.file}") for e in editions],
    }  # fmt: skip
    templates = environment(PRINT)
    files["index.html"] = templates.get_template("offline.html").render(said).encode()
    files["README.txt"] = templates.get_template("offline.txt").render(said).encode()
    files["start.css"] = (PRINT / "offline.css").read_bytes()
    folder = source.settings.slug
    return zipped({f"{folder}/{name}": files[name] for name in sorted(files)})


def _names(site: Path) -> Iterator[str]:
    for file in sorted(site.rglob("*")):
        name = file.relative_to(site).as_posix()
        if (
            file.is_file()
            and name not in LEFT_OUT
            and not name.startswith(LEFT_OUT_FOLDERS)
            and file.suffix not in FOR_HOSTS
        ):
            yield name
