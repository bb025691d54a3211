"""
What the browser shows under `serve` while a build fails: the last good pages, with the sentence at their top.

A rebuild writes beside the served folder. A good one takes its place; after a bad one the pages stay and say why.
The server tells its pages to load again after each, so they go on by themselves once the mistake is mended.
"""

from __future__ import annotations

import html
import re
import shutil
import socket
from pathlib import Path

from explainer.facts.problems import EditorError, Problem

MARK = "<!-- serve -->"
SHOWN = re.compile(re.escape(MARK) + r".*?" + re.escape(MARK), re.DOTALL)
BODY = re.compile(r"<body[^>]*>")
BANNER = (
    '{mark}<div role="alert" style="padding:1rem;background:#8f2f14;color:#fff;font:1rem/1.5 system-ui,sans-serif">'
    "<strong>The site as it was before this mistake:</strong>"
    '<pre style="margin:.5rem 0 0;padding:0;background:none;font:.95rem/1.5 monospace;white-space:pre-wrap">'
    "{words}</pre></div>{mark}"
)


class Preview:
    """The folder `root` that is being served, and the one beside it where the next build writes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root.with_name(f"{root.name}-next")

    def begin(self) -> Path:
        """An empty folder for the next build."""
        self.discard()
        self.folder.mkdir()
        return self.folder

    def publish(self) -> None:
        """Show what was built."""
        shutil.rmtree(self.root)
        self.folder.rename(self.root)

    def explain(self, words: str) -> None:
        """Say on every page why the last build failed."""
        banner = BANNER.format(mark=MARK, words=html.escape(words.strip()))
        for file in self.root.rglob("*.html"):
            text = SHOWN.sub("", file.read_text(encoding="utf-8"))
            file.write_text(BODY.sub(lambda m: m[0] + banner, text, count=1), encoding="utf-8")
        self.discard()

    def discard(self) -> None:
        """Remove what a build left unfinished."""
        shutil.rmtree(self.folder, ignore_errors=True)


def demand_port(host: str, port: int) -> None:
    """Raise `EditorError` when another program listens there: before a build, not after it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            taken = error.strerror or "it cannot be used"
            mend = f"Stop the other program, or take another port: make serve ADDR={host}:{port + 1}"
            message = f"the address is not free ({taken.lower()})"
            raise EditorError(
                [Problem(f"{host}:{port}", 0, message, f"{mend} (mkdocs serve -a {host}:{port + 1}).")]
            ) from None
