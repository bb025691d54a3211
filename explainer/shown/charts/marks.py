"""
One mark for each thing counted, in groups: a picture that shows how many as well as what share.

Shape says the group as well as colour, so the picture reads in grey: a full square, a bar, an open square, a dot,
by the `tone` of the row. Each group is one path of equal closed
figures ("z" ends each), which packs the whole picture into a few hundred bytes.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Mapping

from explainer.facts.chart_table import Row, claim_of, label
from explainer.facts.chart_table import number as shown
from explainer.facts.library import Library
from explainer.facts.records import Chart
from explainer.shown.charts.svg import XMLNS, leading, number, root

WIDTH = 320.0
HEAD = 21.0  # room for the words above a group
GAP = 7.0

# tone: one mark in a cell of 10 by 10, with its offset from the cell's corner
SHAPES: dict[int, tuple[float, float, float, float]] = {
    1: (1, 1, 8, 8),  # full square
    2: (1, 3, 8, 3.5),  # bar
    3: (1.75, 1.75, 6.5, 6.5),  # open square (drawn with a stroke)
    0: (3, 3, 3.6, 3.6),  # dot
}


def path(count: int, columns: int, pitch: float, tone: int) -> str:
    """`count` equal marks, row by row, as the data of one path; every mark is one closed figure."""
    dx, dy, w, h = (v * pitch / 10 for v in SHAPES[tone])
    mark = f"h{number(w)}v{number(h)}h-{number(w)}z"
    right = f"m{number(pitch)} 0{mark}"
    down = f"m{number(-pitch * (columns - 1))} {number(pitch)}{mark}"
    parts = [f"M{number(dx)} {number(dy)}{mark}", *(right if n % columns else down for n in range(1, count))]
    return "".join(parts)


def draw(chart: Chart, _: Library, prefix: str) -> etree.Element:
    """The picture for a page: groups one below the other, each under its number and its answer."""
    said = "; ".join(f"{shown(r['value'])} {label(r)}" for r in chart.drawn)
    svg = root(prefix, chart.title, f"{chart.see or ''} {said}.".strip())
    svg.set("class", "chart-svg chart-marks")
    height = _groups(svg, [{**row, "claim": claim_of(row, chart)} for row in chart.drawn], WIDTH, 50)
    if svg.find(".//a") is not None:
        svg.set("role", "group")
    svg.set("viewBox", f"0 0 {number(WIDTH)} {number(height)}")
    return svg


def _groups(parent: etree.Element, rows: list[Row], width: float, columns: int) -> float:
    pitch = width / columns
    y = 0.0
    for row in rows:
        head = etree.SubElement(parent, "text", {"y": number(y + HEAD - 7)})
        holder = leading(head, row.get("claim", ""))
        bold = etree.SubElement(holder, "tspan", {"class": "c-strong"})
        bold.text = shown(row["value"])
        (bold if holder is head else holder).tail = f" {label(row)}"
        y += HEAD
        group(parent, row, columns, pitch, (0, y))
        y += -(-int(row["value"]) // columns) * pitch + GAP
    return y - GAP


def group(parent: etree.Element, row: Row, columns: int, pitch: float, at: tuple[float, float]) -> None:
    """The marks of one answer, with their corner `at` (x, y)."""
    x, y = at
    tone = int(row["tone"])
    cls = f"c-{tone}" + (" c-hollow c-thin" if tone == 3 else "")
    attributes = {"class": cls, "d": path(int(row["value"]), columns, pitch, tone)}
    if x or y:
        attributes["transform"] = f"translate({number(x)} {number(y)})"
    etree.SubElement(parent, "path", attributes)


def painted(svg: etree.Element, colours: Mapping[str, str]) -> etree.Element:
    """The same drawing with its colours (one scheme of a palette) as attributes: for a program without style sheets."""
    for element in svg.iter():
        classes = element.attrib.pop("class", "").split()
        tone = next((f"tone-{c[2]}" for c in classes if c[:2] == "c-" and c[2:].isdigit()), None)
        if tone is not None:
            hollow = "c-hollow" in classes
            element.set("fill", "none" if hollow else colours[tone])
            if hollow:
                element.attrib.update({"stroke": colours[tone], "stroke-width": ".9"})
        elif element.tag == "text":
            element.set("fill", colours["ink"])
        elif "c-strong" in classes:
            element.set("font-weight", "600")
    return svg


def cover(chart: Chart, colours: Mapping[str, str], prefix: str = "cover") -> str:
    """The picture alone, without words, as a standalone SVG 600 units wide: for the cover of a book."""
    svg = root(prefix, chart.title, chart.see or chart.title)
    pitch, columns, y = 600 / 43, 43, 0.0
    for row in chart.drawn:
        group(svg, row, columns, pitch, (0, y))
        y += -(-int(row["value"]) // columns) * pitch + pitch
    svg.set("viewBox", f"0 0 600 {number(y - pitch)}")
    return etree.tostring(painted(svg, colours), encoding="unicode")


EMBLEM_MARKS = 36


def emblem(chart: Chart, colours: Mapping[str, str]) -> str:
    """The icon of the site: 36 marks in the proportion of the groups."""
    shares = [round(int(r["value"]) * EMBLEM_MARKS / int(chart.total or 1)) for r in chart.drawn]
    tones = [int(r["tone"]) for r, n in zip(chart.drawn, shares, strict=True) for _ in range(n)]
    svg = etree.Element("svg", {"xmlns": XMLNS, "viewBox": "0 0 32 32"})
    etree.SubElement(svg, "rect", {"width": "32", "height": "32", "rx": "4", "fill": colours["tone-1"]})
    for tone in (1, 2, 3, 0):
        d = "".join(
            "M{} {}h{}v{}h-{}z".format(*(number(v) for v in (4 + n % 6 * 4 + x, 4 + n // 6 * 4 + y, w, h, w)))
            for n, t in enumerate(tones)
            if t == tone
            for x, y, w, h in [
                {1: (0.25, 0.25, 3.5, 3.5), 2: (0.25, 1.2, 3.5, 1.6), 3: (0.9, 0.9, 2.2, 2.2), 0: (1.4, 1.4, 1.2, 1.2)}[
                    tone
                ]
            ]
        )
        etree.SubElement(svg, "path", {"d": d, "fill": colours["paper"]})
    return etree.tostring(svg, encoding="unicode") + "\n"
