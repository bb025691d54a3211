"""
The icon of the site, and the picture of 1200 by 630 that other sites show beside a link.

Both are drawn from the chart that `extra.preview` in mkdocs.yml names. The icon is written by every build; the
picture needs a browser, so `explainer social` draws it and stores it in docs/assets. It carries the checksum of the
drawing that it was made from, so that a test can tell whether picture, records and colours still agree.
"""

from __future__ import annotations

import hashlib
import shutil
import struct
import textwrap
import xml.etree.ElementTree as etree
import zlib
from collections.abc import Mapping
from pathlib import Path

from explainer.facts.chart_table import label, number
from explainer.facts.library import Library
from explainer.facts.problems import EditorError, Problem
from explainer.facts.records import Chart
from explainer.facts.settings import Settings
from explainer.shown.charts import marks
from explainer.shown.charts.svg import XMLNS
from explainer.shown.palette import palette

SIZE = (1200, 630)
KEYWORD = b"Drawn-From"
# The site's own font may come late and then stays away; here the picture has to wait for it.
FACES = (
    "body{margin:0}@font-face{font-family:'Source Serif 4';font-weight:400 600;font-display:block;"
    "src:url(fonts/source-serif-4.woff2)}"
)
ICON = "assets/favicon.svg"


def icon(library: Library, docs: Path, settings: Settings) -> str:
    """The icon as an SVG document; empty where the editors keep one of their own, or no chart is named."""
    if settings.preview is None or (docs / ICON).exists():
        return ""
    return marks.emblem(_chart(library, settings), palette(docs)["light"])


def drawing(library: Library, settings: Settings, colours: Mapping[str, str]) -> str:
    """The preview as an SVG document: the site's name, a sentence, and the marks with their key."""
    chart = _chart(library, settings)
    svg = etree.Element(
        "svg",
        {
            "xmlns": XMLNS,
            "width": "1200",
            "height": "630",
            "viewBox": "0 0 1200 630",
            "font-family": "'Source Serif 4', serif",
        },
    )
    etree.SubElement(svg, "rect", {"width": "1200", "height": "630", "fill": colours["paper"]})
    words = settings.preview.words if settings.preview else ""
    y = _text(svg, textwrap.wrap(settings.name, 13), 70, (62, 68, "600"), colours)
    y = _text(svg, textwrap.wrap(words, 33), y + 30, (28, 38, "400"), colours)
    for n, row in enumerate(chart.drawn):
        base = y + 58 + n * 40
        group = etree.SubElement(svg, "g", {"transform": f"translate(64 {base - 20})"})
        marks.group(group, {**row, "value": 1}, 1, 24, (0, 0))  # a key made of the same marks
        words = f"{number(row['value'])} {label(row)}"
        etree.SubElement(svg, "text", _at(104, base, 26, "400", colours)).text = words
    columns, pitch, top = 49, 12.1, 66.0
    for row in chart.drawn:
        marks.group(svg, row, columns, pitch, (560, top))
        top += -(-int(row["value"]) // columns) * pitch + 14
    return etree.tostring(marks.painted(svg, colours), encoding="unicode")


def _chart(library: Library, settings: Settings) -> Chart:
    name = settings.preview.chart if settings.preview else ""
    chart = library.charts.get(name)
    if chart is None or chart.draw != "marks":
        known = ", ".join(i for i, c in library.charts.items() if c.draw == "marks") or "none"
        message = f"extra.preview names the chart '{name}', which is no chart of marks"
        raise EditorError([Problem("mkdocs.yml", 0, message, f"Charts of marks: {known}.")])
    return chart


def _text(
    svg: etree.Element, lines: list[str], y: int, style: tuple[int, int, str], colours: Mapping[str, str]
) -> int:
    """Lines of one size (height, distance, weight) below each other; returns where the last one stands."""
    size, step, weight = style
    for line in lines:
        y += step
        etree.SubElement(svg, "text", _at(64, y, size, weight, colours)).text = line
    return y


def _at(x: int, y: int, size: int, weight: str, colours: Mapping[str, str]) -> dict[str, str]:
    return {"x": str(x), "y": str(y), "font-size": str(size), "font-weight": weight, "fill": colours["ink"]}


def checksum(library: Library, docs: Path, settings: Settings) -> str:
    """Checksum of the drawing that the stored picture must come from."""
    return hashlib.sha256(drawing(library, settings, palette(docs)["light"]).encode()).hexdigest()


def stored_checksum(png: bytes) -> str | None:
    """The checksum that a picture carries, or None."""
    at = png.find(b"tEXt" + KEYWORD + b"\0")
    return png[at + 5 + len(KEYWORD) :][:64].decode("ascii") if at >= 0 else None


def write(library: Library, docs: Path, settings: Settings) -> Path:
    """Write `social.png` into the assets."""
    assets = docs / "assets"
    svg = drawing(library, settings, palette(docs)["light"])
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 (only this command needs it)
    except ImportError:
        raise EditorError(
            [Problem("docs/assets/social.png", 0, "drawing it needs a browser", "Run: make test, once.")]
        ) from None
    page_source = assets / "social.tmp.html"
    page_source.write_text(f"<!doctype html><style>{FACES}</style>{svg}", encoding="utf-8")
    try:
        with sync_playwright() as p:
            browser = p.chromium.launch(executable_path=_browser(), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
            page.goto(page_source.resolve().as_uri())
            page.evaluate("document.fonts.ready.then(() => true)")
            png = page.screenshot()
            browser.close()
    finally:
        page_source.unlink()
    target = assets / "social.png"
    target.write_bytes(_signed(png, checksum(library, docs, settings)))
    return target


def _browser() -> str | None:
    """An installed browser; None leaves the choice to Playwright."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def _signed(png: bytes, digest: str) -> bytes:
    """The image with a tEXt chunk before its end."""
    body = b"tEXt" + KEYWORD + b"\0" + digest.encode()
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return png[:-12] + chunk + png[-12:]
