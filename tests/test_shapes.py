"""Pages with shapes: what the front matter chooses, the moment that each shape has, and what folds and opens."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from explainer.facts import words
from explainer.facts.library import Library
from explainer.facts.records import Correction
from explainer.out import assets
from explainer.out.built import BuiltPage
from explainer.text import check
from explainer.text.pages import Page as Source
from tests import support
from tests.conftest import OpenPage
from tests.desk import Desk

SHAPED = {p.src: str(p.front_matter["shape"]) for p in Source.read_all(support.DOCS) if "shape" in p.front_matter}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path).with_pages()


def trees(built: list[BuiltPage]) -> dict[str, Any]:
    return {p.path: p.tree for p in built}


# -- the choice ------------------------------------------------------------------------------------------------------


def test_every_shape_is_used_and_stands_on_the_page(built: list[BuiltPage]) -> None:
    assert set(SHAPED.values()) == set(check.SHAPES)
    for src, shape in SHAPED.items():
        classes = trees(built)[src.replace(".md", ".html")].find(".//body").get("class").split()
        assert f"shape-{shape}" in classes, src
    plain = next(p for p in support.LISTED if p.replace(".html", ".md") not in SHAPED)
    assert "shape-" not in trees(built)[plain].find(".//body").get("class", "")


def test_an_unknown_shape_is_refused_with_the_nearest_one(desk: Desk) -> None:
    desk.edit("timeline.md", "shape: reference", "shape: referense")
    (said,) = [problem for problem in desk.said_of_pages() if "shape" in problem]
    assert "docs/timeline.md" in said
    assert "'referense'" in said
    assert "reference" in said.partition("'referense'")[2]


@pytest.mark.parametrize("src", [s for s, shape in SHAPED.items() if shape in {"explainer", "case"}])
def test_the_figure_comes_first_and_owns_the_width(page: OpenPage, src: str) -> None:
    view = page(src.replace(".md", ".html"), width=1440)
    found = view.evaluate(
        """() => { const article = document.querySelector("article").getBoundingClientRect();
        const first = [...document.querySelectorAll("article > [data-block]")].find(e => !e.matches("h2 ~ *"));
        const box = first.getBoundingClientRect();
        return [first.dataset.block, box.width / article.width, getComputedStyle(first).boxShadow]; }"""
    )
    assert found[0] in {"chart", "panel", "cases", "before-after"}
    assert found[1] == pytest.approx(1, abs=0.01)
    assert found[2] != "none", "on a ground of its own"
    assert view.evaluate("document.documentElement.scrollWidth") <= 1440


def test_the_heavy_line_belongs_to_headings(page: OpenPage) -> None:
    for path in ("open-questions.html", "corrections.html", "dallas/policy-questions.html", "dallas/article.html"):
        heavy = page(path).evaluate(
            """() => { const strong = getComputedStyle(document.querySelector("article > h2, article h2")).borderTopColor;
            return [...document.querySelectorAll(".question, .check, .correction, .checklist > li, .ways > div")]
                .filter(e => getComputedStyle(e).borderTopColor === strong).length; }"""
        )
        assert heavy == 0, path


# -- what a correction changed, and cases ------------------------------------------------------------------------------


def test_the_correction_page_opens_with_the_words_before_and_after(built: list[BuiltPage], library: Library) -> None:
    record = library.corrections["article-consent"]
    (figure,) = trees(built)["dallas/correction.html"].xpath("//figure[@class='changed']")
    lines = [" ".join(e.text_content().split()) for e in figure.xpath(".//*[@class='changed-words']")]
    assert lines == [f"“{record.before}”", f"“{record.after}”"]
    assert [e.text for e in figure.iter("del")] == ["with"]
    assert [e.text for e in figure.iter("ins")] == ["without"]


@pytest.mark.parametrize(
    ("before", "after", "runs"),
    [
        ("a b c", "a x c", [("same", "a"), ("gone", "b"), ("new", "x"), ("same", "c")]),
        ("a b", "a b c", [("same", "a b"), ("new", "c")]),
        ("a b c", "b c", [("gone", "a"), ("same", "b c")]),
    ],
)
def test_changes_are_told_word_by_word(before: str, after: str, runs: list[tuple[str, str]], library: Library) -> None:
    record = library.corrections["article-consent"].model_copy(update={"before": before, "after": after})
    assert isinstance(record, Correction)
    assert record.changes == runs


def test_a_correction_without_its_words_is_not_set_large(desk: Desk, library: Library) -> None:
    other = next(i for i, c in library.corrections.items() if not c.before)
    desk.edit("dallas/correction.md", "/// before-after | article-consent", f"/// before-after | {other}")
    assert any("has no 'before' and 'after'" in said for said in desk.said_of_pages())


def test_each_case_has_a_mark_for_every_hour_on_one_scale(built: list[BuiltPage], library: Library) -> None:
    cases = trees(built)["evidence/detroit.html"].xpath("//li[@class='case']")
    assert len(cases) >= 5
    scales = set()
    scale = {"hours": 1, "days": 24, "weeks": 168}
    for case in cases:
        (link,) = case.xpath(".//p[@class='case-figure']/a")
        claim = library.claims[link.get("data-claim")]
        figure = next(f for f in claim.figures.values() if f.display == link.text_content().strip())
        (svg,) = case.iter("svg")
        scales.add(svg.get("viewbox") or svg.get("viewBox"))
        assert _hours(svg.find("path").get("d")) == float(figure.values()[-1]) * scale[figure.unit]
        assert words.curl(claim.short or "").rstrip(".") in case.text_content()
    assert len(scales) == 1


def _hours(d: str) -> int:
    """Hours inside an outline of whole days and a rest, four units to a mark."""
    whole = re.fullmatch(r"M0 0h(\d+)v96H0z", d)
    if whole:
        return int(whole[1]) // 4 * 24
    parts = re.fullmatch(r"M0 0h(\d+)v(\d+)h-4v(\d+)H0z", d)
    assert parts, d
    return (int(parts[1]) // 4 - 1) * 24 + int(parts[2]) // 4


# -- what folds ----------------------------------------------------------------------------------------------------------


def folded(page: Page, selector: str) -> tuple[int, int]:
    """How many there are, and of how many the inside shows."""
    both: list[int] = page.locator(selector).evaluate_all(
        "all => [all.length, all.filter(e => e.lastElementChild.checkVisibility() && "
        "e.lastElementChild.getClientRects().length).length]"
    )
    return both[0], both[1]


def test_open_questions_are_a_line_each_that_opens_also_without_a_script_and_are_open_in_print(page: OpenPage) -> None:
    view = page("dallas/index.html", javascript=False)
    count, opened = folded(view, ".block-questions details")
    assert count >= 2
    assert opened == 0
    view.locator(".block-questions summary").first.click()
    assert folded(view, ".block-questions details") == (count, 1)
    expect(view.locator(".block-questions [open] a[href*='open-questions.html#']")).to_be_visible()
    view.emulate_media(media="print")
    heights = view.locator(".block-questions dl").evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")
    assert all(height > 20 for height in heights)


def test_notices_of_corrections_are_one_line(page: OpenPage) -> None:
    for width in (1440, 768):
        view = page("timeline.html", width=width)
        notice = view.locator(".notice")
        assert notice.evaluate("e => e.getBoundingClientRect().height") < 40
    notice.locator("summary").click()
    assert notice.locator("li a[href*='corrections.html#']").count() >= 2
    assert re.search(r"Corrected on \w+ \d+, \d{4}: \d+ changes", notice.inner_text())


# -- counts in prose -----------------------------------------------------------------------------------------------------


def test_a_count_in_prose_is_compared_with_the_records(desk: Desk, library: Library) -> None:
    count = len(library.sentences)
    desk.edit("index.md", f"[{count} statements][count:sentences]", f"[{count + 1} statements][count:sentences]")
    desk.edit("dallas/article.md", "[Five][count:sentences.differs]", "[Five][count:sentences.diffars]")
    second, first = [p for p in desk.said_of_pages() if "statements”" in p or "counts nothing" in p]
    assert f"“{count + 1} statements”" in first
    assert f"Write {count}." in first
    assert "'count:sentences.diffars' counts nothing" in second


def test_a_count_leads_to_its_records(built: list[BuiltPage], library: Library) -> None:
    (link,) = trees(built)["index.html"].xpath("//article/p/a[contains(., 'statements')]")
    assert link.text == f"{len(library.sentences)} statements"
    assert link.get("href") == "dallas/article.html"
    home = trees(built)["dallas/article.html"].find(".//article")
    assert "count:" not in home.text_content()


# -- the frame -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", [True, False])
def test_the_header_is_one_row_on_a_phone_whatever_the_font(page: OpenPage, script: bool) -> None:
    view = page("index.html", width=360, javascript=script)
    view.evaluate(
        """() => { const sheet = new CSSStyleSheet(); document.adoptedStyleSheets.push(sheet);
        sheet.replaceSync("* { font-family: 'DejaVu Serif', serif !important }"); }"""
    )
    tops = view.locator(".wordmark, .tools").evaluate_all(
        "all => all.map(e => { const b = e.getBoundingClientRect(); return (b.top + b.bottom) / 2; })"
    )
    assert abs(tops[0] - tops[1]) < 6
    assert view.evaluate("document.documentElement.scrollWidth") <= 360


def test_rules_in_a_container_query_are_published_as_they_are_written(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    sheet = tmp_path / "assets/a.css"
    sheet.write_text(
        "@container (min-width: 9rem) { .a :is(.b, i) { x: y } .a[b] :not(.c) { x: y } .a:is(.b) { x: y } }"
    )
    ((_, content),) = assets.hashed(tmp_path).values()
    assert [m.strip() for m in re.findall(r"(?<=[{}])\.[^{]+(?=\{)", content.decode())] == [
        ".a *:is(.b,i)", ".a[b] *:not(.c)", ".a:is(.b)"
    ]  # fmt: skip
