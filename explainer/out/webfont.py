"""
The one font file of the pages, cut from the fonts of the book: `explainer font` writes it into docs/assets/fonts.

It is a variable font of two weights, because letters of two weights share most of their outline: one file of eleven
kilobytes in place of two with twenty. It has the characters that pages use, on a grid half as fine as the book's,
and no hints; the steps are smaller than a tenth of a pixel at the size of a title.
"""

from __future__ import annotations

import string
from itertools import product
from pathlib import Path
from typing import Any

from fontTools import subset, varLib
from fontTools.designspaceLib import AxisDescriptor, DesignSpaceDocument, SourceDescriptor
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

from explainer.facts.problems import EditorError, Problem

SOURCES = Path("overrides/print/fonts")
NAME = "source-serif-4.woff2"
WEIGHTS = {400: "source-serif-4-regular.ttf", 600: "source-serif-4-semibold.ttf"}
# What pages use, and what they may well use tomorrow; any other character comes from the reader's own fonts.
KERNED = string.ascii_letters + ".,’‘“”"
CHARACTERS = KERNED + string.digits + "€£| \u00a0\"'!#$%&()*+-/:;<=>?@[]_`{}§·×é÷–—…→↗−"
GRID = 500  # units of the em; the book's fonts have 1,000
SLACK = 1  # units by which the outline of the second weight may be off where that saves a number
KERN_STEP = 20  # units of the book's fonts: finer steps and smaller amounts of kerning are not seen
# The licence keeps the name "Source" for the unchanged fonts (docs/assets/fonts/OFL.txt).
FAMILY = "Explainer Text"


def write(assets: Path, sources: Path = SOURCES) -> Path:
    """Write the font into `assets`/fonts; raises `EditorError` when a font of the book is missing."""
    target = assets / "fonts" / NAME
    font = made(sources)
    font.flavor = "woff2"
    font.save(target)
    return target


def made(sources: Path = SOURCES) -> TTFont:
    """The font: `CHARACTERS` only, with the axis `wght` from the lightest to the heaviest of `WEIGHTS`."""
    masters = {weight: _read(sources / file) for weight, file in WEIGHTS.items()}
    pairs = _kerning(list(masters.values()))
    space = DesignSpaceDocument()
    lightest, heaviest = min(WEIGHTS), max(WEIGHTS)
    space.addAxis(
        AxisDescriptor(tag="wght", name="Weight", minimum=lightest, default=lightest, maximum=heaviest),
    )
    for weight, master in masters.items():
        _cut(master)
        space.addSource(SourceDescriptor(font=master, location={"Weight": weight}, name=str(weight)))
    font, *_ = varLib.build(space, exclude=["HVAR", "MVAR", "STAT", "avar"], optimize=False)
    _save_numbers(font)
    _kern(font, pairs)
    font["name"].names = [record for record in font["name"].names if record.nameID == 0]  # the copyright stays
    for number, text in ((1, FAMILY), (2, "Regular"), (4, FAMILY), (6, FAMILY.replace(" ", ""))):
        font["name"].setName(text, number, 3, 1, 0x409)
    return font


def _read(file: Path) -> TTFont:
    if not file.is_file():
        raise EditorError([Problem(str(file), 0, "this font file is missing", "Restore it from version control.")])
    return TTFont(file, recalcTimestamp=False)


def _cut(font: TTFont) -> None:
    options = subset.Options(
        hinting=False, layout_features=[], glyph_names=False, notdef_outline=False, name_IDs=[0], drop_tables=_LAYOUT
    )
    cutter = subset.Subsetter(options)
    cutter.populate(text=CHARACTERS)
    cutter.subset(font)
    scale_upem(font, GRID)


_LAYOUT = ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "gasp", "prep"]


def _save_numbers(font: TTFont) -> None:
    """Leave out the changes between the weights that follow from those of neighbouring points."""
    for name, variations in font["gvar"].variations.items():
        points, outline = font["glyf"]._getCoordinatesAndControls(name, font["hmtx"].metrics)  # noqa: SLF001
        for variation in variations:
            variation.optimize(list(points), list(outline.endPts), tolerance=SLACK)


Pairs = dict[str, dict[str, int]]


def _kerning(fonts: list[TTFont]) -> Pairs:
    """First character → second character → change of the distance, in units of the book's fonts: the mean of both."""
    tables = [pair_tables(font) for font in fonts]
    found: Pairs = {}
    for first, second in product(KERNED, KERNED):
        if not (first.islower() and second.isupper()):  # stands in no word
            total = sum(
                amount(lookup, font.getBestCmap()[ord(first)], font.getBestCmap()[ord(second)])
                for font, lookups in zip(fonts, tables, strict=True)
                for lookup in lookups
            )
            step = round(total / len(fonts) / KERN_STEP) * KERN_STEP
            if step:
                found.setdefault(first, {})[second] = step
    return found


def pair_tables(font: TTFont) -> list[list[Any]]:
    """The kerning of a font: the tables of pairs of each lookup, in the order in which they are asked."""
    layout = font["GPOS"].table
    features = (record.Feature for record in layout.FeatureList.FeatureRecord if record.FeatureTag == "kern")
    numbers = sorted({number for feature in features for number in feature.LookupListIndex})
    lookups = ([getattr(s, "ExtSubTable", s) for s in layout.LookupList.Lookup[n].SubTable] for n in numbers)
    return [[table for table in lookup if type(table).__name__ == "PairPos"] for lookup in lookups]


def amount(lookup: list[Any], first: str, second: str) -> int:
    """What one lookup says about a pair of glyphs: its first table that knows the pair decides."""
    for table in lookup:
        if first not in table.Coverage.glyphs:
            continue
        if table.Format == 1:
            records = table.PairSet[table.Coverage.glyphs.index(first)].PairValueRecord
            values = [record.Value1 for record in records if record.SecondGlyph == second]
            if not values:
                continue
            value = values[0]
        else:
            row = table.Class1Record[table.ClassDef1.classDefs.get(first, 0)]
            value = row.Class2Record[table.ClassDef2.classDefs.get(second, 0)].Value1
        return getattr(value, "XAdvance", 0)
    return 0


def _kern(font: TTFont, pairs: Pairs) -> None:
    """Write the pairs by classes: characters that behave alike share a row or a column of one small table."""
    glyphs = font.getBestCmap()
    firsts: dict[Any, list[str]] = {}
    for first, row in pairs.items():
        firsts.setdefault(tuple(sorted(row.items())), []).append(first)
    seconds: dict[Any, list[str]] = {}
    for second in sorted({second for row in pairs.values() for second in row}):
        seconds.setdefault(tuple(pairs[group[0]].get(second) for group in firsts.values()), []).append(second)

    def named(group: list[str]) -> str:
        return "[" + " ".join(glyphs[ord(character)] for character in group) + "]"

    rules = [
        f"pos {named(ones)} {named(others)} {step * GRID // 1000};"
        for ones in firsts.values()
        for others in seconds.values()
        if (step := pairs[ones[0]].get(others[0]))
    ]
    addOpenTypeFeaturesFromString(font, f"feature kern {{ {' '.join(rules)} }} kern;")
