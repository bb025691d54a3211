"""
A page keeps the conditions of what it retells: who says it, that it is disputed, that an input was chosen.

The condition stands in the same section, or once for the whole page in a box ("In short", a side note). What records
must say stands in `facts.caution`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from explainer.facts.backing import unbacked
from explainer.facts.caution import leaning, says_one_of
from explainer.facts.library import Library
from explainer.facts.problems import Problem
from explainer.text.pages import Page
from explainer.text.prose import readable

BOXES = ("in-short", "aside")


def page_problems(page: Page, lib: Library) -> Iterator[Problem]:
    """Claims of a page that are not simply so, or rest on chosen inputs, where neither section nor box says so."""
    if page.unlisted:
        return
    told: set[tuple[str, int]] = set()
    for reference in page.references:
        claim = lib.claims.get(reference.id)
        where = section(page, reference.line)
        if claim is None:
            continue
        text = f"{sections(page)[where]} {box(page)}"
        if (claim.id, where) not in told:
            for found in leaning("the page", text, "neither this section nor a box says", claim, lib):
                told.add((claim.id, where))
                yield Problem(f"docs/{page.src}", reference.line, *found)
        result = claim.id in _modelled(lib) and unbacked(reference.text, (), lib)
        if result and where not in _with_model(page) and not says_one_of(text, "chosen", lib):
            yield _chosen(page, reference.line, claim.id, lib)


def section(page: Page, line: int) -> int:
    """The line of the heading that a line stands under; 0 before the first."""
    return max((number for number in sections(page) if number <= line), default=0)


@lru_cache(maxsize=64)
def sections(page: Page) -> dict[int, str]:
    """The text of each section of a page as it is read, by the line of its heading."""
    found: dict[int, list[str]] = {0: []}
    for line in page.lines:
        if line.kind == "heading":
            found[line.number] = []
        if line.kind not in ("code", "option", "blank"):
            found[max(found)].append(readable(line.text))
    return {number: " ".join(texts) for number, texts in found.items()}


@lru_cache(maxsize=64)
def box(page: Page) -> str:
    """What the boxes of a page say: they speak for all of it."""
    return " ".join(readable(line.text) for line in page.lines if line.block in BOXES)


def _chosen(page: Page, line: int, claim_id: str, lib: Library) -> Problem:
    listed = lib.caution_words.get("chosen")
    words = ", ".join(f"“{word}”" for word in listed.words) if listed else "“chosen”"
    message = (
        f"the page states a result of the claim '{claim_id}', which rests on chosen inputs, "
        "and neither this section nor a box says so"
    )
    return Problem(f"docs/{page.src}", line, message, f"Say which inputs were measured and which were chosen: {words}.")


def _with_model(page: Page) -> set[int]:
    """Sections that show the table of a model, under which its inputs stand."""
    return {section(page, use.line) for use in page.blocks if use.name == "model"}


@lru_cache(maxsize=4)
def _modelled(lib: Library) -> set[str]:
    """Claims that hold the results of teaching models with chosen inputs."""
    charts = (chart for chart in lib.charts.values() if any(given.kind == "chosen" for given in chart.inputs))
    return {claim_id for chart in charts for claim_id in chart.claim_ids}
