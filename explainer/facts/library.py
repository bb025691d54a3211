"""
Everything the site knows, read from `docs/data/` and checked.

`Library.read(docs)` either returns records in which every reference resolves and every sum comes
out, or raises `EditorError` with all problems, each with file, line, value and how to mend it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from explainer.facts import bibliography, yamlfile
from explainer.facts import rules as crosschecks
from explainer.facts.problems import EditorError, Problem
from explainer.facts.reading import Place, Reader
from explainer.facts.records import (
    Chart,
    Claim,
    Correction,
    Event,
    Figure,
    Name,
    PolicyQuestion,
    Question,
    Saying,
    Sentence,
    Source,
    Sum,
    Term,
)


@dataclass(frozen=True, eq=False)  # one reading is one library, so that what is worked out from it can be kept
class Library:
    """All records by id, in the order of their files, and the place (file, line) of each."""

    claims: dict[str, Claim]
    events: dict[str, Event]
    terms: dict[str, Term]
    sentences: dict[str, Sentence]
    questions: dict[str, Question]
    checklist: dict[str, PolicyQuestion]
    sayings: dict[str, Saying]
    corrections: dict[str, Correction]
    charts: dict[str, Chart]
    sums: dict[str, Sum]
    names: dict[str, Name]
    sources: dict[str, Source]
    topics: dict[str, str]
    places: dict[tuple[str, str], Place] = field(repr=False)
    origins: dict[tuple[str, str], tuple[yamlfile.YamlFile, yamlfile.Path_]] = field(repr=False)

    @staticmethod
    def read(docs: Path) -> Library:
        """Read and check `docs`/data; unchanged files are not read again."""
        data = docs / "data"
        if not data.is_dir():
            mend = "Run the command in the project's folder, or name the folder of the pages: --docs path/to/docs."
            raise EditorError([Problem(str(data), 0, "there is no such folder, so there are no records", mend)])
        files = sorted([*data.glob("*.yml"), *data.glob("claims/*.yml"), data / "sources.bib"])
        stamp = tuple((str(f), f.stat().st_mtime_ns, f.stat().st_size) for f in files if f.exists())
        return _read(docs, stamp)

    def place(self, kind: str, record_id: str, *path: str | int) -> Place:
        """File and line of a field of a record, or of the record where the field is not written."""
        file, base = self.origins[kind, record_id]
        return file.name, file.line((*base, *path))

    def figure(self, reference: str) -> tuple[Figure, Decimal] | None:
        """The figure named `claim-id.figure[.low|.high]` and the number meant, or None."""
        claim_id, _, rest = reference.partition(".")
        name, _, end = rest.partition(".")
        claim = self.claims.get(claim_id)
        figure = claim.figures.get(name) if claim else None
        if figure is None or end not in {"", "value", "low", "high"}:
            return None
        value: Decimal | None = getattr(figure, end or "value")
        return (figure, value) if value is not None else None

    def figure_value(self, reference: str) -> Decimal | None:
        """The number named by `claim-id.figure[.low|.high]`, or None."""
        found = self.figure(reference)
        return found[1] if found else None

    def figure_place(self, reference: str) -> Place:
        """File and line of the figure named by `claim-id.figure[.low|.high]`."""
        claim_id, *path = reference.split(".")
        return self.place("claims", claim_id, "figures", *path)

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
    reader = Reader(docs / "data")
    reader.read()
    problems = reader.problems
    try:
        sources, lines = bibliography.read(docs / "data" / "sources.bib", "docs/data/sources.bib")
    except EditorError as error:
        raise EditorError([*problems, *error.problems]) from None
    places = reader.places | {("sources", key): ("docs/data/sources.bib", line) for key, line in lines.items()}
    library = Library(**reader.found, sources=sources, topics=reader.topics, places=places, origins=reader.origins)
    problems += crosschecks.problems(library, broken=bool(problems))
    if problems:
        raise EditorError(problems)
    return library
