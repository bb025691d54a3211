"""Atom feeds, the site map and robots.txt. All need the site's address; without one they are left out."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from pathlib import Path

from explainer.facts.library import Library
from explainer.facts.settings import Settings
from explainer.facts.words import CORRECTION_KINDS, WHOSE, curl
from explainer.text import cites
from explainer.text import pages as sources
from explainer.text.pages import Page

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
FEEDS = {"feeds/corrections.xml": "Corrections", "feeds/updates.xml": "Updates"}


def write(site: Path, listed: list[Page], lib: Library, settings: Settings) -> None:
    """Write both feeds, sitemap.xml and robots.txt below `site`; remove what has no true content."""
    for name in ("sitemap.xml", "sitemap.xml.gz"):  # an engine's own site map has no editorial dates
        (site / name).unlink(missing_ok=True)
    if not settings.url:
        return
    (site / "feeds").mkdir(exist_ok=True)
    newest = cites.newest(listed, lib)
    for path, entries in (
        ("feeds/corrections.xml", _corrections(lib, settings)),
        ("feeds/updates.xml", _updates(listed, lib, settings)),
    ):
        _save(site / path, _feed(path, f"{settings.name}: {FEEDS[path].lower()}", newest, entries, settings))
    _save(site / "sitemap.xml", _sitemap(listed, lib, settings))
    robots = f"User-agent: *\nAllow: /\nSitemap: {settings.absolute('sitemap.xml')}\n"
    (site / "robots.txt").write_text(robots, encoding="utf-8")


def _corrections(lib: Library, settings: Settings) -> list[etree.Element]:
    found = []
    for c in lib.newest_corrections():
        title = f"{CORRECTION_KINDS[c.kind]} ({WHOSE[c.whose]}): {c.says}"
        text = f"Before: {c.said}\n\nNow: {c.says}\n\nWhy it matters: {c.why}\n\nFound by: {c.found_by}."
        link = settings.absolute(f"corrections.html#{c.id}")
        found.append(_entry(link, curl(title), c.logged, curl(text), c.shown))
    return found


def _updates(listed: list[Page], lib: Library, settings: Settings) -> list[etree.Element]:
    rows = sorted(((cites.updated(p, lib), p.src, p) for p in listed), key=lambda r: r[:2])
    found = []
    for updated, src, page in reversed(rows):
        link = settings.absolute(sources.html(src))
        text = str(page.front_matter.get("description", ""))
        entry = _entry(link, curl(page.title), updated, curl(text), updated)
        # The id holds the date, so that a reader's program shows every update of a page and not only the first.
        entry[0].text = f"{link}#updated-{updated}"
        found.append(entry)
    return found


def _feed(path: str, title: str, updated: str, entries: list[etree.Element], settings: Settings) -> etree.Element:
    feed = etree.Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    address = settings.absolute(path)
    _text(feed, "id", address)
    _text(feed, "title", title)
    _text(feed, "updated", f"{updated}T00:00:00Z")
    _text(etree.SubElement(feed, "author"), "name", settings.name)
    etree.SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": address})
    page = settings.absolute("corrections.html" if "corrections" in path else "index.html")
    etree.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": page})
    if settings.copyright:
        _text(feed, "rights", settings.copyright)
    feed.extend(entries)
    return feed


def _entry(link: str, title: str, updated: str, text: str, published: str) -> etree.Element:
    entry = etree.Element("entry")
    _text(entry, "id", link)
    _text(entry, "title", title)
    _text(entry, "updated", f"{updated}T00:00:00Z")
    _text(entry, "published", f"{published}T00:00:00Z")
    etree.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": link})
    _text(entry, "summary", text)
    return entry


def _sitemap(listed: list[Page], lib: Library, settings: Settings) -> etree.Element:
    root = etree.Element("urlset", {"xmlns": SITEMAP})
    for page in listed:
        url = etree.SubElement(root, "url")
        _text(url, "loc", settings.absolute(sources.html(page.src)))
        _text(url, "lastmod", cites.updated(page, lib))
    return root


def _text(parent: etree.Element, tag: str, text: str) -> None:
    etree.SubElement(parent, tag).text = text


def _save(path: Path, root: etree.Element) -> None:
    etree.indent(root)
    etree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
