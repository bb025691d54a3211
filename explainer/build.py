"""
The steps of a build, from top to bottom: `before` an engine makes the pages, and `after` it.

MkDocs and ProperDocs call them through `overrides/hooks/site.py`. For an engine that knows no hooks (Zensical),
`run` calls them round the engine's own command, so that no check and no file is lost.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path

from explainer.book import editions as book
from explainer.facts.checkout import OVERRIDES, ROOT
from explainer.facts.library import Library
from explainer.facts.problems import EditorError, Problem
from explainer.facts.settings import Settings
from explainer.out import assets, built, copies, feeds, links, package, redirects, search
from explainer.shown.charts import social
from explainer.text import check, cites, published
from explainer.text.pages import Page

log = logging.getLogger("mkdocs.hooks.explainer")  # a child of the engine's logger, so that it is shown

ENGINES = ("mkdocs", "properdocs", "zensical")
HEADERS = ROOT / "deploy" / "_headers"


def demand_system() -> None:
    """Refuse where the commands cannot work: they rename folders in use and speak the paths of Unix."""
    if os.name == "nt":
        mend = "Install WSL (wsl --install), open a Linux shell and run the same command there."
        raise EditorError([Problem("Windows", 0, "the commands run on Linux, macOS and WSL", mend)])


def before(docs: Path) -> Library:
    """Check every fact and every page; raises `EditorError` with all problems. Nothing is written."""
    return check.run(docs)


def after(site: Path, docs: Path, settings: Settings, *, live: bool = False, editions: bool = False) -> None:
    """
    Complete the pages in `site`, built from `docs`; raises `EditorError` when a link or anchor is dead.

    `live` leaves out what only readers elsewhere need, so that an edit is on the screen at once. `editions` asks for
    the books, the EPUB and the offline copy.
    """
    docs = docs.resolve()
    library = Library.read(docs)
    written = [page for page in Page.read_all(docs) if (site / page.src).with_suffix(".html").is_file()]
    listed = [page for page in written if not page.unlisted]
    newest = cites.newest(listed, library)

    icon = social.icon(docs)
    if icon:
        (site / social.ICON).write_text(icon, encoding="utf-8")
    package.write(site, library, docs, settings, newest)
    redirects.write(site, listed, settings)
    if not settings.url and not live:
        log.info("No address is set (SITE_URL), so citations, feeds, calendar and structured data carry none")
    pages = built.read(site)
    search.write(site, pages, library, docs)
    feeds.write(site, listed, library, settings)
    copies.write(site, pages, listed, settings)
    if not live:
        assets.write_hashed(site, docs, pages)
    if editions:
        _editions(site, docs, settings)
        pages = built.read(site)
    dead = [*links.problems(site, pages), *published.lost_places(docs, {page.path: page.anchors for page in pages})]
    if dead:
        raise EditorError(dead)
    if not live:
        if HEADERS.is_file():
            shutil.copyfile(HEADERS, site / "_headers")
        assets.compress(site)


def run(docs: Path, engine: str = "mkdocs") -> int:
    """Build the site with an engine's own command; return the exit status."""
    if engine not in ENGINES:
        mend = f"Set ENGINE to one of: {', '.join(ENGINES)}."
        raise EditorError([Problem("ENGINE", 0, f"there is no engine '{engine}'", mend)])
    # The theme's notice about MkDocs 2.0 is known (README, "The platform"); silence it here as the Makefile does.
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    command = [sys.executable, "-m", engine, "build", *(["-f", "mkdocs.yml"] if engine == "properdocs" else [])]
    hooks = engine != "zensical"
    if not hooks:
        before(docs)
    status = subprocess.run(command, env={**os.environ, **quiet}, check=False).returncode  # noqa: S603 (fixed words)
    if status == 0 and not hooks:
        site = docs.resolve().parent / "site"
        _remove_template_files(site)
        after(site, docs, Settings.read(docs.resolve().parent / "mkdocs.yml"))
    return status


def _remove_template_files(site: Path) -> None:
    """Take out what an engine copied from the template folder."""
    for file in OVERRIDES.rglob("*"):
        copy = site / file.relative_to(OVERRIDES)
        if file.is_file() and copy.is_file() and copy.name != "404.html":
            copy.unlink()
    for folder in sorted((f for f in site.rglob("*") if f.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def _editions(site: Path, docs: Path, settings: Settings) -> None:
    log.info("Making the editions: books, EPUB, offline copy (EDITIONS=0 leaves them out)")
    for edition in book.run(site, docs, settings):
        if edition.kind not in book.BESIDE:
            log.info("downloads/%s: %d KB", edition.file, round(edition.bytes / 1000))
