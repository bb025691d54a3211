"""Text files as editors save them: UTF-8 with or without a byte order mark, any line ends."""

from __future__ import annotations

from pathlib import Path

from explainer.facts.problems import EditorError, Problem


def read(path: Path, name: str) -> str:
    """The text of `path` with plain line ends; raises `EditorError` under `name` when it is missing or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise EditorError([Problem(name, 0, "the file is missing", "Restore it from version control.")]) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        message = f"the file is not UTF-8 text: byte {error.object[error.start]:#04x} stands where a character must"
        raise EditorError([Problem(name, line, message, "Save it as UTF-8 in your editor.")]) from None
