"""Arithmetic that the site states: worked out again, written as a reader reads it, found in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from explainer.facts.chart_table import number

TERM = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
EQUATION = re.compile(rf"({TERM}(?:\s*[+−–-]\s+{TERM})+)\s*=\s*({TERM})")
SIGN = re.compile(r"\s*([+−–-])\s+")


def compute(kind: str, values: list[Decimal]) -> Decimal:
    """
    The result of a sum, difference, percent (first of second) or ratio (first to second), not rounded.

    Raises `ZeroDivisionError` for a share of nothing.
    """
    if kind == "sum":
        return sum(values, Decimal(0))
    if kind == "difference":
        return values[0] - sum(values[1:], Decimal(0))
    if not values[1]:
        raise ZeroDivisionError("a share of nothing")
    ratio = values[0] / values[1]
    return ratio * 100 if kind == "percent" else ratio


def as_stated(kind: str, values: list[Decimal], stated: Decimal) -> Decimal:
    """The same; a share has as many digits after the point as are stated."""
    result = compute(kind, values)
    if kind in {"percent", "ratio"}:
        return result.quantize(Decimal(1).scaleb(int(stated.as_tuple().exponent)), ROUND_HALF_UP)
    return result


def equation(kind: str, values: list[Decimal]) -> str:
    """The left side of the arithmetic as a reader writes it: "335 + 210", "335 of 1,803 in percent"."""
    shown = [number(v) for v in values]
    if kind == "percent":
        return f"{shown[0]} of {shown[1]} in percent"
    return {"sum": " + ", "difference": " − ", "ratio": " ÷ "}[kind].join(shown)


def wrong(text: str) -> Iterator[str]:
    """What is wrong with each "a + b = c" or "a − b = c" of `text`; nothing where all of them come out."""
    for m in EQUATION.finditer(text):
        first, *rest = SIGN.split(m[1])
        total = _number(first)
        for sign, part in zip(rest[::2], rest[1::2], strict=True):
            total += _number(part) if sign == "+" else -_number(part)
        if total != _number(m[2]):
            yield f"the arithmetic is wrong: {m[1]} is {total:,f}, not {m[2]}"


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
