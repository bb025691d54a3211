"""
The icon of the site, and the image that other sites show beside a link: the marked step of a scale, with its words.

Every build writes the icon. The image needs a browser, so `explainer social` draws it and stores it in docs/assets. It
carries the checksum of the drawing it was made from, so a test can tell that picture, records and colours agree.
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

from explainer.facts.library import Library
from explainer.facts.problems import EditorError, Problem
from explainer.shown.charts import ladder, marks
from explainer.shown.charts.svg import XMLNS, number
from explainer.shown.palette import palette

SIZE = (1200, 630)
KEYWORD = b"Drawn-From"
FONT = "'Source Serif 4', serif"
# The site's own font may come late and then stays away; here the picture has to wait for it.
FACES = (
    "body{margin:0}@font-face{font-family:'Source Serif 4';font-weight:400 600;font-display:block;"
    "src:url(fonts/source-serif-4.woff2)}"
)


ICON = "assets/favicon.svg"
WIDE, TALL = SIZE
LEFT, RISE, GROUND = 64, 30, 560  # margin; how far a step rises; where the lowest step lies


def drawing(library: Library, name: str, colours: Mapping[str, str]) -> str:
    """The preview as an SVG document: the first ladder, its marked body in words, and the site's name."""
    chart = next((chart for chart in library.charts.values() if chart.draw == "ladder"), None)
    if chart is None:
        mend = "Draw one, or make docs/assets/social.png (1200 by 630) by hand."
        raise EditorError([Problem("docs/data/charts.yml", 0, "no chart is a ladder, which the picture shows", mend)])
    steps = ladder.steps(chart, library)[::-1]
    svg = etree.Element("svg", {"xmlns": XMLNS, "viewBox": f"0 0 {WIDE} {TALL}", "font-family": FONT})
    etree.SubElement(svg, "rect", {"width": str(WIDE), "height": str(TALL), "fill": colours["paper"]})
    for n, step in enumerate(steps):
        x, y = LEFT + n * (WIDE - 2 * LEFT) / len(steps), GROUND - n * RISE
        width = (WIDE - 2 * LEFT) / len(steps) - 14
        line = {"d": f"M{number(x)} {number(y)}h{number(width)}", "stroke": colours["ink"], "stroke-width": "7"}
        etree.SubElement(svg, "path", line if step.seen else line | {"stroke-dasharray": "12 9", "stroke-width": "4"})
        if step.main:
            bracket = f"M{number(x)} {number(y)}v-150h{number(width)}v150"
            etree.SubElement(
                svg, "path", {"d": bracket, "fill": "none", "stroke": colours["subject"], "stroke-width": "12"}
            )
        etree.SubElement(
            svg, "text", {"x": number(x), "y": number(y + 34), "font-size": "21", "fill": colours["ink"]}
        ).text = step.words
    main = next(body for step in steps for body in step.bodies if body.main)
    small = enumerate(textwrap.wrap(main.besides, 36))
    for y, size, weight, tone, text in (
        (92, 30, "600", "ink", name),
        (182, 76, "600", "subject", main.name),
        (240, 42, "600", "ink", main.words),
        *((288 + 40 * n, 32, "400", "ink", line) for n, line in small),
    ):
        paint = {"font-size": str(size), "font-weight": weight, "fill": colours[tone]}
        etree.SubElement(svg, "text", {"x": str(LEFT), "y": str(y), **paint}).text = text
    return etree.tostring(svg, encoding="unicode")


def icon(docs: Path) -> str:
    """The icon as an SVG document; empty where the editors keep one of their own."""
    return "" if (docs / ICON).exists() else marks.emblem(palette(docs)["light"])


def checksum(library: Library, docs: Path, name: str) -> str:
    """Checksum of the drawing that the stored image must come from."""
    return hashlib.sha256(drawing(library, name, palette(docs)["light"]).encode()).hexdigest()


def write(library: Library, docs: Path, name: str) -> Path:
    """Write `social.png` into the assets."""
    assets, svg = docs / "assets", drawing(library, name, palette(docs)["light"])
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
    target.write_bytes(_signed(png, checksum(library, docs, name)))
    return target


def _browser() -> str | None:
    """An installed browser; None leaves the choice to Playwright."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def _signed(png: bytes, digest: str) -> bytes:
    """The image with a tEXt chunk before its end."""
    body = b"tEXt" + KEYWORD + b"\0" + digest.encode()
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return png[:-12] + chunk + png[-12:]
