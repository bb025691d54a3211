"""
What every page must be, told in one visit of each page: its HTML as it was built, and a real browser that opens it.

What the build itself refuses (dead links, doubled ids, other origins) has its tests in test_links.py. Here stands what
only the finished page can show, and what a second reading of the links finds that the project's own overlooks.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser

from explainer.out.built import BuiltPage
from tests import support, visit

Pages = dict[str, BuiltPage]
OUTSIDE = r"(?:https?:)?//[\w.-]+\.\w+"
LEFTOVERS = ("][", "](", "[@", "///", "{{", "{%", "}}", "<!--", "**", "&amp;", "&lt;")
VAGUE = {"here", "click here", "link", "more", "read more", "this", "source", ""}


@pytest.fixture(scope="session")
def pages(built: list[BuiltPage]) -> Pages:
    """The built pages by path."""
    return {page.path: page for page in built}


def text_of(element: Any) -> str:
    """What a reader sees of an element: no scripts, no styles."""
    return " ".join(" ".join(element.xpath(".//text()[not(ancestor::script) and not(ancestor::style)]")).split())


def test_every_page_was_built_and_no_other(pages: Pages) -> None:
    assert sorted(pages) == sorted(support.EVERY_FILE)


def test_titles_and_descriptions_are_there_and_unique(pages: Pages) -> None:
    for name, path in (("title", "/html/head/title/text()"), ("description", "//meta[@name='description']/@content")):
        values = {p: page.tree.xpath(path) for p, page in pages.items()}
        assert all(len(v) == 1 and v[0].strip() for v in values.values()), f"pages without one {name}: {values}"
        if name == "description":
            values.pop("404.html")  # nobody searches for it
        doubled = [v for v, n in Counter(v[0] for v in values.values()).items() if n > 1]
        assert not doubled, f"the same {name} on several pages: {doubled}"


# -- one visit of each page ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", support.EVERY_FILE)
def test_a_visit_of_the_page(path: str, pages: Pages, site: Path, server: str, browser: Browser) -> None:
    wrong = [*_links(pages[path], pages, site), *_markup(pages[path]), *visit.of(path, server, site, browser)]
    assert not wrong, "\n".join(wrong)


def _links(page: BuiltPage, pages: Pages, site: Path) -> Iterator[str]:
    """Addresses that lead nowhere, links that do not say where they lead, and what is loaded from elsewhere."""
    for value in page.tree.xpath("//@href | //@src | //@poster | //@action | //object/@data"):
        address, line = str(value), value.getparent().sourceline
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        # A host serves 404.html at any depth, so its links start at the root of the site.
        here = "" if parts.path.startswith("/") else posixpath.dirname(page.path)
        target = posixpath.normpath(posixpath.join(here, unquote(parts.path).lstrip("/"))) if parts.path else page.path
        target = "index.html" if target == "." else target
        if not (site / target).is_file():
            yield f"line {line}: {address}: no such file"
        elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors:
            yield f"line {line}: {address}: no such place on {target}"
    for link in page.tree.xpath("//a[@href]"):
        # A link inside a drawing is named by its title, one that repeats its place by its label.
        words = text_of(link) or link.get("aria-label") or ""
        if words.lower().strip(" .") in VAGUE:
            yield f"the link {link.get('href')} says nothing: {words!r}"
        if link.get("href").startswith("http") and "noreferrer" not in (link.get("rel") or ""):
            yield f"the link {link.get('href')} tells the other site where its reader comes from"
    for element in page.tree.iter():
        if isinstance(element.tag, str) and element.tag not in ("a", "meta"):
            named = element.get("rel") in ("canonical", "license")
            for name, value in element.attrib.items():
                if not named and re.match(OUTSIDE, value.strip()) and not name.startswith("xmlns"):
                    yield f"<{element.tag} {name}={value}> is loaded from another origin"


def _markup(page: BuiltPage) -> Iterator[str]:  # noqa: C901 (one list of what a page must be)
    """What is wrong with the HTML of a page."""
    tree = page.tree
    visible = " ".join(
        tree.xpath("//body//text()[not(ancestor::script or ancestor::style or ancestor::pre or ancestor::code)]")
    )
    yield from (
        f"markup is left in the text: {visible[visible.index(m) - 40 :][:80]}" for m in LEFTOVERS if m in visible
    )
    if tree.xpath("//article//*[not(self::td)][normalize-space(text())='None']"):
        yield "a template printed an empty value"
    if any("figure" in (comment.text or "") for comment in tree.xpath("//comment()")):
        yield "an editor's note stands in the page"
    levels = [int(h.tag[1]) for h in tree.xpath("//main//*[self::h1|self::h2|self::h3|self::h4|self::h5|self::h6]")]
    if levels[:1] != [1] or len(tree.xpath("//h1")) != 1 or any(b > a + 1 for a, b in pairwise(levels)):
        yield f"the headings are {levels}"
    if (
        tree.get("lang") != "en"
        or [len(tree.xpath(p)) for p in ("//main", "//body/header", "//body/footer")] != [1] * 3
    ):
        yield "a landmark or the language is missing"
    if tree.xpath("//body//a")[0].get("href") != f"#{tree.xpath('//main/@id')[0]}":
        yield "the first link does not skip to the text"
    names = [n.get("aria-label") or n.get("aria-labelledby") for n in tree.xpath("//nav")]
    if None in names or len(set(names)) != len(names):
        yield f"navigation areas need different names: {names}"
    ids = tree.xpath("//@id")
    yield from (f"the id {i} stands twice" for i, n in Counter(ids).items() if n > 1)
    yield from (f"the id {i} is not plain" for i in ids if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.:-]*", i))
    for table in tree.xpath("//table[not(ancestor::*[contains(@class, 'highlight')])]"):
        if not text_of(table.find("caption")) if table.find("caption") is not None else True:
            yield f"a table without a caption: {text_of(table)[:80]}"
        if table.xpath(".//th[not(@scope)]") or not table.xpath(".//th[@scope='col']"):
            yield f"a table without scoped heads: {text_of(table)[:80]}"
    for element in tree.iter():
        if isinstance(element.tag, str):
            yield from (
                f"<{element.tag} {name}>: the policy forbids it"
                for name in element.attrib
                if name == "style" or name.startswith("on")
            )
    if tree.xpath("//style | //script[not(@src) and not(@type='application/ld+json')]"):
        yield "a style or script stands in the page"
    wrong = [t for t in tree.xpath("//time/@datetime") if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", t)]
    yield from (f"the date {t} cannot be read by machines" for t in wrong)


# -- the menu of the first explainer ---------------------------------------------------------------------------


def test_the_menu_holds_every_listed_page_and_marks_the_open_one(pages: Pages) -> None:
    for path, page in pages.items():
        links = page.tree.xpath("//nav[@aria-label='All pages']//a")
        here = posixpath.dirname(path)
        targets = [posixpath.normpath(posixpath.join(here, a.get("href")).lstrip("/") or "index.html") for a in links]
        assert sorted("index.html" if t == "." else t for t in targets) == sorted(support.LISTED), path
        marked = [t for t, a in zip(targets, links, strict=True) if a.get("aria-current") == "page"]
        assert marked == ([path] if path in support.LISTED else [])


def test_the_404_page_leads_back(pages: Pages) -> None:
    links = pages["404.html"].tree.xpath("//article//a/@href")
    assert all(link.startswith("/") for link in links), "links from the root work at whatever depth a host shows it"
    assert {"index.html", "dallas/index.html", "timeline.html"} <= {link.lstrip("/") for link in links}
