"""The timeline: a drawing that says what the records say, filters whose choice is an address, and files to take away."""

from __future__ import annotations

import csv
import json
import statistics
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from lxml import html
from playwright.sync_api import Locator, Page, expect

from explainer.facts.library import Library
from explainer.shown import timeline
from tests import axe
from tests.conftest import OpenPage

PAGE = "timeline.html"
FAR = "texas-and-meta-1-4bn"  # far down the page, and neither a study nor in Dallas
HOLLOW = ("inferred", "week, planned", "on or after")
WIDTHS = (360, 768, 1440)


def drawing(site: Path) -> Any:
    (found,) = html.parse(str(site / PAGE)).getroot().xpath("//figure[@data-drawn]")
    return found


def percent(element: Any, name: str) -> float:
    return float(element.get(name).removesuffix("%"))


def shown(page: Page) -> list[str]:
    """Ids of the events that a reader sees in the list."""
    ids: list[str] = page.locator("li.event").evaluate_all(
        "all => all.filter(e => e.getClientRects().length).map(e => e.id)"
    )
    return ids


def wanted(library: Library, *, kinds: str = "", regions: str = "") -> list[str]:
    """Ids of the events that a choice should leave."""
    return [
        e.id
        for e in library.events.values()
        if (not kinds or e.category in kinds.split(","))
        and (not regions or (library.region_of(e.place) or "none") in regions.split(","))
    ]


def box(page: Page, group: str, value: str) -> Locator:
    """A check box of the filter, with the panel that holds it open."""
    panel = page.locator("#filters details")
    panel.evaluate("panel => { panel.open = true }")
    return panel.locator(f"input[name={group}][value={value}]")


def status(page: Page) -> Locator:
    return page.get_by_role("status").and_(page.locator("#filter-status"))


# -- the drawing against the records -------------------------------------------------------------------------------


def test_every_event_is_one_mark_in_the_lane_of_its_kind_and_leads_to_its_entry(site: Path, library: Library) -> None:
    figure = drawing(site)
    lanes = {lane.get("data-category"): lane for lane in figure.xpath(".//*[@class='lane']")}
    assert list(lanes) == [kind for kind in library.categories if wanted(library, kinds=kind)]
    for kind, lane in lanes.items():
        assert lane.xpath("string(.//text[contains(@class, 'lane-name')])") == library.categories[kind].label
        links = [a.get("href").removeprefix("#") for a in lane.iter("a")]
        assert sorted(links) == sorted(wanted(library, kinds=kind))
        for a in lane.iter("a"):
            event = library.events[a.get("href").removeprefix("#")]
            assert a.findtext("title") == event.title.replace("'", "’"), event.id
            bars, dots = a.findall("rect"), a.findall("circle")
            assert (len(bars), len(dots)) == ((1, 0) if len(event.date) < 10 else (0, 1)), event.id
            assert all((dot.get("class") == "hollow") == (event.precision in HOLLOW) for dot in dots), event.id
    assert figure.xpath("string(.//title)").startswith(f"{len(library.events)} events from ")


def test_places_across_are_true_to_the_dates(site: Path, library: Library) -> None:
    figure = drawing(site)
    names = [t for t in figure.xpath(".//text[contains(@class, 'year-name')]") if t.text != "…"]
    starts = {int(t.text): percent(t, "x") - 0.5 for t in names}
    years = {int(e.date[:4]) for e in library.events.values()}
    assert set(starts) >= years
    assert (min(starts), max(starts)) == (min(years), max(years))
    width = starts[max(years)] - starts[max(years) - 1]
    for a in figure.xpath(".//*[@class='lane']//a"):
        event = library.events[a.get("href").removeprefix("#")]
        year, month, day = (*map(int, event.date.split("-")), 1, 1)[:3]
        whole = (date(year + 1, 1, 1) - date(year, 1, 1)).days
        expected = starts[year] + width * (date(year, month, day) - date(year, 1, 1)).days / whole
        mark = a.find("circle") if a.find("circle") is not None else a.find("rect")
        assert abs(percent(mark, "cx" if mark.tag == "circle" else "x") - expected) < 0.25, event.id
        if len(event.date) == 4:
            assert abs(percent(mark, "width") - width) < 0.2, "a bar is as long as its year"
    # Years without an entry are left out only where the drawing shows the cut and says which they are.
    gaps = [n for n in range(min(years), max(years)) if n not in starts]
    if gaps:
        assert figure.xpath(".//*[@class='cut']")
        assert f"from {gaps[0]} to {gaps[-1]}" in " ".join(figure.text_content().split())


def test_the_stretches_lie_where_their_records_say_and_lead_to_their_claims(site: Path, library: Library) -> None:
    figure = drawing(site)
    bars = figure.xpath(".//*[starts-with(@class, 'span-covered') or starts-with(@class, 'span-silent')]")
    axis = timeline.Axis((e.date for e in library.events.values()), timeline.SIDE)
    assert len(bars) == len(library.spans)
    assert len(library.spans) >= 3
    for bar, span in zip(bars, library.spans.values(), strict=True):
        assert bar.get("class") == f"span-{span.kind}"
        end = axis.at(timeline.moments(span.end)[1]) if span.end else 100
        assert abs(percent(bar, "x") - axis.at(timeline.moments(span.start)[0])) < 0.1
        assert abs(percent(bar, "x") + percent(bar, "width") - end) < 0.2
    assert [t.text for t in figure.xpath(".//text[@class='span-name']")] == [s.label for s in library.spans.values()]
    said = figure.find("figcaption").xpath(".//a/@data-claim")
    assert set(said) == {claim for s in library.spans.values() for claim in s.claim_ids}


def test_moments_begin_and_end_with_their_day_month_or_year() -> None:
    assert timeline.moments("2020") == (2020, 2021)
    assert timeline.moments("2020-12")[1] == 2021
    first, after = timeline.moments("2020-02")
    assert (round(366 * (first - 2020)), round(366 * (after - 2020))) == (31, 60), "a leap year"
    assert timeline.moments("2019-12-31")[1] == 2020


def test_an_axis_cuts_long_empty_runs_and_keeps_short_ones() -> None:
    axis = timeline.Axis(["2001", "2009", "2012"], 10)
    assert [(y.name, y.until) for y in axis.years] == [
        (2001, None), (2002, 2008), (2009, None), (2010, None), (2011, None), (2012, None)
    ]  # fmt: skip
    assert axis.at(2001) == 10
    assert axis.at(2013) == 100
    assert axis.at(2002) < axis.at(2005) < axis.at(2009)


@pytest.mark.parametrize("width", WIDTHS)
def test_marks_lie_apart_and_time_runs_along_the_longer_side(page: OpenPage, library: Library, width: int) -> None:
    view = page(PAGE, width=width)
    places = view.locator(".lane").evaluate_all(
        """lanes => lanes.map(lane => [...lane.querySelectorAll("a")].map(a => {
            const b = a.lastElementChild.getBoundingClientRect();
            return [a.getAttribute("href").slice(1), b.x, b.y, b.width, b.height]; }))"""
    )
    down = width == 360
    for lane in places:
        for n, (name, x, y, w, h) in enumerate(lane):
            assert w > 3, name
            assert h > 3, name
            for other, x2, y2, w2, h2 in lane[n + 1 :]:
                across, along = min(x + w, x2 + w2) - max(x, x2), min(y + h, y2 + h2) - max(y, y2)
                assert across < 2 or along < 2, f"{name} lies on {other}"
    dated = {name: (y if down else x) for lane in places for name, x, y, _, _ in lane}
    days = [e for e in library.events.values() if len(e.date) == 10]
    assert all(dated[a.id] <= dated[b.id] + 1 for a, b in pairwise(days))
    assert view.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "letters"), [*((width, 100) for width in WIDTHS), (360, 200), (768, 200)])
def test_words_in_the_drawing_never_meet_and_stand_upright_or_turned(page: OpenPage, width: int, letters: int) -> None:
    view = page(PAGE, width=width)
    view.evaluate(f"document.documentElement.style.fontSize = '{letters * 1.125}%'")
    words = view.locator("[data-drawn] text").evaluate_all(
        """all => all.map(t => { const b = t.getBoundingClientRect(), m = t.getScreenCTM();
            return [t.textContent, b.left, b.top, b.right, b.bottom, m.a * m.d - m.b * m.c]; })"""
    )
    assert len(words) > 15
    for n, (text, left, top, right, bottom, sign) in enumerate(words):
        assert sign > 0, f"“{text}” is written backward"
        for other, left2, top2, right2, bottom2, _ in words[n + 1 :]:
            meet = min(right, right2) - max(left, left2) > 1 and min(bottom, bottom2) - max(top, top2) > 2
            assert not meet, f"“{text}” lies on “{other}”"
    assert view.evaluate("document.documentElement.scrollWidth") <= width


def test_a_press_on_a_mark_or_a_year_leads_there(page: OpenPage) -> None:
    view = page(PAGE, width=1440)
    view.locator(f".lane a[href='#{FAR}']").locator("circle").click()
    expect(view.locator(f"#{FAR}")).to_be_in_viewport()
    assert view.locator(f"#{FAR}").evaluate("e => e.matches(':target')")
    phone = page(PAGE, width=360, javascript=False)
    phone.locator("[data-drawn] a[href='#year-2021']").click()
    expect(phone.locator("#year-2021")).to_be_in_viewport()


def test_the_marks_are_one_stop_for_the_keyboard_and_arrows_go_from_date_to_date(
    page: OpenPage, library: Library
) -> None:
    view = page(PAGE, width=1440)
    stops = view.locator(".lane a[tabindex='0']")
    expect(stops).to_have_count(1)
    stops.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowUp"):
        view.keyboard.press(key)
    name = view.evaluate("document.activeElement.getAttribute('href').slice(1)")
    expect(view.locator(".drawn-readout")).to_contain_text(library.events[name].title.replace("'", "’"))
    kinds = list(library.categories)
    assert kinds.index(library.events[name].category) == 1, "two lanes down and one up again"
    expect(stops).to_have_count(1)
    view.keyboard.press("Enter")
    expect(view.locator(f"#{name}")).to_be_in_viewport()


def test_the_bar_stays_in_sight_and_the_list_begins_within_reach(page: OpenPage) -> None:
    view = page(PAGE, width=1440, height=900)
    assert view.locator("[data-drawn]").evaluate("e => e.getBoundingClientRect().top") < 700, "the preamble is short"
    view.locator(f"#{FAR}").scroll_into_view_if_needed()
    top = view.locator("#timeline-tools").evaluate("e => e.getBoundingClientRect().top")
    assert top == 0


# -- filters -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "kinds", "regions"),
    [("show=law,study", "law,study", ""), ("show=misuse,law&place=texas,abroad", "misuse,law", "texas,abroad")],
)
@pytest.mark.parametrize("file", [False, True], ids=["served", "from a file"])
def test_a_shared_link_shows_what_it_says_and_dims_the_rest_of_the_drawing(
    page: OpenPage, library: Library, query: str, kinds: str, regions: str, file: bool
) -> None:
    view = page(f"{PAGE}?{query}", file=file)
    right = wanted(library, kinds=kinds, regions=regions)
    assert 0 < len(right) < len(library.events)
    expect(status(view)).to_contain_text(f"{len(right)} of {len(library.events)} events")
    assert shown(view) == right
    bright = view.locator(".lane a:not(.off)").evaluate_all("all => all.map(a => a.getAttribute('href').slice(1))")
    assert sorted(bright) == sorted(right)
    dim = view.locator(".lane.off").evaluate_all("all => all.map(lane => lane.dataset.category)")
    assert set(dim) == set(library.categories) - set(kinds.split(","))
    opacity = "a => getComputedStyle(a).opacity"
    assert float(view.locator(".lane a.off").first.evaluate(opacity)) < 0.3


@pytest.mark.parametrize("file", [False, True], ids=["served", "from a file"])
def test_a_choice_stands_in_the_address_and_is_announced(page: OpenPage, library: Library, file: bool) -> None:
    view = page(PAGE, file=file)
    box(view, "show", "law").check()
    box(view, "show", "study").check()
    box(view, "place", "abroad").check()
    assert view.url.endswith(f"{PAGE}?show=law,study&place=abroad")
    assert view.locator("#filter-link").evaluate("link => link.href") == view.url
    right = wanted(library, kinds="law,study", regions="abroad")
    expect(status(view)).to_have_text(f"{len(right)} of {len(library.events)} events fit your choice.")
    view.reload()
    assert shown(view) == right
    view.locator("#filters summary").press("Escape")
    view.locator("#npl-2023 a.permalink").click()
    assert view.url.endswith("?show=law,study&place=abroad#npl-2023"), "a link to an event keeps the choice"
    view.get_by_role("button", name="Show all").click()
    assert view.url.endswith(f"{PAGE}#npl-2023")
    assert len(shown(view)) == len(library.events)


def test_the_counts_beside_the_choices_are_true_and_no_two_choices_have_one_name(
    page: OpenPage, library: Library
) -> None:
    view = page(PAGE)
    kinds = Counter(e.category for e in library.events.values())
    regions = Counter(library.region_of(e.place) or "none" for e in library.events.values())
    names = []
    for group, counts in (("show", kinds), ("place", regions)):
        for value, count in counts.items():
            label = view.locator(f"#filters label:has(input[name={group}][value={value}])")
            *words, number, unit = (label.text_content() or "").split()
            assert (number, unit) == (str(count), "event" if count == 1 else "events")
            names.append(" ".join(words))
    assert len(names) == len(set(names))


@pytest.mark.parametrize("query", ["show=", "show=nonsense", "place=mars&show=", "utm_source=x", "show=%00,%E0%A4"])
def test_an_address_that_means_nothing_shows_everything(page: OpenPage, library: Library, query: str) -> None:
    view = page(f"{PAGE}?{query}")
    assert len(shown(view)) == len(library.events)
    expect(view.locator(".lane .off, .lane.off")).to_have_count(0)


@pytest.mark.parametrize("file", [False, True], ids=["served", "from a file"])
def test_a_link_to_an_event_shows_it_even_where_the_choice_leaves_it_out(
    page: OpenPage, library: Library, file: bool
) -> None:
    view = page(f"{PAGE}?show=study&place=abroad#{FAR}", file=file)
    expect(view.locator(f"#{FAR}")).to_be_in_viewport()
    assert set(shown(view)) == {*wanted(library, kinds="study", regions="abroad"), FAR}
    expect(status(view)).to_contain_text("link points to is shown as well")
    box(view, "show", "study").uncheck()
    assert set(shown(view)) == set(wanted(library, regions="abroad"))
    assert view.url.endswith("?place=abroad"), "the reader's next choice is the reader's own"
    view.evaluate(f"location.hash = '{FAR}'")
    expect(view.locator(f"#{FAR}")).to_be_in_viewport()


# -- for everyone ------------------------------------------------------------------------------------------------------


def test_without_a_script_and_on_paper_there_are_the_drawing_and_every_event(page: OpenPage, library: Library) -> None:
    plain = page(f"{PAGE}?show=law", javascript=False)
    printed = page(f"{PAGE}?show=debate&place=abroad")
    printed.emulate_media(media="print")
    for view in (plain, printed):
        assert len(shown(view)) == len(library.events)
        expect(view.locator("[data-drawn] svg")).to_be_visible()
        expect(view.locator(".block-timeline :is(form, button, input, select):visible")).to_have_count(0)
    size = printed.locator("[data-drawn] svg").bounding_box()
    assert size
    assert size["width"] > size["height"], "on paper time runs across"


def test_nothing_moves_for_those_who_ask_for_no_motion(page: OpenPage) -> None:
    view = page(f"{PAGE}?show=law#{FAR}", reduced_motion="reduce")
    expect(view.locator(f"#{FAR}")).to_be_in_viewport()
    assert view.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 360)])
def test_axe_finds_nothing(page: OpenPage, scheme: str, width: int) -> None:
    view = page(f"{PAGE}?show=law,study#{FAR}", scheme=scheme, width=width)
    assert axe.violations(view) == ""


def test_key_dates_are_drawn_true_to_scale_and_lead_to_their_events(page: OpenPage, library: Library) -> None:
    home = page("index.html", width=1440)
    links = home.locator(".key-dates a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    events = [library.events[link.partition("#")[2]] for link in links]
    assert 5 <= len(events) <= 9
    assert events == sorted(events, key=lambda e: e.date)
    for width, name, side in ((1440, "wide", "x"), (360, "narrow", "y")):
        home.set_viewport_size({"width": width, "height": 800})
        places = home.locator(f".dated-{name} .mark").evaluate_all(
            f"all => all.map(m => m.getBoundingClientRect().{side})"
        )
        assert len(places) == len(events)
        assert _proportional([timeline.moments(e.date)[0] for e in events], places) > 0.999
        expect(home.locator(f".dated-{'narrow' if name == 'wide' else 'wide'}")).to_be_hidden()
    lefts = home.locator(".key-dates li").evaluate_all("all => all.map(e => e.getBoundingClientRect().left)")
    assert len(set(lefts)) == 1, "one below the other on a phone"
    home.locator(".key-dates a").first.click()
    expect(home.locator("li.event:target")).to_be_in_viewport()


def _proportional(left: list[float], right: list[float]) -> float:
    """How nearly two rows of numbers go together: 1 where one is the other on another scale."""
    return statistics.correlation(left, right)


# -- files to take away ------------------------------------------------------------------------------------------------


def entries(site: Path) -> dict[str, Any]:
    calendar = Calendar.from_ical((site / "data/timeline.ics").read_bytes())
    return {str(e["UID"]).partition("@")[0]: e for e in calendar.walk("VEVENT")}


def test_json_and_csv_hold_every_event_as_recorded(site: Path, library: Library) -> None:
    rows = json.loads((site / "data/events.json").read_text(encoding="utf-8"))["records"]
    with (site / "data/events.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [r["id"] for r in rows] == [r["id"] for r in lines] == list(library.events)
    for row, line, event in zip(rows, lines, library.events.values(), strict=True):
        for name in ("date", "precision", "title", "summary", "category", "level"):
            assert row[name] == line[name] == getattr(event, name)
        assert row.get("place") == (line["place"] or None) == event.place
        assert [s["key"] for s in row["sources"]] == [c.key for c in event.sources]


def test_the_calendar_holds_the_events_whose_day_is_known_and_says_how_many_it_leaves_out(
    site: Path, library: Library
) -> None:
    found = entries(site)
    known = {i: e for i, e in library.events.items() if e.precision == "day"}
    assert found.keys() == known.keys()
    for event_id, event in known.items():
        entry, day = found[event_id], date.fromisoformat(event.date)
        assert (entry.decoded("DTSTART"), entry.decoded("DTEND")) == (day, day + timedelta(days=1))
        assert str(entry["SUMMARY"]) == event.title
        assert str(entry["DESCRIPTION"]).startswith(event.summary)
        assert str(entry.get("LOCATION", "")) == (event.place or "")
    calendar = Calendar.from_ical((site / "data/timeline.ics").read_bytes())
    assert f" {len(library.events) - len(known)} more events are left out" in str(calendar["DESCRIPTION"])


def test_the_calendar_keeps_to_the_letter_of_the_standard(site: Path) -> None:
    raw = (site / "data/timeline.ics").read_bytes()
    lines = raw.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    assert all(e["DTSTAMP"].dt.tzinfo for e in entries(site).values())
    assert not [e for e in Calendar.from_ical(raw).walk() if e.errors]
