"""The volumes as trees: the book with its back matter, the record, and single pages. Pure: pages and records in."""

from __future__ import annotations

import copy
import tomllib
import xml.etree.ElementTree as xml
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import lxml.html
from lxml import etree

from explainer.book import chapters, index, record
from explainer.book.inline import Around
from explainer.book.order import Entry, Manuscript, arrange
from explainer.book.pictures import Sheet
from explainer.book.tree import Node, add, cut, element, words
from explainer.facts import chart_table
from explainer.facts import words as spoken
from explainer.facts.library import Library
from explainer.facts.problems import EditorError, Problem
from explainer.facts.settings import Settings
from explainer.shown.charts import marks
from explainer.shown.charts.svg import root as root_of_drawing
from explainer.shown.palette import NEEDED, palette
from explainer.text import cites
from explainer.text.pages import html

COVER = (600.0, 61)  # width of the picture and marks in a row
COVERED = ("book", "sheet", "cover")  # volumes that show it; the last is the cover of the EPUB
COLOURS = (*NEEDED, "paper-raised")


@dataclass(frozen=True)
class Site:
    """The built site, its records and its settings, as the editions read them."""

    site: Path
    docs: Path
    settings: Settings
    trees: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def library(self) -> Library:
        """All records."""
        return Library.read(self.docs)

    @cached_property
    def entries(self) -> list[Entry]:
        """The pages in the order of the navigation; raises `EditorError` where one is not built."""
        if not (self.site / "index.html").is_file():
            raise EditorError([Problem(str(self.site), 0, "there is no built site here", "Run `make build` first.")])
        found = arrange(self.settings, self.docs)
        absent = [e.url for e in found if not (self.site / e.url).is_file()]
        if absent:
            mend = "Run `make build`."
            raise EditorError(
                Problem(f"site/{u}", 0, "the navigation names this page, but it is not built", mend) for u in absent
            )
        return found

    @cached_property
    def sheet(self) -> Sheet:
        """The style sheets of the site, for drawings and colours, that which decides (the last of a page) first."""
        first, *own = (self.site / path for path in self.settings.styles)
        kinds = (file for file in sorted(first.parent.glob("*.css")) if file not in {first, *own})
        files = [*reversed(own), *kinds, first]
        return Sheet("\n".join(f.read_text(encoding="utf-8") for f in files if f.is_file()))

    @cached_property
    def numbers(self) -> dict[tuple[str, str], int]:
        """The numbers of all records in the record."""
        return record.numbers(self.library)

    @cached_property
    def homes(self) -> dict[str, str]:
        """The kind of record that has its permanent place on a page, by the page's address."""
        return {html(src): kind for kind, src in cites.homes(self.docs).items()}

    @cached_property
    def checked(self) -> str:
        """The day on which the facts were last checked: the latest day that a page names."""
        return max((e.get("checked") or "" for e in self._heads), default="")

    @cached_property
    def updated(self) -> str:
        """The day on which the text was last changed."""
        return max((e.get("updated") or "" for e in self._heads), default="") or self.checked

    @cached_property
    def _heads(self) -> list[dict[str, str]]:
        return [
            {m.get("name"): m.get("content") for m in self.tree(e.url).iter("meta") if m.get("name")}
            for e in self.entries
        ]

    @cached_property
    def version(self) -> str:
        """The version of the project, from the file beside `docs`."""
        file = self.docs.parent / "pyproject.toml"
        return str(tomllib.loads(file.read_text(encoding="utf-8"))["project"]["version"]) if file.is_file() else ""

    def tree(self, url: str) -> Any:
        """A page, parsed once."""
        if url not in self.trees:
            parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
            self.trees[url] = lxml.html.document_fromstring((self.site / url).read_bytes(), parser=parser)
        return self.trees[url]

    def chapters(self, volume: str, entries: list[Entry] | None = None) -> list[Node]:
        """Fresh chapters for a volume ("all" for the EPUB); raises `EditorError` with all that cannot be printed."""
        around = Around(self.library, {e.url: e for e in self.entries}, volume, self.settings.url, self.homes)
        made: list[Node] = []
        problems: list[Problem] = []
        for entry in (
            entries
            if entries is not None
            else [e for e in self.entries if around.prints(e.url) and (e.volume != "back" or volume == "all")]
        ):
            try:
                made.append(
                    chapters.make(self.tree(entry.url), entry, around, self.sheet, Manuscript(self.docs), self.numbers)
                )
            except EditorError as error:
                problems += error.problems
        if problems:
            raise EditorError(problems)
        return made

    def volume(self, kind: str) -> Node:
        """The root of a volume with what it says about itself: dates, address, colours, cover. Unset is left out."""
        s = self.settings
        said = {"kind": kind, "name": s.name, "description": spoken.curl(s.description), "license": s.copyright}
        said |= {"version": self.version, "checked": spoken.day(self.checked), "updated": spoken.day(self.updated)}
        said |= {"address": s.url, "contact": s.contact, "repo": s.repo, "publisher": s.publisher}
        root = element("volume", **{k: v for k, v in said.items() if v})
        colours = add(root, "colours")
        for name in COLOURS:
            colours.set(name, self.sheet.value(f"var(--{name})") or "#000000")
        cover = self.cover() if kind in COVERED else None
        if cover is not None:
            root.append(cover)
        return root

    def cover(self) -> Node | None:
        """The picture of the cover: the records' chart of marks without its words; None where there is none."""
        chart = next((c for c in self.library.charts.values() if c.draw == "marks"), None)
        if chart is None:
            return None
        drawing = root_of_drawing("cover", chart.title, chart.see or chart.title)
        pitch, y = COVER[0] / COVER[1], 0.0
        for group in chart.drawn:
            marks.group(drawing, group, COVER[1], pitch, (0, y))
            y += (-(-int(group["value"]) // COVER[1]) + 1) * pitch
        drawing.set("viewBox", f"0 0 {COVER[0]:g} {y - pitch:g}")
        made = add(
            element("cover"),
            "picture",
            alt=spoken.curl(f"{chart.title}. {chart.see or ''}".strip()),
            width="",
            height="",
        )
        made.append(etree.fromstring(xml.tostring(marks.painted(drawing, palette(self.docs)["light"]))))
        row = add(made.getparent(), "key")
        for group in chart.drawn:
            said = f"{chart_table.number(group['value'])} {chart_table.label(group)}"
            add(row, "group", said, tone=str(group["tone"]))
        add(made.getparent(), "what", spoken.curl(chart.see or ""))
        return made.getparent()


def book(site: Site) -> Node:
    """The reader's book: chapters, key dates, glossary, index, where corrections go."""
    root = site.volume("book")
    made = site.chapters("book")
    for whole in [r for c in made for r in c.iter("records")]:
        _elsewhere(whole, site)
    root.append(dates(site, made))
    for entry in (e for e in site.entries if e.volume == "back"):
        root.append(_back(site, entry))
    entries = index.mark(made, site.library)
    root.extend(made)
    root.append(entries)
    return root


def _elsewhere(whole: Node, site: Site) -> None:
    """In place of a list that the record prints: how many entries it has, and where they are."""
    kind = whole.get("kind")
    count = len(getattr(site.library, kind))
    whole.tag = "p"
    whole.attrib.clear()
    whole.set("in-record", kind)
    whole.text = f"All {count} entries are in the volume "
    add(whole, "i", "The record").tail = "."


def _back(site: Site, entry: Entry) -> Node:
    """A page of the book's end: its words, and all records of its kind."""
    chapter = filled(site.chapters("book", [entry])[0], record.Record(site.library, site.numbers, {}))
    chapter.tag = "end"
    return chapter


def filled(root: Node, writer: record.Record) -> Node:
    """The same chapter or volume, with all records where it has a whole list of them."""
    for whole in list(root.iter("records")):
        whole.extend(writer.groups(whole.get("kind")))
    return root


def dates(site: Site, made: list[Node]) -> Node:
    """The dates that chapters tell of, in order; all events where no chapter tells any."""
    told = {
        item.get("id")
        for chapter in made
        for item in chapter.iter("item")
        if item.getparent().tag in ("dates", "timeline")
    }
    events = [e for e in site.library.events.values() if e.id in told] or list(site.library.events.values())
    root = element("chronology")
    for event in sorted(events, key=lambda e: e.date):
        add(root, "date", spoken.curl(event.title), when=spoken.event_day(event))
    return root


def record_book(site: Site, printed: list[Node]) -> Node:
    """The record: for each kind of record its page and all entries; `printed` are the chapters of the book."""
    root = site.volume("record")
    writer = record.Record(site.library, site.numbers, uses(printed))
    made = site.chapters("record")
    kinds = {r.get("kind") for c in made for r in c.iter("records")}
    for chapter in printed:
        for whole in (n for n in chapter.iter("p") if n.get("in-record") not in {None, *kinds}):
            part = element("chapter", id=chapter.get("id"), title=chapter.get("title"), section=chapter.get("section"))
            add(part, "records", kind=whole.get("in-record"))
            made.insert(0, part)
    root.extend(filled(chapter, writer) for chapter in made)
    charts = writer.charts()
    if len(charts):
        part = add(root, "chapter", id="charts", title="Numbers behind the drawings", section="")
        part.append(charts)
    return root


def uses(made: list[Node]) -> dict[str, list[str]]:
    """The titles of the chapters that have a note for each claim."""
    found: dict[str, list[str]] = {}
    for chapter in made:
        for noted in chapter.iter("record"):
            if noted.get("kind") == "claims":
                found.setdefault(noted.get("id"), []).append(chapter.get("menu") or chapter.get("title"))
    return found


def single(site: Site, entry: Entry) -> Node:
    """One page alone, with its notes and the terms it uses."""
    root = site.volume("page")
    chapter = filled(site.chapters("book", [entry])[0], record.Record(site.library, site.numbers, {}))
    root.append(chapter)
    used = list(dict.fromkeys(t.get("to") for t in chapter.iter("term")))
    terms = add(root, "terms")
    for term in site.library.terms.values():
        if f"terms-{term.id}" in used:
            add(terms, "entry", spoken.curl(term.definition), id=f"terms-{term.id}", term=spoken.curl(term.term))
    for see in chapter.iter("see"):  # the other pages are not in this file
        see.tag = "volume"
        see.attrib.clear()
        see.set("name", "book")
    return root


def pictures(site: Site, made: list[Node]) -> dict[str, Node]:
    """Each drawing of the chapters that stands whole on its page, as a volume of its own, by the id of its chart."""
    found: dict[str, Node] = {}
    for drawn in (n for chapter in made for n in chapter.iter("drawing", "strips", "table") if n.get("chart")):
        root = site.volume("picture")
        root.append(copy.deepcopy(drawn))
        for mark in list(root.iter("n", "ix")):  # their notes are in the book; a picture says who measured it in words
            cut(mark)
        for link in root.iter("see", "term", "ref", "back", "a"):
            link.tag = "span"
            link.attrib.clear()
        found[drawn.get("chart")] = root
    return found


def resolved(root: Node) -> Node:
    """Links whose place is not in this volume lead to its chapter, or become plain words; addresses are spelled out."""
    known = {n.get("id") for n in root.iter() if isinstance(n.tag, str) and n.get("id")}
    for link in list(root.iter("see", "term", "ref", "back")):
        if link.get("to") not in known:
            if link.get("chapter") in known:
                link.set("to", link.get("chapter"))
            else:
                link.tag = "i" if link.tag == "term" else "span"
                link.attrib.clear()
    told: set[str] = set()
    for link in root.iter("a"):
        address = link.get("href")
        if address not in told and not address.startswith(("mailto:", "tel:")) and address not in words(link):
            link.set("shown", address.removeprefix("https://").removeprefix("http://").removesuffix("/"))
        told.add(address)
    return root
