"""The house rules for prose: sentence by line, length, reading grade, headings, link words."""

from __future__ import annotations

import pytest

from explainer.text import prose
from explainer.text.pages import Page

PLAIN = "The cat sat on the mat and it was warm.\n" * 12


def said(body: str) -> list[str]:
    return [str(problem) for problem in prose.page_problems(Page("page.md", body))]


@pytest.mark.parametrize(
    "body",
    [
        "One sentence stands here.\nAnother one stands there.",
        "A sentence by the U.S. Government and Sgt. Smith v. Jones, No. 5.",
        "H.B. 149 passed, and Mr. Ton-That of Clearview AI Inc. spoke.",
        "Is it? he asked.",
        "- One item.\n- Another item.",
        "| One. Two. | Three. Four. |",
    ],
)
def test_one_sentence_for_each_line(body: str) -> None:
    assert said(body) == []


@pytest.mark.parametrize(
    "body",
    [
        "It began here. It ended there.",
        "- It began here! It ended there.",
        "He said “no.” Then he left.",
        "It was [said there][x]. Then it ended.",
        "Was it so? “Yes,” he said.",
    ],
)
def test_two_sentences_on_a_line_are_reported(body: str) -> None:
    assert said(body) == ["docs/page.md:1: the line holds two sentences\n    Write one sentence per line."]


def test_long_sentences_are_reported() -> None:
    assert said("word " * 34) == []
    assert said("Short.\n" + "word " * 35) == [
        "docs/page.md:2: the sentence has 35 words\n    Split it; 34 is the most."
    ]


def test_the_words_of_a_link_count_and_its_target_does_not() -> None:
    assert said("word " * 33 + "[word](one/two/three/four-five.md) <!-- one two three -->") == []


def test_headings_do_not_skip_a_level() -> None:
    assert said("# One\n## Two\n### Three\n## Two") == []
    assert said("# One\n### Three") == ["docs/page.md:2: the heading jumps from level 1 to 3\n    Do not skip a level."]


@pytest.mark.parametrize("words", ["here", "this", "Click here", "read more", "this page"])
def test_link_words_say_where_they_lead(words: str) -> None:
    assert said(f"Read it [{words}](claims.md).") == [
        f"docs/page.md:1: the link text “{words}” says nothing alone\n    Name the target."
    ]
    assert said("Read [the ledger](claims.md).") == []


def test_hard_prose_is_reported() -> None:
    hard = "Organizational accountability necessitates comprehensive institutional transparency considerations.\n" * 20
    (report,) = said(hard)
    assert report.startswith("docs/page.md: the reading grade is ")
    assert report.endswith("; 9 is the most\n    Shorten sentences and choose shorter words.")
    assert said(PLAIN) == []


def test_quotations_and_code_do_not_count_for_the_grade() -> None:
    hard = "Organizational accountability necessitates comprehensive institutional transparency considerations.\n" * 4
    grade = prose.reading_grade(Page("page.md", PLAIN))
    assert grade > 0
    for quoted in (f"/// quote | x\n{hard}///\n", f"```\n{hard}```\n", f"| {hard.splitlines()[0]} |\n"):
        assert prose.reading_grade(Page("page.md", PLAIN + quoted)) == grade
    # The grade follows Kincaid: 0.39 × 10 words a sentence + 11.8 × 1 syllable a word − 15.59.
    assert round(grade, 2) == 0.11


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *[
            (w, 1)
            for w in ("time", "times", "rule", "rules", "ruled", "used", "called", "asked", "false", "makes", "eye")
        ],
        *[(w, 1) for w in ("the", "one", "one's", "phones", "were", "free", "clothes", "speed", "strengths")],
        *[(w, 2) for w in ("cases", "searches", "tables", "needed", "settled", "people", "police", "agreed", "faces")],
        *[(w, 2) for w in ("changes", "sources", "Dallas", "trial", "being", "voted", "measured", "region", "million")],
        *[(w, 3) for w in ("article", "articles", "images", "officers", "period", "media", "positives", "agencies")],
        *[(w, 4) for w in ("violation", "differences", "usually", "criteria", "reliable", "material")],
        ("identification", 6),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert prose.syllables(word) == count
