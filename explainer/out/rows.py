"""Record types of the flat tables: lists inside records, one entry a line."""

from __future__ import annotations

from pydantic import Field

from explainer.facts.records import Figure, Quote, Record, Text


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
