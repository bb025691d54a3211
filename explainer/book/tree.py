"""
The tree of meaning: what stands between a built page and an edition. No HTML class and no look gets past it.

A `chapter` (id, title, section, page, checked, updated) holds blocks and, last, its `notes`.

Blocks   h (level, id) · p · ul, ol, li · dl, dt, dd · code-block · rule · small
         in-short, aside, tab (title, blocks) · claim · quote (said, by) · numbers (figure) · sum (line, label)
         table (title, shape, size, columns; head, row, cell, small) · picture (src, alt, width, height; small)
         drawing (a picture of a chart; small) · strips (title, strip, tick, small) · dates, timeline (item)
         cases (item: name, figure, text) · changed (line) · instead (head)
         checks, questions, checklist, corrections (item) · records (kind): a whole list, which the record prints
Inline   b · i · code · sub · sup · mark · lang (to) · label · br · n (a note's number) · term, see (to)
         volume (a place in the other volume) · a (href) · address (href)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

Node = Any  # an element of lxml, which carries no types of its own
BLANK = re.compile(r"[ \t\r\n\f]+")


def element(tag: str, text: str = "", /, **attributes: str) -> Node:
    """A new element; `class_` stands for `class`, other underscores for hyphens."""
    made = etree.Element(tag, {k.rstrip("_").replace("_", "-"): v for k, v in attributes.items()})
    made.text = text or None
    return made


def add(parent: Node, tag: str, text: str = "", /, **attributes: str) -> Node:
    """A new element at the end of `parent`."""
    made = element(tag, text, **attributes)
    parent.append(made)
    return made


def put(parent: Node, text: str | None) -> None:
    """Add text at the end of an element."""
    if not text:
        return
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def ending(parent: Node) -> str:
    """The text after the last child, or the text of an element without children."""
    return ((parent[-1].tail if len(parent) else parent.text) or "") if parent is not None else ""


def set_ending(parent: Node, text: str) -> None:
    """Replace what `ending` returns."""
    if len(parent):
        parent[-1].tail = text or None
    else:
        parent.text = text or None


def insert(node: Node, slot: str, before: str, made: Node, after: str) -> None:
    """Replace the `text` or `tail` of a node by an element between two texts."""
    setattr(node, slot, before or None)
    made.tail = after or None
    if slot == "text":
        node.insert(0, made)
    else:
        parent = node.getparent()
        parent.insert(parent.index(node) + 1, made)


def cut(node: Node) -> None:
    """Take an element out and leave the text after it."""
    parent, before = node.getparent(), node.getprevious()
    if node.tail:
        if before is None:
            parent.text = (parent.text or "") + node.tail
        else:
            before.tail = (before.tail or "") + node.tail
    node.tail = None
    parent.remove(node)


def words(node: Node) -> str:
    """All text of an element with single spaces."""
    return folded("".join(t for t in node.itertext() if isinstance(t, str))).strip()


def folded(text: str | None) -> str:
    """Runs of white space as one space; spaces that may not break stay."""
    return BLANK.sub(" ", text or "")


def classes(node: Node) -> set[str]:
    """The classes of an HTML element."""
    return set((node.get("class") or "").split())


def elements(node: Node) -> Iterator[Node]:
    """The children of an element without comments."""
    return (child for child in node if isinstance(child.tag, str))


def trimmed(node: Node) -> Node:
    """The same element without white space at its ends."""
    node.text = (node.text or "").lstrip(" ") or None
    set_ending(node, ending(node).rstrip(" "))
    return node


def slug(path: str) -> str:
    """The name of a page inside an edition: 'about/index.html' as 'about-index'."""
    return re.sub(r"[^a-z0-9]+", "-", path.removesuffix(".html").lower()).strip("-")


def ascii_id(name: str) -> str:
    """A name that may stand in every kind of anchor."""
    return re.sub(r"[^A-Za-z0-9_.-]", lambda m: f"_{ord(m[0]):x}", name)
