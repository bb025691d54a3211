"""The nodes of the schema.org graphs that stand for records: claims, reviews, terms, data sets, corrections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from explainer.facts.library import Library
from explainer.facts.records import Correction, Sentence
from explainer.facts.settings import Settings
from explainer.out import tables
from explainer.out.package import LICENSE_URL, ZIP
from explainer.text import dates
from explainer.text.pages import Page

Node = dict[str, Any]
REVIEWED = ("matches", "matches with a nuance", "differs")
ARTICLE = "gizmodo2021dallas"  # key of the article that this site examines
DATASET = ("buzzfeed2021table", "dataset-what")  # source and claim that describe the dataset of dataset/index.md


def of_page(page: Page, lib: Library, settings: Settings) -> Iterator[Node]:
    """The nodes of the records that a page holds."""
    if page.src == "claims.md":
        for claim in lib.claims.values():
            address = settings.absolute(f"claims.html#{claim.id}")
            yield {"@type": "Claim", "@id": address, "identifier": claim.id, "text": claim.statement}
    elif page.src == "dallas/article.md":
        yield from (_sentence(s, lib, settings) for s in lib.sentences.values())
    elif page.src == "glossary.md":
        yield _terms(lib, settings)
    elif page.src == "dataset/index.md":
        yield _dataset(lib)
    elif page.src == "data-downloads.md":
        yield _downloads(page, lib, settings)
    elif page.src == "corrections.md":
        yield from (comment(c, settings) for c in lib.newest_corrections())
    article = lib.sources.get(ARTICLE)
    told = [c for c in lib.newest_corrections() if c.whose == "article" and page.src in c.pages]
    if article and told:
        yield {**_article(lib), "correction": [comment(c, settings) for c in told]}


def comment(correction: Correction, settings: Settings) -> Node:
    """A correction: what was wrong, what is right and why it matters."""
    return {
        "@type": "CorrectionComment",
        "@id": settings.absolute(f"corrections.html#{correction.id}"),
        "identifier": correction.id,
        "text": f"{correction.said} {correction.says} {correction.why}",
        "datePublished": correction.fixed or "",
        "dateCreated": correction.logged,
    }


def _article(lib: Library) -> Node:
    source = lib.sources[ARTICLE]
    return {
        "@type": "NewsArticle",
        "headline": source.title,
        "datePublished": source.date,
        "url": source.url or "",
        "publisher": {"@type": "NewsMediaOrganization", "name": source.authors[0]},
    }


def _sentence(sentence: Sentence, lib: Library, settings: Settings) -> Node:
    article = lib.sources[ARTICLE]
    address = settings.absolute(f"dallas/article.html#{sentence.id}")
    claim: Node = {
        "@type": "Claim",
        "identifier": sentence.id,
        "text": sentence.article_says,
        "author": {"@type": "Organization", "name": article.authors[0]},
        "datePublished": article.date,
    }
    if sentence.verdict not in REVIEWED:
        return {**claim, "@id": address}
    return {
        "@type": "ClaimReview",
        "@id": address,
        "url": address,
        "claimReviewed": sentence.article_says,
        "reviewBody": sentence.source_says,
        "reviewRating": {"@type": "Rating", "alternateName": sentence.verdict},
        "author": {"@type": "Organization", "name": settings.name},
        "itemReviewed": {k: v for k, v in claim.items() if k != "text"},
    }


def _terms(lib: Library, settings: Settings) -> Node:
    terms = [
        {
            "@type": "DefinedTerm",
            "@id": settings.absolute(f"glossary.html#{t.id}"),
            "termCode": t.id,
            "name": t.term,
            "alternateName": t.also,
            "description": t.definition,
        }
        for t in sorted(lib.terms.values(), key=lambda t: t.term.casefold())
    ]
    return {"@type": "DefinedTermSet", "name": f"{settings.name}: glossary", "hasDefinedTerm": terms}


def _dataset(lib: Library) -> Node:
    key, claim_id = DATASET
    source, claim = lib.sources[key], lib.claims[claim_id]
    covered = f"{claim.period.start}/{claim.period.end}" if claim.period and claim.period.end else ""
    return {
        "@type": "Dataset",
        "name": source.title,
        "description": f"{claim.statement} {claim.nuance or ''}".strip(),
        "creator": [{"@type": "Organization", "name": name} for name in source.authors],
        "datePublished": source.date,
        "temporalCoverage": covered,
        "url": source.url or "",
    }


def _downloads(page: Page, lib: Library, settings: Settings) -> Node:
    files = [(ZIP, "application/zip"), ("claims.json", "application/json"), ("claims.csv", "text/csv")]
    files += [("sources.json", "application/json"), ("corrections.json", "application/json")]
    return {
        "@type": "Dataset",
        "@id": settings.absolute("data-downloads.html#data"),
        "name": f"{settings.name}: data",
        "description": str(page.front_matter.get("description", "")),
        "url": settings.absolute("data-downloads.html"),
        "creator": {"@type": "Organization", "name": settings.name},
        "version": tables.VERSION,
        "license": LICENSE_URL,
        "dateModified": dates.updated(page, lib),
        "distribution": [
            {"@type": "DataDownload", "name": n, "encodingFormat": kind, "contentUrl": settings.absolute(f"data/{n}")}
            for n, kind in files
        ],
    }
