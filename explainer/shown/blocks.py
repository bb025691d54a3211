"""
Fills the blocks of a page: what stands in `text.blocks` becomes a class of pymdownx, rendered by its template.

A block that shows records needs nothing here: its template gets the chosen records. `CONTEXT` holds what some
templates need besides; the five blocks round an author's own text are classes of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as etree

from pymdownx.blocks.block import Block, type_any, type_boolean, type_string

from explainer.facts import citations, words
from explainer.out import package, schema
from explainer.out import tables as published
from explainer.shown import models, scenes, tables, timeline
from explainer.shown.state import State
from explainer.text import cites
from explainer.text.blocks import BLOCKS, BlockType, hours
from explainer.text.scanner import BlockUse

Values = dict[str, Any]
Choice = tuple[str, str, list[tuple[str, str]]]  # a list of the filter over records: name in the address, label, values
_TYPES = {str: ["", type_string], list: [[], type_any], bool: [False, type_boolean]}
_ARGUMENTS = {"": False, "ids": True, "ids?": None, "text": True, "text?": None}


class RecordBlock(Block):
    """A block that is made of records and holds no text of its own."""

    state: State
    kind: BlockType

    @property
    def use(self) -> BlockUse:
        """The block as its editor wrote it."""
        return BlockUse(0, self.kind.name, self.argument or "", {k: v for k, v in self.options.items() if v})

    def on_create(self, parent: etree.Element) -> etree.Element:
        self.state.check(self.use)
        box = etree.SubElement(parent, "div", {"class": f"block-{self.kind.name}", "data-block": self.kind.name})
        if not self.kind.prints:
            box.set("data-print", "not")
        for values in CONTEXT.get(self.kind.name, _chosen)(self):
            box.extend(self.state.components.render(values.pop("template", self.kind.name), **values))
        return box

    def records(self) -> list[Any]:
        """The records that the block names, or all of its kind where it names none."""
        every = getattr(self.state.library, self.kind.records or self.kind.home_of)
        return [every[i] for i in self.use.ids()] or list(every.values())


def _chosen(block: RecordBlock) -> list[Values]:
    values: Values = {"options": block.options, "full": not block.use.ids()}
    if block.kind.records or block.kind.home_of:
        values["records"] = block.records()
    return [values]


def _key_dates(block: RecordBlock) -> list[Values]:
    events = sorted(block.records(), key=lambda event: event.date)
    return [{"records": events, "strip": timeline.strip(events, block.state.library.spans.values())}]


def _ledger(block: RecordBlock) -> list[Values]:
    state = block.state
    by_topic: dict[str, list[Any]] = {topic: [] for topic in state.library.topic_labels}
    for claim in block.records():
        by_topic.setdefault(state.library.topics[claim.id], []).append(claim)
    topics = [(topic, state.library.topic_labels[topic].label) for topic, claims in by_topic.items() if claims]
    statuses = list(dict.fromkeys(claim.status for claim in block.records()))
    choices: list[Choice] = [
        ("topic", "Topic", topics),
        ("status", "Status", [(status, status) for status in statuses]),
        ("level", "How we checked", list(words.LEVELS.items())),
    ]
    return [
        {
            "template": "ledger",
            "by_topic": by_topic,
            "choices": choices,
            "usage": cites.usage(state.pages(), state.library),
            "reference": lambda claim: citations.claim_reference(claim, state.settings),
        }
    ]


def _timeline(block: RecordBlock) -> list[Values]:
    """Events by year; with year headings and permanent anchors when the block shows all."""
    topic, full = block.options["topic"], not (block.options["topic"] or block.use.ids())
    years: dict[str, list[Any]] = {}
    for event in sorted(block.records(), key=lambda e: e.date):
        if not topic or event.category == topic:
            years.setdefault(event.date[:4], []).append(event)
    if not full:
        return [{"years": years, "full": False}]
    lib = block.state.library
    drawn = timeline.drawing(block.records(), lib.categories.values(), lib.spans.values())
    sizes = {"head": timeline.HEAD, "foot": timeline.FOOT, "count": len(block.records())}
    return [{"template": "timeline-head", "years": years, "d": drawn, **sizes}, {"years": years, "full": True}]


def _by_topic(block: RecordBlock) -> list[Values]:
    """Records under the topic of the first claim that each names."""
    lib = block.state.library
    by_topic: dict[str, list[Any]] = {topic: [] for topic in lib.topic_labels}
    for record in block.records():
        topics = [lib.topics[i] for i in record.claim_ids]
        by_topic[next(iter(topics or by_topic))].append(record)
    return [{"by_topic": {t: found for t, found in by_topic.items() if found}, "full": not block.use.ids()}]


def _verdicts(block: RecordBlock) -> list[Values]:
    every = list(block.state.library.sentences.values())
    counts = Counter(sentence.verdict for sentence in every)
    sentences = words.sentences_at(sentence.paragraph for sentence in every)
    return [{"every": every, "counts": counts, "total": len(every), "sentences": sentences}]


def _article_check(block: RecordBlock) -> list[Values]:
    if not block.options["strip"]:
        return _chosen(block)
    return [{"template": "article-strip"} | values for values in _verdicts(block)]


def _glossary(block: RecordBlock) -> list[Values]:
    full = block.kind.name == "glossary"
    terms = sorted(block.records(), key=lambda t: t.term.casefold()) if full else block.records()
    return [{"template": "glossary", "records": terms, "full": full}]


def _sources(block: RecordBlock) -> list[Values]:
    by_kind: dict[str, list[Any]] = {kind: [] for kind in words.SOURCE_KINDS}
    for source in block.records():
        by_kind[source.kind].append(source)
    for group in by_kind.values():
        group.sort(key=lambda s: (words.byline(s).casefold(), s.date or "", s.key))
    by_kind = {kind: group for kind, group in by_kind.items() if group}
    years = sorted({source.date[:4] for source in block.records() if source.date}, reverse=True)
    choices: list[Choice] = [
        ("kind", "Kind", [(kind, words.SOURCE_KINDS[kind]) for kind in by_kind]),
        ("year", "Year", [*((year, year) for year in years), ("undated", "undated")]),
        ("read", "Read", list(words.EXTENTS.items())),
        ("link", "Link", list(words.SOURCE_LINKS.items())),
    ]
    return [{"by_kind": by_kind, "choices": choices, "rests": block.state.library.records_of_sources()}]


def _corrections(block: RecordBlock) -> list[Values]:
    chosen = block.records() if block.use.ids() else block.state.library.newest_corrections()
    titles = {page.src: page.title for page in block.state.pages()}
    return [{"records": chosen, "full": not block.use.ids(), "titles": titles}]


def _numbers(block: RecordBlock) -> list[Values]:
    claims = block.state.library.claims
    rows = [(claims[r["claim"]], claims[r["claim"]].figures[r["figure"]], r["label"]) for r in block.options["figures"]]
    return [{"rows": rows}]


def _cases(block: RecordBlock) -> list[Values]:
    claims = block.state.library.claims
    found = []
    for row in block.options["figures"]:
        claim = claims[row["claim"]]
        figure = claim.figures[row["figure"]]
        found.append((claim, figure, row["label"], *divmod(round(hours(figure) or 0), 24)))
    widest = max((days + bool(rest) for *_, days, rest in found), default=1)
    return [{"cases": found, "title": block.options["title"], "widest": widest}]


def _scenes(block: RecordBlock) -> list[Values]:
    state = block.state
    return [{"pictures": [scenes.picture(scene, state.library, state.docs) for scene in block.records()]}]


def _report_error(block: RecordBlock) -> list[Values]:
    settings = block.state.settings
    form = f"{settings.repo}/issues/new?template=error.yml" if "//github.com/" in settings.repo else ""
    return [{"contact": settings.contact, "repo": settings.repo, "form": form}]


def _data_files(block: RecordBlock) -> list[Values]:
    state = block.state
    listed = published.tables(state.library, state.docs, state.settings)
    return [{"listed": listed, "columns": schema.columns, "zip": package.zip_name(state.settings)}]


CONTEXT: dict[str, Callable[[RecordBlock], list[Values]]] = {
    "claim": lambda b: [{"claim": claim, "in_ledger": False} for claim in b.records()],
    "claims": _ledger,
    "timeline": _timeline,
    "key-dates": _key_dates,
    "questions": _by_topic,
    "sayings": _by_topic,
    "verdicts": _verdicts,
    "article-check": _article_check,
    "terms": _glossary,
    "glossary": _glossary,
    "sources": _sources,
    "corrections": _corrections,
    "numbers": _numbers,
    "cases": _cases,
    "sum": lambda b: [b.state.components.sum(item) for item in b.records()],
    "model": lambda b: [models.values(chart) for chart in b.records()],
    "panel": lambda b: [
        {"stills": models.stills(c), "settings": models.settings(c), **models.values(c)} for c in b.records()
    ],
    "chart": lambda b: [
        b.state.components.chart(c, only=b.options["only"], brief=b.options["brief"]) for c in b.records()
    ],
    "scene": _scenes,
    "report-error": _report_error,
    "data-files": _data_files,
    "blocks": lambda _: [{"listed": list(BLOCKS.values())}],
}


class QuoteBlock(RecordBlock):
    """Exact words of a claim's speaker; speaker, date and claim are added."""

    def on_create(self, parent: etree.Element) -> etree.Element:
        self.state.check(self.use)
        self.claim = self.records()[0]
        self.figure = etree.SubElement(parent, "figure", {"class": "quote", "data-block": "quote"})
        self.quoted = etree.SubElement(self.figure, "blockquote")
        return self.figure

    def on_add(self, block: etree.Element) -> etree.Element:  # noqa: ARG002 (signature of pymdownx)
        return self.quoted

    def on_end(self, block: etree.Element) -> None:  # noqa: ARG002 (signature of pymdownx)
        text = "".join(self.quoted.itertext()).strip()
        quote = next((q for q in self.claim.quotes if words.is_excerpt(text, q.words)), None)
        if quote is None:
            known = [q.words for q in self.claim.quotes]
            raise self.state.unknown(f"quotation in the claim '{self.claim.id}':", text, known)
        self.figure.extend(self.state.components.render("quote-source", claim=self.claim, quote=quote))


class InShortBlock(Block):
    """The page in a few sentences."""

    def on_create(self, parent: etree.Element) -> etree.Element:
        box = etree.SubElement(
            parent, "section", {"class": "in-short", "aria-labelledby": "in-short", "data-block": "in-short"}
        )
        title = etree.SubElement(box, "h2", {"id": "in-short"})
        title.text = self.argument or "In short"
        return box


class AsideBlock(Block):
    """A side note under a title."""

    def on_create(self, parent: etree.Element) -> etree.Element:
        box = etree.SubElement(parent, "div", {"class": "aside", "role": "note", "data-block": "aside"})
        title = etree.SubElement(box, "p", {"class": "aside-title"})
        title.text = self.argument
        return box


class TableBlock(Block):
    """A Markdown table with a caption, scopes and a scroll area that a keyboard can reach."""

    def on_create(self, parent: etree.Element) -> etree.Element:
        marks = {"class": "table", "role": "region", "tabindex": "0", "data-block": "table"}
        return etree.SubElement(parent, "div", marks | {"aria-label": str(self.argument)})

    def on_end(self, block: etree.Element) -> None:
        table = block.find("table")
        if table is None:
            return
        caption = etree.Element("caption")
        caption.text = self.argument
        table.insert(0, caption)
        tables.name_cells(table)


class FigureBlock(Block):
    """A picture with a caption, and whose picture it is."""

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, "figure", {"class": "picture", "data-block": "figure"})

    def on_end(self, block: etree.Element) -> None:
        caption = etree.SubElement(block, "figcaption")
        caption.text = self.argument
        if self.options["credit"]:
            credit = etree.SubElement(caption, "span", {"class": "credit"})
            # A full stop between the two, for readings without the style sheet.
            ended = self.argument if self.argument.endswith((".", "!", "?", "”")) else f"{self.argument}."
            caption.text, credit.text = f"{ended} ", self.options["credit"]


_TEXT_BLOCKS = {
    "figure": FigureBlock,
    "quote": QuoteBlock,
    "in-short": InShortBlock,
    "aside": AsideBlock,
    "table": TableBlock,
}


def classes(state: State) -> list[type[Block]]:
    """One class of pymdownx for each entry of the table of blocks, bound to the state of the page being converted."""
    return [_class(kind, state) for kind in BLOCKS.values()]


def _class(kind: BlockType, state: State) -> type[Block]:
    base = _TEXT_BLOCKS.get(kind.name, RecordBlock)
    options = {name: list(_TYPES[of]) for name, of in kind.options.items()}
    values = {"NAME": kind.name, "ARGUMENT": _ARGUMENTS[kind.argument], "OPTIONS": options}
    return type(base.__name__, (base,), values | {"state": state, "kind": kind})
