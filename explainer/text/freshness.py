"""
How old the last check of a page or source is. Dates are editorial facts, never taken from files.

"Today" is the day of the build; EXPLAINER_TODAY (YYYY-MM-DD) or SOURCE_DATE_EPOCH (seconds) set it, so that a
build can be repeated and tested.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

from explainer.facts.library import Library
from explainer.facts.problems import EditorError, Problem
from explainer.facts.words import day
from explainer.text.pages import Page

LIMIT = 180  # days after which a check counts as old


def today() -> date:
    """The day of the build; raises `EditorError` when a variable that sets it is no date."""
    if given := os.environ.get("EXPLAINER_TODAY", ""):
        try:
            return date.fromisoformat(given)
        except ValueError:
            raise EditorError([Problem("EXPLAINER_TODAY", 0, f"'{given}' is no date", "Write YYYY-MM-DD.")]) from None
    epoch = source_date_epoch()
    if epoch is not None:
        return datetime.fromtimestamp(epoch, UTC).date()
    now = datetime.now(UTC)
    return max(now.date(), now.astimezone().date())  # where it is tomorrow already, an editor writes that


def source_date_epoch() -> int | None:
    """Seconds since 1970 that SOURCE_DATE_EPOCH gives to a build; raises `EditorError` when they are no date."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not given:
        return None
    try:
        seconds = int(given) if given.isdigit() else -1
        datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        seconds = -1
    if seconds < 0:
        raise EditorError([Problem("SOURCE_DATE_EPOCH", 0, f"'{given}' is no date", "Write seconds.")])
    return seconds


def clock_is_wrong(pages: list[Page]) -> bool:
    """Whether most pages were checked after "today": the clock is behind, or an old build is repeated."""
    dates = sorted(str(page.front_matter.get("checked", "")) for page in pages)
    return len(dates) > 3 and dates[len(dates) // 2] > today().isoformat()


def is_old(checked: str) -> bool:
    """True when the last check lies more than `LIMIT` days back; never for what is no full date."""
    full = re.fullmatch(r"\d{4}-\d{2}-\d{2}", checked) is not None
    return full and (today() - date.fromisoformat(checked)).days > LIMIT


def warnings(pages: list[Page], lib: Library) -> Iterator[str]:
    """One line for each old page, one for all old sources together, and one for a clock that cannot be right."""
    if clock_is_wrong(pages):
        now = day(today().isoformat())
        yield f"Today is {now} here, and most pages were checked later: no date is compared with today."
    for page in pages:
        checked = str(page.front_matter.get("checked", ""))
        if is_old(checked):
            when = f"last checked on {day(checked)}, more than {LIMIT} days ago"
            yield f"docs/{page.src}: {when}; check it and set `checked`."
    old = [source.key for source in lib.sources.values() if is_old(source.urldate)]
    if old:
        named = ", ".join(old[:5]) + (" and others" if len(old) > 5 else "")
        yield f"docs/data/sources.bib: {len(old)} sources were last checked more than {LIMIT} days ago: {named}."
