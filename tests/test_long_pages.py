"""Long pages: arrival at a place, the ledger and the sources as an index, filters and their addresses."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from explainer.facts.library import Library
from explainer.facts.records import Claim, Source
from tests import support
from tests.conftest import OpenPage

PLACES = {
    "claims.html": "law-bipa",
    "sources.html": "ap2016",
    "timeline.html": "texas-and-meta-1-4bn",
    "glossary.html": "range-bucket",
    "dallas/article.html": "p17-nist",
}

# -- arrival -----------------------------------------------------------------------------------------------

LOG = """window.places = []; (function look() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target) places.push([Math.round(scrollY), Math.round(target.getBoundingClientRect().top)]);
    requestAnimationFrame(look); })()"""


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize("width", [360, 1440])
def test_a_link_to_a_place_arrives_at_once_without_a_flight(page: OpenPage, path: str, width: int) -> None:
    home = page("index.html", width=width)
    home.add_init_script(LOG)
    home.goto(home.url.replace("index.html", f"{path}#{PLACES[path]}"))
    target = home.locator(f"[id='{PLACES[path]}']")
    # The article's list has no boxes of its own where its course stands beside the check.
    expect(target.locator(".check-said") if path == "dallas/article.html" else target).to_be_in_viewport()
    home.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    # The page's top before all is read, then the place; a script may move it once when it adds its controls.
    places = [scrolled for scrolled, _ in home.evaluate("places")]
    assert len(set(places)) <= 3, f"a flight: {sorted(set(places))}"
    assert home.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


# -- the index -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["claims.html", "sources.html"])
def test_closed_the_list_is_an_index_of_at_most_25_screens(page: OpenPage, path: str) -> None:
    tab = page(path, width=1440, height=900)
    assert tab.evaluate("document.documentElement.scrollHeight") <= 25 * 900
    record = tab.locator("[data-record]").nth(30)
    record.locator("summary").first.click()
    expect(record.locator("a.external").first).to_be_visible()
    record.locator("summary").first.click()
    expect(record.locator("a.external").first).to_be_hidden()


@pytest.mark.parametrize("path", ["claims.html", "sources.html"])
@pytest.mark.parametrize("javascript", [True, False])
def test_a_record_opens_by_itself_when_it_is_addressed(page: OpenPage, path: str, javascript: bool) -> None:
    tab = page(f"{path}#{PLACES[path]}", javascript=javascript)
    record = tab.locator(f"[id='{PLACES[path]}']")
    expect(record).to_be_in_viewport()
    expect(record.locator("a.external").first).to_be_visible()
    expect(tab.locator("[data-record]").first.locator("a.external").first).to_be_hidden()


@pytest.mark.parametrize("path", ["claims.html", "sources.html"])
def test_without_a_script_every_line_is_there_and_opens_and_paper_has_all_open(page: OpenPage, path: str) -> None:
    tab = page(path, javascript=False)
    expect(tab.locator("#filters")).to_have_count(0)
    last = tab.locator("[data-record]").last
    last.locator("summary").first.click()
    expect(last.locator("a").last).to_be_visible()
    tab.emulate_media(media="print")
    assert tab.evaluate(
        "[...document.querySelectorAll('[data-record] > details > :not(summary)')].every(e => e.checkVisibility())"
    )


def test_group_heads_stay_in_sight_with_their_counts(page: OpenPage, library: Library) -> None:
    tab = page("claims.html")
    head = tab.locator("#topic-law")
    tab.locator("[data-topic=law] [data-record]").nth(12).scroll_into_view_if_needed()
    expect(head).to_be_in_viewport()
    count = sum(library.topics[i] == "law" for i in library.claims)
    assert head.evaluate("h => getComputedStyle(h, '::after').content") in (f'"{count}"', "attr(data-count)")
    expect(head).to_have_attribute("data-count", str(count))


def shown(tab: Page) -> list[str]:
    ids: list[str] = tab.locator("[data-record]").evaluate_all(
        "all => all.filter(e => e.checkVisibility()).map(e => e.id)"
    )
    return ids


@pytest.mark.parametrize("file", [False, True], ids=["served", "from a file"])
def test_the_choice_of_claims_stands_in_the_address(page: OpenPage, library: Library, file: bool) -> None:
    def fits(claim: Claim) -> bool:
        return claim.status == "measured" and library.topics[claim.id] == "bias"

    right = [c.id for c in library.claims.values() if fits(c)]
    tab = page("claims.html", file=file)
    tab.get_by_label("Topic").select_option("bias")
    tab.get_by_label("Status").select_option("measured")
    assert shown(tab) == right
    expect(tab.locator("#filter-status")).to_have_text(f"{len(right)} of {len(library.claims)} claims fit your choice.")
    assert tab.locator("#filter-link").evaluate("a => a.href") == tab.url
    assert tab.url.endswith("claims.html?topic=bias&status=measured")
    tab.reload()
    assert shown(tab) == right
    tab.get_by_role("button", name="Show all").click()
    assert len(shown(tab)) == len(library.claims)
    assert "?" not in tab.url


def test_words_year_and_link_choose_sources(page: OpenPage, library: Library) -> None:
    def year(source: Source) -> str:
        return source.date[:4] if source.date else "undated"

    tab = page("sources.html?year=2021&link=copy")
    right = {s.key for s in library.sources.values() if year(s) == "2021" and s.is_copy and not s.url}
    assert set(shown(tab)) == right
    tab.get_by_role("button", name="Show all").click()
    tab.get_by_label("Read", exact=True).select_option("full")
    assert set(shown(tab)) == {s.key for s in library.sources.values() if s.extent == "full"} != set()
    assert tab.url.endswith("?read=full")
    tab.get_by_role("button", name="Show all").click()
    tab.locator("#choose-words").fill("rekognition aclu")
    found = shown(tab)
    assert 0 < len(found) < 30
    assert all(re.search("rekognition", tab.locator(f"[id='{i}']").text_content() or "", re.IGNORECASE) for i in found)


def test_a_record_that_the_address_names_is_shown_even_where_the_choice_leaves_it_out(page: OpenPage) -> None:
    tab = page("claims.html?status=measured#law-bipa")
    expect(tab.locator("#law-bipa")).to_be_in_viewport()
    tab.get_by_label("Topic").select_option("bias")
    expect(tab.locator("#law-bipa")).to_be_hidden()


@pytest.mark.parametrize("query", ["?status=nonsense", "?words=", "?topic=%00"])
def test_an_address_that_means_nothing_shows_everything(page: OpenPage, library: Library, query: str) -> None:
    assert len(shown(page(f"claims.html{query}"))) == len(library.claims)


@pytest.mark.parametrize("width", [360, 1440])
def test_the_timelines_filter_stays_in_sight_and_has_one_dallas(page: OpenPage, width: int) -> None:
    tab = page("timeline.html", width=width)
    if width == 1440:
        expect(
            tab.locator("article [data-block=timeline] > :first-child")
        ).to_be_in_viewport()  # after a short preamble
    tab.locator("li.event").nth(60).scroll_into_view_if_needed()
    button = tab.get_by_text("Choose events")
    expect(button).to_be_in_viewport()
    button.click()
    names = tab.locator("#filters label").evaluate_all("all => all.map(l => l.innerText.split('\\n')[0].trim())")
    assert names.count("Dallas") == 1
    tab.keyboard.press("Escape")
    expect(tab.locator("#filters label").first).to_be_hidden()
    assert support.KINDS["timeline"] in tab.url
