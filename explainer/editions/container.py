"""Writes a PDF file: objects of a kind side by side and a cross-reference table that packs well."""

from __future__ import annotations

import re
import zlib
from hashlib import md5
from typing import Any

import pydyf

PLAIN = {**{chr(n): n for n in range(32, 127)}, **{chr(n): n for n in range(161, 256)}}
PLAIN.update({"•": 0x80, "…": 0x83, "—": 0x84, "–": 0x85, "“": 0x8D, "”": 0x8E, "‘": 0x8F, "’": 0x90})
KIND = re.compile(rb"/Type/(Annot|StructElem)\b(?:.*?/(?:Dest|URI)(\(.*?[^\\]\)))?")


class Raw(pydyf.Object):  # type: ignore[misc]
    """An object that is bytes already."""

    def __init__(self, data: bytes = b"") -> None:
        super().__init__()
        self.data_ = data

    @property
    def data(self) -> bytes:
        """The object as it is written."""
        return self.data_


def text_string(words: str) -> bytes:
    """Words as a PDF string: one byte a letter where PDF has a code for it, else UTF-16."""
    codes = [PLAIN.get(letter) for letter in words]
    data = b"\xfe\xff" + words.encode("utf-16-be") if None in codes else bytes(c for c in codes if c is not None)
    return b"(" + re.sub(rb"([\\()])", rb"\\\1", data).replace(b"\r", rb"\r") + b")"


def packed(data: bytes, **extra: Any) -> Any:
    """A compressed stream. Its last byte never reads as the line end after it (PDF/A, 6.1.7): that dispute is over."""
    found = _compressed(data)
    while found[-1:] in (b"\r", b"\n"):
        data += b"\n"  # the last bytes are a checksum of the content
        found = _compressed(data)
    return pydyf.Stream([found], pydyf.Dictionary({**extra, "Filter": "/FlateDecode"}))


def _compressed(data: bytes) -> bytes:
    # Little memory makes short blocks, each with letters' lengths of its own: a hundredth smaller here than with 9.
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS, 5)
    return packer.compress(data) + packer.flush()


def _likeness(item: tuple[int, bytes]) -> tuple[bytes, bytes]:
    """What is alike stands together: links by their target, then the elements of the structure as they come."""
    found = KIND.match(item[1], 2)
    return (b"", b"") if found is None else (found[1], (found[2] or b"") if found[1] == b"Annot" else b"")


def written(pdf: Any) -> bytes:
    """The file: streams first, then all other objects in one stream, then the table of places."""
    pdf.add_object(pdf.info)
    out = bytearray(b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n")
    places: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    small: list[tuple[int, bytes]] = []
    digest = md5(usedforsecurity=False)

    def place(number: int, data: bytes) -> None:
        places[number] = (1, len(out), 0)
        out.extend(b"%d 0 obj\n%s\nendobj\n" % (number, data))

    for item in pdf.objects[1:]:
        data = item.data
        digest.update(data)
        if isinstance(item, pydyf.Stream):
            place(item.number, data)
        else:
            small.append((item.number, data))
    small.sort(key=_likeness)
    number = len(pdf.objects)
    heads, position = [], 0
    for at, (one, data) in enumerate(small):
        places[one] = (2, number, at)
        heads.append(b"%d %d" % (one, position))
        position += len(data) + 1
    head = b" ".join(heads)
    body = head + b"\n" + b"\n".join(data for _, data in small)
    place(number, packed(body, Type="/ObjStm", N=len(small), First=len(head) + 1).data)
    places[number + 1] = (1, len(out), 0)
    name = f"<{digest.hexdigest()}>"
    sizes = (1, 3, 3)
    rows = [b"".join(v.to_bytes(n, "big") for v, n in zip(places[k], sizes, strict=True)) for k in range(number + 2)]
    table = bytearray()
    last = bytes(7)
    for row in rows:
        table += b"\2" + bytes((a - b) % 256 for a, b in zip(row, last, strict=True))
        last = row
    start = len(out)
    stream = packed(
        bytes(table),
        Type="/XRef",
        W=pydyf.Array(sizes),
        Size=number + 2,
        Root=pdf.catalog.reference,
        Info=pdf.info.reference,
        ID=pydyf.Array((name, name)),
        DecodeParms=pydyf.Dictionary({"Predictor": 12, "Columns": 7}),
    )
    out.extend(b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (number + 1, stream.data, start))
    return bytes(out)
