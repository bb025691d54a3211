"""What stands in a content stream of the book: codes of characters, numbers that come later, marks of its tags."""

from __future__ import annotations

import re
from typing import Any

from explainer.editions.page_numbers import BLANK, FIGURE_SPACE

ONE_BYTE = 240  # codes from here on take two bytes: F0xx
ESCAPED = re.compile(rb"([\\()])")


class Codes:
    """The character codes of one font: ASCII where the glyph is an ASCII letter, else the next that is free."""

    def __init__(self, name: str = "") -> None:
        self.by_glyph: dict[int, bytes] = {}
        self.taken: set[int] = set()
        self.words: dict[int, str] = {}
        self.name = name
        self.space = -1  # the glyph of the space: a shift is seen least there
        self.digits: dict[str, bytes] = {}  # codes of the digits and the figure space, as numbers of pages are set

    def code(self, glyph: int, words: str) -> bytes:
        """The code of a glyph that stands for `words`."""
        if (known := self.by_glyph.get(glyph)) is not None:
            return known
        wanted = ord(words) if len(words) == 1 and 32 <= ord(words) < 127 else 128
        if wanted in self.taken:
            wanted = 128
        while wanted in self.taken:
            wanted += 1
        self.taken.add(wanted)
        code = bytes([wanted]) if wanted < ONE_BYTE else (0xF000 + wanted - ONE_BYTE).to_bytes(2, "big")
        self.by_glyph[glyph], self.words[glyph] = code, words
        if words == " ":
            self.space = glyph
        return code


class Later:
    """A number of a page that is filled in when all pages are known."""

    def __init__(self, target: str, codes: dict[str, bytes], *, pad: bool = False) -> None:
        self.target, self.codes, self.pad = target, codes, pad

    def filled(self, pages: dict[str, int]) -> bytes:
        """The codes of the number; or (`pad`) of the room that it leaves, which stands in front of all."""
        number = str(pages[self.target])
        if self.pad:
            number = FIGURE_SPACE * (len(BLANK) - len(number))
        return escaped(b"".join(self.codes[c] for c in number))


class Mark:
    """The beginning of a marked sequence; its number is known when the tags of the page are (`Tree.add`)."""

    def __init__(self, tag: str, run: Any) -> None:
        self.tag, self.run, self.number = tag, run, 0
        run.append(self)

    @property
    def data(self) -> bytes:
        """The operation."""
        return b"/%s<</MCID %d>>BDC" % (self.tag.encode(), self.number)


def escaped(codes: bytes) -> bytes:
    """Codes as they stand inside the brackets of a PDF string."""
    return ESCAPED.sub(rb"\\\1", codes).replace(b"\r", rb"\r")


def as_bytes(value: Any) -> bytes:
    """A part of a stream as it is written."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode()
    data: bytes = getattr(value, "data", None) or str(value).encode()
    return data


def encoding(book: Codes) -> bytes:
    """The CMap that leads from codes to the glyphs of a font."""
    cids = [b"<%s> %d" % (code.hex().encode(), glyph) for glyph, code in book.by_glyph.items()]
    return _cmap(book, b"Book", b"Identity", b"cidchar", cids, 1)


def meaning(book: Codes) -> bytes:
    """The CMap that leads from codes to what they stand for: what a reader copies, searches and hears."""
    chars = [
        b"<%s> <%s>" % (code.hex().encode(), book.words[glyph].encode("utf-16-be").hex().encode())
        for glyph, code in book.by_glyph.items()
    ]
    return _cmap(book, b"Adobe-Identity-UCS", b"UCS", b"bfchar", chars, 2)


def _cmap(book: Codes, name: bytes, ordering: bytes, kind: bytes, rows: list[bytes], number: int) -> bytes:
    two = any(len(code) == 2 for code in book.by_glyph.values())
    spaces = [b"<00> <ef>", *([b"<f000> <ffff>"] if two else [])]
    lines = [
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap",
        b"/CIDSystemInfo <</Registry (Adobe)/Ordering (%s)/Supplement 0>> def" % ordering,
        b"/CMapName /%s def\n/CMapType %d def" % (name, number),
        *([b"/WMode 0 def"] if number == 1 else []),
        b"%d begincodespacerange" % len(spaces),
        *spaces,
        b"endcodespacerange",
    ]
    rows = sorted(rows)
    for at in range(0, len(rows), 100):
        part = rows[at : at + 100]
        lines += [b"%d begin%s" % (len(part), kind), *part, b"end" + kind]
    lines.append(b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend")
    return b"\n".join(lines)
