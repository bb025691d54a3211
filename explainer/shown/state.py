"""What is known while one page is converted: its records, its text as written, and what it cites."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.util import Processor

from explainer.facts.library import Library
from explainer.facts.problems import EditorError, Problem, nearest
from explainer.facts.settings import Settings
from explainer.shown.components import Components
from explainer.text import blocks
from explainer.text.pages import Page
from explainer.text.scanner import BlockUse


class State:
    """What is known while one page is converted; nothing is read before the first page starts."""

    page: Page
    library: Library
    components: Components

    def __init__(self, docs: Path) -> None:
        # Nothing is read here: an error in the data is the build's to report, not the configuration's.
        self.docs = docs
        self.settings = Settings.read(docs.parent / "mkdocs.yml")

    def start(self, src: str, lines: Iterable[str]) -> None:
        """Begin the page `src`, whose text below the front matter is `lines`."""
        file = self.docs / src
        self.page = Page.read(file, src) if file.is_file() else Page(src, "\n".join(lines))
        self.library = Library.read(self.docs)
        self.components = Components(self.library, src, self.docs)

    @property
    def src(self) -> str:
        """Path of the page below docs."""
        return self.page.src

    def pages(self) -> list[Page]:
        """Every page of the site, as written."""
        return Page.read_all(self.docs)

    def check(self, use: BlockUse) -> None:
        """Stop at a block that is written wrong, with the words that a check has for it."""
        for message, mend in blocks.wrong(use, self.library):
            raise EditorError([Problem(f"docs/{self.src}", 0, message, mend)])

    def unknown(self, what: str, name: str, known: Any) -> EditorError:
        """An error for a name that no record has."""
        return EditorError([Problem(f"docs/{self.src}", 0, f"there is no {what} '{name}'", nearest(name, known))])


class Stateful(Processor):
    """A processor of Python-Markdown that knows the page: a class names it before the kind of processor it is."""

    def __init__(self, md: Markdown, state: State) -> None:
        super().__init__(md)
        self.state = state
