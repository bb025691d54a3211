"""
Text, borders and lines drawn by `ink` in place of WeasyPrint's own functions, while a page is printed.

Replaces private functions of WeasyPrint 70.0, which is pinned; the finished file is tested.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import weasyprint.draw
from weasyprint.draw.color import get_color
from weasyprint.layout.percent import percentage

SIDES = ("top", "right", "bottom", "left")


def draw_text(stream: Any, box: Any, offset_x: float, text_overflow: str, block_ellipsis: str = "none") -> None:
    """Take the place of WeasyPrint's function of this name."""
    del offset_x, text_overflow, block_ellipsis
    style = box.style
    if style["visibility"] != "visible" or not box.text or box.text == "\n":
        return
    if "underline" in style["text_decoration_line"]:
        layout = box.pango_layout
        given = style["text_decoration_thickness"]
        auto = given in ("auto", "from-font")
        thickness = layout.underline_thickness if auto else percentage(given, style, style["font_size"])
        given = style["text_underline_offset"]
        offset = -layout.underline_position if given == "auto" else percentage(given, style, style["font_size"])
        y = box.position_y + box.baseline + offset
        stream.rule(get_color(style, "text_decoration_color"), box.position_x, y, box.width, thickness)
    stream.text(box)


def draw_border(stream: Any, box: Any) -> None:
    """Take the place of WeasyPrint's function: plain borders are rules."""
    style = box.style
    widths = [getattr(box, f"border_{side}_width") for side in SIDES]
    if not any(widths) and style["column_count"] == "auto" and style["column_width"] == "auto":
        return
    x, y, width, height, *corners = box.rounded_border_box()
    colours = [get_color(style, f"border_{side}_color") for side in SIDES]
    top, right, bottom, left = widths
    places = (
        (x, y, width, top),
        (x + width - right, y, right, height),
        (x, y + height - bottom, width, bottom),
        (x, y, left, height),
    )
    plain = style["visibility"] == "visible" and style["border_image_source"][0] == "none"
    plain = plain and not any(part for corner in corners for part in corner)
    plain = plain and all(
        style[f"border_{side}_style"] == "solid" or not w for side, w in zip(SIDES, widths, strict=True)
    )
    plain = plain and all(colour.alpha == 1 for colour, w in zip(colours, widths, strict=True) if w)
    if not (plain and stream.rulers and stream.ctm == stream.rulers):
        THEIRS["draw_border"](stream, box)
        return
    for colour, place, thick in zip(colours, places, widths, strict=True):
        if thick:
            stream.rule(colour, *place)


def draw_line(  # noqa: PLR0913, PLR0917 (WeasyPrint's signature)
    stream: Any, x1: float, y1: float, x2: float, y2: float, thickness: float, style: str, color: Any, offset: float = 0
) -> None:
    """Take the place of WeasyPrint's function: plain lines of tables are rules."""
    half = thickness / 2
    place = (x1, y1 - half, x2 - x1, thickness) if y1 == y2 else (x1 - half, y1, thickness, y2 - y1)
    if style != "solid" or not stream.rule(color, *place):
        THEIRS["draw_line"](stream, x1, y1, x2, y2, thickness, style, color, offset)


OURS: dict[str, Any] = {"draw_text": draw_text, "draw_border": draw_border, "draw_line": draw_line}
THEIRS: dict[str, Any] = {name: getattr(weasyprint.draw, name) for name in OURS}


@contextmanager
def ours() -> Iterator[None]:
    """Let WeasyPrint draw text and lines with the functions of this module."""
    for name, function in OURS.items():
        setattr(weasyprint.draw, name, function)
    try:
        yield
    finally:
        for name, function in THEIRS.items():
            setattr(weasyprint.draw, name, function)
