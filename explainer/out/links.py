"""Checks every link, anchor and asset of the built site, raw HTML included; no other origin may be loaded."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from explainer.facts.problems import Problem, nearest
from explainer.out.built import BuiltPage, Link

# What only names another address, and is opened when a reader asks for it.
NAMED_ONLY = {"canonical", "alternate", "license", "me", "author", "next", "prev", "edit", "cite-as"}
CSS_ADDRESS = re.compile(r"""(?:url\(\s*|@import\s+)["']?(?P<address>[^"')\s]+)""")
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
ELSEWHERE = "Keep a copy in docs/assets, and link to that."


def problems(site: Path, pages: list[BuiltPage]) -> Iterator[Problem]:
    """Dead links and anchors, doubled ids, and anything that a browser would load from elsewhere."""
    anchors = {page.path: page.anchors for page in pages}
    files = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    for page in pages:
        yield from _doubled_ids(page)
        yield from _in_place(page)
        for link in page.links:
            yield from _link(page, link, anchors, files)
    for sheet in sorted(site.rglob("*.css")):
        yield from _sheet(site, sheet)


# What stands in a page and would run or style there: the site's policy blocks it, so readers would miss it.
_OWN: Any = etree.XPath(
    "//script[not(@src)][not(@type='application/ld+json')] | //style | //*[@style] | //*[@*[starts-with(name(), 'on')]]"
)


def _in_place(page: BuiltPage) -> Iterator[Problem]:
    for element in _OWN(page.tree):
        what = f"a <{element.tag}>" if element.tag in {"script", "style"} else "a style or handler in an element"
        mend = "Put it into a file of docs/assets. If no page holds it, a plugin wrote it: take that out of mkdocs.yml."
        yield Problem(
            f"site/{page.path}", element.sourceline or 0, f"the page holds {what}, which browsers block", mend
        )


def _doubled_ids(page: BuiltPage) -> Iterator[Problem]:
    for value, count in Counter(page.tree.xpath("//@id")).items():
        if count > 1:
            yield Problem(f"site/{page.path}", 0, f"the id '{value}' stands twice", "Rename one heading or record.")


def _link(page: BuiltPage, link: Link, anchors: dict[str, set[str]], files: set[str]) -> Iterator[Problem]:
    file = f"site/{page.path}"
    parts = urlsplit(link.address)
    if parts.scheme in {"http", "https"} or link.address.startswith("//"):
        if not _opened_by_reader(link):
            yield Problem(file, link.line, f"the page loads '{link.address}' from another origin", ELSEWHERE)
        return
    if parts.scheme in {"mailto", "tel"}:
        return
    if parts.scheme:
        yield Problem(file, link.line, f"'{link.address}' is no address that a reader can open", "Use a relative link.")
        return
    if page.path == "404.html" and parts.path.startswith("/"):
        return  # a host serves this page at any depth, so its links are absolute; tests open them
    path = unquote(parts.path)
    target = page.path if not path else posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path))
    if target not in files and posixpath.normpath(f"{target}/index.html") in files:
        target = posixpath.normpath(f"{target}/index.html")
    if target not in files:
        mend = nearest(target, anchors) or "Name a file of the site, relative to the page."
        yield Problem(file, link.line, f"the link '{link.address}' leads nowhere", mend)
    elif parts.fragment and target in anchors and unquote(parts.fragment) not in anchors[target]:
        message = f"there is no place '#{parts.fragment}' in {target}"
        mend = nearest(unquote(parts.fragment), anchors[target]) or "Link to the page, or to the id of a heading."
        yield Problem(file, link.line, message, mend)


def _opened_by_reader(link: Link) -> bool:
    if link.element in {"a", "area"}:
        return link.attribute == "href"
    return link.element == "link" and bool(link.rel) and link.rel <= NAMED_ONLY


def _sheet(site: Path, sheet: Path) -> Iterator[Problem]:
    """Addresses in a style sheet that lead nowhere or elsewhere."""
    text = CSS_COMMENT.sub(lambda m: "\n" * m[0].count("\n"), sheet.read_text(encoding="utf-8"))
    name = f"site/{sheet.relative_to(site).as_posix()}"
    for m in CSS_ADDRESS.finditer(text):
        address, line = m["address"], text.count("\n", 0, m.start()) + 1
        parts = urlsplit(address)
        if parts.scheme in {"http", "https"} or address.startswith("//"):
            yield Problem(name, line, f"the style sheet loads '{address}' from another origin", ELSEWHERE)
        elif parts.scheme:
            mend = "Put it into a file of docs/assets."
            yield Problem(name, line, f"browsers block '{address[:40]}' by the site's policy", mend)
        elif parts.path and not (sheet.parent / unquote(parts.path)).is_file():
            yield Problem(name, line, f"the address '{address}' leads nowhere", "Name a file relative to the sheet.")
