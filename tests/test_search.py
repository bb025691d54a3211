"""Search, as readers use it: in their own words, with the keyboard, over http and from a file."""

from __future__ import annotations

import fnmatch
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page, Route, expect

from explainer.facts.library import Library
from tests import support
from tests.conftest import OpenPage

QUESTIONS = yaml.safe_load(Path(__file__).with_name("search-questions.yml").read_text(encoding="utf-8"))
# Asks each question in the box and gives what a reader sees of the answer.
ASK = """questions => questions.map(question => {
    const box = document.getElementById("search-input");
    box.value = question;
    box.dispatchEvent(new Event("input"));
    const text = e => e ? e.textContent : "";
    return {
        said: document.getElementById("search-status").textContent,
        places: [...document.querySelectorAll("#search-results li")].map(li => ({
            address: li.querySelector("a").getAttribute("href").replace("./", "").replace(".html", ""),
            name: text(li.querySelector(".hit-title")), page: text(li.querySelector(".hit-page")),
            lacks: text(li.querySelector(".hit-lacks")),
            marks: [...li.querySelectorAll("mark")].map(m => m.textContent),
            parted: [...li.querySelectorAll("mark")].some(m => /\\p{L}$/u.test((m.previousSibling || {}).data || "")
                || /^\\p{L}/u.test((m.nextSibling || {}).data || "")),
        })),
    };
})"""


def searching(page: OpenPage, **options: Any) -> Page:
    """The home page with the search open and its texts loaded."""
    home = page("index.html", **options)
    home.locator("#search-open").click()
    expect(home.locator("#search-status")).to_have_text("")
    return home


def ask(home: Page, *questions: str) -> Any:
    """What a reader sees of the answers; of the one answer where there is one question."""
    answers = home.evaluate(ASK, list(questions))
    return answers if len(questions) > 1 else answers[0]


def index(site: Path) -> Any:
    text = (site / "search/index.js").read_text(encoding="utf-8")
    return json.loads(text.removeprefix("window.searchIndex=").removesuffix(";\n"))


# -- what is found -------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", [False, True], ids=["http", "file"])
def test_nine_questions_of_ten_are_answered_among_the_first_three(page: OpenPage, file: bool) -> None:
    home = searching(page, file=file)
    for questions in QUESTIONS.values():
        missed = []
        for question, answer in zip(questions, ask(home, *(q["ask"] for q in questions)), strict=True):
            first = [place["address"] for place in answer["places"][:3]]
            if not any(fnmatch.filter(first, want) for want in question["want"]):
                missed.append(f"{question['ask']}: {', '.join(first)}")
        assert len(missed) <= len(questions) // 10, "\n".join(missed)


def test_the_questions_ask_for_places_that_exist(site: Path) -> None:
    known = [entry["u"].replace(".html", "") for entry in index(site)["entries"]]
    wanted = {want for questions in QUESTIONS.values() for q in questions for want in q["want"]}
    assert [want for want in sorted(wanted) if not fnmatch.filter(known, want)] == []


# What stands in a text, and what a reader types to find it.
TYPED = [
    ("Ton-That", "Ton‑That"), ("Ton-That", "TONTHAT"), ("Ton-That", "ton that"), ("one-to-one", "one to one"),
    ("e-mail", "email"), ("false-positive", "false positives"), ("department’s", "department's"),
    ("Clearview’s claims", "clearview claim"), ("officers’ phones", "officer's phone"), ("Zoë café", "Zoe cafe"),
    ("1,803 agencies", "1803 agency"), ("10,000,000", "10000000"), ("99.85 percent", "99.85%"), ("U.S.", "US"),
    ("H.B. 149", "HB149"), ("H.B. 149", "hb 149"), ("A.I.", "AI"), ("policies", "policy"), ("women", "woman"),
    ("was authorized", "authorize"), ("searches searched", "searching"), ("500–1,000", "500 1000"),
    ("the photo of a face", "photos faces"), ("“without their consent”", "consent"), ("denied", "denies"),
]  # fmt: skip


def test_what_is_written_is_found_as_it_is_typed(page: OpenPage) -> None:
    """One function cleans both: a site of two texts, one of which is this one, gives it back."""
    home = searching(page)
    missed = home.evaluate(
        """async (pairs) => {
            const missed = [];
            for (const [written, typed] of pairs) {
                const entries = [{u: "a", k: "page", t: "", x: "Quite another thing."}, {u: "b", k: "page", t: "", x: written}];
                window.searchIndex = {weights: {page: 1}, words: [], entries};
                await window.startSearch("");
                const found = window.searchParts.find(typed).hits.map(hit => hit.entry.u + hit.lacks);
                if (found.join() !== "b") missed.push(`${written} / ${typed}: ${found}`);
            }
            return missed;
        }""",
        TYPED,
    )
    assert missed == []


def test_every_place_is_found_by_its_name_and_every_page_by_its_description(page: OpenPage, site: Path) -> None:
    """What a reader copies from a heading leads back to it: every page, and every third of the other places."""
    home = searching(page)
    entries = [e for n, e in enumerate(index(site)["entries"]) if e["k"] == "page" or n % 3 == 0]
    named = [e for e in entries if home.evaluate("name => searchParts.terms(name).length", e["t"])]
    assert len(named) > len(entries) - 5, "names of nothing but common words"
    for entry, answer in zip(named, ask(home, *(e["t"] for e in named)), strict=True):
        assert entry["t"] in [place["name"] for place in answer["places"][:3]], entry["u"]
    pages = [e for e in entries if e["k"] == "page"]
    for entry, answer in zip(pages, ask(home, *(e["d"] for e in pages)), strict=True):
        assert answer["places"][0]["address"] == entry["u"].replace(".html", ""), entry["d"]


def test_near_words_are_looked_for_where_a_word_stands_nowhere(page: OpenPage) -> None:
    home = searching(page)
    for typed, meant in {
        "cleaview": "Clearview", "gutierez": "Gutierrez", "Willams": "Williams", "rekogniton": "Rekognition",
        "moratorum": "moratorium", "authorised": "authorized", "dalas": "Dallas", "face-recogntion": "recognition",
    }.items():  # fmt: skip
        answer = ask(home, typed)
        assert answer["said"].startswith(f"No page has “{typed}”, so this looks for “"), answer["said"]
        assert meant in answer["said"]
        assert answer["places"], typed
    assert ask(home, "qwertz asdfgh")["said"].startswith("Nothing found")
    assert not ask(home, "19999")["places"], "a number is never guessed"


def test_what_was_not_found_is_said(page: OpenPage) -> None:
    home = searching(page)
    answer = ask(home, "xylophone dallas")
    assert re.match(r"Not found: “xylophone”\. \d+ places found without", answer["said"])
    assert {place["lacks"] for place in answer["places"]} == {"Without “xylophone”."}
    answer = ask(home, "34 agencies without approval")
    assert re.match(r"\d+ places? found with all these words, \d+ with some", answer["said"])
    assert answer["places"][0]["lacks"] == ""
    for signs in ("$", "( ? )", "🙂", "…"):
        assert ask(home, signs) == {"said": "Signs alone find nothing. Type a word or a number.", "places": []}
    assert ask(home, "who might")["said"].startswith("These words are too common")
    assert ask(home, " ")["said"] == ""
    for signs in ("+face -search", "claim:*", "a^10~2", '"probe"', "é", "<b>probe</b>"):
        ask(home, signs)
    home.locator("#search-input").fill("probe")
    expect(home.get_by_role("status")).to_have_text(re.compile(r"^\d+ places found\.$"))


def test_results_are_named_in_words_once_each_and_marked_by_whole_words(page: OpenPage, library: Library) -> None:
    home = searching(page)
    keys = {*library.claims, *library.corrections, *library.sources}
    for answer in ask(home, *(q["ask"] for questions in QUESTIONS.values() for q in questions)):
        names = [(place["name"], place["page"]) for place in answer["places"]]
        assert len(names) == len(set(names)), names
        for place in answer["places"]:
            assert place["name"].split()[-1] not in keys
            assert not re.search(r"#(?:letter|year|topic|kind|about)-", place["address"])
            assert not place["parted"], "a mark stands inside a word"
        for place in answer["places"][:3]:
            assert place["marks"], f"what was looked for is marked: {place}"
    assert not [m for place in ask(home, "how shows")["places"] for m in place["marks"] if "show" not in m.lower()]


def test_what_answers_stands_before_sources_and_single_events(page: OpenPage) -> None:
    home = searching(page)
    for question in ("dallas police clearview", "face recognition ban", "personal phones", "wrongful arrest"):
        first = [place["address"].partition("#")[0] for place in ask(home, question)["places"][:5]]
        assert not {"sources", "timeline"} & set(first), question
    page_of_dallas = ask(home, "Dallas today Clearview")["places"]
    assert "dallas/since-2021" in [place["address"].partition("#")[0] for place in page_of_dallas[:3]]


# -- the dialog ----------------------------------------------------------------------------------------


def test_the_key_opens_search_until_it_is_switched_off(page: OpenPage) -> None:
    home = page("index.html")
    opener = home.get_by_role("button", name="Search")
    expect(opener).to_have_attribute("aria-keyshortcuts", "/")
    home.keyboard.press("/")
    expect(home.locator("#search-input")).to_be_focused()
    home.get_by_role("checkbox", name="The key / opens this search").uncheck()
    home.keyboard.press("Escape")
    expect(opener).not_to_have_attribute("aria-keyshortcuts", re.compile(""))
    for path in (home.url, home.url.replace("index.html", "glossary.html")):
        home.goto(path)
        home.keyboard.press("/")
        expect(home.locator("#search")).to_be_hidden()
    opener.click()
    home.get_by_role("checkbox", name="The key / opens this search").check()
    home.keyboard.press("Escape")
    home.reload()
    home.keyboard.press("/")
    expect(home.locator("#search-input")).to_be_focused()
    assert home.evaluate("localStorage.length") == 0, "as it was at first"


@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_moves_under_the_pointer_when_the_texts_have_loaded(page: OpenPage, width: int) -> None:
    home = page("index.html", width=width)
    held: list[Route] = []
    home.route("**/search/index.js", lambda route, _: held.append(route))
    with home.expect_request("**/search/index.js"):
        home.locator("#search-open").click()
    switch = home.locator("#search-key")
    expect(home.locator("#search-status")).to_contain_text("Loading")
    before = switch.bounding_box()
    assert before
    held.pop().continue_()
    expect(home.locator("#search-status")).to_have_text("")
    assert switch.bounding_box() == pytest.approx(before, abs=0.5)


@pytest.mark.parametrize("start", ["index.html", "dallas/index.html"])
def test_enter_opens_the_first_result(page: OpenPage, start: str) -> None:
    opened = page(start)
    opened.keyboard.press("/")
    opened.locator("#search-input").fill("Porcha Woodruff")
    expect(opened.locator("#search-results a").first).to_be_visible()
    opened.keyboard.press("Enter")
    opened.wait_for_url("**/evidence/detroit.html#porcha-woodruff")
    expect(opened.locator("#search")).to_be_hidden()
    expect(opened.get_by_role("heading", level=1)).to_contain_text("Detroit")


def test_arrow_keys_walk_through_the_results(page: OpenPage) -> None:
    home = searching(page)
    home.locator("#search-input").fill("gallery")
    links = home.locator("#search-results a")
    second = str(links.nth(1).evaluate("a => a.href"))
    home.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    home.keyboard.press("ArrowUp")
    expect(home.locator("#search-input")).to_be_focused()
    home.keyboard.press("ArrowDown")
    home.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    home.keyboard.press("Enter")
    home.wait_for_url(second)


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


def test_on_a_phone_close_stands_beside_the_title(page: OpenPage) -> None:
    home = searching(page, width=360)
    title, close, field = (home.locator(s).bounding_box() for s in ("#search-title", "#search button", "#search-input"))
    assert title and close and field
    assert close["y"] < title["y"] + title["height"] < field["y"]
    assert close["x"] > title["x"]


# -- the weight ----------------------------------------------------------------------------------------


def test_search_loads_on_first_use_and_weighs_at_most_180_kb(page: OpenPage, site: Path) -> None:
    home = page("index.html")
    home.wait_for_load_state("networkidle")
    asked: list[str] = []
    home.on("request", lambda request: asked.append(request.url))
    home.locator("#search-open").click()
    expect(home.locator("#search-status")).to_have_text("")
    base = home.url.removesuffix("index.html")
    paths = [url.removeprefix(base) for url in asked]
    assert len(paths) == 3
    assert all(re.match(r"assets/hashed/(?:minisearch|search)\.|search/index\.js$", path) for path in paths), paths
    assert sum((site / f"{path}.br").stat().st_size for path in paths) <= 180_000


def test_the_index_holds_every_record_and_page(site: Path, library: Library) -> None:
    entries = index(site)["entries"]
    found = {e["u"] for e in entries}
    homes = {
        "claims": "claims.html",
        "terms": "glossary.html",
        "events": "timeline.html",
        "questions": "open-questions.html",
        "sources": "sources.html",
        "sayings": "can-i-say.html",
        "sentences": "dallas/article.html",
    }
    missing = [f"{home}#{i}" for kind, home in homes.items() for i in getattr(library, kind)]
    assert [address for address in missing if address not in found] == []
    assert {u.split("#")[0] for u in found} == set(support.LISTED)
    assert not [e["t"] for e in entries if re.search(r"[<>]|¶", e["t"])]
    shorts = {e["u"]: e["t"] for e in entries if e["k"] == "claims"}
    assert shorts["claims.html#dallas-search-range"] == library.claims["dallas-search-range"].short
