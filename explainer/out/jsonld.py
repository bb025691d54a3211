"""
Structured data: one schema.org graph in JSON-LD for each page, made from the records.

The Markdown extension puts it at the end of the page's content, so it depends on no engine and no template.
Addresses are absolute or absent: while the site has no address, nodes carry none.

Which type for what. `ClaimReview` says that a claim made by someone else was reviewed and with what
result, so it stands for sentences of the article that could be compared with a source; its rating is the
verdict in words (`alternateName`), without a number. Sentences that could not be checked, or for which the
article is the only record, were not reviewed: they and the entries of the ledger are plain `Claim`s.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from explainer.facts.library import Library
from explainer.facts.records import Correction, Sentence, Source
from explainer.facts.settings import Settings
from explainer.out import tables
from explainer.out.package import LICENSE_URL, zip_name
from explainer.text import cites
from explainer.text import pages as sources
from explainer.text.pages import Page

Node = dict[str, Any]
HOME = "index.md"
REVIEWED = ("matches", "matches with a nuance", "differs")
COLLECTIONS = ("claims", "sources", "events", "questions", "corrections")


def script(page: Page, lib: Library, homes: dict[str, str], settings: Settings) -> str:
    """The graph of a page as the text of a script element."""
    data = json.dumps(graph(page, lib, homes, settings), ensure_ascii=False, separators=(",", ":"))
    return data.replace("<", "\\u003c")  # no tag and no comment can begin in the text of a record


def _kind(page: Page, homes: dict[str, str], settings: Settings) -> str:
    stated = page.front_matter.get("schema_type")
    if stated:
        return str(stated)
    here = [kind for kind, src in homes.items() if src == page.src]
    if any(kind in COLLECTIONS for kind in here):
        return "CollectionPage"
    return "WebPage" if page.src == HOME or "terms" in here or not settings.section_of(page.src) else "Article"


def graph(page: Page, lib: Library, homes: dict[str, str], settings: Settings) -> Node:
    """The graph of one page; `homes` says on which page each kind of record stands."""
    kind = _kind(page, homes, settings)
    url = settings.absolute(sources.html(page.src))
    site: Node = filled({"@type": "WebSite", "name": settings.name, "url": settings.url})
    node: Node = {
        "@type": kind,
        "@id": url,
        "url": url,
        "headline" if kind == "Article" else "name": page.title,
        "description": str(page.front_matter.get("description", "")),
        "inLanguage": settings.language,
        "dateModified": cites.updated(page, lib),
        "license": LICENSE_URL,
        "isPartOf": site,
        "author": {"@type": "Organization", "name": settings.name},
        "correction": [_named(c, homes, settings) for c in cites.corrections_of(page, lib)],
    }
    if kind == "Article":  # lastReviewed belongs to WebPage, so an article says it of its page
        node["mainEntityOfPage"] = {"@type": "WebPage", "lastReviewed": str(page.front_matter.get("checked", ""))}
    else:
        node["lastReviewed"] = str(page.front_matter.get("checked", ""))
    if settings.url:
        node["author"]["url"] = settings.url
        for name, home in (("correctionsPolicy", "corrections"), ("publishingPrinciples", "statuses")):
            node["author"][name] = settings.absolute(sources.html(homes[home])) if home in homes else ""
    found = [node, *_breadcrumb(page, settings), *_records(page, lib, homes, settings)]
    return {"@context": "https://schema.org", "@graph": [filled(n) for n in found]}


def filled(value: Any) -> Any:
    """The value without empty texts, lists and groups, at any depth."""
    if isinstance(value, dict):
        kept = {k: filled(v) for k, v in value.items()}
        return {k: v for k, v in kept.items() if v not in ("", None, [], {})}
    if isinstance(value, list):
        return [v for v in map(filled, value) if v not in ("", None, [], {})]
    return value


def _breadcrumb(page: Page, settings: Settings) -> Iterator[Node]:
    if page.src == HOME:
        return
    trail = [("Home", settings.url)]
    section = settings.section_of(page.src)
    first = next((pages[0] for title, pages in settings.sections if title == section and pages), "")
    if section and first != page.src:
        trail.append((section, settings.absolute(sources.html(first))))
    trail.append((page.title, settings.absolute(sources.html(page.src))))
    items = [{"@type": "ListItem", "position": n, "name": t, "item": u} for n, (t, u) in enumerate(trail, 1)]
    yield {"@type": "BreadcrumbList", "itemListElement": items}


def _records(page: Page, lib: Library, homes: dict[str, str], settings: Settings) -> Iterator[Node]:
    """The nodes of the records that have their place on a page."""
    kinds = [kind for kind, src in homes.items() if src == page.src]
    if "claims" in kinds:
        for claim in lib.claims.values():
            address = settings.absolute(f"{sources.html(page.src)}#{claim.id}")
            yield {"@type": "Claim", "@id": address, "identifier": claim.id, "name": claim.short or claim.statement}
    if "sentences" in kinds and settings.article in lib.sources:
        yield from (_sentence(s, page, lib, settings) for s in lib.sentences.values())
    if "terms" in kinds:
        yield _terms(page, lib, settings)
    if "corrections" in kinds:
        yield from (_comment(c, homes, settings) for c in lib.newest_corrections())
    if settings.dataset[1] in lib.claims and _shows_dataset(page, lib, settings):
        yield _dataset(lib, settings)
    if any(use.name == "data-files" for use in page.blocks):
        yield _downloads(page, lib, settings)
    article = lib.sources.get(settings.article)
    told = [c for c in lib.newest_corrections() if c.whose == "article" and page.src in c.pages]
    if article and told:
        yield {**_article(article), "correction": [_comment(c, homes, settings) for c in told]}


def _shows_dataset(page: Page, lib: Library, settings: Settings) -> bool:
    """Whether the dataset is the subject of a page: it cites the claim that describes it before any other."""
    claims = cites.cited(page, lib).claims
    return page.src != HOME and settings.dataset[1] in claims[:3]


def _named(correction: Correction, homes: dict[str, str], settings: Settings) -> Node:
    """A correction as the pages that it changed name it; its words stand once, on the page of corrections."""
    return {
        "@type": "CorrectionComment",
        "@id": settings.absolute(f"{sources.html(homes.get('corrections', HOME))}#{correction.id}"),
        "identifier": correction.id,
        "name": correction.title,
        "datePublished": correction.fixed or "",
    }


def _comment(correction: Correction, homes: dict[str, str], settings: Settings) -> Node:
    """A correction in full: what was wrong, what is right and why it matters."""
    text = f"{correction.said} {correction.says} {correction.why}"
    return {**_named(correction, homes, settings), "text": text, "dateCreated": correction.logged}


def _article(source: Source) -> Node:
    return {
        "@type": "NewsArticle",
        "headline": source.title,
        "datePublished": source.date,
        "url": source.url or "",
        "publisher": {"@type": "NewsMediaOrganization", "name": source.authors[0]},
    }


def _sentence(sentence: Sentence, page: Page, lib: Library, settings: Settings) -> Node:
    article = lib.sources[settings.article]
    address = settings.absolute(f"{sources.html(page.src)}#{sentence.id}")
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


def _terms(page: Page, lib: Library, settings: Settings) -> Node:
    terms = [
        {
            "@type": "DefinedTerm",
            "@id": settings.absolute(f"{sources.html(page.src)}#{t.id}"),
            "termCode": t.id,
            "name": t.term,
            "alternateName": t.also,
            "description": t.definition,
        }
        for t in sorted(lib.terms.values(), key=lambda t: t.term.casefold())
    ]
    return {"@type": "DefinedTermSet", "name": f"{settings.name}: glossary", "hasDefinedTerm": terms}


def _dataset(lib: Library, settings: Settings) -> Node:
    key, claim_id = settings.dataset
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
    address = settings.absolute(sources.html(page.src))
    files = [(zip_name(settings), "application/zip"), ("claims.json", "application/json"), ("claims.csv", "text/csv")]
    files += [("sources.json", "application/json")]
    files += [("corrections.json", "application/json")] if lib.corrections else []
    return {
        "@type": "Dataset",
        "@id": f"{address}#data" if address else "",
        "name": f"{settings.name}: data",
        "description": str(page.front_matter.get("description", "")),
        "url": address,
        "creator": {"@type": "Organization", "name": settings.name},
        "version": tables.VERSION,
        "license": LICENSE_URL,
        "dateModified": cites.updated(page, lib),
        "distribution": [
            {"@type": "DataDownload", "name": n, "encodingFormat": kind, "contentUrl": settings.absolute(f"data/{n}")}
            for n, kind in files
        ],
    }
