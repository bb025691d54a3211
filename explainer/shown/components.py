"""
Records as HTML: renders `overrides/components/*.html` and hands the result to Markdown as elements.

Templates write well-formed XHTML with links to `.md` files. The engine resolves and checks those
links as it does an author's, so a component cannot link to a page or anchor that is not there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as etree

import jinja2
from markdown.util import AtomicString

from explainer.facts import model_tables, places, words
from explainer.facts.arithmetic import equation
from explainer.facts.library import Library
from explainer.facts.records import Chart, Claim, Event, Question, Sentence, Source
from explainer.shown import charts, notes, templates
from explainer.shown.charts.table import table
from explainer.text import pages

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "overrides" / "components"
CHART_HOME = "dataset/index.md"  # the page that a brief chart leads to
HOMES = {
    "claims": "claims.md",
    "terms": "glossary.md",
    "sources": "sources.md",
    "events": "timeline.md",
    "sentences": "dallas/article.md",
    "questions": "open-questions.md",
    "statuses": "about/method.md",
    "corrections": "corrections.md",
    "checklist": "dallas/policy-questions.md",
}


def target(kind: str, record_id: str, src: str) -> str:
    """Link from the page `src` to the home of a record."""
    return pages.relative(f"{HOMES[kind]}#{anchor(record_id)}", src)


def anchor(record_id: str) -> str:
    """The anchor of a record: its id; status words have their spaces replaced."""
    return record_id.replace(" ", "-")


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    env = templates.environment(TEMPLATES)
    env.filters |= {
        "event_day": words.event_day,
        "host": words.host,
        "publisher": words.publisher,
        "region": places.region,
        "sentence_place": words.sentence_place,
        "brief": notes.brief,
        "keys": notes.keys,
        "outlet": notes.outlet,
        "standing": notes.standing,
    }
    env.globals |= {
        "LEVELS": words.LEVELS,
        "CATEGORIES": words.CATEGORIES,
        "REGIONS": places.REGIONS,
        "TOPICS": words.TOPICS,
        "VERDICTS": words.VERDICTS,
        "SOURCE_KINDS": words.SOURCE_KINDS,
        "SOURCE_KIND": words.SOURCE_KIND,
        "CORRECTION_KINDS": words.CORRECTION_KINDS,
        "WHOSE": words.WHOSE,
    }
    return env


class Choice(NamedTuple):
    """One list of the filter over records: its name in the address, its label, and its (value, words)."""

    name: str
    label: str
    values: list[tuple[str, str]]


class Components:
    """Renders components for one page."""

    def __init__(self, library: Library, src: str, docs: Path) -> None:
        self.library = library
        self.src = src
        self.docs = docs

    def render(self, template: str, **values: Any) -> list[etree.Element]:
        """The elements of a template; text in them is final and not read as Markdown again."""
        html = (
            _environment()
            .get_template(f"{template}.html")
            .render(lib=self.library, to=lambda kind, i: target(kind, i, self.src), page=self.link, **values)
        )
        root = etree.fromstring(f"<div>{html}</div>")  # noqa: S314 (our own templates, escaped by Jinja)
        for element in root.iter():
            if element.text:
                element.text = AtomicString(element.text)
            if element.tail:
                element.tail = AtomicString(element.tail)
        return list(root)

    def link(self, path: str) -> str:
        """Link from this page to the page source `path`."""
        return pages.relative(path, self.src)

    def claim(self, claim: Claim) -> list[etree.Element]:
        """One claim card; its permanent anchor stands in the ledger only."""
        return self.render("claim", claim=claim, in_ledger=False, used_on=[], weak=self._weakness, citation="")

    def _weakness(self, claim: Claim) -> str:
        return words.weakness(claim, self.library.sources)

    def ledger(self, citation: Callable[[Claim], str]) -> list[etree.Element]:
        """All claims by topic, each with the pages that use it and the text of `citation` to cite it by."""
        by_topic: dict[str, list[Claim]] = {topic: [] for topic in words.TOPICS}
        for claim in self.library.claims.values():
            by_topic.setdefault(self.library.topics[claim.id], []).append(claim)
        topics = [(topic, words.TOPICS[topic]) for topic, claims in by_topic.items() if claims]
        statuses = list(dict.fromkeys(claim.status for claim in self.library.claims.values()))
        choices = [
            Choice("topic", "Topic", topics),
            Choice("status", "Status", [(status, status) for status in statuses]),
            Choice("level", "How we checked", list(words.LEVELS.items())),
        ]
        return self.render(
            "ledger",
            by_topic=by_topic,
            choices=choices,
            usage=usage(self.docs),
            weak=self._weakness,
            citation=citation,
        )

    def timeline(self, events: Iterable[Event], *, full: bool) -> list[etree.Element]:
        """An ordered list of events; with year headings and permanent anchors when `full`."""
        years: dict[str, list[Event]] = {}
        for event in events:
            years.setdefault(event.date[:4], []).append(event)
        head = self.render("timeline-head", years=years) if full else []
        return [*head, *self.render("timeline", years=years, full=full)]

    def model(self, chart: Chart) -> list[etree.Element]:
        """The prepared cases of one model as a table, with its assumptions and sources."""
        table = model_tables.TABLES[chart.id]
        rows = [table.cells(row) for row in model_tables.rows(chart)]
        return self.render("model", chart=chart, table=table, rows=rows, assumes=table.assumes(chart.summary))

    def article_check(self, sentences: Iterable[Sentence], *, full: bool) -> list[etree.Element]:
        """Panels "the article says / the sources say"; with permanent anchors when `full`."""
        return self.render("article-check", sentences=list(sentences), full=full)

    def verdicts(self) -> list[etree.Element]:
        """The verdict words, what each means, and how many sentences got it."""
        counts = Counter(s.verdict for s in self.library.sentences.values())
        return self.render("verdicts", counts=counts, total=sum(counts.values()))

    def questions(self, questions: Iterable[Question], *, full: bool) -> list[etree.Element]:
        """Open questions; grouped by topic and with permanent anchors when `full`."""
        by_topic: dict[str, list[Question]] = {topic: [] for topic in words.TOPICS}
        for question in questions:
            topic = self.library.topics[question.claim_ids[0]] if question.claim_ids else "dallas-today"
            by_topic[topic].append(question)
        return self.render("questions", by_topic={t: q for t, q in by_topic.items() if q}, full=full)

    def chart(self, chart: Chart, prefix: str, *, only: str, brief: bool, draw: bool) -> list[etree.Element]:
        """A chart with caption, table and files; `brief` leaves the limits to its own page, `only` picks rows."""
        drawing = charts.draw(chart, self.library, prefix) if draw else None
        shown = table(chart, self.library, only)
        keys = [cite.key for cite in chart.sources]
        elements = self.render(
            "chart",
            chart=chart,
            prefix=prefix,
            table=shown,
            keys=keys,
            brief=brief,
            drawn=drawing is not None,
            home=CHART_HOME,
        )
        for holder in elements[0].iter("div"):
            if drawing is not None and holder.get("class") == "chart-drawing":
                for element in drawing.iter():
                    element.text = AtomicString(element.text) if element.text else None
                    element.tail = AtomicString(element.tail) if element.tail else None
                holder.append(drawing)
        return elements

    def sum(self, sum_id: str) -> list[etree.Element]:
        """One recomputed sum as an equation; every part links to its claim."""
        item = self.library.sums[sum_id]
        values = [self.library.figure_value(ref) or Decimal(0) for ref in (*item.parts, item.result)]
        shown = [equation("sum", [value]) for value in values]
        claim_ids = [ref.partition(".")[0] for ref in (*item.parts, item.result)]
        sign = {"sum": "+", "difference": "−", "ratio": "÷", "percent": "of"}[item.kind]
        return self.render(
            "sum",
            item=item,
            parts=list(zip(claim_ids[:-1], shown[:-1], strict=True)),
            sign=sign,
            result=(claim_ids[-1], shown[-1]),
        )

    def sources(self) -> list[etree.Element]:
        """All sources by kind, each as a card."""
        by_kind: dict[str, list[Source]] = {kind: [] for kind in words.SOURCE_KINDS}
        for source in self.library.sources.values():
            by_kind[source.kind].append(source)
        for group in by_kind.values():
            group.sort(key=lambda s: (words.byline(s).casefold(), s.date or "", s.key))
        by_kind = {kind: group for kind, group in by_kind.items() if group}
        years = sorted({source.date[:4] for source in self.library.sources.values() if source.date}, reverse=True)
        choices = [
            Choice("kind", "Kind", [(kind, words.SOURCE_KINDS[kind]) for kind in by_kind]),
            Choice("year", "Year", [*((year, year) for year in years), ("undated", "undated")]),
            Choice("link", "Link", list(words.SOURCE_LINKS.items())),
        ]
        return self.render("sources", by_kind=by_kind, choices=choices, records=_records_of_sources(self.library))


# -- corrections, open data ----------------------------------------------------------------------------


def page_titles(docs: Path) -> dict[str, str]:
    """Title of each page by its path."""
    return {page.src: page.title for page in pages.Page.read_all(docs)}


def _records_of_sources(library: Library) -> dict[str, list[tuple[str, str]]]:
    """For each source the (kind, id) of claims and events that rest on it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for kind in ("claims", "events", "sentences", "terms", "questions"):
        for record in getattr(library, kind).values():
            for cite in record.sources:
                entry = (kind, record.id)
                if entry not in found.setdefault(cite.key, []):
                    found[cite.key].append(entry)
    return found


class Usage(dict[str, list[tuple[str, str]]]):
    """For each claim the pages that cite it, as (path, title) in the order of the paths. Not changed once made."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple((claim, tuple(cited)) for claim, cited in self.items()))


def usage(docs: Path) -> Usage:
    """Which pages cite which claim."""
    return _usage(Library.read(docs), tuple(pages.Page.read_all(docs)))


@lru_cache(maxsize=2)
def _usage(library: Library, every: tuple[pages.Page, ...]) -> Usage:
    found = Usage()
    for page in every:
        if page.unlisted:
            continue
        ids = [r.id for r in page.references]
        ids += [c for b in page.blocks if b.name == "chart" for i in b.ids() for c in library.charts[i].claims]
        ids += [i for b in page.blocks if b.name in ("claim", "quote", "numbers") for i in b.ids()]
        ids += [str(f.get("claim")) for b in page.blocks for f in b.options.get("figures", [])]
        for claim_id in dict.fromkeys(ids):
            found.setdefault(claim_id, []).append((page.src, page.title))
    return found
