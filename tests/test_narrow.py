"""Narrow screens: tables that become cards, numbers on their point, and the bar for the thumb."""

from __future__ import annotations

import lxml.html
import pytest
from playwright.sync_api import Page, expect

from tests.conftest import OpenPage
from tests.test_markdown import tree


def table(text: str) -> lxml.html.HtmlElement:
    return tree(text, "any/page.md")


WIDE = "| Who | What was said in public | When |\n|---|---|---|\n| Dallas police | That it never approved the app | April 2021 |\n"


def test_a_plain_table_gets_a_frame_and_names_for_its_cells() -> None:
    page = table(f"## The words\n\n{WIDE}")
    (frame,) = page.xpath(".//div[@class='table']")
    assert dict(frame.attrib) == {"class": "table", "role": "region", "tabindex": "0", "aria-label": "The words"}
    cells = frame.xpath(".//tbody//td[@data-label]")
    assert [c.get("data-label") for c in cells] == ["What was said in public", "When"]


def test_a_small_table_stays_a_table() -> None:
    assert not table("| a | b | c |\n|---|---|---|\n| 1 | 2 | 3 |\n| 4 | 5 | 6 |\n").xpath(".//table[@data-cards]")


def test_numbers_of_a_column_take_the_same_decimals() -> None:
    rows = "| Group | Rate |\n|---|---|\n| a | 13.95 |\n| b | 419 |\n| c | 2.4 |\n| d | not read |\n"
    cells = table(rows).xpath(".//tbody//td[@data-number]")
    assert [(c.text, c.get("data-pad")) for c in cells] == [
        ("13.95", None), ("419", ".00"), ("2.4", "0"), ("not read", None),
    ]  # fmt: skip
    for words in (
        "| A | B |\n|---|---|\n| x | 3 of 4 |\n| y | 7 |\n",
        "| A | B |\n|---|---|\n| x | 2019 |\n| y | 2021 |\n",
    ):
        assert not table(words).xpath(".//*[@data-number]"), "words with numbers in them, and years, are no numbers"


POINTS = """() => [...document.querySelectorAll("tbody")].flatMap(body => {
    const rows = [...body.rows]; const wrong = [];
    for (let n = 0; n < rows[0].cells.length; n++) {
        const cells = rows.map(r => r.cells[n]).filter(c => c && "number" in c.dataset && /\\d/.test(c.textContent) && c.checkVisibility());
        const places = cells.map(c => { const walk = document.createTreeWalker(c, NodeFilter.SHOW_TEXT); let node;
            const range = document.createRange();
            while ((node = walk.nextNode())) { const m = node.data.match(/^[^\\d]*[\\d,]+/); if (m) { range.setStart(node, 0); range.setEnd(node, m[0].length); break; } }
            return Math.round(range.getBoundingClientRect().right); });
        if (places.length && Math.max(...places) - Math.min(...places) > 1) wrong.push([rows[0].cells[n].textContent, places]);
    }
    return wrong; })"""


@pytest.mark.parametrize("path", ["evidence/nist.html", "evidence/clearview-tests.html", "evidence/gender-shades.html"])
def test_numbers_stand_on_their_decimal_point(page: OpenPage, path: str) -> None:
    assert page(path, width=1440).evaluate(POINTS) == []


def test_cards_say_the_names_of_their_columns(page: OpenPage) -> None:
    data = page("dataset/index.html", width=360)
    cell = data.locator("[data-cards] td[data-label]:visible").first
    assert cell.evaluate("c => getComputedStyle(c, '::before').content").strip('"') == cell.get_attribute("data-label")
    first = data.locator("[data-cards] tbody tr:visible").first.evaluate("r => getComputedStyle(r).display")
    assert first == "block"


def scrolled(tab: Page, condition: str) -> None:
    """Wait, frame by frame, until the page is where the reader has scrolled it."""
    tab.evaluate(
        f"() => new Promise(done => {{ const look = () => {condition} ? done() : requestAnimationFrame(look); look(); }})"
    )


def test_the_bar_shows_on_the_way_up_and_leads_to_contents_search_and_top(page: OpenPage) -> None:
    case = page("dallas/index.html", width=360, height=740)
    bar = case.get_by_role("group", name="Shortcuts")
    expect(bar).to_be_hidden()
    case.mouse.wheel(0, 4000)
    scrolled(case, "scrollY > 2000")
    expect(bar).to_be_hidden()
    case.mouse.wheel(0, -300)
    expect(bar).to_be_in_viewport(ratio=1)
    contents = bar.get_by_role("button", name="Contents")
    contents.click()
    sheet = case.locator(".side:popover-open")
    expect(sheet).to_be_in_viewport(ratio=1)
    expect(sheet.locator(".here")).to_be_in_viewport()
    case.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(contents).to_be_focused()
    contents.click()
    link = sheet.locator(".toc a").last
    name = (link.get_attribute("href") or "").lstrip("#")
    link.click()
    expect(case.locator(f"[id='{name}']")).to_be_in_viewport()
    expect(case.locator(".side:popover-open")).to_have_count(0)
    case.mouse.wheel(0, -300)
    bar.get_by_role("button", name="Search").click()
    expect(case.get_by_role("dialog", name="Search the site")).to_be_visible()
    case.keyboard.press("Escape")
    bar.get_by_role("button", name="Top").click()
    scrolled(case, "scrollY === 0")
    expect(bar).to_be_hidden()


def test_the_bar_is_for_narrow_screens(page: OpenPage) -> None:
    case = page("dallas/index.html", width=1440)
    case.mouse.wheel(0, 4000)
    scrolled(case, "scrollY > 2000")
    case.mouse.wheel(0, -300)
    scrolled(case, "scrollY < 3900")
    expect(case.locator("#bar")).to_be_hidden()
