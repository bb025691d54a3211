"""Dates agree: nothing was checked, said or changed in the future, and a page knows of its own corrections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from explainer.facts.library import Library
from explainer.facts.problems import Problem
from explainer.facts.reading import KINDS
from explainer.facts.words import day
from explainer.text import freshness
from explainer.text.pages import Page

# Dates of what has happened, by kind of record. The end of a period may lie ahead, and so may a planned event.
PAST = {
    "claims": ("checked", "said_on", "retired.on"),
    "events": ("date",),
    "questions": ("last_checked",),
    "corrections": ("found", "fixed", "logged"),
    "sources": ("urldate", "date"),
}
PLANNED = "week, planned"


def problems(pages: list[Page], lib: Library) -> Iterator[Problem]:
    """Every date that cannot be right beside today's, or beside another one."""
    if not freshness.clock_is_wrong(pages):
        yield from _future_on_pages(pages)
        yield from _future_in_records(lib)
    by_name = {page.src: page for page in pages}
    for correction in lib.newest_corrections():
        if correction.whose != "site":
            continue
        for page in (by_name[src] for src in correction.pages if src in by_name):
            updated = str(page.front_matter.get("updated", ""))
            if updated and updated < correction.shown:
                message = (
                    f"the page was updated on {updated}, and the correction '{correction.id}' "
                    f"changed it on {correction.shown}"
                )
                yield Problem(
                    f"docs/{page.src}", page.line_of("updated"), message, f"Write 'updated: {correction.shown}'."
                )


def _future_on_pages(pages: list[Page]) -> Iterator[Problem]:
    for page in pages:
        for key in ("checked", "updated"):
            value = str(page.front_matter.get(key, ""))
            if _is_future(value):
                yield Problem(
                    f"docs/{page.src}", page.line_of(key), f"the front matter's '{key}' is {_ahead(value)}", MEND
                )


def _future_in_records(lib: Library) -> Iterator[Problem]:
    for kind, fields in PAST.items():
        for record_id, record in getattr(lib, kind).items():
            for name in fields:
                value = _value(record, name)
                if not _is_future(value) or (kind == "events" and record.precision == PLANNED):
                    continue
                what = KINDS[kind][3] if kind in KINDS else "source"
                message = f"{what} '{record_id}', field '{name}': the date is {_ahead(value)}"
                yield Problem(*lib.place(kind, record_id, *name.split(".")), message, MEND)


MEND = "Mend the date, or the clock of this machine."


def _value(record: Any, name: str) -> str:
    for part in name.split("."):
        record = getattr(record, part) if record is not None else None
    return str(record or "")


def _is_future(value: str) -> bool:
    return bool(value) and value > freshness.today().isoformat()[: len(value)]


def _ahead(value: str) -> str:
    return f"{value}, which is still to come; today is {day(freshness.today().isoformat())}"
