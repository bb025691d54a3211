"""What a first visit brings: a font with every character of the pages, and files without what only editors read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from explainer.out import webfont
from explainer.out.built import BuiltPage
from tests import support

FONT = support.DOCS / "assets/fonts" / webfont.NAME
# Set in the reader's own font of even width, or not shown at all.
NOT_OURS = {"code", "pre", "script", "style", "template"}


def test_the_font_has_every_character_that_pages_show(built: list[BuiltPage]) -> None:
    # What the font of the book has not either comes from the reader's own.
    book = set(TTFont(support.ROOT / webfont.SOURCES / webfont.WEIGHTS[400]).getBestCmap())
    known = set(TTFont(FONT).getBestCmap()) | set(map(ord, "\n\t"))
    known |= set(map(ord, "↩☐☑"))  # the way back from a note, boxes of tasks: readers' own fonts have them
    missing = {
        (page.path, character)
        for page in built
        for element in page.tree.iter()
        if isinstance(element.tag, str)
        for text in (element.text if element.tag not in NOT_OURS else "", element.tail, element.get("title"))
        for character in set(text or "")
        if ord(character) in book - known
    }
    assert not missing, "add it to CHARACTERS in explainer/out/webfont.py and run: explainer font"


@pytest.mark.parametrize("weight", webfont.WEIGHTS)
def test_letters_of_the_pages_are_those_of_the_book(weight: int) -> None:
    font, book = TTFont(FONT), TTFont(support.ROOT / webfont.SOURCES / webfont.WEIGHTS[weight])
    assert set(font.getBestCmap()) == set(map(ord, webfont.CHARACTERS)), "run: explainer font"
    axis = font["fvar"].axes[0]
    assert (axis.axisTag, axis.minValue, axis.maxValue) == ("wght", min(webfont.WEIGHTS), max(webfont.WEIGHTS))
    ours, theirs = (f.getGlyphSet(location={"wght": weight}) for f in (font, book))
    for code, name in font.getBestCmap().items():
        other = book.getBestCmap()[code]
        assert abs(2 * ours[name].width - theirs[other].width) <= 4, chr(code)
        lines = []
        for glyphs, glyph in ((ours, name), (theirs, other)):
            pen = DecomposingRecordingPen(glyphs)
            glyphs[glyph].draw(pen)
            lines.append(pen.value)
        assert [verb for verb, _ in lines[0]] == [verb for verb, _ in lines[1]], chr(code)
        for (_, points), (_, wanted) in zip(*lines, strict=True):
            for (x, y), (u, v) in zip(points, wanted, strict=True):
                assert max(abs(2 * x - u), abs(2 * y - v)) <= 8, chr(code)  # in thousandths of the type size


def test_the_font_sets_capitals_closer_to_round_letters() -> None:
    font = TTFont(FONT)
    lookup = webfont.pair_tables(font)
    assert sum(webfont.amount(table, "T", "o") for table in lookup) < -20  # in units of an em of 500
    assert sum(webfont.amount(table, "n", "o") for table in lookup) == 0


def test_published_style_sheets_and_scripts_hold_no_comments_and_all_else(site: Path) -> None:
    copies = {file.name.split(".")[0] + file.suffix: file for file in (site / "assets/hashed").glob("*.[cj]s*")}
    sheet = copies["site.css"].read_text("utf-8")
    source = (support.DOCS / "assets/site.css").read_text("utf-8")
    assert "/*" not in re.sub(r"/\*!.*?\*/", "", sheet, flags=re.DOTALL)
    assert sheet.count("{") == re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL).count("{")
    assert len(sheet) < len(source)
    for name in ("site.js", "early.js"):
        assert len(copies[name].read_bytes()) < (support.DOCS / "assets" / name).stat().st_size
