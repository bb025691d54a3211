"""
A Markdown page as its editor wrote it: front matter, lines, references and blocks, with line numbers.

The checks and the ledger ("which pages use this claim?") read sources, not built pages, so that an
error can name the line to mend.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

REFERENCE = re.compile(r"(?<!!)\[(?P<text>(?:[^\[\]]|\[[^\]]*\])+)\]\[(?P<id>[^\]]*)\]")
INLINE_LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]+)\]\((?P<target>[^)\s]+)[^)]*\)")
BLOCK_OPEN = re.compile(r"^/{3,}\s*(?P<name>[\w-]+)\s*(?:\|\s*(?P<arg>.*?))?\s*$")
BLOCK_CLOSE = re.compile(r"^/{3,}\s*$")
FIGURE_MARK = re.compile(r"<!--\s*figure:\s*(?P<reason>.*?)\s*-->")
COMMENT = re.compile(r"<!--.*?-->")
HEADING = re.compile(r"^(?P<marks>#{1,6})\s+(?P<text>.+?)\s*(?:\{[^}]*\})?\s*$")


@dataclass(frozen=True)
class Reference:
    """`[text][id]` in a page; `id` is what stands in the second brackets, or the text where they are empty."""

    line: int
    text: str
    id: str


@dataclass(frozen=True)
class BlockUse:
    """`/// name | arg` with its YAML options."""

    line: int
    name: str
    arg: str
    options: dict[str, Any]

    def ids(self) -> list[str]:
        """Ids given as the argument ("a, b") or in the option `ids`."""
        listed = self.options.get("ids", [])
        return [part.strip() for part in self.arg.split(",") if part.strip()] + [str(i) for i in listed]


@dataclass(frozen=True)
class Line:
    """One line of prose, with what surrounds it."""

    number: int
    text: str
    kind: str  # "prose", "heading", "table", "list", "option", "code" or "blank"
    block: str  # name of the innermost open block, or ""


class Page:
    """A page source. `src` is its path below docs, as 'dallas/index.md'."""

    def __init__(self, src: str, text: str) -> None:
        self.src = src
        self.text = text.replace("\r\n", "\n")
        self.front_matter, self.body_start = _front_matter(self.text)

    @staticmethod
    def read_all(docs: Path) -> list[Page]:
        """Every Markdown page below `docs`, in the order of their paths."""
        files = sorted(p for p in docs.rglob("*.md"))
        return [Page(p.relative_to(docs).as_posix(), p.read_text(encoding="utf-8")) for p in files]

    @cached_property
    def lines(self) -> list[Line]:
        """The body, line by line."""
        return list(self._lines())

    @property
    def title(self) -> str:
        """Title from the front matter, else the first heading, else the path."""
        meta = self.front_matter.get("title")
        if meta:
            return str(meta)
        return next((HEADING.sub(r"\g<text>", line.text) for line in self.lines if line.kind == "heading"), self.src)

    @cached_property
    def references(self) -> list[Reference]:
        """All reference links."""
        return [
            Reference(line.number, m["text"], (m["id"] or m["text"]).strip().lower())
            for line in self.lines
            if line.kind not in ("code", "option")
            for m in REFERENCE.finditer(_without_code(COMMENT.sub("", line.text)))
        ]

    @cached_property
    def blocks(self) -> list[BlockUse]:
        """All blocks."""
        rows = self.text.split("\n")
        found = []
        in_code = False
        for n, row in enumerate(rows):
            if n + 1 < self.body_start:
                continue
            if row.lstrip().startswith(("```", "~~~")):
                in_code = not in_code
            m = None if in_code else BLOCK_OPEN.match(row)
            if not m:
                continue
            options: list[str] = []
            for following in rows[n + 1 :]:
                if not following.startswith("    "):
                    break
                options.append(following[4:])
            try:
                parsed = yaml.safe_load("\n".join(options)) if options else {}
            except yaml.YAMLError:
                parsed = {}
            found.append(BlockUse(n + 1, m["name"], m["arg"] or "", parsed if isinstance(parsed, dict) else {}))
        return found

    def _lines(self) -> Iterator[Line]:
        in_code = False
        stack: list[str] = []
        options = False
        for number, row in enumerate(self.text.split("\n"), 1):
            if number < self.body_start:
                continue
            stripped = row.strip()
            if stripped.startswith(("```", "~~~")):
                in_code = not in_code
                yield Line(number, row, "code", stack[-1] if stack else "")
                continue
            block = stack[-1] if stack else ""
            if in_code:
                yield Line(number, row, "code", block)
            elif m := BLOCK_OPEN.match(row):
                stack.append(m["name"])
                options = True
                yield Line(number, row, "option", m["name"])
            elif BLOCK_CLOSE.match(row):
                if stack:
                    stack.pop()
                yield Line(number, row, "option", block)
            elif options and row.startswith("    "):
                yield Line(number, row, "option", block)
            else:
                options = False
                yield Line(number, row, _kind(stripped), block)


def _kind(stripped: str) -> str:
    if not stripped:
        return "blank"
    if HEADING.match(stripped):
        return "heading"
    if stripped.startswith("|"):
        return "table"
    if re.match(r"([-*+]|\d+\.)\s", stripped):
        return "list"
    return "prose"


def _without_code(text: str) -> str:
    return re.sub(r"`[^`]*`", "code", text)


def _front_matter(text: str) -> tuple[dict[str, Any], int]:
    """Front matter, and the number of the first line after it (from 1)."""
    m = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    if not m:
        return {}, 1
    try:
        # Dates stay the text that the editor wrote.
        meta = yaml.load(m[1], Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        meta = None
    return (meta if isinstance(meta, dict) else {}), m[0].count("\n") + 1


@cache
def relative(target: str, src: str) -> str:
    """Path of `target` ('claims.md#x') as a link in the page `src`."""
    path, hash_mark, anchor = target.partition("#")
    return posixpath.relpath(path, posixpath.dirname(src) or ".") + hash_mark + anchor
