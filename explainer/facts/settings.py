"""
What `mkdocs.yml` says about the site: name, address, contact, language and the order of pages. Knows no engine.

Every value that could be invented is left empty unless whoever publishes the site has set it. What is particular to
one story and belongs to no record (the article that is examined, the dataset that is described) stands in `extra`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from explainer.facts import site_file
from explainer.facts.addresses import encoded
from explainer.facts.problems import EditorError, Problem


@dataclass(frozen=True)
class Entry:
    """One line of the navigation: a page (`src`), a section (`children`), or the title of a link that leads outside."""

    title: str = ""
    src: str = ""
    children: tuple[Entry, ...] = ()

    def walk(self, above: tuple[str, ...] = ()) -> Iterator[tuple[Entry, tuple[str, ...]]]:
        """The entry and those below it in reading order, each with the titles of the sections that it stands in."""
        yield self, above
        for child in self.children:
            yield from child.walk((*above, self.title))

    def pages(self) -> Iterator[str]:
        """Sources of the pages of this entry, at any depth, in reading order."""
        return (entry.src for entry, _ in self.walk() if entry.src)


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

    @staticmethod
    def read(path: Path) -> Settings:
        """Settings of the site file `path`; the defaults where there is no such file."""
        return _of(site_file.read(path)) if path.is_file() else Settings()

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

    def entries(self) -> Iterator[tuple[Entry, tuple[str, ...]]]:
        """Every entry of the navigation in reading order, with the titles of the sections that it stands in."""
        return (found for entry in self.nav for found in entry.walk())

    def trail(self, src: str) -> tuple[str, ...]:
        """Titles of the sections that a page stands in, from the outermost; empty outside any."""
        return next((above for entry, above in self.entries() if entry.src == src), ())

    def section_of(self, src: str) -> str:
        """Title of the outermost section that a page stands in, or an empty text."""
        return next(iter(self.trail(src)), "")

    def title_of(self, src: str) -> str:
        """What the navigation calls a page; empty where it leaves that to the page."""
        return next((entry.title for entry, _ in self.entries() if entry.src == src and entry.title), "")

    def absolute(self, path: str) -> str:
        """Absolute address of a path of the site, or empty when the site has no address yet."""
        return self.url + encoded(path.removesuffix("index.html")) if self.url else ""


@lru_cache(maxsize=8)
def _of(file: site_file.SiteFile) -> Settings:
    return Settings.of(file.values)


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
            return Entry(str(title), src="" if outside else value)
    mend = "Write '- Title: page.md', '- page.md', '- Title: https://...' or '- Section:' with a list below it."
    raise EditorError([Problem("mkdocs.yml", 0, f"the navigation holds '{item}', which is no entry", mend)])
