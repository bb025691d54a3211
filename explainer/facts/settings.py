"""
What `mkdocs.yml` says about the site: name, address, contact, language and the order of pages. Knows no engine.

Every value that could be invented is left empty unless whoever publishes the site has set it. What is particular to
one story and belongs to no record (the article that is examined, the dataset that is described) stands in `extra`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from yaml_env_tag import construct_env_tag

from explainer.facts import textfile
from explainer.facts.addresses import encoded
from explainer.facts.problems import EditorError, Problem


@dataclass(frozen=True)
class Entry:
    """One line of the navigation: a page (`src`), an outside link (`url`) or a section (`children`)."""

    title: str = ""
    src: str = ""
    url: str = ""
    children: tuple[Entry, ...] = ()

    def pages(self) -> Iterator[str]:
        """Sources of the pages of this entry, at any depth, in reading order."""
        if self.src:
            yield self.src
        for child in self.children:
            yield from child.pages()


@dataclass(frozen=True)
class Settings:
    """Settings of the site; `url` ends with a slash or is empty."""

    name: str = "Explainer"
    description: str = ""
    url: str = ""
    repo: str = ""
    contact: str = ""
    publisher: str = ""
    copyright: str = ""
    language: str = "en"
    nav: tuple[Entry, ...] = ()
    article: str = ""  # key of the source that the article check examines
    dataset: tuple[str, str] = ("", "")  # source and claim that describe the dataset of the site
    preview: str = ""  # what the picture of link previews shows
    styles: tuple[str, ...] = ("assets/site.css",)
    # Columns that earlier versions of the data named otherwise: version -> table -> {column today: its name then}.
    earlier: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    footer: tuple[str, ...] = ()  # pages that every footer leads to

    @staticmethod
    def read(path: Path) -> Settings:
        """Settings of the site file `path`; the defaults where there is no such file."""
        if not path.is_file():
            return Settings()
        # Asked for once a page: read again only when the file, or a variable that it may name, is another.
        return _read(path, path.stat().st_mtime_ns, tuple(sorted(os.environ.items())))

    @staticmethod
    def of(config: Any) -> Settings:
        """Settings from a parsed site file, or from an engine's own configuration (anything with `get`)."""
        extra = config.get("extra") or {}
        theme = config.get("theme") or {}
        url = str(config.get("site_url") or "")
        dataset = extra.get("dataset") or {}
        return Settings(
            name=str(config.get("site_name") or Settings.name),
            description=str(config.get("site_description") or ""),
            url=url.rstrip("/") + "/" if url else "",
            repo=str(config.get("repo_url") or "").rstrip("/"),
            contact=str(extra.get("contact") or ""),
            publisher=str(extra.get("publisher") or ""),
            copyright=str(config.get("copyright") or ""),
            language=str(_of_theme(theme, "language") or "en"),
            nav=tuple(_entry(item) for item in config.get("nav") or []),
            article=str(extra.get("article") or ""),
            dataset=(str(dataset.get("source") or ""), str(dataset.get("claim") or "")),
            preview=str(extra.get("preview") or ""),
            earlier=extra.get("earlier_data") or {},
            styles=tuple(str(path) for path in config.get("extra_css") or ()),
            footer=tuple(str(src) for src in extra.get("footer") or ()),
        )

    @property
    def slug(self) -> str:
        """The site's name as a file name: 'The Town Pool' as 'the-town-pool'."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-") or "site"

    @property
    def sections(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """(title, pages) of each top-level entry in reading order; the title of a page that stands alone is empty."""
        return tuple((e.title if e.children else "", tuple(e.pages())) for e in self.nav if e.src or e.children)

    @property
    def pages(self) -> tuple[str, ...]:
        """Every page of the navigation in reading order."""
        return tuple(src for entry in self.nav for src in entry.pages())

    def trail(self, src: str) -> tuple[str, ...]:
        """Titles of the sections that a page stands in, from the outermost; empty outside any."""
        return next((found for entry in self.nav if (found := _trail(entry, src)) is not None), ())

    def section_of(self, src: str) -> str:
        """Title of the outermost section that a page stands in, or an empty text."""
        return next(iter(self.trail(src)), "")

    def title_of(self, src: str) -> str:
        """What the navigation calls a page; empty where it leaves that to the page."""
        return next((found for entry in self.nav if (found := _title(entry, src))), "")

    def absolute(self, path: str) -> str:
        """Absolute address of a path of the site, or empty when the site has no address yet."""
        return self.url + encoded(path.removesuffix("index.html")) if self.url else ""


@lru_cache(maxsize=8)
def _read(path: Path, _stamp: int, _variables: tuple[tuple[str, str], ...]) -> Settings:
    try:
        return Settings.of(yaml.load(textfile.read(path, path.name), Loader=_Loader))  # noqa: S506 (a safe loader)
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise EditorError([Problem(path.name, line, "the file is no YAML", f"{error}.")]) from None


def _of_theme(theme: Any, name: str) -> Any:
    return theme.get(name) if isinstance(theme, dict) else getattr(theme, "_vars", theme).get(name)


def _entry(item: Any) -> Entry:
    if isinstance(item, str):
        return Entry(src=item)
    if isinstance(item, dict) and len(item) == 1:
        title, value = next(iter(item.items()))
        if isinstance(value, list):
            return Entry(str(title), children=tuple(_entry(row) for row in value))
        if isinstance(value, str):
            outside = "://" in value or value.startswith(("mailto:", "/"))
            return Entry(str(title), url=value) if outside else Entry(str(title), src=value)
    mend = "Write '- Title: page.md', '- page.md', '- Title: https://...' or '- Section:' with a list below it."
    raise EditorError([Problem("mkdocs.yml", 0, f"the navigation holds '{item}', which is no entry", mend)])


def _trail(entry: Entry, src: str) -> tuple[str, ...] | None:
    if entry.src == src:
        return ()
    for child in entry.children:
        found = _trail(child, src)
        if found is not None:
            return (entry.title, *found)
    return None


def _title(entry: Entry, src: str) -> str:
    if entry.src == src:
        return entry.title
    return next((found for child in entry.children if (found := _title(child, src))), "")


class _Loader(yaml.SafeLoader):
    """Reads `!ENV [NAME, default]` as the engine does; other tags of the engine are not needed here."""


_Loader.add_constructor("!ENV", construct_env_tag)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_: None)
