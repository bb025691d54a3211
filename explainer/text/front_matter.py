"""What stands between the `---` lines of a page, besides title, description and dates: every field has an effect."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from explainer.facts.problems import Problem, nearest
from explainer.text.pages import Page

KNOWN = (
    *("title", "description", "checked", "updated", "scripts", "robots", "home_of", "schema_type", "hide", "template"),
    *("redirect_from", "former_ids", "printed", "shape"),
)
LISTS = {"scripts", "hide", "redirect_from", "former_ids"}
# What `printed:` may say: a chapter of the book (so it is without the line), a part of the record, a part of the book's
# end (the glossary), the two sides of the fact sheet, or no edition at all (pages that speak of the website).
PRINTED = ("book", "record", "back", "sheet", "no")
HIDE = ("navigation", "toc", "footer", "path")
# Fields that Material's plugins and templates read, and what to do here.
INSTEAD = {
    "tags": "Pages have no tags; a section in `nav` brings pages together.",
    "icon": "Pages have no icons. Remove it.",
    "status": "The menu has no marks. Say it on the page.",
    "subtitle": "Say it in the first paragraph.",
    "search": "Each page is found; `robots: noindex` leaves a page out of search engines and of the site's own search.",
    "comments": "Pages hold no comments; `repo_url` and CONTACT_EMAIL give ways to write.",
    "social": "The picture of link previews is the same for all pages.",
    "date": "Write 'checked' and 'updated'.",
    "authors": "The site itself is named as the author.",
    "categories": "A section in `nav` brings pages together.",
    "author": "The site itself is named as the author.",
    "image": "The picture of link previews is the same for all pages.",
    "glightbox": "Pictures open by themselves. Remove it.",
    "nav_title": "Write '- Its title: page.md' in `nav` of mkdocs.yml.",
    "slug": "The address of a page is its path.",
    "keywords": "Search reads the words of the page.",
    "tagline": "It is shown nowhere. Remove it.",
}


def problems(page: Page, docs: Path) -> Iterator[Problem]:
    """Fields that nothing reads, values that cannot be, and files that are not there."""
    meta = page.front_matter
    for name in meta:
        if name not in KNOWN:
            mend = INSTEAD.get(str(name)) or nearest(str(name), KNOWN) or f"Known fields: {', '.join(KNOWN)}."
            yield _problem(page, name, f"the front matter's '{name}' has no effect", mend)
    for name in KNOWN:
        if name not in LISTS and isinstance(meta.get(name), list | dict):
            yield _problem(page, name, f"the front matter's '{name}' is a list or fields", "Write words.")
    if (printed := str(meta.get("printed", PRINTED[0]))) not in PRINTED:
        mend = nearest(printed, PRINTED) or f"Choose: {', '.join(PRINTED)}."
        yield _problem(page, "printed", f"the front matter's 'printed' is '{printed}'", mend)
    if not isinstance(meta.get("former_ids") or {}, dict):
        yield _problem(page, "former_ids", "the front matter's 'former_ids' is a list", "Write {old-name: new-name}.")
    yield from _hide(page, meta.get("hide"))
    yield from _scripts(page, meta.get("scripts"), docs)
    if (robots := str(meta.get("robots", ""))) and not re.fullmatch(r"[a-z, :-]+[0-9]*", robots):
        yield _problem(page, "robots", f"the front matter's 'robots' is '{robots}'", "Write noindex, or remove it.")


def _hide(page: Page, value: Any) -> Iterator[Problem]:
    if value is None:
        return
    for name in value if isinstance(value, list) else [value]:
        if not isinstance(value, list) or name not in HIDE:
            mend = nearest(str(name), HIDE) if isinstance(value, list) else ""
            yield _problem(
                page, "hide", f"'hide: {name}' has no effect", mend or f"Write a list of these: {', '.join(HIDE)}."
            )


def _scripts(page: Page, value: Any, docs: Path) -> Iterator[Problem]:
    if value is None:
        return
    if not isinstance(value, list):
        yield _problem(page, "scripts", f"'scripts: {value}' is no list", "Write scripts: [assets/name.js].")
        return
    for path in map(str, value):
        if re.match(r"(?:[a-z][a-z0-9+.-]*:|//)", path, re.IGNORECASE):
            mend = "Keep a copy in docs/assets, and name that."
            yield _problem(page, "scripts", f"the script '{path}' would be loaded from another origin", mend)
        elif posixpath.normpath(path) != path or path.startswith(("/", "..")) or not (docs / path).is_file():
            known = [f.relative_to(docs).as_posix() for f in docs.glob("assets/*.js")]
            yield _problem(
                page, "scripts", f"there is no script docs/{path}", nearest(path, known) or "Name a file below docs/."
            )


def redirects(pages: Iterable[Page]) -> Iterator[Problem]:
    """Old paths of pages that cannot lead on: not a path of a page, still a page, or claimed by two."""
    listed = list(pages)
    names = {page.src for page in listed}
    owners: dict[str, str] = {}
    for page in listed:
        given = page.front_matter.get("redirect_from")
        if given is None:
            continue
        if not isinstance(given, list):
            yield _problem(
                page, "redirect_from", f"'redirect_from: {given}' is no list", "Write redirect_from: [old/page.md]."
            )
            continue
        for old in map(str, given):
            if old in owners:
                mend = f"docs/{owners[old]} names it too. Keep it in one of them."
                yield _problem(page, "redirect_from", f"'{old}' would lead to two pages", mend)
            elif old in names:
                mend = "A page stands there today. Remove the one or the other."
                yield _problem(page, "redirect_from", f"'{old}' is a page of the site", mend)
            elif not is_page_path(old):
                mend = "Write it as it was below docs/, as in old/page.md."
                yield _problem(page, "redirect_from", f"'{old}' is no path of a page", mend)
            owners.setdefault(old, page.src)


def is_page_path(path: str) -> bool:
    """Whether a text is the path of a page below `docs`, and leads out of no folder."""
    return (
        path.endswith(".md")
        and posixpath.normpath(path) == path
        and not re.match(r"\.\.?/|/|[^/]*:|.*[\\<>\"|?*#]", path)
    )


def _problem(page: Page, name: Any, message: str, mend: str) -> Problem:
    return Problem(f"docs/{page.src}", page.line_of(str(name)), message, mend)
