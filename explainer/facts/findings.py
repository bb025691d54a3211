"""
Titles of drawings state what the drawing shows; here their numbers are worked out anew from the rows under them.

Each number of a finding that counts something stands in the `words` of one entry of `finding_from`, which says how it
comes about.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from explainer.facts import backing, chart_table, numbers
from explainer.facts.collection import Collection
from explainer.facts.problems import Problem, nearest
from explainer.facts.records import Chart, Worked

# Words that allow a number to be near the true one and not equal to it, and how near: a twentieth.
HEDGES = ("about", "nearly", "almost", "over", "more than", "less than", "under")
NEAR = Decimal("0.05")


def problems(lib: Collection) -> Iterator[Problem]:
    """Numbers of findings that no entry explains, and those that come out otherwise."""
    for chart in lib.charts.values():
        place = lib.place("charts", chart.id, "finding")
        if chart.draw and chart.finding:
            for number in _unexplained(chart.finding, chart.finding_from, lib):
                message = f"chart '{chart.id}': nothing shows how “{number.text}” in its finding comes out of its rows"
                yield Problem(*place, message, "Add an entry to `finding_from` whose `words` hold the number.")
        for n, worked in enumerate(chart.finding_from):
            for message, mend in wrong(chart, worked):
                place = lib.place("charts", chart.id, "finding_from", n)
                yield Problem(*place, f"chart '{chart.id}': {message}", mend)


def wrong(chart: Chart, worked: Worked) -> Iterator[tuple[str, str]]:
    """What is wrong with one entry, and how to mend it."""
    if worked.words not in (chart.finding or ""):
        yield f"“{worked.words}” does not stand in its finding", "Copy the words from the finding."
        return
    rows = chart_table.named(chart)
    unknown = [name for name in worked.rows if name not in rows]
    if unknown:
        yield f"there is no row '{unknown[0]}'", nearest(unknown[0], rows) or f"Its rows: {', '.join(rows)}."
        return
    chosen = [rows[name] for name in worked.rows] or list(rows.values())
    said = _read(worked)
    results = _work_out(chart, worked, chosen)
    if results is None:
        yield (
            f"its rows hold no number for “{worked.words}”",
            f"Check `rows` and `columns` of this entry ({worked.kind}).",
        )
        return
    if len(said) != len(results) or not all(_agree(s, r, chart, worked) for s, r in zip(said, results, strict=False)):
        found = " and ".join(f"{r.normalize():,f}" for r in map(_short, results))
        yield f"its finding says “{worked.words}”, and its rows give {found}", "Mend the finding, or the row."


def _short(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.001")) if value != value.to_integral_value() else value


def _unexplained(finding: str, entries: list[Worked], lib: Collection) -> Iterator[numbers.Number]:
    held = [(at, at + len(e.words)) for e in entries if (at := finding.find(e.words)) >= 0]
    for number in backing.unbacked(finding, [], lib):
        if not any(start <= number.start and number.end <= end for start, end in held):
            yield number


def _read(worked: Worked) -> list[Decimal | numbers.Number]:
    """The numbers in the words; a share may be two of them, as in "two of three" and "one in four"."""
    found = list(numbers.find(worked.words))
    if worked.kind == "share" and len(found) == 2:
        return [found[0].value / found[1].value]
    return [*found]


def _work_out(chart: Chart, worked: Worked, rows: list[dict[str, Any]]) -> list[Decimal] | None:
    """The numbers that the words must hold; None where the rows do not give them."""
    if worked.kind in ("count", "above"):
        return [Decimal(_count(chart, worked, rows))]
    cells = [_numbers_in(row.get(column)) for row in rows for column in worked.columns or ["value"]]
    values = [value for cell in cells for value in cell]
    if not values:
        return None
    if worked.kind == "value":
        return [cell[0] for cell in cells if cell]
    total = sum(values, Decimal(0))
    if worked.kind == "share":
        whole = chart.total or sum((v for row in chart.data for v in _numbers_in(row.get("value"))), Decimal(0))
        return [total / whole] if whole else None
    return [{"sum": total, "lowest": min(values), "highest": max(values)}[worked.kind]]


def _count(chart: Chart, worked: Worked, rows: list[dict[str, Any]]) -> int:
    if worked.kind == "above":
        top = max(row.get("high") or float("inf") for row in rows)
        return sum(row.get("low", 0) > top for row in chart.data)
    if worked.columns:
        return sum(row.get(column) is not None for row in rows for column in worked.columns)
    return len(rows)


def _numbers_in(cell: Any) -> list[Decimal]:
    if isinstance(cell, str):
        return [number.value for number in numbers.find(cell)]
    return [Decimal(str(cell))] if isinstance(cell, int | float) else []


def _agree(said: Decimal | numbers.Number, result: Decimal, chart: Chart, worked: Worked) -> bool:
    scale = next((n for word, n in numbers.SCALES.items() if word in chart.unit), 1)
    return any(_near(said, wanted, worked.words) for wanted in (result, result * scale))


def _near(said: Decimal | numbers.Number, wanted: Decimal, words: str) -> bool:
    value = said if isinstance(said, Decimal) else said.value
    if value == wanted or (isinstance(said, numbers.Number) and numbers.agrees(said, wanted)):
        return True
    hedged = any(words.lower().startswith(hedge) for hedge in HEDGES)
    return hedged and abs(value - wanted) <= NEAR * abs(wanted)
