"""
The numbers of a chart in words: how a row says its figure, and the table of all rows.

Drawing, table, description and data file take their words from here, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from explainer.facts import words
from explainer.facts.collection import Collection
from explainer.facts.records import PARTIAL_DATE, Chart, Column

Row = dict[str, Any]


def number(value: Any, digits: int | None = None) -> str:
    """13.95 as it is, 1161 as '1,161', 20.0 as '20'; with `digits` that many decimals."""
    n = Decimal(str(value))
    if digits is not None:
        return f"{n:,.{digits}f}"
    text = f"{n:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(row: Row, digits: int | None = None, before: str = "", after: str = "") -> str:
    """
    The figure of a row: a number, a floor or a range, never more exact than its source; "" where none is known.

    `before` and `after` are signs that a drawing puts round each figure; words of the record's own take none.
    """
    low, high, value = row.get("low"), row.get("high"), row.get("value")
    if row.get("display") or (low is None and high is None and value is None):
        return str(row.get("display") or "")
    if low is not None and high is None:
        return f"above {before}{number(low - 1)}{after}"
    if row.get("below"):
        return f"below {before}{number(high)}{after}"
    if low is not None:
        return f"{before}{number(low)} to {'more than ' if row.get('high_open') else ''}{number(high)}{after}"
    for key, prefix in (
        ("more_than", "more than "),
        ("at_least", "at least "),
        ("approximate", "about "),
        ("under", "just under "),
    ):
        if row.get(key):
            return f"{prefix}{before}{number(value, digits)}{after}"
    return f"{before}{number(value, digits)}{after}"


def period(row: Row) -> str:
    """'October 2024 to September 2025'."""
    span = row["period"]
    return (
        f"{words.day(str(span['start']))} to {words.day(str(span['end']))}"
        if span.get("end")
        else words.day(str(span["start"]))
    )


def claim_of(row: Row, chart: Chart) -> str:
    """The claim that holds the figure of a row: its own, else the first of the chart; "" where there is none."""
    return str(row.get("claim") or (chart.claim_ids[0] if chart.claim_ids else ""))


def label(row: Row) -> str:
    """What a row is about: its `label`, else its first text; a date in words."""
    text = str(row.get("label") or next(v for v in row.values() if isinstance(v, str)))
    return words.day(text) if PARTIAL_DATE.fullmatch(text) else text


def named(chart: Chart) -> dict[str, Row]:
    """The rows of a chart by what they are about, for records that point at them."""
    return {label(row): row for row in chart.data}


def is_open(row: Row) -> bool:
    """Whether the figure is a floor: the true number is that or more."""
    ends = "low" in row and row.get("high") is None
    return bool(row.get("more_than") or row.get("at_least") or row.get("high_open") or ends)


def describe(rows: list[Row], unit: str) -> str:
    """The rows as one sentence, for readers who do not see the drawing."""
    return "; ".join(f"{label(r)}: {amount(r)}" for r in rows) + f" ({unit})."


@dataclass(frozen=True)
class Cell:
    """One cell: its text, the claim that its figure leads to, and the sources it names."""

    text: str
    claim: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """Heads and rows, for a page or for a CSV file."""

    heads: list[str]
    rows: list[list[Cell]]

    @property
    def has_sources(self) -> bool:
        """Whether the rows name their own sources."""
        return any(cell.sources for row in self.rows for cell in row)


def table(chart: Chart, library: Collection, only: str = "") -> Table:
    """The whole table, or the rows in whose first column `only` occurs."""
    rows = join(chart, library) if chart.draw == "spread" else chart.data
    rows = [*rows, *chart.apart]
    cells = [[_cell(row, column, chart) for column in chart.columns] for row in rows]
    return Table([c.head for c in chart.columns], [r for r in cells if not only or only in r[0].text])


def _cell(row: Row, column: Column, chart: Chart) -> Cell:
    return Cell(
        words.curl(_text(row, column)),
        column.claim or claim_of(row, chart) if column.links and _text(row, column) != column.missing else "",
        tuple(str(s["key"]) for s in row.get("sources", [])) if column.key == "sources" or column.sourced else (),
    )


def under(row: Row, chart: Chart) -> str:
    """What a drawing prints below the name of a row: its columns that say `under`."""
    return ", ".join(filter(None, (words.curl(_text(row, column)) for column in chart.columns if column.under)))


def _text(row: Row, column: Column) -> str:
    made: dict[str, Callable[[Row], str]] = {
        "label": label,
        "period": period,
        "amount": lambda r: _amount(r, column),
        "sources": lambda r: "" if r.get("sources") else column.missing,  # they stand in the cell as links
    }
    if column.key in made:
        return made[column.key](row)
    value = row.get(column.key)
    if value is None:
        return column.missing
    if column.key in {"date", "announced", "arrested"}:
        return words.day(str(value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(value * (100 if column.percent else 1), column.digits)
    return str(value)


def _amount(row: Row, column: Column) -> str:
    said = amount(row, column.digits)
    if not said:
        return column.missing
    unit = f" {row['unit']}" if row.get("unit") and not row.get("display") else ""
    footing = ", worked out here" if row.get("derived") else ", contested" if row.get("contested") else ""
    return said + unit + footing


def join(chart: Chart, library: Collection) -> list[Row]:
    """The chart's rows with the spread (`p10` to `p90`) and the named entries (`entries`) of its joined records."""
    spreads: dict[str, Any] = {}
    marked: list[Row] = []
    for other in (library.charts[i] for i in chart.joins):
        for row in other.data:
            if "p50" in row:
                spreads[row["comparison"]] = row
            elif chart.entries and label(row).startswith(chart.entries):
                marked.append(row)
    joined = []
    for row in chart.drawn:
        spread = {k: v for k, v in spreads.get(row["comparison"], {}).items() if k in ("p10", "p25", "p75", "p90")}
        entries = {label(r): r[row["column"]] for r in marked}
        joined.append({**row, **spread, **entries, "entries": list(entries.values())})
    return joined
