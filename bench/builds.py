"""Builds to compare: this site, the same pages with stock Material, and made-up sites that grow."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import lxml.html
import yaml
from html_to_markdown import convert

from explainer.out import assets, built

ROOT = Path(__file__).resolve().parent.parent
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "PYTHONUNBUFFERED": "1"}
SETTINGS = ("SITE_URL", "REPO_URL", "EDIT_URI", "CONTACT_EMAIL")

# What `mkdocs new` and the theme's own guide give: fonts from their host, search, permalinks.
STOCK = {
    "theme": {"name": "material"},
    "plugins": ["search"],
    "markdown_extensions": ["attr_list", "md_in_html", "tables", {"toc": {"permalink": True}}],
}

CLAIM = """\
  - id: made-up-{n}
    statement: A made-up department told a made-up reporter that it had run {n} searches.
    figures:
      searches: {{value: {n}, unit: searches, display: {n} searches}}
    said_by: A made-up department
    said_on: '2020-06-29'
    status: estimate
    level: verified-secondary
    sources:
      - {{key: {source}}}
    checked: '2026-11-22'
    nuance: Nothing of this is real, and it is only here to be counted.
"""
PAGE = """\
---
title: Made-up page {n}
description: A made-up page with made-up claims, written by the bench to see how builds grow.
checked: 2026-11-22
updated: 2026-11-23
---
# Made-up page {n}

A made-up page for the bench.

{paragraphs}
"""


class BuildError(Exception):
    """A build of the bench failed; the message is what it printed."""


def build(project: Path, into: Path) -> float:
    """Build `project` into `into`; returns the processor seconds it took, which a busy machine changes little."""
    environment = {k: v for k, v in os.environ.items() if k not in SETTINGS} | QUIET
    environment |= {"PYTHONPATH": str(ROOT), "EDITIONS": "0"}  # pages only, as the budget says
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(into)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(f"The build of {project.name} failed:\n{done.stderr[-3000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def copy_of_this(to: Path) -> Path:
    """A copy of what a build reads; the code stays where it is."""
    for folder in ("docs", "overrides"):
        shutil.copytree(ROOT / folder, to / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", to)
    return to


def stock_project(site: Path, to: Path) -> Path:
    """A project of stock Material with the words of the built site's pages, as plain Markdown."""
    for page in built.read(site):
        article = page.tree.find(".//article")
        if page.path == "404.html" or article is None:
            continue
        for extra in article.xpath(".//*[contains(@class,'headerlink')]"):
            extra.drop_tree()
        for link in article.xpath(".//a[@href]"):
            link.set("href", re.sub(r"^([^:?#]+)\.html(?=#|$)", r"\1.md", link.get("href")))
        text = convert(lxml.html.tostring(article, encoding="unicode")).content or ""
        file = (to / "docs" / page.path).with_suffix(".md")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    ours = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Loader=_Loose)
    config = {"site_name": ours["site_name"], "site_description": ours["site_description"], "nav": ours["nav"], **STOCK}
    (to / "mkdocs.yml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    return to


def stock(site: Path, to: Path) -> tuple[Path, float]:
    """Stock Material's build of the same pages with compressed copies, and its processor seconds, the best of three."""
    project = stock_project(site, to / "project")
    seconds = min(build(project, to / "site") for _ in range(3))
    assets.compress(to / "site")
    return to / "site", seconds


def growing(to: Path, pages: int) -> float:
    """Processor seconds for a build of this site with so many made-up pages more, each with six made-up claims."""
    project = copy_of_this(to)
    source = _a_source(project)
    claims = "".join(CLAIM.format(n=n, source=source) for n in _numbers(0, pages))
    with (project / "docs" / "data" / "claims" / "detroit.yml").open("a", encoding="utf-8") as file:
        file.write("\n" + claims)
    (project / "docs" / "made-up").mkdir()
    for page in range(pages):
        said = [f"They ran [{n} searches][made-up-{n}], a made-up paper said." for n in _numbers(page, 1)]
        text = PAGE.format(n=10_000 + page, paragraphs="\n\n".join(said))
        (project / "docs" / "made-up" / f"{page}.md").write_text(text, encoding="utf-8")
    # A menu that lists every page cannot have 3,000 of them: pages like these are reached from lists.
    config = project / "mkdocs.yml"
    listed, marker = config.read_text(encoding="utf-8"), "not_in_nav: |\n"
    if marker not in listed:
        raise BuildError("mkdocs.yml has no 'not_in_nav' any more: mend the bench")
    config.write_text(listed.replace(marker, f"{marker}  /made-up/\n"), encoding="utf-8")
    seconds = build(project, to / "site")
    shutil.rmtree(to)
    return seconds


def _numbers(page: int, pages: int) -> range:
    # Five digits or more, out of the way of the figures that must not be said.
    return range(100_000 + 6 * page, 100_000 + 6 * (page + pages))


def _a_source(project: Path) -> str:
    found = re.search(
        r"^@\w+\{([^,]+),", (project / "docs" / "data" / "sources.bib").read_text(encoding="utf-8"), re.MULTILINE
    )
    if not found:
        raise BuildError("docs/data/sources.bib holds no source")
    return found.group(1)


# What `mkdocs serve` says after each build, with the time of day. "Documentation built in 1.23 seconds" would be left
# out of the log when an earlier build took as long.
DONE = "Reloading browsers"


def rebuild_after_an_edit(to: Path, rounds: int = 3) -> float:
    """Seconds (median) from saving a page until `mkdocs serve` has built it."""
    project = copy_of_this(to)
    page = project / "docs" / "about" / "privacy.md"
    text = page.read_text(encoding="utf-8")
    taken = []
    with _serving(project) as log:
        for n in range(rounds):
            time.sleep(1)
            before = log.read_text(encoding="utf-8").count(DONE)
            page.write_text(
                text.replace("You can read", "Anyone can read" if n % 2 == 0 else "You can read"), encoding="utf-8"
            )
            started = time.perf_counter()
            while log.read_text(encoding="utf-8").count(DONE) == before:
                if time.perf_counter() - started > 120:
                    raise BuildError("`mkdocs serve` did not build within two minutes")
                time.sleep(0.01)
            taken.append(time.perf_counter() - started)
    return sorted(taken)[len(taken) // 2]


@contextmanager
def _serving(project: Path) -> Iterator[Path]:
    log = project / "serve.log"
    environment = {**os.environ, **QUIET, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", "127.0.0.1:8799"]
    with (
        log.open("w", encoding="utf-8") as out,
        subprocess.Popen(command, cwd=project, env=environment, stdout=out, stderr=out) as process,
    ):
        try:
            while "Serving on" not in log.read_text(encoding="utf-8"):
                if process.poll() is not None:
                    raise BuildError(log.read_text(encoding="utf-8"))
                time.sleep(0.1)
            yield log
        finally:
            process.terminate()


class _Loose(yaml.SafeLoader):
    """Reads mkdocs.yml without knowing its tags."""


_Loose.add_constructor("!ENV", lambda _loader, _node: None)
