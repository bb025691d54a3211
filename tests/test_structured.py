"""Structured data: one graph a page, true to the records, with no empty value and no invented address."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from explainer.facts.library import Library
from explainer.facts.settings import Settings
from explainer.out import structured
from explainer.out.structured import citation_tags
from explainer.text.pages import Page
from tests import support
from tests.opendata import ADDRESS, CORRECTION, PAGE, SOURCES, Published, published

__all__ = ["published"]


def graph(site: Path, page: str) -> list[dict[str, Any]]:
    tree = lxml.html.parse(str(site / page), parser=lxml.html.HTMLParser(encoding="utf-8")).getroot()
    (script,) = tree.xpath("//head/script[@type='application/ld+json']")
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


@pytest.mark.parametrize("page", list(SOURCES))
def test_the_graph_of_a_page_has_no_empty_value_and_no_address_of_its_own(
    site: Path, library: Library, page: str
) -> None:
    known = {s.url for s in library.sources.values()} | {"https://creativecommons.org/licenses/by/4.0/"}
    for path, value in values(graph(site, page)):
        assert value not in ("", None, [], {}), path
        if isinstance(value, str) and "://" in value and " " not in value:
            assert value in known, f"{path} names {value}, which nobody has set"


@pytest.mark.parametrize("page", list(SOURCES))
def test_the_graph_of_a_published_page_has_absolute_addresses_that_exist(published: Published, page: str) -> None:
    nodes = graph(published.site, page)
    assert nodes[0]["url"] == (ADDRESS + page).removesuffix("index.html")
    for path, value in values(nodes):
        if path.rpartition("/")[2] in ("url", "@id", "item", "contentUrl", "correctionsPolicy", "publishingPrinciples"):
            assert value.startswith(("https://", "http://")), (path, value)
        if isinstance(value, str) and value.startswith(ADDRESS):
            file = published.site / value.removeprefix(ADDRESS).partition("#")[0]
            assert (file / "index.html" if file.is_dir() else file).is_file(), value


@pytest.mark.parametrize("page", list(SOURCES))
def test_a_page_says_its_title_dates_and_place(site: Path, page: str) -> None:
    source = SOURCES[page]
    first = graph(site, page)[0]
    assert source.title in (first.get("headline"), first.get("name"))
    assert first["dateModified"] == source.front_matter["updated"]
    reviewed = first.get("lastReviewed") or first["mainEntityOfPage"]["lastReviewed"]
    assert reviewed == source.front_matter["checked"]
    trail = of_type(graph(site, page), "BreadcrumbList")
    if page != "index.html":
        names = [item["name"] for item in trail[0]["itemListElement"]]
        assert (names[0], names[-1]) == ("Home", source.title)


def test_the_glossary_is_a_set_of_defined_terms(site: Path, library: Library) -> None:
    (terms,) = of_type(graph(site, "glossary.html"), "DefinedTermSet")
    assert {t["termCode"]: (t["name"], t["description"]) for t in terms["hasDefinedTerm"]} == {
        t.id: (t.term, t.definition) for t in library.terms.values()
    }


def test_every_entry_of_the_ledger_is_a_claim(site: Path, library: Library) -> None:
    claims = of_type(graph(site, "claims.html"), "Claim")
    assert {c["identifier"]: c["text"] for c in claims} == {c.id: c.statement for c in library.claims.values()}


def test_only_sentences_that_were_compared_are_reviews_and_none_has_a_score(site: Path, library: Library) -> None:
    nodes = graph(site, "dallas/article.html")
    compared = {
        s.id: s for s in library.sentences.values() if s.verdict in ("matches", "matches with a nuance", "differs")
    }
    reviews = {r["itemReviewed"]["identifier"]: r for r in of_type(nodes, "ClaimReview")}
    assert reviews.keys() == compared.keys()
    for sentence_id, review in reviews.items():
        assert review["claimReviewed"] == compared[sentence_id].article_says
        assert review["reviewRating"] == {"@type": "Rating", "alternateName": compared[sentence_id].verdict}
        assert review["itemReviewed"]["author"]["name"] == "Gizmodo"
    others = {c["identifier"] for c in of_type(nodes, "Claim")}
    assert others == library.sentences.keys() - compared.keys()


def test_the_dataset_and_our_own_data_are_described(published: Published) -> None:
    (buzzfeed,) = of_type(graph(published.site, "dataset/index.html"), "Dataset")
    assert buzzfeed["creator"] == [{"@type": "Organization", "name": "BuzzFeed News"}]
    assert buzzfeed["temporalCoverage"] == "2018/2020-02"
    (ours,) = of_type(graph(published.site, "data-downloads.html"), "Dataset")
    for download in ours["distribution"]:
        assert download["contentUrl"] == f"{ADDRESS}data/{download['name']}"
        assert (published.site / "data" / download["name"]).is_file()


def test_a_correction_is_a_comment_on_the_page_it_changed(published: Published) -> None:
    for page in (PAGE.replace(".md", ".html"), "dallas/index.html"):
        (comment,) = graph(published.site, page)[0]["correction"]
        assert comment["@type"] == "CorrectionComment"
        assert comment["identifier"] == CORRECTION
        assert comment["datePublished"] == "2027-07-02"
    assert "correction" not in graph(published.site, "about/privacy.html")[0]
    logged = of_type(graph(published.site, "corrections.html"), "CorrectionComment")
    assert [c["identifier"] for c in logged] == [CORRECTION, "article-consent"]


def test_the_article_s_correction_belongs_to_the_article_and_has_no_invented_date(site: Path) -> None:
    nodes = graph(site, "dallas/correction.html")
    (article,) = of_type(nodes, "NewsArticle")
    assert article["publisher"]["name"] == "Gizmodo"
    (comment,) = article["correction"]
    assert "datePublished" not in comment
    assert "without their consent" in comment["text"]
    assert "correction" not in nodes[0]


@pytest.mark.parametrize("page", list(SOURCES))
def test_citation_tags_let_reference_tools_pick_a_page_up(published: Published, page: str) -> None:
    tree = lxml.html.parse(str(published.site / page), parser=lxml.html.HTMLParser(encoding="utf-8")).getroot()
    tags = {m.get("name"): m.get("content") for m in tree.xpath("//head/meta[starts-with(@name, 'citation_')]")}
    source = SOURCES[page]
    settings = Settings(name="The Dallas Searches", url=ADDRESS)
    assert tags == dict(citation_tags(source, published.library, settings))
    assert tags["citation_title"] == source.title
    assert tags["citation_public_url"].startswith(ADDRESS)


def test_a_second_run_changes_nothing(published: Published) -> None:
    docs = published.project / "docs"
    file = published.site / "claims.html"
    before = file.read_bytes()
    settings = Settings(
        name="The Dallas Searches", url=ADDRESS, sections=Settings.read(support.ROOT / "mkdocs.yml").sections
    )
    structured.write(
        published.site, [p for p in Page.read_all(docs) if p.src == "claims.md"], published.library, settings
    )
    assert file.read_bytes() == before


def test_the_head_of_the_home_page_stays_small(site: Path) -> None:
    text = (site / "index.html").read_text(encoding="utf-8")
    block = text[text.index("<!-- records -->") : text.index("<!-- /records -->")]
    assert len(gzip.compress(block.encode())) < 700
