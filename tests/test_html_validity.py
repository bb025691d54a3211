"""Every built page against the HTML standard, with the Nu HTML checker."""

from __future__ import annotations

import json
import subprocess

import pytest

from bench import tools
from explainer.out.built import BuiltPage


def test_the_checker_finds_no_error_on_any_page(built: list[BuiltPage]) -> None:
    command = tools.markup_checker()
    if not command:
        pytest.skip("The Nu HTML checker needs Java and npm (Debian: apt-get install default-jre-headless npm)")
    files = [str(page.file) for page in built]
    done = subprocess.run(
        [*command, "--errors-only", "--format", "json", *files], capture_output=True, text=True, check=False
    )
    messages = json.loads(done.stderr)["messages"]
    lines = [
        f"{m['url'].split('/site/')[-1]}:{m.get('lastLine', 0)}: {m['message']}  {m.get('extract', '')}"
        for m in messages
        if m["type"] != "info"
    ]
    assert not lines, "\n".join(lines)
