"""Completes a built site: the search index, then a check of every link. Runs after any engine."""

from __future__ import annotations

from pathlib import Path

from explainer import built, links, search
from explainer.problems import EditorError


def run(site: Path) -> None:
    """Finish the site in the folder `site`; raises `EditorError` when a link or anchor is dead."""
    pages = built.read(site)
    search.write(site, pages)
    found = list(links.problems(site, pages))
    if found:
        raise EditorError(found)
