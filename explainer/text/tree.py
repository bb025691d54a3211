"""The files below `docs/`: which of them are pages, and which a build could not read or would publish by accident."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from explainer.facts.problems import Problem
from explainer.facts.textfile import unreadable

ITSELF = "Put the {what} itself here, in place of the link."


def walk(docs: Path, failed: list[OSError] | None = None) -> Iterator[tuple[Path, list[str], list[str]]]:
    """(folder, its folders, its files) below `docs` as the engine sees them: in order, and without hidden ones."""
    for at, folders, names in os.walk(docs, onerror=None if failed is None else failed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield Path(at), folders, sorted(name for name in names if not name.startswith("."))


def page_files(docs: Path) -> list[tuple[Path, str]]:
    """(file, path below `docs`) of every page, in the order of their paths."""
    found = [at / name for at, _, names in walk(docs) for name in names if name.endswith(".md")]
    return sorted((path, path.relative_to(docs).as_posix()) for path in found)


def problems(docs: Path) -> Iterator[Problem]:
    """Folders and links that the engine would stumble over, or that lead out of `docs`."""
    failed: list[OSError] = []
    root = docs.resolve()
    for at, folders, names in walk(docs, failed):
        for name in folders:
            yield from _folder(at / name, docs)
        for name in names:
            yield from _file(at / name, docs, root)
    for error in failed:
        yield unreadable(_name(Path(str(error.filename)), docs), error)


def _folder(path: Path, docs: Path) -> Iterator[Problem]:
    name = _name(path, docs)
    if path.is_symlink():
        mend = ITSELF.format(what="folder")
        yield Problem(name, 0, "this is a link to a folder, and what stands behind it is not checked", mend)
    elif path.suffix == ".md":
        yield Problem(name, 0, "this is a folder, and its name is that of a page", "Rename the folder.")


def _file(path: Path, docs: Path, root: Path) -> Iterator[Problem]:
    name = _name(path, docs)
    if path.is_symlink():
        target = Path(os.path.realpath(path))
        if not target.exists():
            yield Problem(
                name, 0, "the link leads to a file that is not there", "Put the file there, or remove the link."
            )
        elif not target.is_relative_to(root):
            mend = ITSELF.format(what="file")
            yield Problem(name, 0, f"the link leads out of {docs.name}/, and its target would be published", mend)
    elif not os.access(path, os.R_OK):
        yield unreadable(name, PermissionError())


def _name(path: Path, docs: Path) -> str:
    below = path.relative_to(docs).as_posix()
    return "docs" if below == "." else f"docs/{below}"
