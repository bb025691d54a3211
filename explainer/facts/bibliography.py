"""Reads sources.bib (BibLaTeX) into `Source` records, with the line of every entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from pybtex.database import Entry, Person
from pybtex.database.input.bibtex import Parser
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text
from pydantic import ValidationError

from explainer.facts import addresses, textfile
from explainer.facts.problems import EditorError, Problem, nearest
from explainer.facts.records import Source

ENTRY = re.compile(r"^@(?P<type>\w+)\s*\{\s*(?P<key>[^,\s]+)\s*,", re.MULTILINE)
LATEX = re.compile(r"[\\~$%#^]")
SYNTAX = re.compile(r"^syntax error in line \d+: ")
COMMENT = re.compile(r"(?<!\\)%")
KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# What BibLaTeX knows; other words are slips of the pen.
TYPES = {
    "article", "book", "booklet", "collection", "dataset", "inbook", "incollection", "inproceedings", "jurisdiction",
    "legislation", "manual", "misc", "online", "patent", "periodical", "proceedings", "report", "software",
    "techreport", "thesis", "unpublished", "video",
}  # fmt: skip
FIELDS = {
    "abstract", "address", "archived", "author", "authorlangid", "booktitle", "chapter", "crossref", "date", "doi",
    "edition", "editor", "eprint", "eprinttype", "eventdate", "eventtitle", "extent", "howpublished", "institution",
    "isbn", "issn", "journal", "journaltitle", "keywords", "kind", "langid", "language", "license", "location", "month",
    "note", "number", "organization", "origdate", "pages", "publisher", "series", "shorttitle", "subtitle", "title",
    "titleaddon", "type", "url", "urldate", "version", "volume", "year",
}  # fmt: skip


def plain(latex: str) -> str:
    """Text of a BibTeX value: braces and escapes resolved, quotation marks as printed, white space folded."""
    latex = latex.replace("---", "—").replace("--", "–").replace("\\$", "$")  # the parser leaves the escaped dollar
    latex = latex.replace("``", "“").replace("''", "”").replace("`", "‘")
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
        at = _Lines(text, name, key, lines)
        problems += _wrong_fields(key, entry, at, database.entries)
        try:
            sources[key] = _source(key, entry)
        except ValidationError as error:
            problems += [_explain(e, at, key) for e in error.errors()]
        except PybtexError as error:
            message = f"source '{key}': a value is not valid LaTeX: {SYNTAX.sub('', str(error))}"
            problems.append(at.problem("", message, "Check the braces, and write \\% for a percent sign."))
    if problems:
        raise EditorError(problems)
    return sources, lines


class _Lines:
    """The line of an entry and of its fields."""

    def __init__(self, text: str, name: str, key: str, lines: dict[str, int]) -> None:
        self.name, self.first = name, lines.get(key, 0)
        later = [line for line in lines.values() if line > self.first]
        self._rows = text.split("\n")[self.first - 1 : min(later) - 1 if later else None]

    def problem(self, field: str, message: str, mend: str) -> Problem:
        """A problem at the line of a field, or of the entry where the field is not written."""
        found = (n for n, row in enumerate(self._rows) if re.match(rf"\W*{field}\s*=", row, re.IGNORECASE))
        return Problem(self.name, self.first + (next(found, 0) if field else 0), message, mend)


def _wrong_fields(key: str, entry: Entry, at: _Lines, known: Any) -> Iterator[Problem]:
    if not KEY.fullmatch(key):
        mend = "A key holds letters from a to z, digits, hyphens and underscores, as in ap2016."
        yield at.problem("", f"the key '{key}' cannot be an address", mend)
    if entry.type not in TYPES:
        mend = nearest(entry.type, TYPES) or f"Choose: {', '.join(sorted(TYPES))}."
        yield at.problem("", f"source '{key}': there is no entry type '@{entry.original_type}'", mend)
    for field, value in entry.fields.items():
        name = field.lower()
        if name not in FIELDS:
            mend = nearest(name, FIELDS) or "Remove it, or write it into the note."
            yield at.problem(field, f"source '{key}': there is no field '{field}'", mend)
        if name != "url" and COMMENT.search(value):
            message = f"source '{key}', field '{field}': BibTeX drops what follows the bare %"
            yield at.problem(field, message, "Write \\% for a percent sign.")
    for field, check in (("url", addresses.wrong), ("archived", addresses.wrong), ("doi", addresses.wrong_doi)):
        value = entry.fields.get(field, "").strip()
        wrong = check(value) if value else ""
        if wrong:
            yield at.problem(field, f"source '{key}', field '{field}': {wrong}", f"The value is '{value}'.")
    date, year = entry.fields.get("date", ""), entry.fields.get("year", "")
    if date and year and not date.startswith(year):
        yield at.problem("year", f"source '{key}': the year is {year}, and the date is {date}", "Keep the date alone.")
    parent = entry.fields.get("crossref", "")
    if parent and parent not in known:
        mend = nearest(parent, known) or "Name the key of an entry, or remove the field."
        yield at.problem("crossref", f"source '{key}' refers to '{parent}', which is no entry", mend)


def _entries(text: str, name: str) -> tuple[dict[str, int], list[Problem]]:
    """The line of every key, and the keys that stand twice."""
    lines: dict[str, int] = {}
    first: dict[str, int] = {}  # BibTeX takes Smith2020 and smith2020 for one key
    problems = []
    for match in ENTRY.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        key = match["key"]
        if key.lower() in first:
            mend = f"The first is in line {first[key.lower()]}; keep one."
            problems.append(Problem(name, line, f"the source '{key}' stands twice", mend))
        lines.setdefault(key, line)
        first.setdefault(key.lower(), line)
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


def _explain(detail: Any, at: _Lines, key: str) -> Problem:
    field = {"authors": "author", "bodies": "author"}.get(str(detail["loc"][0]), str(detail["loc"][0]))
    if detail["type"] in {"missing", "too_short", "string_too_short"}:
        return at.problem(field, f"source '{key}': the field '{field}' is missing", "Add it to the entry.")
    if detail["type"] == "literal_error":
        message = f"source '{key}': '{detail['input']}' is not a known value of '{field}'"
        return at.problem(field, message, f"Choose: {detail['ctx']['expected'].replace(chr(39), '')}.")
    message = f"source '{key}', field '{field}': {detail['msg'].removeprefix('Value error, ')}"
    return at.problem(field, message, f"The value is '{detail['input']}'.")


def _source(key: str, entry: Entry) -> Source:
    fields: dict[str, Any] = {
        k.lower(): v.strip() if k.lower() in ("url", "archived") else plain(v) for k, v in entry.fields.items()
    }
    authors = entry.persons.get("author", [])
    values = {name: fields.get(name) for name in Source.model_fields} | {
        "key": key,
        "entry_type": entry.type,
        "authors": [_name(person) for person in authors],
        "bodies": [_name(person) for person in authors if not person.first_names],
        "organization": fields.get("organization") or fields.get("institution") or fields.get("publisher"),
        "journal": fields.get("journal") or fields.get("journaltitle") or fields.get("booktitle"),
        "date": fields.get("date") or _year_and_month(fields),
        "is_copy": "copy" in fields.get("keywords", ""),
    }
    return Source.model_validate({k: v for k, v in values.items() if v is not None})


def _year_and_month(fields: dict[str, Any]) -> str | None:
    """The date as older BibTeX writes it: 2020 and May give 2020-05."""
    year, month = fields.get("year"), str(fields.get("month") or "").lower()
    if not year or not month:
        return year
    number = MONTHS.index(month[:3]) + 1 if month[:3] in MONTHS else month
    return f"{year}-{int(number):02}" if str(number).isdecimal() else f"{year}-{month}"


def _name(person: Person) -> str:
    parts = person.first_names + person.middle_names + person.prelast_names + person.last_names + person.lineage_names
    return plain(" ".join(parts))
