"""
What an editor runs before a build: facts, references and prose, in seconds.

`run` returns nothing or raises `EditorError` with every problem of the data and of all pages.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

from pydantic import ConfigDict

from explainer.facts.library import Library
from explainer.facts.problems import EditorError, Problem, nearest
from explainer.facts.records import FullDate, Record
from explainer.facts.words import is_excerpt
from explainer.text import blocks, cites, figures, freshness, prose, withdrawn
from explainer.text.pages import Page
from explainer.text.scanner import COMMENT

log = logging.getLogger("explainer")


class FrontMatter(Record):
    """What every page says about itself."""

    model_config = ConfigDict(extra="allow", frozen=True)

    title: str
    description: str
    checked: FullDate
    updated: FullDate


def run(docs: Path) -> Library:
    """Check everything below `docs`; return the library when nothing is wrong."""
    library = Library.read(docs)
    pages = Page.read_all(docs)
    problems = [p for page in pages for p in _known_problems(page, library)]
    problems += _completeness(pages, library)
    problems += withdrawn.problems(pages, library)
    if problems:
        raise EditorError(problems)
    for warning in freshness.warnings(pages, library):
        log.warning(warning)
    return library


@lru_cache(maxsize=1024)
def _known_problems(page: Page, lib: Library) -> tuple[Problem, ...]:
    """The problems of a page; worked out again only when the page or a record is another (`mkdocs serve`)."""
    return tuple(page_problems(page, lib))


def page_problems(page: Page, lib: Library) -> Iterator[Problem]:
    """All problems of one page."""
    yield from page.problems
    yield from _front_matter(page)
    yield from _references(page, lib)
    yield from _blocks(page, lib)
    yield from figures.page_problems(page, lib)
    yield from prose.page_problems(page)
    yield from _never_say(page, lib)


def _front_matter(page: Page) -> Iterator[Problem]:
    file = f"docs/{page.src}"
    for field in FrontMatter.model_fields:
        if not page.front_matter.get(field):
            yield Problem(file, 1, f"the front matter has no '{field}'", f"Add '{field}: ...' between the --- lines.")
    for field in ("checked", "updated"):
        value = str(page.front_matter.get(field, ""))
        if value and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            yield Problem(file, 1, f"the front matter's '{field}' is '{value}'", "Write the date as YYYY-MM-DD.")
        elif value and not _is_day(value):
            yield Problem(
                file, 1, f"the front matter's '{field}' is '{value}'", "There is no such day in the calendar."
            )
    description = str(page.front_matter.get("description", ""))
    if description and not 50 <= len(description) <= 170:
        mend = "Write one plain sentence of 50 to 170 characters."
        yield Problem(file, 1, f"the description has {len(description)} characters", mend)


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _references(page: Page, lib: Library) -> Iterator[Problem]:
    known = _names(lib)
    for reference in page.references:
        if reference.id not in known:
            kind = "source" if reference.id.startswith("@") else "claim or term"
            message = f"there is no {kind} '{reference.id}'"
            yield Problem(f"docs/{page.src}", reference.line, message, nearest(reference.id, known.values()))


@lru_cache(maxsize=1)
def _names(lib: Library) -> dict[str, str]:
    """Everything a page may refer to, as it is written, by its name in small letters."""
    return {name.lower(): name for name in (*lib.claims, *lib.term_names(), *(f"@{key}" for key in lib.sources))}


def _blocks(page: Page, lib: Library) -> Iterator[Problem]:
    file = f"docs/{page.src}"
    for block in page.blocks:
        yield from (Problem(file, block.line, *wrong) for wrong in blocks.wrong(block, lib))
    for line in page.lines:
        if line.block == "quote" and line.kind == "prose":
            yield from _quotation(file, line.number, line.text, page, lib)


def _quotation(file: str, number: int, text: str, page: Page, lib: Library) -> Iterator[Problem]:
    block = next(b for b in reversed(page.blocks) if b.name == "quote" and b.line < number)
    claim = lib.claims.get(block.arg.strip())
    if claim and not any(is_excerpt(text, q.words) for q in claim.quotes):
        mend = "Use the exact words of a quotation in the claim's record, or add it there with its speaker and source."
        yield Problem(file, number, f"the claim '{claim.id}' does not hold the quotation “{text.strip()}”", mend)


def _never_say(page: Page, lib: Library) -> Iterator[Problem]:
    texts = [(1, str(page.front_matter.get(key, ""))) for key in ("title", "description")]
    texts += [(line.number, line.text) for line in page.lines if line.kind not in {"code", "option", "blank"}]
    for number, text in texts:
        shown = re.sub(r"\[([^\]]+)\](\[[^\]]*\]|\([^)]*\))", r"\1", COMMENT.sub("", text))
        for rule in lib.never_say.values():
            if m := re.search(rule.pattern, shown, re.IGNORECASE):
                yield Problem(f"docs/{page.src}", number, f"this must not be said: “{m[0]}”", rule.reason)


def _completeness(pages: list[Page], lib: Library) -> Iterator[Problem]:
    homes = cites.homes_of(pages)
    for block in blocks.BLOCKS.values():
        if block.home_of and getattr(lib, block.home_of) and block.home_of not in homes:
            mend = f"Write '/// {block.name}' and '///' on one page, and name the page in the navigation."
            yield Problem("docs/", 0, f"no page shows every record of the kind '{block.home_of}'", mend)
    if "statuses" not in homes:
        mend = "Write 'home_of: statuses' in the front matter of the page that says what statuses and levels mean."
        yield Problem("docs/", 0, "no page says what the statuses of claims mean", mend)
    # A page outside the navigation (the style page) shows records and does not use them.
    cited = cites.usage(pages, lib)
    for claim_id in [i for i in lib.claims if i not in cited]:
        message = f"no page cites the claim '{claim_id}'"
        yield Problem(*lib.places["claims", claim_id], message, "Cite it on the page where it belongs.")
