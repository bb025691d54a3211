"""The timeline as readers use it: filters, links that keep them, announcements, paper, and files to take away."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from icalendar import Calendar
from playwright.sync_api import Locator, Page, expect

from explainer.facts import places, words
from explainer.facts.library import Library
from explainer.facts.problems import EditorError
from explainer.out import ical
from explainer.out.built import BuiltPage
from tests import support
from tests.conftest import OpenPage

PAGE = "timeline.html"
# Far down the page, and neither a study nor in Dallas.
FAR = "texas-and-meta-1-4bn"


def shown(page: Page) -> list[str]:
    """Ids of the events that a reader sees."""
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
        and (not regions or places.region(e.place) in regions.split(","))
    ]


def box(page: Page, group: str, value: str) -> Locator:
    return page.locator(f"#filters input[name={group}][value={value}]")


def status(page: Page) -> Locator:
    return page.get_by_role("status").and_(page.locator("#filter-status"))


# -- filters -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "kinds", "regions"),
    [
        ("show=law", "law", ""),
        ("show=law,study", "law,study", ""),
        ("place=dallas", "", "dallas"),
        ("show=misuse,law&place=texas,abroad", "misuse,law", "texas,abroad"),
    ],
)
@pytest.mark.parametrize("file", [False, True], ids=["served", "from a file"])
def test_a_shared_link_shows_what_it_says(
    page: OpenPage, library: Library, query: str, kinds: str, regions: str, file: bool
) -> None:
    timeline = page(f"{PAGE}?{query}", file=file)
    right = wanted(library, kinds=kinds, regions=regions)
    assert 0 < len(right) < len(library.events)
    expect(status(timeline)).to_contain_text(f"{len(right)} of {len(library.events)} events")
    assert shown(timeline) == right
    for name, values in (("show", kinds), ("place", regions)):
        ticked = timeline.locator(f"#filters input[name={name}]:checked").evaluate_all("all => all.map(b => b.value)")
        assert sorted(ticked) == sorted(filter(None, values.split(",")))


@pytest.mark.parametrize("file", [False, True], ids=["served", "from a file"])
def test_a_choice_stands_in_the_address_and_in_the_link(page: OpenPage, library: Library, file: bool) -> None:
    timeline = page(PAGE, file=file)
    box(timeline, "show", "law").check()
    box(timeline, "show", "study").check()
    box(timeline, "place", "abroad").check()
    assert timeline.url.endswith(f"{PAGE}?show=law,study&place=abroad")
    address = timeline.locator("#filter-link").evaluate("link => link.href")
    assert address == timeline.url
    timeline.reload()
    assert shown(timeline) == wanted(library, kinds="law,study", regions="abroad")
    # A link to one event, made while a choice holds, keeps the choice.
    timeline.locator("#npl-2023 a.permalink").click()
    assert timeline.url.endswith(f"{PAGE}?show=law,study&place=abroad#npl-2023")
    assert shown(timeline) == wanted(library, kinds="law,study", regions="abroad")
    timeline.get_by_role("button", name="Show all").click()
    assert timeline.url.endswith(f"{PAGE}#npl-2023")
    assert len(shown(timeline)) == len(library.events)
    timeline.go_back()
    assert shown(timeline) == wanted(library, kinds="law,study", regions="abroad")


def test_dallas_only_is_one_press_and_show_all_leads_back(page: OpenPage, library: Library) -> None:
    timeline = page(PAGE)
    box(timeline, "show", "study").check()
    timeline.get_by_role("button", name="Dallas only").click()
    assert shown(timeline) == [e.id for e in library.events.values() if e.place == "Dallas, Texas"]
    timeline.get_by_role("button", name="Show all").click()
    assert len(shown(timeline)) == len(library.events)
    assert "?" not in timeline.url


def test_years_without_events_are_gone_with_the_links_to_them(page: OpenPage, library: Library) -> None:
    timeline = page(f"{PAGE}?place=dallas")
    years = {library.events[i].date[:4] for i in wanted(library, regions="dallas")}
    everyone = {e.date[:4] for e in library.events.values()}
    assert years < everyone
    for year in everyone:
        seen = year in years
        expect(timeline.locator(f"#year-{year}")).to_be_visible(visible=seen)
        expect(timeline.locator(f".years a[href='#year-{year}']")).to_be_visible(visible=seen)
        expect(timeline.locator(f".side .toc a[href='#year-{year}']")).to_be_visible(visible=seen)


def test_the_counts_beside_the_choices_are_true(page: OpenPage, library: Library) -> None:
    timeline = page(PAGE)
    kinds = Counter(str(e.category) for e in library.events.values())
    regions = Counter(places.region(e.place) for e in library.events.values())
    for group, counts, names in (("show", kinds, words.CATEGORIES), ("place", regions, places.REGIONS)):
        for value, name in names.items():
            label = timeline.locator(f"#filters label:has(input[name={group}][value={value}])")
            assert label.inner_text().split() == [*name.split(), str(counts[value]), "events"]


@pytest.mark.parametrize("query", ["show=", "show=nonsense", "place=mars&show=", "utm_source=x", "show=%00,%E0%A4"])
def test_an_address_that_means_nothing_shows_everything(page: OpenPage, library: Library, query: str) -> None:
    timeline = page(f"{PAGE}?{query}")
    assert len(shown(timeline)) == len(library.events)


def test_a_choice_that_nothing_fits_says_so(page: OpenPage, library: Library) -> None:
    kind, region = next(
        (k, r) for k in words.CATEGORIES for r in places.REGIONS if not wanted(library, kinds=k, regions=r)
    )
    timeline = page(f"{PAGE}?show={kind}&place={region}")
    assert shown(timeline) == []
    expect(status(timeline)).to_contain_text("None of")
    expect(timeline.get_by_role("button", name="Show all")).to_be_visible()


# -- links to one event --------------------------------------------------------------------------------


@pytest.mark.parametrize("file", [False, True], ids=["served", "from a file"])
def test_a_link_to_an_event_shows_it_even_where_the_choice_leaves_it_out(
    page: OpenPage, library: Library, file: bool
) -> None:
    timeline = page(f"{PAGE}?show=study&place=abroad#{FAR}", file=file)
    event = timeline.locator(f"#{FAR}")
    expect(event).to_be_in_viewport()
    assert event.evaluate("e => e.matches(':target')")
    plain = timeline.locator("li.event:not(:target):visible").first
    ground = "e => getComputedStyle(e).backgroundColor"
    assert event.evaluate(ground) != plain.evaluate(ground), "the event is not marked on arrival"
    right = wanted(library, kinds="study", regions="abroad")
    assert set(shown(timeline)) == {*right, FAR}
    expect(status(timeline)).to_contain_text("link points to is shown as well")
    # The reader's next choice is the reader's own: the event goes, and the address forgets it.
    box(timeline, "show", "study").uncheck()
    assert set(shown(timeline)) == set(wanted(library, regions="abroad"))
    assert timeline.url.endswith("?place=abroad")


def test_a_link_to_a_hidden_event_works_on_the_page_itself(page: OpenPage) -> None:
    timeline = page(f"{PAGE}?show=study")
    expect(timeline.locator(f"#{FAR}")).to_be_hidden()
    timeline.evaluate(f"location.hash = '{FAR}'")
    expect(timeline.locator(f"#{FAR}")).to_be_in_viewport()


@pytest.mark.parametrize("year", ["2016", "2021", "2026"])
def test_a_year_can_be_jumped_to_without_a_script(page: OpenPage, year: str) -> None:
    timeline = page(PAGE, javascript=False)
    timeline.locator(f".years a[href='#year-{year}']").click()
    expect(timeline.locator(f"#year-{year}")).to_be_in_viewport()


def test_key_dates_on_the_home_page_lead_to_their_events(page: OpenPage, library: Library) -> None:
    home = page("index.html", width=1440)
    dates = home.locator(".key-dates li")
    stamps = dates.locator("time").evaluate_all("all => all.map(t => t.dateTime)")
    assert 5 <= len(stamps) <= 9
    assert stamps == sorted(stamps)
    tops = dates.evaluate_all("all => all.map(e => e.getBoundingClientRect().top)")
    assert len(set(tops)) == 1, "the strip is one line on a wide screen"
    home.set_viewport_size({"width": 360, "height": 800})
    lefts = dates.evaluate_all("all => all.map(e => e.getBoundingClientRect().left)")
    assert len(set(lefts)) == 1, "the strip is a column on a narrow screen"
    name = dates.first.locator("a").get_attribute("href") or ""
    dates.first.locator("a").click()
    expect(home.locator("li.event:target")).to_be_in_viewport()
    assert name.partition("#")[2] in library.events


# -- for everyone --------------------------------------------------------------------------------------


def test_without_a_script_there_are_all_events_and_no_dead_controls(page: OpenPage, library: Library) -> None:
    timeline = page(f"{PAGE}?show=law", javascript=False)
    assert len(shown(timeline)) == len(library.events)
    expect(timeline.locator("#filters, article :is(button, input, select)")).to_have_count(0)


def test_a_count_is_announced_when_the_choice_changes(page: OpenPage, library: Library) -> None:
    timeline = page(PAGE)
    expect(status(timeline)).to_have_text(f"All {len(library.events)} events are shown.")
    timeline.evaluate(
        """() => { window.said = []; const status = document.getElementById("filter-status");
        const observer = new MutationObserver(() => window.said.push(status.textContent));
        observer.observe(status, {childList: true, subtree: true, characterData: true}); }"""
    )
    box(timeline, "show", "debate").check()
    count = len(wanted(library, kinds="debate"))
    expect(status(timeline)).to_have_text(f"{count} of {len(library.events)} events fit your choice.")
    assert timeline.evaluate("said") == [f"{count} of {len(library.events)} events fit your choice."]


def test_paper_gets_every_event_whatever_the_choice(page: OpenPage, library: Library) -> None:
    timeline = page(f"{PAGE}?show=debate&place=abroad")
    timeline.emulate_media(media="print")
    assert len(shown(timeline)) == len(library.events)
    for year in {e.date[:4] for e in library.events.values()}:
        expect(timeline.locator(f"#year-{year}")).to_be_visible()
    expect(timeline.locator("#filters")).to_be_hidden()


def test_arrival_does_not_move_for_those_who_ask_for_no_motion(page: OpenPage) -> None:
    timeline = page(f"{PAGE}?show=law#{FAR}", reduced_motion="reduce")
    expect(timeline.locator(f"#{FAR}")).to_be_in_viewport()
    assert timeline.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert timeline.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 360)])
def test_axe_finds_nothing(page: OpenPage, scheme: str, width: int) -> None:
    timeline = page(f"{PAGE}?show=law,study#{FAR}", scheme=scheme, width=width)
    result = Axe().run(timeline)
    assert result.violations_count == 0, result.generate_report()
    assert timeline.evaluate("document.documentElement.scrollWidth") <= width


def test_the_script_is_small_and_loaded_by_this_page_alone(site: Path, built: list[BuiltPage]) -> None:
    loading = [p.path for p in built if any("assets/timeline.js" in k.address for k in p.links if k.attribute == "src")]
    assert loading == [PAGE]
    assert len(gzip.compress((site / "assets/timeline.js").read_bytes())) < 4096


# -- files to take away --------------------------------------------------------------------------------


def entries(site: Path) -> dict[str, Any]:
    calendar = Calendar.from_ical((site / "data/timeline.ics").read_bytes())
    return {str(e["UID"]).partition("@")[0]: e for e in calendar.walk("VEVENT")}


def test_the_page_links_every_file(page: OpenPage) -> None:
    timeline = page(PAGE, javascript=False)
    links = timeline.locator(".downloads a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert links == ["data/events.json", "data/events.csv", "data/timeline.ics"]
    for link in links:
        assert timeline.request.get(timeline.url.replace(PAGE, link)).ok


def test_json_and_csv_hold_every_event_as_recorded(site: Path, library: Library) -> None:
    rows = json.loads((site / "data/events.json").read_text(encoding="utf-8"))["events"]
    with (site / "data/events.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [r["id"] for r in rows] == [r["id"] for r in lines] == list(library.events)
    for row, line, event in zip(rows, lines, library.events.values(), strict=True):
        for name in ("date", "precision", "title", "summary", "category", "level"):
            assert row[name] == line[name] == getattr(event, name)
        assert row["place"] == (line["place"] or None) == event.place
        assert row["region"] == line["region"] == places.region(event.place)
        assert [s["key"] for s in row["sources"]] == line["sources"].split("; ") == [c.key for c in event.sources]
        assert row["claim_ids"] == list(filter(None, line["claim_ids"].split("; "))) == event.claim_ids
        assert all(s.get("url") == library.sources[s["key"]].url for s in row["sources"])


def test_the_calendar_holds_the_events_whose_day_is_known_and_says_how_many_it_leaves_out(
    site: Path, library: Library
) -> None:
    found = entries(site)
    known = {i: e for i, e in library.events.items() if e.precision == "day"}
    assert found.keys() == known.keys()
    for event_id, event in known.items():
        entry = found[event_id]
        day = date.fromisoformat(event.date)
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


def test_a_calendar_of_a_published_site_links_back_to_each_event(library: Library) -> None:
    event = next(e for e in library.events.values() if ical.dated(e)).model_copy(
        update={"title": "Comma, semicolon; back\\slash", "summary": "é" * 100 + "\nsecond line"}
    )
    address = "https://example.org/sub/timeline.html"
    (entry,) = Calendar.from_ical(ical.render([event], stamp="2026-11-22", page=address)).walk("VEVENT")
    assert str(entry["URL"]) == f"{address}#{event.id}"
    assert str(entry["SUMMARY"]) == event.title
    assert str(entry["DESCRIPTION"]).startswith(event.summary)


def test_a_place_that_names_no_known_state_or_country_stops_the_check(tmp_path: Path) -> None:
    project = support.copy_project(tmp_path)
    support.edit(project / "docs/data/events.yml", "place: Raleigh, North Carolina", "place: Raleigh, North Carolyna")
    with pytest.raises(EditorError) as caught:
        Library.read((project / "docs").resolve())
    (problem,) = caught.value.problems
    assert problem.file == "docs/data/events.yml"
    assert problem.line > 1
    assert "raleigh-police-order-all-use-to-stop" in problem.message
    assert "North Carolina" in problem.message
