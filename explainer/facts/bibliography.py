"""Reads sources.bib (BibLaTeX) into `Source` records, with the line of every entry."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from pybtex.database import Entry, Person
from pybtex.database.input.bibtex import Parser
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text
from pydantic import ValidationError

from explainer.facts import textfile
from explainer.facts.problems import EditorError, Problem
from explainer.facts.records import Source

ENTRY = re.compile(r"^@(?P<type>\w+)\s*\{\s*(?P<key>[^,\s]+)\s*,", re.MULTILINE)
LATEX = re.compile(r"[\\~$%#^]")
SYNTAX = re.compile(r"^syntax error in line \d+: ")
COMMENT = re.compile(r"(?<!\\)%")


def plain(latex: str) -> str:
    """Text of a BibTeX value: braces and escapes resolved, white space folded."""
    latex = latex.replace("--", "–").replace("\\$", "$")  # the parser leaves the escaped dollar as it is
    # The parser of LaTeX is slow, and most values hold braces at most.
    text = str(Text.from_latex(latex)) if LATEX.search(latex) else latex.replace("{", "").replace("}", "")
    return re.sub(r"\s+", " ", text).strip()


def read(path: Path, name: str) -> tuple[dict[str, Source], dict[str, int]]:
    """Sources by key, and the line of each; raises `EditorError` with every problem found."""
    return _read(textfile.read(path, name), name)


@lru_cache(maxsize=2)
def _read(text: str, name: str) -> tuple[dict[str, Source], dict[str, int]]:
    lines, problems = _entries(text, name)
    if not lines:
        problems.append(Problem(name, 0, "the file holds no source", "Restore it from version control."))
    if problems:
        raise EditorError(problems)
    try:
        database = Parser().parse_string(text)
    except PybtexError as error:
        raise EditorError([_syntax(error, text, name, lines)]) from None
    sources: dict[str, Source] = {}
    for key, entry in database.entries.items():
        line = lines.get(key, 0)
        for field, value in entry.fields.items():
            if field.lower() != "url" and COMMENT.search(value):
                message = f"source '{key}', field '{field}': BibTeX drops what follows the bare %"
                problems.append(Problem(name, line, message, "Write \\% for a percent sign."))
        try:
            sources[key] = _source(key, entry)
        except ValidationError as error:
            problems += [_explain(e, name, line, key) for e in error.errors()]
        except PybtexError as error:
            message = f"source '{key}': a value is not valid LaTeX: {SYNTAX.sub('', str(error))}"
            problems.append(Problem(name, line, message, "Check the braces, and write \\% for a percent sign."))
    if problems:
        raise EditorError(problems)
    return sources, lines


def _entries(text: str, name: str) -> tuple[dict[str, int], list[Problem]]:
    """The line of every key, and the keys that stand twice."""
    lines: dict[str, int] = {}
    problems = []
    for match in ENTRY.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        key = match["key"]
        if key in lines:
            mend = f"The first is in line {lines[key]}; keep one."
            problems.append(Problem(name, line, f"the source '{key}' stands twice", mend))
        lines.setdefault(key, line)
    return lines, problems


def _syntax(error: PybtexError, text: str, name: str, lines: dict[str, int]) -> Problem:
    named = re.search(r"^entry with key (\S+)", str(error))
    line = getattr(error, "lineno", None) or (lines.get(named[1], 0) if named else 0)
    quoted = re.search(r"in '(.+)'$", str(error))
    if not line and quoted and quoted[1] in text:  # a name that cannot be read
        line = text.count("\n", 0, text.index(quoted[1])) + 1
    message = SYNTAX.sub("", str(error))
    mend = "Check the braces, and the comma at the end of the line above."
    return Problem(name, line, f"this is not valid BibTeX: {message}", mend)


def _explain(detail: Any, name: str, line: int, key: str) -> Problem:
    field = str(detail["loc"][0])
    if detail["type"] in {"missing", "too_short", "string_too_short"}:
        names = {"authors": "author"}
        message = f"source '{key}': the field '{names.get(field, field)}' is missing"
        return Problem(name, line, message, "Add it to the entry.")
    if detail["type"] == "literal_error":
        message = f"source '{key}': '{detail['input']}' is not a known value of '{field}'"
        return Problem(name, line, message, f"Choose: {detail['ctx']['expected'].replace(chr(39), '')}.")
    message = f"source '{key}', field '{field}': {detail['msg'].removeprefix('Value error, ')}"
    return Problem(name, line, message, f"The value is '{detail['input']}'.")


def _source(key: str, entry: Entry) -> Source:
    fields: dict[str, Any] = {
        k.lower(): v.strip() if k.lower() in ("url", "archived") else plain(v) for k, v in entry.fields.items()
    }
    values = {
        "key": key,
        "entry_type": entry.type,
        "title": fields.get("title"),
        "authors": [_name(person) for person in entry.persons.get("author", [])],
        "bodies": [_name(p) for p in entry.persons.get("author", []) if not p.first_names],
        "langid": fields.get("langid"),
        "authorlangid": fields.get("authorlangid"),
        "organization": fields.get("organization") or fields.get("institution") or fields.get("publisher"),
        "journal": fields.get("journal") or fields.get("booktitle"),
        "volume": fields.get("volume"),
        "number": fields.get("number"),
        "date": fields.get("date"),
        "url": fields.get("url"),
        "doi": fields.get("doi"),
        "archived": fields.get("archived"),
        "license": fields.get("license"),
        "urldate": fields.get("urldate"),
        "kind": fields.get("kind"),
        "is_copy": "copy" in fields.get("keywords", ""),
        "note": fields.get("note"),
    }
    return Source.model_validate({k: v for k, v in values.items() if v is not None})


def _name(person: Person) -> str:
    parts = person.first_names + person.middle_names + person.prelast_names + person.last_names + person.lineage_names
    return plain(" ".join(parts))
