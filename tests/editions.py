"""What the tests of the editions share: one site with its editions for the whole run, and its texts."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from explainer.editions import dom, nav, unroll
from tests.once import once

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with its editions, built once a run by the command that editors use."""
    if given := os.environ.get("EDITIONS_SITE"):  # a site with its editions that is there already
        return Path(given)

    def make(folder: Path) -> str:
        result = run("-m", "mkdocs", "build", "-d", str(folder / "site"), EDITIONS="1")
        return f"exit {result.returncode}\n{result.stdout}{result.stderr}"

    folder, words = once(tmp_path_factory, "shared-editions", make)
    if not words.startswith("exit 0\n"):
        pytest.fail(f"The editions could not be made.\n{words}", pytrace=False)
    return folder / "site"


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python on this checkout."""
    quiet = {
        "NO_MKDOCS_2_WARNING": "1",
        "DISABLE_MKDOCS_2_WARNING": "true",
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, **quiet, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def entries(site: Path) -> list[nav.Entry]:
    """The pages in the order of the menu."""
    return nav.read(site)


def page_texts(site: Path, path: str) -> list[str]:
    """
    The texts of a page's article: every heading, paragraph, list item, definition, table cell, caption and label.

    Each as a reader sees it: screen-only parts (heading anchors, facts about the edition files, controls) left out.
    """
    article = dom.parse((site / path).read_text(encoding="utf-8")).find(".//article")
    assert article is not None
    for node, parent in list(dom.parents(article).items()):
        gone = bool(dom.classes(node) & unroll.SCREEN_ONLY)
        gone = gone or node.tag in (
            "script",
            "button",
            "input",
            "select",
            "template",
            "label",
            "output",
            "form",
        )
        if (gone or "hidden" in node.attrib or node.tag.startswith(dom.SVG)) and node in list(parent):
            dom.remove(node, parent)
    blocks = (
        "h1",
        "h2",
        "h3",
        "h4",
        "p",
        "li",
        "dt",
        "dd",
        "td",
        "th",
        "caption",
        "figcaption",
        "summary",
        "blockquote",
    )
    found: list[str] = []
    for node in article.iter():
        if node.tag in blocks:
            # A block's own words, without those of blocks inside it.
            found.extend(piece for piece in _own(node, blocks) if piece)
    return found


def foreign(site: Path, path: str) -> list[tuple[str, str]]:
    """The words of a page's article that are marked as another language, each with its language, in order."""
    article = dom.parse((site / path).read_text(encoding="utf-8")).find(".//article")
    assert article is not None
    return [(node.attrib["lang"], dom.text(node)) for node in article.iter() if "lang" in node.attrib]


def _own(node: dom.Element, blocks: tuple[str, ...]) -> list[str]:
    pieces = [""]

    def walk(element: dom.Element) -> None:
        for child in element:
            if child.tag in (*blocks, "ul", "ol", "dl", "table", "div", "section"):
                pieces.append("")
            elif child.tag == "a":  # a page number may follow a link in print
                pieces[-1] += child.text or ""
                walk(child)
                pieces.append("")
            else:
                pieces[-1] += child.text or ""
                walk(child)
                if child.tag == "span":
                    pieces.append("")
            pieces[-1] += child.tail or ""

    pieces[-1] += node.text or ""
    walk(node)
    return [bare(piece) for piece in pieces]


def bare(text: str) -> str:
    """Letters, digits and signs without spaces and hyphens, which lines break at."""
    return re.sub(r"[\s\u00ad\u2007\u200b-]+", "", text)
