"""From the address bar to an article's source with keys alone, and through every tool; and in three clicks."""

from __future__ import annotations

import re
from collections import deque
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import support
from tests.conftest import OpenPage

FOCUSED = """() => { const e = document.activeElement;
    const box = e.getBoundingClientRect(); const s = getComputedStyle(e);
    return { tag: e.tagName, href: e.getAttribute("href") || "", full: e.href || "",
             text: (e.innerText || "").replace(/\\s+/g, " "),
             control: e.form ? `${e.id || e.name}=${e.value}` : "",
             seen: box.bottom > 0 && box.top < innerHeight && box.width > 0,
             ring: s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 1 }; }"""


def tab_to(page: Page, wanted: str, limit: int = 400) -> None:
    """Press Tab until a link or control with `wanted` in its address or words has the focus; each stop can be seen."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        assert at["tag"] != "BODY", f"the end of the page came before '{wanted}'"
        assert (at["seen"], at["ring"]) == (True, True), f"focus that cannot be seen on {page.url}: {at}"
        if any(wanted in at[what] for what in ("href", "full", "control", "text")):
            return
    raise AssertionError(f"no '{wanted}' within {limit} presses")


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
    tab_to(reader, "#n-dallas-")
    reader.keyboard.press("Enter")
    # The note is open and has the focus: its first link leads outside, to the publisher.
    reader.keyboard.press("Tab")
    at = reader.evaluate(FOCUSED)
    assert at["href"].startswith("http")
    follow(reader, "claims.html#dallas-")
    entry = reader.locator(".claim:target")
    expect(entry).to_be_in_viewport()
    # Tab goes on from the entry that the address names, not from the top of the page.
    tab_to(reader, "sources.html#")


def from_the_top(page: OpenPage, path: str, **options: Any) -> Page:
    """A page on which a reader has just pressed "Skip to the text"."""
    reader = page(path, reduced_motion="reduce", **options)
    reader.keyboard.press("Tab")
    reader.keyboard.press("Enter")
    return reader


def test_keys_alone_reach_the_citation_of_a_claim_and_copy_its_link(page: OpenPage) -> None:
    reader = page(
        "claims.html#dallas-search-range", reduced_motion="reduce", permissions=["clipboard-read", "clipboard-write"]
    )
    entry = reader.locator("#dallas-search-range")
    expect(entry.get_by_text("The Dallas Searches, claim dallas-search-range, checked")).to_be_visible()
    tab_to(reader, "dallas-search-range.bib")
    tab_to(reader, "dallas-search-range.ris", limit=1)
    tab_to(reader, "#dallas-search-range", limit=1)
    tab_to(reader, "Copy link", limit=1)
    reader.keyboard.press("Space")
    expect(reader.get_by_role("status").filter(has_text=re.compile("The link to .* was copied"))).to_be_attached()
    assert reader.evaluate("navigator.clipboard.readText()") == reader.url


@pytest.mark.parametrize("path", [support.KINDS["prose"], support.KINDS["study"]])
def test_every_stop_of_the_keyboard_is_visible_and_in_reading_order(page: OpenPage, path: str) -> None:
    reader = page(path, reduced_motion="reduce")
    order = reader.evaluate(
        """() => [...document.querySelectorAll("a[href], button, summary, input, [tabindex='0']")]
        .filter(e => e.tabIndex >= 0 && e.checkVisibility() && !e.closest("details:not([open]) > :not(summary)")).length"""
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
    """WCAG 2.4.11: what has the focus can be seen, also beside the notes and the side column."""
    reader = page("dallas/index.html", width=1024, height=600, reduced_motion="reduce")
    for _ in range(60):
        reader.keyboard.press("Tab")
        covered = reader.evaluate(
            """() => { const e = document.activeElement; const box = e.getClientRects()[0];
            const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
            return top && !(e.contains(top) || top.contains(e)) ? e.outerHTML.slice(0, 100) : ""; }"""
        )
        assert not covered


def test_the_source_of_the_first_figure_is_two_clicks_from_home_and_every_page_three(page: OpenPage) -> None:
    """From the figure on the home page: its note, the publisher. And breadth first over the links that a reader sees."""
    start = page("index.html")
    root = start.url.rsplit("/", 1)[0] + "/"
    start.locator("article p > a[data-figure]", has_text="500").first.click()
    note = start.locator("[data-notes] .open")
    expect(note).to_contain_text("1,000")
    expect(note.locator("a.external").first).to_have_attribute("href", re.compile("^https?://"))
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
