"""
THE answer to "what does this page cite?", and what follows from it.

Notes at the end of a page, "Used on" in the ledger, notices of corrections, feeds, dates and the figure rule all
ask `cited`. It reads the page as its editor wrote it: references in the text and what `blocks` says of each block.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from explainer.facts.library import Library
from explainer.facts.records import Claim, Correction
from explainer.text.blocks import BLOCKS, Pointer
from explainer.text.pages import Page


@dataclass(frozen=True)
class Cited:
    """Ids of the records that a page cites, each kind in the order of first use."""

    claims: tuple[str, ...]
    terms: tuple[str, ...]
    sources: tuple[str, ...]
    order: tuple[Pointer, ...]


@lru_cache(maxsize=2048)
def cited(page: Page, lib: Library) -> Cited:
    """What a page cites by reference or by block, known records only."""
    found = sorted(pointers(page, lib), key=lambda numbered: numbered[0])  # stable: the order within a line stays
    order = tuple(dict.fromkeys(pointer for _, pointer in found if pointer[1] in getattr(lib, pointer[0])))
    ids = {kind: tuple(i for k, i in order if k == kind) for kind in ("claims", "terms", "sources")}
    return Cited(**ids, order=order)


def pointers(page: Page, lib: Library) -> Iterator[tuple[int, Pointer]]:
    """(line, pointer) of everything that a page cites, by reference or by block."""
    terms, sources = lib.term_names(), {key.lower(): key for key in lib.sources}
    for reference in page.references:
        if reference.id in lib.claims:
            yield reference.line, ("claims", reference.id)
        elif reference.id in terms:
            yield reference.line, ("terms", terms[reference.id])
        elif reference.id.removeprefix("@") in sources:
            yield reference.line, ("sources", sources[reference.id.removeprefix("@")])
    for use in page.blocks:
        if use.name in BLOCKS:
            yield from ((use.line, pointer) for pointer in BLOCKS[use.name].cites(use, lib))


def cited_claims(page: Page, lib: Library) -> list[Claim]:
    """The claims that a page cites, in the order of first use."""
    return [lib.claims[claim_id] for claim_id in cited(page, lib).claims]


def usage(pages: Iterable[Page], lib: Library) -> dict[str, list[tuple[str, str]]]:
    """For each claim the pages that cite it, as (path, title) in the order of `pages`; pages for makers left out."""
    return _usage(tuple(page for page in pages if not page.unlisted), lib)


@lru_cache(maxsize=2)
def _usage(pages: tuple[Page, ...], lib: Library) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for page in pages:
        for claim_id in cited(page, lib).claims:
            found.setdefault(claim_id, []).append((page.src, page.title))
    return found


def homes(docs: Path) -> dict[str, str]:
    """
    The page on which each kind of record has its permanent place.

    It is where the block that shows all of them stands; `home_of:` in the front matter says it of other pages.
    """
    return homes_of(Page.read_all(docs))


def homes_of(pages: Iterable[Page]) -> dict[str, str]:
    """The same, from pages that are read already."""
    return _homes(tuple(page for page in pages if not page.unlisted))


@lru_cache(maxsize=2)
def _homes(pages: tuple[Page, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for page in pages:
        stated = page.front_matter.get("home_of")
        if stated:
            found.setdefault(str(stated), page.src)
        for use in page.blocks:
            kind = BLOCKS[use.name].home_of if use.name in BLOCKS else ""
            if kind and not use.ids() and not use.options:
                found.setdefault(kind, page.src)
    return found


def anchor(record_id: str) -> str:
    """The anchor of a record: its id; status words have their spaces replaced."""
    return record_id.replace(" ", "-")


def chart_home(chart_id: str, docs: Path) -> str:
    """The first page that shows a chart in full, or an empty text."""
    return next(
        (
            page.src
            for page in Page.read_all(docs)
            if not page.unlisted
            for use in page.blocks
            if use.name == "chart" and chart_id in use.ids() and not use.options.get("brief")
        ),
        "",
    )


def corrections_of(page: Page, lib: Library) -> list[Correction]:
    """Corrections of this site's own text that changed a page: its words, or a claim that it cites."""
    claims = set(cited(page, lib).claims)
    return [
        c
        for c in lib.newest_corrections()
        if c.whose == "site" and (page.src in c.pages or claims.intersection(c.claim_ids))
    ]


def updated(page: Page, lib: Library) -> str:
    """The last change of a page: its own date, or that of a later correction (YYYY-MM-DD)."""
    return max([str(page.front_matter.get("updated", "")), *(c.shown for c in corrections_of(page, lib))])


def newest(pages: Iterable[Page], lib: Library) -> str:
    """The newest date of all pages and corrections (YYYY-MM-DD)."""
    return max([*(updated(page, lib) for page in pages), *(c.logged for c in lib.corrections.values())])
