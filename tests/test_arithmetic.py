"""Sums, shares and the arithmetic in sentences."""

from __future__ import annotations

from decimal import Decimal

import pytest

from explainer.facts import arithmetic
from explainer.facts.library import Library
from tests.desk import DOCS


def numbers(*values: str) -> list[Decimal]:
    return [Decimal(value) for value in values]


def test_results() -> None:
    assert arithmetic.compute("sum", numbers("335", "210", "97", "1161")) == 1803
    assert arithmetic.compute("difference", numbers("1803", "335", "210")) == 1258
    assert arithmetic.compute("percent", numbers("335", "1000")) == Decimal("33.5")
    assert arithmetic.compute("ratio", numbers("3", "2")) == Decimal("1.5")


def test_a_share_of_nothing_is_an_error() -> None:
    with pytest.raises(ZeroDivisionError):
        arithmetic.compute("percent", numbers("335", "0"))


def test_equations_read_as_a_reader_writes_them() -> None:
    assert arithmetic.equation("sum", numbers("335", "1161")) == "335 + 1,161"
    assert arithmetic.equation("difference", numbers("1803", "0.50")) == "1,803 − 0.5"
    assert arithmetic.equation("percent", numbers("335", "1803")) == "335 of 1,803 in percent"
    assert arithmetic.equation("ratio", numbers("100", "3")) == "100 ÷ 3"


@pytest.mark.parametrize(
    "right",
    [
        "335 + 210 + 97 + 1,161 = 1,803",
        "1,803 − 335 = 1,468",
        "1,803 - 335 = 1,468",
        "0.1 + 0.2 = 0.3",
        "no sum here",
        "210 and 69 make 279",
    ],
)
def test_right_sentences(right: str) -> None:
    assert list(arithmetic.wrong(f"The sum {right}.")) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("335 + 210 = 546", "the arithmetic is wrong: 335 + 210 is 545, not 546"),
        ("1,803 − 335 = 1,469", "the arithmetic is wrong: 1,803 − 335 is 1,468, not 1,469"),
        ("335 + 210 + 97 + 1,161 = 1,804", "the arithmetic is wrong: 335 + 210 + 97 + 1,161 is 1,803, not 1,804"),
        ("18.6 + 11.6 = 30", "the arithmetic is wrong: 18.6 + 11.6 is 30.2, not 30"),
    ],
)
def test_wrong_sentences(wrong: str, said: str) -> None:
    assert list(arithmetic.wrong(f"The sum {wrong}.")) == [said]


def test_the_sums_that_the_issue_names_are_recomputed() -> None:
    library = Library.read(DOCS)
    stated = {
        arithmetic.equation(s.kind, [library.figure_value(p) or Decimal(0) for p in s.parts])
        for s in library.sums.values()
    }
    assert {"335 + 210 + 97 + 1,161", "210 + 69"} <= stated
