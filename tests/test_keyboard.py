"""From the address bar to an article's source with keys alone, and through every tool; and in three clicks."""

from __future__ import annotations

import re
from collections import deque
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from explainer.facts.library import Library
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


def test_keys_alone_filter_the_timeline_and_the_address_keeps_the_choice(page: OpenPage, library: Library) -> None:
    reader = from_the_top(page, support.KINDS["timeline"])
    events = reader.locator("li.event:visible")
    for control, query, kinds, places in (
        ("show=law", "?show=law", {"law"}, set(library.regions)),
        ("show=study", "?show=law,study", {"law", "study"}, set(library.regions)),
        ("place=abroad", "?show=law,study&place=abroad", {"law", "study"}, {"abroad"}),
    ):
        tab_to(reader, control)
        reader.keyboard.press("Space")
        fitting = [e for e in library.events.values() if e.category in kinds and library.region_of(e.place) in places]
        expect(events).to_have_count(len(fitting))
        expect(reader.locator("#filter-status")).to_have_text(re.compile(f"^{len(fitting)} of {len(library.events)} "))
        assert reader.evaluate("location.search") == query
    reader.keyboard.press("Space")
    assert reader.evaluate("location.search") == "?show=law,study"
    tab_to(reader, "Dallas only")
    reader.keyboard.press("Enter")
    expect(events).to_have_count(sum(e.place == "Dallas, Texas" for e in library.events.values()))
    assert reader.evaluate("location.search") == "?place=dallas"
    tab_to(reader, "Show all")
    reader.keyboard.press("Enter")
    expect(events).to_have_count(len(library.events))
    assert reader.evaluate("location.search") == ""
    # The focus stays where the reader is; the next stop is the link that keeps the choice.
    reader.keyboard.press("Tab")
    expect(reader.locator("#filter-link")).to_be_focused()


def test_keys_alone_move_the_sliders_of_the_model_and_lead_back(page: OpenPage) -> None:
    reader = from_the_top(page, "evidence/error-rates.html")
    summary = reader.locator("[aria-live=polite]")
    faces, rate, ratio = (
        reader.get_by_role("slider", name=n) for n in ("Faces searched", "first group", "second group")
    )
    tab_to(reader, "faces=")
    expect(faces).to_have_attribute("aria-valuetext", "12 million")
    for key in ("ArrowRight", "ArrowRight"):
        reader.keyboard.press(key)
    expect(faces).to_have_attribute("aria-valuetext", "1 billion")
    expect(summary).to_contain_text("With 1 billion faces searched, about 259 of 1,000")
    expect(reader.get_by_role("figure", name=re.compile("First group.*about 259 of 1,000 searches"))).to_be_visible()
    for key, words in (("Home", "1"), ("End", "10 billion"), ("ArrowLeft", "3 billion")):
        reader.keyboard.press(key)
        expect(faces).to_have_attribute("aria-valuetext", words)
    tab_to(reader, "rate=")
    reader.keyboard.press("Home")
    expect(rate).to_have_attribute("aria-valuetext", "1 in 100")
    expect(summary).to_contain_text("almost all of 1,000 searches match a stranger in the first group")
    tab_to(reader, "ratio=")
    reader.keyboard.press("ArrowRight")
    expect(ratio).to_have_attribute("aria-valuetext", "20 times as many")
    tab_to(reader, "present-no=")
    reader.keyboard.press("ArrowRight")
    expect(reader.get_by_role("radio", name="Yes")).to_be_checked()
    expect(summary).to_contain_text("999 of 1,000 searches find them")
    tab_to(reader, "Back to the start")
    reader.keyboard.press("Enter")
    expect(faces).to_have_attribute("aria-valuetext", "12 million")
    expect(reader.get_by_role("radio", name="No")).to_be_checked()


def test_keys_alone_open_the_citation_of_a_claim_and_copy_its_link(page: OpenPage) -> None:
    reader = page(
        "claims.html#dallas-search-range", reduced_motion="reduce", permissions=["clipboard-read", "clipboard-write"]
    )
    entry = reader.locator("#dallas-search-range")
    tab_to(reader, "Cite this claim")
    expect(entry.get_by_role("link", name="BibTeX")).to_be_hidden()
    reader.keyboard.press("Enter")
    for file in ("dallas-search-range.bib", "dallas-search-range.ris"):
        tab_to(reader, file, limit=1)
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
