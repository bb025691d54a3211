"""A build from bad records or pages says what to mend, and leaves the earlier site as it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.desk import ROOT, Desk

RANGE = "data/claims/dallas.yml"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A copy of the site in a project folder, beside an earlier good site."""
    desk = Desk(tmp_path).with_pages()
    for name in ("explainer", "overrides", "mkdocs.yml"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("an earlier good site", encoding="utf-8")
    return desk


def build(desk: Desk) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build"]
    return subprocess.run(command, cwd=desk.docs.parent, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            RANGE,
            "low: 500, high: 1000",
            "low: 1000, high: 500",
            "claim 'dallas-search-range', field 'figures.as_printed': the range is impossible: low 1000 is "
            "above high 500",
        ),
        ("index.md", "\n# ", "\nThe list held 987,654 bodies.\n\n# ", "the figure “987,654” has no claim"),
    ],
    ids=["record", "page"],
)
def test_the_earlier_site_stays(desk: Desk, file: str, old: str, new: str, message: str) -> None:
    desk.edit(file, old, new)
    result = build(desk)
    line = desk.line(file, "low: 1000, high: 500" if file == RANGE else "987,654")
    assert result.returncode != 0
    assert f"docs/{file}:{line}: {message}\n    " in result.stderr
    assert "1 problem to mend. Nothing was written." in result.stderr
    assert "Traceback" not in result.stderr
    site = desk.docs.parent / "site"
    assert [path.name for path in site.rglob("*")] == ["index.html"]
    assert (site / "index.html").read_text(encoding="utf-8") == "an earlier good site"


def test_what_only_the_build_can_see_is_said_without_a_traceback(desk: Desk) -> None:
    # What `attrs` may be is known to the block syntax alone.
    text = desk.path("about/index.md").read_text(encoding="utf-8")
    desk.write("about/index.md", text + "\n/// timeline\n    attrs: 5\n///\n")
    result = build(desk)
    assert result.returncode != 0
    assert (
        "docs/about/index.md: this block cannot be read: /// timeline\n    Check its name, its argument"
        in result.stderr
    )
    assert "Traceback" not in result.stderr
