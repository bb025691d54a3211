"""
The EPUB 3: the chapters of the book as XHTML files in a zip. No rendering; the same bytes every time.

One file for each page of the site, a navigation document with the same parts, and the accessibility
metadata that libraries and reading systems ask for.
"""

from __future__ import annotations

import html
import io
import uuid
import zipfile
from collections.abc import Iterable

from explainer.editions import book, dom
from explainer.editions.book import Imprint
from explainer.editions.chapter import Chapter
from explainer.editions.pdf import PRINT, stamp

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
        "All of it is text. Charts have a text alternative and stand beside a table of their numbers.",
    ),
)
FORBIDDEN = frozenset({"align", "border", "cellpadding", "cellspacing", "nowrap", "valign", "width"})


def make(made: list[Chapter], imprint: Imprint, seconds: int) -> bytes:
    """An EPUB from freshly made chapters (they are changed); `seconds` is the date inside the file."""
    owners = {node.get("id"): one for one in made for node in one.body.iter() if node.get("id")}
    owners |= {one.id: one for one in made}
    files: dict[str, str] = {
        "EPUB/cover.xhtml": _page("cover.html", imprint=imprint),
        "EPUB/nav.xhtml": _page("nav.html", imprint=imprint, parts=book.parts(made)),
        "EPUB/book.css": (PRINT / "epub.css").read_text(encoding="utf-8"),
    }
    for one in made:
        files[f"EPUB/{one.id}.xhtml"] = _chapter(one, owners)
    files["EPUB/book.opf"] = _package(made, imprint, seconds)
    return _zip(files)


def _chapter(one: Chapter, owners: dict[str | None, Chapter]) -> str:
    for link in one.body.iter("a"):
        target = link.get("href", "")
        if target.startswith("#"):
            home = owners[target[1:]]
            link.set("href", f"{home.id}.xhtml" + ("" if target[1:] == home.id else target))
    for node in one.body.iter():
        if "lang" in node.attrib:
            node.set(f"{dom.XML}lang", node.attrib["lang"])  # readers of XML look here, those of HTML there
        for name in FORBIDDEN & set(node.attrib) if not node.tag.startswith(dom.SVG) else ():
            del node.attrib[name]
        if node.tag in dom.HEADINGS and one.part:
            node.tag = f"h{int(node.tag[1]) - 1}"  # the part has no heading in this file
    return _page("epub-chapter.html", one=one, body=dom.inner_html(one.body, xhtml=True))


def _page(template: str, **values: object) -> str:
    name = template if template.startswith("epub-") else f"epub-{template}"
    return book.environment().get_template(name).render(**values)


def _package(made: Iterable[Chapter], imprint: Imprint, seconds: int) -> str:
    made = list(made)
    e = html.escape
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, imprint.site_url or imprint.title)
    meta = [
        f'<dc:identifier id="id">urn:uuid:{identifier}</dc:identifier>',
        f"<dc:title>{e(imprint.title)}</dc:title>",
        "<dc:language>en</dc:language>",
        f"<dc:creator>{e(imprint.title)}</dc:creator>",
        f"<dc:description>{e(imprint.subtitle)}</dc:description>",
        f"<dc:rights>{e(imprint.licence)}</dc:rights>",
        f"<dc:date>{imprint.updated}</dc:date>",
        f'<meta property="dcterms:modified">{stamp(seconds)}</meta>',
        *(f'<meta property="schema:{name}">{e(value)}</meta>' for name, value in ACCESS),
        '<link rel="dcterms:conformsTo" href="http://www.idpf.org/epub/a11y/accessibility-20170105.html#wcag-aa"/>',
    ]
    items = [
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
        f'<item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"{_svg(imprint.cover)}/>',
        '<item id="css" href="book.css" media-type="text/css"/>',
        *(
            f'<item id="c-{one.id}" href="{one.id}.xhtml" media-type="application/xhtml+xml"'
            f"{_svg(dom.SVG if any(n.tag.startswith(dom.SVG) for n in one.body.iter()) else '')}/>"
            for one in made
        ),
    ]
    spine = [
        '<itemref idref="cover"/>',
        '<itemref idref="nav"/>',
        *(f'<itemref idref="c-{one.id}"/>' for one in made),
    ]
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">',
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">',
            *meta,
            "</metadata>",
            "<manifest>",
            *items,
            "</manifest>",
            "<spine>",
            *spine,
            "</spine>",
            "</package>",
            "",
        ]
    )


def _svg(content: str) -> str:
    return ' properties="svg"' if "svg" in content else ""


def _zip(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        add(archive, "mimetype", b"application/epub+zip", stored=True)  # first and not compressed: EPUB wants it so
        add(archive, "META-INF/container.xml", CONTAINER.encode())
        for name, text in sorted(files.items()):
            add(archive, name, text.encode())
    return out.getvalue()


def add(archive: zipfile.ZipFile, name: str, data: bytes, *, stored: bool = False) -> None:
    """Add a file to a zip with nothing in it that depends on the machine or the clock."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    archive.writestr(entry, data, compresslevel=9)
