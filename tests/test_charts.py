"""
Drawings say what the records say, to every reader: drawn, read aloud, as a table, as a file, without colour, in books.

Lengths are measured in a real browser at both widths and read back against the axis; titles are worked out anew; marks
are counted in pixels. There is no stored picture to compare with: the records change with every correction.
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
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from explainer.facts import findings
from explainer.facts.chart_table import label, number, table
from explainer.facts.library import Library
from explainer.facts.records import Chart
from explainer.facts.settings import Settings
from explainer.facts.words import curl
from explainer.out.built import BuiltPage
from explainer.shown.charts import calendar, ladder, marks, rows, social, standing, stems
from explainer.shown.charts.plot import Plot
from explainer.shown.charts.scales import Scale, when
from explainer.shown.palette import palette as palette_of
from tests.conftest import OpenPage
from tests.support import DOCS, ROOT

CHARTS = Library.read(DOCS).charts
DRAWN = [i for i, c in CHARTS.items() if c.draw]
SHOWN = [i for i, c in CHARTS.items() if c.columns]
PLOTTED = [i for i in DRAWN if CHARTS[i].draw in rows.PLOTS]
NAME = Settings.read(ROOT / "mkdocs.yml").name


def plot(chart: Chart, library: Library) -> Plot:
    """What is drawn of a chart that is made of rows."""
    return stems.rows(chart) if chart.draw == "stems" else rows.PLOTS[chart.draw or ""](chart, library)


# -- titles -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chart_id", DRAWN)
def test_a_title_states_a_finding_whose_numbers_come_out_of_the_rows(chart_id: str, library: Library) -> None:
    chart = library.charts[chart_id]
    assert chart.finding
    assert chart.finding != chart.title
    assert [wrong for worked in chart.finding_from for wrong in findings.wrong(chart, worked)] == []


@pytest.mark.parametrize(
    ("chart_id", "words", "instead"),
    [
        ("dataset-responses", "Nearly two of three", "Nearly three of four"),
        ("search-ranges-named", "three", "two"),
        ("search-ranges-named", "twelve", "eleven"),
        ("eu-penalties", "95.7 million", "94.7 million"),
        ("gender-shades", "34.7 percent", "34.8 percent"),
        ("clearview-db-size", "2.8 billion", "3.8 billion"),
        ("nist-frte-median-ratios-2024", "about 14 times", "about 20 times"),
        ("wrongful-arrests", "over 16 months", "over 18 months"),
    ],
)
def test_a_wrong_number_in_a_title_is_refused(chart_id: str, words: str, instead: str, library: Library) -> None:
    chart = library.charts[chart_id]
    (entry,) = [entry for entry in chart.finding_from if entry.words == words]
    wrong = chart.model_copy(update={"finding": str(chart.finding).replace(words, instead)})
    (told,) = findings.wrong(wrong, entry.model_copy(update={"words": instead}))
    assert "its rows give" in told[0]


def test_a_number_that_nothing_explains_is_refused(library: Library) -> None:
    chart = library.charts["first-denials"]
    loose = chart.model_copy(update={"finding_from": []})
    lib = replace(library, charts={chart.id: loose})
    told = [p.message for p in findings.problems(lib)]
    assert told
    assert all("nothing shows how" in message for message in told)


# -- what is drawn equals what is recorded ----------------------------------------------------------------------


def wanted(chart: Chart) -> Iterator[tuple[str, float, float]]:
    """(name, from, to) of each bar or mark that a chart must have, from its record alone."""
    start = 0.0
    if chart.draw == "steps":
        yield chart.total_label or "", 0.0, float(chart.total or 0)
    for row in chart.drawn:
        name = curl(str(row.get("short") or label(row)))
        if chart.draw in ("bars", "stems"):
            yield name, 0.0, row["value"]
        elif chart.draw == "ranges":
            yield name, row["low"], row["high"]
        elif chart.draw == "steps":
            yield name, start, start + row["value"]
            start += row["value"]
        elif chart.draw == "spans" and row.get("value") is not None:
            yield name, row["value"], row["value"]


MEASURED = """chart => [...chart.querySelectorAll('.plot-rows li:not(.plot-explain)')].map(li => {
  const strip = li.querySelector('.plot-strip').getBoundingClientRect()
  if (!strip.width) return null
  const of = e => { const b = e.getBoundingClientRect(); return [(b.left - strip.left) / strip.width, b.width / strip.width, e.tagName] }
  return [li.querySelector('.plot-name').firstChild.textContent.trim(),
    [...li.querySelectorAll('.plot-strip rect, .plot-strip circle')].map(of)]
}).filter(Boolean)"""


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize(
    "chart_id", [i for i in DRAWN if CHARTS[i].draw in ("bars", "ranges", "steps", "spans", "stems")]
)
def test_lengths_on_the_screen_are_those_of_the_numbers(
    chart_id: str, width: int, page: OpenPage, library: Library
) -> None:
    chart = library.charts[chart_id]
    axis = chart.second_axis if chart.draw == "stems" else chart.scale_axis
    scale = Scale.of(axis)
    tab = page("style.html", width=width)
    found = dict(tab.locator(f"#chart-{chart_id}").evaluate(MEASURED))
    if chart.draw == "stems" and width > 1000:
        assert not found, "on a wide page the stems stand in place of the rows"
        return
    for name, low, high in wanted(chart):
        (left, wide, tag), *_ = found[name]
        at = (left + wide / 2) if tag == "circle" else left
        assert at * 100 == pytest.approx(scale.at(low), abs=0.6), name
        if tag == "rect":
            assert wide * 100 == pytest.approx(scale.at(high) - scale.at(low), abs=0.6), name


def test_stems_stand_at_their_date_and_height(library: Library) -> None:
    chart = library.charts["clearview-db-size"]
    across, up = Scale.of(chart.scale_axis), Scale.of(chart.second_axis)
    drawn = [e for e in stems.draw(chart, "t").iter("line") if "c-stem" in (e.get("class") or "")]
    for row, stem in zip(chart.drawn, drawn, strict=True):
        tall = float(stem.get("y1", "")[:-2]) - float(stem.get("y2", "")[:-2])
        assert float(stem.get("x1", "")[:-1]) == pytest.approx(across.at(when(str(row["date"]))), abs=0.01)
        assert tall / stems.HEIGHT * 100 == pytest.approx(up.at(row["value"]), abs=0.1)


def test_dots_and_medians_stand_at_their_numbers(library: Library) -> None:
    chart = library.charts["gender-shades"]
    scale = Scale.of(chart.scale_axis)
    drawn = [[m.at for m in row.marks] for row in plot(chart, library).panels[0].rows]
    assert drawn == [[scale.at(r[c.key]) for r in chart.drawn] for c in chart.columns if c.bar]
    assert len(drawn) == 4
    nist = library.charts["nist-frte-median-ratios-2024"]
    scale = Scale.of(nist.scale_axis)
    medians = sorted(m.at for p in plot(nist, library).panels for r in p.rows for m in r.marks if m.shape == "line")
    assert medians == sorted(scale.at(row["median"]) for row in nist.data)
    rings = [m for p in plot(nist, library).panels for r in p.rows for m in r.marks if m.shape == "ring"]
    named = [row for row in library.charts["nist-frte-named-2024"].data if label(row).startswith(str(nist.entries))]
    assert sorted(m.at for m in rings) == sorted(scale.at(n[row["column"]]) for n in named for row in nist.data)


def test_rows_are_sorted_where_the_record_says_so(library: Library) -> None:
    for chart in (c for c in library.charts.values() if c.largest_first and c.draw in rows.PLOTS):
        for panel in plot(chart, library).panels:
            places = [max(m.at + m.width for m in row.marks if m.shape in ("bar", "line")) for row in panel.rows]
            assert places == sorted(places, reverse=True), chart.id


@pytest.mark.parametrize("chart_id", [i for i in DRAWN if CHARTS[i].draw in ("bars", "ranges", "stems")])
def test_a_floor_ends_in_an_arrow(chart_id: str, library: Library) -> None:
    chart = library.charts[chart_id]
    floors = sum(bool(r.get("more_than") or r.get("high_open")) for r in chart.drawn)
    arrows = [m for p in plot(chart, library).panels for r in p.rows for m in r.marks if m.shape == "arrow"]
    assert len(arrows) == floors


def test_the_ladder_has_every_step_once_and_every_body_on_its_step(library: Library) -> None:
    chart = library.charts["search-ranges-named"]
    steps = ladder.steps(chart, library)
    scale = library.charts[chart.joins[0]].data
    assert [s.low for s in steps] == sorted((int(row["low"]) for row in scale), reverse=True)
    placed = {body.name: step.low for step in steps for body in step.bodies}
    assert placed == {curl(label(row)): row["low"] for row in chart.drawn}
    assert [s.seen for s in steps][::-1] == [row["evidence"] == "printed" for row in scale]
    (main,) = [b for s in steps for b in s.bodies if b.main]
    assert "500" in main.words
    assert "1,000" in main.words
    assert ladder.below(steps) == sum(row["low"] < 501 for row in scale)


def test_the_calendar_puts_each_number_below_its_time_and_names_the_silence(library: Library) -> None:
    chart = library.charts["dallas-use-reported"]
    scale = Scale.of(chart.scale_axis)
    eras = calendar.eras(chart)
    assert [type(era).__name__ for era in eras] == ["Era", "Silence", "Era"]
    first, silence, second = eras
    assert isinstance(first, calendar.Era)
    assert isinstance(second, calendar.Era)
    assert len(first.entries) + len(second.entries) == len(chart.drawn)
    assert (first.at, first.to) == (scale.at(2018), scale.at(when("2020-02", end=True)))
    assert (silence.at, silence.to) == (first.to, second.at)
    assert silence.words == chart.silence


# -- the 1,803 --------------------------------------------------------------------------------------------------


def test_marks_have_equal_ink_and_can_be_counted_on_the_screen(page: OpenPage, library: Library) -> None:
    tab = page("index.html", width=1440, device_scale_factor=4)
    chart = library.charts["dataset-responses"]
    counted, ink = [], []
    tab.evaluate("document.querySelectorAll('.c-outline').forEach(e => e.remove())")  # outlines would join marks
    for path, row in zip(tab.locator(".marks-art[data-width=wide] path").all(), chart.drawn, strict=True):
        path.scroll_into_view_if_needed()
        box = path.locator("xpath=..").bounding_box()
        clip = {"x": box["x"] - 2, "y": box["y"] - 2, "width": box["width"] + 4, "height": box["height"] + 4}
        found, pixels = _blobs(Image.open(io.BytesIO(tab.screenshot(clip=clip))))
        assert found == row["value"], row["answer"]
        counted.append(found)
        ink.append(pixels / found)
    assert sum(counted) == chart.total == 1803
    assert max(ink) / min(ink) < 1.25, f"no answer has more ink for each body than another: {ink}"


def test_the_parts_are_outlined_inside_their_whole(library: Library) -> None:
    for columns in marks.COLUMNS.values():
        for start, count in ((0, 69), (301, 34), (0, 3), (columns - 1, 2), (5, columns)):
            points = [
                (float(x) / 10, float(y) / 10)
                for x, y in re.findall(r"([\d.]+) ([\d.]+)", marks.around(start, count, columns))
            ]
            area = abs(sum(a * d - c * b for (a, b), (c, d) in zip(points, [*points[1:], points[0]], strict=True))) / 2
            assert area == pytest.approx(count), (start, count, columns)
    confirmed = marks.groups(library.charts["dataset-responses"])[0]
    assert [part.number for part in confirmed.parts] == [69, 34]


def _blobs(image: Image.Image) -> tuple[int, float]:
    """Separate marks in a picture, and their ink: runs of pixels that differ from the ground, joined down the rows."""
    grey = image.convert("L")
    width, height = grey.size
    data = grey.tobytes()
    ground = data[0]
    darkest = max(abs(v - ground) for v in data)
    is_ink = [abs(v - ground) > darkest * 0.5 for v in data]
    seen = bytearray(width * height)
    found = 0
    for start, inked in enumerate(is_ink):
        if not inked or seen[start]:
            continue
        found += 1
        stack = [start]
        seen[start] = 1
        while stack:
            at = stack.pop()
            for to in (at - 1, at + 1, at - width, at + width):
                if 0 <= to < len(is_ink) and is_ink[to] and not seen[to]:
                    seen[to] = 1
                    stack.append(to)
    return found, float(sum(is_ink))


# -- what readers get -------------------------------------------------------------------------------------------


def figures_of(built: list[BuiltPage], chart_id: str) -> list[tuple[BuiltPage, Any]]:
    """Every place where a chart stands, as (page, element)."""
    return [
        (page, element)
        for page in built
        for element in page.tree.xpath("//div[contains(concat(' ', @class, ' '), ' chart ')]")
        if re.sub(r"-\d+$", "", element.get("id")) == f"chart-{chart_id}" or element.get("id") == f"chart-{chart_id}"
    ]


@pytest.mark.parametrize("chart_id", SHOWN)
def test_each_chart_has_title_words_limits_and_table(chart_id: str, built: list[BuiltPage], library: Library) -> None:
    chart = library.charts[chart_id]
    places = [(p, e) for p, e in figures_of(built, chart_id) if p.path != "style.html"]
    assert places, "the chart stands on a page"
    for page, element in places:
        text = " ".join(element.text_content().split())
        figures = element.xpath(".//figure")
        if figures:
            (figure,) = figures
            assert [e.text_content() for e in figure.xpath("id(@aria-labelledby)")] == [curl(chart.finding or "")]
            under = figure.xpath(".//*[@class='chart-under']")[0].text_content()
            assert curl(chart.title) in under
            assert chart.unit.lower() in under.lower()
            for svg in figure.xpath(".//svg[not(ancestor::svg)]"):
                assert svg.get("aria-hidden") == "true" or svg.get("role"), "a drawing is heard or has words beside it"
        brief = not element.xpath(".//*[@class='chart-files']")
        for words in [chart.measured_by] if brief else [chart.caveat, chart.measured_by]:
            assert words is None or _letters(words) in _letters(text), f"{page.path}: the chart lacks '{words}'"
        assert element.xpath(".//table/thead//th[@scope='col']")
        assert all(row[0].get("scope") == "row" for row in element.xpath(".//tbody/tr"))


def _letters(text: str) -> str:
    return re.sub(r"\W+", " ", text)


@pytest.mark.parametrize("chart_id", DRAWN)
def test_every_figure_in_a_drawing_opens_its_note(chart_id: str, built: list[BuiltPage], library: Library) -> None:
    chart = library.charts[chart_id]
    for page, element in figures_of(built, chart_id):
        anchors = set(page.tree.xpath("//@id"))
        links = element.xpath(".//*[@class='chart-drawing']//a")
        if chart.claims:
            assert links, chart_id
        assert all(link.get("data-claim") and link.get("href", "")[1:] in anchors for link in links)


@pytest.mark.parametrize("chart_id", SHOWN)
def test_table_and_files_hold_the_numbers_of_the_record(
    chart_id: str, built: list[BuiltPage], site: Path, library: Library
) -> None:
    chart = library.charts[chart_id]
    shown = [[c.text for c in row] for row in table(chart, library).rows]
    for _, element in figures_of(built, chart_id):
        found = [[" ".join(c.text_content().split()) for c in tr] for tr in element.xpath(".//tbody/tr")]
        if len(found) == len(shown):
            assert [[c for c, w in zip(r, ws, strict=True) if w] for r, ws in zip(found, shown, strict=True)] == [
                [w for w in ws if w] for ws in shown
            ]
        else:  # a page may show some rows of a table
            assert all(row in shown for row in found)
    data = json.loads((site / f"data/charts/{chart_id}.json").read_text(encoding="utf-8"))
    assert data["data"] == json.loads(chart.model_dump_json())["data"]
    assert (data["caveat"], data["drawing"].get("draw")) == (chart.caveat, chart.draw)
    assert all(entry["title"] for entry in data["bibliography"].values())
    lines = list(csv.reader(io.StringIO((site / f"data/charts/{chart_id}.csv").read_text(encoding="utf-8"))))
    heads = [c.head for c in chart.columns]
    assert lines[0] in (heads, [*heads, "Sources"])
    assert not any(key in cell for line in lines[1:] for cell in line[: len(heads) - 1] for key in data["bibliography"])
    assert len(lines) == 1 + len(chart.data) + len(chart.apart)


def test_ids_are_unique_and_nothing_is_styled_in_place(built: list[BuiltPage]) -> None:
    for page in built:
        doubled = [i for i, n in Counter(page.tree.xpath("//@id")).items() if n > 1]
        assert not doubled, f"{page.path}: {doubled}"
        assert not page.tree.xpath("//*[@style]"), f"{page.path} has style attributes"
        assert not page.tree.xpath("//svg//script | //svg//@*[starts-with(name(), 'on')]")


def test_drawings_stand_on_their_pages(built: list[BuiltPage]) -> None:
    homes = {
        "search-ranges-named": {"index.html", "dataset/index.html"},
        "dataset-responses": {"index.html", "dataset/index.html"},
        "first-denials": {"dataset/index.html"},
        "nist8280-ranges": {"evidence/nist.html"},
        "nist-frte-median-ratios-2024": {"evidence/nist.html"},
        "gender-shades": {"evidence/gender-shades.html"},
        "eu-penalties": {"context/law.html"},
        "dallas-use-reported": {"dallas/since-2021.html"},
        "clearview-db-size": {"context/company.html"},
        "ap-2016-outcomes": {"context/misuse.html"},
        "wrongful-arrests": {"evidence/detroit.html"},
        "north-texas-users": {"dallas/texas.html"},
    }
    for chart_id, pages in homes.items():
        assert pages <= {page.path for page, _ in figures_of(built, chart_id)}, chart_id


def test_no_word_of_the_story_stands_in_the_code() -> None:
    templates = (ROOT / "overrides/components" / f"{name}.html" for name in ("chart", "drawings", "scene"))
    for file in (*ROOT.glob("explainer/shown/charts/*.py"), ROOT / "explainer/shown/scenes.py", *templates):
        found = re.findall(r"Dallas|Clearview|Gizmodo|BuzzFeed|NIST", file.read_text(encoding="utf-8"))
        assert not found, f"{file.name}: {found}"


# -- colours ----------------------------------------------------------------------------------------------------

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
def test_every_colour_of_a_drawing_stands_out_from_its_ground(scheme: str) -> None:
    colours = palette(scheme)
    for name in ("--mark-confirmed", "--mark-denied", "--mark-declined", "--mark-silent"):
        assert contrast(colours[name], colours["--paper"]) >= 3, name
    for name in ("--ink", "--ink-soft", "--accent", "--subject"):
        for ground in ("--paper", "--paper-raised", "--accent-soft"):
            assert contrast(colours[name], colours[ground]) >= 4.5, f"{name} on {ground}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("eye", EYES)
def test_colour_blind_readers_tell_the_answers_and_the_subject_apart(eye: str, scheme: str) -> None:
    colours = palette(scheme)
    for a, b in (*combinations(("--mark-confirmed", "--mark-denied", "--mark-silent"), 2), ("--subject", "--ink-soft")):
        assert difference(seen(colours[a], eye), seen(colours[b], eye)) >= 0.05, f"{a} and {b}"


def test_nothing_is_told_by_colour_alone(library: Library) -> None:
    """In grey: the four answers have four shapes, each row stands under its words, groups have heads."""
    forms = {(*marks.DASHES.get(tone, ()), tone == "unclear") for tone in marks.TONES}
    assert len(forms) == 4
    for chart in library.charts.values():
        tones = {row.get("subject", False) for row in chart.drawn}
        if len(tones) > 1:
            assert all(label(row) for row in chart.drawn)
        for group in chart.groups:
            assert group.head


def test_red_is_for_the_subject_alone(library: Library) -> None:
    for chart_id in PLOTTED:
        for panel in plot(library.charts[chart_id], library).panels:
            for row in panel.rows:
                assert all((m.tone == "subject") == row.subject for m in row.marks), chart_id


def test_style_sheet_paints_every_class_that_is_drawn(built: list[BuiltPage]) -> None:
    css = "".join(sheet.read_text(encoding="utf-8") for sheet in (DOCS / "assets").glob("*.css"))
    used = {c for p in built for e in p.tree.xpath("//*[@class='chart-drawing' or @class='scene-art']//svg//*[@class]")
            for c in e.get("class").split()}  # fmt: skip
    assert used
    assert {c for c in used if not re.search(rf"\.{re.escape(c)}[\s,.{{:)]", css)} == set()


# -- in a browser -----------------------------------------------------------------------------------------------

OUT_OF_PLACE = """() => [...document.querySelectorAll('.chart:has(figure), .scene')].flatMap(chart => {
  const found = [], frame = chart.getBoundingClientRect()
  const words = []
  const walk = document.createTreeWalker(chart.querySelector('figure') || chart, NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) {
    const range = document.createRange(), parent = walk.currentNode.parentElement
    if (!walk.currentNode.data.trim() || !parent.checkVisibility() || parent.closest('.visually-hidden, details:not([open]) > :not(summary)')) continue
    if (parent.closest('thead') && getComputedStyle(parent.closest('thead')).position === 'absolute') continue // cards
    range.selectNodeContents(walk.currentNode)
    for (const box of range.getClientRects()) words.push([walk.currentNode.data.trim(), box, parent])
  }
  words.forEach(([text, a, of], i) => {
    if (a.right > frame.right + 3 || a.left < frame.left - 3) found.push('leaves the drawing: ' + text)
    words.slice(i + 1).forEach(([other, b, by]) => {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left)
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
      if (of !== by && across > 1 && down > 6) found.push('overlap: ' + text + ' / ' + other)
    })
  })
  return found
})"""
PLACES = ["style.html", "index.html", "dataset/index.html"]


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("path", PLACES)
def test_words_in_drawings_are_legible_and_in_place(path: str, width: int, page: OpenPage) -> None:
    tab = page(path, width=width)
    tab.evaluate("document.fonts.ready.then(() => true)")
    assert tab.evaluate(OUT_OF_PLACE) == []
    sizes = tab.evaluate(
        "[...document.querySelectorAll('.chart text, .scene text')].filter(t => t.checkVisibility())"
        ".map(t => parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a)"
    )
    assert not sizes or min(sizes) >= 12
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("path", PLACES)
def test_words_in_drawings_grow_to_twice_their_size(path: str, width: int, page: OpenPage) -> None:
    tab = page(path, width=width)
    size = "e => parseFloat(getComputedStyle(e).fontSize)"
    words = tab.locator(".chart-drawing .step-range, .chart-drawing .plot-name").first
    before = words.evaluate(size)
    tab.evaluate("document.documentElement.style.fontSize = '225%'")
    assert words.evaluate(size) == pytest.approx(2 * before, rel=0.01)
    assert tab.evaluate(OUT_OF_PLACE) == []
    wide = "[...document.querySelectorAll('.chart-drawing, .scene')].filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.id)"
    assert tab.evaluate(wide) == []


def test_print_opens_the_limits_and_the_numbers(page: OpenPage) -> None:
    tab = page("dataset/index.html")
    numbers = tab.locator("#chart-search-ranges-named").locator("table, .chart-limits p")
    assert [n.is_visible() for n in numbers.all()] == [False, False]
    tab.emulate_media(media="print")
    assert [n.is_visible() for n in numbers.all()] == [True, True]


def test_drawings_hold_in_forced_colours(page: OpenPage) -> None:
    tab = page("index.html", forced_colors="active", scheme="dark")
    ground = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    strokes = tab.evaluate("[...document.querySelectorAll('.c-marks')].map(p => getComputedStyle(p).stroke)")
    assert len(strokes) == 8
    assert ground not in strokes
    frame = tab.locator(".bracket").first
    assert frame.evaluate("e => getComputedStyle(e).borderTopWidth") != "0px"
    assert frame.evaluate("e => getComputedStyle(e).borderTopColor") != ground


# -- beyond the page ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chart_id", [i for i in DRAWN if CHARTS[i].draw != "grid"])
def test_a_drawing_for_books_holds_its_words_and_numbers(chart_id: str, library: Library) -> None:
    chart = library.charts[chart_id]
    svg = standing.drawing(chart, library, "t")
    assert svg is not None
    assert not list(svg.iter("a"))
    said = " ".join("".join(t.itertext()) for t in svg.iter("text"))
    alternative = "".join(svg.find("title").itertext()) + "".join(svg.find("desc").itertext())  # type: ignore[union-attr]
    assert chart.finding in alternative
    for row in chart.drawn:
        value = row.get("value")
        if value is not None and not row.get("display") and chart.draw not in ("dots", "spread"):
            assert number(value) in said, label(row)
    assert etree.tostring(svg) == etree.tostring(standing.drawing(chart, library, "t"))  # type: ignore[arg-type]
    assert len(gzip.compress(etree.tostring(svg), 9)) < 4_000


LETTER = 6.5  # units of a letter: half of the 13 of an em in print
PAPER = 620.0  # units across


def _place(node: etree.Element, key: str) -> float:
    return float(node.get(key, "0").rstrip("%em")) * (PAPER / 100 if key in ("x", "x1", "x2", "cx", "width") else 13)


@pytest.mark.parametrize("chart_id", [i for i in DRAWN if CHARTS[i].draw not in ("grid", "marks")])
def test_words_of_a_drawing_for_books_have_room(chart_id: str, library: Library) -> None:
    """No two words on one spot, none beside the page, and nothing below the edge, by the letters of the book."""
    svg = standing.drawing(library.charts[chart_id], library, "t")
    assert svg is not None
    boxes = []
    for text in svg.iter("text"):
        wide = len("".join(text.itertext())) * LETTER
        left = _place(text, "x") - {"end": wide, "middle": wide / 2}.get(text.get("text-anchor", ""), 0)
        bottom = _place(text, "y")
        boxes.append((left, left + wide, bottom - 9, bottom, text.text))
        assert left >= -1 and left + wide <= PAPER + 8, text.text
    for n, (left, right, top, bottom, words) in enumerate(boxes):
        for other in boxes[n + 1 :]:
            assert right <= other[0] or other[1] <= left or bottom <= other[2] or other[3] <= top, (words, other[4])
    low = float(svg.get("height", "0em").removesuffix("em"))
    assert (
        max(float(c.get("cy", "0em").removesuffix("em")) + 0.3 for c in (*svg.iter("circle"), etree.Element("c")))
        <= low
    )


def test_favicon_and_preview_match_the_record(library: Library) -> None:
    assert "path" in social.icon(DOCS)
    png = (DOCS / "assets/social.png").read_bytes()
    stored = re.search(rb"tEXt" + re.escape(social.KEYWORD) + rb"\0([0-9a-f]{64})", png)
    assert stored and stored[1].decode() == social.checksum(library, DOCS, NAME), "run: explainer social"
    assert Image.open(io.BytesIO(png)).size == social.SIZE
    assert len(png) < 120_000
    svg = etree.fromstring(social.drawing(library, NAME, palette_of(DOCS)["light"]))
    said = [e.text or "" for e in svg.iter() if e.tag.endswith("text")]
    assert {NAME, "Dallas police"} <= set(said)
    assert "between 500 and 1,000 searches" in said
