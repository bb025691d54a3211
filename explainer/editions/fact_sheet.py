"""
The fact sheet: two pages for hand-outs, from overrides/print/fact-sheet.md.

It is written like a page of the site and held to the same rules: every figure points at a claim that has it.
In print each pointer becomes a numbered note with who said it, its status and its name in the ledger.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import markdown

from explainer.editions import book, dom
from explainer.editions.book import Imprint
from explainer.facts import words
from explainer.facts.library import Library
from explainer.facts.problems import EditorError
from explainer.text import check
from explainer.text.pages import REFERENCE, Page

SOURCE = book.TEMPLATES / "fact-sheet.md"
NUMBERS = re.compile(r"^/// numbers\n.*?^///$", re.MULTILINE | re.DOTALL)


def html(docs: Path, imprint: Imprint, source: Path = SOURCE) -> str:
    """The fact sheet as HTML; raises `EditorError` when its text breaks a rule of the site."""
    library = Library.read(docs)
    page = Page("../overrides/print/" + source.name, source.read_text(encoding="utf-8"))
    problems = list(check.page_problems(page, library))
    if problems:
        raise EditorError(problems)
    text = "\n".join(page.text.split("\n")[page.body_start - 1 :])
    ids = [i for b in page.blocks for row in b.options.get("figures", []) for i in [row["claim"]]]
    ids = list(dict.fromkeys([*ids, *(r.id for r in page.references)]))
    note = {claim_id: n for n, claim_id in enumerate(ids, 1)}
    text = NUMBERS.sub(lambda _: _numbers(page, library, note), text, count=1)
    text = REFERENCE.sub(lambda m: f"{m['text']}{_note(note[m['id'].lower()])}", text)
    made: str = (
        book.environment()
        .get_template("fact-sheet.html")
        .render(
            imprint=imprint,
            title=page.title,
            description=page.front_matter["description"],
            checked=page.front_matter["checked"],
            made=imprint.updated,
            body=markdown.markdown(text, extensions=["smarty", "md_in_html"]),
            claims=[library.claims[i] for i in ids],
            lib=library,
            LEVELS=words.LEVELS,
        )
    )
    return dom.to_html(_titled(dom.parse(made), library, ids))


def _numbers(page: Page, library: Library, note: dict[str, int]) -> str:
    rows = [row for b in page.blocks if b.name == "numbers" for row in b.options["figures"]]
    return '<ul class="numbers">' + "".join(_row(library, row, note) for row in rows) + "</ul>"


def _row(library: Library, row: dict[str, Any], note: dict[str, int]) -> str:
    claim = library.claims[row["claim"]]
    return (
        f'<li><span class="number">{claim.figures[row["figure"]].display}</span>'
        f'<span class="number-label">{words.curl(row["label"])}{_note(note[claim.id])}</span>'
        f'<span class="number-source">{words.curl(claim.said_by)}. '
        f"{words.LEVELS[claim.level].capitalize()}.</span></li>"
    )


def _note(number: int) -> str:
    return f'<a class="note" href="#note-{number}">{number}</a>'


def _titled(root: dom.Element, library: Library, ids: list[str]) -> dom.Element:
    """A screen reader says what a note's number leads to."""
    for link in dom.with_class(root, "note"):
        claim = library.claims[ids[int(dom.text(link)) - 1]]
        link.set("title", f"Note {dom.text(link)}: {words.curl(claim.said_by)}")
    return root
