"""
Drawings made of rows: words, a strip on a shared axis, and the figure.

A floor ends in an arrow. What is derived, inferred or contested is hollow.
"""

from __future__ import annotations

from collections.abc import Callable

from explainer.facts import words
from explainer.facts.chart_table import Row as Record
from explainer.facts.chart_table import amount, claim_of, is_open, join, label, number, under
from explainer.facts.library import Library
from explainer.facts.records import Chart
from explainer.shown.charts.plot import SHAPES, Figure, Mark, Panel, Plot, Row, Shape, Tone
from explainer.shown.charts.scales import Scale

Marks = Callable[[Record, Scale, Tone], list[Mark]]


def bars(chart: Chart, _: Library) -> Plot:
    """One bar from zero for each row."""
    return _plot(chart, lambda row, scale, tone: _ended(row, scale, tone, 0.0, row["value"]))


def ranges(chart: Chart, _: Library) -> Plot:
    """One bar from low to high for each row."""
    return _plot(chart, lambda row, scale, tone: _ended(row, scale, tone, row["low"], row["high"]))


def spans(chart: Chart, _: Library) -> Plot:
    """One mark for each row at its number; no mark where no number is known."""

    def marks(row: Record, scale: Scale, tone: Tone) -> list[Mark]:
        if row.get("value") is None:
            return []
        return [Mark("dot", scale.at(row["value"]), tone=tone, hollow=_hollow(row))]

    return _plot(chart, marks)


def steps(chart: Chart, _: Library) -> Plot:
    """The parts of a total, each beginning where the one before it ends; the total stands first, hollow."""
    scale = Scale.of(chart.scale_axis)
    total = {"label": chart.total_label or "Total", "value": float(chart.total or 0), "derived": True}
    rows = [_row(chart, total, _ended(total, scale, "data", 0.0, float(chart.total or 0)))]
    start = 0.0
    for record in chart.drawn:
        end = start + record["value"]
        rows.append(_row(chart, record, _ended(record, scale, _tone(record), start, end)))
        start = end
    return Plot([Panel(rows)], chart.scale_axis)


def dots(chart: Chart, _: Library) -> Plot:
    """One row for each drawn column, with one mark in it for each row of the record."""
    scale = Scale.of(chart.scale_axis)
    series: list[tuple[Record, Shape]] = list(zip(chart.drawn, SHAPES, strict=False))
    rows = [
        Row(
            words.curl(column.head),
            [
                Figure(f"{number(r[column.key], column.digits)}{chart.suffix}", claim_of(r, chart), label(r), shape)
                for r, shape in series
            ],
            [Mark(shape, scale.at(r[column.key]), hollow=True) for r, shape in series],
        )
        for column in chart.columns
        if column.bar
    ]
    return Plot([Panel(rows)], chart.scale_axis)


def spread(chart: Chart, library: Library) -> Plot:
    """A median in each row, the spread of all entries round it where it was read, and named entries on top."""
    joined = {label(row): row for row in join(chart, library)}

    def marks(row: Record, scale: Scale, tone: Tone) -> list[Mark]:
        full = joined[label(row)]
        bands = [("band", "p10", "p90"), ("box", "p25", "p75")] if "p10" in full else []
        return [
            *(Mark(shape, scale.at(full[a]), scale.at(full[b]), tone) for shape, a, b in bands),  # type: ignore[arg-type]
            Mark("line", scale.at(row["median"]), tone=tone),
            *(Mark("ring", scale.at(value), tone=tone, hollow=True) for value in full["entries"]),
        ]

    shapes: list[tuple[Shape, bool, str]] = [
        ("line", False, "median"), ("box", False, "half"), ("band", False, "most"), ("ring", True, "entries"),
    ]  # fmt: skip
    key = [(shape, hollow, words.curl(chart.key[name])) for shape, hollow, name in shapes if name in chart.key]
    plot = _plot(chart, marks, figure="median")
    return Plot(plot.panels, plot.axis, key)


# -- what they share -------------------------------------------------------------------------------------------


def _plot(chart: Chart, marks: Marks, figure: str = "") -> Plot:
    """The rows of a chart in their panels, in the order in which they are drawn."""
    scale = Scale.of(chart.scale_axis)
    records = chart.drawn
    if chart.largest_first:
        records = sorted(records, key=lambda row: -float(row[figure or "value"]))
    panels = [
        Panel(
            [
                _row(chart, r, marks(r, scale, "subject" if r.get("subject") else group.tone), figure)
                for r in records
                if str(r.get(group.field)) in group.values
            ],
            words.curl(group.head),
        )
        for group in chart.groups
    ]
    if not panels:
        panels = [Panel([_row(chart, row, marks(row, scale, _tone(row)), figure) for row in records])]
    return Plot(panels, chart.scale_axis, apart=[_row(chart, row, []) for row in chart.apart])


def _row(chart: Chart, row: Record, marks: list[Mark], figure: str = "") -> Row:
    record = {"value": row[figure]} if figure else row
    said = amount(record, row.get("digits"), chart.prefix, chart.suffix)
    return Row(
        words.curl(str(row.get("short") or label(row))),
        [Figure(words.curl(said), claim_of(row, chart))] if said else [],
        marks,
        subject=bool(row.get("subject")),
        besides=under(row, chart),
    )


def _ended(row: Record, scale: Scale, tone: Tone, low: float, high: float) -> list[Mark]:
    """A bar, with an arrow where the number is a floor."""
    bar = Mark("bar", scale.at(low), scale.at(high), tone, _hollow(row))
    return [bar, Mark("arrow", scale.at(high), tone=tone)] if is_open(row) else [bar]


def _hollow(row: Record) -> bool:
    return bool(row.get("derived") or row.get("contested") or row.get("unsettled"))


def _tone(row: Record) -> Tone:
    return "subject" if row.get("subject") else "data"


PLOTS: dict[str, Callable[[Chart, Library], Plot]] = {
    "bars": bars,
    "steps": steps,
    "ranges": ranges,
    "dots": dots,
    "spread": spread,
    "spans": spans,
}
