"""The rules that make one record valid on its own."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from explainer.facts.records import Chart, Check, Claim, Event, Figure, Period, Quote, Record, Source, Sum, Term

CITE = [{"key": "ap2016", "locator": "first paragraph"}]
CLAIM = {
    "id": "a-claim",
    "statement": "Somebody said something.",
    "said_by": "Somebody",
    "said_on": "2021-04",
    "status": "reported",
    "level": "verified-primary",
    "sources": CITE,
    "checked": "2026-11-22",
}
EVENT = {
    "id": "an-event",
    "date": "2021-04-06",
    "precision": "day",
    "title": "A title",
    "summary": "A sentence.",
    "category": "reporting",
    "sources": CITE,
    "level": "verified-primary",
}
SOURCE = {
    "key": "a2020",
    "entry_type": "online",
    "title": "A title",
    "authors": ["A. Writer"],
    "urldate": "2026-11-22",
    "kind": "news",
    "note": "Read in full.",
}
FIGURE = {"value": 335, "unit": "bodies", "display": "335"}


def said(model: type[Record], values: dict[str, Any]) -> str:
    """What is wrong with the values, in one text; nothing when they make a record."""
    try:
        model.model_validate(values)
    except ValidationError as error:
        return "; ".join(detail["msg"].removeprefix("Value error, ") for detail in error.errors())
    return ""


@pytest.mark.parametrize("good", ["a", "a1", "dallas-search-range", "1-3"])
def test_ids_are_lower_case_words_with_hyphens(good: str) -> None:
    assert said(Claim, {**CLAIM, "id": good}) == ""


@pytest.mark.parametrize("bad", ["", "A", "a--b", "-a", "a-", "a_b", "a b", "é", "a\n", "a.b"])
def test_other_ids_are_refused(bad: str) -> None:
    assert "an id holds lower-case letters, digits and single hyphens" in said(Claim, {**CLAIM, "id": bad})


@pytest.mark.parametrize("good", ["2016", "2016-02", "2016-02-29"])
def test_dates_are_as_precise_as_they_are_known(good: str) -> None:
    assert said(Claim, {**CLAIM, "said_on": good}) == ""


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("", "write a date as"),
        ("16", "write a date as"),
        ("2016-2", "write a date as"),
        ("2016-02-1", "write a date as"),
        ("6 April 2021", "write a date as"),
        ("2016-02-29 ", "write a date as"),
        ("2016-02-29\n", "write a date as"),
        ("2015-02-29", "no such day"),
        ("2016-13", "no such day"),
        ("2016-00", "no such day"),
        ("0000", "no such day"),
    ],
)
def test_impossible_dates_are_refused(bad: str, why: str) -> None:
    assert why in said(Claim, {**CLAIM, "said_on": bad})


@pytest.mark.parametrize("short", ["2026", "2026-11"])
def test_a_check_has_a_full_date(short: str) -> None:
    assert said(Claim, {**CLAIM, "checked": short}) == "write the full date as YYYY-MM-DD"
    assert said(Source, {**SOURCE, "urldate": short}) == "write the full date as YYYY-MM-DD"


@pytest.mark.parametrize(
    ("start", "end"),
    [("2018", None), ("2018", "2018"), ("2018-05", "2018"), ("2018", "2018-01"), ("2018-02-03", "2018-02")],
)
def test_a_period_may_be_of_mixed_precision(start: str, end: str | None) -> None:
    assert said(Period, {"start": start, "end": end}) == ""


@pytest.mark.parametrize(("start", "end"), [("2018", "2017"), ("2018-05", "2018-04"), ("2018-02-03", "2018-01")])
def test_a_period_does_not_end_before_it_starts(start: str, end: str) -> None:
    assert said(Period, {"start": start, "end": end}) == f"the period ends ({end}) before it starts ({start})"


def test_a_figure_is_a_value_or_a_range() -> None:
    unit = {"unit": "searches", "display": "500 to 1,000"}
    assert said(Figure, {"value": 500, **unit}) == ""
    assert said(Figure, {"low": 500, "high": 1000, **unit}) == ""
    assert said(Figure, {"low": 500, "high": 500, "unit": "searches", "display": "500"}) == ""
    for wrong in (
        {},
        {"low": 500},
        {"high": 1000},
        {"value": 700, "low": 500, "high": 1000},
        {"value": 700, "low": 500},
    ):
        assert said(Figure, {**wrong, **unit}) == "give either `value`, or both `low` and `high`"


def test_a_range_runs_upwards() -> None:
    wrong = {"low": 1000, "high": 500, "unit": "searches", "display": "500 to 1,000"}
    assert said(Figure, wrong) == "the range is impossible: low 1000 is above high 500"


@pytest.mark.parametrize(
    ("value", "unit", "display"),
    [
        (1803, "bodies", "1,803"),
        (1803, "bodies", "1803 bodies"),
        (18.27, "million dollars", "$18.27 million"),
        (18270000, "dollars", "$18.27 million"),
        (18.6, "percent", "18.6 percent"),
        (13.95, "percent", "about 14 percent"),
        (69, "bodies", "sixty-nine"),
        (0.5, "share", "half"),
        (30, "minutes", "half an hour"),
        (3000000000, "images", "three billion"),
        (30, "billion euros", "30bn"),
        (10, "times", "10-fold"),
    ],
)
def test_the_display_says_the_number(value: float, unit: str, display: str) -> None:
    assert said(Figure, {"value": value, "unit": unit, "display": display}) == ""


@pytest.mark.parametrize(
    ("value", "display"), [(335, "336"), (335, "three hundred"), (335, "many"), (18.6, "18.7 percent"), (13.95, "13.9")]
)
def test_a_figure_is_not_written_two_ways(value: float, display: str) -> None:
    wrong = said(Figure, {"value": value, "unit": "bodies", "display": display})
    assert wrong == f"the figure is written two ways: the number is {value}, the display says '{display}'"


@pytest.mark.parametrize("low", [5, 501, 499])
def test_the_display_of_a_range_says_its_lower_end(low: int) -> None:
    wrong = said(Figure, {"low": low, "high": 1000, "unit": "searches", "display": "between 500 and 1,000"})
    assert wrong == f"the figure is written two ways: the number is {low}, the display says 'between 500 and 1,000'"


@pytest.mark.parametrize("value", [{"value": -5}, {"low": -5, "high": 5}])
def test_a_figure_is_zero_or_more(value: dict[str, int]) -> None:
    wrong = said(Figure, {**value, "unit": "searches", "display": "-5 to 5"})
    assert wrong == "a number of a figure is zero or more, not -5; the words say what fell"


def test_the_display_of_a_range_says_its_upper_end() -> None:
    below = {"low": 1, "high": 3, "unit": "times", "display": "below 3 times"}
    assert said(Figure, below) == ""
    assert "written two ways" in said(Figure, {**below, "display": "1 time or more"})


def test_a_figure_gives_all_its_numbers() -> None:
    ranged = Figure.model_validate({"low": 500, "high": 1000, "unit": "searches", "display": "500 to 1,000"})
    assert ranged.values() == [Decimal(500), Decimal(1000)]
    assert Figure.model_validate(FIGURE).values() == [Decimal(335)]


def test_a_quotation_stays_under_twenty_words() -> None:
    quote = {"by": "Somebody", "source": "ap2016"}
    assert said(Quote, {"words": " ".join(["word"] * 19), **quote}) == ""
    assert said(Quote, {"words": " ".join(["word"] * 20), **quote}) == "a quotation stays under 20 words"


@pytest.mark.parametrize("field", ["id", "statement", "said_by", "said_on", "status", "level", "sources", "checked"])
def test_a_claim_needs(field: str) -> None:
    assert said(Claim, {k: v for k, v in CLAIM.items() if k != field}) == "Field required"


def test_a_record_has_no_other_fields() -> None:
    assert said(Claim, {**CLAIM, "colour": "red"}) == "Extra inputs are not permitted"
    assert said(Claim, {**CLAIM, "sources": [{"key": "ap2016", "page": 3}]}) == "Extra inputs are not permitted"


def test_every_record_names_a_source() -> None:
    for model, values in ((Claim, CLAIM), (Event, EVENT)):
        assert said(model, {**values, "sources": []}).startswith("List should have at least 1 item")


@pytest.mark.parametrize("field", ["statement", "said_by", "nuance"])
def test_text_is_not_empty(field: str) -> None:
    assert said(Claim, {**CLAIM, field: ""}) == "String should have at least 1 character"


@pytest.mark.parametrize("field", ["precision", "level"])
def test_an_event_uses_the_vocabulary(field: str) -> None:
    assert said(Event, EVENT) == ""
    assert said(Event, {**EVENT, field: "other"}).startswith("Input should be '")


def test_a_term_says_what_its_definition_rests_on() -> None:
    term = {"id": "t", "term": "T", "definition": "A thing.", "basis": "plain", "sources": CITE}
    assert said(Term, term) == ""
    assert said(Term, {**term, "basis": "hearsay"}) == "Input should be 'standard', 'legal' or 'plain'"


def test_values_do_not_change_after_reading() -> None:
    claim = Claim.model_validate(CLAIM)
    with pytest.raises(ValidationError, match="frozen"):
        claim.statement = "Something else."  # type: ignore[misc]


def test_an_addition_comes_out() -> None:
    assert said(Check, {"sum": [335, 210, 97, 1161], "equals": 1803}) == ""
    assert said(Check, {"sum": [0.1, 0.2], "equals": 0.3}) == ""
    wrong = said(Check, {"sum": [336, 210, 97, 1161], "equals": 1803})
    assert wrong == "336 + 210 + 97 + 1,161 = 1,804, not 1,803"
    assert said(Check, {"sum": [1803], "equals": 1803}).startswith("List should have at least 2 items")


def test_a_chart_has_rows_whose_ranges_are_possible() -> None:
    chart = {"id": "c", "title": "T", "unit": "bodies", "level": "unverified", "sources": CITE, "data": [{"value": 1}]}
    assert said(Chart, chart) == ""
    assert said(Chart, {**chart, "data": []}).startswith("List should have at least 1 item")
    wrong = said(Chart, {**chart, "data": [{"low": 1, "high": 2}, {"low": 3, "high": 2}]})
    assert wrong == "row 2: the range is impossible: low 3 is above high 2"


@pytest.mark.parametrize("kind", ["percent", "ratio"])
def test_a_share_has_two_parts(kind: str) -> None:
    share = {"id": "s", "label": "A share.", "kind": kind, "result": "a.b"}
    assert said(Sum, {**share, "parts": ["a.c", "a.d"]}) == ""
    assert said(Sum, {**share, "parts": ["a.c", "a.d", "a.e"]}) == f"a {kind} has two parts, not 3"


def test_a_source_has_an_author_and_a_known_kind() -> None:
    assert said(Source, SOURCE) == ""
    assert said(Source, {**SOURCE, "authors": []}).startswith("List should have at least 1 item")
    assert said(Source, {**SOURCE, "kind": "blog"}).startswith("Input should be 'primary', 'report'")
    assert said(Source, {**SOURCE, "date": "2023-02-29"}) == "there is no such day in the calendar"
