"""Records as a chapter shows them: an event, a question, a checked sentence in a few lines, each with its numbers."""

from __future__ import annotations

from collections.abc import Iterable

from explainer.book.inline import Line
from explainer.book.tree import Node, add, put
from explainer.facts import chart_table, words
from explainer.facts.records import Axis, Chart, Cite, Correction, Event, Question, Saying, Sentence
from explainer.shown.charts.scales import Scale


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
    marks(line, fact(item, "Known so far", record.known_so_far), record.claim_ids[:1], record.sources)


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
    head = add(item, "title", f"{words.CORRECTION_KINDS[record.kind]} of {words.WHOSE[record.whose]}")
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


def strips(line: Line, into: Node, chart: Chart) -> Node | None:
    """The rows of a bar, range or step chart as places on an axis (0 to 100); None where the page's drawing serves."""
    rows = _rows(chart)
    if not rows or any(not {"value", "low"} & row.keys() for row in rows):
        return None
    box = add(into, "strips", title=words.curl(chart.finding or chart.title))
    for axis, group, head in ((chart.scale_axis, rows, ""), (chart.second_axis, chart.apart, chart.apart_title or "")):
        if not group:
            continue
        scale = Scale.of(axis)
        part = add(box, "group", head=words.curl(head), axis=words.curl(axis.label))
        for tick in axis.ticks:
            add(
                part,
                "tick",
                chart_table.number(tick) if axis.scale != "time" else f"{tick:.0f}",
                at=f"{scale.at(tick):.2f}",
            )
        for row in group:
            start, end = (f"{scale.at(value):.2f}" for value in _ends(row, axis))
            name = words.curl(str(row.get("short") or chart_table.label(row)))
            one = add(part, "strip", label=name, shown=chart_table.amount(row), from_=start, to=end)
            one.set("tone", str(row.get("tone", 2)))
            if row.get("derived") or row.get("contested"):
                one.set("hollow", "1")
            if chart_table.is_open(row):
                one.set("open", "1")
            line.last = None
            if row.get("claim"):
                line.mark(one, "claims", str(row["claim"]))
    return box


def _ends(row: chart_table.Row, axis: Axis) -> tuple[float, float]:
    """Where a strip begins and ends: a part of a sum, a range (open ones end with the axis), or a bar from zero."""
    if "from" in row:
        return float(row["from"]), float(row["from"] + row["value"])
    value = row.get("value")
    low = row.get("low", axis.low if axis.scale == "linear" else value)
    high = row.get("high", value)
    return float(low or 0), float(axis.high if high is None else high)


def _rows(chart: Chart) -> list[chart_table.Row]:
    if chart.draw in ("bars", "ranges"):
        return chart.drawn
    if chart.draw != "steps":
        return []
    total: chart_table.Row = {
        "label": chart.total_label or "Total",
        "value": float(chart.total or 0),
        "tone": 0,
        "derived": True,
    }
    rows, start = [total], 0
    for row in chart.drawn:
        rows.append({**row, "from": start})
        start += row["value"]
    return rows
