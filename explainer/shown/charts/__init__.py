"""
Charts: a record of `docs/data/charts.yml` becomes an accessible inline SVG and a table of the same numbers.

Written by hand on purpose. The charting library we tried (Altair with vl-convert) is an 84 MB wheel,
paints a white ground, writes neither <title> nor <desc>, and scales its text away on a phone. What the
site needs is a few rectangles, lines and words; `svg` holds them, one module holds each family.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Callable

from explainer.facts.library import Library
from explainer.facts.records import Chart
from explainer.shown.charts import marks, rows, spread, stems

Draw = Callable[[Chart, Library, str], etree.Element]

KINDS: dict[str, Draw] = {
    "marks": marks.draw,
    "bars": rows.bars,
    "steps": rows.steps,
    "ranges": rows.ranges,
    "series": rows.series,
    "periods": rows.periods,
    "spread": spread.draw,
    "stems": stems.draw,
}


def draw(chart: Chart, library: Library, prefix: str) -> etree.Element | None:
    """The chart as an <svg> whose ids begin with `prefix`; None for a chart that is a table only."""
    return KINDS[chart.draw](chart, library, prefix) if chart.draw else None
