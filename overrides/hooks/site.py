"""
MkDocs hook, and the only place that knows MkDocs: calls the project's own verbs round a build.

Nothing here decides anything. Engines that skip hooks lose the checks before and the search index
after a build; `explainer build` calls the same verbs for them.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError

from explainer import check, finish
from explainer.problems import EditorError
from explainer.settings import Settings
from explainer.words import day

log = logging.getLogger("mkdocs.hooks.explainer")


_command = "build"


def on_startup(command: str, **_: Any) -> None:
    """Remember the verb: `serve` never waits for the editions."""
    global _command
    _command = command


def on_env(env: Any, **_: Any) -> Any:
    """Give the page templates the site's way of writing dates."""
    env.filters["day"] = day
    return env


def on_pre_build(config: Any) -> None:
    """Refuse to build from wrong facts or prose."""
    _run(lambda: check.run(Path(config.docs_dir)))


def on_post_build(config: Any) -> None:
    """Complete the built folder and check every link in it."""
    _run(lambda: finish.run(Path(config.site_dir), Path(config.docs_dir), Settings.of(config)))
    if _command == "build" and os.environ.get("EDITIONS", "1") != "0":
        _run(lambda: _editions(config))


def _editions(config: Any) -> None:
    from explainer.editions import made  # brings WeasyPrint, which `serve` never needs

    log.info("Making the editions: PDF, fact sheet, EPUB, offline copy (EDITIONS=0 leaves them out)")
    for edition in made.run(Path(config.site_dir), Path(config.docs_dir)):
        log.info("downloads/%s: %d KB", edition.file, round(edition.bytes / 1000))


def on_build_error(error: Exception, **_: Any) -> None:
    """Say what a block or reference of a page lacks in an editor's words, without a traceback."""
    if isinstance(error, EditorError):
        raise PluginError("\n" + error.summary()) from None


def _run(verb: Callable[[], object]) -> None:
    try:
        verb()
    except EditorError as error:
        raise PluginError("\n" + error.summary()) from None
