"""
The typed records of the site, and every rule that makes one valid on its own.

Rules that need a second record (an unknown source, a sum) live in `rules`. Field descriptions are
published with the data, so they are written for readers. Vocabulary: journalism as SPJ and IFCN use
it, biometrics as ISO/IEC 2382-37, bibliography as BibTeX.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, WithJsonSchema, model_validator

from explainer.facts import numbers

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def _id(value: str) -> str:
    if not ID.fullmatch(value):
        raise ValueError("an id holds lower-case letters, digits and single hyphens, as in 'search-range'")
    return value


def _partial_date(value: str) -> str:
    m = PARTIAL_DATE.fullmatch(value)
    if not m:
        raise ValueError("write a date as YYYY, YYYY-MM or YYYY-MM-DD")
    try:
        date(int(m[1]), int(m[2] or 1), int(m[3] or 1))
    except ValueError:
        raise ValueError("there is no such day in the calendar") from None
    return value


def _full_date(value: str) -> str:
    _partial_date(value)
    if len(value) != 10:
        raise ValueError("write the full date as YYYY-MM-DD")
    return value


def _short(value: str) -> str:
    if len(value.split()) > NOTE_WORDS:
        raise ValueError(f"a note has room for {NOTE_WORDS} words; this has {len(value.split())}")
    return value


# The patterns stand in the published schemas; the validators above check the same and say more.
Id = Annotated[str, AfterValidator(_id), WithJsonSchema({"type": "string", "pattern": r"^[a-z0-9]+(-[a-z0-9]+)*$"})]
PartialDate = Annotated[
    str, AfterValidator(_partial_date), WithJsonSchema({"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"})
]
FullDate = Annotated[str, AfterValidator(_full_date), WithJsonSchema({"type": "string", "format": "date"})]
Text = Annotated[str, Field(min_length=1)]
NOTE_WORDS = 20
REASONS = "Numbers in the words that no claim holds, each with the reason why it needs none"
Short = Annotated[str, Field(min_length=1), AfterValidator(_short)]
Reasons = dict[str, Text]

Level = Literal["verified-primary", "verified-secondary", "unverified"]
Status = Literal["on the record", "reported", "measured", "estimate", "disputed", "corrected", "unverified", "retired"]
Role = Literal["supports", "qualifies", "contradicts", "repeats"]
Verdict = Literal[
    "matches",
    "matches with a nuance",
    "differs",
    "could not be checked",
    "only in the article",
]
SayingVerdict = Literal["right", "right with a condition", "misleading", "not shown", "wrong"]
Precision = Literal["day", "month", "year", "on or after", "inferred", "week, planned"]
Language = Literal["dutch", "french", "german", "greek", "italian", "spanish", "swedish"]  # as BibLaTeX names them
SourceKind = Literal["primary", "report", "study", "news", "court", "statute", "company", "advocacy", "reference"]


PathInRecord = tuple[str | int, ...]


class Record(BaseModel):
    """Base of all records: unknown fields are errors, values never change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def leaves(value: Any, path: PathInRecord = ()) -> Iterator[tuple[PathInRecord, Any]]:
    """(path, value) of every single value inside a record, at any depth."""
    if isinstance(value, BaseModel):
        value = {name: getattr(value, name) for name in type(value).model_fields}
    if isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(part, (*path, key))
    else:
        yield path, value


def texts(record: BaseModel) -> Iterator[str]:
    """Every text inside a record, at any depth."""
    return (value for _, value in leaves(record) if isinstance(value, str))


class Label(Record):
    """A word that records use as an id, and how readers meet it: a kind of event, a subject of the ledger."""

    id: Id = Field(description="The word as records use it")
    label: Text = Field(description="The word as pages print it")


class Region(Record):
    """A part of the world by which readers filter events."""

    id: Id = Field(description="The word as addresses use it")
    label: Text = Field(description="The word as pages print it")
    holds: list[Text] = Field(min_length=1, description="Places, and last parts of places, that belong to it")


class Cite(Record):
    """A pointer at a source, and at the place in it."""

    key: Text = Field(description="Key of the source in sources.bib")
    locator: Text | None = Field(None, description="Page, section, table or passage in the source")
    role: Role = Field("supports", description="What the source does here; 'repeats' rests on the same origin")


class Period(Record):
    """The time that a figure covers."""

    start: PartialDate = Field(description="First day, month or year of the time covered")
    end: PartialDate | None = Field(None, description="Last day, month or year, where there is one")

    @model_validator(mode="after")
    def _in_order(self) -> Period:
        if self.end and self.end < self.start[: len(self.end)]:
            raise ValueError(f"the period ends ({self.end}) before it starts ({self.start})")
        return self


# With this context a figure is read although its display says something else: its sums can then be worked out.
NUMBERS_ONLY = {"displays": "not compared"}
OPEN_BELOW = re.compile(r"\b(?:below|under|up to|at most|no more than|(?:less|fewer) than)\b", re.IGNORECASE)
UNIT_SCALES = numbers.SCALES | {"dozen": 12}


class Figure(Record):
    """One number of a claim: a value, or a range from low to high, with its unit and the way it is printed."""

    value: Decimal | None = Field(None, description="The number, when the source gives one number")
    low: Decimal | None = Field(None, description="Lower end, when the source gives a range")
    high: Decimal | None = Field(None, description="Upper end, when the source gives a range")
    unit: Text = Field(description="What is counted or measured")
    display: Text = Field(description="The figure as it must be printed")

    @model_validator(mode="after")
    def _one_way_only(self, info: ValidationInfo) -> Figure:
        ranged = self.low is not None or self.high is not None
        if (self.value is None) != ranged or (ranged and (self.low is None or self.high is None)):
            raise ValueError("give either `value`, or both `low` and `high`")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"the range is impossible: low {self.low} is above high {self.high}")
        if info.context == NUMBERS_ONLY:
            return self
        if any(value < 0 for value in self.values()):
            negative = next(value for value in self.values() if value < 0)
            raise ValueError(f"a number of a figure is zero or more, not {negative:f}; the words say what fell")
        if self.unit == "minutes" and "half an hour" in self.display:
            return self  # the one figure whose words stand in another unit
        shown = numbers.find(self.display)
        scale = next((n for word, n in UNIT_SCALES.items() if word in self.unit), 1)
        wanted: list[Decimal | None] = [self.value if self.value is not None else self.high]
        if not OPEN_BELOW.search(self.display):  # "below 3 times" shows one end of the range only
            wanted.append(self.low)
        for value in wanted:
            if value is not None and not any(numbers.agrees(n, v) for n in shown for v in (value, value * scale)):
                message = f"the figure is written two ways: the number is {value:f}, the display says '{self.display}'"
                raise ValueError(message)
        return self

    def values(self) -> list[Decimal]:
        """All numbers of the figure, as Decimals."""
        return [v for v in (self.value, self.low, self.high) if v is not None]


class Quote(Record):
    """Exact words of a named speaker."""

    words: Text = Field(description="The exact words")
    by: Text = Field(description="Speaker, with office")
    to: Text | None = Field(None, description="To whom the words were said")
    source: Text = Field(description="Key of the source in which the words were read")

    @model_validator(mode="after")
    def _short(self) -> Quote:
        if len(self.words.split()) >= 20:
            raise ValueError("a quotation stays under 20 words")
        return self


class Retirement(Record):
    """Why a claim is no longer made; its address stays and says so."""

    on: FullDate = Field(description="Day on which the claim was retired")
    why: Text = Field(description="Why it is no longer made")
    replaced_by: Id | None = Field(None, description="The claim to use in its place, where there is one")


class Derivation(Record):
    """How a figure that no source prints is worked out from figures of claims."""

    kind: Literal["sum", "difference", "percent", "ratio", "days"] = Field(description="Kind of arithmetic")
    parts: list[Text] = Field(min_length=2, description="Figures as claim-id.figure[.low|.high]; for days: dates")
    figure: Text = Field(description="The figure of this claim that must come out")
    rule: Text = Field(description="The arithmetic in words")


class Claim(Record):
    """One checked statement of the ledger."""

    id: Id = Field(description="Short name of the claim; never changes, and is its anchor in claims.html")
    statement: Text = Field(description="The claim in our words")
    figures: dict[str, Figure] = Field(default_factory=dict, description="Numbers of the claim, each by a short name")
    said_by: Text = Field(description="The person, body or outlet that stands behind the claim")
    said_on: PartialDate = Field(description="When it was said or published, as precisely as known")
    period: Period | None = Field(None, description="The time the claim covers")
    status: Status = Field(description="Who stands behind the claim, in words")
    level: Level = Field(description="How this site checked the claim")
    sources: list[Cite] = Field(min_length=1, description="Where the claim was read")
    checked: FullDate = Field(description="When this site last checked the claim")
    nuance: Text | None = Field(None, description="What a careful reader should know besides")
    short: Short | None = Field(None, description="The claim in at most 20 words, as its note says it")
    besides: Short | None = Field(None, description="What to know besides, or what is unknown, in at most 20 words")
    derived: Derivation | None = Field(None, description="How this site worked the figure out, if no source prints it")
    retired: Retirement | None = Field(None, description="When and why the claim was retired")
    quotes: list[Quote] = Field(default_factory=list, description="Exact words of a named speaker behind the claim")

    @model_validator(mode="after")
    def _retired_in_full(self) -> Claim:
        if self.status == "retired" and self.retired is None:
            raise ValueError("its status is retired; say `on` which day and `why` in the field `retired`")
        if self.retired and self.status != "retired":
            raise ValueError(f"it was retired, so its status is retired, not '{self.status}'")
        if self.retired and self.retired.replaced_by == self.id:
            raise ValueError("it cannot be replaced by itself")
        return self


class CheckedWords(Record):
    """The plain sentence on how a claim was checked: for a pair of status and level, or for single claims."""

    id: Id = Field(description="Short name of the sentence")
    status: Status | None = Field(None, description="Status of the claims that it speaks of")
    level: Level | None = Field(None, description="Level of the claims that it speaks of")
    claim_ids: list[Id] = Field(default_factory=list, description="The only claims that it speaks of, if no pair")
    words: Short = Field(description="The sentence that readers meet")

    @property
    def spoken_of(self) -> list[object]:
        """What it speaks of: ids of claims, or one pair of status and level."""
        return [*self.claim_ids] or [(self.status, self.level)]

    @model_validator(mode="after")
    def _one_way_only(self) -> CheckedWords:
        if bool(self.claim_ids) == bool(self.status and self.level) or bool(self.status) != bool(self.level):
            raise ValueError("give either `status` and `level`, or `claim_ids`")
        return self


class Event(Record):
    """One entry of the timeline."""

    id: Id = Field(description="Short name of the event; its anchor in timeline.html")
    date: PartialDate = Field(description="When it happened, no more precise than it is known")
    precision: Precision = Field(description="How exactly the date is known")
    title: Text = Field(description="The event in a few words")
    summary: Text = Field(description="What happened, and who says so")
    category: Id = Field(description="Kind of event, one of categories.yml")
    place: Text | None = Field(None, description="'Town, State', 'State' or 'Country'; absent where no place is clear")
    sources: list[Cite] = Field(min_length=1, description="Where the event was read")
    level: Level = Field(description="How this site checked the event")
    claim_ids: list[Id] = Field(default_factory=list, description="Claims of the ledger that the event rests on")
    figure_reasons: Reasons = Field(default_factory=dict, description=REASONS)


class Span(Record):
    """A stretch of time that the drawn timeline names: what data cover, how long something ran, a silence."""

    id: Id = Field(description="Short name of the stretch")
    kind: Literal["covered", "silent"] = Field(description="A time that something covers, or one that nothing covers")
    label: Text = Field(max_length=22, description="What stands in the drawing, in at most 22 letters")
    words: Text = Field(description="What the stretch means, in a sentence")
    start: PartialDate = Field(description="First day, month or year")
    end: PartialDate | None = Field(None, description="Last day, month or year; absent where it goes on")
    claim_ids: list[Id] = Field(min_length=1, description="Claims of the ledger that say so")

    @model_validator(mode="after")
    def _in_order(self) -> Span:
        if self.end and self.end < self.start[: len(self.end)]:
            raise ValueError(f"it ends ({self.end}) before it starts ({self.start})")
        return self


class Term(Record):
    """One entry of the glossary."""

    id: Id = Field(description="Short name of the term; its anchor in glossary.html")
    term: Text = Field(description="The term as this site uses it")
    also: list[Text] = Field(default_factory=list, description="Other names of the same thing")
    standard_term: Text | None = Field(None, description="The term of ISO/IEC 2382-37 where it differs")
    definition: Text = Field(description="What the term means here, in plain words")
    see: list[Id] = Field(default_factory=list, description="Ids of related terms")
    basis: Literal["standard", "legal", "plain"] = Field(
        description="Whether the meaning comes from a standard, from law or from plain usage"
    )
    sources: list[Cite] = Field(min_length=1, description="Where the meaning was read")
    claim_ids: list[Id] = Field(default_factory=list, description="Claims of the ledger that hold its numbers")
    figure_reasons: Reasons = Field(default_factory=dict, description=REASONS)


class Sentence(Record):
    """One factual sentence of the article, beside what the sources say."""

    id: Id = Field(description="Short name of the sentence; its anchor on the page of the article check")
    paragraph: Text = Field(description="Place in the article: P for the paragraph, S for the sentence")
    article_says: Text = Field(description="The sentence in our words, never the article's")
    source_says: Text = Field(description="What the sources say on the same point")
    verdict: Verdict = Field(description="How the two compare, in words")
    difference: Text = Field(description="What exactly differs, or 'none'")
    sources: list[Cite] = Field(min_length=1, description="Where the point was read")
    level: Level = Field(description="How this site checked the sentence")
    level_note: Text | None = Field(None, description="Why the level is lower than that of a claim")
    claim_ids: list[Id] = Field(default_factory=list, description="Claims of the ledger on the same point")
    figure_reasons: Reasons = Field(default_factory=dict, description=REASONS)


class Question(Record):
    """Something that is not known, and what would settle it."""

    id: Id = Field(description="Short name of the question; its anchor in open-questions.html")
    question: Text = Field(description="What is not known")
    known_so_far: Text = Field(description="What is known on the point today")
    would_settle: Text = Field(description="The record or statement that would answer it")
    whom_to_ask: Text = Field(description="Who holds that record")
    last_checked: FullDate = Field(description="When this site last looked for an answer")
    claim_ids: list[Id] = Field(default_factory=list, description="Claims of the ledger that the question touches")
    figure_reasons: Reasons = Field(default_factory=dict, description=REASONS)
    sources: list[Cite] = Field(min_length=1, description="Where the gap shows")


class PolicyQuestion(Record):
    """One question of a checklist: what rules ask for, and what is known of the practice of one body."""

    number: int = Field(description="Place in the list")
    id: Id = Field(description="Short name of the question; its anchor on the page of the checklist")
    question: Text = Field(description="What a policy should answer")
    standard: Text = Field(description="Rules that ask for this")
    standard_sources: list[Cite] = Field(min_length=1, description="Where those rules were read")
    practice_of: Text = Field(description="Whose practice is compared with the rules")
    practice: Text = Field(description="What is reported about the practice")
    practice_status: Literal["reported", "partly reported", "not found"] = Field(
        description="Whether anything was found on the practice"
    )
    practice_sources: list[Cite] = Field(default_factory=list, description="Where that was read")
    level: Level = Field(description="How this site checked what is said of the practice")
    question_id: Id | None = Field(None, description="The open question on the same point, if there is one")
    claim_ids: list[Id] = Field(default_factory=list, description="Claims of the ledger that hold its numbers")
    figure_reasons: Reasons = Field(default_factory=dict, description=REASONS)


class Saying(Record):
    """Something that people say about this story, whether it holds, and what to say instead."""

    id: Id = Field(description="Short name of the saying; its anchor in can-i-say.html")
    saying: Text = Field(description="The statement as people make it")
    verdict: SayingVerdict = Field(description="Whether it holds, in words")
    why: Text = Field(description="Why, in two sentences")
    instead: Text = Field(description="The sentence to use instead")
    claim_ids: list[Id] = Field(min_length=1, description="Claims of the ledger that it rests on")
    also: list[Text] = Field(default_factory=list, description="Other words in which people search for it")
    figure_reasons: Reasons = Field(default_factory=dict, description=REASONS)


class SearchWord(Record):
    """Words that readers type, and the words that this site has for the same thing. Search looks for both."""

    id: Id = Field(description="Short name of the entry")
    asked: list[Text] = Field(min_length=1, description="Words or short phrases that readers type")
    means: list[Text] = Field(min_length=1, description="Words or short phrases of this site for the same thing")


class Correction(Record):
    """Something that was wrong, when and how it was put right, and why it matters."""

    id: Id = Field(description="Short name of the correction; its anchor in corrections.html")
    title: Text = Field(max_length=70, description="What it is about, in a few words")
    kind: Literal["correction", "clarification", "update", "removal"] = Field(
        description="A wrong fact put right, an unclear one made plain, a newer fact added, or text taken out"
    )
    whose: Literal["article", "site"] = Field(
        description="Whose text was wrong: the article's that is examined, or this site's"
    )
    found: FullDate | None = Field(None, description="Day on which the mistake was found, where it is known")
    fixed: FullDate | None = Field(None, description="Day on which it was put right, where it is known")
    logged: FullDate = Field(description="Day on which this record was written")
    pages: list[Text] = Field(min_length=1, description="Pages of this site that had the mistake, or that tell of it")
    claim_ids: list[Id] = Field(default_factory=list, description="Claims of the ledger that it touches")
    said: Text = Field(description="What the text said before")
    says: Text = Field(description="What it says now")
    before: Text | None = Field(None, description="The few words that changed, exactly as they stood")
    after: Text | None = Field(None, description="The same words as they stand now")
    why: Text = Field(description="Why it matters")
    found_by: Text = Field(description="Who found it")
    sources: list[Cite] = Field(min_length=1, description="The evidence")
    withdrawn: list[Text] = Field(
        default_factory=list, description="Exact wording that was withdrawn and must not come back"
    )
    discussed_in: list[Text] = Field(
        default_factory=list,
        description="Pages and records that may still quote the withdrawn wording, because they tell of the correction",
    )

    @model_validator(mode="after")
    def _in_order(self) -> Correction:
        if self.whose == "site" and not (self.found and self.fixed):
            raise ValueError("a correction of this site's own text needs both dates, `found` and `fixed`")
        if self.found and self.fixed and self.fixed < self.found:
            raise ValueError(f"it was fixed ({self.fixed}) before it was found ({self.found})")
        if self.fixed and self.logged < self.fixed:
            raise ValueError(f"it was logged ({self.logged}) before it was fixed ({self.fixed})")
        if bool(self.before) != bool(self.after):
            raise ValueError("give both `before` and `after`, or neither")
        for phrase in self.withdrawn:
            if len(phrase.split()) < 2:
                raise ValueError(f"the withdrawn wording '{phrase}' is one word; give the phrase it stood in")
        return self

    @property
    def changes(self) -> list[tuple[str, str]]:
        """The words of `before` and `after` in runs: ("same" | "gone" | "new", words)."""
        old, new = (self.before or "").split(), (self.after or "").split()
        runs: list[tuple[str, str]] = []
        for _, i, until_i, j, until_j in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if old[i:until_i] == new[j:until_j]:
                runs.append(("same", " ".join(old[i:until_i])))
                continue
            runs += [("gone", " ".join(old[i:until_i]))] if until_i > i else []
            runs += [("new", " ".join(new[j:until_j]))] if until_j > j else []
        return runs

    @property
    def shown(self) -> str:
        """The day to print: when it was fixed, else when it was logged."""
        return self.fixed or self.logged


class Input(Record):
    """One number that a teaching model starts from."""

    name: Text = Field(description="What the number is")
    value: Decimal = Field(description="The number")
    kind: Literal["measured", "chosen"] = Field(description="Whether somebody measured it or this site chose it")
    claim: Id | None = Field(None, description="The claim that holds it, where it was measured")
    why: Text | None = Field(None, description="Why it was chosen")


class Subset(Record):
    """A part of one row of a chart; never added to the total."""

    of: Text = Field(description="The row that this is a part of")
    what: Text = Field(description="What the part counts")
    value: Decimal = Field(description="The number")
    level: Level = Field(description="How this site checked the part")
    claim: Id | None = Field(None, description="The claim that holds the number")


class Check(Record):
    """An addition that must come out."""

    sum: list[Decimal] = Field(min_length=2, description="The numbers that are added")
    equals: Decimal = Field(description="What they must come to")

    @model_validator(mode="after")
    def _adds_up(self) -> Check:
        total = sum(self.sum)
        if total != self.equals:
            parts = " + ".join(f"{n:,}" for n in self.sum)
            raise ValueError(f"{parts} = {total:,}, not {self.equals:,}")
        return self


class Axis(Record):
    """One axis of a drawing. A linear axis begins at zero, so that no length misleads."""

    low: float = Field(description="Where the axis begins")
    high: float = Field(description="Where the axis ends")
    scale: Literal["linear", "log", "time"] = Field("linear", description="How the axis is divided")
    ticks: list[float] = Field(min_length=2, description="Places that carry a number")
    tick_words: list[Text] = Field(default_factory=list, description="What to print at the ticks in place of numbers")
    label: Text = Field(description="What the axis measures; a log axis says so")

    @model_validator(mode="after")
    def _honest(self) -> Axis:
        if self.scale == "linear" and self.low != 0:
            raise ValueError("a linear axis must begin at 0")
        if self.scale == "log" and (self.low <= 0 or "log" not in self.label):
            raise ValueError("a log axis begins above 0, and its label says 'log'")
        if any(not self.low <= tick <= self.high for tick in self.ticks):
            raise ValueError("every tick must lie on the axis")
        if self.tick_words and len(self.tick_words) != len(self.ticks):
            raise ValueError(f"there are {len(self.ticks)} ticks and words for {len(self.tick_words)}")
        return self


NO_AXIS = Axis(low=0, high=1, ticks=[0, 1], label="none")


class Column(Record):
    """One column of a chart's table."""

    key: Text = Field(description="Field of the rows; 'amount', 'period' and 'sources' are put into words")
    head: Text = Field(description="Head of the column")
    digits: int | None = Field(None, description="Decimals to print")
    missing: str = Field("", description="What to print where a row has no value")
    percent: bool = Field(default=False, description="Print a share as percent")
    links: bool = Field(default=False, description="Link the figure to the claim of its row")
    claim: Id | None = Field(None, description="The claim behind the whole column, where it is none of the row's")
    sourced: bool = Field(default=False, description="Link the words to the row's source")
    bar: bool = Field(default=False, description="Draw this column: as bars, a row of marks, or a column of a grid")
    under: bool = Field(default=False, description="Print this column under the name of the row in the drawing")


class Worked(Record):
    """How a number in the title of a drawing comes out of the rows under it; worked out anew at every build."""

    words: Text = Field(description="Words of the finding that hold the number, exactly")
    kind: Literal["value", "share", "sum", "count", "above", "lowest", "highest"] = Field(
        description="'above' counts the rows that lie wholly above the one named; the others are plain arithmetic"
    )
    rows: list[Text] = Field(default_factory=list, description="Names of the rows; all rows where none is named")
    columns: list[Text] = Field(default_factory=list, description="Fields of the rows to reckon with; else `value`")


class Loose(Record):
    """A mark that belongs to the whole and can be put in no row."""

    words: Text = Field(description="What it is, and why it has no place")
    claim: Id = Field(description="The claim that says so")


class RowGroup(Record):
    """Rows that are drawn under a heading of their own."""

    head: Text = Field(description="The heading")
    field: Text = Field(description="Field of the rows that decides")
    values: list[Text] = Field(min_length=1, description="Values of that field which belong here")
    tone: Literal["yes", "no", "unclear", "silent", "data"] = Field("data", description="What their colour says")


Drawing = Literal[
    "marks", "bars", "steps", "ranges", "ladder", "dots", "spread", "spans", "calendar", "stems", "grid"
]  # fmt: skip


class Chart(Record):
    """Numbers that may be drawn, with what they mean and what they cannot show."""

    id: Id = Field(description="Short name of the chart")
    title: Text = Field(description="What the chart shows")
    unit: Text = Field(description="What is counted or measured")
    measured_by: Text | None = Field(None, description="Who counted or measured")
    locator: Text | None = Field(None, description="Place in the source")
    level: Level = Field(description="How this site checked the numbers")
    caveat: Text | None = Field(None, description="What the numbers cannot show")
    total: Decimal | None = Field(None, description="The whole, where the rows are parts of one")
    summary: dict[str, Any] = Field(default_factory=dict, description="Figures about all rows together")
    data: list[dict[str, Any]] = Field(min_length=1, description="The rows, each with its own columns")
    subsets: list[Subset] = Field(default_factory=list, description="Parts of rows; never added to the total")
    checks: list[Check] = Field(default_factory=list, description="Additions that come out; checked at every build")
    sources: list[Cite] = Field(min_length=1, description="Where the numbers were read")
    computed: bool = Field(default=False, description="True for teaching models worked out by this site")
    inputs: list[Input] = Field(default_factory=list, description="What a teaching model starts from")
    finding: Text | None = Field(None, description="What the numbers show, as the title of the drawing")
    see: Text | None = Field(None, description="What to see in the drawing, in a sentence or two")
    figure_reasons: Reasons = Field(default_factory=dict, description=REASONS)
    finding_from: list[Worked] = Field(default_factory=list, description="How the numbers in the finding come about")
    span: Text | None = Field(None, description="The time that the numbers cover, as it stands under the title")
    draw: Drawing | None = Field(None, description="How this site draws the numbers, where it does")
    prefix: str = Field("", description="What stands before each figure in the drawing, as a sign of a currency")
    suffix: str = Field("", description="What stands after each figure in the drawing")
    largest_first: bool = Field(default=False, description="Draw the rows from the largest number down")
    explain: Text | None = Field(None, description="How to read the first row of the drawing")
    key: dict[str, Text] = Field(default_factory=dict, description="What the marks of the drawing stand for")
    groups: list[RowGroup] = Field(default_factory=list, description="Headings under which rows are drawn")
    silence: Text | None = Field(None, description="What to print where a calendar has no number")
    loose: Loose | None = Field(None, description="A mark that belongs to the whole and to no row")
    axis: Axis | None = Field(None, description="Axis of the drawing")
    apart: list[dict[str, Any]] = Field(default_factory=list, description="Rows shown apart, never in the total")
    apart_title: Text | None = Field(None, description="What the rows apart are")
    apart_axis: Axis | None = Field(None, description="Axis of the heights of stems")
    joins: list[Id] = Field(default_factory=list, description="Charts whose numbers are drawn with these")
    entries: Text | None = Field(None, description="How the names of the joined rows begin that are marked by name")
    short: Text | None = Field(None, description="Title in a few words, where the chart is part of another")
    total_label: Text | None = Field(None, description="What the whole is called in the drawing")
    columns: list[Column] = Field(default_factory=list, description="Columns of the table on the page")
    claim_ids: list[Id] = Field(default_factory=list, description="Claims of the ledger that hold the numbers")

    @property
    def drawn(self) -> list[dict[str, Any]]:
        """The rows as the drawing shows them: of bars, the number of the column that says `bar` is their `value`."""
        column = next((c for c in self.columns if c.bar), None) if self.draw == "bars" else None
        if column is None:
            return self.data
        scale = 100 if column.percent else 1
        return [{**row, "value": round(row[column.key] * scale, 6), "digits": column.digits} for row in self.data]

    @property
    def scale_axis(self) -> Axis:
        """The axis; the record is refused where a drawing needs one and it is missing."""
        return self.axis or NO_AXIS

    @property
    def second_axis(self) -> Axis:
        """The axis of the heights of stems."""
        return self.apart_axis or NO_AXIS

    @property
    def claims(self) -> list[str]:
        """Claims that the chart and its rows lead to."""
        rows = [str(row["claim"]) for row in (*self.data, *self.apart) if row.get("claim")]
        parts = [part.claim for part in self.subsets] + [column.claim for column in self.columns]
        parts += [self.loose.claim] if self.loose else []
        return list(dict.fromkeys([*self.claim_ids, *rows, *filter(None, parts)]))

    @model_validator(mode="after")
    def _complete(self) -> Chart:
        if self.draw and not (self.columns and self.see and self.caveat and self.measured_by):
            raise ValueError("a drawn chart needs `see`, `measured_by`, `caveat` and `columns`")
        if self.draw and not self.finding:
            raise ValueError("a drawn chart needs a `finding`: what it shows, as a title")
        if self.draw not in (None, "marks", "ladder", "grid") and self.axis is None:
            raise ValueError("this drawing needs an `axis`")
        if self.draw == "stems" and self.apart_axis is None:
            raise ValueError("stems need an `apart_axis`")
        if self.draw == "ladder" and len(self.joins) != 1:
            raise ValueError("a ladder joins one chart, whose rows are its steps")
        if self.draw in ("bars", "steps", "dots") and self.axis and self.axis.scale != "linear":
            raise ValueError("bars need a linear axis")
        if self.draw in ("bars", "steps"):
            key = next((c.key for c in self.columns if c.bar), "value")
            numbers = [isinstance(row.get(key), int | float) for row in self.data]
            if not all(numbers):
                raise ValueError(f"row {numbers.index(False) + 1}: there is no number in '{key}', which is drawn")
        axis = self.axis if self.draw in ("bars", "ranges") else None
        for n, row in enumerate(self.drawn, 1):
            top = row.get("high", row.get("value"))
            if axis and isinstance(top, int | float) and top > axis.high:
                raise ValueError(f"row {n}: {top} lies beyond the axis, which ends at {axis.high:g}")
        return self

    @model_validator(mode="after")
    def _ranges(self) -> Chart:
        for n, row in enumerate(self.data, 1):
            low, high = row.get("low"), row.get("high")
            if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
                raise ValueError(f"row {n}: the range is impossible: low {low} is above high {high}")
            for cite in row.get("sources") or []:
                if not isinstance(cite, dict) or "key" not in cite:
                    raise ValueError(f"row {n}: the source is '{cite}'; write {{key: its-key}}")
        return self


class Sum(Record):
    """Arithmetic that the site states; recomputed at every build from the figures of claims."""

    id: Id = Field(description="Short name of the sum")
    label: Text = Field(description="What the sum shows, as a sentence")
    kind: Literal["sum", "difference", "percent", "ratio"] = Field(description="Kind of arithmetic")
    parts: list[Text] = Field(min_length=2, description="Figures as claim-id.figure or claim-id.figure.low")
    result: Text = Field(description="The figure that must come out")

    @model_validator(mode="after")
    def _two_parts(self) -> Sum:
        if self.kind in {"percent", "ratio"} and len(self.parts) != 2:
            raise ValueError(f"a {self.kind} has two parts, not {len(self.parts)}")
        return self


class Source(Record):
    """One entry of sources.bib, as far as the pages need it."""

    key: Text = Field(description="Short name of the source; its anchor in sources.html")
    entry_type: Text = Field(description="Kind of text, in the words of BibLaTeX")
    title: Text = Field(description="Title of the text")
    authors: list[Text] = Field(min_length=1, description="People or bodies that wrote it")
    bodies: list[Text] = Field(default_factory=list, description="Those of the authors that are bodies, not people")
    langid: Language | None = Field(None, description="Language of the title, where it is not English")
    authorlangid: Language | None = Field(None, description="Language of the author’s name, where it is not English")
    organization: Text | None = Field(None, description="Body that published it")
    journal: Text | None = Field(None, description="Journal or proceedings it stands in")
    volume: Text | None = Field(None, description="Volume of the journal")
    number: Text | None = Field(None, description="Number of the report or issue")
    date: PartialDate | None = Field(None, description="When it was published, as precisely as known")
    url: Text | None = Field(None, description="The publisher's own address, where it is known")
    doi: Text | None = Field(None, description="Digital object identifier")
    archived: Text | None = Field(None, description="Address of an archived copy, where one is known")
    license: Text | None = Field(None, description="License or terms of use, where they are known")
    urldate: FullDate = Field(description="When this site last checked the source")
    kind: SourceKind = Field(description="What kind of source it is")
    is_copy: bool = Field(default=False, description="True when we read it in a copy on another site")
    extent: Literal["full", "part", "entry", "none"] | None = Field(
        None, description="How much of it we read; without it the note does not tell"
    )
    note: Text = Field(description="What we read of it, and how")


class Name(Record):
    """A person, body, place or subject of the printed index, with the words that stand for it in the text."""

    id: Id = Field(description="Short name of the entry")
    name: Text = Field(description="The entry as the index prints it: 'Ton-That, Hoan'")
    kind: Literal["person", "body", "place", "subject"] = Field(description="What bears the name")
    also: list[Text] = Field(
        default_factory=list,
        description="Other words for the same in the text; case counts where the first letter is a capital",
    )
