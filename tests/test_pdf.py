"""The printed editions as readers get them: whole, archivable, tagged, with working links and our own fonts."""

from __future__ import annotations

import collections
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import page as validator
import pikepdf
import pypdfium2
import pytest

from explainer.editions import libraries, made, pdf
from explainer.facts import words
from explainer.facts.problems import EditorError
from tests.editions import bare, entries, foreign, page_texts, run

pytestmark = pytest.mark.xdist_group("editions")  # one worker makes the editions, the other goes on

PROFILES = {
    "UA-1": validator.ValidationProfile.PDF_UA_1,
    "A-2a": validator.ValidationProfile.PDF_A_2A,
}
BOTH = pytest.mark.parametrize("file", [f"{made.NAME}.pdf", f"{made.NAME}-fact-sheet.pdf"])
FONTS = {
    "Source-Serif-4",
    "Source-Serif-4-Italic",
    "Source-Serif-4-Semi-Bold",
    "DejaVu-Sans-Mono",
}
# Facts about the edition files themselves, which cannot stand inside those files: see unroll.SCREEN_ONLY.


@pytest.fixture(scope="session")
def book(printed: Path) -> Path:
    return printed / "downloads" / f"{made.NAME}.pdf"


@pytest.fixture(scope="session")
def texts(book: Path) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(book)
    return [document[n].get_textpage().get_text_range() for n in range(len(document))]


def failures(data: bytes, profile: str) -> set[str]:
    report = validator.validate_pdf_bytes(data, profile=PROFILES[profile], limits=validator.SafetyLimits.unlimited())
    return {f.rule_id for f in report.failures}


@BOTH
@pytest.mark.parametrize("profile", PROFILES)
def test_both_standards_hold_in_one_file(printed: Path, file: str, profile: str) -> None:
    assert not failures((printed / "downloads" / file).read_bytes(), profile)


def _no_language(document: Any) -> None:
    del document.Root.Lang


def _no_link_words(document: Any) -> None:
    next(a for p in document.pages for a in p.get("/Annots", []) if a.Subtype == "/Link").Contents = ""
    for p in document.pages:
        for a in p.get("/Annots", []):
            if "/Contents" in a:
                del a["/Contents"]


def _skipped_heading(document: Any) -> None:
    for element in structure(document):
        if element.S == "/H2":
            element.S = pikepdf.Name("/H4")


def _no_alternative(document: Any) -> None:
    for element in structure(document):
        if element.S == "/Figure":
            del element["/Alt"]


@pytest.mark.parametrize("damage", [_no_language, _no_link_words, _skipped_heading, _no_alternative])
def test_the_same_file_broken_on_purpose_fails(book: Path, damage: Callable[[Any], None]) -> None:
    with pikepdf.open(book) as document:
        damage(document)
        out = io.BytesIO()
        document.save(out)
    assert failures(out.getvalue(), "UA-1")


def test_every_word_of_every_page_is_in_print(printed: Path, texts: list[str]) -> None:
    # The page's number, running heads and the references' page numbers may stand between two words of a cell
    # that runs over the end of a page, so a piece may also be found in two halves.
    whole = bare("".join(texts))
    whole = re.sub(r"\(p\.\d+\)|\(seepage\d+\)", "", whole)
    for entry in entries(printed):
        missing = [piece for piece in page_texts(printed, entry.path) if not _found(piece, whole)]
        assert not missing, f"{entry.path}: {missing[:5]}"


def _found(piece: str, whole: str) -> bool:
    if piece in whole:
        return True
    cuts = range(1, len(piece))
    longest = next((n for n in reversed(cuts) if piece[:n] in whole), 0)
    return longest >= 1 and piece[longest:] in whole


def test_no_page_is_blank_and_none_is_clipped(book: Path, texts: list[str]) -> None:
    assert all(len(bare(text)) > 60 for text in texts[1:])
    assert bare("The Dallas Searches") in bare(texts[0])
    document = pypdfium2.PdfDocument(book)
    for n in range(1, len(document)):
        page = document[n]
        width, height = page.get_size()
        for item in page.get_objects(max_depth=1):
            left, bottom, right, top = item.get_pos() if hasattr(item, "get_pos") else item.get_bounds()
            assert left >= -1 and right <= width + 1 and bottom >= -1 and top <= height + 1, f"page {n + 1}"


def test_the_outline_is_the_menu(printed: Path, book: Path) -> None:
    def tree(items: Any) -> list[tuple[str, list[Any]]]:
        return [(plain(item.title), tree(item.children)) for item in items]

    def plain(text: str) -> str:
        return re.sub('[“”"]', '"', text)

    menu: list[tuple[str, list[Any]]] = []
    for entry in entries(printed):
        if not entry.part:
            continue
        if not menu or menu[-1][0] != entry.part:
            menu.append((entry.part, []))
        menu[-1][1].append((plain(entry.title), []))
    with pikepdf.open(book) as document, document.open_outline() as outline:
        found = tree(outline.root)
    titles = [title for title, _ in found]
    assert titles[:2] == ["About this edition", "Contents"] and titles[-1] == "Index of claims"
    assert found[3:-1] == menu  # [2] is the home page under its own headline


def test_the_contents_name_the_page_where_each_chapter_starts(printed: Path, book: Path, texts: list[str]) -> None:
    contents = "".join(texts[1:6])
    with pikepdf.open(book) as document:
        places = destinations(document)
    for entry in entries(printed)[1:]:
        name = entry.path.removesuffix(".html").replace("/", "-")
        start = places[name]
        title = _quotes(bare(entry.title))
        line = re.search(re.escape(title) + r"(\d+)", _quotes(bare(contents)))
        assert line and line[1].startswith(str(start + 1)), entry.title
        assert title in _quotes(bare(texts[start]))


def _quotes(text: str) -> str:
    """Straight and curled quotation marks as one."""
    return re.sub('[“”"]', "Q", text)


def test_every_link_leads_to_a_page_of_the_book_or_to_the_web(book: Path) -> None:
    with pikepdf.open(book) as document:
        places = destinations(document)
        count = collections.Counter[str]()
        for page in document.pages:
            for link in page.get("/Annots", []):
                if "/Dest" in link:
                    assert str(link.Dest) in places, str(link.Dest)
                    count["inside"] += 1
                else:
                    assert re.match(r"https?://|mailto:", str(link.A.URI)), str(link.A.URI)
                    count["web"] += 1
                said = str(link.Contents)
                assert re.search(r"[A-Za-z]{2}|\d", said) and said != str(link.get("/Dest", "")), said
    assert count["inside"] > 1000 and count["web"] > 300


def test_the_addresses_of_all_sources_are_printed(library_addresses: list[str], texts: list[str]) -> None:
    whole = bare("".join(texts))
    assert not [a for a in library_addresses if not _found(bare(a), whole)]


@pytest.fixture(scope="session")
def library_addresses() -> list[str]:
    from explainer.facts.library import Library

    return [s.url for s in Library.read(pdf.PRINT.parent.parent / "docs").sources.values() if s.url]


@BOTH
def test_all_fonts_are_ours_and_embedded(printed: Path, file: str) -> None:
    with pikepdf.open(printed / "downloads" / file) as document:
        fonts = {
            str(o.BaseFont) for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"
        }
        descriptors = [
            o for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
        ]
    assert fonts and {re.sub(r"^/[A-Z]{6}\+|,$", "", name) for name in fonts} <= FONTS, fonts
    assert descriptors and all("/FontFile2" in d or "/FontFile3" in d for d in descriptors)


@BOTH
def test_the_file_says_what_it_is(printed: Path, file: str) -> None:
    editions = json.loads((printed / "downloads" / "editions.json").read_text(encoding="utf-8"))
    date = next(e["date"] for e in editions if e["file"] == file)
    with pikepdf.open(printed / "downloads" / file) as document:
        root, info = document.Root, document.docinfo
        assert str(root.Lang) == "en" and root.MarkInfo.Marked and root.ViewerPreferences.DisplayDocTitle
        assert str(info.Title).startswith("The Dallas ") and str(info.Author) == "The Dallas Searches"
        assert len(str(info.Subject)) > 40 and "Clearview AI" in str(info.Keywords)
        assert str(info.CreationDate).startswith("D:" + date.replace("-", "")) and str(info.ModDate) == str(
            info.CreationDate
        )


def test_the_structure_holds_every_kind_of_thing_and_each_figure_has_words(
    book: Path,
) -> None:
    with pikepdf.open(book) as document:
        kinds: collections.Counter[str] = collections.Counter()
        for element in structure(document):
            kinds[str(element.S)] += 1
            if element.S == "/Figure":
                assert len(str(element.Alt)) > 20
    assert {
        "/H1",
        "/H2",
        "/H3",
        "/P",
        "/L",
        "/LI",
        "/LBody",
        "/Table",
        "/TH",
        "/TD",
        "/Caption",
        "/Link",
        "/Figure",
    } <= set(kinds)


def test_foreign_words_of_every_page_keep_their_language(printed: Path, book: Path) -> None:
    wanted = collections.Counter(language for entry in entries(printed) for language, _ in foreign(printed, entry.path))
    with pikepdf.open(book) as document:
        found = collections.Counter(str(element.Lang) for element in structure(document) if "/Lang" in element)
    assert wanted and found == wanted


def test_only_what_is_in_another_language_says_so_and_a_broken_line_says_it_once() -> None:
    made_ = pdf.render(
        '<!doctype html><html lang="en"><title>x</title><p>Read <span lang="nl">'
        + "een heel lange naam van een besluit " * 9
        + '</span> or <a href="#x"><span lang="it">il</span> text</a>, <a id="x" href="#x" lang="de">der Text</a>.'
        '<ul><li lang="fr">le mot<li>word</ul><p lang="sv">Ord<div lang="es">Una palabra</div>',
        "book.css",
    )
    with pikepdf.open(io.BytesIO(made_.data)) as document:
        found = [(str(e.S), str(e.Lang), str(e.P.S)) for e in structure(document) if "/Lang" in e]
    assert sorted(found) == [
        ("/Div", "es", "/Document"),
        ("/LI", "fr", "/L"),
        ("/Link", "de", "/P"),
        ("/P", "sv", "/Document"),
        ("/Span", "it", "/Link"),
        ("/Span", "nl", "/P"),
    ]
    assert not failures(made_.data, "UA-1")


def test_no_figure_of_a_reference_is_left_blank(texts: list[str]) -> None:
    assert not [n for n, text in enumerate(texts, 1) if re.search(r"\(p\.\s000\)|page\s000", text)]


def test_numbers_of_earlier_pages_leave_no_gap(texts: list[str]) -> None:
    """The index of claims stands last: its numbers have one digit to three, and nothing before them."""
    index = next(text for text in reversed(texts) if "After the name of each claim stands" in text)
    assert re.search(r" \d\d, ", index)
    assert "\u2007" not in index
    assert any("\u2007" in text for text in texts[:60]), "places for numbers that come later are seen by this test"


def test_the_fact_sheet_has_two_pages_and_names_its_claims(printed: Path) -> None:
    document = pypdfium2.PdfDocument(printed / "downloads" / f"{made.NAME}-fact-sheet.pdf")
    assert len(document) == 2
    text = bare("".join(document[n].get_textpage().get_text_range() for n in range(2)))
    for needed in (
        "between 500 and 1,000",
        "1,803",
        "What is not known",
        "dallas-search-range",
        words.LEVELS["unverified"],
    ):
        assert bare(needed) in text


def test_two_builds_are_equal_byte_for_byte(printed: Path, tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from explainer.editions import book, fact_sheet, made, pdf;"
        "s = made.Source(Path(sys.argv[1]), Path('docs')); c = [x for x in s.chapters() if x.path == 'evidence/nist.html'];"
        "[a.set('href', 'https://example.org/') for x in c for a in x.body.iter('a')];"
        "i = made._dated(s.imprint(c));"
        "Path(sys.argv[2]).write_bytes(pdf.render(book.html(c, i), 'book.css').data"
        " + pdf.render(fact_sheet.html(Path('docs'), i), 'fact-sheet.css').data)"
    )
    import shutil

    moved = tmp_path / "elsewhere" / "site"
    shutil.copytree(printed, moved)
    found = []
    for n, (folder, zone, seed) in enumerate([(printed, "UTC", "1"), (moved, "Pacific/Auckland", "77")]):
        out = tmp_path / f"{n}.pdf"
        result = run("-c", script, str(folder), str(out), TZ=zone, PYTHONHASHSEED=seed)
        assert result.returncode == 0, result.stderr
        found.append(out.read_bytes())
    assert found[0] == found[1]
    assert str(tmp_path).encode() not in found[1]


def test_a_missing_font_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(EditorError, match="source-serif-4-italic.ttf: this font file is missing"):
        pdf.render("<p>x</p>", "book.css", fonts=tmp_path)


def test_a_missing_library_names_the_package_for_each_system() -> None:
    with pytest.raises(EditorError) as caught:
        libraries.demand(["Pango"])
    for words_ in (
        "Debian",
        "libpango-1.0-0",
        "Fedora",
        "macOS",
        "brew install pango",
        "EDITIONS=0",
    ):
        assert words_ in str(caught.value)


def test_what_the_renderer_warns_of_is_an_error() -> None:
    with pytest.raises(EditorError, match="cannot be read|gone.png"):
        pdf.render(
            '<!doctype html><html lang="en"><title>x</title><p><img src="gone.png" alt="x"></p>',
            "book.css",
        )


@pytest.mark.parametrize("given", ["soon", "12.5"])
def test_a_wrong_date_from_outside_is_a_sentence(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    with pytest.raises(EditorError, match="no number of seconds"):
        pdf.epoch("2026-11-23")


def test_the_date_comes_from_the_text_not_from_the_clock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert pdf.stamp(pdf.epoch("2026-11-23")) == "2026-11-23T12:00:00Z"


def structure(document: Any) -> Iterator[Any]:
    """All structure elements of a PDF."""
    return (o for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/StructElem")


def destinations(document: Any) -> dict[str, int]:
    """The page (from 0) of every named destination."""
    numbers = {page.objgen: n for n, page in enumerate(document.pages)}
    names = pikepdf.NameTree(document.Root.Names.Dests)
    return {str(name): numbers[place[0].objgen] for name, place in names.items()}
