"""Feeds, the site map and robots.txt: present with true dates where the site has an address, absent where not."""

from __future__ import annotations

from pathlib import Path

import feedparser
import lxml.etree
import lxml.html

from explainer.text import dates
from tests.opendata import ADDRESS, CORRECTION, PAGE, SOURCES, Published, listed, published

__all__ = ["published"]


def feed(file: Path) -> feedparser.FeedParserDict:
    parsed = feedparser.parse(file.read_bytes())
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "atom10"
    return parsed


def test_without_an_address_there_is_no_feed_no_map_and_no_link_to_one(site: Path) -> None:
    for name in ("feeds/corrections.xml", "feeds/updates.xml", "sitemap.xml", "sitemap.xml.gz"):
        assert not (site / name).exists()
    assert "atom+xml" not in (site / "index.html").read_text(encoding="utf-8")


def test_the_corrections_feed_tells_what_was_wrong_and_what_is_right(published: Published) -> None:
    parsed = feed(published.site / "feeds" / "corrections.xml")
    assert parsed.feed.id == f"{ADDRESS}feeds/corrections.xml"
    assert [e.id for e in parsed.entries] == [f"{ADDRESS}corrections.html#{i}" for i in (CORRECTION, "article-consent")]
    newest = parsed.entries[0]
    assert newest.link == newest.id
    assert newest.updated == "2027-07-03T00:00:00Z"
    assert "Why it matters: A reader could think that personal phones were covered." in newest.summary


def test_the_updates_feed_lists_every_page_newest_first_with_ids_of_their_own(published: Published) -> None:
    parsed = feed(published.site / "feeds" / "updates.xml")
    pages = listed(published.project / "docs")
    assert len(parsed.entries) == len({e.id for e in parsed.entries}) == len(pages)
    assert [e.updated for e in parsed.entries] == sorted((e.updated for e in parsed.entries), reverse=True)
    changed = {e.link: e.updated for e in parsed.entries}
    assert changed[f"{ADDRESS}{PAGE.replace('.md', '.html')}"] == "2027-07-02T00:00:00Z"
    assert changed[f"{ADDRESS}about/privacy.html"][:10] == next(
        p.front_matter["updated"] for p in pages if p.src == "about/privacy.md"
    )


def test_entries_lead_to_places_that_exist(published: Published) -> None:
    for name in ("corrections", "updates"):
        for entry in feed(published.site / "feeds" / f"{name}.xml").entries:
            path, _, anchor = entry.link.removeprefix(ADDRESS).partition("#")
            file = published.site / (path or "index.html")
            file = file / "index.html" if file.is_dir() else file
            assert file.is_file(), entry.link
            assert not anchor or f'id="{anchor}"' in file.read_text(encoding="utf-8")


def test_the_site_map_gives_each_page_once_with_its_editorial_date(published: Published) -> None:
    root = lxml.etree.parse(str(published.site / "sitemap.xml")).getroot()
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    found = dict(
        zip(
            (str(e.text) for e in root.iterfind(".//s:loc", space)),
            (str(e.text) for e in root.iterfind(".//s:lastmod", space)),
            strict=True,
        )
    )
    library = published.library
    expected = {
        (ADDRESS + p.src.replace(".md", ".html")).removesuffix("index.html"): dates.updated(p, library)
        for p in listed(published.project / "docs")
    }
    assert found == expected
    assert found[f"{ADDRESS}{PAGE.replace('.md', '.html')}"] == "2027-07-02"
    assert f"Sitemap: {ADDRESS}sitemap.xml" in (published.site / "robots.txt").read_text(encoding="utf-8")


def test_every_page_leads_to_the_feeds(published: Published) -> None:
    for file in SOURCES:
        tree = lxml.html.parse(str(published.site / file)).getroot()
        links = tree.xpath("//link[@type='application/atom+xml']/@href")
        assert [(published.site / file).parent.joinpath(link).resolve().is_file() for link in links] == [True, True]
