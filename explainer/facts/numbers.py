"""
Numbers in running text: digits, scales ("18.27 million") and words ("sixty-nine", "half an hour").

One idea: `find(text)` gives every number with its value and place, so that records, the figure
rule and the sums all read numbers in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from num2words import num2words

SCALES = {
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
# Letters that stand right after digits: "3x", "30bn". A bare "m" or "b" may be a metre or a clause.
SUFFIXES = {"x": 1, "s": 1, "k": 10**3, "bn": 10**9}
PARTS = {
    "half": Decimal("0.5"),
    "halves": Decimal("0.5"),
    "third": Decimal(1) / 3,
    "thirds": Decimal(1) / 3,
    "quarter": Decimal("0.25"),
    "quarters": Decimal("0.25"),
}
GROUPS = {
    "dozen": 12,
    "dozens": 12,
    "hundred": 100,
    "hundreds": 100,
    "hundredfold": 100,
    "thousands": 1000,
    "millions": 10**6,
    "billions": 10**9,
}


@dataclass(frozen=True)
class Number:
    """A number found in text; `start` and `end` are character offsets, `decimals` digits after the point."""

    start: int
    end: int
    text: str
    value: Decimal
    decimals: int
    in_words: bool


@cache
def _words() -> dict[str, int]:
    """Every cardinal from zero to ninety-nine, with and without the hyphen."""
    table = {}
    for n in range(100):
        word = num2words(n)
        table[word] = n
        table[word.replace("-", " ")] = n
    return table


@cache
def _pattern() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, _words()), key=len, reverse=True))
    scales = "|".join(SCALES)
    named = "|".join([*GROUPS, *PARTS])
    return re.compile(
        rf"""
        (?<![\w.,])(?<!\w-)(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d*(?:\.\d+)|\d+)
            (?:st|nd|rd|th|-fold|(?P<suffix>bn|[xsk]))?
            (?:[\ -](?P<scale>{scales})\b)?(?![\w])
        |
        \b(?P<word>{words})(?:[\ -](?P<multiple>hundred|{scales}))?\b
        |
        \ba[ ](?P<one>hundred|{scales})\b
        |
        \b(?P<named>{named})\b
        """,
        re.VERBOSE | re.IGNORECASE,
    )


def find(text: str) -> Iterator[Number]:
    """Yield the numbers of `text` in order; hyphenated digits ("10-hour") are found, "one-to-one" is not a number."""
    text_for_digits = re.sub(r"(?<=\d)[-–](?=\d|[A-Za-z])", " ", text)
    text_for_digits = re.sub(
        r"\bone[- ]to[- ](one|many)\b", lambda m: "_" * len(m[0]), text_for_digits, flags=re.IGNORECASE
    )
    for m in _pattern().finditer(text_for_digits):
        if m["digits"]:
            digits = m["digits"].replace(",", "")
            value = Decimal(digits)
            if m["scale"]:
                value *= SCALES[m["scale"].lower()]
            value *= SUFFIXES[(m["suffix"] or "x").lower()]
            decimals = len(digits.partition(".")[2])
            yield Number(m.start(), m.end(), text[m.start() : m.end()], value, decimals, in_words=False)
        else:
            if m["word"]:
                value = Decimal(_words()[m["word"].lower()])
                multiple = (m["multiple"] or "").lower()
                value *= 100 if multiple == "hundred" else SCALES.get(multiple, 1)
            elif m["one"]:
                value = Decimal(100 if m["one"].lower() == "hundred" else SCALES[m["one"].lower()])
            else:
                name = m["named"].lower()
                value = Decimal(GROUPS[name]) if name in GROUPS else PARTS[name]
            yield Number(m.start(), m.end(), m[0], value, 0, in_words=True)


def agrees(shown: Number, value: Decimal) -> bool:
    """
    Tell whether a shown number stands for `value`: equal, or `value` rounded to the digits shown.

    "about 14" agrees with 13.95 and "5.9" with 5.92; "13.9" does not agree with 13.95.
    """
    if shown.value == value:
        return True
    if shown.in_words:
        return False
    factors = SCALES | SUFFIXES
    scale = Decimal(next((f for name, f in factors.items() if shown.text.lower().endswith(name)), 1))
    step = scale.scaleb(-shown.decimals)
    return -step / 2 <= value - shown.value < step / 2 and value != 0 and abs(value) >= step
