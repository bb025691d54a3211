"""
Events as an iCalendar file (RFC 5545), `data/timeline.ics`.

Only an event whose day is known becomes an entry: a calendar cannot say "some time in 2018", and an
entry on the first of the month would be a date that nobody reported. The file says how many events
it leaves out, and why; the JSON and CSV files hold them all.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import icalendar

from explainer.facts import words
from explainer.facts.library import Library
from explainer.facts.records import Event, Source
from explainer.facts.settings import Settings
from explainer.text import pages


def dated(event: Event) -> bool:
    """Tell whether the day of an event is known, and not only inferred, planned or bounded."""
    return event.precision == "day" and len(event.date) == 10


def render(library: Library, settings: Settings, home: str) -> bytes:
    """
    The calendar with CRLF line ends; `home` is the page source of the timeline.

    Its stamp is the day of the last check, so that equal records give equal files.
    """
    events = list(library.events.values())
    left_out = sum(not dated(e) for e in events)
    about = (
        f"Events of the timeline whose day is known. {left_out} more events are left out, "
        "because only a month, a year, a plan or a guess is known. The JSON and CSV files hold all of them."
    )
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//{settings.name}//Timeline//{settings.language.upper()}")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for name, value in (("name", f"{settings.name}: timeline"), ("description", about)):
        calendar.add(name, value)
        calendar.add({"name": "x-wr-calname", "description": "x-wr-caldesc"}[name], value)
    stamp = datetime.combine(
        date.fromisoformat(max(c.checked for c in library.claims.values())), datetime.min.time(), UTC
    )
    address = settings.absolute(pages.html(home))
    for event in filter(dated, events):
        calendar.add_component(_entry(event, stamp, address, library, settings))
    return bytes(calendar.to_ical())


def _entry(event: Event, stamp: datetime, address: str, library: Library, settings: Settings) -> icalendar.Event:
    first = date.fromisoformat(event.date)
    sources = "; ".join(dict.fromkeys(_source(library.sources[cite.key]) for cite in event.sources))
    entry = icalendar.Event()
    entry.add("uid", f"{event.id}@{settings.slug}")
    entry.add("dtstamp", stamp)
    entry.add("dtstart", first)
    entry.add("dtend", first + timedelta(days=1))  # the day after: the end is not part of it
    entry.add("summary", _line(event.title))
    entry.add("description", _line(f"{event.summary} How checked: {words.LEVELS[event.level]}. Sources: {sources}."))
    entry.add("categories", [library.categories[event.category].label])
    if event.place:
        entry.add("location", _line(event.place))
    if address:
        entry.add("url", f"{address}#{event.id}")
    entry.add("transp", "TRANSPARENT")  # it keeps nobody busy
    return entry


def _source(source: Source) -> str:
    """Who a source is by, and its address where one is known."""
    return f"{words.byline(source)} ({source.url})" if source.url else words.byline(source)


def _line(text: str) -> str:
    """A text on one line: a line end inside it would begin a new field of the calendar."""
    return " ".join(text.split())
