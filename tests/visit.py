"""
One visit of a page of the first explainer, which tells all that every page must be.

Constants are questions to a page in the browser; each answers with what is wrong, so that silence is a pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize

from tests import axe, support

# A long page has hundreds of records of one look: the first of each list stand for the rest.
THIN = """() => document.querySelectorAll(":is(.claim, .source, .event, .check)[id]:nth-of-type(n + 6)")
    .forEach(e => e.remove())"""
# The window of 1280 by 1024 pixels at 400 percent, as WCAG 1.4.10 counts it.
ZOOMED: ViewportSize = {"width": 320, "height": 256}
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

# Captions cut at the edge, tables that scroll sideways on a phone, words crushed into a column of a few letters.
CRUSHED = """() => [...document.querySelectorAll("article .table")].filter(t => t.checkVisibility()).flatMap(t => {
    const caption = t.querySelector("caption:not(.visually-hidden)");
    const box = caption?.getBoundingClientRect();
    const out = box && (box.right > innerWidth || box.left < 0) ? ["caption: " + caption.textContent] : [];
    if (innerWidth <= 576 && t.scrollWidth > t.clientWidth + 1) out.push("sideways: " + t.getAttribute("aria-label"));
    const words = [...t.querySelectorAll("td, th")].filter(c => c.clientWidth < 44 && c.textContent.trim().length > 12);
    return out.concat(words.map(c => "crushed: " + c.textContent)); })"""
SHOWN = """all => [...document.querySelectorAll(all)]
    .filter(e => e.checkVisibility({ visibilityProperty: true })).map(e => e.outerHTML.slice(0, 90))"""
# A drawing has a form for each width, of which one is seen; links to galleries do nothing where all galleries stand.
UNSEEN = """() => [...document.querySelectorAll("article :is(p, li, dt, dd, td, th, figcaption, h2)")]
    .filter(e => !e.closest("details, [data-width], .panel-galleries, .tabbed-set") && !e.checkVisibility({ visibilityProperty: true })).map(e => e.textContent.slice(0, 90))"""
PRINTED = "nav, button, input, select, .skip, dialog"
INKS = """() => [["html", "backgroundColor"], ["h1", "color"]]
    .map(([e, p]) => getComputedStyle(document.querySelector(e))[p])"""
MOVING = """() => [...document.querySelectorAll("*")].filter(e => { const s = getComputedStyle(e);
    const long = value => value.split(",").some(v => parseFloat(v) > 0.01);
    return s.scrollBehavior !== "auto" || (s.animationName !== "none" && long(s.animationDuration)) || long(s.transitionDuration);
    }).map(e => e.outerHTML.slice(0, 100)).concat(document.getAnimations().map(() => "an animation runs"))"""
CONTROLS = "button, input, select, textarea, [role=slider], [role=button]"

# Notes in the margin that lie on one another or on the text, or far from their phrase.
MARGIN = """() => {
    const shown = [...document.querySelectorAll("[data-notes] .beside:not([popover])")].filter(n => n.getClientRects().length);
    const boxes = shown.map(n => n.getBoundingClientRect()).sort((a, b) => a.top - b.top);
    const over = boxes.filter((box, n) => n && box.top < boxes[n - 1].bottom - .5).length;
    const blocks = [...document.querySelectorAll("article :is(p, li, blockquote, figcaption, td, th, h2, h3, summary, svg)")]
        .filter(e => !e.closest("[data-notes]") && e.checkVisibility()).map(e => e.getBoundingClientRect()).filter(b => b.height > 1);
    const on = boxes.filter(n => blocks.some(b => n.left < b.right - 1 && n.right > b.left && n.top < b.bottom - 1 && n.bottom > b.top + 1));
    const far = Math.max(0, ...shown.map(n => Math.abs(parseFloat(n.style.getPropertyValue("--dy")))));
    return { count: shown.length, over, on: on.length, far, outside: boxes.filter(b => b.right > innerWidth).length,
             wide: document.documentElement.scrollWidth > innerWidth }; }"""
# What is far from the window is laid out when one comes near (records.css): here all of it is, as for one who has been there.
WHOLE = """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync("* { content-visibility: visible !important }");
    document.adoptedStyleSheets.push(sheet); }"""
# Twelve frames in which nothing moved: the notes of the margin find their places when a page keeps its size for a moment.
SETTLED = """() => new Promise(done => { let last = "", still = 0; const look = () => {
    const now = [...document.querySelectorAll("[data-notes] .beside")].map(n => n.style.translate).join() + document.body.scrollHeight;
    still = now === last && !document.getAnimations().some(a => a.playState === "running") ? still + 1 : 0;
    last = now; if (still > 11) done(); else requestAnimationFrame(look); }; requestAnimationFrame(look); })"""


def of(path: str, server: str, site: Path, browser: Browser) -> Iterator[str]:
    """What is wrong with a page at every width and letter size, without scripts, on paper, and at rest as a file."""
    with _opened(browser, viewport={"width": 1280, "height": 900}) as (tab, heard):
        _watch(tab, f"{server}/", heard)
        tab.goto(f"{server}/{path}")
        yield from margin(tab)
        yield from _paper(tab)
        tab.evaluate(THIN)
        tab.evaluate(UNFOLD)
        tab.evaluate(WHOLE)
        tab.evaluate(SETTLED)
        if found := axe.violations(tab):
            yield found
        yield from _sizes(tab)
        yield from heard
    with _opened(browser, viewport={"width": 1280, "height": 900}, java_script_enabled=False) as (tab, heard):
        tab.goto(f"{server}/{path}")
        yield from _without_scripts(tab)
    start = server if path == "404.html" else site.as_uri()  # a server shows that page at any depth
    with _opened(browser, viewport={"width": 1440, "height": 900}, reduced_motion="reduce") as (tab, heard):
        _watch(tab, start, heard)
        tab.goto(f"{start}/{path}")
        if start != server:
            yield from _from_a_file(tab, site)
        yield from (f"moves for one who asked for less motion: {what}" for what in tab.evaluate(MOVING))
        yield from heard


@contextmanager
def _opened(browser: Browser, **options: Any) -> Iterator[tuple[Page, list[str]]]:
    context = browser.new_context(**options)
    try:
        yield context.new_page(), []
    finally:
        context.close()


def _watch(tab: Page, origin: str, heard: list[str]) -> None:
    tab.on("console", lambda m: heard.append(f"console: {m.text}") if m.type in ("error", "warning") else None)
    tab.on("pageerror", lambda e: heard.append(f"script error: {e}"))
    tab.on("request", lambda r: None if r.url.startswith((origin, "data:")) else heard.append(f"elsewhere: {r.url}"))
    tab.on("response", lambda r: heard.append(f"status {r.status}: {r.url}") if r.status >= 400 else None)


def margin(tab: Page) -> Iterator[str]:
    """What is wrong with the notes in the margin, on a wide and on a very wide window."""
    for width in (1920, 1280):
        tab.set_viewport_size({"width": width, "height": 900})
        tab.evaluate(SETTLED)
        found = tab.evaluate(MARGIN)
        if (found["over"], found["on"], found["outside"], found["wide"]) != (0, 0, 0, False) or found["far"] > 260:
            yield f"notes in the margin at {width} pixels: {found}"


def _paper(tab: Page) -> Iterator[str]:
    """Black on white without a control, also for a reader in the dark."""
    tab.emulate_media(media="print", color_scheme="dark")
    yield from (f"on paper stands a control: {what}" for what in tab.evaluate(SHOWN, PRINTED))
    if not tab.locator("h1").is_visible():
        yield "on paper the heading is missing"
    if (inks := tab.evaluate(INKS)) != ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]:
        yield f"on paper, ground and heading are {inks}"
    tab.emulate_media(media="screen", color_scheme="light")


def _sizes(tab: Page) -> Iterator[str]:
    """Narrow windows, 400 percent, a reader's large letters, and a reader's own spacing (which stays till the end)."""
    for width, questions in {768: (LOST, CRUSHED), 360: (LOST, CRUSHED), 320: (LOST,)}.items():
        tab.set_viewport_size({"width": width, "height": 740})
        yield from (f"at {width} pixels: {what}" for question in questions for what in tab.evaluate(question))
    tab.set_viewport_size(ZOOMED)
    yield from (f"at 400 percent: {what}" for what in tab.evaluate(LOST))
    yield from (f"fills the window at 400 percent: {what}" for what in tab.evaluate(FIXED))
    tab.set_viewport_size({"width": 1280, "height": 1024})
    support.enlarge_letters(tab, 200)
    yield from (f"with letters at 200 percent: {what}" for what in tab.evaluate(LOST))
    support.enlarge_letters(tab, 100)
    tab.evaluate(SPACING)
    for width in (1280, 360):
        tab.set_viewport_size({"width": width, "height": 740})
        yield from (f"with wide spacing at {width} pixels: {what}" for what in tab.evaluate(LOST))


def _without_scripts(tab: Page) -> Iterator[str]:
    """The test's own questions still run in the browser; the page's scripts do not."""
    dead = (
        "document.querySelector('script[src]') && !window.MiniSearch && document.getElementById('search-open').hidden"
    )
    if not tab.evaluate(dead):
        yield "without scripts: a script ran"
    # Tabs are radio buttons that the style sheet obeys: they work.
    for what in tab.evaluate(SHOWN, f":is({CONTROLS}):not(.tabbed-set > input)"):
        yield f"without scripts: a dead control, {what}"
    yield from (f"without scripts: not seen, {what}" for what in tab.evaluate(UNSEEN))
    tab.locator(".menu summary").click()
    if not tab.get_by_role("navigation", name="All pages").is_visible():
        yield "without scripts: the menu does not open"


def _from_a_file(tab: Page, site: Path) -> Iterator[str]:
    if not tab.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Source Serif'):
        yield "from a file: without its style"
    folder = site.as_uri()
    for address in tab.evaluate("[...document.links].map(a => a.href).filter(h => !/^(https?|mailto):/.test(h))"):
        if not address.startswith(folder) or not Path(site, address[len(folder) + 1 :].split("#")[0]).is_file():
            yield f"from a file: {address} is no file"
