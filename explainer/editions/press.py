"""
Prints a book sheet by sheet: each part of it is laid out, drawn and forgotten before the next.

WeasyPrint keeps the boxes of every page until the file is written, which for this book is most of a gigabyte.
Here only the content streams stay. Works on private parts of WeasyPrint 70.0 and pydyf, and is tested on the
finished file.
"""

from __future__ import annotations

import gc
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import pydyf
import weasyprint
import weasyprint.draw
from cssselect2 import ElementWrapper
from weasyprint.css import ColorProfile
from weasyprint.document import Document
from weasyprint.logger import LOGGER
from weasyprint.matrix import Matrix
from weasyprint.pdf import _use_references, _w3c_date_to_pdf
from weasyprint.pdf.anchors import add_outlines
from weasyprint.pdf.fonts import build_fonts_dictionary

from explainer.editions import dom, ink, page_numbers, strokes, structure
from explainer.editions.codes import Codes, as_bytes, encoding, meaning
from explainer.editions.container import Raw, packed, text_string, written

SCALE = 0.75  # PDF points in a CSS pixel
KINDS = {"claims--": "Claim", "sources--": "Source", "glossary--": "Term"}
NAMED = "claims--"  # these places keep their names even where no link of the book leads to them
PDFUA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


@dataclass
class _Drawn:
    """What stays of a page: what `Document.make_bookmark_tree` and the name tree ask for."""

    height: float
    bookmarks: list[Any]
    anchors: dict[str, tuple[float, float]]
    content: Any
    object: Any


@dataclass
class Press:
    """One PDF in the making."""

    variant: str
    pdf: Any = field(default_factory=pydyf.PDF)
    pages: list[_Drawn] = field(default_factory=list)
    fonts: dict[Any, Any] = field(default_factory=dict)
    images: dict[Any, Any] = field(default_factory=dict)
    codes: dict[str, Codes] = field(default_factory=dict)
    targets: set[str] = field(default_factory=set)
    links: list[tuple[Any, str, str]] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)  # the page of each anchor, from 1
    metadata: Any = None
    _unowned: list[structure.Node] = field(default_factory=list)  # a node for each link of the page at hand

    def __post_init__(self) -> None:
        profile = (files("weasyprint.pdf") / "sRGB2014.icc").open("rb")
        self.profile = ColorProfile(profile, "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))
        stream = packed(self.profile.content, N=3)
        self.pdf.add_object(stream)
        self.profile.pdf_reference = stream.reference
        space = pydyf.Dictionary({"srgb": pydyf.Array(("/ICCBased", stream.reference))})
        self.pdf.add_object(space)
        self.resources = pydyf.Dictionary(
            {
                **{name: pydyf.Dictionary() for name in ("ExtGState", "XObject", "Pattern", "Shading")},
                "ColorSpace": space.reference,
            }
        )
        self.pdf.add_object(self.resources)
        self.tree = structure.Tree(self.pdf)

    def print(self, document: Document) -> None:
        """Draw all pages of a laid-out document; it may go afterwards."""
        self.metadata = self.metadata or document.metadata
        with strokes.ours():
            for page in document.pages:
                self._page(page)

    def _page(self, page: Any) -> None:
        tags = structure.Page(page._page_box)
        height, width = page.height * SCALE, page.width * SCALE
        stream = ink.Ink(
            self.fonts,
            (0, 0, page.width, page.height),
            self.resources,
            self.images,
            {},
            {"srgb": self.profile},
            "srgb",
            codes=self.codes,
            owners=tags.owners,
        )
        stream.transform(SCALE, 0, 0, -SCALE, 0, height)
        stream.rulers = Matrix(*stream.ctm.values)
        weasyprint.draw.draw_page(page._page_box, stream)
        stream.finish()
        number = len(self.pages)
        made = pydyf.Dictionary(
            {
                "Type": "/Page",
                "Parent": self.pdf.pages.reference,
                "MediaBox": pydyf.Array([0, 0, width, height]),
                "Resources": self.resources.reference,
                "Tabs": "/S",
                "StructParents": number,
            }
        )
        self.pdf.add_page(made)
        self._links(page, tags, made, Matrix(SCALE, 0, 0, -SCALE, 0, height))
        self.tree.add(tags, made.reference)
        self._own_links()
        anchors = {name: place[:2] for name, place in page.anchors.items()}
        for name in anchors:
            self.numbers.setdefault(name, number + 1)
        stream.owners = {}
        self.pages.append(_Drawn(page.height, page.bookmarks, anchors, stream, made))

    def _links(self, page: Any, tags: structure.Page, made: Any, matrix: Matrix) -> None:
        """The places to click. A box inside a link is part of it and gets none of its own."""
        references = []
        for kind, target, (left, top, right, bottom), box in page.links:
            node = tags.links.get(box)
            if node is None:
                continue
            if kind == "internal":
                self.targets.add(target)
                leads = b"/Dest" + text_string(target)
            else:
                leads = b"/A<</S/URI/URI%s>>" % text_string(target)
            corners = (*matrix.transform_point(left, bottom), *matrix.transform_point(right, top))
            place = (*map(math.floor, corners[:2]), *map(math.ceil, corners[2:]))
            link = Raw(b"<</Type/Annot/Subtype/Link/F 4/BS<</W 0>>%s/Rect[%d %d %d %d]" % (leads, *place))
            self.pdf.add_object(link)
            references.append(link.reference)
            node.kids.append(self.tree.link(link.number))
            self.links.append((link, kind, target))
            self._unowned.append(node)
        if references:
            made["Annots"] = pydyf.Array(references)

    def _own_links(self) -> None:
        self.tree.links += [b"%d 0 R" % node.number for node in self._unowned]
        self._unowned.clear()

    def finish(self) -> bytes:
        """The file."""
        for name in sorted(self.targets - set(self.numbers)):
            LOGGER.error("No anchor #%s for internal URI reference", name)
        pairs = sorted(zip(self.links, self.tree.links, strict=True), key=lambda pair: text_string(pair[0][2]))
        self.tree.links = [owner for _, owner in pairs]  # as `container.written` sorts them: numbers in a row
        for n, ((link, kind, target), _) in enumerate(pairs, len(self.pages)):
            words = (
                _said(target, self.numbers)
                if kind == "internal"
                else f"Web page at {urlsplit(target).hostname or target}"
            )
            link.data_ += b"/StructParent %d/Contents%s>>" % (n, text_string(words))
        self.tree.finish()
        for page in self.pages:
            stream = packed(page.content.content(self.numbers))
            self.pdf.add_object(stream)
            page.object["Contents"] = stream.reference
            page.content = None
        self._names()
        self._outline()
        self._fonts()
        self._about()
        for item in self.pdf.objects:
            if isinstance(item, pydyf.Stream) and "Filter" not in item.extra and item.extra.get("Type") != "/Metadata":
                raw = item.content({}) if isinstance(item, ink.Ink) else b"\n".join(map(as_bytes, item.stream))
                item.stream, item.compress = packed(raw).stream, False
                item.extra["Filter"] = "/FlateDecode"
        return written(self.pdf)

    def _names(self) -> None:
        names = pydyf.Array()
        for name in sorted(self.numbers):
            if name in self.targets or name.startswith(NAMED):
                page = self.pages[self.numbers[name] - 1]
                x, y = (
                    round(v) for v in (page.anchors[name][0] * SCALE, (page.height - page.anchors[name][1]) * SCALE)
                )
                names.extend((text_string(name), b"[%s/XYZ %d %d 0]" % (page.object.reference, x, y)))
        if names:
            self.pdf.catalog["Names"] = pydyf.Dictionary({"Dests": pydyf.Dictionary({"Names": names})})

    def _outline(self) -> None:
        pages: Any = self.pages
        shelf = Document(pages, None, None, None, {}, None)
        add_outlines(self.pdf, shelf.make_bookmark_tree(SCALE, transform_pages=True))

    def _fonts(self) -> None:
        """Fonts with the letters that occur, and the codes that the pages use for them."""
        for font in self.fonts.values():  # several of WeasyPrint's fonts may be one font of the file
            book = self.codes[font.hash]
            font.to_unicode = dict(book.words)
            widths = [other.widths for other in self.fonts.values() if other.hash == font.hash]
            font.widths = {glyph: width for known in widths for glyph, width in known.items()}
        options = {"hinting": False, "pdf_version": "1.7"}
        fonts = build_fonts_dictionary(self.pdf, self.fonts, compress=False, subset=True, options=options)
        for name, reference in fonts.items():
            made = self.pdf.objects[int(reference.split()[0])]
            book = self.codes[name]
            cmap = packed(
                encoding(book),
                Type="/CMap",
                CMapName="/Book",
                CIDSystemInfo=pydyf.Dictionary(
                    {"Registry": pydyf.String("Adobe"), "Ordering": pydyf.String("Identity"), "Supplement": 0}
                ),
            )
            self.pdf.add_object(cmap)
            made["Encoding"] = cmap.reference
            unicode = self.pdf.objects[int(made["ToUnicode"].split()[0])]
            unicode.stream = [meaning(book)]
        fonts = pydyf.Dictionary({self.codes[name].name: reference for name, reference in fonts.items()})
        self.pdf.add_object(fonts)
        self.resources["Font"] = fonts.reference
        _use_references(self.pdf, self.resources, self.images, {"srgb": self.profile})

    def _about(self) -> None:
        pdf, about = self.pdf, self.metadata
        pdf.info["Producer"] = pydyf.String(f"WeasyPrint {weasyprint.__version__}")
        texts = {
            "Title": about.title,
            "Author": ", ".join(about.authors),
            "Subject": about.description,
            "Keywords": ", ".join(about.keywords),
            "CreationDate": _w3c_date_to_pdf(about.created, "created"),
            "ModDate": _w3c_date_to_pdf(about.modified, "modified"),
        }
        pdf.info.update({key: pydyf.String(text) for key, text in texts.items() if text})
        if about.lang:
            pdf.catalog["Lang"] = pydyf.String(about.lang)
        else:
            LOGGER.error('Missing required "lang" attribute at the root of the document')
        pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
        pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        name = pydyf.String(self.profile.name)
        intent = {"Type": "/OutputIntent", "S": "/GTS_PDFA1", "OutputConditionIdentifier": name, "Info": name}
        intent["DestOutputProfile"] = self.profile.pdf_reference
        pdf.catalog["OutputIntents"] = pydyf.Array([pydyf.Dictionary(intent)])
        about.include_in_pdf(pdf, "a", 2, "A", compress=False)
        stream = pdf.objects[-1]
        stream.stream = [stream.stream[0].replace(b"</rdf:RDF>", PDFUA + b"</rdf:RDF>")]


def _said(target: str, numbers: dict[str, int]) -> str:
    """Where a link leads, in words: 'Claim on page 215'."""
    kind = next((word for start, word in KINDS.items() if target.startswith(start)), "Go to")
    return f"{kind} {'' if kind == 'Go to' else 'on '}page {numbers.get(target, 0)}"


class _Parsed(weasyprint.HTML):  # type: ignore[misc]
    """A document read by our own parser: WeasyPrint's is written in Python and takes a twentieth of the whole time."""

    def __init__(self, root: dom.Element, base: str, fetcher: Any) -> None:
        self.base_url, self.url_fetcher, self.media_type = base, fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


def press(
    pieces: Iterable[str], sheets: list[Any], fetcher: Any, base: str, font_config: Any, variant: str
) -> tuple[bytes, int, dict[str, int]]:
    """Lay out and print pieces of HTML one after the other: the file, its number of pages, the page of each anchor."""
    job = Press(variant)
    before = gc.get_threshold()
    # Boxes refer to each other in circles by the million: what layout drops at once is collected as it goes, the
    # boxes of a piece when it is printed, and all that was there before never.
    gc.freeze()
    gc.set_threshold(50_000, 20, 1_000_000)
    try:
        for piece in pieces:
            count = len(job.pages)
            first = f"@page :first {{ counter-reset: page {count}; counter-increment: page; }}"
            own = [weasyprint.CSS(string=first, font_config=font_config, url_fetcher=fetcher)] if count else []
            root = dom.parse(piece)
            page_numbers.fill(root, job.numbers)
            document = _Parsed(root, base, fetcher).render(
                font_config=font_config, stylesheets=[*sheets, *own], pdf_variant=variant, pdf_tags=True
            )
            job.print(document)
            del document, root
            gc.collect()
            gc.freeze()  # what stays of this piece stays to the end
        data = job.finish()
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
    return data, len(job.pages), job.numbers
