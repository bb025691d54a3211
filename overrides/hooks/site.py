"""The only file that knows MkDocs: calls the steps of a build (`explainer.build`) at its events. It decides nothing."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError

from explainer import build
from explainer.facts.problems import EditorError
from explainer.facts.settings import Settings
from explainer.out import assets
from explainer.publishing import Publication

FULL = {errno.ENOSPC: "the disk is full", errno.EDQUOT: "the disk quota is used up", errno.EFBIG: "a file is too large"}


class _Build:
    """The build under way: MkDocs tells its steps by separate calls."""

    live = False
    dirty = False
    whole = False  # set when everything is written, taken back by any error after that
    config: Any = None
    publication: Publication | None = None


def on_startup(command: str, *, dirty: bool, **_: Any) -> None:
    """Remember which command runs."""
    _Build.live, _Build.dirty = command == "serve", dirty


def on_config(config: Any) -> Any:
    """Let the build write beside the site (`serve` has a folder of its own, `--dirty` mends the site in place)."""
    config.extra["live"] = _Build.live
    if not _Build.live:
        config.extra["assets"] = {path: copy for path, (copy, _) in assets.hashed(Path(config.docs_dir)).items()}
    if not _Build.live and not _Build.dirty:
        _Build.config, _Build.publication = config, Publication(Path(config.site_dir))
        config.site_dir = str(_told(_Build.publication.begin))
    return config


def on_pre_build(config: Any) -> None:
    """Refuse to build from wrong facts or prose."""
    library = _told(lambda: build.before(Path(config.docs_dir)))
    build.log.info("Checked %d claims, %d sources and every page", len(library.claims), len(library.sources))


def on_files(files: Any, config: Any) -> Any:
    """Leave out the files of the theme: the site has templates, styles and scripts of its own."""
    for file in [file for file in files if file.src_dir and Path(file.src_dir) != Path(config.docs_dir)]:
        files.remove(file)
    return files


def on_post_build(config: Any) -> None:
    """Complete the built folder and check every link in it."""
    editions = not _Build.live and os.environ.get("EDITIONS", "") != "0"
    site, docs, settings = Path(config.site_dir), Path(config.docs_dir), Settings.of(config)
    _told(lambda: build.after(site, docs, settings, live=_Build.live, editions=editions))
    _Build.whole = True


def on_build_error(error: Exception, **_: Any) -> None:
    """Keep the site as it was; say what is wrong in an editor's words, without a traceback."""
    _Build.whole = False
    if isinstance(error, EditorError):
        raise PluginError("\n" + error.summary()) from None
    if isinstance(error, OSError):
        what = FULL.get(error.errno or 0, error.strerror or "a file could not be read or written")
        raise PluginError(f"\n{error.filename or 'the site'}: {what}. The site is as it was.") from None


def on_shutdown() -> None:
    """Only now is it known that no warning stopped a strict build: put the new site in its place, or drop it."""
    if _Build.publication:
        _Build.config.site_dir = str(_Build.publication.site)
        _told(_Build.publication.publish if _Build.whole else _Build.publication.discard)


def _told(step: Callable[[], Any]) -> Any:
    try:
        return step()
    except EditorError as error:
        raise PluginError("\n" + error.summary()) from None
