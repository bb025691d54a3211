"""All records together, and what is asked of them: a figure by its name, the claims of a source, the corrections."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from explainer.facts import yamlfile
from explainer.facts.house_words import CautionWords, FreeNumber, NeverSay
from explainer.facts.problems import nearest
from explainer.facts.reading import Place
from explainer.facts.records import (
    Chart,
    CheckedWords,
    Claim,
    Correction,
    Event,
    Figure,
    Label,
    Name,
    PolicyQuestion,
    Question,
    Region,
    Saying,
    SearchWord,
    Sentence,
    Source,
    Span,
    Sum,
    Term,
)
from explainer.facts.scenes import Scene


@dataclass(frozen=True, eq=False)  # one reading is one library, so that what is worked out from it can be kept
class Collection:
    """All records by id, in the order of their files, and where each of them stands."""

    categories: dict[str, Label]
    topic_labels: dict[str, Label]
    regions: dict[str, Region]
    claims: dict[str, Claim]
    events: dict[str, Event]
    spans: dict[str, Span]
    terms: dict[str, Term]
    sentences: dict[str, Sentence]
    questions: dict[str, Question]
    checklist: dict[str, PolicyQuestion]
    sayings: dict[str, Saying]
    corrections: dict[str, Correction]
    charts: dict[str, Chart]
    scenes: dict[str, Scene]
    sums: dict[str, Sum]
    names: dict[str, Name]
    checked_words: dict[str, CheckedWords]
    never_say: dict[str, NeverSay]
    free_numbers: dict[str, FreeNumber]
    caution_words: dict[str, CautionWords]
    search_words: dict[str, SearchWord]
    sources: dict[str, Source]
    topics: dict[str, str]
    origins: dict[tuple[str, str], tuple[yamlfile.YamlFile, yamlfile.Path_]] = field(repr=False)

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

    def figure_hint(self, reference: str) -> str:
        """What an editor is told who named a figure that is not there."""
        known = [f"{claim.id}.{name}" for claim in self.claims.values() for name in claim.figures]
        return nearest(reference, known) or "Write claim-id.figure, or claim-id.figure.low for one end of a range."

    def figure_place(self, reference: str) -> Place:
        """File and line of the figure named by `claim-id.figure[.low|.high]`."""
        claim_id, *path = reference.split(".")
        return self.place("claims", claim_id, "figures", *path)

    def region_of(self, place: str | None) -> str:
        """Id of the region that a place belongs to: that of the whole name, else of what follows its last comma."""
        names, regions = (place, (place or "").rsplit(", ", 1)[-1]), self.regions.values()
        return next((region.id for name in names for region in regions if name in region.holds), "")

    def records_of_sources(self) -> dict[str, list[tuple[str, str]]]:
        """For each source the (kind, id) of the records that rest on it."""
        found: dict[str, list[tuple[str, str]]] = {}
        for kind in ("claims", "events", "sentences", "terms", "questions"):
            for record in getattr(self, kind).values():
                for key in dict.fromkeys(cite.key for cite in record.sources):
                    found.setdefault(key, []).append((kind, record.id))
        return found

    def of_claim(self, kind: str, claim_id: str) -> list[Any]:
        """Records of a kind that rest on a claim, or touch it."""
        return [record for record in getattr(self, kind).values() if claim_id in record.claim_ids]

    def how_checked(self, claim: Claim) -> str:
        """The plain sentence on how a claim was checked: its own, else that of its status and level."""
        return self._checked.get(claim.id) or self._checked.get((claim.status, claim.level), "")

    @cached_property
    def _checked(self) -> dict[object, str]:
        found: dict[object, str] = {}
        for entry in self.checked_words.values():
            found |= dict.fromkeys(entry.spoken_of, entry.words)
        return found

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
