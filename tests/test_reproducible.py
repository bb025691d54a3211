"""The same sources give the same bytes: in another folder, another time zone, another order of hashes."""

from __future__ import annotations

from pathlib import Path

from tests import support

# security.txt must name a day in the future, which every build sets anew.
DATED = {"security.txt", ".well-known/security.txt"}


def content(site: Path) -> dict[str, bytes]:
    files = {f.relative_to(site).as_posix(): f.read_bytes() for f in site.rglob("*") if f.is_file()}
    return {path: data for path, data in files.items() if path.removesuffix(".gz").removesuffix(".br") not in DATED}


def test_a_build_elsewhere_at_another_hour_gives_the_same_bytes(tmp_path: Path, small: Path) -> None:
    project = support.small_project(tmp_path / "another folder" / "project", own=True)
    more = {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4321", "LC_ALL": "C", "PYTHONPATH": str(project)}
    result = support.build(tmp_path / "site", project, None, **more)
    assert result.returncode == 0, support.said(result)
    one, other = content(small), content(tmp_path / "site")
    assert one.keys() == other.keys()
    assert [path for path in one if one[path] != other[path]] == []


def test_building_twice_into_one_folder_gives_the_same_bytes(tmp_path: Path, small: Path, small_project: Path) -> None:
    for _ in range(2):
        result = support.build(tmp_path / "site", small_project)
        assert result.returncode == 0, support.said(result)
    assert content(tmp_path / "site") == content(small)
