"""What is made once a run and read by every worker of pytest-xdist: a built site, its editions, a published copy."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import support


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], str]) -> tuple[Path, str]:
    """
    The folder `name` of this run, and the words that `make` returned when it filled it.

    The first worker that asks makes it; the others wait, and fail when nothing has come of it.
    """
    # The workers' folders share a parent that is new at every run.
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    done = folder / "words.txt"
    try:
        folder.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + support.PATIENCE
        while not done.exists():
            if time.monotonic() > deadline:
                pytest.fail(f"Another worker did not finish '{name}' within {support.PATIENCE} seconds.", pytrace=False)
            time.sleep(0.1)
    else:
        words = f"'{name}' was left unfinished."
        try:
            words = make(folder)
        finally:  # the other workers wait for this file, whatever happens
            part = done.with_suffix(".part")
            part.write_text(words, encoding="utf-8")
            part.replace(done)
    return folder, done.read_text(encoding="utf-8")
