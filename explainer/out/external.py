"""
`explainer links`: asks every address that the sources lead to whether it still answers. Never part of a build.

Polite: one request at a time to a host, with a pause between two; HEAD first, GET where a host refuses HEAD.
Only "gone" is a finding that fails: a host that turns programs away, is slow or is down for now is unsure.
"""

from __future__ import annotations

import http.client
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import yaml

from explainer.facts.library import Library
from explainer.facts.problems import EditorError, Problem

IGNORED = Path(__file__).with_name("links_ignore.yml")
GONE = (404, 410, 451)
NO_HEAD = (400, 403, 405, 406, 501, 503)  # answers to HEAD that may change with GET
HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; link check)", "Accept": "*/*"}


@dataclass(frozen=True)
class Answer:
    """What an address answered: `state` is "ok", "moved", "gone" or "unsure"; `detail` says why, or where to."""

    key: str
    url: str
    state: str
    detail: str = ""


def addresses(library: Library) -> list[tuple[str, str]]:
    """(source key, address) of every source, its archived copy included."""
    found = [(s.key, url) for s in library.sources.values() for url in (s.url, s.archived) if url]
    return list(dict.fromkeys(found))


def ignored(path: Path = IGNORED) -> list[tuple[re.Pattern[str], str]]:
    """Patterns to leave out, with the reason of each; raises `EditorError` where a reason is missing."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    for n, row in enumerate(rows, 1):
        if not (isinstance(row, dict) and row.get("pattern") and row.get("reason")):
            raise EditorError(
                [Problem(path.name, 0, f"entry {n} needs a pattern and a reason", "Add what is missing.")]
            )
    return [(re.compile(row["pattern"]), row["reason"]) for row in rows]


def check(
    wanted: Iterable[tuple[str, str]],
    leave_out: Iterable[tuple[re.Pattern[str], str]] = (),
    *,
    timeout: float = 20,
    pause: float = 1,
    hosts: int = 8,
) -> Iterator[Answer]:
    """Answers of all addresses; `timeout` and `pause` in seconds, `hosts` asked at the same time."""
    patterns = [pattern for pattern, _ in leave_out]
    by_host: dict[str, list[tuple[str, str]]] = {}
    for key, url in wanted:
        if not any(pattern.match(url) for pattern in patterns):
            by_host.setdefault(urlsplit(url).netloc, []).append((key, url))

    def ask_host(rows: list[tuple[str, str]]) -> list[Answer]:
        answers = []
        for n, (key, url) in enumerate(rows):
            if n:
                time.sleep(pause)
            answers.append(ask(key, url, timeout))
        return answers

    with ThreadPoolExecutor(hosts) as pool:
        for answers in pool.map(ask_host, by_host.values()):
            yield from answers


def ask(key: str, url: str, timeout: float) -> Answer:
    """Ask one address."""
    status, detail = _request(url, "HEAD", timeout)
    if status in NO_HEAD or status in GONE:  # some hosts answer 404 to HEAD and have the page
        status, detail = _request(url, "GET", timeout)
    if status in GONE:
        return Answer(key, url, "gone", f"answers {status}")
    if status is None or status >= 400:
        return Answer(key, url, "gone" if detail == "no such host" else "unsure", detail or f"answers {status}")
    return Answer(key, url, "moved", detail) if detail else Answer(key, url, "ok")


def _request(url: str, method: str, timeout: float) -> tuple[int | None, str]:
    """Status and, for a redirect to another address, where it led; (None, reason) without an answer."""
    safe = quote(url, safe=":/?#[]@!$&'()*+,;=%~")
    if not safe.startswith(("http://", "https://")):
        return None, "no web address"
    request = urllib.request.Request(safe, method=method, headers=HEADERS)  # noqa: S310 (checked above)
    try:
        with urllib.request.urlopen(request, timeout=timeout) as response:  # noqa: S310 (checked above)
            final = response.geturl()
            return response.status, "" if _same(final, safe) else final
    except urllib.error.HTTPError as error:
        return error.code, ""
    except urllib.error.URLError as error:
        text = str(error.reason)
        return None, "no such host" if "Name or service not known" in text else text
    except (TimeoutError, http.client.HTTPException, OSError, ValueError) as error:
        return None, str(error) or type(error).__name__


def _same(one: str, other: str) -> bool:
    """True where only the scheme, "www." or a closing slash differ."""

    def bare(url: str) -> str:
        return re.sub(r"^https?://(www\.)?", "", url).rstrip("/")

    return bare(one) == bare(other)


def report(answers: Iterable[Answer], say: Callable[[str], None] = print) -> int:
    """Print what is not in order; return the number of addresses that are gone."""
    counts = {"ok": 0, "moved": 0, "gone": 0, "unsure": 0}
    for answer in answers:
        counts[answer.state] += 1
        if answer.state != "ok":
            say(f"{answer.state}: {answer.key}: {answer.url} ({answer.detail})")
    say(f"{counts['ok']} answer, {counts['moved']} moved, {counts['unsure']} unsure, {counts['gone']} gone.")
    return counts["gone"]
