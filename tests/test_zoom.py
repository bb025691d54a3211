"""Text at 400 percent zoom and twice its size: the visit of each page (tests/visit.py) finds each loss where there is one."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.conftest import OpenPage
from tests.visit import LOST, ZOOMED


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
