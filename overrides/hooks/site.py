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

from explainer import check, finish
from explainer.problems import EditorError
from explainer.settings import Settings
from explainer.staging import Staging
from explainer.words import day

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


def _run(verb: Callable[[], Any]) -> Any:
    try:
        return verb()
    except EditorError as error:
        raise PluginError("\n" + error.summary()) from None
