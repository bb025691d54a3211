"""
A drawing with its words as one SVG, for places that take no HTML: the pages of books, and pictures to take along.

Laid out for the width of a printed page, whose letters are known, so that words are wrapped by counting them. Links
stay behind; the caption leads to the notes.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from dataclasses import dataclass

from explainer.facts import words
from explainer.facts.chart_table import describe
from explainer.facts.library import Library
from explainer.facts.records import Chart
from explainer.shown.charts import calendar, ladder, marks, rows, stems
from explainer.shown.charts.plot import Mark, Panel, Plot, Row, ticks
from explainer.shown.charts.svg import LETTERS, LINE, Canvas

SHORT = 16  # letters of a figure that has room at the end of its strip
GAP = 3  # between two columns of words, in percent of the width


def drawing(chart: Chart, library: Library, prefix: str, *, narrow: bool = False) -> etree.Element | None:
    """The whole drawing; None for one that is a table. Marks that are counted have a form for narrow e-books too."""
    if chart.draw == "marks":
        return marks.drawing(chart, prefix, narrow=narrow)
    if chart.draw == "stems":
        return stems.draw(chart, prefix, linked=False)
    canvas = Canvas(prefix, chart.finding or chart.title, f"{chart.see or ''} {describe(chart.drawn, chart.unit)}")
    if chart.draw in rows.PLOTS:
        _plot(canvas, rows.PLOTS[chart.draw](chart, library), chart)
    elif chart.draw == "ladder":
        _ladder(canvas, ladder.steps(chart, library))
    elif chart.draw == "calendar":
        _calendar(canvas, chart)
    else:
        return None
    return canvas.done()


@dataclass(frozen=True)
class Area:
    """Where the strips of a plot lie, in percent of the width; `beside` is true where words stand to their left."""

    left: float
    right: float
    beside: bool

    def at(self, place: float) -> float:
        """A place on the axis as a place on the page."""
        return self.left + place * (self.right - self.left) / 100


def _plot(canvas: Canvas, plot: Plot, chart: Chart) -> None:
    short = all(len(_figures(row)) <= SHORT for panel in plot.panels for row in panel.rows)
    area = Area(36, 82, beside=True) if short else Area(0, 100, beside=False)
    for panel in plot.panels:
        _panel(canvas, panel, plot, area)
    ground = canvas.y + 0.2
    canvas.line(area.left, ground, area.right, ground, "c-axis")
    for tick in plot.ticks:
        if "wordy" not in tick.minor:
            canvas.text(area.at(tick.at), ground + 1.3, tick.text, tick.anchor, "c-soft")
    canvas.y = ground + 1.5
    canvas.words(area.left, words.curl(plot.axis.label), "c-soft")
    _key(canvas, plot)
    for row in plot.apart:
        canvas.words(0, f"{words.curl(chart.apart_title or '')} {row.name}, {row.figures[0].text}.")


def _key(canvas: Canvas, plot: Plot) -> None:
    """Each kind of mark with its meaning, as many on a line as fit."""
    x = 100.0
    series = [(f.shape, True, f.of) for f in plot.panels[0].rows[0].figures if f.shape]
    for shape, hollow, said in (*plot.key, *series):
        wide = 6 + len(said) * 100 / LETTERS + GAP
        if x + wide > 100:
            x = 0.0
            canvas.y += LINE + 0.3
        # A ring hangs below its strip; here it stands on the line like the others.
        top = canvas.y - (1.55 if shape == "ring" else 0.95)
        _mark(canvas, Mark(shape, x + 1, x + 4 if shape in ("box", "band") else None, hollow=hollow), top)
        canvas.text(x + 6, canvas.y - 0.2, said)
        x += wide
    canvas.y += 0.3


def _panel(canvas: Canvas, panel: Panel, plot: Plot, area: Area) -> None:
    if panel.head:
        canvas.y += 0.8
        canvas.words(0, panel.head, "c-strong")
        canvas.y += 0.3
    for row in panel.rows:
        top = _name(canvas, row, area)
        for tick in plot.ticks:
            canvas.line(area.at(tick.at), top, area.at(tick.at), top + 1.2, "c-grid")
        for mark in row.marks:
            to = None if mark.to is None else area.at(mark.to)
            _mark(canvas, Mark(mark.shape, area.at(mark.at), to, mark.tone, hollow=mark.hollow), top)
        canvas.y = max(canvas.y, top + 1.5) + (0.2 if area.beside else 0)


def _figures(row: Row) -> str:
    return ", ".join(f"{f.of} {f.text}".strip() for f in row.figures)


def _name(canvas: Canvas, row: Row, area: Area) -> float:
    """What a strip is about, on its left or over it, and its figures at the right; the top of the strip."""
    start, cls = canvas.y, "c-strong" if row.subject else ""
    canvas.words(0, row.name, cls, area.left - GAP if area.beside else 100)
    if area.beside:
        canvas.text(100, start + 1, _figures(row), "end", "c-strong")
        return start + 0.1
    if len(row.name) + len(_figures(row)) > LETTERS - 4:
        canvas.y += LINE
    canvas.text(100, canvas.y - 0.3, _figures(row), "end", "c-strong")
    return canvas.y


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
        canvas.sign(mark.at, top + 0.2, "arrow", f"c-{mark.tone}")
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
                    canvas.words(left + 3, said, cls, 98)
                canvas.bar(left, 99, frame, "c-bracket", canvas.y - frame + 0.3)
                canvas.y += 0.3
            else:
                canvas.y += 0.1
                canvas.bar(left, left + 2, canvas.y + 0.35, "c-subject" if body.subject else "c-data", 0.55)
                canvas.words(left + 4, body.name, "c-strong" if body.subject else "")
        canvas.y = max(canvas.y, top + 1.5)


def _calendar(canvas: Canvas, chart: Chart) -> None:
    """One band of time; under it a column for each stretch, a narrower one for each silence."""
    found = calendar.eras(chart)
    for era in found:
        if isinstance(era, calendar.Era):
            canvas.bar(era.at, era.to, 0, f"c-{era.tone}", 1)
        else:
            canvas.line(era.at, 0.5, era.to, 0.5, "c-dashed")
    canvas.line(0, 1.2, 100, 1.2, "c-axis")
    for tick in ticks(chart.scale_axis):
        canvas.text(tick.at, 2.5, tick.text, tick.anchor, "c-soft")
    shares = [2 if isinstance(era, calendar.Silence) else 3 for era in found]
    left, low = 0.0, 0.0
    for era, share in zip(found, shares, strict=True):
        right = left + 100 * share / sum(shares)
        canvas.y = 3.2
        canvas.words(left, era.words, "c-soft", right - GAP)
        for entry in era.entries if isinstance(era, calendar.Era) else []:
            canvas.y += 0.5
            canvas.words(left, entry.figure, "c-strong", right - GAP)
            canvas.words(left, entry.words, "", right - GAP)
        left, low = right, max(low, canvas.y)
    canvas.y = low
