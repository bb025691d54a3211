"""The checks that editors run before a build, on a copy of the whole site with one thing changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from explainer.__main__ import main
from explainer.facts.library import Library
from explainer.facts.words import is_excerpt
from explainer.text import check
from explainer.text.blocks import BLOCKS
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
    assert said(records, "# A title\n\nIt lists [1,803 agencies][dataset-1803].\n") == []


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
        ("/// zzz", f"there is no block 'zzz'\n    Known blocks: {', '.join(BLOCKS)}."),
        ("/// statuses", "there is no block 'statuses'\n    Nearest: "),
        ("/// claim", "block 'claim' needs an argument\n    Write '/// claim | id, id'."),
        ("/// table", "block 'table' needs an argument\n    Write '/// table | words'."),
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


def test_a_block_of_all_records_of_a_kind_needs_one(records: Library) -> None:
    (report,) = said(replace(records, events={}), "Words first.\n\n/// timeline\n///\n")
    assert report == (
        f"docs/page.md:{FIRST + 2}: block 'timeline' shows all events, and there are none\n"
        "    Write one into docs/data/events.yml, or remove the block."
    )


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
    front = FRONT.replace("title: A title", "title: The illegally scraped faces, reports say")
    assert said(records, "", front) == [
        "docs/page.md:2: this must not be said: “illegally scraped”\n"
        '    Lawfulness differs by place and is contested. "Without consent" is a fact about the process.'
    ]


ACCUSED = "An accusation keeps its speaker, also where a title or a description stands alone. Say who says so."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The search app that nobody approved, and what is known of it on this page", "nobody approved"),
        ("Dallas searches that were never authorized, and what is known of them here", "never authorized"),
        ("A story of unauthorized searches, with all that is known of them on one page", "unauthorized"),
    ],
)
@pytest.mark.parametrize("key", ["title", "description"])
def test_an_accusation_keeps_its_speaker_where_search_engines_read(
    records: Library, key: str, text: str, found: str
) -> None:
    old = {"title": "A title", "description": "A plain sentence that says what stands on this page and why."}[key]
    line = {"title": 2, "description": 3}[key]
    assert said(records, "", FRONT.replace(f"{key}: {old}", f"{key}: {text}")) == [
        f"docs/page.md:{line}: this must not be said: “{found}”\n    {ACCUSED}"
    ]
    assert said(records, "", FRONT.replace(f"{key}: {old}", f"{key}: {text}, Gizmodo reported")) == []


def test_a_figure_of_an_unconfirmed_claim_keeps_its_speaker_in_a_description(records: Library) -> None:
    front = FRONT.replace("A plain sentence that says what", "Officers ran between 500 and 1,000 searches; what")
    cites = "Gizmodo reported [a range][dallas-search-range]."
    reports = said(records, cites, front)
    assert [report.partition("\n")[0] for report in reports] == [
        f"docs/page.md:3: the description says “{number}”, a figure of the claim 'dallas-search-range', "
        "which is not confirmed, and does not say so"
        for number in ("500", "1,000")
    ]
    assert said(records, cites, front.replace("Officers ran", "Gizmodo counts")) == []


@pytest.mark.parametrize(
    ("key", "text", "says"),
    [
        (
            "site_description",
            "Dallas officers ran 4,711 searches.",
            "'site_description' says “4,711”, and no claim of the ledger holds that figure\n"
            "    Add a claim that holds it, or leave the number out.",
        ),
        (
            "site_description",
            "Searches with an app nobody approved.",
            f"this must not be said: “nobody approved”\n    {ACCUSED}",
        ),
        ("site_name", "The 70 billion faces", "this must not be said: “70 billion”\n    No dated source was found"),
    ],
)
def test_the_texts_of_the_site_file_obey_the_rules_of_prose(tmp_path: Path, key: str, text: str, says: str) -> None:
    desk = Desk(tmp_path).with_pages()
    file = desk.docs.parent / "mkdocs.yml"
    rows = (DOCS.parent / "mkdocs.yml").read_text(encoding="utf-8").split("\n")
    line = next(n for n, row in enumerate(rows) if row.startswith(f"{key}:"))
    file.write_text("\n".join([*rows[:line], f"{key}: {text}", *rows[line + 1 :]]), encoding="utf-8")
    assert any(report.startswith(f"mkdocs.yml:{line + 1}: {says}") for report in desk.said_of_pages())


@pytest.mark.parametrize(
    "sentence",
    [
        "NIST says 10 to beyond 100 times.",
        "Officials at 34 agencies had not known.",
        "The list names 1,803 agencies.",
        "H.B. 149 limits some uses.",
        "`illegally scraped`\n```\nillegally scraped\n```",
    ],
)
def test_what_may_be_said(records: Library, sentence: str) -> None:
    reports = said(records, sentence.replace("`illegally scraped`\n", "") + "\n")
    assert [report for report in reports if "must not be said" in report] == []


# -- dates --------------------------------------------------------------------------------------------


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("EXPLAINER_TODAY", "2026-12-01")
    return "2026-12-01"


LAST = re.findall(r"(  - id: (\S+)\n    date: (\S+)\n)", (DOCS / "data" / "events.yml").read_text(encoding="utf-8"))[-1]
AHEAD = "which is still to come; today is December 1, 2026\n    Mend the date, or the clock of this machine."
CLAIM = "claim 'dallas-search-range'"


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (
            "about/index.md",
            "checked: 2",
            "checked: 2099-01-01\nchecks: 2",
            "the front matter's 'checked' is 2099-01-01, ",
        ),
        (
            "about/index.md",
            "updated: 2",
            "updated: 2026-12-02\nupdates: 2",
            "the front matter's 'updated' is 2026-12-02, ",
        ),
        (
            "data/claims/dallas.yml",
            "    said_on: 2021-04\n",
            "    said_on: 2099-04\n",
            f"{CLAIM}, field 'said_on': the date is 2099-04, ",
        ),
        (
            "data/events.yml",
            LAST[0],
            LAST[0].replace(LAST[2], "'2199'"),
            f"event '{LAST[1]}', field 'date': the date is 2199, ",
        ),
        (
            "data/sources.bib",
            "  urldate = {2026-11-22},\n",
            "  urldate = {2099-11-22},\n",
            "source 'aat2023', field 'urldate': the date is 2099-11-22, ",
        ),
    ],
)
def test_nothing_happened_in_the_future(tmp_path: Path, today: str, file: str, old: str, new: str, says: str) -> None:
    desk = Desk(tmp_path).with_pages()
    desk.edit(file, old, new)
    (report,) = (report for report in desk.said_of_pages() if "still to come" in report)
    place, _, words = report.partition(": ")
    assert words == says + AHEAD
    assert place.startswith(f"docs/{file}:")


def test_a_clock_that_is_behind_does_not_stop_a_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert Desk(tmp_path).with_pages().said_of_pages() == []


@pytest.mark.parametrize("epoch", ["-1", "99999999999999999999", "soon"])
def test_a_date_of_the_build_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert Desk(tmp_path).with_pages().said_of_pages() == [
        f"SOURCE_DATE_EPOCH: '{epoch}' is no date\n    Write seconds."
    ]


def test_a_page_knows_of_its_correction(tmp_path: Path) -> None:
    desk = Desk(tmp_path).with_pages()
    newest = max(
        (c for c in Library.read(desk.docs).corrections.values() if c.whose == "site"), key=lambda c: (c.shown, c.id)
    )
    page = newest.pages[0]
    text = desk.path(page).read_text(encoding="utf-8")
    desk.write(page, re.sub(r"updated: \S+", "updated: 2026-11-01", text))
    line = desk.line(page, "updated: 2026-11-01")
    reports = [report for report in desk.said_of_pages() if f"'{newest.id}'" in report]
    assert reports == [
        f"docs/{page}:{line}: the page was updated on 2026-11-01, and the correction '{newest.id}' changed it on "
        f"{newest.shown}\n    Write 'updated: {newest.shown}'."
    ]


# -- front matter -------------------------------------------------------------------------------------


def test_a_field_that_stands_twice(records: Library) -> None:
    assert said(records, "", FRONT.replace("title: A title\n", "title: A title\ntitle: Another title\n")) == [
        "docs/page.md:3: the field 'title' stands twice\n    Keep one of them."
    ]


def test_two_pages_of_one_title(tmp_path: Path) -> None:
    desk = Desk(tmp_path).with_pages()
    title = Page.read(desk.path("about/index.md"), "about/index.md").title
    text = desk.path("about/method.md").read_text(encoding="utf-8")
    desk.write("about/method.md", re.sub(r"^title: .*$", f"title: {title}", text, flags=re.MULTILINE))
    assert f"docs/about/method.md:2: the title '{title}' is that of docs/about/index.md as well\n" in str(
        desk.said_of_pages()[0] + "\n"
    )


@pytest.mark.parametrize("template", ["nope.html", "../../x", "/etc/passwd"])
def test_a_template_that_is_not_there(tmp_path: Path, template: str) -> None:
    desk = Desk(tmp_path).with_pages()
    (desk.docs.parent / "overrides").mkdir()
    (desk.docs.parent / "overrides" / "main.html").write_text("", encoding="utf-8")
    desk.edit("about/index.md", "---\n", f"---\ntemplate: {template}\n")
    (report,) = desk.said_of_pages()
    mend = "Nearest: main.html." if "nope" in template else "Choose: main.html; or leave the line out."
    message = f"the front matter's 'template' is '{template}', and overrides/ has no such template"
    assert report == f"docs/about/index.md:2: {message}\n    {mend}"


# -- characters and files -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sign", "says"),
    [
        ("\u202e", "it holds right-to-left override (U+202E), which nobody sees\n    Remove it; type the word anew."),
        ("\u200b", "it holds a zero-width space (U+200B), which nobody sees\n    Remove it; type the word anew."),
        ("&shy;", "it holds a soft hyphen (U+00AD), which nobody sees\n    Remove it; type the word anew."),
        ("&#8203;", "it holds a zero-width space (U+200B), which nobody sees\n    Remove it; type the word anew."),
        ("\x08", "it holds a control character (U+0008), which nobody sees\n    Remove it; type the word anew."),
        (
            "\u0663\u0663\u0665",
            "“\u0663\u0663\u0665” is digits of another script\n    Write 335; numbers and dates use 0 to 9.",
        ),
    ],
)
def test_characters_that_nobody_sees(tmp_path: Path, sign: str, says: str) -> None:
    desk = Desk(tmp_path).with_pages()
    for name, old in (("about/index.md", "description: "), ("about/method.md", "## ")):
        desk.edit(name, old, f"{old}Word{sign}s. ")
        assert f"docs/{name}:{desk.line(name, sign)}: {says}" in desk.said_of_pages()


def _folder(desk: Desk) -> None:
    (desk.docs / "about" / "x.md").mkdir()


def _dangling(desk: Desk) -> None:
    (desk.docs / "about" / "gone.md").symlink_to("nowhere.md")


def _loop(desk: Desk) -> None:
    (desk.docs / "about" / "loop").symlink_to("..", target_is_directory=True)


def _outside(desk: Desk) -> None:
    (desk.docs / "about" / "passwords.txt").symlink_to("/etc/passwd")


def _circle(desk: Desk) -> None:
    (desk.docs / "about" / "a.md").symlink_to("a.md")


@pytest.mark.parametrize(
    ("break_it", "says"),
    [
        (_folder, "docs/about/x.md: this is a folder, and its name is that of a page\n    Rename the folder."),
        (
            _dangling,
            "docs/about/gone.md: the link leads to a file that is not there\n    Put the file there, or remove the link.",
        ),
        (
            _circle,
            "docs/about/a.md: the link leads to a file that is not there\n    Put the file there, or remove the link.",
        ),
        (
            _loop,
            "docs/about/loop: this is a link to a folder, and what stands behind it is not checked\n"
            "    Put the folder itself here, in place of the link.",
        ),
        (
            _outside,
            "docs/about/passwords.txt: the link leads out of docs/, and its target would be published\n"
            "    Put the file itself here, in place of the link.",
        ),
    ],
)
def test_files_that_a_build_would_stumble_over(tmp_path: Path, break_it: Callable[[Desk], None], says: str) -> None:
    desk = Desk(tmp_path).with_pages()
    break_it(desk)
    assert desk.said_of_pages() == [says]


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, *_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied", str(path))

    desk = Desk(tmp_path).with_pages()
    monkeypatch.setattr(Path, "read_text", refuse)
    mend = "    Give yourself leave to read it: chmod u+r, and u+x for a folder."
    assert f"docs/data/events.yml: it may not be read\n{mend}" in desk.said()


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
        desk.write(name, text + "\nThe list held 987,654 agencies and [more][zzzzz].\n")
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
