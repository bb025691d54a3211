"""
What a maintainer changes in one place is changed everywhere.

Everything is done to one copy of the small explainer with its code and templates: a block, a field of a claim, an
export, a colour and a name, each in the places that CONTRIBUTING.md names, and then it is built once.
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import lxml.html
import pypdfium2
import pytest
from PIL import ImageColor

from tests import support
from tests.once import once
from tests.test_small import FIRST, texts

NAME = "Lido Reports"
OLD_NAME = "Brookmere Pool Water"
INK, SUBJECT = "#123456", "#654321"

BLOCK = """    BlockType("in-a-line", "a claim in one line", "ids", "claims", cites=_from("claims", _itself), prints=False),
    BlockType("blocks", """
TEMPLATE = """{% for c in records %}
<p class="line"><a href="{{ to('claims', c.id) }}">{{ c.short | curl }}</a></p>
{% endfor %}
"""
PAGE = """
## Four samples

/// in-a-line | samples-over
///

/// blocks
///
"""
FIELD = """    weather: Text | None = Field(None, description="The weather on the day that the claim is about")
    quotes: list[Quote]"""
EXPORT = """        Table("topics", "Topics", "The subjects of the ledger.", Label, [plain(t) for t in lib.topic_labels.values()]),
        Table("sums", """


def change(project: Path) -> None:
    """Make all changes in the copy."""
    support.edit(project / "explainer/text/blocks.py", '    BlockType("blocks", ', BLOCK)
    (project / "overrides/components/in-a-line.html").write_text(TEMPLATE, encoding="utf-8")
    page = project / "docs/rules/index.md"
    page.write_text(page.read_text(encoding="utf-8") + PAGE, encoding="utf-8")

    support.edit(project / "explainer/facts/records.py", "    quotes: list[Quote]", FIELD)
    record = project / "docs/data/claims/water.yml"
    support.edit(record, "  - id: days-closed\n", "  - id: days-closed\n    weather: a hot day\n")

    support.edit(project / "explainer/out/tables.py", '        Table("sums", ', EXPORT)
    support.edit(project / "explainer/out/tables.py", "    Event,\n", "    Event,\n    Label,\n")

    sheet = project / "docs/assets/palette.css"
    text = sheet.read_text(encoding="utf-8")
    text = re.sub(r"(--ink: light-dark\()#\w+", rf"\g<1>{INK}", text)
    sheet.write_text(re.sub(r"(--subject: light-dark\()#\w+", rf"\g<1>{SUBJECT}", text), encoding="utf-8")

    support.edit(project / "mkdocs.yml", f"site_name: {OLD_NAME}", f"site_name: {NAME}")
    support.edit(project / "docs/index.md", f"title: {OLD_NAME}", "title: The pool")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The changed copy, built."""

    def make(folder: Path) -> str:
        copy = support.small_project(folder / "project", own=True)
        change(copy)
        return support.said(support.build(copy / "site", copy, PYTHONPATH=str(copy), EDITIONS="1"))

    folder, words = once(tmp_path_factory, "shared-changes", make)
    assert words.startswith("exit 0\n"), words
    return folder / "project"


@pytest.fixture(scope="module")
def site(project: Path) -> Path:
    """The changed copy's built site."""
    return project / "site"


def tree(file: Path) -> Any:
    return lxml.html.parse(str(file), parser=lxml.html.HTMLParser(encoding="utf-8")).getroot()


def run(project: Path, code: str) -> str:
    """What a piece of Python prints that uses the code of the copy."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project,
        env=support.environment(PYTHONPATH=str(project)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


# -- a block: one entry in text/blocks.py and one template -------------------------------------------------


def test_a_new_block_shows_its_records(site: Path) -> None:
    (line,) = tree(site / "rules/index.html").xpath("//p[@class='line']/a")
    assert line.text == "Four of the June samples were over the limit for chlorine."
    assert line.get("href") == "../claims.html#samples-over"


def test_the_ledger_says_where_a_new_block_uses_a_claim(site: Path) -> None:
    used = tree(site / "claims.html").xpath("//section[@id='samples-over']//dt[.='Used on']/../dd/a/@href")
    assert "rules/index.html" in used


def test_a_heading_may_say_the_figures_of_a_claim_that_only_a_new_block_cites(project: Path, site: Path) -> None:
    assert tree(site / "rules/index.html").xpath("//h2[@id='four-samples']")
    page = project / "docs/rules/index.md"
    found = run(
        project,
        "from pathlib import Path; from explainer.facts.library import Library; from explainer.text.pages import Page\n"
        "from explainer.text.check import page_problems\n"
        f"text = Path({str(page)!r}).read_text().replace('## Four samples', '## 36 samples')\n"
        "lib = Library.read(Path('docs'))\n"
        "print([p.message for p in page_problems(Page('rules/index.md', text), lib)])",
    )
    assert "the figure “36” has no claim" in found


def test_a_correction_is_told_where_only_a_new_block_cites_the_claim(site: Path) -> None:
    notice = tree(site / "rules/index.html").xpath("string(//p[@class='notice-correction'])")
    assert "A claim on this page was changed on July 19, 2024" in " ".join(notice.split())


def test_the_list_of_blocks_names_a_new_block(site: Path) -> None:
    rows = tree(site / "rules/index.html").xpath("//tr[th/code[.='/// in-a-line | id, id']]/td/text()")
    assert rows == ["a claim in one line"]


def test_a_new_block_is_marked_for_print(site: Path) -> None:
    (box,) = tree(site / "rules/index.html").xpath("//*[@data-block='in-a-line']")
    assert box.get("data-print") == "not"


def test_an_unknown_block_is_answered_with_the_new_one(project: Path) -> None:
    found = run(
        project,
        "from pathlib import Path; from explainer.facts.library import Library; from explainer.text.blocks import wrong\n"
        "from explainer.text.scanner import BlockUse\n"
        "print(list(wrong(BlockUse(1, 'in-a-lin', '', {}), Library.read(Path('docs')))))",
    )
    assert "there is no block 'in-a-lin'" in found
    assert "in-a-line" in found


# -- a field of a claim: one line in facts/records.py ------------------------------------------------------


def test_a_new_field_is_in_the_json_the_csv_the_schema_and_the_dictionary(site: Path) -> None:
    data = site / "data"
    records = json.loads((data / "claims.json").read_text(encoding="utf-8"))["records"]
    assert [r["id"] for r in records if "weather" in r] == ["days-closed"]
    rows = {r["id"]: r for r in csv.DictReader(io.StringIO((data / "claims.csv").read_text(encoding="utf-8")))}
    assert rows["days-closed"]["weather"] == "a hot day"
    about = "The weather on the day that the claim is about"
    schema = json.loads((data / "claims.schema.json").read_text(encoding="utf-8"))
    assert schema["$defs"]["record"]["properties"]["weather"]["description"] == about
    assert f"claims,weather,string,no,{about}," in (data / "data-dictionary.csv").read_text(encoding="utf-8")
    assert about in tree(site / "data.html").xpath("string(//li[@id='data-claims']//dl)")


# -- an export: one line in out/tables.py -----------------------------------------------------------------


def test_a_new_export_is_in_the_folder_the_zip_the_package_and_on_the_page(site: Path) -> None:
    files = {"topics.csv", "topics.json", "topics.schema.json"}
    assert files <= {file.name for file in (site / "data").iterdir()}
    with zipfile.ZipFile(site / "data/lido-reports-data.zip") as archive:
        assert files <= set(archive.namelist())
        package = json.loads(archive.read("datapackage.json"))
        assert "| topics.csv, topics.json | The subjects of the ledger. | 2 |" in archive.read("README.md").decode()
    assert "topics.csv" in [resource["path"] for resource in package["resources"]]
    assert tree(site / "data.html").xpath("//a[@href='data/topics.json']")


# -- a colour: one line in a style sheet ------------------------------------------------------------------


def test_a_changed_colour_is_changed_on_pages_in_the_icon_and_in_the_editions(site: Path) -> None:
    home = tree(site / "index.html")
    sheets = [(site / href).read_text(encoding="utf-8") for href in home.xpath("//link[@rel='stylesheet']/@href")]
    assert any(INK in sheet and SUBJECT in sheet for sheet in sheets)
    assert SUBJECT in (site / "assets/favicon.svg").read_text(encoding="utf-8")
    document = pypdfium2.PdfDocument(site / "downloads/lido-reports.pdf")
    first = document[0].render(scale=3).to_pil().convert("RGB")
    assert ImageColor.getrgb(INK) in {colour for _, colour in first.getcolors(first.width * first.height)}
    document.close()


# -- the name: one line in mkdocs.yml ---------------------------------------------------------------------


def test_another_name_is_said_everywhere_and_the_old_one_nowhere(site: Path) -> None:
    found = texts(site)
    assert not [path for path, text in found.items() if OLD_NAME in text or "brookmere-pool-water" in text]
    for path, text in found.items():
        if path.endswith(".html"):
            assert text.count(NAME) >= 2, f"{path}: title and header"
    for path in ("llms.txt", "feeds/updates.xml", "data/timeline.ics", "data/claims/samples-over.bib"):
        assert NAME in found[path], path
    for name in ("README.md", "datapackage.json", "claims.csv"):
        assert NAME in found[f"data/lido-reports-data.zip/{name}"], name
    for edition in ("lido-reports.pdf", "lido-reports-a4.pdf", "lido-reports-record.pdf"):
        document = pypdfium2.PdfDocument(site / "downloads" / edition)
        assert NAME in str(document.get_metadata_dict()["Title"]), edition
        words = "".join(page.get_textpage().get_text_range() for page in document)
        assert NAME in words, edition
        assert OLD_NAME not in words, edition
        assert not FIRST.search(words), f"{edition} names the first story"
        document.close()
    with zipfile.ZipFile(site / "downloads/lido-reports.epub") as epub:
        told = "".join(epub.read(n).decode(errors="replace") for n in epub.namelist() if n.endswith((".xhtml", ".opf")))
    assert NAME in told
    assert not FIRST.search(told)
