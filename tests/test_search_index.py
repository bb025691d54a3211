"""The search index: one entry for each section and each record, from small pages made by hand."""

from __future__ import annotations

import json
from pathlib import Path

from explainer.out import built, search

ARTICLE = """<!doctype html><title>T</title><nav>Menu</nav><article>
<h1>A page</h1>
<p>First <em>words</em>.</p>
<h2 id="one">Section one <a class="headerlink" href="#one">#</a></h2>
<p>Text of section one.</p>
<div class="table"><table><tr><td>In a table</td></tr></table></div>
<h3 id="two">Section two</h3>
<ol class="timeline">
<li class="event" id="event-1"><p class="event-date">2021</p><p><a class="permalink" href="#event-1">An event</a></p>
<p>What happened.</p><p class="event-sources">Read first-hand: AP.</p></li>
</ol>
<dl><dt id="probe"><a class="permalink" href="#probe">probe</a></dt><dd>A photo of a face.</dd></dl>
<section class="claim" id="claim-1"><p>A claim of 335.</p><p class="claim-id">claim-1</p></section>
<section class="page-sources"><h2 id="sources">Sources</h2><ul><li id="s">AP</li></ul></section>
</article><footer>Foot</footer>
"""


def entries(folder: Path, html: str = ARTICLE, name: str = "a/page.html") -> list[dict[str, str]]:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, encoding="utf-8")
    (page,) = built.read(folder)
    return list(search.page_entries(page))


def test_every_section_and_record_has_an_entry(tmp_path: Path) -> None:
    found = {entry["u"].removeprefix("a/page.html"): (entry["t"], entry["x"]) for entry in entries(tmp_path)}
    assert found == {
        "": ("", "First words."),
        "#one": ("Section one", "Text of section one. In a table"),
        "#event-1": ("An event", "2021 An event What happened."),
        "#probe": ("probe", "probe A photo of a face."),
        "#claim-1": ("A claim of 335.", "A claim of 335."),
        "#two": ("Section two", "A photo of a face."),
    }


def test_entries_name_their_page(tmp_path: Path) -> None:
    assert {entry["p"] for entry in entries(tmp_path)} == {"A page"}


def test_navigation_sources_and_anchor_marks_are_not_searched(tmp_path: Path) -> None:
    words = json.dumps(entries(tmp_path))
    for absent in ("Menu", "Foot", "Read first-hand", "#sources", "Section one #"):
        assert absent not in words


def test_a_page_without_an_article_has_no_entry(tmp_path: Path) -> None:
    assert entries(tmp_path, "<!doctype html><title>T</title><p>Words.") == []


def test_the_index_is_a_script_that_needs_no_server(tmp_path: Path) -> None:
    for name in ("index.html", "404.html"):
        (tmp_path / name).write_text(ARTICLE.replace("First", "Élan </script> “quoted”"), encoding="utf-8")
    search.write(tmp_path, built.read(tmp_path))
    script = (tmp_path / "search" / "index.js").read_text(encoding="utf-8")
    start, end = "window.searchEntries=", ";\n"
    assert script.startswith(start)
    assert script.endswith(end)
    read = json.loads(script.removeprefix(start).removesuffix(end))
    assert {entry["u"].partition("#")[0] for entry in read} == {"index.html"}
    assert "Élan" in read[0]["x"]
    assert "lunr" in (tmp_path / "search" / "lunr.js").read_text(encoding="utf-8")
