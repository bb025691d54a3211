"""YAML with line numbers: plain data, and for every value the line an editor must go to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from explainer.problems import EditorError, Problem

Path_ = tuple[str | int, ...]
# libyaml's reader where the wheel carries it: the same result, eight times as fast.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise EditorError([Problem(name, 0, "the file is missing", "Restore it from version control.")]) from None
    except UnicodeDecodeError as error:
        raise EditorError([Problem(name, 0, f"the file is not UTF-8 text ({error.reason})")]) from None
    try:
        node = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 0
        mend = "Check the indentation, and put quotation marks round text that holds ': ' or starts with a symbol."
        raise EditorError([Problem(name, line, f"this is not valid YAML: {error.problem}", mend)]) from None
    if node is None:
        raise EditorError([Problem(name, 0, "the file is empty", "Restore it from version control.")])
    lines: dict[Path_, int] = {}
    problems: list[Problem] = []
    data = _plain(node, (), lines, problems, name)
    if problems:
        raise EditorError(problems)
    return YamlFile(name, data, lines)


def _plain(node: yaml.Node, path: Path_, lines: dict[Path_, int], problems: list[Problem], name: str) -> Any:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        result = {}
        for key_node, value_node in node.value:
            key = key_node.value
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
    return yaml.SafeLoader("").construct_object(node)
