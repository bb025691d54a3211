"""
The typed records of the site, and every rule that makes one valid on its own.

Rules that need a second record (an unknown source, a sum) live in `library`. Field descriptions are
published with the data, so they are written for readers. Vocabulary: journalism as SPJ and IFCN use
it, biometrics as ISO/IEC 2382-37, bibliography as BibTeX.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from explainer import numbers, places

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def _id(value: str) -> str:
    if not ID.fullmatch(value):
        raise ValueError("an id holds lower-case letters, digits and single hyphens, as in 'dallas-search-range'")
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


def _place(value: str) -> str:
    places.region(value)
    return value


Id = Annotated[str, AfterValidator(_id)]
PartialDate = Annotated[str, AfterValidator(_partial_date)]
FullDate = Annotated[str, AfterValidator(_full_date)]
Text = Annotated[str, Field(min_length=1)]
Place = Annotated[str, AfterValidator(_place)]

Level = Literal["verified-primary", "verified-secondary", "unverified"]
Status = Literal["on the record", "reported", "measured", "estimate", "disputed", "corrected", "unverified"]
Category = Literal["dallas", "reporting", "clearview", "law", "study", "misuse", "debate"]
Verdict = Literal[
    "matches",
    "matches with a nuance",
    "differs",
    "could not be checked",
    "the article is itself the record",
]
Precision = Literal["day", "month", "year", "on or after", "inferred", "week, planned"]
SourceKind = Literal["primary", "report", "study", "news", "court", "statute", "company", "advocacy", "reference"]


class Record(BaseModel):
    """Base of all records: unknown fields are errors, values never change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Cite(Record):
    """A pointer at a source, and at the place in it."""

    key: Text = Field(description="Key of the source in sources.bib")
    locator: Text | None = Field(None, description="Page, section, table or passage in the source")


class Period(Record):
    """The time that a figure covers."""

    start: PartialDate
    end: PartialDate | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Period:
        if self.end and self.end < self.start[: len(self.end)]:
            raise ValueError(f"the period ends ({self.end}) before it starts ({self.start})")
        return self


class Figure(Record):
    """One number of a claim: a value, or a range from low to high, with its unit and the way it is printed."""

    value: Decimal | None = Field(None, description="The number, when the source gives one number")
    low: Decimal | None = Field(None, description="Lower end, when the source gives a range")
    high: Decimal | None = Field(None, description="Upper end, when the source gives a range")
    unit: Text = Field(description="What is counted or measured")
    display: Text = Field(description="The figure as it must be printed")

    @model_validator(mode="after")
    def _one_way_only(self) -> Figure:
        ranged = self.low is not None or self.high is not None
        if (self.value is None) != ranged or (ranged and (self.low is None or self.high is None)):
            raise ValueError("give either `value`, or both `low` and `high`")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"the range is impossible: low {self.low} is above high {self.high}")
        shown = list(numbers.find(self.display))
        # "below 3 times" shows one end of the range only, so the upper end must be there.
        wanted = [self.value if self.value is not None else self.high]
        if self.unit == "minutes" and "half an hour" in self.display:
            return self  # the one figure whose words stand in another unit
        unit_scale = next((n for word, n in numbers.SCALES.items() if word in self.unit), 1)
        for value in wanted:
            if value is not None and not any(
                numbers.agrees(n, value) or numbers.agrees(n, value * unit_scale) for n in shown
            ):
                raise ValueError(
                    f"the figure is written two ways: the number is {value:f}, the display says '{self.display}'"
                )
        return self

    def values(self) -> list[Decimal]:
        """All numbers of the figure, as Decimals."""
        return [v for v in (self.value, self.low, self.high) if v is not None]


class Quote(Record):
    """Exact words of a named speaker."""

    words: Text
    by: Text = Field(description="Speaker, with office")
    to: Text | None = Field(None, description="To whom the words were said")
    source: Text = Field(description="Key of the source in which the words were read")

    @model_validator(mode="after")
    def _short(self) -> Quote:
        if len(self.words.split()) >= 20:
            raise ValueError("a quotation stays under 20 words")
        return self


class Claim(Record):
    """One checked statement of the ledger."""

    id: Id
    statement: Text = Field(description="The claim in our words")
    figures: dict[str, Figure] = Field(default_factory=dict)
    said_by: Text = Field(description="The person, body or outlet that stands behind the claim")
    said_on: PartialDate = Field(description="When it was said or published, as precisely as known")
    period: Period | None = Field(None, description="The time the claim covers")
    status: Status = Field(description="Who stands behind the claim, in words")
    level: Level = Field(description="How this site checked the claim")
    sources: list[Cite] = Field(min_length=1)
    checked: FullDate = Field(description="When this site last checked the claim")
    nuance: Text | None = Field(None, description="What a careful reader should know besides")
    quotes: list[Quote] = Field(default_factory=list)


class Event(Record):
    """One entry of the timeline."""

    id: Id
    date: PartialDate
    precision: Precision
    title: Text
    summary: Text
    category: Category
    place: Place | None = Field(None, description="'Town, State', 'State' or 'Country'; absent where no place is clear")
    sources: list[Cite] = Field(min_length=1)
    level: Level
    claim_ids: list[Id] = Field(default_factory=list)


class Term(Record):
    """One entry of the glossary."""

    id: Id
    term: Text
    also: list[Text] = Field(default_factory=list, description="Other names of the same thing")
    standard_term: Text | None = Field(None, description="The term of ISO/IEC 2382-37 where it differs")
    definition: Text
    see: list[Id] = Field(default_factory=list)
    basis: Literal["standard", "legal", "plain"]
    sources: list[Cite] = Field(min_length=1)


class Sentence(Record):
    """One factual sentence of the article, beside what the sources say."""

    id: Id
    paragraph: Text
    article_says: Text = Field(description="The sentence in our words, never the article's")
    source_says: Text
    verdict: Verdict
    difference: Text
    sources: list[Cite] = Field(min_length=1)
    level: Level
    level_note: Text | None = None
    claim_ids: list[Id] = Field(default_factory=list)


class Question(Record):
    """Something that is not known, and what would settle it."""

    id: Id
    question: Text
    known_so_far: Text
    would_settle: Text
    whom_to_ask: Text
    last_checked: FullDate
    claim_ids: list[Id] = Field(default_factory=list)
    sources: list[Cite] = Field(min_length=1)


class PolicyQuestion(Record):
    """One of twelve questions for a police face-search policy."""

    number: int
    id: Id
    question: Text
    standard: Text = Field(description="Rules that ask for this")
    standard_sources: list[Cite] = Field(min_length=1)
    dallas: Text = Field(description="What is reported about Dallas")
    dallas_status: Literal["reported", "partly reported", "not found"]
    dallas_sources: list[Cite] = Field(default_factory=list)
    level: Level
    question_id: Id | None = None


class Subset(Record):
    """A part of one row of a chart; never added to the total."""

    of: Text
    what: Text
    value: Decimal
    level: Level


class Check(Record):
    """An addition that must come out."""

    sum: list[Decimal] = Field(min_length=2)
    equals: Decimal

    @model_validator(mode="after")
    def _adds_up(self) -> Check:
        total = sum(self.sum)
        if total != self.equals:
            parts = " + ".join(f"{n:,}" for n in self.sum)
            raise ValueError(f"{parts} = {total:,}, not {self.equals:,}")
        return self


class Axis(Record):
    """One axis of a drawing. A linear axis begins at zero, so that no length misleads."""

    low: float
    high: float
    scale: Literal["linear", "log", "time"] = "linear"
    ticks: list[float] = Field(min_length=2, description="Places that carry a number")
    label: Text = Field(description="What the axis measures; a log axis says so")

    @model_validator(mode="after")
    def _honest(self) -> Axis:
        if self.scale == "linear" and self.low != 0:
            raise ValueError("a linear axis must begin at 0")
        if self.scale == "log" and (self.low <= 0 or "log" not in self.label):
            raise ValueError("a log axis begins above 0, and its label says 'log'")
        if any(not self.low <= tick <= self.high for tick in self.ticks):
            raise ValueError("every tick must lie on the axis")
        return self


class Column(Record):
    """One column of a chart's table."""

    key: Text = Field(description="Field of the rows; 'amount', 'period' and 'sources' are put into words")
    head: Text
    digits: int | None = Field(None, description="Decimals to print")
    missing: str = Field("", description="What to print where a row has no value")
    percent: bool = Field(False, description="Print a share as percent")
    links: bool = Field(False, description="Link the figure to the claim of its row")
    sourced: bool = Field(False, description="Link the words to the row's source")
    bar: bool = Field(False, description="Draw this column as a group of bars (draw: series)")


class Chart(Record):
    """Numbers that may be drawn, with what they mean and what they cannot show."""

    id: Id
    title: Text
    unit: Text
    measured_by: Text | None = None
    locator: Text | None = None
    level: Level
    caveat: Text | None = None
    total: Decimal | None = None
    summary: dict[str, Any] = Field(default_factory=dict)
    data: list[dict[str, Any]] = Field(min_length=1)
    subsets: list[Subset] = Field(default_factory=list)
    checks: list[Check] = Field(default_factory=list)
    sources: list[Cite] = Field(min_length=1)
    computed: bool = Field(default=False, description="True for teaching models worked out by this site")
    see: Text | None = Field(None, description="What to see in the drawing, in a sentence or two")
    draw: Literal["marks", "bars", "steps", "ranges", "series", "periods", "spread", "stems"] | None = None
    axis: Axis | None = None
    apart: list[dict[str, Any]] = Field(default_factory=list, description="Rows shown apart, never in the total")
    apart_title: Text | None = None
    apart_axis: Axis | None = Field(None, description="Axis of the rows apart; of the heights where draw is stems")
    joins: list[Id] = Field(default_factory=list, description="Charts whose numbers are drawn with these")
    total_label: Text | None = None
    columns: list[Column] = Field(default_factory=list, description="Columns of the table on the page")
    claim_ids: list[Id] = Field(default_factory=list)

    @property
    def drawn(self) -> list[dict[str, Any]]:
        """The rows that the drawing shows."""
        return [row for row in self.data if row.get("drawn", True)]

    @property
    def scale_axis(self) -> Axis:
        """The axis; a drawing with a scale cannot be read without one."""
        assert self.axis is not None
        return self.axis

    @property
    def claims(self) -> list[str]:
        """Claims that the chart and its rows lead to."""
        rows = [str(row["claim"]) for row in (*self.data, *self.apart) if row.get("claim")]
        return list(dict.fromkeys([*self.claim_ids, *rows]))

    @model_validator(mode="after")
    def _complete(self) -> Chart:
        if self.draw and not (self.columns and self.see and self.caveat and self.measured_by):
            raise ValueError("a drawn chart needs `see`, `measured_by`, `caveat` and `columns`")
        if self.draw not in (None, "marks") and self.axis is None:
            raise ValueError("this drawing needs an `axis`")
        if self.draw in ("bars", "steps", "series") and self.axis and self.axis.scale != "linear":
            raise ValueError("bars need a linear axis")
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
        return self


class Sum(Record):
    """Arithmetic that the site states; recomputed at every build from the figures of claims."""

    id: Id
    label: Text = Field(description="What the sum shows, as a sentence")
    kind: Literal["sum", "difference", "percent", "ratio"]
    parts: list[Text] = Field(min_length=2, description="Figures as claim-id.figure or claim-id.figure.low")
    result: Text = Field(description="The figure that must come out")

    @model_validator(mode="after")
    def _two_parts(self) -> Sum:
        if self.kind in {"percent", "ratio"} and len(self.parts) != 2:
            raise ValueError(f"a {self.kind} has two parts, not {len(self.parts)}")
        return self


class Source(Record):
    """One entry of sources.bib, as far as the pages need it."""

    key: Text
    entry_type: Text
    title: Text
    authors: list[Text] = Field(min_length=1)
    organization: Text | None = None
    journal: Text | None = None
    number: Text | None = None
    date: PartialDate | None = None
    url: Text | None = None
    doi: Text | None = None
    urldate: FullDate
    kind: SourceKind
    is_copy: bool = False
    note: Text
