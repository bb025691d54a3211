"""
A drawing with its words as one SVG, for places that take no HTML: the pages of books and e-books.

Laid out for a narrow page: words above their strip, wrapped by counting letters, since there the letters are known
(print) or the page reflows (e-book). Links stay behind; the caption leads to the notes.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree

from explainer.facts import words
from explainer.facts.chart_table import describe
from explainer.facts.library import Library
from explainer.facts.records import Chart
from explainer.shown.charts import calendar, ladder, marks, rows, stems
from explainer.shown.charts.plot import Mark, Panel, Plot, Row, ticks
from explainer.shown.charts.svg import LETTERS, LINE, Canvas

LETTERS_BESIDE = 40  # letters of a line that begins beside the range of its step; its place is taken off


def drawing(chart: Chart, library: Library, prefix: str, *, narrow: bool = True) -> etree.Element | None:
    """The whole drawing; None for one that is a table."""
    if chart.draw == "marks":
        return marks.drawing(chart, prefix, narrow=narrow)
    if chart.draw == "stems" and not narrow:
        return stems.draw(chart, library, prefix, linked=False)
    canvas = Canvas(prefix, chart.finding or chart.title, f"{chart.see or ''} {describe(chart.drawn, chart.unit)}")
    if chart.draw == "stems":
        _plot(canvas, stems.rows(chart), chart)
    elif chart.draw in rows.PLOTS:
        _plot(canvas, rows.PLOTS[chart.draw](chart, library), chart)
    elif chart.draw == "ladder":
        _ladder(canvas, ladder.steps(chart, library))
    elif chart.draw == "calendar":
        _calendar(canvas, chart, library)
    else:
        return None
    return canvas.done()


def _plot(canvas: Canvas, plot: Plot, chart: Chart) -> None:
    for panel in plot.panels:
        _panel(canvas, panel, plot)
    ground = canvas.y + 0.2
    canvas.line(0, ground, 100, ground, "c-axis")
    for tick in plot.ticks:
        if "wordy" not in tick.minor:
            canvas.text(tick.at, ground + 1.3, tick.text, tick.anchor, "c-soft")
    canvas.y = ground + 1.5
    canvas.words(0, words.curl(plot.axis.label), "c-soft")
    for shape, hollow, said in plot.key:
        canvas.y += LINE + 0.1
        _mark(canvas, Mark(shape, 1.5, 4.5 if shape in ("box", "band") else None, hollow=hollow), canvas.y - 0.95)
        canvas.text(8, canvas.y - 0.2, said)
    for row in plot.apart:
        canvas.words(0, f"{words.curl(chart.apart_title or '')} {row.name}, {row.figures[0].text}.")


def _panel(canvas: Canvas, panel: Panel, plot: Plot) -> None:
    if panel.head:
        canvas.y += 0.6
        canvas.words(0, panel.head, "c-strong")
    for row in panel.rows:
        _name(canvas, row)
        for tick in plot.ticks:
            canvas.line(tick.at, canvas.y, tick.at, canvas.y + 1.2, "c-grid")
        for mark in row.marks:
            _mark(canvas, mark, canvas.y)
        canvas.y += 1.5


def _name(canvas: Canvas, row: Row) -> None:
    """The words over a strip: what it is on the left, its figures on the right, or below where both are long."""
    figures = ", ".join(f"{f.of} {f.text}".strip() for f in row.figures)
    canvas.words(0, row.name, "c-strong" if row.subject else "")
    if len(row.name) + len(figures) > LETTERS - 4:
        canvas.y += LINE
    canvas.text(100, canvas.y - 0.3, figures, "end", "c-strong")


def _mark(canvas: Canvas, mark: Mark, top: float) -> None:
    tone = f"c-{mark.tone}" + (" c-hollow" if mark.hollow else "")
    if mark.shape == "bar":
        canvas.bar(mark.at, mark.at + mark.width, top + 0.2, tone)
    elif mark.shape in ("box", "band"):
        box = mark.shape == "box"
        canvas.bar(mark.at, mark.at + mark.width, top + (0.1 if box else 0.28), f"c-{mark.shape}", 0.7 if box else 0.34)
    elif mark.shape == "line":
        canvas.line(mark.at, top, mark.at, top + 0.9, "c-ink")
    elif mark.shape == "arrow":
        canvas.arrow(mark.at, top + 0.2, f"c-{mark.tone}")
    elif mark.shape == "ring":
        canvas.dot(mark.at, top + 1.1, tone, 0.2)
    elif mark.shape == "dot":
        canvas.dot(mark.at, top + 0.6, tone, 0.34)
    else:
        canvas.sign(mark.at, top + 0.25, mark.shape, tone)


def _ladder(canvas: Canvas, steps: list[ladder.Step]) -> None:
    left = 36.0
    for step in steps:
        canvas.y += 0.45
        canvas.line(0, canvas.y, 100, canvas.y, "c-ink" if step.seen else "c-dashed")
        top = canvas.y
        canvas.text(0, top + 1.2, step.words, cls="c-strong" if step.main else "c-soft")
        for body in step.bodies:
            if body.main:
                frame = canvas.y + 0.35
                canvas.y += 0.7
                for said, cls in ((body.name, "c-strong"), (body.words, "c-strong"), (body.besides, "")):
                    canvas.words(left + 3, said, cls, LETTERS_BESIDE)
                canvas.bar(left, 99, frame, "c-bracket", canvas.y - frame + 0.3)
                canvas.y += 0.3
            else:
                canvas.y += 0.1
                canvas.bar(left, left + 2, canvas.y + 0.35, "c-subject" if body.subject else "c-data", 0.55)
                canvas.words(left + 4, body.name, "c-strong" if body.subject else "", LETTERS_BESIDE)
        canvas.y = max(canvas.y, top + 1.5)


def _calendar(canvas: Canvas, chart: Chart, library: Library) -> None:
    found = calendar.eras(chart, library)
    for era in found:
        if isinstance(era, calendar.Era):
            canvas.bar(era.at, era.to, 0, f"c-{era.tone}", 1)
        else:
            canvas.line(era.at, 0.5, era.to, 0.5, "c-dashed")
    canvas.line(0, 1.2, 100, 1.2, "c-axis")
    for tick in ticks(chart.scale_axis):
        canvas.text(tick.at, 2.5, tick.text, tick.anchor, "c-soft")
    canvas.y = 2.8
    for era in found:
        canvas.y += 0.5
        if isinstance(era, calendar.Silence):
            canvas.words(0, era.words, "c-soft")
            continue
        canvas.words(0, era.words, "c-strong")
        for entry in era.entries:
            canvas.words(0, f"{entry.figure} {entry.words}")
