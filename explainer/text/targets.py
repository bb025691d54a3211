"""Links and pictures of a page lead to files that are there: said with the line, before anything is built."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from explainer.facts.problems import Problem, nearest
from explainer.text.pages import Page
from explainer.text.syntax import IMAGE, reader

LINK = re.compile(r"(?<!!)\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?(?P<target>[^\s)>]+)[^)]*\)")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")


def problems(page: Page, docs: Path) -> Iterator[Problem]:
    """Relative links to pages, and pictures, that lead nowhere. Files that a build makes are its own to check."""
    text = reader(page).text
    for pattern, picture in ((LINK, False), (IMAGE, True)):
        for m in pattern.finditer(text):
            target = m["target"] or ""
            parts = urlsplit(target)
            if not parts.path or parts.scheme or parts.netloc or target.startswith("/"):
                continue
            path = posixpath.normpath(posixpath.join(posixpath.dirname(page.src), unquote(parts.path)))
            if not path.endswith(PICTURES if picture else ".md") or (docs / path).is_file():
                continue
            line = text.count("\n", 0, m.start()) + 1
            ending = Path(path).suffix
            known = [f.relative_to(docs).as_posix() for f in docs.rglob(f"*{ending}")]
            near = [posixpath.relpath(k, posixpath.dirname(page.src) or ".") for k in known]
            mend = nearest(target, near) or "Name a file below docs/, relative to the page."
            what = "picture" if picture else "link"
            yield Problem(f"docs/{page.src}", line, f"the {what} '{target}' leads nowhere", mend)
