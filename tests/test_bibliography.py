"""How sources.bib is read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from explainer.facts import bibliography
from explainer.facts.problems import EditorError
from explainer.facts.records import Source
from tests.desk import DOCS

ENTRY = """@article{smith2020,
  author = {Smith, Ann and {The {NIST} Office} and van der Berg, Jo},
  title = {{Faces \\& other things: 93\\% match}},
  journal = {Some   Journal},
  date = {2020-05},
  url = {https://example.org/a_b%20c--d~e},
  urldate = {2026-11-22},
  kind = {study},
  keywords = {copy},
  note = {Pages 3--5 were
    read.}
}
"""


def read(tmp_path: Path, text: str) -> dict[str, Source]:
    path = tmp_path / "sources.bib"
    path.write_text(text, encoding="utf-8")
    return bibliography.read(path, "docs/data/sources.bib")[0]


def said(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(EditorError) as caught:
        read(tmp_path, text)
    return [str(problem) for problem in caught.value.problems]


def test_an_entry_is_read_as_it_is_printed(tmp_path: Path) -> None:
    source = read(tmp_path, ENTRY)["smith2020"]
    assert source.title == "Faces & other things: 93% match"
    assert source.authors == ["Ann Smith", "The NIST Office", "Jo van der Berg"]
    assert source.journal == "Some Journal"
    assert source.note == "Pages 3–5 were read."
    assert source.is_copy
    assert source.url == "https://example.org/a_b%20c--d~e"  # an address is never rewritten


@pytest.mark.parametrize(
    ("old", "date"),
    [
        ("year = {2020},\n  month = may,", "2020-05"),
        ("year = {2020},\n  month = {September},", "2020-09"),
        ("year = 2020,\n  month = 11,", "2020-11"),
        ("year = {2020},", "2020"),
    ],
)
def test_a_date_as_older_bibtex_writes_it(tmp_path: Path, old: str, date: str) -> None:
    assert read(tmp_path, ENTRY.replace("date = {2020-05},", old))["smith2020"].date == date


@pytest.mark.parametrize("field", ["institution", "publisher", "organization"])
def test_the_body_behind_a_source_has_several_names_in_bibtex(tmp_path: Path, field: str) -> None:
    source = read(tmp_path, ENTRY.replace("journal =", f"{field} ="))["smith2020"]
    assert source.organization == "Some Journal"


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        ("{Plain {Words}}", "Plain Words"),
        ("A \\& B", "A & B"),
        ("2013--15", "2013–15"),
        ("\\$5 and 5\\%", "$5 and 5%"),
        ("a_b", "a_b"),
        ("  a \n  b ", "a b"),
        ("caf{\\'e}", "café"),
        ("``quoted''", "“quoted”"),
        ("the `quoted' word", "the ‘quoted' word"),
        ("a --- b", "a — b"),
    ],
)
def test_plain_text(latex: str, text: str) -> None:
    assert bibliography.plain(latex) == text


def test_lines_of_entries() -> None:
    sources, lines = bibliography.read(DOCS / "data" / "sources.bib", "docs/data/sources.bib")
    rows = (DOCS / "data" / "sources.bib").read_text(encoding="utf-8").split("\n")
    assert lines.keys() == sources.keys()
    assert all(f"{{{key}," in rows[line - 1] for key, line in lines.items())


def test_all_wrong_entries_are_reported_at_once(tmp_path: Path) -> None:
    second = ENTRY.replace("smith2020", "jones2021").replace("{2020-05}", "{May 2020}")
    assert said(tmp_path, ENTRY.replace("{study}", "{blog}") + second) == [
        "docs/data/sources.bib:8: source 'smith2020': 'blog' is not a known value of 'kind'\n"
        "    Choose: primary, report, study, news, court, statute, company, advocacy or reference.",
        "docs/data/sources.bib:17: source 'jones2021', field 'date': write a date as YYYY, YYYY-MM or YYYY-MM-DD\n"
        "    The value is 'May 2020'.",
    ]


def test_a_name_that_cannot_be_read(tmp_path: Path) -> None:
    assert said(tmp_path, ENTRY.replace("Smith, Ann", "Smith, Ann, Jr., PhD, MD")) == [
        "docs/data/sources.bib:2: this is not valid BibTeX: Too many commas in 'Smith, Ann, Jr., PhD, MD'\n"
        "    Check the braces, and the comma at the end of the line above."
    ]


def test_a_bare_percent_sign_in_a_name(tmp_path: Path) -> None:
    assert said(tmp_path, ENTRY.replace("{NIST} Office", "% Office")) == [
        "docs/data/sources.bib:1: source 'smith2020': a value is not valid LaTeX: unbalanced braces\n"
        "    Check the braces, and write \\% for a percent sign."
    ]


def test_an_entry_that_never_ends(tmp_path: Path) -> None:
    (report,) = said(tmp_path, ENTRY.rstrip().removesuffix("}"))
    assert report.startswith("docs/data/sources.bib:")
    assert "this is not valid BibTeX: premature end of file\n" in report


def test_every_field_that_must_be_there(tmp_path: Path) -> None:
    for field in ("title", "author", "urldate", "kind", "note"):
        assert said(tmp_path, re.sub(rf"  {field} = (?:.|\n    )*\n", "", ENTRY)) == [
            f"docs/data/sources.bib:1: source 'smith2020': the field '{field}' is missing\n    Add it to the entry."
        ]
