"""Completes a built site: the search index, a check of every link, then what hosts need. Runs after any engine."""

from __future__ import annotations

import logging
from pathlib import Path

from explainer import assets, built, headers, links, search, wellknown
from explainer.problems import EditorError

log = logging.getLogger("mkdocs.hooks.explainer")  # a child of the engine's logger, so that it is shown


def run(site: Path, *, live: bool = False, address: str = "", contact: str = "") -> None:
    """
    Finish the site in the folder `site`; raises `EditorError` when a link or anchor is dead.

    `live` leaves out what only a host needs, so that an edit is on the screen at once.
    """
    pages = built.read(site)  # parsed when first asked, so what changes addresses comes first
    versioned = [] if live else assets.add_versions(site, pages)
    search.write(site, pages)
    found = list(links.problems(site, pages))
    if found:
        raise EditorError(found)
    if not live:
        removed = assets.remove_unused_theme_files(site, pages)
        log.info("Removed %d files of the theme that no page uses", len(removed))
        wellknown.write(site, address, contact)
        headers.write(site, pages, versioned)
        assets.compress(site)
