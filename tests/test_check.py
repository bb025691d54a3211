"""The checks that editors run before a build, on a copy of the whole site with one thing changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from explainer.__main__ import main
from explainer.facts.library import Library
from explainer.facts.words import is_excerpt
from explainer.shown import markdown
from explainer.text import check
from explainer.text.pages import Page
from tests.desk import DOCS, Desk

FRONT = (
    "---\ntitle: A title\ndescription: A plain sentence that says what stands on this page and why.\n"
    "checked: 2026-11-22\nupdated: 2026-11-22\n---\n\n"
)
FIRST = FRONT.count("\n") + 1


@pytest.fixture(scope="module")
def records() -> Library:
    return Library.read(DOCS)


def said(library: Library, body: str, front: str = FRONT) -> list[str]:
    """What an editor reads about a page with this body."""
    return [str(problem) for problem in check.page_problems(Page("page.md", front + body), library)]


def test_a_good_page_has_no_problems(records: Library) -> None:
    assert said(records, "# A title\n\nIt lists [1,803 bodies][dataset-1803].\n") == []


# -- front matter -------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["title", "description", "checked", "updated"])
def test_front_matter_is_complete(records: Library, field: str) -> None:
    front = "".join(row for row in FRONT.splitlines(keepends=True) if not row.startswith(f"{field}:"))
    assert said(records, "", front) == [
        f"docs/page.md:1: the front matter has no '{field}'\n    Add '{field}: ...' between the --- lines."
    ]


@pytest.mark.parametrize("date", ["2026-11", "22 November 2026", "soon"])
def test_front_matter_dates(records: Library, date: str) -> None:
    assert said(records, "", FRONT.replace("checked: 2026-11-22", f"checked: {date}")) == [
        f"docs/page.md:1: the front matter's 'checked' is '{date}'\n    Write the date as YYYY-MM-DD."
    ]


@pytest.mark.parametrize(("text", "count"), [("Short.", 6), ("word " * 35, 174)])
def test_the_length_of_a_description(records: Library, text: str, count: int) -> None:
    front = FRONT.replace("A plain sentence that says what stands on this page and why.", text.strip())
    assert said(records, "", front) == [
        f"docs/page.md:1: the description has {count} characters\n    Write one plain sentence of 50 to 170 characters."
    ]


# -- references and blocks ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("[It][dataset-1083]", "there is no claim or term 'dataset-1083'\n    Nearest: dataset-1803, "),
        ("[It][@buzzfeed2021tabel]", "there is no source '@buzzfeed2021tabel'\n    Nearest: @buzzfeed2021table"),
        ("[audit logg][]", "there is no claim or term 'audit logg'\n    Nearest: audit log"),
    ],
)
def test_unknown_references(records: Library, reference: str, message: str) -> None:
    (report,) = said(records, f"Words first.\n{reference} stands here.")
    assert report.startswith(f"docs/page.md:{FIRST + 1}: {message}")


def test_references_by_any_name_of_a_term(records: Library) -> None:
    assert said(records, "An [audit log][], a [search log][] and [it][audit-log], from [AP][@ap2016].") == []


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("/// timelin", "there is no block 'timelin'\n    Nearest: timeline"),
        ("/// zzz", f"there is no block 'zzz'\n    Known blocks: {', '.join(check.BLOCKS)}."),
        ("/// claim", "block 'claim' needs an argument\n    Write '/// claim | ...'."),
        ("/// table", "block 'table' needs an argument\n    Write '/// table | ...'."),
        ("/// claim | dataset-1083", "block 'claim': there is no 'dataset-1083'\n    Nearest: dataset-1803, "),
        ("/// claim | zzzzz", "block 'claim': there is no 'zzzzz'\n    The ids stand in docs/data/claims."),
        ("/// sum | answers-clos", "block 'sum': there is no 'answers-clos'\n    Nearest: answers-close"),
        ("/// terms | audit-lag", "block 'terms': there is no 'audit-lag'\n    Nearest: audit-log"),
        ("/// questions | general-ordr", "block 'questions': there is no 'general-ordr'\n    Nearest: general-order"),
        ("/// article-check | headlin", "block 'article-check': there is no 'headlin'\n    Nearest: headline"),
        (
            "/// timeline\n    ids: [ton-that-and-schwartz]",
            "block 'timeline': there is no 'ton-that-and-schwartz'\n    Nearest: ton-that-and-schwartz-meet",
        ),
        (
            "/// timeline\n    topic: dalas",
            "block 'timeline': there is no topic 'dalas'\n"
            "    Choose: dallas, reporting, clearview, law, study, misuse, debate.",
        ),
        ("/// timeline\n    tpoic: dallas", "block 'timeline' has no option 'tpoic'\n    Nearest: topic."),
        ("/// sources\n    sort: date", "block 'sources' has no option 'sort'\n    Options of this block: none."),
        (
            "/// numbers\n    figures:\n      - {claim: dataset-1083, figure: bodies, label: x}",
            "block 'numbers': there is no claim 'dataset-1083'\n    Nearest: dataset-1803, ",
        ),
        (
            "/// numbers\n    figures:\n      - {claim: dataset-1803, figure: body, label: x}",
            "block 'numbers': the claim 'dataset-1803' has no figure 'body'\n    Its figures: ",
        ),
        (
            "/// numbers\n    figures:\n      - {claim: dataset-1803, label: x}",
            "block 'numbers': a row has no 'figure'\n    Write {claim: id, figure: name, label: words}.",
        ),
        (
            "/// quote | dallas-never-authorized, dataset-1803",
            "block 'quote' names 2 claims\n    Write one of them.",
        ),
    ],
)
def test_blocks_name_what_there_is(records: Library, block: str, message: str) -> None:
    (report,) = said(records, f"Words first.\n\n{block}\n///\n")
    assert report.startswith(f"docs/page.md:{FIRST + 2}: {message}")


def test_the_check_knows_every_block_that_a_page_can_hold() -> None:
    assert {block.NAME for block in markdown.BLOCKS} == set(check.BLOCKS) - {"statuses"}


@pytest.mark.parametrize("words", ["for use by any member of the department", "“For use by any member …", "any member"])
def test_a_quotation_stands_in_the_record(records: Library, words: str) -> None:
    assert said(records, f"/// quote | dallas-never-authorized\n{words}\n///\n") == []


@pytest.mark.parametrize("words", ["for use by every member", "or use by any", "use by by any", "department of the"])
def test_other_words_are_no_quotation(records: Library, words: str) -> None:
    assert said(records, f"/// quote | dallas-never-authorized\n{words}\n///\n") == [
        f"docs/page.md:{FIRST + 1}: the claim 'dallas-never-authorized' does not hold the quotation “{words}”\n"
        "    Use the exact words of a quotation in the claim's record, or add it there with its speaker and source."
    ]


def test_an_excerpt_is_a_run_of_whole_words() -> None:
    assert is_excerpt("It’s “any member”", "it's any member of the department")
    assert not is_excerpt("", "it's any member")
    assert not is_excerpt("…", "it's any member")
    assert not is_excerpt("ny member", "it's any member")


# -- what must not be said ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "It holds 70 billion images.",
        "Officials at 34 agencies used it without approval.",
        "In all, 1,803 agencies used it.",
        "Officers ran 750 searches.",
        "H.B. 149 bans police use.",
        "The council approved a contract.",
        "It errs up to 100 times as often.",
        "It found two of 30 faces.",
        "It found 2 out of 30 faces.",
        "Clearview caused his arrest.",
        "The images were illegally scraped.",
        "The people in its database of 30 billion images.",
        "Officers were forced to resign.",
        "It errs [up to 100 times][nist-2019-range] as often.",
        "Officers ran [750][dallas-search-range] searches.",
    ],
)
def test_what_must_never_be_said(records: Library, sentence: str) -> None:
    reports = [report for report in said(records, f"Words.\n{sentence}\n") if "must not be said" in report]
    assert len(reports) == 1
    place, _, reason = reports[0].partition("\n    ")
    assert place.startswith(f"docs/page.md:{FIRST + 1}: this must not be said: “")
    assert reason.endswith((".", "range.", "wrong."))


def test_what_must_never_be_said_in_a_title(records: Library) -> None:
    front = FRONT.replace("title: A title", "title: The illegally scraped faces")
    assert said(records, "", front) == [
        "docs/page.md:1: this must not be said: “illegally scraped”\n"
        '    Lawfulness differs by place and is contested. "Without consent" is a fact about the process.'
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "NIST says 10 to beyond 100 times.",
        "Officials at 34 bodies had not known.",
        "The list names 1,803 bodies.",
        "H.B. 149 limits some uses.",
        "`illegally scraped`\n```\nillegally scraped\n```",
    ],
)
def test_what_may_be_said(records: Library, sentence: str) -> None:
    reports = said(records, sentence.replace("`illegally scraped`\n", "") + "\n")
    assert [report for report in reports if "must not be said" in report] == []


# -- the whole site -----------------------------------------------------------------------------------


def test_the_site_as_it_stands_has_no_problems(tmp_path: Path) -> None:
    assert Desk(tmp_path).with_pages().said_of_pages() == []


def test_every_claim_is_cited_on_some_page(tmp_path: Path) -> None:
    desk = Desk(tmp_path).with_pages()
    source = "    sources:\n      - {key: ap2016}\n"
    claim = (
        "  - id: nobody-cites-this\n    statement: A statement.\n    said_by: Somebody\n    said_on: '2016'\n"
        f"    status: reported\n    level: unverified\n{source}    checked: '2026-11-22'\n\n"
    )
    desk.edit("data/claims/misuse.yml", "claims:\n", f"claims:\n{claim}")
    line = desk.line("data/claims/misuse.yml", "nobody-cites-this")
    assert desk.said_of_pages() == [
        f"docs/data/claims/misuse.yml:{line}: no page cites the claim 'nobody-cites-this'\n"
        "    Cite it on the page where it belongs."
    ]


def test_problems_of_several_pages_are_reported_at_once(tmp_path: Path) -> None:
    desk = Desk(tmp_path).with_pages()
    for name in ("about/index.md", "dallas/index.md"):
        text = desk.path(name).read_text(encoding="utf-8")
        desk.write(name, text + "\nThe list held 987,654 bodies and [more][zzzzz].\n")
    reports = [report.partition(": ") for report in desk.said_of_pages()]
    assert [(file.partition(":")[0], message.partition("\n")[0]) for file, _, message in reports] == [
        (f"docs/{name}", message)
        for name in ("about/index.md", "dallas/index.md")
        for message in ("the figure “987,654” has no claim", "there is no claim or term 'zzzzz'")
    ]


# -- the command --------------------------------------------------------------------------------------


def test_the_command_says_what_it_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--docs", str(DOCS)]) == 0
    assert capsys.readouterr().out.startswith("Checked ")


def test_the_command_counts_what_is_to_mend(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk(tmp_path)
    desk.edit("data/claims/dallas.yml", "    status: reported\n", "")
    assert main(["check", "--docs", str(desk.docs)]) == 1
    words = capsys.readouterr().err
    assert "claim 'dallas-search-range': the field 'status' is missing\n    Add it.\n" in words
    assert words.endswith("\n\n1 problem to mend. Nothing was written.\n")
    assert "Traceback" not in words


def test_the_command_in_a_wrong_folder_says_where_to_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 1
    assert capsys.readouterr().err == (
        "docs/data: there is no such folder, so there are no records\n"
        "    Run the command in the project's folder, or name the folder of the pages: --docs path/to/docs.\n\n"
        "1 problem to mend. Nothing was written.\n"
    )
