"""A copy of the project with one correction more, published at an address: what the tests of open data read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from explainer.library import Library
from explainer.pages import Page
from tests import support

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
    # Under pytest-xdist the workers' folders share a parent that is new at every run.
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared-published"
    project, done = shared / "project", shared / "done.json"
    try:
        shared.mkdir()
    except FileExistsError:
        while not done.exists():
            time.sleep(0.2)
    else:
        told: list[str | int] = [1, 1, "The copy of the project could not be made.", ""]
        try:
            support.copy_project(project)
            asked = correct(project, ANSWERS)
            settings = {"SITE_URL": ADDRESS, "CONTACT_EMAIL": CONTACT, "EXPLAINER_TODAY": TODAY}
            built = support.build(project / "site", project, settings)
            told = [asked.returncode, built.returncode, asked.stdout + asked.stderr, built.stdout + built.stderr]
        finally:  # the other workers wait for this file, whatever happens
            part = done.with_suffix(".part")
            part.write_text(json.dumps(told), encoding="utf-8")
            part.replace(done)
    asked_status, built_status, asked_words, built_words = json.loads(done.read_text(encoding="utf-8"))
    assert asked_status == 0, asked_words
    assert built_status == 0, built_words
    return Published(project, project / "site", asked_words, built_words)
