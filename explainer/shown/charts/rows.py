"""
Charts made of rows: words on the left, the figure on the right, and under them a strip on a shared axis.

A floor ends in an arrow. What is derived, inferred or contested is hollow.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree

from explainer.facts import words
from explainer.facts.chart_table import Row, amount, claim_of, describe, is_open, label, number, period
from explainer.facts.library import Library
from explainer.facts.records import Axis, Chart
from explainer.shown.charts.scales import Scale, when
from explainer.shown.charts.svg import ROW, STRIP, Canvas


def bars(chart: Chart, _: Library, prefix: str) -> etree.Element:
    """One bar from zero for each row; rows set `apart` follow on an axis of their own."""
    canvas = Canvas(prefix, chart.title, _desc(chart, chart.drawn + chart.apart))
    panel(canvas, _proved(chart, chart.drawn), chart.scale_axis)
    if chart.apart:
        canvas.y += 1.2
        canvas.words(0, canvas.y + 0.9, chart.apart_title or "", cls="c-head")
        canvas.y += 1.7
        panel(canvas, _proved(chart, chart.apart), chart.second_axis)
    return canvas.done()


def ranges(chart: Chart, library: Library, prefix: str) -> etree.Element:
    """One bar from low to high for each row; a joined chart stands above them as one strip of ranges."""
    canvas = Canvas(prefix, chart.title, _desc(chart, chart.drawn))
    for other in chart.joins:
        _strip(canvas, library.charts[other], chart.scale_axis)
    panel(canvas, _proved(chart, chart.drawn), chart.scale_axis)
    return canvas.done()


def steps(chart: Chart, _: Library, prefix: str) -> etree.Element:
    """The parts of a total, each beginning where the one before it ends; the total stands first, hollow."""
    canvas = Canvas(prefix, chart.title, _desc(chart, [_total(chart), *chart.drawn]))
    rows: list[Row] = [_total(chart)]
    start = 0
    for row in _proved(chart, chart.drawn):
        rows.append({**row, "from": start})
        start += row["value"]
    panel(canvas, rows, chart.scale_axis)
    return canvas.done()


def series(chart: Chart, _: Library, prefix: str) -> etree.Element:
    """Rows with several numbers: one group of bars for each column that has `bar: true`."""
    groups = [c for c in chart.columns if c.bar]
    parts = [f"{c.head}: " + ", ".join(f"{label(r)} {number(r[c.key], c.digits)}" for r in chart.drawn) for c in groups]
    canvas = Canvas(prefix, chart.title, f"{chart.see or ''} {'; '.join(parts)} ({chart.unit}).".strip())
    for n, column in enumerate(groups):
        canvas.text(0, canvas.y + 1.1, column.head, cls="c-head")
        canvas.y += 1.4
        rows = [
            {
                "label": label(r),
                "value": r[column.key],
                "tone": 1 if n == 0 else 2,
                "digits": column.digits,
                "claim": claim_of(r, chart),
            }
            for r in chart.drawn
        ]
        panel(canvas, rows, chart.scale_axis, axis_line=n == len(groups) - 1)
        canvas.y += 0.5
    return canvas.done()


def periods(chart: Chart, _: Library, prefix: str) -> etree.Element:
    """One bar for the time each row covers, its figure in words: rows that measure different things share no scale."""
    said = "; ".join(f"{label(r)}: {amount(r)}, {period(r)}" for r in chart.drawn)
    canvas = Canvas(prefix, chart.title, f"{chart.see or ''} {said}.".strip())
    axis = chart.scale_axis
    rows = [
        {
            **r,
            "low": when(str(r["period"]["start"])),
            "high": when(str(r["period"]["end"]), end=True),
            "shown": amount(r),
            "more_than": False,
        }
        for r in _proved(chart, chart.drawn)
    ]
    panel(canvas, rows, axis)
    return canvas.done()


def _proved(chart: Chart, rows: list[Row]) -> list[Row]:
    """Rows that name the claim behind their figure."""
    return [{**row, "claim": claim_of(row, chart)} for row in rows]


def panel(canvas: Canvas, rows: list[Row], axis: Axis, *, axis_line: bool = True) -> None:
    """Rows above one axis."""
    scale = Scale.of(axis)
    for row in rows:
        _row(canvas, row, scale, axis)
    if axis_line:
        axis_under(canvas, axis)


def _row(canvas: Canvas, row: Row, scale: Scale, axis: Axis) -> None:
    tone = f"c-{row.get('tone', 2)}" + (" c-hollow" if row.get("derived") or row.get("contested") else "")
    name = words.curl(str(row.get("short") or label(row)))
    shown = row.get("shown") or amount(row, row.get("digits"))
    canvas.heading(name, shown, cls="c-strong" if row.get("tone") == 1 else "", claim=row.get("claim", ""))
    top = canvas.y + 1.5
    track(canvas, top, scale, axis)
    if "from" in row or ("value" in row and not scale.log and "low" not in row):
        begin, end = row.get("from", 0), row.get("from", 0) + row["value"]
    elif "value" in row and "low" not in row:
        canvas.dot(scale.at(row["value"]), top + STRIP / 2, tone)
        begin = end = row["value"]
    else:
        begin, end = row["low"], row["high"] if row.get("high") is not None else row["low"]
    if end > begin:
        canvas.bar(scale.at(begin), scale.at(end), top, tone)
    elif "low" in row or not scale.log:
        canvas.line(scale.at(begin), top, scale.at(begin), top + STRIP, f"{tone} c-thick")
    if is_open(row):
        canvas.arrow(scale.at(end), top, f"{tone.split(maxsplit=1)[0]} c-hollow")
    canvas.y += ROW


def _strip(canvas: Canvas, chart: Chart, axis: Axis) -> None:
    """All ranges of a chart in one row; hollow where no source prints the range, with an arrow where it has no end."""
    scale = Scale.of(axis)
    canvas.heading(words.curl(chart.short or chart.title), "full: seen in print", figure_cls="c-soft")
    top = canvas.y + 1.5
    for row in chart.data:
        high = row["high"] if row.get("high") is not None else axis.high
        tone = "c-0" if row.get("evidence") == "printed" else "c-0 c-hollow"
        canvas.bar(scale.at(row["low"]), scale.at(high), top, tone)
    canvas.y += ROW


def track(canvas: Canvas, top: float, scale: Scale, axis: Axis) -> None:
    """The empty strip of a row, with a thin line at every labelled place of the axis."""
    canvas.line(0, top + STRIP, 100, top + STRIP, "c-grid")
    for tick in axis.ticks:
        canvas.line(scale.at(tick), top, scale.at(tick), top + STRIP, "c-grid")


def axis_under(canvas: Canvas, axis: Axis) -> None:
    """The axis: a line, its numbers, and below them what it measures."""
    scale = Scale.of(axis)
    y = canvas.y + 0.1
    canvas.line(0, y, 100, y, "c-axis")
    for tick in axis.ticks:
        place = scale.at(tick)
        anchor = "start" if place < 1 else "end" if place > 99 else "middle"
        canvas.line(place, y, place, y + 0.3, "c-axis")
        canvas.text(place, y + 1.35, number(tick) if axis.scale != "time" else f"{tick:.0f}", anchor, "c-soft")
    canvas.y = y + 3.1
    canvas.words(0, y + 2.75, axis.label, cls="c-soft")


def _total(chart: Chart) -> Row:
    return {"label": chart.total_label or "Total", "value": float(chart.total or 0), "tone": 0, "derived": True}


def _desc(chart: Chart, rows: list[Row]) -> str:
    return f"{chart.see or ''} {describe(rows, chart.unit)}".strip()
