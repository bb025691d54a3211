"""The words of a block: text, emphasis, links. Links to records become numbers of notes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from explainer.book.notes import Notes
from explainer.book.order import Entry
from explainer.book.references import reference
from explainer.book.tree import Node, add, ascii_id, classes, element, ending, folded, put, set_ending, trimmed, words
from explainer.facts import words as spoken
from explainer.facts.library import Library
from explainer.shown.notes import brief, outlet

PLAIN = {"strong": "b", "b": "b", "em": "i", "i": "i", "cite": "i", "code": "code", "kbd": "code", "samp": "code"}
PLAIN |= {"mark": "mark", "sub": "sub", "sup": "sup", "del": "del", "ins": "b"}
# What a reader of paper cannot use. `screen-only` is for editors; the rest are controls and marks of the pages.
SCREEN = frozenset({"screen-only", "headerlink", "visually-hidden", "footnote-backref"})
UNSEEN = frozenset(["script", "style", "template", "button", "input", "select", "textarea", "output", "svg", "nav"])
POINTERS = ("Who says so", "and who else")  # what pages call a link that only leads to its note
CLOSING = ".,;:!?)”’"  # a number stands after these, as American books have it


@dataclass
class Around:
    """What a chapter may know of the rest: records, the other pages and their volumes, the address of the site."""

    library: Library
    entries: Mapping[str, Entry]  # by address
    volume: str  # the volume being made; "all" where one file holds every page (EPUB)
    site_url: str = ""
    homes: Mapping[str, str] = field(default_factory=dict)  # kind of the records that live on a page, by its address

    @cached_property
    def addresses(self) -> dict[str, str]:
        """The key of the source at each address."""
        return {source.url: key for key, source in self.library.sources.items() if source.url}

    def prints(self, url: str) -> bool:
        """Whether the edition being made holds the page."""
        return url in self.entries and self.home(url) in (
            {"book", "back", "record"} if self.volume == "all" else {self.volume}
        )

    def home(self, url: str) -> str:
        """The volume that prints a page; what stands at the book's end is the book's."""
        volume = self.entries[url].volume if url in self.entries else "no"
        return "book" if volume == "back" and self.volume != "all" else volume


@dataclass
class Line:
    """Copies inline HTML into elements with a meaning."""

    page: str
    around: Around
    notes: Notes
    footnotes: Mapping[str, Node] = field(default_factory=dict)
    terms: set[str] = field(default_factory=set)  # explained in this chapter already
    last: int | None = None  # the number set last in this block: not repeated at once

    def line(self, into: Node, tag: str, source: Node, **attributes: str) -> Node:
        """A block of words, made from one element."""
        self.last = None
        return trimmed(self.inline(source, add(into, tag, **attributes)))

    def listed(self, into: Node, tag: str, source: Node) -> Node:
        """Parts that stand side by side on the page, as a sentence has them."""
        made = add(into, tag)
        for n, part in enumerate(child for child in source if isinstance(child.tag, str) and words(child)):
            put(made, "; " if n else "")
            self.last = None
            self.inline(part, made)
        put(made, ".")
        return trimmed(made)

    def inline(self, source: Node, into: Node) -> Node:
        """Copy the content of an element."""
        self.text(into, source.text)
        for child in source:
            if isinstance(child.tag, str):
                self.child(child, into)
            self.text(into, child.tail)
        return into

    def text(self, into: Node, value: str | None) -> None:
        """Add text; what closes a phrase goes before the number that stands there."""
        text = folded(value)
        last = into[-1] if len(into) else None
        if last is not None and last.tag == "n" and not last.tail and text:
            if last.get("pointer"):
                text = self._after_pointer(into, text)
            run = text[: len(text) - len(text.lstrip(CLOSING))]
            if run:
                self._before_numbers(into, run)
                text = text[len(run) :]
        put(into, text)

    def child(self, node: Node, into: Node) -> None:
        """One inline element."""
        if node.tag in UNSEEN or classes(node) & SCREEN or "hidden" in node.attrib:
            self._checkbox(node, into)
        elif node.tag == "br":
            add(into, "br")
        elif node.tag == "a" and "annotation" in classes(node):
            put(into, f"({words(node).strip('()')})")
        elif node.tag == "a":
            self._link(node, into)
        elif node.tag == "sup" and node.find("a") is not None and (node.find("a").get("href") or "").startswith("#fn"):
            self._footnote(node.find("a"), into)
        elif node.get("lang"):
            self.inline(node, add(into, "lang", to=node.get("lang")))
        elif node.tag == "abbr" and node.get("title") and words(node) not in self.terms:
            self.terms.add(words(node))  # paper shows no tooltip
            self.inline(node, into)
            put(into, f" ({node.get('title')})")
        elif node.tag in PLAIN:
            self.inline(node, add(into, PLAIN[node.tag]))
        elif node.tag == "q":
            put(into, "“")
            self.inline(node, into)
            put(into, "”")
        elif classes(node) & {"label", "verdict"}:
            self.inline(node, add(into, "label"))
        elif any(c.endswith("-label") for c in classes(node)) and node.tag == "span":
            self._run_in(node, into)
        else:
            self.inline(node, into)

    def mark(self, into: Node, kind: str, record: str, *, pointer: bool = False) -> None:
        """The number of a record's note."""
        number = self.notes.number(kind, record)
        if number is None or number == self.last:
            return
        attributes = {"to": self.notes.id(number), "n": str(number)}
        if pointer:
            attributes["pointer"] = "1"
        add(into, "n", **attributes)
        self.last = number

    def _link(self, node: Node, into: Node) -> None:
        kind, target = self.target(node)
        library = self.around.library
        if kind in ("claims", "sources"):
            if self.is_pointer(node, kind, target):
                self._before_pointer(into)
                self.mark(into, kind, target, pointer=True)
                return
            self.inline(node, add(into, "lang", to=node.get("lang")) if node.get("lang") else into)
            self.mark(into, kind, target)
        elif kind == "terms" and target in library.terms and target not in self.terms:
            self.terms.add(target)
            self.inline(node, add(into, "term", to=f"terms-{target}"))
        elif kind == "page":
            self._page(node, into, target)
        elif kind == "outside":
            self.inline(node, add(into, "a", href=target))
        elif kind == "file" and self.around.site_url:
            self.inline(node, add(into, "a", href=self.around.site_url + target))
        else:
            self.inline(node, into)

    def target(self, node: Node) -> tuple[str, str]:
        """`reference`, where a place that is no record is a place of its page."""
        kind, target = reference(node, self.page, self.around.homes)
        if kind == "outside" and target in self.around.addresses:  # a component leads straight to the publisher
            key = self.around.addresses[target]
            return ("sources", key) if self.is_pointer(node, "sources", key) else (kind, target)
        if kind in self.around.homes.values() and target not in getattr(self.around.library, kind, {}):
            url = next(url for url, home in self.around.homes.items() if home == kind)
            return "page", f"{url}#{target}"
        return kind, target

    def is_pointer(self, node: Node, kind: str, target: str) -> bool:
        """Whether the words of a link only name the record, as lists of sources do; its number says enough."""
        if "data-note" in node.attrib:  # in a sentence, the same words are its author's
            return "data-listed" in node.attrib or words(node) in POINTERS
        if kind == "sources":
            source = self.around.library.sources[target]
            name = spoken.curl(outlet(source))
            return words(node) in (name, f"{name}, {(source.date or '')[:4]}")
        claim = self.around.library.claims.get(target)
        return claim is not None and words(node) in (*POINTERS, spoken.curl(brief(claim)), spoken.curl(claim.said_by))

    def _page(self, node: Node, into: Node, target: str) -> None:
        url, _, anchor = target.partition("#")
        home = self.around.home(url)
        if self.around.prints(url):
            place = self.around.entries[url].id + (f"--{ascii_id(anchor)}" if anchor else "")
            self.inline(node, add(into, "see", to=place, chapter=self.around.entries[url].id))
        elif home in ("book", "record", "sheet"):
            self.inline(node, add(into, "volume", name=home))
        elif self.around.site_url:
            self.inline(node, add(into, "a", href=self.around.site_url + target))
        else:
            self.inline(node, into)

    def _footnote(self, link: Node, into: Node) -> None:
        name = link.get("href")[1:]
        if name in self.footnotes:
            self.notes.footnotes[name] = trimmed(self.inline(self.footnotes[name], element("what")))
            self.mark(into, "footnotes", name)

    def _checkbox(self, node: Node, into: Node) -> None:
        if node.get("type") == "checkbox" and "disabled" in node.attrib:
            put(into, "☑ " if "checked" in node.attrib else "☐ ")

    def _run_in(self, node: Node, into: Node) -> None:
        """A label in front of its text; its colon stands in the text, so that every edition has it."""
        bold = add(into, "b", words(node))
        if not (bold.text or "").endswith((":", ".", "?")):
            bold.text = f"{bold.text}:"

    # -- lists of sources: "…, 2021: Name; Name. More" becomes "…, 2021.¹ ² More" --------------------------------

    def _before_pointer(self, into: Node) -> None:
        last = into[-1] if len(into) else None
        if last is not None and last.tag == "n" and not last.tail:
            return
        text = ending(into).rstrip()
        self._opened = text.endswith("(")
        set_ending(into, re.sub(r"[\s:;,(]+$", "", text))

    def _after_pointer(self, into: Node, text: str) -> str:
        rest = text.lstrip()
        if getattr(self, "_opened", False) and rest.startswith(")"):
            rest = rest[1:]
        if re.fullmatch(r"[;,]\s*", rest) or not rest:
            return ""
        rest = re.sub(r"^[;,]\s*", " ", rest)
        if rest[:1] == "." and "".join(into.itertext()).rstrip().endswith((".", "!", "?")):
            rest = rest[1:]
        return rest

    def _before_numbers(self, into: Node, run: str) -> None:
        before = into[-1].getprevious()
        while before is not None and before.tag == "n" and not before.tail:
            before = before.getprevious()
        if before is None:
            into.text = (into.text or "") + run
        else:
            before.tail = (before.tail or "") + run


def spaced(chapter: Node) -> None:
    """Say of each number whether it is the `first` of its note, and whether another number or a digit stands before."""
    seen: set[str] = set()
    for number in chapter.iter("n"):
        before = number.getprevious()
        said = (number.getparent().text if before is None else before.tail or "".join(before.itertext())) or ""
        if before is not None and before.tag == "n" and not before.tail:
            number.set("next", "1")
        elif re.search(r"\d[.,]?$", said):
            number.set("apart", "1")  # "1,161" and a raised 3 must not be copied as 1,1613
        if number.get("to") not in seen:
            seen.add(number.get("to"))
            number.set("first", "1")
