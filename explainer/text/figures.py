"""
The figure rule on pages: a number in prose is backed by a claim, or is a date, or says why it needs no source.

`page_problems` reads one page and reports every number that has no claim, and every number inside a claim link that
the claim does not hold. What counts as a figure stands in `facts.backing`, for pages and records alike.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from explainer.facts import arithmetic
from explainer.facts.backing import displays, held, unbacked
from explainer.facts.library import Library
from explainer.facts.numbers import Number
from explainer.facts.problems import Problem
from explainer.text import cites, counts, metadata
from explainer.text.blocks import BLOCKS
from explainer.text.pages import FIGURE_MARK, INLINE_LINK, REFERENCE, Page
from explainer.text.scanner import COMMENT, BlockUse, Line

MARK = "mark the line <!-- figure: why it needs no source -->"

CODE = re.compile(r"(`+)(?P<code>.+?)\1")
TAG = re.compile(r"</?[a-zA-Z](?:\"[^\"]*\"|'[^']*'|[^>\"'])*>")
SHOWN_ATTRIBUTE = re.compile(r"\b(?:title|alt|aria-label|summary)=(?:\"([^\"]*)\"|'([^']*)')")
IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\](?:\([^()\s]*(?:\s+\"(?P<title>[^\"]*)\")?[^()]*\)|\[[^\]]*\])")
LINK_TITLE = re.compile(r"\s\"([^\"]*)\"\s*\)$")
# Marks of Markdown whose numbers no reader takes for a figure.
_ATTRIBUTE = r"""(?:[\#.][\w-]+|[\w-]+=(?:"[^"]*"|'[^']*'|[^\s}]+))"""
NO_PROSE = re.compile(
    rf"""
    \{{:?\ *{_ATTRIBUTE}(?:\s+{_ATTRIBUTE})*\s*\}}
    | \[\^[^\]]+\]:?             # a footnote
    | (?<=\w)~\d+~ | \^\d+\^     # a subscript, a superscript
    | \+\+[\w+-]+\+\+            # keys
    | \bhttps?://[^\s)>\]]+      # an address
    """,
    re.VERBOSE,
)
ANNOTATION = re.compile(r"\(\d{1,2}\)!?(?=[\s.,;:]|$)")


def page_problems(page: Page, lib: Library) -> Iterator[Problem]:
    """All breaches of the figure rule in one page."""
    yield from _Reader(page, lib).problems()


class _Reader:
    """Reads one page: what it cites, what it counts, and every number in it."""

    def __init__(self, page: Page, lib: Library) -> None:
        self.page, self.lib, self.file = page, lib, f"docs/{page.src}"
        self.cited = cites.cited_claims(page, lib)
        self.counted = _counted(page, lib)
        self.annotated = ".annotate" in page.text

    def problems(self) -> Iterator[Problem]:
        for line in self.page.lines:
            if line.kind not in {"code", "option", "blank"}:
                yield from self._line(line)
        for block in self.page.blocks:
            for text in _shown(block):
                yield from self._without_link(text, block.line, f"block '{block.name}'")
        for key in metadata.FIELDS:
            text = str(self.page.front_matter.get(key, ""))
            yield from self._without_link(text, self.page.line_of(key), f"the {key}")

    def _without_link(self, text: str, line: int, what: str) -> Iterator[Problem]:
        """Numbers where no link can stand: they rest on the claims that the page cites."""
        for number in unbacked(text, [*held(self.cited), *self.counted], self.lib):
            message = f"{what} says “{number.text}”, and no claim cited on the page holds that figure"
            yield Problem(
                self.file, line, message, self._advice(number, "Cite it on this page", "leave the number out")
            )

    def _line(self, line: Line) -> Iterator[Problem]:
        mark = FIGURE_MARK.search(line.text)
        if mark and len(mark["reason"]) < 8:
            mend = "Write why the number needs no source."
            yield Problem(self.file, line.number, "the figure mark gives no reason", mend)
        text = self._prose(COMMENT.sub("", line.text))
        if mark and not text.strip():
            mend = "Put it at the end of the line with the figure; alone it also cuts a table in two."
            yield Problem(self.file, line.number, "the figure mark stands alone", mend)
        for message in arithmetic.wrong(text):
            yield Problem(self.file, line.number, message, "Mend the numbers.")
        rest, wrong = self._outside_claims(text, line.number)
        yield from wrong
        rest = re.sub(r"^\s*\d+\.\s", "", rest)  # the marker of a numbered list
        backing = [*held(self.cited if line.kind == "heading" else []), *self.counted]
        found = unbacked(rest, backing, self.lib)
        if mark:
            if not found and text.strip():
                yield Problem(self.file, line.number, "the figure mark marks no figure", "Remove it.")
            return
        for number in found:
            mend = self._advice(number, "Write [words with the figure][claim-id]", MARK)
            yield Problem(self.file, line.number, f"the figure “{number.text}” has no claim", mend)

    def _prose(self, text: str) -> str:
        """A line as it is read: code without its marks, pictures as their words, no attributes."""
        text = CODE.sub(lambda m: " " + re.sub(r"[\[\]<>{}]", " ", m["code"]) + " ", text)
        text = IMAGE.sub(lambda m: f" {m['alt']} {m['title'] or ''} ", text)
        text = TAG.sub(lambda m: " ".join(["", *(a or b for a, b in SHOWN_ATTRIBUTE.findall(m[0])), ""]), text)
        text = NO_PROSE.sub(" ", text)
        return ANNOTATION.sub(" ", text) if self.annotated else text

    def _outside_claims(self, text: str, number: int) -> tuple[str, list[Problem]]:
        """What stands outside links to claims, and what is wrong inside them."""
        rest, problems, end = [], [], 0
        for m in REFERENCE.finditer(text):
            rest.append(text[end : m.start()])
            end = m.end()
            if counts.is_count(m["id"].strip().lower()):
                rest.append(" ")  # `counts` compares it with the records
                continue
            claim = self.lib.claims.get((m["id"] or m["text"]).strip().lower())
            if claim is None:
                rest.append(m["text"])
                continue
            rest.append(" ")
            for wrong in unbacked(_plain(m["text"]), held([claim]), self.lib):
                message = f"the link says “{wrong.text}”, but the claim '{claim.id}' holds: {displays(claim)}"
                mend = self._advice(wrong, "Write [words with the figure][claim-id]", MARK)
                problems.append(Problem(self.file, number, message, mend))
        rest.append(text[end:])
        shown = INLINE_LINK.sub(lambda m: " ".join([m["text"], *LINK_TITLE.findall(m[0])]), "".join(rest))
        return _plain(shown), problems

    def _advice(self, number: Number, use: str, otherwise: str) -> str:
        """Claims that hold the number and are cited here, or stand in the subject of most claims cited here."""
        holders = [c.id for c in self.cited if number.value in held([c])]
        if not holders:
            topics = Counter(self.lib.topics[c.id] for c in self.cited).most_common(1)
            subject = topics[0][0] if topics else ""
            known = (c for c in self.lib.claims.values() if self.lib.topics[c.id] == subject and c.retired is None)
            holders = [c.id for c in known if number.value in held([c])]
        if holders:
            return f"Claims with this figure: {', '.join(holders[:5])}. {use}."
        return f"Add a claim that holds it, or {otherwise}."


def _plain(text: str) -> str:
    return text.replace("_", " ")  # marks of emphasis


def _shown(block: BlockUse) -> Iterator[str]:
    """What a block's own line and options print: a caption, a title, labels."""
    if block.name in BLOCKS and BLOCKS[block.name].argument.startswith("text"):
        yield block.arg
    for row in block.rows():
        if isinstance(row, dict):
            yield str(row.get("label", ""))


def _counted(page: Page, lib: Library) -> set[Decimal]:
    """Numbers of records that blocks of this page list in full: a heading may say "Twelve questions"."""
    whole = [b for b in page.blocks if b.name in BLOCKS and not b.ids() and not b.options]
    kinds = filter(None, (BLOCKS[b.name].home_of for b in whole))
    return {Decimal(len(getattr(lib, kind, ()))) for kind in kinds}
