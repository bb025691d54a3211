"""
Counts of records in prose: `[52 statements][count:sentences]`, `[five][count:sentences.differs]`.

The number stands in the source as readers see it, and the check compares it with the records. So it can never be old,
and the source still reads as a sentence. The words lead to the page where those records stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from explainer.facts import numbers
from explainer.facts.library import Library
from explainer.facts.problems import nearest
from explainer.facts.reading import KINDS
from explainer.text.pages import Reference

PREFIX = "count:"


def is_count(reference_id: str) -> bool:
    """Whether what stands in the second brackets asks for a count."""
    return reference_id.startswith(PREFIX)


def kind_of(reference_id: str) -> str:
    """The kind of record that is counted."""
    return reference_id.removeprefix(PREFIX).partition(".")[0]


def counted(reference_id: str, lib: Library) -> int | None:
    """How many records there are of a kind, or of those with a value after the point; None for what is unknown."""
    kind, _, value = reference_id.removeprefix(PREFIX).partition(".")
    if kind not in (*KINDS, "sources"):
        return None
    records = getattr(lib, kind).values()
    if not value:
        return len(records)
    return sum(value in _values(record) for record in records) or None


def _values(record: Any) -> set[str]:
    """What the fields of a record say in one or few words, as it is written after the point."""
    return {said.lower().replace(" ", "-") for _, said in record if isinstance(said, str)}


def wrong(reference: Reference, lib: Library) -> Iterator[tuple[str, str]]:
    """What is wrong with a count, and how to mend it."""
    count = counted(reference.id, lib)
    if count is None:
        kind = kind_of(reference.id)
        known = [*KINDS, "sources"]
        mend = f"Write [12 words][{PREFIX}kind], with a kind of record: {', '.join(known)}."
        yield f"'{reference.id}' counts nothing", (nearest(kind, known) if kind not in known else "") or mend
        return
    said = [number.value for number in numbers.find(reference.text)]
    if said != [count]:
        what = reference.id.removeprefix(PREFIX)
        yield f"the page says “{reference.text}”, but the records of '{what}' are {count:,}", f"Write {count:,}."
