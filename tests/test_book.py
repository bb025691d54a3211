"""What stands between a page and an edition: the tree of meaning, its notes, its order, and what cannot be printed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import lxml.html
import pytest
from lxml import etree

from explainer.__main__ import main
from explainer.book import editions, index, order, pictures, record, tables, volumes
from explainer.book.pictures import SVG, Sheet
from explainer.book.references import reference
from explainer.book.tree import Node, element, words
from explainer.facts.library import Library
from explainer.facts.problems import EditorError, Problem
from explainer.facts.settings import Settings
from explainer.facts.words import curl
from explainer.shown.notes import outlet
from explainer.text import front_matter
from explainer.text.check import run as check
from explainer.text.letters import missing_letters
from explainer.text.pages import Page
from tests import support
from tests.editions import DOCS, chapter, entries, run, source

LIBRARY = Library.read(DOCS)
CLAIM = next(iter(LIBRARY.claims))
OTHER = list(LIBRARY.claims)[1]
SOURCE = next(iter(LIBRARY.sources))


def link(html: str) -> Node:
    return lxml.html.document_fromstring(f"<html><body>{html}</body></html>").find(".//a")


# -- references and notes -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        (f'<a data-claim="{CLAIM}" href="#n-{CLAIM}">x</a>', ("claims", CLAIM)),
        (f'<a href="#n-{CLAIM}">x</a><ol><li id="n-{CLAIM}" data-claim="{CLAIM}">note</li></ol>', ("claims", CLAIM)),
        (f'<a href="../claims.html#{CLAIM}">x</a>', ("claims", CLAIM)),
        ('<a href="#n-thing">x</a>', ("here", "n-thing")),
        ('<a data-source="x1" href="#n-source-x1">x</a>', ("sources", "x1")),
        ('<a href="since-2021.html#part">x</a>', ("page", "dallas/since-2021.html#part")),
        ('<a href="../data/claims.json">x</a>', ("file", "data/claims.json")),
        ('<a href="https://example.org/a">x</a>', ("outside", "https://example.org/a")),
        ("<a>x</a>", ("", "")),
    ],
)
def test_a_link_says_what_it_leads_to(html: str, wanted: tuple[str, str]) -> None:
    assert reference(link(html), "dallas/index.html", {"claims.html": "claims"}) == wanted


def _phrase(claim: str, text: str) -> str:
    return f'<a data-claim="{claim}" href="#n-{claim}">{text}</a>'


def test_notes_are_numbered_in_order_of_first_use_after_the_punctuation() -> None:
    made = chapter(
        f"<p>First {_phrase(OTHER, 'one')}, then {_phrase(CLAIM, 'in 2020')}. Again {_phrase(OTHER, 'it')}.</p>"
    )
    text = etree.tostring(made.find("p"), encoding="unicode")
    assert re.sub(r" to=\"[^\"]*\"| first=\"1\"", "", text) == (
        '<p>First one,<n n="1"/> then in 2020.<n n="2" apart="1"/> Again it.<n n="1"/></p>'
    )
    notes = list(made.iter("note"))
    assert [note.get("n") for note in notes] == ["1", "2"]
    claim = LIBRARY.claims[OTHER]
    said = words(notes[0])
    assert (claim.short or claim.statement).rstrip(".")[:30] in said.replace("’", "'").replace("“", '"') or claim.short
    assert LIBRARY.how_checked(claim)[:20] in said and notes[0].find("record").get("id") == OTHER


def test_two_numbers_side_by_side_are_parted_and_the_same_is_not_said_twice() -> None:
    made = chapter(f"<p>{_phrase(CLAIM, 'a')}{_phrase(OTHER, 'b')} {_phrase(OTHER, 'c')}</p>")
    numbers = [(n.get("n"), n.get("next")) for n in made.iter("n")]
    assert numbers in ([("1", None), ("2", None)], [("1", None), ("2", "1")])


def test_lists_of_sources_become_numbers() -> None:
    known = [s for s in LIBRARY.sources.values() if s.url][:2]
    names = "; ".join(
        f'<a class="external" href="{s.url}">{curl(outlet(s))}, {(s.date or "")[:4]}</a>'
        if s.date
        else f'<a href="{s.url}">{curl(outlet(s))}</a>'
        for s in known
    )
    made = chapter(f"<p>Worked out here: {names}. Figures are rounded.</p>")
    assert words(made.find("p")) == "Worked out here. Figures are rounded." and len(list(made.iter("n"))) == 2


def test_a_sentence_keeps_its_words_where_they_are_the_name_of_a_record() -> None:
    key, name = next((k, curl(outlet(s))) for k, s in LIBRARY.sources.items() if s.url)
    said_by = curl(LIBRARY.claims[CLAIM].said_by)
    kept = f'<a data-source="{key}" data-note="1" href="#n-source-{key}">{name}</a>'
    mine = f'<a data-claim="{CLAIM}" data-note="2" href="#n-{CLAIM}">{said_by}</a>'
    listed = mine.replace("data-note", 'data-listed="" data-note')
    made = chapter(f"<p>A memo that {kept} quotes, and {mine} too.</p><p>Who says so: {listed}.</p>")
    assert [words(p) for p in made.iter("p")] == [f"A memo that {name} quotes, and {said_by} too.", "Who says so."]


def test_what_is_known_of_a_question_leads_to_one_of_its_own_sources() -> None:
    for question in LIBRARY.questions.values():
        made = chapter(f"<ul class='questions'><li id='{question.id}'>x</li></ul>")
        (number,) = made.find(".//questions").iter("n")
        kind, told = next((n.get("kind"), n.get("id")) for n in made.iter("record"))
        assert number.get("n") == "1"
        sources = {cite.key for cite in LIBRARY.claims[told].sources} if kind == "claims" else {told}
        assert sources & {cite.key for cite in question.sources}, question.id


def test_footnotes_of_an_editor_stand_among_the_notes() -> None:
    made = chapter(
        f"<p>{_phrase(CLAIM, 'A')} and<sup id='fnref:1'><a class='footnote-ref' href='#fn:1'>1</a></sup>.</p>"
        "<div class='footnote'><ol><li id='fn:1'><p>The <em>note</em>. <a class='footnote-backref' href='#fnref:1'>↩</a></p></li></ol></div>"
    )
    notes = list(made.iter("note"))
    assert len(notes) == 2 and words(notes[1].find("what")) == "The note." and notes[1].find("what/i") is not None


def test_a_source_is_told_in_full_once_in_a_chapter() -> None:
    key = next(
        k for k in LIBRARY.sources if sum(any(c.key == k for c in x.sources[:1]) for x in LIBRARY.claims.values()) > 1
    )
    two = [i for i, x in LIBRARY.claims.items() if x.sources[0].key == key][:2]
    made = chapter("".join(f"<p>{_phrase(i, 'x')}</p>" for i in two))
    first, second = made.iter("note")
    assert first.find("where/address") is not None or "copy" in words(first)
    assert second.find("where/back").get("to") == first.get("id")


# -- what people write ------------------------------------------------------------------------------------------------------

WRITTEN = """
<h2 id="a">A part</h2>
<div class="admonition note"><p class="admonition-title">Mind</p><p>The gap.</p></div>
<details><summary>Folded</summary><p>Words inside.</p></details>
<div class="tabbed-set tabbed-alternate"><input type="radio"><div class="tabbed-labels"><label>One</label><label>Two</label></div>
<div class="tabbed-content"><div class="tabbed-block"><p>First tab.</p></div><div class="tabbed-block"><p>Second tab.</p></div></div></div>
<div class="highlight"><span class="filename">A piece</span><pre><code>a = 1
  b = 2  <a class="annotation" href="#explanation-1-1" aria-label="Explanation 1">1</a></code></pre></div>
<p>Plain words <a class="annotation" href="#explanation-1-1">1</a> too.</p>
<ul class="task-list"><li class="task-list-item"><label><input type="checkbox" disabled checked></label>done</li></ul>
<dl><dt>Word</dt><dd>Meaning</dd></dl>
<p>H<sub>2</sub>O, x<sup>2</sup>, <mark>marked</mark>, <kbd>Ctrl</kbd>, <del>gone</del>, <abbr title="Long form">LF</abbr> and LF, <q>said</q><br>next.</p>
<ol start="3"><li>three<ul><li>in it</li></ul></li></ol>
<blockquote><p>Set apart.</p></blockquote>
<hr>
<table><thead><tr><th>H</th><th style="text-align: right">N</th></tr></thead><tbody><tr><td>a</td><td style="text-align: right">1</td></tr></tbody></table>
<p><a href="https://example.org/page">outside</a></p>
<script>no()</script><button>No</button><p hidden>never</p>
loose words
"""


def test_what_a_material_author_writes_has_a_meaning() -> None:
    made = chapter(WRITTEN)
    text = words(made)
    for said in (
        "Mind",
        "The gap.",
        "Words inside.",
        "First tab.",
        "Second tab.",
        "☑",
        "Meaning",
        "Ctrl",
        "gone",
        "LF (Long form) and LF",
        "“said”",
        "three",
        "in it",
        "Set apart.",
        "loose words",
    ):
        assert said in text or any(said == n.get("title") for n in made.iter()), said
    assert "no()" not in text and "never" not in text and "No" not in text.split()
    code = made.find("code-block")
    assert code.text == "a = 1\n  b = 2  (1)" and code.get("title") == "A piece" and "A piece" not in text
    assert "Plain words (1) too." in text and made.find("ul").get("boxes") and made.find("ol").get("start") == "3"
    assert [n.get("title") for n in made.iter("tab")] == ["One", "Two"]
    assert made.find(".//row")[1].get("align") == "right"


def test_it_is_printed_to_the_standards(printed: Path) -> None:
    import page as validator

    from explainer.book import press

    root = source(printed).volume("page")
    root.extend([chapter(WRITTEN), element("terms")])
    data = press.press(volumes.resolved(root), "chapter", printed, 0).data
    report = validator.validate_pdf_bytes(data, profile=validator.ValidationProfile.PDF_UA_1)
    assert not report.failures


# -- what cannot be printed ---------------------------------------------------------------------------------------------------


def _problem(html: str, docs: Path = DOCS) -> str:
    with pytest.raises(EditorError) as caught:
        chapter(html, docs=docs)
    return str(caught.value)


def _docs(tmp_path: Path, text: str) -> Path:
    (tmp_path / "index.md").write_text(f"---\ntitle: x\n---\n{text}\n", encoding="utf-8")
    return tmp_path


def test_a_skipped_heading_names_page_and_line(tmp_path: Path) -> None:
    docs = _docs(tmp_path, "# Title\n\n## Part\n\n#### Too deep")
    said = _problem("<h1>Title</h1><h2>Part</h2><h4>Too deep</h4><p>x</p>", docs)
    assert "docs/index.md:8: the heading “Too deep” skips a level" in said and "###" in said


def test_a_picture_without_words_names_page_and_line(tmp_path: Path) -> None:
    docs = _docs(tmp_path, "Words.\n\n![](assets/phone.png)")
    assert "docs/index.md:6: the picture 'assets/phone.png' has no words" in _problem(
        '<p><img src="assets/phone.png"></p>', docs
    )


def test_a_drawing_without_words_is_refused() -> None:
    assert "a drawing has no words" in _problem('<figure><svg viewBox="0 0 1 1"><path d="M0 0"></path></svg></figure>')


def test_a_table_too_wide_for_any_page_names_page_and_line(tmp_path: Path) -> None:
    heads = "".join(f"<th>{'Donaudampfschiff' * 2}{n}</th>" for n in range(12))
    html = f"<table><caption>A wide table</caption><thead><tr>{heads}</tr></thead><tbody><tr>{heads.replace('th>', 'td>')}</tr></tbody></table>"
    docs = _docs(tmp_path, "Words.\n\n/// table | A wide table")
    said = _problem(html, docs)
    assert "docs/index.md:6: the table “A wide table” is too wide" in said and "fewer columns" in said


def _table(columns: int, rows: int, text: str) -> Node:
    made = element("table", title="x")
    for n in range(rows + 1):
        row = element("row" if n else "head")
        row.extend([element("cell", text) for _ in range(columns)])
        made.append(row)
    return made


@pytest.mark.parametrize(
    ("columns", "text", "shape"),
    [(2, "short", "text"), (9, "some more words here", "wide"), (6, "characteristically long", "turned")],
)
def test_a_table_gets_the_smallest_shape_that_holds_it(columns: int, text: str, shape: str) -> None:
    table = _table(columns, 5, text)
    tables.shape(table)
    room = {"text": 120, "wide": 160, "turned": 216}[shape]
    widths = [float(w) for w in table.get("columns").split()]
    assert table.get("shape") == shape and sum(widths) + 4 * (columns - 1) <= room + 0.5


def test_letters_that_no_font_has_are_found_and_greek_cyrillic_and_signs_are_covered() -> None:
    assert missing_letters("Ωμέγα Жизнь → ✓ ☃ ½ € “q” – Ý ł ő") == set()
    assert missing_letters("日本 and ا") == {"日", "本"}


def test_the_check_names_page_and_line_of_each_letter_that_cannot_be_printed(tmp_path: Path) -> None:
    project = support.copy_project(tmp_path)
    support.edit(project / "docs/dallas/index.md", "# The Dallas case", "# The Dallas case 日\n\nA 本 here.")
    with pytest.raises(EditorError) as caught:
        check(project / "docs")
    told = [p for p in caught.value.problems if "no font of the printed editions" in p.message]
    assert [(p.file, "U+65E5" in p.message, "U+672C" in p.message) for p in told] == [
        ("docs/dallas/index.md", True, False),
        ("docs/dallas/index.md", False, True),
    ]
    assert told[1].line == told[0].line + 2


# -- order, volumes, index ------------------------------------------------------------------------------------------------------


def test_every_page_of_the_navigation_has_a_volume_in_its_order() -> None:
    found = entries()
    assert len(found) == len({e.url for e in found}) > 25 and found[0].url == "index.html"
    assert {e.volume for e in found} == set(front_matter.PRINTED)


def test_titles_and_sections_are_those_of_the_navigation() -> None:
    nav = [{"Questions": "open-questions.md"}, {"Deep: part": [{"Deeper": [{"The case": "dallas/index.md"}]}]}]
    assert [(e.title, e.section, e.id) for e in order.arrange(Settings.of({"nav": nav}), DOCS)] == [
        ("Questions", "", "open-questions"),
        ("The case", "Deep: part", "dallas-index"),
    ]


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("printed: bok", "the front matter's 'printed' is 'bok'\n    Nearest: book, back."),
        ("former_ids: [a, b]", "the front matter's 'former_ids' is a list\n    Write {old-name: new-name}."),
    ],
)
def test_a_wrong_field_of_the_front_matter_names_page_and_line(tmp_path: Path, field: str, message: str) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: A\n{field}\n---\n# A\n", encoding="utf-8")
    (problem,) = front_matter.problems(Page.read(tmp_path / "a.md", "a.md"), tmp_path)
    assert str(problem) == f"docs/a.md:3: {message}"


def test_without_a_site_the_verbs_say_what_to_do_first(tmp_path: Path) -> None:
    for arguments in (("editions",), ("pdf", "index")):
        result = run("-m", "explainer", *arguments, "--site", str(tmp_path))
        assert (
            result.returncode == 1 and "Run `make build` first." in result.stderr and "Traceback" not in result.stderr
        )


def test_every_record_has_one_number_of_its_kind() -> None:
    numbers = record.numbers(LIBRARY)
    for kind in record.KINDS:
        own = sorted(n for (k, _), n in numbers.items() if k == kind)
        assert own == list(range(1, len(getattr(LIBRARY, kind)) + 1))


def test_links_to_what_a_volume_lacks_become_words() -> None:
    root = element("volume")
    root.append(
        chapter(
            '<p>See <a href="since-2021.html#gone">the rest</a>, <a href="claims.html">all claims</a> and <a href="about/privacy.html">privacy</a>.</p>',
            url="dallas/index.html",
        )
    )
    other = element("chapter", id="dallas-since-2021")
    root.append(other)
    volumes.resolved(root)
    assert root.find(".//see").get("to") == "dallas-since-2021"
    assert root.find(".//volume") is None or words(root)


def test_the_index_turns_people_round_and_leaves_out_what_is_everywhere() -> None:
    known = {name.heading: name for name in index.names(LIBRARY)}
    person = next(n for n in LIBRARY.names.values() if n.kind == "person" and ", " in n.name)
    last, first = person.name.split(", ")
    assert f"{first} {last}" in known[person.name].words
    assert [n.heading for n in index.names(LIBRARY)] == sorted(known, key=index._sorted_as)
    made = [element("chapter", id=str(n)) for n in range(5)]
    term = next(t.term for t in LIBRARY.terms.values() if t.term.islower())
    for one in made:
        one.extend([element("p", f"{first} {last} spoke of {term}."), element("p", f"Again {first} {last}.")])
    headings = [e.get("heading") for e in index.mark(made, LIBRARY)]
    assert person.name in headings and term not in headings
    assert [words(c) for c in made] == [f"{first} {last} spoke of {term}.Again {first} {last}."] * 5


# -- drawings --------------------------------------------------------------------------------------------------------------------

CSS = """
:root { --ink: light-dark(#111111, #eeeeee); --paper: light-dark(#ffffff, #000000); --red: #8f2f14; }
@media (min-width: 1px) { .bar { fill: #00ff00; } }
.chart text { fill: var(--ink); } .chart .bar { fill: var(--red); } .hollow { fill: var(--paper); stroke: currentColor }
"""


def _svg() -> Node:
    page = lxml.html.document_fromstring(
        '<html><body><div class="chart"><svg width="100%" height="10em" role="img"><title>Three bars</title>'
        '<rect class="bar" x="50%" y="2em" width="10%" height="1em"/><rect class="hollow" x="0" y="0" width="1" height="1"/>'
        '<a href="#n"><text x="0" y="1em">Words</text></a></svg></div></body></html>'
    )
    return page.find(".//svg")


def test_a_printed_drawing_has_the_light_colours_fixed_units_and_its_words() -> None:
    made = pictures.standing(_svg(), Sheet(CSS))
    bar, hollow = made.findall(f"{{{SVG}}}rect")
    assert (
        bar.get("fill") == "#8f2f14"
        and bar.get("x") == "310"
        and hollow.get("fill") == "#ffffff"
        and hollow.get("stroke") == "#111111"
    )
    assert made.find(f".//{{{SVG}}}text").get("fill") == "#111111" and made.get("viewBox") == "0 0 620 130"
    assert made.find(f"{{{SVG}}}title").text == "Three bars." and made.find(f".//{{{SVG}}}a") is None


def test_a_drawing_of_the_e_book_takes_the_colour_of_the_text_and_keeps_its_own_way_to_grow() -> None:
    made = pictures.standing(_svg(), Sheet(CSS), pictures.flowing)
    bar, hollow = made.findall(f"{{{SVG}}}rect")
    assert made.find(f".//{{{SVG}}}text").get("fill") == "currentColor" and hollow.get("fill") == "none"
    light = pictures._luminance(pictures._rgb(bar.get("fill")) or (0, 0, 0))
    assert all((max(light, ground) + 0.05) / (min(light, ground) + 0.05) > 3 for ground in (1.0, 0.01, 0.83))
    assert made.get("width") == "100%" and made.get("height") == "10em"


PLOT = """
<div class="chart" id="chart-{0}"><figure><div class="chart-head"><p class="chart-under">Cases, by year.</p></div>
<div class="chart-drawing"><ul class="plot-key"><li><svg class="sign" width="1.5em" height="1em"><rect/></svg> a case</li></ul>
<div class="plot"><div class="plot-rows"><svg class="plot-grid"><line/></svg><ul>
<li><span class="plot-name">France <small>in May.</small></span> <span class="plot-figure"><a href="#n-{1}" data-claim="{1}">5</a></span>
<svg class="plot-strip" width="100%" height="1em"><rect class="bar" x="0" width="50%" height="1em"/></svg></li></ul></div>
<svg class="plot-axis" width="100%" height="2em"><text x="0%">0</text><text class="inner" x="90%" text-anchor="end">900</text><text x="100%" text-anchor="end">1,000</text></svg>
<p class="plot-unit">Cases</p></div></div></figure></div>
"""


def test_the_words_of_a_drawing_are_words_in_the_e_book_and_lead_to_their_notes() -> None:
    name = next(c.id for c in LIBRARY.charts.values() if c.draw == "bars")
    made = chapter(PLOT.format(name, CLAIM), volume="all").find("drawing")
    rows = made.findall("words")
    assert [words(row) for row in rows] == ["a case", "France (in May): 5", "Cases"]
    assert (
        rows[0][0].tag == "picture" and rows[1].find(".//n").get("n") == "1" and made.get("under") == "Cases, by year."
    )
    strip, axis = made.findall("picture")
    assert strip.get("alt") == "" and strip.find(f".//{{{SVG}}}rect").get("width") == "50%"
    labels = [t.text for t in axis.iter(f"{{{SVG}}}text")]
    assert labels == ["0", "1,000"], "a label that would touch the last one in large letters gives way"


def test_a_drawing_of_the_e_book_has_room_for_wide_letters_and_no_black() -> None:
    page = lxml.html.document_fromstring(
        '<html><body><svg viewBox="0 0 100 50"><title>A line</title><path d="M0 0h9"></path>'
        '<text x="60" y="9">words to the edge</text></svg></body></html>'
    )
    made = pictures.standing(page.find(".//svg"), Sheet(""), pictures.flowing)
    assert made.get("fill") == "currentColor" and float(made.get("viewBox").split()[2]) > 60 + 16 * 8
    assert pictures.standing(page.find(".//svg"), Sheet("")).get("viewBox") == "0 0 100 50"


# -- writing ----------------------------------------------------------------------------------------------------------------------


def test_an_error_while_writing_leaves_the_editions_that_were_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editions.write(tmp_path, {"downloads/a.pdf": b"old", "downloads/b.pdf": b"old"})

    def full(self: Path, data: bytes) -> int:
        if self.name == ".b.pdf.draft":
            raise OSError(28, "No space left on device", str(self))
        with self.open("wb") as file:
            return file.write(data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(EditorError, match="could not be written: No space left on device"):
        editions.write(tmp_path, {"downloads/a.pdf": b"new", "downloads/b.pdf": b"new"})
    assert (tmp_path / "downloads/a.pdf").read_bytes() == b"old"
    assert [f.name for f in sorted((tmp_path / "downloads").iterdir())] == ["a.pdf", "b.pdf"]


def _old(tmp_path: Path) -> dict[str, bytes]:
    """Two old editions in place, and the new ones that are to take their places."""
    editions.write(tmp_path, {"downloads/a.pdf": b"old", "downloads/b.pdf": b"old"})
    return {"downloads/a.pdf": b"new", "downloads/b.pdf": b"new", "downloads/c.pdf": b"new"}


def _told(tmp_path: Path, files: dict[str, bytes]) -> str:
    """The one sentence that an editor reads when the editions cannot be written; what was there is there still."""
    with pytest.raises(EditorError) as caught:
        editions.write(tmp_path, files)
    folder = tmp_path / "downloads"
    assert {f.name: f.read_bytes() for f in folder.iterdir()} == {"a.pdf": b"old", "b.pdf": b"old"}
    (problem,) = caught.value.problems
    assert problem.mend
    return str(caught.value)


def test_a_disk_without_room_for_all_editions_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = _old(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=8))
    assert f"{tmp_path}: the editions could not be written: no space left on the device" in _told(tmp_path, files)


@pytest.mark.parametrize("call", ["write_bytes", "replace"])
def test_a_folder_without_rights_is_a_sentence_with_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    files, own = _old(tmp_path), getattr(Path, call)

    def refused(self: Path, *rest: object) -> object:
        if self.name == ".b.pdf.draft":
            raise PermissionError(13, "Permission denied", str(self))
        return own(self, *rest)

    monkeypatch.setattr(Path, call, refused)
    said = _told(tmp_path, files)
    assert "downloads/.b.pdf.draft: the editions could not be written: Permission denied" in said


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "downloads").write_text("a file stands where the folder should be", encoding="utf-8")
    with pytest.raises(EditorError, match="downloads: the editions could not be written"):
        editions.write(tmp_path, {"downloads/a.pdf": b"new"})


def test_editions_that_cannot_be_written_end_the_command_with_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def run_out(*_: object, **__: object) -> None:
        raise EditorError([Problem("downloads/a.pdf", 0, "the editions could not be written: no space", "Make room.")])

    monkeypatch.setattr(editions, "run", run_out)
    assert main(["editions", "--site", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "downloads/a.pdf: the editions could not be written: no space" in said and "Traceback" not in said


def test_the_wing_and_its_templates_know_no_story() -> None:
    root = DOCS.parent
    files = [*(root / "explainer/book").glob("*.py"), *(root / "overrides/print").glob("*.*")]
    for file in files:
        if file.suffix in (".py", ".typ", ".html", ".css", ".txt"):
            said = file.read_text(encoding="utf-8")
            assert not re.search(r"Clearview|Gizmodo|BuzzFeed|Gutierrez", said), file.name
            examples = re.sub(r"'dallas[-/][^']*'|dallas/index", "", said)
            assert "allas" not in examples, file.name
