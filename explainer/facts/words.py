"""How dates, levels, statuses and sources are put into words on the pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from explainer.facts.records import Claim, Event, Source

MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]

LEVELS = {
    "verified-primary": "read first-hand",
    "verified-secondary": "read in reporting or a summary",
    "unverified": "not confirmed beyond the source named",
}
VERDICTS = {
    "matches": "The source says the same thing",
    "matches with a nuance": "The source supports it, but a word, limit or detail differs",
    "differs": "The source says something else in a way that matters",
    "could not be checked": "The text behind it was out of reach, or it is an opinion",
    "only in the article": "We found no independent record: said to the newsroom, or its own report",
}
SOURCE_KINDS = {
    "primary": "Official documents, statements and data",
    "statute": "Statutes and bills",
    "court": "Court and regulator records",
    "study": "Studies",
    "report": "Reports",
    "news": "News",
    "company": "Company statements",
    "advocacy": "Advocacy groups",
    "reference": "Reference works",
}

# How much of a source we read, as the filter over the sources says it.
EXTENTS = {
    "full": "in full",
    "part": "in part",
    "entry": "its entry or headline only",
    "none": "not itself",
    "unsaid": "not noted how far",
}

# The kind of one source, as its card says it.
SOURCE_KIND = {
    "primary": "first-hand document",
    "statute": "statute or bill",
    "court": "court or regulator record",
    "study": "study",
    "report": "report",
    "news": "news report",
    "company": "company statement",
    "advocacy": "advocacy group",
    "reference": "reference work",
}
# What a source's card can lead to.
SOURCE_LINKS = {"yes": "with a link", "copy": "read in a copy, no link", "no": "no address known"}
CORRECTION_KINDS = {
    "correction": "Correction",
    "clarification": "Clarification",
    "update": "Update",
    "removal": "Text taken out",
}
WHOSE = {"article": "the article", "site": "this site"}


def day(date: str) -> str:
    """'2021-04-06' as 'April 6, 2021', '2021-04' as 'April 2021', '2021' as it is."""
    parts = date.split("-")
    if len(parts) == 1:
        return parts[0]
    month = MONTHS[int(parts[1]) - 1]
    return f"{month} {int(parts[2])}, {parts[0]}" if len(parts) == 3 else f"{month} {parts[0]}"


# The languages of `langid` in sources.bib, as the web names them.
LANGUAGES = {
    "dutch": "nl",
    "french": "fr",
    "german": "de",
    "greek": "el",
    "italian": "it",
    "spanish": "es",
    "swedish": "sv",
}


def event_day(event: Event) -> str:
    """The date of an event, no more precise than it is known."""
    shown = day(event.date)
    return {
        "on or after": f"on or after {shown}",
        "inferred": f"{shown} (inferred)",
        "week, planned": f"planned for the week of {shown}",
    }.get(event.precision, shown)


def sentence_place(code: str) -> str:
    """Where a sentence of the article stands, as one says it: 'P22 S1-S2' as 'paragraph 22, sentences 1 and 2'."""
    found = re.fullmatch(r"P(\d+) S(\d+)(?:-S(\d+))?", code)
    if found is None:
        return code  # the headline has no number
    paragraph, first, last = found.groups()
    if last is None:
        return f"paragraph {paragraph}, sentence {first}"
    link = "and" if int(last) == int(first) + 1 else "to"
    return f"paragraph {paragraph}, sentences {first} {link} {last}"


def sentences_at(codes: Iterable[str]) -> int:
    """How many sentences the places name: 'P1 S1' twice is one, 'P22 S1-S2' are two, the headline is none."""
    found = (re.fullmatch(r"P(\d+) S(\d+)(?:-S(\d+))?", code) for code in codes)
    spans = [(m[1], int(m[2]), int(m[3] or m[2])) for m in found if m]
    return len({(paragraph, n) for paragraph, first, last in spans for n in range(first, last + 1)})


# An apostrophe at the start of a word stands for what was left out: '90s, 'em, 'tis.
LEFT_OUT = re.compile(r"(?<!\w)'(?=\d\ds?\b|(?:em|tis|twas|til|cause|bout|round|n)\b)", re.IGNORECASE)


def curl(text: str) -> str:
    """Straight quotation marks as typographic ones."""
    text = re.sub(r'(^|[\s(\[—–])"', r"\1“", text)
    text = text.replace('"', "”")
    text = LEFT_OUT.sub("’", text)
    text = re.sub(r"(^|[\s(\[“])'", r"\1‘", text)
    return text.replace("'", "’")


def host(url: str) -> str:
    """The site that an address leads to: 'https://www.nist.gov/x' as 'nist.gov'."""
    return urlsplit(url).hostname.removeprefix("www.") if urlsplit(url).hostname else url  # type: ignore[union-attr]


def byline(source: Source) -> str:
    """Authors of a source in one phrase."""
    names = source.authors
    if len(names) > 3:
        return f"{names[0]} and others"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def publisher(source: Source) -> str:
    """Journal or organization, left out where the byline names it already."""
    name = source.journal or source.organization or ""
    return "" if name and any(name.casefold() in author.casefold() for author in source.authors) else name


def is_excerpt(text: str, quotation: str) -> bool:
    """Tell whether `text` is a run of whole words of `quotation`, whatever the punctuation and case."""
    part, whole = _bare(text), _bare(quotation)
    return bool(part) and f" {part} " in f" {whole} "


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", "", text).casefold().split())


def weakness(claim: Claim, sources: dict[str, Source]) -> str:
    """Why the only source of a claim is weak, in words; empty where there are several, or a strong one."""
    keys = {cite.key for cite in claim.sources}
    if len(keys) > 1:
        return ""
    source = sources[keys.pop()]
    reasons = {"advocacy": ["from an advocacy group"], "reference": ["a reference work"]}.get(source.kind, [])
    reasons += ["read in a copy"] if source.is_copy else []
    reasons += ["not confirmed beyond it"] if claim.level == "unverified" else []
    return f"one source, {' and '.join(reasons)}" if reasons else ""
