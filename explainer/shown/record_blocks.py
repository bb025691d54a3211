"""
Blocks that are made of records and hold no text of their own: claims, events, charts, questions and the rest.

Each names its records by id; an unknown id stops the build, whatever engine runs it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar
from xml.etree import ElementTree as etree

from pymdownx.blocks.block import Block, type_any, type_boolean, type_string

from explainer.facts import citations as cite
from explainer.facts import model_tables, words
from explainer.facts.library import Library
from explainer.facts.problems import EditorError, Problem, nearest
from explainer.out import package, schema, tables
from explainer.shown.components import page_titles
from explainer.shown.state import State


class RecordBlock(Block):
    """Base of the blocks that are made of records and hold no text of their own."""

    ARGUMENT: bool | None = None
    state: State

    def elements(self) -> list[etree.Element]:
        """What the block shows."""
        raise NotImplementedError

    def on_create(self, parent: etree.Element) -> etree.Element:
        box = etree.SubElement(parent, "div", {"class": f"block-{self.NAME}"})
        box.extend(self.elements())
        return box

    def ids(self) -> list[str]:
        """Ids given as the argument ("a, b") or in the option `ids`."""
        listed = self.options.get("ids") or []
        listed = listed if isinstance(listed, list) else [listed]
        return [part.strip() for part in (self.argument or "").split(",") if part.strip()] + [str(i) for i in listed]

    def pick(self, records: dict[str, Any], what: str) -> list[Any]:
        """Records named by the block; an unknown id stops the build."""
        for wanted in self.ids():
            if wanted not in records:
                raise self.state.unknown(what, wanted, records)
        return [records[i] for i in self.ids()]


class ClaimBlock(RecordBlock):
    """`/// claim | id`: a claim card."""

    NAME = "claim"
    ARGUMENT = True

    def elements(self) -> list[etree.Element]:
        claims = self.pick(self.state.library.claims, "claim")
        return [e for claim in claims for e in self.state.components.claim(claim)]


class LedgerBlock(RecordBlock):
    """`/// claims`: the ledger."""

    NAME = "claims"

    def elements(self) -> list[etree.Element]:
        settings = self.state.settings
        return self.state.components.ledger(lambda claim: cite.claim_text(claim, settings))


class TimelineBlock(RecordBlock):
    """`/// timeline`: all events; `topic` or `ids` choose some."""

    NAME = "timeline"
    OPTIONS: ClassVar = {"topic": ["", type_string], "ids": [[], type_any]}

    def elements(self) -> list[etree.Element]:
        events = list(self.state.library.events.values())
        topic = self.options["topic"]
        if topic and topic not in words.CATEGORIES:
            raise self.state.unknown("timeline topic", topic, words.CATEGORIES)
        if topic:
            events = [e for e in events if e.category == topic]
        if self.ids():
            events = sorted(self.pick(self.state.library.events, "event"), key=lambda e: e.date)
        return self.state.components.timeline(events, full=not topic and not self.ids())


class KeyDatesBlock(RecordBlock):
    """`/// key-dates` with `ids`: a compact strip of events that lead to the timeline."""

    NAME = "key-dates"
    OPTIONS: ClassVar = {"ids": [[], type_any]}

    def elements(self) -> list[etree.Element]:
        events = sorted(self.pick(self.state.library.events, "event"), key=lambda e: e.date)
        return self.state.components.render("key-dates", events=events)


class ModelBlock(RecordBlock):
    """`/// model | id`: prepared cases of the teaching model, worked out again from a chart record."""

    NAME = "model"
    ARGUMENT = True

    def elements(self) -> list[etree.Element]:
        for wanted in self.ids():
            if wanted not in model_tables.TABLES:
                raise self.state.unknown("model", wanted, model_tables.TABLES)
        charts = self.pick(self.state.library.charts, "chart")
        return [e for chart in charts for e in self.state.components.model(chart)]


class ArticleCheckBlock(RecordBlock):
    """`/// article-check | id, id`: panels for some sentences, or for all."""

    NAME = "article-check"

    def elements(self) -> list[etree.Element]:
        chosen = self.pick(self.state.library.sentences, "sentence of the article")
        every = list(self.state.library.sentences.values())
        return self.state.components.article_check(chosen or every, full=not chosen)


class VerdictsBlock(RecordBlock):
    """`/// verdicts`: what the verdicts mean, and how many sentences got each."""

    NAME = "verdicts"

    def elements(self) -> list[etree.Element]:
        return self.state.components.verdicts()


class QuestionsBlock(RecordBlock):
    """`/// questions | id, id`: some open questions, or all."""

    NAME = "questions"

    def elements(self) -> list[etree.Element]:
        chosen = self.pick(self.state.library.questions, "open question")
        every = list(self.state.library.questions.values())
        return self.state.components.questions(chosen or every, full=not chosen)


class SumBlock(RecordBlock):
    """`/// sum | id`: a recomputed sum."""

    NAME = "sum"
    ARGUMENT = True

    def elements(self) -> list[etree.Element]:
        self.pick(self.state.library.sums, "sum")
        return [e for sum_id in self.ids() for e in self.state.components.sum(sum_id)]


class ChartBlock(RecordBlock):
    """`/// chart | id`: drawing, caption, table, files; `only` picks rows, `brief` suits the home page."""

    NAME = "chart"
    ARGUMENT = True
    OPTIONS: ClassVar = {"only": ["", type_string], "brief": [False, type_boolean]}

    def elements(self) -> list[etree.Element]:
        found = []
        for chart in self.pick(self.state.library.charts, "chart"):
            self.state.charts.append(chart.id)
            again = self.state.charts.count(chart.id)
            prefix = f"chart-{chart.id}" + (f"-{again}" if again > 1 else "")
            options = self.options
            found += self.state.components.chart(
                chart,
                prefix,
                only=options["only"],
                brief=options["brief"],
                draw=not options["only"],
            )
        return found


class TermsBlock(RecordBlock):
    """`/// terms | id, id`: definitions of some terms."""

    NAME = "terms"

    def elements(self) -> list[etree.Element]:
        return self.state.components.render("glossary", terms=self.pick(self.state.library.terms, "term"), full=False)


class GlossaryBlock(RecordBlock):
    """`/// glossary`: all terms."""

    NAME = "glossary"

    def elements(self) -> list[etree.Element]:
        terms = sorted(self.state.library.terms.values(), key=lambda t: t.term.casefold())
        return self.state.components.render("glossary", terms=terms, full=True)


class SourcesBlock(RecordBlock):
    """`/// sources`: all sources."""

    NAME = "sources"

    def elements(self) -> list[etree.Element]:
        return self.state.components.sources()


class ChecklistBlock(RecordBlock):
    """`/// checklist`: twelve questions for a policy."""

    NAME = "checklist"

    def elements(self) -> list[etree.Element]:
        return self.state.components.render("checklist", items=list(self.state.library.checklist.values()))


class NumbersBlock(RecordBlock):
    """`/// numbers` with `figures`: a list of claim, figure and label, set large."""

    NAME = "numbers"
    OPTIONS: ClassVar = {"figures": [[], type_any]}

    def elements(self) -> list[etree.Element]:
        rows = []
        for row in self.options["figures"]:
            for message, mend in wrong_number(row, self.state.library):
                raise EditorError([Problem(f"docs/{self.state.src}", 0, message, mend)])
            claim = self.state.library.claims[row["claim"]]
            rows.append((claim, claim.figures[row["figure"]], row["label"]))
        return self.state.components.render("numbers", rows=rows)


def wrong_number(row: Any, lib: Library) -> Iterator[tuple[str, str]]:
    """What is wrong with one row of a `numbers` block, and how to mend it."""
    missing = [key for key in ("claim", "figure", "label") if not isinstance(row, dict) or key not in row]
    if missing:
        yield f"block 'numbers': a row has no '{missing[0]}'", "Write {claim: id, figure: name, label: words}."
        return
    claim = lib.claims.get(row["claim"])
    if claim is None:
        yield f"block 'numbers': there is no claim '{row['claim']}'", nearest(str(row["claim"]), lib.claims)
    elif row["figure"] not in claim.figures:
        mend = f"Its figures: {', '.join(claim.figures) or 'none'}."
        yield f"block 'numbers': the claim '{claim.id}' has no figure '{row['figure']}'", mend


class CorrectionsBlock(RecordBlock):
    """`/// corrections | id, id`: some records of the corrections log, or all, the newest first."""

    NAME = "corrections"

    def elements(self) -> list[etree.Element]:
        chosen = self.pick(self.state.library.corrections, "correction")
        every = self.state.library.newest_corrections()
        titles = page_titles(self.state.docs)
        return self.state.components.render("corrections", corrections=chosen or every, full=not chosen, titles=titles)


class ReportErrorBlock(RecordBlock):
    """`/// report-error`: where to send a report; only ways that the site's settings name."""

    NAME = "report-error"

    def elements(self) -> list[etree.Element]:
        settings = self.state.settings
        form = f"{settings.repo}/issues/new?template=error.yml" if "//github.com/" in settings.repo else ""
        return self.state.components.render("report-error", contact=settings.contact, repo=settings.repo, form=form)


class DataFilesBlock(RecordBlock):
    """`/// data-files`: every file of the open data, with its columns."""

    NAME = "data-files"

    def elements(self) -> list[etree.Element]:
        state = self.state
        listed = tables.tables(state.library, state.docs, state.settings)
        return state.components.render("data-files", listed=listed, columns=schema.columns, zip=package.ZIP)


BLOCKS: list[type[RecordBlock]] = [
    ClaimBlock,
    LedgerBlock,
    TimelineBlock,
    ArticleCheckBlock,
    VerdictsBlock,
    QuestionsBlock,
    SumBlock,
    TermsBlock,
    GlossaryBlock,
    SourcesBlock,
    ChecklistBlock,
    NumbersBlock,
    ChartBlock,
    KeyDatesBlock,
    ModelBlock,
    CorrectionsBlock,
    ReportErrorBlock,
    DataFilesBlock,
]
