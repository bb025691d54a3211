"""Lighthouse on a phone with simulated slow 4G: the median of three runs for a page of each kind."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench import nginx, tools

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
RUNS = 3


def measure(site: Path, pages: list[str], chromium: str, folder: Path) -> dict[str, dict[str, Any]] | str:
    """Scores, largest paint (s), layout shift and blocking time (ms) of each page; or why there are none."""
    node, package = tools.program("npm"), tools.npm_package("lighthouse")
    if not node or not package:
        return "Lighthouse needs node and npm, and could not be installed here."
    results = {}
    with nginx.serve(site, brotli=True) as address:
        for page in pages:
            runs = [_run(package, f"{address}/{page}", chromium, folder / "lighthouse.json") for _ in range(RUNS)]
            failed = next((run for run in runs if isinstance(run, str)), None)
            if failed:
                return failed
            results[page] = _median([run for run in runs if isinstance(run, dict)])
            print(f"  {page}: {results[page]}", file=sys.stderr, flush=True)
    return results


def _run(package: Path, address: str, chromium: str, output: Path) -> dict[str, Any] | str:
    command = [
        "node",
        str(package / "cli" / "index.js"),
        address,
        "--quiet",
        "--output=json",
        f"--output-path={output}",
    ]
    command += ["--chrome-flags=--headless=new --no-sandbox --disable-gpu", f"--only-categories={','.join(CATEGORIES)}"]
    environment = {**os.environ, "CHROME_PATH": chromium}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode:
        return f"Lighthouse did not run: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}"
    report = json.loads(output.read_text(encoding="utf-8"))
    audits = report["audits"]
    failing = [
        name
        for category in report["categories"].values()
        for name in (ref["id"] for ref in category["auditRefs"] if ref["weight"])
        if (audits[name].get("score") or 0) < 0.9
        and audits[name].get("scoreDisplayMode") in ("binary", "numeric", "metricSavings")
    ]
    return {
        **{name: round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES},
        "largest_paint": round(audits["largest-contentful-paint"]["numericValue"] / 1000, 2),
        "layout_shift": round(audits["cumulative-layout-shift"]["numericValue"], 3),
        "blocking_ms": round(audits["total-blocking-time"]["numericValue"]),
        "failing": failing,
    }


def _median(runs: list[dict[str, Any]]) -> dict[str, Any]:
    numbers = {key: statistics.median(run[key] for run in runs) for key in runs[0] if key != "failing"}
    return {**numbers, "failing": sorted({name for run in runs for name in run["failing"]})}
