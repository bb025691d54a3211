"""
What `mkdocs.yml` says about the site: name, address, contact and the order of pages. Knows no engine.

Every value that could be invented is left empty unless whoever publishes the site has set it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Settings:
    """`url` ends with a slash or is empty; `sections` lists (section title, page sources) in reading order."""

    name: str = "The Dallas Searches"
    description: str = ""
    url: str = ""
    repo: str = ""
    contact: str = ""
    publisher: str = ""
    copyright: str = ""
    sections: tuple[tuple[str, tuple[str, ...]], ...] = field(default=())

    @staticmethod
    def read(path: Path) -> Settings:
        """Settings of the site file `path`; the defaults where there is no such file."""
        if not path.is_file():
            return Settings()
        stat = path.stat()
        # Asked for by every page: read again only when the file, or the environment that it names, is another.
        return _read(path, (stat.st_mtime_ns, stat.st_size), frozenset(os.environ.items()))

    @staticmethod
    def of(config: Any) -> Settings:
        """Settings from a parsed site file, or from an engine's own configuration (anything with `get`)."""
        extra = config.get("extra") or {}
        url = str(config.get("site_url") or "")
        return Settings(
            name=str(config.get("site_name") or "The Dallas Searches"),
            description=str(config.get("site_description") or ""),
            url=url.rstrip("/") + "/" if url else "",
            repo=str(config.get("repo_url") or "").rstrip("/"),
            contact=str(extra.get("contact") or ""),
            publisher=str(extra.get("publisher") or ""),
            copyright=str(config.get("copyright") or ""),
            sections=tuple(_sections(config.get("nav") or [])),
        )

    def section_of(self, src: str) -> str:
        """Title of the section a page stands in; empty for the home page and pages outside the list."""
        return next((title for title, pages in self.sections if title and src in pages), "")

    def absolute(self, path: str) -> str:
        """Absolute address of a path of the site, or empty when the site has no address yet."""
        return self.url + path.removesuffix("index.html") if self.url else ""


def _sections(nav: list[Any]) -> list[tuple[str, tuple[str, ...]]]:
    found: list[tuple[str, tuple[str, ...]]] = []
    for item in nav:
        if isinstance(item, str):
            found.append(("", (item,)))
            continue
        for title, value in item.items():
            if isinstance(value, str):
                found.append(("", (value,)))
            else:
                found.append((str(title), tuple(p for row in value for p in _paths(row))))
    return found


def _paths(row: Any) -> list[str]:
    if isinstance(row, str):
        return [row]
    return [
        p
        for value in row.values()
        for p in ([value] if isinstance(value, str) else chain.from_iterable(map(_paths, value)))
    ]


@lru_cache(maxsize=4)
def _read(path: Path, _stamp: tuple[int, int], _environment: frozenset[tuple[str, str]]) -> Settings:
    return Settings.of(yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader))  # noqa: S506 (a safe loader with two tags more)


class _Loader(yaml.SafeLoader):
    """Reads `!ENV [NAME, default]` as the engine does; other tags of the engine are not needed here."""


def _env(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
    if isinstance(node, yaml.SequenceNode):
        *names, default = [loader.construct_object(n) for n in node.value]
    else:
        names, default = [loader.construct_object(node)], None
    return next((os.environ[name] for name in names if os.environ.get(name)), default)


_Loader.add_constructor("!ENV", _env)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_: None)
