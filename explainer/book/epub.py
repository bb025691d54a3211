"""The EPUB 3: every chapter and the whole record as XHTML files in a zip, the same bytes every time."""

from __future__ import annotations

import html
import mimetypes
import uuid
from collections.abc import Iterable

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
ACCESS = (
    ("accessMode", "textual"),
    ("accessMode", "visual"),
    ("accessModeSufficient", "textual"),
    ("accessibilityFeature", "tableOfContents"),
    ("accessibilityFeature", "structuralNavigation"),
    ("accessibilityFeature", "readingOrder"),
    ("accessibilityFeature", "alternativeText"),
    ("accessibilityFeature", "displayTransformability"),
    ("accessibilityHazard", "none"),
    (
        "accessibilitySummary",
        "All of it is text. Drawings have their words as text or a text alternative, and stand beside their numbers.",
    ),
)


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
    for chapter in chapters:
        name = f"{chapter.get('id')}.xhtml"
        pictures: list[str] = []
        files[f"EPUB/{name}"] = _page(chapter, name, places, pictures)
        drawn |= {name} if b"<svg" in files[f"EPUB/{name}"] else set()
        files |= {f"EPUB/pictures/{p}": (site.site / p).read_bytes() for p in pictures}
    files["EPUB/cover.png"] = picture(site.volume("cover"), "cover", site.site, seconds, ppi=180)
    templates = environment(PRINT)
    said = dict.fromkeys(
        ("publisher", "version", "checked", "address", "contact", "license", "description"), ""
    ) | dict(root.attrib)
    for name in ("cover", "nav"):
        page = templates.get_template(f"epub-{name}.html").render(
            said=said, chapters=[dict(c.attrib) for c in chapters]
        )
        files[f"EPUB/{name}.xhtml"] = page.encode()
    files["EPUB/book.opf"] = _package(said, chapters, files, drawn, seconds).encode()
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


def _package(
    said: dict[str, str], chapters: Iterable[Node], files: dict[str, bytes], drawn: set[str], seconds: int
) -> str:
    e = html.escape
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, said["address"] or said["name"])
    meta = [
        f'<dc:identifier id="id">urn:uuid:{identifier}</dc:identifier>',
        f"<dc:title>{e(said['name'])}</dc:title>",
        "<dc:language>en</dc:language>",
        f"<dc:creator>{e(said['publisher'] or said['name'])}</dc:creator>",
        *(
            f"<dc:{tag}>{e(said[key])}</dc:{tag}>"
            for tag, key in (
                ("publisher", "publisher"),
                ("description", "description"),
                ("rights", "license"),
                ("source", "address"),
            )
            if said[key]
        ),
        f"<dc:date>{stamp(seconds)[:10]}</dc:date>",
        f'<meta property="dcterms:modified">{stamp(seconds)}</meta>',
        '<meta name="cover" content="cover-image"/>',
        *(f'<meta property="schema:{name}">{e(value)}</meta>' for name, value in ACCESS),
    ]
    items = [
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
        '<item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>',
        '<item id="cover-image" href="cover.png" media-type="image/png" properties="cover-image"/>',
        '<item id="css" href="book.css" media-type="text/css"/>',
    ]
    names = [f"{c.get('id')}.xhtml" for c in chapters]
    for name in names:
        svg = ' properties="svg"' if name in drawn else ""
        items.append(
            f'<item id="c-{name.removesuffix(".xhtml")}" href="{name}" media-type="application/xhtml+xml"{svg}/>'
        )
    for n, path in enumerate(sorted(f for f in files if f.startswith("EPUB/pictures/"))):
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        items.append(f'<item id="picture-{n}" href="{e(path.removeprefix("EPUB/"))}" media-type="{kind}"/>')
    spine = ["cover", "nav", *(f"c-{name.removesuffix('.xhtml')}" for name in names)]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">',
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">', *meta, "</metadata>",
        "<manifest>", *items, "</manifest>",
        "<spine>", *(f'<itemref idref="{name}"/>' for name in spine), "</spine>",
        "</package>", "",
    ]  # fmt: skip
    return "\n".join(lines)
