"""
Where events stand in the drawings of the timeline: on a true axis of years, one lane for each kind, no two on one spot.

All places are percentages of the drawing, so that one drawing fits every width. On a narrow screen the style sheet
turns the large one about its diagonal, and time runs down (assets/timeline.css).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from explainer.facts.records import Event, Label, Span

EMPTY = 3  # more years than this without an entry are cut out of the axis, and the drawing shows the cut
CUT = 0.5  # how wide a cut is drawn, in years
APART = 0.2  # years that two marks of one row keep between their middles
HEAD, FOOT, SIDE = 9.0, 8.0, 10.5  # room for the names of stretches, of years and of lanes, in percent
LEAST = 2.6  # rows of marks that a lane is high at least, for its name
HOLLOW = ("inferred", "week, planned", "on or after")  # the day is not known, though a day is given


@dataclass(frozen=True)
class Year:
    """A year of the axis, or a run of years that is cut out (`until` is the last of them)."""

    name: int
    x: float
    width: float
    until: int | None = None


class Axis:
    """The years from the first to the last record; each is as wide as every other, empty runs are cut out."""

    def __init__(self, dates: Iterable[str], left: float) -> None:
        found = sorted({int(day[:4]) for day in dates})
        slots: list[tuple[int, float, int | None]] = []
        for before, year in zip([None, *found], found, strict=False):
            gap = range(before + 1, year) if before is not None else range(0)
            if len(gap) > EMPTY:
                slots.append((gap[0], CUT, gap[-1]))
            else:
                slots += [(empty, 1.0, None) for empty in gap]
            slots.append((year, 1.0, None))
        unit = (100 - left) / (sum(width for _, width, _ in slots) or 1)
        self.years: list[Year] = []
        x = left
        for name, width, until in slots:
            self.years.append(Year(name, x, width * unit, until))
            x += width * unit
        self.unit = unit

    def at(self, moment: float) -> float:
        """The place of a moment, written as years and parts of a year; what lies outside is at the edge."""
        for year in self.years:
            if moment < (year.until or year.name) + 1:
                part = (moment - year.name) / ((year.until or year.name) + 1 - year.name)
                return round(year.x + year.width * max(part, 0), 2)
        return 100.0


def moments(day: str) -> tuple[float, float]:
    """When a date begins and ends, in years: '2020-02' is from 2020.08 to 2020.16."""
    parts = [int(part) for part in day.split("-")]
    first = date(*[*parts, 1, 1][:3])
    after = date(first.year + 1, 1, 1) if len(parts) == 1 else first + timedelta(1)
    if len(parts) == 2:
        after = (first.replace(day=28) + timedelta(4)).replace(day=1)
    return _moment(first), _moment(after) if after.year == first.year else float(first.year + 1)


def _moment(day: date) -> float:
    start = date(day.year, 1, 1)
    return day.year + (day - start).days / (date(day.year + 1, 1, 1) - start).days


@dataclass(frozen=True)
class Mark:
    """One event: a dot for a day (`x`), a bar for a month or a year (`x` to `end`)."""

    event: Event
    x: float
    y: float
    end: float | None
    hollow: bool


@dataclass(frozen=True)
class Lane:
    """The events of one kind."""

    kind: Label
    y: float
    height: float
    marks: list[Mark]


@dataclass(frozen=True)
class Stretch:
    """A named stretch of time, as far as the axis shows it."""

    span: Span
    x: float
    width: float


@dataclass(frozen=True)
class Drawing:
    """Everything that the template of the large drawing draws."""

    years: list[Year]
    lanes: list[Lane]
    stretches: list[Stretch]
    row: float  # height of one row of marks


def drawing(events: Sequence[Event], kinds: Iterable[Label], spans: Iterable[Span]) -> Drawing:
    """All events on one axis, each kind in a lane that is as high as its busiest time needs."""
    axis = Axis((event.date for event in events), SIDE)
    sorted_in = [(kind, _rows([event for event in events if event.category == kind.id])) for kind in kinds]
    sorted_in = [(kind, rows) for kind, rows in sorted_in if rows]
    row = (100 - HEAD - FOOT) / sum(max(len(rows), LEAST) for _, rows in sorted_in)
    lanes: list[Lane] = []
    y = HEAD
    for kind, rows in sorted_in:
        height = row * max(len(rows), LEAST)
        marks = []
        for n, found in enumerate(_from_the_middle(rows)):
            middle = y + height / 2 + row * (n - (len(rows) - 1) / 2)
            marks += [_mark(event, axis, middle) for event in found]
        marks.sort(key=lambda mark: mark.event.date)
        lanes.append(Lane(kind, y, height, marks))
        y += height
    return Drawing(axis.years, lanes, stretches(spans, axis), row)


def _rows(events: list[Event]) -> list[list[Event]]:
    """Events of one kind in as few rows as keep them apart, the first row the fullest."""
    rows: list[list[Event]] = []
    ends: list[float] = []
    for event in sorted(events, key=lambda event: event.date):
        first, after = moments(event.date)
        if after - first < APART:
            middle = (first + after) / 2
            first, after = middle - APART / 2, middle + APART / 2
        n = next((n for n, end in enumerate(ends) if end <= first + 1e-9), len(rows))
        if n == len(rows):
            rows.append([])
            ends.append(0)
        rows[n].append(event)
        ends[n] = after
    return rows


def _from_the_middle(rows: list[list[Event]]) -> list[list[Event]]:
    """The first row in the middle, the next ones by turns above and below it."""
    above, below = rows[2::2], rows[1::2]
    return [*reversed(above), *rows[:1], *below] if rows else []


def _mark(event: Event, axis: Axis, y: float) -> Mark:
    first, after = moments(event.date)
    hollow = event.precision in HOLLOW
    if len(event.date) < 10:
        return Mark(event, axis.at(first), y, axis.at(after), hollow)
    return Mark(event, axis.at((first + after) / 2), y, None, hollow)


def stretches(spans: Iterable[Span], axis: Axis) -> list[Stretch]:
    """The named stretches that the axis shows; one without an end goes on to the edge."""
    found = []
    for span in spans:
        start = axis.at(moments(span.start)[0])
        end = axis.at(moments(span.end)[1]) if span.end else 100.0
        if end > start:
            found.append(Stretch(span, start, end - start))
    return found


@dataclass(frozen=True)
class Strip:
    """A small drawing of some events: marks on an axis, each with a line to its words, which are spread evenly."""

    years: list[Year]
    marks: list[Mark]
    stretches: list[Stretch]

    def start(self, n: int) -> float:
        """Where the words of mark `n` (from 0) begin across, when all have equal room."""
        return 100 * n / len(self.marks) + 0.4

    def middle(self, n: int) -> float:
        """Where the words of mark `n` (from 0) have their middle, one below the other."""
        return 100 * (n + 0.5) / len(self.marks)


def strip(events: Sequence[Event], spans: Iterable[Span]) -> Strip:
    """Some events, in the order of their dates, on an axis of their own."""
    axis = Axis((event.date for event in events), 0)
    return Strip(axis.years, [_mark(event, axis, 0) for event in events], stretches(spans, axis))
