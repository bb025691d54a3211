"""How templates are read, for pages and for print: text is escaped, and an undefined name is an error."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from explainer.facts import words
from explainer.facts.records import Source


def environment(folder: Path) -> jinja2.Environment:
    """Templates of `folder`, with the words that every template may use."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters |= {"day": words.day, "curl": _curl, "byline": _byline, "groupby_in_order": _grouped}
    env.globals["LANGUAGES"] = words.LANGUAGES
    return env


def _grouped(rows: Iterable[Any], key: str) -> list[tuple[Any, list[Any]]]:
    """Rows in groups of neighbours that share a value; `groupby` of Jinja would sort them."""
    return [(value, list(group)) for value, group in groupby(rows, key=lambda row: row[key])]


def _byline(source: Source) -> str:
    """Authors of a source; a name in another language says so, for programs that read aloud (WCAG 3.1.2)."""
    name = words.byline(source)
    if not source.authorlangid:
        return name
    return Markup('<span lang="{}">{}</span>').format(words.LANGUAGES[source.authorlangid], words.curl(name))


def _curl(text: str) -> str:
    # Markup has its typographic signs, and `curl` would turn the quotation marks of its attributes.
    return text if isinstance(text, Markup) else words.curl(text)
