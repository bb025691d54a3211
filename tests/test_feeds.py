"""Feeds, the site map, robots.txt and security.txt: with true dates, and no address that nobody has set."""

from __future__ import annotations

import re
from pathlib import Path

import feedparser
import lxml.etree
import lxml.html

from explainer.text import cites
from explainer.text.pages import Page
from tests.opendata import ADDRESS, CONTACT, CORRECTION, PAGE, Published, published

__all__ = ["published"]


def feed(file: Path) -> feedparser.FeedParserDict:
    parsed = feedparser.parse(file.read_bytes())
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "atom10"
    return parsed


def test_without_an_address_feeds_are_whole_and_name_none(site: Path) -> None:
    for name in ("corrections", "updates"):
        parsed = feed(site / f"feeds/{name}.xml")
        assert parsed.entries
        assert parsed.feed.id.startswith("urn:uuid:")
        assert len({e.id for e in parsed.entries}) == len(parsed.entries)
        for link in re.findall(r'href="([^"]+)"', (site / f"feeds/{name}.xml").read_text(encoding="utf-8")):
            assert (site / "feeds" / link.partition("#")[0]).resolve().is_file(), link
    for name in ("sitemap.xml", "sitemap.xml.gz", "security.txt"):
        assert not (site / name).exists()
    assert (site / "robots.txt").read_text(encoding="utf-8") == "User-agent: *\nAllow: /\n"


def test_the_corrections_feed_tells_what_was_wrong_and_what_is_right(published: Published) -> None:
    parsed = feed(published.site / "feeds/corrections.xml")
    assert parsed.feed.id == f"{ADDRESS}feeds/corrections.xml"
    assert [e.id for e in parsed.entries] == [f"{ADDRESS}corrections.html#{i}" for i in (CORRECTION, "five-samples")]
    newest = parsed.entries[0]
    assert newest.link == newest.id
    assert newest.updated[:10] == "2024-08-03"
    assert "Why it matters: A week would have cost the swimming club its meet." in newest.summary


def test_the_updates_feed_lists_every_page_newest_first_with_ids_of_their_own(published: Published) -> None:
    parsed = feed(published.site / "feeds/updates.xml")
    pages = Page.read_all(published.project / "docs")
    assert len(parsed.entries) == len({e.id for e in parsed.entries}) == len(pages)
    assert [e.updated for e in parsed.entries] == sorted((e.updated for e in parsed.entries), reverse=True)
    changed = {e.link: e.updated[:10] for e in parsed.entries}
    assert changed[f"{ADDRESS}{PAGE.replace('.md', '.html')}"] == "2024-08-02"
    assert changed[f"{ADDRESS}glossary.html"] == "2024-07-20"


def test_entries_lead_to_places_that_exist(published: Published) -> None:
    for name in ("corrections", "updates"):
        for entry in feed(published.site / "feeds" / f"{name}.xml").entries:
            path, _, anchor = entry.link.removeprefix(ADDRESS).partition("#")
            file = published.site / path
            file = file / "index.html" if file.is_dir() else file
            assert file.is_file(), entry.link
            assert not anchor or f'id="{anchor}"' in file.read_text(encoding="utf-8")


def test_the_site_map_gives_each_page_once_with_its_editorial_date(published: Published) -> None:
    root = lxml.etree.parse(str(published.site / "sitemap.xml")).getroot()
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    found = [tuple(str(e.text) for e in url) for url in root.iterfind("s:url", space)]
    expected = {
        ((ADDRESS + p.src.replace(".md", ".html")).removesuffix("index.html"), cites.updated(p, published.library))
        for p in Page.read_all(published.project / "docs")
    }
    assert set(found) == expected
    assert len(found) == len(expected)
    assert f"Sitemap: {ADDRESS}sitemap.xml" in (published.site / "robots.txt").read_text(encoding="utf-8")


def test_every_page_leads_to_the_feeds(published: Published) -> None:
    for file in published.site.rglob("*.html"):
        links = lxml.html.parse(str(file)).getroot().xpath("//link[@type='application/atom+xml']/@href")
        assert len(links) == 2
        assert all((file.parent / link.removeprefix("/water/")).resolve().is_file() or link[0] == "/" for link in links)


def test_a_security_contact_is_given_where_there_is_one(published: Published) -> None:
    for name in (".well-known/security.txt", "security.txt"):
        text = (published.site / name).read_text(encoding="utf-8")
        assert f"Contact: mailto:{CONTACT}\nExpires: " in text
        assert f"Canonical: {ADDRESS}.well-known/security.txt\n" in text
