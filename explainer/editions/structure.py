"""
The tags of a page: which paragraph, list, table or link each piece of text belongs to (PDF/UA-1).

Built from the boxes of WeasyPrint before they are drawn. Text joins the nearest element that means something
to a listener, so that a paragraph is one element and not one for every line.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from explainer.editions.container import Raw, text_string

KINDS = {
    "section": "Sect",
    "article": "Art",
    "blockquote": "BlockQuote",
    "p": "P",
    "ul": "L",
    "ol": "L",
    "dl": "L",
    "li": "LI",
    "dt": "LI",
    "dd": "LI",
    "a": "Link",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "caption": "Caption",
    "figcaption": "Caption",
    "img": "Figure",
    "{http://www.w3.org/2000/svg}svg": "Figure",
    **{f"h{n}": f"H{n}" for n in range(1, 7)},
}
HOLDERS = {"P", "LBody", "Lbl", "TD", "TH", "Caption", "Link", "Span", *(f"H{n}" for n in range(1, 7))}


class Run(list[Any]):
    """The marked sequences of a stretch of text on one page."""


class Node:
    """A structure element."""

    def __init__(self, kind: str, parent: Node | None, element: Any = None, attributes: bytes = b"") -> None:
        self.kind, self.parent, self.element, self.attributes = kind, parent, element, attributes
        self.kids: list[Any] = []  # Node, Run, or bytes for an object reference
        self.number = 0
        self.links: dict[Any, Node] = {}
        if parent is not None:
            parent.kids.append(self)

    def inside(self, *kinds: str) -> Node:
        """The node itself, or its last child of the first kind, and so on; made where it is missing."""
        node = self
        for kind in kinds:
            last = node.kids[-1] if node.kids else None
            node = last if isinstance(last, Node) and last.kind == kind else Node(kind, node)
        return node


class Page:
    """The tags of one page: `owners` gives the run of each box that is drawn, `links` the element of each link box."""

    def __init__(self, page_box: Any) -> None:
        self.root = Node("Document", None)
        self.owners: dict[Any, Run] = {}
        self.links: dict[Any, Node] = {}
        for child in page_box.children:
            self._walk(child, self.root, lone=False)

    def _walk(self, box: Any, node: Node, *, lone: bool) -> None:
        """Give the boxes below `box` their places in `node`; `lone`: the box is the only child of its parent."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.MarginBox):
            return
        if isinstance(box, boxes.TextBox):
            self._own(box, node)
            return
        tag = box.element_tag if box.element is not None else ""
        kind = KINDS.get(tag, "")
        if not kind and _language(box):  # nothing else would tell a listener's machine to change its voice
            kind = "Span" if isinstance(box, boxes.InlineBox) else "Div"
        if tag == "li::marker":
            node = self._label(node)
        elif kind and not (node.element is box.element and node.kind != "LI"):
            node = self._node(kind, tag, box, node, lone=lone)
        if isinstance(box, boxes.ReplacedBox):
            if kind == "Figure":
                self._own(box, node)
            return
        children = box.children
        if children and isinstance(children[-1], boxes.LineBox) and node.kind not in (*HOLDERS, "LI", "L"):
            node = Node("P", node, box.element)
        for child in children:
            self._walk(child, node, lone=len(children) == 1)

    def _node(self, kind: str, tag: str, box: Any, node: Node, *, lone: bool) -> Node:
        element = box.element
        if kind == "LI":
            return self._item(tag, box, node)
        node = _body(node)
        if kind == "Sect" and "claim" in element.get("class", "").split():
            return node  # hundreds of records without a heading, each a few paragraphs and a list
        if kind == "P" and (node.kind in HOLDERS and (lone or node.kind in ("P", "Link", "Lbl"))):
            return node
        if kind in ("Link", "Span"):  # one element, in as many boxes as it has lines
            known = node.links.get(element)
            if known is None:
                known = node.links[element] = Node(kind, node, element, _attributes(kind, box))
            if kind == "Link":
                self.links[box] = known
            return known
        return Node(kind, node, element, _attributes(kind, box))

    def _item(self, tag: str, box: Any, node: Node) -> Node:
        """A list item; a term and what follows it share one."""
        element = box.element
        if node.element is element:  # a box that WeasyPrint makes up inside the item
            return node
        node = node if node.kind == "L" else _body(node)
        if tag == "dt":
            made = Node("Lbl", Node("LI", node), element)
        elif tag == "dd":
            made = node.inside("LI", "LBody")
            made.element = element
        else:
            made = Node("LI", node, element)
        made.attributes = _language(box)
        return made

    def _label(self, node: Node) -> Node:
        return node if node.kind == "Lbl" else node.inside("Lbl") if node.kind == "LI" else node

    def _own(self, box: Any, node: Node) -> None:
        node = _body(node.inside("LI") if node.kind == "L" else node)
        if not (node.kids and isinstance(node.kids[-1], Run)) or node.kind == "Figure":
            node.kids.append(Run())
        self.owners[box] = node.kids[-1]


def _body(node: Node) -> Node:
    return node.inside("LBody") if node.kind == "LI" else node


def _language(box: Any) -> bytes:
    """The language of a box, where its own element names one and is not the whole document."""
    if box.element is None or box.element_tag == "html" or "::" in box.element_tag:  # a marker, a made-up text
        return b""
    language = box.element.get("lang")
    return b"/Lang" + text_string(language) if language else b""


def _attributes(kind: str, box: Any) -> bytes:
    return _language(box) + _own_attributes(kind, box)


def _own_attributes(kind: str, box: Any) -> bytes:
    if kind == "Figure":
        title = box.element.find("{http://www.w3.org/2000/svg}title")
        words = box.element.get("alt", "") if title is None else title.text or ""
        x, y = box.content_box_x(), box.content_box_y()
        place = " ".join(f"{v * 0.75:.0f}" for v in (x, y, x + box.width, y + box.height))
        return b"/Alt%s/A<</O/Layout/BBox[%s]>>" % (text_string(words), place.encode())
    if kind in ("TH", "TD"):
        spans = "".join(f"/{name} {n}" for name, n in (("ColSpan", box.colspan), ("RowSpan", box.rowspan)) if n != 1)
        scope = ""
        if kind == "TH":
            scope = "/Scope/Row" if box.element.get("scope") == "row" else "/Scope/Column"
        return f"/A<</O/Table{scope}{spans}>>".encode() if spans or scope else b""
    return b""


class Tree:
    """The structure of the whole book, page by page."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        pdf.add_object(self.root)
        self.document = Raw()
        pdf.add_object(self.document)
        self.tops: list[int] = []
        self.owners: list[bytes] = []  # of the marks of each page
        self.links: list[bytes] = []  # of each link

    def add(self, page: Page, reference: bytes) -> None:
        """Write the elements of a page that has been drawn."""
        owners: list[bytes] = []
        nodes = list(_filled(page.root))
        for node in nodes:
            made = Raw()
            self.pdf.add_object(made)
            node.number = made.number
            if node.parent is page.root:
                self.tops.append(node.number)
            for kid in node.kids:
                for mark in kid if isinstance(kid, Run) else ():
                    mark.number = len(owners)
                    owners.append(made.reference)
        for node in nodes:
            self.pdf.objects[node.number].data_ = self._written(node, page.root, reference)
        self.owners.append(b"[" + b" ".join(owners) + b"]")

    def _written(self, node: Node, root: Node, reference: bytes) -> bytes:
        kids: list[bytes] = []
        here = False
        for kid in node.kids:
            if isinstance(kid, Node):
                kids += [b"%d 0 R" % kid.number] if kid.number else []
            elif isinstance(kid, bytes):
                kids.append(kid)
                here = True
            else:
                kids += [b"%d" % mark.number for mark in kid]
                here = here or bool(kid)
        above = self.document.number if node.parent is None or node.parent is root else node.parent.number
        return b"<</Type/StructElem/S/%s/P %d 0 R%s%s/K%s>>" % (
            node.kind.encode(),
            above,
            b"/Pg " + reference if here else b"",
            node.attributes,
            b"[" + b" ".join(kids) + b"]",
        )

    def link(self, annotation: int) -> bytes:
        """The reference of an element to its link, the `StructParent` of the link stands in `links`."""
        return b"<</Type/OBJR/Obj %d 0 R>>" % annotation

    def finish(self) -> None:
        """Write the root and the way back from content to elements."""
        tops = b" ".join(b"%d 0 R" % number for number in self.tops)
        self.document.data_ = b"<</Type/StructElem/S/Document/P %d 0 R/K[%s]>>" % (self.root.number, tops)
        entries = [b"%d %s" % (n, entry) for n, entry in enumerate(self.owners + self.links)]
        parents = Raw(b"<</Nums[" + b" ".join(entries) + b"]>>")
        self.pdf.add_object(parents)
        self.root.update({"K": self.document.reference, "ParentTree": parents.reference})
        self.root["ParentTreeNextKey"] = len(entries)
        self.pdf.catalog["StructTreeRoot"] = self.root.reference


def _filled(root: Node) -> Iterator[Node]:
    """The nodes below `root` that hold something, level by level: brothers get numbers in a row, which packs well."""
    level = [root]
    while level:
        level = [kid for node in level for kid in node.kids if isinstance(kid, Node) and _holds(kid)]
        yield from level


def _holds(node: Node) -> bool:
    return any(_holds(kid) if isinstance(kid, Node) else bool(kid) for kid in node.kids) or node.kind in ("TD", "TH")
