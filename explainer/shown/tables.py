"""
Every table of a page, an author's or a component's: names for its cells on a phone, and numbers on their point.

On narrow screens the rows of a table that would not fit become cards (`data-cards`); each cell then says the name of
its column (`data-label`). Columns of numbers (`data-number`) are set to the right; `data-pad` is what a number lacks to
have as many decimals as its neighbours, and takes its room unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as etree

from markdown.treeprocessors import Treeprocessor

NUMBER = re.compile(r"[−+-]?\d[\d,]*(?:\.(?P<decimals>\d+))?(?P<unit> ?%| percent)?")
YEAR = re.compile(r"(?:19|20)\d\d")
PHONE = 34  # letters side by side on a narrow phone, the space between columns left out
ENOUGH = 18  # letters that words need in a column; longer ones may wrap


class Tables(Treeprocessor):
    """Marks the cells of all tables, and gives a plain one the frame that a keyboard can scroll."""

    def run(self, root: etree.Element) -> None:
        """Mark them, each after the heading that it stands under."""
        heading = ""
        for parent in list(root.iter()):
            for place, child in enumerate(list(parent)):
                if child.tag in {"h1", "h2", "h3"}:
                    heading = _text(child)
                elif child.tag == "table":
                    _mark(child)
                    if "table" not in parent.get("class", "").split():
                        name_cells(child)
                        _frame(parent, place, heading)


def name_cells(table: etree.Element) -> None:
    """Say which cells name a column or a row, for those who listen to a table."""
    for cell in table.findall("./thead/tr/th"):
        cell.set("scope", "col")
    for row in table.findall("./tbody/tr"):
        first = row.find("td")
        if first is not None and row[0] is first:
            first.tag = "th"
            first.set("scope", "row")


def _frame(parent: etree.Element, place: int, name: str) -> None:
    table = parent[place]
    frame = etree.Element("div", {"class": "table", "role": "region", "tabindex": "0", "aria-label": name})
    frame.tail, table.tail = table.tail, None
    parent[place] = frame
    frame.append(table)


def _mark(table: etree.Element) -> None:
    heads = [cell for row in table.findall("./thead/tr") for cell in row]
    rows = [list(row) for row in table.findall("./tbody/tr")]
    columns = [[row[n] for row in rows if n < len(row)] for n in range(len(heads))]
    numeric = [_numbers(column) for column in columns]
    rooms = [max(_room(column), _longest([_text(head)])) for head, column in zip(heads, columns, strict=True)]
    if len(heads) > 2 and sum(rooms) + 2 * len(heads) > PHONE:
        table.set("data-cards", "")
        for head, column in list(zip(heads, columns, strict=True))[1:]:
            for cell in column:
                cell.set("data-label", _text(head))
    for head, column, found in zip(heads, columns, numeric, strict=True):
        if not found:
            continue
        head.set("data-number", "")
        most = max(len(m["decimals"] or "") for m in found if m)
        for cell, m in zip(column, found, strict=True):
            cell.set("data-number", "")
            lacking = most - len(m["decimals"] or "") if m else 0
            if lacking:
                cell.set("data-pad", ("" if m and m["decimals"] else ".") + "0" * lacking)


def _numbers(column: list[etree.Element]) -> list[re.Match[str] | None]:
    """The number in each cell, None for one that only says why there is none; nothing for a column of other things."""
    texts = [_text(cell) for cell in column]
    found = [NUMBER.fullmatch(text) for text in texts]
    if any(not m and (re.search(r"\d", text) or len(text) > ENOUGH) for text, m in zip(texts, found, strict=True)):
        return []
    counted = [m for m in found if m]
    if len(counted) < 2 or len({m["unit"] for m in counted}) > 1 or all(YEAR.fullmatch(m[0]) for m in counted):
        return []
    return found


def _room(column: list[etree.Element]) -> int:
    """Letters that a column needs: its longest cell, or less where words may wrap."""
    texts = [_text(cell) for cell in column]
    return max(min(max(map(len, texts), default=0), ENOUGH), _longest(texts))


def _longest(texts: list[str]) -> int:
    return max((len(word) for text in texts for word in text.split()), default=0)


def _text(element: etree.Element) -> str:
    return " ".join("".join(_texts(element)).split())


def _texts(element: etree.Element) -> Iterator[str]:
    """Text of an element without the signs that only links to sections have."""
    if element.get("class") == "headerlink":
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""
