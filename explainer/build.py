"""Completes a built site: open data, files of records, search, a check of links, what hosts need. For any engine."""

from __future__ import annotations

import importlib.util
import logging
from pathlib import Path

from explainer.book import editions as book
from explainer.facts.library import Library
from explainer.facts.problems import EditorError
from explainer.facts.settings import Settings
from explainer.out import assets, built, chart_files, headers, links, publish, search, timeline_files, wellknown

log = logging.getLogger("mkdocs.hooks.explainer")  # a child of the engine's logger, so that it is shown


def run(
    site: Path,
    docs: Path = Path("docs"),
    settings: Settings | None = None,
    *,
    live: bool = False,
    editions: str = "0",
) -> None:
    """
    Finish the site in the folder `site`, built from `docs`; raises `EditorError` when a link or anchor is dead.

    `settings` are read from the `mkdocs.yml` beside `docs` where an engine does not hand them over.
    `live` leaves out what only a host needs, so that an edit is on the screen at once; `editions`
    says whether the PDFs, the EPUB and the offline copy are made: "1" yes or an error, "0" no, "" where the printer
    is installed. They come before the pages are compressed: their sizes are filled in.
    """
    docs = docs.resolve()
    settings = settings or Settings.read(docs.parent / "mkdocs.yml")
    publish.run(site, docs, settings, live=live)
    pages = built.read(site)
    search.write(site, pages)
    library = Library.read(docs)
    chart_files.write(library, site)
    timeline_files.write(site, library, pages)
    if not live:
        removed = assets.remove_unused_theme_files(site, pages)
        log.info("Removed %d files of the theme that no page uses", len(removed))
    if editions != "0" and _editions(site, docs, settings, wanted=editions == "1"):
        pages = built.read(site)
    found = list(links.problems(site, pages))
    if found:
        raise EditorError(found)
    if not live:
        for_hosts(site, settings.url, settings.contact)


def for_hosts(site: Path, address: str = "", contact: str = "") -> None:
    """Slim the assets, set versions and headers, write compressed copies; in this order."""
    pages = built.read(site)
    wellknown.write(site, address, contact)
    assets.leave_out_comments(site)
    versioned = assets.add_versions(site, pages)
    headers.write(site, built.read(site), versioned)  # read anew: the policy counts the scripts as they are now
    assets.compress(site)


def _editions(site: Path, docs: Path, settings: Settings, *, wanted: bool) -> bool:
    """Make the editions; tell whether they were made."""
    if importlib.util.find_spec("typst") is None and not wanted:
        log.info("The editions were left out: the printer is not installed here. Run: make editions")
        return False
    log.info("Making the editions: book, record, fact sheet, EPUB, offline copy (EDITIONS=0 leaves them out)")
    for edition in book.run(site, docs, settings):
        if edition.kind != "chapter":
            log.info("downloads/%s: %d KB", edition.file, round(edition.bytes / 1000))
    return True
