"""The printed editions as readers get them: archivable, tagged, whole, with numbers that are right and lines to read."""

from __future__ import annotations

import collections
import io
import json
import re
import shutil
import statistics
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import page as validator
import pikepdf
import pypdfium2
import pytest
from PIL import Image
from pypdfium2 import raw

from explainer.book import editions, factsheet, index, press
from explainer.book.tree import Node, element
from explainer.facts import words
from explainer.facts.chart_table import label
from explainer.facts.library import Library
from explainer.facts.problems import EditorError
from explainer.facts.records import Chart
from explainer.text.pages import Page
from tests.editions import (
    DOCS,
    NAME,
    POINT,
    article,
    elements,
    entries,
    found,
    letters,
    links,
    pieces,
    run,
    sample,
    source,
    structure,
    texts,
)

PROFILES = {"UA-1": validator.ValidationProfile.PDF_UA_1, "A-2a": validator.ValidationProfile.PDF_A_2A}
BOOK, A4, RECORD, SHEET = f"{NAME}.pdf", f"{NAME}-a4.pdf", f"{NAME}-record.pdf", f"{NAME}-fact-sheet.pdf"
FILES = [BOOK, A4, RECORD, SHEET, "chapters/dallas-index.pdf", "chapters/evidence-nist.pdf"]
EACH = pytest.mark.parametrize("file", FILES)
FONTS = {"SourceSerif4-Regular", "SourceSerif4-Italic", "SourceSerif4-SemiBold", "DejaVuSerif", "DejaVuSansMono"}


@pytest.fixture(scope="session")
def downloads(printed: Path) -> Path:
    return printed / "downloads"


@pytest.fixture(scope="session")
def book(downloads: Path) -> Path:
    return downloads / BOOK


@pytest.fixture(scope="session")
def tree(printed: Path) -> Node:
    """The book as the printer got it."""
    from explainer.book import volumes

    return volumes.resolved(volumes.book(source(printed)))


def failures(data: bytes, profile: str) -> set[str]:
    report = validator.validate_pdf_bytes(data, profile=PROFILES[profile], limits=validator.SafetyLimits.unlimited())
    return {f.rule_id for f in report.failures}


# -- standards ------------------------------------------------------------------------------------------------------


@EACH
@pytest.mark.parametrize("profile", PROFILES)
def test_both_standards_hold_in_one_file(downloads: Path, file: str, profile: str) -> None:
    assert not failures((downloads / file).read_bytes(), profile)


def _no_language(document: Any) -> None:
    del document.Root.Lang


def _no_link_words(document: Any) -> None:
    for page in document.pages:
        for annotation in page.get("/Annots", []):
            if "/Contents" in annotation:
                del annotation["/Contents"]


def _skipped_heading(document: Any) -> None:
    for one in elements(document):
        if one.S == "/H2":
            one.S = pikepdf.Name("/H4")


def _no_alternative(document: Any) -> None:
    for one in elements(document):
        if one.S == "/Figure":
            for key in ("/Alt", "/ActualText"):
                if key in one:
                    del one[key]


@pytest.mark.parametrize("damage", [_no_language, _no_link_words, _skipped_heading, _no_alternative])
def test_the_same_file_broken_on_purpose_fails(downloads: Path, damage: Callable[[Any], None]) -> None:
    with pikepdf.open(downloads / "chapters/evidence-nist.pdf") as document:
        damage(document)
        out = io.BytesIO()
        document.save(out)
    assert failures(out.getvalue(), "UA-1")


@EACH
def test_all_fonts_are_ours_and_embedded(downloads: Path, file: str) -> None:
    with pikepdf.open(downloads / file) as document:
        made = [o for o in document.objects if isinstance(o, pikepdf.Dictionary)]
        fonts = {str(o.BaseFont) for o in made if o.get("/Type") == "/Font"}
        descriptors = [o for o in made if o.get("/Type") == "/FontDescriptor"]
    assert fonts and {re.sub(r"^/([A-Z]{6}\+)?|-Identity-H$", "", name) for name in fonts} <= FONTS, fonts
    assert descriptors and all("/FontFile2" in d or "/FontFile3" in d for d in descriptors)


@EACH
def test_the_file_says_what_it_is(downloads: Path, printed: Path, file: str) -> None:
    name = source(printed).settings.name
    with pikepdf.open(downloads / file) as document:
        root, info = document.Root, document.docinfo
        assert str(root.Lang).startswith("en") and root.MarkInfo.Marked and root.ViewerPreferences.DisplayDocTitle
        assert str(info.Title) and str(info.Author) == name
        day = source(printed).updated.replace("-", "")
        assert str(info.CreationDate).startswith(f"D:{day}")


def test_drawings_have_words_and_foreign_titles_their_language(book: Path, downloads: Path) -> None:
    assert all(len(said.get("/Alt", "")) > 40 for kind, said in structure(book) if kind == "/Figure")
    kinds = collections.Counter(kind for kind, _ in structure(book))
    assert {"/H1", "/H2", "/H3", "/P", "/L", "/LI", "/LBody", "/Table", "/TH", "/TD", "/Link", "/Figure"} <= set(kinds)
    spoken = {said["/Lang"] for _, said in structure(downloads / RECORD) if "/Lang" in said}
    sources = Library.read(DOCS).sources.values()
    assert spoken - {"en", "en-US"} == {words.LANGUAGES[i] for s in sources for i in (s.langid, s.authorlangid) if i}


# -- the page ---------------------------------------------------------------------------------------------------------


@cache
def _characters(file: Path) -> list[tuple[int, float, float, float, float, float]]:
    """(page, left, bottom, right, top, size) of every character that is seen."""
    found = []
    for number, page in enumerate(pypdfium2.PdfDocument(file)):
        text = page.get_textpage()
        for n in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(n)
            if right > left:
                found.append((number, left, bottom, right, top, raw.FPDFText_GetFontSize(text, n)))
    return found


@EACH
def test_nothing_runs_off_the_page(downloads: Path, file: str) -> None:
    document = pypdfium2.PdfDocument(downloads / file)
    sizes = [page.get_size() for page in document]
    edge = 5 * POINT
    for number, left, bottom, right, top, _ in _characters(downloads / file):
        width, height = sizes[number]
        assert left >= edge and right <= width - edge and bottom >= edge and top <= height - edge, f"page {number + 1}"
    for number, page in enumerate(document):
        for item in page.get_objects(max_depth=1):
            left, bottom, right, top = item.get_bounds() if hasattr(item, "get_bounds") else item.get_pos()
            assert left >= -1 and right <= sizes[number][0] + 1 and bottom >= -1 and top <= sizes[number][1] + 1


@pytest.mark.parametrize("file", [BOOK, A4])
def test_lines_are_62_to_75_characters_and_type_is_large_enough(downloads: Path, file: str) -> None:
    document = pypdfium2.PdfDocument(downloads / file)
    lines: dict[tuple[int, int], list[tuple[float, float, float, float]]] = collections.defaultdict(list)
    sizes: collections.Counter[float] = collections.Counter()
    base: float = 0
    for number, left, bottom, right, top, size in _characters(downloads / file):
        if number < 3:  # cover, imprint, contents
            continue
        sizes[round(size, 1)] += 1
        if abs(size - 10.6) < 0.05:
            base = base if bottom - 1 < base < bottom + 4 else bottom  # letters with a foot hang below the line
            lines[number, round(base)].append((left, bottom, right, top))
    full = []
    for (number, _), boxes in lines.items():
        left, right = min(b[0] for b in boxes), max(b[2] for b in boxes)
        if right - left > 118 * POINT:
            area = (left - 1, min(b[1] for b in boxes), right + 1, max(b[3] for b in boxes))
            full.append(len(document[number].get_textpage().get_text_bounded(*area).strip()))
    assert len(full) > 300 and 62 <= statistics.median(full) <= 75
    assert sum(n for size, n in sizes.items() if 10.5 <= size <= 11) > 80_000  # what is read through
    assert min(sizes) >= 5.3  # the smallest are the numbers of notes inside small print
    assert sum(n for size, n in sizes.items() if size < 8) < 0.04 * sum(sizes.values())


def test_the_book_has_a_readers_length_and_size(book: Path, downloads: Path) -> None:
    assert 120 <= len(texts(book)) <= 185 and 120 <= len(texts(downloads / A4)) <= 185
    assert book.stat().st_size < 3_000_000
    for file in (book, downloads / A4):
        assert not [n for n, text in enumerate(texts(file), 1) if len(letters(text)) < 60], file.name


# -- text -------------------------------------------------------------------------------------------------------------

# What print says in another way: notes and records stand for lists of sources, the record has all numbers of a
# drawing and all of a question, and what only a screen can do is left out.
IN_OTHER_WORDS = """
//section[@data-notes] | //*[contains(@class,'notes-key')] | //*[contains(@class,'notice')] | //table[caption[contains(@class,'visually-hidden')]]
| //*[contains(@class,'chart-files')] | //*[contains(@class,'claim-id')] | //*[contains(@class,'headerlink')]
| //*[contains(@class,'visually-hidden')] | //*[contains(@class,'number-source')] | //*[contains(@class,'event-sources')] | //*[contains(@class,'check-sources')]
| //*[contains(@class,'plot') or contains(@class,'ladder-steps') or contains(@class,'marks-number')] | //ul[@class='marks']/li/p[1] | //*[contains(@class,'calendar')] | //table[@class='grid'] | //*[contains(@class,'scene-art')] | //nav | //summary | //*[contains(@class,'chart-limits')] | //*[contains(@class,'screen-only')] | //*[@aria-hidden='true'] | //*[contains(@class,'scene-number')] | //*[contains(@class,'question-more')] | //*[contains(@class,'ways')] | //*[contains(@class,'panel')] | //svg | //section[contains(@class,'claim')]/dl | //*[contains(@class,'label')][ancestor::li[contains(@class,'event')]]
| //*[contains(@class,'chart-note')] | //*[contains(@class,'model-note')]//a | //figcaption/a | //li[contains(@class,'question')]//dl/div[position()>1]
| //section[contains(@class,'correction')]//dl/div[position()>3] | //*[contains(@class,'block-report-error')] | //*[contains(@class,'block-timeline')][.//li[@data-record]] | //*[contains(@class,'block-article-check')][.//li[@data-record]]
| //*[@data-record] | //ol[contains(@class,'checklist')]//a | //ol[contains(@class,'checklist')]//dt[.='How we checked']/.. | //ol[contains(@class,'checklist')]//dt[.='Rests on']/.. | //summary[contains(.,'same numbers')] | //aside | //figure[@class='cases']/figcaption
"""


def _page_pieces(site: Path, url: str) -> list[str]:
    root = article(site, url)
    for node in root.xpath(IN_OTHER_WORDS):
        if node.getparent() is not None:
            node.drop_tree()
    heads = [
        h
        for h in root.iter("h2", "h3")
        if h.getnext() is None or h.getnext().tag in ("h2", "h3") or not h.getnext().text_content().strip()
    ]
    for node in heads:
        node.drop_tree()
    return [p for p in map(letters, pieces(root)) if p]


def _pages_of(tree: Node, book: Path) -> dict[str, tuple[int, int]]:
    """First and last page (from 1) of each chapter by its address: where its title opens, to the next one's."""
    with pikepdf.open(book) as document, document.open_outline() as outline:
        numbers = {page.objgen: n for n, page in enumerate(document.pages, 1)}
        flat = []
        for item in outline.root:
            flat += [item, *item.children]
        starts = {str(i.title): numbers[(i.destination or i.action.D)[0].objgen] for i in flat}
    opened = {c.get("page"): starts[c.get("title")] for c in tree.iter("chapter")}
    order = [*sorted(opened.values()), next(n for t, n in starts.items() if t == "Key dates")]
    return {url: (start, order[order.index(start) + 1] - 1) for url, start in opened.items()}


def test_every_word_of_every_chapter_is_in_the_book(printed: Path, book: Path, tree: Node) -> None:
    # Things of several kinds, which the site draws along one line of time, are a table in print, without "each bar".
    tables = [letters(chart.see or "") for chart in Library.read(DOCS).charts.values() if chart.draw == "periods"]
    for url, (first, last) in _pages_of(tree, book).items():
        whole = letters("".join(texts(book)[first - 1 : last]))
        missing = [piece for piece in _page_pieces(printed, url) if not found(piece, whole) and piece not in tables]
        assert not missing, f"{url}: {missing[:5]}"


def test_every_number_of_every_chapter_is_in_the_book(printed: Path, book: Path, tree: Node) -> None:
    figure = re.compile(r"\d[\d,]*(?:\.\d+)?")
    for url, (first, last) in _pages_of(tree, book).items():
        there = set(figure.findall("".join(texts(book)[first - 1 : last])))
        root = article(printed, url)
        for node in root.xpath(IN_OTHER_WORDS):
            if node.getparent() is not None:
                node.drop_tree()
        wanted = {n.rstrip(",") for text in pieces(root) for n in figure.findall(text)}
        missing = {n for n in wanted if not any(t.rstrip(",").startswith(n) for t in there)}
        assert not missing, f"{url}: {missing}"


def _by_claim(chart: Chart) -> str:
    """The names of a chart's rows, those of one claim together, in order of the first row of each."""
    rows = [row for row in chart.drawn if row.get("claim")]
    claims = [row["claim"] for row in rows]
    return " ".join(label(row) for row in sorted(rows, key=lambda row: claims.index(row["claim"])))


def test_the_book_says_nothing_that_no_page_or_record_says(printed: Path, book: Path, tree: Node) -> None:
    """Lines of the chapters' text against the page and the records that a chapter may show."""
    library = Library.read(DOCS)
    said = letters(
        " ".join(
            json.dumps(r.model_dump(mode="json"), ensure_ascii=False)
            for kind in ("events", "questions", "sentences", "charts", "claims", "sayings")
            for r in getattr(library, kind).values()
        ).replace("\\", "")
    )
    ours = letters(
        "Who measured it What it cannot show Who says so Known so far Each bar is as long as the time; the shortest are drawn a little longer, to be seen Say instead The article says The sources say read first-hand read in reporting or a summary not confirmed beyond the source named All entries are in the volume The record January February March April May June July August September October November December planned for the week of on or after inferred"
    )
    # Under a drawing the names of its rows stand by the claims that they lead to.
    names = letters(" ".join(_by_claim(chart) for chart in library.charts.values()))
    for url, (first, last) in _pages_of(tree, book).items():
        whole = letters(article(printed, url).text_content())
        wrong = []
        # The notes are made from records alone.
        told = "\n".join(texts(book)[first - 1 : last]).split("\nNotes\n")[0].split("\n")
        for line in told:
            bare = letters(re.sub(r"^(Dashed line|Who says so|In the drawing): |\(in The $", "", line.split("\x02")[0]))
            if len(bare) > 24 and not any(found(bare, corpus) for corpus in (whole, said, ours, names)):
                wrong.append(line)
        assert len(wrong) <= 2, f"{url}: {wrong[:5]}"  # a line may hold the end of one thing and the start of another


def test_the_record_holds_every_record(downloads: Path, printed: Path) -> None:
    whole = letters("".join(texts(downloads / RECORD)))
    library = Library.read(DOCS)
    wanted = [r.statement for r in library.claims.values()] + [r.summary for r in library.events.values()]
    wanted += [r.article_says for r in library.sentences.values()] + [
        r.would_settle for r in library.questions.values()
    ]
    wanted += [r.said for r in library.corrections.values()] + [r.title for r in library.sources.values()]
    assert not [w for w in wanted if not found(letters(w), whole)]
    for url in [e.url for e in entries("record")]:
        missing = [p for p in _page_pieces(printed, url) if len(p) > 40 and not found(p, whole)]
        assert len(missing) < 4, f"{url}: {missing[:5]}"


def test_addresses_are_printed_in_full_and_survive_copying(downloads: Path) -> None:
    whole = re.sub(r"\s+", "", "".join(texts(downloads / RECORD)))
    sources = [s.url for s in Library.read(DOCS).sources.values() if s.url]
    assert not [address for address in sources if address not in whole]
    assert not re.search(r"https?://\n", "".join(texts(downloads / RECORD)))


# -- links and numbers -----------------------------------------------------------------------------------------------


@EACH
def test_every_link_leads_somewhere_and_its_number_is_right(downloads: Path, file: str) -> None:
    count: collections.Counter[str] = collections.Counter()
    for page, spoken, said, target in links(downloads / file):
        if isinstance(target, str):
            assert re.match(r"https?://|mailto:", target), target
            count["web"] += 1
        elif told := re.search(r"(?:page|p\.)\s(\d+)\)?$", spoken):
            assert int(told[1]) == target, f"page {page}: “{spoken}” leads to {target}"
            count["page"] += 1
        elif note := re.fullmatch(r"Note (\d+)", said):
            assert re.findall(r"\d+", spoken) == [note[1]], f"page {page}: “{spoken}” is {said}"
            count["note"] += 1
        assert re.search(r"[A-Za-z]{2}|\d", said), f"page {page}: “{spoken}” is described as “{said}”"
    if file in (BOOK, A4):
        assert count["note"] > 700 and count["page"] > 40 and count["web"] > 200


def test_pages_of_notes_say_which_pages_they_belong_to(tree: Node, book: Path) -> None:
    """The way back on paper: from each page of notes to the pages of its chapter's text."""
    # With its running heads, which `texts` leaves out.
    pages, told = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(book)], 0
    opened = dict(_pages_of(tree, book).values())
    for n, text in enumerate(pages, 1):
        if said := re.search(r"Notes to pages? (\d+)(?:–(\d+))?", text):
            first, last = int(said[1]), int(said[2] or said[1])
            assert first in opened and first <= last < n <= opened[first], f"page {n}: {said[0]}"
            # They begin under the text of its last page, or at the top of the next.
            begun = next(p for p in range(first, n + 1) if re.search(r"^Notes\s*$", pages[p - 1], re.MULTILINE))
            at_top = texts(book)[begun - 1].startswith("Notes")
            assert last == begun - at_top, f"page {n}: the notes begin on page {begun}"
            told += 1
    assert told > 20


def test_each_note_is_numbered_from_1_in_its_chapter_and_used(tree: Node) -> None:
    for chapter in tree.iter("chapter"):
        notes = [int(note.get("n")) for note in chapter.iter("note")]
        used = list(dict.fromkeys(int(n.get("n")) for n in chapter.iter("n")))
        assert notes == list(range(1, len(notes) + 1)) == used, chapter.get("page")
        claims = [r.get("id") for r in chapter.iter("record") if r.get("kind") == "claims"]
        assert len(claims) == len(set(claims))


def test_the_outline_is_the_navigation(book: Path) -> None:
    def plain(text: str) -> str:
        return re.sub('[“”"]', '"', text)

    wanted: list[tuple[str, list[str]]] = []
    for entry in entries("book"):
        title = plain(Page.read(DOCS / f"{entry.url.removesuffix('.html')}.md", "x").title)
        if not entry.section:
            wanted.append((title, []))
        elif not wanted or wanted[-1][0] != entry.section:
            wanted.append((entry.section, [title]))
        else:
            wanted[-1][1].append(title)
    with pikepdf.open(book) as document, document.open_outline() as outline:
        tops = [(plain(str(i.title)), [plain(str(c.title)) for c in i.children]) for i in outline.root]
    assert tops[-1][0] == "For reference" and tops[-1][1][:1] == ["Key dates"] and "Index" in tops[-1][1]
    assert [t for t, _ in tops[1:-1]] == [t for t, _ in wanted[1:]]  # the first page stands under its own headline
    assert [c for _, c in tops[1:-1]] == [c for _, c in wanted[1:]]


def test_index_entries_lead_to_pages_that_hold_the_name(book: Path, tree: Node) -> None:
    pages = [letters(text).casefold() for text in texts(book)]
    start = next(target for _, words, _, target in links(book) if words.startswith("Index")) - 1  # as the contents say
    text = re.sub(r"[\s\x02]+", " ", " ".join(texts(book)[start:-1]))
    for chapter in tree.iter("chapter"):  # the lines that part a long entry
        text = text.replace(f" {chapter.get('menu')},", " ")
    known = {name.heading: name.words for name in index.names(Library.read(DOCS))}
    wanted = [n.get("heading") for n in tree.find("index")]
    places, at = [], 0
    for heading in wanted:
        at = text.find(f" {heading}", at)
        places.append((heading, at))
    assert len(wanted) > 60 and not [h for h, at in places if at < 0]
    right = wrong = 0
    for (heading, at), (_, end) in zip(places, [*places[1:], ("", len(text))], strict=True):
        for first, last in re.findall(r"(\d+)(?:–(\d+))?n?(?=[, ]|$)", text[at + len(heading) + 1 : end]):
            for number in range(int(first), int(last or first) + 1):
                held = any(letters(word).casefold() in pages[number - 1] for word in known[heading])
                right, wrong = right + held, wrong + (not held)
    assert right > 400 and wrong <= 0.01 * right, f"{wrong} of {right + wrong}"  # a name may run over a page's end


# -- the fact sheet, single pages ---------------------------------------------------------------------------------------


def test_the_fact_sheet_has_two_sides_each_with_its_head(downloads: Path, printed: Path) -> None:
    document = pypdfium2.PdfDocument(downloads / SHEET)
    assert len(document) == 2
    for n in range(2):
        head = document[n].get_textpage().get_text_range()
        assert "fact sheet" in head and f"Side {n + 1} of 2" in head
    whole = letters("".join(texts(downloads / SHEET)))
    entry = next(e for e in entries("sheet"))
    assert not [p for p in _page_pieces(printed, entry.url) if not found(p, whole)]
    ids = {i for i in Library.read(DOCS).claims if i.count("-") > 1}
    assert not [i for i in ids if i in "".join(texts(downloads / SHEET))]


def test_the_fact_sheet_carries_address_contact_and_code_where_they_are_set(printed: Path) -> None:
    from dataclasses import replace

    from explainer.book import volumes

    site = source(printed)
    site = volumes.Site(printed, DOCS, replace(site.settings, url="https://example.org/", contact="desk@example.org"))
    sheet = factsheet.sheet(site)
    assert sheet is not None
    made = press.press(volumes.resolved(sheet), "factsheet", printed, 0)
    assert made.pages == 2 and not failures(made.data, "UA-1")
    text = pypdfium2.PdfDocument(made.data)[1].get_textpage().get_text_range()
    assert "https://example.org/" in text and "desk@example.org" in text
    with pikepdf.open(io.BytesIO(made.data)) as document:
        assert any("QR code" in str(e.get("/Alt", "")) for e in elements(document))


def test_one_page_can_be_printed_alone(printed: Path, tmp_path: Path) -> None:
    shutil.copytree(printed, tmp_path / "site", ignore=shutil.ignore_patterns("downloads", "*.br", "*.gz"))
    result = run("-m", "explainer", "pdf", "evidence/nist", "--site", str(tmp_path / "site"))
    assert result.returncode == 0, result.stderr
    made = tmp_path / "site/downloads/chapters/evidence-nist.pdf"
    assert made.read_bytes() == (printed / "downloads/chapters/evidence-nist.pdf").read_bytes()
    wrong = run("-m", "explainer", "pdf", "evidence/nits", "--site", str(tmp_path / "site"))
    assert wrong.returncode == 1 and "Nearest: evidence/nist" in wrong.stderr and "Traceback" not in wrong.stderr


def test_each_page_leads_to_its_own_pdf(printed: Path) -> None:
    for entry in entries("book"):
        text = (printed / entry.url).read_text(encoding="utf-8")
        if 'data-edition="chapter"' in text:
            assert (
                f"downloads/chapters/{entry.id}.pdf" in text
                and (printed / f"downloads/chapters/{entry.id}.pdf").is_file()
            )
    (sheet,) = entries("sheet")
    assert f'<a href="downloads/{SHEET}">This page as PDF</a>' in (printed / sheet.url).read_text(encoding="utf-8")


def test_each_drawing_can_be_taken_along_as_a_picture(printed: Path, site: Path) -> None:
    drawn = {c.id for c in Library.read(DOCS).charts.values() if c.draw}
    files = {file.stem: file for file in (printed / "downloads/pictures").glob("*.png")}
    assert files.keys() == drawn
    for file in files.values():
        with Image.open(file) as picture:
            assert picture.width >= 1400 and 400 <= picture.height <= 1.6 * picture.width, file.name
            assert picture.convert("RGB").getpixel((2, 2)) == (255, 255, 255)
    linked = set()
    for entry in entries("book"):
        for link in article(printed, entry.url).xpath(".//a[contains(@href, 'downloads/pictures/')]"):
            assert link.text_content() == "Picture (PNG)"
            linked.add(link.get("href").rpartition("/")[2].removesuffix(".png"))
    assert linked == drawn
    without = (site / "dataset/index.html").read_text(encoding="utf-8")  # no editions, no link to what is not there
    assert 'data-edition="picture-dataset-responses"' in without and "downloads/pictures" not in without


# -- bytes ----------------------------------------------------------------------------------------------------------------


def test_the_same_bytes_in_any_folder_zone_and_hash_seed(printed: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere" / "site"
    shutil.copytree(printed, moved, ignore=shutil.ignore_patterns("downloads", "*.br", "*.gz"))
    script = "import sys; from pathlib import Path; from tests import editions; Path(sys.argv[2]).write_bytes(editions.sample(Path(sys.argv[1])))"
    result = run("-c", script, str(moved), str(tmp_path / "made"), TZ="Pacific/Auckland", PYTHONHASHSEED="77")
    assert result.returncode == 0, result.stderr
    made = (tmp_path / "made").read_bytes()
    assert made == sample(printed) and str(tmp_path).encode() not in made


@pytest.mark.parametrize("given", ["soon", "12.5"])
def test_a_wrong_date_from_outside_is_a_sentence(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    with pytest.raises(EditorError, match="is no date"):
        press.epoch("2026-11-23")


def test_the_date_comes_from_the_text_not_from_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert press.stamp(press.epoch("2026-11-23")) == "2026-11-23T12:00:00Z"


# -- bad input --------------------------------------------------------------------------------------------------------------


def _volume(printed: Path, content: Node) -> Node:
    root = source(printed).volume("page")
    chapter = element("chapter", id="x", title="A title", section="", page="x.html")
    chapter.append(content)
    chapter.append(element("notes"))
    root.extend([chapter, element("terms")])
    return root


def test_a_missing_font_is_a_sentence(printed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "PRINT", tmp_path)
    with pytest.raises(EditorError, match=r"source-serif-4-italic\.ttf: this font file is missing"):
        press.press(_volume(printed, element("p", "x")), "chapter", printed, 0)


def test_what_the_printer_stops_for_is_a_sentence(printed: Path) -> None:
    lost = element("p", "Words that lead ")
    lost.append(element("see", "nowhere", to="no-such-place"))
    for content, sentence in (
        (element("p", "A letter that no font has: 日"), "日"),
        (element("picture", src="gone.png", alt="x", width="", height=""), "this picture is missing"),
        (element("h", "Too deep", level="4"), "heading"),
        (lost, "no-such-place.*\n.*mend the link"),
    ):
        with pytest.raises(EditorError, match=sentence) as caught:
            press.press(_volume(printed, content), "chapter", printed, 0)
        assert "Traceback" not in str(caught.value) and caught.value.problems[0].mend


def test_a_table_too_tall_to_be_turned_is_refused(printed: Path) -> None:
    table = element("table", title="Tall", shape="turned", size="8.9", columns=" ".join(["20"] * 7), height="400")
    for tag in ("head", *["row"] * 60):
        line = element(tag)
        line.extend([element("cell", "word") for _ in range(7)])
        table.append(line)
    with pytest.raises(EditorError, match="too tall: Tall"):
        press.press(_volume(printed, table), "chapter", printed, 0)


def test_an_error_leaves_the_editions_that_were_there(printed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {f: f.stat().st_mtime_ns for f in (printed / "downloads").iterdir()}

    def broken(*_: Any, **__: Any) -> None:
        raise EditorError([])

    monkeypatch.setattr(editions.epub, "make", broken)
    monkeypatch.setattr(editions, "printed", lambda *_: {})
    with pytest.raises(EditorError):
        editions.run(printed, DOCS)
    assert before == {f: f.stat().st_mtime_ns for f in (printed / "downloads").iterdir()}
