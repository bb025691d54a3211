"""An editor's desk: a copy of the site's files, on which a test changes one thing and reads what is said about it."""

from __future__ import annotations

import shutil
from pathlib import Path

from explainer.facts.library import Library
from explainer.facts.problems import EditorError
from explainer.text import check

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"


class Desk:
    """A copy of docs/data; the pages come with it when `pages` is asked for."""

    def __init__(self, folder: Path) -> None:
        self.docs = folder / "docs"
        shutil.copytree(DOCS / "data", self.docs / "data")

    def with_pages(self) -> Desk:
        """Add a copy of the pages."""
        shutil.copytree(DOCS, self.docs, dirs_exist_ok=True, ignore=shutil.ignore_patterns("data", "fonts"))
        return self

    def path(self, name: str) -> Path:
        return self.docs / name

    def write(self, name: str, content: str | bytes) -> None:
        """Replace a whole file."""
        raw = content.encode() if isinstance(content, str) else content
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_bytes(raw)

    def edit(self, name: str, old: str, new: str) -> None:
        """Change the first place where `old` stands; a test whose `old` has gone is out of date."""
        text = self.path(name).read_text(encoding="utf-8")
        assert old in text, f"docs/{name} no longer holds {old!r}: choose another place for this test"
        self.path(name).write_text(text.replace(old, new, 1), encoding="utf-8")

    def line(self, name: str, mark: str) -> int:
        """Number of the first line that holds `mark`, from 1."""
        rows = self.path(name).read_text(encoding="utf-8").split("\n")
        return next(number for number, row in enumerate(rows, 1) if mark in row)

    def said(self) -> list[str]:
        """What an editor reads about the records, one text for each problem."""
        try:
            Library.read(self.docs)
        except EditorError as error:
            return [str(problem) for problem in error.problems]
        return []

    def said_of_pages(self) -> list[str]:
        """What an editor reads about records and pages."""
        try:
            check.run(self.docs)
        except EditorError as error:
            return [str(problem) for problem in error.problems]
        return []
