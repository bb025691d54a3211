"""The record: every claim, source, checked sentence, event, question and correction, numbered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from explainer.book import notes, tables
from explainer.book.tree import Node, add, element, put, slug
from explainer.facts import chart_table, words
from explainer.facts.library import Library
from explainer.facts.records import Cite, Claim, Correction, Event, Question, Sentence, Source, Term
from explainer.shown.notes import outlet

Numbers = Mapping[tuple[str, str], int]
KINDS = {  # plain name, one and several, for references by number
    "claims": ("claim", "claims"),
    "sources": ("source", "sources"),
    "sentences": ("article check", "article check"),
    "events": ("event", "events"),
    "questions": ("question", "questions"),
    "corrections": ("correction", "corrections"),
    "terms": ("term", "terms"),
}


def numbers(library: Library) -> dict[tuple[str, str], int]:
    """The number of each record, in the order in which the record prints its kind."""
    return {
        (kind, name_of(record)): n
        for kind in KINDS
        for n, record in enumerate((r for _, group in grouped(library, kind) for r in group), 1)
    }


def name_of(record: Any) -> str:
    """The id of a record, or the key of a source."""
    return str(record.key if isinstance(record, Source) else record.id)


def grouped(library: Library, kind: str) -> list[tuple[str, list[Any]]]:
    """The records of a kind under the headings of the record."""
    topics = [label.label for label in library.topic_labels.values()]
    found: list[Any] = list(getattr(library, kind).values())
    if kind == "sources":
        found.sort(
            key=lambda s: (list(words.SOURCE_KINDS).index(s.kind), words.byline(s).casefold(), s.date or "", s.key)
        )
        heads = [words.SOURCE_KINDS[s.kind] for s in found]
    elif kind == "corrections":
        found = list(library.newest_corrections())
        heads = [""] * len(found)
    elif kind == "events":
        heads = [e.date[:4] for e in found]
    elif kind == "terms":
        found.sort(key=lambda t: t.term.casefold())
        heads = [t.term[:1].upper() for t in found]
    elif kind in ("claims", "questions"):
        topic = {id(r): _topic(library, [r.id] if kind == "claims" else r.claim_ids) for r in found}
        found.sort(key=lambda r: topics.index(topic[id(r)]) if topic[id(r)] in topics else len(topics))
        heads = [topic[id(r)] for r in found]
    else:
        heads = [""] * len(found)
    groups: dict[str, list[Any]] = {}
    for head, record in zip(heads, found, strict=True):
        groups.setdefault(head, []).append(record)
    return list(groups.items())


def _topic(library: Library, claim_ids: Iterable[str]) -> str:
    topic = next((library.topics[c] for c in claim_ids if c in library.topics), "")
    return library.topic_labels[topic].label if topic in library.topic_labels else "Other"


@dataclass(frozen=True)
class Record:
    """Writes entries; each stands alone, with numbers where it leads to others."""

    library: Library
    numbers: Numbers
    used: Mapping[str, list[str]]  # titles of the chapters that cite a claim

    def groups(self, kind: str) -> list[Node]:
        """All records of a kind, under their headings."""
        made: list[Node] = []
        for head, records in grouped(self.library, kind):
            group = element("group", title=head, id=f"{kind}-{slug(head)}" if head else "")
            for record in records:
                name = name_of(record)
                entry = add(group, "entry", id=f"{kind}-{name}", n=str(self.numbers[kind, name]))
                getattr(self, kind.removesuffix("s"))(entry, record)
            made.append(group)
        return made

    def claim(self, entry: Node, claim: Claim) -> None:
        """A claim with all that is known about it."""
        add(entry, "title", words.curl(claim.statement))
        self._fact(entry, "Who says it", f"{claim.said_by}, {words.day(claim.said_on)}")
        shown = [f.display for f in claim.figures.values() if f.display not in claim.statement]
        self._fact(entry, "Figures", "; ".join(shown))
        if claim.period:
            end = f" to {words.day(claim.period.end)}" if claim.period.end else ""
            self._fact(entry, "Time covered", words.day(claim.period.start) + end)
        status = f"{claim.status.capitalize()}; {words.LEVELS[claim.level]}, {words.day(claim.checked)}."
        self._fact(entry, "How we checked", f"{self.library.how_checked(claim)} {status}".strip())
        self._sources(entry, claim.sources)
        self._fact(entry, "Rests on", words.weakness(claim, self.library.sources).capitalize())
        self._fact(entry, "Know besides", claim.nuance or "")
        if claim.retired:
            self._fact(entry, "Retired", f"{words.day(claim.retired.on)}. {claim.retired.why}")
            self._records(entry, "In its place", "claims", [claim.retired.replaced_by or ""])
        for label, kind in (
            ("Article check", "sentences"),
            ("Open questions", "questions"),
            ("Corrections", "corrections"),
        ):
            self._records(entry, label, kind, [record.id for record in self.library.of_claim(kind, claim.id)])
        self._fact(entry, "Used in", "; ".join(self.used.get(claim.id, [])))

    def source(self, entry: Node, source: Source) -> None:
        """A source with its full address and what was read of it."""
        notes.put_title(add(entry, "title"), source)
        line = add(entry, "plain")
        notes.put_byline(line, source)
        parts = [words.publisher(source), source.number or "", words.day(source.date) if source.date else "undated"]
        put(
            line,
            "".join(f", {words.curl(p)}" for p in parts if p) + f". {words.SOURCE_KIND[source.kind].capitalize()}.",
        )
        if source.url:
            add(add(entry, "plain"), "address", source.url, href=source.url)
        else:
            said = "Read in a copy; no publisher’s address is confirmed." if source.is_copy else "No address is known."
            add(entry, "plain", said)
        if source.archived:
            archived = add(entry, "plain", "Archived copy: ")
            add(archived, "address", source.archived, href=source.archived)
        self._fact(entry, "License or terms", source.license or "")
        add(entry, "plain", f"{notes.sentence(source.note)} Last checked {words.day(source.urldate)}.")
        rests = add(entry, "fact", head="Used for")
        for kind in ("claims", "events", "sentences", "questions"):
            found = [r.id for r in getattr(self.library, kind).values() if any(c.key == source.key for c in r.sources)]
            if found:
                put(rests, f"{'; ' if len(rests) else ''}{KINDS[kind][len(found) > 1]} ")
                self._list(rests, kind, found)
        if not len(rests):
            entry.remove(rests)

    def sentence(self, entry: Node, sentence: Sentence) -> None:
        """What the article says beside what its sources say."""
        title = add(entry, "title", f"{words.sentence_place(sentence.paragraph).capitalize()}: ")
        add(title, "label", sentence.verdict)
        self._fact(entry, "The article says", sentence.article_says)
        self._fact(entry, "The sources say", sentence.source_says)
        if sentence.difference != "none":
            self._fact(entry, "The difference", sentence.difference)
        self._fact(
            entry,
            "How we checked",
            ". ".join(filter(None, [words.LEVELS[sentence.level].capitalize(), sentence.level_note])),
        )
        self._sources(entry, sentence.sources)
        self._records(entry, "Claims", "claims", sentence.claim_ids)

    def event(self, entry: Node, event: Event) -> None:
        """An event with its place and footing."""
        entry.set("date", words.event_day(event))
        add(entry, "title", words.curl(event.title))
        add(entry, "plain", words.curl(event.summary))
        place = f"{event.place}. " if event.place else ""
        add(
            entry,
            "plain",
            f"{place}{self.library.categories[event.category].label}. {words.LEVELS[event.level].capitalize()}.",
        )
        self._sources(entry, event.sources)
        self._records(entry, "Claims", "claims", event.claim_ids)

    def question(self, entry: Node, question: Question) -> None:
        """What is not known, and who could say it."""
        add(entry, "title", words.curl(question.question))
        self._fact(entry, "Known so far", question.known_so_far)
        self._fact(entry, "Would settle it", question.would_settle)
        self._fact(entry, "Whom to ask", question.whom_to_ask)
        self._sources(entry, question.sources)
        self._records(entry, "Claims", "claims", question.claim_ids)
        self._fact(entry, "Last checked", words.day(question.last_checked))

    def correction(self, entry: Node, correction: Correction) -> None:
        """What was wrong and is right now."""
        add(entry, "title", words.curl(correction.title))
        self._fact(entry, "Kind", f"{words.CORRECTION_KINDS[correction.kind]} of {words.WHOSE[correction.whose]}")
        self._fact(entry, "It said", correction.said)
        self._fact(entry, "It says now", correction.says)
        self._fact(entry, "Why it matters", correction.why)
        day = f"{words.day(correction.found)}, by " if correction.found else ""
        self._fact(
            entry, "Found", f"{day}{correction.found_by}" + ("" if correction.found else "; the day is not known")
        )
        put_right = words.day(correction.fixed) if correction.fixed else "The day is not known"
        self._fact(entry, "Put right", f"{put_right}; logged here {words.day(correction.logged)}")
        self._sources(entry, correction.sources, "Evidence")
        self._records(entry, "Claims", "claims", correction.claim_ids)

    def term(self, entry: Node, term: Term) -> None:
        """A word and what it means here."""
        add(entry, "title", words.curl(term.term))
        entry.set("also", ", ".join(map(words.curl, term.also)))
        add(entry, "plain", words.curl(term.definition))
        self._fact(entry, "Standard term", f"{term.standard_term}." if term.standard_term else "")
        if term.see:
            see = add(entry, "also")
            for other in term.see:
                add(see, "term", words.curl(self.library.terms[other].term), to=f"terms-{other}")
        rests = add(entry, "fact", head="Sources")
        for n, cite in enumerate(term.sources):
            source = self.library.sources[cite.key]
            year = f", {source.date[:4]}" if source.date else ""
            put(rests, f"{'; ' if n else ''}{words.curl(outlet(source))}{year} [")
            self._number(rests, "sources", cite.key)
            put(rests, "]")
        put(rests, ".")

    def charts(self) -> Node:
        """The numbers of every drawing, as tables."""
        group = element("group", title="", id="charts")
        for chart in self.library.charts.values():
            if not (chart.draw and chart.columns):
                continue
            rows = chart_table.table(chart, self.library)
            made = add(group, "table", title=words.curl(chart.title))
            head = add(made, "head")
            for name in rows.heads:
                add(head, "cell", words.curl(name))
            for row in rows.rows:
                line = add(made, "row")
                for cell in row:
                    said = cell.text or "; ".join(words.byline(self.library.sources[k]) for k in cell.sources)
                    add(line, "cell", words.curl(said))
            tables.shape(made, "wide")
        return group

    def _fact(self, entry: Node, head: str, text: str) -> None:
        if text:
            add(entry, "fact", words.curl(text), head=head)

    def _sources(self, entry: Node, cites: Iterable[Cite], head: str = "Sources") -> None:
        line = add(entry, "fact", head=head)
        for n, cite in enumerate(cites):
            source = self.library.sources[cite.key]
            put(line, "; " if n else "")
            put(line, words.curl(words.byline(source)) + (f", {source.date[:4]}" if source.date else ""))
            role = "" if cite.role == "supports" else f", {cite.role}"
            put(line, f" ({words.curl(cite.locator or '')}{role})".replace("(, ", "(") if cite.locator or role else "")
            put(line, " [")
            self._number(line, "sources", cite.key)
            put(line, "]")

    def _records(self, entry: Node, head: str, kind: str, ids: Iterable[str]) -> None:
        known = [i for i in ids if (kind, i) in self.numbers]
        if known:
            self._list(add(entry, "fact", head=head), kind, known)

    def _list(self, line: Node, kind: str, ids: Iterable[str]) -> None:
        """Numbers of records, in order."""
        for n, i in enumerate(sorted(set(ids), key=lambda i: self.numbers[kind, i])):
            put(line, ", " if n else "")
            self._number(line, kind, i)

    def _number(self, line: Node, kind: str, record: str) -> None:
        add(line, "ref", str(self.numbers[kind, record]), to=f"{kind}-{record}", name=KINDS[kind][0])
