"""What can go wrong while a site is built or served: nothing is lost, and the words say what to do."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from bench import nginx, tools
from explainer.facts.problems import EditorError
from explainer.staging import Staging
from tests import support

COMMAND = [sys.executable, "-m", "mkdocs", "build", "--site-dir"]
REST = {".site.lock"}  # an empty file; all else beside the site is gone after a build


@pytest.fixture
def place(tmp_path: Path, site: Path) -> Path:
    """A folder with a whole site in it; the built site is copied, so that a test may ruin it."""
    shutil.copytree(site, tmp_path / "site")
    return tmp_path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project."""
    return support.copy_project(tmp_path / "project")


def state(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of every file: equal states hold the same, untouched files."""
    return {
        f.relative_to(folder).as_posix(): (f.stat().st_size, f.stat().st_mtime_ns)
        for f in folder.rglob("*")
        if f.is_file()
    }


def beside(folder: Path) -> set[str]:
    """What lies beside the site."""
    return {f.name for f in folder.iterdir()} - {"site"} - REST


def start(into: Path, project: Path = support.ROOT) -> subprocess.Popen[str]:
    """A build that runs on its own."""
    pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([*COMMAND, str(into)], cwd=project, env=support.environment(), **pipes)  # type: ignore[call-overload, no-any-return]


@pytest.mark.parametrize("moment", ["start", "pages", "end"])
def test_a_killed_build_leaves_the_site_whole_and_the_next_one_works(place: Path, moment: str) -> None:
    before = state(place / "site")
    building = start(place / "site")
    staged = place / ".site-next"
    sign = {"start": staged, "pages": staged / "sources.html", "end": staged / "_headers"}[moment]
    deadline = time.monotonic() + 120
    while not sign.exists() and building.poll() is None and time.monotonic() < deadline:
        time.sleep(0.002)
    building.send_signal(signal.SIGKILL)
    building.communicate()
    assert state(place / "site") == before
    assert staged.exists(), "the build ended before it was killed"
    if moment == "end":  # once is enough: the rest of a killed build is in nobody's way
        result = support.build(place / "site")
        assert result.returncode == 0, result.stderr
        assert beside(place) == set()
        assert state(place / "site") != before


def test_a_build_killed_between_two_renames_is_mended_by_the_next(place: Path) -> None:
    # Systems that cannot exchange two folders in one step rename twice; this is the moment between.
    (place / "site").rename(place / ".site-previous")
    staging = Staging(place / "site")
    staging.begin()
    assert (place / "site" / "index.html").exists()
    staging.discard()
    assert beside(place) == set()


def test_two_renames_serve_where_folders_cannot_be_exchanged(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: object())
    staging = Staging(place / "site")
    (staging.begin() / "index.html").write_text("new", encoding="utf-8")
    staging.publish()
    assert state(place / "site").keys() == {"index.html"}
    assert beside(place) == set()


def test_two_builds_at_once_do_not_mix(place: Path) -> None:
    first = Staging(place / "site")
    first.begin()
    result = support.build(place / "site")
    assert result.returncode != 0
    assert f"another build is writing this folder (process {os.getpid()})" in result.stderr
    assert "Traceback" not in result.stderr
    with pytest.raises(EditorError, match="another build"):
        Staging(place / "site").begin()
    first.discard()
    Staging(place / "site").begin()


@pytest.mark.parametrize("harm", ["missing", "truncated"])
def test_a_harmed_data_file_is_named_and_the_site_stays(place: Path, project: Path, harm: str) -> None:
    before = state(place / "site")
    file = project / "docs" / "data" / "claims" / "dallas.yml"
    if harm == "missing":
        file.unlink()
    else:
        content = file.read_bytes()
        file.write_bytes(content[: len(content) // 2 + 7])
    result = support.build(place / "site", project)
    assert result.returncode != 0
    assert "dallas" in result.stderr
    assert "Traceback" not in result.stderr
    assert state(place / "site") == before
    assert beside(place) - {"project"} == set()


@pytest.mark.parametrize("name", ["events.yml", "terms.yml", "sources.bib", "questions.yml"])
def test_a_file_of_records_that_is_gone_is_named(project: Path, name: str) -> None:
    (project / "docs" / "data" / name).unlink()
    command = [sys.executable, "-m", "explainer", "check"]
    result = subprocess.run(
        command, cwd=project, env=support.environment(), capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert name.split(".", maxsplit=1)[0] in result.stderr
    assert "Traceback" not in result.stderr


def test_a_disk_without_room_is_said_and_the_site_stays(place: Path) -> None:
    before = state(place / "site")
    # A limit on the size of a file stops the build in the middle of its pages, as a full disk does.
    limit = (150_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1])
    result = subprocess.run(
        [*COMMAND, str(place / "site")],
        cwd=support.ROOT,
        env=support.environment(),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit),
    )
    assert result.returncode != 0
    assert "The site is as it was." in result.stderr
    assert "Traceback" not in result.stderr
    assert state(place / "site") == before
    assert beside(place) == set()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes, where this machine lets a test have one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(["mount", *options], capture_output=True, check=False).returncode:
        pytest.skip("Only root can mount a small file system; the limit on files above stands for it.")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_said_and_leaves_nothing_behind(small_disk: Path) -> None:
    (small_disk / "site").mkdir()
    (small_disk / "site" / "index.html").write_text("old", encoding="utf-8")
    result = support.build(small_disk / "site")
    assert result.returncode != 0
    assert "the disk is full" in result.stderr
    assert "Traceback" not in result.stderr
    assert (small_disk / "site" / "index.html").read_text(encoding="utf-8") == "old"
    assert beside(small_disk) == set()


def test_a_warning_late_in_a_build_keeps_the_old_site(place: Path, project: Path) -> None:
    before = state(place / "site")
    page = project / "docs" / "about" / "privacy.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nSee [the page](nothing-here.md).\n", encoding="utf-8")
    assert support.build(place / "site", project).returncode != 0
    assert state(place / "site") == before


def test_a_page_deleted_while_the_site_is_served(place: Path) -> None:
    if not tools.program("nginx"):
        pytest.skip(tools.advice("nginx"))
    with nginx.serve(place / "site") as address:
        assert urlopen(f"{address}/timeline.html").status == 200
        for name in ("timeline.html", "timeline.html.gz", "timeline.html.br"):
            (place / "site" / name).unlink()
        time.sleep(2.5)  # nginx trusts what it knows of a file for two seconds (open_file_cache_valid)
        with pytest.raises(HTTPError) as error:
            urlopen(f"{address}/timeline.html")
        assert error.value.code == 404
        assert b"This page is not here" in error.value.read()
        assert urlopen(f"{address}/claims.html").status == 200


def test_readers_get_whole_pages_while_a_new_build_takes_the_place(place: Path) -> None:
    if not tools.program("nginx"):
        pytest.skip(tools.advice("nginx"))
    with nginx.serve(place / "site") as address:
        building = start(place / "site")
        answers = 0
        while building.poll() is None:
            body = urlopen(f"{address}/claims.html").read()
            assert body.rstrip().endswith(b"</html>")
            answers += 1
            time.sleep(0.02)
        assert building.returncode == 0
        assert answers > 10
        assert urlopen(f"{address}/claims.html").status == 200


def test_a_page_deleted_while_an_editor_looks_on(project: Path) -> None:
    port = nginx.free_port()
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    log = project / "serve.log"
    page = project / "docs" / "about" / "privacy.md"
    with log.open("w", encoding="utf-8") as out:
        serving = subprocess.Popen(command, cwd=project, env=support.environment(), stdout=out, stderr=out)
    try:
        _until(lambda: "Serving on" in log.read_text(encoding="utf-8"))
        text = page.read_text(encoding="utf-8")
        page.unlink()
        _until(lambda: "privacy.md" in log.read_text(encoding="utf-8"))
        assert serving.poll() is None
        page.write_text(text, encoding="utf-8")
        _until(lambda: urlopen(f"http://127.0.0.1:{port}/about/privacy.html", timeout=30).status == 200)
    finally:
        serving.terminate()
        serving.wait(timeout=30)


def _until(condition: object, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if condition():  # type: ignore[operator]
                return
        except OSError:
            pass
        time.sleep(0.1)
    pytest.fail(f"waited {seconds:.0f} seconds in vain")
