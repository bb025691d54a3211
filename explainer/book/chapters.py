"""A built page as a chapter: its blocks by what they mean. A pure function; the page is only read."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from explainer.book import items
from explainer.book.figures import Figures
from explainer.book.inline import SCREEN, UNSEEN, Around, Line, spaced
from explainer.book.moments import Moments
from explainer.book.notes import Notes
from explainer.book.order import Entry, Manuscript
from explainer.book.pictures import Sheet
from explainer.book.record import KINDS
from explainer.book.tree import Node, add, ascii_id, classes, cut, element, elements, ending, folded, set_ending, words
from explainer.facts import words as spoken
from explainer.facts.problems import EditorError, Problem
from explainer.text.blocks import BLOCKS as BLOCK_TYPES

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Parts of a page that the editions say in another way: notes, the record and the glossary stand for them.
ELSEWHERE = frozenset([
    "notes-key", "notice", "drawn-readout", "strip", "claim-id", "chart-files", "edition-file", "ways",
    "downloads",
])  # fmt: skip
ADMONITIONS = frozenset({"aside", "admonition"})
# Lists of records: the class of a block, the kind of its records, and how one of them is shown.
LISTS: dict[str, tuple[str, str, Any]] = {
    "timeline": ("timeline", "events", items.event),
    "key-dates": ("dates", "events", items.key_date),
    "checks": ("checks", "sentences", items.sentence),
    "questions": ("questions", "questions", items.question),
    "block-corrections": ("corrections", "corrections", items.correction),
}
# What becomes of whole blocks: the record prints all records of a kind where a block is their home.
WHOLE = {f"block-{block.name}": block.home_of for block in BLOCK_TYPES.values() if block.home_of in KINDS}
UNPRINTED = frozenset(f"block-{block.name}" for block in BLOCK_TYPES.values() if not block.prints)


def make(
    tree: Node, entry: Entry, around: Around, sheet: Sheet, manuscript: Manuscript, records: dict[tuple[str, str], int]
) -> Node:
    """The chapter of a parsed page; raises `EditorError` with everything in it that cannot be printed."""
    article = tree.find(".//article")
    if article is None:
        raise EditorError([Problem(f"site/{entry.url}", 0, "the page has no <article>", "Mend overrides/base.html.")])
    heading = article.find(".//h1")
    chapter = element("chapter", id=entry.id, section=entry.section, page=entry.url, menu=entry.title)
    for name in ("checked", "updated"):
        chapter.set(name, next((m.get("content", "") for m in tree.iter("meta") if m.get("name") == name), ""))
    notes = Notes(around.library, entry.id, records)
    footnotes = {li.get("id"): _footnote(li) for li in article.iter("li") if (li.get("id") or "").startswith("fn")}
    writer = Writer(Line(entry.url, around, notes, footnotes), sheet, manuscript)
    if heading is None:
        chapter.set("title", entry.title)
    else:
        title = writer.line.line(chapter, "title", heading)
        chapter.set("title", words(title))
        cut(title)
    writer.blocks(article, chapter)
    for empty in [h for h in chapter.iter("h") if _empty(h)]:
        cut(empty)
    notes.write(add(chapter, "notes"))
    spaced(chapter)
    if writer.problems:
        raise EditorError(writer.problems)
    return chapter


def _footnote(item: Node) -> Node:
    """What a footnote says, in one paragraph."""
    first, *more = item.findall("p") or [item]
    for following in more:
        set_ending(first, f"{ending(first)} {following.text or ''}")
        first.extend(list(following))
    return first


def _empty(heading: Node) -> bool:
    """Whether all that stood under a heading was for the screen."""
    after = heading.getnext()
    return after is None or (after.tag == "h" and int(after.get("level")) <= int(heading.get("level")))


@dataclass
class Writer(Moments):
    """Walks the blocks of an article and writes elements with a meaning."""

    level: int = 1  # of the last heading

    def blocks(self, source: Node, into: Node) -> Node:
        """All blocks of an element; words that stand loose among them become a paragraph."""
        loose: Node | None = None
        if (source.text or "").strip():
            loose = self._loose(source.text, into)
        for child in source:
            if isinstance(child.tag, str):
                if child.tag in INLINE:
                    loose = loose if loose is not None else add(into, "p")
                    self.line.child(child, loose)
                else:
                    loose = None
                    self.block(child, into)
            if (child.tail or "").strip() or loose is not None:
                loose = loose if loose is not None else add(into, "p")
                self.line.text(loose, child.tail)
        return into

    def _loose(self, text: str, into: Node) -> Node:
        made = add(into, "p")
        self.line.last = None
        self.line.text(made, text.lstrip())
        return made

    def block(self, node: Node, into: Node) -> None:
        """One block, by what it is."""
        names = classes(node)
        if (
            names & (SCREEN | ELSEWHERE | UNPRINTED)
            or node.tag in UNSEEN - {"svg"}
            or "hidden" in node.attrib
            or "data-notes" in node.attrib
        ):
            return
        kind = next((WHOLE[n] for n in names & WHOLE.keys()), "")
        if kind and any(n.get("data-record") == kind for n in node.iter()):
            add(into, "records", kind=kind)
            return
        name = next((n for n in LISTS if n in names), "") or next((n for n in self.BY_CLASS if n in names), "")
        if name in LISTS:
            self.records(node, into, *LISTS[name])
        elif name:
            self.BY_CLASS[name](self, node, into)
        elif node.tag in self.BY_TAG:
            self.BY_TAG[node.tag](self, node, into)
        else:
            self.blocks(node, into)

    # -- words --------------------------------------------------------------------------------------------------------

    def heading(self, node: Node, into: Node) -> None:
        """A heading below the chapter's title."""
        level = int(node.tag[1])
        if level == 1:
            return
        if level > self.level + 1 and level > 2:
            message, own = f"the heading “{words(node)}” skips a level", folded(node.text or words(node))
            mend = f"Write it with {'#' * (self.level + 1)}: readers who listen go from level to level."
            self.problems.append(self.manuscript.problem(self.line.page, own, message, mend))
        self.level = level
        made = self.line.line(into, "h", node, level=str(level - 1))
        if node.get("id"):
            made.set("id", f"{self.line.notes.chapter}--{ascii_id(node.get('id'))}")

    def paragraph(self, node: Node, into: Node) -> None:
        """A paragraph; one that holds only a picture is the picture."""
        pictures_in = list(node.iter("img"))
        if pictures_in and not words(node):
            for image in pictures_in:
                self.image(image, into)
        elif "strip-key" in classes(node):
            self.line.listed(into, "p", node)
        elif words(node):
            small = classes(node) & {"chart-note", "model-note"}
            self.line.line(into, "small" if small else "p", node)

    def listing(self, node: Node, into: Node) -> None:
        """A list."""
        made = add(into, node.tag)
        if node.get("start"):
            made.set("start", node.get("start"))
        if "task-list" in classes(node):
            made.set("boxes", "1")  # which stand in place of its dashes
        for li in elements(node):
            if any(child.tag in BLOCKS for child in elements(li)):
                self.blocks(li, add(made, "li"))
            else:
                self.line.line(made, "li", li)

    def definitions(self, node: Node, into: Node) -> None:
        """A list of names and what is said of each; groups (`div`) are for the screen."""
        made = add(into, "dl")
        for part in node.iter("dt", "dd"):
            if part.tag == "dd" and any(child.tag in BLOCKS for child in elements(part)):
                self.blocks(part, add(made, "dd"))
            else:
                self.line.line(made, part.tag, part)

    def code(self, node: Node, into: Node) -> None:
        """Lines that keep their breaks, with their title; a mark in them names its explanation by number."""
        title = next((n for n in node.iter("span") if "filename" in classes(n)), None)
        lines = copy.deepcopy(next(node.iter("pre"), node))
        lines.tail = None
        for mark in [a for a in lines.iter("a") if "annotation" in classes(a)]:
            mark.text = f"({words(mark).strip('()')})"
        text = "".join(lines.itertext()).strip("\n")
        add(into, "code-block", text, **({"title": words(title)} if title is not None else {}))

    # -- boxes --------------------------------------------------------------------------------------------------------

    def in_short(self, node: Node, into: Node) -> None:
        """The page in a few sentences."""
        self._box(node, into, "in-short", node.find(".//h2"))

    def aside(self, node: Node, into: Node) -> None:
        """A side note, an admonition, a folded block."""
        title = next(
            (c for c in elements(node) if c.tag == "summary" or any(n.endswith("-title") for n in classes(c))), None
        )
        self._box(node, into, "aside", title)

    def _box(self, node: Node, into: Node, tag: str, title: Node | None) -> None:
        box = add(into, tag)
        if title is not None:
            self.line.line(box, "title", title)
            box.set("title", words(box[-1]))
            cut(box[-1])
        for child in elements(node):
            if child is not title:
                self.block(child, box)
        if not len(box):
            cut(box)

    def tabs(self, node: Node, into: Node) -> None:
        """Each tab under its own label, one after the other (the markup of pymdownx.tabbed)."""
        labels = [words(label) for label in node.iter("label")]
        for label, block in zip(labels, (b for b in node.iter("div") if "tabbed-block" in classes(b)), strict=False):
            for title in block.xpath("./p[@class='tabbed-title']"):  # the words of its tab, said for other readers
                block.remove(title)
            self.blocks(block, add(into, "tab", title=label))

    # -- facts --------------------------------------------------------------------------------------------------------

    def claim(self, node: Node, into: Node) -> None:
        """A claim's statement; its note says the rest."""
        claims = self.line.around.library.claims
        linked = [i for kind, i in map(self.line.target, node.iter("a")) if kind == "claims" and i in claims]
        said = next(p for p in node.iter("p"))
        known = [i for i in linked if spoken.curl(claims[i].statement) == words(said)] or linked[-1:]
        self.line.last = None
        made = add(into, "claim", words(said))
        for claim_id in known[:1]:
            self.line.mark(made, "claims", claim_id)

    def quote(self, node: Node, into: Node) -> None:
        """A speaker's exact words."""
        box, by = add(into, "quote"), node.find(".//figcaption")
        self.line.line(box, "said", next(iter(node.iter("p"))))
        if by is None:
            return
        made = add(box, "by")
        self.line.last = None
        self.line.text(made, (by.text or "").lstrip())
        for child in by:
            kind, target = self.line.target(child) if child.tag == "a" else ("", "")
            if kind == "claims":
                set_ending(made, ending(made).rstrip())
                self.line.mark(made, kind, target, pointer=True)
            else:
                self.line.child(child, made)
            self.line.text(made, child.tail)

    def numbers(self, node: Node, into: Node) -> None:
        """Figures set large, each with what it counts."""
        box = add(into, "numbers")
        for li in elements(node):
            figure = next((n for n in li.iter() if "number" in classes(n)), None)
            label = next((n for n in li.iter() if "number-label" in classes(n)), None)
            if figure is None or label is None:
                self.blocks(li, add(box, "figure", number=""))
                continue
            made = self.line.line(box, "figure", label, number=words(figure))
            for kind, target in map(self.line.target, li.iter("a")):
                if kind == "claims":
                    self.line.mark(made, kind, target)

    def addition(self, node: Node, into: Node) -> None:
        """An addition that the site works out; its numbers stand behind the label, or they would read as powers."""
        box = add(into, "sum")
        for name in ("sum-line", "sum-label"):
            part = next((n for n in node.iter() if name in classes(n)), None)
            if part is not None:
                self.line.line(box, name.removeprefix("sum-"), part)
        numbers = list(box[0].iter("n"))
        for number in numbers:
            cut(number)
        box[-1].extend(numbers)

    def saying(self, node: Node, into: Node) -> None:
        """What people say, whether it holds, and what to say instead."""
        heading = next(iter(node.iter("h2", "h3")))
        self.heading(heading, into)
        record = self.line.around.library.sayings.get(heading.get("id"))
        if record is None:
            self.blocks(node, into)
        else:
            items.saying(self.line, into, record)

    def checklist(self, node: Node, into: Node) -> None:
        """Numbered questions, each with labelled lines; how each was checked stands in its notes."""
        box = add(into, "checklist")
        for li in elements(node):
            item = add(box, "item", id=li.get("id") or "")
            self.line.line(item, "title", li.find(".//p"))
            for name in li.iter("dt"):
                said = name.getnext()
                if said is None or words(said) in spoken.LEVELS.values():
                    continue
                made, before = self.line.line(item, "fact", said, head=words(name)), item[-2]
                if not words(made) and before.tag == "fact":  # only numbers: they stand behind what they hold
                    told = {n.get("n") for n in before.iter("n")}
                    before.extend([n for n in made if n.get("n") not in told])
                    cut(made)

    def records(self, node: Node, into: Node, tag: str, kind: str, show: Any) -> None:
        """A list of records, each shown as its kind is."""
        box, known = add(into, tag), getattr(self.line.around.library, kind)
        for child in elements(node):
            ids = [child.get("id")] + [i for k, i in map(self.line.target, child.iter("a")) if k == kind]
            record = next((i for i in ids if i in known), None)
            if record is None:
                self.blocks(child, add(box, "item"))
            else:
                show(self.line, box, known[record])

    BY_CLASS: ClassVar[dict[str, Callable[[Writer, Node, Node], None]]] = {
        "in-short": in_short,
        **dict.fromkeys(sorted(ADMONITIONS), aside),
        "tabbed-set": tabs,
        "claim": claim,
        "quote": quote,
        "numbers": numbers,
        "sum": addition,
        "checklist": checklist,
        "block-model": Figures.model,
        "scene": Moments.scene,
        "cases": Moments.cases,
        "changed": Moments.changed,
        "panel": Moments.panel,
        **dict.fromkeys(("numbers-fold", "chart-limits", "question-more"), Moments.unfolded),
        "saying": saying,
        "chart": Figures.chart,
        "table": Figures.table_block,
        "highlight": code,
        "footnotes": lambda *_: None,  # they are notes of the chapter
    }
    BY_TAG: ClassVar[dict[str, Callable[[Writer, Node, Node], None]]] = {
        **dict.fromkeys(HEADINGS, heading),
        "p": paragraph,
        "ul": listing,
        "ol": listing,
        "dl": definitions,
        "blockquote": lambda w, node, into: w.blocks(node, add(into, "blockquote")),
        "pre": code,
        "hr": lambda _w, _n, into: add(into, "rule"),
        "details": aside,
        "table": Figures.table_block,
        "figure": Figures.figure,
        "img": Figures.image,
        "svg": Figures.drawing,
    }


BLOCKS = frozenset([*Writer.BY_TAG, "div", "section", "details"])
INLINE = frozenset([
    "a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small",
    "span", "strong", "sub", "sup", "time", "u", "var",
])  # fmt: skip
