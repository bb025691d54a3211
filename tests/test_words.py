"""How dates, sources and quotation marks are put into words."""

from __future__ import annotations

from typing import get_args

import pytest

from explainer.facts import records, words
from explainer.facts.records import Event, Source

SOURCE = {
    "key": "a2020",
    "entry_type": "online",
    "title": "A title",
    "authors": ["Ann Smith"],
    "urldate": "2026-11-22",
    "kind": "news",
    "note": "Read.",
}


@pytest.mark.parametrize(
    ("date", "shown"), [("2021-04-06", "April 6, 2021"), ("2021-12", "December 2021"), ("2021", "2021")]
)
def test_a_date_is_as_precise_as_it_is_known(date: str, shown: str) -> None:
    assert words.day(date) == shown


@pytest.mark.parametrize(
    ("precision", "shown"),
    [
        ("day", "April 7, 2021"),
        ("on or after", "on or after April 7, 2021"),
        ("inferred", "April 7, 2021 (inferred)"),
        ("week, planned", "planned for the week of April 7, 2021"),
    ],
)
def test_an_uncertain_date_says_so(precision: str, shown: str) -> None:
    event = Event.model_validate(
        {
            "id": "e",
            "date": "2021-04-07",
            "precision": precision,
            "title": "T",
            "summary": "S.",
            "category": "reporting",
            "sources": [{"key": "ap2016"}],
            "level": "unverified",
        }
    )
    assert words.event_day(event) == shown


@pytest.mark.parametrize(
    ("straight", "curly"),
    [
        ('He said "no" twice.', "He said “no” twice."),
        ('("no")', "(“no”)"),
        ("It's the officers' list.", "It’s the officers’ list."),
        ("a 'word' here", "a ‘word’ here"),
        ("\"It's 'so'\"", "“It’s ‘so’”"),
        ("the '90s and '00", "the ’90s and ’00"),
        ("rock 'n' roll", "rock ’n’ roll"),
        ("'tis so, get 'em", "’tis so, get ’em"),
        ("He said: 'yes'.", "He said: ‘yes’."),
    ],
)
def test_quotation_marks_are_typographic(straight: str, curly: str) -> None:
    assert words.curl(straight) == curly


@pytest.mark.parametrize(
    ("authors", "line"),
    [
        (["Ann Smith"], "Ann Smith"),
        (["Ann Smith", "Bo Li"], "Ann Smith and Bo Li"),
        (["Ann Smith", "Bo Li", "Cy Roe"], "Ann Smith, Bo Li and Cy Roe"),
        (["Ann Smith", "Bo Li", "Cy Roe", "Di Poe"], "Ann Smith and others"),
    ],
)
def test_byline(authors: list[str], line: str) -> None:
    assert words.byline(Source.model_validate({**SOURCE, "authors": authors})) == line


def test_a_publisher_is_not_named_twice() -> None:
    source = Source.model_validate({**SOURCE, "authors": ["The Associated Press"], "organization": "Associated Press"})
    assert words.publisher(source) == ""
    assert words.publisher(source.model_copy(update={"journal": "Nature"})) == "Nature"


def test_the_site_behind_an_address() -> None:
    assert words.host("https://www.nist.gov/x?y") == "nist.gov"
    assert words.host("https://pages.nist.gov") == "pages.nist.gov"


def test_every_word_of_the_vocabulary_is_explained() -> None:
    assert set(words.LEVELS) == set(get_args(records.Level))
    assert set(words.VERDICTS) == set(get_args(records.Verdict))
    assert set(words.SOURCE_KINDS) == set(get_args(records.SourceKind))
