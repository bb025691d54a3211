"""
Pictures of the teaching models: people for the panel, bars for each table.

All numbers come from rows that `facts.model_tables` works out anew, and their words from the same place.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from explainer.facts import model_tables
from explainer.facts.model_tables import Row, count, in_searches, of, one_in
from explainer.facts.records import Chart

COLUMNS = {"narrow": 25, "wide": 50}  # people side by side, of 1,000


@dataclass(frozen=True)
class People:
    """1,000 people in rows, the first `hits` of them marked: whole rows, and a rest."""

    columns: int
    hits: int

    @property
    def rows(self) -> int:
        """Rows of people."""
        return 1000 // self.columns

    @property
    def full(self) -> int:
        """Rows in which everybody is marked."""
        return self.hits // self.columns

    @property
    def rest(self) -> int:
        """People marked in the row after those."""
        return self.hits % self.columns


@dataclass(frozen=True)
class Still:
    """One gallery of the panel: what it is, and for each group how many searches point at a stranger."""

    row: Row
    groups: list[tuple[str, str, list[tuple[str, People]]]]


def stills(chart: Chart) -> list[Still]:
    """The galleries of the panel, in the order of the record."""
    return [
        Still(row, [_group(name, row[name] / chart.summary["searches"]) for name in ("first", "second")])
        for row in model_tables.rows(chart)
    ]


def _group(name: str, share: float) -> tuple[str, str, list[tuple[str, People]]]:
    hits = round(1000 * share)
    return f"{name.capitalize()} group", in_searches(share), [(w, People(n, hits)) for w, n in COLUMNS.items()]


def settings(chart: Chart) -> str:
    """What the panel's script needs of the record, as JSON."""
    given = chart.summary
    start = next((row for row in chart.data if row.get("start")), chart.data[0])
    rate = next(rate for rate in given["rates"] if math.isclose(rate[0] / rate[1], given["fmr"]))
    return json.dumps({**given, "start": {"faces": start["n"], "rate": rate, "ratio": given["ratio"]}})


@dataclass(frozen=True)
class Bar:
    """One row of a drawing: words, figure, and parts of a strip as (from, width, tone) in percent; or a dot."""

    name: str
    figure: str
    parts: list[tuple[float, float, str]] = field(default_factory=list)
    dot: float | None = None


@dataclass(frozen=True)
class Group:
    """Rows under a heading of their own."""

    head: str
    bars: list[Bar]


@dataclass(frozen=True)
class Drawn:
    """Rows above one scale; `ticks` are its lines, `key` says what the tones are."""

    groups: list[Group]
    scale: str
    ticks: list[float] = field(default_factory=list)
    key: list[tuple[str, str]] = field(default_factory=list)


def _naive(rows: list[Row], _given: Row) -> Drawn:
    rates = list(dict.fromkeys(row["fmr"] for row in rows))
    groups = [
        Group(
            f"With a false match rate of {one_in(rate)}",
            [
                Bar(f"{count(r['n'])} faces", f"{of(r['fpir'], 1000)} of 1,000", [(0, 100 * r["fpir"], "wrong")])
                for r in rows
                if r["fmr"] == rate
            ],
        )
        for rate in rates
    ]
    return Drawn(groups, "A full strip is all of 1,000 searches.")


def _needed(rows: list[Row], _given: Row) -> Drawn:
    powers = [-math.log10(row["fmr"]) for row in rows]
    low, high = math.floor(min(powers)), math.ceil(max(powers))
    bars = [
        Bar(f"{count(row['n'])} faces", one_in(row["fmr"]), dot=100 * (power - low) / (high - low))
        for row, power in zip(rows, powers, strict=True)
    ]
    ticks = [100 * n / (high - low) for n in range(high - low + 1)]
    return Drawn([Group("", bars)], "Farther right is rarer: each line stands for ten times as rare.", ticks)


def _trust(rows: list[Row], _given: Row) -> Drawn:
    settings = list(dict.fromkeys(row["fpir"] for row in rows))
    groups = [
        Group(
            f"{of(setting, 1000)} of 1,000 people who are not on file matched with a stranger",
            [
                Bar(
                    f"{of(r['prevalence'], 1000)} of 1,000 are on file",
                    f"{r['share_right']:.1f} percent right",
                    [(0, r["share_right"], "right"), (r["share_right"], 100 - r["share_right"], "wrong")],
                )
                for r in rows
                if r["fpir"] == setting
            ],
        )
        for setting in settings
    ]
    return Drawn(groups, "A full strip is all alerts.", key=[("right", "right alerts"), ("wrong", "wrong alerts")])


def _ratio(rows: list[Row], given: Row) -> Drawn:
    names = {
        "base": "the first group",
        "x2": "twice the rate",
        "x10": "10 times the rate",
        "x100": "100 times the rate",
    }
    searches = given["searches"]

    def bar(row: Row, key: str, name: str) -> Bar:
        share = row[key] / searches
        return Bar(name, f"{of(share, searches)} of {searches:,}", [(0, 100 * share, "wrong")])

    groups = [
        Group(f"{count(row['n'])} faces searched", [bar(row, key, name) for key, name in names.items()]) for row in rows
    ]
    return Drawn(groups, f"A full strip is all of {searches:,} searches.")


_DRAWN: dict[str, Callable[[list[Row], Row], Drawn]] = {
    "model-naive-fpir": _naive,
    "model-fmr-needed": _needed,
    "model-trust-an-alert": _trust,
    "model-group-ratio": _ratio,
}


def values(chart: Chart) -> dict[str, Any]:
    """What the template of a teaching model shows: its cases as bars and as a table, its assumptions and sources."""
    rows, table, draw = model_tables.rows(chart), model_tables.TABLES[chart.id], _DRAWN.get(chart.id)
    drawn = draw(rows, chart.summary) if draw else None  # the panel shows its model in another way
    cells, assumes = [table.cells(row) for row in rows], table.assumes(chart.summary)
    return {"chart": chart, "table": table, "rows": cells, "assumes": assumes, "drawn": drawn}
