"""What readers see and do in a real browser: pages, no scripts, from a file, preferences, and what is stored of them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.conftest import OpenPage

TIMELINE_PAGES = ["timeline.html", "dallas/index.html"]


# -- pages ---------------------------------------------------------------------------------------------


def test_home_tells_the_story_its_figures_and_the_ways_in(page: OpenPage) -> None:
    home = page("index.html")
    expect(home.locator("h1")).to_have_count(1)
    figures = home.locator(".numbers li")
    expect(figures).to_have_count(6)
    for n in range(6):
        expect(figures.nth(n).locator("a")).to_have_attribute("href", re.compile(r"^#n-"))
        expect(figures.nth(n).locator(".number-source")).not_to_be_empty()
    ways = home.locator(".ways h3 a")
    assert {"The case", "Can I say that?", "The data", "The evidence"} <= set(ways.all_inner_texts())
    for text in ways.all_inner_texts():
        ways.filter(has_text=text).click()
        expect(home.locator("h1")).to_have_count(1)
        assert not home.url.endswith("/404.html")
        home.go_back()


def test_the_timeline_is_in_order_and_an_event_can_be_linked_to(page: OpenPage) -> None:
    timeline = page("timeline.html")
    dates = timeline.locator("ol.timeline > li time").evaluate_all("all => all.map(t => t.dateTime)")
    assert len(dates) > 50
    assert dates == sorted(dates)
    event = timeline.locator("ol.timeline > li[data-category=dallas]").first
    event.locator("a.permalink").click()
    expect(event).to_be_in_viewport()
    expect(timeline).to_have_url(re.compile(f"#{event.get_attribute('id') or '?'}$"))


def test_an_unknown_address_shows_a_page_that_leads_back(page: OpenPage) -> None:
    lost = page("dallas/there/is/no/such-page.html", expect_errors=True)
    expect(lost.locator("h1")).to_have_text("This page is not here")
    assert lost.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith('"Source Serif')
    lost.get_by_role("main").get_by_role("link", name="Home").click()
    expect(lost.locator(".numbers")).to_be_visible()


def test_the_menu_opens_closes_with_escape_and_leads_to_a_page(page: OpenPage) -> None:
    home = page("index.html", width=360)
    home.locator(".menu summary").click()
    expect(home.get_by_role("navigation", name="All pages")).to_be_visible()
    home.keyboard.press("Escape")
    expect(home.get_by_role("navigation", name="All pages")).to_be_hidden()
    expect(home.locator(".menu summary")).to_be_focused()
    home.keyboard.press("Enter")
    home.get_by_role("navigation", name="All pages").get_by_role("link", name="What NIST measured").click()
    expect(home.get_by_role("heading", level=1, name="What NIST measured")).to_be_visible()


# -- without scripts, without a server -----------------------------------------------------------------


def test_a_reader_walks_from_file_to_file(page: OpenPage) -> None:
    opened = page("index.html", file=True)
    opened.locator(".ways h3 a").first.click()
    expect(opened.get_by_role("heading", level=1, name="The Dallas case")).to_be_visible()
    opened.locator("article p > a[data-claim]").first.click()
    opened.locator("[data-notes] .open").get_by_role("link", name="Full record").click()
    expect(opened.locator("section.claim:target")).to_be_in_viewport()


# -- preferences, privacy ------------------------------------------------------------------------------


@pytest.mark.parametrize("system", ["light", "dark"])
def test_the_switch_changes_the_colors_and_is_remembered(page: OpenPage, system: str) -> None:
    other = {"light": "dark", "dark": "light"}[system]
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    home = page("index.html", scheme=system)
    before = home.evaluate(ground)
    home.get_by_role("button", name=f"Switch to {other} colors").click()
    after = home.evaluate(ground)
    assert after != before
    home.locator(".ways h3 a").first.click()
    expect(home.get_by_role("button", name=f"Switch to {system} colors")).to_be_visible()
    assert home.evaluate(ground) == after, "the next page keeps the choice"
    home.get_by_role("button", name=f"Switch to {system} colors").click()
    assert home.evaluate(ground) == before


def test_nothing_is_stored_but_the_choice_of_colors(page: OpenPage) -> None:
    visit = page("index.html")
    stored = "Object.keys(localStorage).concat(Object.keys(sessionStorage))"
    for path in ("dallas/index.html", "timeline.html", "claims.html#dallas-search-range", "glossary.html"):
        visit.goto(f"{visit.url.split('/', 3)[0]}//{visit.url.split('/')[2]}/{path}")
        visit.keyboard.press("/")
        visit.locator("#search-input").fill("probe")
        expect(visit.locator("#search-results li").first).to_be_visible()
        visit.keyboard.press("Escape")
    assert visit.evaluate(stored) == []
    visit.locator("#scheme-switch").click()
    assert visit.evaluate(stored) == ["scheme"]
    assert visit.evaluate("document.cookie") == ""
    assert visit.context.cookies() == []
    assert visit.evaluate("indexedDB.databases()") == []
    assert visit.evaluate("caches.keys()") == []
    assert visit.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
