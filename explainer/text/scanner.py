"""Reads the lines of a Markdown page: what each line is, which block holds it, which blocks there are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from explainer.facts import yamlfile
from explainer.facts.problems import EditorError, Problem

BLOCK_OPEN = re.compile(r"^ {0,3}/{3,}\s*(?P<name>[\w-]+)\s*(?:\|\s*(?P<arg>.*?))?\s*$")
BLOCK_CLOSE = re.compile(r"^ {0,3}/{3,}\s*$")
COMMENT = re.compile(r"<!--.*?-->")
HEADING = re.compile(r"^(?P<marks>#{1,6})\s+(?P<text>.+?)\s*(?:\{[^}]*\})?\s*$")
FENCE = re.compile(r"^\s*(?P<fence>`{3,}|~{3,})(?P<rest>.*)$")


@dataclass(frozen=True)
class BlockUse:
    """`/// name | arg` with its YAML options."""

    line: int
    name: str
    arg: str
    options: dict[str, Any]

    def ids(self) -> list[str]:
        """Ids given as the argument ("a, b") or in the option `ids`."""
        listed = self.options.get("ids") or []
        listed = listed if isinstance(listed, list) else [listed]
        return [part.strip() for part in self.arg.split(",") if part.strip()] + [str(i) for i in listed]


@dataclass(frozen=True)
class Line:
    """One line of prose, with what surrounds it."""

    number: int
    text: str
    kind: str  # "prose", "heading", "table", "list", "option", "code" or "blank"
    block: str  # name of the innermost open block, or ""


@dataclass
class Scanner:
    """Goes through the rows of the page `name` once; `first` is the number of the row to begin with."""

    name: str
    rows: list[str]
    first: int = 1
    lines: list[Line] = field(default_factory=list)
    blocks: list[BlockUse] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._fence = ""
        self._fence_line = 0
        self._in_comment = False
        self._in_options = False
        self._stack: list[BlockUse] = []
        for number in range(self.first, len(self.rows) + 1):
            self._row(number, self.rows[number - 1])
        if self._fence:
            mend = f"Close it with a line of {self._fence}."
            self._problem(self._fence_line, "the code that begins here never ends", mend)
        for block in self._stack:
            self._problem(block.line, f"the block '{block.name}' never ends", "Close it with a line of ///.")

    def _row(self, number: int, row: str) -> None:
        if self._is_code(number, row):
            self._add(number, row, "code")
            return
        if not self._in_comment:
            if m := BLOCK_OPEN.match(row):
                self._stack.append(self._block(number, m))
                self.blocks.append(self._stack[-1])
                self._in_options = True
                self._add(number, row, "option")
                return
            if BLOCK_CLOSE.match(row):
                self._add(number, row, "option")
                self._in_options = False
                self._stack = self._stack[:-1]
                return
            if self._in_options and row.startswith("    "):
                self._add(number, row, "option")
                return
        self._in_options = False
        text = self._outside_comment(row)
        self._add(number, text, _kind(text.strip()))

    def _is_code(self, number: int, row: str) -> bool:
        m = FENCE.match(row)
        if self._fence:
            if m and m["fence"].startswith(self._fence) and not m["rest"].strip():
                self._fence = ""
            return True
        if m and not self._in_comment:
            self._fence, self._fence_line = m["fence"], number
            return True
        return False

    def _outside_comment(self, row: str) -> str:
        """The row without the part of a comment that spans several rows."""
        if self._in_comment:
            _, closed, row = row.partition("-->")
            self._in_comment = not closed
        start = COMMENT.sub(lambda m: " " * len(m[0]), row).find("<!--")
        if start >= 0:
            self._in_comment = True
            return row[:start]
        return row

    def _block(self, number: int, m: re.Match[str]) -> BlockUse:
        options: list[str] = []
        for following in self.rows[number:]:
            if not following.startswith("    "):
                break
            options.append(following[4:])
        text = "\n".join(options)
        parsed: Any = {}
        try:
            parsed = yamlfile.load(text, self.name, number + 1) or {}
        except EditorError as error:
            self.problems += error.problems
        if not isinstance(parsed, dict):
            self._problem(number + 1, f"block '{m['name']}': the options are no fields", "Write 'name: value'.")
            parsed = {}
        return BlockUse(number, m["name"], m["arg"] or "", parsed)

    def _add(self, number: int, text: str, kind: str) -> None:
        self.lines.append(Line(number, text, kind, self._stack[-1].name if self._stack else ""))

    def _problem(self, line: int, message: str, mend: str) -> None:
        self.problems.append(Problem(self.name, line, message, mend))


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
