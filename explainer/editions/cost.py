"""
What the editions cost: milliseconds a page, peak memory, size of the book. Printed, not tested: machines differ.

The one home of these budgets; `make bench` runs this module as a process of its own and reads what it prints.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explainer.editions.made import Edition


@dataclass(frozen=True)
class Cost:
    """Processor time for each page of the book, the most memory that the process held, and the size of the book."""

    ms_a_page: float
    peak_mib: float
    book_mb: float


BUDGET = Cost(ms_a_page=110, peak_mib=250, book_mb=1.5)


@contextmanager
def measured() -> Iterator[dict[str, float]]:
    """Seconds on the clock and on the processor, filled in at the end."""
    figures: dict[str, float] = {}
    wall, cpu = time.perf_counter(), time.process_time()
    yield figures
    figures["wall"], figures["cpu"] = (
        time.perf_counter() - wall,
        time.process_time() - cpu,
    )


def cost(figures: dict[str, float], editions: Iterable[Edition]) -> Cost:
    """What making the editions has cost this process."""
    editions = list(editions)
    pages = sum(e.pages for e in editions) or 1
    size = next((e.bytes for e in editions if e.kind == "book"), 0)
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    return Cost(1000 * figures["cpu"] / pages, peak, size / 1e6)


def report(figures: dict[str, float], editions: Iterable[Edition]) -> str:
    """One line for people."""
    editions = list(editions)
    found = cost(figures, editions)
    return (
        f"{sum(e.pages for e in editions)} PDF pages in {figures['wall']:.1f} s "
        f"({figures['cpu']:.1f} s of processor time): {found.ms_a_page:.0f} ms a page, "
        f"peak memory {found.peak_mib:.0f} MiB, book {found.book_mb:.2f} MB "
        f"(budget: {BUDGET.ms_a_page:.0f} ms a page, {BUDGET.peak_mib:.0f} MiB, {BUDGET.book_mb} MB)"
    )


def main() -> None:
    """
    Make the editions of the site and docs named on the command line; print what that cost as JSON.

    With `--book` in the third place the book alone, whose time has a budget of its own.
    """
    from explainer.editions import made

    site, docs = map(Path, sys.argv[1:3])
    with measured() as figures:
        editions = made.run(site, docs, only_pdf="--book" in sys.argv[3:])
    print(json.dumps(asdict(cost(figures, editions))))


if __name__ == "__main__":
    main()
