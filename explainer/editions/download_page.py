"""
The page "Read offline" once the files exist: links, sizes, dates and checksums in place of its fallback.

The page names the editions in plain text; each has a paragraph with the class `edition-file` and the kind of
edition in `data-edition`. Filling is repeatable, and the book leaves these paragraphs out.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from explainer.facts import words

if TYPE_CHECKING:
    from explainer.editions.made import Edition

PAGE = "read-offline.html"
PLACE = re.compile(r'<p class="edition-file" data-edition="(?P<kind>[\w-]+)">.*?</p>', re.DOTALL)


def fill(site: Path, editions: Iterable[Edition], *, offline_copy: bool = False) -> dict[str, bytes]:
    """The filled page by its name, or nothing where the site has no such page."""
    file = site / PAGE
    if not file.is_file():
        return {}
    known = {e.kind: e for e in editions}

    def filled(m: re.Match[str]) -> str:
        edition = known.get(m["kind"])
        if edition is None and offline_copy and m["kind"] == "offline":
            return f'<p class="edition-file" data-edition="{m["kind"]}">You are reading this copy.</p>'
        return _paragraph(edition) if edition else m[0]

    return {PAGE: PLACE.sub(filled, file.read_text(encoding="utf-8")).encode()}


def _paragraph(edition: Edition) -> str:
    pages = f", {edition.pages} pages" if edition.pages else ""
    kind = posixpath.splitext(edition.file)[1][1:].upper()
    return (
        f'<p class="edition-file" data-edition="{edition.kind}">'
        f'<a class="edition-link" href="downloads/{html.escape(edition.file)}">{html.escape(edition.file)}</a> '
        f'<span class="edition-size">{kind}, {size(edition.bytes)}{pages}, text of {words.day(edition.date)}.</span> '
        f'<span class="edition-sum">SHA-256: <code>{edition.sha256}</code></span></p>'
    )


def size(count: int) -> str:
    """Bytes as readers know them: '84 KB', '1.4 MB'."""
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))} KB"
