"""`make bench`: measures everything that has a budget, prints one table, writes bench/results.json."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from bench import builds, editions, lighthouse, load, tools, visits
from bench.reasons import reason
from tests import browser as finder
from tests import support

RESULTS = Path(__file__).resolve().parent / "results.json"
HOME = "index.html"
LONG = ["claims.html", "timeline.html", "sources.html", "dallas/article.html"]
# One page of each kind, for the parts that take long; the part "weight" visits every page.
KINDS = [HOME, "dallas/index.html", "dataset/index.html", "glossary.html", "about/method.html", *LONG]
LOADED = [HOME, "dallas/index.html", "claims.html", "assets/site.css"]
GROWTH = (30, 300, 3000)
PARTS = ("weight", "lighthouse", "build", "growth", "editions", "load")


def main() -> int:
    """Run the parts asked for; the exit status is 1 when a budget is missed."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"{', '.join(PARTS)} (default: all)")
    chosen = parser.parse_args().parts or list(PARTS)
    if unknown := set(chosen) - set(PARTS):
        parser.error(f"there is no part '{unknown.pop()}'; known: {', '.join(PARTS)}")
    if not tools.program("nginx", install=True):
        print(tools.advice("nginx"), file=sys.stderr)
        return 1
    # Parts that are not run keep the figures of the last run.
    found: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        _say("Building the site and the same pages with stock Material")
        seconds = min(builds.build(builds.ROOT, folder / "site") for _ in range(3 if "build" in chosen else 1))
        stock_site, stock_seconds = builds.stock(folder / "site", folder / "stock")
        for part in chosen:
            _say(f"Measuring: {part}")
            if part == "weight":
                found[part] = _weight(folder, stock_site)
            elif part == "lighthouse":
                found[part] = lighthouse.measure(folder / "site", KINDS, _chromium(), folder)
            elif part == "build":
                found[part] = {
                    "processor_seconds": round(seconds, 2),
                    "stock_processor_seconds": round(stock_seconds, 2),
                    "rebuild_seconds": round(builds.rebuild_after_an_edit(folder / "serve"), 2),
                }
            elif part == "growth":
                found[part] = {str(n): round(builds.growing(folder / f"grow-{n}", n), 2) for n in GROWTH}
            elif part == "editions":
                found[part] = editions.measure(folder / "site")
            else:
                found[part] = load.measure(folder / "site", LOADED)
            rows = _record(found)
    _print(rows)
    return 0 if all(ok for *_, ok in rows) else 1


Row = tuple[str, str, str, bool]


def _record(found: dict[str, Any]) -> list[Row]:
    """Write what is known after each part: a bench that is stopped leaves what it has measured."""
    rows = list(budgets(found))
    found["cores"] = os.cpu_count()
    found["busy"] = round(os.getloadavg()[0], 1)  # processes that wanted a core; above `cores`, times are too long
    found["budgets"] = [
        {"what": w, "budget": b, "measured": m, "met": ok, **({} if ok else {"reason": reason(w)})}
        for w, b, m, ok in rows
    ]
    RESULTS.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return rows


def budgets(found: dict[str, Any]) -> Iterator[Row]:
    """(what, budget, measured, met) for every part that was measured."""
    if weight := found.get("weight"):
        ours = {v["page"]: v for v in weight["ours"]}
        stock = {v["page"]: v for v in weight["stock"]}
        home = ours[HOME]
        yield _at_most("Home page, first visit", home["bytes"], 45_000, "KB")
        yield _at_most("Home page, requests", home["requests"], 6, "")
        yield _at_most("Home page, share of stock Material", home["bytes"] / stock[HOME]["bytes"], 0.25, "ratio")
        ordinary = [v for page, v in ours.items() if page not in (HOME, *LONG)]
        heaviest = max(ordinary, key=lambda v: v["bytes"])
        yield _at_most(f"Heaviest ordinary page ({heaviest['page']}), first visit", heaviest["bytes"], 40_000, "KB")
        yield _at_most("Ordinary pages, most requests", max(v["requests"] for v in ordinary), 6, "")
        for page in LONG:
            yield _at_most(f"{page}, first visit", ours[page]["bytes"], 110_000, "KB")
        yield _at_most("Home page, before the first paint", home["before_paint"], 24_000, "KB")
        latest = max(v["before_paint"] for v in ordinary)
        yield _at_most("Ordinary pages, most before the first paint", latest, 26_000, "KB")
        yield _at_most("Search, code and texts on first use", weight["search"], 180_000, "KB")
        yield _at_most("Requests to other hosts, all pages", sum(v["other_hosts"] for v in ours.values()), 0, "")
    if isinstance(runs := found.get("lighthouse"), dict):
        for page, run in runs.items():
            scores = [run[name] for name in lighthouse.CATEGORIES]
            words = "/".join(f"{score:.0f}" for score in scores)
            yield f"Lighthouse, {page}", "100/100/100/100", words, min(scores) >= 100
            yield _at_most(f"Largest paint, {page}", run["largest_paint"], 1.5 if page in LONG else 1.1, "s")
            yield _at_most(f"Layout shift, {page}", run["layout_shift"], 0, "")
            yield _at_most(f"Blocking time, {page}", run["blocking_ms"], 49, "ms")
    elif runs:
        yield "Lighthouse", "runs", runs, False
    if build := found.get("build"):
        yield _at_most(
            "Clean build, times stock Material",
            build["processor_seconds"] / build["stock_processor_seconds"],
            2.5,
            "ratio",
        )
        yield _at_most("Rebuild after one edit", build["rebuild_seconds"], 2, "s")
    if growth := found.get("growth"):
        for less, more in ((30, 300), (300, 3000)):
            factor = growth[str(more)] / growth[str(less)]
            yield _at_most(f"Growth, {less} to {more} pages ({6 * less:,} to {6 * more:,} claims)", factor, 10, "ratio")
    if made := found.get("editions"):
        yield _at_most("Editions, processor time a page", made["ms_a_page"], editions.MS_A_PAGE, "ms")
        yield _at_most("Editions, time", made["seconds"], editions.SECONDS, "s")
        yield _at_most("Editions, peak memory", made["peak_mib"], editions.PEAK_MIB, "MiB")
        yield _at_most("The book, size", made["book_mb"], editions.BOOK_MB, "MB")
    if isinstance(loads := found.get("load"), dict):
        yield _at_most("Errors under load", sum(run["errors"] for run in loads.values()), 0, "")
    elif loads:
        yield "Load", "runs", loads, False


def _at_most(what: str, measured: float, budget: float, unit: str) -> Row:
    def shown(value: float) -> str:
        text = f"{value / 1000:.1f} KB" if unit == "KB" else f"{value:.2f}" if unit == "ratio" else f"{value:g} {unit}"
        return text.strip()

    return what, f"at most {shown(budget)}", shown(measured), measured <= budget


def _weight(folder: Path, stock_site: Path) -> dict[str, Any]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=finder.executable(), args=["--no-sandbox", "--disable-gpu"]
        )
        # Every page that readers can find; the unlisted one is for the makers of the site.
        site = folder / "site"
        pages = sorted({file.relative_to(site).as_posix() for file in site.rglob("*.html")} - set(support.UNLISTED))
        ours = visits.measure(chromium, site, pages, folder)
        paths = [
            path.removesuffix("index.html") if path.endswith("index.html") else f"{path.removesuffix('.html')}/"
            for path in KINDS
        ]
        stock = visits.measure(chromium, stock_site, [f"{path}index.html" for path in paths], folder, stock=True)
        chromium.close()
    for visit, path in zip(stock, KINDS, strict=True):
        visit.page = path
    searching = ("assets/hashed/minisearch.*.br", "assets/hashed/search.*.br", "search/index.js.br")
    search = sum(file.stat().st_size for pattern in searching for file in site.glob(pattern))
    return {"ours": [v.as_dict() for v in ours], "stock": [v.as_dict() for v in stock], "search": search}


def _chromium() -> str:
    with sync_playwright() as playwright:
        return finder.executable() or playwright.chromium.executable_path


def _print(rows: list[Row]) -> None:
    widths = [max(len(str(row[n])) for row in rows) for n in range(3)]
    for what, budget, measured, met in rows:
        print(f"{what:{widths[0]}}  {budget:>{widths[1]}}  {measured:>{widths[2]}}  {'met' if met else 'MISSED'}")
    for what, _, _, met in rows:
        if not met:
            print(f"\n{what}: {reason(what)}")
    print(f"\n{sum(row[3] for row in rows)} of {len(rows)} budgets met. All figures: bench/results.json")


def _say(text: str) -> None:
    print(f"{text} ...", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
