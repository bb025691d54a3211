"""What README and CONTRIBUTING tell a newcomer to do works as it is written there."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import lxml.html
import pytest

from explainer.facts.library import Library
from explainer.text.blocks import BLOCKS
from tests import support
from tests.desk import Desk

GUIDE = (support.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
START = (support.SMALL / "README.md").read_text(encoding="utf-8")
FENCED = re.findall(r"^```\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


def sample(mark: str) -> str:
    """The one sample of CONTRIBUTING that holds these words."""
    found: list[str] = [text for text in FENCED if mark in text]
    assert len(found) == 1, mark
    return found[0]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path).with_pages()


def test_the_samples_of_a_page_a_claim_and_a_chart_can_be_used_as_they_stand(desk: Desk) -> None:
    page, claim, chart = sample("title: A page"), sample("said_by:"), sample("draw: bars")
    (claim_id,) = re.findall(r"^  - id: (\S+)$", claim, re.MULTILINE)
    (chart_id,) = re.findall(r"^  - id: (\S+)$", chart, re.MULTILINE)
    for name, record in (("dataset.yml", claim), ("charts.yml", chart)):
        path = f"data/claims/{name}" if record is claim else f"data/{name}"
        desk.write(path, desk.path(path).read_text(encoding="utf-8").rstrip("\n") + f"\n\n{record}")
    cited = f"\nBuzzFeed News listed [1,803][{claim_id}] agencies.\n\n/// chart | {chart_id}\n///\n"
    desk.write("dallas/our-own.md", page + cited)
    assert desk.said_of_pages() == []
    assert claim_id in Library.read(desk.docs).claims


def test_each_sentence_of_the_table_of_references_holds(desk: Desk) -> None:
    table = GUIDE.partition("### References")[2].partition("###")[0]
    written = re.findall(r"`(\[[^`]+)`", table)
    assert len(written) >= 6
    desk.write(
        "dallas/our-own.md", sample("title: A page") + "\n" + "".join(f"Gizmodo wrote of {row}.\n" for row in written)
    )
    assert desk.said_of_pages() == []


def test_the_sample_of_a_block_and_of_a_number_without_a_source_hold(desk: Desk) -> None:
    page = sample("title: A page") + "\n" + sample("<!-- figure:") + "\n" + sample("/// numbers")
    desk.write("dallas/our-own.md", page)
    assert desk.said_of_pages() == []


def test_every_file_and_word_that_the_documents_name_is_there() -> None:
    words = re.findall(r"^\.PHONY: ((?:.*\\\n)*.*)", (support.ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    known = set(words[0].replace("\\", " ").split())
    for text in (GUIDE, (support.ROOT / "README.md").read_text(encoding="utf-8"), START):
        for word in re.findall(r"`make ([a-z-]+)", text):
            assert word in known, word
        for path in re.findall(r"`((?:explainer|overrides|deploy|tests|requirements|bench)/[\w./-]*\w)`", text):
            assert (support.ROOT / path).exists(), path


def test_every_block_is_on_the_style_page_or_has_a_page_of_its_own() -> None:
    pages = {p: p.read_text(encoding="utf-8") for p in support.DOCS.rglob("*.md")}
    shown = {name for text in pages.values() for name in re.findall(r"^/// ([\w-]+)", text, re.MULTILINE)}
    assert set(BLOCKS) <= shown


def test_a_newsroom_starts_its_own_explainer_as_the_small_one_says(tmp_path: Path) -> None:
    steps = dict(re.findall(r"^(\d)\. (.*)$", START, re.MULTILINE))
    added, rest = steps["1"].split(", and of its ")
    mine = shutil.copytree(support.SMALL, tmp_path / "mine")
    for name in re.findall(r"`([\w.]+)`", added):
        first = support.ROOT / name
        if first.is_dir():
            shutil.copytree(first, mine / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(first, mine / name)
    assets, *left_out = re.findall(r"`([\w./-]+)`", rest)
    shutil.copytree(support.ROOT / assets, mine / assets, ignore=shutil.ignore_patterns(*left_out), dirs_exist_ok=True)
    kept = set(re.findall(r"`([\w.-]+)`", steps["4"].partition("keep ")[2]))
    for file in (mine / "docs/data").iterdir():
        if file.name not in kept:
            file.unlink()
    (mine / "docs/data/claims/rules.yml").unlink()
    support.edit(mine / "docs/data/topics.yml", "  - {id: rules, label: The rules}\n", "")
    for page in ("water", "rules"):
        shutil.rmtree(mine / "docs" / page)
    for page in ("timeline.md", "glossary.md", "corrections.md", "data.md"):
        (mine / "docs" / page).unlink()
    settings = mine / "mkdocs.yml"
    text = re.sub(r"^site_url:.*\n", "", settings.read_text(encoding="utf-8"), flags=re.MULTILINE)
    text = (
        text.partition("\nnav:")[0]
        .replace("../../overrides", "overrides")
        .replace("about.md, corrections.md, claims.md, data.md", "about.md")
    )
    text = text.replace("Brookmere Pool Water", "Our own")
    settings.write_text(f"{text}\nnav: [index.md, about.md, claims.md, sources.md]\n", encoding="utf-8")
    claims = mine / "docs/data/claims/water.yml"
    records = claims.read_text(encoding="utf-8")
    claims.write_text(records[: records.index("\n  - id: samples-within")], encoding="utf-8")
    sources = mine / "docs/data/sources.bib"
    first = re.search(r"@\w+\{office2024,.*?^\}\n", sources.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert first
    sources.write_text(first[0], encoding="utf-8")
    head = (
        (mine / "docs/index.md")
        .read_text(encoding="utf-8")
        .partition("# Most")[0]
        .replace("Brookmere Pool Water", "Our own")
    )
    (mine / "docs/index.md").write_text(
        f"{head}# Our own\n\nThe office took [40 samples][samples-taken].\n", encoding="utf-8"
    )
    result = support.build(mine / "site", mine, {"EXPLAINER_TODAY": support.SMALL_TODAY}, PYTHONPATH=str(mine))
    assert result.returncode == 0, support.said(result)
    home = lxml.html.document_fromstring((mine / "site/index.html").read_bytes())
    assert "Our own" in (home.findtext(".//title") or "")
    assert home.xpath("//a[@data-claim='samples-taken'][@data-note]")
    assert "pool.example" not in (mine / "site/index.html").read_text(encoding="utf-8")
