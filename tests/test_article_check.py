"""The article check: a strip of verdicts, a filter whose choice is an address, and the article's course beside it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from explainer.facts import words
from explainer.facts.library import Library
from explainer.out.built import BuiltPage
from tests import axe
from tests.conftest import OpenPage

PAGE = "dallas/article.html"
FAR = "p18-detroit"  # differs, and stands far down


def slug(verdict: str) -> str:
    return verdict.replace(" ", "-")


def shown(page: Page) -> list[str]:
    ids: list[str] = page.locator("li.check[id]").evaluate_all("all => all.filter(e => !e.hidden).map(e => e.id)")
    return ids


def wanted(library: Library, verdict: str) -> list[str]:
    return [s.id for s in library.sentences.values() if not verdict or s.verdict == verdict]


@pytest.fixture(scope="session")
def pages_with_strip(built: list[BuiltPage]) -> dict[str, Any]:
    return {p.path: p.tree for p in built if p.tree.xpath("//ol[starts-with(@class, 'strip')]")}


# -- the strip -------------------------------------------------------------------------------------------------------


def test_the_strip_has_a_cell_for_each_statement_in_order_with_its_verdict_and_shape(
    pages_with_strip: dict[str, Any], library: Library
) -> None:
    assert {"index.html", PAGE} <= pages_with_strip.keys()
    for path, tree in pages_with_strip.items():
        (strip,) = tree.xpath("//ol[starts-with(@class, 'strip')]")
        cells = list(strip.iter("a"))
        sentences = list(library.sentences.values())
        assert len(cells) == len(sentences)
        for cell, sentence in zip(cells, sentences, strict=True):
            assert cell.get("href").partition("#")[2] == sentence.id, path
            assert cell.get("data-verdict") == slug(sentence.verdict)
            place = words.sentence_place(sentence.paragraph).capitalize()
            assert cell.findtext("svg/title") == f"{place}: {sentence.verdict}"
            shape = cell.find("svg/use").get("href").removeprefix("#")
            assert shape == f"v-{list(words.VERDICTS).index(sentence.verdict)}"
            assert tree.xpath(f"//*[local-name() = 'symbol' and @id = '{shape}']")


def test_counts_beside_the_strip_are_those_of_the_records(pages_with_strip: dict[str, Any], library: Library) -> None:
    counts = Counter(str(s.verdict) for s in library.sentences.values())
    (key,) = pages_with_strip["index.html"].xpath("//p[@class='strip-key']")
    assert [" ".join(e.text_content().split()) for e in key] == [f"{v}: {counts[v]}" for v in words.VERDICTS]
    rows = pages_with_strip[PAGE].xpath("//*[@class='block-verdicts']//tbody/tr")
    found = {r[0].text_content().strip(): int(r[-1].text_content()) for r in rows}
    assert found == {**counts, "All statements": len(library.sentences)}


def test_the_strip_is_one_line_on_a_wide_screen_and_its_cells_can_be_touched_on_a_phone(page: OpenPage) -> None:
    home = page("index.html", width=1440)
    tops = home.locator(".strip a").evaluate_all("all => all.map(a => a.getBoundingClientRect().top)")
    assert len(set(tops)) == 1
    phone = page("index.html", width=360)
    sizes = phone.locator(".strip a").evaluate_all(
        "all => all.map(a => { const b = a.getBoundingClientRect(); return Math.min(b.width, b.height); })"
    )
    assert min(sizes) >= 24
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.locator(f".strip a[href$='#{FAR}']").click()
    expect(phone.locator(f"#{FAR}")).to_be_in_viewport()


# -- the filter --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", [False, True], ids=["served", "from a file"])
@pytest.mark.parametrize("width", [360, 1440])
def test_a_verdict_chooses_and_stands_in_the_address(page: OpenPage, library: Library, width: int, file: bool) -> None:
    view = page(PAGE, width=width, file=file)
    status = view.locator("#check-tools [role=status]")
    expect(status).to_have_text(f"All {len(library.sentences)} statements are shown.")
    right = wanted(library, "differs")
    view.get_by_role("button", name="differs").press("Enter")
    assert view.url.endswith(f"{PAGE}?verdict=differs")
    expect(status).to_contain_text(f"{len(right)} of {len(library.sentences)} statements")
    assert shown(view) == right
    dim = view.locator(".strip .off").count()
    assert dim == len(library.sentences) - len(right)
    expect(view.get_by_role("button", name="differs")).to_have_attribute("aria-pressed", "true")
    view.reload()
    assert shown(view) == right
    view.locator("#check-tools button").first.click()
    assert shown(view) == list(library.sentences)
    assert "?" not in view.url


@pytest.mark.parametrize("verdict", [v for v in words.VERDICTS if v != "differs"])
def test_a_shared_link_shows_a_verdict_and_the_statement_it_points_at(
    page: OpenPage, library: Library, verdict: str
) -> None:
    view = page(f"{PAGE}?verdict={slug(verdict)}#{FAR}", width=1440)
    assert set(shown(view)) == {*wanted(library, verdict), FAR}
    expect(view.locator(f"#{FAR} .check-said")).to_be_in_viewport()


def test_an_address_from_before_a_verdict_had_its_name_still_filters(page: OpenPage, library: Library) -> None:
    view = page(f"{PAGE}?verdict=the-article-is-itself-the-record")
    count = sum(s.verdict == "only in the article" for s in library.sentences.values())
    expect(view.locator("[data-record=sentences]:visible")).to_have_count(count)


@pytest.mark.parametrize("query", ["verdict=", "verdict=nonsense", "utm_source=x", "verdict=%00"])
def test_an_address_that_means_nothing_shows_everything(page: OpenPage, library: Library, query: str) -> None:
    assert shown(page(f"{PAGE}?{query}")) == list(library.sentences)


# -- the article's course ------------------------------------------------------------------------------------------------


def in_sight(page: Page) -> list[str]:
    """Statements whose check a reader sees."""
    found: list[str] = page.locator("li.check[id] .check-against").evaluate_all(
        "all => all.filter(e => e.getBoundingClientRect().width > 9).map(e => e.closest('li').id)"
    )
    return found


def test_on_a_wide_screen_the_check_of_the_statement_in_focus_stands_beside_the_course(
    page: OpenPage, library: Library
) -> None:
    view = page(PAGE, width=1440)
    view.locator(f"#{FAR} .check-said").click()
    assert in_sight(view) == [FAR]
    said, against = (view.locator(f"#{FAR} .check-{side}").bounding_box() for side in ("said", "against"))
    assert said
    assert against
    assert said["x"] + said["width"] < against["x"]
    expect(view.locator(f"#{FAR} .check-against")).to_be_in_viewport()
    # Reading on moves the focus, and the check stays in the window.
    seen = set()
    for _ in range(6):
        view.mouse.wheel(0, 500)
        view.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        found = in_sight(view)
        assert len(found) == 1
        seen.update(found)
    assert len(seen) > 2


def test_the_keyboard_goes_from_a_statement_to_its_check(page: OpenPage, library: Library) -> None:
    view = page(PAGE, width=1440)
    statement = library.sentences[FAR]
    view.locator(f"#{FAR} .check-head a").focus()
    assert in_sight(view) == [FAR]
    view.keyboard.press("Tab")
    inside = view.evaluate("document.activeElement.closest('.check-against')?.closest('li').id")
    assert inside == FAR, "the links of the check follow its statement"
    assert statement.sources


@pytest.mark.parametrize(("width", "script"), [(360, True), (360, False), (1440, False)])
def test_on_a_phone_and_without_a_script_every_check_stands_with_its_statement(
    page: OpenPage, library: Library, width: int, script: bool
) -> None:
    view = page(f"{PAGE}?verdict=differs" if not script else PAGE, width=width, javascript=script)
    assert in_sight(view) == list(library.sentences)
    if not script:
        expect(view.locator("#check-tools *")).to_have_count(0)


def test_paper_has_every_statement_with_its_check(page: OpenPage, library: Library) -> None:
    view = page(f"{PAGE}?verdict=differs", width=1440)
    view.emulate_media(media="print")
    assert in_sight(view) == list(library.sentences)
    expect(view.locator(f"#{next(iter(library.sentences))}")).to_be_visible()
    expect(view.locator("#check-tools")).to_be_hidden()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 360)])
def test_axe_finds_nothing(page: OpenPage, scheme: str, width: int) -> None:
    view = page(f"{PAGE}?verdict=differs#{FAR}", scheme=scheme, width=width, reduced_motion="reduce")
    assert axe.violations(view) == ""
    assert view.evaluate("document.documentElement.scrollWidth") <= width
    assert view.evaluate("document.getAnimations().length") == 0
