"""How many answers a second nginx gives with the shipped configuration, and whether any of them is wrong."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

from bench import nginx, tools

SECONDS = 5
CONNECTIONS = (16, 64, 256)


def measure(site: Path, pages: list[str]) -> dict[str, Any] | str:
    """Answers a second, slowest percent (ms) and errors for each page at the rate nginx reaches; or why not."""
    wrk = tools.program("wrk", install=True)
    if not wrk:
        return tools.advice("wrk")
    results: dict[str, Any] = {}
    with nginx.serve(site) as address:
        for page in pages:
            runs = [_run(wrk, f"{address}/{page}", connections) for connections in CONNECTIONS]
            results[page] = max(runs, key=lambda run: float(run["per_second"])) | {
                "errors": sum(int(r["errors"]) for r in runs)
            }
    return results


def _run(wrk: str, address: str, connections: int) -> dict[str, float | int]:
    command = [wrk, "-t2", f"-c{connections}", f"-d{SECONDS}s", "--latency", "-H", "Accept-Encoding: gzip", address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {
        "connections": connections,
        "per_second": float(_number(r"Requests/sec:\s+([\d.]+)", said)),
        "p99_ms": _milliseconds(_number(r"(?m)^\s+99%\s+(\S+)", said)),
        "errors": sum(map(int, re.findall(r"(?:connect|read|write|timeout|responses:) (\d+)", said))),
    }


def _number(pattern: str, said: str) -> str:
    found = re.search(pattern, said)
    if not found:
        raise RuntimeError(f"wrk said something new:\n{said}")
    return found.group(1)


def _milliseconds(text: str) -> float:
    value, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()  # type: ignore[union-attr]
    return round(float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit], 2)
