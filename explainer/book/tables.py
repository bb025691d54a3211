"""Tables: how wide their columns must be, and whether they stand in the text, reach into the margin, or are turned."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from explainer.book.tree import Node, add, cut, folded, words
from explainer.text.letters import FONTS

# Shapes with the room they have across, in millimetres, and the sizes of letters tried in each, in points. The same
# figures stand in overrides/print/design.typ: the column, the reach into the outer margin, the height of a page.
SHAPES = (("text", 120.0, (8.9,)), ("wide", 160.0, (8.9, 8.0)), ("turned", 216.0, (8.9, 8.0, 7.2)))
GAP = 4.0  # between columns
POINT = 25.4 / 72


class TooWideError(Exception):
    """The table fits no page, however turned."""


def shape(table: Node, least: str = "text") -> None:
    """
    Give a `table` its shape, the size of its letters and the widths of its columns; raises `TooWideError`.

    `least` is the narrowest shape to try: a page without an outer margin has room for more.
    """
    rows = [row for row in table if row.tag in ("head", "row")]
    count = max(len(row) for row in rows)
    columns = [[row[n] for row in rows if n < len(row)] for n in range(count)]
    longest = [max(_longest_word(cell) for cell in cells) for cells in columns]
    wish = [
        max(max((_width(words(cell)) for cell in cells), default=0.0), narrow)
        for cells, narrow in zip(columns, longest, strict=True)
    ]
    for name, room, sizes in SHAPES[[name for name, *_ in SHAPES].index(least) :]:
        for size in sizes:
            free = room - GAP * (count - 1)
            if sum(longest) * size > free or (name != "turned" and _crowded(columns, longest, wish, free, size, name)):
                continue
            widths = _share(longest, wish, free, size)
            table.attrib.update({"shape": name, "size": f"{size:g}", "columns": " ".join(f"{w:.1f}" for w in widths)})
            table.set("height", f"{_height(rows, widths, size):.0f}")
            return
    raise TooWideError


def numbers_first(table: Node) -> None:
    """
    Move the note numbers of figures to the head of their row.

    There they disturb no column of figures, and none is read or copied as a part of the next figure.
    """
    for row in table.iter("row"):
        head = row[0]
        told = {n.get("n") for n in head.iter("n")}
        for cell in row[1:]:
            for number in list(cell.iter("n")) if cell.get("align") == "right" and head.get("align") != "right" else ():
                cut(number)
                if number.get("n") not in told:
                    told.add(number.get("n"))
                    head.append(number)


def plain(source: Node, into: Node, write: object) -> Node:
    """The rows of an HTML table; `write(cell, into)` makes a cell."""
    table = add(into, "table")
    head = source.find("thead")
    heads = set(head.iter("tr")) if head is not None else set()
    for tr in source.iter("tr"):
        row = add(table, "head" if tr in heads else "row")
        for cell in tr:
            if cell.tag in ("th", "td"):
                made = write(cell, row)  # type: ignore[operator]
                if cell.get("colspan", "1") != "1":
                    made.set("colspan", cell.get("colspan"))
                if cell.tag == "th":
                    made.set("head", "1")
                if "data-number" in cell.attrib or "right" in (cell.get("style") or ""):
                    made.set("align", "right")
    return table


def _crowded(
    columns: list[list[Node]], longest: list[float], wish: list[float], free: float, size: float, name: str
) -> bool:
    """Whether a cell would stand many lines tall in this shape."""
    tallest = 8 if name == "text" else 11
    natural = sum(w * size for w in wish)
    if natural <= free:
        return False
    widths = _share(longest, wish, free, size)
    lines = [
        max((_width(words(c)) * size / max(w, 1) for c in cells), default=0)
        for cells, w in zip(columns, widths, strict=True)
    ]
    return max(lines) > tallest


def _height(rows: list[Node], widths: list[float], size: float) -> float:
    """About how tall the table will be, in millimetres."""
    lines = (
        max((-(-_width(words(cell)) * size // w) for cell, w in zip(row, widths, strict=False)), default=1)
        for row in rows
    )
    return sum(max(n, 1) * size * POINT * 1.25 + 3 for n in lines) + 8


def _share(least: list[float], wish: list[float], free: float, size: float) -> list[float]:
    """Room for each column: its longest word for sure, the rest by the root of its longest text."""
    floor = [w * size for w in least]
    full = [w * size for w in wish]
    if sum(full) <= free:
        extra = min(1.6, free / sum(full)) if sum(full) else 1
        return [w * extra for w in full]
    weights = [max(f - m, 0.01) ** 0.6 for f, m in zip(full, floor, strict=True)]
    rest = free - sum(floor)
    return [m + rest * w / sum(weights) for m, w in zip(floor, weights, strict=True)]


def _longest_word(cell: Node) -> float:
    """Width of the longest word in millimetres for letters of one point, with a number's room beside it."""
    text = folded("".join(t for t in cell.itertext() if isinstance(t, str)))
    room = 1.4 * _width("0") if next(cell.iter("n"), None) is not None else 0.0
    return max((_width(w) for w in text.replace("/", "/ ").split()), default=0.0) * 1.06 + room + 0.02


def _width(text: str) -> float:
    """Width of a text in millimetres for letters of one point, set in the semibold of the book."""
    widths = _advances(FONTS)
    return sum(widths.get(ord(c), 0.6) for c in text) * POINT


@cache
def _advances(fonts: Path) -> dict[int, float]:
    with TTFont(fonts / "source-serif-4-semibold.ttf", lazy=True) as font:
        units, metrics = font["head"].unitsPerEm, font["hmtx"].metrics
        return {code: metrics[name][0] / units for code, name in font.getBestCmap().items()}
