"""What several test files share: the pages of both explainers, a build, a copy to change, a static server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from explainer.out.csvfile import FORMULA

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
# The second explainer: most tests run on it, because it is built in a second and its facts never change.
SMALL = ROOT / "tests" / "small"
SMALL_TODAY = "2024-08-01"  # soon after its last check, so that no page says that it is old
# Files of docs/assets that belong to the first explainer alone; an explainer begins with a copy of the others.
OWN_ASSETS = ("error-rates.js", "social.png")

# Known before anything is built, so that every test that runs on each page names it.
PAGES = [f.relative_to(DOCS).with_suffix(".html").as_posix() for f in sorted(DOCS.rglob("*.md"))]
EVERY_FILE = [*PAGES, "404.html"]
# Shows every component once, for those who change the look: tested like a page, but no part of the site's content.
UNLISTED = ["style.html"]
LISTED = [p for p in PAGES if p not in UNLISTED]

# One page of each kind: where a test is slow, these stand for the others.
KINDS = {
    "home": "index.html",
    "prose": "dallas/index.html",
    "sentences": "dallas/article.html",
    "checklist": "dallas/policy-questions.html",
    "data": "dataset/index.html",
    "study": "evidence/nist.html",
    "timeline": "timeline.html",
    "ledger": "claims.html",
    "questions": "open-questions.html",
    "glossary": "glossary.html",
    "sources": "sources.html",
    "method": "about/method.html",
    "not-found": "404.html",
}

# Seconds until a command counts as stuck: ten times what the longest takes, for a machine that has other work to do.
PATIENCE = 900

# Set where a copy is published; a test build starts without them, whatever the machine has.
SETTINGS = ("SITE_URL", "REPO_URL", "EDIT_URI", "CONTACT_EMAIL")
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "PYTHONUNBUFFERED": "1"}


def environment(settings: Mapping[str, str] | None = None, **more: str) -> dict[str, str]:
    """The environment of a build with these settings and no others; without editions, which few tests need."""
    base = {k: v for k, v in os.environ.items() if k not in SETTINGS}
    # This checkout, wherever another one is installed.
    return base | QUIET | {"EDITIONS": "0", "PYTHONPATH": str(ROOT)} | dict(settings or {}) | more


def build(
    into: Path, project: Path = ROOT, settings: Mapping[str, str] | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    """Build `project` with the command that editors use; the caller judges exit status and words."""
    if (project / "docs" / "water").is_dir():
        settings = {"EXPLAINER_TODAY": SMALL_TODAY} | dict(settings or {})
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(into)]
    return subprocess.run(
        command,
        cwd=project,
        env=environment(settings, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


def explainer(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a verb of the command line on this checkout; the caller judges exit status and words."""
    command = [sys.executable, "-m", "explainer", *words]
    return subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False, timeout=PATIENCE
    )


def copy_project(to: Path) -> Path:
    """A copy of what a build reads, for tests that break or edit it."""
    for folder in ("docs", "overrides", "explainer"):
        shutil.copytree(ROOT / folder, to / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", to)
    return to


def small_project(to: Path, *, own: bool = False) -> Path:
    """
    The small explainer in a folder of its own, with the style, scripts and font of the first (tests/small/README.md).

    With `own` it has a copy of the code and the templates too; build it with PYTHONPATH set to the folder.
    """
    shutil.copytree(DOCS / "assets", to / "docs" / "assets", ignore=shutil.ignore_patterns(*OWN_ASSETS))
    shutil.copytree(SMALL / "docs", to / "docs", dirs_exist_ok=True)
    settings = (SMALL / "mkdocs.yml").read_text(encoding="utf-8")
    for folder in ("overrides", "explainer") if own else ():
        shutil.copytree(ROOT / folder, to / folder, ignore=shutil.ignore_patterns("__pycache__"))
    if own:
        shutil.copytree(ROOT / "deploy", to / "deploy")
    templates = "overrides" if own else str(ROOT / "overrides")
    (to / "mkdocs.yml").write_text(settings.replace("../../overrides", templates), encoding="utf-8")
    return to


def said(result: subprocess.CompletedProcess[str]) -> str:
    """All that a command printed."""
    return f"exit {result.returncode}\n{result.stdout}{result.stderr}"


def edit(file: Path, old: str, new: str) -> None:
    """Replace `old`, which must be there, by `new`."""
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file.name} no longer holds '{old}': mend this test"
    file.write_text(text.replace(old, new), encoding="utf-8")


class _Handler(SimpleHTTPRequestHandler):
    """A static host as they are: an unknown address gets 404.html."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve `folder` on a free port of this machine; gives the address, without a slash at the end."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def enlarge_letters(page: Any, percent: int) -> None:
    """Set the letter size of the reader's browser, which moves the limits of layouts too (unlike a style of the page)."""
    sizes = {"standard": round(16 * percent / 100), "fixed": round(13 * percent / 100)}
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": sizes})


def plain(cell: str) -> str:
    """The text of a cell of a CSV file as it was before a spreadsheet was kept from taking it for a formula."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell[1:]) else cell
