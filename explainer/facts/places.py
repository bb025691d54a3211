"""
Places of events, and the coarse region that readers filter by.

A place is written "Town, State", "State", "United States" or "Country" ("British Columbia, Canada").
What stands after the last comma decides, so the names allowed there are listed: a slip of the pen
must not move an event abroad.
"""

from __future__ import annotations

from explainer.facts.problems import nearest

REGIONS = {
    "dallas": "Dallas",
    "texas": "Elsewhere in Texas",
    "us": "Elsewhere in the United States",
    "abroad": "Abroad",
    "none": "Not tied to a place",
}

STATES = {
    "Alabama", "Alaska", "Arizona", "Arkansas", "California", "Colorado", "Connecticut", "Delaware",
    "District of Columbia", "Florida", "Georgia", "Hawaii", "Idaho", "Illinois", "Indiana", "Iowa", "Kansas",
    "Kentucky", "Louisiana", "Maine", "Maryland", "Massachusetts", "Michigan", "Minnesota", "Mississippi",
    "Missouri", "Montana", "Nebraska", "Nevada", "New Hampshire", "New Jersey", "New Mexico", "New York",
    "North Carolina", "North Dakota", "Ohio", "Oklahoma", "Oregon", "Pennsylvania", "Rhode Island",
    "South Carolina", "South Dakota", "Tennessee", "Utah", "Vermont", "Virginia", "Washington State",
    "West Virginia", "Wisconsin", "Wyoming",
}  # fmt: skip
# Countries, and the European Union; an editor adds one that is missing.
ABROAD = {
    "Australia", "Austria", "Belgium", "Brazil", "Canada", "Denmark", "European Union", "Finland", "France",
    "Germany", "Greece", "India", "Ireland", "Israel", "Italy", "Japan", "Mexico", "Netherlands", "New Zealand",
    "Norway", "Poland", "Portugal", "Spain", "Sweden", "Switzerland", "Ukraine", "United Kingdom",
}  # fmt: skip


def region(place: str | None) -> str:
    """The key in `REGIONS` for a place; raises `ValueError` where the last part names nothing we know."""
    if not place:
        return "none"
    if place == "Dallas, Texas":
        return "dallas"
    last = place.rsplit(", ", 1)[-1]
    if last == "Texas":
        return "texas"
    if last == "United States" or last in STATES:
        return "us"
    if last in ABROAD:
        return "abroad"
    hint = nearest(last, [*STATES, *ABROAD, "Texas", "United States"])
    raise ValueError(f"'{last}' is no US state or country on the list in explainer/places.py. {hint}".rstrip())
