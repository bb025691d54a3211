"""Completes a built site: open data, files of records, search, a check of every link, what hosts need. For any engine."""

from __future__ import annotations

import logging
from pathlib import Path

from explainer import assets, built, chart_files, headers, links, search, timeline_files, wellknown
from explainer.library import Library
from explainer.problems import EditorError
from explainer.publish import run as publish
from explainer.settings import Settings

log = logging.getLogger("mkdocs.hooks.explainer")  # a child of the engine's logger, so that it is shown


def run(site: Path, docs: Path = Path("docs"), settings: Settings | None = None, *, live: bool = False) -> None:
    """
    Finish the site in the folder `site`, built from `docs`; raises `EditorError` when a link or anchor is dead.

    `settings` are read from the `mkdocs.yml` beside `docs` where an engine does not hand them over.
    `live` leaves out what only a host needs, so that an edit is on the screen at once.
    """
    docs = docs.resolve()
    settings = settings or Settings.read(docs.parent / "mkdocs.yml")
    publish.run(site, docs, settings)
    pages = built.read(site)
    search.write(site, pages)
    library = Library.read(docs)
    chart_files.write(library, site)
    timeline_files.write(site, library, pages)
    found = list(links.problems(site, pages))
    if found:
        raise EditorError(found)
    if not live:
        for_hosts(site, settings.url, settings.contact)


def for_hosts(site: Path, address: str = "", contact: str = "") -> None:
    """Drop what nobody loads, set versions and headers, write compressed copies; in this order."""
    pages = built.read(site)
    removed = assets.remove_unused_theme_files(site, pages)
    log.info("Removed %d files of the theme that no page uses", len(removed))
    wellknown.write(site, address, contact)
    versioned = assets.add_versions(site, pages)
    headers.write(site, built.read(site), versioned)  # read anew: the policy counts the scripts as they are now
    assets.compress(site)
