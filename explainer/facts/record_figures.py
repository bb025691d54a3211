"""
The figure rule in records: a number in a record's words is a figure of the claims that it names, or says why not.

A claim holds its own numbers. Every other record names the claims that hold them (`claim_ids`, in the row of a chart
`claim`), or gives the reason why a number needs none (`figure_reasons`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from explainer.facts import numbers
from explainer.facts.backing import displays, held, stands_for, unbacked
from explainer.facts.collection import Collection
from explainer.facts.problems import Problem
from explainer.facts.reading import KINDS
from explainer.facts.records import Chart, Claim
from explainer.facts.scenes import Scene

# The words of each kind of record that readers meet.
WORDS: dict[str, tuple[str, ...]] = {
    "events": ("title", "summary"),
    "terms": ("term", "definition"),
    "sentences": ("article_says", "source_says", "difference", "level_note"),
    "questions": ("question", "known_so_far", "would_settle", "whom_to_ask"),
    "checklist": ("question", "standard", "practice"),
    "sayings": ("saying", "why", "instead"),
    "charts": (
        *("title", "short", "finding", "span", "see", "explain", "caveat", "measured_by", "unit", "total_label"),
        *("apart_title", "silence"),
    ),
    "scenes": ("title", "alt"),
    "spans": ("label", "words"),
}
CLAIM_WORDS = ("statement", "nuance", "short", "besides")
# Fields of a chart's row that name things or say how to draw them.
NO_FIGURE = {
    "tone", "claim", "sources", "level", "date", "announced", "arrested", "submitted", "period", "column", "algorithm",
    "precision",
}  # fmt: skip
UNITS = {"unit", "head", "label"}  # "millions of euros" names a unit here, and no number
ROWS = "rows"  # in the `figure_reasons` of a chart: one reason for all numbers of its rows
SHORTEST_REASON = 8


def problems(lib: Collection) -> Iterator[Problem]:
    """Every number in the words of records that no named claim holds, and reasons that are none."""
    yield from _claims(lib)
    for kind, fields in WORDS.items():
        for record in getattr(lib, kind).values():
            yield from _Words(kind, record, lib).problems(fields)
    yield from _sums(lib)


def _claims(lib: Collection) -> Iterator[Problem]:
    for claim in lib.claims.values():
        for field in CLAIM_WORDS:
            for number in unbacked(getattr(claim, field) or "", held([claim]), lib):
                message = (
                    f"claim '{claim.id}', field '{field}': “{number.text}” is none of its figures: {displays(claim)}"
                )
                yield Problem(*lib.place("claims", claim.id, field), message, "Mend the words, or add the figure.")


def _sums(lib: Collection) -> Iterator[Problem]:
    for item in lib.sums.values():
        named = [lib.figure(reference) for reference in (*item.parts, item.result)]
        values = [value for found in named if found for value in found[0].values()]
        for number in unbacked(item.label, values, lib):
            message = f"sum '{item.id}': “{number.text}” in its label is no part and no result of it"
            yield Problem(*lib.place("sums", item.id, "label"), message, "Mend the label, or the parts.")


def _without(phrases: Iterable[str], text: str) -> str:
    """The text with the phrases blanked out; what follows keeps its place."""
    for phrase in phrases:
        text = text.replace(phrase, "_" * len(phrase))
    return text


@dataclass
class _Words:
    """The words of one record, the claims that it names, and the reasons that it gives."""

    kind: str
    record: Any
    lib: Collection

    def __post_init__(self) -> None:
        self.name = f"{KINDS[self.kind][3]} '{self.record.id}'"
        self.reasons: dict[str, str] = getattr(self.record, "figure_reasons", {})
        self.used: set[str] = set()
        self.inputs: list[Decimal] = []  # what a teaching model starts from
        ids = self.record.claims if isinstance(self.record, Chart | Scene) else self.record.claim_ids
        self.claims = [self.lib.claims[claim_id] for claim_id in ids if claim_id in self.lib.claims]

    def problems(self, fields: Iterable[str]) -> Iterator[Problem]:
        if isinstance(self.record, Chart) and self.record.computed:
            self.inputs = [given.value for given in self.record.inputs]
        for field in fields:
            text = getattr(self.record, field, None) or ""
            if field == "finding":  # what its rows give is worked out anew (findings)
                text = _without([worked.words for worked in self.record.finding_from], text)
            yield from self._text(text, self.claims, field)
        if isinstance(self.record, Scene):
            for n, label in enumerate(self.record.labels):
                yield from self._text(label.words, self.claims, "labels", n, "words")
        if isinstance(self.record, Chart):
            yield from self._chart(self.record)
        for written, reason in self.reasons.items():
            place = self.lib.place(self.kind, self.record.id, "figure_reasons", written)
            if len(reason) < SHORTEST_REASON:
                message = f"{self.name}: the reason why “{written}” needs no claim is '{reason}'"
                yield Problem(*place, message, f"Write why, in {SHORTEST_REASON} letters or more.")
            elif written not in self.used and not (written == ROWS and isinstance(self.record, Chart)):
                message = f"{self.name} gives a reason for “{written}”, which needs none or does not stand in its words"
                yield Problem(*place, message, "Remove the reason.")

    def _text(self, text: str, claims: list[Claim], *path: str | int) -> Iterator[Problem]:
        for number in unbacked(text, [*held(claims), *self.inputs], self.lib):
            if not (
                path[-1] in UNITS and number.text.lower().removesuffix("s") in numbers.SCALES
            ) and not self._excused(number):
                yield self._problem(number.text, claims, *path)

    def _excused(self, number: numbers.Number) -> bool:
        reasons = [written for written in self.reasons if stands_for(written, number)]
        self.used.update(reasons)
        return bool(reasons)

    def _problem(self, shown: str, claims: list[Claim], *path: str | int) -> Problem:
        field = ".".join(str(part + 1 if isinstance(part, int) else part) for part in path)
        named = ", ".join(claim.id for claim in claims) or "none"
        message = f"{self.name}, field '{field}': “{shown}” is a figure of no claim that it names ({named})"
        own = "claim" if path[0] in ("data", "apart") else "claim_ids"
        mend = (
            f"Mend the number, name the claim that holds it in `{own}`, or say in `figure_reasons` why it needs none."
        )
        return Problem(*self.lib.place(self.kind, self.record.id, *path), message, mend)

    # -- charts -------------------------------------------------------------------------------------------

    def _chart(self, chart: Chart) -> Iterator[Problem]:
        yield from self._chart_words(chart)
        for n, subset in enumerate(chart.subsets):
            yield from self._number(subset.value, 1, self.claims, "subsets", n, "value")
        if chart.total is not None:
            yield from self._number(chart.total, 1, self.claims, "total")
        if not chart.computed:  # the rows of a model are worked out anew at every build
            yield from self._rows(chart)

    def _chart_words(self, chart: Chart) -> Iterator[Problem]:
        for key, words in chart.key.items():
            yield from self._text(words, self.claims, "key", key)
        for n, group in enumerate(chart.groups):
            yield from self._text(group.head, self.claims, "groups", n, "head")
        if chart.loose:
            yield from self._text(chart.loose.words, self.claims, "loose", "words")
        for name, axis in (("axis", chart.axis), ("apart_axis", chart.apart_axis)):
            if axis:
                yield from self._text(axis.label, self.claims, name, "label")
        for n, column in enumerate(chart.columns):
            yield from self._text(column.head, self.claims, "columns", n, "head")

    def _rows(self, chart: Chart) -> Iterator[Problem]:
        scale = next((n for word, n in numbers.SCALES.items() if word in chart.unit), 1)
        for field, rows in (("data", chart.data), ("apart", chart.apart)):
            for n, row in enumerate(rows):
                claim = self.lib.claims.get(str(row.get("claim")))
                claims = [claim] if claim else self.claims
                for key, value in row.items():
                    if key not in NO_FIGURE:
                        yield from self._cell(row, key, value, scale, claims, field, n, key)

    def _cell(
        self, row: dict[str, Any], key: str, value: Any, scale: int, claims: list[Claim], *path: str | int
    ) -> Iterator[Problem]:
        if isinstance(value, str):
            yield from self._text(value, claims, *path)
        elif isinstance(value, int | float) and not isinstance(value, bool) and ROWS not in self.reasons:
            number = Decimal(str(value))
            if key == "low" and row.get("high") is None and not self._is_excused(number):
                number -= 1  # "above 500" begins at 501
            yield from self._number(number, scale, claims, *path)

    def _number(self, value: Decimal, scale: int, claims: list[Claim], *path: str | int) -> Iterator[Problem]:
        """A number that stands as data; the claim may hold it in full, or a share as percent."""
        known = set(held(claims))
        if known & {value, value * scale, value * 100}:
            return
        if not self._is_excused(value):
            yield self._problem(f"{value.normalize():,f}", claims, *path)

    def _is_excused(self, value: Decimal) -> bool:
        return self._excused(numbers.Number(0, 0, f"{value.normalize():,f}", value, "digits"))
