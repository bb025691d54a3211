"""
Records as HTML: renders `overrides/components/*.html` and hands the result to Markdown as elements.

Templates write well-formed XHTML with links to `.md` files. The engine resolves and checks those
links as it does an author's, so a component cannot link to a page or anchor that is not there.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as etree

import jinja2
from markdown.util import AtomicString
from markupsafe import Markup

from explainer.facts import chart_table, words
from explainer.facts.checkout import OVERRIDES
from explainer.facts.library import Library
from explainer.facts.records import Chart, Sum
from explainer.shown import charts, notes, templates
from explainer.shown.charts.svg import XMLNS, percent
from explainer.text import cites, pages

TEMPLATES = OVERRIDES / "components"


def _linked(chart: Chart) -> set[str]:
    """The claims that the figures of a drawing lead to."""
    rows = {chart_table.claim_of(row, chart) for row in (*chart.drawn, *chart.apart)}
    parts = [*(subset.claim for subset in chart.subsets), *(column.claim for column in chart.columns)]
    return rows | set(filter(None, parts))


def _inline(drawing: etree.Element) -> Markup:
    """A drawing as it stands in a page, where <svg> needs no name of its kind."""
    text = etree.tostring(drawing, encoding="unicode")
    return Markup(text.replace(f' xmlns="{XMLNS}"', "", 1))  # noqa: S704 (made by this package, escaped by etree)


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    env = templates.environment(TEMPLATES)
    filters = (
        *(words.event_day, words.host, words.publisher, words.sentence_place, words.weakness),
        *(notes.brief, notes.keys, notes.outlet, notes.standing),
    )
    env.filters |= {f.__name__: f for f in filters} | {"place": percent, "svg": _inline}
    for name in ("LEVELS", "VERDICTS", "SOURCE_KINDS", "SOURCE_KIND", "CORRECTION_KINDS", "WHOSE"):
        env.globals[name] = getattr(words, name)
    return env


class Components:
    """Renders components for one page."""

    def __init__(self, library: Library, src: str, docs: Path) -> None:
        self.library = library
        self.src = src
        self.docs = docs
        self.homes = cites.homes(docs)
        self._charts: Counter[str] = Counter()

    def render(self, template: str, **values: Any) -> list[etree.Element]:
        """The elements of a template; text in them is final and not read as Markdown again."""
        html = (
            _environment()
            .get_template(f"{template}.html")
            .render(lib=self.library, to=self.to, page=self.link, src=self.src, **values)
        )
        root = etree.fromstring(f"<div>{html}</div>")  # noqa: S314 (our own templates, escaped by Jinja)
        for element in root.iter():
            element.text = AtomicString(element.text) if element.text else None
            element.tail = AtomicString(element.tail) if element.tail else None
        return list(root)

    def to(self, kind: str, record_id: str) -> str:
        """Link from this page to the permanent place of a record."""
        return self.link(f"{self.homes[kind]}#{cites.anchor(record_id)}")

    def link(self, path: str) -> str:
        """Link from this page to the page source `path`."""
        return pages.relative(path, self.src)

    def chart(self, chart: Chart, *, only: str, brief: bool) -> dict[str, Any]:
        """What the template of a chart shows; `brief` leaves the limits to its own page, `only` picks rows."""
        self._charts[chart.id] += 1
        again = self._charts[chart.id]
        prefix = f"chart-{chart.id}" + (f"-{again}" if again > 1 else "")
        return {
            "chart": chart,
            "prefix": prefix,
            "table": chart_table.table(chart, self.library, only),
            "keys": [cite.key for cite in chart.sources],
            "brief": brief,
            "rests": [claim for claim in chart.claim_ids if only or not chart.draw or claim not in _linked(chart)],
            "drawing": {"form": ""} if only else charts.draw(chart, self.library, prefix),
            "home": cites.chart_home(chart.id, self.docs),
        }

    def sum(self, item: Sum) -> dict[str, Any]:
        """What the template of a recomputed sum shows; every part leads to its claim."""
        references = (*item.parts, item.result)
        values = [self.library.figure_value(ref) or Decimal(0) for ref in references]
        shown = [(r.partition(".")[0], chart_table.number(v)) for r, v in zip(references, values, strict=True)]
        sign = {"sum": "+", "difference": "−", "ratio": "÷", "percent": "of"}[item.kind]
        return {"item": item, "parts": shown[:-1], "sign": sign, "result": shown[-1]}
