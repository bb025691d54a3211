"""Rules that need more than one record: references, the order of events, sums that must come out."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from explainer.facts import arithmetic, caution, claim_rules, findings, model_tables, numbers, record_figures
from explainer.facts.collection import Collection
from explainer.facts.problems import Problem, nearest
from explainer.facts.reading import KINDS
from explainer.facts.records import PathInRecord, Sum


def problems(lib: Collection, *, broken: bool) -> Iterator[Problem]:
    """
    All breaches of the rules between records.

    `broken` says that some records could not be read; then nothing is reported that may only seem
    wrong because they are absent.
    """
    yield from _sources(lib, broken=broken)
    if not broken:
        yield from _links(lib)
    yield from _labels(lib)
    yield from _places(lib)
    yield from _shared_names(lib)
    yield from _order(lib)
    yield from _sums(lib, broken=broken)
    yield from _sentences(lib)
    yield from _models(lib)
    yield from _checked(lib)
    yield from findings.problems(lib)
    yield from _heard(lib)
    if not broken:
        yield from claim_rules.problems(lib)
        yield from record_figures.problems(lib)
        yield from caution.problems(lib)
    yield from _search_words(lib)


def _labels(lib: Collection) -> Iterator[Problem]:
    """Every kind of event and every file of claims has a label."""
    for event in lib.events.values():
        if event.category not in lib.categories:
            message = f"event '{event.id}': there is no kind of event '{event.category}'"
            mend = nearest(event.category, lib.categories) or f"Choose: {', '.join(lib.categories)}."
            yield Problem(*lib.place("events", event.id, "category"), message, mend)
    for topic in dict.fromkeys(lib.topics.values()):
        if topic not in lib.topic_labels:
            mend = "Add it to docs/data/topics.yml with the label that readers meet."
            yield Problem(f"docs/data/claims/{topic}.yml", 0, f"the topic '{topic}' has no label", mend)


def _places(lib: Collection) -> Iterator[Problem]:
    """Every place belongs to a region, so that the timeline's filter never loses an event."""
    known = [name for region in lib.regions.values() for name in region.holds]
    for event in lib.events.values():
        if event.place and known and not lib.region_of(event.place):
            last = event.place.rsplit(", ", 1)[-1]
            message = f"event '{event.id}', field 'place': '{last}' belongs to no region (the value is '{event.place}')"
            mend = nearest(last, known) or "Write 'Town, State', 'State' or 'Country', or add it to places.yml."
            yield Problem(*lib.place("events", event.id, "place"), message, mend)


def _cites(lib: Collection) -> Iterator[tuple[str, str, PathInRecord, str]]:
    """(kind, record id, path of the key in the record, key of the source) of every citation."""
    lists = {"checklist": ("standard_sources", "practice_sources")}
    for kind in ("claims", "events", "terms", "sentences", "questions", "corrections", "charts", "checklist"):
        for record in getattr(lib, kind).values():
            for field in lists.get(kind, ("sources",)):
                for n, cite in enumerate(getattr(record, field)):
                    yield kind, record.id, (field, n, "key"), cite.key
    yield from _row_cites(lib)
    for claim in lib.claims.values():
        for n, quote in enumerate(claim.quotes):
            yield "claims", claim.id, ("quotes", n, "source"), quote.source


def _checked(lib: Collection) -> Iterator[Problem]:
    """Every claim has a plain sentence on how it was checked, and no two sentences speak of the same."""
    seen: dict[object, str] = {}
    for entry in lib.checked_words.values():
        for spoken_of in entry.spoken_of:
            if spoken_of in seen:
                message = f"'{entry.id}' and '{seen[spoken_of]}' speak of the same claims"
                yield Problem(*lib.place("checked_words", entry.id), message, "Keep one of them.")
            seen[spoken_of] = entry.id
    for claim in lib.claims.values():
        if claim.retired is None and not lib.how_checked(claim):
            message = f"no sentence says how a claim '{claim.status}' with level '{claim.level}' was checked"
            mend = "Add one for this status and level to docs/data/checked-words.yml."
            yield Problem(*lib.place("claims", claim.id, "status"), message, mend)


def _row_cites(lib: Collection) -> Iterator[tuple[str, str, PathInRecord, str]]:
    """The citations that stand in the rows of charts."""
    for chart in lib.charts.values():
        for field, rows in (("data", chart.data), ("apart", chart.apart)):
            for row_number, row in enumerate(rows):
                for n, cite in enumerate(row.get("sources") or []):
                    yield "charts", chart.id, (field, row_number, "sources", n, "key"), str(cite["key"])


def _sources(lib: Collection, *, broken: bool) -> Iterator[Problem]:
    used = set()
    for kind, record_id, path, key in _cites(lib):
        used.add(key)
        if key not in lib.sources:
            message = f"{KINDS[kind][3]} '{record_id}' cites the unknown source '{key}'"
            mend = nearest(key, lib.sources) or "Add it to docs/data/sources.bib."
            yield Problem(*lib.place(kind, record_id, *path), message, mend)
    if not broken:  # a record that could not be read may be the one that cites it
        for key in lib.sources.keys() - used:
            message = f"no record cites the source '{key}'"
            yield Problem(*lib.place("sources", key), message, "Cite it, or remove the entry.")


def _links(lib: Collection) -> Iterator[Problem]:
    for kind, record_id, path, target, wanted in claim_rules.named(lib):
        known = getattr(lib, target)
        if wanted not in known:
            message = f"{KINDS[kind][3]} '{record_id}' points at the unknown {KINDS[target][3]} '{wanted}'"
            mend = nearest(wanted, known) or f"Add it, or remove the id '{wanted}'."
            yield Problem(*lib.place(kind, record_id, *path), message, mend)


def _shared_names(lib: Collection) -> Iterator[Problem]:
    names = lib.term_names()
    for shared in lib.claims.keys() & names.keys():
        message = f"'{shared}' names a claim and a glossary term"
        mend = "Rename one of them; the term stands in {}:{}.".format(*lib.place("terms", names[shared]))
        yield Problem(*lib.place("claims", shared), message, mend)


def _order(lib: Collection) -> Iterator[Problem]:
    for previous, event in pairwise(lib.events.values()):
        if event.date < previous.date:
            message = f"event '{event.id}' ({event.date}) stands after '{previous.id}' ({previous.date})"
            yield Problem(*lib.place("events", event.id), message, "Keep the events in the order of their dates.")


def _sums(lib: Collection, *, broken: bool) -> Iterator[Problem]:
    for item in lib.sums.values():
        unknown = [ref for ref in (*item.parts, item.result) if lib.figure(ref) is None]
        if not unknown:
            yield from _sum(lib, item)
        elif not broken:
            message = f"sum '{item.id}' names the unknown figure '{unknown[0]}'"
            yield Problem(*lib.place("sums", item.id), message, lib.figure_hint(unknown[0]))


def _sum(lib: Collection, item: Sum) -> Iterator[Problem]:
    values = [value for ref in item.parts if (value := lib.figure_value(ref)) is not None]
    stated = lib.figure_value(item.result) or Decimal(0)
    try:
        result = arithmetic.as_stated(item.kind, values, stated)
    except ZeroDivisionError:
        message = f"sum '{item.id}' divides by {item.parts[1]}, which is 0"
        yield Problem(*lib.place("sums", item.id), message, "Mend the figure, or the order of the parts.")
        return
    if result == stated:
        return
    left = arithmetic.equation(item.kind, values)
    message = f"'{item.id}' no longer adds up: {left} = {result:,f}, but {item.result} is {stated:,f}"
    file, line = lib.figure_place(item.result)
    mend = f"{item.label} Compare {item.result} ({file}:{line}) with its parts: {', '.join(item.parts)}."
    yield Problem(*lib.figure_place(item.parts[0]), message, mend)


def _sentences(lib: Collection) -> Iterator[Problem]:
    """Arithmetic inside the sentences of records."""
    fields = {"claims": ("statement", "nuance"), "sums": ("label",), "charts": ("caveat", "see")}
    for kind, names in fields.items():
        for record in getattr(lib, kind).values():
            for name in names:
                for message in arithmetic.wrong(getattr(record, name) or ""):
                    yield Problem(*lib.place(kind, record.id, name), f"'{record.id}': {message}", "Mend the sentence.")


def _heard(lib: Collection) -> Iterator[Problem]:
    """What a listener hears of a scene holds every number that is drawn in it."""
    for scene in lib.scenes.values():
        heard = {number.value for number in numbers.find(scene.alt)}
        for n, label in enumerate(scene.labels):
            for number in numbers.find(label.words):
                if number.value not in heard:
                    message = f"scene '{scene.id}': its drawing says “{number.text}”, and its `alt` does not"
                    yield Problem(*lib.place("scenes", scene.id, "labels", n), message, "Say it in `alt` too.")


def _models(lib: Collection) -> Iterator[Problem]:
    for chart in lib.charts.values():
        if chart.id in model_tables.TABLES:
            for message in model_tables.wrong(chart):
                mend = "Mend the record; the sums stand in explainer/facts/model.py."
                yield Problem(*lib.place("charts", chart.id), f"the model '{chart.id}': {message}", mend)


def _search_words(lib: Collection) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for record in lib.search_words.values():
        for n, asked in enumerate(record.asked):
            other = first.setdefault(asked.lower(), record.id)
            if other != record.id or asked.lower() in map(str.lower, record.asked[:n]):
                message = f"search word '{record.id}': '{asked}' is asked twice"
                mend = f"It stands first in '{other}'; put all that it means there."
                yield Problem(*lib.place("search_words", record.id, "asked", n), message, mend)
