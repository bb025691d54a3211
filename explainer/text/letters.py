"""Which letters the fonts of the printed editions have. A letter that no font has would stop the printer."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from explainer.facts.checkout import OVERRIDES
from explainer.facts.library import Library
from explainer.facts.problems import Problem
from explainer.text.pages import Page

FONTS = OVERRIDES / "print" / "fonts"
MEND = "Write it in other words, or as a picture; the fonts are in overrides/print/fonts."


def missing_letters(text: str) -> set[str]:
    """The letters of a text that no font of the book has; marks that are never seen do not count."""
    return {c for c in set(text) - known() if unicodedata.category(c) not in ("Cc", "Cf", "Zl", "Zp")}


@cache
def known() -> frozenset[str]:
    """Every letter of every font of the book."""
    found: set[str] = set()
    for file in sorted(FONTS.glob("*.ttf")):
        with TTFont(file, lazy=True) as font:
            found |= {chr(code) for code in font.getBestCmap()}
    return frozenset(found)


def page_problems(page: Page) -> Iterator[Problem]:
    """One problem for each letter and line of a page."""
    yield from _problems(f"docs/{page.src}", page.text)


def record_problems(docs: Path, library: Library) -> Iterator[Problem]:
    """The same for the files of records."""
    for name in sorted({file.name for file, _ in library.origins.values()}):
        yield from _problems(name, (docs / name.removeprefix("docs/")).read_text(encoding="utf-8"))


def _problems(file: str, text: str) -> Iterator[Problem]:
    if not missing_letters(text):
        return
    for number, line in enumerate(text.split("\n"), 1):
        for letter in sorted(missing_letters(line)):
            name = unicodedata.name(letter, "no name")
            message = f"no font of the printed editions has “{letter}” (U+{ord(letter):04X}, {name})"
            yield Problem(file, number, message, MEND)
