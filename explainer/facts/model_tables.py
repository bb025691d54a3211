"""
Prepared cases of the teaching model: recomputed from the chart records, and set as tables.

A record in docs/data/charts.yml holds the assumptions and the results as published. `rows` works
the results out again; `wrong` says where a record no longer agrees with the arithmetic.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from explainer.facts import model
from explainer.facts.records import Chart

Row = dict[str, Any]
SCALES = (("trillion", 1e12), ("billion", 1e9), ("million", 1e6))


@dataclass(frozen=True)
class ModelTable:
    """How one record is recomputed and shown."""

    caption: str
    needs: tuple[str, ...]  # assumptions that the record's `summary` must hold
    work_out: Callable[[Row, Row], Row]  # (assumptions, row) -> results under the record's own names
    assumes: Callable[[Row], str]
    heads: tuple[str, ...]
    cells: Callable[[Row], tuple[str, ...]]


def _naive(_: Row, row: Row) -> Row:
    n, fmr = row["n"], row["fmr"]
    return {"fpir": model.any_false(n, fmr), "expected_false": model.expected_false(n, fmr)}


def _needed(given: Row, row: Row) -> Row:
    return {"fmr": model.rate_for(row["n"], given["fpir"])}


def _trust(given: Row, row: Row) -> Row:
    found = model.alerts(given["searches"], row["prevalence"], given["fnir"], row["fpir"])
    return {"right": found.right, "wrong": found.wrong, "share_right": 100 * found.share_right}


def _group(given: Row, row: Row) -> Row:
    names = {"base": 1, "x2": 2, "x10": 10, "x100": 100}
    return {
        name: given["searches"] * model.any_false(row["n"], model.in_group(given["fmr"], ratio))
        for name, ratio in names.items()
    }


def _panel(given: Row, row: Row) -> Row:
    rates = {"first": given["fmr"], "second": model.in_group(given["fmr"], given["ratio"])}
    return {name: given["searches"] * model.any_false(row["n"], rate) for name, rate in rates.items()}


TABLES = {
    "model-panel": ModelTable(
        caption="Three galleries: of 1,000 searches for people who are not in it, those that point at a stranger",
        needs=("searches", "fmr", "ratio", "fnir", "faces", "rates", "ratios"),
        work_out=_panel,
        assumes=lambda given: (
            f"The first group's false match rate is {one_in(given['fmr'])}, "
            f"that of the second {given['ratio']} times as high. No one searched for is in the gallery."
        ),
        heads=("Gallery", "Faces searched", "First group", "Second group"),
        cells=lambda r: (r["label"], count(r["n"]), in_searches(r["first"] / 1000), in_searches(r["second"] / 1000)),
    ),
    "model-naive-fpir": ModelTable(
        caption="More faces, more strangers: what one search brings back, by the number of faces searched",
        needs=(),
        work_out=_naive,
        assumes=lambda _: "No one searched for is in the gallery.",
        heads=(
            "Faces searched",
            "False match rate",
            "Strangers in one search, on average",
            "Of 1,000 searches, those that match a stranger",
        ),
        cells=lambda r: (count(r["n"]), one_in(r["fmr"]), average(r["expected_false"]), of(r["fpir"], 1000)),
    ),
    "model-fmr-needed": ModelTable(
        caption="How rare a false match must be, by the number of faces searched",
        needs=("fpir",),
        work_out=_needed,
        assumes=lambda given: f"The aim: of 1,000 searches, {of(given['fpir'], 1000)} match a stranger.",
        heads=("Faces searched", "False match rate that this takes"),
        cells=lambda r: (count(r["n"]), one_in(r["fmr"])),
    ),
    "model-trust-an-alert": ModelTable(
        caption="1,000 searches: how many alerts are right",
        needs=("searches", "fnir"),
        work_out=_trust,
        assumes=lambda given: (
            f"Of {given['searches']:,} people who are in the gallery, "
            f"{average(given['searches'] * given['fnir'])} are missed."
        ),
        heads=(
            "Of 1,000 people sought, in the gallery",
            "Of 1,000 people not in it, matched with a stranger",
            "Right alerts",
            "Wrong alerts",
            "Right alerts out of all alerts",
        ),
        cells=lambda r: (
            of(r["prevalence"], 1000),
            of(r["fpir"], 1000),
            average(r["right"]),
            average(r["wrong"]),
            f"{r['share_right']:.1f} percent",
        ),
    ),
    "model-group-ratio": ModelTable(
        caption="One threshold, two groups: of 10,000 searches, those that match a stranger",
        needs=("searches", "fmr"),
        work_out=_group,
        assumes=lambda given: (
            f"The first group's false match rate is {one_in(given['fmr'])}. No one searched for is in the gallery."
        ),
        heads=(
            "Faces searched",
            "First group",
            "A group with twice the rate",
            "With 10 times the rate",
            "With 100 times the rate",
        ),
        cells=lambda r: (count(r["n"]), *(of(r[name] / 10_000, 10_000) for name in ("base", "x2", "x10", "x100"))),
    ),
}


def rows(chart: Chart) -> list[Row]:
    """The rows of a record with every result worked out again."""
    work_out = TABLES[chart.id].work_out
    return [{**row, **work_out(chart.summary, row)} for row in chart.data]


def wrong(chart: Chart) -> Iterator[str]:
    """What is wrong with a record of the model: a missing assumption, or a number that does not come out."""
    table = TABLES[chart.id]
    missing = [name for name in table.needs if name not in chart.summary]
    if missing:
        yield f"the summary does not say '{missing[0]}', which the sums need"
        return
    try:
        worked = rows(chart)
    except (KeyError, TypeError, ValueError) as error:
        yield f"the model cannot be worked out: {error}"
        return
    for n, (stated, row) in enumerate(zip(chart.data, worked, strict=True), 1):
        for name in table.work_out(chart.summary, stated):
            if name not in stated or not agrees(stated[name], row[name]):
                yield f"row {n}: {name} is {stated.get(name, 'missing')}, but works out as {row[name]:.6g}"


def agrees(stated: float, worked: float) -> bool:
    """Tell whether `stated` is `worked`, rounded to the digits that are stated."""
    exact = Decimal(str(stated))
    step = Decimal(1).scaleb(int(exact.as_tuple().exponent))
    return abs(exact - Decimal(worked)) <= step / 2


# -- numbers as readers see them ----------------------------------------------------------------------


def count(number: float) -> str:
    """A large count, to three digits: '10,000', '1.6 million'."""
    number = float(f"{number:.3g}")
    for name, scale in SCALES:
        if number >= scale:
            return f"{number / scale:g} {name}"
    return f"{number:,.0f}"


def one_in(rate: float) -> str:
    """A rate as a natural frequency: '1 in a million', '3 in 10 billion', 'about 1 in 3.3 million'."""
    for part in (1, 3):
        times = float(f"{part / rate:.2g}")
        if math.isclose(times * rate, part, rel_tol=1e-9):
            return re.sub(r"^1 (?=[a-z])", "a ", count(times)).join((f"{part} in ", ""))
    return f"about 1 in {count(float(f'{1 / rate:.2g}'))}"


def average(number: float) -> str:
    """An average count: '1.6', '499', '10,000'; small ones keep their digits."""
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.1f}".removesuffix(".0") if number >= 1 else f"{number:.2g}"


def in_searches(share: float) -> str:
    """How many of 1,000 searches, and of more where that is fewer than one: 'about 4 of 1,000', 'about 1 in 33,000'."""
    number = 1000 * share
    if not number:
        return "none of 1,000"
    if number < 0.95:
        return f"about 1 in {count(float(f'{1 / share:.2g}'))}"
    return "almost all of 1,000" if number > 999.5 else f"about {number:.0f} of 1,000"


def of(share: float, searches: int) -> str:
    """How many of `searches`, in whole numbers: '3', 'about 798', 'almost all'."""
    number = share * searches
    if number > searches - 0.5:
        return "almost all"
    if math.isclose(number, round(number), rel_tol=1e-9):
        return f"{number:,.0f}"
    return f"about {number:,.0f}" if number >= 1.5 else f"about {number:.1g}"
