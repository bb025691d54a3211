"""The order of the pages and their parts, read from the menu of the built home page."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from explainer.editions import dom
from explainer.facts.problems import EditorError, Problem


@dataclass(frozen=True)
class Entry:
    """One page: its path below the site, its title in the menu, and the section it stands in ("" for none)."""

    path: str
    title: str
    part: str


def read(site: Path) -> list[Entry]:
    """All pages in the order of the menu; raises `EditorError` when there is no site or no menu."""
    home = site / "index.html"
    if not home.is_file():
        raise EditorError(
            [
                Problem(
                    str(home),
                    0,
                    "there is no built site here",
                    "Run `make build` first.",
                )
            ]
        )
    found = list(entries(home.read_text(encoding="utf-8")))
    if not found:
        raise EditorError(
            [
                Problem(
                    str(home),
                    0,
                    "the page has no menu (.menu-list)",
                    "Mend overrides/partials/header.html.",
                )
            ]
        )
    return found


def entries(home: str) -> Iterator[Entry]:
    """The menu's entries from the HTML of the home page."""
    for menu in dom.with_class(dom.parse(home), "menu-list"):
        for item in menu:
            section = next(dom.with_class(item, "menu-section"), None)
            part = dom.text(section) if section is not None else ""
            for link in item.iter("a"):
                yield Entry(posixpath.normpath(link.get("href", "")), dom.text(link), part)
