"""
The book: built pages in, one HTML document out. A pure function of strings; rendering comes after it.

Parts are the sections of the menu, chapters are its pages. Ids are unique in the whole book, links lead
inside it or to printed addresses, and each claim gets an entry in an index of pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import jinja2

from explainer.editions import addresses, chapter, dom, page_numbers
from explainer.editions.chapter import Chapter
from explainer.editions.dom import Element
from explainer.editions.nav import Entry
from explainer.editions.pictures import Palette
from explainer.facts.problems import EditorError, Problem
from explainer.shown import templates

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "overrides" / "print"
CUT = "<!-- cut -->"  # where book.html ends one document and begins the next
LISTS = (
    "page-sources",
    "source-claims",
    "page-terms",
)  # uses of a claim in these are no index entries


@dataclass(frozen=True)
class Imprint:
    """What the book says about itself; dates as 'YYYY-MM-DD'."""

    title: str
    subtitle: str
    licence: str
    version: str
    checked: str
    updated: str
    cover: str = ""  # an SVG
    stamp: str = ""  # date and time inside the PDF
    site_url: str = ""


@dataclass(frozen=True)
class Parts:
    """The chapters of one part."""

    title: str
    id: str
    chapters: list[Chapter]


def chapters(
    pages: Mapping[str, str],
    entries: Iterable[Entry],
    files: Iterable[str],
    css: str,
    read: Callable[[str], bytes | None],
    site_url: str = "",
) -> list[Chapter]:
    """
    Chapters from page HTML.

    `pages` maps a page's path to its HTML, `files` are the site's other files,
    `css` is the site's style sheet (for the colours of charts), `read` returns a file's bytes or None.
    Raises `EditorError` with every dead link, missing image and picture without a text alternative.
    """
    entries = list(entries)
    roots = {entry.path: dom.parse(pages[entry.path]) for entry in entries}
    places = addresses.Places(
        {path: chapter.ids_of(root) for path, root in roots.items()},
        frozenset(files),
        site_url,
    )
    palette = Palette(css)
    made: list[Chapter] = []
    problems: list[Problem] = []
    for entry in entries:
        try:
            made.append(chapter.make(roots.pop(entry.path), entry, places, palette, read))
        except EditorError as error:
            problems += error.problems
    if problems:
        raise EditorError(problems)
    print_addresses(made)
    return made


def parts(made: Iterable[Chapter]) -> list[Parts]:
    """Chapters grouped by part, in order; chapters before the first part form a group without a title."""
    groups: list[Parts] = []
    for one in made:
        if not groups or groups[-1].title != one.part:
            groups.append(Parts(one.part, "part-" + addresses.slug(one.part or "front"), []))
        groups[-1].chapters.append(one)
    return groups


def print_addresses(made: Iterable[Chapter]) -> None:
    """
    Mark the links whose address is printed beside them (class `address`).

    Each outside address once: in the chapter of sources where it has its entry, else where it is mentioned first.
    """
    made = list(made)
    printed: set[str] = set()
    links = [(one, link) for one in made for link in one.body.iter("a") if "outside" in dom.classes(link)]
    homes = {id(link) for one in made for card in dom.with_class(one.body, "source") for link in card.iter("a")}
    for _, link in sorted(links, key=lambda pair: id(pair[1]) not in homes):  # stable: page order within both groups
        address = link.attrib["href"]
        if address not in printed and address not in dom.text(link):
            dom.add_class(link, "address")
        printed.add(address)


def claim_index(made: Iterable[Chapter]) -> list[tuple[str, str, list[str]]]:
    """For each claim (id, anchor of its entry, anchors of its first use in each chapter); marks those uses."""
    made = list(made)
    ledger = {
        n.get("id", ""): one
        for one in made
        for n in one.body.iter("section")
        if "claim" in dom.classes(n) and n.get("id")
    }
    uses: dict[str, list[str]] = {anchor: [] for anchor in ledger}
    count = 0
    for one in made:
        skipped = {n for block in one.body.iter() if set(LISTS) & dom.classes(block) for n in block.iter()}
        seen: set[str] = set()
        for link in one.body.iter("a"):
            anchor = link.get("href", "")[1:]
            if anchor in uses and anchor not in seen and link not in skipped and ledger[anchor] is not one:
                seen.add(anchor)
                count += 1
                link.set("id", link.get("id") or f"use-{count}")
                uses[anchor].append(link.attrib["id"])
    return sorted((anchor.partition("--")[2], anchor, found) for anchor, found in uses.items())


def html(made: list[Chapter], imprint: Imprint) -> list[str]:
    """
    The book as HTML documents for the print style sheet in overrides/print/book.css.

    The front matter, each chapter and the index stand in documents of their own, so that the press can forget
    each before it takes the next.
    """
    index = claim_index(made)
    page_numbers.mark(made)
    whole = (
        environment()
        .get_template("book.html")
        .render(
            imprint=imprint,
            parts=parts(made),
            index=index,
            body=lambda one: "".join(dom.inner_html(one.body)),
            kind=lambda one: chapter.kind(one.body),
            keywords=[
                "face recognition",
                "Dallas Police Department",
                "Clearview AI",
                "police technology",
                "fact check",
            ],
        )
    )
    return whole.split(CUT)


def environment() -> jinja2.Environment:
    """Templates of the printed editions; undefined names are fatal."""
    return templates.environment(TEMPLATES)


def imprint_of(home: str, made: list[Chapter], version: str, cover: str = "", site_url: str = "") -> Imprint:
    """What the site says about itself, read from its home page and the dates of its pages."""
    root = dom.parse(home)
    wordmark = next(dom.with_class(root, "wordmark"), None)
    licence = next(dom.with_class(root, "foot-licence"), None)
    description = next(
        (m.get("content", "") for m in root.iter("meta") if m.get("name") == "description"),
        "",
    )
    return Imprint(
        title=dom.text(wordmark) if wordmark is not None else made[0].title,
        subtitle=re.split(r"(?<=\.)\s", description)[0],
        licence=dom.text(licence) if licence is not None else "",
        version=version,
        checked=max((one.checked for one in made), default=""),
        updated=max((one.updated for one in made), default=""),
        cover=cover,
        site_url=site_url,
    )


def elements(made: Iterable[Chapter]) -> Iterable[Element]:
    """Every element of every chapter."""
    return (node for one in made for node in one.body.iter())
