"""WCAG 2.2 AA by machine: axe with every rule on every page; contrast of every pair of colors; named regions."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from explainer.facts.library import Library
from explainer.facts.words import LANGUAGES, curl
from explainer.out.built import BuiltPage
from tests import axe, support
from tests.conftest import OpenPage
from tests.visit import SETTLED, THIN, WHOLE

# Schemes of a reader's system, in the order in which one open page goes through them.
SCHEMES: dict[str, dict[str, Any]] = {
    "in dark": {"color_scheme": "dark"},
    "in forced colors": {"color_scheme": "dark", "forced_colors": "active"},
}
HEIGHT = "document.documentElement.scrollHeight"  # of no use in forced colors: a font that came late is taken up there
SHOWN_PARTS = """[...document.querySelectorAll('*')].filter(e => e.checkVisibility({ visibilityProperty: true }))
    .map(e => `${e.tagName} ${getComputedStyle(e).fontSize}`).join()"""
# What is folded is read too. The first of many alike stands for the rest (the ledger has two hundred records).
UNFOLD = """() => document.querySelectorAll("details:not(.menu)").forEach((e, n, all) => {
    e.open = n < 1 || e.className !== all[n - 1].className || !e.className; })"""
# These stand on a narrow page, or in the open menu, only; all else has the colors that it has on a wide page.
NARROW_PARTS = [".on-page", ".top"]


# Every page is read in light, wide and unfolded, by its one visit (test_site); here is what that visit leaves out.
@pytest.mark.parametrize("path", support.KINDS.values(), ids=support.KINDS.keys())
def test_axe_finds_nothing_on_a_phone_in_dark_and_in_forced_colors(page: OpenPage, path: str) -> None:
    """
    Every rule of axe on a phone with its menu open; the rules about colors in dark and in forced colors.

    A page is opened once. A scheme changes colors and nothing else, so only the rules about colors run again.
    """
    opened = page(path, width=360, height=740, scheme="light")
    opened.evaluate("document.fonts.ready.then(() => true)")
    opened.reload()  # a font that came late would be taken up in forced colors, and move the notes of the margin
    opened.evaluate(THIN)
    opened.evaluate(UNFOLD)
    opened.evaluate(WHOLE)
    opened.locator(".menu summary").click()
    found = axe.all_but_colors(opened)
    assert not found, f"on a phone, with the menu open:\n{found}"
    opened.locator(".menu summary").click()
    opened.set_viewport_size({"width": 1440, "height": 900})
    opened.evaluate(SETTLED)
    opened.evaluate("document.fonts.ready.then(() => true)")
    before, height = opened.evaluate(SHOWN_PARTS), opened.evaluate(HEIGHT)
    for name, scheme in SCHEMES.items():
        opened.emulate_media(**scheme)
        assert opened.evaluate(SHOWN_PARTS) == before, f"{name}, the page shows more or less"
        assert "forced_colors" in scheme or opened.evaluate(HEIGHT) == height, f"{name}, the page has another height"
        found = axe.colors(opened)
        assert not found, f"{name}:\n{found}"
    assert opened.evaluate("matchMedia('(forced-colors: active)').matches")


def test_colors_of_what_stands_on_narrow_pages_only(page: OpenPage) -> None:
    """The bar at the bottom and the open menu are the same on every page; all else has its colors of a wide page."""
    opened = page(support.KINDS["prose"], width=360, height=740)
    opened.locator(".menu summary").click()
    for name, scheme in {"in light": {"color_scheme": "light"}, **SCHEMES}.items():
        opened.emulate_media(**scheme)
        for part in NARROW_PARTS:
            found = axe.colors(opened, inside=part)
            assert not found, f"on a phone, {name}, in {part}:\n{found}"


def test_axe_sees_what_it_must_on_a_narrow_page_and_in_forced_colors(page: OpenPage) -> None:
    """Small targets on a phone, and a text whose forced color is switched off: without these, silence says little."""
    broken = page("index.html", width=360, height=740, scheme="dark")
    broken.evaluate(
        """() => { const sheet = new CSSStyleSheet();
        sheet.replaceSync(`.foot-links { display: block } .foot-links li { display: inline; font-size: 9px; line-height: 9px }
        .foot-links a { display: inline-block; padding: 0; margin: 0; width: 12px; height: 9px; overflow: hidden }`);
        document.adoptedStyleSheets.push(sheet); }"""
    )
    assert "target-size" in axe.only(broken, ["target-size"], inside=".foot")
    broken.emulate_media(forced_colors="active")
    assert not axe.colors(broken, inside="h1")
    broken.evaluate(
        """() => { const h1 = document.querySelector("h1"); h1.style.forcedColorAdjust = "none";
        h1.style.color = "rgb(40, 40, 40)"; }"""
    )
    assert "color-contrast" in axe.colors(broken, inside="h1")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_search(page: OpenPage, scheme: str) -> None:
    opened = page("dallas/index.html", scheme=scheme, width=1024)
    opened.keyboard.press("/")
    opened.locator("#search-input").fill("96 percent xylophone")
    expect(opened.locator("#search-results .hit-lacks").first).to_be_visible()
    found = axe.violations(opened)
    assert not found, f"with results shown:\n{found}"


# -- color ---------------------------------------------------------------------------------------------

# Every ground on which these inks are used; the script asks the browser for the colors as shown.
PAIRS = [
    (ink, ground, 4.5)
    for ink in ("--ink", "--ink-soft", "--accent")
    for ground in ("--paper", "--paper-raised", "--accent-soft")
]
SHAPES = [("--mark-confirmed", "--paper", 3.0), ("--mark-denied", "--paper", 3.0), ("--mark-declined", "--paper", 3.0)]
SHOWN = """(name) => { const probe = document.createElement("i"); probe.style.color = `var(${name})`;
    document.body.append(probe); const shown = getComputedStyle(probe).color; probe.remove(); return shown; }"""


def luminance(color: str) -> float:
    """Relative luminance of "rgb(r, g, b)", as WCAG 2.2 defines it."""
    channels = [int(c) / 255 for c in re.findall(r"\d+", color)[:3]]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out(page: OpenPage, scheme: str) -> None:
    opened = page("index.html", scheme=scheme)
    weak = []
    for ink, ground, least in [*PAIRS, *SHAPES]:
        a, b = (luminance(opened.evaluate(SHOWN, name)) for name in (ink, ground))
        ratio = (max(a, b) + 0.05) / (min(a, b) + 0.05)
        if ratio < least:
            weak.append(f"{ink} on {ground}: {ratio:.2f}, needs {least}")
    assert not weak, "\n".join(weak)


def test_links_in_the_text_are_told_by_more_than_color(page: OpenPage) -> None:
    for path in (support.KINDS["prose"], support.KINDS["study"]):
        opened = page(path)
        bare = opened.evaluate(
            """() => [...document.querySelectorAll("article :is(p, li, dd, td) a:not(.permalink, .headerlink)")]
            .filter(a => !a.querySelector(".number-label, svg, small") && !a.closest("nav, figure, [data-notes]"))
            .filter(a => !getComputedStyle(a).textDecorationLine.includes("underline"))
            .map(a => a.outerHTML.slice(0, 100))"""
        )
        assert bare == []


# -- what a screen reader is told ----------------------------------------------------------------------


def test_the_case_page_as_a_screen_reader_tells_it(page: OpenPage) -> None:
    opened = page("dallas/index.html")
    expect(opened.locator("body")).to_match_aria_snapshot(
        """
        - link "Skip to the text"
        - banner:
          - link "The Dallas Searches"
          - navigation "Sections"
          - button "Search"
          - button "Switch to dark colors"
        - main:
          - article:
            - heading "The Dallas case" [level=1]
          - navigation "Previous and next page"
        - contentinfo
        """
    )


def test_a_chart_as_a_screen_reader_tells_it(page: OpenPage, library: Library) -> None:
    """The finding as name, then the numbers in words, each leading to its note."""
    chart = library.charts["first-denials"]
    opened = page("dataset/index.html")
    name = curl(chart.finding or chart.title)
    expect(opened.locator("#chart-first-denials figure")).to_have_accessible_name(name)
    expect(opened.locator("#chart-first-denials")).to_match_aria_snapshot(
        f"""
        - figure "{name}":
          - paragraph: "{name}"
          - paragraph
          - list:
            - listitem:
              - text: First said no (a sum)
              - link "279, note"
            - listitem:
              - link "210, note"
            - listitem:
              - link "69, note"
        """
    )


def test_the_panel_of_error_rates_as_a_screen_reader_tells_it(page: OpenPage) -> None:
    opened = page("evidence/error-rates.html")
    expect(opened.locator("article")).to_match_aria_snapshot(
        """
        - region "NIST’s 12 million":
          - paragraph: NIST’s 12 million
          - figure /First group about \\d+ of 1,000/
          - figure /Second group about \\d+ of 1,000/
          - paragraph:
            - link "Who says so, note"
        - group: Set it yourself
        - status
        """
    )


def test_names_and_titles_in_other_languages_say_so(built: list[BuiltPage], library: Library) -> None:
    """WCAG 3.1.2: a program that reads aloud gets the language of a foreign title and of a foreign name."""
    pages = {page.path: page.tree for page in built}
    marked = [s for s in library.sources.values() if s.langid or s.authorlangid]
    assert marked
    for source in marked:
        (card,) = pages["sources.html"].xpath(f"//li[@id='{source.key}']")
        for language, text in ((source.langid, source.title), (source.authorlangid, source.authors[0])):
            found = (
                {e.text_content() for e in card.xpath(f".//*[@lang='{LANGUAGES[language]}']")} if language else {text}
            )
            assert text in found


# -- the mark of the keyboard's place ------------------------------------------------------------------

STOPS = """[...document.querySelectorAll("a[href], button, summary, input, [tabindex='0']")]
    .filter(e => e.checkVisibility({ visibilityProperty: true }))"""
# Every stop of the page in turn (of stops alike in kind, class and place the first two): its outline as drawn, the
# ground around it, and the box that cuts it off, if any.
RINGS = """() => { const stops = [];
    const solid = c => c !== "transparent" && !/, 0\\)$/.test(c);
    for (const e of STOPS) {
        if (e.closest("[data-alike]")) continue;
        e.focus({ preventScroll: true, focusVisible: true });
        if (document.activeElement !== e) { stops.push(["takes no focus", e.outerHTML.slice(0, 90), "", ""]); continue; }
        const s = getComputedStyle(e), box = e.getClientRects()[0];
        const reach = parseFloat(s.outlineWidth) + parseFloat(s.outlineOffset);
        let ground = "", cut = "";
        for (let p = e.parentElement; p; p = p.parentElement) {
            const ps = getComputedStyle(p);
            if (!ground && solid(ps.backgroundColor)) ground = ps.backgroundColor;
            if (p === document.body || p === document.documentElement || ps.overflowX === "visible") continue;
            const edge = p.getBoundingClientRect();
            if (box.left - reach < edge.left - 1 && p.scrollLeft === 0) cut = p.className || p.tagName;
        }
        stops.push([s.outlineStyle === "solid" && parseFloat(s.outlineWidth) >= 2 ? cut && `cut off by ${cut}` : "no ring",
            e.outerHTML.slice(0, 90), s.outlineColor, ground]);
    }
    return stops; }""".replace("STOPS", STOPS)


# Marks of the drawn timeline show their focus by a stroke, which no outline tells: test_timeline looks at them.
@pytest.mark.parametrize("path", [path for kind, path in support.KINDS.items() if kind != "timeline"])
def test_every_stop_of_the_keyboard_has_a_whole_ring_that_stands_out(page: OpenPage, path: str) -> None:
    opened = page(path)
    opened.evaluate(THIN)
    opened.evaluate(UNFOLD)
    assert opened.evaluate(f"{STOPS}.length") > 15
    opened.evaluate(axe.MARK_ALIKE)
    opened.keyboard.press("Tab")
    for scheme in ("light", "dark"):
        opened.emulate_media(color_scheme=scheme)
        stops = opened.evaluate(RINGS)
        assert stops, scheme
        assert [s for s in stops if s[0]] == [], scheme
        for ring, ground in {(s[2], s[3]) for s in stops}:
            a, b = luminance(ring), luminance(ground)
            assert (max(a, b) + 0.05) / (min(a, b) + 0.05) >= 3, f"{ring} on {ground}, {scheme}"


def test_the_search_is_a_named_dialog_with_a_labelled_field(page: OpenPage) -> None:
    opened = page("index.html")
    opened.keyboard.press("/")
    dialog = opened.get_by_role("dialog", name="Search the site")
    expect(dialog.get_by_role("searchbox", name="Words to look for")).to_be_focused()
    expect(dialog.get_by_role("button", name="Close")).to_be_visible()
    expect(dialog.get_by_role("checkbox", name="The key / opens this search from any page")).to_be_checked()


def test_controls_are_named_in_words(page: OpenPage) -> None:
    opened = page("index.html")
    for button in opened.get_by_role("button").all():
        words = button.get_attribute("aria-label") or button.inner_text()
        assert re.search(r"[A-Za-z]{3}", words)
