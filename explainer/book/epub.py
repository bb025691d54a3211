"""The EPUB 3: every chapter and the whole record as XHTML files in a zip, the same bytes every time."""

from __future__ import annotations

import uuid
from mimetypes import guess_type

from lxml import etree

from explainer.book import record, xhtml
from explainer.book.press import PRINT, picture, stamp
from explainer.book.tree import Node
from explainer.book.volumes import Site, filled, resolved, uses
from explainer.book.xhtml import new
from explainer.out.archive import zipped
from explainer.shown.templates import environment

CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/book.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


def make(site: Site, seconds: int) -> bytes:
    """The EPUB of a site; `seconds` is the date inside the file."""
    root = site.volume("epub")
    root.extend(site.chapters("all"))
    chapters = [c for c in root if c.tag == "chapter"]
    resolved(filled(root, record.Record(site.library, site.numbers, uses(chapters))))
    places = {
        n.get("id"): f"{c.get('id')}.xhtml"
        for c in chapters
        for n in c.iter()
        if isinstance(n.tag, str) and n.get("id")
    }
    files: dict[str, bytes] = {"EPUB/book.css": (PRINT / "epub.css").read_bytes()}
    drawn: set[str] = set()
    pictures: list[str] = []
    for chapter in chapters:
        name = f"{chapter.get('id')}.xhtml"
        files[f"EPUB/{name}"] = _page(chapter, name, places, pictures)
        drawn |= {chapter.get("id")} if b"<svg" in files[f"EPUB/{name}"] else set()
    files |= {f"EPUB/pictures/{p}": (site.site / p).read_bytes() for p in pictures}
    files["EPUB/cover.png"] = picture(site.volume("cover"), "cover", site.site, seconds, ppi=180)
    templates = environment(PRINT)
    said = dict.fromkeys(
        ("publisher", "version", "checked", "address", "contact", "license", "description"), ""
    ) | dict(root.attrib)
    values = {
        "said": said,
        "chapters": [dict(c.attrib) for c in chapters],
        "drawn": drawn,
        "pictures": [(f"pictures/{p}", guess_type(p)[0] or "application/octet-stream") for p in sorted(set(pictures))],
        "identifier": uuid.uuid5(uuid.NAMESPACE_URL, said["address"] or said["name"]),
        "modified": stamp(seconds),
    }
    for name, template in (("cover.xhtml", "cover.html"), ("nav.xhtml", "nav.html"), ("book.opf", "package.xml")):
        files[f"EPUB/{name}"] = templates.get_template(f"epub-{template}").render(values).encode()
    # The first file says what the zip is, uncompressed: EPUB wants it so.
    head = {"mimetype": b"application/epub+zip", "META-INF/container.xml": CONTAINER.encode()}
    return zipped(head | dict(sorted(files.items())), stored=("mimetype",))


def _page(chapter: Node, name: str, places: dict[str, str], pictures: list[str]) -> bytes:
    document = new(None, "html", lang="en")
    head = new(document, "head")
    new(head, "title", chapter.get("title"))
    new(head, "link", rel="stylesheet", href="book.css")
    section = new(
        new(document, "body"), "section", type_="chapter", role="doc-chapter", aria_labelledby=chapter.get("id")
    )
    if chapter.get("section"):
        new(section, "p", chapter.get("section"), class_="part")
    new(section, "h1", chapter.get("title"), id=chapter.get("id"))
    writer = xhtml.Writer(name, places, pictures=pictures)
    writer.blocks(chapter, section)
    notes = chapter.find("notes")
    if notes is not None:
        writer.notes(notes, section)
    return etree.tostring(document, xml_declaration=True, encoding="UTF-8", doctype="<!DOCTYPE html>")
