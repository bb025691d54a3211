"""The printed editions of the built site, made in a process of their own: time, memory and size."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from bench import builds


def measure(site: Path) -> dict[str, float]:
    """
    The fields of `explainer.editions.cost.Cost`: time of the book alone, memory and size with all editions.

    Raises `BuildError` when the editions cannot be made.
    """
    found = {**_cost(site), "ms_a_page": _cost(site, "--book")["ms_a_page"]}
    return {name: round(value, 2) for name, value in found.items()}


def _cost(site: Path, *arguments: str) -> dict[str, float]:
    result = subprocess.run(
        [sys.executable, "-m", "explainer.editions.cost", str(site), str(builds.ROOT / "docs"), *arguments],
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
