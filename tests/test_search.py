"""Search, as readers use it: with the keyboard, over http and from a file."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from explainer.facts.library import Library
from tests import support
from tests.conftest import OpenPage


def ask(page: Page, words: str) -> list[tuple[str, str]]:
    """Open the search with its key, type the words; (address below the site, title) of each result."""
    if not page.locator("#search").is_visible():
        page.keyboard.press("/")
    expect(page.locator("#search-input")).to_be_focused()
    page.locator("#search-input").fill(words)
    expect(page.locator("#search-status")).to_have_text(re.compile("found", re.IGNORECASE))
    links = page.locator("#search-results a").all()
    base = page.evaluate("new URL(document.querySelector('script[data-base]').dataset.base + '/', location.href).href")
    return [(str(a.evaluate("a => a.href")).removeprefix(base), a.locator(".hit-title").inner_text()) for a in links]


@pytest.mark.parametrize("file", [False, True], ids=["http", "file"])
def test_what_readers_look_for_comes_first(page: OpenPage, file: bool) -> None:
    home = page("index.html", file=file)
    assert ask(home, "96 percent")[0][0].startswith("evidence/detroit.html")
    assert "glossary.html#probe" in [address for address, _ in ask(home, "probe")[:3]]
    assert "claims.html#dallas-search-range" in [a for a, _ in ask(home, "between 500 and 1,000")]
    for words, path in (
        ("Gender Shades", "evidence/gender-shades.html"),
        ("personal phones", "claims.html"),
        ("189 algorithms", "evidence/nist.html"),
    ):
        assert path in [address.split("#")[0] for address, _ in ask(home, words)[:5]], words


@pytest.mark.parametrize("start", ["index.html", "dallas/index.html"])
def test_enter_opens_the_first_result(page: OpenPage, start: str) -> None:
    opened = page(start)
    first = ask(opened, "96 percent")[0][0]
    opened.keyboard.press("Enter")
    opened.wait_for_url(f"**/{first}")
    expect(opened.locator("#search")).to_be_hidden()
    expect(opened.get_by_role("heading", level=1)).to_contain_text("Detroit")


def test_arrow_keys_walk_through_the_results(page: OpenPage) -> None:
    home = page("index.html")
    second = ask(home, "gallery")[1][0]
    home.keyboard.press("ArrowDown")
    expect(home.locator("#search-results a").nth(0)).to_be_focused()
    home.keyboard.press("ArrowUp")
    expect(home.locator("#search-input")).to_be_focused()
    home.keyboard.press("ArrowDown")
    home.keyboard.press("ArrowDown")
    expect(home.locator("#search-results a").nth(1)).to_be_focused()
    home.keyboard.press("Enter")
    home.wait_for_url(f"**/{second}")


@pytest.mark.parametrize("words", ["", "probe"], ids=["empty", "with words"])
def test_escape_closes_and_the_focus_returns(page: OpenPage, words: str) -> None:
    home = page("index.html")
    opener = home.get_by_role("button", name="Search")
    opener.focus()
    home.keyboard.press("Enter")
    expect(home.locator("#search-input")).to_be_focused()
    home.keyboard.type(words)
    home.keyboard.press("Escape")
    expect(home.locator("#search")).to_be_hidden()
    expect(opener).to_be_focused()
    home.locator(".wordmark").focus()
    home.keyboard.press("/")
    expect(home.locator("#search-input")).to_be_focused()
    home.get_by_role("button", name="Close").click()
    expect(home.locator(".wordmark")).to_be_focused()


def test_no_result_is_said_in_words_and_announced(page: OpenPage) -> None:
    home = page("index.html")
    assert ask(home, "xylophone") == []
    expect(home.get_by_role("status")).to_have_text(re.compile("^Nothing found"))
    assert ask(home, "search")
    expect(home.get_by_role("status")).to_have_text(re.compile(r"^\d+ places? found"))


def test_signs_that_mean_something_to_the_engine_do_no_harm(page: OpenPage) -> None:
    home = page("index.html")
    for words in ("+face -search", "claim:*", "a^10~2", '"probe"', "é", "1,000"):
        ask(home, words)
    home.locator("#search-input").fill("( ? )")
    expect(home.locator("#search-results li")).to_have_count(0)
    assert "<" not in home.locator("#search-results").inner_text()


def test_the_index_is_fetched_only_when_someone_searches(page: OpenPage) -> None:
    home = page("index.html")
    asked: list[str] = []
    home.on("request", lambda request: asked.append(request.url))
    home.reload()
    home.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/search/" in url]
    ask(home, "probe")
    assert [url for url in asked if "/search/" in url]


def test_the_index_holds_every_claim_term_event_question_and_page(site: Path, library: Library) -> None:
    text = (site / "search" / "index.js").read_text(encoding="utf-8")
    entries = json.loads(text[text.index("[") : text.rindex("]") + 1])
    found = {e["u"] for e in entries}
    homes = {
        "claims": "claims.html",
        "terms": "glossary.html",
        "events": "timeline.html",
        "questions": "open-questions.html",
    }
    missing = [
        f"{home}#{i}" for kind, home in homes.items() for i in getattr(library, kind) if f"{home}#{i}" not in found
    ]
    assert not missing
    assert set(support.LISTED) == {u.split("#")[0] for u in found}
    assert all(e["p"] and not re.search(r"[<>]|¶", e["t"] + e["p"]) for e in entries)
