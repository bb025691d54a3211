"""Completes a built site: the search index, the timeline's files, then a check of every link. Runs after any engine."""

from __future__ import annotations

from pathlib import Path

from explainer import built, chart_files, links, search, timeline_files
from explainer.library import Library
from explainer.problems import EditorError


def run(site: Path, docs: Path = Path("docs")) -> None:
    """Finish the site in the folder `site`; raises `EditorError` when a link or anchor is dead."""
    pages = built.read(site)
    search.write(site, pages)
    library = Library.read(docs.resolve())
    chart_files.write(library, site)
    timeline_files.write(site, library, pages)
    found = list(links.problems(site, pages))
    if found:
        raise EditorError(found)
