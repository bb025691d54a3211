"""Structured data: one graph a page, true to the records, with no empty value and no invented address."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html

from explainer.facts.library import Library
from explainer.text.pages import Page
from tests import support
from tests.opendata import ADDRESS, CORRECTION, PAGE, Published, published

__all__ = ["published"]

ADDRESSES = ("url", "@id", "item", "contentUrl", "correctionsPolicy", "publishingPrinciples")


def listed(docs: Path) -> dict[str, Page]:
    return {page.src.replace(".md", ".html"): page for page in Page.read_all(docs) if not page.unlisted}


def tree(file: Path) -> Any:
    return lxml.html.parse(str(file), parser=lxml.html.HTMLParser(encoding="utf-8")).getroot()


def graph(site: Path, page: str) -> list[dict[str, Any]]:
    (script,) = tree(site / page).xpath("//script[@type='application/ld+json']")
    data = json.loads(script.text)
    assert data.keys() == {"@context", "@graph"}
    found: list[dict[str, Any]] = data["@graph"]
    return found


def of_type(nodes: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [node for node in nodes if node["@type"] == kind]


def values(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    yield path, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from values(part, f"{path}/{key}")


def test_a_graph_has_no_empty_value_and_names_no_address_that_nobody_set(site: Path, library: Library) -> None:
    known = {s.url for s in library.sources.values()} | {"https://creativecommons.org/licenses/by/4.0/"}
    for page in listed(support.DOCS):
        for path, value in values(graph(site, page)):
            assert value not in ("", None, [], {}), (page, path)
            if isinstance(value, str) and "://" in value and " " not in value:
                assert value in known, f"{page}: {path} names {value}, which nobody has set"


def test_the_graph_of_a_published_page_has_absolute_addresses_that_exist(published: Published) -> None:
    for page in listed(published.project / "docs"):
        nodes = graph(published.site, page)
        assert nodes[0]["url"] == (ADDRESS + page).removesuffix("index.html")
        for path, value in values(nodes):
            if path.rpartition("/")[2] in ADDRESSES:
                assert value.startswith(("https://", "http://")), (page, path, value)
            if isinstance(value, str) and value.startswith(ADDRESS):
                file = published.site / value.removeprefix(ADDRESS).partition("#")[0]
                assert (file / "index.html" if file.is_dir() else file).is_file(), value


def test_a_page_says_its_title_dates_and_place(site: Path) -> None:
    for page, source in listed(support.DOCS).items():
        first = graph(site, page)[0]
        assert source.title in (first.get("headline"), first.get("name")), page
        assert first["dateModified"] >= str(source.front_matter["updated"])
        reviewed = first.get("lastReviewed") or first["mainEntityOfPage"]["lastReviewed"]
        assert reviewed == source.front_matter["checked"]
        trail = of_type(graph(site, page), "BreadcrumbList")
        if page != "index.html":
            names = [item["name"] for item in trail[0]["itemListElement"]]
            assert (names[0], names[-1]) == ("Home", source.title)


def test_terms_and_claims_are_in_the_graphs_of_their_pages(small: Path, small_library: Library) -> None:
    (terms,) = of_type(graph(small, "glossary.html"), "DefinedTermSet")
    assert {t["termCode"]: (t["name"], t["description"]) for t in terms["hasDefinedTerm"]} == {
        t.id: (t.term, t.definition) for t in small_library.terms.values()
    }
    claims = of_type(graph(small, "claims.html"), "Claim")
    assert {c["identifier"]: c["name"] for c in claims} == {
        c.id: c.short or c.statement for c in small_library.claims.values()
    }


def test_only_sentences_that_were_compared_are_reviews_and_none_has_a_score(site: Path, library: Library) -> None:
    nodes = graph(site, "dallas/article.html")
    verdicts = ("matches", "matches with a nuance", "differs")
    compared = {s.id: s for s in library.sentences.values() if s.verdict in verdicts}
    reviews = {r["itemReviewed"]["identifier"]: r for r in of_type(nodes, "ClaimReview")}
    assert reviews.keys() == compared.keys()
    for sentence_id, review in reviews.items():
        assert review["claimReviewed"] == compared[sentence_id].article_says
        assert review["reviewRating"] == {"@type": "Rating", "alternateName": compared[sentence_id].verdict}
    assert {c["identifier"] for c in of_type(nodes, "Claim")} == library.sentences.keys() - compared.keys()


def test_a_correction_is_a_comment_on_every_page_that_it_changed(published: Published) -> None:
    for page in (PAGE.replace(".md", ".html"), "index.html"):  # home shows the claim in its large numbers only
        comments = {c["identifier"]: c for c in graph(published.site, page)[0]["correction"]}
        assert comments[CORRECTION]["datePublished"] == "2024-08-02"
        assert comments[CORRECTION]["name"] and "text" not in comments[CORRECTION], "its words stand once, in the log"
    assert "correction" not in graph(published.site, "glossary.html")[0]
    logged = of_type(graph(published.site, "corrections.html"), "CorrectionComment")
    assert [c["identifier"] for c in logged] == [CORRECTION, "five-samples"]
    assert all(len(c["text"]) > 60 for c in logged)


def test_the_article_s_correction_belongs_to_the_article_and_has_no_invented_date(site: Path) -> None:
    nodes = graph(site, "dallas/correction.html")
    (article,) = of_type(nodes, "NewsArticle")
    (comment,) = article["correction"]
    assert "datePublished" not in comment
    assert "without their consent" in comment["text"]


def test_citation_tags_let_reference_tools_pick_a_page_up(published: Published) -> None:
    for page, source in listed(published.project / "docs").items():
        head = tree(published.site / page).xpath("//head/meta[starts-with(@name, 'citation_')]")
        tags = {m.get("name"): m.get("content") for m in head}
        assert tags == {
            "citation_title": source.title,
            "citation_author": "Brookmere Pool Water,",
            "citation_publication_date": str(source.front_matter["updated"]).replace("-", "/"),
            "citation_language": "en",
            "citation_public_url": (ADDRESS + page).removesuffix("index.html"),
        }
