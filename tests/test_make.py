"""The words of the Makefile: each does something, each is described, and machines use the same ones."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import browser as finder
from tests.support import ROOT

WORDS = ("serve", "build", "check", "test", "test-hosts", "test-browsers", "portable", "lint", "lock", "clean")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize("word", WORDS)
def test_each_word_stands_in_the_makefile_the_list_and_the_readme(word: str) -> None:
    assert re.search(rf"^{word}:.*## \w", MAKEFILE, re.MULTILINE), (
        f"`make {word}` has no line of its own with a description"
    )
    phony = re.search(r"^\.PHONY: ((?:.*\\\n)*.*)$", MAKEFILE, re.MULTILINE)
    assert phony
    assert word in phony[1].split()
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert re.search(rf"^/?\s*make {word}\s+\w", listed, re.MULTILINE) or re.search(
        rf"^make {word} ", listed, re.MULTILINE
    )
    readme = ROOT / "README.md"
    assert readme.exists(), "README.md is missing"
    assert f"make {word}" in readme.read_text(encoding="utf-8"), f"README.md does not mention `make {word}`"


def test_the_list_of_words_is_whole() -> None:
    described = re.findall(r"^([a-z-]+):.*##", MAKEFILE, re.MULTILINE)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(WORDS) <= set(described)
    assert [w for w in described if w != "help" and f"make {w}" not in readme] == []


def test_machines_call_the_words_of_the_makefile() -> None:
    lines = [
        line.strip()
        for line in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]
    commands = [line for line in lines if not re.match(r"(set|cd|export)\b", line)]
    assert [c.removeprefix("exec ") for c in commands] == ["make test", "make test-hosts", "make test-browsers"]


def test_every_setting_is_documented() -> None:
    names = set(re.findall(r"!ENV \[([A-Z_]+)", (ROOT / "mkdocs.yml").read_text(encoding="utf-8")))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [n for n in sorted(names) if n not in readme] == []


# -- the browser that the tests need -------------------------------------------------------------------


def _find(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from tests import browser; print(browser.executable())"],
        cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_an_installed_browser_is_found_on_the_path_and_stubs_are_passed_over(tmp_path: Path) -> None:
    stub, real = tmp_path / "chromium", tmp_path / "google-chrome"
    stub.write_text("#!/bin/sh\necho 'install the snap' >&2\nexit 1\n")
    real.write_text("#!/bin/sh\necho 'Chrome 1'\n")
    for file in (stub, real):
        file.chmod(0o755)
    found = _find(PATH=str(tmp_path), CHROMIUM="")
    assert found.stdout.strip() == str(real), found.stderr


def test_a_browser_named_by_the_environment_comes_first_and_must_start(tmp_path: Path) -> None:
    chosen = tmp_path / "my-browser"
    chosen.write_text("#!/bin/sh\necho 'Mine 1'\n")
    chosen.chmod(0o755)
    assert _find(CHROMIUM=str(chosen)).stdout.strip() == str(chosen)
    refused = _find(CHROMIUM=str(tmp_path / "nothing"))
    assert refused.returncode != 0
    assert "which is no browser that starts" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_finding_a_browser_again_changes_nothing() -> None:
    if finder.executable() is None:
        pytest.skip("Playwright's own browser is in use")
    done = subprocess.run(
        [sys.executable, "-m", "tests.browser"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert shutil.which(finder.executable() or "")


# -- words that need what this machine may not have ----------------------------------------------------


@pytest.mark.parametrize(("answer", "status"), [("exit 0", 0), ("echo 'not found on PyPI' >&2; exit 1", 1)])
def test_an_audit_that_could_not_ask_fails_in_words(tmp_path: Path, answer: str, status: int) -> None:
    (tmp_path / "bin").mkdir()
    for name, text in (("pip-audit", f"#!/bin/sh\n{answer}\n"), ("python", "#!/bin/sh\nexit 0\n")):
        (tmp_path / "bin" / name).write_text(text)
        (tmp_path / "bin" / name).chmod(0o755)
    for name in (".ready", ".ready-audit"):
        (tmp_path / name).touch()
    done = subprocess.run(
        ["make", "audit", f"VENV={tmp_path}"], cwd=ROOT, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert bool(done.returncode) == bool(status), done.stderr
    assert ("The audit ends here: requirements/audit.lock" in done.stdout) == bool(status)


def _without(call: str, path: Path) -> subprocess.CompletedProcess[str]:
    """The set-up on a machine without these programs, where nothing can be had."""
    for name in ("apt-get", "sudo", "npm"):
        (path / name).write_text("#!/bin/sh\nexit 100\n")
        (path / name).chmod(0o755)
    code = "import sys; from pathlib import Path; from tests import hosts; hosts.found = lambda name: None"
    return subprocess.run(
        [sys.executable, "-c", f"{code}; {call}"],
        cwd=ROOT, env={**os.environ, "PATH": str(path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("sys.exit(hosts.install(hosts.PROGRAMS))", "could not be installed here: nginx-light, caddy, "),
        ("sys.exit(hosts.install(hosts.OTHERS))", "could not be installed here: firefox-esr, webkit2gtk-driver, xvfb."),
        ("hosts.CHECKER = Path('{path}/a/b/c/d/e'); sys.exit(hosts.checker())", "could not be had from npm"),
    ],
)
def test_where_nothing_can_be_had_a_sentence_says_what_is_missing(tmp_path: Path, call: str, words: str) -> None:
    told = _without(call.replace("{path}", str(tmp_path)), tmp_path)
    assert told.returncode == 1
    assert words in told.stderr
    assert len(told.stderr.splitlines()) == 2, told.stderr
