"""Fixtures of every test file: the built site (once a run), a server for it, a real browser."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from explainer.facts.library import Library
from explainer.out import built as built_pages
from tests import browser as finder
from tests import support
from tests.once import once

# Firefox and WebKit are driven by `make test-browsers`, which sets up what they need.
collect_ignore = [] if importlib.util.find_spec("selenium") else ["test_browsers.py"]

# How long a test looks for what it expects before it fails: long enough for a machine that has other work to do.
expect.set_options(timeout=90_000)  # milliseconds

# The files that take longest come first, so that no worker is left with one of them at the end. While the first worker
# builds the site, the second has a file that needs none.
LONG = (
    "test_site.py", "test_code.py", "test_check.py", "test_pdf.py", "test_accessibility.py", "test_rules.py", "test_notes.py",
)  # fmt: skip


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than processors: each waits for its browser's frames and for commands now and then."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the files by `LONG`; within a file all stays as it is written."""
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built once a run with the command that editors use; a failed build gives its own words."""
    return _site(tmp_path_factory)


def _site(factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> str:
        return support.said(support.build(folder / "site"))

    folder, words = once(factory, "shared-site", make)
    if not words.startswith("exit 0\n"):
        pytest.fail(f"The site could not be built.\n{words}", pytrace=False)
    return folder / "site"


@pytest.fixture(scope="session")
def small_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of the small explainer, built once a run into its folder `site`; tests only read it."""

    def make(folder: Path) -> str:
        project = support.small_project(folder / "project")
        return support.said(support.build(project / "site", project))

    folder, words = once(tmp_path_factory, "shared-small", make)
    if not words.startswith("exit 0\n"):
        pytest.fail(f"The small explainer could not be built.\n{words}", pytrace=False)
    return folder / "project"


@pytest.fixture(scope="session")
def small(small_project: Path) -> Path:
    """The built site of the small explainer."""
    return small_project / "site"


@pytest.fixture(scope="session")
def small_pages(small: Path) -> dict[str, built_pages.BuiltPage]:
    """Every page of the small explainer by its path, parsed when first asked."""
    return {page.path: page for page in built_pages.read(small)}


@pytest.fixture(scope="session")
def small_library() -> Library:
    """The records of the small explainer."""
    return Library.read(support.SMALL / "docs")


@pytest.fixture(scope="session")
def small_server(small: Path) -> Iterator[str]:
    """Address of a static server for the small explainer."""
    with support.serve(small) as address:
        yield address


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site with its editions, made once a run; EDITIONS_SITE names one that is there already."""
    # Not the fixture: a file of tests may have a site of its own.
    if given := os.environ.get("EDITIONS_SITE"):
        return Path(given)

    def make(folder: Path) -> str:
        shutil.copytree(_site(tmp_path_factory), folder / "site", ignore=shutil.ignore_patterns("*.br", "*.gz"))
        return support.said(support.explainer("editions", "--site", str(folder / "site")))

    folder, words = once(tmp_path_factory, "shared-editions", make)
    if not words.startswith("exit 0\n"):
        pytest.fail(f"The editions could not be made.\n{words}", pytrace=False)
    return folder / "site"


@pytest.fixture(scope="session")
def built(site: Path) -> list[built_pages.BuiltPage]:
    """Every page of the built site, parsed when first asked."""
    return built_pages.read(site)


@pytest.fixture(scope="session")
def library() -> Library:
    """The records of docs/data."""
    return Library.read(support.DOCS)


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """Address of a static server for the built site, without a slash at the end."""
    with support.serve(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=finder.executable())
        yield chromium
        chromium.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def page(browser: Browser, site: Path, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """
    Opens a page of the site: `page("dallas/index.html", width=360, scheme="dark")`.

    Every call has a fresh profile. `javascript=False` turns scripts off, `file=True` opens the file itself
    without a server, `base` is another server's address, more keywords go to the browser's context.
    At the end the test fails on a console error, a failed request or a request to another origin;
    `expect_errors=True` is for tests that ask for a page that is not there.
    """
    problems: list[str] = []
    contexts: list[Any] = []

    def open_page(
        path: str = "index.html", *, width: int = 1280, height: int = 900, scheme: str = "light",
        javascript: bool = True, file: bool = False, base: str | None = None, expect_errors: bool = False,
        **options: Any,
    ) -> Page:  # fmt: skip
        start = site.as_uri() if file else base or request.getfixturevalue("server")
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]
            java_script_enabled=javascript,
            **options,
        )
        contexts.append(context)
        opened: Page = context.new_page()
        if not expect_errors:
            _watch(opened, f"{start}/", problems)
        opened.goto(f"{start}/{path}")
        return opened

    yield open_page
    for context in contexts:
        context.close()
    assert not problems, "\n".join(problems)


def _watch(page: Page, origin: str, problems: list[str]) -> None:
    def note(what: str) -> None:
        problems.append(f"{page.url}: {what}")

    page.on("console", lambda m: note(f"console: {m.text}") if m.type == "error" else None)
    page.on("pageerror", lambda e: note(f"script error: {e}"))
    # A reader who moves on before a page is complete aborts its last requests: that is no failure.
    page.on("requestfailed", lambda r: None if "ABORTED" in (r.failure or "") else note(f"failed request: {r.url}"))
    page.on("response", lambda r: note(f"status {r.status}: {r.url}") if r.status >= 400 else None)
    page.on("request", lambda r: None if r.url.startswith((origin, "data:")) else note(f"another origin: {r.url}"))
