"""What a link of a built page leads to. The only place that knows how pages link to records."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote, urlsplit

from explainer.book.tree import Node
from explainer.shown.components import HOMES
from explainer.text.pages import html

# The page that holds all records of a kind: "claims.html" leads to claims.
KINDS = {html(page): kind for kind, page in HOMES.items()}
NOTES = {"data-claim": "claims", "data-source": "sources", "data-term": "terms"}
OUTSIDE = ("http", "https", "mailto", "tel")


def reference(link: Node, page: str) -> tuple[str, str]:
    """
    What a link on the page `page` leads to, as (kind, id).

    A record is ("claims", id), ("sources", key), ("terms", id), ("events", id) and so on, whether the link goes to the
    record's own page or to its note at the end of this one. Else ("here", anchor), ("page", "path#anchor"),
    ("outside", address), ("file", path), or ("", "") for a link without an address.
    """
    address = (link.get("href") or "").strip()
    parts = urlsplit(address)
    if parts.scheme in OUTSIDE:
        return "outside", address
    if parts.scheme or parts.netloc or not address:
        return "", ""
    anchor = unquote(parts.fragment)
    if not parts.path:
        return _note(link, anchor) or ("here", anchor)
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
    if not path.endswith(".html"):
        return "file", path
    if anchor and path in KINDS:
        return KINDS[path], anchor
    return "page", f"{path}#{anchor}" if anchor else path


def _note(link: Node, anchor: str) -> tuple[str, str] | None:
    """The record of a note on the same page: `<li id="n-…" data-claim="…">` in the list of notes."""
    if not anchor.startswith("n-"):
        return None
    for item in link.getroottree().xpath("//*[@id=$name]", name=anchor):
        for attribute, kind in NOTES.items():
            if item.get(attribute):
                return kind, item.get(attribute)
    return None
