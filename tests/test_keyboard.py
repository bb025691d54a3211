"""From the address bar to an article's source with keys alone; and in three clicks with a mouse."""

from __future__ import annotations

from collections import deque

import pytest
from playwright.sync_api import Page, expect

from tests import support
from tests.conftest import OpenPage

FOCUSED = """() => { const e = document.activeElement;
    const box = e.getBoundingClientRect(); const s = getComputedStyle(e);
    return { tag: e.tagName, href: e.getAttribute("href") || "", full: e.href || "", text: e.innerText || "",
             seen: box.bottom > 0 && box.top < innerHeight && box.width > 0,
             ring: s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 1 }; }"""


def tab_to(page: Page, wanted: str, limit: int = 400) -> None:
    """Press Tab until a link whose address holds `wanted` has the focus; every stop is visible and marked."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        assert at["tag"] != "BODY", f"the end of the page came before a link to '{wanted}'"
        assert (at["seen"], at["ring"]) == (True, True), f"focus that cannot be seen on {page.url}: {at}"
        if wanted in at["href"] or wanted in at["full"]:
            return
    raise AssertionError(f"no link to '{wanted}' within {limit} presses")


def follow(page: Page, wanted: str) -> None:
    tab_to(page, wanted)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/*{wanted}*")
    # A reader presses on once the page stands: only then is the place that the address names where Tab goes on.
    page.wait_for_load_state("load")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def test_keys_alone_lead_from_the_address_bar_to_an_articles_source(page: OpenPage) -> None:
    reader = page("index.html", reduced_motion="reduce")
    # A page just opened has no focus of its own: the first Tab comes from the address bar.
    reader.keyboard.press("Tab")
    assert reader.evaluate(FOCUSED)["href"] == "#content"
    expect(reader.locator(".skip")).to_be_in_viewport()
    reader.keyboard.press("Enter")
    follow(reader, "claims.html#dallas-search-range")
    entry = reader.locator("#dallas-search-range")
    expect(entry).to_be_in_viewport()
    # Tab goes on from the entry that the address names, not from the top of the page.
    follow(reader, "sources.html#")
    card = reader.locator("li.source:target")
    expect(card).to_be_in_viewport()
    outside = card.locator("a.external")
    if outside.count():
        tab_to(reader, outside.get_attribute("href") or "?")
        expect(outside).to_be_focused()
        assert reader.evaluate(FOCUSED)["href"].startswith("http")
    else:
        expect(card).to_contain_text("no link")


def test_keys_alone_reach_an_outside_source_from_a_case_page(page: OpenPage) -> None:
    reader = page("dallas/index.html", reduced_motion="reduce")
    reader.keyboard.press("Tab")
    reader.keyboard.press("Enter")
    tab_to(reader, "https://")
    at = reader.evaluate(FOCUSED)
    host = at["href"].split("/")[2].removeprefix("www.")
    assert host in at["text"], "the link says where it leads"


@pytest.mark.parametrize("path", [support.KINDS["prose"], support.KINDS["study"]])
def test_every_stop_of_the_keyboard_is_visible_and_in_reading_order(page: OpenPage, path: str) -> None:
    reader = page(path, reduced_motion="reduce")
    order = reader.evaluate(
        """() => [...document.querySelectorAll("a[href], button, summary, input, [tabindex='0']")]
        .filter(e => e.checkVisibility() && !e.closest("details:not([open]) > :not(summary)")).length"""
    )
    assert not reader.locator("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").count(), (
        "no order but the page's own"
    )
    stops = []
    for _ in range(order + 5):
        reader.keyboard.press("Tab")
        at = reader.evaluate(FOCUSED)
        if at["tag"] == "BODY":
            break
        assert (at["seen"], at["ring"]) == (True, True), at
        stops.append(at)
    assert len(stops) >= order, "some links or controls cannot be reached"


def test_the_focus_is_never_hidden_under_something_else(page: OpenPage) -> None:
    """WCAG 2.4.11: what has the focus can be seen, also with a tooltip or the side column on top."""
    reader = page("dallas/index.html", width=1024, height=600, reduced_motion="reduce")
    for _ in range(60):
        reader.keyboard.press("Tab")
        covered = reader.evaluate(
            """() => { const e = document.activeElement; const box = e.getClientRects()[0];
            const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
            return top && !(e.contains(top) || top.contains(e)) ? e.outerHTML.slice(0, 100) : ""; }"""
        )
        assert not covered


def test_the_source_of_between_500_and_1000_is_three_clicks_from_home(page: OpenPage) -> None:
    """Breadth first over the links that a reader sees, starting at the home page."""
    start = page("index.html")
    root = start.url.rsplit("/", 1)[0] + "/"
    # Click 1: the figure. It must be readable as such on the home page itself.
    figure = start.locator("article a", has_text="500").first
    figure.click()
    entry = start.locator(":target")
    expect(entry).to_contain_text("1,000")
    entry.locator("a[href*='sources.html#']").first.click()
    card = start.locator(":target")
    expect(card).to_be_in_viewport()
    expect(card).to_contain_text("Last checked")
    # And every page of the site is at most three clicks away.
    seen, queue = {f"{root}index.html": 0}, deque([f"{root}index.html"])
    while queue:
        address = queue.popleft()
        if seen[address] >= 3:
            continue
        start.goto(address)
        links = start.evaluate("[...document.links].map(a => a.href.split('#')[0])")
        for link in links:
            if link.startswith(root) and link.endswith(".html") and link not in seen:
                seen[link] = seen[address] + 1
                queue.append(link)
        if len(seen) >= len(support.LISTED):
            break
    assert {f"{root}{p}" for p in support.LISTED} <= seen.keys()
