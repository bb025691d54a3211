"""
A drawing that is one SVG, words and all.

There is no viewBox: across, places are percentages of the width; down, they are in `em`. So one
drawing fits every width, its text keeps the reader's size, and a larger text makes it taller.
Colours come from classes (`c-...` in charts.css), never from a style attribute.
"""

from __future__ import annotations

import textwrap
import xml.etree.ElementTree as etree

XMLNS = "http://www.w3.org/2000/svg"
STRIP = 0.75  # height of a strip
PATHS = {  # in a box of 10 by 10
    "square": "M-4 1h8v8h-8z", "triangle": "M0 0L5 9H-5z", "arrow": "M0 0L10 5L0 10z", "up": "M-5 11L0 1L5 11z",
}  # fmt: skip
LINE = 1.3  # from one line of words to the next
LETTERS = 84  # that fit on one line across a drawing in print


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


class Canvas:
    """A drawing that grows downwards; `y` is the next free place, in em."""

    def __init__(self, prefix: str, title: str, desc: str) -> None:
        self.svg = root(prefix, title, desc, width="100%")
        self.y = 0.0

    def done(self) -> etree.Element:
        """The finished drawing, as tall as its content; with links it is a group, so that they can be reached."""
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
        parent = etree.SubElement(self.svg, "a", {"href": f"#n-{claim}", "data-claim": claim}) if claim else self.svg
        etree.SubElement(parent, "text", attributes).text = words

    def words(self, x: float, words: str, cls: str = "", to: float = 100) -> None:
        """Words from `x` to `to`, on as many lines as they need; `y` is the next free line."""
        for line in textwrap.wrap(words, int((to - x) * LETTERS / 100)) or [""]:
            self.y += LINE
            self.text(x, self.y - 0.3, line, cls=cls)

    def line(self, x1: float, y1: float, x2: float, y2: float, cls: str) -> None:
        """A straight line."""
        etree.SubElement(
            self.svg, "line", {"x1": percent(x1), "y1": em(y1), "x2": percent(x2), "y2": em(y2), "class": cls}
        )

    def bar(self, x1: float, x2: float, y: float, cls: str, height: float = STRIP) -> None:
        """A bar from `x1` to `x2`."""
        place = {"x": percent(x1), "y": em(y), "width": percent(x2 - x1), "height": em(height)}
        etree.SubElement(self.svg, "rect", place | {"class": cls})

    def dot(self, x: float, y: float, cls: str, r: float = 0.36) -> None:
        """A round mark."""
        etree.SubElement(self.svg, "circle", {"cx": percent(x), "cy": em(y), "r": em(r), "class": cls})

    def sign(self, x: float, y: float, shape: str, cls: str) -> None:
        """A small mark at `x`: a square or triangle round it, a head that says "or more" to its right or `up`."""
        box = {"x": percent(x), "y": em(y), "width": em(STRIP), "height": em(STRIP), "viewBox": "0 0 10 10"}
        holder = etree.SubElement(self.svg, "svg", box | {"overflow": "visible"})
        etree.SubElement(holder, "path", {"d": PATHS[shape], "class": cls})
