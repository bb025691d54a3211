"""WCAG 2.2 AA by machine: axe with every rule on every page; contrast of every pair of colors; named regions."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests import support
from tests.conftest import OpenPage

AXE = Axe()
# Everything axe has, best practices included. `target-size` (WCAG 2.2) is off unless asked for.
EVERY_RULE = {"target-size": {"enabled": True}}
COLOR_RULES = ["color-contrast", "link-in-text-block"]
# Where axe cannot measure the contrast of a text it says why. These reasons are answered by
# test_text_stands_out, which measures every ink on every ground of the style sheet.
ANSWERED = {
    "bgGradient": "the tint behind a claim is a gradient",
    "pseudoContent": "the dot of a timeline is drawn before its entry",
    "shortTextContent": "a claim may be one sign long",
    "imgNode": "words in a drawing: test_charts works their contrast out from the style sheet",
}


def violations(page: Page, *, rules: dict[str, Any] | None = None, only: list[str] | None = None) -> str:
    """What axe finds, in words: rule, place, how to mend; also what it could not decide and nothing answers."""
    options: dict[str, Any] = {"resultTypes": ["violations", "incomplete"], "rules": {**EVERY_RULE, **(rules or {})}}
    if only:
        options = {"resultTypes": ["violations", "incomplete"], "runOnly": {"type": "rule", "values": only}}
    result: dict[str, Any] = AXE.run(page, options=options).response
    found = [(rule, node) for rule in result["violations"] for node in rule["nodes"]]
    found += [(rule, node) for rule in result["incomplete"] for node in rule["nodes"] if not _answered(rule, node)]
    return "\n".join(
        f"{rule['id']} ({rule['impact']}): {node['html'][:140]}\n  {node.get('failureSummary', '')}"
        for rule, node in found[:12]
    )


def _answered(rule: dict[str, Any], node: dict[str, Any]) -> bool:
    reasons = {(check.get("data") or {}).get("messageKey") for check in node["any"]}
    return rule["id"] == "color-contrast" and bool(reasons) and reasons <= ANSWERED.keys()


@pytest.mark.parametrize("path", support.EVERY_FILE)
def test_axe_finds_nothing_in_light_and_in_dark(page: OpenPage, path: str) -> None:
    opened = page(path, width=1440, scheme="light")
    found = violations(opened)
    assert not found, f"in light:\n{found}"
    size = "[document.documentElement.scrollHeight, document.querySelectorAll('*').length]"
    before = opened.evaluate(size)
    opened.emulate_media(color_scheme="dark")
    # The scheme changes colors and nothing else, so the rules about colors are run again and no others.
    assert opened.evaluate(size) == before
    found = violations(opened, only=COLOR_RULES)
    assert not found, f"in dark:\n{found}"


@pytest.mark.parametrize("path", support.KINDS.values(), ids=support.KINDS.keys())
def test_axe_finds_nothing_on_a_phone(page: OpenPage, path: str) -> None:
    opened = page(path, width=360, height=740)
    opened.locator(".menu summary").click()
    # Colors do not depend on the width: the rule that takes nine tenths of the time ran at 1440 pixels.
    found = violations(opened, rules={"color-contrast": {"enabled": False}})
    assert not found, f"with the menu open:\n{found}"


@pytest.mark.parametrize("path", support.KINDS.values(), ids=support.KINDS.keys())
def test_axe_finds_nothing_in_forced_colors(page: OpenPage, path: str) -> None:
    opened = page(path, scheme="dark", forced_colors="active")
    assert opened.evaluate("matchMedia('(forced-colors: active)').matches")
    found = violations(opened)
    assert not found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_search_and_beside_a_tooltip(page: OpenPage, scheme: str) -> None:
    opened = page("dallas/index.html", scheme=scheme, width=1024)
    opened.locator("article a.ref-claim").first.focus()
    expect(opened.get_by_role("tooltip")).to_be_visible()
    # The tip lies over other text, so axe cannot tell the grounds apart; its two colors are --paper on --ink.
    found = violations(opened, rules={"color-contrast": {"enabled": False}})
    assert not found, f"with a tooltip open:\n{found}"
    opened.keyboard.press("/")
    opened.locator("#search-input").fill("96 percent")
    expect(opened.locator("#search-results a").first).to_be_visible()
    found = violations(opened)
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
            .filter(a => !a.querySelector(".number-label"))
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
        - navigation "The case"
        - main:
          - article:
            - heading "The Dallas case" [level=1]
          - navigation "Previous and next page"
        - contentinfo
        """
    )


def test_the_timeline_as_a_screen_reader_tells_it(page: OpenPage) -> None:
    opened = page("timeline.html")
    first = opened.locator("ol.timeline > li").first
    expect(first).to_match_aria_snapshot("- listitem:\n  - paragraph:\n    - time\n  - paragraph:\n    - link")
    # A list without bullets must still be a list: some screen readers drop the role with the bullets.
    assert opened.get_by_role("list").count() > 3


def test_the_search_is_a_named_dialog_with_a_labelled_field(page: OpenPage) -> None:
    opened = page("index.html")
    opened.keyboard.press("/")
    dialog = opened.get_by_role("dialog", name="Search the site")
    expect(dialog.get_by_role("searchbox", name="Words to look for")).to_be_focused()
    expect(dialog.get_by_role("button", name="Close")).to_be_visible()


def test_wide_tables_can_be_scrolled_with_the_keyboard_and_have_a_name(page: OpenPage) -> None:
    for path in (support.KINDS["study"], support.KINDS["data"]):
        opened = page(path, width=360)
        for region in opened.locator(".table").all():
            name = region.get_attribute("aria-label") or ""
            assert len(name) > 15
            assert region.get_attribute("tabindex") == "0"
            assert region.evaluate("e => getComputedStyle(e).overflowX") in ("auto", "scroll")


def test_controls_are_named_in_words(page: OpenPage) -> None:
    opened = page("index.html")
    for button in opened.get_by_role("button").all():
        words = button.get_attribute("aria-label") or button.inner_text()
        assert re.search(r"[A-Za-z]{3}", words)
