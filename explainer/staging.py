"""
A build writes beside the site and takes its place in one step, so the site is always whole.

`begin` takes a lock (two builds never mix), `publish` swaps the finished folder in, `discard` drops it.
A build that is killed leaves the old site untouched; its rest is removed by the next build.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from explainer.facts.problems import EditorError, Problem

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # linux/fs.h


@dataclass
class Staging:
    """One build under way: `folder` is where it writes, `site` is what readers see."""

    site: Path
    folder: Path = field(init=False)
    _lock: TextIO | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.site = self.site.absolute()
        self.folder = self.site.with_name(f".{self.site.name}-next")

    @property
    def _previous(self) -> Path:
        return self.site.with_name(f".{self.site.name}-previous")

    def begin(self) -> Path:
        """Take the lock and give an empty folder; raises `EditorError` when another build holds the lock."""
        self.site.parent.mkdir(parents=True, exist_ok=True)
        path = self.site.with_name(f".{self.site.name}.lock")
        lock = path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            owner = lock.read().strip() or "unknown"
            lock.close()
            message = f"another build is writing this folder (process {owner})"
            raise EditorError(
                [Problem(f"{self.site.name}/", 0, message, "Wait until it has ended, then build again.")]
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        self._lock = lock
        # A build killed between the two renames of `_swap` left the old site under its second name.
        if self._previous.exists() and not self.site.exists():
            self._previous.rename(self.site)
        for rest in (self._previous, self.folder):
            shutil.rmtree(rest, ignore_errors=True)
        self.folder.mkdir()
        return self.folder

    def publish(self) -> None:
        """Put the finished folder in the place of the site, then remove the old one and release the lock."""
        if self.site.exists():
            _swap(self.folder, self.site, self._previous)
        else:
            self.folder.rename(self.site)
        self.discard()

    def discard(self) -> None:
        """Remove what was written (or replaced) and release the lock."""
        for rest in (self.folder, self._previous):
            shutil.rmtree(rest, ignore_errors=True)
        if self._lock:
            self._lock.close()
            self._lock = None


def _swap(new: Path, old: Path, aside: Path) -> None:
    """Exchange two folders: in one step where the system can (Linux), else by two renames."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    done = renameat2 and renameat2(_AT_FDCWD, os.fsencode(new), _AT_FDCWD, os.fsencode(old), _RENAME_EXCHANGE) == 0
    if not done:
        old.rename(aside)
        new.rename(old)
