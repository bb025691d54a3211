"""
The published tables: which there are, their rows, and the files each becomes.

`tables` is the one list; a line more there is a table more in the folder `data/`, in the zip, in its
datapackage, in the data dictionary and on the page about the data.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, create_model

from explainer.facts import citations as cite
from explainer.facts import words
from explainer.facts.addresses import encoded
from explainer.facts.library import Library
from explainer.facts.records import (
    Chart,
    Claim,
    Correction,
    Event,
    PolicyQuestion,
    Question,
    Saying,
    SearchWord,
    Sentence,
    Source,
    Sum,
    Term,
    Text,
)
from explainer.facts.settings import Settings
from explainer.out import csvfile, schema
from explainer.out.rows import ChartValue, CitationRow, FigureRow, QuoteRow
from explainer.text import cites, pages

VERSION = "2.0"  # raised where a program that reads the files must be changed (CHANGELOG.md)
LICENSE = "CC-BY-4.0"


@dataclass(frozen=True)
class Table:
    """One published table. `json` is False for tables that restate nested lists."""

    name: str
    title: str
    about: str
    model: type[BaseModel]
    rows: list[dict[str, Any]]
    key: tuple[str, ...] = ("id",)
    json: bool = True

    def files(self, updated: str) -> dict[str, bytes]:
        """The table's files by name: JSON with its schema, and CSV."""
        found = {f"{self.name}.csv": self.csv()}
        if self.json:
            head = {"name": self.name, "title": self.title, "description": self.about, "version": VERSION}
            more = {"license": LICENSE, "updated": updated, "schema": f"{self.name}.schema.json", "records": self.rows}
            found[f"{self.name}.json"] = dump({**head, **more})
            found[f"{self.name}.schema.json"] = dump(schema.of_file(self.name, self.title, self.about, self.model))
        return found

    def csv(self) -> bytes:
        """The table as CSV (RFC 4180, UTF-8)."""
        names = [column.name for column in schema.columns(self.model)]
        lines = (schema.cells(row, self.model) for row in self.rows)
        return csvfile.render(names, ([line[name] for name in names] for line in lines))


def tables(lib: Library, docs: Path, settings: Settings) -> list[Table]:
    """Every published table that has rows."""
    homes = cites.homes(docs)
    used = cites.usage(pages.Page.read_all(docs), lib)

    def claim(c: Claim) -> dict[str, Any]:
        cited_on = [path for path, _ in used.get(c.id, [])]
        more = {"topic": lib.topics[c.id], "pages": cited_on, "citation": cite.claim_text(c, settings)}
        return {**_row(c, homes.get("claims", "")), **more}

    def event(e: Event) -> dict[str, Any]:
        region = {"region": lib.region_of(e.place)} if lib.region_of(e.place) else {}
        return {**_row(e, homes.get("events", "")), "date_in_words": words.event_day(e), **region}

    event_extras = {
        "date_in_words": (Text, Field(description="The date as the pages print it")),
        "region": (str, Field("", description="Region by which the timeline filters; empty where no place is clear")),
    }
    claim_extras = {
        "topic": (Text, Field(description="Subject of the claim")),
        "pages": (list[Text], Field(description="Pages of this site that cite the claim")),
        "citation": (Text, Field(description="How to cite the claim, ready to copy")),
    }
    found = [
        _table("claims", "Claims", Claim, map(claim, lib.claims.values()), claim_extras,
               about="Every checked statement, with who says it, status, level and sources."),
        Table("claim-figures", "Figures of the claims", "Every number, one a line, with its unit and range.", FigureRow,
              [{"claim": c.id, "name": i, **plain(f)} for c in lib.claims.values() for i, f in c.figures.items()],
              ("claim", "name"), json=False),
        Table("claim-quotes", "Quotations of the claims", "Exact words of named speakers, one quotation a line.",
              QuoteRow, [{"claim": c.id, **plain(q)} for c in lib.claims.values() for q in c.quotes], (), json=False),
        _table("sources", "Sources", Source, _rows(lib.sources, homes.get("sources", "")), key=("key",),
               about="Every source: who, what, when, and what we read of it."),
        _table("events", "Events", Event, map(event, lib.events.values()), event_extras,
               about="The timeline, in the order of its dates."),
        _table("terms", "Terms", Term, _rows(lib.terms, homes.get("terms", "")), about="The glossary."),
        _table("article-check", "Article check", Sentence, _rows(lib.sentences, homes.get("sentences", "")),
               about="Each factual sentence of the article, in our words, beside what the sources say."),
        _table("corrections", "Corrections", Correction,
               (_row(c, homes.get("corrections", "")) for c in lib.newest_corrections()),
               about="What was wrong, what is right, when it was put right and why it matters."),
        _table("questions", "Open questions", Question, _rows(lib.questions, homes.get("questions", "")),
               about="What is not known, what would settle it, and whom to ask."),
        _table("checklist", "Policy checklist", PolicyQuestion, _rows(lib.checklist, homes.get("checklist", "")),
               about="What rules ask for, and what is known of the practice."),
        _table("sayings", "Sayings", Saying, _rows(lib.sayings, homes.get("sayings", "")),
               about="What people say, whether it holds, and the sentence to use instead."),
        Table("charts", "Charts", "The numbers behind every chart, with unit, caveat and sources.", Chart,
              [plain(c) for c in lib.charts.values()]),
        Table("chart-values", "Values of the charts", "The rows of every chart, one cell a line.", ChartValue,
              [row for c in lib.charts.values() for row in _values(c)], ("chart", "row", "column"), json=False),
        Table("search-words", "Search words", "Words that readers type, and the words of this site for the same thing.",
              SearchWord, [plain(w) for w in lib.search_words.values()]),
        Table("sums", "Sums", "Arithmetic that the site states; checked at every build.", Sum,
              [plain(s) for s in lib.sums.values()]),
    ]  # fmt: skip
    found = [table for table in found if table.rows]
    pointers = [row for table in found if table.json for row in _citations(table)]
    about = "Which record rests on which source, and where in it."
    return [*found, Table("citations", "Citations", about, CitationRow, pointers, (), json=False)]


def earlier(table: Table, names: dict[str, str], version: str, updated: str) -> dict[str, bytes]:
    """The files of a table with the names that columns had in an earlier version; new columns may stay."""

    def renamed(row: dict[str, Any]) -> dict[str, Any]:
        return {names.get(column, column): value for column, value in row.items()}

    head, end, lines = table.csv().decode().partition("\r\n")
    head = ",".join(names.get(column, column) for column in head.split(","))
    files = table.files(updated)
    data = json.loads(files[f"{table.name}.json"])
    shape = json.loads(files[f"{table.name}.schema.json"])
    record = shape["$defs"]["record"]
    record["properties"] = renamed(record["properties"])
    record["required"] = [names.get(column, column) for column in record["required"]]
    return {
        f"{table.name}.csv": (head + end + lines).encode(),
        f"{table.name}.json": dump({**data, "version": version, "records": [*map(renamed, data["records"])]}),
        f"{table.name}.schema.json": dump(shape),
    }


def plain(record: BaseModel) -> dict[str, Any]:
    """A record as plain JSON values: no empty values, Decimals as numbers."""
    values: dict[str, Any] = _number(record.model_dump(exclude_none=True))
    return values


def dump(value: Any) -> bytes:
    """JSON that reads well in any editor."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _table(
    name: str,
    title: str,
    model: type[BaseModel],
    rows: Iterable[dict[str, Any]],
    extras: dict[str, Any] | None = None,
    *,
    about: str,
    key: tuple[str, ...] = ("id",),
) -> Table:
    """A table whose records have a place on the site, so that each row says where."""
    address = (Text, Field(description="Where the record stands on the site"))
    fields: dict[str, Any] = {**(extras or {}), "address": address}
    published = create_model(model.__name__, __base__=model, __doc__=model.__doc__, **fields)
    return Table(name, title, about, published, list(rows), key)


def _values(chart: Chart) -> Iterator[dict[str, Any]]:
    for n, row in enumerate(chart.data, 1):
        for column, value in row.items():
            if value is not None:
                yield {"chart": chart.id, "row": n, "column": column, "value": _cell(value)}


def _rows(records: dict[str, Any], home: str) -> Iterator[dict[str, Any]]:
    return (_row(record, home) for record in records.values())


def _row(record: BaseModel, home: str) -> dict[str, Any]:
    name = str(getattr(record, "id", "") or getattr(record, "key", ""))
    return {**plain(record), "address": encoded(f"{pages.html(home)}#{name}")}


def _number(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {k: _number(v) for k, v in value.items() if v is not None and v not in ("", [], {})}
    if isinstance(value, list | tuple):
        return [_number(v) for v in value]
    return value


def _cell(value: Any) -> str:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _citations(table: Table) -> Iterator[dict[str, Any]]:
    for row in table.rows:
        for name in ("sources", "standard_sources", "practice_sources"):
            for n, cited in enumerate(row.get(name, []), 1):
                record = {"table": table.name, "record": row["id"], "field": name, "position": n}
                yield {**record, "source": cited["key"], **{k: v for k, v in cited.items() if k == "locator"}}
