"""
THE table of blocks: everything that an editor may write as `/// name`, each in one entry.

Checks, the answer to "what does this page cite?", the Markdown extension, the list of blocks on the style page
and the printed editions all read it. A new block is one entry here and one template in `overrides/components/`
with the block's name; the template gets the records that the block names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from explainer.facts.library import Library
from explainer.facts.problems import nearest
from explainer.facts.reading import KINDS
from explainer.facts.records import Chart, Claim, Figure, Sum
from explainer.text.scanner import BlockUse

# A pointer at a record: its kind ("claims", "terms", "sources") and its id.
Pointer = tuple[str, str]
Cites = Callable[[BlockUse, Library], Iterator[Pointer]]


def _nothing(_use: BlockUse, _lib: Library) -> Iterator[Pointer]:
    yield from ()


def _from(kind: str, points: Callable[[Any], Iterable[Pointer]], *, every: bool = False) -> Cites:
    """What `points` finds in each record that the block names; with `every`, in all records of the kind."""

    def cites(use: BlockUse, lib: Library) -> Iterator[Pointer]:
        records = getattr(lib, kind)
        for record_id in records if every else use.ids():
            if record_id in records:
                yield from points(records[record_id])

    return cites


def _claims(ids: Iterable[str | None]) -> list[Pointer]:
    return [("claims", claim_id) for claim_id in ids if claim_id]


def _itself(claim: Claim) -> list[Pointer]:
    return [("claims", claim.id)]


def _claim_ids(record: Any) -> list[Pointer]:
    return _claims(record.claim_ids)


def _inputs(chart: Chart) -> list[Pointer]:
    return [*_claims(given.claim for given in chart.inputs), *(("sources", cite.key) for cite in chart.sources)]


def _chart(chart: Chart) -> list[Pointer]:
    return _claims(chart.claims) or [("sources", cite.key) for cite in chart.sources]


def _panel(chart: Chart) -> list[Pointer]:
    return [*_claims(row.get("claim") for row in chart.data), *_inputs(chart)]


def _sum(item: Sum) -> list[Pointer]:
    return _claims(figure.partition(".")[0] for figure in (*item.parts, item.result))


def _timeline(use: BlockUse, lib: Library) -> Iterator[Pointer]:
    yield from _from("events", _claim_ids)(use, lib)
    if not use.ids() and not use.options:  # the drawing stands over the whole list
        yield from _from("spans", _claim_ids, every=True)(use, lib)


def _numbers(use: BlockUse, _lib: Library) -> Iterator[Pointer]:
    yield from (("claims", str(row["claim"])) for row in use.rows() if isinstance(row, dict) and row.get("claim"))


@dataclass(frozen=True)
class BlockType:
    """
    One block.

    `makes` is its line in lists of blocks. `argument` says what stands after the bar: nothing, ids of records, or
    free text; with a question mark it may be left out. `records` is the kind that its ids name. `home_of` names the
    kind of record that has its permanent place where the block stands without ids or options; a page with the whole
    block may say their number. `text` is True for a block that holds an author's own text, `prints` for one that
    stands in the printed editions.
    """

    name: str
    makes: str
    argument: Literal["", "ids", "ids?", "text", "text?"] = ""
    records: str = ""
    options: dict[str, type] = field(default_factory=dict)
    cites: Cites = _nothing
    home_of: str = ""
    text: bool = False
    prints: bool = True

    @property
    def written(self) -> str:
        """How an editor writes it: `/// claim | id`."""
        after = {"": "", "ids": " | id, id", "ids?": " | id, id", "text": " | words", "text?": " | words"}
        return f"/// {self.name}{after[self.argument]}"


_TABLE = (
    BlockType("in-short", "a list that gives the page in a few sentences", "text?", text=True),
    BlockType("aside", "a side note; the words are its title", "text", text=True),
    BlockType("table", "a Markdown table with a caption, made for phones, keyboards and listeners", "text", text=True),
    BlockType("figure", "a picture with a caption; `credit` says whose it is", "text",
              options={"credit": str}, text=True),
    BlockType("quote", "exact words; speaker, date and source are added", "ids", "claims",
              cites=_from("claims", _itself), text=True),
    BlockType("claim", "the whole record of a claim", "ids", "claims", cites=_from("claims", _itself)),
    BlockType("numbers", "figures set large; `figures` lists {claim, figure, label}", options={"figures": list},
              cites=_numbers),
    BlockType("cases", "people or things as cases, each with a time that a claim holds, in hours; `figures` as above",
              options={"figures": list, "title": str}, cites=_numbers),
    BlockType("sum", "a sum of `sums.yml`, worked out anew", "ids", "sums", cites=_from("sums", _sum)),
    BlockType("chart", "a drawing with caption, table and files; `only` shows some rows, `brief` suits the home page",
              "ids", "charts", {"only": str, "brief": bool}, cites=_from("charts", _chart)),
    BlockType("model", "a teaching model as bars and a table, worked out anew", "ids", "charts",
              cites=_from("charts", _inputs)),
    BlockType("panel", "a teaching model to try, with a picture for each row, and sliders", "ids", "charts",
              cites=_from("charts", _panel)),
    BlockType("scene", "a picture that tells: one scene of a drawn story, or one that stands alone", "ids", "scenes",
              cites=_from("scenes", lambda r: _claims(r.claims))),
    BlockType("timeline", "events; all with a drawing over them, those of a `topic` or of `ids`", "ids?", "events",
              {"topic": str, "ids": list}, cites=_timeline, home_of="events"),
    BlockType("key-dates", "some events on a small drawn line of time", "ids?", "events", {"ids": list},
              cites=_from("events", _claim_ids)),
    BlockType("questions", "open questions; some, or all", "ids?", "questions", cites=_from("questions", _claim_ids),
              home_of="questions"),
    BlockType("terms", "definitions of some terms", "ids", "terms"),
    BlockType("article-check", "what the article says and what the sources say; some, all, or a `strip` of all",
              "ids?", "sentences", {"strip": bool}, cites=_from("sentences", _claim_ids), home_of="sentences"),
    BlockType("verdicts", "the strip of all verdicts of the article check, what they mean, counted"),
    BlockType("sayings", "what people say, whether it holds, and what to say instead",
              cites=_from("sayings", _claim_ids, every=True), home_of="sayings"),
    BlockType("corrections", "the corrections log; some records, or all", "ids?", "corrections",
              home_of="corrections"),
    BlockType("before-after", "the words that a correction changed, set large", "ids", "corrections",
              cites=_from("corrections", lambda r: _claims(r.claim_ids[:1]))),
    BlockType("checklist", "the questions for a policy", cites=_from("checklist", _claim_ids, every=True),
              home_of="checklist"),
    BlockType("claims", "the ledger of claims", home_of="claims"),
    BlockType("sources", "all sources", home_of="sources"),
    BlockType("glossary", "all terms", home_of="terms"),
    BlockType("report-error", "the ways to report an error that the site's settings name", prints=False),
    BlockType("data-files", "every file of the open data, with its columns", prints=False),
    BlockType("blocks", "this list", prints=False),
)  # fmt: skip

BLOCKS: dict[str, BlockType] = {block.name: block for block in _TABLE}
COMMON_OPTIONS = {"attrs"}  # which the block syntax itself knows
# Blocks of pymdownx and Material that this site makes in another way.
ELSEWHERE = {
    **dict.fromkeys(("caption", "figure-caption"), "Write '/// figure | its caption' round the picture."),
    "table-caption": "Write '/// table | its caption' round the table.",
    **dict.fromkeys(("admonition", "note", "warning", "tip", "info", "danger"), "Write '!!! note \"title\"'."),
    "details": "Write '??? note \"title\"'.",
    "tab": "Write '=== \"title\"'.",
    "html": "Write the words in Markdown; a class stands after them: { .name }.",
    "definition": "Write the word on one line and ':   what it means' on the next.",
    **dict.fromkeys(("latex", "math"), "Say the formula in words, or put it into `code`."),
}


def wrong(use: BlockUse, lib: Library) -> Iterator[tuple[str, str]]:
    """What is wrong with a block as it was written, and how to mend it."""
    block = BLOCKS.get(use.name)
    if block is None:
        mend = ELSEWHERE.get(use.name) or nearest(use.name, BLOCKS) or f"Known blocks: {', '.join(BLOCKS)}."
        yield f"there is no block '{use.name}'", mend
        return
    if block.argument in {"ids", "text"} and not use.arg:
        yield f"block '{use.name}' needs an argument", f"Write '{block.written}'."
    if not block.argument and use.arg:
        yield f"block '{use.name}' takes no argument, and has '{use.arg}'", f"Write '{block.written}'."
    if block.name == "quote" and len(use.ids()) > 1:
        yield f"block 'quote' names {len(use.ids())} claims", "Write one of them."
    for option in use.options.keys() - COMMON_OPTIONS:
        yield from _wrong_option(block, option, use.options[option], lib)
    yield from _wrong_records(block, use, lib)
    for row in use.rows():
        yield from wrong_number(row, lib, use.name)


def _wrong_records(block: BlockType, use: BlockUse, lib: Library) -> Iterator[tuple[str, str]]:
    known = getattr(lib, block.records) if block.records else {}
    for wanted in use.ids() if block.records else []:
        if wanted not in known:
            where = f"The ids stand in docs/data/{KINDS[block.records][0]}."
            yield f"block '{use.name}': there is no '{wanted}'", nearest(wanted, known) or where
        elif block.name == "before-after" and not known[wanted].before:
            mend = "Write both into its record in docs/data/corrections.yml."
            yield f"the correction '{wanted}' has no 'before' and 'after'", mend
    if block.home_of and not use.ids() and not getattr(lib, block.home_of):
        file = KINDS[block.home_of][0] if block.home_of in KINDS else "sources.bib"
        mend = f"Write one into docs/data/{file}, or remove the block."
        yield f"block '{use.name}' shows all {block.home_of}, and there are none", mend


def _wrong_option(block: BlockType, option: str, value: Any, lib: Library) -> Iterator[tuple[str, str]]:
    kind = block.options.get(option)
    if kind is None:
        mend = nearest(option, block.options) or f"Options of this block: {', '.join(block.options) or 'none'}."
        yield f"block '{block.name}' has no option '{option}'", mend
    elif not isinstance(value, kind) and not (kind is list and isinstance(value, str)):
        plain = {list: "a list", str: "words", bool: "true or false"}[kind]
        yield f"block '{block.name}': the option '{option}' is '{value}'", f"Write {plain}."
    elif option == "topic" and value not in lib.categories:
        yield f"block '{block.name}': there is no topic '{value}'", f"Choose: {', '.join(lib.categories)}."


HOURS = {"minutes": 1 / 60, "hours": 1, "days": 24, "weeks": 168}


def hours(figure: Figure) -> float | None:
    """A length of time in hours, a range by its longer end; None for a figure that is none."""
    scale = HOURS.get(f"{figure.unit.removesuffix('s')}s")
    return float(figure.values()[-1]) * scale if scale else None


def wrong_number(row: Any, lib: Library, block: str = "numbers") -> Iterator[tuple[str, str]]:
    """What is wrong with one row of a block that shows figures, and how to mend it."""
    missing = [key for key in ("claim", "figure", "label") if not isinstance(row, dict) or key not in row]
    if missing:
        yield f"block '{block}': a row has no '{missing[0]}'", "Write {claim: id, figure: name, label: words}."
        return
    claim = lib.claims.get(row["claim"])
    if claim is None:
        yield f"block '{block}': there is no claim '{row['claim']}'", nearest(str(row["claim"]), lib.claims)
    elif row["figure"] not in claim.figures:
        mend = f"Its figures: {', '.join(claim.figures) or 'none'}."
        yield f"block '{block}': the claim '{claim.id}' has no figure '{row['figure']}'", mend
    elif block == "cases" and hours(claim.figures[row["figure"]]) is None:
        unit = claim.figures[row["figure"]].unit
        message = f"block 'cases': the figure '{row['figure']}' of '{claim.id}' is in '{unit}'"
        yield message, f"Units: {', '.join(HOURS)}."
