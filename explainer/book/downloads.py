"""
Pages that name the editions, once the files exist: links, sizes, dates and checksums in place of their fallback.

A page marks each place with `data-edition="book"` and so on; every page has one for its own chapter, and every chart
one for its picture (`data-edition="picture-<id>"`). Filling is repeatable, and the Markdown twin of a page is made from
the filled page, so the two say the same.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass

from explainer.book.tree import slug
from explainer.book.volumes import Site
from explainer.facts import words
from explainer.out import copies
from explainer.out.built import BuiltPage
from explainer.text.pages import Page, relative

PLACE = re.compile(
    r'<(?P<tag>p|span)(?P<said>(?: [^>]*)? data-edition="(?P<kind>[\w-]+)"[^>]*)>.*?</(?P=tag)>', re.DOTALL
)
HERE = "You are reading this copy."


@dataclass(frozen=True)
class Edition:
    """One file in downloads/: what it is, its size in bytes, SHA-256, date of its text, pages where it has pages."""

    file: str
    kind: str
    bytes: int
    sha256: str
    date: str
    pages: int = 0


def filled(source: Site, editions: Iterable[Edition], *, offline_copy: bool = False) -> dict[str, bytes]:
    """Every page that names an edition, and its Markdown twin, by path; for the offline copy with links that it has."""
    editions = list(editions)
    by_kind = {e.kind: e for e in editions}
    # The PDF of each page by its address: its chapter, or the sheet that it is.
    own = {e.url: by_kind.get("fact-sheet") for e in source.entries if e.volume == "sheet"}
    by_file = {e.file: e for e in editions}
    made: dict[str, bytes] = {}
    for file in sorted(source.site.rglob("*.html")):
        url = file.relative_to(source.site).as_posix()
        before = file.read_text(encoding="utf-8")

        def fill(m: re.Match[str], url: str = url) -> str:
            if m["kind"] == "chapter":
                words_ = _beside(url, own.get(url) or by_file.get(f"chapters/{slug(url)}.pdf"), "This page as PDF")
            elif chart := m["kind"].partition("picture-")[2]:
                words_ = _beside(url, by_file.get(f"pictures/{chart}.png"), "Picture (PNG)")
            elif m["kind"] in by_kind:
                words_ = _named(url, by_kind[m["kind"]])
            else:
                if not (offline_copy and m["kind"] == "offline"):
                    return m[0]
                words_ = HERE
            return f"<{m['tag']}{m['said']}>{words_}</{m['tag']}>"

        after = PLACE.sub(fill, before)
        if after != before or (offline_copy and PLACE.search(before)):
            made[url] = after.encode()
            made |= _twin(source, url, after)
    return made


def _twin(source: Site, url: str, text: str) -> dict[str, bytes]:
    """The Markdown copy of a filled page, where it has one that names editions."""
    src = url.removesuffix(".html") + ".md"
    if not (source.site / src).is_file() or 'data-edition="book"' not in text:
        return {}
    page = BuiltPage(url, source.site / url, text.encode())
    return {src: copies.markdown(page, Page.read(source.docs / src, src)).encode()}


def _named(url: str, edition: Edition) -> str:
    pages = f", {edition.pages} pages" if edition.pages else ""
    kind = posixpath.splitext(edition.file)[1][1:].upper()
    return (
        f'<a class="edition-link" href="{relative(f"downloads/{edition.file}", url)}">{html.escape(edition.file)}</a> '
        f'<span class="edition-size">{kind}, {size(edition.bytes)}{pages}, text of {words.day(edition.date)}.</span> '
        f'<span class="edition-sum">SHA-256: <code>{edition.sha256}</code></span>'
    )


def _beside(url: str, edition: Edition | None, words_: str) -> str:
    if edition is None:
        return ""
    return f'<a href="{relative(f"downloads/{edition.file}", url)}">{words_}</a>'


def size(count: int) -> str:
    """Bytes as readers know them: '84 KB', '1.4 MB'."""
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))} KB"
