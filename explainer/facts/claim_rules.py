"""Rules about claims: what was retired is not used, what a source does is told, what we worked out comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache

from explainer.facts import arithmetic
from explainer.facts.backing import displays, held
from explainer.facts.caution import holds_name, says_one_of
from explainer.facts.collection import Collection
from explainer.facts.problems import Problem
from explainer.facts.reading import KINDS
from explainer.facts.records import Claim, Derivation, PathInRecord, leaves
from explainer.facts.words import day

# Fields that hold ids of other records; the second ones do so in one kind of record only.
CLAIM_FIELDS = {"claim", "claim_ids", "replaced_by"}
POINTERS = {
    ("charts", "joins"): "charts",
    ("terms", "see"): "terms",
    ("scenes", "question"): "questions",
    ("checklist", "question_id"): "questions",
}
# Fields of records below which an editor chooses the names: one that is called `claim` is none of those above.
FREE = {"data", "apart", "summary", "key", "figure_reasons"}
Named = tuple[str, str, PathInRecord, str, str]


def problems(lib: Collection) -> Iterator[Problem]:
    """All breaches of the rules about claims."""
    yield from _retired(lib)
    for claim in lib.claims.values():
        yield from _sources(claim, lib)
        yield from _derived(claim, lib)
    yield from _inputs(lib)


@lru_cache(maxsize=4)
def named(lib: Collection) -> tuple[Named, ...]:
    """(kind, record id, path, kind that is named, id that is named) of every place where a record names another."""
    return (*_in_fields(lib), *_in_rows(lib))


def _in_fields(lib: Collection) -> Iterator[Named]:
    for kind in KINDS:
        for record in getattr(lib, kind).values():
            for path, wanted in leaves(record):
                name = str(path[-2] if isinstance(path[-1], int) else path[-1])
                target = "claims" if name in CLAIM_FIELDS else POINTERS.get((kind, name))
                if target and wanted and path[0] not in FREE:
                    yield kind, record.id, path, target, wanted


def _in_rows(lib: Collection) -> Iterator[Named]:
    for chart in lib.charts.values():
        for field, rows in (("data", chart.data), ("apart", chart.apart)):
            for n, row in enumerate(rows):
                if row.get("claim"):
                    yield "charts", chart.id, (field, n, "claim"), "claims", str(row["claim"])


def _in_arithmetic(lib: Collection) -> Iterator[Named]:
    """The same for figures that sums and claims are worked out from."""
    for item in lib.sums.values():
        for n, part in enumerate(item.parts):
            yield "sums", item.id, ("parts", n), "claims", part.partition(".")[0]
        yield "sums", item.id, ("result",), "claims", item.result.partition(".")[0]
    for claim in lib.claims.values():
        if claim.derived and claim.derived.kind != "days":
            for n, part in enumerate(claim.derived.parts):
                yield "claims", claim.id, ("derived", "parts", n), "claims", part.partition(".")[0]


def _retired(lib: Collection) -> Iterator[Problem]:
    for kind, record_id, path, target, wanted in (*named(lib), *_in_arithmetic(lib)):
        claim = lib.claims.get(wanted) if target == "claims" else None
        if kind not in {"corrections", "checked_words"} and claim and claim.retired:
            yield retired_problem(*lib.place(kind, record_id, *path), f"{KINDS[kind][3]} '{record_id}'", claim)


def retired_problem(file: str, line: int, what: str, claim: Claim) -> Problem:
    """What an editor is told where a retired claim is used."""
    assert claim.retired is not None  # noqa: S101 (asked by callers only then)
    message = f"{what} names the claim '{claim.id}', which was retired on {day(claim.retired.on)}"
    other = claim.retired.replaced_by
    mend = f"Use '{other}' in its place." if other else "Take out what rests on it; no claim took its place."
    return Problem(file, line, message, mend)


def _sources(claim: Claim, lib: Collection) -> Iterator[Problem]:
    """A claim has a source of its own, says so when its sources disagree, and quotes only from them."""
    if all(cite.role in ("repeats", "contradicts") for cite in claim.sources):
        message = f"claim '{claim.id}': every source repeats or contradicts it, and none supports it"
        mend = "Name the source that the claim rests on, or mend a `role`."
        yield Problem(*lib.place("claims", claim.id, "sources"), message, mend)
    against = next((n for n, cite in enumerate(claim.sources) if cite.role == "contradicts"), None)
    words = " ".join(filter(None, (claim.statement, claim.nuance, claim.besides)))
    key = claim.sources[against].key if against is not None else ""
    told = claim.status == "disputed" or says_one_of(words, "contradicted", lib) or _names(words, key, lib)
    if against is not None and not told:
        message = f"claim '{claim.id}': the source '{key}' contradicts it, and its words do not say that sources differ"
        mend = "Say in `nuance` or `besides` what the other source says, or set the status to disputed."
        yield Problem(*lib.place("claims", claim.id, "sources", against), message, mend)
    keys = [cite.key for cite in claim.sources]
    for n, quote in enumerate(claim.quotes):
        if quote.source in lib.sources and quote.source not in keys:
            message = f"claim '{claim.id}' quotes from '{quote.source}', which is none of its sources"
            mend = f"Add it to the sources of the claim, or quote from one of them: {', '.join(keys)}."
            yield Problem(*lib.place("claims", claim.id, "quotes", n, "source"), message, mend)


def _names(words: str, key: str, lib: Collection) -> bool:
    """Whether the words name the source: by an author, the body behind it, or the first two words of its name."""
    source = lib.sources.get(key)
    found = [*source.authors, source.organization or source.journal or ""] if source else []
    return any(holds_name(words, name) or holds_name(words, " ".join(name.split()[:2])) for name in found if name)


# -- figures that this site worked out ----------------------------------------------------------------


class _NoResultError(Exception):
    """Raised when a figure cannot be worked out; `mend` says what to do."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.mend = mend


def _derived(claim: Claim, lib: Collection) -> Iterator[Problem]:
    given = claim.derived
    if given is None:
        return
    place = lib.place("claims", claim.id, "derived")
    reference = f"{claim.id}.{given.figure}"
    stated = lib.figure_value(reference)
    if stated is None:
        mend = f"Its figures: {', '.join(claim.figures) or 'none'}; write name.low or name.high for an end of a range."
        yield Problem(*place, f"claim '{claim.id}' has no figure '{given.figure}' to work out", mend)
        return
    try:
        worked, left = _days(given) if given.kind == "days" else _worked(given, stated, lib)
    except _NoResultError as error:
        yield Problem(*place, f"claim '{claim.id}': {error}", error.mend)
        return
    if worked != stated:
        message = (
            f"claim '{claim.id}': worked out anew, {left} is {worked:,f}, "
            f"but its figure '{given.figure}' is {stated:,f}"
        )
        yield Problem(
            *lib.figure_place(reference), message, f"{given.rule}. Mend the figure, or the parts of `derived`."
        )


def _worked(given: Derivation, stated: Decimal, lib: Collection) -> tuple[Decimal, str]:
    values = []
    for part in given.parts:
        value = lib.figure_value(part)
        if value is None:
            raise _NoResultError(f"`derived` names the unknown figure '{part}'", lib.figure_hint(part))
        values.append(value)
    if given.kind in ("percent", "ratio") and len(values) != 2:
        raise _NoResultError(
            f"a {given.kind} is worked out from two parts, not {len(values)}", "Name the part and the whole."
        )
    try:
        return arithmetic.as_stated(given.kind, values, stated), arithmetic.equation(given.kind, values)
    except ZeroDivisionError:
        raise _NoResultError(f"`derived` divides by {given.parts[1]}, which is 0", "Mend the parts.") from None


def _days(given: Derivation) -> tuple[Decimal, str]:
    first, *rest = given.parts
    days = [part for part in given.parts if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", part)]
    if days or len(rest) != 1:
        raise _NoResultError(
            "the days between two dates need two dates", "Write the parts as ['2025-07-14', '2025-12-24']."
        )
    try:
        span = date.fromisoformat(rest[0]) - date.fromisoformat(first)
    except ValueError:
        raise _NoResultError(f"'{first}' or '{rest[0]}' is no day of the calendar", "Mend the date.") from None
    return Decimal(span.days), f"{first} to {rest[0]} in days"


# -- what teaching models start from ------------------------------------------------------------------


def _inputs(lib: Collection) -> Iterator[Problem]:
    """A measured input stands in a claim that holds it; a chosen one says why it was chosen."""
    for chart in lib.charts.values():
        for n, given in enumerate(chart.inputs):
            place = lib.place("charts", chart.id, "inputs", n)
            name = f"chart '{chart.id}': the input '{given.name}'"
            claim = lib.claims.get(given.claim or "")
            if given.kind == "chosen" and len(given.why or "") < 8:
                yield Problem(*place, f"{name} was chosen, and does not say why", "Write the reason in `why`.")
            if given.kind == "measured" and not given.claim:
                yield Problem(
                    *place, f"{name} was measured, and names no claim", "Name the claim that holds it in `claim`."
                )
            if claim and not {given.value, given.value * 100, given.value * 1000} & set(held([claim])):
                message = f"{name} is {given.value.normalize():f}, but the claim '{claim.id}' holds: {displays(claim)}"
                yield Problem(*place, message, "Mend the value, or name another claim.")
