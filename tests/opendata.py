"""A copy of the project with one correction more, published at an address: what the tests of open data read."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from explainer.facts.library import Library
from explainer.text.pages import Page
from tests import support
from tests.once import once

ADDRESS = "https://dallas.example.org/searches/"
CONTACT = "corrections@dallas.example.org"
TODAY = "2027-08-01"  # more than 180 days after the checks in docs/
CORRECTION = "city-devices-only"
CLAIM = "dallas-city-devices"
PAGE = "dallas/since-2021.md"
WRONG = "the app came off each and every phone"
# The answers of an editor, wrong ones included: those are asked again.
ANSWERS = [
    "mistake", "correction",
    "ours", "site",
    "dallas/since-2022.md", PAGE,
    "dallas-city-device", CLAIM,
    f"The page said that {WRONG}.",
    "The page says that the app was taken off city devices.",
    "", "A reader could think that personal phones were covered.",
    "A reader",
    "2027-02-31", "2027-07-01",
    "2027-06-30", "2027-07-02",
    "gizmodo2021dalas", "gizmodo2021dallas",
    WRONG,
    "",
    "article-consent", CORRECTION,
    "perhaps", "yes",
]  # fmt: skip


def listed(docs: Path) -> list[Page]:
    """The pages that are listed anywhere: a page for tests says `robots: noindex` and is not."""
    return [page for page in Page.read_all(docs) if "noindex" not in str(page.front_matter.get("robots", ""))]


SOURCES = {page.src.replace(".md", ".html"): page for page in listed(support.DOCS)}


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
        env=support.environment({"EXPLAINER_TODAY": "2027-07-03"}),
        input="\n".join(answers) + "\n",
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """One correction added by the command, then one build with an address and a contact; made once a run."""

    def make(folder: Path) -> str:
        project = support.copy_project(folder / "project")
        asked = correct(project, ANSWERS)
        settings = {"SITE_URL": ADDRESS, "CONTACT_EMAIL": CONTACT, "EXPLAINER_TODAY": TODAY}
        built = support.build(project / "site", project, settings)
        return json.dumps(
            [asked.returncode, built.returncode, asked.stdout + asked.stderr, built.stdout + built.stderr]
        )

    folder, told = once(tmp_path_factory, "shared-published", make)
    project = folder / "project"
    asked_status, built_status, asked_words, built_words = json.loads(told)
    assert asked_status == 0, asked_words
    assert built_status == 0, built_words
    return Published(project, project / "site", asked_words, built_words)
