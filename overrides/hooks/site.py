"""
MkDocs hook, and the only place that knows MkDocs: calls the project's own verbs round a build.

Nothing here decides anything. Engines that skip hooks lose the checks before and the search index
after a build; `explainer build` calls the same verbs for them.
"""

from __future__ import annotations

import errno
import gc
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page

from explainer import build as finish
from explainer.facts.library import Library
from explainer.facts.problems import EditorError
from explainer.facts.settings import Settings
from explainer.facts.words import day
from explainer.shown import components
from explainer.staging import Staging
from explainer.text import check, freshness
from explainer.text.pages import Page as Source

log = logging.getLogger("mkdocs.hooks.explainer")

FULL = {errno.ENOSPC: "the disk is full", errno.EDQUOT: "the disk quota is used up", errno.EFBIG: "a file is too large"}


@dataclass
class _Build:
    """The build under way: MkDocs tells its steps by separate calls."""

    live: bool = False
    dirty: bool = False
    config: Any = None
    staging: Staging | None = None
    whole: bool = False  # set when everything is written, taken back by any error after that


_build = _Build()


def on_startup(command: str, *, dirty: bool, **_: Any) -> None:
    """Remember which command runs; `serve` writes to a folder of its own and needs no staging."""
    # A build makes a million small objects and drops few; looking for lost ones at the usual pace takes a tenth of it.
    gc.set_threshold(100_000, 50, 50)
    _build.live, _build.dirty = command == "serve", dirty
    if _build.live and Page.render.__name__ != "remembered":
        setattr(Page, "render", _remembering(Page.render))  # noqa: B010 (a plain assignment is none to mypy)


def on_config(config: Any) -> Any:
    """Let the build write beside the site (`--dirty` mends the site in place and cannot)."""
    if not _build.live and not _build.dirty:
        _build.config, _build.staging = config, Staging(Path(config.site_dir))
        config.site_dir = str(_run(_build.staging.begin))
    return config


def on_env(env: Any, **_: Any) -> Any:
    """Give the page templates the site's way of writing dates."""
    env.filters["day"] = day
    return env


def on_pre_build(config: Any) -> None:
    """Refuse to build from wrong facts or prose."""
    library = _run(lambda: check.run(Path(config.docs_dir)))
    log.info("Checked %d claims, %d sources and every page", len(library.claims), len(library.sources))


def on_post_build(config: Any) -> None:
    """Complete the built folder and check every link in it."""
    editions = "0" if _build.live else os.environ.get("EDITIONS", "")
    site, docs, settings = Path(config.site_dir), Path(config.docs_dir), Settings.of(config)
    _run(lambda: finish.run(site, docs, settings, live=_build.live, editions=editions))
    _build.whole = True


def on_build_error(error: Exception, **_: Any) -> None:
    """Keep the site as it was; say what is wrong in an editor's words, without a traceback."""
    _build.whole = False
    if isinstance(error, EditorError):
        raise PluginError("\n" + error.summary()) from None
    if isinstance(error, OSError) and error.errno in FULL:
        raise PluginError(
            f"\n{FULL[error.errno]} ({error.filename or 'while writing'}). The site is as it was."
        ) from None


def on_shutdown() -> None:
    """Only now is it known that no warning stopped a strict build: put the new site in its place, or drop it."""
    if _build.staging:
        _build.config.site_dir = str(_build.staging.site)
        _run(_build.staging.publish if _build.whole else _build.staging.discard)


class _Alarm(logging.Handler):
    """Notes that something was warned of."""

    heard = False

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002 (signature of logging)
        self.heard = True


def _remembering(render: Callable[..., None]) -> Callable[..., None]:
    """
    `mkdocs serve` converts every page at every edit. Here one that would come out the same keeps what it had.

    It would when its own text, the records, the use of each claim, the titles, the settings, the templates, the
    list of files and the day are as they were. A page that MkDocs warned of is converted, and warned of, each time.
    """
    kept: dict[str, tuple[Any, dict[str, Any], dict[str, Any]]] = {}
    names = ("content", "toc", "_title_from_render", "present_anchor_ids")
    build: dict[str, Any] = {"files": None}  # MkDocs lists the files anew in each build

    def remembered(page: Any, config: Any, files: Any) -> None:
        src, docs = page.file.src_uri, Path(config.docs_dir)
        if build["files"] is not files:
            build.update(files=files, shared=_what_pages_share(docs, config, files))
        key = (Source.read(docs / src, src), build["shared"])
        before = kept.get(src)
        if before and before[0] == key:
            vars(page).update(before[1])
            page.links_to_anchors = {files.get_file_from_path(to): links for to, links in before[2].items()}
            return
        alarm = _Alarm(logging.WARNING)
        logging.getLogger("mkdocs").addHandler(alarm)
        try:
            render(page, config, files)
        finally:
            logging.getLogger("mkdocs").removeHandler(alarm)
        kept.pop(src, None)
        if not alarm.heard:
            links = {to.src_uri: links for to, links in (page.links_to_anchors or {}).items()}
            kept[src] = key, {name: getattr(page, name) for name in names}, links

    return remembered


def _what_pages_share(docs: Path, config: Any, files: Any) -> tuple[Any, ...]:
    """All that a page may show besides its own text, in a form that can be compared with another build's."""
    return (
        Library.read(docs),
        components.usage(docs),
        components.page_titles(docs),
        Settings.of(config),
        [(f, f.stat().st_mtime_ns) for f in sorted(Path(config.theme.dirs[0]).rglob("*.html"))],
        [(file.src_uri, file.url) for file in files],
        freshness.today(),
    )


def _run(verb: Callable[[], Any]) -> Any:
    try:
        return verb()
    except EditorError as error:
        raise PluginError("\n" + error.summary()) from None
