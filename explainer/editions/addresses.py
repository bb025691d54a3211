"""Ids and links of a page that moves into a book: every id gets its page's name, every link its new target."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from explainer.editions import dom
from explainer.editions.dom import SVG, XLINK, Element
from explainer.facts.problems import Problem, nearest

IDREFS = ("headers",)
URL_REF = re.compile(r"url\(\s*['\"]?#([^)'\"]+)['\"]?\s*\)")


@dataclass(frozen=True)
class Places:
    """What the book has: ids by page path, and the files of the site that are no pages."""

    ids: Mapping[str, frozenset[str]]
    files: frozenset[str]
    site_url: str


def slug(path: str) -> str:
    """The name of a page inside the book: 'dallas/index.html' as 'dallas-index'."""
    return re.sub(r"[^a-z0-9]+", "-", path.removesuffix(".html").lower()).strip("-")


def book_id(path: str, name: str = "") -> str:
    """An id in the book, ASCII and unique: 'claims--dallas-search-range'; the page itself without a name."""
    return slug(path) + (f"--{_ascii(name)}" if name else "")


def _ascii(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.-]", lambda m: f"_{ord(m[0]):x}", name)


def move(article: Element, page: str, places: Places) -> Iterator[Problem]:
    """Rewrite ids and links in place; a link that leads nowhere is a problem."""
    parents = dom.parents(article)
    for node in list(article.iter()):
        for key in [k for k in ("id", "for", *IDREFS) if k in node.attrib]:
            node.set(key, " ".join(book_id(page, part) for part in node.attrib[key].split()))
        for key, value in list(node.attrib.items()):
            if "url(" in value:
                node.set(key, URL_REF.sub(lambda m: f"url(#{book_id(page, m[1])})", value))
        if node.tag.startswith(SVG):
            for key in ("href", f"{XLINK}href"):
                if node.get(key, "").startswith("#"):
                    node.set(key, f"#{book_id(page, node.attrib[key][1:])}")
    for link in list(article.iter("a")):
        if "href" not in link.attrib:
            link.tag = "span"
            continue
        problem = _link(link, page, places, parents)
        if problem:
            yield problem


def _link(link: Element, page: str, places: Places, parents: Mapping[Element, Element]) -> Problem | None:
    address = link.attrib["href"]
    for name in ("rel", "target", "download", "hreflang", "type"):
        link.attrib.pop(name, None)
    parts = urlsplit(address)
    if parts.scheme in ("http", "https", "mailto"):
        dom.add_class(link, "outside")
        return None
    if parts.scheme or parts.netloc:
        return Problem(
            f"site/{page}",
            0,
            f"'{address}' is no address that a reader can open",
            "Use a relative link.",
        )
    path = page if not parts.path else posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
    if path + "/index.html" in places.ids or path == ".":
        path = posixpath.normpath(path + "/index.html")
    fragment = unquote(parts.fragment)
    if path in places.ids:
        if fragment and fragment not in places.ids[path]:
            hint = nearest(fragment, places.ids[path])
            return Problem(
                f"site/{page}",
                0,
                f"the link '{address}' leads to no place in {path}",
                hint,
            )
        link.set("href", "#" + book_id(path, fragment))
        inside = {n.get("id") for n in link.iter()} | {
            parents[link].get("id"),
            _record_id(link, parents),
        }
        if "permalink" in dom.classes(link) and book_id(path, fragment) in inside:
            _unlink(link, parents)  # a link to the place it stands in
        return None
    if path in places.files or path.startswith("downloads/"):
        _file(link, path, places, parents)
        return None
    return Problem(
        f"site/{page}",
        0,
        f"the link '{address}' leads nowhere",
        nearest(path, places.ids),
    )


def _unlink(link: Element, parents: Mapping[Element, Element]) -> None:
    """Leave the words of a link; where they are in another language, what says so stays around them."""
    language = link.get("lang")
    if language is None:
        dom.unwrap(link, parents[link])
        return
    link.tag = "span"
    link.attrib.clear()
    link.set("lang", language)


def _record_id(link: Element, parents: Mapping[Element, Element]) -> str | None:
    node = link
    while node in parents:
        node = parents[node]
        if node.get("id"):
            return node.get("id")
    return None


def _file(link: Element, path: str, places: Places, parents: Mapping[Element, Element]) -> None:
    """A file of the site is not in the book: its full address where one is known, else its name."""
    if places.site_url:
        link.set("href", places.site_url.rstrip("/") + "/" + path)
        dom.add_class(link, "outside")
        return
    name = posixpath.basename(path)
    words = "" if name in dom.text(link) else f" (on the site: {path})"
    link.tail = words + (link.tail or "")
    dom.unwrap(link, parents[link])
