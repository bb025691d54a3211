"""Claims over time: a stem from zero up to each number, at its date. An arrow says "or more"."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from explainer.facts import words
from explainer.facts.chart_table import amount, claim_of, is_open, number
from explainer.facts.library import Library
from explainer.facts.records import Chart
from explainer.shown.charts.scales import Scale, when
from explainer.shown.charts.svg import STRIP, Canvas

HEIGHT = 15.0  # em, from zero to the top of the axis
LAST = 2  # tone of the stems


def draw(chart: Chart, _: Library, prefix: str) -> etree.Element:
    """Stems on a line of time (`axis`), with heights on `apart_axis`, both linear."""
    heights = chart.second_axis
    across, up = Scale.of(chart.scale_axis), Scale.of(heights)
    said = "; ".join(f"{words.day(str(r['date']))}: {amount(r)}" for r in chart.drawn)
    canvas = Canvas(prefix, chart.title, f"{chart.see or ''} {said} ({chart.unit}).".strip())
    ground = HEIGHT + 1.4
    canvas.text(0, 1, heights.label, cls="c-soft")
    for tick in heights.ticks:
        y = ground - HEIGHT * up.at(tick) / 100
        canvas.line(0, y, 100, y, "c-axis" if tick == 0 else "c-grid")
        if tick:
            canvas.text(0, y - 0.25, number(tick), cls="c-soft")
    places = [across.at(when(str(row["date"]))) for row in chart.drawn]
    for n, row in enumerate(chart.drawn):
        x, y = places[n], ground - HEIGHT * up.at(row["value"]) / 100
        canvas.line(x, ground, x, y, f"c-{LAST} c-thick")
        if is_open(row):
            canvas.arrow(x, y - STRIP, f"c-{LAST} c-hollow", up=True)
        else:
            canvas.dot(x, y, f"c-{LAST}", 0.3)
        crowded_after = n + 1 < len(places) and places[n + 1] - x < 9
        crowded_before = n > 0 and x - places[n - 1] < 9
        anchor = "end" if crowded_after else "start" if crowded_before else "middle"
        shift = {"end": -1.6, "start": 1.6, "middle": 0}[anchor]
        high = y - (1.05 if anchor == "middle" else 0.2)
        canvas.text(x + shift, high, number(row["value"]), anchor, "c-strong", claim=claim_of(row, chart))
    canvas.y = ground
    for tick in chart.scale_axis.ticks:
        place = across.at(tick)
        canvas.line(place, ground, place, ground + 0.3, "c-axis")
        canvas.text(
            place, ground + 1.35, f"{tick:.0f}", "start" if place < 1 else "end" if place > 99 else "middle", "c-soft"
        )
    canvas.y = ground + 1.7
    return canvas.done()
