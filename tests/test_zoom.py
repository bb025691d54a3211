"""Text at 400 percent zoom, at twice its size and with wider spacing: nothing is lost, on every page (WCAG 1.4)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests import support
from tests.conftest import OpenPage

# The window of 1280 by 1024 pixels at 400 percent, as WCAG 1.4.10 counts it.
ZOOMED = {"width": 320, "height": 256}
# What opens over the page (menu, choice of events) may lie on its words; all else opens in its place.
UNFOLD = "document.querySelectorAll('details:not(.menu, .filters details)').forEach(e => { e.open = true; })"
# The reader's own spacing, as WCAG 1.4.12 sets it; SVG text included.
SPACING = """() => { const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
        word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets.push(sheet); }"""

# Words that a reader cannot get at: outside of the page, cut by a box around them, or under other words.
# A box that scrolls is no loss if it has a name and takes the focus. Every text is asked, line by line.
LOST = """() => {
    const lost = [];
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > wide) lost.push(`the page is ${document.documentElement.scrollWidth} wide`);
    const scrolls = e => ["auto", "scroll"].includes(getComputedStyle(e).overflowX);
    const hides = e => { const s = getComputedStyle(e);
        return [s.overflowX, s.overflowY].some(v => v === "hidden" || v === "clip"); };
    const clipped = e => e !== document.body && (getComputedStyle(e).clipPath === "inset(50%)" || clipped(e.parentElement));
    const say = (what, text) => lost.push(`${what}: "${text.data.trim().slice(0, 50)}" in ` +
        text.parentElement.outerHTML.slice(0, 90));
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    const lines = [];
    while (walker.nextNode()) {
        const text = walker.currentNode;
        const holder = text.parentElement;
        if (!text.data.trim() || holder.closest("script, style, .visually-hidden, .skip, title, desc")) continue;
        if (!holder.checkVisibility({ visibilityProperty: true })) continue;
        // What a sheet clips away whole is said elsewhere: heads of cards in each card, names of galleries on the buttons.
        if (clipped(holder)) continue;
        // A note at rest in the margin may be cut to a line: it opens whole beside its phrase, and test_notes sees that
        // none lies on another or on the text.
        if (holder.closest("[data-notes].on:not(.all) li")) continue;
        range.selectNodeContents(text);
        const boxes = [...range.getClientRects()].filter(b => b.width > 1);
        const region = holder.closest(".table");
        if (region && scrolls(region)) {
            if (region.tabIndex !== 0 || !region.ariaLabel) say("a box nobody can scroll", text);
            continue;
        }  // a table that is cards or fits does not scroll, and is asked like any other text
        for (let e = holder; e !== document.body; e = e.parentElement) {
            if (!hides(e)) continue;
            const edge = e.getBoundingClientRect();
            if (boxes.some(b => b.right > edge.right + 1 || b.bottom > edge.bottom + 2)) { say("cut off", text); break; }
        }
        if (boxes.some(b => b.right > wide + 1 || b.left < -1)) say("beside the page", text);
        for (const box of boxes) lines.push({ text, box });
    }
    // Two words on one spot. Line boxes may touch; letters cover the middle of theirs.
    const inner = ({ top, bottom, left, right }) => { const edge = (bottom - top) * .28;
        return { top: top + edge, bottom: bottom - edge, left: left + 1, right: right - 1 }; };
    lines.sort((a, b) => a.box.top - b.box.top);
    for (let i = 0; i < lines.length; i++) {
        const a = inner(lines[i].box);
        for (let j = i + 1; j < lines.length && lines[j].box.top < lines[i].box.bottom; j++) {
            const b = inner(lines[j].box);
            if (lines[i].text !== lines[j].text && a.top < b.bottom && b.top < a.bottom && a.left < b.right && b.left < a.right)
                say(`under "${lines[j].text.data.trim().slice(0, 50)}"`, lines[i].text);
        }
    }
    return lost.slice(0, 8);
}"""

# What stays in view while the page moves may not fill a window that is 256 pixels high.
FIXED = """() => [...document.querySelectorAll("body *")].filter(e => {
    const { position, top, bottom } = getComputedStyle(e);  // a caption that keeps to the left moves with the page
    if (!["fixed", "sticky"].includes(position) || (top === "auto" && bottom === "auto") || !e.checkVisibility())
        return false;
    return e.getBoundingClientRect().height > innerHeight / 4; }).map(e => e.outerHTML.slice(0, 90))"""


@pytest.mark.parametrize("path", support.EVERY_FILE)
def test_nothing_is_lost_at_400_percent_at_twice_the_text_size_or_with_wide_spacing(page: OpenPage, path: str) -> None:
    # With a target in the address every record of a long page is laid out, as it is when a reader gets to it.
    reader = page(f"{path}#content", **ZOOMED)
    reader.evaluate(UNFOLD)
    assert reader.evaluate(LOST) == [], "at 400 percent"
    assert reader.evaluate(FIXED) == [], "fills the window at 400 percent"
    reader.set_viewport_size({"width": 1280, "height": 1024})
    support.enlarge_letters(reader, 200)
    assert reader.evaluate(LOST) == [], "with text at 200 percent"
    support.enlarge_letters(reader, 100)
    reader.evaluate(SPACING)
    assert reader.evaluate(LOST) == [], "with wide spacing on a wide page"
    reader.set_viewport_size({"width": 360, "height": 740})
    assert reader.evaluate(LOST) == [], "with wide spacing on a phone"


def test_losses_are_seen(page: OpenPage) -> None:
    """The test above finds each kind of loss when there is one."""
    broken = page("index.html#content", **ZOOMED)  # all of it is laid out at once
    words = "document.querySelector('h1 + p')"
    for style, said in {
        "height = '2rem'; {}.style.overflow = 'hidden'": "cut off",
        "whiteSpace = 'nowrap'": "beside the page",
        "marginTop = '-3rem'": "under",
    }.items():
        before = broken.evaluate(f"{words}.getAttribute('style') || ''")
        broken.evaluate(f"{words}.style." + style.replace("{}", words))
        assert said in "\n".join(broken.evaluate(LOST))
        broken.evaluate(f"{words}.style.cssText = '{before}'")
    assert broken.evaluate(LOST) == []


def test_the_menu_and_the_search_can_be_used_at_400_percent(page: OpenPage) -> None:
    reader = page("dallas/index.html", **ZOOMED)
    reader.locator(".menu summary").click()
    links = reader.get_by_role("navigation", name="All pages").get_by_role("link")
    for link in (links.first, links.last):
        link.focus()
        assert _in_view(reader), "a link of the menu"
    reader.keyboard.press("Escape")
    reader.locator("#search-open").click()
    reader.locator("#search-input").fill("probe")
    reader.locator("#search-results a").first.wait_for()
    for control in ("#search-input", "#search-results a >> nth=0", "#search-results a >> nth=-1"):
        reader.locator(control).focus()
        assert _in_view(reader), control
    assert reader.evaluate(
        "document.querySelector('#search').scrollWidth <= document.querySelector('#search').clientWidth"
    )


def _in_view(page: Page) -> bool:
    """Whether what has the focus can be seen, at least in part, and nothing lies over it."""
    return bool(
        page.evaluate(
            """() => { const e = document.activeElement; const b = e.getClientRects()[0];
            const x = b.left + Math.min(b.width, innerWidth) / 2;
            const y = (Math.max(b.top, 0) + Math.min(b.bottom, innerHeight)) / 2;
            const top = document.elementFromPoint(x, y);
            return b.bottom > 0 && b.top < innerHeight && !!top && (e.contains(top) || top.contains(e)); }"""
        )
    )
