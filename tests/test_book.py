"""The book before it is set in type: complete, with unique ids, whole links and nothing that only a screen can use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from explainer.editions import addresses, book, dom, page_numbers
from explainer.editions.chapter import Chapter
from explainer.editions.made import Source
from explainer.editions.nav import Entry
from explainer.facts.problems import EditorError
from tests.editions import ROOT, bare, page_texts

pytestmark = pytest.mark.xdist_group("editions")  # one worker makes the editions, the other goes on

CSS = """
:root { --ink: light-dark(#111111, #eeeeee); --mark-denied: light-dark(#3d6a78, #8fbccb); }
.c-denied { fill: var(--mark-denied); }
"""
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000000000200015be2b5ce0000000049454e44ae426082"
)


def page(article: str) -> str:
    head = "<head><meta name='checked' content='2026-11-22'></head>"
    return f"<!doctype html><html>{head}<body><article>{article}</article></body></html>"


def chapters(
    pages: Mapping[str, str],
    files: Mapping[str, bytes] | None = None,
    part: str = "Part",
) -> list[Chapter]:
    files = files or {}
    entries = [Entry(path, path, part) for path in pages]
    return book.chapters({p: page(a) for p, a in pages.items()}, entries, files, CSS, files.get)


def one(article: str, files: Mapping[str, bytes] | None = None) -> str:
    return dom.inner_html(chapters({"a.html": article}, files)[0].body)


@pytest.fixture(scope="session")
def whole(printed: Path) -> list[Chapter]:
    """The chapters of the real site."""
    return Source(printed, ROOT / "docs").chapters()


def test_every_word_of_every_page_is_in_its_chapter(printed: Path, whole: list[Chapter]) -> None:
    for chapter in whole:
        text = bare(chapter.title) + bare("".join(chapter.body.itertext()))
        missing = [words for words in page_texts(printed, chapter.path) if words not in text]
        assert not missing, f"{chapter.path}: {missing[:5]}"


def test_ids_are_unique_and_ascii_and_every_link_inside_has_its_place(
    whole: list[Chapter],
) -> None:
    ids = [chapter.id for chapter in whole] + [i for node in book.elements(whole) if (i := node.get("id"))]
    assert len(ids) == len(set(ids))
    assert all(i.isascii() for i in ids)
    targets = {h[1:] for node in book.elements(whole) if (h := node.get("href", "")).startswith("#")}
    assert targets <= set(ids)


def test_links_lead_inside_or_to_printed_addresses(whole: list[Chapter]) -> None:
    outside: dict[str, bool] = {}
    for node in book.elements(whole):
        if node.tag == "a":
            address = node.attrib["href"]
            assert address.startswith(("#", "https://", "http://", "mailto:")), address
            if not address.startswith("#"):
                shown = "address" in dom.classes(node) or address in dom.text(node)
                outside[address] = outside.get(address, False) or shown
    assert outside
    assert not [address for address, shown in outside.items() if not shown]


def test_nothing_is_left_that_only_a_screen_can_use(whole: list[Chapter]) -> None:
    for node in book.elements(whole):
        assert node.tag not in {
            "script",
            "style",
            "input",
            "label",
            "button",
            "details",
            "summary",
            "form",
            "iframe",
            "abbr",
        }
        for name, value in node.attrib.items():
            assert not name.startswith(("on", "aria-")), name
            assert name not in {"style", "role", "tabindex", "markdown"}
            assert "var(" not in value and "currentcolor" not in value.lower()
            assert name != "src" or value.startswith("data:")


def test_headings_never_skip_a_level(whole: list[Chapter]) -> None:
    for chapter in whole:
        last = 2 if chapter.part else 1
        for node in chapter.body.iter():
            if node.tag in dom.HEADINGS:
                level = int(node.tag[1])
                assert level <= last + 1, f"{chapter.path}: {dom.text(node)}"
                last = level


def test_parts_and_chapters_follow_the_menu(printed: Path, whole: list[Chapter]) -> None:
    menu = Source(printed, ROOT / "docs").entries
    assert [(c.path, c.part) for c in whole] == [(e.path, e.part) for e in menu]
    assert [p.title for p in book.parts(whole)] == list(dict.fromkeys(e.part for e in menu))


def test_the_index_names_every_claim_with_its_uses(printed: Path) -> None:
    fresh = Source(printed, ROOT / "docs").chapters()
    index = book.claim_index(fresh)
    ledger = [n for c in fresh if c.path == "claims.html" for n in c.body.iter("section") if "claim" in dom.classes(n)]
    assert len(index) == len(ledger)
    ids = {i for n in book.elements(fresh) if (i := n.get("id"))}
    assert all(anchor in ids and uses and set(uses) <= ids for _, anchor, uses in index)


def test_every_link_inside_gets_a_page_number() -> None:
    made = chapters(
        {
            "a.html": '<p>See <a href="b.html#x">the other</a>.</p>',
            "b.html": '<h2 id="x">X</h2>',
        }
    )
    page_numbers.mark(made)
    numbers = list(dom.with_class(made[0].body, "pg"))
    assert [n.get("data-to") for n in numbers] == ["b--x"]
    assert "see\u00a0page\u00a0000" in dom.text(numbers[0]) or "000" in dom.text(numbers[0])


def test_folded_and_tabbed_parts_are_laid_open_with_their_labels() -> None:
    made = one(
        "<details><summary>Why a range</summary><p>Because of the buckets.</p></details>"
        '<div class="tabbed-set"><input type="radio" id="t1"><input type="radio" id="t2">'
        '<div class="tabbed-labels"><label for="t1">First</label><label for="t2">Second</label></div>'
        '<div class="tabbed-content"><div class="tabbed-block"><p>One.</p></div><div class="tabbed-block"><p>Two.</p></div></div></div>'
        '<ul><li><label><input type="checkbox" disabled checked> Done</label></li></ul>'
    )
    assert re.findall(r'unrolled-label">([^<]+)<', made) == [
        "Why a range",
        "First",
        "Second",
    ]
    assert all(words in made for words in ("Because of the buckets.", "One.", "Two.", "☑"))
    assert made.index("First") < made.index("One.") < made.index("Second") < made.index("Two.")


def test_live_widgets_go_and_their_tables_stay() -> None:
    made = one(
        '<div class="widget-live"><label for="r">Rate</label><input id="r" type="range"></div>'
        "<noscript><p>Set by hand.</p></noscript><table><tr><td>5 of 1,000</td></tr></table><button>Go</button>"
    )
    assert "5 of 1,000" in made and "Set by hand." in made
    assert "Rate" not in made and "Go" not in made


def test_charts_get_their_own_colours_and_one_text_alternative() -> None:
    made = one(
        '<figure class="chart"><svg viewBox="0 0 9 9" role="img" aria-labelledby="t"><title id="t">Answers of 1,803 bodies</title>'
        '<desc>Most never answered</desc><defs><clipPath id="c"><rect width="9" height="9"/></clipPath></defs>'
        '<rect class="c-denied" width="4" height="4" clip-path="url(#c)"/><text style="fill: var(--ink)">9</text>'
        '<path stroke="currentColor" d="M0 0h9"/></svg><figcaption>Answers</figcaption></figure>'
    )
    assert "<title>Answers of 1,803 bodies. Most never answered.</title>" in made
    assert 'fill="#3d6a78"' in made and 'fill="#111111"' in made and 'stroke="#111111"' in made
    assert 'viewBox="0 0 9 9"' in made and "<clipPath" in made
    assert 'id="a--c"' in made and 'clip-path="url(#a--c)"' in made
    assert "class=" not in made[made.index("<svg") : made.index("</svg>")]


def test_images_move_into_the_document() -> None:
    assert 'src="data:image/png;base64,' in one('<img src="dot.png" alt="A dot">', {"dot.png": PIXEL})


def test_wide_tables_take_their_heading_along() -> None:
    row = "<tr>" + "<td>x</td>" * 8 + "</tr>"
    made = one(f'<h2 id="t">Wide</h2><div class="table"><table>{row}</table></div><p>After.</p>')
    assert re.search(
        r'<div class="landscape"><h3 id="a--t">Wide</h3><div class="table"><table>.*</table></div></div><p>',
        made,
    )


def test_abbreviations_are_written_out_once() -> None:
    made = one(
        '<p><abbr title="National Institute of Standards">NIST</abbr> and <abbr title="National Institute of Standards">NIST</abbr></p>'
    )
    assert made.count("(National Institute of Standards)") == 1


def test_files_of_the_site_get_their_name_or_full_address() -> None:
    files = {"data/claims.csv": b"x"}
    assert "the data (on the site: data/claims.csv)" in re.sub(
        r"<[^>]+>", "", one('<p><a href="data/claims.csv">the data</a></p>', files)
    )
    entries = [Entry("a.html", "A", "P")]
    made = book.chapters(
        {"a.html": page('<a href="data/claims.csv">the data</a>')},
        entries,
        files,
        CSS,
        files.get,
        "https://example.org/x/",
    )
    assert 'href="https://example.org/x/data/claims.csv"' in dom.inner_html(made[0].body)


@pytest.mark.parametrize(
    ("article", "words"),
    [
        ('<a href="gone.html">x</a>', "leads nowhere"),
        ('<div><a href="a.html#gone">x</a></div>', "no place"),
        ('<a href="file:///etc/x">x</a>', "no address that a reader can open"),
        ('<img src="gone.png" alt="A picture">', "is missing"),
        ('<img src="https://example.org/x.png" alt="A picture">', "is missing"),
        ('<img src="dot.png">', "no text alternative"),
        (
            "<figure class='chart'><svg viewBox='0 0 1 1'><path d='M0 0'/></svg></figure>",
            "no text alternative",
        ),
    ],
)
def test_what_cannot_be_printed_is_told_in_a_sentence(article: str, words: str) -> None:
    with pytest.raises(EditorError) as caught:
        one(article, {"dot.png": PIXEL})
    assert words in str(caught.value)
    assert "site/a.html" in str(caught.value)
    assert all(problem.mend or "no place" in problem.message for problem in caught.value.problems)


def test_the_same_pages_give_the_same_book() -> None:
    pages = {
        "a.html": '<h2 id="x">X</h2><p><a href="b.html">b</a></p>',
        "b.html": "<p>b</p>",
    }
    assert [dom.inner_html(c.body) for c in chapters(pages)] == [dom.inner_html(c.body) for c in chapters(pages)]


def test_ids_with_other_letters_become_ascii() -> None:
    assert addresses.book_id("dallas/index.html", "frühe-suche").isascii()
