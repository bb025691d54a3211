"""
The few marks that charts are made of, written as SVG elements.

There is no viewBox: across, places are percentages of the width; down, they are in `em`. So one
drawing fits every width, its text keeps the reader's size, and a larger text makes it taller.
Colours come from classes (`c-...` in site.css), never from a style attribute.
"""

from __future__ import annotations

import re
import textwrap
import xml.etree.ElementTree as etree

XMLNS = "http://www.w3.org/2000/svg"
ROW = 3.15  # height of one row: its words, and under them its strip
STRIP = 0.75  # height of a strip
LINE = 1.25  # from one line of words to the next
# Letters that fit on one line of a phone for readers who set wide spacing (WCAG 1.4.12).
LETTERS = 31


def number(value: float) -> str:
    """A coordinate with at most two decimals, the same on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def percent(value: float) -> str:
    """A place across the drawing."""
    return f"{number(value)}%"


def em(value: float) -> str:
    """A place down the drawing."""
    return f"{number(value)}em"


def root(prefix: str, title: str, desc: str, **attributes: str) -> etree.Element:
    """An empty drawing that a screen reader announces by title and description."""
    svg = etree.Element(
        "svg",
        {
            "xmlns": XMLNS,
            "class": "chart-svg",
            "role": "img",
            "aria-labelledby": f"{prefix}-t",
            "aria-describedby": f"{prefix}-d",
            **attributes,
        },
    )
    etree.SubElement(svg, "title", {"id": f"{prefix}-t"}).text = title
    etree.SubElement(svg, "desc", {"id": f"{prefix}-d"}).text = desc
    return svg


def leading(parent: etree.Element, claim: str) -> etree.Element:
    """
    Where a figure is written: `parent`, or a link in it that opens the note of the claim that holds the figure.

    A drawing with links is a group and no picture: what it holds can be reached.
    """
    if not claim:
        return parent
    return etree.SubElement(parent, "a", {"href": f"#n-{claim}", "data-claim": claim})


class Canvas:
    """A drawing that grows downwards; `y` is the next free place, in em."""

    def __init__(self, prefix: str, title: str, desc: str) -> None:
        self.svg = root(prefix, title, desc, width="100%")
        self.y = 0.0

    def done(self) -> etree.Element:
        """The finished drawing, as tall as its content."""
        if self.svg.find(".//a") is not None:
            self.svg.set("role", "group")
        self.svg.set("height", em(self.y + 0.2))
        return self.svg

    def text(self, x: float, y: float, words: str, anchor: str = "start", cls: str = "", *, claim: str = "") -> None:
        """Words with their baseline at `y`; they open the note of `claim`."""
        attributes = {"x": percent(x), "y": em(y)}
        if anchor != "start":
            attributes["text-anchor"] = anchor
        if cls:
            attributes["class"] = cls
        etree.SubElement(leading(self.svg, claim), "text", attributes).text = words

    def words(self, x: float, y: float, words: str, cls: str = "") -> None:
        """Words from `x` to the right, on as many lines as a phone needs; `self.y` moves down by the lines added."""
        lines = textwrap.wrap(words, LETTERS - round(x / 3)) or [""]
        for n, line in enumerate(lines):
            self.text(x, y + n * LINE, line, cls=cls)
        self.y += (len(lines) - 1) * LINE

    def heading(self, name: str, figure: str, cls: str = "", figure_cls: str = "c-strong", *, claim: str = "") -> None:
        """The words over a strip: what it is on the left, its figure on the right; below it where both are long."""
        self.words(0, self.y + 1, name, cls)
        if len(textwrap.wrap(name, LETTERS)[-1]) + len(figure) > LETTERS - 3:
            self.y += LINE
        self.text(100, self.y + 1, figure, "end", figure_cls, claim=claim)

    def line(self, x1: float, y1: float, x2: float, y2: float, cls: str) -> None:
        """A straight line."""
        etree.SubElement(
            self.svg, "line", {"x1": percent(x1), "y1": em(y1), "x2": percent(x2), "y2": em(y2), "class": cls}
        )

    def bar(self, x1: float, x2: float, y: float, cls: str, height: float = STRIP) -> None:
        """A bar from `x1` to `x2`; class `c-hollow` marks what is derived, inferred or contested."""
        etree.SubElement(
            self.svg,
            "rect",
            {"x": percent(x1), "y": em(y), "width": percent(x2 - x1), "height": em(height), "class": cls},
        )

    def dot(self, x: float, y: float, cls: str, r: float = 0.36) -> None:
        """A round mark."""
        etree.SubElement(self.svg, "circle", {"cx": percent(x), "cy": em(y), "r": em(r), "class": cls})

    def arrow(self, x: float, y: float, cls: str, *, up: bool = False) -> None:
        """A head that says "or more": to the right of `x`, or above `y`."""
        place = {
            "x": percent(x),
            "y": em(y),
            "width": em(STRIP),
            "height": em(STRIP),
            "viewBox": "0 0 10 10",
            "overflow": "visible",
        }
        holder = etree.SubElement(self.svg, "svg", place)
        path = "M-5 11L0 1L5 11z" if up else "M0 0L10 5L0 10z"
        etree.SubElement(holder, "path", {"d": path, "class": cls})


LENGTHS = ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height")


def fix(svg: etree.Element, width: float, size: float) -> None:
    """
    Put plain numbers and a viewBox into a drawing, in place, for programs that want them (books, editors).

    `width` and `size`, the height of the text, are in px. Works with and without a namespace.
    """
    for element in svg.iter():
        for name in LENGTHS:
            m = re.fullmatch(r"(-?[\d.]+)(em|%)", element.get(name, ""))
            if m:
                element.set(name, number(float(m[1]) * (size if m[2] == "em" else width / 100)))
    if svg.get("viewBox") is None:
        svg.set("viewBox", f"0 0 {number(width)} {svg.get('height')}")
        svg.set("font-size", number(size))
