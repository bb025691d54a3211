"""The built pages: read once, asked many things (links, anchors, sections). Knows no engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import lxml.html
from lxml import etree

ADDRESSES = ("href", "src", "action", "formaction", "poster", "data", "xlink:href")
SETS = ("srcset", "imagesrcset")
# Elements with an address. The parser of HTML keeps "xlink:href" as a name, not as a namespace.
_PLAIN = " or ".join(f"@{name}" for name in (*ADDRESSES, *SETS) if ":" not in name)
_HOLDERS: Any = etree.XPath(f"//*[{_PLAIN} or @*[name()='xlink:href']]")


@dataclass(frozen=True)
class Link:
    """One address on a page: the element and attribute that hold it, its `rel` words, its line from 1."""

    element: str
    attribute: str
    address: str
    rel: frozenset[str]
    line: int


@dataclass(frozen=True, eq=False)  # two readings of one path may differ
class BuiltPage:
    """One HTML file of the site; `path` is relative to the site's folder."""

    path: str
    file: Path
    html: bytes = field(repr=False)

    @cached_property
    def tree(self) -> Any:
        """The parsed document."""
        return lxml.html.document_fromstring(self.html, parser=lxml.html.HTMLParser(encoding="utf-8"))

    @cached_property
    def unlisted(self) -> bool:
        """Whether the page asks not to be found (the style page)."""
        return bool(self.tree.xpath("//meta[@name='robots'][contains(@content, 'noindex')]"))

    @cached_property
    def anchors(self) -> set[str]:
        """All ids of the page."""
        return {str(i) for i in self.tree.xpath("//@id")}

    @cached_property
    def links(self) -> list[Link]:
        """Everything the page points at, in the order of the document."""
        return list(self._links())

    def _links(self) -> Iterator[Link]:
        for element in _HOLDERS(self.tree):
            rel = frozenset((element.get("rel") or "").split())
            for attribute in ADDRESSES:
                value = element.get(attribute)
                if value is not None and "canonical" not in rel:
                    yield Link(element.tag, attribute, value.strip(), rel, element.sourceline or 0)
            for attribute in SETS:
                for candidate in (element.get(attribute) or "").split(","):
                    if candidate.strip():
                        yield Link(element.tag, attribute, candidate.split()[0], rel, element.sourceline or 0)


def read(site: Path) -> list[BuiltPage]:
    """All HTML pages below `site`, in the order of their paths."""
    return [_page(f.relative_to(site).as_posix(), f, f.read_bytes()) for f in sorted(site.rglob("*.html"))]


@lru_cache(maxsize=128)
def _page(path: str, file: Path, html: bytes) -> BuiltPage:
    """A page that is as it was keeps what was found in it: an edit changes one page of a served site."""
    return BuiltPage(path, file, html)


def headings(site: Path) -> list[str]:
    """Addresses of all headings of the listed pages of `site`; none where nothing is built."""
    return [
        f"{page.path}#{anchor}"
        for page in read(site)
        if not page.unlisted
        for anchor in page.tree.xpath("//article//h2/@id | //article//h3/@id")
    ]
