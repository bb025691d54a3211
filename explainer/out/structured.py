"""
Structured data: one schema.org graph in JSON-LD for each page, and the citation tags that Zotero reads.

Made from the records after the build and written before `</head>`, so it does not depend on the engine.
Addresses are absolute or absent: while the site has no address, nodes carry none.

Which type for what. `ClaimReview` says that a claim made by someone else was reviewed and with what
result, so it stands for sentences of the article that could be compared with a source; its rating is the
verdict in words (`alternateName`), without a number. Sentences that could not be checked, or for which the
article is the only record, were not reviewed: they and the entries of the ledger are plain `Claim`s.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from explainer.facts.library import Library
from explainer.facts.settings import Settings
from explainer.out import nodes
from explainer.out.feeds import FEEDS
from explainer.out.nodes import Node
from explainer.out.package import LICENSE_URL
from explainer.text import cites
from explainer.text import pages as sources
from explainer.text.pages import Page

KINDS = {
    "claims.md": "CollectionPage",
    "sources.md": "CollectionPage",
    "timeline.md": "CollectionPage",
    "open-questions.md": "CollectionPage",
    "corrections.md": "CollectionPage",
    "glossary.md": "WebPage",
    "data-downloads.md": "WebPage",
    "index.md": "WebPage",
    "about/index.md": "AboutPage",
}
MARK = re.compile(r"<!-- records -->.*?<!-- /records -->\n?", re.DOTALL)


def write(site: Path, listed: list[Page], lib: Library, settings: Settings) -> None:
    """Put the graph and the citation tags of each page into its head; a second run replaces the first."""
    for page in listed:
        file = site / sources.html(page.src)
        if not file.is_file():
            continue
        text = MARK.sub("", file.read_text(encoding="utf-8"))
        block = f"<!-- records -->{head(page, lib, settings)}<!-- /records -->\n"
        file.write_text(text.replace("</head>", f"{block}</head>", 1), encoding="utf-8")


def head(page: Page, lib: Library, settings: Settings) -> str:
    """What goes into the head of a page."""
    tags = "".join(f'<meta name="{n}" content="{html.escape(v)}">' for n, v in citation_tags(page, lib, settings))
    here = Path(page.src).name
    links = f'<link rel="alternate" type="text/markdown" href="{here}" title="This page as Markdown">'
    if settings.url:
        for path, title in FEEDS.items():
            href = sources.relative(path, page.src)
            links += f'<link rel="alternate" type="application/atom+xml" href="{href}" title="{title}">'
    data = json.dumps(graph(page, lib, settings), ensure_ascii=False, separators=(",", ":"))
    # "</" would end the script element early; JSON reads "<\\/" as the same text.
    data = data.replace("</", "<\\/")
    return f'{tags}{links}<script type="application/ld+json">{data}</script>'


def citation_tags(page: Page, lib: Library, settings: Settings) -> Iterator[tuple[str, str]]:
    """Highwire tags, as Zotero's importer and scholarly search engines read them."""
    yield "citation_title", page.title
    yield "citation_author", settings.name
    yield "citation_publication_date", cites.updated(page, lib).replace("-", "/")
    yield "citation_language", "en"
    if settings.url:
        yield "citation_public_url", settings.absolute(sources.html(page.src))


def graph(page: Page, lib: Library, settings: Settings) -> Node:
    """The graph of one page."""
    url = settings.absolute(sources.html(page.src))
    site: Node = filled({"@type": "WebSite", "name": settings.name, "url": settings.url})
    node: Node = {
        "@type": KINDS.get(page.src, "Article"),
        "@id": url,
        "url": url,
        "headline" if page.src not in KINDS else "name": page.title,
        "description": str(page.front_matter.get("description", "")),
        "inLanguage": "en",
        "dateModified": cites.updated(page, lib),
        "license": LICENSE_URL,
        "isPartOf": site,
        "author": {"@type": "Organization", "name": settings.name},
        "correction": [nodes.comment(c, settings) for c in cites.corrections_of(page, lib)],
    }
    if page.src not in KINDS:  # lastReviewed belongs to WebPage, so an article says it of its page
        node["mainEntityOfPage"] = {"@type": "WebPage", "lastReviewed": str(page.front_matter.get("checked", ""))}
    else:
        node["lastReviewed"] = str(page.front_matter.get("checked", ""))
    if settings.url:
        node["author"]["url"] = settings.url
        node["author"]["correctionsPolicy"] = settings.absolute("corrections.html")
        node["author"]["publishingPrinciples"] = settings.absolute("about/method.html")
    found = [node, *_breadcrumb(page, settings), *nodes.of_page(page, lib, settings)]
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
    if page.src == "index.md":
        return
    trail = [("Home", settings.url)]
    section = settings.section_of(page.src)
    first = next((pages[0] for title, pages in settings.sections if title == section and pages), "")
    if section and first != page.src:
        trail.append((section, settings.absolute(sources.html(first))))
    trail.append((page.title, settings.absolute(sources.html(page.src))))
    items = [{"@type": "ListItem", "position": n, "name": t, "item": u} for n, (t, u) in enumerate(trail, 1)]
    yield {"@type": "BreadcrumbList", "itemListElement": items}
