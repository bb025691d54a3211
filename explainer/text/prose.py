"""House rules for prose that a machine can see: sentence by line, length, reading grade, headings, words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from explainer.facts.problems import Problem
from explainer.text.pages import INLINE_LINK, REFERENCE, Page
from explainer.text.scanner import COMMENT, HEADING

LONGEST_SENTENCE = 34
HIGHEST_GRADE = 9.0
SENTENCE_END = re.compile(r"(?<=[a-z0-9)’”\"%][.?!])[”\"]?\s+(?=[A-Z“\"])")
ABBREVIATION = re.compile(
    r"\b(?:U\.S|H\.B|S\.B|H\.R|N\.D|D\.C|v|vs|No|Jr|Sr|Inc|Co|Corp|Ltd|St|pp?|"
    r"Mr|Mrs|Ms|Dr|Prof|Cpl|Sgt|Lt|Maj|Gov|Sen|Rep|Gen)\.(?=\s)"
)
VAGUE_LINK = re.compile(r"^(?:here|this|link|click here|read more|more|this page)$", re.IGNORECASE)
WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")


def page_problems(page: Page) -> Iterator[Problem]:
    """Breaches of the house rules in one page."""
    file = f"docs/{page.src}"
    level = 0
    for line in page.lines:
        if line.kind == "heading":
            m = HEADING.match(line.text.strip())
            depth = len(m["marks"]) if m else 1
            if depth > level + 1:
                yield Problem(
                    file, line.number, f"the heading jumps from level {level} to {depth}", "Do not skip a level."
                )
            level = depth
        if line.kind not in ("prose", "list"):
            continue
        for m in INLINE_LINK.finditer(line.text):
            if VAGUE_LINK.match(m["text"]):
                yield Problem(file, line.number, f"the link text “{m['text']}” says nothing alone", "Name the target.")
        plain = readable(line.text)
        if SENTENCE_END.search(ABBREVIATION.sub("", plain)):
            yield Problem(file, line.number, "the line holds two sentences", "Write one sentence per line.")
        count = len(WORD.findall(plain))
        if count > LONGEST_SENTENCE:
            message = f"the sentence has {count} words"
            yield Problem(file, line.number, message, f"Split it; {LONGEST_SENTENCE} is the most.")
    grade = reading_grade(page)
    if grade > HIGHEST_GRADE:
        message = f"the reading grade is {grade:.1f}; {HIGHEST_GRADE:.0f} is the most"
        yield Problem(file, 0, message, "Shorten sentences and choose shorter words.")


@lru_cache(maxsize=8192)  # each line of a page is asked for by several rules
def readable(text: str) -> str:
    """A source line as it is read: links reduced to their words, marks and comments gone."""
    text = COMMENT.sub("", text)
    text = REFERENCE.sub(r"\g<text>", text)
    text = INLINE_LINK.sub(r"\g<text>", text)
    return re.sub(r"[*_`]|^\s*(?:[-*+]|\d+\.)\s+", "", text).strip()


def reading_grade(page: Page) -> float:
    """
    Flesch-Kincaid grade of the page's prose and lists outside quotations.

    0.39 × words per sentence + 11.8 × syllables per word − 15.59 (Kincaid and others, 1975). One
    line is one sentence. Pages with fewer than 100 words have no grade (0).
    """
    sentences = [
        QUOTED.sub("", readable(line.text))
        for line in page.lines
        if line.kind in ("prose", "list") and line.block != "quote"
    ]
    words = [WORD.findall(sentence) for sentence in sentences]
    words = [w for w in words if w]
    total = sum(map(len, words))
    if total < 100:
        return 0.0
    syllable_count = sum(syllables(word) for sentence in words for word in sentence)
    return 0.39 * total / len(words) + 11.8 * syllable_count / total - 15.59


# Letters at the end of a word that are written and not spoken: time, rule; times, rules; used.
SILENT = re.compile(
    r"""
    (?<![aeiouy])(?<![^aeiouyl]l)e$              # time, rule; but not table, agree
    | (?<![szxcg])(?<![cs]h)(?<![^aeiouyl]l)es$  # times, rules; but not cases, searches, tables
    | (?<![dt])(?<![^aeiouyl]l)ed$               # used, called; but not needed, settled
    """,
    re.VERBOSE,
)
VOWELS = re.compile(r"[aeiouy]+")
# Two vowels that stand together and are spoken apart: media, violation; being; usual.
APART = re.compile(r"(?<![tscg])(?<!ll)i[aou]|[eou]ing|(?<!q)ual")


@cache
def syllables(word: str) -> int:
    """Syllables of an English word, estimated from its groups of vowels."""
    word = re.sub(r"'s?$", "", word.lower().replace("’", "'"))
    if len(word) <= 3:
        return 1
    spoken = SILENT.sub("", word)
    return max(1, len(VOWELS.findall(spoken)) + len(APART.findall(spoken)))
