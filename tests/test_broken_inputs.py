"""Every way of breaking a record has its own message: file, line, value, and how to mend it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.desk import Desk

DALLAS = "data/claims/dallas.yml"
DATASET = "data/claims/dataset.yml"
EVENTS = "data/events.yml"
TERMS = "data/terms.yml"
BIB = "data/sources.bib"
RANGE = "      as_printed: {low: 500, high: 1000, unit: searches, display: 'between 500 and 1,000'}\n"
CONFIRMED = "      bodies: {value: 335, unit: agencies, display: '335'}\n"


@dataclass(frozen=True)
class Case:
    """Replace `old` by `new` in `file`; the line to mend is the first that holds `at`; `says` is all that is said."""

    name: str
    file: str
    old: str
    new: str
    at: str
    says: str


CASES = [
    # -- fields ---------------------------------------------------------------------------------------
    Case(
        "missing field", DALLAS,
        "    status: reported\n", "",
        "- id: dallas-search-range",
        "claim 'dallas-search-range': the field 'status' is missing\n    Add it.",
    ),
    Case(
        "missing field of a figure", DALLAS,
        RANGE, RANGE.replace("unit: searches, ", ""),
        "as_printed:",
        "claim 'dallas-search-range': the field 'figures.as_printed.unit' is missing\n    Add it.",
    ),
    Case(
        "unknown field", DALLAS,
        "    said_by: Gizmodo, from", "    said_bye: nobody\n    said_by: Gizmodo, from",
        "said_bye",
        "claim 'dallas-search-range': there is no field 'said_bye'\n    Nearest: said_by, said_on, besides.",
    ),
    Case(
        "unknown field like no other", DATASET,
        "      bodies: {value: 335, unit", "      bodies: {colour: red, value: 335, unit",
        "colour",
        "claim 'dataset-confirmed-335': there is no field 'figures.bodies.colour'\n"
        "    Known fields: value, low, high, unit, display.",
    ),
    Case(
        "empty text", DALLAS,
        "    said_by: Gizmodo, from BuzzFeed News' table\n", "    said_by: ''\n",
        "said_by: ''",
        "claim 'dallas-search-range': the field 'said_by' is empty\n    Fill it in or remove it.",
    ),
    Case(
        "no source", DALLAS,
        "    sources:\n      - {key: gizmodo2021dallas}\n      - {key: buzzfeed2021table, locator: "
        "definition of search ranges, role: qualifies}"
        "\n      - {key: pantagraph2021, role: qualifies}\n",
        "    sources: []\n",
        "sources: []",
        "claim 'dallas-search-range': the field 'sources' is empty\n    Fill it in or remove it.",
    ),
    Case(
        "a number where text belongs", DALLAS,
        "    said_on: 2021-04\n", "    said_on: 2021\n",
        "said_on: 2021",
        "claim 'dallas-search-range', field 'said_on': input should be a valid string\n"
        "    The value is 2021. Put quotation marks round it.",
    ),
    Case(
        "text where a number belongs", DALLAS,
        "low: 500,", "low: a few hundred,",
        "low: a few hundred",
        "claim 'dallas-search-range', field 'figures.as_printed.low': input should be a valid decimal\n"
        "    The value is 'a few hundred'. Write digits with a point and without thousands separators, "
        "as in 1803 or 0.5.",
    ),
    Case(
        "text where a list belongs", EVENTS,
        "    claim_ids: [clearview-origins]", "    claim_ids: clearview-origins",
        "claim_ids: clearview-origins",
        "event 'ton-that-and-schwartz-meet', field 'claim_ids': input should be a valid list\n"
        "    The value is 'clearview-origins'. Write a list: one line for each entry, each after a hyphen.",
    ),
    Case(
        "text where a record belongs", TERMS,
        "terms:\n", "terms:\n  - algorithm\n",
        "- algorithm",
        "term 'number 1': input should be a valid dictionary or instance of term\n"
        "    The value is 'algorithm'. Write fields below it, as in 'key: value'.",
    ),
    # -- vocabulary -----------------------------------------------------------------------------------
    Case(
        "unknown status", DALLAS,
        "    status: reported\n", "    status: proven\n",
        "status: proven",
        "claim 'dallas-search-range': 'proven' is not a known value of 'status'\n"
        "    Choose: on the record, reported, measured, estimate, disputed, corrected, unverified or retired.",
    ),
    Case(
        "unknown level", DALLAS,
        "    level: unverified\n", "    level: checked\n",
        "level: checked",
        "claim 'dallas-search-range': 'checked' is not a known value of 'level'\n"
        "    Choose: verified-primary, verified-secondary or unverified.",
    ),
    Case(
        "unknown verdict", "data/article-check.yml",
        "    verdict: matches with a nuance\n", "    verdict: half true\n",
        "verdict: half true",
        "sentence 'headline': 'half true' is not a known value of 'verdict'\n"
        "    Choose: matches, matches with a nuance, differs, could not be checked or only in the "
        "article.",
    ),
    Case(
        "unknown category", EVENTS,
        "    category: law\n", "    category: business\n",
        "category: business",
        "event 'texas-image-verification-2005': there is no kind of event 'business'\n"
        "    Choose: dallas, reporting, clearview, law, study, misuse, debate.",
    ),
    Case(
        "unknown precision", EVENTS,
        "    precision: year\n", "    precision: about\n",
        "precision: about",
        "event 'ton-that-and-schwartz-meet': 'about' is not a known value of 'precision'\n"
        "    Choose: day, month, year, on or after, inferred or week, planned.",
    ),
    Case(
        "unknown basis of a term", TERMS,
        "    basis: standard\n", "    basis: hearsay\n",
        "basis: hearsay",
        "term 'algorithm': 'hearsay' is not a known value of 'basis'\n    Choose: standard, legal or plain.",
    ),
    # -- dates and ranges -----------------------------------------------------------------------------
    Case(
        "bad date", DALLAS,
        "    said_on: 2021-04\n", "    said_on: April 2021\n",
        "said_on: April 2021",
        "claim 'dallas-search-range', field 'said_on': write a date as YYYY, YYYY-MM or YYYY-MM-DD"
        " (the value is 'April 2021')\n    Mend the record.",
    ),
    Case(
        "impossible day", DALLAS,
        "    checked: '2026-11-28'\n", "    checked: '2026-02-30'\n",
        "2026-02-30",
        "claim 'dallas-search-range', field 'checked': there is no such day in the calendar"
        " (the value is '2026-02-30')\n    Mend the record.",
    ),
    Case(
        "a month where a day is needed", DALLAS,
        "    checked: '2026-11-28'\n", "    checked: 2026-11\n",
        "checked: 2026-11",
        "claim 'dallas-search-range', field 'checked': write the full date as YYYY-MM-DD (the value is '2026-11')\n"
        "    Mend the record.",
    ),
    Case(
        "period that ends before it starts", DALLAS,
        "    period: {start: '2018', end: 2020-02}\n", "    period: {start: 2020-03, end: 2020-02}\n",
        "start: 2020-03",
        "claim 'dallas-search-range', field 'period': the period ends (2020-02) before it starts (2020-03)\n"
        "    Mend the record.",
    ),
    Case(
        "impossible range", DALLAS,
        "low: 500, high: 1000", "low: 1000, high: 500",
        "low: 1000, high: 500",
        "claim 'dallas-search-range', field 'figures.as_printed': the range is impossible: low 1000 is above high 500\n"
        "    Mend the record.",
    ),
    Case(
        "low without high", DALLAS,
        "low: 500, high: 1000,", "low: 500,",
        "as_printed:",
        "claim 'dallas-search-range', field 'figures.as_printed': give either `value`, or both `low` and `high`\n"
        "    Mend the record.",
    ),
    Case(
        "value beside a range", DALLAS,
        "low: 500, high: 1000,", "value: 750, low: 500, high: 1000,",
        "as_printed:",
        "claim 'dallas-search-range', field 'figures.as_printed': give either `value`, or both `low` and `high`\n"
        "    Mend the record.",
    ),
    Case(
        "figure written two ways", DALLAS,
        "high: 1000, unit: searches, display: 'between", "high: 1500, unit: searches, display: 'between",
        "high: 1500",
        "claim 'dallas-search-range', field 'figures.as_printed': the figure is written two ways: the number is 1500,"
        " the display says 'between 500 and 1,000'\n    Mend the record.",
    ),
    # -- ids and references ---------------------------------------------------------------------------
    Case(
        "bad id", TERMS,
        "- id: algorithm\n", "- id: The Algorithm\n",
        "- id: The Algorithm",
        "term 'The Algorithm', field 'id': an id holds lower-case letters, digits and single hyphens,"
        " as in 'search-range' (the value is 'The Algorithm')\n    Mend the record.",
    ),
    Case(
        "unknown source", DALLAS,
        "- {key: gizmodo2021dallas}", "- {key: gizmodo2012dallas}",
        "gizmodo2012dallas",
        "claim 'dallas-search-range' cites the unknown source 'gizmodo2012dallas'\n"
        "    Nearest: gizmodo2021dallas, …",
    ),
    Case(
        "unknown source like no other", DALLAS,
        "- {key: gizmodo2021dallas}", "- {key: zzz}",
        "key: zzz",
        "claim 'dallas-search-range' cites the unknown source 'zzz'\n    Add it to docs/data/sources.bib.",
    ),
    Case(
        "unknown source of a quotation", DALLAS,
        "        source: gizmodo2021dallas\n", "        source: gizmodo2021dalas\n",
        "source: gizmodo2021dalas",
        "claim 'dallas-never-authorized' cites the unknown source 'gizmodo2021dalas'\n"
        "    Nearest: gizmodo2021dallas, …",
    ),
    Case(
        "unknown claim of an event", EVENTS,
        "claim_ids: [clearview-origins]", "claim_ids: [clearview-origin]",
        "[clearview-origin]",
        "event 'ton-that-and-schwartz-meet' points at the unknown claim 'clearview-origin'\n"
        "    Nearest: clearview-origins, …",
    ),
    Case(
        "unknown claim of a sentence", "data/article-check.yml",
        "      - dallas-personal-phones\n", "      - dallas-private-phones\n",
        "- dallas-private-phones",
        "sentence 'headline' points at the unknown claim 'dallas-private-phones'\n"
        "    Nearest: dallas-personal-phones, …",
    ),
    Case(
        "unknown term in see", TERMS,
        "    see:\n      - frvt\n", "    see:\n      - frtv\n",
        "- frtv",
        "term 'algorithm' points at the unknown term 'frtv'\n    Nearest: frvt.",
    ),
    Case(
        "unknown question", "data/policy-checklist.yml",
        "    question_id: general-order\n", "    question_id: general-orders\n",
        "general-orders",
        "policy question 'written-public-policy' points at the unknown question 'general-orders'\n"
        "    Nearest: general-order, …",
    ),
    Case(
        "unused source", BIB,
        "@online{aat2023,",
        "@online{nobody2020,\n  author = {{Nobody}},\n  title = {{Nothing}},\n  urldate = "
        "{2026-11-22},\n  kind = {news},\n"
        "  note = {Not read.}\n}\n\n@online{aat2023,",
        "@online{nobody2020,",
        "no record cites the source 'nobody2020'\n    Cite it, or remove the entry.",
    ),
    Case(
        "quotation too long", DALLAS,
        "      - words: for use by any member of the department\n", "      - words: " + "word " * 20 + "\n",
        "- words: word",
        "claim 'dallas-never-authorized', field 'quotes.1': a quotation stays under 20 words\n    Mend the record.",
    ),
    Case(
        "events out of order", EVENTS,
        "    date: '2016'\n", "    date: '2017'\n",
        "- id: dart-2016",
        "event 'dart-2016' (2016-02) stands after 'ton-that-and-schwartz-meet' (2017)\n"
        "    Keep the events in the order of their dates.",
    ),
    # -- arithmetic -----------------------------------------------------------------------------------
    Case(
        "wrong chart sum", "data/charts.yml",
        "      - sum:\n          - 335\n", "      - sum:\n          - 336\n",
        "      - sum:\n".strip("\n"),
        "chart 'dataset-responses', field 'checks.1': 336 + 210 + 97 + 1,161 = 1,804, not 1,803\n    Mend the record.",
    ),
    Case(
        "impossible range in a chart", "data/charts.yml",
        "    data:\n      - answer: confirmed\n",
        "    data:\n      - low: 5\n        high: 1\n        answer: confirmed\n",
        "- id: dataset-responses",
        "chart 'dataset-responses': row 1: the range is impossible: low 5 is above high 1\n    Mend the record.",
    ),
    Case(
        "no number in a column that is drawn", "data/charts.yml",
        "        profile_90: 0.0462\n", "",
        "- id: nist-1n-2026",
        "chart 'nist-1n-2026': row 1: there is no number in 'profile_90', which is drawn\n    Mend the record.",
    ),
    Case(
        "a source in a row of a chart without its key", "data/charts.yml",
        "    data:\n      - answer: confirmed\n",
        "    data:\n      - answer: confirmed\n        sources: [buzzfeed2021table]\n",
        "- id: dataset-responses",
        "chart 'dataset-responses': row 1: the source is 'buzzfeed2021table'; write {key: its-key}\n    Mend the record.",
    ),
    Case(
        "unknown source in a row of a chart", "data/charts.yml",
        "    data:\n      - answer: confirmed\n",
        "    data:\n      - sources: [{key: zzz}]\n        answer: confirmed\n",
        "key: zzz",
        "chart 'dataset-responses' cites the unknown source 'zzz'\n    Add it to docs/data/sources.bib.",
    ),
    Case(
        "wrong arithmetic in a sentence", "data/sums.yml",
        "    label: The four kinds of answer add up", "    label: As 335 + 210 = 1,161, the kinds of answer add up",
        "label: As",
        "'answers-close': the arithmetic is wrong: 335 + 210 is 545, not 1,161\n    Mend the sentence.",
    ),
    Case(
        "unknown figure in a sum", "data/sums.yml",
        "dataset-denied-210.bodies, dataset-declined", "dataset-denied-210.body, dataset-declined",
        "- id: answers-close",
        "sum 'answers-close' names the unknown figure 'dataset-denied-210.body'\n"
        "    Nearest: dataset-denied-210.bodies, …",
    ),
    Case(
        "a share of three parts", "data/sums.yml",
        "    kind: percent\n    parts: [dataset-confirmed-335.bodies, ",
        "    kind: percent\n    parts: [dataset-1803.bodies, dataset-confirmed-335.bodies, ",
        "- id: share-confirmed",
        "sum 'share-confirmed': a percent has two parts, not 3\n    Mend the record.",
    ),
    # -- files ----------------------------------------------------------------------------------------
    Case(
        "broken YAML", DALLAS,
        "    nuance: We have not read the row for Dallas itself;",
        "    nuance: We have not: read the row for Dallas itself;",
        "nuance: We have not: read",
        "this is not valid YAML: mapping values are not allowed here\n"
        "    Check the indentation, and put quotation marks round text that holds ': ' or starts with a symbol.",
    ),
    Case(
        "hidden character", DALLAS,
        "    nuance: We have not read the row", "    nuance: We have not \x07read the row",
        "\x07",
        "it holds a control character (U+0007), which nobody sees\n    Remove it; type the word anew.",
    ),
    Case(
        "doubled key", DALLAS,
        "    said_on: 2021-04\n", "    said_on: 2021-04\n    said_by: Somebody else\n",
        "said_by: Somebody else",
        "the field 'said_by' stands twice\n    Keep one of them.",
    ),
    Case(
        "unknown YAML tag", DALLAS,
        "    said_on: 2021-04\n", "    said_on: !month 2021-04\n",
        "!month",
        "'2021-04' is not a value of !month\n    Put quotation marks round it.",
    ),
    Case(
        "wrong top-level key", EVENTS,
        "events:\n", "event:\n",
        "# Timeline events",
        "the file must hold a list named 'events'\n    Begin it with 'events:'.",
    ),
    Case(
        "second top-level key", TERMS,
        "terms:\n", "trems: []\nterms:\n",
        "trems",
        "'trems' is not a list that this file may hold\n    The file holds one list, 'terms'.",
    ),
    # -- sources --------------------------------------------------------------------------------------
    Case(
        "broken BibTeX", BIB,
        "  organization = {Administrative Appeals Tribunal of Australia},\n",
        "  organization = {Administrative Appeals Tribunal of Australia}\n",
        "  date = {2023-05-08},",
        "this is not valid BibTeX: '}' expected\n    Check the braces, and the comma at the end of the line above.",
    ),
    Case(
        "doubled field in BibTeX", BIB,
        "  date = {2023-05-08},\n", "  date = {2023-05-08},\n  date = {2023},\n",
        "@online{aat2023,",
        "this is not valid BibTeX: entry with key aat2023 has a duplicate date field\n"
        "    Check the braces, and the comma at the end of the line above.",
    ),
    Case(
        "missing field of a source", BIB,
        "  title = {{Clearview AI Inc and", "  shorttitle = {{Clearview AI Inc and",
        "@online{aat2023,",
        "source 'aat2023': the field 'title' is missing\n    Add it to the entry.",
    ),
    Case(
        "source without an author", BIB,
        "  author = {{Administrative Appeals Tribunal of Australia}},\n", "",
        "@online{aat2023,",
        "source 'aat2023': the field 'author' is missing\n    Add it to the entry.",
    ),
    Case(
        "bad urldate", BIB,
        "  urldate = {2026-11-22},\n", "  urldate = {2026-11},\n",
        "urldate = {2026-11},",
        "source 'aat2023', field 'urldate': write the full date as YYYY-MM-DD\n    The value is '2026-11'.",
    ),
    Case(
        "unknown kind of source", BIB,
        "  kind = {court},\n", "  kind = {blog},\n",
        "kind = {blog}",
        "source 'aat2023': 'blog' is not a known value of 'kind'\n"
        "    Choose: primary, report, study, news, court, statute, company, advocacy or reference.",
    ),
    Case(
        "bare percent sign in BibTeX", BIB,
        "  note = {We read a passage of this page in an archived copy.}",
        "  note = {We read 90% of this page in an archived copy.}",
        "90% of this page",
        "source 'aat2023', field 'note': BibTeX drops what follows the bare %\n    Write \\% for a percent sign.",
    ),
]  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_the_records_are_good_before_they_are_broken(desk: Desk) -> None:
    assert desk.said() == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_message(desk: Desk, case: Case) -> None:
    desk.edit(case.file, case.old, case.new)
    (said,) = desk.said()
    wanted = f"docs/{case.file}:{desk.line(case.file, case.at)}: {case.says}"
    if wanted.endswith("…"):  # further ids follow, as many as there are
        wanted = wanted.removesuffix("…")
        said = said[: len(wanted)]
    assert said == wanted


# -- one change, several messages ---------------------------------------------------------------------


def test_changing_335_to_336_says_what_no_longer_adds_up(desk: Desk) -> None:
    desk.edit(DATASET, CONFIRMED, CONFIRMED.replace("335", "336"))
    changed, result = desk.line(DATASET, "value: 336"), desk.line(DATASET, "value: 1803")
    said = desk.said()
    assert [report for report in said if "adds up" in report and "'answers-close'" in report] == [
        f"docs/{DATASET}:{changed}: 'answers-close' no longer adds up: 336 + 210 + 97 + 1,161 = 1,804,"
        " but dataset-1803.bodies is 1,803\n"
        "    The four kinds of answer add up to every agency in the table."
        f" Compare dataset-1803.bodies (docs/{DATASET}:{result}) with its parts: dataset-confirmed-335.bodies,"
        " dataset-denied-210.bodies, dataset-declined-97.bodies, dataset-silent-1161.bodies."
    ]
    statement = desk.line(DATASET, "statement: A total of 335 agencies")
    assert (
        f"docs/{DATASET}:{statement}: claim 'dataset-confirmed-335', field 'statement': “335” is none of its figures:"
        " 336; 18.6 percent\n    Mend the words, or add the figure."
    ) in said
    assert any("claim 'dataset-declined-97': worked out anew, 1,803 − 336 − 210" in report for report in said)


def test_a_changed_share_says_what_it_should_be(desk: Desk) -> None:
    desk.edit(
        DATASET, "{value: 18.6, unit: 'percent of 1,803', display: 18.6", "{value: 18.7, unit: 'x', display: 18.7"
    )
    said = next(report for report in desk.said() if "'share-confirmed'" in report)
    assert said.startswith(
        f"docs/{DATASET}:{desk.line(DATASET, CONFIRMED.strip())}: 'share-confirmed' no longer adds up:"
        " 335 of 1,803 in percent = 18.6, but dataset-confirmed-335.share is 18.7\n"
    )


def test_a_figure_changed_in_one_place_only_is_written_two_ways(desk: Desk) -> None:
    desk.edit(DATASET, "value: 335,", "value: 336,")
    line = desk.line(DATASET, "value: 336")
    two_ways, sum_broken = sorted(desk.said(), key=lambda said: "no longer adds up" in said)
    assert two_ways == (
        f"docs/{DATASET}:{line}: claim 'dataset-confirmed-335', field 'figures.bodies': the figure is written two ways:"
        " the number is 336, the display says '335'\n    Mend the record."
    )
    assert sum_broken.startswith(
        f"docs/{DATASET}:{line}: 'answers-close' no longer adds up: 336 + 210 + 97 + 1,161 = 1,804,"
    )


def test_doubled_id(desk: Desk) -> None:
    desk.edit(DALLAS, "  - id: dallas-search-purpose\n", "  - id: dallas-search-range\n")
    first = desk.line(DALLAS, "- id: dallas-search-range")
    second = desk.line(DALLAS, "statement: For BuzzFeed News, a search is any photo") - 1
    assert desk.said() == [
        f"docs/{DALLAS}:{second}: the id 'dallas-search-range' is taken\n"
        f"    It stands first in docs/{DALLAS}:{first}; choose another id."
    ]


def test_one_id_for_a_claim_and_a_term(desk: Desk) -> None:
    desk.edit(TERMS, "    also:\n", "    also:\n      - dallas-search-range\n")
    claim, term = desk.line(DALLAS, "- id: dallas-search-range"), desk.line(TERMS, "- id: audit-log")
    assert desk.said() == [
        f"docs/{DALLAS}:{claim}: 'dallas-search-range' names a claim and a glossary term\n"
        f"    Rename one of them; the term stands in docs/{TERMS}:{term}."
    ]


def test_doubled_source(desk: Desk) -> None:
    desk.edit(BIB, "@online{abc_reid2023,", "@online{aat2023,")
    first = desk.line(BIB, "@online{aat2023,")
    second = desk.line(BIB, "{{ABC News via Finger") - 1
    assert desk.said() == [
        f"docs/{BIB}:{second}: the source 'aat2023' stands twice\n    The first is in line {first}; keep one."
    ]


def test_a_share_of_nothing(desk: Desk) -> None:
    desk.edit(DATASET, CONFIRMED, CONFIRMED + "      none: {value: 0, unit: agencies, display: '0'}\n")
    desk.edit(
        "data/sums.yml",
        "sums:\n",
        "sums:\n  - id: nothing\n    label: A share of nothing.\n    kind: percent\n"
        "    parts: [dataset-confirmed-335.bodies, dataset-confirmed-335.none]\n    result: dataset-1803.bodies\n",
    )
    assert desk.said() == [
        f"docs/data/sums.yml:{desk.line('data/sums.yml', '- id: nothing')}: sum 'nothing' divides by"
        " dataset-confirmed-335.none, which is 0\n    Mend the figure, or the order of the parts."
    ]


# -- whole files --------------------------------------------------------------------------------------


def test_missing_file(desk: Desk) -> None:
    desk.path("data/topics.yml").unlink()
    assert "docs/data/topics.yml: the file is missing\n    Restore it from version control." in desk.said()


def test_missing_bibliography(desk: Desk) -> None:
    desk.path(BIB).unlink()
    assert desk.said() == ["docs/data/sources.bib: the file is missing\n    Restore it from version control."]


def test_missing_claims(desk: Desk) -> None:
    shutil.rmtree(desk.path("data/claims"))
    assert (
        "docs/data/claims: the folder holds no records\n    Restore it from version control, or write the first record."
        in desk.said()
    )


def test_no_records_at_all(desk: Desk) -> None:
    shutil.rmtree(desk.path("data"))
    assert desk.said() == [
        f"{desk.docs}/data: there is no such folder, so there are no records\n"
        "    Run the command in the project's folder, or name the folder of the pages: --docs path/to/docs."
    ]


@pytest.mark.parametrize("content", ["", "# only a comment\n"])
def test_empty_file(desk: Desk, content: str) -> None:
    desk.write("data/sums.yml", content)
    assert desk.said() == ["docs/data/sums.yml: the file is empty\n    Restore it from version control."]


def test_empty_bibliography(desk: Desk) -> None:
    desk.write(BIB, "")
    assert desk.said() == ["docs/data/sources.bib: the file holds no source\n    Restore it from version control."]


@pytest.mark.parametrize("name", ["data/sums.yml", BIB])
def test_not_utf_8(desk: Desk, name: str) -> None:
    desk.write(name, "# first line\n# caf\u00e9\n".encode("latin-1") + desk.path(name).read_bytes())
    assert desk.said() == [
        f"docs/{name}:2: the file is not UTF-8 text: byte 0xe9 stands where a character must\n"
        "    Save it as UTF-8 in your editor."
    ]


@pytest.mark.parametrize("name", ["data/sums.yml", DALLAS, BIB])
def test_byte_order_mark_and_foreign_line_ends_do_no_harm(desk: Desk, name: str) -> None:
    desk.write(name, b"\xef\xbb\xbf" + desk.path(name).read_bytes().replace(b"\n", b"\r\n"))
    assert desk.said() == []


# -- many at once -------------------------------------------------------------------------------------


def test_all_problems_are_reported_at_once(desk: Desk) -> None:
    desk.edit(DALLAS, "    status: reported\n", "    status: proven\n")
    desk.edit(DALLAS, "    checked: '2026-11-22'\n", "    checked: today\n")
    desk.edit(EVENTS, "    precision: year\n", "    precision: about\n")
    desk.edit(BIB, "  kind = {court},\n", "  kind = {blog},\n")
    desk.edit("data/sums.yml", "sums:\n", "totals:\n")
    places = [said.partition(": ")[0] for said in desk.said()]
    assert places == [
        f"docs/{DALLAS}:{desk.line(DALLAS, 'status: proven')}",
        f"docs/{DALLAS}:{desk.line(DALLAS, 'checked: today')}",
        f"docs/{EVENTS}:{desk.line(EVENTS, 'precision: about')}",
        f"docs/{BIB}:{desk.line(BIB, 'kind = {blog}')}",
        "docs/data/sums.yml:1",
    ]


def test_a_broken_record_does_not_make_others_look_wrong(desk: Desk) -> None:
    # Events, sentences and questions point at this claim, and it alone cites some source.
    desk.edit(DALLAS, "    status: reported\n", "")
    assert len(desk.said()) == 1
