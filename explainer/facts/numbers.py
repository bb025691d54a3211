"""
Numbers in running text: digits, fractions, multiples and words ("18.27 million", "½", "tenfold", "sixty-nine").

One idea: `find(text)` gives every number with its value and place, so that records, the figure rule and the sums all
read numbers in the same way. Numbers in words are read by text2num.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from text_to_num import find_numbers, text2num

SCALES = {
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
# Letters that stand right after digits: "30bn", "3m". Any others are a unit: "500km".
SUFFIXES = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12} | SCALES
SHARES = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "twentieth": 20, "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
MULTIPLES: dict[str, int | Decimal] = {
    "twice": 2, "thrice": 3, "doubl": 2, "tripl": 3, "quadrupl": 4, "halv": Decimal("0.5"),
}  # fmt: skip

Kind = Literal["digits", "cardinal", "ordinal", "share", "multiple"]


@dataclass(frozen=True)
class Number:
    """
    A number found in text; `start` and `end` are character offsets, `decimals` digits after the point.

    `scale` is what the digits are multiplied by: a million in "18.27 million".
    """

    start: int
    end: int
    text: str
    value: Decimal
    kind: Kind
    decimals: int = 0
    scale: int = 1

    @property
    def in_words(self) -> bool:
        """Whether it is spelled out."""
        return self.kind != "digits"


_VULGAR = "[¼-¾⅐-⅞↉]"
_DIGITS = re.compile(
    rf"""
    (?<![\w.,])(?<!\w-)
    (?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d*(?:\.\d+)|\d+)
    (?P<part>{_VULGAR})?
    (?:(?P<suffix>[a-zµ]+)|[⁰¹²³⁴-⁹]+)?
    (?:[ -](?P<scale>{"|".join(SCALES)})\b)?(?!\w)
    | (?P<alone>{_VULGAR}|[①-⓿❶-➓])
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Shares: "two-thirds", "three quarters", "a fifth of"; "a third" alone is a share only where no noun follows it,
# because "a third party" and "its third quarter" are none, and neither is a quarter of a year.
_DENOMINATORS = "|".join(word for word in SHARES if word != "half")
_MANY = "two|three|four|five|six|seven|eight|nine|ten|several"
_AFTER_SHARE = (
    r"(?=\ of\b(?!\ (?:the|an?|this|that|each|every|last|next|fiscal|calendar)\ (?:\w+\ )?year\b)"
    r"|\ (?:as|more|less|fewer|larger|smaller|higher|lower|longer|faster|to|and|or|but|in|on|at|by|than|from)\b"
    r"|[.,;:!?)”\"]|\s*$)"
)
_SHARE = re.compile(
    rf"""
    \b(?P<many>{_MANY})[ -](?P<shares>(?:{_DENOMINATORS})s|halves)\b
    | \b(?:an?|one)[ -](?P<share>{_DENOMINATORS})\b{_AFTER_SHARE}
    | (?<!\b[Ff]irst\ )(?<!\b[Ss]econd\ )(?<!\b[Ll]atter\ )(?<!\b[Oo]ther\ )(?<!\b[Bb]etter\ )
      \b(?P<half>half|halves)\b(?!-(?!hour|dozen|million|billion|century|year)\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Multiples where they count: "twice as many", "double the rate", "more than twice"; not "asked twice".
_ABOUT = r"\b(?:than|about|almost|nearly|over|around|roughly|least|most|only|some)\ "
_MULTIPLE = re.compile(
    rf"""
    \b(?P<twice>twice|thrice)\b(?=\ (?:as|that|the|its|their|this|what|an?|each|every)\b)
    | (?:{_ABOUT})(?P<about>twice|thrice|double|triple|quadruple)\b
    | \b(?P<verb>(?:doubl|tripl|quadrupl)(?:ed|ing)|halv(?:ed|ing))\b
    | \b(?P<plain>(?:double|triple|quadruple)s?)\b(?=\ (?:the|that|its|their|what|as)\b)
    | \b(?P<fold>[a-z]+(?:-[a-z]+)?)-?fold\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DOZEN = re.compile(r"\b(?:(?P<many>[a-z]+) )?(?P<dozen>dozens?)\b", re.IGNORECASE)

# Texts without any of these need no further look.
_WORDS = re.compile(
    r"\b(?:zero|nought|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twent|thirt|fort|fift|sixt|"
    r"sevent|eight|ninet|tens|hundred|thousand|million|billion|trillion|first|second|third|fifth|ninth|twelfth|\w+th\b)",
    re.IGNORECASE,
)
_NO_NUMBER = re.compile(r"\bone[- ]to[- ](?:one|many)\b|\b(?:no|any|some|every)[- ]one\b", re.IGNORECASE)
# "between one hundred and two hundred" are two numbers, "one hundred and two" is one.
_NEXT_NUMBER = re.compile(r"\band(?= \w+(?:[ -]\w+)? (?:hundred|thousand|million|billion|trillion)\b)", re.IGNORECASE)


@lru_cache(maxsize=16_384)  # while an editor works on one line, all others are asked again and again
def find(text: str) -> tuple[Number, ...]:
    """The numbers of `text` in order; hyphenated digits ("10-hour") are found, "one-to-one" is not a number."""
    rest = _NO_NUMBER.sub(_blank, text)
    found: list[Number] = []
    for read in (_digits, _shares, _multiples, _dozens, _in_words):
        numbers = read(rest)
        found += [Number(n.start, n.end, text[n.start : n.end], n.value, n.kind, n.decimals, n.scale) for n in numbers]
        for number in numbers:
            rest = rest[: number.start] + "_" * (number.end - number.start) + rest[number.end :]
    return tuple(_with_halves(sorted(found, key=lambda number: number.start), text))


def agrees(shown: Number, value: Decimal) -> bool:
    """
    Tell whether a shown number stands for `value`: equal, or `value` rounded to the digits shown.

    "about 14" agrees with 13.95 and "5.9" with 5.92; "13.9" does not agree with 13.95.
    """
    if shown.value == value:
        return True
    if shown.in_words:
        return False
    step = Decimal(shown.scale).scaleb(-shown.decimals)
    return -step / 2 <= value - shown.value < step / 2 and value != 0 and abs(value) >= step


def _blank(match: re.Match[str]) -> str:
    return "_" * len(match[0])


def _digits(text: str) -> list[Number]:
    found = []
    for m in _DIGITS.finditer(re.sub(r"(?<=\d)[-–](?=\d|[A-Za-z])", " ", text)):
        if m["alone"]:
            found.append(Number(*m.span(), m[0], _of_sign(m["alone"]), "digits", 2))
            continue
        digits = m["digits"].replace(",", "")
        scale = SUFFIXES.get((m["suffix"] or "").lower(), 1) * SCALES.get((m["scale"] or "").lower(), 1)
        value = Decimal(digits) + (_of_sign(m["part"]) if m["part"] else 0)
        found.append(Number(*m.span(), m[0], value * scale, "digits", len(digits.partition(".")[2]), scale))
    return found


def _of_sign(sign: str) -> Decimal:
    return Decimal(str(unicodedata.numeric(sign)))


def _shares(text: str) -> list[Number]:
    found = []
    for m in _SHARE.finditer(text):
        of = (m["shares"] or m["share"] or "half").lower().removesuffix("s").replace("halve", "half")
        many = 1 if not m["many"] or m["many"].lower() == "several" else text2num(m["many"].lower(), "en")
        found.append(Number(*m.span(), m[0], Decimal(many) / SHARES[of], "share"))
    return found


def _multiples(text: str) -> list[Number]:
    found = []
    for m in _MULTIPLE.finditer(text):
        if m["fold"]:
            try:
                times = Decimal(text2num(m["fold"].lower(), "en"))
            except ValueError:
                continue  # "manifold", "unfold"
        else:
            word = (m["twice"] or m["about"] or m["verb"] or m["plain"]).lower()
            times = Decimal(next(value for stem, value in MULTIPLES.items() if word.startswith(stem)))
        start = m.start("about") if m["about"] else m.start()
        found.append(Number(start, m.end(), text[start : m.end()], times, "multiple"))
    return found


def _dozens(text: str) -> list[Number]:
    found = []
    for m in _DOZEN.finditer(text):
        try:
            many, start = text2num((m["many"] or "").lower(), "en"), m.start()
        except ValueError:
            many, start = 1, m.start("dozen")
        found.append(Number(start, m.end(), text[start : m.end()], Decimal(12 * many), "cardinal"))
    return found


class _Token:
    """A word, or what stands between two, as text2num takes it."""

    def __init__(self, text: str, start: int, *, apart: bool) -> None:
        self._text, self.start, self.end, self._apart = text, start, start + len(text), apart

    def text(self) -> str:
        return self._text

    def nt_separated(self, _previous: _Token) -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return self._apart


def _in_words(text: str) -> list[Number]:
    if not _WORDS.search(text):
        return []
    apart = {m.start() for m in _NEXT_NUMBER.finditer(text)}
    tokens = [
        _Token(m[0], m.start(), apart=m.start() in apart or m[0] in {"o", "O"})
        for m in re.finditer(r"[^\W_]+|[\W_]+", text)
    ]
    found: list[Number] = []
    for part in find_numbers(tokens, "en", threshold=0):
        value = Decimal(re.match(r"[\d.]+", part.text)[0])  # type: ignore[index]
        start, end = tokens[part.start].start, tokens[part.end - 1].end
        last = found[-1] if found else None
        if last and text[last.end : start] == " " and text[start:end].lower() in SCALES and "point" in last.text:
            found[-1] = Number(last.start, end, text[last.start : end], last.value * value, "cardinal")
            continue  # "one point five million"
        found.append(Number(start, end, text[start:end], value, "ordinal" if part.is_ordinal else "cardinal"))
    return found


def _with_halves(found: list[Number], text: str) -> list[Number]:
    """The same with "four and a half" as one number."""
    joined: list[Number] = []
    for number in found:
        last = joined[-1] if joined else None
        if last and number.value == Decimal("0.5") and text[last.end : number.start].lower() == " and a ":
            value = last.value + number.value
            joined[-1] = Number(last.start, number.end, text[last.start : number.end], value, last.kind)
        else:
            joined.append(number)
    return joined
