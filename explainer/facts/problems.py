"""How the project speaks to an editor: where something is wrong, what it is, and how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend; `line` counts from 1, 0 stands for the whole file."""

    file: str
    line: int
    message: str
    mend: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}" + (f"\n    {self.mend}" if self.mend else "")


class EditorError(Exception):
    """Raised with all problems found, so that an editor mends them in one round."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))

    def summary(self) -> str:
        """The problems and a closing line that counts them."""
        count = len(self.problems)
        return f"{self}\n\n{count} problem{'s' if count != 1 else ''} to mend. Nothing was written."


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint that names the most similar known words, or nothing."""
    found = difflib.get_close_matches(word, list(known), n=3, cutoff=0.5)
    return f"Nearest: {', '.join(found)}." if found else ""
