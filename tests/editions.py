"""What the tests of the editions share: how to run a command, and what the files of the editions hold."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import lxml.html
import pikepdf
import pypdfium2
from lxml import etree

from explainer.book import chapters, editions, epub, factsheet, order, pictures, press, volumes
from explainer.book.inline import Around
from explainer.book.order import Entry, Manuscript
from explainer.book.tree import Node
from explainer.book.volumes import Site
from explainer.facts.library import Library
from explainer.facts.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
NAME = Settings.read(ROOT / "mkdocs.yml").slug
POINT = 72 / 25.4  # points in a millimetre


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python on this checkout."""
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, **quiet, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def source(printed_site: Path) -> Site:
    """The site as the editions read it."""
    return Site(printed_site, DOCS, Settings.read(ROOT / "mkdocs.yml"))


def entries(volume: str = "") -> list[Entry]:
    """The pages in the order of the navigation; of one volume where it is named."""
    found = order.arrange(Settings.read(ROOT / "mkdocs.yml"), DOCS)
    return [e for e in found if not volume or e.volume == volume]


def sample(printed_site: Path) -> bytes:
    """The content of both volumes, and a printed chapter, the fact sheet and the EPUB: what must never depend on chance."""
    site = source(printed_site)
    epoch = press.epoch(site.updated)
    nist = next(e for e in site.entries if e.url == "evidence/nist.html")
    contents = [etree.tostring(volumes.resolved(v)) for v in (volumes.book(site), volumes.record_book(site, []))]
    chapter_alone = editions._chapter(site, nist, epoch).data  # what `make pdf` prints
    sheet = press.press(volumes.resolved(factsheet.sheet(site)), "factsheet", site.site, epoch).data
    return b"".join([*contents, chapter_alone, sheet, epub.make(site, epoch)])


# -- PDF -----------------------------------------------------------------------------------------------------------


@cache
def texts(file: Path) -> list[str]:
    """The text of each page of a PDF, heads and feet left out."""
    document = pypdfium2.PdfDocument(file)
    found = []
    for page in document:
        width, height = page.get_size()
        chars = page.get_textpage()
        text = chars.get_text_range()
        for edge in ((0, 0, width, 21 * POINT), (0, height - 20 * POINT, width, height)):
            line = re.escape(chars.get_text_bounded(*edge).strip())
            text = re.sub(rf"(?m)^{line}\s*$", "", text, count=1) if line else text
        found.append(text.replace("\r\n", "\n").strip())
    return found


@cache
def structure(file: Path) -> list[tuple[str, dict[str, str]]]:
    """Kind, language and alternative text of every structure element."""
    with pikepdf.open(file) as document:
        return [(str(e.S), {k: str(e[k]) for k in ("/Lang", "/Alt") if k in e}) for e in elements(document)]


def elements(document: Any) -> Iterator[Any]:
    """All structure elements of a PDF."""
    return (o for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/StructElem")


def links(file: Path) -> Iterator[tuple[int, str, str, int | str]]:
    """Every link: its page (from 1), the words it stands on, its description, and the page or address it leads to."""
    document = pypdfium2.PdfDocument(file)
    with pikepdf.open(file) as pdf:
        numbers = {page.objgen: n for n, page in enumerate(pdf.pages, 1)}
        names = dict(pikepdf.NameTree(pdf.Root.Names.Dests).items()) if "/Names" in pdf.Root else {}
        for number, page in enumerate(pdf.pages, 1):
            text = document[number - 1].get_textpage()
            for link in page.get("/Annots", []):
                quads = [float(v) for v in link.get("/QuadPoints", [])]
                boxes = [(quads[i : i + 8 : 2], quads[i + 1 : i + 8 : 2]) for i in range(0, len(quads), 8)]
                boxes = boxes or [([link.Rect[0], link.Rect[2]], [link.Rect[1], link.Rect[3]])]
                words = "".join(
                    text.get_text_bounded(
                        float(min(x)) + 0.3, float(min(y)) + 0.8, float(max(x)) - 0.3, float(max(y)) - 0.8
                    )
                    for x, y in boxes
                ).strip()
                yield number, words, str(link.get("/Contents", "")), _target(link, names, numbers)


def _target(link: Any, names: dict[str, Any], numbers: dict[Any, int]) -> int | str:
    action = link.get("/A")
    if action is not None and "/URI" in action:
        return str(action.URI)
    place = link.get("/Dest") if action is None else action.D
    if isinstance(place, pikepdf.String | pikepdf.Name):
        place = names[str(place)]
    if isinstance(place, pikepdf.Dictionary):
        place = place.D
    return numbers[place[0].objgen]


# -- text ----------------------------------------------------------------------------------------------------------


def letters(text: str) -> str:
    """The letters of a text alone: numbers of notes, of pages and hyphens at the ends of lines do not count."""
    text = re.sub(r"\s\(page\s\d+\)|\s\(in\sThe\srecord\)|\s\(a\ssheet\sof\sits\sown\)", "", text)
    return "".join(c for c in text if c.isalpha())


def found(piece: str, whole: str) -> bool:
    """Whether a piece of text is there, in one or, over the end of a page or column, in two parts."""
    if piece in whole:
        return True
    longest = next((n for n in range(len(piece) - 1, 0, -1) if piece[:n] in whole), 0)
    return longest > 0 and piece[longest:] in whole


def article(site: Path, url: str) -> Node:
    """The article of a built page, to be taken apart."""
    return lxml.html.document_fromstring((site / url).read_bytes(), lxml.html.HTMLParser(encoding="utf-8")).find(
        ".//article"
    )


def pieces(root: Node) -> Iterator[str]:
    """The words of each block, cut where a link or a label ends."""
    blocks = {"p", "li", "dt", "dd", "td", "th", "caption", "figcaption", "summary", "blockquote", "h2", "h3", "h4"}
    for node in root.iter():
        if node.tag in blocks:
            yield from _cut(node, blocks)


def _cut(node: Node, blocks: set[str]) -> Iterator[str]:
    current = node.text or ""
    for child in node:
        if child.tag in blocks or child.tag in ("ul", "ol", "dl", "table", "div", "section"):
            yield current
            current = child.tail or ""
        else:
            inner = "".join(child.itertext())
            if child.tag in ("a", "span", "strong", "b"):
                yield current + inner
                current = child.tail or ""
            else:
                current += inner + (child.tail or "")
    yield current


# -- a page that a test writes -----------------------------------------------------------------------------------------


def chapter(html: str, *, volume: str = "book", url: str = "index.html", docs: Path = DOCS) -> Node:
    """The chapter made from an article that a test writes."""
    library = Library.read(DOCS)
    around = Around(library, {e.url: e for e in entries()}, volume)
    tree = lxml.html.document_fromstring(f"<html><body><article>{html}</article></body></html>")
    numbers = {(k, i): n for k in ("claims", "sources") for n, i in enumerate(getattr(library, k), 1)}
    return chapters.make(tree, Entry("Page", "", url, "book"), around, pictures.Sheet(""), Manuscript(docs), numbers)
