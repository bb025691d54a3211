"""
Whatever an editor writes, either sentences come out or a valid site: tried with what nobody thought of.

Hypothesis writes pages, front matter and records. What the check lets pass is built in one site, and read as browsers,
reference managers, calendars and spreadsheets read it. The examples are the same in each run.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import feedparser
import icalendar
import lxml.html
import pytest
import rispy
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser
from pybtex.database import parse_string

from explainer.facts import citations
from explainer.facts.library import Library
from explainer.facts.problems import EditorError, Problem
from explainer.facts.settings import Settings
from explainer.out import built as built_pages
from explainer.out import calendar, jsonld, tables
from explainer.text import check, cites, front_matter, targets
from explainer.text.pages import Page
from tests import support

MANY = int(
    os.environ.get("FUZZ", "0")
)  # a longer look, with other examples each time: FUZZ=2000 pytest tests/test_fuzz.py
TRIED = settings(
    max_examples=MANY or 120,
    deadline=None,
    derandomize=not MANY,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
MARKS = [
    "!!! note", '!!! note "T"', "??? tip", '=== "A"', '=== "B"', "    ", "\t", "```", "``` python", "~~~", "``` mermaid",
    "<b>", "</b>", "<div>", "</div>", "<div markdown>", "<p>", "<br>", "<script>", "</script>", "<img src=x onerror=a>",
    "<a href='javascript:a'>", "<!--", "-->", "[x](y)", "[x](index.md)", "[x](j&#97;vascript:a)", "![a](b.png)",
    "![a](assets/squares.png)", "[^1]", "[^1]: words", "*[AB]: long words", "AB", "/// aside | T", "/// timeline", "///",
    "    attrs: {class: x}", "    ids: [pool-closes]", "ids: [x]", "- [ ] x", "- x", "1. x", "| a | b |", "| - | - |",
    "| 1 | 2 |", "$x$", "onclick=a", "`", "``", "\\", "{ .x }", "{ style=y }", "{: #id }", "++a+b++", "^x^", "~y~", "==m==",
    "[some][samples-over]", "[limit][]", "[x][@office2024]", "[x][none]", ":   meaning", "> quoted", "# H", "## H", "### H",
    "***", "---", "===", "{{ x }}", "{% x %}", "--8<--", ":smile:", "&lt;", "&amp;", "&", "<", ">", '"', "'", "_x_", "**y**",
    "# (1)!", "(1)", "{ .annotate }", "<style>", "<svg onload=a>", "javascript:a", "http://x.example/a b", "<u>", "<x-y>",
    "Words of a sentence.", "Nobody said so.", "é", "“q”", "…", "[", "]", "](", "|", "\u00a0",
]  # fmt: skip
LATIN = st.characters(max_codepoint=0x17F, exclude_categories=("Cc", "Cf", "Nd", "No"))
TEXT = st.text(LATIN, max_size=20) | st.text(max_size=6)
PIECES = st.lists(st.tuples(st.sampled_from(MARKS) | TEXT, st.sampled_from([" ", "\n", "\n\n", "\n    "])), max_size=14)
BODY = PIECES.map(lambda pieces: "".join(f"{piece}{gap}" for piece, gap in pieces))
WORDS = st.lists(st.sampled_from(['"', "'", "<b>", "</title>", "<script>x</script>", "&", "&amp;", "=1+1", "@x", "a", "é",
                                  "{{ x }}", "]]>", "<!--", "\\", "#", "|", "The town", "water", "\u2028"]) | TEXT,
                 min_size=1, max_size=5).map(" ".join)  # fmt: skip


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the small explainer, for the whole file."""
    folder = support.small_project(tmp_path_factory.mktemp("fuzz"))
    shutil.copy(support.ROOT / "tests/pages/assets/squares.png", folder / "docs/assets")
    return folder


def in_words(problems: list[Problem]) -> bool:
    """Whether each problem is a sentence with its place."""
    return all(
        p.file and p.message.strip() and "Traceback" not in p.message and "object at 0x" not in p.message
        for p in problems
    )


ACCEPTED: list[str] = []  # texts of whole pages that the check lets pass


def problems_of(text: str, docs: Path, library: Library) -> list[Problem]:
    page = Page("fuzz.md", text)
    found = [*check.page_problems(page, library), *front_matter.problems(page, docs), *targets.problems(page, docs)]
    return [*found, *front_matter.redirects([page, Page("index.md", "")])]


def judged(text: str, docs: Path, library: Library) -> None:
    found = problems_of(text, docs, library)
    assert in_words(found), [str(p) for p in found]
    if not found and text not in ACCEPTED:
        ACCEPTED.append(text)


HEAD = "---\ntitle: Fuzz\ndescription: A page of whatever came along, in words that are long enough for the rule.\nchecked: 2024-07-20\nupdated: 2024-07-20\n"


@TRIED
@given(BODY)
def test_the_text_of_a_page(body: str) -> None:
    docs = support.SMALL / "docs"
    judged(f"{HEAD}---\n# Fuzz\n\nA first paragraph.\n\n{body}\n", docs, Library.read(docs))


@TRIED
@given(
    st.fixed_dictionaries(
        {"title": WORDS, "description": WORDS},
        optional={
            "hide": st.lists(st.sampled_from(["toc", "navigation", "x"]), max_size=2) | TEXT,
            "scripts": st.lists(TEXT, max_size=2) | TEXT,
            "redirect_from": st.lists(st.sampled_from(["old.md", "a b/é.md", "../x.md", "/x.md", "index.md"]) | TEXT, max_size=2),
            "robots": TEXT, "template": TEXT, "schema_type": TEXT, "tags": TEXT, "shape": TEXT, "home_of": TEXT,
        },
    )
)  # fmt: skip
def test_the_front_matter_of_a_page(meta: dict[str, Any]) -> None:
    docs = support.SMALL / "docs"
    meta["description"] = f"{meta['description']} and enough words to be a description that is long enough."[-165:]
    written = yaml.safe_dump(meta | {"checked": "2024-07-20", "updated": "2024-07-20"}, allow_unicode=True)
    judged(f"---\n{written}---\n# A title\n\nWords.\n", docs, Library.read(docs))


@TRIED
@given(TEXT)
def test_front_matter_that_is_no_yaml(text: str) -> None:
    docs = support.SMALL / "docs"
    assert in_words(problems_of(f"---\n{text}\ntitle: {text}\n---\n# T\n", docs, Library.read(docs)))


@settings(TRIED, max_examples=40)
@given(WORDS, WORDS, WORDS)
def test_the_words_of_records(one: str, two: str, three: str) -> None:
    project = Path(ACCEPTED_PROJECT["folder"])
    docs = project / "docs"
    files = {
        "data/claims/water.yml": (("claims", 0, "nuance"), one),
        "data/events.yml": (("events", 0, "title"), two),
        "data/terms.yml": (("terms", 2, "definition"), three),
    }
    for name, ((kind, n, field), words) in files.items():
        data = yaml.safe_load((support.SMALL / "docs" / name).read_text(encoding="utf-8"))
        data[kind][n][field] = words
        (docs / name).write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    try:
        library = Library.read(docs)
    except EditorError as error:
        assert in_words(error.problems), str(error)
        return
    finally:
        for name in files:
            shutil.copy(support.SMALL / "docs" / name, docs / name)
    valid_data(library, docs, one)


ACCEPTED_PROJECT: dict[str, str] = {}


@pytest.fixture(autouse=True)
def _remember(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ACCEPTED_PROJECT["folder"] = str(project)
    monkeypatch.setenv("EXPLAINER_TODAY", support.SMALL_TODAY)


def valid_data(library: Library, docs: Path, nuance: str) -> None:
    """What other programs read of the records is whole."""
    site = Settings(name='A "site" & more', url="https://example.org/x/")
    for table in tables.tables(library, docs, site):
        files = table.files("2024-07-20")
        rows = list(csv.DictReader(io.StringIO(files[f"{table.name}.csv"].decode(), newline="")))
        assert len(rows) == len(table.rows)
        if table.name == "claims":
            (record,) = [r for r in json.loads(files["claims.json"])["records"] if r["id"] == "samples-taken"]
            (row,) = [r for r in rows if r["id"] == "samples-taken"]
            assert support.plain(row["nuance"]) == record["nuance"] == nuance
    raw = calendar.render(library, site, "timeline.md")
    assert len(icalendar.Calendar.from_ical(raw).walk("VEVENT")) == sum(map(calendar.dated, library.events.values()))
    claim = next(iter(library.claims.values()))
    assert parse_string(citations.claim_bibtex(claim, site), "bibtex").entries
    assert rispy.loads(citations.claims_ris([claim], site))
    homes = cites.homes(docs)
    for page in Page.read_all(docs):
        text = jsonld.script(page, library, homes, site)
        assert "<" not in text
        json.loads(text)


def test_what_the_check_lets_pass_becomes_a_valid_site(project: Path, browser: Browser) -> None:
    """Runs last: one site of all that was accepted."""
    assert len(ACCEPTED) > 20, "too little passes to say anything"
    docs = project / "docs"
    settings_file = project / "mkdocs.yml"
    chosen = sorted(ACCEPTED, key=len, reverse=True)[: 5 * MANY or 60]
    for n, text in enumerate(chosen):  # titles and old addresses are their own
        text = re.sub(r"(?m)^redirect_from:.*\n(?:- .*\n)*", "", text)
        text = text.replace(
            "title: Fuzz\n", f"title: Fuzz number {chr(97 + n // 676)}{chr(97 + n // 26 % 26)}{chr(97 + n % 26)}\n", 1
        )
        (docs / f"fuzz-{n}.md").write_text(text, encoding="utf-8")
    names = "".join(f"  - fuzz-{n}.md\n" for n in range(len(chosen)))
    support.edit(settings_file, "nav:\n", f"nav:\n{names}")
    for _ in range(8 + MANY):
        result = support.build(project / "site", project)
        words = support.said(result)
        assert "Traceback" not in words, words
        refused = set(re.findall(r"(?:docs|site)/(fuzz-\d+)\.(?:md|html)|'(fuzz-\d+)\.md'", words))
        if result.returncode == 0:
            break
        assert refused, words
        for name in {a or b for a, b in refused}:  # told late, but in words: the others go on
            support.edit(settings_file, f"  - {name}.md\n", "")
            (docs / f"{name}.md").unlink()
    else:
        pytest.fail("the build does not settle")
    pages = [page for page in built_pages.read(project / "site") if page.path.startswith("fuzz-")]
    assert len(pages) > 15
    for page in pages:
        valid_page(page, Page.read(docs / page.path.replace(".html", ".md"), page.path.replace(".html", ".md")))
    for name in ("updates", "corrections"):
        assert not feedparser.parse(str(project / "site" / "feeds" / f"{name}.xml")).bozo
    nothing_runs(browser, pages)


def valid_page(page: built_pages.BuiltPage, source: Page) -> None:
    tree = lxml.html.document_fromstring(page.html, parser=lxml.html.HTMLParser(encoding="utf-8"))
    assert tree.xpath("string(//title)").split()[:-4] == source.title.split(), (
        page.path
    )  # what follows is the site's name
    assert tree.xpath("//meta[@name='description']/@content") == [source.front_matter["description"]], page.path
    assert len(tree.xpath("//main")) == len(tree.xpath("//article")) == len(tree.xpath("//footer")) == 1, page.path
    assert tree.xpath("//footer")[0].getparent().tag == "body", f"{page.path}: something is left open"
    article = tree.find(".//article")
    assert not article.xpath(".//script[not(@type='application/ld+json')]|.//style|.//iframe|.//*[@style]"), page.path
    assert not [name for e in article.iter() for name in e.attrib if name.startswith("on")], page.path
    assert not [href for href in article.xpath(".//@href") if re.match(r"\s*(?:java|vb)script:|data:", href)], page.path
    (graph,) = tree.xpath("//script[@type='application/ld+json']/text()")
    assert json.loads(graph)["@graph"][0]["description"] == source.front_matter["description"]


def nothing_runs(browser: Browser, pages: list[built_pages.BuiltPage]) -> None:
    opened = browser.new_page()
    heard: list[str] = []
    opened.on("dialog", lambda dialog: heard.append(dialog.message))
    opened.on("pageerror", lambda error: heard.append(str(error)))
    opened.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    for page in pages:
        opened.goto(page.file.as_uri())
    opened.close()
    assert heard == []


def test_a_library_can_be_changed_for_tests(small_library: Library) -> None:
    assert dataclasses.replace(small_library, events={}).events == {}
