"""Records on the pages: every claim cited and led back from, every term defined and linked, sources complete."""

from __future__ import annotations

import posixpath
import re
from typing import Any

import pytest

from explainer.facts import words
from explainer.facts.library import Library
from explainer.facts.records import Claim
from explainer.out.built import BuiltPage
from explainer.text import cites
from explainer.text.pages import Page as Source
from tests import support
from tests.test_site import text_of

Pages = dict[str, BuiltPage]


@pytest.fixture(scope="session")
def pages(built: list[BuiltPage]) -> Pages:
    """The built pages by path."""
    return {page.path: page for page in built}


def targets(page: BuiltPage, links: list[Any], home: str) -> list[str]:
    """Ids of the records in `home` that these links of a page lead to."""
    here = posixpath.dirname(page.path)
    found = []
    for link in links:
        path, _, anchor = link.get("href").partition("#")
        if posixpath.normpath(posixpath.join(here, path) if path else page.path) == home and anchor:
            found.append(anchor)
    return found


def entry(pages: Pages, claim: Claim) -> Any:
    """The claim's place in the ledger."""
    (found,) = pages["claims.html"].tree.xpath(f"//section[@id='{claim.id}']")
    return found


def facts(element: Any) -> dict[str, Any]:
    """The `dd` of a list of facts by the words of its `dt`."""
    return {text_of(row.find("dt")): row.find("dd") for row in element.xpath(".//dl[@class='facts']/div")}


def test_every_claim_is_cited_and_its_entry_lists_exactly_the_pages_that_cite_it(
    pages: Pages, library: Library
) -> None:
    citing = cites.usage(Source.read_all(support.DOCS), library)
    for claim in library.claims.values():
        links = facts(entry(pages, claim))["Used on"].findall("a")
        listed = {posixpath.normpath(a.get("href")) for a in links}
        assert listed == {src.removesuffix(".md") + ".html" for src, _ in citing[claim.id]}, claim.id


def test_every_claim_says_who_status_level_sources_nuance_and_when_checked(pages: Pages, library: Library) -> None:
    for claim in library.claims.values():
        section, rows = entry(pages, claim), facts(entry(pages, claim))
        who = f"{claim.said_by}, {words.day(claim.said_on)}"
        assert words.curl(who) in text_of(section.find("details/summary")), claim.id
        assert text_of(rows["Status"]) == claim.status
        checked = text_of(rows["How we checked"]).lower()
        assert {"verified-primary": "first-hand", "verified-secondary": "summary", "unverified": "not confirmed"}[
            claim.level
        ] in checked
        assert claim.checked[:4] in checked, f"{claim.id}: no date of the check"
        sources = [library.sources[c.key] for c in claim.sources]
        keys = targets(pages["claims.html"], rows["Sources"].findall("a"), "sources.html")
        assert keys == [s.key for s in sources], f"{claim.id}: what we read of each"
        outside = [a.get("href") for a in rows["Sources"].findall("a") if "external" in (a.get("class") or "")]
        assert outside == [s.url for s in sources if s.url], f"{claim.id}: each publisher"
        if claim.nuance:
            assert text_of(rows["Know besides"]), claim.id
        for figure in claim.figures.values():
            assert figure.display in text_of(rows["Figures"]), claim.id


def test_every_source_has_a_card_that_leads_back_to_what_rests_on_it(pages: Pages, library: Library) -> None:
    page = pages["sources.html"]
    for source in library.sources.values():
        (card,) = page.tree.xpath(f"//li[@id='{source.key}']")
        back = targets(page, card.xpath(".//*[@class='source-claims']//a"), "claims.html")
        resting = {c.id for c in library.claims.values() if source.key in {s.key for s in c.sources}}
        assert set(back) == resting, source.key
        outside = card.xpath(".//a[contains(@class, 'external')]/@href")
        assert outside == ([source.url] if source.url else []), source.key
        assert "Last checked" in text_of(card)


def test_every_term_is_defined_and_linked_from_a_page(pages: Pages, library: Library) -> None:
    glossary = pages["glossary.html"].tree
    linked = {t for p in pages.values() for t in p.tree.xpath("//a/@data-term")}
    for term in library.terms.values():
        (name,) = glossary.xpath(f"//dt[@id='{term.id}']")
        assert term.term in text_of(name)
        assert len(text_of(name.getnext())) > 20, f"{term.id} has no definition"
        see = [a for line in name.getnext().xpath(".//*[@class='see']") for a in line.findall("a")]
        assert set(targets(pages["glossary.html"], see, "glossary.html")) == set(term.see), term.id
        linked |= set(term.see)
    assert not library.terms.keys() - linked, "terms that neither a page nor another entry links to"


@pytest.mark.parametrize("path", support.PAGES)
def test_terms_are_linked_at_first_use(pages: Pages, library: Library, path: str) -> None:
    page = pages[path]
    used = page.tree.xpath("//article//a/@data-term")
    assert sorted(used) == sorted(set(used)), "a term is linked at its first use only"
    early = [i for i in used if path != "glossary.html" and _used_before_its_link(page, library.terms[i].term, i)]
    assert not early, "these terms stand in the text before the link to the glossary: move the link to the first use"


def _used_before_its_link(page: BuiltPage, term: str, term_id: str) -> bool:
    """Whether the running text holds the term before its link; words inside other links and quotations are no use."""
    word = re.compile(rf"\b{re.escape(term)}\b", re.IGNORECASE)
    # Records are printed as they are and hold no links of their own: only the page's own prose counts.
    prose = (
        "ancestor::*[self::p or self::li or self::td or self::th] and not(ancestor::*[starts-with(@class, 'block-')])"
    )
    for text in page.tree.xpath(f"//article//text()[{prose}]"):
        owner = text.getparent()
        link = owner if owner.tag == "a" and text.is_text else next(owner.iterancestors("a"), None)
        if link is not None:
            if link.get("data-term") == term_id:
                return False
        elif word.search(re.sub("“[^”]*”", "", text)):
            return True
    return False


def test_every_event_stands_in_the_timeline_with_its_sources(pages: Pages, library: Library) -> None:
    page = pages["timeline.html"]
    dates = []
    for event in library.events.values():
        (item,) = page.tree.xpath(f"//ol//li[@id='{event.id}']")
        sources = [library.sources[c.key] for c in event.sources]
        addresses = item.xpath(".//*[@class='event-sources']/a/@href")
        assert addresses[: len(sources)] == [s.url or f"sources.html#{s.key}" for s in sources], event.id
        (date,) = item.xpath(".//time/@datetime")
        dates.append(date)
    assert page.tree.xpath("//ol//li[@id]//time/@datetime") == dates == sorted(dates)
    years = [text_of(h).strip(" #") for h in page.tree.xpath("//h2[starts-with(@id, 'year-')]")]
    assert years == sorted({d[:4] for d in dates})


def test_every_open_question_says_what_would_settle_it(pages: Pages, library: Library) -> None:
    page = pages["open-questions.html"]
    for question in library.questions.values():
        (item,) = page.tree.xpath(f"//li[@id='{question.id}']")
        rows = facts(item)
        assert all(text_of(rows[name]) for name in ("Known so far", "Would settle it", "Whom to ask", "Last checked"))
        if question.claim_ids:
            assert targets(page, rows["Touches"].findall("a"), "claims.html") == question.claim_ids
