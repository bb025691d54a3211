"""
What search engines, link previews and language models see alone obeys the rules of prose.

Titles and descriptions of pages rest on the claims that their page cites, the texts of `mkdocs.yml` on any claim of the
ledger. What must never be said holds for both, and a figure of a claim that is not simply so keeps its speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from explainer.facts import textfile
from explainer.facts.backing import held, unbacked
from explainer.facts.caution import advice, condition, keeps_condition
from explainer.facts.library import Library
from explainer.facts.numbers import agrees
from explainer.facts.problems import EditorError, Problem
from explainer.facts.records import Claim
from explainer.facts.settings import Settings
from explainer.text import cites
from explainer.text.pages import Page

FIELDS = ("title", "description")


def page_problems(page: Page, lib: Library) -> Iterator[Problem]:
    """What is wrong with title and description of a page, besides figures that no claim holds."""
    cited = cites.cited_claims(page, lib)
    for field in FIELDS:
        text, place = str(page.front_matter.get(field, "")), (f"docs/{page.src}", page.line_of(field))
        yield from never_say(text, *place, lib, metadata=True)
        yield from _conditions(text, f"the {field}", place, cited, lib)


def problems(docs: Path, lib: Library) -> Iterator[Problem]:
    """What is wrong with the texts of the site file that stands beside `docs`."""
    path = docs.resolve().parent / "mkdocs.yml"
    if not path.exists():
        return
    try:
        rows = textfile.read(path, path.name).split("\n")
        settings = Settings.read(path)
    except EditorError as error:
        yield from error.problems
        return
    ledger = [claim for claim in lib.claims.values() if claim.retired is None]
    for key, text in _texts(settings):
        line = next((n for n, row in enumerate(rows, 1) if _writes(row, key, text)), 1)
        for number in unbacked(text, held(ledger), lib):
            message = f"'{key}' says “{number.text}”, and no claim of the ledger holds that figure"
            yield Problem(path.name, line, message, "Add a claim that holds it, or leave the number out.")
        yield from never_say(text, path.name, line, lib, metadata=True)
        yield from _conditions(text, f"'{key}'", (path.name, line), ledger, lib)


def never_say(text: str, file: str, line: int, lib: Library, *, metadata: bool = False) -> Iterator[Problem]:
    """What must not be said and stands in `text`."""
    for rule in lib.never_say.values():
        if rule.only and not metadata:
            continue
        m = re.search(rule.pattern, text, re.IGNORECASE)
        if m and not (rule.unless and re.search(rule.unless, text, re.IGNORECASE)):
            yield Problem(file, line, f"this must not be said: “{m[0]}”", rule.reason)


def _conditions(
    text: str, what: str, place: tuple[str, int], claims: Iterable[Claim], lib: Library
) -> Iterator[Problem]:
    """Figures that only claims hold which are disputed or not confirmed, in a text that does not say so."""
    claims = list(claims)
    for number in unbacked(text, (), lib):
        holders = [c for c in claims if any(agrees(number, value) for value in held([c]))]
        if holders and all(condition(c) and not keeps_condition(text, c, lib) for c in holders):
            message = (
                f"{what} says “{number.text}”, a figure of the claim '{holders[0].id}', "
                f"which is {condition(holders[0])}, and does not say so"
            )
            yield Problem(*place, message, advice(holders[0], lib))


def _texts(settings: Settings) -> Iterator[tuple[str, str]]:
    """(key in mkdocs.yml, text) of everything that readers or machines see of the site as a whole."""
    yield from (("site_name", settings.name), ("site_description", settings.description), ("preview", settings.preview))
    yield from (("nav", entry.title) for entry, _ in settings.entries() if entry.title)


def _writes(row: str, key: str, text: str) -> bool:
    if key == "nav":
        return row.lstrip(" -").removeprefix("'").removeprefix('"').startswith(text)
    return row.strip().startswith(f"{key}:")
