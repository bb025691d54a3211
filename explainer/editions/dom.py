"""
Page HTML as elements, and back.

HTML elements carry no namespace, SVG elements carry theirs and their capitals (`viewBox`): so the trees are what
WeasyPrint reads, and `inner_html` also writes them as the XML that an EPUB wants.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from typing import Any

import lxml.html

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"
XML = "{http://www.w3.org/XML/1998/namespace}"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
PREFIXES = {XLINK: "xlink:", XML: "xml:"}
# SVG's names that have capitals: the parser of HTML makes all letters small (SVG 2, appendices F and G).
CAPITALS = {
    name.lower(): name
    for name in (
        *("clipPath", "foreignObject", "linearGradient", "radialGradient", "textPath"),
        *("clipPathUnits", "gradientTransform", "gradientUnits", "lengthAdjust", "markerHeight", "markerUnits"),
        *("markerWidth", "maskContentUnits", "maskUnits", "pathLength", "patternContentUnits", "patternTransform"),
        *("patternUnits", "preserveAspectRatio", "refX", "refY", "spreadMethod", "startOffset", "textLength"),
        "viewBox",
    )
}
Element = ET.Element


def parse(text: str) -> Element:
    """
    The `html` element of a page, without comments; never fails, as a browser never does.

    Read by libxml2, in a twentieth of the time that parsers written in Python take for these pages.
    """
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    return _taken_over(lxml.html.document_fromstring(text.encode() or b"<p>", parser=parser), drawn=False)


def _taken_over(node: Any, *, drawn: bool) -> Element:
    """An element of the parser as one of ours; `drawn`: it stands inside a drawing."""
    drawn = drawn or node.tag == "svg"
    if drawn:
        attributes = {_foreign(name): value for name, value in node.attrib.items() if not name.startswith("xmlns")}
        made = ET.Element(SVG + CAPITALS.get(node.tag, node.tag), attributes)
    else:
        made = ET.Element(node.tag, dict(node.attrib))
    made.text, made.tail = node.text, node.tail
    made.extend([_taken_over(child, drawn=drawn) for child in node])
    return made


def _foreign(name: str) -> str:
    for space, prefix in PREFIXES.items():
        if name.startswith(prefix):
            return space + name.removeprefix(prefix)
    return CAPITALS.get(name, name)


def parse_fragment(text: str) -> list[Element]:
    """The elements of a piece of HTML."""
    body = parse(f"<!doctype html><html><body>{text}</body></html>").find("body")
    return list(body) if body is not None else []


def element(tag: str, text: str = "", /, **attributes: str) -> Element:
    """A new element; `class_` stands for `class`, other underscores for hyphens."""
    names = {("class" if k == "class_" else k.replace("_", "-")): v for k, v in attributes.items()}
    made = ET.Element(tag, names)
    made.text = text or None
    return made


def classes(node: Element) -> set[str]:
    """The classes of an element."""
    return set((node.get("class") or "").split())


def add_class(node: Element, name: str) -> None:
    """Add one class."""
    node.set("class", " ".join([*(node.get("class") or "").split(), name]))


def text(node: Element) -> str:
    """All text of an element with single spaces."""
    return re.sub(r"\s+", " ", "".join(node.itertext())).strip()


def with_class(root: Element, name: str) -> Iterator[Element]:
    """All descendants that have a class."""
    return (node for node in root.iter() if name in classes(node))


def parents(root: Element) -> dict[Element, Element]:
    """The parent of each descendant."""
    return {child: node for node in root.iter() for child in node}


def remove(node: Element, parent: Element) -> None:
    """Take an element out and leave the text after it."""
    replace(node, parent, [])


def unwrap(node: Element, parent: Element) -> None:
    """Put the content of an element in its place."""
    replace(node, parent, list(node), node.text or "")


def replace(node: Element, parent: Element, new: Iterable[Element], lead: str = "") -> None:
    """Put `lead` and the elements `new` in the place of `node`; the text after it stays."""
    at = list(parent).index(node)
    tail = node.tail or ""
    node.tail = None
    parent.remove(node)
    items = list(new)
    _append_text(parent, at, lead)
    for offset, item in enumerate(items):
        parent.insert(at + offset, item)
    _append_text(parent, at + len(items), tail)


def _append_text(parent: Element, at: int, words: str) -> None:
    if not words:
        return
    if at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + words
    else:
        parent.text = (parent.text or "") + words


def to_html(root: Element) -> str:
    """A whole document as HTML."""
    return "<!doctype html>\n" + "".join(_write(root, xhtml=False))


def inner_html(node: Element, *, xhtml: bool = False) -> str:
    """The content of an element."""
    parts = [html.escape(node.text or "", quote=False)]
    for child in node:
        parts.extend(_write(child, xhtml=xhtml))
    return "".join(parts)


def _write(node: Element, *, xhtml: bool) -> Iterator[str]:
    tag = node.tag.removeprefix(SVG)
    attributes = {_name(k): v for k, v in node.attrib.items() if "xmlns" not in k}
    if tag == "svg":
        attributes = {
            "xmlns": SVG[1:-1],
            **({"xmlns:xlink": XLINK[1:-1]} if _uses_xlink(node) else {}),
            **attributes,
        }
    yield f"<{tag}" + "".join(f' {k}="{html.escape(v)}"' for k, v in attributes.items())
    if tag in VOID:
        yield "/>" if xhtml else ">"
    else:
        yield ">"
        raw = tag == "style" and not xhtml
        yield (node.text or "") if raw else html.escape(node.text or "", quote=False)
        for child in node:
            yield from _write(child, xhtml=xhtml)
        yield f"</{tag}>"
    yield html.escape(node.tail or "", quote=False)


def _name(name: str) -> str:
    for space, prefix in PREFIXES.items():
        if name.startswith(space):
            return prefix + name.removeprefix(space)
    return name


def _uses_xlink(node: Element) -> bool:
    return any(k.startswith(XLINK) for e in node.iter() for k in e.attrib)
