"""From a number to a place: linear and logarithmic axes, and dates on a line of time."""

from __future__ import annotations

from dataclasses import dataclass
from math import log10

from explainer.facts.records import Axis


@dataclass(frozen=True)
class Scale:
    """An axis from `low` to `high`; places are percentages of the drawing's width."""

    low: float
    high: float
    log: bool = False

    @staticmethod
    def of(axis: Axis) -> Scale:
        """The scale of a chart's axis. A linear axis begins at zero: records refuse another start."""
        return Scale(axis.low, axis.high, axis.scale == "log")

    def at(self, value: float) -> float:
        """Place of `value`, 0 to 100."""
        if self.log:
            return 100 * log10(value / self.low) / log10(self.high / self.low)
        return 100 * (value - self.low) / (self.high - self.low)


def when(date: str, *, end: bool = False) -> float:
    """A date as a year with a fraction; `end` takes the last moment of a month or year that is all we know."""
    parts = [int(p) for p in date.split("-")]
    if len(parts) == 1:
        return parts[0] + (1 if end else 0)
    month = parts[1] - 1
    day = (parts[2] - 1) / 31 if len(parts) == 3 else (1 if end else 0)
    return parts[0] + (month + day) / 12
