"""
The figure rule: a number in prose is backed by a claim, or is a date, or says why it needs no source.

`page_problems` reads one page and reports every number that has no claim, and every number inside
a claim link that the claim does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

from explainer.facts import arithmetic, numbers
from explainer.facts.library import Library
from explainer.facts.problems import Problem
from explainer.facts.records import Claim, Figure
from explainer.text import cites
from explainer.text.blocks import BLOCKS
from explainer.text.pages import FIGURE_MARK, INLINE_LINK, REFERENCE, Page
from explainer.text.scanner import COMMENT, BlockUse, Line

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.|Feb\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\.)"
)
YEAR = r"(?:18(?!03)|19|20)\d\d"  # 1803 is a count on this site

# What is counted: "1999 agencies" is no year, and "two searches" is no ordinary small number.
NOUNS = (
    r"(?:percent|times|arrests?|searches|agencies|bodies|departments|hours?|days?|weeks?|months?|"
    r"years?|minutes?|cases|requests|dollars|hundred|thousand|million|billion|algorithms|images|photos|officers|"
    r"employees|matches|states|groups|votes|leads)\b"
)

# What looks like a number and is none: the reason stands beside each pattern.
NOT_A_FIGURE = [
    rf"\b\d{{1,2}} (?:and \d{{1,2}} |or \d{{1,2}} )?{MONTH}(?: {YEAR})?",  # a day: 6 April 2021
    rf"\b{MONTH} \d{{1,2}}(?:, {YEAR})?\b",  # a day in a name: January 6 attack
    rf"\b{YEAR}(?:[-–]{YEAR}|[-–]\d\d)?s?(?!\d|,\d)\b(?![ -]{NOUNS})",  # a year or a span of years
    (
        r"\b(?:[Ss]ections?|[Cc]hapter|[Aa]rticle|[Pp]aragraph|[Tt]itle|RCW|Code) (?=[a-z(]*\d)[\d.\-()a-z]+"
        r"(?: (?:to|and) [\d.\-]+)?"  # a place in a law
    ),
    r"\b\d{3}\.\d{3}\b",  # a section of Texas law: 552.054
    r"\b(?:H\.B\.|HB|S\.B\.|SB|H\.R\.|(?<!U\.)S\.|No\.) ?\d+",  # a bill
    r"\b\d{3}\(g\)",  # the 287(g) program
    r"\b(?:NIST )?IR ?\d{4}\b|\bNISTIR \d{4}\b",  # a report
    r"\bISO/IEC [\d-]+|\b(?:WCAG\)?|Guidelines \(WCAG\)) \d\.\d|\bCC BY \d\.\d",  # names of standards
    r"\bPDF/[AU]\w*-\d\w?|\bPython \d\.\d+|\bUTF-8",  # more of them
    r"\b(?:CBS|FOX|Fox|NBC|ABC|WFAA|KXAN) ?\d{1,2}\b",  # a broadcaster
    r"\bP\d+(?: S\d+(?:-S\d+)?)?\b",  # a paragraph of the article
    r"\b(?:1:1|1:N)\b",  # kinds of comparison
    r"\b(?:Figures?|[Pp]ages?|pp\.|[Pp]art|[Ss]tep|[Qq]uestion) \d+(?:[-–]\d+)?",  # a place in a text
]
SKIP = re.compile("|".join(f"(?:{pattern})" for pattern in NOT_A_FIGURE))

# Small numbers in words are ordinary language ("two kinds of error"), unless they count something.
COUNTED = re.compile(rf"[ -](?:\w+[ -]){{0,1}}{NOUNS}", re.IGNORECASE)
SMALL = 10


def page_problems(page: Page, lib: Library) -> Iterator[Problem]:
    """All breaches of the figure rule in one page."""
    file = f"docs/{page.src}"
    cited = cites.cited_claims(page, lib)
    counted = _counted(page, lib)
    for line in page.lines:
        if line.kind not in {"code", "option", "blank"}:
            yield from _line_problems(file, line, lib, cited, counted)
    for block in page.blocks:
        for text in _shown(block):
            for number in unbacked(text, cited, counted):
                message = f"block '{block.name}' says “{number.text}”, and no claim cited on the page holds that figure"
                yield Problem(file, block.line, message, _suggest(number, lib))
    for key in ("title", "description"):
        text = str(page.front_matter.get(key, ""))
        for number in unbacked(text, cited, counted):
            message = f"the {key} says “{number.text}”, and no claim cited on the page holds that figure"
            yield Problem(file, 1, message, _suggest(number, lib))


def _shown(block: BlockUse) -> Iterator[str]:
    """What a block's own line and options print: a caption, a title, labels."""
    if block.name in BLOCKS and BLOCKS[block.name].argument.startswith("text"):
        yield block.arg
    for row in block.options.get("figures") or []:
        if isinstance(row, dict):
            yield str(row.get("label", ""))


def _counted(page: Page, lib: Library) -> set[Decimal]:
    """Numbers of records that blocks of this page list in full: a heading may say "Twelve questions"."""
    whole = [b for b in page.blocks if b.name in BLOCKS and not b.ids() and not b.options]
    kinds = filter(None, (BLOCKS[b.name].home_of for b in whole))
    return {Decimal(len(getattr(lib, kind, ()))) for kind in kinds}


def _line_problems(file: str, line: Line, lib: Library, cited: list[Claim], counted: set[Decimal]) -> Iterator[Problem]:
    mark = FIGURE_MARK.search(line.text)
    if mark and len(mark["reason"]) < 8:
        yield Problem(file, line.number, "the figure mark gives no reason", "Write why the number needs no source.")
    text = re.sub(r"`[^`]*`|</?[a-zA-Z][^>]*>", " ", COMMENT.sub("", line.text))
    if mark and not text.strip():
        mend = "Put it at the end of the line with the figure; alone it also cuts a table in two."
        yield Problem(file, line.number, "the figure mark stands alone", mend)
    for message in arithmetic.wrong(text):
        yield Problem(file, line.number, message, "Mend the numbers.")
    rest = []
    end = 0
    for m in REFERENCE.finditer(text):
        rest.append(text[end : m.start()])
        end = m.end()
        claim = lib.claims.get((m["id"] or m["text"]).strip().lower())
        if claim is None:
            rest.append(m["text"])
            continue
        rest.append(" ")
        for number in unbacked(m["text"], [claim]):
            holds = "; ".join(f.display for f in claim.figures.values()) or "no figure"
            message = f"the link says “{number.text}”, but the claim '{claim.id}' holds: {holds}"
            yield Problem(file, line.number, message, _suggest(number, lib))
    rest.append(text[end:])
    prose = INLINE_LINK.sub(lambda m: m["text"], "".join(rest))
    prose = re.sub(r"^\s*\d+\.\s", "", prose)  # the marker of a numbered list
    backing = cited if line.kind == "heading" else []
    found = unbacked(prose, backing, counted)
    if mark:
        if not found and text.strip():
            yield Problem(file, line.number, "the figure mark marks no figure", "Remove it.")
        return
    for number in found:
        message = f"the figure “{number.text}” has no claim"
        yield Problem(file, line.number, message, _suggest(number, lib))


def unbacked(text: str, claims: Iterable[Claim], also: Iterable[Decimal] = ()) -> list[numbers.Number]:
    """Numbers in `text` that are figures, and that neither `claims` nor `also` hold."""
    held = [*(value for claim in claims for value in _held(claim)), *also]
    text = text.replace("_", " ")  # marks of emphasis
    masked = SKIP.sub(lambda m: re.sub(r"\w", "_", m[0]), text)
    found = []
    for number in numbers.find(masked):
        small = number.in_words and number.value <= SMALL and number.text.lower() not in numbers.PARTS
        if small and (number.text.lower() == "one" or not COUNTED.match(masked, number.end)):
            continue
        if not any(number.value == value or numbers.agrees(number, value) for value in held):
            found.append(number)
    return found


def _held(claim: Claim) -> Iterator[Decimal]:
    for figure in claim.figures.values():
        yield from _values(figure)


@lru_cache(maxsize=4096)
def _values(figure: Figure) -> tuple[Decimal, ...]:
    """Every number of a figure, those of its display as well; asked for by each sentence that cites its claim."""
    return (*figure.values(), *(number.value for number in numbers.find(figure.display)))


def _suggest(number: numbers.Number, lib: Library) -> str:
    holders = [c.id for c in lib.claims.values() if number.value in _held(c)]
    if holders:
        return f"Claims with this figure: {', '.join(holders[:5])}. Write [words with the figure][claim-id]."
    return "No claim holds it. Add a claim, or mark the line <!-- figure: why it needs no source -->."
