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
FENCE = re.compile(r"^\s*(?:>\s?)*\s*(?P<fence>`{3,}|~{3,})(?P<rest>.*)$")
FENCE_TITLE = re.compile(r"title=([\"'])(?P<title>.*?)\1")
# What opens a box whose text is indented: an admonition, a box that opens and closes, a tab.
BOX = re.compile(r"^(?P<mark>!!!|\?\?\?\+?|===[!+]{0,2}) ?(?P<words>[^\"]*?)\s*(?:\"(?P<title>.*)\")?\s*$")
# What else holds indented text, and its mark: a footnote, a definition, a list.
HOLDER = re.compile(r"^ {0,3}(?:\[\^[^\]]+\]:|:(?=\s)|[-*+](?=\s)|\d+\.(?=\s))\s*")
ABBREVIATION = re.compile(r"^ {0,3}\*\[[^\]]+\] ?:\s*")
OPTION = re.compile(r"^(?P<space> {0,3})(?P<name>[a-z_]+):(?:\s|$)")
HTML_BLOCK = re.compile(
    r"<(?P<end>/?)(?:div|section|article|aside|figure|details|table|ul|ol|dl|p|blockquote)\b", re.IGNORECASE
)
INDENT = 4


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

    def rows(self) -> list[Any]:
        """The rows of the option `figures`, as they were written."""
        rows = self.options.get("figures") or []
        return rows if isinstance(rows, list) else [rows]


@dataclass(frozen=True)
class Line:
    """One line of prose, with what surrounds it."""

    number: int
    text: str
    kind: str  # "prose", "heading", "title" (of a box or of code), "table", "list", "option", "code" or "blank"
    block: str  # name of the innermost open block, or ""


@dataclass
class Box:
    """An admonition, a box that opens and closes, or a tab; `filled` says whether text stands in it."""

    line: int
    mark: str
    words: str
    title: str | None
    filled: bool = False


@dataclass
class Scanner:
    """Goes through the rows of the page `name` once; `first` is the number of the row to begin with."""

    name: str
    rows: list[str]
    first: int = 1
    lines: list[Line] = field(default_factory=list)
    blocks: list[BlockUse] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    fences: dict[int, str] = field(default_factory=dict)  # first line of each piece of code: what follows its marks
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._fence = ""
        self._fence_line = 0
        self._in_comment = False
        self._in_options = False
        self._after_blank = True
        self._html_depth = 0
        self._stack: list[BlockUse] = []
        self._holders: list[
            tuple[int, Box | None]
        ] = []  # where the text of each open holder begins, from the outermost
        for number in range(self.first, len(self.rows) + 1):
            self._row(number, self.rows[number - 1].expandtabs(INDENT))
        if self._fence:
            mend = f"Close it with a line of {self._fence}."
            self._problem(self._fence_line, "the code that begins here never ends", mend)
        for block in self._stack:
            self._problem(block.line, f"the block '{block.name}' never ends", "Close it with a line of ///.")

    def _row(self, number: int, row: str) -> None:
        if self._is_code(number, row):
            return
        blank = not row.strip()
        if not blank and not self._in_comment:
            self._leave_holders(row)
            if self._is_block(number, row[self._base() :] if self._within(row) else row):
                self._after_blank = False
                return
        self._in_options = False
        text = self._outside_comment(row)
        if blank or not text.strip():
            self._add(number, text, "blank")
        else:
            self._text(number, text)
        self._after_blank = blank

    def _base(self) -> int:
        """Where the text of the innermost holder begins."""
        return self._holders[-1][0] if self._holders else 0

    def _within(self, row: str) -> bool:
        return row.startswith(" " * self._base())

    def _leave_holders(self, row: str) -> None:
        """Close what a row that stands further left does not belong to; a list goes on until an empty line."""
        indent = len(row) - len(row.lstrip(" "))
        while self._holders and indent < self._base() and (self._after_blank or self._holders[-1][1]):
            self._holders.pop()

    def _is_block(self, number: int, row: str) -> bool:
        """Whether the row opens or closes a block, or is one of its options."""
        if m := BLOCK_OPEN.match(row):
            self._stack.append(self._block(number, m))
            self.blocks.append(self._stack[-1])
            self._in_options = True
        elif BLOCK_CLOSE.match(row):
            self._in_options = False
            self._add(number, row, "option")
            self._stack = self._stack[:-1]
            return True
        elif not (self._in_options and row.startswith(" " * INDENT)):
            return False
        self._fill()
        self._add(number, row, "option")
        return True

    def _text(self, number: int, text: str) -> None:
        """A row that is read: prose, a heading, an item, or the title of a box."""
        inner = text[self._base() :] if self._within(text) else text.lstrip()
        if not self._in_comment and self._after_blank and inner.startswith(" " * INDENT) and not self._html_depth:
            mend = "Take the spaces away, or put code between two lines of ```."
            self._problem(number, "the four spaces before this text make it a piece of code", mend)
        self._fill()
        if (m := BOX.match(inner.rstrip())) and m["words"].strip("=") + (m["title"] or m["mark"]) != "===":
            self._open_box(number, m, len(text) - len(inner))
            return
        if m := ABBREVIATION.match(inner):
            self._add(number, inner[m.end() :], "title")
            return
        kind = _kind(text.strip())
        if m := HOLDER.match(inner):
            self._holders.append((len(text) - len(inner) + INDENT, None))
            text = text if kind == "list" else inner[m.end() :]
            kind = kind if text.strip() else "blank"
        self._html_depth += sum(-1 if m["end"] else 1 for m in HTML_BLOCK.finditer(re.sub(r"`[^`]*`", "", text)))
        self._html_depth = max(self._html_depth, 0)
        self._add(number, text, kind)

    def _open_box(self, number: int, m: re.Match[str], indent: int) -> None:
        box = Box(number, m["mark"], m["words"].strip(), m["title"])
        self.boxes.append(box)
        self._holders.append((indent + INDENT, box))
        self._add(number, box.title or "", "title" if box.title else "option")

    def _fill(self) -> None:
        """Note that text stands in every open box."""
        for _, box in self._holders:
            if box:
                box.filled = True

    def _is_code(self, number: int, row: str) -> bool:
        m = FENCE.match(row)
        if self._fence:
            if m and m["fence"].startswith(self._fence) and not m["rest"].strip():
                self._fence = ""
            self._add(number, row, "code")
            return True
        if not m or self._in_comment or "`" in m["rest"]:
            return False
        self._leave_holders(row)
        self._fill()
        self._fence, self._fence_line = m["fence"], number
        self.fences[number] = m["rest"]
        self._in_options = self._after_blank = False
        title = FENCE_TITLE.search(m["rest"])
        self._add(number, title["title"] if title else row, "title" if title else "code")
        return True

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
        base = " " * self._base()
        for following in self.rows[number:]:
            row = following.expandtabs(INDENT).removeprefix(base)
            if not row.startswith(" " * INDENT):
                break
            options.append(row[INDENT:])
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
    if HEADING.match(stripped):
        return "heading"
    if stripped.startswith("|"):
        return "table"
    if re.match(r"([-*+]|\d+\.)\s", stripped):
        return "list"
    return "prose"
