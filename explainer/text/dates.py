"""The editorial dates of pages, corrections included."""

from __future__ import annotations

from explainer.facts.library import Library
from explainer.facts.records import Correction
from explainer.text.figures import cited_claims
from explainer.text.pages import Page


def of_page(page: Page, lib: Library) -> list[Correction]:
    """Corrections of this site's own text that changed a page: its words, or a claim that it cites or charts."""
    cited = {claim.id for claim in cited_claims(page, lib)}
    return [
        c
        for c in lib.newest_corrections()
        if c.whose == "site" and (page.src in c.pages or cited.intersection(c.claim_ids))
    ]


def updated(page: Page, lib: Library) -> str:
    """The last change of a page: its own date, or that of a later correction."""
    return max([str(page.front_matter.get("updated", "")), *(c.shown for c in of_page(page, lib))])


def newest(pages: list[Page], lib: Library) -> str:
    """The newest date of all pages and corrections."""
    return max([*(updated(page, lib) for page in pages), *(c.logged for c in lib.corrections.values())])
