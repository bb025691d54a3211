"""
What programs look for at fixed addresses: Atom feeds, the site map, robots.txt and security.txt.

The feeds exist without an address too; their links are relative to the feed then. A site map needs one.
"""

from __future__ import annotations

import uuid
import xml.etree.ElementTree as etree
from datetime import UTC, datetime, timedelta
from pathlib import Path

from explainer.facts.addresses import encoded
from explainer.facts.library import Library
from explainer.facts.settings import Settings
from explainer.facts.words import CORRECTION_KINDS, WHOSE, curl
from explainer.text import cites
from explainer.text import pages as sources
from explainer.text.pages import Page

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
FEEDS = {"feeds/corrections.xml": "Corrections", "feeds/updates.xml": "Updates"}
VALID_FOR = timedelta(days=364)  # RFC 9116: less than a year; every build sets it anew

Entry = tuple[str, str, str, str]  # day, path of the page with its anchor, title, text


def write(site: Path, listed: list[Page], lib: Library, settings: Settings) -> None:
    """Write all of them below `site`, and remove what the engine wrote without editorial dates."""
    (site / "feeds").mkdir(exist_ok=True)
    newest = cites.newest(listed, lib)
    home = cites.homes_of(listed).get("corrections", "")
    _feed(site, "feeds/corrections.xml", newest, _corrections(lib, home), settings)
    _feed(site, "feeds/updates.xml", newest, _updates(listed, lib), settings)
    for name in ("sitemap.xml", "sitemap.xml.gz"):
        (site / name).unlink(missing_ok=True)
    if settings.url:
        _save(site / "sitemap.xml", _sitemap(listed, lib, settings))
    robots = site / "robots.txt"
    if not robots.exists():
        sitemap = f"\nSitemap: {settings.absolute('sitemap.xml')}\n" if settings.url else ""
        robots.write_text(f"User-agent: *\nAllow: /\n{sitemap}", encoding="utf-8")
    if settings.contact:
        _security(site, settings)


def _corrections(lib: Library, home: str) -> list[Entry]:
    return [
        (
            c.logged,
            f"{sources.html(home)}#{c.id}",
            f"{CORRECTION_KINDS[c.kind]} ({WHOSE[c.whose]}): {c.title}",
            f"Before: {c.said}\n\nNow: {c.says}\n\nWhy it matters: {c.why}\n\nFound by: {c.found_by}.",
        )
        for c in lib.newest_corrections()
    ]


def _updates(listed: list[Page], lib: Library) -> list[Entry]:
    rows = sorted(((cites.updated(page, lib), page.src, page) for page in listed), key=lambda row: row[:2])
    return [
        (day, sources.html(src), page.title, str(page.front_matter.get("description", "")))
        for day, src, page in reversed(rows)
    ]


def _feed(site: Path, path: str, newest: str, entries: list[Entry], settings: Settings) -> None:
    feed = etree.Element("feed", {"xmlns": ATOM, "xml:lang": settings.language})
    _text(feed, "id", settings.absolute(path) or _urn(settings, path))
    _text(feed, "title", f"{settings.name}: {FEEDS[path].lower()}")
    _text(feed, "updated", f"{newest}T23:59:59Z")
    _text(etree.SubElement(feed, "author"), "name", settings.name)
    _link(feed, "self", "application/atom+xml", settings.absolute(path) or Path(path).name)
    _link(feed, "alternate", "text/html", settings.absolute("index.html") or "../index.html")
    if settings.copyright:
        _text(feed, "rights", settings.copyright)
    for n, (day, page, title, text) in enumerate(entries):
        # Entries of one day get times of their own, so that every program keeps their order.
        moment = f"{datetime.fromisoformat(day) + timedelta(hours=23) - timedelta(minutes=n):%Y-%m-%dT%H:%M:%SZ}"
        entry = etree.SubElement(feed, "entry")
        # The id of an update holds its date, so that a program shows every update of a page and not only the first.
        name = page if "#" in page else f"{page}#updated-{day}"
        _text(entry, "id", settings.absolute(name) or _urn(settings, name))
        _text(entry, "title", curl(title))
        _text(entry, "updated", moment)
        _text(entry, "published", moment)
        _link(entry, "alternate", "text/html", settings.absolute(page) or encoded(f"../{page}"))
        _text(entry, "summary", curl(text))
    _save(site / path, feed)


def _urn(settings: Settings, name: str) -> str:
    """An id for what has no address yet: the same for the same site and name."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.slug}/{name}").urn


def _sitemap(listed: list[Page], lib: Library, settings: Settings) -> etree.Element:
    root = etree.Element("urlset", {"xmlns": SITEMAP})
    for page in listed:
        url = etree.SubElement(root, "url")
        _text(url, "loc", settings.absolute(sources.html(page.src)))
        _text(url, "lastmod", cites.updated(page, lib))
    return root


def _security(site: Path, settings: Settings) -> None:
    """Where to report a hole (RFC 9116), which asks for a contact."""
    expires = (datetime.now(UTC) + VALID_FOR).strftime("%Y-%m-%dT%H:%M:%SZ")
    to = settings.contact if "://" in settings.contact else f"mailto:{settings.contact}"
    lines = [f"Contact: {to}", f"Expires: {expires}", f"Preferred-Languages: {settings.language}"]
    if settings.url:
        lines.append(f"Canonical: {settings.url}.well-known/security.txt")
    # Twice: GitHub Pages drops folders whose names begin with a dot, and RFC 9116 allows the root.
    for file in (site / ".well-known" / "security.txt", site / "security.txt"):
        file.parent.mkdir(exist_ok=True)
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _link(parent: etree.Element, rel: str, kind: str, address: str) -> None:
    etree.SubElement(parent, "link", {"rel": rel, "type": kind, "href": address})


def _text(parent: etree.Element, tag: str, text: str) -> None:
    etree.SubElement(parent, tag).text = text


def _save(path: Path, root: etree.Element) -> None:
    etree.indent(root)
    etree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
