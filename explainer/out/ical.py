"""
Events as an iCalendar file (RFC 5545).

Only an event whose day is known becomes an entry: a calendar cannot say "some time in 2018", and an
entry on the first of the month would be a date that nobody reported. The file says how many events
it leaves out, and why; the JSON and CSV files hold them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from explainer.facts import words
from explainer.facts.records import Event

NAME = "The Dallas Searches: timeline"


def dated(event: Event) -> bool:
    """Tell whether the day of an event is known, and not only inferred, planned or bounded."""
    return event.precision == "day" and len(event.date) == 10


def render(events: Iterable[Event], *, stamp: str, page: str | None = None) -> str:
    """
    The calendar as text with CRLF line ends.

    `stamp` is the day of the last change (YYYY-MM-DD), so that equal records give equal files;
    `page` is the public address of the timeline, if the site has one.
    """
    events = list(events)
    left_out = sum(not dated(e) for e in events)
    about = (
        f"Events of the timeline whose day is known. {left_out} more events are left out, "
        "because only a month, a year, a plan or a guess is known. The JSON and CSV files hold all of them."
    )
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//The Dallas Searches//Timeline//EN", "CALSCALE:GREGORIAN"]
    lines += ["METHOD:PUBLISH", f"NAME:{_text(NAME)}", f"X-WR-CALNAME:{_text(NAME)}"]
    lines += [f"DESCRIPTION:{_text(about)}", f"X-WR-CALDESC:{_text(about)}"]
    for event in filter(dated, events):
        lines += _entry(event, stamp.replace("-", ""), page)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _entry(event: Event, stamp: str, page: str | None) -> Iterator[str]:
    first = date.fromisoformat(event.date)
    yield "BEGIN:VEVENT"
    yield f"UID:{event.id}@the-dallas-searches"
    yield f"DTSTAMP:{stamp}T000000Z"
    yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{first + timedelta(days=1):%Y%m%d}"  # the day after: the end is not part of it
    yield f"SUMMARY:{_text(event.title)}"
    yield f"DESCRIPTION:{_text(f'{event.summary} How checked: {words.LEVELS[event.level]}.')}"
    yield f"CATEGORIES:{_text(words.CATEGORIES[event.category])}"
    if event.place:
        yield f"LOCATION:{_text(event.place)}"
    if page:
        yield f"URL:{page}#{event.id}"
    yield "TRANSP:TRANSPARENT"  # it keeps nobody busy
    yield "END:VEVENT"


def _text(value: str) -> str:
    """Escape a TEXT value (RFC 5545, 3.3.11)."""
    return re.sub(r"([\\;,])", r"\\\1", value).replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Lines of at most 75 octets; what follows the first starts with a space (RFC 5545, 3.1)."""
    part = ""
    for letter in line:
        if len((part + letter).encode()) > 75:
            yield part
            part = " "
        part += letter
    yield part
