"""The build as a gate: it stops at what is wrong, in an editor's words; settings appear only where they are set."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest

from tests import support
from tests.opendata import ADDRESS, CONTACT, Published, published

__all__ = ["published"]


def dead_link(project: Path) -> None:
    support.edit(
        project / "docs/rules/testing.md", "# How the pool tests\n", "# How the pool tests\n\n[Gone](gone.md)\n"
    )


def dead_anchor(project: Path) -> None:
    support.edit(project / "docs/index.md", "(water/index.md)", "(water/index.md#nowhere)")


def dead_anchor_in_html(project: Path) -> None:
    support.edit(project / "docs/data.md", 'href="data/timeline.ics"', 'href="claims.html#nowhere"')


def page_outside_the_nav(project: Path) -> None:
    text = (project / "docs/rules/testing.md").read_text(encoding="utf-8")
    (project / "docs/rules/lost.md").write_text(text.replace("How the pool tests", "Lost"), encoding="utf-8")


def a_sum_that_no_longer_adds_up(project: Path) -> None:
    file = project / "docs/data/claims/water.yml"
    file.write_text(re.sub(r"\b36\b", "35", file.read_text(encoding="utf-8")), encoding="utf-8")


def what_must_not_be_said(project: Path) -> None:
    support.edit(
        project / "docs/rules/testing.md", "# How the pool tests\n", "# How the pool tests\n\nIt is safe to drink.\n"
    )


def a_block_that_cannot_be_read(project: Path) -> None:
    # What `attrs` may be is known to the block syntax alone.
    page = project / "docs/rules/testing.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n/// timeline\n    attrs: 5\n///\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("break_it", "words"),
    [
        (dead_link, ["rules/testing.md", "gone.md"]),
        (dead_anchor, ["index.md", "#nowhere"]),
        (dead_anchor_in_html, ["data.html", "#nowhere"]),
        (page_outside_the_nav, ["rules/lost.md"]),
        (a_sum_that_no_longer_adds_up, ["docs/data/claims/water.yml:", "no longer adds up"]),
        (what_must_not_be_said, ["docs/rules/testing.md:", "safe to drink", "The tests were about bathing."]),
        (a_block_that_cannot_be_read, ["docs/rules/testing.md", "/// timeline"]),
    ],
)
def test_the_build_stops_says_where_and_keeps_the_earlier_site(
    tmp_path: Path, break_it: Callable[[Path], None], words: list[str]
) -> None:
    project = support.small_project(tmp_path / "project")
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("an earlier good site", encoding="utf-8")
    break_it(project)
    result = support.build(tmp_path / "site", project)
    said = support.said(result)
    assert result.returncode != 0, said
    assert [w for w in words if w not in said] == [], said
    assert [w for w in ("Traceback", 'File "') if w in said] == [], said
    assert [path.name for path in (tmp_path / "site").rglob("*")] == ["index.html"]


def heads(site: Path) -> dict[str, lxml.html.HtmlElement]:
    """The parsed pages of a built site by path."""
    return {f.relative_to(site).as_posix(): lxml.html.parse(str(f)).getroot() for f in site.rglob("*.html")}


def test_without_settings_nothing_is_invented(site: Path) -> None:
    for path, tree in heads(site).items():
        assert not tree.xpath("//link[@rel='canonical'] | //a[starts-with(@href, 'mailto:')]"), path
        assert not tree.xpath("//footer//a[starts-with(@href, 'http')]"), path
        assert not tree.xpath("//meta[starts-with(@property, 'og:')]"), path


def test_settings_appear_where_they_belong(published: Published) -> None:
    for path, tree in heads(published.site).items():
        links = tree.xpath("//footer//a/@href")
        assert f"mailto:{CONTACT}" in links
        assert "https://code.example/pool" in links
        if path == "404.html":
            assert not tree.xpath("//link[@rel='canonical']"), "a page that is not there has no address"
            own = tree.xpath("//article//a/@href | //link[@rel='stylesheet']/@href | //script/@src")
            assert [a for a in own if not a.startswith(("/water/", "https://code.brookmere"))] == []
            continue
        (canonical,) = tree.xpath("//link[@rel='canonical']/@href")
        assert canonical == (ADDRESS + path).removesuffix("index.html")
        assert tree.xpath("//meta[@property='og:url']/@content") == [canonical]
        source = path.removesuffix(".html") + ".md"
        assert f"https://code.example/pool/edit/main/docs/{source}" in links, f"{path}: no link to edit the page"


def test_a_published_folder_holds_nothing_that_nobody_asks_for(small: Path) -> None:
    """Files of the theme, templates and hooks are not published; no folder is empty."""
    left = {f.relative_to(small).as_posix() for f in small.rglob("*") if f.is_file()}
    assert not [
        path for path in left if re.search(r"hooks|components/|partials/|print/|javascripts|stylesheets|\.part$", path)
    ]
    assert not [folder for folder in small.rglob("*") if folder.is_dir() and not any(folder.iterdir())]
