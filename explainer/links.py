"""Checks every link, anchor and asset of the built site, raw HTML included; no other origin may be loaded."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from explainer.built import BuiltPage
from explainer.problems import Problem, nearest

EXTERNAL_LINKS_ONLY = "a"


def problems(site: Path, pages: list[BuiltPage]) -> Iterator[Problem]:
    """Dead links and anchors, doubled ids, and anything that a browser would load from elsewhere."""
    anchors = {page.path: page.anchors for page in pages}
    for page in pages:
        yield from _doubled_ids(page)
        for attribute, address, line in page.links():
            yield from _link(site, page, attribute, address, line, anchors)


def _doubled_ids(page: BuiltPage) -> Iterator[Problem]:
    seen: set[str] = set()
    for value in page.tree.xpath("//@id"):
        if value in seen:
            yield Problem(f"site/{page.path}", 0, f"the id '{value}' stands twice", "Rename one heading or record.")
        seen.add(str(value))


def _link(
    site: Path, page: BuiltPage, attribute: str, address: str, line: int, anchors: dict[str, set[str]]
) -> Iterator[Problem]:
    file = f"site/{page.path}"
    parts = urlsplit(address)
    if parts.scheme in ("http", "https") or address.startswith("//"):
        if attribute != "href":
            yield Problem(file, line, f"the page loads '{address}' from another origin", "Keep a copy in docs/assets.")
        return
    if parts.scheme in ("mailto", "data", "tel"):
        return
    if parts.scheme:
        yield Problem(file, line, f"'{address}' is no address that a reader can open", "Use a relative link.")
        return
    if page.path == "404.html" and parts.path.startswith("/"):
        return  # a host serves this page at any depth, so its links are absolute; tests open them
    path = unquote(parts.path)
    target = page.path if not path else posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path))
    if (site / target).is_dir():
        target = posixpath.join(target, "index.html")
    if not (site / target).is_file():
        yield Problem(file, line, f"the link '{address}' leads nowhere", nearest(target, anchors))
    elif parts.fragment and target in anchors and unquote(parts.fragment) not in anchors[target]:
        yield Problem(file, line, f"there is no place '#{parts.fragment}' in {target}", nearest(parts.fragment, anchors[target]))
