"""The build as a gate: it stops at what is wrong, in an editor's words; settings appear only where they are set."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest

from tests import support

SETTINGS = {
    "SITE_URL": "https://dallas.test/searches/",
    "REPO_URL": "https://code.test/dallas",
    "EDIT_URI": "edit/main/docs/",
    "CONTACT_EMAIL": "desk@dallas.test",
}


def dead_link(project: Path) -> None:
    support.edit(
        project / "docs/dallas/texas.md", "# Elsewhere in Texas\n", "# Elsewhere in Texas\n\n[Gone](gone.md)\n"
    )


def dead_anchor(project: Path) -> None:
    support.edit(
        project / "docs/dallas/texas.md", "# Elsewhere in Texas\n", "# Elsewhere in Texas\n\n[Gone](index.md#nowhere)\n"
    )


def dead_anchor_in_html(project: Path) -> None:
    support.edit(project / "docs/index.md", 'href="dataset/index.html"', 'href="dataset/index.html#nowhere"')


def page_outside_the_nav(project: Path) -> None:
    shutil.copy(project / "docs/dallas/texas.md", project / "docs/dallas/lost.md")


def a_sum_that_no_longer_adds_up(project: Path) -> None:
    file = project / "docs/data/claims/dataset.yml"
    file.write_text(re.sub(r"(?<!-)\b335\b", "336", file.read_text(encoding="utf-8")), encoding="utf-8")


@pytest.mark.parametrize(
    ("break_it", "words"),
    [
        (dead_link, ["dallas/texas.md", "gone.md"]),
        (dead_anchor, ["dallas/texas.md", "#nowhere"]),
        (dead_anchor_in_html, ["index.html", "#nowhere"]),
        (page_outside_the_nav, ["dallas/lost.md"]),
        (a_sum_that_no_longer_adds_up, ["docs/data/claims/dataset.yml:", "336", "no longer adds up", "1,803"]),
    ],
)
def test_the_build_stops_and_says_where(tmp_path: Path, break_it: Callable[[Path], None], words: list[str]) -> None:
    project = support.copy_project(tmp_path / "project")
    break_it(project)
    result = support.build(tmp_path / "site", project)
    said = result.stdout + result.stderr
    assert result.returncode != 0, said
    assert [w for w in words if w not in said] == [], said
    assert [w for w in ("Traceback", 'File "') if w in said] == [], said


def heads(site: Path) -> dict[str, lxml.html.HtmlElement]:
    """The parsed pages of a built site by path."""
    return {f.relative_to(site).as_posix(): lxml.html.parse(str(f)).getroot() for f in site.rglob("*.html")}


def test_without_settings_nothing_is_invented(site: Path) -> None:
    for path, tree in heads(site).items():
        assert not tree.xpath("//link[@rel='canonical'] | //a[starts-with(@href, 'mailto:')]"), path
        assert not tree.xpath("//footer//a[starts-with(@href, 'http')]"), path
        assert not tree.xpath("//meta[@property='og:url']"), path
    for name in ("sitemap.xml", "robots.txt"):
        if (site / name).exists():
            assert "<loc>" not in (site / name).read_text(encoding="utf-8"), f"{name} lists addresses that nobody set"


def test_settings_appear_where_they_belong(tmp_path: Path) -> None:
    result = support.build(tmp_path / "site", settings=SETTINGS)
    assert result.returncode == 0, result.stdout + result.stderr
    pages = heads(tmp_path / "site")
    for path, tree in pages.items():
        if path == "404.html":
            assert not tree.xpath("//link[@rel='canonical']"), "a page that is not there has no address"
            links = tree.xpath("//article//a/@href | //link[@rel='stylesheet']/@href | //script/@src")
            assert [a for a in links if not a.startswith("/searches/")] == []
            continue
        address = SETTINGS["SITE_URL"] + ("" if path == "index.html" else path.removesuffix("index.html"))
        (canonical,) = tree.xpath("//link[@rel='canonical']/@href")
        assert canonical in (address, SETTINGS["SITE_URL"] + path)
        footer = tree.xpath("//footer//a/@href")
        assert f"mailto:{SETTINGS['CONTACT_EMAIL']}" in footer
        assert SETTINGS["REPO_URL"] in footer
        source = path.removesuffix(".html") + ".md"
        assert f"{SETTINGS['REPO_URL']}/edit/main/docs/{source}" in footer, f"{path}: no link to edit the page"
    places = (tmp_path / "site/sitemap.xml").read_text(encoding="utf-8").count(f"<loc>{SETTINGS['SITE_URL']}")
    assert places == len(support.LISTED)
