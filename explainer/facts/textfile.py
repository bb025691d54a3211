"""Text files as editors save them: UTF-8 with or without a byte order mark, any line ends, no hidden characters."""

from __future__ import annotations

from pathlib import Path

from explainer.facts import characters
from explainer.facts.problems import EditorError, Problem

RESTORE = "Restore it from version control."


def read(path: Path, name: str, *, entities: bool = False) -> str:
    """
    The text of `path` with plain line ends; raises `EditorError` under `name` for what cannot be read or used.

    `entities` is for pages, where `&shy;` stands for a character.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        if path.is_symlink():
            mend = "Put the file there, or remove the link."
            raise EditorError([Problem(name, 0, "the link leads to a file that is not there", mend)]) from None
        raise EditorError([Problem(name, 0, "the file is missing", RESTORE)]) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        message = f"the file is not UTF-8 text: byte {error.object[error.start]:#04x} stands where a character must"
        raise EditorError([Problem(name, line, message, "Save it as UTF-8 in your editor.")]) from None
    except OSError as error:
        raise EditorError([unreadable(name, error)]) from None
    found = list(characters.problems(text, name, entities=entities))
    if found:
        raise EditorError(found)
    return text


def unreadable(name: str, error: OSError) -> Problem:
    """What an editor is told of a file or folder that the system does not hand over."""
    if isinstance(error, IsADirectoryError):
        return Problem(name, 0, "this is a folder, and its name is that of a file", "Rename the folder.")
    if isinstance(error, PermissionError):
        return Problem(
            name, 0, "it may not be read", "Give yourself leave to read it: chmod u+r, and u+x for a folder."
        )
    reason = (error.strerror or "it cannot be read").lower()
    return Problem(name, 0, f"it cannot be read: {reason}", "Mend the file, the link or the disk.")
