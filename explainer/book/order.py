"""The order of the chapters, the volume that prints each page, and the line of a page that an editor must go to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from explainer.book.tree import slug
from explainer.facts.problems import Problem
from explainer.facts.settings import Settings
from explainer.text.pages import Page, html
from explainer.text.published import source


@dataclass(frozen=True)
class Entry:
    """One page in the order of the navigation."""

    title: str
    section: str
    url: str
    volume: str

    @property
    def id(self) -> str:
        """The name of the page inside the editions."""
        return slug(self.url)


def arrange(settings: Settings, docs: Path) -> list[Entry]:
    """The pages of the navigation with their volumes."""
    found: list[Entry] = []
    for src in (src for src in settings.pages if (docs / src).is_file()):
        page = Page.read(docs / src, src)
        volume = str(page.front_matter.get("printed", "book"))
        found.append(Entry(settings.title_of(src) or page.title, settings.section_of(src), html(src), volume))
    return found


@dataclass(frozen=True)
class Manuscript:
    """The pages as they were written: where words that cannot be printed stand."""

    docs: Path

    def problem(self, url: str, words: str, message: str, mend: str) -> Problem:
        """A problem at the first line that holds `words`, of the page that `url` was built from."""
        src = source(url)
        return Problem(f"docs/{src}", self._line(self.docs / src, words), message, mend)

    def _line(self, file: Path, words: str) -> int:
        """The first line that holds `words`, whatever their markup; 0 where none does."""
        wanted = _bare(words)
        if not file.is_file() or not wanted:
            return 0
        lines = file.read_text(encoding="utf-8").splitlines()
        return next((n for n, line in enumerate(lines, 1) if words in line or wanted in _bare(line)), 0)


def _bare(text: str) -> str:
    text = re.sub(r"\]\[[^\]]*\]|\]\([^)]*\)", "", text)
    return re.sub(r"[\s\"'“”‘’*_`\[\]]+", "", text).casefold()
