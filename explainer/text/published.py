"""
What was published stays to be found: the list of addresses, and what a build publishes from `docs/`.

`docs/data/addresses.txt` lists the pages and records of the last published site, one address a line. A page that has
moved is named in `redirect_from` of the new one; a record keeps its id. The command `explainer addresses` writes the
list anew after each publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from explainer.facts import textfile
from explainer.facts.library import Library
from explainer.facts.problems import Problem, nearest
from explainer.facts.reading import KINDS
from explainer.text import cites, tree
from explainer.text.pages import Page, html

LIST = "addresses.txt"
HEAD = "# Addresses that were published: each stays to be found. Written by: explainer addresses\n"
PLACES = "# Headings, looked for in the built site\n"
# Files of docs/data that no kind of record names.
OTHER_DATA = {"sources.bib", LIST, "README.md", ".gitkeep"}
# Endings of files that may stand below docs/, besides pages and records.
PUBLISHED = {
    ".css", ".js", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico", ".woff2", ".pdf", ".csv", ".json",
    ".epub", ".zip", ".xlsx", ".ods", ".geojson", ".bib", ".ris", ".ics", ".xml", ".webmanifest",
}  # fmt: skip
BY_NAME = {
    "robots.txt", "CNAME", "_headers", "_redirects", "OFL.txt", "LICENSE", "LICENSE.txt", "humans.txt", "ads.txt",
}  # fmt: skip
LEFT_OVER = re.compile(
    r".*~|#.*#|\.#.*|.*\.(?:bak|orig|rej|swp|swo|tmp|temp|old|save|part|crdownload)|Thumbs\.db|ehthumbs\.db|desktop\.ini|"
    r"~\$.*|.*\.lnk|.* ?\(conflicted copy.*|.*\.sync-conflict-.*|Icon\r|__MACOSX",
    re.IGNORECASE,
)
REMOVE = "Remove it; it would be published as it is."


def addresses(pages: list[Page], lib: Library) -> set[str]:
    """Every page of the site, and every record at its permanent place."""
    found = {html(page.src) for page in pages if not page.unlisted}
    for kind, src in cites.homes_of(pages).items():
        found |= {f"{html(src)}#{cites.anchor(i)}" for i in getattr(lib, kind, ())}
    return found


def write(docs: Path, places: Iterable[str]) -> tuple[Path, int]:
    """Write the list anew, with the `places` of the built site; what it held before and still leads on stays in it."""
    pages, lib = Page.read_all(docs), Library.read(docs)
    path = docs / "data" / LIST
    now, moved = addresses(pages, lib), redirects(pages)
    found = sorted({*now, *(address for _, address in _listed(docs) if _today(address, moved) in now)})
    headings = sorted({*places, *(address for _, address in _listed(docs, places=True))} - set(found))
    rows = [HEAD, *(f"{address}\n" for address in found), PLACES, *(f"{address}\n" for address in headings)]
    path.write_text("".join(rows), encoding="utf-8")
    return path, len(found) + len(headings)


def lost(pages: list[Page], lib: Library, docs: Path) -> Iterator[Problem]:
    """Addresses that were published and lead nowhere today."""
    now = addresses(pages, lib)
    moved = redirects(pages)
    for line, address in _listed(docs):
        if _today(address, moved) in now:
            continue
        page, _, anchor = address.partition("#")
        if moved.get(page, page) not in now:
            near = nearest(page, {address.partition("#")[0] for address in now})
            mend = f"The page that took its place says so: redirect_from: [{source(page)}]. {near}".strip()
            if not anchor:
                yield Problem(f"docs/data/{LIST}", line, f"the page '{page}' was published, and is gone", mend)
        else:
            mend = (
                "Keep its id; a claim is retired with `status: retired`. Or take this line out, if nobody may find it."
            )
            yield Problem(f"docs/data/{LIST}", line, f"the record '{address}' was published, and is gone", mend)


def lost_places(docs: Path, anchors: Mapping[str, set[str]]) -> Iterator[Problem]:
    """Headings that were published and stand on no built page; `anchors` are the ids of each."""
    moved = redirects(Page.read_all(docs))
    for line, address in _listed(docs, places=True):
        target, _, anchor = _today(address, moved).partition("#")
        if target in anchors and anchor not in anchors[target]:
            near = nearest(anchor, anchors[target])
            mend = f"Say in {source(target)} where it is today: former_ids: {{{anchor}: new-name}}. {near}"
            yield Problem(f"docs/data/{LIST}", line, f"the heading '{address}' was published, and is gone", mend)


def redirects(pages: Iterable[Page]) -> dict[str, str]:
    """For each old address of a page, the page that took its place, as paths of the built site."""
    return {html(str(old)): html(page.src) for page in pages for old in _old(page)}


def _old(page: Page) -> list[object]:
    given = page.front_matter.get("redirect_from")
    return given if isinstance(given, list) else []


def source(path: str) -> str:
    """The source of a built page: 'about/index.html' as 'about/index.md'."""
    return path.removesuffix(".html") + ".md"


def _today(address: str, moved: Mapping[str, str]) -> str:
    """Where an address leads today: that of the page which took its place, with the same anchor."""
    page, _, anchor = address.partition("#")
    return moved.get(page, page) + (f"#{anchor}" if anchor else "")


def _listed(docs: Path, *, places: bool = False) -> Iterator[tuple[int, str]]:
    """(line, address) of pages and records of the last published site, or of its headings; nothing before that."""
    path = docs / "data" / LIST
    among_places = False
    for number, row in enumerate(textfile.read(path, f"docs/data/{LIST}").splitlines() if path.is_file() else [], 1):
        among_places = among_places or row.strip() == PLACES.strip()
        if row.strip() and not row.startswith("#") and among_places == places:
            yield number, row.strip()


# -- files -------------------------------------------------------------------------------------------------


def files(docs: Path) -> Iterator[Problem]:
    """Files below `docs` that a build would publish and nobody meant to."""
    for at, _, names in tree.walk(docs):
        for name in names:
            yield from _file((at / name).relative_to(docs).as_posix(), name)


def _file(path: str, name: str) -> Iterator[Problem]:
    place = f"docs/{path}"
    suffix = Path(name).suffix.lower()
    if LEFT_OVER.fullmatch(name):
        yield Problem(place, 0, "a program left this file behind", REMOVE)
    elif path.startswith("data/"):
        yield from _data(path.removeprefix("data/"), place)
    elif suffix == ".yaml" or (suffix == ".yml" and "/" not in path):
        yield Problem(place, 0, "records stand in docs/data and end in .yml", "Move it there, or remove it.")
    elif suffix not in {".md", *PUBLISHED} and name not in BY_NAME:
        mend = f"{REMOVE} A text becomes a page when it ends in .md and `nav` names it."
        yield Problem(place, 0, "this file is no page, no picture, no style and no script", mend)


def _data(path: str, place: str) -> Iterator[Problem]:
    known = {where for where, _, _, _ in KINDS.values()} | OTHER_DATA
    folders = {name for name in known if "." not in name}
    folder, _, rest = path.partition("/")
    if path in known or (folder in folders and "/" not in rest and rest.endswith(".yml")):
        return
    if folder == "drawings" and rest.endswith(".svg"):  # scenes name them
        return
    if path.endswith(".yaml"):
        yield Problem(place, 0, "this file is not read: records end in .yml", "Rename it, or remove it.")
    else:
        mend = (
            nearest(path, known) or f"Files of records: {', '.join(sorted(known - folders))}; claims stand in claims/."
        )
        yield Problem(place, 0, "nothing reads this file, and it would be published", mend)
