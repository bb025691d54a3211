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

from explainer.facts import site_file
from explainer.facts.checkout import OVERRIDES
from explainer.facts.claim_rules import retired_problem
from explainer.facts.library import Library
from explainer.facts.problems import EditorError, Problem, nearest
from explainer.facts.words import is_excerpt
from explainer.text import (
    blocks,
    cites,
    counts,
    dates,
    figures,
    freshness,
    front_matter,
    letters,
    metadata,
    prose,
    published,
    retold,
    search_words,
    syntax,
    targets,
    withdrawn,
)
from explainer.text.metadata import never_say
from explainer.text.pages import Page
from explainer.text.scanner import COMMENT

log = logging.getLogger("explainer")
TEMPLATES = "overrides"  # beside the pages
# How a page may be laid out (`shape:` in its front matter; assets/shapes.css has a section for each).
SHAPES = ("story", "explainer", "case", "reference")
DEMANDED = ("title", "description", "checked", "updated")  # what every page says about itself


def run(docs: Path) -> Library:
    """Check everything below `docs`; return the library when nothing is wrong."""
    site_file.demand(docs.resolve().parent / site_file.FILE)
    library = Library.read(docs)
    pages = Page.read_all(docs)
    problems = [p for page in pages for p in _known_problems(page, library)]
    problems += _completeness(pages, library)
    problems += _titles(pages)
    problems += (problem for page in pages for problem in front_matter.problems(page, docs))
    problems += front_matter.redirects(pages)
    problems += (problem for page in pages for problem in targets.problems(page, docs))
    problems += published.files(docs)
    problems += published.lost(pages, library, docs)
    problems += _templates(docs, pages)
    problems += withdrawn.problems(pages, library)
    problems += dates.problems(pages, library)
    problems += metadata.problems(docs, library)
    problems += site_file.problems(docs.parent / site_file.FILE, [page.src for page in pages], docs)
    problems += search_words.problems(pages, library)
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
    yield from syntax.page_problems(page)
    if page.front_matter or not page.problems:  # what cannot be read is told already
        yield from _front_matter(page)
        yield from _shape(page)
    yield from _references(page, lib)
    yield from _blocks(page, lib)
    yield from _retired(page, lib)
    yield from figures.page_problems(page, lib)
    yield from retold.page_problems(page, lib)
    yield from prose.page_problems(page)
    yield from _never_say(page, lib)
    yield from metadata.page_problems(page, lib)
    yield from letters.page_problems(page)


def _front_matter(page: Page) -> Iterator[Problem]:
    file = f"docs/{page.src}"
    for field in DEMANDED:
        if not page.front_matter.get(field):
            yield Problem(file, 1, f"the front matter has no '{field}'", f"Add '{field}: ...' between the --- lines.")
    for field in ("checked", "updated"):
        value = str(page.front_matter.get(field, ""))
        wrong = f"the front matter's '{field}' is '{value}'"
        if value and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            yield Problem(file, 1, wrong, "Write the date as YYYY-MM-DD.")
        elif value:
            try:
                date.fromisoformat(value)
            except ValueError:
                yield Problem(file, 1, wrong, "There is no such day in the calendar.")
    description = str(page.front_matter.get("description", ""))
    if description and not 50 <= len(description) <= 170:
        mend = "Write one plain sentence of 50 to 170 characters."
        yield Problem(file, 1, f"the description has {len(description)} characters", mend)


def _shape(page: Page) -> Iterator[Problem]:
    shape = page.front_matter.get("shape")
    if shape is not None and shape not in SHAPES:
        mend = nearest(str(shape), SHAPES) or f"Choose: {', '.join(SHAPES)}; or leave it out for a plain page."
        yield Problem(f"docs/{page.src}", 1, f"the front matter's 'shape' is '{shape}', and there is none", mend)


def _references(page: Page, lib: Library) -> Iterator[Problem]:
    known = _names(lib)
    for reference in page.references:
        if counts.is_count(reference.id):
            yield from (Problem(f"docs/{page.src}", reference.line, *found) for found in counts.wrong(reference, lib))
        elif reference.id not in known:
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


def _retired(page: Page, lib: Library) -> Iterator[Problem]:
    for line, (kind, record_id) in cites.pointers(page, lib):
        claim = lib.claims.get(record_id) if kind == "claims" else None
        if claim and claim.retired:
            yield retired_problem(f"docs/{page.src}", line, "the page", claim)


def _quotation(file: str, number: int, text: str, page: Page, lib: Library) -> Iterator[Problem]:
    block = next(b for b in reversed(page.blocks) if b.name == "quote" and b.line < number)
    claim = lib.claims.get(block.arg.strip())
    if claim and not any(is_excerpt(text, q.words) for q in claim.quotes):
        mend = "Use the exact words of a quotation in the claim's record, or add it there with its speaker and source."
        yield Problem(file, number, f"the claim '{claim.id}' does not hold the quotation “{text.strip()}”", mend)


def _never_say(page: Page, lib: Library) -> Iterator[Problem]:
    for line in page.lines:
        if line.kind not in {"code", "option", "blank"}:
            text = re.sub(r"\[([^\]]+)\](\[[^\]]*\]|\([^)]*\))", r"\1", COMMENT.sub("", line.text))
            yield from never_say(text, f"docs/{page.src}", line.number, lib)


def _titles(pages: list[Page]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for page in pages:
        title = " ".join(str(page.front_matter.get("title", "")).split()).casefold()
        if title and title in first:
            message = f"the title '{page.title}' is that of docs/{first[title]} as well"
            mend = "Give each page a title of its own; menus, search and link previews show it alone."
            yield Problem(f"docs/{page.src}", page.line_of("title"), message, mend)
        first.setdefault(title, page.src)


def _templates(docs: Path, pages: list[Page]) -> Iterator[Problem]:
    """Every `template:` is a file of the templates' folder beside `docs`."""
    beside = docs.resolve().parent / TEMPLATES
    folder = beside if beside.is_dir() else OVERRIDES
    known = [file.relative_to(folder).as_posix() for file in sorted(folder.glob("*.html"))] or ["main.html"]
    for page in pages:
        wanted = str(page.front_matter.get("template") or known[0])
        if wanted not in known:
            message = f"the front matter's 'template' is '{wanted}', and {TEMPLATES}/ has no such template"
            mend = nearest(wanted, known) or f"Choose: {', '.join(known)}; or leave the line out."
            yield Problem(f"docs/{page.src}", page.line_of("template"), message, mend)


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
    for claim_id in [i for i, claim in lib.claims.items() if i not in cited and claim.retired is None]:
        message = f"no page cites the claim '{claim_id}'"
        yield Problem(*lib.place("claims", claim_id), message, "Cite it on the page where it belongs.")
