"""
The notes of a page: one for each claim, term and source that it uses, in order of first use.

A phrase in the text is a link with `data-claim`, `data-term` or `data-source`; here it gets its address on the same
page, an id for the way back, and the number of its note (`data-note`). The template `notes.html` writes the list.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as etree

from num2words import num2words

from explainer.facts import words
from explainer.facts.backing import numbers_in
from explainer.facts.records import Claim, Source

if TYPE_CHECKING:
    from explainer.facts.library import Library

KINDS = {"claim": "claims", "term": "terms", "source": "sources"}  # kind of note: where its records stand


@dataclass(frozen=True)
class Note:
    """One entry of the list; `phrases` are the ids of the places that lead to it."""

    kind: str
    id: str
    record: Any
    phrases: list[str] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """The id of the entry on its page."""
        return anchor(self.kind, self.id)


def anchor(kind: str, record_id: str) -> str:
    """The id of a record's note; claims and terms never share a name (facts.rules), sources might."""
    return f"n-source-{record_id}" if kind == "source" else f"n-{record_id}"


def collect(root: etree.Element, library: Library) -> list[Note]:
    """The notes of a page in order of first use; numbers its phrases and gives each an id."""
    notes: dict[tuple[str, str], Note] = {}
    numbered: dict[tuple[str, str], int] = {}
    count = 0
    for element in root.iter("a"):
        kind = next((kind for kind in KINDS if element.get(f"data-{kind}")), "")
        if not kind:
            continue
        slot = kind, element.get(f"data-{kind}", "")
        if slot not in notes:
            notes[slot] = Note(*slot, getattr(library, KINDS[kind])[slot[1]])
        count += 1
        element.set("id", f"r{count}")
        element.set("data-note", str(numbered.setdefault(slot, len(notes))))
        # A statement with a figure in it is no figure, and neither is the name of a record.
        whole = element.attrib.pop("data-whole", None) is not None or "data-listed" in element.attrib
        if kind == "claim" and not whole and _is_figure("".join(element.itertext()), library):
            element.set("data-figure", "")
        notes[slot].phrases.append(f"r{count}")
    return list(notes.values())


def _is_figure(text: str, library: Library) -> bool:
    """Whether a phrase holds a number or a quotation: those are tinted. Dates and names of laws count nothing."""
    found = numbers_in(text, library)
    return any(mark in text for mark in '"“') or any(not n.in_words or n.value > 1 for n in found)


# -- words of a note ---------------------------------------------------------------------------------------


def brief(claim: Claim) -> str:
    """The claim in a few words, without a full stop, so that it can stand in a list."""
    return (claim.short or claim.statement).removesuffix(".")


def keys(claim: Claim) -> list[str]:
    """The sources of a claim, each once."""
    return list(dict.fromkeys(cite.key for cite in claim.sources))


def outlet(source: Source) -> str:
    """Who published a source, in a few words: its body or outlet, else its authors."""
    return words.byline(source) if source.bodies else source.journal or source.organization or words.byline(source)


def standing(claim: Claim) -> str:
    """How many sources a claim has, and what they do for it: "One source says so; another repeats it"."""
    roles = Counter[str]({cite.key: cite.role for cite in claim.sources}.values())
    own = roles["supports"]
    if own == len(keys(claim)) and claim.level == "unverified":
        return ""  # the sentence before it says that none confirms it
    say = "" if own == len(keys(claim)) else " says so" if own == 1 else " say so"
    parts = [f"{num2words(own)} {'source' if own == 1 else 'sources'}{say}"] if own else []
    one, more = ("another", "others") if own else ("one source", "sources")
    for role, does, do in (
        ("repeats", "repeats it", "repeat it"),
        ("qualifies", "adds a limit", "add a limit"),
        ("contradicts", "differs", "differ"),
    ):
        if roles[role]:
            parts.append(f"{one} {does}" if roles[role] == 1 else f"{num2words(roles[role])} {more} {do}")
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""
