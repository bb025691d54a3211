"""
The arithmetic behind "Error rates you can feel": a textbook model, for teaching.

It treats a search of N faces as N independent comparisons, each with the same false match rate
(Daugman; Grother and Phillips 2004, eq. 5). Real engines need not work this way. The panel on the
page (docs/assets/error-rates.js) does the same sums; a test compares the two.

Rates and shares are numbers from 0 to 1. Counts may be fractions: they are averages.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


def expected_false(faces: float, rate: float) -> float:
    """False matches to expect, on average, in one search of `faces` strangers at the false match rate `rate`."""
    _check(rate, faces)
    return faces * rate


def any_false(faces: float, rate: float) -> float:
    """
    Chance that one search of `faces` strangers gives at least one false match: 1 − (1 − rate)^faces.

    Worked out through logarithms, because 1 − 1e-13 keeps too few digits for a power.
    """
    _check(rate, faces)
    if faces == 0 or rate == 0:
        return 0.0
    if rate == 1:
        return 1.0
    return -math.expm1(faces * math.log1p(-rate))


def rate_for(faces: float, chance: float) -> float:
    """The false match rate at which `any_false(faces, rate)` is `chance`: 1 − (1 − chance)^(1 / faces)."""
    _check(chance, faces)
    if faces == 0 or chance == 1:
        return 1.0
    return -math.expm1(math.log1p(-chance) / faces)


def in_group(rate: float, ratio: float) -> float:
    """The false match rate of a group that has `ratio` times as many false matches; never above 1."""
    _check(rate, ratio)
    return min(1.0, rate * ratio)


@dataclass(frozen=True)
class Alerts:
    """Alerts in a number of searches: the right person found, and a stranger named."""

    right: float
    wrong: float

    @property
    def share_right(self) -> float:
        """Right alerts as a share of all alerts; 0 where there is no alert."""
        total = self.right + self.wrong
        return self.right / total if total else 0.0


def alerts(searches: float, present: float, misses: float, false_alarms: float) -> Alerts:
    """
    Alerts to expect in `searches`, when the share `present` of the people sought is in the gallery.

    `misses` is the false negative identification rate (FNIR): the share of people in the gallery who
    are not found. `false_alarms` is the false positive identification rate (FPIR): the share of
    searches for people outside the gallery that name someone all the same.
    """
    for rate in (present, misses, false_alarms):
        _check(rate, searches)
    return Alerts(right=searches * present * (1 - misses), wrong=searches * (1 - present) * false_alarms)


def _check(rate: float, count: float) -> None:
    if not 0 <= rate <= 1:
        raise ValueError(f"a rate lies between 0 and 1, not {rate}")
    if not (count >= 0 and math.isfinite(count)):
        raise ValueError(f"a count is zero or more, not {count}")
