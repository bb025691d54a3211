"""Writes everything that is published beside the pages. Runs after any engine has built them."""

from __future__ import annotations

import logging
from pathlib import Path

from explainer.facts.library import Library
from explainer.facts.settings import Settings
from explainer.out import built, copies, feeds, package, structured
from explainer.text import cites
from explainer.text.pages import Page

log = logging.getLogger("explainer")


def run(site: Path, docs: Path, settings: Settings, *, live: bool = False) -> None:
    """
    Complete the built folder `site` with data, feeds, structured data and Markdown copies.

    `live` writes the data only: an editor who looks at pages needs nothing that machines read.
    """
    lib = Library.read(docs)
    built_pages = [page for page in Page.read_all(docs) if (site / page.src).with_suffix(".html").is_file()]
    # A page for tests or for printing says so in its front matter, and is listed nowhere.
    listed = [page for page in built_pages if "noindex" not in str(page.front_matter.get("robots", ""))]
    newest = cites.newest(listed, lib)
    package.write(site, lib, docs, settings, newest)
    if live:
        return
    structured.write(site, listed, lib, settings)
    feeds.write(site, listed, lib, settings)
    copies.write(site, built.read(site), listed, settings)
    if not settings.url:
        log.info("No address is set (SITE_URL), so feeds, sitemap.xml and robots.txt are left out.")
