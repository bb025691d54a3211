"""
Measures the first explainer as readers meet it, and says where a budget is missed.

Weight of a first visit and arrival at a place deep in a long page (Chromium before nginx with brotli), Lighthouse on a
phone with slow 4G, seconds until an edit is on an editor's screen, and the editions: their time and size.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from explainer.book import editions
from tests import browser as finder
from tests import hosts, support

HERE = Path(__file__).resolve().parent
TOOLS = support.ROOT / "build" / "tools"
PAGES = ("index.html", "dallas/index.html", "dataset/index.html", "claims.html", "timeline.html", "evidence/nist.html")
PLACES = ("claims.html#law-uk", "sources.html#yubanet2016", "timeline.html#texas-and-meta-1-4bn")
RUNS = 3
# Budgets that a reader feels: kilobytes of a first visit, seconds to the largest paint, shift, seconds to a place,
# seconds until an edit shows, megabytes of the book.
WEIGHT, PAINT, SHIFT, ARRIVAL, EDIT, BOOK = 60, 2.0, 0.05, 1.0, 4.0, 4.0
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000}

Row = tuple[str, float, str, float]  # what, figure, unit, budget


def weight(browser: Browser, address: str) -> Iterator[Row]:
    """Kilobytes on the wire of a first visit with an empty cache."""
    for page in PAGES:
        context = browser.new_context(viewport={"width": 412, "height": 823})
        tab = context.new_page()
        wire = context.new_cdp_session(tab)
        wire.send("Network.enable")
        sizes: list[float] = []
        wire.on("Network.loadingFinished", lambda event, sizes=sizes: sizes.append(event["encodedDataLength"]))
        tab.goto(f"{address}/{page}", wait_until="networkidle")
        yield f"first visit of {page}, {len(sizes)} requests", sum(sizes) / 1000, "KB", WEIGHT
        context.close()


def arrival(browser: Browser, address: str) -> Iterator[Row]:
    """Seconds from the press of a link to the place in sight, on slow 4G with an empty cache."""
    for place in PLACES:
        context = browser.new_context(viewport={"width": 412, "height": 823})
        tab = context.new_page()
        wire = context.new_cdp_session(tab)
        wire.send("Network.enable")
        wire.send("Network.emulateNetworkConditions", NETWORK)
        anchor = json.dumps(place.partition("#")[2])
        begun = time.perf_counter()
        tab.goto(f"{address}/{place}", wait_until="commit")
        tab.wait_for_function(
            f"() => {{ const r = document.getElementById({anchor})?.getBoundingClientRect();"
            " return r && r.top > -5 && r.top < innerHeight }"
        )
        yield f"arrival at {place}", time.perf_counter() - begun, "s", ARRIVAL + NETWORK["latency"] / 100
        context.close()


def lighthouse(address: str) -> Iterator[Row]:
    """Median of three runs for each page: largest paint and layout shift, and every score below 100."""
    if not (TOOLS / "node_modules" / "lighthouse").is_dir():
        TOOLS.mkdir(parents=True, exist_ok=True)
        for file in ("package.json", "package-lock.json"):
            shutil.copy(HERE / file, TOOLS)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=TOOLS, check=True)
    program = TOOLS / "node_modules" / "lighthouse" / "cli" / "index.js"
    flags = ["--quiet", "--output=json", "--chrome-flags=--headless=new --no-sandbox --disable-gpu"]
    settings = os.environ | {"CHROME_PATH": finder.executable() or ""}
    for page in PAGES:
        command = ["node", str(program), f"{address}/{page}", *flags]
        runs: list[dict[str, Any]] = [
            json.loads(subprocess.run(command, env=settings, capture_output=True, text=True, check=True).stdout)
            for _ in range(RUNS)
        ]

        def median(audit: str, runs: list[dict[str, Any]] = runs) -> float:
            return statistics.median(float(run["audits"][audit]["numericValue"]) for run in runs)

        yield f"largest paint of {page}", median("largest-contentful-paint") / 1000, "s", PAINT
        yield f"layout shift of {page}", median("cumulative-layout-shift"), "", SHIFT
        for name, category in runs[0]["categories"].items():
            score = statistics.median(100 * (run["categories"][name]["score"] or 0) for run in runs)
            if score < 100:
                yield f"{category['title']} of {page}, points lost", 100 - score, "", 0


def edit(folder: Path) -> Iterator[Row]:
    """Seconds from the saving of a page to its words on the editor's server: the quickest of three."""
    project = support.copy_project(folder / "project")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=project, env=support.environment(), **quiet) as server:  # type: ignore[call-overload]
        try:
            _until(f"http://{address}/about/privacy.html", "<h1")
            page, taken = project / "docs/about/privacy.md", []
            for n in range(RUNS):
                begun = time.perf_counter()
                page.write_text(f"{page.read_text(encoding='utf-8')}\nSaved while one looks on{'!' * n}.\n", "utf-8")
                _until(f"http://{address}/about/privacy.html", f"looks on{'!' * n}.")
                taken.append(time.perf_counter() - begun)
        finally:
            server.terminate()
    yield "an edit on the screen", min(taken), "s", EDIT


def _until(address: str, words: str) -> None:
    while True:
        try:
            with urllib.request.urlopen(address, timeout=120) as answer:
                if words in answer.read().decode("utf-8"):
                    return
        except OSError:
            time.sleep(0.05)


def books(site: Path) -> Iterator[Row]:
    """Time to print all editions, and size of each."""
    begun = time.perf_counter()
    made = editions.run(site, support.DOCS)
    yield "all editions printed", time.perf_counter() - begun, "s", 60
    for edition in made:
        if edition.kind != "chapter":
            yield f"downloads/{edition.file}", edition.bytes / 1e6, "MB", BOOK


def main() -> int:
    """Measure and print; return 1 where a budget is missed."""
    if hosts.install({name: hosts.PROGRAMS[name] for name in ("nginx", "npm")}):
        return 1
    missed = 0
    with tempfile.TemporaryDirectory(prefix="bench-") as name, sync_playwright() as playwright:
        folder = Path(name)
        result = support.build(folder / "site")
        if result.returncode:
            print(support.said(result), file=sys.stderr)
            return 1
        browser = playwright.chromium.launch(executable_path=finder.executable())
        with hosts.nginx(folder / "site", brotli=True) as address:
            measures = [weight(browser, address), arrival(browser, address), lighthouse(address)]
            for rows in (*measures, edit(folder), books(folder / "site")):
                for what, figure, unit, budget in rows:
                    over = figure > budget
                    missed += over
                    print(f"{figure:8.2f} {unit:3} {what}{f' (budget {budget:g})' if over else ''}", flush=True)
        browser.close()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
