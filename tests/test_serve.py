"""`mkdocs serve`, as an editor uses it: an edit of a page or of a record shows; bad data is explained and mended."""

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
from playwright.sync_api import Browser, expect

from tests import support

SECONDS = 90  # a slow machine may take this long for one rebuild; a quick one is not held up


class Served:
    """A copy of the project under `mkdocs serve`, and what the command says."""

    def __init__(self, folder: Path) -> None:
        self.folder = support.copy_project(folder)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"http://127.0.0.1:{probe.getsockname()[1]}"
        command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", self.address.removeprefix("http://")]
        self.process = subprocess.Popen(
            command,
            cwd=self.folder,
            env=support.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self) -> None:
        assert self.process.stdout
        self.lines.extend(iter(self.process.stdout.readline, ""))

    def stop(self) -> None:
        """End the command and read its last words."""
        self.process.terminate()
        self.process.wait(20)
        self.listener.join(20)
        if self.process.stdout:
            self.process.stdout.close()

    def said(self) -> str:
        """Everything the command printed so far."""
        return "".join(self.lines)

    def wait(self, what: str, true: Callable[[], bool]) -> None:
        """Wait until `true`; fail with what the command said."""
        deadline = time.monotonic() + SECONDS
        while not true():
            assert self.process.poll() is None, f"the server stopped.\n{self.said()}"
            assert time.monotonic() < deadline, f"{what} did not happen in {SECONDS} seconds.\n{self.said()}"
            time.sleep(0.1)

    def read(self, path: str) -> str:
        """A page, or nothing while the server is not ready."""
        try:
            with urllib.request.urlopen(f"{self.address}/{path}", timeout=SECONDS) as answer:
                return str(answer.read().decode("utf-8"))
        except (urllib.error.URLError, ConnectionError):
            return ""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for the tests of this file."""
    server = Served(tmp_path_factory.mktemp("project"))
    try:
        server.wait("the first build", lambda: "Serving on" in server.said() and bool(server.read("index.html")))
        yield server
    finally:
        server.stop()


@pytest.mark.xdist_group("serve")
def test_edits_of_a_page_and_of_a_record_reload_the_page(served: Served, browser: Browser) -> None:
    assert served.address in served.said(), "the command prints the address"
    page = browser.new_page()
    page.goto(f"{served.address}/dallas/texas.html")
    words = "Edited while a reader looks on."
    support.edit(served.folder / "docs/dallas/texas.md", "# Elsewhere in Texas\n", f"# Elsewhere in Texas\n\n{words}\n")
    expect(page.locator("article")).to_contain_text(words, timeout=SECONDS * 1000)

    page.goto(f"{served.address}/claims.html#dallas-search-range")
    record = served.folder / "docs/data/claims/dallas.yml"
    old = re.search(r"- id: dallas-search-range\n(?:.*\n)*?\s+statement: (.+)\n", record.read_text(encoding="utf-8"))
    assert old
    support.edit(record, old[1], f"{old[1].rstrip()[:-1]}, edited here.")
    expect(page.locator("#dallas-search-range")).to_contain_text("edited here", timeout=SECONDS * 1000)
    page.close()


@pytest.mark.xdist_group("serve")
def test_bad_data_is_explained_and_the_server_recovers_once_it_is_mended(served: Served) -> None:
    record = served.folder / "docs/data/claims/dallas.yml"
    good = record.read_text(encoding="utf-8")
    said = len(served.lines)
    record.write_text(good.replace("status: reported", "status: reportet", 1), encoding="utf-8")

    def news() -> str:
        return "".join(served.lines[said:])

    served.wait("the explanation", lambda: "'reportet'" in news())
    assert re.search(r"docs/data/claims/dallas\.yml:\d+: .*'reportet' is not a known value of 'status'", news())
    assert [w for w in ("Traceback", 'File "') if w in news()] == [], news()
    # Seen on the page: MkDocs leaves out a line of its log that is the same as an earlier one, seconds included.
    statement = re.search(r"- id: dallas-search-range\n(?:.*\n)*?\s+statement: (.+)\n", good)
    assert statement
    record.write_text(good.replace(statement[1], f"{statement[1].rstrip()[:-1]}, mended here."), encoding="utf-8")
    served.wait("the rebuild", lambda: "mended here" in served.read("claims.html"))


@pytest.mark.xdist_group("serve")
def test_pages_that_were_not_edited_follow_what_they_show(served: Served) -> None:
    """A page that is as it was is not converted again: unless it shows what another page, a template or a link says."""
    privacy, method = served.folder / "docs/about/privacy.md", served.folder / "docs/about/method.md"
    claim = r"(?s)id=\"dallas-search-range\".*?</section>"

    def entry() -> str:
        found = re.search(claim, served.read("claims.html"))
        return found[0] if found else ""

    assert "about/privacy.html" not in entry()
    link = "The count is [a range][dallas-search-range]; see [what we never do](method.md#words-never-scores).\n"
    good = privacy.read_text(encoding="utf-8")
    privacy.write_text(f"{good}\n{link}", encoding="utf-8")
    served.wait("the ledger's new line", lambda: "about/privacy.html" in entry())

    support.edit(served.folder / "overrides/components/claim.html", "Who says it", "Whose words")
    served.wait("the new template", lambda: "Whose words" in entry())

    said = len(served.lines)
    support.edit(method, "## Words, never scores", "## Words and no scores")
    served.wait("the warning of a dead link", lambda: "words-never-scores" in "".join(served.lines[said:]))
    assert "about/privacy" in "".join(served.lines[said:])

    privacy.write_text(good, encoding="utf-8")
    served.wait("the last rebuild", lambda: bool(entry()) and "about/privacy.html" not in entry())
