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

from explainer import numbers

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


Id = Annotated[str, AfterValidator(_id)]
PartialDate = Annotated[str, AfterValidator(_partial_date)]
FullDate = Annotated[str, AfterValidator(_full_date)]
Text = Annotated[str, Field(min_length=1)]

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
    place: Text | None = None
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
