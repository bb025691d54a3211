"""
Draws laid-out text into the content of a PDF page, in as few bytes as a reader's eye allows.

WeasyPrint writes each piece of a line as a text object, a marked sequence and a state of its own. Here pieces
that follow each other share them: colour, font and place are only said when they change, characters take one
byte, and kerning below a hundredth of an em waits until it adds up. Numbers of pages that are not known yet
stay open as `Later`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint.logger import LOGGER
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from explainer.editions.codes import Codes, Later, Mark, as_bytes, escaped
from explainer.editions.page_numbers import BLANK, FIGURE_SPACE

STEP = 20  # thousandths of an em: kerning goes by these
SLACK = 0.3 / 0.75  # pixels (a third of a point, a dot of a printer): smaller shifts are saved up to the next space
IN_WORD = 2.7  # so many times as much inside a word, where a shift is seen most
TIGHT = -2  # thousandths of an em at every letter: what kerning comes to on average, said once with the font
JOINED = 2  # pixels: text that begins where the last piece ended needs no new place, kerning makes up for it
LONG_NUMBER = re.compile(rb"(\d+\.\d\d)\d+")
SHOWN = re.compile(r"<([0-9a-f]+)>|(-?[\d.]+(?:e-\d+)?)")


def _short(value: float, digits: int = 1) -> bytes:
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    if text in ("-0", ""):
        return b"0"
    return text.replace("-0.", "-.").encode() if text.startswith("-") else (text.lstrip("0") or "0").encode()


def _rgb(colour: Any) -> bytes:
    parts = colour.to("srgb").coordinates
    digits = 3 if min(parts) > 0.8 else 2  # a light ground shows its tint, ink does not
    return b" ".join(_short(part, digits) for part in parts)


class _Operations(list[Any]):
    """What is drawn; anything but text first ends the text that is open."""

    def __init__(self, ink: Ink) -> None:
        super().__init__()
        self.ink = ink

    def append(self, operation: Any) -> None:
        """Add an operation that is no text."""
        self.ink.leave_text()
        if isinstance(operation, bytes) and not operation.endswith(b"cm"):
            operation = LONG_NUMBER.sub(rb"\1", operation)
        super().append(operation)


class Ink(Stream):  # type: ignore[misc]
    """A content stream of WeasyPrint that knows what was said before."""

    def __init__(self, *arguments: Any, codes: dict[str, Codes], owners: Any = None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.stream = _Operations(self)
        self.codes, self.owners = codes, owners or {}
        self.rules: dict[bytes, list[tuple[float, float, float, float]]] = {}
        self.rulers: Any = None  # the coordinates in which rules are drawn; None: at once
        self.first_text = -1
        self._now: dict[str, Any] = {"alpha": 1, "alpha stroke": 1}
        self._saved: list[dict[str, Any]] = []
        self._waiting = 0  # states to save as soon as something changes
        self._in_text = False
        self._run: Any = None
        self._line = self._start = self._end = 0.0

    # -- states: saved only when something is drawn inside

    def push_state(self) -> None:
        """Remember to save the state."""
        self._waiting += 1
        self._ctm_stack.append(self.ctm)

    def pop_state(self) -> None:
        """Restore the state, if it was saved."""
        self._ctm_stack.pop()
        if self._waiting:
            self._waiting -= 1
            return
        self.stream.append(b"Q")
        self._now = self._saved.pop()

    def leave_text(self) -> None:
        """End the open text object, and save the states that wait."""
        if self._in_text:
            if self._run is not None:
                self.put(b"EMC")
            self.put(b"ET")
            self._run, self._in_text = None, False
        for _ in range(self._waiting):
            self.put(b"q")
            self._saved.append(dict(self._now))
        self._waiting = 0

    def put(self, operation: Any) -> None:
        """Add an operation of text."""
        list.append(self.stream, operation)

    def clone(self, **options: Any) -> Ink:
        """A stream for a group or pattern."""
        given = {
            "fonts": self._fonts,
            "page_rectangle": self.page_rectangle,
            "resources": self._resources,
            "images": self._images,
            "tags": None,
            "color_profiles": self._color_profiles,
            "output_intent": self._output_intent,
            "compress": self.compress,
        }
        return Ink(codes=self.codes, **{**given, **options})

    def set_color(self, color: Any, stroke: bool = False) -> None:  # noqa: FBT001, FBT002 (WeasyPrint's signature)
        """Say a colour unless it is the one in use."""
        if (rgb := self._news(color, stroke=stroke)) is not None:
            self.leave_text()  # states that wait are saved with the colour as it was
            self.stream.append(self._take(rgb, stroke=stroke))

    def _news(self, color: Any, *, stroke: bool) -> bytes | None:
        """The operation for a colour, or None where it is in use; an opacity is said at once."""
        *_, alpha = color
        if alpha != self._now["alpha stroke" if stroke else "alpha"]:
            self.set_alpha(alpha, stroke)
        rgb = _rgb(color) + (b" RG" if stroke else b" rg")
        return None if self._now.get("stroke" if stroke else "fill") == rgb else rgb

    def _take(self, rgb: bytes, *, stroke: bool) -> bytes:
        self._now["stroke" if stroke else "fill"] = rgb
        return rgb

    def set_alpha(self, alpha: float, stroke: bool = False, fill: bool | None = None) -> None:  # noqa: FBT001, FBT002
        """Say an opacity unless it is the one in use."""
        for name, wanted, key in (
            ("alpha stroke", stroke, "CA"),
            ("alpha", (not stroke) if fill is None else fill, "ca"),
        ):
            if wanted and self._now[name] != alpha:
                self.leave_text()
                self._now[name] = alpha
                state = f"{'A' if key == 'CA' else 'a'}{alpha}"
                self._resources["ExtGState"].setdefault(state, pydyf.Dictionary({key: alpha}))
                self.stream.append(b"/" + state.encode() + b" gs")

    # -- marked content

    @contextmanager
    def marked(self, box: Any, tag: str) -> Iterator[None]:
        """A picture belongs to its element; text sees to that itself."""
        run = self.owners.get(box)
        if tag == "Span" or run is None:
            yield
            return
        self.stream.append(Mark(tag, run))
        yield
        self.stream.append(b"EMC")

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is only for the eye."""
        self.stream.append(b"/Artifact BMC")
        at = len(self.stream)
        yield
        if len(self.stream) == at:
            self.stream.pop()
        else:
            self.stream.append(b"EMC")

    # -- text that WeasyPrint draws itself, in pictures

    def begin_text(self) -> None:
        """Open a text object."""
        self.stream.append(b"BT")

    def end_text(self) -> None:
        """Close it."""
        self.stream.append(b"ET")

    def set_font_size(self, font: str, size: float) -> None:
        """Say the font."""
        self._now["font"] = None
        known = next(f for f in self._fonts.values() if f.hash == font)
        self.stream.append(b"/%s %g Tf 0 Tc" % (self._book(known).name.encode(), round(size, 2)))
        self._picture_font = font

    def show_text(self, text: Any) -> None:
        """Show WeasyPrint's glyph numbers with our codes."""
        known = next(f for f in self._fonts.values() if f.hash == self._picture_font)
        parts = []
        for glyphs, shift in SHOWN.findall(str(text)):
            if glyphs:
                numbers = [int(glyphs[n : n + 4], 16) for n in range(0, len(glyphs), 4)]
                parts.append(b"(" + escaped(b"".join(self._code(known, n) for n in numbers)) + b")")
            elif float(shift):
                parts.append(b"%d" % float(shift))
        list.append(self.stream, b"[" + b"".join(parts) + b"]TJ")

    def _code(self, font: Any, glyph: int) -> bytes:
        words = next(
            (f.to_unicode[glyph] for f in self._fonts.values() if f.hash == font.hash and glyph in f.to_unicode), ""
        )
        return self._book(font).code(glyph, words)

    # -- text

    def _book(self, font: Any) -> Codes:
        if font.hash not in self.codes:
            self.codes[font.hash] = Codes(f"F{len(self.codes)}")
        return self.codes[font.hash]

    def text(self, box: Any) -> None:
        """Draw a piece of a line."""
        layout, style = box.pango_layout, box.style
        layout.reactivate(style)
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)  # noqa: FBT003
        target = box.element.get("data-to") if box.element is not None and BLANK in box.text else None
        colour = self._news(style["color"], stroke=False)
        self._enter(box)
        if colour is not None:
            self.put(self._take(colour, stroke=False))
        x, y = box.position_x, box.position_y + box.baseline
        kept = False
        for font, size, glyphs in self._runs(layout):
            self._place(font, size, x, y)
            open_number = (target, self._digits(layout, font)) if target else None
            x += self._show(font, size, glyphs, open_number, x)
            kept = kept or font.kept is layout
        if not kept:
            layout.deactivate()

    def _enter(self, box: Any) -> None:
        run = self.owners.get(box, ())
        if not self._in_text:
            self.put(b"BT")
            if self.first_text < 0:
                self.first_text = len(self.stream) - 1
            self._in_text, self._run, self._line = True, None, float("nan")
        if run is self._run:
            return
        if self._run is not None:
            self.put(b"EMC")
        self._run = run
        if isinstance(run, tuple):
            self.put(b"/Artifact BMC")
        else:
            self.put(Mark("Span", run))

    def _place(self, font: Any, size: float, x: float, y: float) -> None:
        name = b"/%s %g Tf %g Tc" % (self._book(font).name.encode(), round(size, 2), round(TIGHT * size / 1000, 3))
        if self._now.get("font") != name:
            self._now["font"] = name
            self.put(name)
        if self._line != self._line:  # not yet placed
            self.put(b"1 0 0 -1 %s %s Tm" % (_short(x), _short(y)))
            self._start, self._line = round(x, 1), round(y, 1)
        elif abs(y - self._line) > 0.1 or abs(x - self._end) > JOINED:
            right, down = round(x - self._start, 1), round(y - self._line, 1)
            self.put(b"%s %s Td" % (_short(right), _short(-down)))
            self._start, self._line = self._start + right, self._line + down
        else:
            return
        self._end = self._start

    def _runs(self, layout: Any) -> Iterator[tuple[Any, float, list[tuple[int, int, int]]]]:
        """(font, size, [(glyph, width, shift)]) for each run of the first line."""
        line, _ = layout.get_first_line()
        run = line.runs[0]
        while run != ffi.NULL:
            item = run.data
            run = run.next
            count = item.glyphs.num_glyphs
            numbers = memoryview(ffi.buffer(item.glyphs.glyphs, count * ffi.sizeof("PangoGlyphInfo"))).cast("i")
            step = len(numbers) // count if count else 1
            font, size = self.add_font(item.item.analysis.font)
            if not hasattr(font, "kept"):  # its memory is Pango's, and goes with the last layout that uses it
                font.kept = layout
            glyphs = [(numbers[n] & 0xFFFFFFFF, numbers[n + 1], numbers[n + 2]) for n in range(0, len(numbers), step)]
            for at, (glyph, _, _) in enumerate(glyphs):
                if glyph not in font.widths or glyph not in font.to_unicode:
                    self._meet(layout, font, size, item, glyphs, at)
            yield font, size, glyphs

    def _meet(self, layout: Any, font: Any, size: float, item: Any, glyphs: list[Any], at: int) -> None:
        """Note the width of a glyph and the letters that it stands for."""
        glyph = glyphs[at][0]
        if glyph == pango.PANGO_GLYPH_EMPTY:
            return
        if glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
            letter = glyph - pango.PANGO_GLYPH_UNKNOWN_FLAG
            LOGGER.warning(
                '.notdef glyph rendered for Unicode string unsupported by fonts: "%s" (U+%04X)', chr(letter), letter
            )
            return
        clusters, count = item.glyphs.log_clusters, item.glyphs.num_glyphs
        left = clusters[at]
        if item.item.analysis.level % 2:
            right = item.item.length if at == 0 else clusters[at - 1]
        else:
            right = item.item.length if at == count - 1 else clusters[at + 1]
        offset = item.item.offset
        font.to_unicode[glyph] = layout.text.encode()[offset + left : offset + right].decode()
        pango.pango_font_get_glyph_extents(item.item.analysis.font, glyph, self.ink_rect, self.logical_rect)
        font.widths[glyph] = round(self.logical_rect.width * 1000 * FROM_UNITS / size)

    def _digits(self, layout: Any, font: Any) -> dict[str, bytes]:
        """The codes of the digits and of the figure space, as this layout sets them."""
        book = self._book(font)
        if not book.digits:
            text, digits = layout.text, "0123456789" + FIGURE_SPACE
            layout.set_text(digits)
            codes: dict[str, bytes] = {}
            for found, _, glyphs in self._runs(layout):
                for (glyph, _, _), digit in zip(glyphs, digits, strict=True):
                    codes[digit] = self._code(found, glyph)
            book.digits = codes
            layout.set_text(text)
        return book.digits

    def _show(self, font: Any, size: float, glyphs: list[tuple[int, int, int]], number: Any, x: float) -> float:
        """Show glyphs of one font; returns how far they reach."""
        book = self._book(font)
        scale = 1000 * FROM_UNITS / size
        shift = (self._end - x) * 1000 / size  # how far the last pieces ended too far right
        space = book.space
        tight = round(TIGHT * size / 1000, 3) * 1000 / size
        slack = max(STEP / 2, SLACK * 1000 / size)
        parts: list[Any] = [Later(*number, pad=True)] if number else []
        codes = bytearray()
        reach = advance = 0.0
        zero = number[1]["0"] if number else b""

        def close() -> None:
            if codes:
                parts.append(escaped(bytes(codes)))
                codes.clear()

        for glyph, width, offset in glyphs:
            reach += width * FROM_UNITS
            if glyph == pango.PANGO_GLYPH_EMPTY or glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
                shift -= width * scale
                continue
            shift -= offset * scale
            if abs(shift) >= (slack if glyph == space else IN_WORD * slack):
                close()
                step = round(shift / STEP) * STEP
                parts.append(step)
                advance -= step
                shift -= step
            code = book.by_glyph.get(glyph) or book.code(glyph, font.to_unicode[glyph])
            codes += code
            advance += font.widths[glyph] + tight
            shift += font.widths[glyph] + tight - width * scale + offset * scale
            if number and codes.endswith(zero * len(BLANK)):
                del codes[-len(BLANK) * len(zero) :]
                close()
                parts.append(Later(*number))
        close()
        self._end += advance * size / 1000
        self._write(parts)
        return reach

    def _write(self, parts: list[Any]) -> None:
        """One operation for a piece: bytes, or a list of bytes with the numbers that come later."""
        if not parts:
            return
        shifts = any(isinstance(part, int) for part in parts)
        pieces: list[Any] = [b"[" if shifts else b""]
        inside = False
        for part in parts:
            if isinstance(part, int):
                pieces.append((b")" if inside else b"") + b"%d" % part)
                inside = False
            else:
                pieces += [part] if inside else [b"(", part]
                inside = True
        pieces.append((b")" if inside else b"") + (b"]TJ" if shifts else b"Tj"))
        self.put(b"".join(pieces) if all(isinstance(piece, bytes) for piece in pieces) else pieces)

    def rule(self, colour: Any, x: float, y: float, width: float, height: float) -> bool:
        """
        Note a line or border; those of a page are drawn at once, below its text.

        False where it cannot wait: in groups, in turned boxes, and in colours that show what is below.
        """
        *_, alpha = colour
        if not self.rulers or self.ctm != self.rulers or alpha != 1:
            return False
        rules = self.rules.setdefault(_rgb(colour), [])
        if rules and rules[-1][1::2] == (y, height) and abs(sum(rules[-1][::2]) - x) < JOINED:
            x, width = rules[-1][0], x + width - rules[-1][0]
            rules.pop()
        rules.append((x, y, width, height))
        return True

    def finish(self) -> None:
        """Close what is open, and draw the rules."""
        self.leave_text()
        if not self.rules:
            return
        at = self.first_text if self.first_text >= 0 else len(self.stream)
        drawn = [b"/Artifact BMC q"]
        for rgb, rules in self.rules.items():
            drawn.append(rgb + b" rg")
            drawn += [b"%s %s %s %s re" % (_short(x), _short(y), _short(w, 2), _short(h, 2)) for x, y, w, h in rules]
            drawn.append(b"f")
        self.stream[at:at] = [*drawn, b"Q EMC"]

    def content(self, pages: dict[str, int]) -> bytes:
        """The finished stream, with the numbers of pages in their places."""
        return b"\n".join(
            b"".join(part.filled(pages) if isinstance(part, Later) else part for part in operation)
            if isinstance(operation, list)
            else as_bytes(operation)
            for operation in self.stream
        )
