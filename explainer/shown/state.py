"""What is known while one page is converted: its records, and the charts that it has shown so far."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from explainer.facts.library import Library
from explainer.facts.problems import EditorError, Problem, nearest
from explainer.facts.settings import Settings
from explainer.shown.components import Components


class State:
    """What is known while one page is converted; nothing is read before the first page starts."""

    src: str
    library: Library
    components: Components

    def __init__(self, docs: Path) -> None:
        # Nothing is read here: an error in the data is the build's to report, not the configuration's.
        self.docs = docs
        self.settings = Settings.read(docs.parent / "mkdocs.yml")

    def start(self, src: str) -> None:
        """Begin a page."""
        self.src = src
        self.library = Library.read(self.docs)
        self.components = Components(self.library, src, self.docs)
        self.charts: list[str] = []

    def unknown(self, what: str, name: str, known: Any) -> EditorError:
        """An error for a name that no record has."""
        return EditorError([Problem(f"docs/{self.src}", 0, f"there is no {what} '{name}'", nearest(name, known))])
