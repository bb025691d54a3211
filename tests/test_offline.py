"""The offline copy in a real browser from file:// with the network cut, and what its front page and README say."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from explainer.facts.settings import Settings
from explainer.out import built, links
from tests import support


@pytest.fixture(scope="session")
def copy(printed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip, unpacked where the path has a space and a letter with an accent."""
    folder = tmp_path_factory.mktemp("offline") / "a cópy"
    (archive,) = (printed / "downloads").glob("*-offline.zip")
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder)
    return folder / Settings.read(support.ROOT / "mkdocs.yml").slug


@pytest.fixture
def reader(browser: Browser) -> Iterator[BrowserContext]:
    """A browser without a network; at the end nothing may have failed, and nothing may have been asked of a host."""
    wrong: list[str] = []
    context = browser.new_context(offline=True)
    context.on("requestfailed", lambda r: None if "ABORTED" in (r.failure or "") else wrong.append(f"failed: {r.url}"))
    context.on(
        "request",
        lambda r: None if r.url.startswith(("file:", "data:", "blob:")) else wrong.append(f"asked: {r.url}"),
    )
    context.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    yield context
    context.close()
    assert not wrong, "\n".join(wrong)


def test_only_what_a_reader_opens_first_stands_at_the_top(copy: Path) -> None:
    assert sorted(path.name for path in copy.iterdir()) == ["README.txt", "index.html", "site", "start.css"]


def test_front_page_and_readme_say_how_old_the_copy_is(copy: Path) -> None:
    for name in ("index.html", "README.txt"):
        said = (copy / name).read_text(encoding="utf-8")
        assert re.search(r"[A-Z][a-z]+ \d{1,2}, 20\d\d", said), f"{name} gives no date"
        assert re.search(r"\b\d+\.\d+\.\d+\b", said), f"{name} gives no version"


def test_pages_and_search_work_from_a_folder(copy: Path, reader: BrowserContext) -> None:
    page = reader.new_page()
    page.goto((copy / "index.html").as_uri())
    page.click("a[href='site/index.html']")
    expect(page.locator("h1")).to_have_count(1)
    page.click("#search-open")
    page.fill("#search-input", "personal phones")
    page.locator("#search-results a").first.click()
    expect(page.locator("h1")).to_have_count(1)
    assert page.url.startswith(copy.as_uri())


def test_a_page_of_each_kind_opens_without_a_failed_request(copy: Path, reader: BrowserContext) -> None:
    assert not (copy / "site" / "404.html").exists(), "for hosts only"
    page = reader.new_page()
    for path in support.KINDS.values():
        if path != "404.html":
            page.goto((copy / "site" / path).as_uri())
            expect(page.locator("h1")).to_have_count(1)


def test_every_link_of_the_copy_leads_to_a_file_in_it(copy: Path) -> None:
    assert list(links.problems(copy, built.read(copy))) == []


def test_the_page_on_the_site_gives_size_date_and_checksum_of_each_file(printed: Path) -> None:
    page = (printed / "read-offline.html").read_text(encoding="utf-8")
    twin = (printed / "read-offline.md").read_text(encoding="utf-8")
    sums = dict(line.split("  ")[::-1] for line in (printed / "downloads/SHA256SUMS").read_text().splitlines())
    for file in [f for f in (printed / "downloads").iterdir() if f.suffix in {".pdf", ".epub", ".zip"}]:
        assert file.name in page and file.name in twin, f"{file.name} is not offered"
        assert sums[file.name] in page, f"the checksum of {file.name} is not on the page"
