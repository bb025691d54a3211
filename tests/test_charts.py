"""
The charts say what the records say, to every reader: drawn, read aloud, as a table, as a file, without colour.

There is no stored picture of the style page to compare with. The page shows real records, whose words
change with every correction, so such a picture would fail at each honest edit and be overwritten unseen.
What it would show is measured instead: lengths read back from the drawings, marks counted in the pixels
of a real browser, words that overlap or leave their drawing, colours against their ground.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
import re
import xml.etree.ElementTree as etree
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from explainer.facts.chart_table import join, label, number, table
from explainer.facts.library import Library
from explainer.facts.records import Chart
from explainer.facts.words import curl
from explainer.out.built import BuiltPage
from explainer.shown import charts
from explainer.shown.charts import marks, social
from explainer.shown.charts.rows import _total
from explainer.shown.charts.scales import Scale, when
from explainer.shown.charts.stems import HEIGHT
from explainer.shown.charts.svg import STRIP, fix
from explainer.text import check
from explainer.text.pages import Page
from tests.support import DOCS, KINDS, build

CHARTS = Library.read(DOCS).charts
DRAWN = [i for i, c in CHARTS.items() if c.draw]
SHOWN = [i for i, c in CHARTS.items() if c.columns]


def drawing(chart_id: str, library: Library) -> etree.Element:
    """One chart, drawn anew."""
    svg = charts.draw(library.charts[chart_id], library, "t")
    assert svg is not None
    return svg


def share(element: etree.Element, name: str) -> float:
    """A length that is written as a percentage of the width."""
    assert element.get(name, "").endswith("%")
    return float(element.get(name, "")[:-1])


def bars(svg: etree.Element, scale: Scale) -> list[tuple[float, float]]:
    """The bars of a drawing as (low, high), read back against the scale."""
    return [(scale.value(x := share(r, "x")), scale.value(x + share(r, "width"))) for r in svg.iter("rect")]


def near(value: float, scale: Scale) -> Any:
    """Equal within what two decimals of a percentage can hold."""
    step = 0.011 / 100
    width = value * ((scale.high / scale.low) ** step - 1) if scale.log else (scale.high - scale.low) * step
    return pytest.approx(value, abs=width)


# -- what is drawn equals what is recorded -------------------------------------------------------------


def test_one_mark_for_each_body(library: Library) -> None:
    chart = library.charts["dataset-responses"]
    paths = [p.get("d", "") for p in drawing(chart.id, library).iter("path")]
    assert [p.count("z") for p in paths] == [row["value"] for row in chart.data]
    assert sum(p.count("z") for p in paths) == chart.total == 1803
    for p in paths:  # no two marks of a group share a place
        x = y = 0.0
        places = set()
        for command, a, b in re.findall(r"([Mm])(-?[\d.]+) (-?[\d.]+)", p):
            x, y = (float(a), float(b)) if command == "M" else (x + float(a), y + float(b))
            places.add((round(x, 1), round(y, 1)))
        assert len(places) == p.count("z")


def test_marks_can_be_counted_on_the_screen(page: Any, library: Library) -> None:
    tab = page("index.html", width=1440, device_scale_factor=4)
    svg = tab.locator(".chart-marks").first
    counted = []
    for path, row in zip(svg.locator("path").all(), library.charts["dataset-responses"].data, strict=True):
        box = path.bounding_box()
        clip = {"x": box["x"] - 2, "y": box["y"] - 2, "width": box["width"] + 4, "height": box["height"] + 4}
        counted.append(_blobs(Image.open(io.BytesIO(tab.screenshot(clip=clip)))))
        assert counted[-1] == row["value"], row["answer"]
    assert sum(counted) == 1803


def _blobs(image: Image.Image) -> int:
    """Separate marks in a picture: runs of pixels that differ from the ground, joined down the rows."""
    grey = image.convert("L")
    width, height = grey.size
    data = grey.tobytes()
    ground = data[0]
    ink = [abs(v - ground) > 60 for v in data]
    seen = bytearray(width * height)
    found = 0
    for start, is_ink in enumerate(ink):
        if not is_ink or seen[start]:
            continue
        found += 1
        stack = [start]
        seen[start] = 1
        while stack:
            at = stack.pop()
            for to in (at - 1, at + 1, at - width, at + width):
                if 0 <= to < len(ink) and ink[to] and not seen[to]:
                    seen[to] = 1
                    stack.append(to)
    return found


@pytest.mark.parametrize("chart_id", [i for i in DRAWN if CHARTS[i].draw == "bars"])
def test_bars_are_as_long_as_their_numbers(chart_id: str, library: Library) -> None:
    chart = library.charts[chart_id]
    found = [(r.get("x"), share(r, "width")) for r in drawing(chart_id, library).iter("rect")]
    assert all(x == "0%" for x, _ in found), "every bar starts at zero"
    rows = [(row, chart.axis) for row in chart.drawn] + [(row, chart.apart_axis) for row in chart.apart]
    for (row, axis), (_, width) in zip(rows, found, strict=True):
        assert axis is not None
        scale = Scale.of(axis)
        assert scale.value(width) == near(row["value"], scale)


def test_steps_make_the_whole(library: Library) -> None:
    chart = library.charts["first-denials"]
    scale = Scale.of(chart.scale_axis)
    total, *parts = bars(drawing(chart.id, library), scale)
    assert list(total) == [0, near(float(_total(chart)["value"]), scale)]
    start = 0.0
    for row, (low, high) in zip(chart.drawn, parts, strict=True):
        assert (low, high) == (near(start, scale), near(start + row["value"], scale))
        start += row["value"]
    assert start == chart.total == 279


@pytest.mark.parametrize("chart_id", [i for i in DRAWN if CHARTS[i].draw == "ranges"])
def test_ranges_are_drawn_from_end_to_end(chart_id: str, library: Library) -> None:
    chart = library.charts[chart_id]
    scale = Scale.of(chart.scale_axis)
    svg = drawing(chart_id, library)
    buckets = [row for other in chart.joins for row in library.charts[other].data]
    for row, (low, high) in zip([*buckets, *chart.drawn], bars(svg, scale), strict=True):
        assert (low, high) == (near(row["low"], scale), near(row["high"] or scale.high, scale))
    assert not list(svg.iter("circle")), "no midpoint is drawn"


def test_gender_shades_bars(library: Library) -> None:
    chart = library.charts["gender-shades"]
    scale = Scale.of(chart.scale_axis)
    wanted = [row[c.key] for c in chart.columns if c.bar for row in chart.data]
    svg = drawing(chart.id, library)
    assert [high for _, high in bars(svg, scale)] == [near(v, scale) for v in wanted if v]
    assert len(wanted) == 12


def test_periods_are_as_long_as_the_time_they_cover(library: Library) -> None:
    chart = library.charts["dallas-use-reported"]
    scale = Scale.of(chart.scale_axis)
    for row, (low, high) in zip(chart.drawn, bars(drawing(chart.id, library), scale), strict=True):
        span = row["period"]
        assert low == near(when(str(span["start"])), scale)
        assert high == near(when(str(span["end"]), end=True), scale)


def test_spread_and_clearview_entries(library: Library) -> None:
    chart = library.charts["nist-frte-median-ratios-2024"]
    scale = Scale.of(chart.scale_axis)
    svg = drawing(chart.id, library)
    rows = join(chart, library)
    medians = [scale.value(share(e, "x1")) for e in svg.iter("line") if e.get("class") == "c-ink c-thick"]
    assert medians[: len(rows)] == [near(r["median"], scale) for r in rows]
    dots = [scale.value(share(e, "cx")) for e in svg.iter("circle")]
    entries = [v for r in rows for v in r["entries"]]
    assert len(entries) == 18
    assert dots[: len(entries)] == [near(v, scale) for v in entries]
    bands = [
        (near(r[a], scale), near(r[b], scale)) for r in rows if "p10" in r for a, b in (("p10", "p90"), ("p25", "p75"))
    ]
    assert bars(svg, scale)[: len(bands)] == bands


def test_stems_stand_at_their_date_and_height(library: Library) -> None:
    chart = library.charts["clearview-db-size"]
    across = Scale.of(chart.scale_axis)
    assert chart.apart_axis is not None
    stems = [e for e in drawing(chart.id, library).iter("line") if "c-thick" in (e.get("class") or "")]
    for row, stem in zip(chart.data, stems, strict=True):
        tall = float(stem.get("y1", "")[:-2]) - float(stem.get("y2", "")[:-2])
        assert across.value(share(stem, "x1")) == near(when(str(row["date"])), across)
        assert tall / HEIGHT * chart.apart_axis.high == pytest.approx(row["value"], abs=0.1)


@pytest.mark.parametrize("chart_id", DRAWN)
def test_a_floor_ends_in_an_arrow(chart_id: str, library: Library) -> None:
    chart = library.charts[chart_id]
    floors = sum(bool(r.get("more_than") or r.get("high_open")) for r in chart.drawn)
    arrows = list(drawing(chart_id, library).iter("svg"))[1:]
    assert len(arrows) == (0 if chart.draw == "periods" else floors)


@pytest.mark.parametrize("chart_id", DRAWN)
def test_the_same_record_gives_the_same_drawing(chart_id: str, library: Library) -> None:
    assert etree.tostring(drawing(chart_id, library)) == etree.tostring(drawing(chart_id, library))


# -- what readers get ------------------------------------------------------------------------------------


def figures_of(built: list[BuiltPage], chart_id: str) -> list[tuple[BuiltPage, Any]]:
    """Every place where a chart stands, as (page, element)."""
    return [
        (page, element)
        for page in built
        for element in page.tree.xpath("//div[contains(concat(' ', @class, ' '), ' chart ')]")
        if re.sub(r"-\d+$", "", element.get("id")) == f"chart-{chart_id}" or element.get("id") == f"chart-{chart_id}"
    ]


@pytest.mark.parametrize("chart_id", SHOWN)
def test_each_chart_has_title_description_caption_and_table(
    chart_id: str, built: list[BuiltPage], library: Library
) -> None:
    chart = library.charts[chart_id]
    places = [(p, e) for p, e in figures_of(built, chart_id) if p.path != "style.html"]
    assert places, "the chart stands on a page"
    for page, element in places:
        if chart.draw:
            (svg,) = element.xpath(".//figure//svg[@role='img']")
            title, desc = svg[0], svg[1]
            assert (title.tag, desc.tag) == ("title", "desc")
            assert (svg.get("aria-labelledby"), svg.get("aria-describedby")) == (title.get("id"), desc.get("id"))
            (figure,) = element.xpath(".//figure")
            assert [e.text_content() for e in figure.xpath("id(@aria-labelledby)")] == [curl(chart.title)]
            assert title.text_content() == chart.title
            for row in chart.drawn:
                shown = row.get("value", row.get("median", row.get("high")))
                if shown is not None:
                    assert row.get("display", number(shown)) in desc.text_content()
            (caption,) = element.xpath(".//figcaption")
            assert caption.text_content().strip()
        text = " ".join(element.text_content().split())
        brief = bool(element.xpath(".//details"))
        for words in [] if brief else [chart.caveat, chart.measured_by]:
            assert words is None or _letters(words) in _letters(text), f"{page.path}: the caption lacks '{words}'"
        (numbers,) = element.xpath(".//table[caption]")
        assert all(th.get("scope") == "col" for th in numbers.xpath("./thead//th"))
        assert all(row[0].get("scope") == "row" for row in numbers.xpath("./tbody/tr"))


def _letters(text: str) -> str:
    return re.sub(r"\W+", " ", text)


@pytest.mark.parametrize("chart_id", SHOWN)
def test_the_table_holds_the_numbers_of_the_record(chart_id: str, built: list[BuiltPage], library: Library) -> None:
    chart = library.charts[chart_id]
    for _, element in figures_of(built, chart_id):
        rows = [[" ".join(c.text_content().split()) for c in tr] for tr in element.xpath(".//tbody/tr")]
        wanted = [[c.text for c in row] for row in table(chart, library).rows]
        if len(rows) == len(wanted):
            assert [[c for c, w in zip(r, ws, strict=True) if w] for r, ws in zip(rows, wanted, strict=True)] == [
                [w for w in ws if w] for ws in wanted
            ]
        else:  # a page may show some rows of a table
            assert all(row in wanted for row in rows)


@pytest.mark.parametrize("chart_id", SHOWN)
def test_the_files_hold_the_numbers_of_the_record(chart_id: str, site: Path, library: Library) -> None:
    chart = library.charts[chart_id]
    data = json.loads((site / f"data/charts/{chart_id}.json").read_text(encoding="utf-8"))
    assert data["data"] == json.loads(chart.model_dump_json())["data"]
    assert data["caveat"] == chart.caveat
    assert (data["drawing"].get("draw"), bool(data["drawing"].get("axis"))) == (chart.draw, bool(chart.axis))
    assert all(entry["title"] for entry in data["bibliography"].values())
    rows = list(csv.reader(io.StringIO((site / f"data/charts/{chart_id}.csv").read_text(encoding="utf-8"))))
    assert rows[0] == [c.head for c in chart.columns]
    assert len(rows) == 1 + len(chart.data) + len(chart.apart)


def test_ids_are_unique_and_nothing_is_styled_in_place(built: list[BuiltPage]) -> None:
    for page in built:
        doubled = [i for i, n in Counter(page.tree.xpath("//@id")).items() if n > 1]
        assert not doubled, f"{page.path}: {doubled}"
        assert not page.tree.xpath("//*[@style]"), f"{page.path} has style attributes"
        assert not page.tree.xpath("//svg//script | //svg//@*[starts-with(name(), 'on')]")


def test_the_charts_of_the_issue_stand_on_their_pages(built: list[BuiltPage]) -> None:
    homes = {
        "dataset-responses": {"index.html", "dataset/index.html"},
        "first-denials": {"dataset/index.html"},
        "search-ranges-named": {"dataset/index.html"},
        "nist8280-ranges": {"evidence/nist.html"},
        "nist-frte-median-ratios-2024": {"evidence/nist.html"},
        "gender-shades": {"evidence/gender-shades.html"},
        "eu-penalties": {"context/law.html"},
        "dallas-use-reported": {"dallas/since-2021.html"},
        "clearview-db-size": {"context/company.html"},
        "ap-2016-outcomes": {"context/misuse.html"},
        "wrongful-arrests": {"evidence/detroit.html"},
    }
    for chart_id, pages in homes.items():
        assert pages <= {page.path for page, _ in figures_of(built, chart_id)}, chart_id


# -- colours ---------------------------------------------------------------------------------------------

RGB = tuple[float, float, float]
# Machado, Oliveira and Fernandes (2009), full severity, for linear RGB.
EYES: dict[str, list[RGB]] = {
    "protanopia": [(0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)],
    "deuteranopia": [(0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)],
    "tritanopia": [(1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)],
}


def palette(scheme: str) -> dict[str, RGB]:
    """The named colours of the style sheet, as linear RGB."""
    css = (DOCS / "assets/site.css").read_text(encoding="utf-8")
    pairs = re.findall(r"(--[\w-]+): light-dark\((#\w+), (#\w+)\)", css)
    return {name: _linear(light if scheme == "light" else dark) for name, light, dark in pairs}


def _linear(colour: str) -> RGB:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return r, g, b


def contrast(a: RGB, b: RGB) -> float:
    """WCAG contrast of two colours."""
    first, second = sorted((0.2126 * r + 0.7152 * g + 0.0722 * bl for r, g, bl in (a, b)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def seen(colour: RGB, eye: str) -> RGB:
    """A colour as a colour-blind reader sees it."""
    r, g, b = (min(1.0, max(0.0, sum(m * c for m, c in zip(row, colour, strict=True)))) for row in EYES[eye])
    return r, g, b


def difference(a: RGB, b: RGB) -> float:
    """Distance in OKLab: 0.02 can just be told apart, black to white is 1."""
    return math.dist(_oklab(a), _oklab(b))


def _oklab(c: RGB) -> RGB:
    r, g, b = c
    lo = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    me = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    sh = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * lo + 0.793617785 * me - 0.0040720468 * sh,
        1.9779984951 * lo - 2.428592205 * me + 0.4505937099 * sh,
        0.0259040371 * lo + 0.7827717662 * me - 0.8086757660 * sh,
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_chart_colour_stands_out_from_its_ground(scheme: str) -> None:
    colours = palette(scheme)
    for name in ("--mark-confirmed", "--mark-denied", "--mark-declined", "--mark-silent"):
        assert contrast(colours[name], colours["--paper"]) >= 3, name
    for name in ("--ink", "--ink-soft", "--accent"):
        for ground in ("--paper", "--paper-raised"):
            assert contrast(colours[name], colours[ground]) >= 4.5, f"{name} on {ground}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("eye", EYES)
def test_colour_blind_readers_tell_yes_from_no_and_from_silence(eye: str, scheme: str) -> None:
    colours = palette(scheme)
    solid = ["--mark-confirmed", "--mark-denied", "--mark-silent"]
    for a, b in combinations(solid, 2):
        assert difference(seen(colours[a], eye), seen(colours[b], eye)) >= 0.06, f"{a} and {b}"


def test_no_answer_is_told_by_colour_alone(library: Library) -> None:
    """In grey: the marks of the four answers have four shapes, and every bar stands under its own words."""
    forms = {(w, h, tone == 3) for tone, (_, _, w, h) in marks.SHAPES.items()}
    assert len(forms) == 4
    for chart_id in DRAWN:
        svg = drawing(chart_id, library)
        words = " ".join("".join(t.itertext()) for t in svg.iter("text"))
        for row in library.charts[chart_id].drawn:
            if library.charts[chart_id].draw != "stems":
                assert str(row.get("short") or label(row)).replace("'", "’") in words


def test_style_sheet_paints_every_class_that_is_drawn(library: Library) -> None:
    css = (DOCS / "assets/site.css").read_text(encoding="utf-8")
    used = {c for i in DRAWN for e in drawing(i, library).iter() for c in (e.get("class") or "").split()}
    assert {c for c in used if not re.search(rf"\.{re.escape(c)}[\s,.{{]", css)} == set()


# -- sizes -----------------------------------------------------------------------------------------------


def test_the_marks_are_compact(library: Library) -> None:
    raw = etree.tostring(drawing("dataset-responses", library))
    assert len(gzip.compress(raw, 9)) < 2_000
    assert len(gzip.compress(marks.cover(library.charts["dataset-responses"]).encode(), 9)) < 2_000
    assert (DOCS / "assets/favicon.svg").stat().st_size < 1_500
    assert (DOCS / "assets/social.png").stat().st_size < 120_000


@pytest.mark.parametrize("chart_id", DRAWN)
def test_every_drawing_is_small(chart_id: str, library: Library) -> None:
    assert len(gzip.compress(etree.tostring(drawing(chart_id, library)), 9)) < 3_000


# -- in a browser ----------------------------------------------------------------------------------------

OUT_OF_PLACE = """() => [...document.querySelectorAll('.chart-svg')].flatMap(svg => {
  const frame = svg.getBoundingClientRect(), found = []
  const words = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()])
  words.forEach(([text, a], i) => {
    if (a.right > frame.right + 2 || a.left < frame.left - 2) found.push('leaves the drawing: ' + text)
    words.slice(i + 1).forEach(([other, b]) => {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left)
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
      if (across > 1 && down > 5) found.push('overlap: ' + text + ' / ' + other)
    })
  })
  return found
})"""


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("path", ["style.html", "evidence/nist.html"])
def test_words_in_drawings_are_legible(path: str, width: int, page: Any) -> None:
    tab = page(path, width=width)
    tab.evaluate("document.fonts.ready.then(() => true)")
    assert tab.evaluate(OUT_OF_PLACE) == []
    sizes = tab.evaluate(
        "[...document.querySelectorAll('.chart-svg text')]"
        ".map(t => parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a)"
    )
    assert min(sizes) >= 12
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_words_in_drawings_hold_at_twice_the_text_size(page: Any) -> None:
    for width in (360, 1440):
        tab = page("style.html", width=width)
        tab.evaluate("document.documentElement.style.fontSize = '225%'")
        assert tab.evaluate(OUT_OF_PLACE) == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_a_screen_reader_hears_title_and_description(page: Any, library: Library) -> None:
    tab = page("dataset/index.html")
    chart = library.charts["first-denials"]
    image = tab.get_by_role("img", name=chart.title)
    assert image.count() == 1
    assert "210" in image.locator("desc").text_content()


def test_print_opens_the_numbers_of_the_home_page(page: Any) -> None:
    tab = page("index.html")
    assert not tab.locator(".chart table").is_visible()
    tab.emulate_media(media="print")
    assert tab.locator(".chart table").is_visible()


def test_marks_keep_a_colour_in_forced_colours(page: Any) -> None:
    tab = page("index.html", forced_colors="active", scheme="dark")
    ground = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    fills = tab.evaluate("[...document.querySelectorAll('.chart-marks path')].map(p => getComputedStyle(p).stroke)")
    assert len(fills) == 4
    assert ground not in fills


# -- identity --------------------------------------------------------------------------------------------


def test_favicon_and_preview_match_the_record(library: Library) -> None:
    chart = library.charts["dataset-responses"]
    icon = (DOCS / "assets/favicon.svg").read_text(encoding="utf-8")
    assert icon == marks.emblem(chart), "run: explainer social"
    assert icon.count("z") == marks.EMBLEM_MARKS
    png = (DOCS / "assets/social.png").read_bytes()
    assert social.stored_checksum(png) == social.checksum(library), "run: explainer social"
    assert Image.open(io.BytesIO(png)).size == social.SIZE


def test_standalone_pictures_have_the_colours_of_the_site() -> None:
    colours = palette("light")
    names = {
        "ink": "--ink",
        "paper": "--paper",
        1: "--mark-confirmed",
        2: "--mark-denied",
        3: "--mark-declined",
        0: "--mark-silent",
    }
    assert {k: _linear(v) for k, v in marks.LIGHT.items()} == {k: colours[n] for k, n in names.items()}


def test_the_cover_is_a_picture_that_needs_no_style_sheet(library: Library) -> None:
    svg = etree.fromstring(marks.cover(library.charts["dataset-responses"]))
    paths = [e for e in svg.iter() if e.tag.endswith("path")]
    assert sum(p.get("d", "").count("z") for p in paths) == 1803
    assert all(p.get("fill", "").startswith(("#", "none")) for p in paths)
    assert not any("class" in e.attrib for e in svg.iter())


def test_plain_lengths_for_programs_that_want_them(library: Library) -> None:
    svg = drawing("nist8280-ranges", library)
    fix(svg, 480, 11)
    assert svg.get("viewBox") == f"0 0 480 {svg.get('height')}"
    assert not [v for e in svg.iter() for v in e.attrib.values() if re.fullmatch(r"-?[\d.]+(em|%)", v)]
    heights = {r.get("height") for r in svg.iter("rect")}
    assert heights == {number(round(STRIP * 11, 2))}


def test_preview_tags_only_with_an_address(site: Path, tmp_path: Path) -> None:
    assert 'property="og:' not in (site / "index.html").read_text(encoding="utf-8")
    result = build(tmp_path / "site", settings={"SITE_URL": "https://example.org/dallas/"})
    assert result.returncode == 0, result.stderr
    home = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert '<meta property="og:image" content="https://example.org/dallas/assets/social.png">' in home
    sitemap = (tmp_path / "site/sitemap.xml").read_text(encoding="utf-8")
    assert "<loc>https://example.org/dallas/evidence/nist.html</loc>" in sitemap
    assert "style.html" not in sitemap


def test_style_page_shows_every_component_and_stays_out_of_the_way(site: Path, built: list[BuiltPage]) -> None:
    style = next(p for p in Page.read_all(DOCS) if p.src == "style.md")
    # Blocks that list all records have a page of their own; the style page shows one of each kind.
    whole = {"claims", "sources", "glossary", "statuses", "data-files"}
    missing = check.BLOCKS.keys() - {b.name for b in style.blocks} - whole
    assert not missing, f"docs/style.md does not show: {', '.join(sorted(missing))}"
    kinds = {CHARTS[i].draw for b in style.blocks if b.name == "chart" for i in b.ids()}
    assert kinds == {None, *charts.KINDS} - ({"ranges"} - kinds)
    assert "style.html" not in (site / "search/index.js").read_text(encoding="utf-8")
    for page in built:
        if page.path != "style.html":
            assert not [link for link in page.links if link.address.endswith("style.html")], page.path
    assert KINDS["ledger"]
    ledger = next(p for p in built if p.path == KINDS["ledger"])
    assert not [link for link in ledger.links if "style.html" in link.address]


# -- what an editor is told ------------------------------------------------------------------------------


def changed(chart_id: str, **values: Any) -> dict[str, Any]:
    """A chart's record with some fields changed."""
    return {**json.loads(CHARTS[chart_id].model_dump_json(exclude_defaults=True)), **values}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"axis": {"low": 100, "high": 400, "ticks": [100, 400], "label": "x"}}, "must begin at 0"),
        ({"axis": {"low": 0, "high": 300, "ticks": [0, 300], "label": "x"}}, "beyond the axis"),
        ({"axis": {"low": 1, "high": 400, "scale": "log", "ticks": [1, 400], "label": "x"}}, "its label says 'log'"),
        ({"caveat": None}, "needs `see`"),
        ({"axis": None}, "needs an `axis`"),
    ],
)
def test_a_misleading_chart_is_refused(values: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        Chart.model_validate(changed("ap-2016-outcomes", **values))
