"""Records as a chapter shows them: an event, a question, a checked sentence in a few lines, each with its numbers."""

from __future__ import annotations

from collections.abc import Iterable

from explainer.book.inline import Line
from explainer.book.tree import Node, add, put
from explainer.facts import words
from explainer.facts.library import Library
from explainer.facts.records import Chart, Cite, Correction, Event, Question, Saying, Sentence
from explainer.shown.charts.rows import PLOTS


def event(line: Line, into: Node, record: Event) -> None:
    """Date, title and what happened."""
    item = add(into, "item", id=record.id)
    add(item, "date", words.event_day(record))
    add(item, "title", words.curl(record.title))
    marks(line, add(item, "text", words.curl(record.summary)), record.claim_ids, record.sources)


def key_date(line: Line, into: Node, record: Event) -> None:
    """Date and title alone."""
    item = add(into, "item", id=record.id)
    add(item, "date", words.event_day(record))
    marks(line, add(item, "title", words.curl(record.title)), record.claim_ids[:1], record.sources)


def question(line: Line, into: Node, record: Question) -> None:
    """What is not known, and what is known so far; the record says whom to ask."""
    item = add(into, "item", id=record.id)
    add(item, "title", words.curl(record.question))
    # The claim that rests on what the answer rests on; a question may touch others before it.
    known, claims = {cite.key for cite in record.sources}, line.around.library.claims
    told = [i for i in record.claim_ids if known & {cite.key for cite in claims[i].sources}]
    marks(line, fact(item, "Known so far", record.known_so_far), told[:1], record.sources)


def sentence(line: Line, into: Node, record: Sentence) -> None:
    """What the article says beside what the sources say."""
    item = add(into, "item", id=record.id)
    head = add(item, "title", words.sentence_place(record.paragraph).capitalize())
    put(head, ": ")
    add(head, "label", record.verdict)
    marks(line, head, record.claim_ids, record.sources)
    add(item, "said", words.curl(record.article_says), label="The article says")
    add(item, "said", words.curl(record.source_says), label="The sources say")
    if record.difference != "none":
        add(item, "difference", words.curl(record.difference))


def correction(line: Line, into: Node, record: Correction) -> None:
    """What a text said, what it says now, and why it matters."""
    item = add(into, "item", id=record.id)
    head = add(item, "title", words.curl(record.title))
    if record.fixed:
        put(head, f", {words.day(record.fixed)}")
    fact(item, "It said", record.said)
    fact(item, "It says now", record.says)
    marks(line, fact(item, "Why it matters", record.why), record.claim_ids, record.sources)


def saying(line: Line, into: Node, record: Saying) -> None:
    """The verdict, its reason, and the sentence to use instead; the saying itself is the heading."""
    made = add(into, "p")
    put(made, "Verdict: ")
    add(made, "label", record.verdict)
    put(made, f". {words.curl(record.why)}")
    marks(line, made, record.claim_ids, [])
    add(into, "instead", words.curl(record.instead), head="Say instead")


def fact(item: Node, head: str, text: str) -> Node:
    """A labelled line of a record."""
    return add(item, "fact", words.curl(text), head=head)


def marks(line: Line, into: Node, claims: Iterable[str], sources: Iterable[Cite]) -> None:
    """Numbers of the claims, or of the first source where no claim holds it."""
    line.last = None
    found = [("claims", c) for c in claims][:2] or [("sources", c.key) for c in sources][:1]
    for kind, record in found:
        line.mark(into, kind, record)


# -- charts whose rows print draws itself: label, bar and figure side by side, all of it text ---------------


NUMBER, SUBJECT = "4", "5"  # places in `tones` of design.typ
STRIPS = ("bars", "ranges", "steps")


def strips(line: Line, into: Node, chart: Chart, library: Library) -> Node | None:
    """The rows of a bar, range or step chart as places on an axis (0 to 100); None where a drawing serves."""
    if chart.draw not in STRIPS:
        return None
    plot = PLOTS[chart.draw](chart, library)
    box = add(into, "strips", title=words.curl(chart.finding or chart.title))
    part = add(box, "group", head="", axis=words.curl(plot.axis.label))
    for tick in plot.ticks:
        add(part, "tick", tick.text, at=f"{tick.at:.2f}")
    for row in (row for panel in plot.panels for row in panel.rows):
        bar = row.marks[0]
        one = add(part, "strip", label=row.name, shown=row.figures[0].text, from_=f"{bar.at:.2f}", to=f"{bar.end:.2f}")
        one.set("tone", SUBJECT if row.subject else NUMBER)
        if bar.hollow:
            one.set("hollow", "1")
        if any(mark.shape == "arrow" for mark in row.marks):
            one.set("open", "1")
        line.last = None
        if row.figures[0].claim:
            line.mark(one, "claims", row.figures[0].claim)
    return box
