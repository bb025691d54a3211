"""The files in `data/` of the built site, and the zip that holds all of them with a README and a datapackage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from explainer.facts import citations as cite
from explainer.facts.library import Library
from explainer.facts.settings import Settings
from explainer.out import calendar, chart_files, csvfile, schema, tables
from explainer.out.archive import zipped
from explainer.out.tables import LICENSE, VERSION, Table, dump
from explainer.text import cites

LICENSE_URL = "https://creativecommons.org/licenses/by/4.0/"
# Foreign keys of the flat tables: (table, column, table it points at, column there).
KEYS = [
    ("claim-figures", "claim", "claims", "id"),
    ("claim-quotes", "claim", "claims", "id"),
    ("claim-quotes", "source", "sources", "key"),
    ("citations", "source", "sources", "key"),
    ("chart-values", "chart", "charts", "id"),
    ("checklist", "question_id", "questions", "id"),
]


def zip_name(settings: Settings) -> str:
    """Name of the zip that holds all open data."""
    return f"{settings.slug}-data.zip"


def write(site: Path, lib: Library, docs: Path, settings: Settings, updated: str) -> None:
    """Write `data/` and the zip below `site`; `updated` is the newest editorial date, as YYYY-MM-DD."""
    folder = site / "data"
    for name, content in _files(lib, docs, settings, updated).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def _files(lib: Library, docs: Path, settings: Settings, updated: str) -> dict[str, bytes]:
    """Every file of the open data by its path below `data/`."""
    listed = tables.tables(lib, docs, settings)
    extra = bibliographies(lib) | {"data-dictionary.csv": dictionary(listed)}
    found = dict(extra)
    packed: dict[str, bytes] = {}
    for table in listed:
        files = table.files(updated)
        packed |= files
        found |= files
        for version, renamed in settings.earlier.items():
            if table.name in renamed:
                old = tables.earlier(table, renamed[table.name], version, updated)
                found |= {f"v{version.partition('.')[0]}/{name}": content for name, content in old.items()}
    bib = {claim.id: cite.claim_bibtex(claim, settings).encode() for claim in lib.claims.values()}
    ris = {claim.id: cite.claims_ris([claim], settings).encode() for claim in lib.claims.values()}
    found |= {f"claims/{claim_id}.bib": content for claim_id, content in bib.items()}
    found |= {f"claims/{claim_id}.ris": content for claim_id, content in ris.items()}
    extra["sources.bib"] = (docs / "data" / "sources.bib").read_bytes()
    extra["claims.bib"] = b"".join(bib.values())
    extra["claims.ris"] = cite.claims_ris(lib.claims.values(), settings).encode()
    extra["datapackage.json"] = dump(datapackage(listed, settings, updated))
    extra["README.md"] = readme(listed, settings, updated).encode()
    found |= chart_files.files(lib)
    if lib.events:
        found["timeline.ics"] = calendar.render(lib, settings, cites.homes(docs).get("events", ""))
    return found | {zip_name(settings): zipped(dict(sorted((packed | extra).items())), updated)}


def bibliographies(lib: Library) -> dict[str, bytes]:
    """The list of sources as RIS and CSL-JSON (BibLaTeX is what the site itself is made from)."""
    sources = lib.sources.values()
    return {
        "sources.ris": cite.sources_ris(sources).encode(),
        "sources.csl.json": dump([cite.source_csl(s) for s in sources]),
    }


def dictionary(listed: list[Table]) -> bytes:
    """Every column of every CSV file: what it holds, of what type, and its allowed values."""
    head = ["table", "column", "type", "required", "description", "allowed_values"]
    rows = [
        [table.name, c.name, c.type, "yes" if c.required else "no", c.description, schema.SEPARATOR.join(c.values)]
        for table in listed
        for c in schema.columns(table.model)
    ]
    return csvfile.render(head, rows)


def datapackage(listed: list[Table], settings: Settings, updated: str) -> dict[str, Any]:
    """The Frictionless description of the zip's files."""
    package: dict[str, Any] = {
        "profile": "data-package",
        "name": settings.slug,
        "title": f"{settings.name}: data",
        "description": settings.description or f"The records behind {settings.name}.",
        "version": VERSION,
        "created": f"{updated}T00:00:00Z",
        "licenses": [{"name": LICENSE, "path": LICENSE_URL, "title": "Creative Commons Attribution 4.0"}],
        "resources": [_resource(table, {t.name for t in listed}) for table in listed],
    }
    if settings.url:
        package["homepage"] = settings.url
    return package


def _resource(table: Table, names: set[str]) -> dict[str, Any]:
    structure: dict[str, Any] = {"fields": [_field(c) for c in schema.columns(table.model)], "missingValues": [""]}
    if table.key:
        structure["primaryKey"] = list(table.key)
    keys = [
        {"fields": [column], "reference": {"resource": other, "fields": [there]}}
        for name, column, other, there in KEYS
        if name == table.name and other in names
    ]
    if keys:
        structure["foreignKeys"] = keys
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": table.title,
        "description": table.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": structure,
    }


def _field(column: schema.Column) -> dict[str, Any]:
    limits: dict[str, Any] = {"required": True} if column.required else {}
    if column.values:
        limits["enum"] = list(column.values)
    if column.pattern:
        limits["pattern"] = column.pattern
    found: dict[str, Any] = {"name": column.name, "type": column.type, "description": column.description}
    return found | ({"constraints": limits} if limits else {})


def readme(listed: list[Table], settings: Settings, updated: str) -> str:
    """What the zip holds and how to use it, for someone who has nothing else."""
    rows = "\n".join(
        f"| {t.name}.csv{f', {t.name}.json' if t.json else ''} | {t.about} | {len(t.rows)} |" for t in listed
    )
    where = f"\nThe site: {settings.url}\n" if settings.url else ""
    return f"""# {settings.name}: data

{settings.description}
{where}
Version {VERSION} of the format. Facts as of {updated}. License: CC BY 4.0 ({LICENSE_URL}).
Quotations belong to their speakers. A change in one file is a change in all: they are written together.

## Files

| File | What it holds | Rows |
| --- | --- | --- |
{rows}
| sources.bib, sources.ris, sources.csl.json | The sources for reference tools | |
| claims.bib, claims.ris | The claims for reference tools | |
| *.schema.json | JSON Schema of each JSON file | |
| data-dictionary.csv | Every column in words, with its allowed values | |
| datapackage.json | Frictionless Data Package: types, keys and links of the CSV files | |

CSV files are UTF-8 with commas. Where a cell holds several values, ` | ` stands between them.
A text that begins with =, +, - or @ has an apostrophe before it, so that no spreadsheet takes it for a formula; the
JSON files hold it as it is. Where a spreadsheet shows odd signs in place of “ and ’, open the file as UTF-8
(Excel: Data, From Text/CSV).
JSON files hold the same records with their nested lists. No value is empty: a missing field is not known.

## Things to do with it

{_uses(listed)}- To cite a claim: the column `citation` of claims.csv is ready to copy; claims.bib and claims.ris
  hold every claim under its id. Please cite the source behind the claim too: citations.csv leads from its id to
  sources.csv.

Take the `nuance` of a claim along with its figures, and print a range as a range.

## What stays the same

Ids, file names and columns of version 2 stay as they are. New records, columns and files may be added at any time.
A change that could break a program raises the version to 3, and the version 2 files stay beside the new ones.
A record that turns out wrong is mended under its id, and corrections.csv says what was wrong.
"""


def _uses(listed: list[Table]) -> str:
    """How to use tables that not every explainer has."""
    tables_ = {table.name: table for table in listed}
    found = ""
    if "charts" in tables_:
        chart = tables_["charts"].rows[0]
        cells = ", ".join(f"`{name}`" for name in chart["data"][0])
        found += (
            f"- A chart as a table: in chart-values.csv take the rows whose chart is, say, `{chart['id']}`.\n"
            f"  Each row number is one line; its cells are {cells}. Read the chart's caveat in charts.csv first.\n"
        )
    if "events" in tables_:
        found += "- The timeline: events.csv is in the order of its dates; none is more exact than its `precision`.\n"
    return found
