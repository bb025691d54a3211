"""What hosts say about the pages, and what a real browser makes of it under the shipped nginx configuration."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page

from bench import nginx, tools
from explainer.out import headers, wellknown
from explainer.out.built import BuiltPage
from tests import support

OpenPage = Callable[..., Page]

# Runs before any script of the page and keeps what the browser refuses.
LISTENER = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.refused.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
"""


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[str]:
    """The built site under nginx with the shipped configuration."""
    if not tools.program("nginx"):
        pytest.skip(tools.advice("nginx"))
    with nginx.serve(site) as address:
        yield address


def answer(address: str, *, encoding: str = "identity", method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    """Status, headers (lower case) and body of one request."""
    request = Request(address, headers={"Accept-Encoding": encoding}, method=method)
    try:
        with urlopen(request) as got:
            return got.status, {k.lower(): v for k, v in got.headers.items()}, got.read()
    except HTTPError as error:
        return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read()


def test_the_policy_allows_nothing_inline_and_no_other_origin(built: list[BuiltPage]) -> None:
    policy = dict(part.split(" ", 1) for part in headers.content_policy(built).split("; "))
    assert policy["default-src"] == "'none'"
    assert not re.search(r"unsafe|https?:|\*|data:|blob:", " ".join(policy.values()))
    for name in ("base-uri", "form-action", "frame-ancestors"):
        assert policy[name] == "'none'", name
    assert policy["require-trusted-types-for"] == "'script'"


def test_no_page_carries_inline_styles_or_handlers(built: list[BuiltPage]) -> None:
    found = [
        f"{page.path}: {element.tag} {name}"
        for page in built
        for element in page.tree.iter()
        if isinstance(element.tag, str)
        for name in (*element.attrib, *(["<style>"] if element.tag == "style" else []))
        if name in ("style", "<style>") or name.startswith("on")
    ]
    assert not found


def test_every_page_carries_the_policy_before_it_loads_anything(built: list[BuiltPage]) -> None:
    for page in built:
        head = page.tree.find("head")
        policy = [e.get("content") for e in head if e.get("http-equiv") == "Content-Security-Policy"]
        assert policy == [headers.content_policy(built, meta=True)], page.path
        order = [e.get("http-equiv") or e.tag for e in head]
        loading = [order.index(tag) for tag in ("link", "script") if tag in order]
        assert order.index("Content-Security-Policy") < min(loading), page.path


def test_all_hosts_are_told_the_same(site: Path) -> None:
    underscore = (site / "_headers").read_text(encoding="utf-8")
    rules = dict(re.findall(r"^  ([A-Z][\w-]+): (.*)$", underscore.split("\n\n")[0], re.MULTILINE))
    assert rules.keys() == {"Content-Security-Policy", *headers.EVERYWHERE}
    server = (site / ".deploy" / "nginx-server.conf").read_text(encoding="utf-8")
    maps = (site / ".deploy" / "nginx-http.conf").read_text(encoding="utf-8")
    caddy = (site / ".deploy" / "headers.caddy").read_text(encoding="utf-8")
    cloudfront = json.dumps(json.loads((site / ".deploy" / "cloudfront.json").read_text(encoding="utf-8")))
    for name, value in rules.items():
        assert f'{name} "{value}"' in caddy
        assert f"add_header {name} " in server
        assert f'"{value}"' in server + maps
        assert value in cloudfront or name in ("Strict-Transport-Security", "X-Content-Type-Options")
    # Both hosts that read this file stop at 100 rules, and lines may have 2,000 characters.
    assert underscore.count("\n/") < 100
    assert max(map(len, underscore.splitlines())) < 2000


def test_a_drawing_opened_as_a_page_may_do_nothing(host: str) -> None:
    status, got, _ = answer(f"{host}/assets/favicon.svg")
    assert status == 200
    assert got["content-security-policy"] == "default-src 'none'"
    assert got["x-content-type-options"] == "nosniff"
    assert "permissions-policy" not in got


def test_files_that_are_kept_for_a_year_change_their_address_with_their_content(
    site: Path, built: list[BuiltPage]
) -> None:
    kept = re.findall(r"^/(assets/\S+)\n  Cache-Control: .*immutable", (site / "_headers").read_text(), re.MULTILINE)
    assert "assets/site.css" in kept
    for page in built:
        for address in (link.address for link in page.links):
            path = address.split("?")[0]
            if any(path.endswith(file) for file in kept):
                assert re.search(r"\?v=[0-9a-f]{10}$", address), f"{page.path}: {address}"


@pytest.mark.parametrize("path", ["", "claims.html", "data/sources.bib", "search/index.js", "nothing-here.html"])
def test_nginx_sends_every_header(host: str, path: str) -> None:
    status, got, _ = answer(f"{host}/{path}")
    assert status == (404 if path == "nothing-here.html" else 200)
    for name, value in headers.EVERYWHERE.items():
        # Over plain HTTP browsers must not be told to insist on HTTPS.
        left_out = name == "Strict-Transport-Security" or (path.endswith(".js") and name in headers.OF_PAGES)
        assert got.get(name.lower()) == (None if left_out else value), name
    assert ("frame-ancestors 'none'" in got.get("content-security-policy", "")) == (not path.endswith(".js"))
    assert got.get("cache-control") == (None if status == 404 else headers.FRESH)
    assert got.get("access-control-allow-origin") == ("*" if path.startswith("data/") else None)
    assert "charset=utf-8" in got["content-type"]


def test_nginx_tells_readers_behind_a_proxy_to_stay_with_https(host: str) -> None:
    with urlopen(Request(f"{host}/", headers={"X-Forwarded-Proto": "https"})) as got:
        assert got.headers["Strict-Transport-Security"] == headers.HSTS


def test_nginx_keeps_only_versioned_files(host: str, site: Path) -> None:
    script = re.search(r"assets/site\.js\?v=[0-9a-f]+", (site / "index.html").read_text(encoding="utf-8"))
    assert script
    assert answer(f"{host}/{script.group()}")[1]["cache-control"] == headers.FOREVER
    assert answer(f"{host}/assets/site.js")[1]["cache-control"] == headers.FRESH
    assert answer(f"{host}/index.html?v=1a2b3c4d5e")[1]["cache-control"] == headers.FRESH
    assert "cache-control" not in answer(f"{host}/assets/gone.js?v=1a2b3c4d5e")[1]


def test_nginx_hides_what_is_not_for_readers(host: str) -> None:
    for path in (".deploy/nginx-server.conf", ".git/config", ".deploy/"):
        assert answer(f"{host}/{path}")[0] == 404
    assert answer(f"{host}/", method="POST")[0] == 405


def test_no_page_breaks_the_policy(host: str, page: OpenPage) -> None:
    # One tab for all pages: leaving a page ends its requests, which the fixture would count as failures.
    tab = page("about/privacy.html", base=host, expect_errors=True)
    tab.add_init_script(LISTENER)
    said: list[str] = []
    tab.on("console", lambda message: said.append(f"{tab.url}: {message.text}"))
    for path in support.EVERY_FILE:
        tab.goto(f"{host}/{path}")
        said += [f"{path}: {line}" for line in tab.evaluate("window.refused")]
    assert not said


def test_every_interactive_part_works_under_the_policy(host: str, page: OpenPage) -> None:
    tab = page("about/privacy.html", base=host, expect_errors=True)
    tab.add_init_script(LISTENER)
    tab.goto(f"{host}/dallas/index.html")

    before = tab.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    tab.click("#scheme-switch")
    assert tab.evaluate("getComputedStyle(document.documentElement).backgroundColor") != before
    tab.reload()  # the inline script that is allowed by its hash keeps the choice
    assert tab.evaluate("getComputedStyle(document.documentElement).backgroundColor") != before

    reference = tab.locator(".ref-claim").first
    reference.focus()
    assert tab.locator("#tip").inner_text()
    tab.keyboard.press("Escape")

    tab.click("#search-open")
    tab.fill("#search-input", "probe")
    tab.locator("#search-results a").first.wait_for()
    assert tab.evaluate("window.refused") == []


def test_the_policy_stops_what_a_hole_would_let_in(host: str, page: OpenPage) -> None:
    tab = page("index.html", base=host, expect_errors=True)
    tab.evaluate("window.refused = []; " + LISTENER)
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


def test_a_security_contact_is_given_when_there_is_one(tmp_path: Path) -> None:
    wellknown.write(tmp_path, "https://searches.example.org/", "desk@example.org", now=datetime(2026, 1, 1, tzinfo=UTC))
    text = (tmp_path / ".well-known" / "security.txt").read_text(encoding="utf-8")
    assert "Contact: mailto:desk@example.org\nExpires: 2026-12-31T00:00:00Z\n" in text
    assert "Canonical: https://searches.example.org/.well-known/security.txt\n" in text
    assert "Sitemap: https://searches.example.org/sitemap.xml" in (tmp_path / "robots.txt").read_text(encoding="utf-8")


def test_without_a_contact_nothing_is_made_up(site: Path) -> None:
    assert not (site / "security.txt").exists()
    assert not (site / "sitemap.xml").exists()
    assert (site / "robots.txt").read_text(encoding="utf-8") == "User-agent: *\nAllow: /\n"
