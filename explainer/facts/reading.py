"""Reads lists of records from YAML files, and puts what is wrong with them into an editor's words."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from explainer.facts import yamlfile
from explainer.facts.house_words import CautionWords, FreeNumber, NeverSay
from explainer.facts.problems import EditorError, Problem, nearest
from explainer.facts.records import (
    NUMBERS_ONLY,
    Chart,
    CheckedWords,
    Claim,
    Correction,
    Event,
    Label,
    Name,
    PolicyQuestion,
    Question,
    Record,
    Region,
    Saying,
    SearchWord,
    Sentence,
    Span,
    Sum,
    Term,
)
from explainer.facts.scenes import Scene

Place = tuple[str, int]

# Kinds without which there is no explainer; any other file may be absent, and then holds nothing.
DEMANDED = {"topic_labels", "claims"}

# kind of record: (file or folder in docs/data, key of the list, record type, plain name)
KINDS: dict[str, tuple[str, str, type[Record], str]] = {
    "categories": ("categories.yml", "categories", Label, "kind of event"),
    "topic_labels": ("topics.yml", "topics", Label, "topic"),
    "regions": ("places.yml", "regions", Region, "region"),
    "claims": ("claims", "claims", Claim, "claim"),
    "events": ("events.yml", "events", Event, "event"),
    "spans": ("spans.yml", "spans", Span, "stretch of time"),
    "terms": ("terms.yml", "terms", Term, "term"),
    "sentences": ("article-check.yml", "sentences", Sentence, "sentence"),
    "questions": ("questions.yml", "questions", Question, "question"),
    "checklist": ("policy-checklist.yml", "checklist", PolicyQuestion, "policy question"),
    "sayings": ("sayings.yml", "sayings", Saying, "saying"),
    "corrections": ("corrections.yml", "corrections", Correction, "correction"),
    "charts": ("charts.yml", "charts", Chart, "chart"),
    "never_say": ("never-say.yml", "never_say", NeverSay, "rule"),
    "checked_words": ("checked-words.yml", "checked_words", CheckedWords, "sentence on how we checked"),
    "scenes": ("scenes.yml", "scenes", Scene, "scene"),
    "search_words": ("search-words.yml", "search_words", SearchWord, "search word"),
    "sums": ("sums.yml", "sums", Sum, "sum"),
    "names": ("names.yml", "names", Name, "name"),
    "free_numbers": ("free-numbers.yml", "free_numbers", FreeNumber, "free number"),
    "caution_words": ("caution-words.yml", "caution_words", CautionWords, "list of words"),
}

# What an editor does about a value that pydantic cannot use, by the type of its error.
MEND = {
    "string_type": "Put quotation marks round it.",
    "decimal_parsing": "Write digits with a point and without thousands separators, as in 1803 or 0.5.",
    "decimal_type": "Write digits with a point and without thousands separators, as in 1803 or 0.5.",
    "list_type": "Write a list: one line for each entry, each after a hyphen.",
    "model_type": "Write fields below it, as in 'key: value'.",
    "dict_type": "Write fields below it, as in 'key: value'.",
}


@dataclass
class Reader:
    """Collects the records of all files, where each stands, and every problem on the way."""

    data: Path
    found: dict[str, dict[str, Any]] = field(default_factory=dict)
    origins: dict[tuple[str, str], tuple[yamlfile.YamlFile, yamlfile.Path_]] = field(default_factory=dict)
    topics: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def read(self) -> None:
        """Read every kind of record; a file or record that is wrong does not hide what is wrong with the others."""
        for kind, (where, _, _, _) in KINDS.items():
            self.found[kind] = {}
            paths = [self.data / where] if where.endswith(".yml") else sorted((self.data / where).glob("*.yml"))
            if kind not in DEMANDED:
                paths = [path for path in paths if path.exists() or path.is_symlink()]
            elif not paths:
                mend = "Restore it from version control, or write the first record."
                self.problems.append(Problem(f"docs/data/{where}", 0, "the folder holds no records", mend))
            for path in paths:
                try:
                    self._read_file(kind, path)
                except EditorError as error:
                    self.problems += error.problems

    def _read_file(self, kind: str, path: Path) -> None:
        _, key, model, kind_name = KINDS[kind]
        name = f"docs/data/{path.relative_to(self.data).as_posix()}"
        file = yamlfile.read(path, name)
        rows = file.data.get(key) if isinstance(file.data, dict) else None
        if not isinstance(rows, list):
            message = f"the file must hold a list named '{key}'"
            raise EditorError([Problem(name, 1, message, f"Begin it with '{key}:'.")])
        for other in file.data.keys() - {key}:
            message = f"'{other}' is not a list that this file may hold"
            self.problems.append(Problem(name, file.line((other,)), message, f"The file holds one list, '{key}'."))
        for n, row in enumerate(rows):
            label = row.get("id", f"number {n + 1}") if isinstance(row, dict) else f"number {n + 1}"
            try:
                record: Any = model.model_validate(row)
            except ValidationError as error:
                described = f"{kind_name} '{label}'"
                self.problems += [explain(file, (key, n), described, model, e) for e in error.errors()]
                try:  # so that a changed number is also told by the sum that it breaks
                    record = model.model_validate(row, context=NUMBERS_ONLY)
                except ValidationError:
                    continue
            self._add(kind, record, file, (key, n), path.stem)

    def _add(self, kind: str, record: Any, file: yamlfile.YamlFile, at: yamlfile.Path_, topic: str) -> None:
        slot = (kind, record.id)
        if slot in self.origins:
            first, path = self.origins[slot]
            mend = f"It stands first in {first.name}:{first.line(path)}; choose another id."
            self.problems.append(Problem(file.name, file.line(at), f"the id '{record.id}' is taken", mend))
            return
        self.origins[slot] = (file, at)
        self.found[kind][record.id] = record
        if kind == "claims":
            self.topics[record.id] = topic


def explain(file: yamlfile.YamlFile, base: yamlfile.Path_, label: str, model: type[Record], error: Any) -> Problem:
    """One error of pydantic in an editor's words, with the line of the value it is about."""
    loc = tuple(error["loc"])
    name = ".".join(str(part + 1 if isinstance(part, int) else part) for part in loc)
    line = file.line(base + loc)
    kind, value = error["type"], error["input"]
    if kind == "missing":
        return Problem(file.name, line, f"{label}: the field '{name}' is missing", "Add it.")
    if kind == "extra_forbidden":
        known = _fields(model, loc[:-1])
        mend = nearest(str(loc[-1]), known) or f"Known fields: {', '.join(known)}."
        return Problem(file.name, line, f"{label}: there is no field '{name}'", mend)
    if kind == "literal_error":
        allowed = error["ctx"]["expected"].replace("'", "")
        return Problem(file.name, line, f"{label}: '{value}' is not a known value of '{name}'", f"Choose: {allowed}.")
    if kind == "value_error":
        text = error["msg"].removeprefix("Value error, ")
        shown = f" (the value is '{value}')" if isinstance(value, str) else ""
        at = f", field '{name}'" if name else ""
        return Problem(file.name, line, f"{label}{at}: {text}{shown}", "Mend the record.")
    if kind in {"string_too_short", "too_short"}:
        return Problem(file.name, line, f"{label}: the field '{name}' is empty", "Fill it in or remove it.")
    shown = repr(value) if not isinstance(value, dict | list) else "a list or group of fields"
    mend = " ".join(filter(None, [f"The value is {shown}.", MEND.get(kind)]))
    at = f", field '{name}'" if name else ""
    return Problem(file.name, line, f"{label}{at}: {error['msg'].lower()}", mend)


def _fields(model: type[Record], loc: tuple[Any, ...]) -> list[str]:
    """Names of the fields that may stand at `loc` of a record, found by following the types."""
    schema = model.model_json_schema()
    node: dict[str, Any] = schema
    for part in loc:
        node = _resolved(schema, node)
        if isinstance(part, int):
            node = node.get("items", {})
        else:
            node = node.get("properties", {}).get(part) or node.get("additionalProperties") or {}
    return list(_resolved(schema, node).get("properties", {}))


def _resolved(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    options = [node, *node.get("anyOf", [])]
    reference = next((option["$ref"] for option in options if "$ref" in option), None)
    return schema["$defs"][reference.rpartition("/")[2]] if reference else node
