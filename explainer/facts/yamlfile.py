"""YAML with line numbers: plain data, and for every value the line an editor must go to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from explainer.facts import characters, textfile
from explainer.facts.problems import EditorError, Problem

Path_ = tuple[str | int, ...]

# The loader in C reads ten times as fast; it is in every wheel, but not in every system's package.
FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

DEEPEST = 60
BRACKET = re.compile(r"[\[\]{}]")
LONG_INDENT = re.compile(rf"^[ -]{{{DEEPEST},}}", re.MULTILINE)
MOST = 1_000_000  # values; a file of this site holds some ten thousand
# A number means what it says: YAML reads 0500 as 320, 8:20 as 500 and 1_000 as 1000. ".nan" is told by the record.
AS_READ = re.compile(
    r"[-+]?(?:0|[1-9][0-9]*)|[-+]?(?:0|[1-9][0-9]*)?\.[0-9]*|[-+]?[0-9]*\.?[0-9]+[eE][-+]?[0-9]+|[-+]?\.(?:inf|nan)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class YamlFile:
    """Parsed content, and `lines`: the path of a value ('claims', 3, 'level') to its line, from 1."""

    name: str
    data: Any
    lines: dict[Path_, int]

    def line(self, path: Path_) -> int:
        """Line of a value; of its nearest parent where the value itself is missing."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(path: Path, name: str) -> YamlFile:
    """Read `path`; raise `EditorError` under `name` when it is missing, empty or not YAML."""
    return _read(textfile.read(path, name), name)


@lru_cache(maxsize=64)  # while an editor works on one file, the others stay read
def _read(text: str, name: str) -> YamlFile:
    data, lines = _values(text, name, 1)
    if not lines:
        raise EditorError([Problem(name, 0, "the file is empty", "Restore it from version control.")])
    return YamlFile(name, data, lines)


def load(text: str, name: str, first_line: int, *, plain: bool = False) -> Any:
    """The value of a YAML text inside the file `name`; with `plain`, dates and numbers stay the text as written."""
    return _values(text, name, first_line, plain=plain)[0]


def _values(text: str, name: str, first_line: int, *, plain: bool = False) -> tuple[Any, dict[Path_, int]]:
    """The value of a YAML text, and the line of every value in it; None and no lines where it is empty."""
    node = compose(text, name, first_line)
    reader = _Reader(name, first_line, plain=plain)
    data = reader.value(node, ()) if node is not None else None
    if reader.problems:
        raise EditorError(reader.problems)
    return data, reader.lines


def compose(text: str, name: str, first_line: int = 1) -> yaml.Node | None:
    """The nodes of a YAML text that begins in line `first_line` of the file `name`; None when there is none."""
    _shallow(text, name, first_line)
    try:
        return _compose(text, FAST)
    except yaml.YAMLError:
        pass  # the slow loader says the same in clearer words, and in the same words everywhere
    try:
        return _compose(text, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + first_line if mark else 0
        mend = "Check the indentation, and put quotation marks round text that holds ': ' or starts with a symbol."
        raise EditorError([Problem(name, line, f"this is not valid YAML: {error.problem}", mend)]) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + first_line
        message = f"this is not valid YAML: the character U+{int(error.character):04X} may not stand in it"
        raise EditorError([Problem(name, line, message, "Remove the character; editors often hide it.")]) from None


def _shallow(text: str, name: str, first_line: int) -> None:
    """Refuse lists within lists within lists before a parser follows them down."""
    if not _may_be_deep(text):
        return
    depth = 0
    try:
        for event in yaml.parse(text, Loader=FAST):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                raise _too_deep(event.start_mark, name, first_line)
    except yaml.MarkedYAMLError as error:
        if "nesting depth" in str(error):  # newer parsers have a limit of their own, and meet it first
            raise _too_deep(error.problem_mark or error.context_mark, name, first_line) from None
    except yaml.YAMLError:
        return  # told by `compose`


def _too_deep(mark: Any, name: str, first_line: int) -> EditorError:
    message = f"lists and fields stand more than {DEEPEST} deep in one another"
    line = (mark.line if mark else 0) + first_line
    return EditorError([Problem(name, line, message, "Check the brackets; no record is that deep.")])


def _may_be_deep(text: str) -> bool:
    """A fast look at brackets and indentation; those inside quotation marks count as well."""
    depth = 0
    for sign in BRACKET.findall(text):
        depth += 1 if sign in "[{" else -1
        if depth > DEEPEST:
            return True
    return LONG_INDENT.search(text) is not None


def _compose(text: str, loader: Any) -> yaml.Node | None:
    node: yaml.Node | None = yaml.compose(text, Loader=loader)
    return node


@dataclass
class _Reader:
    """Makes plain data of the nodes of one text, and notes the line of each value and what is wrong."""

    name: str
    first_line: int
    plain: bool = False
    lines: dict[Path_, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    open: list[yaml.Node] = field(default_factory=list)
    read: int = 0

    def value(self, node: yaml.Node, path: Path_) -> Any:
        self.lines[path] = node.start_mark.line + self.first_line
        self.read += 1
        if any(node is outer for outer in self.open):
            self._problem(node, "a value contains itself", "Write the value out in place of the alias (*name).")
            return None
        if self.read > MOST:
            if self.read == MOST + 1:
                self._problem(
                    node, f"the file holds more than {MOST:,} values", "Write values out in place of aliases."
                )
            return None
        if isinstance(node, yaml.MappingNode | yaml.SequenceNode):
            self.open.append(node)
            result = self._fields(node, path) if isinstance(node, yaml.MappingNode) else self._list(node, path)
            self.open.pop()
            return result
        return self._scalar(node)

    def _fields(self, node: yaml.MappingNode, path: Path_) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key, str):
                self._problem(
                    key_node,
                    "a field has no plain name",
                    "Write 'name: value'; a name holds letters, digits and hyphens.",
                )
                continue
            if key in result:
                self._problem(key_node, f"the field '{key}' stands twice", "Keep one of them.")
            result[key] = self.value(value_node, (*path, key))
            self.lines[(*path, key)] = key_node.start_mark.line + self.first_line
        return result

    def _list(self, node: yaml.SequenceNode, path: Path_) -> list[Any]:
        return [self.value(item, (*path, n)) for n, item in enumerate(node.value)]

    def _scalar(self, node: yaml.Node) -> Any:
        text = str(node.value)
        for message, mend in characters.wrong(text):
            self._problem(node, message, mend)
        if node.tag == "tag:yaml.org,2002:timestamp" or (self.plain and node.tag.startswith("tag:yaml.org,2002:")):
            return text  # an unquoted date stays the text the editor wrote
        try:
            value = yaml.SafeLoader("").construct_object(node)
        except (yaml.YAMLError, ValueError):
            self._problem(node, f"'{text}' is not a value of {node.tag}", "Put quotation marks round it.")
            return None
        if isinstance(value, int | float) and not isinstance(value, bool) and not AS_READ.fullmatch(text):
            self._problem(
                node,
                f"YAML reads '{text}' as {value}",
                "Write the number with digits only, or put quotation marks round it.",
            )
        return value

    def _problem(self, node: yaml.Node, message: str, mend: str) -> None:
        self.problems.append(Problem(self.name, node.start_mark.line + self.first_line, message, mend))
