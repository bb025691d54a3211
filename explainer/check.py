"""
What an editor runs before a build: facts, references and prose, in seconds.

`run` returns nothing or raises `EditorError` with every problem of the data and of all pages.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from explainer import figures, freshness, prose, withdrawn
from explainer.library import Library
from explainer.pages import Page
from explainer.problems import EditorError, Problem, nearest
from explainer.records import FullDate, Record

# block name: which records its ids name ("" for blocks that take free text)
BLOCKS = {
    "in-short": "",
    "aside": "",
    "table": "",
    "claim": "claims",
    "quote": "claims",
    "article-check": "sentences",
    "timeline": "events",
    "questions": "questions",
    "sum": "sums",
    "terms": "terms",
    "checklist": "",
    "glossary": "",
    "claims": "",
    "sources": "",
    "statuses": "",
    "numbers": "",
    "verdicts": "",
    "corrections": "corrections",
    "report-error": "",
    "data-files": "",
}

log = logging.getLogger("explainer")


class FrontMatter(Record):
    """What every page says about itself."""

    model_config = {"extra": "allow", "frozen": True}

    title: str
    description: str
    checked: FullDate
    updated: FullDate


def run(docs: Path) -> Library:
    """Check everything below `docs`; return the library when nothing is wrong."""
    library = Library.read(docs)
    pages = Page.read_all(docs)
    problems = [p for page in pages for p in page_problems(page, library)]
    problems += _completeness(pages, library)
    problems += withdrawn.problems(pages, library)
    if problems:
        raise EditorError(problems)
    for warning in freshness.warnings(pages, library):
        log.warning(warning)
    return library


def page_problems(page: Page, lib: Library) -> Iterator[Problem]:
    """All problems of one page."""
    yield from _front_matter(page)
    yield from _references(page, lib)
    yield from _blocks(page, lib)
    yield from figures.page_problems(page, lib)
    yield from prose.page_problems(page)
    yield from _never_say(page)


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
            yield Problem(file, 1, f"the front matter's '{field}' is '{value}'", "There is no such day in the calendar.")
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
    terms = lib.term_names()
    known = [*lib.claims, *terms, *(f"@{key}" for key in lib.sources)]
    known_set = {k.lower() for k in known}
    for reference in page.references:
        if reference.id not in known_set:
            kind = "source" if reference.id.startswith("@") else "claim or term"
            message = f"there is no {kind} '{reference.id}'"
            yield Problem(f"docs/{page.src}", reference.line, message, nearest(reference.id, known))


def _blocks(page: Page, lib: Library) -> Iterator[Problem]:
    file = f"docs/{page.src}"
    for block in page.blocks:
        if block.name not in BLOCKS:
            yield Problem(file, block.line, f"there is no block '{block.name}'", nearest(block.name, BLOCKS))
            continue
        kind = BLOCKS[block.name]
        known = getattr(lib, kind) if kind else {}
        for wanted in block.ids() if kind else []:
            if wanted not in known:
                yield Problem(file, block.line, f"block '{block.name}': there is no '{wanted}'", nearest(wanted, known))
        if block.name in ("claim", "quote", "sum", "table", "aside") and not block.arg:
            yield Problem(file, block.line, f"block '{block.name}' needs an argument", f"Write '/// {block.name} | ...'.")
    for line in page.lines:
        if line.block == "quote" and line.kind == "prose":
            yield from _quotation(file, line.number, line.text, page, lib)


def _quotation(file: str, number: int, text: str, page: Page, lib: Library) -> Iterator[Problem]:
    block = [b for b in page.blocks if b.name == "quote" and b.line < number][-1]
    claim = lib.claims.get(block.arg.strip())
    words = _bare(text)
    if claim and not any(words in _bare(q.words) for q in claim.quotes):
        mend = "Use the exact words of a quotation in the claim's record, or add it there with its speaker and source."
        yield Problem(file, number, f"the claim '{claim.id}' does not hold the quotation “{text.strip()}”", mend)


def _bare(text: str) -> str:
    return re.sub(r"[^\w\s]", "", text.replace("’", "'")).casefold().strip()


def _never_say(page: Page) -> Iterator[Problem]:
    for line in page.lines:
        if line.kind in ("code", "option", "blank"):
            continue
        text = re.sub(r"\[([^\]]+)\](\[[^\]]*\]|\([^)]*\))", r"\1", line.text)
        for pattern, reason in _banned():
            if pattern.search(text):
                yield Problem(f"docs/{page.src}", line.number, f"this must not be said: “{pattern.search(text)[0]}”", reason)  # type: ignore[index]


@cache
def _banned() -> list[tuple[re.Pattern[str], str]]:
    path = Path(__file__).with_name("never_say.yml")
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [(re.compile(row["pattern"], re.IGNORECASE), row["reason"]) for row in rows]


def _completeness(pages: list[Page], lib: Library) -> Iterator[Problem]:
    cited = {c.id for page in pages for c in figures.cited_claims(page, lib)}
    for claim_id in lib.claims.keys() - cited:
        message = f"no page cites the claim '{claim_id}'"
        yield Problem(*lib.places["claims", claim_id], message, "Cite it on the page where it belongs.")
