"""
The image that other sites show beside a link: 1200 by 630, the 1,803 marks and the site's question.

`explainer social` draws it with Chromium and stores it in docs/assets. The PNG carries the checksum of
the drawing it was made from, so a test can tell that picture and record still agree.
"""

from __future__ import annotations

import hashlib
import shutil
import struct
import xml.etree.ElementTree as etree
import zlib
from pathlib import Path

from explainer.facts.chart_table import label, number
from explainer.facts.library import Library
from explainer.facts.problems import EditorError, Problem
from explainer.shown.charts import marks
from explainer.shown.charts.svg import XMLNS

SIZE = (1200, 630)
KEYWORD = b"Drawn-From"
# The site's own font may come late and then stays away; here the picture has to wait for it.
FACES = (
    "body{margin:0}@font-face{font-family:'Source Serif 4';font-weight:400 600;font-display:block;"
    "src:url(fonts/source-serif-4.woff2)}"
)


def drawing(library: Library) -> str:
    """The preview as an SVG document."""
    chart = library.charts["dataset-responses"]
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
    etree.SubElement(svg, "rect", {"width": "1200", "height": "630", "fill": marks.LIGHT["paper"]})
    ink = marks.LIGHT["ink"]
    for y, size, weight, text in (
        (150, 62, "600", "The Dallas"),
        (218, 62, "600", "Searches"),
        (300, 28, "400", f"{number(chart.total)} public bodies stand in"),
        (338, 28, "400", "BuzzFeed News’ table on Clearview AI."),
        (390, 28, "400", "How each one answered:"),
    ):
        etree.SubElement(
            svg, "text", {"x": "64", "y": str(y), "font-size": str(size), "font-weight": weight, "fill": ink}
        ).text = text
    for n, row in enumerate(chart.drawn):
        base = 440 + n * 40
        group = etree.SubElement(svg, "g", {"transform": f"translate(64 {base - 20})"})
        marks.group(group, {**row, "value": 1}, 1, 24, (0, 0))  # a key made of the same marks
        etree.SubElement(
            svg, "text", {"x": "104", "y": str(base), "font-size": "26", "fill": ink}
        ).text = f"{number(row['value'])} {label(row)}"
    columns, pitch, top = 49, 12.1, 66.0
    for row in chart.drawn:
        marks.group(svg, row, columns, pitch, (560, top))
        top += -(-int(row["value"]) // columns) * pitch + 14
    return etree.tostring(marks.painted(svg), encoding="unicode")


def checksum(library: Library) -> str:
    """Checksum of the drawing that the stored image must come from."""
    return hashlib.sha256(drawing(library).encode()).hexdigest()


def stored_checksum(png: bytes) -> str | None:
    """The checksum that an image carries, or None."""
    at = png.find(b"tEXt" + KEYWORD + b"\0")
    return png[at + 5 + len(KEYWORD) :][:64].decode("ascii") if at >= 0 else None


def write(library: Library, assets: Path) -> list[Path]:
    """Write `favicon.svg` and `social.png` into `assets`."""
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 (only this command needs it)
    except ImportError:
        raise EditorError(
            [Problem("docs/assets/social.png", 0, "drawing it needs a browser", "Run: make test, once.")]
        ) from None
    (assets / "favicon.svg").write_text(marks.emblem(library.charts["dataset-responses"]), encoding="utf-8")
    page_source = assets / "social.tmp.html"
    page_source.write_text(f"<!doctype html><style>{FACES}</style>{drawing(library)}", encoding="utf-8")
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
    target.write_bytes(_signed(png, checksum(library)))
    return [assets / "favicon.svg", target]


def _browser() -> str | None:
    """An installed browser; None leaves the choice to Playwright."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def _signed(png: bytes, digest: str) -> bytes:
    """The image with a tEXt chunk before its end."""
    body = b"tEXt" + KEYWORD + b"\0" + digest.encode()
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return png[:-12] + chunk + png[-12:]
