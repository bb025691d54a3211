"""
`mkdocs serve`, as an editor uses it: an edit is on the screen soon; what is wrong is explained, and mending it shows.

Every wait ends when the thing happens. The limit is for a machine that is busy; on a quiet one an edit of the first
explainer takes three seconds (`make bench` says how many).
"""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import support

LIMIT = 180  # seconds


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """A copy of the small explainer under `mkdocs serve`, and what the command says."""

    def __init__(self, folder: Path) -> None:
        self.folder = support.small_project(folder, own=True)
        # Every address is below that of the settings, so the copy does without.
        support.edit(self.folder / "mkdocs.yml", "site_url: https://pool.example/water/\n", "")
        self.address = f"http://127.0.0.1:{free_port()}"
        self.lines: list[str] = []
        self._news = threading.Condition()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", self.address.removeprefix("http://")],
            cwd=self.folder,
            env=support.environment(PYTHONPATH=str(self.folder)),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout
        with self.process.stdout as said:
            for line in said:
                with self._news:
                    self.lines.append(line)
                    self._news.notify_all()

    def stop(self) -> None:
        """End the command."""
        self.process.terminate()
        self.process.wait(LIMIT)

    def heard(self, words: str, since: int = 0) -> str:
        """Wait until the command has said `words`; what it said after its first `since` lines."""
        deadline = time.monotonic() + LIMIT
        with self._news:
            while words not in "".join(self.lines[since:]):
                left = deadline - time.monotonic()
                assert left > 0, f"'{words}' was not said in {LIMIT} s.\n{''.join(self.lines)}"
                self._news.wait(left)
            return "".join(self.lines[since:])

    def edit(self, name: str, old: str, new: str) -> None:
        support.edit(self.folder / name, old, new)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for the tests of this file."""
    server = Served(tmp_path_factory.mktemp("project"))
    try:
        server.heard("Serving on")
        yield server
    finally:
        server.stop()


@pytest.fixture
def tab(served: Served, browser: Browser) -> Iterator[Page]:
    """A tab of a real browser, which reloads by itself."""
    page = browser.new_page()
    page.set_default_timeout(LIMIT * 1000)
    yield page
    page.close()


def test_the_command_says_where_the_site_is(served: Served) -> None:
    assert served.address in "".join(served.lines)


def test_an_edit_of_a_page_reloads_the_page(served: Served, tab: Page) -> None:
    tab.goto(f"{served.address}/rules/testing.html")
    served.edit(
        "docs/rules/testing.md", "# How the pool tests\n", "# How the pool tests\n\nEdited while one looks on.\n"
    )
    expect(tab.locator("article")).to_contain_text("Edited while one looks on.")


def test_an_edit_of_a_record_shows_on_the_page_that_shows_it(served: Served, tab: Page) -> None:
    tab.goto(f"{served.address}/claims.html#days-closed")
    served.edit(
        "docs/data/claims/water.yml", "days, the local paper reported.\n    short", "days, edited here.\n    short"
    )
    expect(tab.locator("#days-closed")).to_contain_text("edited here")


def test_an_edit_of_a_template_and_of_a_style_shows(served: Served, tab: Page) -> None:
    tab.goto(f"{served.address}/claims.html")
    served.edit("overrides/components/claim.html", "How we checked", "Whose words")
    expect(tab.locator("#days-closed")).to_contain_text("Whose words")
    sheet = served.folder / "docs/assets/palette.css"
    sheet.write_text(
        re.sub(r"(--paper: light-dark\()#\w+", r"\g<1>#fedcba", sheet.read_text(encoding="utf-8")), encoding="utf-8"
    )
    tab.wait_for_function("getComputedStyle(document.documentElement).backgroundColor === 'rgb(254, 220, 186)'")


def test_a_link_to_a_new_use_shows_in_the_ledger_without_an_edit_of_it(served: Served, tab: Page) -> None:
    tab.goto(f"{served.address}/claims.html")
    text = "\nOf the samples, [36][samples-within] met the limit.\n"
    page = served.folder / "docs/rules/testing.md"
    page.write_text(page.read_text(encoding="utf-8") + text, encoding="utf-8")
    expect(tab.locator("#samples-within a[href='rules/testing.html']")).to_have_count(1)


def test_while_a_mistake_stands_the_last_good_pages_say_so_and_go_on_by_themselves(served: Served, tab: Page) -> None:
    record = served.folder / "docs/data/claims/rules.yml"
    good = record.read_text(encoding="utf-8")
    tab.goto(f"{served.address}/claims.html#code-two-hours")
    for spaces in ("", " "):  # the same mistake again is told again
        said = len(served.lines)
        record.write_text(good.replace("status: on the record", f"status: on record{spaces}"), encoding="utf-8")
        words = served.heard("'on record' is not a known value of 'status'", said)
        assert re.search(r"docs/data/claims/rules\.yml:\d+: claim 'code-two-hours'", words)
        assert not [w for w in ("Traceback", 'File "') if w in words], words
        banner = tab.get_by_role("alert")
        expect(banner).to_contain_text("'on record' is not a known value of 'status'")
        expect(banner).to_contain_text("Choose: on the record")
        expect(tab.locator("#code-two-hours")).to_be_attached()  # the page as it was
    record.write_text(good.replace("said_by: Town of Brookmere", "said_by: Brookmere, mended"), encoding="utf-8")
    expect(tab.locator("#code-two-hours")).to_contain_text("Brookmere, mended")
    expect(tab.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("The town took 9,876 samples.", "the figure “9,876” has no claim"),
        ("See [the other](nowhere.md).", "the link 'nowhere.md' leads nowhere"),
        ("See [a place](#nowhere).", "nowhere"),  # only the engine sees this one
    ],
)
def test_every_kind_of_mistake_is_told_in_the_browser(served: Served, tab: Page, row: str, words: str) -> None:
    page = served.folder / "docs/rules/testing.md"
    good = page.read_text(encoding="utf-8")
    tab.goto(f"{served.address}/index.html")
    page.write_text(f"{good}\n{row}\n", encoding="utf-8")
    expect(tab.get_by_role("alert")).to_contain_text(words)
    page.write_text(good, encoding="utf-8")
    expect(tab.get_by_role("alert")).to_have_count(0)


def test_several_files_saved_at_once_print_no_traceback(served: Served, tab: Page) -> None:
    files = [served.folder / "docs" / name for name in ("data/claims/water.yml", "data/terms.yml", "water/index.md")]
    good = [file.read_text(encoding="utf-8") for file in files]
    said = len(served.lines)
    tab.goto(f"{served.address}/index.html")
    for n in range(3):  # in the middle of a build as well
        for file, text in zip(files, good, strict=True):
            file.write_text(text.replace("samples-over", f"samples-over{n}"), encoding="utf-8")
        served.heard("Detected file changes", said)
    expect(tab.get_by_role("alert")).to_contain_text("samples-over2")
    assert "Traceback" not in "".join(served.lines[said:])
    for file, text in zip(files, good, strict=True):
        file.write_text(text, encoding="utf-8")
    expect(tab.get_by_role("alert")).to_have_count(0)


def test_a_port_that_is_taken_is_told_with_another_one(served: Served) -> None:
    taken = served.address.removeprefix("http://")
    words = refused(served.folder, "serve", "--dev-addr", taken)
    assert f"{taken}: the address is not free" in words
    assert f"make serve ADDR=127.0.0.1:{int(taken.rpartition(':')[2]) + 1}" in words


@pytest.mark.parametrize("command", ["serve", "build"])
def test_dirty_says_what_to_do(served: Served, command: str) -> None:
    words = refused(served.folder, command, "--dirty")
    assert "--dirty: MkDocs warns at every such build" in words
    assert "add --no-strict" in words


def refused(folder: Path, *arguments: str) -> str:
    """What a command says that ends at once."""
    result = subprocess.run(
        [sys.executable, "-m", "mkdocs", *arguments],
        cwd=folder,
        env=support.environment(PYTHONPATH=str(folder)),
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT,
    )
    words = result.stdout + result.stderr
    assert result.returncode != 0
    assert "Traceback" not in words, words
    return words


def test_a_page_deleted_while_an_editor_looks_on(served: Served, tab: Page) -> None:
    page = served.folder / "docs/rules/testing.md"
    text, said = page.read_text(encoding="utf-8"), len(served.lines)
    page.unlink()
    served.heard("rules/testing.md", said)
    assert served.process.poll() is None
    page.write_text(text.replace("# How the pool tests", "# How the pool tests now"), encoding="utf-8")
    _until(lambda: "tests now" in _read(f"{served.address}/rules/testing.html"))


def _read(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=LIMIT) as answer:
            return str(answer.read().decode("utf-8"))
    except (urllib.error.URLError, ConnectionError):
        return ""


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LIMIT
    while not true():
        assert time.monotonic() < deadline, f"it did not happen in {LIMIT} s"
