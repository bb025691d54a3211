"""The tree of meaning as XHTML for the EPUB. Labels and colons stand in the text, never in a style sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from lxml import etree

from explainer.book.pictures import SVG
from explainer.book.tree import Node, ending, put, set_ending, words

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
XML = "http://www.w3.org/XML/1998/namespace"
TYPE = f"{{{OPS}}}type"
NAMESPACES: Any = {None: XHTML, "epub": OPS}
PLAIN = {"b": "strong"} | {tag: tag for tag in ("del", "i", "code", "sub", "sup", "mark", "span")}
# From how wide a window (in em, so that larger letters count) a table stands as a table; below that its rows are cards.
STEPS = (22, 30, 40, 55)


def new(parent: Node | None, tag: str, text: str = "", **attributes: str) -> Node:
    """An XHTML element at the end of `parent`."""
    made = etree.Element(f"{{{XHTML}}}{tag}", nsmap=NAMESPACES)
    for key, value in attributes.items():
        name = {"class_": "class", "type_": TYPE}.get(key, key.replace("_", "-"))
        made.set(name, value)
        if key == "lang":
            made.set(f"{{{XML}}}lang", value)
    made.text = text or None
    if parent is not None:
        parent.append(made)
    return made


@dataclass
class Writer:
    """Writes one chapter; `places` says in which file each anchor stands."""

    file: str
    places: dict[str, str]
    uses: dict[str, int] = field(default_factory=dict)
    pictures: list[str] = field(default_factory=list)  # files of the site that the chapter shows

    def href(self, anchor: str) -> str:
        """The address of an anchor, from this file."""
        home = self.places[anchor]
        if home == self.file:
            return f"#{anchor}"
        return home if home == f"{anchor}.xhtml" else f"{home}#{anchor}"

    # -- words --------------------------------------------------------------------------------------------------------

    def inline(self, source: Node, into: Node) -> Node:
        """Copy words."""
        put(into, source.text)
        for child in source:
            self._inline(child, into)
            put(into, child.tail)
        return into

    def _inline(self, node: Node, into: Node) -> None:
        tag = node.tag
        if tag == "n":
            self._number(node, into)
        elif tag in ("term", "see", "ref", "back"):
            link = new(into, "a", href=self.href(node.get("to")))
            self.inline(node, new(link, "i") if tag == "term" else link)
        elif tag in ("a", "address"):
            self.inline(node, new(into, "a", href=node.get("href")))
        elif tag == "lang":
            self.inline(node, new(into, "span", lang=node.get("to")))
        elif tag == "label":
            self.inline(node, new(into, "span", class_="label"))
        elif tag == "br":
            new(into, "br")
        elif tag == "picture":
            self._picture(node, into)
        elif tag in PLAIN:
            made = new(into, PLAIN[tag], **({"lang": node.get("lang")} if node.get("lang") else {}))
            self.inline(node, made)
        elif tag != "ix":
            self.inline(node, into)

    def _number(self, node: Node, into: Node) -> None:
        target = node.get("to")
        self.uses[target] = self.uses.get(target, 0) + 1
        raised = new(into, "sup")
        link = new(raised, "a", node.get("n"), href=f"#{target}", type_="noteref", role="doc-noteref")
        if self.uses[target] == 1:
            link.set("id", f"{target}-use")
        if "next" in node.attrib:
            raised.text = ", "

    # -- blocks -------------------------------------------------------------------------------------------------------

    def blocks(self, source: Node, into: Node) -> Node:
        """Write all blocks of an element."""
        for child in source:
            self.block(child, into)
        return into

    def block(self, node: Node, into: Node) -> None:
        """Write one block."""
        write = self.WRITE.get(node.tag)
        if write:
            write(self, node, into)
        elif node.tag in ("p", "dl", "ul", "ol", "blockquote"):
            self._plain(node, into)
        elif node.tag != "notes":
            self.blocks(node, into)

    def _plain(self, node: Node, into: Node) -> None:
        made = new(into, node.tag, **({"start": node.get("start")} if node.get("start") else {}))
        if node.get("boxes"):
            made.set("class", "boxes")
        if node.tag in ("dl", "ul", "ol"):
            for child in node:
                self._plain(child, made)
        elif any(child.tag in ("p", "ul", "ol", "dl") for child in node):
            self.blocks(node, made)
        else:
            self.inline(node, made)

    def heading(self, node: Node, into: Node) -> None:
        """A heading; the chapter’s title is the first."""
        made = new(into, f"h{min(int(node.get('level')) + 1, 6)}", **({"id": node.get("id")} if node.get("id") else {}))
        self.inline(node, made)

    def code(self, node: Node, into: Node) -> None:
        """Lines that keep their breaks, with their title."""
        self._titled(node, into)
        new(new(into, "pre"), "code", node.text or "")

    def small(self, node: Node, into: Node) -> None:
        """Small print."""
        self.inline(node, new(into, "p", class_="small"))

    def box(self, node: Node, into: Node) -> None:
        """A box with its title."""
        made = new(into, "aside" if node.tag == "aside" else "section", class_="box")
        if node.get("title"):
            new(new(made, "p", class_="title"), "strong", node.get("title"))
        self.blocks(node, made)

    def instead(self, node: Node, into: Node) -> None:
        """The sentence to use instead."""
        self._labelled(node.get("head"), node, into)

    def changed(self, node: Node, into: Node) -> None:
        """What a text said, and what it says now."""
        made = new(into, "figure", class_="quote")
        for line in node:
            self._labelled(line.get("head"), line, made)

    def quote(self, node: Node, into: Node) -> None:
        """A speaker’s exact words."""
        made = new(into, "figure", class_="quote")
        self.inline(node.find("said"), new(new(made, "blockquote"), "p"))
        if node.find("by") is not None:
            self.inline(node.find("by"), new(made, "figcaption"))

    def numbers(self, node: Node, into: Node) -> None:
        """Figures set large."""
        made = new(into, "ul", class_="numbers")
        for figure in node:
            li = new(made, "li")
            new(li, "strong", figure.get("number"), class_="number").tail = " "
            self.inline(figure, new(li, "span"))

    def addition(self, node: Node, into: Node) -> None:
        """An addition that the site works out."""
        made = new(into, "p", class_="sum")
        self.inline(node.find("line"), new(made, "strong")).tail = " "
        if node.find("label") is not None:
            new(made, "br")
            self.inline(node.find("label"), new(made, "span", class_="small"))

    def table(self, node: Node, into: Node) -> None:
        """A table whose rows become cards where the window is narrow: each cell carries its column's name as text."""
        self._titled(node, into)
        heads = [words(cell) for cell in node.find("head")] if node.find("head") is not None else []
        wide = 2.2 * sum(float(w) for w in (node.get("columns") or "0").split()) / float(node.get("size") or 9)
        step = next((s for s in STEPS if wide <= s), STEPS[-1])
        table = new(into, "table", class_=f"from-{step}" if len(heads) > 1 else "from-0", role="table")
        if heads:
            row = new(new(table, "thead", role="rowgroup"), "tr", role="row")
            for cell in node.find("head"):
                self.inline(cell, new(row, "th", scope="col", role="columnheader"))
        body = new(table, "tbody", role="rowgroup")
        for line in node.iter("row"):
            row = new(body, "tr", role="row")
            for n, cell in enumerate(line):
                made = new(
                    row,
                    "th" if n == 0 else "td",
                    role="rowheader" if n == 0 else "cell",
                    **({"scope": "row"} if n == 0 else {}),
                )
                if cell.get("colspan"):
                    made.set("colspan", cell.get("colspan"))
                if n and n < len(heads) and heads[n]:
                    new(made, "span", f"{heads[n]}: ", class_="head")
                self.inline(cell, made)
        for small in node.iter("small"):
            self.small(small, into)

    def drawing(self, node: Node, into: Node) -> None:
        """A chart with what to see in it."""
        made = new(into, "figure")
        self._titled(node, made)
        for part in node:
            if part.tag == "picture":
                self._picture(part, made)
            elif part.tag == "words":
                names = ["row", *(n for n in ("strong", "inside") if part.get(n)), *filter(None, [part.get("line")])]
                self.inline(part, new(made, "p", class_=" ".join(names)))
        if node.find("small") is not None:
            caption = new(made, "figcaption")
            for small in node.iter("small"):
                self.small(small, caption)

    def picture(self, node: Node, into: Node) -> None:
        """A picture with its caption."""
        made = new(into, "figure")
        self._picture(node, made)
        if node.find("small") is not None:
            self.inline(node.find("small"), new(made, "figcaption"))

    def _picture(self, node: Node, into: Node) -> None:
        svg = node.find(f"{{{SVG}}}svg")
        if svg is None:
            self.pictures.append(node.get("src"))
            new(into, "img", src=f"pictures/{node.get('src')}", alt=node.get("alt"))
            return
        drawn = etree.fromstring(etree.tostring(svg, with_tail=False))
        alt = node.get("alt")
        drawn.attrib.update({"role": "img", "aria-label": alt} if alt else {"aria-hidden": "true"})
        sign = node.getparent().tag not in ("drawing", "picture")  # among words
        new(into, "span" if sign else "div", class_="sign" if sign else "drawing").append(drawn)

    def items(self, node: Node, into: Node) -> None:
        """Records in a few lines each."""
        self._titled(node, into)
        made = new(into, "ol" if node.tag in ("timeline", "dates", "checklist") else "ul", class_=f"items {node.tag}")
        for item in node.iter("item"):
            li = new(made, "li")
            if item.find("date") is not None:
                self.inline(item.find("date"), new(li, "p", class_="small"))
            for part in item:
                if part.tag in ("title", "name", "figure"):
                    self.inline(part, new(new(li, "p"), "strong"))
                elif part.tag in ("fact", "said", "difference"):
                    head = part.get("head") or part.get("label") or "The difference"
                    self._labelled(head, part, li)
                elif part.tag != "date":
                    self.inline(part, new(li, "p")) if part.tag == "text" else self.block(part, li)

        for small in node.findall("small"):
            self.small(small, into)

    def records(self, node: Node, into: Node) -> None:
        """A whole list of records under its headings."""
        for group in node.iter("group"):
            if group.get("title"):
                new(into, "h2", group.get("title"), id=group.get("id"))
            made = new(into, "ol", class_="entries")
            for entry in group.iter("entry"):
                li = new(made, "li", id=entry.get("id"), value=entry.get("n"))
                if entry.get("date"):
                    new(li, "p", entry.get("date"), class_="small")
                for part in entry:
                    if part.tag == "title":
                        strong = self.inline(part, new(new(li, "p"), "strong"))
                        strong.tail = f" (also {entry.get('also')})" if entry.get("also") else None
                    elif part.tag == "fact":
                        self._labelled(part.get("head"), part, li)
                    elif part.tag == "plain":
                        self.inline(part, new(li, "p"))
                    elif part.tag == "also":
                        self._see_also(part, li)

    def _see_also(self, node: Node, into: Node) -> None:
        line = new(into, "p", "See also ", class_="small")
        for n, term in enumerate(node):
            put(line, ", " if n else "")
            self._inline(term, line)
        put(line, ".")

    def _titled(self, node: Node, into: Node) -> None:
        """The title of a figure or list, and the line under it."""
        for name, class_ in (("title", "title"), ("under", "small")):
            if node.get(name):
                new(into, "p", node.get(name), class_=class_)

    def _labelled(self, head: str, source: Node, into: Node) -> None:
        line = new(into, "p")
        new(line, "b", f"{head}:").tail = " "
        self.inline(source, line)

    def notes(self, node: Node, into: Node) -> None:
        """
        A list at the chapter's end, each note in a `div` that says it is a footnote.

        Programs that show notes in place find it, and those that hide `aside` notes in the text still show the list.
        """
        if not len(node):
            return
        section = new(into, "section", type_="endnotes", role="doc-endnotes")
        new(section, "h2", "Notes")
        made = new(section, "ol", class_="notes")
        for note in node:
            box = new(new(made, "li"), "div", id=note.get("id"), type_="footnote", role="doc-footnote")
            line = new(box, "p")
            for part in note:
                if part.tag == "record":
                    if f"{part.get('kind')}-{part.get('id')}" in self.places:
                        set_ending(
                            line,
                            ending(line).rstrip()
                            + (f"; {part.get('more')} more in the " if part.get("more") else ". "),
                        )
                        text = "full record" if part.get("more") else "Full record"
                        new(line, "a", text, href=self.href(f"{part.get('kind')}-{part.get('id')}")).tail = ". "
                else:
                    self.inline(part, line)
                    put(line, " ")
            new(line, "a", "↩", href=f"#{note.get('id')}-use", role="doc-backlink", aria_label="Back to the text")

    WRITE: ClassVar[dict[str, Callable[[Writer, Node, Node], None]]] = {
        "h": heading, "code-block": code, "small": small, "in-short": box, "aside": box, "tab": box,
        "rule": lambda _w, _n, into: new(into, "hr"),
        "claim": lambda w, node, into: w.inline(node, new(into, "p", class_="claim")),
        "instead": instead, "changed": changed, "cases": items, "quote": quote, "numbers": numbers,
        "sum": addition, "table": table,
        "drawing": drawing, "picture": picture, "records": records,
        **dict.fromkeys(("timeline", "dates", "checks", "questions", "checklist", "corrections"), items),
    }  # fmt: skip
