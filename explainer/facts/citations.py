"""Sources and claims in the formats that reference tools read: BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

import re
from typing import Any

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


def claim_text(claim: Claim, settings: Settings) -> str:
    """One claim as a line for a list of references."""
    where = f" {address(claim, settings)}" if settings.url else ""
    return (
        f"“{words.curl(claim.statement)}” {settings.name}, claim {claim.id}, checked {words.day(claim.checked)}.{where}"
    )


def claim_bibtex(claim: Claim, settings: Settings) -> str:
    """One claim as a BibTeX entry; `year` and `month` are those of the last check."""
    year, month, _ = claim.checked.split("-")
    note = f"Claim {claim.id}. Said by {claim.said_by}. Status: {claim.status}. Checked: {words.LEVELS[claim.level]}"
    fields = {"title": f"{{{claim.statement}}}", "year": year, "month": str(int(month)), "howpublished": settings.name}
    fields |= {"note": note, "urldate": claim.checked}
    if address(claim, settings):
        fields["url"] = address(claim, settings)
    entry = Entry("misc", fields=fields, persons={"author": [Person(last=f"{{{settings.name}}}")]})
    text = str(Writer().to_string(BibliographyData({claim.id: entry})))
    # An address is copied as it stands: a program that reads "\#" in it would open another page.
    return re.sub(r'(?m)^(\s*url = ".*)$', lambda m: re.sub(r"\\([#%&$_{}])", r"\1", m[1]), text)


def claim_ris(claim: Claim, settings: Settings) -> str:
    """One claim as a RIS record."""
    lines = [("TY", "ELEC"), ("ID", claim.id), ("TI", claim.statement), ("AU", settings.name), ("T2", settings.name)]
    day, note = claim.checked.replace("-", "/"), f"Claim {claim.id}. Said by {claim.said_by}. Status: {claim.status}."
    lines += [("PY", claim.checked[:4]), ("DA", day), ("Y2", day), ("UR", address(claim, settings)), ("N1", note)]
    return _ris(lines)


def source_ris(source: Source) -> str:
    """One source as a RIS record."""
    lines = [("TY", TYPES.get(source.entry_type, TYPES["online"])[0]), ("ID", source.key), ("TI", source.title)]
    names = [_name(name, source) for name in source.authors]
    lines += [("AU", n.get("literal") or f"{n['family']}, {n['given']}") for n in names]
    lines += [("T2", source.journal or ""), ("PB", source.organization or ""), ("VL", source.volume or "")]
    lines += [("IS", source.number or ""), ("DO", source.doi or ""), ("UR", source.url or "")]
    lines += [("LA", words.LANGUAGES.get(source.langid or "", ""))]
    if source.date:
        lines += [("PY", source.date[:4]), ("DA", source.date.replace("-", "/"))]
    lines += [("Y2", source.urldate.replace("-", "/")), ("N1", source.note)]
    return _ris(lines)


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


def _ris(lines: list[tuple[str, str]]) -> str:
    body = "".join(f"{tag}  - {' '.join(text.split())}\r\n" for tag, text in lines if text)
    return f"{body}ER  - \r\n"
