"""Completes a built site: open data, files of charts and timeline, search, then a check of every link. For any engine."""

from __future__ import annotations

from pathlib import Path

from explainer import built, chart_files, links, search, timeline_files
from explainer.library import Library
from explainer.problems import EditorError
from explainer.publish import run as publish
from explainer.settings import Settings


def run(site: Path, docs: Path = Path("docs"), settings: Settings | None = None) -> None:
    """
    Finish the site in the folder `site`, built from `docs`; raises `EditorError` when a link or anchor is dead.

    `settings` are read from the `mkdocs.yml` beside `docs` where an engine does not hand them over.
    """
    docs = docs.resolve()
    publish.run(site, docs, settings or Settings.read(docs.parent / "mkdocs.yml"))
    pages = built.read(site)
    search.write(site, pages)
    library = Library.read(docs)
    chart_files.write(library, site)
    timeline_files.write(site, library, pages)
    found = list(links.problems(site, pages))
    if found:
        raise EditorError(found)
