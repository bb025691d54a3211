"""Corrections: the record, the command that adds one, the log, the notices, and wording that must not come back."""

from __future__ import annotations

import shutil
from pathlib import Path

import lxml.html
import pytest
import yaml

from explainer.facts.library import Library
from explainer.facts.problems import EditorError
from explainer.facts.records import Correction
from explainer.shown.components import Components
from explainer.text import cites, withdrawn
from explainer.text import correct as correcting
from explainer.text.pages import Page
from tests import support
from tests.opendata import ANSWERS, CLAIM, CONTACT, CORRECTION, PAGE, WRONG, Published, correct, published

__all__ = ["published"]


def text_of(file: Path, xpath: str) -> str:
    found = lxml.html.parse(str(file), parser=lxml.html.HTMLParser(encoding="utf-8")).getroot().xpath(xpath)
    return " ".join(" ".join(element.text_content() for element in found).split())


def test_the_command_asks_wrong_answers_again(published: Published) -> None:
    said = published.asked
    for words in (
        "Choose 'correction', 'clarification'",
        "There is no page 'water/closed.md'. Nearest: water/closing.md",
        "There is no claim 'day-closed'. Nearest: days-closed",
        "This needs an answer",
        "There is no such day in the calendar",
        "It cannot be put right before it was found, on 2024-08-01",
        "There is no source 'gazete2024'. Nearest: gazette2024",
        "The name 'five-samples' is taken",
        "Please answer yes or no",
    ):
        assert words in said, f"{words!r} is not in:\n{said}"


def test_the_record_holds_the_answers_and_the_log_keeps_what_it_had(published: Published) -> None:
    before = (support.SMALL / "docs" / "data" / "corrections.yml").read_text(encoding="utf-8")
    after = (published.project / "docs" / "data" / "corrections.yml").read_text(encoding="utf-8")
    assert after.startswith(before.rstrip("\n"))
    record = published.library.corrections[CORRECTION]
    assert record.model_dump(exclude_none=True) == {
        "id": CORRECTION,
        "title": "How long the pool was shut",
        "kind": "correction",
        "whose": "site",
        "found": "2024-08-01",
        "fixed": "2024-08-02",
        "logged": "2024-08-03",
        "pages": [PAGE],
        "claim_ids": [CLAIM],
        "said": f"The page said that {WRONG}.",
        "says": "The page says that it was shut for three days.",
        "why": "A week would have cost the swimming club its meet.",
        "found_by": "A reader",
        "sources": [{"key": "gazette2024", "role": "supports"}],
        "withdrawn": [WRONG],
        "discussed_in": [],
    }


@pytest.mark.parametrize("answers", [ANSWERS[:9], [*ANSWERS[:-2], "no"]], ids=["broken off", "refused"])
def test_nothing_is_written_before_the_end(tmp_path: Path, answers: list[str]) -> None:
    project = support.small_project(tmp_path / "project")
    log = project / "docs" / "data" / "corrections.yml"
    before = log.read_bytes()
    result = correct(project, answers)
    assert result.returncode == 1
    assert "Nothing was written" in result.stderr
    assert "Traceback" not in result.stderr
    assert log.read_bytes() == before
    assert not list(log.parent.glob("*.part"))


def test_the_page_that_was_put_right_gets_the_day(published: Published) -> None:
    page = (published.project / "docs" / PAGE).read_text(encoding="utf-8")
    assert "\nupdated: 2024-08-02\n" in page
    assert f"Written: 'updated: 2024-08-02' in docs/{PAGE}." in published.asked


def test_no_answer_is_lost_where_the_log_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    project = support.small_project(tmp_path / "project")
    before = (project / "docs" / "data" / "corrections.yml").read_bytes()
    monkeypatch.setenv("EXPLAINER_TODAY", "2024-08-03")
    monkeypatch.setattr(Path, "write_text", refuse)
    answers = iter(ANSWERS)
    with pytest.raises(EditorError) as caught:
        correcting.run(project / "docs", lambda _: next(answers), lambda _: None)
    (told,) = map(str, caught.value.problems)
    first, _, record = told.partition("\n\n")
    assert first == (
        "docs/data/corrections.yml: the record could not be written: permission denied\n"
        "    Nothing is lost: put these lines at the end of the file yourself."
    )
    (kept,) = yaml.safe_load(record)
    assert kept["id"] == CORRECTION
    assert kept["withdrawn"] == [WRONG]
    assert (project / "docs" / "data" / "corrections.yml").read_bytes() == before


def test_the_article_s_own_correction_is_told_on_its_page_and_in_the_log(site: Path) -> None:
    told = text_of(site / "dallas" / "correction.html", "//section[contains(@class, 'correction')]")
    logged = text_of(site / "corrections.html", "//section[@id='article-consent']")
    for words in ("“with their consent”", "“without their consent”", "of the article", "The day is not known"):
        assert words in told
        assert words in logged


def test_a_page_that_only_draws_a_corrected_claim_says_so_too(docs: Path) -> None:
    log = docs / "data" / "corrections.yml"
    support.edit(log, "    whose: article", "    whose: site\n    found: '2026-11-23'\n    fixed: '2026-11-23'")
    support.edit(log, "claim_ids: [correction-what, ", "claim_ids: [law-uk, ")
    library = Library.read(docs)
    drawn = [p for p in Page.read_all(docs) if any(b.name == "chart" and "eu-penalties" in b.ids() for b in p.blocks)]
    assert drawn
    for page in drawn:
        assert "article-consent" in [c.id for c in cites.corrections_of(page, library)]


def test_a_page_with_several_corrections_of_one_day_tells_them_in_one_line(docs: Path) -> None:
    rows = [
        Correction.model_validate({
            "id": name, "title": "t", "kind": "correction", "whose": "site", "found": "2026-11-28", "fixed": "2026-11-28",
            "logged": "2026-11-28", "pages": ["index.md", "dallas/index.md"], "said": "a", "says": "b", "why": "c",
            "found_by": "d", "sources": [{"key": "k"}],
        })
        for name in ("first-one", "second-one")
    ]  # fmt: skip
    parts = Components(Library.read(docs), "index.md", docs)
    shown = parts.render("notices", corrections=rows, old=None, limit=0)
    (summary,) = [element for notice in shown for element in notice.iter("summary")]
    assert "2 changes" in "".join(summary.itertext())
    assert len([a for notice in shown for a in notice.iter("a")]) == 2


def test_the_card_of_a_corrected_claim_leads_to_the_log(published: Published) -> None:
    tree = lxml.html.parse(str(published.site / "claims.html")).getroot()
    assert tree.xpath(f"//section[@id='{CLAIM}']//a[@href='corrections.html#{CORRECTION}']")


def test_the_newest_correction_stands_first_in_the_log(published: Published) -> None:
    tree = lxml.html.parse(str(published.site / "corrections.html")).getroot()
    assert tree.xpath("//section[contains(@class, 'correction')]/@id")[:2] == [CORRECTION, "five-samples"]


def test_a_report_goes_where_the_settings_say_and_no_address_is_invented(site: Path, published: Published) -> None:
    assert CONTACT in text_of(published.site / "about.html", "//ul[@class='report-error']")
    unset = lxml.html.parse(str(site / "corrections.html")).getroot()
    (block,) = unset.xpath("//ul[@class='report-error']")
    assert "has no address for reports" in block.text_content()
    assert not unset.xpath("//a[starts-with(@href, 'mailto:')]")


def test_the_issue_form_asks_for_what_the_page_asks_for() -> None:
    form = yaml.safe_load((support.ROOT / ".github" / "ISSUE_TEMPLATE" / "error.yml").read_text(encoding="utf-8"))
    fields = {row["id"]: row for row in form["body"] if row["type"] != "markdown"}
    needed = [name for name, row in fields.items() if row["validations"]["required"]]
    assert needed == ["page", "sentence", "right", "source"]


# -- withdrawn wording ---------------------------------------------------------------------------------


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A copy of docs/ to plant wording in."""
    return Path(shutil.copytree(support.DOCS, tmp_path / "docs"))


def planted(docs: Path) -> list[str]:
    return [str(p) for p in withdrawn.problems(Page.read_all(docs), Library.read(docs))]


def test_withdrawn_wording_stands_nowhere_today() -> None:
    assert planted(support.DOCS) == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("about/privacy.md", "# Privacy\n", "# Privacy\n\nPhotos were taken *with their consent*.\n"),
        ("about/privacy.md", "# Privacy\n", "# Privacy\n\nPhotos were taken with\ntheir consent, they said.\n"),
        ("about/privacy.md", "# Privacy\n", "# Privacy\n\nTaken [with their][consent] consent.\n"),
        ("about/privacy.md", "title: Privacy", "title: Privacy, with their consent"),
        ("data/terms.yml", "  - id: consent\n    term: consent\n", "  - id: consent\n    term: with their consent\n"),
        ("data/questions.yml", "would_settle: The rows", "would_settle: With people’s consent, the rows"),
    ],
    ids=["emphasis", "over a line end", "in a link", "front matter", "term", "curly apostrophe"],
)
def test_withdrawn_wording_is_found_wherever_it_is_planted(docs: Path, file: str, old: str, new: str) -> None:
    support.edit(docs / file, old, new)
    (problem,) = planted(docs)
    assert problem.startswith(f"docs/{file}:")
    assert "withdrawn" in problem
    assert "discussed_in" in problem


def test_the_opposite_of_the_withdrawn_wording_may_be_said(docs: Path) -> None:
    support.edit(docs / "about" / "privacy.md", "# Privacy\n", "# Privacy\n\nTaken without their consent.\n")
    assert planted(docs) == []


def test_wording_may_be_discussed_only_where_the_record_says(docs: Path) -> None:
    support.edit(docs / "data" / "corrections.yml", "      - terms/correction\n", "")
    (problem,) = planted(docs)
    assert "'correction' holds the wording “with their consent”" in problem


def test_a_correction_names_a_page_and_records_that_exist(docs: Path) -> None:
    support.edit(docs / "data" / "corrections.yml", "pages: [dallas/correction.md]", "pages: [dallas/corection.md]")
    (problem,) = planted(docs)
    assert "Nearest: dallas/correction.md" in problem


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"found": None}, "needs both dates"),
        ({"fixed": "2026-11-01"}, "before it was found"),
        ({"logged": "2026-11-01"}, "before it was fixed"),
        ({"withdrawn": ["with"]}, "is one word"),
        ({"whose": "ours"}, "'article' or 'site'"),
        ({"sources": []}, "at least 1"),
    ],
)
def test_a_correction_that_cannot_be_true_is_refused(change: dict[str, object], words: str) -> None:
    record = {
        "id": "x", "title": "t", "kind": "update", "whose": "site",
        "found": "2026-11-20", "fixed": "2026-11-21", "logged": "2026-11-22",
        "pages": ["index.md"], "said": "a", "says": "b", "why": "c", "found_by": "d", "sources": [{"key": "k"}],
    }  # fmt: skip
    assert Correction.model_validate(record).id == "x"
    with pytest.raises(ValueError, match=words):
        Correction.model_validate(record | change)


def test_an_unknown_claim_in_a_correction_is_named_with_its_line(docs: Path) -> None:
    support.edit(docs / "data" / "corrections.yml", "[correction-what,", "[correction-whta,")
    with pytest.raises(EditorError) as error:
        Library.read(docs)
    rows = (docs / "data" / "corrections.yml").read_text(encoding="utf-8").split("\n")
    line = next(number for number, row in enumerate(rows, 1) if "correction-whta" in row)
    assert f"docs/data/corrections.yml:{line}: " in str(error.value)
    assert "Nearest: correction-what" in str(error.value)
