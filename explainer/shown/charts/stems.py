"""Claims over time: a stem from zero up to each number, at its date. An arrow says "or more"."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from explainer.facts import words
from explainer.facts.chart_table import Row as Record
from explainer.facts.chart_table import amount, claim_of, is_open, number
from explainer.facts.records import Chart
from explainer.shown.charts.plot import Figure, Mark, Panel, Plot, Row, ticks
from explainer.shown.charts.scales import Scale, when
from explainer.shown.charts.svg import STRIP, Canvas

HEIGHT = 14.0  # em, from zero to the top of the axis
HEADROOM = 1.4
CROWDED = 9.0  # percent of the width that the words of two neighbors need


def draw(chart: Chart, prefix: str, *, linked: bool = True) -> etree.Element:
    """Stems on a line of time (`axis`), with heights on `apart_axis`, both linear: for a page that is wide enough."""
    heights = chart.second_axis
    across, up = Scale.of(chart.scale_axis), Scale.of(heights)
    said = "; ".join(f"{words.day(str(r['date']))}: {amount(r)}" for r in chart.drawn)
    canvas = Canvas(prefix, chart.finding or chart.title, f"{chart.see or ''} {said} ({chart.unit}).".strip())
    ground = HEIGHT + HEADROOM
    for tick in ticks(heights):
        y = ground - HEIGHT * tick.at / 100
        canvas.line(0, y, 100, y, "c-axis" if tick.at == 0 else "c-grid")
        canvas.text(0, y - 0.3, f"{tick.text} {heights.label.lower()}" if tick.at > 80 else tick.text, cls="c-soft")
    places = [across.at(when(str(row["date"]))) for row in chart.drawn]
    for n, row in enumerate(chart.drawn):
        x, y = places[n], ground - HEIGHT * up.at(row["value"]) / 100
        canvas.line(x, ground, x, y, "c-data c-stem")
        if is_open(row):
            canvas.sign(x, y - STRIP, "up", "c-data c-hollow")
        else:
            canvas.dot(x, y, "c-data", 0.3)
        _label(canvas, row, chart, places, n, y, claim_of(row, chart) if linked else "")
    for tick in ticks(chart.scale_axis):
        canvas.line(tick.at, ground, tick.at, ground + 0.3, "c-axis")
        canvas.text(tick.at, ground + 1.5, tick.text, tick.anchor, "c-soft")
    canvas.y = ground + 1.9
    return canvas.done()


def _label(canvas: Canvas, row: Record, chart: Chart, places: list[float], n: int, y: float, claim: str) -> None:
    """The number of a stem: above it, or beside it where a neighbor is near."""
    x = places[n]
    after = n + 1 < len(places) and places[n + 1] - x < CROWDED
    before = n > 0 and x - places[n - 1] < CROWDED
    anchor = "end" if after else "start" if before else "middle"
    shift = {"end": -1.2, "start": 1.2, "middle": 0}[anchor]
    high = y - (1.15 if anchor == "middle" else -0.3)
    said = f"{number(row['value'])}{chart.suffix}"
    canvas.text(x + shift, high, said, anchor, "c-strong", claim=claim)


def rows(chart: Chart) -> Plot:
    """The same numbers as bars, one for each date: for a narrow page and for large letters."""
    scale = Scale.of(chart.second_axis)
    made = []
    for row in chart.drawn:
        bar = Mark("bar", 0.0, scale.at(row["value"]))
        figure = Figure(amount(row, after=chart.suffix), claim_of(row, chart))
        marks = [bar, Mark("arrow", scale.at(row["value"]))] if is_open(row) else [bar]
        made.append(Row(words.day(str(row["date"])), [figure], marks))
    return Plot([Panel(made)], chart.second_axis)
