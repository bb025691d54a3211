"""
Finds a real Chromium for the tests, or gets one: `python -m tests.browser` (part of `make test`).

An installed browser comes first, because it needs no download; then the one that Playwright brings;
then the system's package manager. When none of these works, the last words say what to install.
"""

# ruff: noqa: T201 (a command: it says what it does)

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

# The headless shell comes first: the same engine without windows, so a new page costs it a third of the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_APPS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
# One line for each package manager that has a browser: its name, then the commands that install it. The first that
# works ends the search.
APT = ["apt-get", "install", "--yes", "--no-install-recommends"]
MANAGERS: dict[str, list[list[str]]] = {
    "apt-get": [[*APT, "chromium-headless-shell"], [*APT, "chromium"]],
    "dnf": [["dnf", "install", "--assumeyes", "chromium"]],
    "brew": [["brew", "install", "--cask", "chromium"]],
}
ADVICE = """\
The browser tests need Chromium or Chrome, and none could be found or installed here.
Install one of these and run the command again:
  Debian, Ubuntu:  sudo apt-get install chromium
  Fedora:          sudo dnf install chromium
  macOS:           brew install --cask chromium
  anything else:   a Chrome or Chromium of your choice, then CHROMIUM=/path/to/it make test"""


@cache
def executable() -> str | None:
    """Path of an installed Chromium or Chrome; None stands for the one that Playwright has."""
    wanted = os.environ.get("CHROMIUM")
    if wanted:
        found = shutil.which(wanted)
        if not found or not _answers(found):
            raise SystemExit(f"CHROMIUM is set to '{wanted}', which is no browser that starts. Mend it or unset it.")
        return found
    return next((path for path in _installed() if _answers(path)), None)


def main() -> int:
    """Make sure that a browser starts; return the exit status."""
    if executable() or _playwright_starts():
        return 0
    print("No Chromium or Chrome is installed. Getting one (once) ...", flush=True)
    for attempt in (_from_playwright, _from_package_manager):
        attempt()
        executable.cache_clear()
        if executable() or _playwright_starts():
            return 0
    print(ADVICE, file=sys.stderr)
    return 1


def _installed() -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES))
    yield from (app for app in MAC_APPS if Path(app).exists())


def _answers(path: str) -> bool:
    """Whether the program runs: on Ubuntu, `chromium-browser` may be a stub that only asks for a snap."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _playwright_starts() -> bool:
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        try:
            playwright.chromium.launch().close()
        except Error:
            return False
    return True


def _from_playwright() -> None:
    # The download first: where it is out of reach, it says so at once and nothing else was touched.
    command = [sys.executable, "-m", "playwright"]
    if _run([*command, "install", "chromium"]) and not _playwright_starts() and _rights() is not None:
        _run([*command, "install-deps", "chromium"])


def _from_package_manager() -> None:
    for manager, commands in MANAGERS.items():
        rights = [] if manager == "brew" else _rights()
        if shutil.which(manager) and rights is not None:
            if manager == "apt-get":
                _run([*rights, "apt-get", "update"])
            any(_run([*rights, *command]) for command in commands)
            return


def _rights() -> list[str] | None:
    """What to put before a command that needs an administrator: nothing for root; None without rights."""
    if os.geteuid() == 0:
        return []
    may = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n"] if may and may.returncode == 0 else None


def _run(command: list[str]) -> bool:
    print("  " + " ".join(command), flush=True)
    try:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
        done = subprocess.run(command, check=False, timeout=900, **quiet)  # type: ignore[call-overload]
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"    did not work: {error}", flush=True)
        return False
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no reason was given"])[-1]
        print(f"    did not work: {last}", flush=True)
    return bool(done.returncode == 0)


if __name__ == "__main__":
    sys.exit(main())
