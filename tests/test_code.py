"""The code itself: format, types, and the arrows between the wings; each tool's own words are the failure."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests import support

OURS = ("explainer", "overrides", "tests", "bench")
TOOLS: dict[str, tuple[str, ...]] = {
    "mypy": (),
    "ruff check": OURS,
    "ruff format --check": OURS,
    "lint-imports --no-logo": (),
}


@pytest.mark.parametrize("tool", TOOLS)
def test_the_code_passes(tool: str) -> None:
    name, *flags = tool.split()
    command = [str(Path(sys.executable).with_name(name)), *flags, *TOOLS[tool]]
    result = subprocess.run(command, cwd=support.ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, f"{' '.join(command)}\n{result.stdout}{result.stderr}"
