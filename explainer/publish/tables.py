"""
The published tables: which there are, their rows, and the files each becomes.

`tables` is the one list; a line more there is a table more in the folder `data/`, in the zip, in its
datapackage, in the data dictionary and on the page about the data.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, create_model

from explainer import components, pages
from explainer.library import Library
from explainer.publish import cite, schema
from explainer.records import (
    Chart, Claim, Correction, Event, Figure, PolicyQuestion, Question, Quote, Record, Sentence, Source, Sum, Term, Text,
)  # fmt: skip
from explainer.settings import Settings

VERSION = "1.0"
LICENSE = "CC-BY-4.0"


@dataclass(frozen=True)
class Table:
    """One published table. `json` is False for tables that only restate nested lists; `loose` False: in the zip only."""

    name: str
    title: str
    about: str
    model: type[BaseModel]
    rows: list[dict[str, Any]]
    key: tuple[str, ...] = ("id",)
    json: bool = True
    loose: bool = True

    def files(self, updated: str) -> dict[str, bytes]:
        """The table's files by name: JSON with its schema, and CSV."""
        found = {f"{self.name}.csv": self.csv()}
        if self.json:
            head = {"name": self.name, "title": self.title, "description": self.about, "version": VERSION}
            body = {**head, "license": LICENSE, "updated": updated, "schema": f"{self.name}.schema.json", "records": self.rows}
            found[f"{self.name}.json"] = dump(body)
            found[f"{self.name}.schema.json"] = dump(schema.of_file(self.name, self.title, self.about, self.model))
        return found

    def csv(self) -> bytes:
        """The table as CSV (RFC 4180, UTF-8)."""
        out = io.StringIO()
        writer = csv.DictWriter(out, [c.name for c in schema.columns(self.model)])
        writer.writeheader()
        writer.writerows(schema.cells(row, self.model) for row in self.rows)
        return out.getvalue().encode()


class FigureRow(Figure):
    """A figure of a claim, on a line of its own."""

    claim: Text = Field(description="Id of the claim")
    name: Text = Field(description="Short name of the figure in the claim")


class QuoteRow(Quote):
    """A quotation of a claim, on a line of its own."""

    claim: Text = Field(description="Id of the claim")


class CitationRow(Record):
    """One pointer from a record at a source."""

    table: Text = Field(description="Table in which the record stands")
    record: Text = Field(description="Id of the record")
    field: Text = Field(description="Field of the record that cites the source")
    position: int = Field(description="Place among the sources of that field, from 1")
    source: Text = Field(description="Key of the source in sources.csv")
    locator: Text | None = Field(None, description="Page, section, table or passage in the source")


class ChartValue(Record):
    """One cell of a chart's rows."""

    chart: Text = Field(description="Id of the chart")
    row: int = Field(description="Row of the chart, from 1")
    column: Text = Field(description="Column of the chart")
    value: Text = Field(description="What stands in the cell")


def tables(lib: Library, docs: Path, settings: Settings) -> list[Table]:
    """Every published table, with its rows."""
    used = components.usage(docs)
    claim_extras = {
        "topic": (Text, Field(description="Subject of the claim")),
        "pages": (list[Text], Field(description="Pages of this site that cite the claim")),
        "citation": (Text, Field(description="How to cite the claim, ready to copy")),
    }
    found = [
        _table("claims", "Claims", "Every checked statement, with who says it, status, level and sources.", Claim,
               [{**_row(c, "claims"), "topic": lib.topics[c.id], "pages": [p for p, _ in used.get(c.id, [])],
                 "citation": cite.claim_text(c, settings)} for c in lib.claims.values()], claim_extras),
        Table("claim-figures", "Figures of the claims", "Every number, one a line, with its unit and range.", FigureRow,
              [{"claim": c.id, "name": n, **plain(f)} for c in lib.claims.values() for n, f in c.figures.items()],
              ("claim", "name"), json=False),
        Table("claim-quotes", "Quotations of the claims", "Exact words of named speakers, one quotation a line.", QuoteRow,
              [{"claim": c.id, **plain(q)} for c in lib.claims.values() for q in c.quotes], (), json=False),
        _table("sources", "Sources", "Every source: who, what, when, and what we read of it.", Source,
               [_row(s, "sources") for s in lib.sources.values()], key=("key",)),
        _table("events", "Events", "The timeline, in the order of its dates.", Event,
               [_row(e, "events") for e in lib.events.values()], loose=False),
        _table("terms", "Terms", "The glossary.", Term, [_row(t, "terms") for t in lib.terms.values()]),
        _table("article-check", "Article check", "Each factual sentence of the article, in our words, beside what the sources say.",
               Sentence, [_row(s, "sentences") for s in lib.sentences.values()]),
        _table("corrections", "Corrections", "What was wrong, what is right, when it was put right and why it matters.",
               Correction, [_row(c, "corrections") for c in lib.newest_corrections()]),
        _table("questions", "Open questions", "What is not known, what would settle it, and whom to ask.", Question,
               [_row(q, "questions") for q in lib.questions.values()]),
        _table("checklist", "Policy checklist", "Questions for a police face-search policy, and what is reported of Dallas.",
               PolicyQuestion, [_row(q, "checklist") for q in lib.checklist.values()]),
        Table("charts", "Charts", "The numbers behind every chart, with unit, caveat and sources.", Chart,
              [plain(c) for c in lib.charts.values()]),
        Table("chart-values", "Values of the charts", "The rows of every chart, one cell a line.", ChartValue,
              [{"chart": c.id, "row": n, "column": k, "value": _cell(v)}
               for c in lib.charts.values() for n, row in enumerate(c.data, 1) for k, v in row.items() if v is not None],
              ("chart", "row", "column"), json=False),
        Table("sums", "Sums", "Arithmetic that the site states; checked at every build.", Sum, [plain(s) for s in lib.sums.values()]),
    ]  # fmt: skip
    citations = Table("citations", "Citations", "Which record rests on which source, and where in it.", CitationRow,
                      [row for table in found for row in _citations(table)], (), json=False)  # fmt: skip
    return [*found, citations]


def plain(record: BaseModel) -> dict[str, Any]:
    """A record as plain JSON values: no empty values, Decimals as numbers."""
    return {k: v for k, v in _number(record.model_dump(exclude_none=True)).items() if v != [] and v != {}}


def dump(value: Any) -> bytes:
    """JSON that reads well in any editor."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _table(
    name: str,
    title: str,
    about: str,
    model: type[BaseModel],
    rows: list[dict[str, Any]],
    extras: dict[str, Any] | None = None,
    key: tuple[str, ...] = ("id",),
    loose: bool = True,
) -> Table:
    """A table whose records have a place on the site, so that each row says where."""
    address = (Text, Field(description="Where the record stands on the site"))
    fields: dict[str, Any] = {**(extras or {}), "address": address}
    published = create_model(model.__name__, __base__=model, __doc__=model.__doc__, **fields)
    return Table(name, title, about, published, rows, key, loose=loose)


def _row(record: BaseModel, kind: str) -> dict[str, Any]:
    name = str(getattr(record, "id", "") or getattr(record, "key", ""))
    home = pages.html(components.HOMES[kind])
    return {**plain(record), "address": f"{home}#{name}"}


def _number(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {k: _number(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_number(v) for v in value]
    return value


def _cell(value: Any) -> str:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _citations(table: Table) -> Iterator[dict[str, Any]]:
    for row in table.rows:
        for name in ("sources", "standard_sources", "dallas_sources"):
            for n, cited in enumerate(row.get(name, []), 1):
                pointer = {"table": table.name, "record": row.get("id"), "field": name, "position": n, "source": cited["key"]}
                yield {**pointer, **({"locator": cited["locator"]} if cited.get("locator") else {})}
