"""The same folder on every kind of host: at the root, in a sub-folder, with and without the files of each host."""

from __future__ import annotations

import gzip
import os
import posixpath
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import Request, urlopen

import brotli
import lxml.html
import pytest
import yaml
from playwright.sync_api import Page

from bench import nginx, tools
from explainer.out import built as built_pages
from explainer.out import headers
from explainer.out.assets import THEME_FILES
from explainer.out.built import BuiltPage
from tests import support

OpenPage = Callable[..., Page]
ADDRESS = "https://example.org/repo/"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site built for a sub-folder, with its address set, lying in that sub-folder of a host's root."""
    root = tmp_path_factory.mktemp("host")
    result = support.build(root / "repo", settings={"SITE_URL": ADDRESS, "CONTACT_EMAIL": "desk@example.org"})
    assert result.returncode == 0, result.stdout + result.stderr
    return root


@pytest.fixture(scope="module", params=["root", "sub-folder"])
def start(request: pytest.FixtureRequest, site: Path, published: Path) -> Iterator[str]:
    """Address of the home page, at the root of a host and in a sub-folder."""
    if not tools.program("nginx"):
        pytest.skip(tools.advice("nginx"))
    sub = request.param == "sub-folder"
    with nginx.serve(published if sub else site, site=published / "repo" if sub else None) as address:
        yield f"{address}/repo/" if sub else f"{address}/"


def fetch(address: str) -> tuple[int, str, bytes]:
    """Status, content type and body."""
    try:
        with urlopen(Request(address)) as got:
            return got.status, got.headers["Content-Type"], got.read()
    except HTTPError as error:
        return error.code, error.headers["Content-Type"], error.read()


def test_a_crawl_from_the_home_page_reaches_every_page_and_nothing_else(start: str) -> None:
    waiting, seen, dead, outside = [start], set(), [], []
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        status, kind, body = fetch(address)
        if status != 200:
            dead.append(address)
        if not kind.startswith("text/html"):
            continue
        for element, _, link, _ in lxml.html.fromstring(body).iterlinks():  # type: ignore[attr-defined]
            target = urljoin(address, link).split("#")[0]
            if urlsplit(target).netloc == urlsplit(start).netloc:
                if target.startswith(start):
                    waiting.append(target)
                else:
                    outside.append(f"{address}: {link}")
            elif element.tag not in ("a", "link"):
                outside.append(f"{address}: {link}")
    assert not dead
    assert not outside
    reached = {address.removeprefix(start) or "index.html" for address in seen}
    assert set(support.PAGES) - {"style.html"} <= reached  # the style page is listed nowhere


@pytest.mark.parametrize("path", ["nothing.html", "dallas/nothing.html", "no/such/folder/page.html"])
def test_a_wrong_address_at_any_depth_gets_a_page_that_works(start: str, path: str, page: OpenPage) -> None:
    tab = page(path, base=start.rstrip("/"), expect_errors=True)
    assert tab.locator("h1").inner_text() == "This page is not here"
    ink = tab.evaluate("getComputedStyle(document.querySelector('.top')).fontFamily")
    assert "Source Serif" in ink  # the style sheet was found
    tab.click("#search-open")
    tab.fill("#search-input", "probe")
    tab.locator("#search-results a").first.click()
    assert tab.locator("h1").inner_text() != "This page is not here"
    assert tab.url.startswith(start)


def test_search_runs_from_files_under_the_policy_in_the_pages(page: OpenPage) -> None:
    tab = page("dallas/index.html", file=True)
    tab.click("#search-open")
    tab.fill("#search-input", "probe")
    tab.locator("#search-results a").first.click()
    assert tab.locator("h1").count() == 1


def test_the_published_address_is_said_once_for_each_page(published: Path) -> None:
    page = (published / "repo" / "dallas" / "article.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{ADDRESS}dallas/article.html">' in page
    assert f"Sitemap: {ADDRESS}sitemap.xml" in (published / "repo" / "robots.txt").read_text(encoding="utf-8")
    assert ADDRESS in (published / "repo" / "security.txt").read_text(encoding="utf-8")


def test_compressed_copies_hold_the_same_text(site: Path) -> None:
    copied = 0
    for file in site.rglob("*"):
        small = file.with_name(file.name + ".br")
        if small.exists():
            content = file.read_bytes()
            assert brotli.decompress(small.read_bytes()) == content, file
            assert gzip.decompress(file.with_name(file.name + ".gz").read_bytes()) == content, file
            copied += 1
        else:
            assert file.suffix != ".html" or not file.is_file(), f"{file} has no compressed copy"
    assert copied > len(support.PAGES)


def test_nothing_of_the_theme_is_published_that_nobody_loads(site: Path, built: list[BuiltPage]) -> None:
    left = [f.relative_to(site).as_posix() for pattern in THEME_FILES for f in site.glob(pattern) if f.is_file()]
    named = {
        posixpath.basename(address.split("?")[0]) for page in built for address in (link.address for link in page.links)
    }
    assert [path for path in left if posixpath.basename(path) not in named] == []


def test_nothing_is_published_that_no_reader_or_host_needs(site: Path, built: list[BuiltPage]) -> None:
    named = {
        posixpath.normpath(posixpath.join(posixpath.dirname(page.path), re.split("[?#]", link.address)[0]))
        for page in built
        for link in page.links
        if "://" not in link.address
    }
    sheet = (site / "assets/site.css").read_text(encoding="utf-8")
    named |= {f"assets/{address}" for address in re.findall(r'url\("([^"?]+)', sheet)}
    # Asked for by scripts, by agreement between hosts and programs, by link previews, and by the licence.
    named |= {"assets/search.js", "assets/minisearch.js", "search/index.js", "_headers", "robots.txt", "llms.txt"}
    named |= {"404.html", "style.html", "assets/social.png", "assets/fonts/OFL.txt"}
    left = {
        file.relative_to(site).as_posix().removesuffix(".br").removesuffix(".gz")
        for file in site.rglob("*")
        if file.is_file()
    }
    open_data_and_hosts = ("data/", ".deploy/")  # tests/test_publish.py and tests/test_headers.py
    assert {path for path in left - named if not path.startswith(open_data_and_hosts)} == set()
    assert not [folder for folder in site.rglob("*") if folder.is_dir() and not any(folder.iterdir())]


def test_workflow_actions_are_pinned_and_may_only_read() -> None:
    for file in (support.ROOT / ".github" / "workflows").glob("*.yml"):
        text = file.read_text(encoding="utf-8")
        workflow = yaml.safe_load(text)
        assert workflow["permissions"] == {"contents": "read"}, file.name
        for line in re.findall(r"uses: (.*)", text):
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), f"{file.name}: {line}"
        for verb in re.findall(r"run: .*?make (\w+)", text):
            assert re.search(rf"^{verb}:", (support.ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE), verb


def test_the_container_runs_as_nobody_and_copies_only_what_exists() -> None:
    recipe = (support.ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")
    lines = re.sub(r"\\\n", " ", recipe).splitlines()
    steps = [line.split(maxsplit=1) for line in lines if line and not line.startswith("#")]
    known = ["ARG", "FROM", "ENV", "RUN", "WORKDIR", "COPY", "USER", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"]
    assert {word for word, _ in steps} <= set(known)
    last_stage = steps[max(n for n, (word, _) in enumerate(steps) if word == "FROM") :]
    user = [rest for word, rest in last_stage if word == "USER"]
    assert user
    assert not user[-1].startswith(("0", "root"))
    assert not [rest for word, rest in last_stage if word == "RUN"], "the last stage must not need a shell as root"
    for _, rest in (step for step in steps if step[0] == "COPY"):
        source = next(part for part in rest.split() if not part.startswith("--"))
        assert "--from=" in rest or (support.ROOT / source).exists(), rest


@pytest.mark.skipif(not shutil.which("caddy"), reason="Caddy is not installed (Debian: apt-get install caddy)")
def test_caddy_sends_the_same_headers(site: Path) -> None:
    port = nginx.free_port()
    environment = {**os.environ, "SITE_ADDRESS": f"http://127.0.0.1:{port}", "SITE_FOLDER": str(site)}
    command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(support.ROOT / "deploy" / "Caddyfile")]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=environment, **quiet) as process:  # type: ignore[call-overload]
        try:
            for _ in range(100):
                try:
                    urlopen(f"http://127.0.0.1:{port}/").close()
                    break
                except OSError:
                    time.sleep(0.1)
            style = re.search(r"assets/site\.css\?v=[0-9a-f]+", (site / "index.html").read_text(encoding="utf-8"))
            assert style
            kept = {
                "": headers.FRESH,
                "data/sources.bib": headers.FRESH,
                style.group(): headers.FOREVER,
                "gone": "no-cache",
            }
            kept["assets/gone.css?v=1a"] = "no-cache"
            policy = headers.content_policy(built_pages.read(site))
            for path, cache in kept.items():
                try:
                    answer = urlopen(f"http://127.0.0.1:{port}/{path}")
                except HTTPError as error:
                    answer = error
                assert answer.headers["Cache-Control"] == cache, path
                for name, value in {"Content-Security-Policy": policy, **headers.EVERYWHERE}.items():
                    expected = None if name in headers.OF_PAGES and ".css" in path else value
                    assert answer.headers[name] == expected, f"{path}: {name}"
        finally:
            process.terminate()
