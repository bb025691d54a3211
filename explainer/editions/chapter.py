"""One page of the site as one chapter of a book: the steps in their order, each in a module of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from explainer.editions import addresses, dom, pictures, unroll
from explainer.editions.addresses import Places
from explainer.editions.dom import Element
from explainer.editions.nav import Entry
from explainer.editions.pictures import Palette, Read
from explainer.facts.problems import EditorError, Problem

WIDE = 7  # a table with more columns gets a landscape page
SHORT = (8, 5)  # a table with no more rows and columns than this stays on one page
# Chapters that are looked things up in, not read through: smaller type, wider lines.
RECORDS = (
    "section.claim",
    "li.source",
    "li.event",
    "dl.glossary",
    "li.check",
    "li.question",
)


@dataclass
class Chapter:
    """A chapter: its page, its title, its part of the book ("" for none) and its content."""

    path: str
    title: str
    part: str
    body: Element
    checked: str
    updated: str

    @property
    def id(self) -> str:
        """The chapter's id in the book."""
        return addresses.slug(self.path)


def ids_of(root: Element) -> frozenset[str]:
    """All ids in the article of a parsed page."""
    article = root.find(".//article")
    return frozenset() if article is None else frozenset(i for n in article.iter() if (i := n.get("id")))


def make(root: Element, entry: Entry, places: Places, palette: Palette, read: Read) -> Chapter:
    """The chapter made from a parsed page; raises `EditorError` with everything in it that cannot be printed."""
    article = root.find(".//article")
    if article is None:
        raise EditorError(
            [
                Problem(
                    f"site/{entry.path}",
                    0,
                    "the page has no <article>",
                    "Mend overrides/base.html.",
                )
            ]
        )
    problems = list(pictures.settle(article, entry.path, palette, read))
    unroll.unroll(article)
    problems += addresses.move(article, entry.path, places)
    if problems:
        raise EditorError(problems)
    heading = next(article.iter("h1"), None)
    title = dom.text(heading) if heading is not None else entry.title
    if heading is not None:
        dom.remove(heading, dom.parents(article)[heading])
    _headings(article, 3 if entry.part else 2)
    _tables(article)
    article.tag, body = "div", article
    body.set("class", "chapter-body")
    return Chapter(
        entry.path,
        title,
        entry.part,
        body,
        _date(root, "checked"),
        _date(root, "updated"),
    )


def _headings(article: Element, top: int) -> None:
    """Shift headings so that the page's h2 becomes `top`, and let no level be skipped."""
    last = top - 1
    for node in article.iter():
        if node.tag in dom.HEADINGS:
            level = min(int(node.tag[1]) - 2 + top, last + 1, 6)
            last = max(level, top)
            node.tag = f"h{last}"


def _tables(article: Element) -> None:
    """Mark short tables, and wide ones together with the heading before them: both share the landscape page."""
    for table in list(article.iter("table")):
        columns = max(
            (sum(int(c.get("colspan", "1")) for c in row) for row in table.iter("tr")),
            default=0,
        )
        if sum(1 for _ in table.iter("tr")) <= SHORT[0] and columns <= SHORT[1]:
            dom.add_class(table, "short")
        if columns <= WIDE:
            continue
        parents = dom.parents(article)
        block = parents[table] if "table" in dom.classes(parents[table]) else table
        parent = parents[block]
        at = list(parent).index(block)
        holder = dom.element("div", class_="landscape")
        holder.tail, block.tail = block.tail, None
        if at and parent[at - 1].tag in dom.HEADINGS and not (parent[at - 1].tail or "").strip():
            heading = parent[at - 1]
            parent.remove(heading)
            holder.append(heading)
        parent.remove(block)
        holder.append(block)
        parent.insert(at - (len(holder) - 1), holder)


def kind(body: Element) -> str:
    """'records' for a chapter made mostly of records, else 'prose'."""
    records = sum(1 for _ in _records(body))
    return "records" if records > 30 else "prose"


def _records(body: Element) -> Iterator[Element]:
    wanted = [name.split(".") for name in RECORDS]
    for node in body.iter():
        if any(node.tag == tag and name in dom.classes(node) for tag, name in wanted):
            yield node


def _date(root: Element, name: str) -> str:
    """A date that the page states about itself: `<meta name="checked" content="2026-11-22">`."""
    return next((m.get("content", "") for m in root.iter("meta") if m.get("name") == name), "")
