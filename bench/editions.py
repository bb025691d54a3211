"""The editions of the built site, made in a process of their own: time, memory and size."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench import builds
from explainer.book import editions

MS_A_PAGE, SECONDS, PEAK_MIB, BOOK_MB = 25, 30, 1500, 3.0  # budgets


def measure(site: Path) -> dict[str, float]:
    """Processor time for each PDF page, seconds on the clock, peak memory, size of the book; raises `BuildError`."""
    result = subprocess.run(
        [sys.executable, "-m", "bench.editions", str(site), str(builds.ROOT / "docs")],
        cwd=builds.ROOT,
        env={**os.environ, **builds.QUIET},
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise builds.BuildError(result.stdout + result.stderr)
    found: dict[str, float] = json.loads(result.stdout)
    return found


def main() -> None:
    """Make the editions of the site and docs named on the command line; print what that cost as JSON."""
    site, docs = map(Path, sys.argv[1:3])
    spent = 0.0
    print_all = editions.printed

    def timed(*arguments: Any) -> Any:
        nonlocal spent
        start = time.process_time()
        done = print_all(*arguments)
        spent = time.process_time() - start
        return done

    editions.printed = timed
    start = time.perf_counter()
    made = editions.run(site, docs)
    wall = time.perf_counter() - start
    pages = sum(e.pages for e in made)
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    found = {
        "pages": pages,
        "ms_a_page": round(1000 * spent / pages, 1),
        "seconds": round(wall, 1),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit),
        "book_mb": round(next(e.bytes for e in made if e.kind == "book") / 1e6, 2),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
