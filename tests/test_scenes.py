"""
The drawn story: pictures between the paragraphs for everybody, one pinned picture where a script may and nobody minds.

Whatever a reader has set (no script, less motion, larger letters, other colours, print), the pictures, their words,
their numbers and their addresses are there.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as etree

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from explainer.facts import numbers, rules
from explainer.facts.library import Library
from explainer.facts.problems import EditorError
from explainer.facts.scenes import Scene, SceneLabel
from explainer.facts.words import curl
from explainer.shown import scenes
from tests.conftest import OpenPage
from tests.support import DOCS

CASE = "dallas/index.html"
SCENES = Library.read(DOCS).scenes
STORY = [s for s in SCENES.values() if s.story == "two-phones"]
OPEN = "[data-notes] .open"
PINNED = ".pinned-art svg.pinned-now"


# -- records -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scene_id", SCENES)
def test_a_listener_hears_every_number_that_is_drawn(scene_id: str, library: Library) -> None:
    scene = library.scenes[scene_id]
    heard = {n.value for n in numbers.find(scene.alt)}
    assert {n.value for label in scene.labels for n in numbers.find(label.words)} <= heard
    assert len(scene.alt) > 60, "it tells the picture, not only its name"


def test_a_number_that_is_only_drawn_is_refused(library: Library) -> None:
    scene = STORY[0].model_copy(update={"alt": "A picture without its number."})
    lib = _with(library, scene)
    told = [p.message for p in rules.problems(lib, broken=False) if "`alt`" in p.message]
    assert told == [f"scene '{scene.id}': its drawing says “3 billion”, and its `alt` does not"]


def test_a_drawing_and_its_words_must_fit_each_other(library: Library) -> None:
    scene = STORY[4]
    missing = scene.model_copy(update={"labels": scene.labels[1:]})
    with pytest.raises(EditorError, match="has no words for the place 'city'"):
        scenes.picture(missing, _with(library, missing), DOCS)
    extra = scene.model_copy(update={"labels": [*scene.labels, SceneLabel(slot="nowhere", words="x", claim=None)]})
    with pytest.raises(EditorError, match="its drawing has no such place"):
        scenes.picture(extra, _with(library, extra), DOCS)
    lost = scene.model_copy(update={"drawing": "lost.svg"})
    with pytest.raises(EditorError, match="the drawing is missing"):
        scenes.picture(lost, _with(library, lost), DOCS)


def _with(library: Library, scene: Scene) -> Library:
    return replace(library, scenes={**library.scenes, scene.id: scene})


def test_what_does_not_change_stays_where_it_is(library: Library) -> None:
    """The phone of the first two pictures is one group of the drawing, at one place."""
    first, second = (scenes.picture(s, library, DOCS).svg for s in STORY[:2])
    assert etree.tostring(first[0]) == etree.tostring(second[0])
    assert first.get("viewBox") == second.get("viewBox")


# -- without a script, with less motion, in print ----------------------------------------------------------------


def still(tab: Tab) -> None:
    """Six pictures stand between the paragraphs, each with its words, its number and its address."""
    figures = tab.locator(".scene[data-scene]")
    expect(figures).to_have_count(6)
    for n, scene in enumerate(STORY, 1):
        figure = tab.locator(f"#two-phones-{n}")
        expect(figure.locator("svg")).to_be_visible()
        expect(figure.locator("svg")).to_have_attribute("aria-label", curl(scene.alt))
        expect(figure.locator("figcaption")).to_contain_text(f"{n} of 6")
        expect(figure.locator("figcaption")).to_contain_text(curl(scene.title))
        for label in scene.labels:
            expect(figure.locator("svg text", has_text=curl(label.words)).first).to_be_visible()
    assert tab.locator(".pinned").count() == 0


def test_without_a_script_the_pictures_stand_between_the_paragraphs(page: OpenPage) -> None:
    still(page(CASE, javascript=False))


def test_with_less_motion_nothing_is_pinned(page: OpenPage) -> None:
    still(page(CASE, reduced_motion="reduce"))


def test_in_print_all_pictures_are_back_in_their_places(page: OpenPage) -> None:
    tab = page(CASE)
    expect(tab.locator(".pinned")).to_have_count(1)
    tab.emulate_media(media="print")
    expect(tab.locator(".pinned")).to_have_count(0)
    still(tab)
    tab.emulate_media(media="screen")
    expect(tab.locator(".pinned")).to_have_count(1)


def test_the_blanks_are_drawn_as_blanks_with_whom_to_ask(page: OpenPage, library: Library) -> None:
    tab = page(CASE, javascript=False)
    last = tab.locator("#two-phones-6")
    assert last.locator("svg .a-blank").count() == len(STORY[-1].blanks) == 3
    for blank in STORY[-1].blanks:
        line = last.locator(".blanks li", has_text=blank.words)
        expect(line).to_contain_text(curl(library.questions[blank.question].whom_to_ask))
        assert (line.locator("a").get_attribute("href") or "").endswith(f"#{blank.question}")


@pytest.mark.parametrize("path", ["evidence/index.html", "glossary.html", "dataset/index.html"])
def test_a_picture_that_explains_stands_alone(path: str, page: OpenPage) -> None:
    figure = page(path).locator(".scene")
    expect(figure.locator("svg")).to_be_visible()
    expect(figure.locator("figcaption")).not_to_contain_text(re.compile(r"\d of \d"))


# -- pinned ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1440, 900)])
def test_the_picture_follows_the_text(width: int, height: int, page: OpenPage) -> None:
    tab = page(CASE, width=width, height=height)
    for n in (1, 3, 5, 6, 2):
        tab.locator(f"#two-phones-{n}").evaluate("e => e.scrollIntoView({block: 'start', behavior: 'instant'})")
        expect(tab.locator(PINNED)).to_have_attribute("aria-label", curl(STORY[n - 1].alt))
        expect(tab.locator(".pinned a[aria-current=step]")).to_have_attribute("href", f"#two-phones-{n}")
        expect(tab.locator(".pinned")).to_be_in_viewport()
    assert tab.locator(".pinned").evaluate("e => e.getBoundingClientRect().height / innerHeight") < 0.45
    tab.locator("#what-is-not-known").evaluate("e => e.scrollIntoView({block: 'start', behavior: 'instant'})")
    expect(tab.locator(PINNED)).not_to_be_visible()


def test_a_scene_is_reached_by_its_address(page: OpenPage) -> None:
    tab = page(f"{CASE}#two-phones-4")
    expect(tab.locator(PINNED)).to_have_attribute("aria-label", curl(STORY[3].alt))
    figure = tab.locator("#two-phones-4")
    expect(figure).to_be_in_viewport()
    top = figure.evaluate("e => e.getBoundingClientRect().top")
    assert top >= tab.locator(".pinned").evaluate("e => e.getBoundingClientRect().bottom") - 1, "not under the picture"


def test_scenes_are_reached_by_keys_and_announced(page: OpenPage) -> None:
    tab = page(CASE)
    link = tab.locator(".pinned ol a").nth(4)
    link.focus()
    tab.keyboard.press("Enter")
    figure = tab.locator("#two-phones-5")
    expect(figure).to_be_focused()
    expect(figure).to_have_accessible_name(f"5 of 6 {curl(STORY[4].title)} {curl(STORY[4].alt)}")
    expect(tab.locator(PINNED)).to_have_attribute("aria-label", curl(STORY[4].alt))
    expect(tab.locator(".pinned-art svg:not(.pinned-now) a").filter(visible=True)).to_have_count(0)


def test_tab_stays_in_the_pinned_picture_and_nothing_hides_under_it(page: OpenPage) -> None:
    tab = page(f"{CASE}#two-phones-4")
    expect(tab.locator(PINNED)).to_have_attribute("aria-label", curl(STORY[3].alt))
    place = tab.evaluate("scrollY")
    tab.locator(".pinned ol a").first.focus()
    for _ in range(3):
        tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.closest('.pinned') !== null")
    assert tab.evaluate("scrollY") == place, "the page does not move for keys inside the picture"
    for n in (6, 9, 12):
        link = tab.locator(".pinned ~ p a").nth(n)
        link.evaluate("e => window.scrollTo(0, e.getBoundingClientRect().top + scrollY - 5)")
        link.focus()
        box = link.bounding_box()
        assert box is not None
        assert box["y"] >= tab.locator(".pinned").evaluate("e => e.getBoundingClientRect().bottom") - 1


def test_numbers_in_the_pinned_picture_open_their_notes(page: OpenPage) -> None:
    tab = page(f"{CASE}#two-phones-4")
    tab.locator(f"{PINNED} a[data-claim=dallas-search-range]").click()
    note = tab.locator(OPEN)
    expect(note).to_be_in_viewport()
    expect(note).to_contain_text("Gizmodo")


def test_the_picture_can_be_unpinned(page: OpenPage) -> None:
    tab = page(f"{CASE}#two-phones-3")
    tab.get_by_role("button", name="Unpin the picture").click()
    still(tab)
    expect(tab.locator("#two-phones-3")).to_be_focused()


def test_low_windows_keep_their_text(page: OpenPage) -> None:
    still(page(CASE, width=740, height=360))


def test_pictures_hold_in_forced_colours_and_dark(page: OpenPage) -> None:
    tab = page(CASE, forced_colors="active", scheme="dark", javascript=False)
    ground = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    for what, paint in ((".a-subject", "stroke"), (".a-paper", "stroke"), (".a-step", "stroke"), ("text", "fill")):
        colours = tab.evaluate(
            f"[...document.querySelectorAll('.scene svg {what}')].map(e => getComputedStyle(e).{paint})"
        )
        assert colours
        assert ground not in colours, what


# -- weight ------------------------------------------------------------------------------------------------------


def test_the_story_weighs_little(site: Path) -> None:
    assert len(gzip.compress((DOCS / "assets/scenes.js").read_bytes(), 9)) < 2_000
    assert sum(len(gzip.compress(f.read_bytes(), 9)) for f in (DOCS / "data/drawings").glob("*.svg")) < 5_000
    assert "scenes." in (site / CASE).read_text(encoding="utf-8")
