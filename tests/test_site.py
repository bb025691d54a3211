"""The built HTML, as readers and machines get it: links, navigation, markup, what is loaded from where."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from explainer.out.built import BuiltPage
from tests import support

Pages = dict[str, BuiltPage]


@pytest.fixture(scope="session")
def pages(built: list[BuiltPage]) -> Pages:
    """The built pages by path."""
    return {page.path: page for page in built}


@pytest.fixture(params=support.EVERY_FILE)
def html(request: pytest.FixtureRequest, pages: Pages) -> BuiltPage:
    """Each page in turn; a failure names it."""
    return pages[request.param]


def text_of(element: Any) -> str:
    """What a reader sees of an element: no scripts, no styles."""
    return " ".join(" ".join(element.xpath(".//text()[not(ancestor::script) and not(ancestor::style)]")).split())


def test_every_page_was_built_and_no_other(pages: Pages) -> None:
    assert sorted(pages) == sorted(support.EVERY_FILE)


# -- links ---------------------------------------------------------------------------------------------


def test_internal_links_and_anchors_lead_somewhere(html: BuiltPage, pages: Pages, site: Path) -> None:
    dead = []
    # Not the project's own reading of links: this is to find what that one overlooks.
    for value in html.tree.xpath("//@href | //@src | //@poster | //@action | //object/@data"):
        attribute, address, line = value.attrname, str(value), value.getparent().sourceline
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        # A host serves 404.html at any depth, so its links start at the root of the site.
        here = "" if parts.path.startswith("/") else posixpath.dirname(html.path)
        path = unquote(parts.path).lstrip("/")
        target = posixpath.normpath(posixpath.join(here, path)) if parts.path else html.path
        target = "index.html" if target == "." else target
        if not (site / target).is_file():
            dead.append(f"line {line}: {attribute}={address}: no such file")
        elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors:
            dead.append(f"line {line}: {attribute}={address}: no such place on {target}")
    assert not dead, "\n".join(dead)


def test_external_links_name_the_host_they_lead_to(html: BuiltPage) -> None:
    silent = []
    for link in html.tree.xpath("//a[starts-with(@href, 'http')]"):
        host = (urlsplit(link.get("href")).hostname or "").removeprefix("www.")
        if host not in text_of(link) or "noreferrer" not in (link.get("rel") or ""):
            silent.append(f"{link.get('href')}: {text_of(link)!r}")
    assert not silent, "\n".join(silent)


def test_link_words_say_where_they_lead(html: BuiltPage) -> None:
    vague = {"here", "click here", "link", "more", "read more", "this", "source"}
    found = [text_of(a) for a in html.tree.xpath("//a[@href]") if text_of(a).lower().strip(" .") in vague | {""}]
    assert not found


OUTSIDE = r"(?:https?:)?//[\w.-]+\.\w+"


def test_nothing_is_loaded_from_another_origin(html: BuiltPage, site: Path) -> None:
    """Links that a reader may follow are the only outside addresses; what a page loads is read as well."""
    found = []
    for element in html.tree.iter():
        if not isinstance(element.tag, str) or element.tag == "a":
            continue
        named = element.tag == "meta" or element.get("rel") in ("canonical", "license")  # named, not loaded
        for name, value in element.attrib.items():
            if not named and re.match(OUTSIDE, value.strip()) and not name.startswith("xmlns"):
                found.append(f"<{element.tag} {name}={value}>")
    for file in _loaded(html, site):
        text = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        if file.suffix == ".css":
            found += [f"{file.name}: {m}" for m in re.findall(rf"(?:url\(|@import)\s*['\"]?{OUTSIDE}", text)]
        else:
            found += [f"{file.name}: {m}" for m in re.findall(rf"""["'`]{OUTSIDE}""", text) if "www.w3.org" not in m]
    assert not found, "\n".join(found)


def _loaded(html: BuiltPage, site: Path) -> list[Path]:
    """Scripts, style sheets and images of a page, and the search engine that its script loads later."""
    links = html.tree.xpath(
        "//script/@src | //link[@rel='stylesheet' or @rel='icon']/@href | //img/@src | //source/@src"
    )
    base = "" if links and links[0].startswith("/") else posixpath.dirname(html.path)
    files = [site / posixpath.normpath(posixpath.join(base, urlsplit(a).path.lstrip("/"))) for a in links]
    files += [*site.glob("assets/hashed/minisearch.*.js"), *site.glob("assets/hashed/search.*.js")]
    return [f for f in files if f.suffix in (".js", ".css", ".svg")]


# -- navigation and head -------------------------------------------------------------------------------


def test_the_menu_holds_every_page_and_marks_the_open_one(html: BuiltPage) -> None:
    links = html.tree.xpath("//nav[@aria-label='All pages']//a")
    here = posixpath.dirname(html.path)
    targets = [posixpath.normpath(posixpath.join(here, a.get("href")).lstrip("/") or "index.html") for a in links]
    assert sorted("index.html" if t == "." else t for t in targets) == sorted(support.LISTED)
    marked = [t for t, a in zip(targets, links, strict=True) if a.get("aria-current") == "page"]
    assert marked == ([html.path] if html.path in support.LISTED else [])


def test_titles_and_descriptions_are_there_and_unique(pages: Pages) -> None:
    for name, path in (("title", "/html/head/title/text()"), ("description", "//meta[@name='description']/@content")):
        values = {p: page.tree.xpath(path) for p, page in pages.items()}
        assert all(len(v) == 1 and v[0].strip() for v in values.values()), f"pages without one {name}: {values}"
        if name == "description":
            values.pop("404.html")  # nobody searches for it
        doubled = [v for v, n in Counter(v[0] for v in values.values()).items() if n > 1]
        assert not doubled, f"the same {name} on several pages: {doubled}"


# -- markup --------------------------------------------------------------------------------------------


def test_no_markup_of_the_sources_is_left_in_the_text(html: BuiltPage) -> None:
    texts = html.tree.xpath("//body//text()[not(ancestor::script) and not(ancestor::style) and not(ancestor::pre)]")
    empty = html.tree.xpath("//article//*[not(self::td)][normalize-space(text())='None']")
    assert not empty, "a template printed an empty value"
    visible = " ".join(texts)
    marks = ("][", "](", "[@", "///", "{{", "{%", "}}", "<!--", "**", "&amp;", "&lt;")
    left = [visible[max(0, visible.index(m) - 60) : visible.index(m) + 60] for m in marks if m in visible]
    assert not left, "\n".join(left)
    comments = [c.text for c in html.tree.xpath("//comment()") if "figure" in (c.text or "")]
    assert not comments, "the editors' notes stand in the page"


def test_headings_start_with_one_h1_and_skip_no_level(html: BuiltPage) -> None:
    levels = [
        int(h.tag[1])
        for h in html.tree.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::h6]")
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert len(html.tree.xpath("//h1")) == 1
    skips = [(a, b) for a, b in pairwise(levels) if b > a + 1]
    assert not skips


def test_landmarks_are_there_and_named(html: BuiltPage) -> None:
    tree = html.tree
    assert tree.get("lang") == "en"
    assert len(tree.xpath("//main")) == len(tree.xpath("//body/header")) == len(tree.xpath("//body/footer")) == 1
    first = tree.xpath("//body//a")[0]
    assert first.get("href") == f"#{tree.xpath('//main/@id')[0]}", "the first link skips to the text"
    names = [n.get("aria-label") for n in tree.xpath("//nav")]
    assert sorted({n for n in names if n}) == sorted(names), f"navigation areas need different names: {names}"


def test_ids_are_unique_and_plain(html: BuiltPage) -> None:
    ids = html.tree.xpath("//@id")
    assert [i for i, n in Counter(ids).items() if n > 1] == []
    assert [i for i in ids if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_.:-]*", i)] == []


def test_tables_have_a_caption_and_scoped_headers(html: BuiltPage) -> None:
    for table in html.tree.xpath("//table"):
        caption = " ".join(table.xpath("string(caption)").split())
        assert caption, f"a table without a caption: {text_of(table)[:80]}"
        loose = [
            text_of(th)
            for th in table.xpath(".//th[not(@scope='col' or @scope='row' or @scope='colgroup' or @scope='rowgroup')]")
        ]
        assert not loose, f"'{caption}': headers without a scope: {loose}"
        assert table.xpath(".//th[@scope='col']"), f"'{caption}' has no column headers"


def test_no_inline_handlers_and_no_inline_styles(html: BuiltPage) -> None:
    """A strict Content-Security-Policy would refuse them."""
    found = [
        f"<{e.tag} {name}>"
        for e in html.tree.iter()
        if isinstance(e.tag, str)
        for name in e.attrib
        if name == "style" or name.startswith("on")
    ]
    assert not found
    assert not html.tree.xpath("//style"), "styles stand in the style sheet"
    assert not html.tree.xpath("//*[starts-with(@href, 'javascript:')]")


def test_dates_can_be_read_by_machines(html: BuiltPage) -> None:
    wrong = [t for t in html.tree.xpath("//time/@datetime") if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", t)]
    assert not wrong


def test_the_404_page_leads_back(pages: Pages) -> None:
    links = {a.get("href").lstrip("/") for a in pages["404.html"].tree.xpath("//article//a")}
    # Links from the root work at whatever depth a host shows this page.
    assert all(a.get("href").startswith("/") for a in pages["404.html"].tree.xpath("//article//a"))
    assert {"index.html", "dallas/index.html", "timeline.html"} <= links
