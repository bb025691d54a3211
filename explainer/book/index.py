"""The index: names of people, bodies, places and subjects from the records, and a mark at each place that bears one."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from explainer.book.tree import Node, add, cut, element, insert
from explainer.facts import words as spoken
from explainer.facts.library import Library

BLOCKS = (
    "p", "li", "cell", "note", "said", "by", "text", "title", "claim", "difference", "fact", "dt", "dd", "figure",
    "small", "h",
)  # fmt: skip
ENOUGH = 6  # places in the text, from which on places in notes are left out
EVERYWHERE = 0.6  # a term or place that this share of the chapters speaks of tells a reader nothing


@dataclass(frozen=True)
class Name:
    """One entry: its heading, and the words in the text that stand for it."""

    heading: str
    kind: str
    words: tuple[str, ...]


def names(library: Library) -> list[Name]:
    """Entries from docs/data/names.yml, from the terms of the glossary and from the places of events."""
    found: dict[str, Name] = {}
    for record in library.names.values():
        first, own = record.name.partition(", ")[::2]
        said = (f"{own} {first}", *record.also) if record.kind == "person" and own else (record.name, *record.also)
        short = [w for w in record.also if w.isupper()]
        found[record.name] = Name(
            record.name + (f" ({short[0]})" if short else ""), record.kind, tuple(map(spoken.curl, said))
        )
    taken = {word for name in found.values() for word in name.words}
    for event in library.events.values():
        town = (event.place or "").partition(",")[0]
        if town and town not in taken:
            found.setdefault(town, Name(town, "place", (town,)))
    for term in library.terms.values():
        if term.term not in taken:
            # A letter or a lone common word stands for other things too: the "N" of a state, a lake of the name Prior.
            also = (word for word in term.also if " " in word or (word.isupper() and len(word) > 2))
            every = sorted({term.term, f"{term.term}s", *also})
            found.setdefault(term.term, Name(spoken.curl(term.term), "subject", tuple(every)))
    return sorted(found.values(), key=lambda name: _sorted_as(name.heading))


def mark(chapters: list[Node], library: Library) -> Node:
    """Set an `ix` before the first place of each name in each block; return the entries that have one."""
    entries = names(library)
    meant = {word: number for number, name in reversed(list(enumerate(entries))) for word in name.words}
    # A capital may begin a sentence, or another name: "Rank" and "Rank One".
    begins = {word[:1].upper() + word[1:]: number for word, number in meant.items()}
    begins = {word: number for word, number in begins.items() if word not in meant}
    places: dict[int, list[Node]] = defaultdict(list)
    if meant:
        longest = sorted([*meant, *begins], key=len, reverse=True)
        words = "|".join(re.escape(word) + (r"(?! [A-Z])" if word in begins else "") for word in longest)
        meant |= begins
        pattern = re.compile(rf"(?<![\w-])(?:{words})(?![\w-])")
        for position, chapter in enumerate(chapters):
            for block in _blocks(chapter):
                for number, made in _mark_block(block, pattern, meant):
                    made.set("chapter", str(position))
                    places[number].append(made)
    index = element("index")
    for number, name in enumerate(entries):
        if _kept(name, places[number], len(chapters)):
            letter = _sorted_as(name.heading)[:1].upper()
            add(index, "name", k=str(number), heading=name.heading, letter=letter, kind=name.kind)
    return index


def _blocks(chapter: Node) -> list[Node]:
    """The outermost blocks of words."""
    return [b for b in chapter.iter(*BLOCKS) if not any(p.tag in BLOCKS for p in b.iterancestors())]


def _kept(name: Name, marks: list[Node], chapters: int) -> bool:
    """Whether a name gets an entry; marks that the entry does not use are taken out."""
    told = [made for made in marks if "note" not in made.attrib]
    spoken_of = len({made.get("chapter") for made in told})
    common = name.kind not in {"person", "body"} and spoken_of > EVERYWHERE * chapters > 2
    kept = len(marks) > 1 and bool(told) and not common
    unused = marks if not kept else [made for made in marks if "note" in made.attrib] if len(told) > ENOUGH else []
    for made in unused:
        cut(made)
    return kept


def _mark_block(block: Node, pattern: re.Pattern[str], meant: dict[str, int]) -> list[tuple[int, Node]]:
    """Marks for the names of one block, each once."""
    seen: set[int] = set()
    made: list[tuple[int, Node]] = []
    note = block.tag == "note"
    for node in list(block.iter()):
        if not isinstance(node.tag, str) or node.tag in ("svg", "ix", "record"):
            continue
        for slot in ("text", "tail"):
            text = getattr(node, slot)
            if not text or (slot == "tail" and node is block):
                continue
            for match in reversed(_firsts(pattern, text, meant, seen)):
                one = element("ix", k=str(meant[match[0]]))
                if note:
                    one.set("note", "1")
                text = getattr(node, slot)
                insert(node, slot, text[: match.start()], one, text[match.start() :])
                made.append((meant[match[0]], one))
    return made


def _firsts(pattern: re.Pattern[str], text: str, meant: dict[str, int], seen: set[int]) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    for match in pattern.finditer(text):
        if meant[match[0]] not in seen:
            seen.add(meant[match[0]])
            found.append(match)
    return found


def _sorted_as(heading: str) -> str:
    plain = unicodedata.normalize("NFKD", heading).casefold()
    return re.sub(r"[^a-z0-9 ]", "", plain)
