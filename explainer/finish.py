"""Completes a built site: the search index, then a check of every link. Runs after any engine."""

from __future__ import annotations

from pathlib import Path

from explainer import built, chart_files, links, search
from explainer.library import Library
from explainer.problems import EditorError


def run(site: Path) -> None:
    """Finish the site in the folder `site`; raises `EditorError` when a link or anchor is dead."""
    pages = built.read(site)
    search.write(site, pages)
    chart_files.write(Library.read(site), site)  # the records as they are published with the site
    found = list(links.problems(site, pages))
    if found:
        raise EditorError(found)
