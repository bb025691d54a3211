"""
A drawing of a page as words and strips, for e-books.

Its words stay words, so they wrap, grow with the reader's letters at every width and lead to their notes. Its marks
stand under them, as drawings of one line that are as wide as the page.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass

from explainer.book.inline import Line
from explainer.book.tree import Node, add, classes, element, elements, ending, insert, put, set_ending, words

ROWS, LISTS = frozenset({"p", "li"}), frozenset({"ul", "ol", "div", "section"})
LETTER = 4.8  # percent of a phone's width that one letter of twice the usual size needs, with its gap
STRONG = frozenset({"plot-head", "plot-figure", "step-range", "era-time"})
SIGN = "\ue000"  # holds the place of a sign while the words round it are copied


@dataclass(frozen=True)
class Flow:
    """Walks a drawing; `dress` makes a picture of an SVG, `skip` names the parts that the caption says."""

    line: Line
    dress: Callable[[Node], Node]
    skip: frozenset[str]

    def write(self, source: Node, into: Node) -> None:
        """All words and strips of an element, in their order."""
        for part in elements(source):
            if classes(part) & self.skip or part.get("data-width") == "wide":
                continue
            if part.tag == "svg" and not classes(part) & {"sign", "plot-grid"}:
                into.append(self._standing(part))
            elif part.tag in ROWS:
                self._row(part, into)
            elif part.tag in LISTS:
                self.write(part, into)

    def _row(self, source: Node, into: Node) -> None:
        """The words of a row with their signs; under them its strips, and the rows inside it."""
        said = _said(source)
        if words(said):
            made = self.line.line(into, "words", said)
            if classes(source) & STRONG:
                made.set("strong", "1")
            if "step" in classes(source):
                made.set("line", "dashed" if "unseen" in classes(source) else "solid")
                made.set("strong", "1")
            if any(n.tag == "li" for n in source.iterancestors()):
                made.set("inside", "1")
            for sign in (n for n in source.iter("svg") if "sign" in classes(n) and _row_of(n) is source):
                self._place(made, sign)
        self.write(source, into)

    def _place(self, made: Node, sign: Node) -> None:
        """Put a sign where its place is held."""
        for node in made.iter():
            for slot in ("text", "tail"):
                before, held, after = (getattr(node, slot) or "").partition(SIGN)
                if held:
                    insert(node, slot, before, self._standing(sign), after)
                    return

    def _standing(self, svg: Node) -> Node:
        """An SVG dressed inside its own ancestors alone: the style sheet needs no more of the page."""
        place = element("html")
        for around in reversed([n for n in svg.iterancestors() if classes(n)]):
            place = add(place, "div", class_=around.get("class"))
        made = copy.deepcopy(svg)
        made.tail = None
        place.append(made)
        _thinned(made)
        return self.dress(made)


def _thinned(svg: Node) -> None:
    """Take the labels off an axis that would touch another in large letters on a phone; its ends keep theirs."""
    labels = [t for t in svg.iter("text") if (t.get("x") or "").endswith("%")]
    taken: list[tuple[float, float]] = []
    for label in sorted(labels, key=lambda t: "inner" in classes(t)):
        at, room = float(label.get("x")[:-1]), LETTER * len(words(label))
        left = at - {"middle": room / 2, "end": room}.get(label.get("text-anchor", ""), 0.0)
        if any(left < end and left + room > start for start, end in taken):
            label.getparent().remove(label)
        else:
            taken.append((left, left + room))


def _said(source: Node) -> Node:
    """The words of a row alone, with colons and brackets where the page has places and greys."""
    said = copy.deepcopy(source)
    said.tail = None
    for inner in [n for n in elements(said) if n.tag in ROWS | LISTS]:
        said.remove(inner)
    for svg in list(said.iter("svg")):
        tail, sign = svg.tail or "", "sign" in classes(svg)
        svg.clear()
        svg.tag, svg.text, svg.tail = "span", SIGN if sign else None, tail
    for part in said.iter("span"):
        if "plot-name" in classes(part):
            put(part, ":")
        if classes(part) & STRONG:
            part.tag = "strong"
    for part in said.iter("small"):  # on the page its grey sets it apart
        part.text = f"({part.text or ''}"
        set_ending(part, f"{ending(part).rstrip(' .')})")
    return said


def _row_of(svg: Node) -> Node:
    return next(n for n in svg.iterancestors() if n.tag in ROWS)
