"""Search words of which readers would get nothing: what they mean must stand on some page or in some record."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explainer.facts.library import Library
from explainer.facts.problems import Problem, nearest
from explainer.facts.reading import KINDS
from explainer.facts.records import texts
from explainer.text.pages import Page
from explainer.text.prose import readable

WORD = re.compile(r"[^\W_]+")


def problems(pages: list[Page], lib: Library) -> Iterator[Problem]:
    """Every meaning with a word that the site does not use."""
    used = set(WORD.findall("\n".join(_texts(pages, lib)).casefold()))
    every = f" {' '.join(used)}"
    for record in lib.search_words.values():
        for n, phrase in enumerate(record.means):
            for word in WORD.findall(phrase.casefold()):
                # Search takes "officer" and "officers" as one word; here the endings are left open.
                if f" {word[: max(4, len(word) - 3)]}" not in every:
                    message = f"search word '{record.id}': no page or record has the word '{word}'"
                    mend = nearest(word, used) or "Write the words that the site has for it."
                    yield Problem(*lib.place("search_words", record.id, "means", n), message, mend)


def _texts(pages: list[Page], lib: Library) -> Iterator[str]:
    for page in pages:
        yield from (str(page.front_matter.get(key, "")) for key in ("title", "description"))
        yield from (readable(line.text) for line in page.lines)
    for kind in (*(kind for kind in KINDS if kind != "search_words"), "sources"):
        for record in getattr(lib, kind).values():
            yield from texts(record)
