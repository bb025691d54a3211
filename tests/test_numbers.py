"""Which numbers are read in running text, and with which value."""

from __future__ import annotations

from decimal import Decimal

import pytest

from explainer.facts import numbers


def values(text: str) -> list[Decimal]:
    return [number.value for number in numbers.find(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # digits
        ("335 bodies", ["335"]),
        ("1,803 bodies", ["1803"]),
        ("1803 bodies.", ["1803"]),
        ("In all, 1,161, no more", ["1161"]),
        ("$18.27 million", ["18270000"]),
        ("€30.5 million", ["30500000"]),
        ("18.6%", ["18.6"]),
        ("(335)", ["335"]),
        ("“335”", ["335"]),
        ("**335** bodies", ["335"]),
        ("a share of .5", ["0.5"]),
        ("fell by -5 points", ["5"]),
        ("0 errors", ["0"]),
        # ranges, scores and hyphens
        ("500-1,000", ["500", "1000"]),
        ("500–1,000 searches", ["500", "1000"]),
        ("a vote of 13-0", ["13", "0"]),
        ("a 10-hour shift", ["10"]),
        ("3-4 times", ["3", "4"]),
        ("a 30-billion-image database", ["30000000000"]),
        # letters after the digits
        ("the 9th and 2nd", ["9", "2"]),
        ("a 10-fold rise", ["10"]),
        ("3x as many", ["3"]),
        ("30bn images", ["30000000000"]),
        ("5k fans", ["5000"]),
        ("in their 30s", ["30"]),
        # words
        ("sixty-nine bodies", ["69"]),
        ("sixty nine bodies", ["69"]),
        ("Twelve questions", ["12"]),
        ("three billion images", ["3000000000"]),
        ("two hundred requests", ["200"]),
        ("a hundred times", ["100"]),
        ("hundreds of agencies", ["100"]),
        ("half an hour", ["0.5"]),
        ("a quarter of them", ["0.25"]),
        ("a dozen", ["12"]),
    ],
)
def test_numbers_are_read(text: str, found: list[str]) -> None:
    assert values(text) == [Decimal(value) for value in found]


@pytest.mark.parametrize(
    "text",
    [
        "one-to-one and one-to-many",
        "one to many",
        "COVID-19",
        "A1 and B2B",
        "the NIST8280 file",
        "someone in a tent, often alone",
        "the phonebook, attention, weighty, heightened",
        "no number",
        "",
    ],
)
def test_what_only_looks_like_a_number_is_not_read(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    "text", ["335", "a 500-1,000 range", "one-to-one and 18.27 million", "twelve, 3x and a hundred"]
)
def test_a_number_knows_its_place(text: str) -> None:
    for number in numbers.find(text):
        assert text[number.start : number.end] == number.text


@pytest.mark.parametrize(
    ("shown", "value"),
    [
        ("14", "13.95"),
        ("5.9", "5.92"),
        ("5.9", "5.85"),
        ("18.6 percent", "18.58"),
        ("18.27 million", "18270000"),
        ("18.27 million", "18268321"),
        ("30bn", "30400000000"),
        ("1,803", "1803"),
        ("three", "3"),
    ],
)
def test_a_rounded_number_stands_for_the_exact_one(shown: str, value: str) -> None:
    (number,) = numbers.find(shown)
    assert numbers.agrees(number, Decimal(value))


@pytest.mark.parametrize(
    ("shown", "value"),
    [
        ("13.9", "13.95"),
        ("14", "14.5"),
        ("5.8", "5.92"),
        ("18.27 million", "18.27"),
        ("18 million", "18600000"),
        ("three", "3.2"),
        ("0", "0.4"),
        ("1", "0.6"),
        ("335", "336"),
    ],
)
def test_a_number_does_not_stand_for_another(shown: str, value: str) -> None:
    (number,) = numbers.find(shown)
    assert not numbers.agrees(number, Decimal(value))
