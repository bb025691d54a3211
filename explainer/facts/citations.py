"""Sources and claims in the formats that reference tools read: BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import rispy
from pybtex.database import BibliographyData, Entry, Person
from pybtex.database.output.bibtex import Writer

from explainer.facts import words
from explainer.facts.records import Claim, Source
from explainer.facts.settings import Settings

# BibLaTeX type: (RIS type, CSL type)
TYPES = {
    "online": ("ELEC", "webpage"),
    "article": ("JOUR", "article-journal"),
    "book": ("BOOK", "book"),
    "inproceedings": ("CPAPER", "paper-conference"),
    "report": ("RPRT", "report"),
}


def address(claim: Claim, settings: Settings) -> str:
    """Absolute address of a claim; empty while the site has none."""
    return settings.absolute(f"claims.html#{claim.id}")


def claim_reference(claim: Claim, settings: Settings) -> str:
    """Where a claim stands and when it was checked, for a list of references."""
    where = f" {address(claim, settings)}" if settings.url else ""
    return f"{settings.name}, claim {claim.id}, checked {words.day(claim.checked)}.{where}"


def claim_text(claim: Claim, settings: Settings) -> str:
    """One claim as a line for a list of references: its statement and where it stands."""
    return f"“{words.curl(claim.statement)}” {claim_reference(claim, settings)}"


def claim_bibtex(claim: Claim, settings: Settings) -> str:
    """One claim as a BibTeX entry; `year` and `month` are those of the last check."""
    year, month, _ = claim.checked.split("-")
    fields = {"title": f"{{{claim.statement}}}", "year": year, "month": str(int(month)), "howpublished": settings.name}
    fields |= {"note": _about(claim), "urldate": claim.checked}
    if address(claim, settings):
        fields["url"] = address(claim, settings)
    entry = Entry("misc", fields=fields, persons={"author": [Person(last=f"{{{settings.name}}}")]})
    text = str(Writer().to_string(BibliographyData({claim.id: entry})))
    # An address is copied as it stands: a program that reads "\#" in it would open another page.
    return re.sub(r'(?m)^(\s*url = ".*)$', lambda m: re.sub(r"\\([#%&$_{}])", r"\1", m[1]), text)


def _about(claim: Claim) -> str:
    checked = f"Checked: {words.LEVELS[claim.level]}, {words.day(claim.checked)}."
    return f"Claim {claim.id}. Said by {claim.said_by}. Status: {claim.status}. {checked}"


class _Ris(rispy.RisWriter):  # type: ignore[misc]
    """RIS as reference managers write it: without a number before each record."""

    NEWLINE = "\r\n"

    def set_header(self, count: int) -> str:  # noqa: ARG002 (named by rispy)
        return ""


def claims_ris(claims: Iterable[Claim], settings: Settings) -> str:
    """Claims as RIS records."""
    return _ris(
        {
            "type_of_reference": "ELEC",
            "id": claim.id,
            "title": claim.statement,
            "authors": [f"{settings.name},"],  # the comma keeps the name of a body in one piece
            "secondary_title": settings.name,
            "year": claim.checked[:4],
            "date": claim.checked.replace("-", "/"),
            "access_date": claim.checked.replace("-", "/"),
            "urls": [address(claim, settings)] if settings.url else [],
            "notes": [_about(claim)],
        }
        for claim in claims
    )


def sources_ris(sources: Iterable[Source]) -> str:
    """Sources as RIS records."""
    return _ris(
        {
            "type_of_reference": TYPES.get(source.entry_type, TYPES["online"])[0],
            "id": source.key,
            "title": source.title,
            "authors": [_inverted(_name(name, source)) for name in source.authors],
            "secondary_title": source.journal,
            "publisher": source.organization,
            "volume": source.volume,
            "number": source.number,
            "doi": source.doi,
            "urls": [source.url] if source.url else [],
            "language": words.LANGUAGES.get(source.langid or ""),
            "year": source.date[:4] if source.date else "",
            "date": source.date.replace("-", "/") if source.date else "",
            "access_date": source.urldate.replace("-", "/"),
            "notes": [source.note],
        }
        for source in sources
    )


def _inverted(name: dict[str, str]) -> str:
    return f"{name['literal']}," if "literal" in name else f"{name['family']}, {name['given']}"


def _ris(entries: Iterable[dict[str, Any]]) -> str:
    filled = ({key: value for key, value in entry.items() if value} for entry in entries)
    return str(rispy.dumps(list(filled), implementation=_Ris))


def source_csl(source: Source) -> dict[str, Any]:
    """One source as a CSL-JSON item."""
    item: dict[str, Any] = {
        "id": source.key,
        "type": TYPES.get(source.entry_type, TYPES["online"])[1],
        "title": source.title,
        "author": [_name(name, source) for name in source.authors],
        "container-title": source.journal,
        "publisher": source.organization,
        "volume": source.volume,
        "number" if source.entry_type == "report" else "issue": source.number,
        "DOI": source.doi,
        "URL": source.url,
        "language": words.LANGUAGES.get(source.langid or ""),
        "accessed": _date(source.urldate),
        "note": source.note,
    }
    if source.date:
        item["issued"] = _date(source.date)
    return {k: v for k, v in item.items() if v}


def _date(value: str) -> dict[str, Any]:
    return {"date-parts": [[int(part) for part in value.split("-")]]}


def _name(name: str, source: Source) -> dict[str, str]:
    # Bodies stand in sources.bib as one name; people as given names and a family name.
    if name in source.bodies:
        return {"literal": name}
    given, _, family = name.rpartition(" ")
    return {"family": family, "given": given} if given else {"literal": name}
