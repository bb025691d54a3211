"""
Drawings: a record of `docs/data/charts.yml` becomes rows, steps, marks or stems, with its numbers and its words.

Written by hand on purpose. The charting library we tried (Altair with vl-convert) is an 84 MB wheel,
paints a white ground, writes neither <title> nor <desc>, and scales its text away on a phone. What the
site needs is a few rectangles, lines and words. What is drawn stands in `plot`; `overrides/components/drawings.html`
dresses it.
"""

from __future__ import annotations

from typing import Any

from explainer.facts.library import Library
from explainer.facts.records import Chart
from explainer.shown.charts import calendar, ladder, marks, rows, stems
from explainer.shown.charts.plot import ticks


def draw(chart: Chart, library: Library, prefix: str) -> dict[str, Any]:
    """What the template of a drawing shows, and as what: `form` names the macro in `drawings.html`."""
    if chart.draw in rows.PLOTS:
        return {"form": "rows", "plot": rows.PLOTS[chart.draw](chart, library)}
    if chart.draw == "ladder":
        found = ladder.steps(chart, library)
        return {"form": "ladder", "steps": found, "below": ladder.below(found)}
    if chart.draw == "marks":
        return {"form": "marks", "groups": marks.groups(chart)}
    if chart.draw == "calendar":
        return {"form": "calendar", "eras": calendar.eras(chart), "ticks": ticks(chart.scale_axis)}
    if chart.draw == "stems":
        return {"form": "stems", "plot": stems.rows(chart), "svg": stems.draw(chart, prefix)}
    return {"form": chart.draw or ""}
