"""The timeline to take away: `data/events.json`, `data/events.csv` and `data/timeline.ics` in the built site."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from explainer.facts import places, words
from explainer.facts.library import Library
from explainer.facts.records import Event
from explainer.out import ical
from explainer.out.built import BuiltPage

PAGE = "timeline.html"
COLUMNS = (
    "id", "date", "precision", "date_in_words", "title", "summary", "category", "place", "region", "level", "sources",
    "claim_ids",
)  # fmt: skip


def write(site: Path, library: Library, pages: list[BuiltPage]) -> None:
    """Write the three files below `site`/data, each under a temporary name first."""
    events = list(library.events.values())
    folder = site / "data"
    folder.mkdir(exist_ok=True)
    stamp = max(claim.checked for claim in library.claims.values())
    _replace(folder / "events.json", as_json(library, stamp))
    _replace(folder / "events.csv", as_csv(events))
    _replace(folder / "timeline.ics", ical.render(events, stamp=stamp, page=_address(pages)))


def as_json(library: Library, stamp: str) -> str:
    """All events with their sources spelled out, and what a reader needs to use them."""
    head = {
        "title": "The Dallas Searches: timeline",
        "licence": "CC BY 4.0",
        "checked": stamp,
        "note": "A date is as precise as it is known: see 'precision'. 'region' is derived from 'place'.",
    }
    events = [
        _row(event) | {"sources": _sources(event, library), "claim_ids": event.claim_ids}
        for event in library.events.values()
    ]
    return json.dumps(head | {"events": events}, ensure_ascii=False, indent=1) + "\n"


def as_csv(events: list[Event]) -> str:
    """One line for each event (RFC 4180); several sources or claims are set apart by a semicolon."""
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS)
    table.writeheader()
    for event in events:
        lists = {"sources": "; ".join(c.key for c in event.sources), "claim_ids": "; ".join(event.claim_ids)}
        table.writerow(_row(event) | lists)
    return out.getvalue()


def _row(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "date": event.date,
        "precision": event.precision,
        "date_in_words": words.event_day(event),
        "title": event.title,
        "summary": event.summary,
        "category": event.category,
        "place": event.place,
        "region": places.region(event.place),
        "level": event.level,
    }


def _sources(event: Event, library: Library) -> list[dict[str, Any]]:
    found = []
    for cite in event.sources:
        source = library.sources[cite.key]
        row = {"key": cite.key, "locator": cite.locator, "title": source.title, "url": source.url}
        found.append({name: value for name, value in row.items() if value})
    return found


def _address(pages: list[BuiltPage]) -> str | None:
    """The timeline's public address, from its canonical link; none where the site has no address yet."""
    page = next((p for p in pages if p.path == PAGE), None)
    found = page.tree.xpath("//link[@rel='canonical']/@href") if page else []
    return str(found[0]) if found else None


def _replace(path: Path, text: str) -> None:
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8", newline="")
    part.replace(path)
