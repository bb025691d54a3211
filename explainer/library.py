"""
Everything the site knows, read from `docs/data/` and checked.

`Library.read(docs)` either returns records in which every reference resolves and every sum comes
out, or raises `EditorError` with all problems, each with file, line, value and how to mend it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from explainer import bibliography, numbers, yamlfile
from explainer.problems import EditorError, Problem, nearest
from explainer.records import (
    Chart,
    Cite,
    Claim,
    Correction,
    Event,
    Figure,
    PolicyQuestion,
    Question,
    Record,
    Sentence,
    Source,
    Sum,
    Term,
)

Place = tuple[str, int]
R = TypeVar("R", bound=Record)

# kind of record: (file or folder in docs/data, key of the list, record type, plain name)
KINDS: dict[str, tuple[str, str, type[Record], str]] = {
    "claims": ("claims", "claims", Claim, "claim"),
    "events": ("events.yml", "events", Event, "event"),
    "terms": ("terms.yml", "terms", Term, "term"),
    "sentences": ("article-check.yml", "sentences", Sentence, "sentence"),
    "questions": ("questions.yml", "questions", Question, "question"),
    "checklist": ("policy-checklist.yml", "checklist", PolicyQuestion, "policy question"),
    "corrections": ("corrections.yml", "corrections", Correction, "correction"),
    "charts": ("charts.yml", "charts", Chart, "chart"),
    "sums": ("sums.yml", "sums", Sum, "sum"),
}


@dataclass(frozen=True)
class Library:
    """All records by id, in the order of their files, and the place (file, line) of each."""

    claims: dict[str, Claim]
    events: dict[str, Event]
    terms: dict[str, Term]
    sentences: dict[str, Sentence]
    questions: dict[str, Question]
    checklist: dict[str, PolicyQuestion]
    corrections: dict[str, Correction]
    charts: dict[str, Chart]
    sums: dict[str, Sum]
    sources: dict[str, Source]
    topics: dict[str, str]
    places: dict[tuple[str, str], Place] = field(repr=False)

    @staticmethod
    def read(docs: Path) -> Library:
        """Read and check `docs`/data; unchanged files are not read again."""
        data = docs / "data"
        files = sorted([*data.glob("*.yml"), *data.glob("claims/*.yml"), data / "sources.bib"])
        stamp = tuple((str(f), f.stat().st_mtime_ns, f.stat().st_size) for f in files if f.exists())
        return _read(docs, stamp)

    def figure(self, reference: str) -> tuple[Figure, Decimal] | None:
        """The figure named `claim-id.figure[.low|.high]` and the number meant, or None."""
        claim_id, _, rest = reference.partition(".")
        name, _, end = rest.partition(".")
        claim = self.claims.get(claim_id)
        figure = claim.figures.get(name) if claim else None
        value = getattr(figure, end or "value", None) if figure else None
        return (figure, value) if figure and value is not None else None

    def claims_of_source(self, key: str) -> list[Claim]:
        """Claims that rest on a source."""
        return [c for c in self.claims.values() if any(s.key == key for s in c.sources)]

    def sentences_of_claim(self, claim_id: str) -> list[Sentence]:
        """Sentences of the article that a claim checks."""
        return [s for s in self.sentences.values() if claim_id in s.claim_ids]

    def questions_of_claim(self, claim_id: str) -> list[Question]:
        """Open questions about a claim."""
        return [q for q in self.questions.values() if claim_id in q.claim_ids]

    def corrections_of_claim(self, claim_id: str) -> list[Correction]:
        """Corrections that touch a claim."""
        return [c for c in self.corrections.values() if claim_id in c.claim_ids]

    def newest_corrections(self) -> list[Correction]:
        """All corrections, the newest first."""
        return sorted(self.corrections.values(), key=lambda c: (c.shown, c.logged, c.id), reverse=True)

    def term_names(self) -> dict[str, str]:
        """Every way to name a term (id, term, other names), in lower case, to its id."""
        names: dict[str, str] = {}
        for term in self.terms.values():
            for name in (term.id, term.term, *term.also):
                names.setdefault(name.lower(), term.id)
        return names


@lru_cache(maxsize=4)
def _read(docs: Path, _stamp: object) -> Library:
    problems: list[Problem] = []
    places: dict[tuple[str, str], Place] = {}
    found: dict[str, dict[str, Any]] = {}
    topics: dict[str, str] = {}
    for kind, (where, key, model, name) in KINDS.items():
        found[kind] = {}
        paths = sorted((docs / "data" / where).glob("*.yml")) if "." not in where else [docs / "data" / where]
        if not paths:
            problems.append(Problem(f"docs/data/{where}", 0, "the folder holds no records"))
        for path in paths:
            file_name = f"docs/data/{path.relative_to(docs / 'data').as_posix()}"
            try:
                records = _records(path, file_name, key, model, name, places, kind, problems)
            except EditorError as error:
                problems += error.problems
                continue
            for record in records:
                found[kind][record.id] = record
                if kind == "claims":
                    topics[record.id] = path.stem
    try:
        sources, bib_lines = bibliography.read(docs / "data" / "sources.bib", "docs/data/sources.bib")
        places |= {("sources", k): ("docs/data/sources.bib", n) for k, n in bib_lines.items()}
    except EditorError as error:
        raise EditorError([*problems, *error.problems]) from None
    library = Library(**found, sources=sources, topics=topics, places=places)
    problems += _cross_checks(library, broken=bool(problems))
    if problems:
        raise EditorError(problems)
    return library


def _records(
    path: Path,
    name: str,
    key: str,
    model: type[R],
    kind_name: str,
    places: dict[tuple[str, str], Place],
    kind: str,
    problems: list[Problem],
) -> list[R]:
    """Records of one file; what is wrong with a record goes to `problems`, the others are read all the same."""
    file = yamlfile.read(path, name)
    rows = file.data.get(key) if isinstance(file.data, dict) else None
    if not isinstance(rows, list):
        raise EditorError([Problem(name, 1, f"the file must hold a list named '{key}'", f"Begin it with '{key}:'.")])
    records: list[R] = []
    for n, row in enumerate(rows):
        label = row.get("id", f"number {n + 1}") if isinstance(row, dict) else f"number {n + 1}"
        try:
            record = model.model_validate(row)
        except ValidationError as error:
            problems += [_explain(file, (key, n), f"{kind_name} '{label}'", model, e) for e in error.errors()]
            continue
        line = file.line((key, n))
        slot = (kind, str(label))
        if slot in places:
            first = "{}:{}".format(*places[slot])
            problems.append(
                Problem(name, line, f"the id '{label}' is taken", f"It stands first in {first}; choose another id.")
            )
            continue
        places[slot] = (name, line)
        records.append(record)
    return records


def _explain(file: yamlfile.YamlFile, base: yamlfile.Path_, label: str, model: type[Record], error: Any) -> Problem:
    """One pydantic error in an editor's words."""
    loc = tuple(part for part in error["loc"] if part != "function-after")
    field_name = ".".join(str(part + 1 if isinstance(part, int) else part) for part in loc)
    line = file.line(base + loc)
    kind, value = error["type"], error["input"]
    if kind == "missing":
        return Problem(file.name, line, f"{label}: the field '{field_name}' is missing", "Add it.")
    if kind == "extra_forbidden":
        mend = nearest(str(loc[-1]), model.model_fields) or f"Known fields: {', '.join(model.model_fields)}."
        return Problem(file.name, line, f"{label}: there is no field '{field_name}'", mend)
    if kind == "literal_error":
        allowed = error["ctx"]["expected"].replace("'", "")
        return Problem(
            file.name, line, f"{label}: '{value}' is not a known value of '{field_name}'", f"Choose: {allowed}."
        )
    if kind == "value_error":
        text = error["msg"].removeprefix("Value error, ")
        shown = f" (the value is '{value}')" if isinstance(value, str) else ""
        at = f", field '{field_name}'" if field_name else ""
        return Problem(file.name, line, f"{label}{at}: {text}{shown}", "Mend the record.")
    if kind in ("string_too_short", "too_short"):
        return Problem(file.name, line, f"{label}: the field '{field_name}' is empty", "Fill it in or remove it.")
    shown = repr(value) if not isinstance(value, dict | list) else "a list or group of fields"
    return Problem(file.name, line, f"{label}, field '{field_name}': {error['msg'].lower()}", f"The value is {shown}.")


# -- rules that need more than one record -------------------------------------------------------------


def _cross_checks(lib: Library, *, broken: bool) -> Iterator[Problem]:
    yield from _references(lib, broken=broken)
    yield from _order(lib)
    yield from _sums(lib, broken=broken)
    for kind, name in (("claims", "statement"), ("sums", "label"), ("charts", "caveat")):
        for record in getattr(lib, kind).values():
            for text in (getattr(record, name, None), getattr(record, "nuance", None)):
                for message in wrong_arithmetic(text or ""):
                    yield Problem(*lib.places[kind, record.id], f"'{record.id}': {message}", "Mend the sentence.")


def _cites(lib: Library) -> Iterator[tuple[str, str, Cite]]:
    for kind in ("claims", "events", "terms", "sentences", "questions", "corrections", "charts"):
        for record in getattr(lib, kind).values():
            for cite in record.sources:
                yield kind, record.id, cite
    for item in lib.checklist.values():
        for cite in (*item.standard_sources, *item.dallas_sources):
            yield "checklist", item.id, cite
    for chart in lib.charts.values():
        for row in chart.data:
            for cite in row.get("sources", []):
                yield "charts", chart.id, Cite.model_validate(cite)
    for claim in lib.claims.values():
        for quote in claim.quotes:
            yield "claims", claim.id, Cite(key=quote.source, locator=None)


def _references(lib: Library, *, broken: bool) -> Iterator[Problem]:
    used = set()
    for kind, record_id, cite in _cites(lib):
        used.add(cite.key)
        if cite.key not in lib.sources:
            name = KINDS[kind][3]
            message = f"{name} '{record_id}' cites the unknown source '{cite.key}'"
            yield Problem(*lib.places[kind, record_id], message, nearest(cite.key, lib.sources) or "Add it to sources.bib.")
    if not broken:  # a record that could not be read may be the one that cites it
        for key in lib.sources.keys() - used:
            yield Problem(
                *lib.places["sources", key], f"no record cites the source '{key}'", "Cite it, or remove the entry."
            )
    links: list[tuple[str, str, str, str]] = []
    for kind in ("events", "sentences", "questions", "corrections"):
        for record in getattr(lib, kind).values():
            links += [(kind, record.id, "claims", c) for c in record.claim_ids]
    links += [("terms", t.id, "terms", s) for t in lib.terms.values() for s in t.see]
    links += [("checklist", p.id, "questions", p.question_id) for p in lib.checklist.values() if p.question_id]
    for kind, record_id, target, wanted in links:
        known = getattr(lib, target)
        if wanted not in known and not broken:
            message = f"{KINDS[kind][3]} '{record_id}' points at the unknown {KINDS[target][3]} '{wanted}'"
            yield Problem(*lib.places[kind, record_id], message, nearest(wanted, known))
    for shared in lib.claims.keys() & lib.term_names().keys():
        yield Problem(
            *lib.places["claims", shared], f"'{shared}' names a claim and a glossary term", "Rename one of them."
        )


def _order(lib: Library) -> Iterator[Problem]:
    previous = None
    for event in lib.events.values():
        if previous and event.date < previous.date:
            message = f"event '{event.id}' ({event.date}) stands after '{previous.id}' ({previous.date})"
            yield Problem(*lib.places["events", event.id], message, "Keep the events in the order of their dates.")
        previous = event


def _sums(lib: Library, *, broken: bool) -> Iterator[Problem]:
    for item in lib.sums.values():
        place = lib.places["sums", item.id]
        missing = [ref for ref in (*item.parts, item.result) if lib.figure(ref) is None]
        if missing:
            if not broken:
                known = [f"{c.id}.{f}" for c in lib.claims.values() for f in c.figures]
                yield Problem(*place, f"sum '{item.id}' names the unknown figure '{missing[0]}'", nearest(missing[0], known))
            continue
        values = [lib.figure(ref)[1] for ref in item.parts]  # type: ignore[index]
        stated = lib.figure(item.result)[1]  # type: ignore[index]
        worked_out = compute(item.kind, values)
        shown = worked_out.quantize(Decimal(1).scaleb(stated.as_tuple().exponent)) if item.kind in ("percent", "ratio") else worked_out  # type: ignore[arg-type]
        if shown != stated:
            first = item.parts[0].partition(".")[0]
            file, line = lib.places["claims", item.result.partition(".")[0]]
            message = f"'{item.id}' no longer adds up: {equation(item.kind, values)} = {shown:,f}, but {item.result} is {stated:,f}"
            mend = f"{item.label} Compare {item.result} ({file}:{line}) with its parts: {', '.join(item.parts)}."
            yield Problem(*lib.places["claims", first], message, mend)


def compute(kind: str, values: list[Decimal]) -> Decimal:
    """The result of a sum, difference, percent (first of second) or ratio (first to second), not rounded."""
    if kind == "sum":
        return sum(values, Decimal(0))
    if kind == "difference":
        return values[0] - sum(values[1:], Decimal(0))
    ratio = values[0] / values[1]
    return ratio * 100 if kind == "percent" else ratio


def equation(kind: str, values: list[Decimal]) -> str:
    """The left side of the arithmetic as a reader writes it: "335 + 210", "335 of 1,803 in percent"."""
    shown = [f"{v:,f}".rstrip("0").rstrip(".") if "." in f"{v:f}" else f"{v:,f}" for v in values]
    if kind == "percent":
        return f"{shown[0]} of {shown[1]} in percent"
    return {"sum": " + ", "difference": " − ", "ratio": " ÷ "}[kind].join(shown)


def wrong_arithmetic(text: str) -> Iterator[str]:
    """Sentences that say "a + b = c" or "a − b = c" and are wrong."""
    import re

    term = r"\d[\d,]*(?:\.\d+)?"
    for m in re.finditer(rf"({term}(?:\s*[+−–-]\s+{term})+)\s*=\s*({term})", text):
        parts = re.split(r"\s*([+−–-])\s+", m[1])
        total = next(numbers.find(parts[0])).value
        for sign, part in zip(parts[1::2], parts[2::2], strict=True):
            value = Decimal(part.replace(",", ""))
            total = total + value if sign == "+" else total - value
        if total != Decimal(m[2].replace(",", "")):
            yield f"the arithmetic is wrong: {m[1]} is {total:,f}, not {m[2]}"
