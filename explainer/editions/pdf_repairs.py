"""
What WeasyPrint leaves to mend in a tagged PDF, done on its objects just before they are written.

Works on private parts of WeasyPrint 70.0 and pydyf, and is tested on the finished file. Without these
repairs the book fails PDF/UA-1 (links without a description, lists without bodies) and is twice as large
(one structure element for every line of text).
"""

from __future__ import annotations

import re
import zlib
from typing import Any

import pydyf

TEXT_HOLDERS = frozenset(
    {
        "/Span",
        "/NonStruct",
        "/P",
        "/LBody",
        "/TD",
        "/TH",
        "/Caption",
        "/Lbl",
        "/H1",
        "/H2",
        "/H3",
        "/H4",
        "/H5",
        "/H6",
    }
)
REFERENCE = re.compile(rb"^(\d+) 0 R$")
# A stream whose last byte reads as part of the line end after it: its length would be disputed (PDF/A, 6.1.7).
AMBIGUOUS = re.compile(rb"[\r\n]\nendstream")
LONG_NUMBER = re.compile(rb"(\d+\.\d\d)\d+")
PDFUA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def repair(document: Any, pdf: Any, padding: int = 0) -> None:
    """
    The finisher: describe links, mend lists, thin out the structure, say PDF/UA in the metadata.

    `padding` adds that many empty objects, for the rare file whose object stream ends AMBIGUOUS.
    """
    for _ in range(padding):
        pdf.add_object(pydyf.Dictionary({}))
    describe_links(document)
    tree = _Tree(pdf)
    tree.stray_items()
    tree.list_bodies()
    tree.merge_text()
    tree.write()
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream):
            if item.extra.get("Type") == "/Metadata":
                item.stream = [_bytes(part).replace(b"</rdf:RDF>", PDFUA + b"</rdf:RDF>") for part in item.stream]
                item.compress = False  # PDF/A wants it readable as it is
            elif not item.extra:
                item.stream = [
                    p if b"<" in p or b"(" in p else LONG_NUMBER.sub(rb"\1", p) for p in map(_bytes, item.stream)
                ]

        if isinstance(item, pydyf.Stream) and item.compress:
            _compress(item)


def _compress(item: Any) -> None:
    """Compress a stream here, so that no stream ends in a byte that reads as the line end after it (PDF/A, 6.1.7)."""
    raw = b"\n".join(map(_bytes, item.stream))
    packed = zlib.compress(raw, 9)
    # The last bytes are a checksum of the content, so only other content changes them: an empty line on a page.
    while packed[-1:] in (b"\r", b"\n") and not item.extra:
        raw += b"\n"
        packed = zlib.compress(raw, 9)
    item.stream, item.compress = [packed], False
    item.extra["Filter"] = "/FlateDecode"


def describe_links(document: Any) -> None:
    """A link says where it leads in words, not by the name of its target."""
    for page in document.pages:
        for placeholder in page._page_box.descendants(placeholders=True):
            box = getattr(placeholder, "_box", placeholder)
            annotation = getattr(box, "link_annotation", None)
            if annotation is None or box.element is None:
                continue
            words = " ".join("".join(box.element.itertext()).split()) or box.element.get("title", "")
            inside = "Dest" in annotation
            address = box.element.get("href", "")
            annotation["Contents"] = pydyf.String(f"Go to: {words}" if inside else f"{words} ({address})"[:240])


class _Tree:
    """The structure tree of a PDF, by object number."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.elements = {
            o.number: o for o in pdf.objects if isinstance(o, pydyf.Dictionary) and o.get("Type") == "/StructElem"
        }
        root = self.at(pdf.catalog["StructTreeRoot"])
        self.marks: list[Any] = self.at(root["ParentTree"])["Nums"]
        self.pages = {p: n for n, p in enumerate(pdf.page_references)}

    def at(self, reference: bytes | str) -> Any:
        return self.pdf.objects[int(_bytes(reference).split()[0])]

    def kid(self, item: Any) -> Any:
        """The structure element that an entry of a K array refers to, or None."""
        m = REFERENCE.match(item) if isinstance(item, bytes) else None
        return self.elements.get(int(m[1])) if m else None

    def stray_items(self) -> None:
        """Boxes that WeasyPrint makes up inside an item are no items of a list themselves."""
        for element in self.elements.values():
            if element["S"] == "/LI" and self.at(element["P"])["S"] != "/L":
                element["S"] = "/NonStruct"
        for element in self.elements.values():
            if element["S"] == "/LBody" and self.at(element["P"])["S"] != "/LI":
                element["S"] = "/NonStruct"

    def list_bodies(self) -> None:
        """Everything in a list item that is neither label nor body goes into a body (ISO 14289-1, 7.2)."""
        for element in list(self.elements.values()):
            if element["S"] != "/LI":
                continue
            loose = [k for k in element["K"] if (kid := self.kid(k)) is None or kid["S"] not in ("/Lbl", "/LBody")]
            if not loose:
                continue
            body = pydyf.Dictionary(
                {
                    "Type": "/StructElem",
                    "S": "/LBody",
                    "P": element.reference,
                    "Pg": element["Pg"],
                    "K": pydyf.Array(loose),
                }
            )
            self.pdf.add_object(body)
            self.elements[body.number] = body
            element["K"] = pydyf.Array([k for k in element["K"] if k not in loose] + [body.reference])
            for item in loose:
                if (kid := self.kid(item)) is not None:
                    kid["P"] = body.reference
                elif isinstance(item, int):
                    self._own(element, item, body)

    def merge_text(self) -> None:
        """Lines of text that hold nothing but themselves join the element round them."""
        self.gone: set[int] = set()
        root = self.at(self.pdf.catalog["StructTreeRoot"])
        for item in root["K"]:
            self._merge(self.kid(item))

    def _merge(self, element: Any) -> None:
        kids: list[Any] = []
        for item in element["K"]:
            kid = self.kid(item)
            if kid is None:
                kids.append(item)
                continue
            self._merge(kid)
            same = kid["S"] in ("/Span", "/NonStruct") or (
                kid["S"] == element["S"] and len(kid["K"]) == 1 and isinstance(kid["K"][0], int)
            )
            if not (same and element["S"] in TEXT_HOLDERS and kid["Pg"] == element["Pg"] and "Alt" not in kid):
                kids.append(item)
                continue
            for part in kid["K"]:
                if isinstance(part, int):
                    self._own(kid, part, element)
                elif (inner := self.kid(part)) is not None:
                    inner["P"] = element.reference
            kids += kid["K"]
            self.gone.add(kid.number)
        element["K"] = pydyf.Array(kids)

    def _own(self, old: Any, mark: int, new: Any) -> None:
        """The marked content `mark` on the page of `old` now belongs to `new`."""
        owners = self.marks[2 * self.pages[old["Pg"]] + 1]
        if owners[mark] == old.reference:
            owners[mark] = new.reference

    def write(self) -> None:
        """Drop merged elements and number all objects anew."""
        kept = [o for o in self.pdf.objects if o.number not in self.gone]
        numbers = {o.number: n for n, o in enumerate(kept)}
        for item in kept:
            _renumber(item.extra if isinstance(item, pydyf.Stream) else item, numbers)
        for n, item in enumerate(kept):
            item.number = n
        self.pdf.objects = kept


def _renumber(value: Any, numbers: dict[int, int]) -> None:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in list(items):
        if isinstance(item, dict | list):
            _renumber(item, numbers)
        elif isinstance(item, bytes | str):
            value[key] = _moved(item, numbers)


def _moved(item: bytes | str, numbers: dict[int, int]) -> bytes | str:
    raw = _bytes(item)
    m = REFERENCE.match(raw)
    return b"%d 0 R" % numbers[int(m[1])] if m else item


def _bytes(value: Any) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode()
    data: bytes = getattr(value, "data", None) or str(value).encode()
    return data
