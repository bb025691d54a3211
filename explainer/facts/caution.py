"""
A retelling keeps its condition: a record that leans on a claim that is disputed or not confirmed says so in its words.

The words that do stand in `docs/data/caution-words.yml`; the names of whoever said it (`said_by`) do as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from explainer.facts.collection import Collection
from explainer.facts.problems import Problem
from explainer.facts.reading import KINDS
from explainer.facts.records import Chart, Claim

# The words of each kind of record in which a reader must find the condition.
WORDS = {
    "events": ("title", "summary"),
    "terms": ("definition",),
    "questions": ("question", "known_so_far"),
    "sayings": ("instead",),
    "spans": ("words",),
    "scenes": ("title", "alt"),
}
CHART_WORDS = ("title", "finding", "see", "caveat", "measured_by")
NAME = re.compile(r"\b[A-Z][\w’'&.-]*(?: (?:of |the )?[A-Z][\w’'&.-]*)*")
ARTICLE = re.compile(r"^(?:The|This|That|An?|Our|By|In)\b ?")
SHOWN_WORDS = 6  # of the list, in a message

Keeps = Callable[[str, Claim, Collection], bool]


def problems(lib: Collection) -> Iterator[Problem]:
    """Every record that leans on a claim which is not simply so, and does not say so."""
    for kind, fields in WORDS.items():
        for record in getattr(lib, kind).values():
            text = " ".join(getattr(record, field) for field in fields)
            for claim_id in record.claim_ids:
                yield from _missing(kind, record.id, fields[-1], claim_id, text, lib)
    for chart in lib.charts.values():
        yield from _chart(chart, lib)


def condition(claim: Claim) -> str:
    """Why a claim is not simply so: "disputed", "not confirmed", or empty where it is."""
    if claim.status == "disputed":
        return "disputed"
    return "not confirmed" if "unverified" in (claim.status, claim.level) else ""


def keeps_condition(text: str, claim: Claim, lib: Collection) -> bool:
    """
    Whether a text that leans on a claim shows that it is not simply so.

    In a dispute it is not enough to name one side: the text says that it is disputed, or lets two sides speak.
    """
    if condition(claim) == "disputed":
        return says_one_of(text, "disputed", lib) or len(_found(text, "unconfirmed", lib)) > 1
    return keeps_speaker(text, claim, lib)


def keeps_speaker(text: str, claim: Claim, lib: Collection) -> bool:
    """Whether a text names who says it, or says that it is not confirmed."""
    return says_one_of(text, "unconfirmed", lib) or any(holds_name(text, name) for name in speakers(claim))


def says_one_of(text: str, which: str, lib: Collection) -> bool:
    """Whether a text holds one of the words of a list of caution-words.yml."""
    return bool(_found(text, which, lib))


def _found(text: str, which: str, lib: Collection) -> list[str]:
    pattern = _pattern(which, lib)
    return pattern.findall(text) if pattern else []


def speakers(claim: Claim) -> list[str]:
    """The names in `said_by`: 'The Gazette, from the Water Office' tables' gives Gazette and Water Office."""
    found = (ARTICLE.sub("", name).rstrip("’'.") for name in NAME.findall(claim.said_by))
    return [name for name in found if name]


def advice(claim: Claim, lib: Collection) -> str:
    """Which words would do, for an editor."""
    which = "disputed" if condition(claim) == "disputed" else "unconfirmed"
    listed = lib.caution_words.get(which)
    words = ", ".join(f"“{word}”" for word in (listed.words if listed else [])[:SHOWN_WORDS])
    if which == "disputed":
        return f"Say that it is disputed ({words} …), or tell what both sides say (docs/data/caution-words.yml)."
    names = ", ".join(speakers(claim)) or claim.said_by
    return f"Say who says it ({names}), or use one of: {words} … (docs/data/caution-words.yml)."


def leaning(
    what: str, text: str, silent: str, claim: Claim | None, lib: Collection, *, kept: Keeps = keeps_condition
) -> Iterator[tuple[str, str]]:
    """What an editor is told where a text leans on a claim that is not simply so; `silent` is what does not say so."""
    if claim and condition(claim) and not kept(text, claim, lib):
        yield (
            f"{what} leans on the claim '{claim.id}', which is {condition(claim)}, and {silent} so",
            advice(claim, lib),
        )


def _missing(kind: str, record_id: str, field: str, claim_id: str, text: str, lib: Collection) -> Iterator[Problem]:
    kept = keeps_speaker if kind == "questions" else keeps_condition  # a question says itself that it is open
    what, silent = f"{KINDS[kind][3]} '{record_id}'", "its words do not say"
    for found in leaning(what, text, silent, lib.claims.get(claim_id), lib, kept=kept):
        yield Problem(*lib.place(kind, record_id, field), *found)


def _chart(chart: Chart, lib: Collection) -> Iterator[Problem]:
    about = " ".join(filter(None, (getattr(chart, field) for field in CHART_WORDS)))
    for claim_id in chart.claim_ids:
        yield from _missing("charts", chart.id, "caveat", claim_id, about, lib)
    for field in ("data", "apart"):
        for n, row in enumerate(getattr(chart, field)):
            claim = lib.claims.get(str(row.get("claim"))) if not row.get("contested") else None
            what, silent = f"chart '{chart.id}', row {n + 1}", "neither the row nor the caveat says"
            for found in leaning(what, f"{about} {_row_words(row)}", silent, claim, lib):
                yield Problem(*lib.place("charts", chart.id, field, n), *found)


def _row_words(row: dict[str, Any]) -> str:
    return " ".join(value for key, value in row.items() if isinstance(value, str) and key != "claim")


def holds_name(text: str, phrase: str) -> bool:
    """Whether a text holds a name as whole words."""
    return re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.IGNORECASE) is not None


@lru_cache(maxsize=16)
def _pattern(which: str, lib: Collection) -> re.Pattern[str] | None:
    listed = lib.caution_words.get(which)
    if listed is None:
        return None
    words = "|".join(re.escape(word) for word in sorted(listed.words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
