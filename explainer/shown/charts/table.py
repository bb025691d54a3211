"""The table of a chart's numbers: columns come from the record, and so does every cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from explainer.facts import words
from explainer.facts.library import Library
from explainer.facts.records import Chart, Column
from explainer.shown.charts.spread import join
from explainer.shown.charts.wording import Row, amount, claim_of, label, number, period


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


def table(chart: Chart, library: Library, only: str = "") -> Table:
    """The whole table, or the rows in whose first column `only` occurs."""
    rows = join(chart, library) if chart.draw == "spread" else chart.data
    rows = [*rows, *chart.apart]
    cells = [[_cell(row, column, chart) for column in chart.columns] for row in rows]
    return Table([c.head for c in chart.columns], [r for r in cells if not only or only in r[0].text])


def _cell(row: Row, column: Column, chart: Chart) -> Cell:
    return Cell(
        words.curl(_text(row, column)),
        claim_of(row, chart) if column.links and _text(row, column) != column.missing else "",
        tuple(str(s["key"]) for s in row.get("sources", [])) if column.key == "sources" or column.sourced else (),
    )


def _text(row: Row, column: Column) -> str:
    made = {"label": label, "period": period, "amount": lambda r: _amount(r, column), "sources": _no_sources(column)}
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


def _no_sources(column: Column) -> Callable[[Row], str]:
    """The sources themselves stand in the cell as links; words are needed only where there are none."""
    return lambda row: "" if row.get("sources") else column.missing


def _amount(row: Row, column: Column) -> str:
    unit = f" {row['unit']}" if row.get("unit") and not row.get("display") else ""
    footing = ", worked out here" if row.get("derived") else ", contested" if row.get("contested") else ""
    return amount(row, column.digits) + unit + footing
