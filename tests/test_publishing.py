"""The built folder takes the place of the old one safely: killed, on a full disk, twice at once, over a link."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from explainer.facts.problems import EditorError
from explainer.publishing import Publication
from tests import support

COMMAND = [sys.executable, "-m", "mkdocs", "build", "--site-dir"]
REST = {".site.lock"}  # an empty file; all else beside the site is gone after a build
FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def place(tmp_path: Path, small: Path) -> Path:
    """A folder with a whole site in it, which a test may ruin."""
    shutil.copytree(small, tmp_path / "site")
    return tmp_path


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


def new(publication: Publication) -> Path:
    """A finished new site of three files in the folder of a publication."""
    folder = publication.begin()
    for name in ("index.html", "rules/index.html", "assets/new.css"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("new", encoding="utf-8")
    return folder


NEW = {"index.html", "rules/index.html", "assets/new.css"}


def published(site: Path) -> set[str]:
    """Files that readers can ask for."""
    return {name for name in state(site) if not any(part.startswith(".") for part in name.split("/"))}


# -- killed ------------------------------------------------------------------------------------------------


# Publishes one version after another, each with a number in all of its files, and says when one is whole.
PUBLISHER = """
import itertools, sys
from pathlib import Path
from explainer.publishing import Publication
for number in itertools.count(int(sys.argv[2])):
    publication = Publication(Path(sys.argv[1]))
    folder = publication.begin()
    for name in range(40):
        (folder / f"{name}.html").write_text(f"{number}", encoding="utf-8")
    publication.publish()
    print(number, flush=True)
"""


@pytest.mark.parametrize("kept", [False, True], ids=["a plain folder", "a folder with files of others"])
def test_a_build_killed_at_any_moment_leaves_the_site_whole_and_the_next_one_works(tmp_path: Path, kept: bool) -> None:
    site, number = tmp_path / "site", 0
    site.mkdir()
    if kept:
        (site / ".nojekyll").touch()
    for versions in range(1, 11):
        command = [sys.executable, "-c", PUBLISHER, str(site), str(number + 1)]
        with subprocess.Popen(command, env=support.environment(), stdout=subprocess.PIPE, text=True) as publisher:
            assert publisher.stdout
            for _ in range(versions):
                number = int(publisher.stdout.readline())
            publisher.send_signal(signal.SIGKILL)
        # The next build begins by mending what the killed one left; it then shows what readers had.
        publication = Publication(site)
        publication.begin()
        publication.discard()
        found = {file.read_text(encoding="utf-8") for file in site.glob("*.html")}
        assert len(list(site.glob("*.html"))) == 40
        assert max(map(int, found)) >= number
        if kept:
            assert all(text.isdigit() for text in found), "every file is whole: the old one or the new one"
            assert (site / ".nojekyll").exists()
        else:
            assert len(found) == 1, "every file is of one version"
        assert beside(tmp_path) == set()
        number = max(map(int, found))


@pytest.mark.parametrize("sign", [".site-next", ".site-next/rules/index.html"])
def test_a_killed_command_leaves_the_site_and_its_rest_is_in_nobody_s_way(
    place: Path, small_project: Path, sign: str
) -> None:
    before = state(place / "site")
    building = subprocess.Popen(
        [*COMMAND, str(place / "site")],
        cwd=small_project,
        env=support.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while building.poll() is None and not (place / sign).exists():
        os.sched_yield()
    building.send_signal(signal.SIGKILL)
    building.wait()
    assert state(place / "site") == before
    if sign.endswith(".html"):
        result = support.build(place / "site", small_project)
        assert result.returncode == 0, support.said(result)
        assert beside(place) == set()
        assert state(place / "site").keys() == before.keys()


def test_a_build_killed_between_two_renames_is_mended_by_the_next(place: Path) -> None:
    (place / "site").rename(place / ".site-previous")
    publication = Publication(place / "site")
    publication.begin()
    assert (place / "site" / "index.html").exists()
    publication.discard()
    assert beside(place) == set()


def test_what_a_killed_build_left_in_a_filled_folder_goes(place: Path) -> None:
    (place / "site" / ".nojekyll").touch()
    (place / "site" / ".next").mkdir()
    (place / "site" / ".next" / "half.html").write_text("half", encoding="utf-8")
    publication = Publication(place / "site")
    new(publication)
    publication.publish()
    assert state(place / "site").keys() == {*NEW, ".nojekyll"}


# -- twice at once -------------------------------------------------------------------------------------------


def test_two_builds_at_once_do_not_mix(place: Path, small_project: Path) -> None:
    first = Publication(place / "site")
    first.begin()
    result = support.build(place / "site", small_project)
    assert result.returncode != 0
    assert "another build is writing this folder" in result.stderr
    assert "Wait until it has ended, then build again." in result.stderr
    assert "Traceback" not in result.stderr
    with pytest.raises(EditorError, match="another build"):
        Publication(place / "site").begin()
    first.discard()
    second = Publication(place / "site")
    second.begin()
    second.discard()


# -- a full disk ---------------------------------------------------------------------------------------------


def test_a_disk_without_room_is_said_and_the_site_stays(place: Path, small_project: Path) -> None:
    before = state(place / "site")
    # A limit on the size of a file stops the build in the middle of its pages, as a full disk does.
    limit = (15_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1])
    result = subprocess.run(
        [*COMMAND, str(place / "site")],
        cwd=small_project,
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


@pytest.mark.parametrize("room", [0, 1, 2])
def test_a_disk_that_fills_while_a_folder_is_filled_harms_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    (place / "site" / ".nojekyll").touch()
    before = state(place / "site")
    publication = Publication(place / "site")
    new(publication)
    write, left = shutil.copyfile, [room]

    def full(*names: Any, **options: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise FULL
        return write(*names, **options)

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(OSError, match="No space left"):
        publication.publish()
    publication.discard()
    assert state(place / "site") == before
    assert beside(place) == set()


# -- what the build does not own -----------------------------------------------------------------------------


def test_a_folder_with_files_that_no_build_wrote_keeps_them(place: Path) -> None:
    site = place / "site"
    (site / ".git" / "objects").mkdir(parents=True)
    (site / ".git" / "config").write_text("mine", encoding="utf-8")
    (site / ".nojekyll").touch()
    (site / "rules" / ".keep").touch()
    publication = Publication(site)
    new(publication)
    publication.publish()
    assert state(site).keys() == {*NEW, ".git/config", ".nojekyll", "rules/.keep"}
    assert (site / ".git" / "objects").is_dir()
    assert (site / "index.html").read_text(encoding="utf-8") == "new"
    assert beside(place) == set()


def test_a_plain_folder_is_replaced_as_a_whole(place: Path) -> None:
    publication = Publication(place / "site")
    new(publication)
    publication.publish()
    assert state(place / "site").keys() == NEW
    assert beside(place) == set()


def test_a_link_stays_a_link_and_what_it_leads_to_is_filled(place: Path) -> None:
    (place / "site").rename(place / "elsewhere")
    (place / "site").symlink_to("elsewhere")
    publication = Publication(place / "site")
    new(publication)
    publication.publish()
    assert (place / "site").is_symlink()
    assert state(place / "elsewhere").keys() == NEW
    assert beside(place) == {"elsewhere"}


def test_a_mounted_folder_is_filled(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inode = (place / "site").stat().st_ino
    monkeypatch.setattr(Path, "is_mount", lambda self: self.name == "site")
    publication = Publication(place / "site")
    new(publication)
    publication.publish()
    assert (place / "site").stat().st_ino == inode, "a mounted folder cannot be renamed"
    assert state(place / "site").keys() == NEW


def test_a_file_may_become_a_folder_and_a_folder_a_file(place: Path) -> None:
    site = place / "site"
    shutil.rmtree(site)
    (site / "index.html").mkdir(parents=True)
    (site / "rules").write_text("a file", encoding="utf-8")
    (site / ".nojekyll").touch()
    publication = Publication(site)
    new(publication)
    publication.publish()
    assert published(site) == NEW


def test_a_web_server_may_read_what_is_published_whatever_the_umask(place: Path) -> None:
    publication = Publication(place / "site")
    before = os.umask(0o077)
    try:
        new(publication)
        publication.publish()
    finally:
        os.umask(before)
    for path in ((place / "site"), *(place / "site").rglob("*")):
        assert path.stat().st_mode & 0o044 == 0o044, path


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    with pytest.raises(EditorError, match="this folder cannot be written"):
        Publication(tmp_path / "file" / "site").begin()


# -- a build that fails --------------------------------------------------------------------------------------


def test_a_warning_late_in_a_build_keeps_the_old_site(place: Path) -> None:
    before = state(place / "site")
    project = support.small_project(place / "project")
    page = project / "docs" / "about.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nSee [the page](nothing-here.md).\n", encoding="utf-8")
    result = support.build(place / "site", project)
    assert result.returncode != 0
    assert "nothing-here.md" in result.stderr
    assert state(place / "site") == before
    assert beside(place) == {"project"}
