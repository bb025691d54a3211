"""The built pages: read once, asked many things (links, anchors, sections). Knows no engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import lxml.html


@dataclass(frozen=True)
class BuiltPage:
    """One HTML file of the site; `path` is relative to the site's folder."""

    path: str
    file: Path

    @cached_property
    def tree(self) -> Any:
        """The parsed document."""
        return lxml.html.parse(str(self.file), parser=lxml.html.HTMLParser(encoding="utf-8")).getroot()

    @cached_property
    def unlisted(self) -> bool:
        """Whether the page asks not to be found (the style page)."""
        return bool(self.tree.xpath("//meta[@name='robots'][contains(@content, 'noindex')]"))

    @cached_property
    def anchors(self) -> set[str]:
        """All ids of the page."""
        return {str(i) for i in self.tree.xpath("//@id")}

    def links(self) -> Iterator[tuple[str, str, int]]:
        """(attribute, address, line) of everything the page points at."""
        for element in self.tree.iter():
            if not isinstance(element.tag, str):
                continue
            for attribute in ("href", "src", "action", "poster", "data"):
                value = element.get(attribute)
                if value is not None and not (element.tag == "link" and element.get("rel") == "canonical"):
                    yield attribute, value, element.sourceline or 0


def read(site: Path) -> list[BuiltPage]:
    """All HTML pages below `site`, in the order of their paths."""
    return [BuiltPage(f.relative_to(site).as_posix(), f) for f in sorted(site.rglob("*.html"))]
