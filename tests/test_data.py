"""Open data: every file says what the records say, validates, and is enough for a stranger."""

from __future__ import annotations

import copy
import csv
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import frictionless
import jsonschema
import lxml.html
import pytest
import rispy
from citeproc.source.json import CiteProcJSON
from pybtex.database import parse_file, parse_string

from explainer.facts import words
from explainer.facts.library import Library
from explainer.facts.problems import EditorError
from explainer.facts.settings import Settings
from explainer.out import schema, tables
from explainer.out.built import BuiltPage
from explainer.text import freshness
from tests import support
from tests.opendata import ADDRESS, CORRECTION, Published, published

__all__ = ["published"]

SETTINGS = Settings.read(support.ROOT / "mkdocs.yml")
LISTED = {t.name: t for t in tables.tables(Library.read(support.DOCS), support.DOCS, SETTINGS)}
WITH_JSON = [name for name, table in LISTED.items() if table.json]
# Columns that are worked out, and stand in no record.
EXTRAS = {"claims": {"topic", "pages", "citation"}, "events": {"date_in_words", "region"}}
ZIP = "the-dallas-searches-data.zip"


@pytest.fixture(scope="module")
def unzipped(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that a stranger has: the unpacked zip."""
    folder = tmp_path_factory.mktemp("stranger")
    with zipfile.ZipFile(site / "data" / ZIP) as archive:
        archive.extractall(folder)
    return folder


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    """Lines of a CSV file."""
    return list(csv.DictReader(io.StringIO((folder / f"{name}.csv").read_text(encoding="utf-8"), newline="")))


def records(folder: Path, name: str) -> list[dict[str, Any]]:
    """Records of a JSON file."""
    found: list[dict[str, Any]] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))["records"]
    return found


def test_json_gives_back_every_record(unzipped: Path, library: Library) -> None:
    for name in WITH_JSON:
        kinds = {"article-check": "sentences", "search-words": "search_words"}
        known = getattr(library, kinds.get(name, name))
        extras = {"address"} | EXTRAS.get(name, set())
        read = records(unzipped, name)
        assert len(read) == len(known)
        for row in read:
            record = known[row.get("id") or row["key"]]
            bare = {k: v for k, v in row.items() if k not in extras}
            assert tables.plain(type(record).model_validate(bare)) == tables.plain(record)


def test_csv_says_what_json_says(unzipped: Path) -> None:
    for name in WITH_JSON:
        lines, read = rows(unzipped, name), records(unzipped, name)
        assert len(lines) == len(read)
        for line, row in zip(lines, read, strict=True):
            for column in schema.columns(LISTED[name].model):
                value = row.get(column.of, "")
                if isinstance(value, dict):
                    value = value.get(column.name.removeprefix(f"{column.of}_"), "")
                elif isinstance(value, list):
                    value = [v["key"] if isinstance(v, dict) else v for v in value]
                    assert (line[column.name].split(schema.SEPARATOR) if line[column.name] else []) == value
                    continue
                elif isinstance(value, bool):
                    value = "true" if value else "false"
                assert line[column.name] == str(value)


def test_figures_quotations_and_citations_can_be_put_back_into_their_claims(unzipped: Path) -> None:
    figures, quotes, citations = (rows(unzipped, n) for n in ("claim-figures", "claim-quotes", "citations"))
    for claim in records(unzipped, "claims"):
        mine = {r["name"]: r for r in figures if r["claim"] == claim["id"]}
        assert mine.keys() == claim.get("figures", {}).keys()
        for name, figure in claim.get("figures", {}).items():
            for part in ("value", "low", "high"):
                assert mine[name][part] == str(figure.get(part, ""))
            assert (mine[name]["unit"], mine[name]["display"]) == (figure["unit"], figure["display"])
        assert [r["words"] for r in quotes if r["claim"] == claim["id"]] == [
            q["words"] for q in claim.get("quotes", [])
        ]
        cited = [r for r in citations if (r["table"], r["record"]) == ("claims", claim["id"])]
        assert [(r["source"], r["locator"]) for r in cited] == [
            (s["key"], s.get("locator", "")) for s in claim["sources"]
        ]


def test_loose_files_and_zip_are_the_same_bytes(site: Path, unzipped: Path) -> None:
    for file in (site / "data").iterdir():
        packed = unzipped / file.name
        if file.suffix in (".json", ".csv", ".ris", ".bib") and packed.exists():
            assert file.read_bytes() == packed.read_bytes(), file.name


def test_every_json_file_fits_its_schema(unzipped: Path) -> None:
    for name in WITH_JSON:
        description = json.loads((unzipped / f"{name}.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(description)
        content = json.loads((unzipped / f"{name}.json").read_text(encoding="utf-8"))
        assert content["schema"] == f"{name}.schema.json"
        jsonschema.validate(content, description)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("claims", {"status": "true"}),
        ("claims", {"score": 5}),
        ("claims", {"checked": "22 November 2026"}),
        ("claims", {"sources": []}),
        ("claims", {"id": "Dallas Search"}),
        ("claims", {"figures": {"x": {"value": "12", "unit": "bodies", "display": "12"}}}),
        ("events", {"date": "April 2021"}),
        ("sources", {"kind": "blog"}),
        ("corrections", {"whose": "theirs"}),
        ("article-check", {"verdict": "false"}),
    ],
)
def test_a_broken_file_does_not_fit_its_schema(unzipped: Path, name: str, change: dict[str, Any]) -> None:
    description = json.loads((unzipped / f"{name}.schema.json").read_text(encoding="utf-8"))
    content = json.loads((unzipped / f"{name}.json").read_text(encoding="utf-8"))
    broken = copy.deepcopy(content)
    broken["records"][0] |= change
    checker = jsonschema.Draft202012Validator(description, format_checker=jsonschema.FormatChecker())
    assert not list(checker.iter_errors(content))
    assert list(checker.iter_errors(broken))


def test_every_column_is_explained_in_the_dictionary(unzipped: Path) -> None:
    explained = {(r["table"], r["column"]): r["description"] for r in rows(unzipped, "data-dictionary")}
    for name in LISTED:
        for column in rows(unzipped, name)[0]:
            assert len(explained[name, column]) > 5, (name, column)
    assert not [k for k, text in explained.items() if "None" in text or text.startswith(":")]


def test_the_data_page_names_every_file_and_explains_every_column(site: Path) -> None:
    page = lxml.html.parse(str(site / "data-downloads.html")).getroot()
    linked = {href for href in page.xpath("//article//a/@href") if href.startswith("data/")}
    published_files = {
        f"data/{f.name}" for f in (site / "data").iterdir() if f.suffix in (".json", ".csv", ".ris", ".zip")
    }
    assert not published_files - linked
    for name in WITH_JSON:
        shown = page.xpath(f"//li[@id='data-{name}']//dt/code/text()")
        assert shown == [c.name for c in schema.columns(LISTED[name].model)]


def test_the_datapackage_validates_with_frictionless(unzipped: Path) -> None:
    report = frictionless.Package(str(unzipped / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "type", "message"])[:5]
    assert {task.name for task in report.tasks} == set(LISTED)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("claim-figures", "dallas-search-range,", "dallas-search-rage,"),
        ("citations", ",gizmodo2021dallas,", ",gizmodo2021texas,"),
        ("claims", ",reported,", ",rumored,"),
        ("sources", ",2026-11-22,", ",22.11.2026,"),
    ],
    ids=["unknown claim", "unknown source", "unknown status", "no date"],
)
def test_frictionless_finds_what_is_broken(unzipped: Path, tmp_path: Path, name: str, old: str, new: str) -> None:
    for file in unzipped.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    support.edit(tmp_path / f"{name}.csv", old, new)
    assert not frictionless.Package(str(tmp_path / "datapackage.json")).validate().valid


def test_a_stranger_rebuilds_the_table_of_answers(unzipped: Path) -> None:
    cells = [r for r in rows(unzipped, "chart-values") if r["chart"] == "dataset-responses"]
    table: dict[str, dict[str, str]] = {}
    for cell in cells:
        table.setdefault(cell["row"], {})[cell["column"]] = cell["value"]
    answers = {row["answer"]: int(row["value"]) for row in table.values()}
    assert answers == {"confirmed": 335, "denied": 210, "declined to say": 97, "no reply": 1161}
    (chart,) = [r for r in rows(unzipped, "charts") if r["id"] == "dataset-responses"]
    assert sum(answers.values()) == int(chart["total"]) == 1803
    assert "inside the" in chart["caveat"]


def test_a_stranger_rebuilds_the_timeline(unzipped: Path, site: Path) -> None:
    events = rows(unzipped, "events")
    assert [e["date"] for e in events] == sorted(e["date"] for e in events)
    page = lxml.html.parse(str(site / "timeline.html")).getroot()
    shown = page.xpath("//ol[contains(@class, 'timeline')]/li[contains(@class, 'event')]")
    assert [e["id"] for e in events] == [element.get("id") for element in shown]
    for event, element in zip(events, shown, strict=True):
        assert element.xpath(".//time/@datetime")[0] == event["date"]
        assert words.curl(event["title"]) in element.text_content()


def test_a_stranger_cites_a_claim(unzipped: Path) -> None:
    (claim,) = [r for r in rows(unzipped, "claims") if r["id"] == "dataset-1803"]
    assert claim["citation"].startswith("“The table lists 1,803 agencies.")
    assert claim["citation"].endswith("The Dallas Searches, claim dataset-1803, checked November 22, 2026.")
    assert (
        parse_file(str(unzipped / "claims.bib"))
        .entries["dataset-1803"]
        .fields["note"]
        .startswith("Claim dataset-1803.")
    )
    ris = {r["id"]: r for r in rispy.loads((unzipped / "claims.ris").read_text(encoding="utf-8"))}
    assert ris["dataset-1803"]["title"].startswith("The table lists 1,803 agencies.")
    keys = [
        r["source"] for r in rows(unzipped, "citations") if r["table"] == "claims" and r["record"] == "dataset-1803"
    ]
    sources = {r["key"]: r["title"] for r in rows(unzipped, "sources")}
    assert [sources[key] for key in keys]
    readme = (unzipped / "README.md").read_text(encoding="utf-8")
    for promised in ("chart-values.csv", "events.csv", "citation", "What stays the same", "CC BY 4.0"):
        assert promised in readme


def test_sources_parse_as_biblatex_ris_and_csl(unzipped: Path, library: Library) -> None:
    assert set(parse_file(str(unzipped / "sources.bib")).entries) == set(library.sources)
    ris = {r["id"]: r for r in rispy.loads((unzipped / "sources.ris").read_text(encoding="utf-8"))}
    items = json.loads((unzipped / "sources.csl.json").read_text(encoding="utf-8"))
    csl = CiteProcJSON(items)
    assert ris.keys() == set(csl) == library.sources.keys()
    for source in library.sources.values():
        entry = ris[source.key]
        assert entry["title"] == " ".join(source.title.split())
        assert len(entry.get("authors", [])) == len(source.authors)
        assert entry.get("urls", [None])[0] == source.url
        assert csl[source.key]["title"]
    by_id = {item["id"]: item for item in items}
    assert by_id["gizmodo2021dallas"]["author"] == [{"literal": "Gizmodo"}]
    assert by_id["gizmodo2021dallas"]["issued"] == {"date-parts": [[2021, 4, 7]]}
    assert by_id["hill2020secretive"]["author"] == [{"family": "Hill", "given": "Kashmir"}]


def test_every_claim_has_bibtex_and_ris_of_its_own(site: Path, library: Library) -> None:
    for claim in library.claims.values():
        bib = parse_string((site / "data" / "claims" / f"{claim.id}.bib").read_text(encoding="utf-8"), "bibtex")
        assert list(bib.entries) == [claim.id]
        assert bib.entries[claim.id].fields["urldate"] == claim.checked
        (ris,) = rispy.loads((site / "data" / "claims" / f"{claim.id}.ris").read_text(encoding="utf-8"))
        assert (ris["id"], ris["title"]) == (claim.id, claim.statement)
        assert "url" not in bib.entries[claim.id].fields, "no address is set, so none may be printed"


def test_a_published_claim_is_cited_with_its_address(published: Published) -> None:
    wanted = f"{ADDRESS}claims.html#samples-over"
    bib = parse_file(str(published.site / "data/claims/samples-over.bib"))
    assert bib.entries["samples-over"].fields["url"] == wanted
    (ris,) = rispy.loads((published.site / "data/claims/samples-over.ris").read_text(encoding="utf-8"))
    assert ris["urls"] == [wanted]
    page = lxml.html.parse(str(published.site / "claims.html")).getroot()
    (cite,) = page.xpath("//section[@id='samples-over']//div[@class='cite']")
    assert wanted in cite.text_content()
    assert cite.xpath(".//a/@href") == ["data/claims/samples-over.bib", "data/claims/samples-over.ris"]


def test_a_claim_on_one_weak_source_says_so_and_others_do_not(site: Path, library: Library) -> None:
    page = lxml.html.parse(str(site / "claims.html")).getroot()
    for claim in library.claims.values():
        said = page.xpath(f"//section[@id='{claim.id}']//dt[text()='Rests on']/following-sibling::dd")
        keys = {c.key for c in claim.sources}
        source = library.sources[next(iter(keys))]
        weak = source.kind in ("advocacy", "reference") or source.is_copy or claim.level == "unverified"
        assert bool(said) == (len(keys) == 1 and weak), claim.id
    assert "One source, read in a copy" in page.xpath("string(//section[@id='correction-what'])")


def test_an_old_check_is_told_to_editors_and_to_readers(published: Published, small: Path) -> None:
    old = lxml.html.parse(str(published.site / "about.html")).getroot()
    assert "more than 180 days before this copy was made" in old.xpath("string(//p[@class='notice-old'])")
    assert "docs/about.md: last checked on July 20, 2024" in published.built
    assert "sources were last checked more than 180 days ago" in published.built
    assert not lxml.html.parse(str(small / "about.html")).getroot().xpath("//p[@class='notice-old']")


@pytest.mark.parametrize(("today", "old"), [("2027-05-21", False), ("2027-05-22", True)])
def test_old_begins_after_180_days(monkeypatch: pytest.MonkeyPatch, today: str, old: bool) -> None:
    monkeypatch.setenv("EXPLAINER_TODAY", today)
    assert freshness.is_old("2026-11-22") is old


def test_the_day_of_the_build_can_be_set_and_must_be_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EXPLAINER_TODAY", raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    assert freshness.today().isoformat() == "2026-11-23"
    monkeypatch.setenv("EXPLAINER_TODAY", "tomorrow")
    with pytest.raises(EditorError, match="'tomorrow' is no date"):
        freshness.today()


def test_a_new_correction_is_in_the_data(published: Published, small: Path) -> None:
    after = {r["id"]: r for r in records(published.site / "data", "corrections")}
    assert after[CORRECTION]["address"] == f"corrections.html#{CORRECTION}"
    assert CORRECTION in {r["id"] for r in rows(published.site / "data", "corrections")}
    assert CORRECTION not in {r["id"] for r in records(small / "data", "corrections")}
    with zipfile.ZipFile(published.site / "data/brookmere-pool-water-data.zip") as archive:
        assert CORRECTION in archive.read("corrections.csv").decode()


def test_columns_keep_their_old_names_in_the_files_of_an_earlier_version(site: Path) -> None:
    new, old = rows(site / "data", "checklist"), rows(site / "data/v1", "checklist")
    assert {"dallas", "dallas_status", "dallas_sources"} <= old[0].keys()
    assert [r["practice"] for r in new] == [r["dallas"] for r in old]
    content = json.loads((site / "data/v1/checklist.json").read_text(encoding="utf-8"))
    assert content["version"] == "1.0"
    jsonschema.validate(content, json.loads((site / "data/v1/checklist.schema.json").read_text(encoding="utf-8")))


# -- copies for programs -----------------------------------------------------------------------------------


def test_a_markdown_copy_holds_every_word_of_its_page(site: Path, built: list[BuiltPage]) -> None:
    for page in built:
        copy = (site / page.path).with_suffix(".md")
        if not copy.is_file():
            continue
        said = _letters(copy.read_text(encoding="utf-8"))
        gone = "ancestor-or-self::*[self::nav or self::button or self::form or self::svg or self::script or @hidden"
        gone += " or contains(@class, 'headerlink') or contains(@class, 'cite')]"
        texts = [str(t) for t in page.tree.xpath(f"//article//text()[not({gone})]")]
        assert len(texts) > 10
        lost = [text for text in texts if _letters(text) not in said]
        assert not lost, (page.path, lost[:5])


def _letters(text: str) -> str:
    """Letters and digits alone: marks of Markdown and line ends left out."""
    return re.sub(r"[\W_]+", "", text)
