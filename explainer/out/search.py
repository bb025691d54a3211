"""
The search index, made from the built pages: one entry for each section and each record.

Written as a script (`search/index.js`), not as JSON: pages opened from file:// may load scripts but
may not fetch files. The engine is lunr, from the copy that MkDocs ships.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from explainer.out.built import BuiltPage

RECORDS = "li[@id]|section[@id]|dt[@id]"
INLINE = {"a", "abbr", "b", "cite", "code", "em", "i", "mark", "q", "small", "span", "strong", "sub", "sup", "time"}
SKIPPED = (
    "page-sources",
    "page-terms",
    "claim-id",
    "headerlink",
    "event-sources",
    "check-sources",
    "source-claims",
    "years",
    "chart-svg",
    "cite",
    "edition-file",
)


def write(site: Path, pages: list[BuiltPage]) -> None:
    """Write `search/index.js` and `search/lunr.js` below `site`."""
    entries = [entry for page in pages if page.path != "404.html" and not page.unlisted for entry in _entries(page)]
    folder = site / "search"
    folder.mkdir(exist_ok=True)
    body = json.dumps(entries, ensure_ascii=False, separators=(",", ":"))
    (folder / "index.js").write_text(f"window.searchEntries={body};\n", encoding="utf-8")
    lunr = files("mkdocs").joinpath("contrib/search/templates/search/lunr.js").read_text(encoding="utf-8")
    (folder / "lunr.js").write_text(lunr, encoding="utf-8")


@lru_cache(maxsize=128)
def _entries(page: BuiltPage) -> list[dict[str, str]]:
    return list(page_entries(page))


def page_entries(page: BuiltPage) -> Iterator[dict[str, str]]:
    """Entries of a page: url, page title, section title, text."""
    article = page.tree.find(".//article")
    if article is None:
        return
    heading = article.find(".//h1")
    title = _text(heading) if heading is not None else page.path
    entry = {"u": page.path, "p": title, "t": "", "x": ""}
    for element in _flow(article):
        if element.tag in ("h2", "h3") and element.get("id"):
            yield _folded(entry)
            entry = {"u": f"{page.path}#{element.get('id')}", "p": title, "t": _text(element), "x": ""}
        elif element.tag != "h1":
            record_id = element.get("id")
            if record_id and element.tag in ("li", "section", "dt"):
                name = element.xpath("string(.//*[contains(@class,'permalink')])") or _text(element)[:80]
                text = _text(element)
                if element.tag == "dt" and element.getnext() is not None:
                    text += " " + _text(element.getnext())
                yield _folded({"u": f"{page.path}#{record_id}", "p": title, "t": " ".join(name.split()), "x": text})
            else:
                entry["x"] += " " + _text(element)
    yield _folded(entry)


def _flow(element: Any) -> Iterator[Any]:
    """Headings, records and other blocks of an article in reading order; containers are opened."""
    for child in element:
        if not isinstance(child.tag, str) or any(name in (child.get("class") or "") for name in SKIPPED):
            continue
        holds_blocks = child.xpath(".//h2|.//h3|.//li[@id]|.//section[@id]|.//dt[@id]")
        if holds_blocks and not (child.get("id") and child.tag in ("li", "section")):
            yield from _flow(child)
        else:
            yield child


def _text(element: Any) -> str:
    return re.sub(r"\s+", " ", "".join(_parts(element))).strip()


def _parts(element: Any) -> Iterator[str]:
    if element.text:
        yield element.text
    for child in element:
        # Cells and paragraphs are apart, words in a sentence are not.
        apart = "" if child.tag in INLINE else " "
        yield apart
        if isinstance(child.tag, str) and not any(name in (child.get("class") or "") for name in SKIPPED):
            yield from _parts(child)
        yield apart
        if child.tail:
            yield child.tail


def _folded(entry: dict[str, str]) -> dict[str, str]:
    return {key: re.sub(r"\s+", " ", value).strip() for key, value in entry.items()}
