"""The search index, from small pages made by hand; and the search words that editors keep."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from explainer.facts.library import Library
from explainer.out import built, search
from tests import support
from tests.desk import Desk

ARTICLE = """<!doctype html><title>T</title><meta name="description" content="What it says."><nav>Menu</nav><article>
<h1>A page</h1>
<p>First <em>words</em>.</p>
<h2 id="one">Section one <a class="headerlink" href="#one">#</a></h2>
<p>Text of section one.</p>
<div class="table"><table><tr><td>In a</td><td>table</td></tr></table></div>
<h2 id="letter-a" data-search="skip">A</h2>
<ol>
<li id="event-1"><p>2021</p><p><a href="#event-1">An event</a></p><p>What happened.</p>
<p data-search="skip">Read first-hand: AP.</p></li>
</ol>
<dl><dt id="probe"><a href="#probe">probe</a></dt><dd>A photo of a face.</dd><dt id="rank">rank</dt><dd>A place.</dd></dl>
<section id="claim-1"><p>A claim of 335.</p><dl><dt>Status</dt><dd>reported</dd></dl></section>
<h3 id="two">Section two</h3>
<section id="outer"><h2>Sayings</h2><p>Before.</p><ul><li id="inner">One inside.</li></ul><p>After.</p></section>
<p>Last words.</p>
<section data-search="skip"><h2 id="sources">Sources</h2><ul><li id="s">AP</li></ul></section>
</article><footer>Foot</footer>
"""


def places(folder: Path, html: str = ARTICLE) -> dict[str, tuple[str, str]]:
    """Name and text of each place, by its anchor."""
    path = folder / "a/page.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, encoding="utf-8")
    (page,) = built.read(folder)
    return {place.address.removeprefix("a/page.html"): (place.name, place.text) for place in search.of_page(page)}


def test_every_section_and_record_is_a_place_of_its_own(tmp_path: Path) -> None:
    assert places(tmp_path) == {
        "": ("A page", "First words."),
        "#one": ("Section one", "Text of section one. In a table"),
        "#event-1": ("An event", "2021 An event What happened."),
        "#probe": ("probe", "probe A photo of a face."),
        "#rank": ("rank", "rank A place."),
        "#claim-1": ("A claim of 335. Status: reported.", "A claim of 335. Status: reported."),
        "#two": ("Section two", "Last words."),
        "#outer": ("Sayings", "Sayings Before. After."),
        "#inner": ("One inside.", "One inside."),
    }


def test_a_page_without_an_article_has_no_place(tmp_path: Path) -> None:
    assert places(tmp_path, "<!doctype html><title>T</title><p>Words.") == {}


def test_the_mark_of_search_is_spelled_as_search_reads_it(built: list[built.BuiltPage]) -> None:
    marks = {str(mark) for page in built for mark in page.tree.xpath(f"//@{search.MARK}")}
    assert marks == {search.SKIP}


def test_the_index_is_a_script_that_needs_no_server(tmp_path: Path) -> None:
    for name in ("index.html", "404.html"):
        (tmp_path / name).write_text(ARTICLE.replace("First", "Élan </script> “quoted”"), encoding="utf-8")
    search.write(tmp_path, built.read(tmp_path), Library.read(support.DOCS), support.DOCS)
    script = (tmp_path / "search/index.js").read_text(encoding="utf-8")
    start, end = "window.searchIndex=", ";\n"
    assert script.startswith(start)
    assert script.endswith(end)
    read = json.loads(script.removeprefix(start).removesuffix(end))
    assert read["entries"][0] == {
        "u": "index.html", "k": "page", "t": "A page", "d": "What it says.", "x": "Élan “quoted” words.",
    }  # fmt: skip
    assert {entry["p"] for entry in read["entries"][1:]} == {"A page"}
    assert {entry["u"].partition("#")[0] for entry in read["entries"]} == {"index.html"}
    assert {entry["k"] for entry in read["entries"]} <= read["weights"].keys()
    assert ["cop" in word["asked"] for word in read["words"]].count(True) == 1


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("A short name.", "A short name."),
        ("Word " * 18, ("Word " * 18).strip()),
        ("One sentence of six words here. " + "Word " * 18, "One sentence of six words here."),
        ("Word, " * 30, "Word, " * 17 + "Word …"),
    ],
)
def test_a_long_name_is_its_first_sentence_or_its_first_words(name: str, short: str) -> None:
    assert search.shortened(name) == short


# -- words of readers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("asked: [cop,", "asked: [cop, lapd,", "search word 'los-angeles-police': 'lapd' is asked twice"),
        ("means: [police, officer]", "means: [police, constabulary]", "no page or record has the word 'constabulary'"),
        ("means: [police, officer]", "mean: [police]", "there is no field 'mean'"),
        ("asked: [cop, policeman, policewoman, law enforcement]", "asked: []", "the field 'asked' is empty"),
    ],
)
def test_a_search_word_of_which_readers_would_get_nothing_is_told(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    desk = Desk(tmp_path).with_pages()
    desk.edit("data/search-words.yml", old, new)
    found = [problem for problem in desk.said_of_pages() if said in problem]
    assert len(found) == 1
    assert found[0].startswith("docs/data/search-words.yml:")
    assert int(found[0].split(":")[1]) > desk.line("data/search-words.yml", "search_words:")
