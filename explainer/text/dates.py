"""The editorial dates of pages, corrections included."""

from __future__ import annotations

from explainer.facts.library import Library
from explainer.facts.records import Correction
from explainer.text.pages import Page


def of_page(page: Page, lib: Library) -> list[Correction]:
    """Corrections of this site's own text that changed a page: its words, or a claim that it cites."""
    cited = {reference.id for reference in page.references}
    cited.update(i for block in page.blocks if block.name in ("claim", "quote") for i in block.ids())
    cited.update(str(row.get("claim")) for block in page.blocks for row in block.options.get("figures", []))
    return [
        c
        for c in lib.newest_corrections()
        if c.whose == "site" and (c.page == page.src or cited.intersection(c.claim_ids))
    ]


def updated(page: Page, lib: Library) -> str:
    """The last change of a page: its own date, or that of a later correction."""
    return max([str(page.front_matter.get("updated", "")), *(c.shown for c in of_page(page, lib))])


def newest(pages: list[Page], lib: Library) -> str:
    """The newest date of all pages and corrections."""
    return max([*(updated(page, lib) for page in pages), *(c.logged for c in lib.corrections.values())])
