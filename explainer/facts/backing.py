"""
The figure rule itself: which numbers of a text need a claim, and which of them the claims hold.

A number is free when it is a date or a year, a place in a law or in a text, part of a name (`free-numbers.yml`), or a
small number in words that counts nothing ("two kinds of error", "the third officer"). Every other one is a figure.
Pages and records keep the same rule, so it stands here once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from explainer.facts import numbers
from explainer.facts.collection import Collection
from explainer.facts.records import Claim, Figure

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.|Feb\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\.)"
)
YEAR = r"(?:18|19|20)\d\d"

# What looks like a number and is none: the reason stands beside each pattern. Names stand in free-numbers.yml.
NOT_A_FIGURE = (
    rf"\b\d{{1,2}} (?:and \d{{1,2}} |or \d{{1,2}} )?{MONTH}(?: {YEAR})?\b",  # a day: 6 April 2021
    rf"\b{MONTH} \d{{1,2}}(?:(?: and | or | to |[-–])\d{{1,2}})?(?:, {YEAR})?\b",  # April 6, 2021; April 6 and 7
    rf"\b{YEAR}-\d\d(?:-\d\d)?\b",  # a date as data writes it
    rf"\b{YEAR}s\b",  # the 1990s
    (
        r"(?:\b(?:[Ss]ections?|[Cc]hapters?|[Aa]rticles?|[Pp]aragraphs?|[Tt]itle|Code)|§§?) ?(?=[a-z(]*\d)[\d.\-()a-z]+"
        r"(?:(?:,? (?:to|and|or) |, )[\d.\-]+)*"  # a place in a law, or several
    ),
    r"\bISO/IEC [\d-]+|\b(?:WCAG\)?|Guidelines \(WCAG\)) \d\.\d|\bCC BY \d\.\d",  # names of standards
    r"\b10\.\d{4,9}/[^\s,;)]+",  # the address of a paper (DOI)
    r"\bPDF/[AU]\w*-\d\w?|\bPython \d\.\d+|\bUTF-8\b|\bRFC \d{3,4}\b|\b(?:[234]-?D|[345]G|4K)\b",  # more of them
    r"\bP\d{1,2}(?: S\d+(?:-S\d+)?)?\b",  # a paragraph of the article that is examined
    r"\b(?:1:1|1:N)\b",  # kinds of comparison
    r"\b(?:Figures?|[Pp]arts?|[Ss]teps?|[Qq]uestions?|[Rr]anks?) \d{1,2}(?:(?:[-–]| and | to )\d{1,2})?\b",
    r"\b(?:[Pp]ages?|pp?\.) \d+(?:(?:[-–]| and | to )\d+)?\b",  # a place in a text
    (
        r"\b(?:\d+(?:st|nd|rd|th)|[a-z]+(?:-[a-z]+)?(?:th|rst|nd|rd)) "
        r"(?i:century|amendment|circuit|congress|legislature|district|division|precinct|street|avenue|anniversary)\b"
    ),  # a name or a time: Ninth Circuit, 21st century
)

# A number like 2019 is a year where it reads as one. After a month nothing else can be meant.
_MONTH_BEFORE = re.compile(rf"\b(?i:{MONTH}|spring|summer|autumn|fall|winter|\d,)[ -]\(?$")
_SOME = "About|Around|Nearly|Almost|Over|Roughly|Some|Only|Exactly|Than|Least|Most|All|Up|Under|Below|Above|Another"
_BEFORE_YEAR = re.compile(
    r"(?:^|[(\[|“\"'/:;*–]\s*|\b(?i:years?|early|mid|late)[ -]\(?"
    r"|\b(?i:in|since|of|from|to|by|until|till|before|after|during|through|between|and|or|for|with|the|a|an|its|his|her"
    r"|their|this|that|covers?|only|on) [(\[]?"
    rf"|, |’s |'s |s['’] |\b(?!(?:{_SOME})\b)[A-Z][\w.-]* )$"
)
_AROUND_YEAR = re.compile(r"\b(?i:around|about|circa) $")  # "around 2018." and no word after it
# After these it may also count what follows: "a list of 2000 names", "for 2000 people", and at the start "2000 faces".
_LOOSE = re.compile(
    r"\b(?i:for|to|with|and|or|only|on) $|, $|(?:^|[|(“\"'*]\s*)$|\b(?i:total|list|number|set|group|gallery|database"
    r"|sample|pool|out|all|most|some|any|none|each|average|maximum|minimum|range|collection|sum|series|scale) of $"
)
_PLURAL = re.compile(
    r"[ -](?:(?:more|other|such|different|single)\b"
    r"|(?!(?:was|has|does|says|this|its|is|as|thus|unless|plus|makes|shows|gives|goes|rests)\b)[a-z]{2,}(?<![su'’i])s\b"
    r"(?! (?:\d|(?:the|an?|its|that|no|how|all|more|at|from)\b))"
    r"|(?:people|men|women|children|persons|police|staff)\b)"
)
_OF_THEM = re.compile(r",? (?:out )?of (?:them\b|us\b|(?:these|those|all)\b(?! \w))| or so\b")
_OF_THE = re.compile(r" (?:out )?of (?:the|these|those|its|our|their|all)\b(?: the\b)?")
_RATIO = re.compile(r"[ -](?:in|out of)[ -](?:every )?", re.IGNORECASE)  # nine in ten, one out of three
_NOUNS = (
    "percent", "times", "hours?", "days?", "weeks?", "months?", "years?", "minutes?", "dollars", "euros", "pounds",
    "hundred", "thousand", "million", "billion", "cases",
)  # fmt: skip
_ORDINARY = {"kinds", "others", "people", "places", "questions"}  # units of ordinary language: "two kinds of error"
SMALL = 10


def numbers_in(text: str, lib: Collection) -> list[numbers.Number]:
    """Numbers of `text` that are no date, no year, no part of a name and no place in a row ("the third officer")."""
    found = numbers.find(_masked(text, lib))
    return [number for number in found if number.kind != "ordinal" or number.value > SMALL]


def unbacked(text: str, held: Iterable[Decimal], lib: Collection) -> list[numbers.Number]:
    """Numbers in `text` that are figures, and that none of the numbers `held` stands for."""
    values = list(held)
    masked = _masked(text, lib)
    found = numbers.find(masked)
    ratios = {n for pair in pairwise(found) if _is_ratio(*pair, masked) for n in pair}
    return [
        number
        for number in found
        if (number in ratios or _counts(number, masked, lib))
        and not any(number.value == value or numbers.agrees(number, value) for value in values)
    ]


def held(claims: Iterable[Claim]) -> Iterator[Decimal]:
    """Every number that claims hold."""
    for claim in claims:
        for figure in claim.figures.values():
            yield from _values(figure)


def displays(claim: Claim) -> str:
    """The figures of a claim as they are printed."""
    return "; ".join(figure.display for figure in claim.figures.values()) or "no figure"


def stands_for(written: str, number: numbers.Number) -> bool:
    """Whether an editor who writes `written` means this number."""
    if re.search(rf"(?<!\w){re.escape(written)}(?!\w)", number.text, re.IGNORECASE):
        return True  # "third" for "a third"
    parsed = numbers.find(written)
    return len(parsed) == 1 and parsed[0].value == number.value


@lru_cache(maxsize=8192)
def _values(figure: Figure) -> tuple[Decimal, ...]:
    """Every number of a figure, those of its display as well; asked for by each sentence that cites its claim."""
    return (*figure.values(), *(number.value for number in numbers.find(figure.display)))


def _masked(text: str, lib: Collection) -> str:
    """The text without what looks like a number and is none."""
    return _mask(text, _free(lib), _counted(lib, 0))


@lru_cache(maxsize=8192)
def _mask(text: str, free: re.Pattern[str], counted: re.Pattern[str]) -> str:
    """Kept for each text, because an edit changes one of thousands and all are asked again."""
    return _mask_years(free.sub(_blank, text), counted)


def _counts(number: numbers.Number, text: str, lib: Collection) -> bool:
    """Whether a number is a figure and no ordinary language."""
    if number.kind == "ordinal":
        return number.value > SMALL
    if number.kind != "cardinal" or number.value > SMALL:
        return True
    if number.value == 1 or re.search(r"\b(?:any|these|those) $", text[: number.start], re.IGNORECASE):
        return False  # "any two groups" counts nothing
    after = _OF_THE.sub("", text[number.end :], count=1)
    return bool(_OF_THEM.match(text[number.end :]) or _counted(lib, 1).match(after))


def _is_ratio(part: numbers.Number, whole: numbers.Number, text: str) -> bool:
    """Whether two numbers say a share: "nine in ten"."""
    between = text[part.end : whole.start]
    return bool(_RATIO.fullmatch(between)) and "ordinal" not in (part.kind, whole.kind) and whole.value > part.value


def _mask_years(text: str, counted: re.Pattern[str]) -> str:
    """The text without the numbers that read as years."""
    spans = re.compile(
        rf"(?<![\w.,-])({YEAR})((?:[-–](?:{YEAR}|\d\d(?!\d)))| (?:to|and|or|through) {YEAR})?(?!\w|[.,]\d)"
    )
    for m in spans.finditer(text):
        before, after = text[: m.start()], text[m.end() :]
        if not _MONTH_BEFORE.search(before):
            compound = re.match(r"-(?!(?:era|style|based|vintage)\b)[a-z]", after)  # "a 2000-page report"
            if _OF_THEM.match(after) or counted.match(after) or compound:
                continue
            around = _AROUND_YEAR.search(before) and re.match(r"[.,;:!?)]|$", after)
            if m[1] < "19" and re.search(r"(?:^|[|(“\"'*]\s*)$", before):
                continue  # a cell that holds 1803 counts something
            if not (m[2] or around or _BEFORE_YEAR.search(before)) or (_LOOSE.search(before) and _PLURAL.match(after)):
                continue
        text = before + re.sub(r"\w", "_", m[0]) + after
    return text


@lru_cache(maxsize=4)
def _free(lib: Collection) -> re.Pattern[str]:
    patterns = [*NOT_A_FIGURE, *(entry.pattern for entry in lib.free_numbers.values())]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


@lru_cache(maxsize=8)
def _counted(lib: Collection, between: int) -> re.Pattern[str]:
    """What follows a number that counts, after `between` words at most: units of the ledger, and words that count."""
    units = Counter(
        word.lower()
        for claim in lib.claims.values()
        for unit in {figure.unit for figure in claim.figures.values()}
        for word in re.findall(r"[A-Za-z]+", re.split(r"\b(?:of|in|per|at|for|on|by|to)\b", unit)[0])[-1:]
        if re.fullmatch(r"[A-Za-z]{2,}(?<!s)s", word) and word not in _ORDINARY
    )
    nouns = "|".join(sorted({*_NOUNS, *(unit for unit, claims in units.items() if claims > 1)}))
    return re.compile(rf"[ -](?:\w+[ -]){{0,{between}}}(?:{nouns})\b", re.IGNORECASE)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"\w", "_", match[0])
