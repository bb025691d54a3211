"""
The search index, made from the built pages: one entry for each page, section and record.

Written as a script (`search/index.js`), not as JSON: pages opened from file:// may load scripts but may not fetch
files. It holds texts as they stand on the pages. The words in them are cleaned in the browser, by the function that
cleans what a reader types (docs/assets/search.js), so that both always agree.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from explainer.facts.addresses import encoded
from explainer.facts.library import Library
from explainer.facts.words import CORRECTION_KINDS, curl, sentence_place
from explainer.out.built import BuiltPage
from explainer.text import cites
from explainer.text import pages as sources

# What a template says about an element for search: `data-search="skip"` keeps it, with all in it, out of the index.
MARK, SKIP = "data-search", "skip"
NEVER = {"nav", "script", "style", "svg", "template"}  # elements without words of the page's own
HEADINGS = {"h2", "h3"}
RECORDS = {"article", "details", "dt", "li", "section"}  # with an id, each is a place of its own
INLINE = {"a", "abbr", "b", "cite", "code", "em", "i", "mark", "q", "small", "span", "strong", "sub", "sup", "time"}

# How much a match counts, by what it is found in: what answers stands before what is pointed at. A kind is a page,
# a section or other place on one, or a kind of record that has a home.
WEIGHTS = {
    "page": 1.2,
    "section": 1.1,
    "sayings": 1.2,
    "questions": 1.0,
    "claims": 1.1,
    "terms": 1.0,
    "checklist": 0.9,
    "sentences": 0.8,
    "corrections": 0.6,
    "events": 0.5,
    "sources": 0.3,
}
# The field of a record that names it in plain words; the first that is filled.
NAMES = {
    "claims": ("short", "statement"),
    "checklist": ("question",),
    "corrections": ("says",),
    "events": ("title",),
    "questions": ("question",),
    "sayings": ("saying",),
    "sentences": ("article_says",),
    "sources": ("title",),
    "terms": ("term",),
}
ENDS = {"dt": ": ", "dd": ". "}  # a label and what it labels, where a text is shown without its layout
NAME_NEAR = 60  # letters; a date or a label may stand before it
NAME_WORDS = 18  # of a longer name the first words are shown


@dataclass
class Place:
    """A page, a section or a record on it, as it was read."""

    address: str
    page: str
    name: str = ""
    description: str = ""
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What stands there, on one line."""
        return re.sub(r"(?<=[.?!:])[.:](?= |$)", "", _folded("".join(self.parts)))


def write(site: Path, pages: list[BuiltPage], lib: Library, docs: Path) -> None:
    """Write `search/index.js` below `site`."""
    known = records(lib, cites.homes(docs))
    places = [place for page in pages if page.path != "404.html" and not page.unlisted for place in of_page(page)]
    index = {
        "weights": WEIGHTS,
        "words": [{"asked": w.asked, "means": w.means} for w in lib.search_words.values()],
        "entries": [_entry(place, known.get(place.address)) for place in places],
    }
    folder = site / "search"
    folder.mkdir(exist_ok=True)
    body = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    (folder / "index.js").write_text(f"window.searchIndex={body};\n", encoding="utf-8")


def records(lib: Library, homes: dict[str, str]) -> dict[str, tuple[str, str, str]]:
    """What each record is, its name and other words for it, by its address on the site."""
    found = {}
    for kind, names in NAMES.items():
        if kind not in homes:
            continue
        home = sources.html(homes[kind])
        for key, record in getattr(lib, kind).items():
            name = _named(kind, record, curl(next(value for n in names if (value := getattr(record, n)))))
            found[f"{home}#{cites.anchor(key)}"] = (kind, name, " ".join(getattr(record, "also", [])))
    return found


def _named(kind: str, record: Any, name: str) -> str:
    """The name with what must stand beside it, so that nobody takes what others say for what this site says."""
    if kind == "sentences":
        return f"{sentence_place(record.paragraph).capitalize()} ({record.verdict}): {name}"
    if kind == "sayings":
        return f"{record.verdict.capitalize()}: “{name}”"
    if kind == "corrections":
        return f"{CORRECTION_KINDS[record.kind]}: {name}"
    return name


def _entry(place: Place, record: tuple[str, str, str] | None) -> dict[str, str]:
    """A place as the script reads it; what is empty is left out."""
    kind, name, also = record or ("section" if "#" in place.address else "page", place.name, "")
    entry = {
        "u": encoded(place.address),
        "k": kind,
        "t": shortened(name),
        "p": place.page if kind != "page" else "",
        "d": place.description,
        "a": also,
        "x": _without(name, place.text) if record else place.text,
    }
    return {key: value for key, value in entry.items() if value}


def _without(name: str, text: str) -> str:
    """The text of a record without its name near the beginning, which stands above it in the results."""
    before, found, after = text.partition(name.rstrip("."))
    return f"{before}{after}".strip(" .") if found and len(before) < NAME_NEAR else text


def shortened(name: str) -> str:
    """The first sentences of a long name, or its first words where they are too long."""
    words = name.split()
    if len(words) <= NAME_WORDS:
        return " ".join(words)
    first = re.match(r".+?[.?!](?= [A-Z“])", name)
    if first and NAME_WORDS >= len(first[0].split()) > 5:
        return first[0]
    return " ".join(words[:NAME_WORDS]).rstrip(",;:.") + " …"


@lru_cache(maxsize=128)
def of_page(page: BuiltPage) -> tuple[Place, ...]:
    """The page itself, then its sections and records in reading order."""
    article = page.tree.find(".//article")
    if article is None:
        return ()
    heading = article.find(".//h1")
    title = _words(heading) if heading is not None else page.path
    description = page.tree.xpath("string(//meta[@name='description']/@content)")
    reading = _Reading(Place(page.path, title, title, _folded(description)))
    reading.inside(article)
    return tuple(reading.places)


class _Reading:
    """Goes through a page once; words go to the section or record that they stand in."""

    def __init__(self, page: Place) -> None:
        self.here = self.page = page
        self.places = [page]
        self.deep = 0  # how many records are open: a heading inside one begins no section of the page

    def inside(self, element: Any) -> None:
        """Read what an element holds."""
        self.here.parts.append(element.text or "")
        term = None  # a definition belongs to the term above it
        for child in element:
            if isinstance(child.tag, str) and child.tag not in NEVER and child.get(MARK) != SKIP:
                apart = child.tag not in INLINE  # cells and paragraphs are apart, words in a sentence are not
                self.here.parts.append(" " if apart else "")
                if child.tag == "dd" and term:
                    term.parts.append(" ")
                    self._record(child, term)
                else:
                    term = self._child(child)
                    self.here.parts.append(ENDS.get(child.tag, " ") if apart and not term else "")
            self.here.parts.append(child.tail or "")

    def _child(self, child: Any) -> Place | None:
        """Read an element; the term that it opens, if it is one."""
        if child.tag in HEADINGS and child.get("id") and not self.deep:
            self.here = self._open(child, _words(child))
        elif child.tag in RECORDS and child.get("id"):
            record = self._open(child)
            self._record(child, record)
            record.name = _own_name(child) or record.text
            return record if child.tag == "dt" else None
        elif child.tag != "h1":
            self.inside(child)
        return None

    def _open(self, element: Any, name: str = "") -> Place:
        self.places.append(Place(f"{self.page.address}#{element.get('id')}", self.page.page, name))
        return self.places[-1]

    def _record(self, element: Any, record: Place) -> None:
        outer, self.here = self.here, record
        self.deep += 1
        self.inside(element)
        self.deep -= 1
        self.here = outer


def _own_name(element: Any) -> str:
    """The name of a place without a heading of the page: its own heading, or the link to itself."""
    for found in element.xpath(".//h2|.//h3|.//h4|.//a[@href=$own]", own=f"#{element.get('id')}"):
        if name := _words(found):
            return name
    return ""


def _words(element: Any) -> str:
    """The words of a heading or link, without the mark that links to the heading itself."""
    own = f"#{element.get('id')}"
    return _folded("".join(element.xpath(".//text()[not(ancestor::a[@href=$own])]", own=own)))


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
