"""What the editions cost: milliseconds a page, peak memory, sizes. Printed, not tested: machines differ."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explainer.editions.made import Edition

BUDGET = "budget: 110 ms a page, 250 MiB, 1.5 MB"


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


def report(figures: dict[str, float], editions: Iterable[Edition]) -> str:
    """One line for people."""
    editions = list(editions)
    pages = sum(e.pages for e in editions) or 1
    size = next((e.bytes for e in editions if e.kind == "book"), 0)
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    return (
        f"{pages} PDF pages in {figures['wall']:.1f} s ({figures['cpu']:.1f} s of processor time): "
        f"{1000 * figures['cpu'] / pages:.0f} ms a page, peak memory {peak:.0f} MiB, "
        f"book {size / 1e6:.2f} MB ({BUDGET})"
    )


def bench(site: Path, docs: Path) -> str:
    """Make the editions once and report what that cost."""
    from explainer.editions import made

    with measured() as figures:
        editions = made.run(site, docs)
    return report(figures, editions)
