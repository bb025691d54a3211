"""
The note: proof in place, by mouse, touch, keys and ear, without a script and on paper.

The browser here is Chromium; `test_browsers` opens and closes a note of every page in Firefox and WebKit.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from copy import deepcopy
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Locator, Page, expect

from explainer.facts import words
from explainer.facts.library import Library
from explainer.out.built import BuiltPage
from explainer.shown import notes
from explainer.text import cites
from explainer.text.pages import Page as Source
from tests import support
from tests.conftest import OpenPage
from tests.visit import MARGIN

CASE = "dallas/index.html"
PLAIN = "dallas/since-2021.html"  # nothing is pinned to the window
DATA = "dataset/index.html"
PHRASE = "article :is(p, li) > a[data-note]:visible"  # in running text, not in a drawing or a folded table
OPEN = "[data-notes] .open"
Pages = dict[str, BuiltPage]


@pytest.fixture(scope="session")
def pages(built: list[BuiltPage]) -> Pages:
    """The built pages by path."""
    return {page.path: page for page in built}


# -- the list, as it stands in the page -----------------------------------------------------------------


@pytest.mark.parametrize("path", support.PAGES)
def test_phrases_notes_and_ways_back_are_one_to_one(pages: Pages, path: str) -> None:
    """What none of the systems we know tests: phrases = notes = ways back, each to the other."""
    tree = pages[path].tree
    ids = Counter(tree.xpath("//@id"))
    assert not [i for i, n in ids.items() if n > 1]
    phrases = tree.xpath("//article//a[@data-note]")
    entries = tree.xpath("//section[@data-notes]/ol/li")
    assert len(tree.xpath("//section[@data-notes]")) == bool(phrases)
    uses: dict[str, list[str]] = {}
    for phrase in phrases:
        uses.setdefault(phrase.get("href")[1:], []).append(phrase.get("id"))
        assert entries[int(phrase.get("data-note")) - 1].get("id") == phrase.get("href")[1:]
        (record,) = (phrase.get(f"data-{kind}") for kind in notes.KINDS if phrase.get(f"data-{kind}"))
        kind = next(kind for kind in notes.KINDS if phrase.get(f"data-{kind}"))
        assert phrase.get("href") == f"#{notes.anchor(kind, record)}"
    assert [entry.get("id") for entry in entries] == list(uses), "in the order of first use"
    for entry in entries:
        back = [a.get("href")[1:] for a in entry.xpath(".//a[starts-with(@href, '#')]")]
        assert back == uses[entry.get("id")], "a way back to each phrase"


@pytest.mark.parametrize("path", support.PAGES)
def test_notes_are_what_the_page_cites(pages: Pages, library: Library, path: str) -> None:
    """The notes come from what readers meet, `cites` from what the editor wrote: both must say the same."""
    src = path.removesuffix(".html") + ".md"
    page = Source.read(support.DOCS / src, src)
    cited = cites.cited(page, library)
    # A strip of key dates counts as citing its claims and is too narrow to name them: the timeline does.
    strip = {
        i for use in page.blocks if use.name == "key-dates" for e in use.ids() for i in library.events[e].claim_ids
    }
    claims = set(pages[path].tree.xpath("//a/@data-claim"))
    # The log names the claims that it touched, which the page does not cite for that.
    logged = {
        i for use in page.blocks if use.name == "corrections" for c in library.corrections.values() for i in c.claim_ids
    }
    assert claims <= set(cited.claims) | logged
    assert set(cited.claims) <= claims | strip
    assert set(pages[path].tree.xpath("//a/@data-term")) == set(cited.terms)


@pytest.mark.parametrize("path", support.LISTED)
def test_a_note_of_a_claim_says_who_how_and_where_to_read_it(pages: Pages, library: Library, path: str) -> None:
    tree = pages[path].tree
    for claim in (library.claims[i] for i in dict.fromkeys(tree.xpath("//a/@data-claim"))):
        (note,) = tree.xpath(f"//li[@id='n-{claim.id}']/div")
        text = " ".join(note.text_content().split())
        for said in (notes.brief(claim), claim.said_by, library.how_checked(claim), claim.besides or ""):
            assert words.curl(said) in text
        first = [library.sources[key] for key in notes.keys(claim)[:3]]
        assert note.xpath(".//a[contains(@class, 'external')]/@href") == [s.url for s in first if s.url]
        if not all(s.url for s in first):
            assert "no address known" in text
        (full,) = [a for a in note.xpath(".//a/@href") if a.endswith(f"claims.html#{claim.id}")]
        assert full


def test_how_many_sources_a_claim_has_is_said_in_words(library: Library) -> None:
    claim = next(iter(library.claims.values()))

    def said(*roles: str) -> str:
        made = [{"key": f"k{n}", "role": role} for n, role in enumerate(roles)]
        cites_made = [type(claim.sources[0])(**one) for one in made]
        return notes.standing(claim.model_copy(update={"sources": cites_made, "level": "verified-primary"}))

    assert said("supports") == "One source."
    assert said("supports", "supports") == "Two sources."
    assert said("supports", "repeats") == "One source says so; another repeats it."
    assert said("supports", "supports", "repeats") == "Two sources say so; another repeats it."
    assert (
        said("supports", "repeats", "repeats", "contradicts")
        == "One source says so; two others repeat it; another differs."
    )
    assert said("supports", "qualifies", "qualifies") == "One source says so; two others add a limit."


def test_every_pair_of_labels_in_use_has_its_sentence_and_single_claims_may_have_their_own(library: Library) -> None:
    assert all(library.how_checked(claim) for claim in library.claims.values())
    own = next(entry for entry in library.checked_words.values() if entry.claim_ids)
    assert library.how_checked(library.claims[own.claim_ids[0]]) == own.words


@pytest.mark.parametrize("path", [p for p in support.LISTED if p != "data-downloads.html"])
def test_no_database_key_stands_in_front_of_readers(pages: Pages, library: Library, path: str) -> None:
    article = deepcopy(pages[path].tree.find(".//article"))
    for noise in article.xpath(".//script | .//code | .//*[@class='cite']"):
        noise.drop_tree()
    text = re.sub(r"\S+\.\w+", "", article.text_content())  # names of hosts
    keys = [i for i in (*library.claims, *library.events, *library.questions) if "-" in i] + [*library.sources]
    assert not set(re.findall(r"[\w-]+", text)).intersection(keys)


# -- wide: the margin ------------------------------------------------------------------------------------


def beside(tab: Page) -> Locator:
    """A phrase in running text whose note stands in the margin."""
    number = tab.evaluate("[...document.querySelectorAll('[data-notes] li')].findIndex(li => li.matches('.here')) + 1")
    return tab.locator(f"article :is(p, li) > a[data-note='{number}']:visible").first


@pytest.mark.parametrize("width", [1280, 1920])
def test_mouse_in_the_margin(page: OpenPage, width: int) -> None:
    case = page(CASE, width=width)
    phrase = beside(case)
    phrase.scroll_into_view_if_needed()
    note = case.locator(f"[id='{(phrase.get_attribute('href') or '')[1:]}'] > div")
    resting = note.evaluate("n => getComputedStyle(n).color")
    phrase.hover()
    expect(note).to_have_class(re.compile("lit"))
    assert note.evaluate("n => getComputedStyle(n).color") != resting, "quiet until hovered"
    line = note.evaluate("n => getComputedStyle(n, '::after').width")
    assert float(line.removesuffix("px")) > 10, "a hairline joins phrase and note"
    place = case.evaluate("scrollY")
    phrase.click()
    expect(note).to_have_class(re.compile("open"))
    expect(note.locator("a.external").first).to_be_visible()
    expect(note.get_by_role("link", name="Full record")).to_be_visible()
    assert case.evaluate("scrollY") == place, "the page does not move"
    assert abs(note.bounding_box()["y"] - phrase.bounding_box()["y"]) < 200  # type: ignore[index]
    case.evaluate("() => Promise.all(document.getAnimations().map(a => a.finished)).then(() => true)")
    assert case.evaluate(MARGIN)["over"] == 0, "its neighbors make room"
    case.locator("h1").click()
    expect(case.locator(OPEN)).to_have_count(0)


def test_phrases_in_wide_blocks_and_drawings_open_a_sheet(page: OpenPage) -> None:
    data = page(DATA, width=1440)
    for place in ("figure :is(svg, ol, ul) a[data-note]:visible", "table a[data-note]:visible"):
        phrase = data.locator(place).first
        phrase.scroll_into_view_if_needed()
        phrase.click()
        sheet = data.locator(OPEN)
        expect(sheet).to_be_in_viewport(ratio=1)
        assert sheet.evaluate("n => n.matches(':popover-open')")
        data.keyboard.press("Escape")
        expect(sheet).to_have_count(0)
        expect(phrase).to_be_focused()


# -- keys and ears -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [360, 1440])
def test_keys_go_into_the_note_through_its_links_and_back(page: OpenPage, width: int) -> None:
    case = page(CASE, width=width)
    phrase = case.locator(PHRASE).first
    assert not case.locator("[data-notes] .beside a:not([tabindex='-1'])").count(), "a note at rest is no stop"
    phrase.focus()
    case.keyboard.press("Enter")
    note = case.locator(OPEN)
    expect(note).to_be_focused()
    stops = note.locator("a:visible, button:visible")
    for n in range(stops.count()):
        case.keyboard.press("Tab")
        expect(stops.nth(n)).to_be_focused()
    case.keyboard.press("Tab")
    expect(case.locator(OPEN)).to_have_count(0)
    after = case.evaluate(
        "() => { const stops = [...document.querySelectorAll('main a, main summary')].filter(e => e.tabIndex >= 0 && e.checkVisibility());"
        " return stops.indexOf(document.activeElement) - stops.indexOf(document.querySelector('article a[data-note]')); }"
    )
    assert after == 1, "past the note the keyboard is at the next link of the text"
    phrase.focus()
    case.keyboard.press("Enter")
    case.keyboard.press("Tab")
    case.keyboard.press("Escape")
    expect(case.locator(OPEN)).to_have_count(0)
    expect(phrase).to_be_focused()


@pytest.mark.parametrize("width", [360, 1440])
def test_ears_hear_that_there_is_a_note_and_what_it_is_on(page: OpenPage, width: int) -> None:
    case = page(CASE, width=width)
    phrase = case.locator(PHRASE).first
    words = phrase.inner_text()
    expect(phrase).to_have_accessible_name(re.compile(f"^{words} ?, note ?$"))
    phrase.focus()
    case.keyboard.press("Enter")
    dialog = case.get_by_role("dialog", name=f"Note on “{words}”")
    expect(dialog).to_be_focused()
    expect(phrase).to_have_attribute("aria-expanded", "true")
    expect(dialog.get_by_role("button", name="Close")).to_be_visible()
    case.keyboard.press("Escape")
    expect(phrase).not_to_have_attribute("aria-expanded", "true")
    assert case.get_by_role("dialog").count() == 0


# -- smaller screens: the sheet ------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "height"), [(360, 740), (768, 1024)])
def test_touch_opens_a_sheet_and_closing_it_leaves_the_reader_at_the_same_line(
    page: OpenPage, width: int, height: int
) -> None:
    case = page(PLAIN, width=width, height=height, has_touch=True)
    asked: list[str] = []
    phrase = case.locator(PHRASE).nth(12)
    phrase.scroll_into_view_if_needed()
    case.on("request", lambda request: None if "favicon" in request.url else asked.append(request.url))
    place = case.evaluate("scrollY")
    phrase.tap()
    sheet = case.locator(OPEN)
    expect(sheet).to_be_in_viewport(ratio=1)
    box = sheet.bounding_box()
    assert box is not None
    assert round(box["y"] + box["height"]) == height, "at the bottom edge"
    close = sheet.get_by_role("button", name="Close")
    at = close.bounding_box()
    assert at is not None
    assert at["y"] > height / 2, "in reach of a thumb"
    assert min(at["height"], at["width"]) >= 24
    close.tap()
    expect(sheet).to_have_count(0)
    expect(phrase).to_be_focused()
    phrase.tap()
    case.touchscreen.tap(3, 120)  # beside the text: a phrase would open its own note
    expect(case.locator(OPEN)).to_have_count(0)
    phrase.tap()
    phrase.tap()
    expect(case.locator(OPEN)).to_have_count(0)
    assert case.evaluate("scrollY") == place
    assert not asked, "no request is made"


def test_the_usual_note_takes_at_most_half_of_a_phone(page: OpenPage) -> None:
    tab = page("index.html", width=360, height=740, has_touch=True)
    start = tab.url.removesuffix("index.html")
    heights: list[int] = []
    for path in support.LISTED:
        tab.goto(start + path)
        heights += tab.evaluate(
            """() => [...document.querySelectorAll("[data-notes] li > div")].map(n => {
            n.classList.add("open"); n.parentNode.classList.add("here"); n.popover = "manual"; n.showPopover();
            const height = n.offsetHeight; n.hidePopover(); n.popover = null;
            n.classList.remove("open"); n.parentNode.classList.remove("here"); return height; })"""
        )
    assert len(heights) > 300
    assert sum(height <= 370 for height in heights) / len(heights) > 0.85
    assert max(heights) < 0.62 * 740


def test_at_400_percent_the_sheet_scrolls_and_close_stays_in_sight(page: OpenPage) -> None:
    case = page(CASE, width=320, height=256)
    case.locator(PHRASE).first.click()
    sheet = case.locator(OPEN)
    expect(sheet).to_be_visible()
    assert sheet.evaluate("n => n.offsetHeight <= innerHeight * .86")
    expect(sheet.get_by_role("button", name="Close")).to_be_in_viewport(ratio=1)
    assert case.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", support.LISTED)
def test_from_the_first_figure_to_its_outside_source_is_one_tap_and_no_page_load(
    page: OpenPage, library: Library, pages: Pages, path: str
) -> None:
    phrases = pages[path].tree.xpath("//article//a[@data-figure]") or pages[path].tree.xpath(
        "//article//a[@data-claim]"
    )
    if not phrases:
        return  # pages about the site, and the long lists, whose records are their own notes
    tab = page(path, width=360, height=740, has_touch=True)
    phrase = tab.locator(f"[id='{phrases[0].get('id')}']")
    if not phrase.is_visible():  # in a table that is folded away
        return
    loads: list[str] = []
    tab.on("request", lambda request: None if "favicon" in request.url else loads.append(request.url))
    phrase.tap()
    note = tab.locator(OPEN)
    claim = library.claims[phrases[0].get("data-claim")]
    addresses = [s.url for s in (library.sources[key] for key in notes.keys(claim)[:3]) if s.url]
    if addresses:
        expect(note.locator("a.external").first).to_have_attribute("href", addresses[0])
    else:
        expect(note).to_contain_text("no address known")
    assert not loads


# -- without a script, on paper --------------------------------------------------------------------------------


def test_without_a_script_a_phrase_jumps_to_its_note_and_back(page: OpenPage) -> None:
    case = page(CASE, width=360, javascript=False)
    phrase = case.locator(PHRASE).nth(8)
    phrase.click()
    note = case.locator("[data-notes] li:target")
    expect(note).to_be_in_viewport()
    expect(note.locator("a.external").first).to_be_visible()
    name = phrase.get_attribute("id")
    note.locator(f"a[href='#{name}']").click()
    expect(case.locator(f"[id='{name}']:target")).to_be_in_viewport()


def test_with_a_script_the_list_is_closed_until_asked_for(page: OpenPage) -> None:
    case = page(CASE, width=360)
    entries = case.locator("[data-notes] li")
    expect(entries.first).to_be_hidden()
    case.get_by_role("button", name="Show them as a list").click()
    expect(entries.first).to_be_visible()
    expect(entries.last).to_be_visible()
    case.get_by_role("button", name="Close the list").click()
    expect(entries.last).to_be_hidden()


def test_an_address_of_a_note_leads_to_its_phrase_with_the_note_open(page: OpenPage) -> None:
    case = page(f"{CASE}#n-dallas-personal-phones", width=1440)
    phrase = case.locator("article p > a[href='#n-dallas-personal-phones']").first
    expect(phrase).to_be_in_viewport()
    expect(case.locator("#n-dallas-personal-phones > .open")).to_be_in_viewport()


def test_paper_has_numbers_at_the_phrases_and_notes_with_addresses_at_the_end(page: OpenPage, library: Library) -> None:
    case = page(CASE, width=1440)
    case.locator(PHRASE).nth(3).click()
    case.emulate_media(media="print")
    phrase = case.locator(PHRASE).nth(5)
    assert phrase.evaluate(
        "a => getComputedStyle(a, '::after').content"
    ) == f'"{phrase.get_attribute("data-note")}"' or (
        "attr" in phrase.evaluate("a => getComputedStyle(a, '::after').content")
    )
    assert case.locator("[data-notes] li > div").first.evaluate("n => getComputedStyle(n).translate") == "none"
    expect(case.locator("[data-notes] li").last).to_be_visible()
    document = pypdfium2.PdfDocument(case.pdf(format="Letter"))
    text = "".join(p.get_textpage().get_text_range() for p in document)
    bare = re.sub(r"\s", "", text)
    for key in ("dallas-never-authorized", "dallas-personal-phones"):
        claim = library.claims[key]
        assert re.sub(r"\s", "", notes.brief(claim).replace("'", "’")) in bare
        addresses = [library.sources[k].url for k in notes.keys(claim)[:3] if library.sources[k].url]
        assert all(address and address in bare for address in addresses)
    assert "Close" not in text


def test_paper_after_dark_is_light(page: OpenPage) -> None:
    case = page(CASE, scheme="light")
    case.get_by_role("button", name="Switch to dark colors").click()
    case.emulate_media(media="print")
    colors = case.evaluate(
        """() => [[".in-short", "backgroundColor"], [".in-short li", "color"], [".path", "color"]].map(([e, p]) =>
        getComputedStyle(document.querySelector(e))[p].match(/[\\d.]+/g).slice(0, 3).map(Number))"""
    )
    ground, ink, soft = (sum(c) / 3 for c in colors)
    assert ground > 220
    assert ink < 60
    assert soft < 130


def test_a_line_under_the_first_paragraph_says_what_the_tint_means(page: OpenPage) -> None:
    case = page(CASE)
    key = case.locator("article > p + .notes-key")
    expect(key).to_contain_text("Tinted figures and quotations")
    ground = "a => getComputedStyle(a).backgroundImage"
    figure = case.locator("article a[data-figure]").first
    plain = case.locator("article p a[data-claim]:not([data-figure])").first
    assert figure.evaluate(ground) != "none"
    assert plain.evaluate(ground) == "none"


# -- the answer of a tap --------------------------------------------------------------------------------------


def thread_time(tab: Page, press: Any) -> float:
    """Milliseconds that the page's own thread works from the press to the next painted frame."""
    browser = tab.context.browser
    assert browser is not None
    browser.start_tracing(page=tab, categories=["devtools.timeline", "toplevel"])
    try:
        press()
        tab.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    finally:
        events = json.loads(browser.stop_tracing())["traceEvents"]
    mains = {
        (e["pid"], e["tid"]) for e in events if e["name"] == "thread_name" and e["args"]["name"] == "CrRendererMain"
    }
    spans = sorted(
        (e["ts"], e["ts"] + e["dur"], e.get("tdur", e["dur"]), e)
        for e in events
        if (e["pid"], e["tid"]) in mains and e.get("ph") == "X" and e["name"] in WORK
    )
    pressed = next(n for n, (*_, e) in enumerate(spans) if (e["args"].get("data") or {}).get("type") == "click")
    total, end = 0.0, 0
    for start, stop, used, event in spans[pressed:]:
        if start >= end:  # what runs inside another is counted with it
            total, end = total + used, stop
        if event["name"] == "Layerize":
            break
    return total / 1000


WORK = {"EventDispatch", "UpdateLayoutTree", "Layout", "PrePaint", "Paint", "Layerize"}
