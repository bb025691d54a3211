"""The only file that knows MkDocs: calls the steps of a build (`explainer.build`) at its events. It decides nothing."""

from __future__ import annotations

import errno
import logging
import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from logging.handlers import BufferingHandler
from pathlib import Path
from typing import Any

from mkdocs.exceptions import BuildError, PluginError
from mkdocs.plugins import event_priority

from explainer import build, serving
from explainer.facts import site_file
from explainer.facts.problems import EditorError, Problem
from explainer.facts.settings import Settings
from explainer.out import assets
from explainer.publishing import Publication

FULL = {errno.ENOSPC: "the disk is full", errno.EDQUOT: "the disk quota is used up", errno.EFBIG: "a file is too large"}
DIRTY = Problem(
    "--dirty", 0, "MkDocs warns at every such build, and a warning ends this one",
    "Leave it out: an edit is on the screen in seconds without it. Or add --no-strict, and never publish the result.",
)  # fmt: skip


class _Build:
    """The build under way: MkDocs tells its steps by separate calls."""

    live = False
    dirty = False
    whole = False  # set when everything is written, taken back by any error after that
    config: Any = None
    publication: Publication | None = None
    preview: serving.Preview | None = None  # under `serve`, after the first build


def on_startup(command: str, *, dirty: bool, **_: Any) -> None:
    """Remember which command runs."""
    _told(build.demand_system)
    _Build.live, _Build.dirty = command == "serve", dirty


@event_priority(100)  # before any plugin can fail
def on_config(config: Any) -> Any:
    """Let the build write beside the site (`serve` has a folder of its own, `--dirty` mends the site in place)."""
    _told(lambda: _possible(config))
    config.extra["live"] = _Build.live
    if _Build.live:
        if _Build.preview:
            config.site_dir = str(_Build.preview.begin())
        elif hasattr(config, "dev_addr"):
            _told(lambda: serving.demand_port(config.dev_addr.host, config.dev_addr.port))
        return config
    config.extra["assets"] = assets.Published(Path(config.docs_dir))
    if not _Build.dirty and not _is_served(Path(config.site_dir)):
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


def on_serve(server: Any, config: Any, builder: Callable[[], None], **_: Any) -> Any:
    """Show the last good pages while a build fails, and say on them why it does."""
    preview = _Build.preview = serving.Preview(Path(config.site_dir))
    server.builder = lambda: _rebuild(builder, preview)
    return server


def on_shutdown() -> None:
    """Only now is it known that no warning stopped a strict build: put the new site in its place, or drop it."""
    if _Build.publication:
        _Build.config.site_dir = str(_Build.publication.site)
        _told(_Build.publication.publish if _Build.whole else _Build.publication.discard)
    if _Build.preview:
        _Build.preview.discard()


def _rebuild(builder: Callable[[], None], preview: serving.Preview) -> None:
    heard = BufferingHandler(sys.maxsize)  # what the engine warns of: the browser says it too
    heard.setLevel(logging.WARNING)
    logging.getLogger("mkdocs").addHandler(heard)
    logging.getLogger(
        "mkdocs.commands.build"
    ).filters.clear()  # the engine tells each error once; a mistake may come back
    try:
        builder()
    except (Exception, SystemExit) as error:  # noqa: BLE001 (whatever it is, the pages say it and the server goes on)
        words = "\n".join(dict.fromkeys(said.getMessage().strip() for said in heard.buffer)) or str(error)
        if isinstance(error, BuildError) and str(error).strip() not in words:
            words = str(error)
            build.log.error(words)
        elif not isinstance(error, BuildError | SystemExit):
            words = f"{type(error).__name__}: {error} (the terminal says where)"
            build.log.error("%s", traceback.format_exc())
        preview.explain(words)
    else:
        preview.publish()
    finally:
        logging.getLogger("mkdocs").removeHandler(heard)


def _possible(config: Any) -> None:
    """What the command line can ask for and this site cannot do."""
    found = [DIRTY] if _Build.dirty and config.strict else []
    if config.use_directory_urls:
        found.append(Problem(site_file.FILE, 0, *site_file.DIRECTORY_URLS))
    found += [Problem(site_file.FILE, 0, *wrong) for name in config.plugins for wrong in site_file.refused_plugin(name)]
    if found:
        raise EditorError(found)


def _is_served(site: Path) -> bool:
    """Whether the folder is one that `mkdocs serve --clean` made for itself."""
    return site.parent == Path(tempfile.gettempdir()) and site.name.startswith("mkdocs_")


def _told(step: Callable[[], Any]) -> Any:
    try:
        return step()
    except EditorError as error:
        raise PluginError("\n" + error.summary()) from None
