"""
Withdrawn wording: what a correction took back may stand nowhere but in the correction itself.

Pages and records that tell of a correction are named in its `discussed_in`; everything else that
readers get from `docs/` is searched: prose, headings, tables, front matter and every text of every record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from explainer.facts.library import Library
from explainer.facts.problems import Problem, nearest
from explainer.facts.reading import KINDS
from explainer.facts.records import Correction, texts
from explainer.text.pages import Page
from explainer.text.prose import readable

RULES = {"never_say", "free_numbers", "caution_words"}  # they name wording, and say nothing
SEARCHED = (*(kind for kind in KINDS if kind not in {"corrections", *RULES}), "sources")


def problems(pages: list[Page], lib: Library) -> Iterator[Problem]:
    """Withdrawn wording that still stands, and corrections that point at no page or record."""
    names = [page.src for page in pages] + [f"{kind}/{i}" for kind in SEARCHED for i in getattr(lib, kind)]
    for correction in lib.corrections.values():
        place = lib.place("corrections", correction.id)
        for wanted in (*correction.pages, *correction.discussed_in):
            if wanted not in names:
                message = f"correction '{correction.id}' names '{wanted}', which is no page or record"
                mend = nearest(wanted, names) or "Write a page as about/index.md, a record as claims/some-id."
                yield Problem(*place, message, mend)
        yield from standing(correction, pages, lib)


def standing(correction: Correction, pages: list[Page], lib: Library) -> Iterator[Problem]:
    """Every place outside the correction where its withdrawn wording can still be read."""
    mend = f"Say what is right now, or name the place in `discussed_in` of the correction '{correction.id}'."
    for phrase in correction.withdrawn:
        for file, line, what in (*_on_pages(phrase, correction, pages), *_in_records(phrase, correction, lib)):
            message = f"{what} the wording “{phrase}”, withdrawn on {correction.shown}"
            yield Problem(file, line, message, mend)


def _on_pages(phrase: str, correction: Correction, pages: list[Page]) -> Iterator[tuple[str, int, str]]:
    find = _finder(phrase)
    for page in pages:
        if page.src not in correction.discussed_in:
            for number, length, text in _page_texts(page):
                match = find(text)
                if match and match.start() < length:  # it begins in this line
                    yield f"docs/{page.src}", number, "the page holds"


def _in_records(phrase: str, correction: Correction, lib: Library) -> Iterator[tuple[str, int, str]]:
    find = _finder(phrase)
    for (kind, record_id), said in _record_texts(lib).items():
        if find(said) and f"{kind}/{record_id}" not in correction.discussed_in:
            yield *lib.place(kind, record_id), f"'{record_id}' holds"


@lru_cache(maxsize=1)
def _record_texts(lib: Library) -> dict[tuple[str, str], str]:
    """The texts of every record that is searched, one a line: no phrase goes from one into the next."""
    return {
        (kind, record_id): "\n".join(map(_plain, texts(record)))
        for kind in SEARCHED
        for record_id, record in getattr(lib, kind).items()
    }


@lru_cache(maxsize=256)
def _page_texts(page: Page) -> list[tuple[int, int, str]]:
    """(line, length of its text, text with that of the next line): a phrase may begin in one and end in the next."""
    found = [(1, _plain(str(page.front_matter.get(key, "")))) for key in ("title", "description")]
    texts = [(number, len(text), text) for number, text in found]
    lines = [(line.number, _plain(readable(line.text))) for line in page.lines]
    for (number, text), (_, following) in zip(lines, [*lines[1:], (0, "")], strict=True):
        texts.append((number, len(text), f"{text} {following}"))
    return texts


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("’", "'")).casefold()


def _finder(phrase: str) -> Callable[[str], re.Match[str] | None]:
    plain = _plain(phrase)
    # Whole words only: "with their" must not be found in "without their".
    pattern = re.compile(rf"(?<!\w){re.escape(plain)}(?!\w)")
    # Nearly every text holds nothing of it, and `in` says so in a tenth of the time.
    return lambda text: pattern.search(text) if plain in text else None
