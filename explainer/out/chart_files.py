"""
The files behind the charts: `data/charts/<id>.json` and `<id>.csv`, written into the built site.

The JSON holds the numbers with their unit, sources and limits, and `drawing`: all that is needed to
draw the chart again (kind, axes, which rows are left out). The CSV holds the table that stands on the page.
"""

from __future__ import annotations

from explainer.facts.chart_table import table
from explainer.facts.library import Library
from explainer.facts.records import Chart
from explainer.out import csvfile
from explainer.out.tables import dump

DRAWING = {"draw", "axis", "apart_axis", "apart_title", "joins", "total_label"}


def files(library: Library) -> dict[str, bytes]:
    """The files of every chart that has columns, by their path below `data/`."""
    found: dict[str, bytes] = {}
    for chart in library.charts.values():
        if chart.columns:
            found[f"charts/{chart.id}.json"] = as_json(chart, library)
            found[f"charts/{chart.id}.csv"] = as_csv(chart, library)
    return found


def as_json(chart: Chart, library: Library) -> bytes:
    """The record, its drawing and the titles of its sources."""
    record = chart.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    drawing = {key: record.pop(key) for key in list(record) if key in DRAWING}
    if "total" in record:
        record["total"] = float(record["total"])
    keys = {c.key for c in chart.sources} | {
        s["key"] for row in (*chart.data, *chart.apart) for s in row.get("sources", [])
    }
    titles = {k: {"title": s.title, "url": s.url} for k, s in library.sources.items() if k in keys}
    return dump({**record, "drawing": drawing, "bibliography": titles, "license": "CC BY 4.0"})


def as_csv(chart: Chart, library: Library) -> bytes:
    """
    The table as it stands on the page; sources as their keys.

    Sources that stand beside words in a cell go into a last column of their own, so that words and numbers stay clean.
    """
    shown = table(chart, library)
    beside = [" ".join(key for c in row if c.text for key in c.sources) for row in shown.rows]
    rows: list[list[str]] = [[c.text or " ".join(c.sources) for c in row] for row in shown.rows]
    if any(beside):
        return csvfile.render([*shown.heads, "Sources"], ([*row, keys] for row, keys in zip(rows, beside, strict=True)))
    return csvfile.render(shown.heads, rows)
