"""Numbers that cover different times and measure different things: one band of time, and the numbers set below it."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.facts import words
from explainer.facts.chart_table import Row, amount, claim_of, label, period
from explainer.facts.records import Chart
from explainer.shown.charts.plot import Tone
from explainer.shown.charts.scales import Scale, when


@dataclass(frozen=True)
class Entry:
    """One number: figure, what it counts, the time it covers, and who gave it."""

    figure: str
    claim: str
    words: str
    period: str
    who: str
    subject: bool


@dataclass(frozen=True)
class Era:
    """A stretch of time that numbers cover without a break; `at` and `to` are places on the axis."""

    words: str
    at: float
    to: float
    tone: Tone
    entries: list[Entry]


@dataclass(frozen=True)
class Silence:
    """The time between two eras."""

    words: str
    at: float
    to: float


def eras(chart: Chart) -> list[Era | Silence]:
    """Stretches of time with numbers, and the silences between them, in the order of time."""
    scale = Scale.of(chart.scale_axis)
    found: list[Era | Silence] = []
    for rows in _together(chart.drawn):
        first, last = min(map(_start, rows)), max(rows, key=_end)
        at, to = scale.at(first), scale.at(_end(last))
        if found:
            found.append(Silence(words.curl(chart.silence or ""), found[-1].to, at))
        span = {"period": {"start": min(str(r["period"]["start"]) for r in rows), "end": last["period"]["end"]}}
        tone: Tone = "subject" if any(r.get("subject") for r in rows) else "data"
        found.append(Era(period(span), at, to, tone, [_entry(row, chart) for row in rows]))
    return found


def _together(rows: list[Row]) -> list[list[Row]]:
    """Rows whose times touch, in one list."""
    found: list[list[Row]] = []
    for row in sorted(rows, key=_start):
        if found and _start(row) <= max(map(_end, found[-1])):
            found[-1].append(row)
        else:
            found.append([row])
    return found


def _start(row: Row) -> float:
    return when(str(row["period"]["start"]))


def _end(row: Row) -> float:
    return when(str(row["period"]["end"]), end=True)


def _entry(row: Row, chart: Chart) -> Entry:
    unit = f" {row['unit']}" if row.get("unit") else ""
    return Entry(
        f"{amount(row)}{unit}",
        claim_of(row, chart),
        words.curl(label(row)),
        period(row),
        words.curl(str(row.get("who", ""))),
        bool(row.get("subject")),
    )
