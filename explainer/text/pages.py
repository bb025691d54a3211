"""
A Markdown page as its editor wrote it: front matter, lines, references and blocks, with line numbers.

The checks and the ledger ("which pages use this claim?") read sources, not built pages, so that an
error can name the line to mend.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from explainer.facts import addresses, textfile, yamlfile
from explainer.facts.problems import EditorError, Problem
from explainer.text import tree
from explainer.text.scanner import COMMENT, HEADING, Scanner

REFERENCE = re.compile(r"(?<!!)\[(?!\^)(?P<text>(?:[^\[\]]|\[[^\]]*\])+)\]\[(?!\^)(?P<id>[^\]]*)\]")
INLINE_LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]+)\]\((?P<target>[^)\s]+)[^)]*\)")
FIGURE_MARK = re.compile(r"<!--\s*figure:\s*(?P<reason>.*?)\s*-->")
FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)---[ \t]*\n", re.DOTALL)


@dataclass(frozen=True)
class Reference:
    """`[text][id]` in a page; `id` is what stands in the second brackets, or the text where they are empty."""

    line: int
    text: str
    id: str


class Page:
    """A page source. `src` is its path below docs, as 'about/index.md'; `problems` is what cannot be read."""

    def __init__(self, src: str, text: str) -> None:
        self.src = src
        self.text = text.removeprefix("\ufeff").replace("\r\n", "\n")
        self.problems: list[Problem] = []
        self.front_matter, self.body_start = self._front_matter()
        scanned = Scanner(f"docs/{src}", self.text.split("\n"), self.body_start)
        self.lines = scanned.lines
        self.blocks = scanned.blocks
        self.boxes = scanned.boxes
        self.fences = scanned.fences
        self.problems += scanned.problems

    @staticmethod
    def read_all(docs: Path) -> list[Page]:
        """Every Markdown page below `docs`, in the order of their paths; raises `EditorError` for other than UTF-8."""
        found: list[Page] = []
        problems: list[Problem] = list(tree.problems(docs))
        for path, src in [] if problems else tree.page_files(docs):
            try:
                found.append(Page.read(path, src))
            except EditorError as error:
                problems += error.problems
        if problems:
            raise EditorError(problems)
        return found

    @staticmethod
    def read(path: Path, src: str) -> Page:
        """The page in the file `path`; read again only when the file is another. Raises `EditorError`."""
        try:
            stat = path.stat()
        except OSError as error:
            raise EditorError([textfile.unreadable(f"docs/{src}", error)]) from None
        return _read(path, src, (stat.st_mtime_ns, stat.st_size))

    @property
    def title(self) -> str:
        """Title from the front matter, else the first heading, else the path."""
        meta = self.front_matter.get("title")
        if meta:
            return str(meta)
        return next((HEADING.sub(r"\g<text>", line.text) for line in self.lines if line.kind == "heading"), self.src)

    def line_with(self, words: str) -> int:
        """The first line that holds `words`, for errors that are found late; 0 where none does."""
        rows = enumerate(self.text.lower().split("\n"), 1)
        return next((number for number, row in rows if words.lower().strip() in row), 0)

    def line_of(self, key: str) -> int:
        """The line of a field of the front matter; 1 where it is not written."""
        rows = self.text.split("\n")[: self.body_start]
        return next((n for n, row in enumerate(rows, 1) if row.startswith(f"{key}:")), 1)

    @property
    def unlisted(self) -> bool:
        """Whether the page is for the makers of the site only (`robots: noindex` in its front matter)."""
        return "noindex" in str(self.front_matter.get("robots", ""))

    @cached_property
    def references(self) -> list[Reference]:
        """All reference links."""
        return [
            Reference(line.number, m["text"], (m["id"] or m["text"]).strip().lower())
            for line in self.lines
            if line.kind not in {"code", "option"}
            for m in REFERENCE.finditer(re.sub(r"`[^`]*`", "code", COMMENT.sub("", line.text)))
        ]

    def _front_matter(self) -> tuple[dict[str, Any], int]:
        """Front matter, and the number of the first line after it (from 1)."""
        m = FRONT_MATTER.match(self.text)
        if not m:
            return {}, 1
        meta = None
        try:
            meta = yamlfile.load(m[1], f"docs/{self.src}", first_line=2, plain=True)
        except EditorError as error:
            self.problems += error.problems
        return (meta if isinstance(meta, dict) else {}), m[0].count("\n") + 1


def html(src: str) -> str:
    """Path of the file that a page source becomes: 'about/index.md' as 'about/index.html', README as the index."""
    stem = src.removesuffix(".md")
    folder, _, name = stem.rpartition("/")
    return f"{stem if name != 'README' else f'{folder}/index'.lstrip('/')}.html"


def relative(target: str, src: str) -> str:
    """Path of `target` ('claims.md#x') as a link in the page `src`."""
    path, hash_mark, anchor = target.partition("#")
    return addresses.encoded(_relative(path, posixpath.dirname(src)) + hash_mark + anchor)


@cache
def _relative(path: str, folder: str) -> str:
    """Asked for by every link of every page: worked out once for a page and a folder."""
    return posixpath.relpath(path, folder or ".")


@lru_cache(maxsize=4096)
def _read(path: Path, src: str, _stamp: tuple[int, int]) -> Page:
    return Page(src, textfile.read(path, f"docs/{src}", entities=True))
