"""A copy of the small explainer with one correction more, published with a contact and some time later."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from explainer.facts.library import Library
from tests import support
from tests.once import once

ADDRESS = "https://pool.example/water/"
CONTACT = "desk@pool.example"
TODAY = "2025-03-01"  # more than 180 days after the checks in tests/small
CORRECTION = "three-days-only"
CLAIM = "days-closed"
PAGE = "water/closing.md"
WRONG = "it was shut for a week"
# The answers of an editor, wrong ones included: those are asked again.
ANSWERS = [
    "mistake", "correction",
    "ours", "site",
    "How long the pool was shut",
    "water/closed.md", PAGE,
    "day-closed", CLAIM,
    f"The page said that {WRONG}.",
    "The page says that it was shut for three days.",
    "", "A week would have cost the swimming club its meet.",
    "A reader",
    "2024-02-31", "2024-08-01",
    "2024-07-30", "2024-08-02",
    "gazete2024", "gazette2024",
    WRONG,
    "",
    "five-samples", CORRECTION,
    "perhaps", "yes",
]  # fmt: skip


@dataclass(frozen=True)
class Published:
    """The copy of the project, its built site, and what the commands said."""

    project: Path
    site: Path
    asked: str
    built: str

    @property
    def library(self) -> Library:
        """The records of the copy."""
        return Library.read(self.project / "docs")


def correct(project: Path, answers: list[str]) -> subprocess.CompletedProcess[str]:
    """Run `explainer correction` in `project` and give it the answers, one a line."""
    return subprocess.run(
        [sys.executable, "-m", "explainer", "correction"],
        cwd=project,
        env=support.environment({"EXPLAINER_TODAY": "2024-08-03"}),
        input="\n".join(answers) + "\n",
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """One correction added by the command, then one build with a contact and a repository; made once a run."""

    def make(folder: Path) -> str:
        project = support.small_project(folder / "project")
        support.edit(
            project / "mkdocs.yml",
            "extra:\n",
            f"repo_url: https://code.example/pool\nedit_uri: edit/main/docs/\n\nextra:\n  contact: {CONTACT}\n",
        )
        asked = correct(project, ANSWERS)
        built = support.build(project / "site", project, {"EXPLAINER_TODAY": TODAY})
        return json.dumps([asked.returncode, built.returncode, support.said(asked), support.said(built)])

    folder, told = once(tmp_path_factory, "shared-published", make)
    project = folder / "project"
    asked_status, built_status, asked_words, built_words = json.loads(told)
    assert asked_status == 0, asked_words
    assert built_status == 0, built_words
    return Published(project, project / "site", asked_words, built_words)
