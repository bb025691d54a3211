"""The second explainer: built by the same code, with its own name, colours and address, and nothing of the first."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from explainer.out.built import BuiltPage
from tests import support

ADDRESS = "https://pool.example/water/"
NAME = "Brookmere Pool Water"
FIRST = re.compile(r"dallas(?!ync)|clearview|gizmodo|buzzfeed", re.IGNORECASE)
Pages = dict[str, BuiltPage]


def texts(folder: Path) -> dict[str, str]:
    """Every text that the built site holds by its path, those inside zips as well; fonts and pictures are none."""
    found: dict[str, str] = {}
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder).as_posix()
        if file.suffix == ".zip":
            with zipfile.ZipFile(file) as archive:
                found |= {f"{path}/{name}": archive.read(name).decode(errors="replace") for name in archive.namelist()}
        elif file.is_file() and file.suffix not in {".br", ".gz", ".woff2", ".png"}:
            found[path] = file.read_text(encoding="utf-8", errors="replace")
    return found


def test_nothing_of_the_first_story_is_in_it(small: Path) -> None:
    found = {path: m[0] for path, text in texts(small).items() if (m := FIRST.search(text))}
    assert not found
    assert len(texts(small)) > 100


def test_the_house_knows_no_story() -> None:
    found = [
        f"{file.relative_to(support.ROOT)}:{number}: {line.strip()}"
        for folder in ("explainer", "overrides")
        for file in sorted((support.ROOT / folder).rglob("*"))
        if file.suffix in {".py", ".html", ".css", ".typ", ".js", ".yml", ".md"}
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if FIRST.search(line)
    ]
    assert not found, "what is particular to a story stands in docs/, its data and mkdocs.yml"


def test_it_says_its_own_name_and_address(small: Path, small_pages: Pages) -> None:
    for path, page in small_pages.items():
        title = page.tree.findtext(".//title")
        assert NAME in title, path
        if path != "404.html":
            (canonical,) = page.tree.xpath("//link[@rel='canonical']/@href")
            assert canonical == ADDRESS + ("" if path == "index.html" else path.removesuffix("index.html"))
    assert small_pages["index.html"].tree.findtext(".//title") == f"{NAME}: what forty samples show"
    assert f"<loc>{ADDRESS}rules/</loc>" in (small / "sitemap.xml").read_text(encoding="utf-8")
    assert (small / "data/brookmere-pool-water-data.zip").is_file()


def test_it_has_the_kinds_of_records_that_it_uses_and_no_others(small: Path) -> None:
    names = {file.name for file in (small / "data").glob("*.json") if ".schema" not in file.name}
    assert names == {
        "claims.json", "sources.json", "sources.csl.json", "events.json", "terms.json", "corrections.json",
        "charts.json", "sums.json", "search-words.json",
    }  # fmt: skip


# -- the navigation: pages at the top level, three levels, a link to elsewhere ----------------------------

ORDER = [
    "index.html", "water/index.html", "water/closing.html", "rules/index.html", "rules/testing.html", "timeline.html",
    "claims.html", "sources.html", "glossary.html", "about.html", "corrections.html", "data.html",
]  # fmt: skip
OUTSIDE = "https://code.brookmere.example/pools"


def resolved(page: BuiltPage, address: str) -> str:
    """A relative address as a path of the site."""
    if "://" in address:
        return address
    base = Path("/", page.path).parent
    return str((base / address).resolve().relative_to("/"))


def test_the_menu_holds_every_entry_in_order(small_pages: Pages) -> None:
    for path, page in small_pages.items():
        if path == "404.html":
            continue
        links = page.tree.xpath("//nav[@aria-label='All pages']//a")
        assert [resolved(page, a.get("href")) for a in links] == [*ORDER, OUTSIDE], path
        marked = [resolved(page, a.get("href")) for a in links if a.get("aria-current") == "page"]
        assert marked == [path]
        assert page.tree.xpath("//span[@class='menu-section']/text()") == [
            "The water", "The rules", "Reference", "Lists",
        ]  # fmt: skip


def test_the_header_leads_to_sections_pages_and_elsewhere(small_pages: Pages) -> None:
    page = small_pages["rules/testing.html"]
    links = {a.text: resolved(page, a.get("href")) for a in page.tree.xpath("//nav[@aria-label='Sections']//a")}
    assert links == {
        "The water": "water/index.html",
        "The rules": "rules/index.html",
        "Reference": "timeline.html",
        "How we check": "about.html",
        "Corrections": "corrections.html",
        "Data": "data.html",
        "The town code": OUTSIDE,
    }
    (outside,) = page.tree.xpath(f"//nav[@aria-label='Sections']//a[@href='{OUTSIDE}']")
    assert outside.get("rel") == "external noreferrer"
    current = page.tree.xpath("//nav[@aria-label='Sections']//a[@aria-current]/text()")
    assert current == ["The rules"]


@pytest.mark.parametrize(
    ("path", "title", "links", "trail"),
    [
        ("rules/testing.html", "The rules", ["rules/index.html", "rules/testing.html"], ["The rules"]),
        (
            "sources.html",
            "Reference",
            ["timeline.html", "claims.html", "sources.html", "glossary.html"],
            ["Reference", "Lists"],
        ),
        ("about.html", "", [], []),
    ],
)
def test_the_section_list_and_the_trail(
    small_pages: Pages, path: str, title: str, links: list[str], trail: list[str]
) -> None:
    page = small_pages[path]
    assert page.tree.xpath("string(//p[@class='side-title'])") == title
    side = page.tree.xpath("//ul[@class='side-list']//a[not(ancestor::*[@class='toc'])]/@href")
    assert [resolved(page, href) for href in side] == links
    assert page.tree.xpath("//span[@class='path-section']/text()") == trail


def test_previous_and_next_follow_the_order_through_sections_and_past_links(small_pages: Pages) -> None:
    for before, path, after in zip([None, *ORDER[:-1]], ORDER, [*ORDER[1:], None], strict=True):
        page = small_pages[path]
        if path == "index.html":
            continue

        def to(rel: str, page: BuiltPage = page) -> Any:
            found = page.tree.xpath(f"//nav[@class='pager']/a[@rel='{rel}']/@href")
            return resolved(page, found[0]) if found else None

        assert (to("prev"), to("next")) == (before, after), path


def test_the_page_for_missing_pages_leads_to_every_top_entry(small_pages: Pages) -> None:
    links = small_pages["404.html"].tree.xpath("//article//a/@href")
    tops = ["index.html", "water/index.html", "rules/index.html", "timeline.html", "about.html", "corrections.html"]
    assert [link.removeprefix("/water/") for link in links] == [*tops, "data.html", OUTSIDE]
