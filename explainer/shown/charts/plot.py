"""
What a drawing is made of, before it is dressed: rows with their words, their figures and their marks on one axis.

The page dresses it as HTML with small SVG strips (`overrides/components/drawings.html`): words are words there, so
they wrap, grow with the reader's letters and open their notes, at every width. Books dress the same rows their own way.
Places on an axis are percentages of its length.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from explainer.facts.chart_table import number
from explainer.facts.records import Axis
from explainer.shown.charts.scales import Scale

Tone = Literal["subject", "data", "yes", "no", "unclear", "silent"]
Shape = Literal["bar", "band", "box", "line", "dot", "ring", "square", "triangle", "arrow"]
SHAPES: tuple[Shape, ...] = ("square", "dot", "triangle")  # marks of several series in one row, in their order


@dataclass(frozen=True)
class Mark:
    """One mark: at a place, or from one place to another. Hollow says derived, inferred, contested or not known."""

    shape: Shape
    at: float
    to: float | None = None
    tone: Tone = "data"
    hollow: bool = False

    @property
    def end(self) -> float:
        """Where it ends."""
        return self.at if self.to is None else self.to

    @property
    def width(self) -> float:
        """How long it is."""
        return self.end - self.at


@dataclass(frozen=True)
class Figure:
    """A number as it is printed, the claim that holds it, and what it belongs to where a row has several."""

    text: str
    claim: str = ""
    of: str = ""
    shape: Shape | None = None


@dataclass(frozen=True)
class Row:
    """One row: what it is about, its figures, its marks."""

    name: str
    figures: list[Figure]
    marks: list[Mark]
    subject: bool = False
    besides: str = ""


@dataclass(frozen=True)
class Panel:
    """Rows under one heading."""

    rows: list[Row]
    head: str = ""


@dataclass(frozen=True)
class Tick:
    """A labelled place of an axis; where letters are large and the drawing is narrow, `minor` ones give way."""

    at: float
    text: str
    minor: str = ""

    @property
    def anchor(self) -> str:
        """How its words stand, so that none leaves the drawing."""
        return "start" if self.at < 4 else "end" if self.at > 90 else "middle"


@dataclass(frozen=True)
class Plot:
    """Panels over one axis, what their marks mean, and rows that have no place on it."""

    panels: list[Panel]
    axis: Axis
    key: list[tuple[Shape, bool, str]] = field(default_factory=list)  # shape, hollow, words
    apart: list[Row] = field(default_factory=list)

    @property
    def ticks(self) -> list[Tick]:
        """The labelled places of the axis."""
        return ticks(self.axis)


def ticks(axis: Axis) -> list[Tick]:
    """The labelled places of an axis."""
    scale = Scale.of(axis)
    said = axis.tick_words or [f"{t:.0f}" if axis.scale == "time" else number(t) for t in axis.ticks]
    last = len(axis.ticks) - 1
    gives_way = "inner minor wordy" if axis.tick_words else "inner minor"
    return [
        Tick(scale.at(tick), text, "" if n in (0, last) else gives_way if n % 2 else "inner")
        for n, (tick, text) in enumerate(zip(axis.ticks, said, strict=True))
    ]
