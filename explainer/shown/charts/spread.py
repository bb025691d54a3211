"""NIST's table of gaps: the median and, where we have it, the spread over all algorithms, with named entries on top."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from explainer.facts import words
from explainer.facts.chart_table import claim_of, join, label, number
from explainer.facts.library import Library
from explainer.facts.records import Chart
from explainer.shown.charts.rows import axis_under, track
from explainer.shown.charts.scales import Scale
from explainer.shown.charts.svg import ROW, STRIP, Canvas


def draw(chart: Chart, library: Library, prefix: str) -> etree.Element:
    """A band from p10 to p90, a darker one from p25 to p75, a line at the median, rings for the named entries."""
    axis = chart.scale_axis
    scale = Scale.of(axis)
    rows = join(chart, library)
    median, named = chart.legend
    said = "; ".join(
        f"{label(r)}: median {number(r['median'])}, {named} {', '.join(number(v) for v in r['entries'])}"
        for r in rows
    )
    canvas = Canvas(prefix, chart.title, f"{chart.see or ''} {said}.".strip())
    for row in rows:
        canvas.heading(label(row), number(row["median"]), claim=claim_of(row, chart))
        top = canvas.y + 1.5
        track(canvas, top, scale, axis)
        if "p10" in row:
            canvas.bar(scale.at(row["p10"]), scale.at(row["p90"]), top + 0.22, "c-0", STRIP - 0.44)
            canvas.bar(scale.at(row["p25"]), scale.at(row["p75"]), top, "c-0")
        canvas.line(scale.at(row["median"]), top - 0.12, scale.at(row["median"]), top + STRIP + 0.12, "c-ink c-thick")
        for value in row["entries"]:
            canvas.dot(scale.at(value), top + STRIP / 2, "c-1 c-hollow", 0.3)
        canvas.y += ROW
    axis_under(canvas, axis)
    _key(canvas, words.curl(median), words.curl(named))
    return canvas.done()


def _key(canvas: Canvas, median: str, named: str) -> None:
    y = canvas.y + 0.6
    canvas.line(1, y, 1, y + STRIP, "c-ink c-thick")
    canvas.text(4, y + 0.7, median)
    canvas.dot(1, y + 1.9, "c-1 c-hollow", 0.3)
    canvas.text(4, y + 2.2, named)
    canvas.bar(0, 2.4, y + 3, "c-0")
    canvas.y = y + 3.9
    canvas.words(4, y + 3.7, "middle half; thin: middle 80 percent")
