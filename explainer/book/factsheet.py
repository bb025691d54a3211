"""The fact sheet: the page that says `printed: sheet` in its front matter, on two sides."""

from __future__ import annotations

import segno
from lxml import etree

from explainer.book.tree import Node, add
from explainer.book.volumes import Site
from explainer.facts.problems import EditorError, Problem

SIDES = 2


def sheet(site: Site) -> Node | None:
    """The sheet as a tree; None where no page is one."""
    entry = next((e for e in site.entries if e.volume == "sheet"), None)
    if entry is None:
        return None
    root = site.volume("sheet")
    if site.settings.url:
        root.append(code(site.settings.url))
    root.extend(site.chapters("book", [entry]))
    for see in root.iter("see"):
        see.tag = "span"
    return root


def code(address: str) -> Node:
    """The address as a QR code."""
    drawing = etree.fromstring(
        segno.make(address, error="m").svg_inline(border=0, omitsize=True, svgclass=None, lineclass=None)
    )
    holder = add(etree.Element("qr"), "picture", alt=f"QR code: {address}", width="", height="")
    drawing.set("xmlns", "http://www.w3.org/2000/svg")
    holder.append(etree.fromstring(etree.tostring(drawing)))
    return holder.getparent()


def checked(pages: int, site: Site) -> None:
    """Raise `EditorError` where the sheet does not fit its two sides."""
    if pages != SIDES:
        entry = next(e for e in site.entries if e.volume == "sheet")
        message, mend = f"the fact sheet has {pages} sides", "Make it fit two: shorten it, or drop a claim."
        raise EditorError([Problem(f"docs/{entry.url.removesuffix('.html')}.md", 1, message, mend)])
