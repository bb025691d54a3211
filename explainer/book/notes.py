"""The numbered notes of one chapter: who said it, where, when, how it was checked, and a short address."""

from __future__ import annotations

from dataclasses import dataclass, field

from explainer.book.tree import Node, add, put
from explainer.facts import words
from explainer.facts.library import Library
from explainer.facts.records import Cite, Claim, Source
from explainer.shown import notes as shown


@dataclass
class Notes:
    """Numbers in the order of first use, one for each claim, source and footnote of a chapter."""

    library: Library
    chapter: str
    records: dict[tuple[str, str], int]  # the numbers that claims and sources have in the record
    used: dict[tuple[str, str], int] = field(default_factory=dict)
    footnotes: dict[str, Node] = field(default_factory=dict)
    told: dict[str, int] = field(default_factory=dict)  # the note of this chapter that gives a source in full

    def number(self, kind: str, record: str) -> int | None:
        """The number of a record in this chapter; its first use gives it the next one."""
        known = self.footnotes if kind == "footnotes" else getattr(self.library, kind)
        return self.used.setdefault((kind, record), len(self.used) + 1) if record in known else None

    def id(self, number: int) -> str:
        """The anchor of a note."""
        return f"{self.chapter}-n{number}"

    def write(self, into: Node) -> None:
        """All notes, in order."""
        for (kind, record), number in self.used.items():
            note = add(into, "note", id=self.id(number), n=str(number))
            if kind == "claims":
                self._claim(note, number, self.library.claims[record])
            elif kind == "sources":
                self._source(note, number, self.library.sources[record])
            else:
                note.append(self.footnotes[record])

    def _claim(self, note: Node, number: int, claim: Claim) -> None:
        add(note, "what", sentence(shown.brief(claim)))
        add(note, "who", sentence(f"{words.curl(claim.said_by)}, {words.day(claim.said_on)}"))
        add(note, "how", words.curl(f"{self.library.how_checked(claim)} {shown.standing(claim)}".strip()))
        if claim.retired:
            add(
                note,
                "besides",
                sentence(f"Not claimed any more since {words.day(claim.retired.on)}: {claim.retired.why}"),
            )
        elif claim.besides or claim.nuance:
            add(note, "besides", sentence(claim.besides or claim.nuance or ""))
        first = next((c for c in claim.sources if c.role == "supports"), claim.sources[0])
        self._where(note, number, first)
        more = len(shown.keys(claim)) - 1
        add(note, "record", kind="claims", id=claim.id, n=str(self.records["claims", claim.id]), more=str(more or ""))

    def _source(self, note: Node, number: int, source: Source) -> None:
        self._where(note, number, Cite(key=source.key, locator=None, role="supports"))
        add(note, "record", kind="sources", id=source.key, n=str(self.records["sources", source.key]), more="")

    def _where(self, note: Node, number: int, cite: Cite) -> None:
        """A source in full where the chapter names it first, and by its short name after that."""
        source, where = self.library.sources[cite.key], add(note, "where")
        put_byline(where, source)
        locator = f", {words.curl(cite.locator)}" if cite.locator else ""
        if cite.key in self.told:
            put(where, " (note ")
            add(where, "back", str(self.told[cite.key]), to=self.id(self.told[cite.key]))
            put(where, f"){locator}")
        else:
            self.told[cite.key] = number
            put(where, ", ")
            put_title(where, source)
            put(where, f", {words.day(source.date)}" if source.date else ", undated")
            put(where, locator)
            put(where, ", ")
            put_address(where, source)


def sentence(text: str) -> str:
    """A text of a record as a sentence of print."""
    text = words.curl(text.strip())
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!", ".”", "?”")) else ".")


def put_byline(into: Node, source: Source) -> None:
    """Who wrote a source; a name in another language says so."""
    language = words.LANGUAGES.get(source.authorlangid or "")
    add(into, "lang", words.curl(words.byline(source)), to=language) if language else put(
        into, words.curl(words.byline(source))
    )


def put_title(into: Node, source: Source) -> None:
    """The title of a source, which may be in another language."""
    title = add(into, "i", words.curl(source.title))
    if source.langid:
        title.set("lang", words.LANGUAGES[source.langid])


def put_address(into: Node, source: Source) -> None:
    """Where a source can be read, or why no address is given."""
    if source.url:
        add(into, "address", words.host(source.url), href=source.url)
    else:
        put(into, "read in a copy" if source.is_copy else "no address known")
