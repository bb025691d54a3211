"""
A build writes beside the site, and only a whole one takes its place.

`begin` takes a lock (two builds never mix), `publish` puts the finished folder in place, `discard` drops it. A plain
folder is replaced by renaming. A folder that holds what no build wrote (a dot file such as `.git`), a link and a
mounted folder are filled instead: everything is copied into it under one hidden name first, so that a full disk
harms nothing; then every file is renamed into its place, and what is no longer built goes.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from filelock import FileLock, Timeout

from explainer.facts.problems import EditorError, Problem


class Publication:
    """One build under way: `folder` is where it writes, `site` is what readers see."""

    def __init__(self, site: Path) -> None:
        self.site = site.absolute()
        self._target = Path(os.path.realpath(self.site))
        self.folder = self.site.with_name(f".{self.site.name}-next")
        self._previous = self.site.with_name(f".{self.site.name}-previous")
        self._lock = FileLock(self.site.with_name(f".{self.site.name}.lock"), blocking=False)

    def begin(self) -> Path:
        """Take the lock and give an empty folder; raises `EditorError` when another build holds the lock."""
        try:
            self.site.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except Timeout:
            mend = "Wait until it has ended, then build again."
            raise EditorError(
                [Problem(f"{self.site.name}/", 0, "another build is writing this folder", mend)]
            ) from None
        except OSError as error:
            raise EditorError([_not_writable(self.site.parent, error)]) from None
        # A build killed between the two renames of `publish` left the old site under its second name.
        if self._previous.exists() and not os.path.lexists(self.site):
            self._previous.rename(self.site)
        try:
            for rest in (self._previous, self.folder):
                if rest.exists():
                    shutil.rmtree(rest)
            self.folder.mkdir()
        except OSError as error:
            raise EditorError([_not_writable(self.folder, error)]) from None
        return self.folder

    def publish(self) -> None:
        """Put the finished folder in the place of the site and release the lock."""
        _make_readable(self.folder)
        if not os.path.lexists(self.site):
            self.folder.rename(self.site)
        elif self._plain():
            self.site.rename(self._previous)
            self.folder.rename(self.site)
        else:
            _fill(self._target, self.folder)
        self.discard()

    def discard(self) -> None:
        """Remove what was written (or replaced) and release the lock."""
        for rest in (self.folder, self._previous):
            shutil.rmtree(rest, ignore_errors=True)
        self._lock.release()

    def _plain(self) -> bool:
        return (
            self.site.is_dir()
            and not self.site.is_symlink()
            and not self.site.is_mount()
            and not any(entry.name.startswith(".") and entry.name != ".well-known" for entry in self.site.iterdir())
        )


def _fill(site: Path, new: Path) -> None:
    """Bring `site` to what `new` holds; dot files stay. Assets come first, so that no page names an absent one."""
    wanted = {file.relative_to(new) for file in new.rglob("*") if file.is_file()}
    near = site / ".next"
    shutil.rmtree(near, ignore_errors=True)  # what a killed build left
    try:
        shutil.copytree(new, near)
        for path in sorted(wanted, key=lambda p: (p.suffix == ".html", p)):
            _rename(near / path, site / path, site)
    finally:
        shutil.rmtree(near, ignore_errors=True)
    for file in sorted(site.rglob("*"), reverse=True):
        path = file.relative_to(site)
        if any(part.startswith(".") and part != ".well-known" for part in path.parts):
            continue
        if file.is_dir() and not file.is_symlink():
            if not any(file.iterdir()):
                file.rmdir()
        elif path not in wanted:
            file.unlink()


def _rename(file: Path, to: Path, site: Path) -> None:
    """Put a file in its place, even where a folder has become a file or a file a folder."""
    for folder in reversed(to.relative_to(site).parents):
        if (site / folder).is_file():
            (site / folder).unlink()
    if to.is_dir() and not to.is_symlink():
        shutil.rmtree(to)
    to.parent.mkdir(parents=True, exist_ok=True)
    file.replace(to)


def _make_readable(folder: Path) -> None:
    """A web server runs as somebody else: whatever the umask, what is published can be read."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode | (0o755 if path.is_dir() else 0o644))


def _not_writable(path: Path, error: OSError) -> Problem:
    mend = "Give yourself the right to write there, or name another folder: mkdocs build --site-dir FOLDER."
    return Problem(f"{path.name}/", 0, f"this folder cannot be written ({error.strerror})", mend)
