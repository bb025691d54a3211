"""First visits with a real Chromium: what nginx sent, in how many answers, and what the first paint waits for."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Request

from bench import nginx


@dataclass
class Visit:
    """Bytes are those on the wire, headers included; requests to other hosts are counted, not measured."""

    page: str
    bytes: int = 0
    requests: int = 0
    before_paint: int = 0
    other_hosts: int = 0

    def as_dict(self) -> dict[str, Any]:
        """For the JSON record."""
        return asdict(self)


def measure(browser: Browser, site: Path, pages: list[str], folder: Path, *, stock: bool = False) -> list[Visit]:
    """Visit each page with an empty cache, scroll nothing and touch nothing."""
    return [_visit(browser, site, page, folder / "access.log", stock=stock) for page in pages]


def _visit(browser: Browser, site: Path, page: str, log: Path, *, stock: bool) -> Visit:
    log.unlink(missing_ok=True)
    visit = Visit(page)
    blocking: set[str] = set()
    with nginx.serve(site, brotli=True, stock=stock, log=log) as address:
        context = browser.new_context(viewport={"width": 412, "height": 823})
        tab = context.new_page()

        def seen(request: Request) -> None:
            if not request.url.startswith((address, "data:", "blob:")):
                visit.other_hosts += 1

        context.on("request", seen)
        tab.goto(f"{address}/{page}", wait_until="load")
        # Style sheets and plain scripts in the head stop the first paint.
        found = tab.evaluate("""() => [...document.head.querySelectorAll(
          "link[rel=stylesheet]:not([media=print]), script[src]:not([defer]):not([async]):not([type=module])"
        )].map((element) => element.href || element.src)""")
        blocking = {_path(link) for link in found if link.startswith(address)} | {f"/{page}"}
        time.sleep(1.5)  # what the page asks for after it has loaded: workers, search index, icons
        context.close()
    for line in log.read_text(encoding="utf-8").splitlines():
        uri, sent = line.rsplit(" ", 1)
        visit.bytes += int(sent)
        visit.requests += 1
        visit.before_paint += int(sent) if uri in blocking else 0
    return visit


def _path(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
