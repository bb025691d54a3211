"""The page of error rates: prepared cases worked out again, and the panel's sums beside Python's."""

from __future__ import annotations

import gzip
import math
import re
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from explainer.facts import model, model_tables, words
from explainer.facts.library import Library
from explainer.facts.problems import EditorError
from explainer.out.built import BuiltPage
from tests import support
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
        (note,) = [
            t.getparent().getnext() for t in rates_page.tree.xpath("//table") if t.findtext("caption") == shown.caption
        ]
        chart = library.charts[chart_id]
        text = note.text_content()
        assert words.curl(shown.assumes(chart.summary)) in text
        assert chart.caveat
        assert words.curl(chart.caveat) in text
        targets = [a.get("href").partition("#")[2] for a in note.xpath(".//a")]
        assert targets == [c.key for c in chart.sources]


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


def set_slider(page: Page, name: str, step: int) -> None:
    page.locator(f"#{name}").evaluate(
        "(e, v) => { e.value = v; e.dispatchEvent(new Event('input', {bubbles: true})); }", step
    )


def marks(page: Page, which: str = "mark-hit") -> list[int]:
    """How many people are drawn in each group."""
    counts: list[int] = page.locator(f"#error-panel path.{which}").evaluate_all(
        "all => all.map(p => (p.getAttribute('d').match(/M/g) || []).length)"
    )
    return counts


def last(page: Page, name: str) -> int:
    return int(page.locator(f"#{name}").get_attribute("max") or 0)


def test_the_panel_opens_on_a_case_of_the_last_table(page: OpenPage, library: Library) -> None:
    panel = page(PAGE)
    row = next(r for r in library.charts["model-group-ratio"].data if r["n"] == 12_000_000)
    assert marks(panel) == [round(row["base"] / 10), round(row["x10"] / 10)]
    assert [a + b for a, b in zip(marks(panel), marks(panel, "mark-rest"), strict=True)] == [1000, 1000]
    expect(panel.locator("#panel-summary")).to_contain_text("With 12 million faces searched, about 4 of 1,000")
    expect(panel.locator("#present-no")).to_be_checked()


def test_every_position_of_the_panel_is_sane(page: OpenPage) -> None:
    panel = page(PAGE)
    found: list[list[Any]] = panel.evaluate(
        """() => {
        const get = (id) => document.getElementById(id);
        const rows = [];
        for (const there of ["present-no", "present-yes"]) {
          get(there).checked = true;
          for (let f = 0; f <= +get("faces").max; f++) for (let r = 0; r <= +get("rate").max; r++)
            for (const q of [0, 3, +get("ratio").max]) {
              get("faces").value = f; get("rate").value = r; get("ratio").value = q;
              get("ratio").dispatchEvent(new Event("input", { bubbles: true }));
              const paths = [...document.querySelectorAll(".mark-hit")];
              const hits = paths.map((p) => p.getAttribute("d").split("M").length - 1);
              rows.push([there, f, r, q, get("error-panel").textContent, hits]);
            }
        }
        return rows; }"""
    )
    assert len(found) > 500
    before: dict[tuple[Any, ...], int] = {}
    for there, faces, rate, ratio, text, (first, second) in found:
        assert not re.search(r"NaN|undefined|Infinity|e[+-]\d|-\d", text.replace("one-to", "")), text
        assert 0 <= first <= second <= 1000
        assert ratio or first == second
        # More faces never mean fewer strangers.
        assert first >= before.get((there, rate, ratio), 0)
        before[there, rate, ratio] = first
        if there == "present-yes" and faces == 0:
            assert first == second == 0, "one face on file, the right one: no stranger to match"


def test_the_ends_of_the_panel(page: OpenPage) -> None:
    panel = page(PAGE)
    set_slider(panel, "faces", last(panel, "faces"))
    set_slider(panel, "rate", 0)
    assert marks(panel) == [1000, 1000]
    expect(panel.locator("#panel-summary")).to_contain_text("almost all of 1,000 searches")
    set_slider(panel, "faces", 0)
    set_slider(panel, "rate", last(panel, "rate"))
    assert marks(panel) == [0, 0]
    expect(panel.locator("#panel-summary")).to_contain_text("With 1 face searched, about 1 in 1 trillion searches")


def test_the_panel_says_what_it_is_not(page: OpenPage) -> None:
    panel = page(PAGE).locator("#error-panel")
    for limit in ("A model for teaching", "independent", "threshold is not public", "No product is shown"):
        expect(panel).to_contain_text(limit)


@pytest.mark.parametrize("file", [False, True], ids=["served", "from a file"])
def test_without_a_script_the_tables_are_the_page(page: OpenPage, file: bool) -> None:
    plain = page(PAGE, javascript=False, file=file)
    expect(plain.locator(".block-model table")).to_have_count(len(model_tables.TABLES))
    expect(plain.locator("#error-panel")).to_contain_text("the tables below hold the same sums")
    expect(plain.locator("#error-panel input")).to_have_count(0)


def test_the_panel_works_from_a_file(page: OpenPage) -> None:
    panel = page(PAGE, file=True)
    set_slider(panel, "faces", last(panel, "faces"))
    expect(panel.locator("#panel-summary")).to_contain_text("10 billion faces")


def test_nothing_moves(page: OpenPage) -> None:
    panel = page(PAGE, reduced_motion="reduce")
    set_slider(panel, "faces", 10)
    assert panel.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 360)])
def test_axe_finds_nothing(page: OpenPage, scheme: str, width: int) -> None:
    panel = page(PAGE, scheme=scheme, width=width)
    result = Axe().run(panel)
    assert result.violations_count == 0, result.generate_report()
    assert panel.evaluate("document.documentElement.scrollWidth") <= width


def test_paper_keeps_the_tables_and_drops_the_controls(page: OpenPage) -> None:
    printed = page(PAGE)
    printed.emulate_media(media="print")
    expect(printed.locator(".block-model table").first).to_be_visible()
    expect(printed.locator(".panel-form")).to_be_hidden()


def test_the_script_is_small_and_loaded_by_this_page_alone(site: Path, built: list[BuiltPage]) -> None:
    loading = [
        p.path for p in built if any("assets/error-rates.js" in k.address for k in p.links if k.attribute == "src")
    ]
    assert loading == [PAGE]
    assert len(gzip.compress((site / "assets/error-rates.js").read_bytes())) < 4096
