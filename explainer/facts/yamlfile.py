"""YAML with line numbers: plain data, and for every value the line an editor must go to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from explainer.facts import textfile
from explainer.facts.problems import EditorError, Problem

Path_ = tuple[str | int, ...]

# The loader in C reads ten times as fast; it is in every wheel, but not in every system's package.
FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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
    node = compose(text, name)
    if node is None:
        raise EditorError([Problem(name, 0, "the file is empty", "Restore it from version control.")])
    lines: dict[Path_, int] = {}
    problems: list[Problem] = []
    data = _plain(node, (), lines, problems, name)
    if problems:
        raise EditorError(problems)
    return YamlFile(name, data, lines)


def compose(text: str, name: str, first_line: int = 1) -> yaml.Node | None:
    """The nodes of a YAML text that begins in line `first_line` of the file `name`; None when there is none."""
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


def load(text: str, name: str, first_line: int, *, plain: bool = False) -> Any:
    """The value of a YAML text inside the file `name`; with `plain`, dates and numbers stay the text as written."""
    if compose(text, name, first_line) is None:
        return None
    try:
        return yaml.load(text, Loader=yaml.BaseLoader if plain else yaml.SafeLoader)  # noqa: S506 (both make plain data)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + first_line if mark else first_line
        message = f"this is not valid YAML: {getattr(error, 'problem', None) or error}"
        raise EditorError([Problem(name, line, message, "Put quotation marks round the value.")]) from None


def _compose(text: str, loader: Any) -> yaml.Node | None:
    node: yaml.Node | None = yaml.compose(text, Loader=loader)
    return node


def _plain(node: yaml.Node, path: Path_, lines: dict[Path_, int], problems: list[Problem], name: str) -> Any:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        result = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key, str):
                mend = "Write 'name: value'; a name holds letters, digits and hyphens."
                problems.append(Problem(name, key_node.start_mark.line + 1, "a field has no plain name", mend))
                continue
            if key in result:
                problems.append(
                    Problem(name, key_node.start_mark.line + 1, f"the field '{key}' stands twice", "Keep one of them.")
                )
            result[key] = _plain(value_node, (*path, key), lines, problems, name)
            lines[(*path, key)] = key_node.start_mark.line + 1
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, i), lines, problems, name) for i, item in enumerate(node.value)]
    if node.tag == "tag:yaml.org,2002:timestamp":
        return node.value  # an unquoted date stays the text the editor wrote
    try:
        return yaml.SafeLoader("").construct_object(node)
    except (yaml.YAMLError, ValueError):
        mend = "Put quotation marks round it."
        problems.append(Problem(name, node.start_mark.line + 1, f"'{node.value}' is not a value of {node.tag}", mend))
        return None
