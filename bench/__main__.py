"""
Measures the first explainer as readers meet it, and says where a budget is missed.

Weight and requests of a first visit, arrival at a place deep in a long page, the answer of a tap and the search
(Chromium before nginx with brotli), Lighthouse on a phone, seconds until an edit is on an editor's screen, and the
editions: their time and size. Run it alone: what else runs here is measured too.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from explainer.book import editions, volumes
from explainer.book.volumes import Site
from explainer.facts.settings import Settings
from tests import browser as finder
from tests import hosts, support

HERE = Path(__file__).resolve().parent
TOOLS = support.ROOT / "build" / "tools"
# Kilobytes of a first visit: home, ordinary pages, and the two that are tools. Ledger and sources are the whole record.
HOME, ORDINARY, TOOL = 40, 42, 48
PAGES = {
    "index.html": HOME,
    "dallas/index.html": ORDINARY,
    "dallas/article.html": ORDINARY,
    "dataset/index.html": ORDINARY,
    "evidence/nist.html": ORDINARY,
    "evidence/detroit.html": ORDINARY,
    "context/law.html": ORDINARY,
    "glossary.html": ORDINARY,
    "evidence/error-rates.html": TOOL,
    "timeline.html": TOOL,
}
REQUESTS = 6
LONG = {"claims.html", "sources.html", "timeline.html"}
LOOKED_AT = (*PAGES, "claims.html")
PLACES = (
    "claims.html#law-uk", "sources.html#yubanet2016", "timeline.html#texas-and-meta-1-4bn", "glossary.html#probe",
    "dallas/article.html#p22-correction",
)  # fmt: skip
SLOWED = 4  # times a desktop processor's time, as on a middling phone
RUNS = 3

Row = tuple[str, float, str, float]  # what, figure, unit, budget

SEEN = """() => { const sought = decodeURIComponent(location.hash.slice(1)); const look = () => {
    const box = document.getElementById(sought)?.getBoundingClientRect();
    if (box && box.top > -5 && box.top < innerHeight) window.seen = performance.now(); else requestAnimationFrame(look);
  }; if (sought) look(); }"""
TAP = """() => new Promise(done => { const link = document.querySelector("article [data-claim]");
    link.scrollIntoView({ block: "center" }); requestAnimationFrame(() => setTimeout(() => {
      const begun = performance.now(); link.click();
      requestAnimationFrame(() => { const c = new MessageChannel();
        c.port1.onmessage = () => done(document.querySelector("[popover]:popover-open, .notes .open")
          ? performance.now() - begun : -1);
        c.port2.postMessage(0); }); }, 300)); })"""


@contextmanager
def visit(browser: Browser, *, slowed: int = 1) -> Iterator[tuple[Page, list[tuple[str, float]]]]:
    """
    A phone with an empty cache, and what comes to it: (address, kilobytes of the body as compressed).

    Heads are not counted: HTTP/2 packs those of one visit into some hundred bytes, and this server speaks HTTP/1.
    """
    context = browser.new_context(viewport={"width": 412, "height": 823})
    tab = context.new_page()
    wire = context.new_cdp_session(tab)
    wire.send("Network.enable")
    wire.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    came: list[tuple[str, float]] = []
    asked: dict[str, str] = {}
    heads: dict[str, float] = {}
    wire.on("Network.requestWillBeSent", lambda e: asked.update({e["requestId"]: e["request"]["url"]}))
    wire.on(
        "Network.responseReceived", lambda e: heads.update({e["requestId"]: e["response"]["encodedDataLength"] / 1000})
    )
    wire.on(
        "Network.loadingFinished",
        lambda e: came.append(
            (asked.get(e["requestId"], ""), e["encodedDataLength"] / 1000 - heads.get(e["requestId"], 0))
        ),
    )
    yield tab, came
    context.close()


def weight(browser: Browser, address: str) -> Iterator[Row]:
    """Kilobytes of a first visit, of it what the first paint waits for, and requests."""
    for page, budget in PAGES.items():
        with visit(browser) as (tab, came):
            tab.goto(f"{address}/{page}", wait_until="networkidle")
            first = [size for url, size in came if url.endswith((".html", ".css")) or "/early." in url]
            yield f"first visit of {page}", sum(size for _, size in came), "KB", budget
            yield "  before its first paint", sum(first), "KB", budget - 16
            yield "  requests", len(came), "", REQUESTS


def answers(browser: Browser, address: str) -> Iterator[Row]:
    """Arrival at a place, the answer of a tap on a phrase, and what a first search loads."""
    for place in PLACES:
        taken = []
        for _ in range(RUNS):
            with visit(browser, slowed=SLOWED) as (tab, _came):
                tab.goto(f"{address}/about/index.html", wait_until="networkidle")  # whence the link is followed
                tab.add_init_script(f"({SEEN})()")
                tab.goto(f"{address}/{place}")
                taken.append(float(tab.wait_for_function("() => window.seen").json_value()))
        yield f"arrival at {place}", statistics.median(taken), "ms", 300
    for page in ("dallas/index.html", "context/law.html"):
        with visit(browser, slowed=SLOWED) as (tab, came):
            tab.goto(f"{address}/{page}", wait_until="networkidle")
            before = len(came)
            yield f"a tap on {page}", float(tab.evaluate(TAP)), "ms", 50
            yield "  requests of it", len(came) - before, "", 0
    with visit(browser) as (tab, came):
        tab.goto(f"{address}/index.html", wait_until="networkidle")
        before = len(came)
        tab.keyboard.press("/")
        tab.locator("dialog [type=search]").fill("facial recognition")
        tab.locator("#search-results li").first.wait_for()
        yield "the first search", sum(size for _, size in came[before:]), "KB", 180


def lighthouse(address: str) -> Iterator[Row]:
    """Median of three runs for each page: largest paint and layout shift, and every score below 100."""
    if not (TOOLS / "node_modules" / "lighthouse").is_dir():
        TOOLS.mkdir(parents=True, exist_ok=True)
        for file in ("package.json", "package-lock.json"):
            shutil.copy(HERE / file, TOOLS)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=TOOLS, check=True)
    program = TOOLS / "node_modules" / "lighthouse" / "cli" / "index.js"
    flags = ["--quiet", "--output=json", "--chrome-flags=--headless=new --no-sandbox --disable-gpu"]
    settings = os.environ | {"CHROME_PATH": shutil.which("chromium") or finder.executable() or ""}
    for page in LOOKED_AT:
        command = ["node", str(program), f"{address}/{page}", *flags]
        runs: list[dict[str, Any]] = [
            json.loads(subprocess.run(command, env=settings, capture_output=True, text=True, check=True).stdout)
            for _ in range(RUNS)
        ]

        def median(audit: str, runs: list[dict[str, Any]] = runs) -> float:
            return statistics.median(float(run["audits"][audit]["numericValue"]) for run in runs)

        yield f"largest paint of {page}", median("largest-contentful-paint") / 1000, "s", 1.5 if page in LONG else 1.1
        yield "  its layout shift", median("cumulative-layout-shift"), "", 0
        for name, category in runs[0]["categories"].items():
            score = statistics.median(100 * (run["categories"][name]["score"] or 0) for run in runs)
            yield f"  its points lost in {category['title']}", 100 - score, "", 0


def edit(folder: Path) -> Iterator[Row]:
    """Seconds from the saving of a page to its words on the editor's server: the quickest of three."""
    project = support.copy_project(folder / "project")
    address = f"127.0.0.1:{hosts.free_port()}"
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
    yield "an edit on the screen", min(taken), "s", 4


def _until(address: str, words: str) -> None:
    while True:
        try:
            with urllib.request.urlopen(address, timeout=120) as answer:
                if words in answer.read().decode("utf-8"):
                    return
        except OSError:
            time.sleep(0.05)


def books(site: Path) -> Iterator[Row]:
    """Processor time of each printed page; time of all editions over a build without; sizes."""
    source = Site(site, support.DOCS, Settings.read(support.ROOT / "mkdocs.yml"))
    used = time.process_time()
    book = volumes.resolved(volumes.book(source))
    pages = sum(one.pages for _, one in editions.printed(source, book, "book", 0).values())
    yield "processor time for each printed page", (time.process_time() - used) * 1000 / pages, "ms", 25
    begun = time.perf_counter()
    made = editions.run(site, support.DOCS)
    yield "all editions, over a build without", time.perf_counter() - begun, "s", 30
    for edition in made:
        if edition.kind not in editions.BESIDE:
            budget = 3 if edition.kind.startswith("book") else float("inf")
            yield f"downloads/{edition.file}", edition.bytes / 1e6, "MB", budget


def main(words: list[str]) -> int:
    """Measure what is named (weight, answers, lighthouse, edit, books), or all; return 1 where a budget is missed."""
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
            measures = {
                "weight": lambda: weight(browser, address),
                "answers": lambda: answers(browser, address),
                "lighthouse": lambda: lighthouse(address),
                "edit": lambda: edit(folder),
                "books": lambda: books(folder / "site"),
            }
            for word in words or measures:
                for what, figure, unit, budget in measures[word]():
                    over = figure > budget + 1e-9
                    missed += over
                    told = f"  MISSED: at most {budget:g}" if over else ""
                    print(f"{figure:9.2f} {unit:3} {what}{told}", flush=True)
        browser.close()
    print(f"{missed} budgets missed" if missed else "Every budget is met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
