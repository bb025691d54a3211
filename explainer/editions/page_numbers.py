"""
Page numbers after references: placed before layout as "000", filled in as soon as they are known.

Those of earlier chapters are known before a chapter is laid out (`fill`), those of later ones when all pages are
(see `codes.Later`).
CSS `target-counter` does the same, but lays out nearly every page again and again: with the thousands of
references of this book it took three times the time and twice the memory. Digits of equal width, and
figure spaces where a number is shorter, keep the layout as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from explainer.editions import dom
from explainer.editions.chapter import Chapter
from explainer.editions.dom import Element

BLANK = "000"
FIGURE_SPACE = "\u2007"
# Where records are listed by name, the bare number follows; in sentences it stands in brackets.
LISTS = ("for", "source-claims", "event-sources", "check-sources", "see")
RECORDS = (
    *("facts", "claim-id", "glossary", "event-title", "source-list", "check-head", "question-title"),
    *("numbers", "sum", "quote", "chart-note", "chart-foot", "table"),
)
REFERENCES = ("ref-claim", "ref-term", "ref-source")


def mark(made: Iterable[Chapter]) -> None:
    """Put an empty page number after every link that leads somewhere else in the book."""
    for one in made:
        _mark(one.body, "see")


def _mark(node: Element, style: str) -> None:
    names = dom.classes(node)
    if names & set(LISTS):
        style = "bare"
    elif names & set(RECORDS) and style != "bare":
        style = "brackets"
    for at in range(len(node) - 1, -1, -1):
        child = node[at]
        _mark(child, style)
        target = child.get("href", "")
        if child.tag == "a" and target.startswith("#"):
            own = "brackets" if dom.classes(child) & set(REFERENCES) else style
            number = dom.element("span", TEXTS[own], class_=f"pg pg-{own}", data_to=target[1:])
            number.tail, child.tail = child.tail, None
            node.insert(at + 1, number)


def fill(root: Element, numbers: Mapping[str, int]) -> None:
    """Write the numbers that are known (page of an anchor, from 1) where they belong: they leave no gap."""
    for node in root.iter("span"):
        if (number := numbers.get(node.get("data-to", ""))) is not None:
            node.text = (node.text or "").replace(BLANK, str(number))
            del node.attrib["data-to"]


TEXTS = {
    "bare": "\u00a0000",
    "brackets": " (p.\u00a0000)",
    "see": " (see\u00a0page\u00a0000)",
}
