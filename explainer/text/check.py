"""
What an editor runs before a build: facts, references and prose, in seconds.

`run` returns nothing or raises `EditorError` with every problem of the data and of all pages.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

import yaml
from pydantic import ConfigDict

from explainer.facts.library import Library
from explainer.facts.problems import EditorError, Problem, nearest
from explainer.facts.reading import KINDS
from explainer.facts.records import FullDate, Record
from explainer.facts.words import CATEGORIES, is_excerpt
from explainer.shown import markdown, record_blocks
from explainer.text import figures, freshness, letters, prose, withdrawn
from explainer.text.pages import Page
from explainer.text.scanner import COMMENT, BlockUse

# block name: which records its ids name ("" for blocks that take free text)
BLOCKS = {
    "in-short": "",
    "aside": "",
    "table": "",
    "claim": "claims",
    "quote": "claims",
    "article-check": "sentences",
    "timeline": "events",
    "key-dates": "events",
    "model": "charts",
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
    "chart": "charts",
    "corrections": "corrections",
    "report-error": "",
    "data-files": "",
}

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
    problems += letters.record_problems(docs, library)
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
    yield from _never_say(page)
    yield from letters.page_problems(page)


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
    made = {block.NAME: block for block in markdown.BLOCKS}
    for block in page.blocks:
        if block.name not in BLOCKS:
            mend = nearest(block.name, BLOCKS) or f"Known blocks: {', '.join(BLOCKS)}."
            yield Problem(file, block.line, f"there is no block '{block.name}'", mend)
            continue
        if made[block.name].ARGUMENT and not block.arg:
            mend = f"Write '/// {block.name} | ...'."
            yield Problem(file, block.line, f"block '{block.name}' needs an argument", mend)
        if block.name == "quote" and len(block.ids()) > 1:
            yield Problem(file, block.line, f"block 'quote' names {len(block.ids())} claims", "Write one of them.")
        for option in block.options.keys() - {*made[block.name].OPTIONS, "attrs"}:
            known_options = list(made[block.name].OPTIONS)
            mend = nearest(option, known_options) or f"Options of this block: {', '.join(known_options) or 'none'}."
            yield Problem(file, block.line, f"block '{block.name}' has no option '{option}'", mend)
        yield from _block_records(file, block, lib)
    for line in page.lines:
        if line.block == "quote" and line.kind == "prose":
            yield from _quotation(file, line.number, line.text, page, lib)


def _block_records(file: str, block: BlockUse, lib: Library) -> Iterator[Problem]:
    """Ids, figures and topics that a block names and no record has."""
    kind = BLOCKS[block.name]
    known = getattr(lib, kind) if kind else {}
    for wanted in block.ids() if kind else []:
        if wanted not in known:
            message = f"block '{block.name}': there is no '{wanted}'"
            yield Problem(file, block.line, message, nearest(wanted, known) or f"The ids stand in {_home(kind)}.")
    topic = block.options.get("topic")
    if block.name == "timeline" and topic and str(topic) not in CATEGORIES:
        message = f"block 'timeline': there is no topic '{topic}'"
        yield Problem(file, block.line, message, f"Choose: {', '.join(CATEGORIES)}.")
    rows = block.options.get("figures") or []
    for row in rows if isinstance(rows, list) else [rows]:
        yield from (Problem(file, block.line, *wrong) for wrong in record_blocks.wrong_number(row, lib))


def _home(kind: str) -> str:
    return f"docs/data/{KINDS[kind][0]}"


def _quotation(file: str, number: int, text: str, page: Page, lib: Library) -> Iterator[Problem]:
    block = next(b for b in reversed(page.blocks) if b.name == "quote" and b.line < number)
    claim = lib.claims.get(block.arg.strip())
    if claim and not any(is_excerpt(text, q.words) for q in claim.quotes):
        mend = "Use the exact words of a quotation in the claim's record, or add it there with its speaker and source."
        yield Problem(file, number, f"the claim '{claim.id}' does not hold the quotation “{text.strip()}”", mend)


def _never_say(page: Page) -> Iterator[Problem]:
    texts = [(1, str(page.front_matter.get(key, ""))) for key in ("title", "description")]
    texts += [(line.number, line.text) for line in page.lines if line.kind not in {"code", "option", "blank"}]
    for number, text in texts:
        shown = re.sub(r"\[([^\]]+)\](\[[^\]]*\]|\([^)]*\))", r"\1", COMMENT.sub("", text))
        for pattern, reason in _banned():
            if m := pattern.search(shown):
                yield Problem(f"docs/{page.src}", number, f"this must not be said: “{m[0]}”", reason)


@cache
def _banned() -> list[tuple[re.Pattern[str], str]]:
    path = Path(__file__).with_name("never_say.yml")
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [(re.compile(row["pattern"], re.IGNORECASE), row["reason"]) for row in rows]


def _completeness(pages: list[Page], lib: Library) -> Iterator[Problem]:
    # A page outside the navigation (the style page) shows records and does not use them.
    cited = {c.id for page in pages if not page.unlisted for c in figures.cited_claims(page, lib)}
    for claim_id in lib.claims.keys() - cited:
        message = f"no page cites the claim '{claim_id}'"
        yield Problem(*lib.places["claims", claim_id], message, "Cite it on the page where it belongs.")
