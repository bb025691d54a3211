"""The check of external links, against a server of our own: what it asks, how politely, what it makes of answers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from explainer.facts.library import Library
from explainer.facts.problems import EditorError
from explainer.out import external


@dataclass
class Host:
    """A server that remembers what it was asked; `most` is the largest number of requests at one time."""

    address: str
    asked: list[tuple[str, str]] = field(default_factory=list)
    now: int = 0
    most: int = 0


@pytest.fixture
def host() -> Iterator[Host]:
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            with lock:
                state.asked.append((self.command, self.path))
                state.now += 1
                state.most = max(state.most, state.now)
            statuses = {"/gone": 404, "/withdrawn": 410, "/busy": 503, "/closed": 403, "/moved": 301}
            status = statuses.get(self.path, 200)
            if self.path == "/no-head" and self.command == "HEAD":
                status = 405
            if self.path == "/lies" and self.command == "HEAD":
                status = 404
            if self.path == "/slow":
                threading.Event().wait(2)
            self.send_response(status)
            if status == 301:
                self.send_header("Location", "/new-home")
            self.send_header("Content-Length", "0")
            with lock:
                state.now -= 1
            self.end_headers()

        do_GET = do_HEAD = _answer  # noqa: N815 (names set by http.server)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state = Host(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield state
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "state", "methods"),
    [
        ("/here", "ok", ["HEAD"]),
        ("/no-head", "ok", ["HEAD", "GET"]),
        ("/lies", "ok", ["HEAD", "GET"]),
        ("/gone", "gone", ["HEAD", "GET"]),
        ("/withdrawn", "gone", ["HEAD", "GET"]),
        ("/busy", "unsure", ["HEAD", "GET"]),
        ("/closed", "unsure", ["HEAD", "GET"]),
        ("/slow", "unsure", ["HEAD"]),
    ],
)
def test_what_an_answer_means(host: Host, path: str, state: str, methods: list[str]) -> None:
    answer = external.ask("key", host.address + path, timeout=0.5)
    assert answer.state == state
    assert [method for method, _ in host.asked] == methods


def test_a_move_says_where_to(host: Host) -> None:
    answer = external.ask("key", f"{host.address}/moved", timeout=5)
    assert (answer.state, answer.detail) == ("moved", f"{host.address}/new-home")


def test_a_host_that_does_not_exist_is_gone() -> None:
    answer = external.ask("key", "http://nobody.invalid/page", timeout=5)
    assert answer.state in ("gone", "unsure")  # without any network the name service itself is silent
    assert answer.detail


def test_one_host_is_asked_one_thing_at_a_time(host: Host) -> None:
    wanted = [("key", f"{host.address}/page-{n}") for n in range(6)]
    answers = list(external.check(wanted, timeout=5, pause=0.01))
    assert {a.state for a in answers} == {"ok"}
    assert host.most == 1
    assert len(host.asked) == 6


def test_ignored_addresses_are_never_asked_and_each_has_a_reason(host: Host, tmp_path: Path) -> None:
    file = tmp_path / "ignore.yml"
    file.write_text(
        f"- pattern: '{host.address}/closed'\n  reason: A person opened it on 22 November 2026.\n", encoding="utf-8"
    )
    wanted = [("a", f"{host.address}/closed"), ("b", f"{host.address}/here")]
    answers = list(external.check(wanted, external.ignored(file), timeout=5, pause=0))
    assert [a.key for a in answers] == ["b"]
    assert all(path == "/here" for _, path in host.asked)
    file.write_text("- pattern: 'https://'\n", encoding="utf-8")
    with pytest.raises(EditorError, match="needs a pattern and a reason"):
        external.ignored(file)
    assert external.ignored()


def test_the_report_names_what_is_gone_and_counts_the_rest(host: Host) -> None:
    wanted = [("good", f"{host.address}/here"), ("bad", f"{host.address}/gone"), ("old", f"{host.address}/moved")]
    said: list[str] = []
    gone = external.report(external.check(wanted, timeout=5, pause=0), said.append)
    assert gone == 1
    assert f"gone: bad: {host.address}/gone (answers 404)" in said
    assert said[-1] == "1 answer, 1 moved, 0 unsure, 1 gone."


def test_every_address_of_the_sources_would_be_asked(library: Library) -> None:
    wanted = dict(external.addresses(library))
    assert wanted == {s.key: s.url for s in library.sources.values() if s.url}
