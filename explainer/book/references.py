"""What a link of a built page leads to. The only place that knows how pages link to records."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from explainer.book.tree import Node
from explainer.shown.notes import KINDS

OUTSIDE = ("http", "https", "mailto", "tel")


def reference(link: Node, page: str, homes: Mapping[str, str]) -> tuple[str, str]:
    """
    What a link on the page `page` leads to, as (kind, id); `homes` gives the kind of record that lives on a page.

    A record is ("claims", id), ("sources", key), ("terms", id), ("events", id) and so on, whether the link says so
    itself, leads to the record's note at the end of the page, or to the page that all records of the kind are on.
    Else ("here", anchor), ("page", "path#anchor"), ("outside", address), ("file", path), or ("", "") for no address.
    """
    address = (link.get("href") or "").strip()
    parts = urlsplit(address)
    anchor = unquote(parts.fragment)
    if found := _said(link):
        return found
    if parts.scheme or parts.netloc or not address:
        return ("outside", address) if parts.scheme in OUTSIDE else ("", "")
    if not parts.path:
        notes = link.getroottree().xpath("//li[@id=$name]", name=anchor) if anchor.startswith("n-") else []
        return next(filter(None, map(_said, notes)), ("here", anchor))
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
    if anchor and path in homes:
        return homes[path], anchor
    return ("page", f"{path}#{anchor}" if anchor else path) if path.endswith(".html") else ("file", path)


def _said(node: Node) -> tuple[str, str] | None:
    """The record that an element names: `data-claim="…"` and so on (shown.notes)."""
    return next(((kind, node.get(f"data-{name}")) for name, kind in KINDS.items() if node.get(f"data-{name}")), None)
