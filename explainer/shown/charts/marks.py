"""
The site's signature: one mark for each body of a list, grouped by how it answered.

Every mark has the same ink, so that no answer shouts. Shape says the answer as well as colour, so the picture reads in
grey. A row of marks is one dashed line, which packs the whole picture into a few hundred bytes.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from explainer.facts import words
from explainer.facts.chart_table import Row, claim_of, label
from explainer.facts.chart_table import number as shown
from explainer.facts.records import Chart
from explainer.shown.charts.plot import Figure, Tone
from explainer.shown.charts.svg import XMLNS, number, root

INK = 36.0  # area of each mark, in a cell of 10 by 10
CELL = 10.0
COLUMNS = {"wide": 100, "narrow": 40}  # marks in a row
PAPER = {"wide": 80, "narrow": 44}  # and on a page of a book
TONES: tuple[Tone, ...] = ("silent", "yes", "no", "unclear")  # by the `tone` of a row
# tone: thickness of the line, length of a dash; the gap fills the cell. A dash of no length with round ends is a dot.
DASHES: dict[Tone, tuple[float, float]] = {
    "yes": (sqrt(INK), sqrt(INK)),
    "no": (INK / 8, 8.0),
    "silent": (2 * sqrt(INK / 3.14159), 0.0),
}
OPEN_SIDE, OPEN_LINE = 6.5, INK / 4 / 6.5  # a square drawn as a line: side along the middle of the line, and thickness


@dataclass(frozen=True)
class Part:
    """Marks that are outlined inside a group."""

    figure: Figure
    words: str
    number: int


@dataclass(frozen=True)
class Group:
    """The bodies that gave one answer: number, words, parts, and the drawing of each width."""

    figure: Figure
    words: str
    parts: list[Part]
    art: dict[str, etree.Element]


def groups(chart: Chart) -> list[Group]:
    """The groups of a chart, in the order of its rows."""
    found = []
    for row in chart.drawn:
        names = {str(row.get(key)) for key in ("answer", "label")}
        inside = [part for part in chart.subsets if part.of in names]
        parts = [Part(Figure(shown(p.value), p.claim or ""), words.curl(p.what), int(p.value)) for p in inside]
        tone, count = TONES[int(row["tone"])], int(row["value"])
        art = {width: _art(tone, count, columns, parts) for width, columns in COLUMNS.items()}
        found.append(Group(Figure(shown(count), claim_of(row, chart)), words.curl(label(row)), parts, art))
    return found


def _art(tone: Tone, count: int, columns: int, parts: list[Part]) -> etree.Element:
    """The marks of one answer, with outlines round its parts: the first at its beginning, the second at its end."""
    rows = -(-count // columns)
    box = f"-2 -2 {number(columns * CELL + 4)} {number(rows * CELL + 4)}"
    svg = etree.Element("svg", {"viewBox": box, "aria-hidden": "true"})
    group(svg, {"value": count, "tone": TONES.index(tone)}, columns, CELL, (0, 0))
    for n, part in enumerate(parts):
        start = 0 if n == 0 else count - part.number
        outline = {"class": f"c-outline c-outline-{n + 1}", "d": around(start, part.number, columns)}
        etree.SubElement(svg, "path", outline)
    return svg


def path(count: int, columns: int, tone: Tone) -> str:
    """`count` marks, row by row, as the data of one path: a line for each row, or a square for each open mark."""
    rows = [min(columns, count - start) for start in range(0, count, columns)]
    if tone == "unclear":
        edge = (CELL - OPEN_SIDE) / 2
        side = number(OPEN_SIDE)
        return "".join(
            f"M{number(n * CELL + edge)} {number(y * CELL + edge)}h{side}v{side}h-{side}z"
            for y, marks in enumerate(rows)
            for n in range(marks)
        )
    _, dash = DASHES[tone]
    start = (CELL - dash) / 2
    return "".join(
        f"M{number(start)} {number(y * CELL + CELL / 2)}h{number((marks - 1) * CELL + (dash or 0.01))}"
        for y, marks in enumerate(rows)
    )


def around(start: int, count: int, columns: int) -> str:
    """The outline of `count` cells from cell `start` on, in rows of `columns`: one closed figure."""
    end = start + count
    (top, left), (bottom, right) = divmod(start, columns), divmod(end, columns)
    if right == 0:
        bottom, right = bottom - 1, columns
    if top == bottom:
        corners = [(left, top), (right, top), (right, top + 1), (left, top + 1)]
    else:
        corners = [
            (left, top), (columns, top), (columns, bottom), (right, bottom), (right, bottom + 1), (0, bottom + 1),
            (0, top + 1), (left, top + 1),
        ]  # fmt: skip
    points = [point for n, point in enumerate(corners) if point != corners[n - 1]]
    return "M" + "L".join(f"{number(x * CELL)} {number(y * CELL)}" for x, y in points) + "z"


def group(parent: etree.Element, row: Row, columns: int, pitch: float, at: tuple[float, float]) -> None:
    """The marks of one answer, with their corner `at` (x, y) and `pitch` from one to the next."""
    tone = TONES[int(row["tone"])]
    paint = {"fill": "none", "stroke-width": number(OPEN_LINE)}
    if tone != "unclear":
        thick, dash = DASHES[tone]
        paint |= {
            "stroke-width": number(thick),
            "stroke-dasharray": f"{number(dash or 0.01)} {number(CELL - (dash or 0.01))}",
        }
    if tone == "silent":
        paint["stroke-linecap"] = "round"
    place: dict[str, str] = {}
    if any(at) or pitch != CELL:
        place["transform"] = f"translate({number(at[0])} {number(at[1])}) scale({number(pitch / CELL)})"
    marks = {"class": f"c-marks c-{tone}", "d": path(int(row["value"]), columns, tone)}
    etree.SubElement(parent, "path", marks | paint | place)


def painted(svg: etree.Element, colours: Mapping[str, str]) -> etree.Element:
    """Marks with their colours (one scheme of a palette) as attributes: for programs without style sheets."""
    for path in svg.iter("path"):
        path.set("stroke", colours[path.attrib.pop("class").removeprefix("c-marks c-")])
    svg.attrib.pop("class")
    return svg


def drawing(chart: Chart, prefix: str, *, narrow: bool) -> etree.Element:
    """The whole picture with its words as one SVG, for pages of paper, which have one width and one size of letters."""
    said = "; ".join(f"{shown(r['value'])} {label(r)}" for r in chart.drawn)
    svg = root(prefix, chart.finding or chart.title, f"{chart.see or ''} {said}.".strip())
    columns, y = PAPER["narrow" if narrow else "wide"], 0.0
    for row in chart.drawn:
        head = etree.SubElement(svg, "text", {"y": number(y + 17), "font-size": "17"})
        bold = etree.SubElement(head, "tspan", {"class": "c-strong"})
        bold.text, bold.tail = shown(row["value"]), f" {label(row)}"
        group(svg, row, columns, CELL, (0, y + 25))
        y += 25 + -(-int(row["value"]) // columns) * CELL + 8
    svg.set("viewBox", f"0 0 {number(columns * CELL)} {number(y - 8)}")
    return svg


def emblem(colours: Mapping[str, str]) -> str:
    """The favicon: a scale of steps, one of them marked."""
    svg = etree.Element("svg", {"xmlns": XMLNS, "viewBox": "0 0 32 32"})
    etree.SubElement(svg, "rect", {"width": "32", "height": "32", "rx": "5", "fill": colours["paper"]})
    steps = "M3 27h5.5M9.5 23H15M23.5 9H29"
    etree.SubElement(svg, "path", {"d": steps, "stroke": colours["ink"], "stroke-width": "2.4", "fill": "none"})
    etree.SubElement(svg, "path", {"d": "M15.5 7h8v12h-8z", "fill": colours["subject"]})
    return etree.tostring(svg, encoding="unicode") + "\n"
