"""How the numbers of a chart's rows are put into words: in its drawing, its table and its description alike."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from explainer.facts import words
from explainer.facts.records import Chart

Row = dict[str, Any]


def number(value: Any, digits: int | None = None) -> str:
    """13.95 as it is, 1161 as '1,161', 20.0 as '20'; with `digits` that many decimals."""
    n = Decimal(str(value))
    if digits is not None:
        return f"{n:,.{digits}f}"
    text = f"{n:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(row: Row, digits: int | None = None) -> str:
    """The figure of a row: a number, a floor or a range, never more exact than its source."""
    if row.get("display"):
        return str(row["display"])
    low, high, value = row.get("low"), row.get("high"), row.get("value")
    if low is not None and high is None:
        return f"above {number(low - 1)}"
    if row.get("below"):
        return f"below {number(high)}"
    if low is not None:
        return f"{number(low)} to {'more than ' if row.get('high_open') else ''}{number(high)}"
    for key, prefix in (
        ("more_than", "more than "),
        ("at_least", "at least "),
        ("approximate", "about "),
        ("under", "just under "),
    ):
        if row.get(key):
            return prefix + number(value, digits)
    return number(value, digits)


def period(row: Row) -> str:
    """'October 2024 to September 2025'."""
    span = row["period"]
    return (
        f"{words.day(str(span['start']))} to {words.day(str(span['end']))}"
        if span.get("end")
        else words.day(str(span["start"]))
    )


def claim_of(row: Row, chart: Chart) -> str:
    """The claim that holds the figure of a row: its own, else the first of the chart; "" where there is none."""
    return str(row.get("claim") or (chart.claim_ids[0] if chart.claim_ids else ""))


def label(row: Row) -> str:
    """What a row is about: its `label`, else its first text."""
    return str(row.get("label") or next(v for v in row.values() if isinstance(v, str)))


def is_open(row: Row) -> bool:
    """Whether the figure is a floor: the true number is that or more."""
    ends = "low" in row and row.get("high") is None
    return bool(row.get("more_than") or row.get("at_least") or row.get("high_open") or ends)


def describe(rows: list[Row], unit: str) -> str:
    """The rows as one sentence, for readers who do not see the drawing."""
    return "; ".join(f"{label(r)}: {amount(r)}" for r in rows) + f" ({unit})."
