"""The page of error rates: prepared cases and drawings worked out again, and the panel beside Python's model."""

from __future__ import annotations

import math
import re
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from explainer.facts import model, model_tables, words
from explainer.facts.library import Library
from explainer.facts.problems import EditorError
from explainer.out.built import BuiltPage
from tests import axe, support
from tests.conftest import OpenPage

PAGE = "evidence/error-rates.html"
FACES = [0, 1, 2, 1000, 1_600_000, 12_000_000, 10**10, 10**12, 10**15]
RATES = [0.0, 1e-15, 1e-13, 3e-10, 1e-6, 0.01, 0.5, 1.0]


def close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-300)


# -- the model -----------------------------------------------------------------------------------------


def test_the_model_agrees_with_exact_arithmetic() -> None:
    with localcontext(prec=60):
        for faces in (1, 10_000, 1_600_000, 12_000_000):
            for rate in ("1e-13", "3e-10", "1e-6", "0.01"):
                exact = 1 - (1 - Decimal(rate)) ** faces
                assert close(model.any_false(faces, float(rate)), float(exact))
                if exact < Decimal("0.99"):  # nearer to one, the digits that lead back are lost
                    assert close(model.rate_for(faces, float(exact)), float(rate))


@pytest.mark.parametrize(
    ("faces", "rate", "chance"), [(0, 1.0, 0.0), (10**15, 0.0, 0.0), (1, 1.0, 1.0), (10**15, 1.0, 1.0), (1, 0.25, 0.25)]
)
def test_the_ends_of_the_model_are_sane(faces: int, rate: float, chance: float) -> None:
    assert close(model.any_false(faces, rate), chance)


@pytest.mark.parametrize(("faces", "rate"), [(-1, 0.1), (1, -0.1), (1, 1.1), (math.inf, 0.1), (1, math.nan)])
def test_the_model_refuses_what_is_no_rate_or_count(faces: float, rate: float) -> None:
    with pytest.raises(ValueError, match="not "):
        model.any_false(faces, rate)


# -- the prepared cases --------------------------------------------------------------------------------


def number(text: str) -> float:
    """'about 3,023' as 3023, '1.6 million' as 1600000, '99.7 percent' as 99.7."""
    found = re.search(r"([\d.,]+)(?: (million|billion|trillion))?", text)
    assert found, text
    return float(found[1].replace(",", "")) * {None: 1, "million": 1e6, "billion": 1e9, "trillion": 1e12}[found[2]]


def table(page: BuiltPage, model_id: str) -> list[list[str]]:
    caption = model_tables.TABLES[model_id].caption
    (found,) = [t for t in page.tree.xpath("//table") if t.findtext("caption") == caption]
    return [[cell.text_content() for cell in row.xpath("./th|./td")] for row in found.xpath("./tbody/tr")]


def rounded(shown: str, worked: float) -> bool:
    """Tell whether what the page shows is `worked`, rounded by less than five percent or one half."""
    return abs(number(shown) - worked) <= max(0.5 if worked >= 10 else 0, 0.05 * worked)


@pytest.fixture(scope="session")
def rates_page(built: list[BuiltPage]) -> BuiltPage:
    return next(p for p in built if p.path == PAGE)


def test_every_record_of_the_model_comes_out(library: Library) -> None:
    computed = {c.id for c in library.charts.values() if c.id.startswith("model-")}
    assert computed == model_tables.TABLES.keys()
    for chart_id in computed:
        assert list(model_tables.wrong(library.charts[chart_id])) == []


def test_more_faces_more_strangers(rates_page: BuiltPage, library: Library) -> None:
    for cells, row in zip(table(rates_page, "model-naive-fpir"), library.charts["model-naive-fpir"].data, strict=True):
        n, fmr = row["n"], row["fmr"]
        assert number(cells[0]) == n
        assert rounded(cells[2], n * fmr)
        worked = 1000 * (1 - math.exp(n * math.log1p(-fmr)))
        if worked > 999.5:
            assert cells[3] == "almost all"
        else:
            assert abs(number(cells[3]) - worked) <= 0.5


def test_the_rate_that_a_gallery_needs(rates_page: BuiltPage, library: Library) -> None:
    for cells, row in zip(table(rates_page, "model-fmr-needed"), library.charts["model-fmr-needed"].data, strict=True):
        assert number(cells[0]) == row["n"]
        assert rounded(cells[1].partition(" in ")[2], row["n"] / -math.log(1 - 0.003))


def test_trust_in_an_alert(rates_page: BuiltPage, library: Library) -> None:
    chart = library.charts["model-trust-an-alert"]
    for cells, row in zip(table(rates_page, "model-trust-an-alert"), chart.data, strict=True):
        present, alarm = row["prevalence"], row["fpir"]
        right, wrong = 1000 * present * (1 - 0.0015), 1000 * (1 - present) * alarm
        assert [number(c) for c in cells[:2]] == [1000 * present, 1000 * alarm]
        assert rounded(cells[2], right)
        assert rounded(cells[3], wrong)
        assert abs(number(cells[4]) - 100 * right / (right + wrong)) <= 0.05


def test_one_threshold_two_groups(rates_page: BuiltPage, library: Library) -> None:
    rows = table(rates_page, "model-group-ratio")
    for cells, row in zip(rows, library.charts["model-group-ratio"].data, strict=True):
        for cell, ratio in zip(cells[1:], (1, 2, 10, 100), strict=True):
            worked = 10_000 * (1 - math.exp(row["n"] * math.log1p(-3e-10 * ratio)))
            assert cell == "almost all" if worked > 9999.5 else abs(number(cell) - worked) <= 0.5


def test_each_table_has_a_caption_its_assumptions_and_its_source(rates_page: BuiltPage, library: Library) -> None:
    for chart_id, shown in model_tables.TABLES.items():
        (found,) = [t for t in rates_page.tree.xpath("//table") if t.findtext("caption") == shown.caption]
        (note,) = found.xpath("ancestor::details/following-sibling::p[1]")
        chart = library.charts[chart_id]
        text = note.text_content()
        assert words.curl(shown.assumes(chart.summary)) in text
        assert chart.caveat
        assert words.curl(chart.caveat) in text
        targets = [a.get("href") for a in note.iter("a")]
        assert targets == [library.sources[c.key].url or f"#n-source-{c.key}" for c in chart.sources]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("fpir: 0.7981", "fpir: 0.8981", "fpir is 0.8981"),
        ("share_right: 45.42", "share_right: 54.42", "share_right is 54.42"),
        ("    summary: {searches: 10000, fmr: 3.0e-10}\n", "", "does not say 'searches'"),
        ("summary: {fpir: 0.003}", "summary: {fpir: 3}", "between 0 and 1"),
    ],
)
def test_a_wrong_number_in_a_record_stops_the_check(tmp_path: Path, old: str, new: str, said: str) -> None:
    project = support.copy_project(tmp_path)
    support.edit(project / "docs/data/charts.yml", old, new)
    with pytest.raises(EditorError) as caught:
        Library.read((project / "docs").resolve())
    assert [p.file for p in caught.value.problems] == ["docs/data/charts.yml"]
    assert said in "\n".join(p.message for p in caught.value.problems)


# -- the panel -----------------------------------------------------------------------------------------


def test_the_panels_sums_equal_pythons(page: OpenPage) -> None:
    panel = page(PAGE)
    grid = [[n, r] for n in FACES for r in RATES]
    ours = panel.evaluate(
        """grid => grid.map(([n, r]) => [errorRates.expectedFalse(n, r), errorRates.anyFalse(n, r),
        errorRates.inGroup(r, n), Object.values(errorRates.alerts(n, r, 0.0015, r))])""",
        grid,
    )
    for (n, r), (expected, chance, grouped, alerts) in zip(grid, ours, strict=True):
        assert close(expected, model.expected_false(n, r))
        assert close(chance, model.any_false(n, r)), (n, r)
        assert 0 <= chance <= 1
        assert close(grouped, model.in_group(r, n))
        right = model.alerts(n, r, 0.0015, r)
        assert all(map(close, alerts, (right.right, right.wrong, right.share_right)))


HIT = re.compile(r"M0 0h(\d+)v([\d.]+)h(-?\d+)v")


def people(figure: Any) -> set[int]:
    """How many of 1,000 people are marked in the drawings of a group, worked out from their outlines: one number."""
    found = set()
    for svg in figure.iter("svg"):
        (path,) = svg.xpath("./path[@class='people-ground']") or [None]
        found.add(outlined(path.get("d")) if path is not None else 0)
    return found


def outlined(d: str) -> int:
    """People inside an outline of whole rows and a rest."""
    if not d:
        return 0
    width, down, back = HIT.match(d).groups()  # type: ignore[union-attr]
    rest = (int(width) + int(back)) // 4
    return round(float(down) / 5.6) * int(width) // 4 + (rest if rest < int(width) // 4 else 0)


def set_slider(page: Page, name: str, step: int) -> None:
    page.locator(f"#{name}").evaluate(
        "(e, v) => { e.value = v; e.dispatchEvent(new Event('input', {bubbles: true})); }", step
    )


def last(page: Page, name: str) -> int:
    return int(page.locator(f"#{name}").get_attribute("max") or 0)


def hits(page: Page) -> list[int]:
    """People marked in both groups of the gallery in sight."""
    ds = page.locator(".still.start figure").evaluate_all(
        "all => all.map(f => f.querySelector('svg .people-ground')?.getAttribute('d') || '')"
    )
    return [outlined(d) for d in ds]


def test_each_gallery_is_drawn_and_told_as_its_record_works_out(rates_page: BuiltPage, library: Library) -> None:
    chart = library.charts["model-panel"]
    stills = rates_page.tree.xpath("//*[@data-panel]//section")
    assert len(stills) == len(chart.data) == 3
    for still, row in zip(stills, chart.data, strict=True):
        assert still.get("aria-label") == words.curl(row["label"])
        for figure, ratio in zip(still.iter("figure"), (1, chart.summary["ratio"]), strict=True):
            share = 1 - math.exp(row["n"] * math.log1p(-chart.summary["fmr"] * ratio))
            assert people(figure) == {round(1000 * share)}
            said = " ".join(figure.findtext("figcaption/strong").split())
            if share > 0.9995:
                assert said == "almost all"
            elif share > 0.00095:
                assert abs(number(said) - 1000 * share) <= 0.5
            else:
                assert abs(number(said.partition(" in ")[2]) * share - 1) < 0.05
        (claim,) = still.xpath(".//a/@data-claim")
        assert claim == row["claim"]
    assert sum(row.get("start", False) for row in chart.data) == 1


def test_each_model_is_drawn_with_the_numbers_of_its_table(rates_page: BuiltPage, library: Library) -> None:
    drawn = rates_page.tree.xpath("//figure[contains(@class, 'bars')]")
    titles = [f.findtext("p") for f in drawn]
    charts = [c for c in library.charts.values() if c.id in model_tables.TABLES and c.id != "model-panel"]
    assert sorted(titles) == sorted(words.curl(c.finding or "") for c in charts)
    for chart in charts:
        figure = next(f for f in drawn if f.findtext("p") == words.curl(chart.finding or ""))
        assert "find" not in (chart.finding or "")
        bars = figure.xpath(".//li")
        rows = model_tables.rows(chart)
        assert len(bars) == len(rows) * (4 if chart.id == "model-group-ratio" else 1)
        parts = [
            [float(r.get("width").strip("%")) for r in li.xpath(".//rect[not(contains(@class,'track'))]")]
            for li in bars
        ]
        dots = [float(c.get("cx").strip("%")) for c in figure.iter("circle")]
        if chart.id == "model-naive-fpir":
            assert sorted(p for (p,) in parts) == pytest.approx(sorted(100 * r["fpir"] for r in rows), abs=0.01)
        elif chart.id == "model-trust-an-alert":
            assert sorted(p[0] for p in parts) == pytest.approx(sorted(r["share_right"] for r in rows), abs=0.01)
            assert all(sum(p) == pytest.approx(100, abs=0.02) for p in parts)
        elif chart.id == "model-group-ratio":
            worked = [r[k] / 100 for r in rows for k in ("base", "x2", "x10", "x100")]
            assert [p for (p,) in parts] == pytest.approx(worked, abs=0.01)
        else:
            powers = [-math.log10(r["fmr"]) for r in rows]
            steps = [(b - a) / (d - c) for a, b, c, d in zip(dots, dots[1:], powers, powers[1:], strict=False)]
            assert steps == pytest.approx([steps[0]] * len(steps), rel=0.01), "equal steps are equal ratios"


def test_a_press_shows_a_gallery_and_says_it(page: OpenPage, library: Library) -> None:
    view = page(PAGE)
    chart = library.charts["model-panel"]
    stills = view.locator(".still")
    expect(view.locator(".still:visible")).to_have_count(1)
    for n, row in enumerate(chart.data):
        view.locator(".panel-galleries a").nth(n).press("Enter")
        expect(stills.nth(n)).to_be_visible()
        expect(view.locator(".still:visible")).to_have_count(1)
        assert hits(view) == [round(row["first"]), round(row["second"])]
        expect(view.locator("#panel-summary")).to_contain_text(words.curl(row["label"]))
        expect(view.locator(".panel-galleries [aria-current]")).to_have_count(1)
    assert view.url.endswith(PAGE), "the page does not jump"
    view.locator(".still:visible a[data-claim]").click()
    expect(view.locator(".notes .open")).to_be_visible()


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_cause_and_effect_are_on_one_screen_and_the_groups_side_by_side(page: OpenPage, width: int) -> None:
    view = page(PAGE, width=width, height=740 if width == 360 else 900)
    view.locator(".panel-galleries").evaluate("e => scrollTo(0, e.getBoundingClientRect().top + scrollY - 8)")
    expect(view.locator(".panel-galleries a").last).to_be_in_viewport(ratio=1)
    boxes = [b.bounding_box() for b in view.locator(".still.start figure").all()]
    assert all(b and b["y"] + b["height"] <= (740 if width == 360 else 900) for b in boxes), (
        "both drawings are in sight"
    )
    assert boxes[0] and boxes[1]
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
    before = view.evaluate("document.querySelector('.stills').getBoundingClientRect().height")
    view.locator(".panel-galleries a").last.click()
    assert view.evaluate("document.querySelector('.stills').getBoundingClientRect().height") == before
    assert view.evaluate("document.documentElement.scrollWidth") <= width


def test_every_position_of_the_sliders_is_sane(page: OpenPage) -> None:
    view = page(PAGE)
    found: list[list[Any]] = view.evaluate(
        """() => {
        const get = (id) => document.getElementById(id);
        const rows = [];
        for (const there of ["present-no", "present-yes"]) {
          get(there).checked = true;
          for (let f = 0; f <= +get("faces").max; f++) for (let r = 0; r <= +get("rate").max; r++)
            for (const q of [0, 3, +get("ratio").max]) {
              get("faces").value = f; get("rate").value = r; get("ratio").value = q;
              get("ratio").dispatchEvent(new Event("input", { bubbles: true }));
              const ds = [...document.querySelectorAll("#gallery-own .people-narrow .people-ground")];
              rows.push([there, f, r, q, get("gallery-own").textContent, ds.map((p) => p.getAttribute("d"))]);
            }
        }
        return rows; }"""
    )
    assert len(found) > 500
    before: dict[tuple[Any, ...], int] = {}
    for there, faces, rate, ratio, text, ds in found:
        first, second = map(outlined, ds)
        assert not re.search(r"NaN|undefined|Infinity|e[+-]\d|-\d", text), text
        assert 0 <= first <= second <= 1000
        assert ratio or first == second
        assert first >= before.get((there, rate, ratio), 0), "more faces never mean fewer strangers"
        before[there, rate, ratio] = first
        if there == "present-yes" and faces == 0:
            assert first == second == 0, "one face on file, the right one: no stranger to match"
    view.get_by_text("Set it yourself").click()
    set_slider(view, "faces", last(view, "faces"))
    set_slider(view, "rate", 0)
    assert hits(view) == [1000, 1000]
    view.locator("#faces").focus()
    view.keyboard.press("Home")
    expect(view.locator("#faces-value")).to_have_text("1")
    view.get_by_role("button", name="Back to the start").click()
    assert hits(view) == [4, 35]
    expect(view.locator("#panel-summary")).to_contain_text("about 4 of 1,000 searches")


@pytest.mark.parametrize("file", [False, True], ids=["served", "from a file"])
def test_without_a_script_and_on_paper_the_pictures_follow_one_another(page: OpenPage, file: bool) -> None:
    plain = page(PAGE, javascript=False, file=file)
    printed = page(PAGE, file=file)
    printed.emulate_media(media="print")
    for view in (plain, printed):
        expect(view.locator(".still:visible")).to_have_count(3)
        expect(view.locator(".still-name:visible")).to_have_count(3)
        expect(view.locator(".panel :is(a.tool, input, button):visible")).to_have_count(0)
        assert "A model for teaching" not in view.locator(".panel").inner_text()
    expect(printed.locator(".block-model table").first).to_be_visible()
    limits = plain.locator(".block-panel > .model-note")
    for limit in ("model for teaching", "independent", "is not public", "no product is shown"):
        expect(limits).to_contain_text(limit)


def test_nothing_moves(page: OpenPage) -> None:
    view = page(PAGE, reduced_motion="reduce")
    set_slider(view, "faces", 10)
    assert view.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 360)])
def test_axe_finds_nothing(page: OpenPage, scheme: str, width: int) -> None:
    view = page(PAGE, scheme=scheme, width=width)
    view.get_by_text("Set it yourself").click()
    assert axe.violations(view) == ""
    assert view.evaluate("document.documentElement.scrollWidth") <= width
