"""Reads sources.bib (BibLaTeX) into `Source` records, with the line of every entry."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pybtex.database import Entry, Person
from pybtex.database.input.bibtex import Parser
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text
from pydantic import ValidationError

from explainer.problems import EditorError, Problem
from explainer.records import Source

ENTRY = re.compile(r"^@(?P<type>\w+)\s*\{\s*(?P<key>[^,\s]+)\s*,", re.MULTILINE)


def plain(latex: str) -> str:
    """Text of a BibTeX value: braces and escapes resolved, white space folded."""
    text = str(Text.from_latex(latex.replace("--", "–")))
    return re.sub(r"\s+", " ", text).strip()


def read(path: Path, name: str) -> tuple[dict[str, Source], dict[str, int]]:
    """Sources by key, and the line of each; raises `EditorError` with every problem found."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise EditorError([Problem(name, 0, "the file is missing", "Restore it from version control.")]) from None
    lines: dict[str, int] = {}
    problems: list[Problem] = []
    for match in ENTRY.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        key = match["key"]
        if key in lines:
            problems.append(
                Problem(name, line, f"the source '{key}' stands twice", f"The first is in line {lines[key]}; keep one.")
            )
        lines.setdefault(key, line)
    if problems:
        raise EditorError(problems)
    try:
        database = Parser().parse_string(text)
    except PybtexError as error:
        line = getattr(error, "lineno", 0) or 0
        mend = "Check the braces and the comma after the field above."
        raise EditorError([Problem(name, line, f"this is not valid BibTeX: {error}", mend)]) from None
    sources: dict[str, Source] = {}
    for key, entry in database.entries.items():
        try:
            sources[key] = _source(key, entry)
        except ValidationError as error:
            for detail in error.errors():
                field = str(detail["loc"][0]) if detail["loc"] else "entry"
                message = f"source '{key}', field '{field}': {detail['msg'].removeprefix('Value error, ')}"
                mend = f"The value is {detail['input']!r}." if detail["type"] != "missing" else "Add the field."
                problems.append(Problem(name, lines.get(key, 0), message, mend))
    if problems:
        raise EditorError(problems)
    return sources, lines


def _source(key: str, entry: Entry) -> Source:
    fields: dict[str, Any] = {k.lower(): plain(v) if k not in ("url", "archived") else v.strip() for k, v in entry.fields.items()}
    return Source.model_validate(
        {
            "key": key,
            "entry_type": entry.type,
            "title": fields.get("title"),
            "authors": [_name(person) for person in entry.persons.get("author", [])],
            "bodies": [_name(p) for p in entry.persons.get("author", []) if not p.first_names],
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
    )


def _name(person: Person) -> str:
    parts = person.first_names + person.middle_names + person.prelast_names + person.last_names + person.lineage_names
    return plain(" ".join(parts))
