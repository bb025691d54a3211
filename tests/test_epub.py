"""The EPUB: valid by the official checker, complete, whole on a phone at night with large letters, always the same."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from playwright.sync_api import Browser

from explainer.book import epub
from explainer.facts.library import Library
from tests.editions import DOCS, NAME, article, entries, letters, source

X = {"x": "http://www.w3.org/1999/xhtml", "o": "http://www.idpf.org/2007/opf", "d": "http://purl.org/dc/elements/1.1/"}
TYPE = "{http://www.idpf.org/2007/ops}type"


@pytest.fixture(scope="session")
def file(printed: Path) -> Path:
    return printed / "downloads" / f"{NAME}.epub"


@pytest.fixture(scope="session")
def pages(file: Path) -> dict[str, Any]:
    """Every document of the book by its name."""
    with zipfile.ZipFile(file) as archive:
        return {n: etree.fromstring(archive.read(n)) for n in archive.namelist() if n.endswith((".xhtml", ".opf"))}


@pytest.fixture(scope="session")
def unpacked(file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("epub")
    with zipfile.ZipFile(file) as archive:
        archive.extractall(folder)
    return folder / "EPUB"


def test_pages_stand_in_the_order_of_the_navigation(pages: dict[str, Any]) -> None:
    wanted = [f"{e.id}.xhtml" for e in entries() if e.volume in ("book", "record", "back")]
    listed = [a.get("href") for a in pages["EPUB/nav.xhtml"].findall(".//x:nav[1]//x:a", X)]
    manifest = {i.get("id"): i.get("href") for i in pages["EPUB/book.opf"].iter("{*}item")}
    spine = [manifest[i.get("idref")] for i in pages["EPUB/book.opf"].iter("{*}itemref")]
    assert listed == wanted and spine == ["cover.xhtml", "nav.xhtml", *wanted]


def test_it_says_what_it_is_and_has_a_cover(pages: dict[str, Any], file: Path, printed: Path) -> None:
    package = pages["EPUB/book.opf"]
    site = source(printed)
    assert package.findtext(".//d:title", namespaces=X) == site.settings.name
    assert package.findtext(".//d:date", namespaces=X) == site.updated
    cover = next(i for i in package.iter("{*}item") if "cover-image" in (i.get("properties") or ""))
    with zipfile.ZipFile(file) as archive:
        data = archive.read(f"EPUB/{cover.get('href')}")
    width, height = (int.from_bytes(data[n : n + 4]) for n in (16, 20))
    assert data.startswith(b"\x89PNG") and 800 < width < height < 1600
    said = {m.get("property"): m.text for m in package.iter("{*}meta") if m.get("property")}
    assert said["schema:accessModeSufficient"] == "textual" and "dcterms:conformsTo" not in said


def test_publisher_and_address_are_named_where_they_are_set(printed: Path) -> None:
    from dataclasses import replace

    from explainer.book.volumes import Site

    site = source(printed)
    site = Site(
        printed, DOCS, replace(site.settings, url="https://example.org/", publisher="The Desk", contact="d@example.org")
    )
    with zipfile.ZipFile(io.BytesIO(epub.make(site, 0))) as archive:
        package, cover = archive.read("EPUB/book.opf").decode(), archive.read("EPUB/cover.xhtml").decode()
    assert (
        "<dc:publisher>The Desk</dc:publisher>" in package and "<dc:source>https://example.org/</dc:source>" in package
    )
    assert "https://example.org/" in cover and "d@example.org" in cover


def test_every_word_of_every_page_is_in_it(printed: Path, pages: dict[str, Any]) -> None:
    from tests.editions import found, pieces
    from tests.test_pdf import IN_OTHER_WORDS

    for entry in (e for e in entries() if e.volume in ("book", "back")):
        whole = letters("".join(pages[f"EPUB/{entry.id}.xhtml"].itertext()))
        root = article(printed, entry.url)
        for node in root.xpath(IN_OTHER_WORDS):
            if node.getparent() is not None:
                node.drop_tree()
        for node in [
            h
            for h in root.iter("h2", "h3")
            if h.getnext() is None or h.getnext().tag in ("h2", "h3") or not h.getnext().text_content().strip()
        ]:
            node.drop_tree()
        calendar = [letters(c.see or "") for c in Library.read(DOCS).charts.values()]
        missing = [p for p in map(letters, pieces(root)) if p and not found(p, whole) and p not in calendar]
        assert not missing, f"{entry.url}: {missing[:5]}"
    library = Library.read(DOCS)
    for name, wanted in (
        ("claims", [c.statement for c in library.claims.values()]),
        ("sources", [s.url for s in library.sources.values() if s.url]),
        ("timeline", [e.summary for e in library.events.values()]),
        ("open-questions", [q.whom_to_ask for q in library.questions.values()]),
        ("glossary", [t.definition for t in library.terms.values()]),
    ):
        whole = letters("".join(pages[f"EPUB/{name}.xhtml"].itertext()))
        assert not [w for w in wanted if letters(w) not in whole], name


def test_labels_and_colons_stand_in_the_text(pages: dict[str, Any], unpacked: Path) -> None:
    whole = "".join(pages["EPUB/dataset-index.xhtml"].itertext())
    assert "Who measured it:" in whole and "What it cannot show:" in whole and "Known so far:" in whole
    assert not re.search(r"content\s*:\s*[\"']", (unpacked / "book.css").read_text(encoding="utf-8"))


def test_every_link_leads_to_a_place_in_it_or_to_the_web(pages: dict[str, Any]) -> None:
    ids = {name: {e.get("id") for e in root.iter() if e.get("id")} for name, root in pages.items()}
    count = 0
    for name, root in pages.items():
        for link in root.iter("{*}a"):
            address = link.get("href")
            if re.match(r"https?:|mailto:", address):
                continue
            path, _, anchor = address.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            assert target in pages and (not anchor or anchor in ids[target]), f"{name}: {address}"
            count += 1
    assert count > 4000


def test_each_number_opens_its_note_and_each_note_leads_back(pages: dict[str, Any]) -> None:
    for name, root in pages.items():
        references = [a for a in root.iter("{*}a") if a.get(TYPE) == "noteref"]
        notes = {d.get("id"): d for d in root.iter("{*}div") if d.get(TYPE) == "footnote"}
        assert {a.get("href") for a in references} == {f"#{i}" for i in notes}, name
        order = list(root.iter())
        for anchor, note in notes.items():
            first = next(a for a in references if a.get("href") == f"#{anchor}")
            assert order.index(first) < order.index(note), "a program that shows notes in place wants them later"
            assert first.get("role") == "doc-noteref" and note.get("role") == "doc-footnote"
            assert note.getparent().tag.endswith("}li") and len("".join(note.itertext())) < 2500
            back = [a for a in note.iter("{*}a") if a.get("role") == "doc-backlink"]
            assert [a.get("href") for a in back] == [f"#{first.get('id')}"]


def test_foreign_titles_keep_their_language(pages: dict[str, Any]) -> None:
    said = {e.get("lang") for e in pages["EPUB/sources.xhtml"].iter() if e.get("lang")} - {"en"}
    from explainer.facts import words

    assert said == {
        words.LANGUAGES[i] for s in Library.read(DOCS).sources.values() for i in (s.langid, s.authorlangid) if i
    }


# -- on a phone, at night, with large letters ------------------------------------------------------------------------------

# Grounds and inks that reading programs offer; what a program sets wins over the book's own sheet.
GROUNDS = {"white": ("#ffffff", "#000000"), "sepia": ("#f4ecd8", "#3b2f1e"), "night": ("#121212", "#e8e6e3")}
WIDER = """() => [...document.querySelectorAll("body *")]
    .filter(e => e.getClientRects().length && !e.closest("thead") && e.getBoundingClientRect().right > innerWidth + 1)
    .map(e => `${e.tagName} ${e.textContent.slice(0, 60)}`)
    .concat(document.documentElement.scrollWidth > innerWidth ? ["the page"] : []).slice(0, 3)"""
SIZES = """() => [...document.querySelectorAll("svg text, .row")].map(t => {
    const m = t.getScreenCTM ? t.getScreenCTM() : { a: 1, b: 0 };
    return parseFloat(getComputedStyle(t).fontSize) * Math.hypot(m.a, m.b); })"""
# Ratios as WCAG 2.2 counts them: 4.5 for words, 3 for shapes (2.9: colors are rounded).
FAINT = """paper => {
    const rgb = color => color.match(/[\\d.]+/g).map(Number);
    const light = color => { const [r, g, b] = color.slice(0, 3)
        .map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
    const ground = [1, 3, 5].map(i => parseInt(paper.slice(i, i + 2), 16));
    const contrast = (a, b) => (Math.max(light(a), light(b)) + .05) / (Math.min(light(a), light(b)) + .05);
    const faint = [];
    for (const e of document.querySelectorAll("svg text, svg tspan, svg rect, svg path, svg circle, svg line")) {
        const s = getComputedStyle(e), words = e.matches("text, tspan");
        for (const [paint, opacity] of [[s.fill, s.fillOpacity], [s.stroke, s.strokeOpacity]]) {
            if (!paint.startsWith("rgb") || (e.matches("line") && paint === s.fill) || +opacity < .7) continue;
            if (contrast(rgb(paint), ground) < (words ? 4.5 : 2.9))
                faint.push(`${e.tagName} ${paint} ${e.textContent.slice(0, 30)}`);
        }
    }
    return faint.slice(0, 4); }"""
RESTYLE = (
    """css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]; }"""
)


@pytest.fixture(scope="module")
def seen(browser: Browser, unpacked: Path) -> dict[str, dict[str, Any]]:
    """What a phone shows of each document, in one visit: by the question, then by the document's name."""
    found: dict[str, dict[str, Any]] = {}
    page = browser.new_page(viewport={"width": 360, "height": 640})
    for file in sorted(unpacked.glob("*.xhtml")):
        page.goto(file.as_uri())
        for percent in (100, 200):
            paper, ink = GROUNDS["night"]
            page.evaluate(RESTYLE, f"html{{font-size:{percent}%;background:{paper}!important;color:{ink}!important}}")
            found.setdefault(f"wider at {percent}", {})[file.name] = page.evaluate(WIDER)
            found.setdefault(f"sizes at {percent}", {})[file.name] = page.evaluate(SIZES)
        for ground, (paper, ink) in GROUNDS.items():
            page.evaluate(RESTYLE, f"html{{background:{paper}!important;color:{ink}!important}}")
            found.setdefault(f"faint on {ground}", {})[file.name] = page.evaluate(FAINT, paper)
    page.close()
    return found


@pytest.mark.parametrize("percent", [100, 200])
def test_nothing_is_wider_than_a_phone(seen: dict[str, dict[str, Any]], percent: int) -> None:
    assert len(seen["wider at 100"]) > 20
    assert {name: over for name, over in seen[f"wider at {percent}"].items() if over} == {}


@pytest.mark.parametrize("ground", GROUNDS)
def test_drawings_hold_at_night_in_sepia_and_by_day(seen: dict[str, dict[str, Any]], ground: str) -> None:
    assert {name: faint for name, faint in seen[f"faint on {ground}"].items() if faint} == {}


def test_letters_in_drawings_are_large_enough_and_grow_with_the_readers(seen: dict[str, dict[str, Any]]) -> None:
    usual, large = seen["sizes at 100"], seen["sizes at 200"]
    flat = [size for sizes in usual.values() for size in sizes]
    assert len(flat) > 100 and min(flat) >= 10, sorted(flat)[:5]
    grown = [b / a for name in usual for a, b in zip(usual[name], large[name], strict=True)]
    assert sum(g > 1.8 for g in grown) > 0.6 * len(grown)  # the rest fill the width of a phone already


def test_tables_are_cards_on_a_phone_and_tables_where_there_is_room(browser: Browser, unpacked: Path) -> None:
    page = browser.new_page()
    page.goto((unpacked / "context-law.xhtml").as_uri())
    for width, shown in ((360, "block"), (1200, "table")):
        page.set_viewport_size({"width": width, "height": 640})
        tables = page.evaluate(
            """() => [...document.querySelectorAll("table")].map(t => [t.rows[0].cells.length, getComputedStyle(t).display,
                [...t.querySelectorAll(".head")].some(h => h.getClientRects().length)])"""
        )
        wide = [(display, labels) for columns, display, labels in tables if columns > 3]
        assert wide and set(wide) == {(shown, shown == "block")}
    page.close()


def test_the_same_bytes_every_time(printed: Path, file: Path) -> None:
    from explainer.book.press import epoch

    site = source(printed)
    assert epub.make(site, epoch(site.updated)) == file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert (
            archive.infolist()[0].filename == "mimetype" and archive.infolist()[0].compress_type == zipfile.ZIP_STORED
        )
