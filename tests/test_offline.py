"""The offline copy in a real browser from file:// with the network cut, and how editions replace each other."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from explainer.editions import download_page, made, offline
from explainer.facts.problems import EditorError
from explainer.out import built, links
from tests import editions as support

pytestmark = pytest.mark.xdist_group("editions")  # one worker makes the editions, the other goes on


@pytest.fixture(scope="session")
def copy(printed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip, unpacked."""
    folder = tmp_path_factory.mktemp("offline")
    with zipfile.ZipFile(printed / "downloads" / f"{made.NAME}-offline.zip") as archive:
        archive.extractall(folder)
    return folder / offline.FOLDER


@pytest.fixture
def reader(browser: Browser) -> Iterator[tuple[BrowserContext, list[str]]]:
    """A browser without a network, and what went wrong in it."""
    wrong: list[str] = []
    context = browser.new_context(offline=True, accept_downloads=True)
    # A reader who moves on before a page is complete aborts its last requests: that is no failure.
    context.on("requestfailed", lambda r: None if "ABORTED" in (r.failure or "") else wrong.append(f"failed: {r.url}"))
    context.on(
        "request",
        lambda r: None if r.url.startswith(("file:", "data:", "blob:")) else wrong.append(f"asked: {r.url}"),
    )
    context.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    context.on("weberror", lambda e: wrong.append(str(e.error)))
    yield context, wrong
    context.close()


def test_pages_menu_and_search_work_from_a_folder(copy: Path, reader: tuple[BrowserContext, list[str]]) -> None:
    context, wrong = reader
    page = context.new_page()
    page.goto((copy / "index.html").as_uri())
    page.click("#search-open")
    page.fill("#search-input", "personal phones")
    page.wait_for_selector("#search-results li")
    page.click("#search-results a >> nth=0")
    page.wait_for_load_state()
    assert page.url.startswith(copy.as_uri()) and page.locator("h1").count() == 1
    page.click(".menu summary")
    page.click(".menu-list a:has-text('Timeline')")
    page.wait_for_load_state()
    assert page.url.endswith("/timeline.html") and page.locator(".event").count() > 50
    assert not wrong, wrong


def test_every_page_opens_without_a_failed_request(copy: Path, reader: tuple[BrowserContext, list[str]]) -> None:
    context, wrong = reader
    page = context.new_page()
    for entry in support.entries(copy):
        page.goto((copy / entry.path).as_uri())
        assert page.locator("h1").count() == 1, entry.path
    assert not wrong, wrong


def test_every_link_of_the_copy_leads_to_a_file_in_it(copy: Path) -> None:
    assert not [str(p) for p in links.problems(copy, built.read(copy))]


def test_the_copy_offers_the_other_editions_and_says_what_it_is(copy: Path) -> None:
    page = (copy / "read-offline.html").read_text(encoding="utf-8")
    for name in (
        f"{made.NAME}.pdf",
        f"{made.NAME}-fact-sheet.pdf",
        f"{made.NAME}.epub",
    ):
        assert f'href="downloads/{name}"' in page and (copy / "downloads" / name).is_file()
    assert "You are reading this copy." in page


def test_the_page_on_the_site_gives_size_date_and_checksum_of_each_file(
    printed: Path,
) -> None:
    page = (printed / "read-offline.html").read_text(encoding="utf-8")
    editions: list[dict[str, Any]] = json.loads((printed / "downloads" / "editions.json").read_text(encoding="utf-8"))
    assert {e["kind"] for e in editions} == {"book", "fact-sheet", "epub", "offline"}
    sums = (printed / "downloads" / "SHA256SUMS").read_text(encoding="utf-8")
    for edition in editions:
        data = (printed / "downloads" / edition["file"]).read_bytes()
        assert edition["sha256"] == hashlib.sha256(data).hexdigest() and len(data) == edition["bytes"]
        for words in (
            edition["file"],
            edition["sha256"],
            download_page.size(len(data)),
        ):
            assert words in page
        assert f"{edition['sha256']}  {edition['file']}" in sums
    assert "not made yet" not in page


def test_every_page_leads_to_the_editions(printed: Path) -> None:
    for entry in support.entries(printed):
        foot = (printed / entry.path).read_text(encoding="utf-8").partition('<footer class="foot">')[2]
        assert re.search(r'href="(?:\.\./)*read-offline\.html"', foot), entry.path


def test_the_zip_is_the_same_every_time(printed: Path) -> None:
    assert offline.make(printed, {}) == offline.make(printed, {})
    with zipfile.ZipFile(printed / "downloads" / f"{made.NAME}-offline.zip") as archive:
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        names = archive.namelist()
    assert names == sorted(names) and all(n.startswith(f"{offline.FOLDER}/") for n in names)


def test_an_error_while_writing_leaves_the_editions_that_were_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.write(tmp_path, {"downloads/a.pdf": b"old", "downloads/b.pdf": b"old"})

    def full(self: Path, data: bytes) -> int:
        if self.name == ".b.pdf.draft":
            raise OSError(28, "No space left on device", str(self))
        with self.open("wb") as file:
            return file.write(data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(EditorError, match="could not be written: No space left on device"):
        made.write(tmp_path, {"downloads/a.pdf": b"new", "downloads/b.pdf": b"new"})
    assert (tmp_path / "downloads/a.pdf").read_bytes() == b"old"
    assert [f.name for f in sorted((tmp_path / "downloads").iterdir())] == [
        "a.pdf",
        "b.pdf",
    ]


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "downloads").write_text("a file stands where the folder should be", encoding="utf-8")
    with pytest.raises(EditorError, match="could not be written"):
        made.write(tmp_path, {"downloads/a.pdf": b"new"})


def test_without_a_site_the_verb_says_what_to_do_first(tmp_path: Path) -> None:
    result = support.run("-m", "explainer", "editions", "--site", str(tmp_path))
    assert result.returncode == 1 and "Run `make build` first." in result.stderr and "Traceback" not in result.stderr
