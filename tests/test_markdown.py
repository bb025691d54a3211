"""The Markdown extension: references to records, and every block, as the HTML that readers get."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import lxml.html
import pytest
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from explainer.facts import words
from explainer.facts.library import Library
from explainer.facts.problems import EditorError
from tests.desk import DOCS

EXTENSIONS = ["attr_list", "smarty", "tables", "fenced_code", "toc"]


@pytest.fixture(scope="module")
def records() -> Library:
    return Library.read(DOCS)


class _Engine(Treeprocessor):
    """Stands for the site engine, which says here which page is converted."""

    def __init__(self, src: str) -> None:
        super().__init__()
        self.file = SimpleNamespace(src_uri=src)


def html(text: str, src: str = "index.md") -> str:
    """The HTML of a page whose source path is `src`."""
    md = Markdown(
        extensions=["explainer.shown.markdown", *EXTENSIONS],
        extension_configs={"explainer.shown.markdown": {"docs": DOCS}},
    )
    md.treeprocessors.register(_Engine(src), "relpath", 0)
    return md.convert(text)


def tree(text: str, src: str = "index.md") -> Any:
    return lxml.html.fromstring(f"<article>{html(text, src)}</article>")


def said(text: str, src: str = "dallas/index.md") -> str:
    with pytest.raises(EditorError) as caught:
        html(text, src)
    return str(caught.value)


def text_of(element: Any) -> str:
    return " ".join(element.text_content().split())


# -- references ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("src", "up"), [("index.md", ""), ("dallas/index.md", "../"), ("a/b/c.md", "../../")])
def test_references_lead_to_the_home_of_their_record(src: str, up: str) -> None:
    page = tree("[1,803 bodies][dataset-1803], an [audit log][] and [a report][@ap2016].", src)
    links = [(a.get("href"), a.get("class"), a.text) for a in page.xpath("./p[1]/a")]
    assert links == [
        (f"{up}claims.md#dataset-1803", "ref-claim", "1,803 bodies"),
        (f"{up}glossary.md#audit-log", "ref-term", "audit log"),
        (f"{up}sources.md#ap2016", "ref-source", "a report"),
    ]


def test_references_say_what_they_lead_to(records: Library) -> None:
    claim, term, source = tree("[1,803][dataset-1803], [audit log][], [AP][@ap2016]").xpath("./p[1]/a/@title")
    record = records.claims["dataset-1803"]
    assert record.said_by.split("'")[0] in claim
    assert words.day(record.said_on) in claim
    assert f"Status: {record.status}. Checked: {words.LEVELS[record.level]}." in claim
    assert (
        term == "A record, made automatically, of each search: who ran it, what was searched, when and for what reason."
    )
    assert source == words.curl(records.sources["ap2016"].title)


def test_a_reference_may_stand_in_a_heading_a_list_and_a_table() -> None:
    page = tree(
        "## The [1,803][dataset-1803]\n\n- [335][dataset-confirmed-335]\n\n| a |\n|---|\n| [210][dataset-denied-210] |"
    )
    assert page.xpath("count(.//a[@class='ref-claim'])") == 3


@pytest.mark.parametrize(
    ("reference", "nearest"),
    [("[x][dataset-1083]", "dataset-1803"), ("[x][@ap2061]", "@ap20"), ("[audit logg][]", "audit log")],
)
def test_an_unknown_reference_stops_the_build(reference: str, nearest: str) -> None:
    message = said(f"Words {reference} here.")
    assert message.startswith("docs/dallas/index.md: there is no claim, term or source '")
    assert nearest in message


@pytest.mark.parametrize("code", ["`[x][nothing]`", "```\n[x][nothing]\n/// claim | nothing\n///\n```"])
def test_code_is_left_alone(code: str) -> None:
    page = tree(code)
    assert "[x][nothing]" in text_of(page)
    assert not page.xpath(".//a | .//section")


def test_figure_marks_are_not_printed() -> None:
    page = html("It is 360 pixels wide. <!-- figure: a width in our own test -->")
    assert page == "<p>It is 360 pixels wide.</p>"


def test_a_marked_row_stays_in_its_table() -> None:
    rows = "| a | 1 | <!-- figure: made up for a test -->\n| b | 2 |\n"
    page = tree(f"/// table | Caption\n\n| A | B |\n|---|---|\n{rows}\n///\n")
    assert [[text_of(cell) for cell in row] for row in page.xpath(".//tbody/tr")] == [["a", "1"], ["b", "2"]]


# -- the end of the page ------------------------------------------------------------------------------


def test_a_page_ends_with_its_terms_and_sources(records: Library) -> None:
    page = tree(
        "[1,803][dataset-1803], [335][dataset-confirmed-335], an [audit log][], [AP][@ap2016].", "dallas/index.md"
    )
    terms, sources = page.xpath("./section")
    assert (terms.get("class"), sources.get("class")) == ("page-terms", "page-sources")
    assert terms.xpath(".//dt/a/@href") == ["../glossary.md#audit-log"]
    wanted = {c.key for i in ("dataset-1803", "dataset-confirmed-335") for c in records.claims[i].sources} | {"ap2016"}
    assert {a.rpartition("#")[2] for a in sources.xpath("./ul/li/a[1]/@href")} == wanted
    assert set(sources.xpath(".//span[@class='for']/a/@href")) == {
        "../claims.md#dataset-1803",
        "../claims.md#dataset-confirmed-335",
    }


def test_sources_come_in_the_order_of_their_authors(records: Library) -> None:
    page = tree("[1][dataset-1803] [2][dallas-search-range] [3][@ap2016]")
    keys = [a.rpartition("#")[2] for a in page.xpath("./section[@class='page-sources']//li/a[1]/@href")]
    names = [words.byline(records.sources[key]).casefold() for key in keys]
    assert len(keys) == len(set(keys)) > 3
    assert names == sorted(names)


def test_blocks_count_as_citing(records: Library) -> None:
    page = tree("/// claim | dataset-1803\n///\n")
    keys = {a.rpartition("#")[2] for a in page.xpath("./section[@class='page-sources']//li/a[1]/@href")}
    assert keys == {cite.key for cite in records.claims["dataset-1803"].sources}


def test_a_page_that_cites_nothing_has_no_such_end() -> None:
    assert html("Words.") == "<p>Words.</p>"


def test_one_page_does_not_cite_for_the_next() -> None:
    md = Markdown(
        extensions=["explainer.shown.markdown"], extension_configs={"explainer.shown.markdown": {"docs": DOCS}}
    )
    assert "page-sources" in md.convert("[1,803][dataset-1803]")
    assert md.reset().convert("Words.") == "<p>Words.</p>"


# -- blocks -------------------------------------------------------------------------------------------


def test_claim_card(records: Library) -> None:
    card = tree("/// claim | dataset-1803\n///\n", "dallas/index.md").find(".//section[@class='claim']")
    claim = records.claims["dataset-1803"]
    assert card.get("aria-label") == "Claim: dataset-1803"
    assert card.get("id") is None  # the permanent place is in the ledger
    assert text_of(card.find("p[@class='claim-statement']")) == words.curl(claim.statement)
    facts = {text_of(row.find("dt")): row.find("dd") for row in card.findall("dl/div")}
    assert text_of(facts["Status"]) == claim.status
    assert facts["Status"].find("a").get("href") == f"../about/method.md#status-{claim.status.replace(' ', '-')}"
    assert [span.text for span in facts["Figures"].findall("span")] == [f.display for f in claim.figures.values()]
    assert {a.rpartition("#")[2] for a in facts["Sources"].xpath("a/@href")} == {c.key for c in claim.sources}


def test_ledger_holds_every_claim_and_the_pages_that_use_it(records: Library) -> None:
    page = tree("/// claims\n///\n", "claims.md")
    cards = page.xpath(".//section[@class='claim']")
    assert {card.get("id") for card in cards} == set(records.claims)
    for card in cards:
        used = [row for row in card.findall("dl/div") if text_of(row.find("dt")) == "Used on"]
        assert used
        assert used[0].xpath("dd/a/@href"), f"no page uses {card.get('id')}"
    assert page.xpath("//section[@id='dataset-1803']//dt[.='Used on']/../dd/a[@href='dataset/index.md']")


def test_timeline_of_all_events(records: Library) -> None:
    page = tree("/// timeline\n///\n", "timeline.md")
    events = page.xpath(".//ol/li")
    assert [event.get("id") for event in events] == list(records.events)
    years = sorted({event.date[:4] for event in records.events.values()})
    assert page.xpath(".//h2/@id") == [f"year-{year}" for year in years]
    for event, record in zip(events, records.events.values(), strict=True):
        assert event.find(".//time").get("datetime") == record.date
        assert event.xpath(".//p[@class='event-sources']/a[contains(@href, 'sources.md#')]")


def test_timeline_of_a_topic_and_of_some_events(records: Library) -> None:
    dallas = tree("/// timeline\n    topic: dallas\n///\n", "dallas/index.md")
    wanted = [e for e in records.events.values() if e.category == "dallas"]
    assert len(dallas.xpath(".//ol/li")) == len(wanted)
    assert dallas.xpath(".//ol/li/p/a[1]/@href")[0] == f"../timeline.md#{wanted[0].id}"
    assert not dallas.xpath(".//li/@id | .//h2")  # the permanent places are on the timeline
    last, first = list(records.events)[-1], next(iter(records.events))
    for block in (f"/// timeline | {last}, {first}\n///\n", f"/// timeline\n    ids: [{last}, {first}]\n///\n"):
        assert tree(block).xpath(".//time/@datetime") == [records.events[i].date for i in (first, last)]


def test_article_check(records: Library) -> None:
    page = tree("/// article-check\n///\n", "dallas/article.md")
    assert page.xpath(".//ol/li/@id") == list(records.sentences)
    one = tree("/// article-check | headline\n///\n", "dallas/index.md")
    (panel,) = one.xpath(".//ul/li")
    record = records.sentences["headline"]
    assert panel.get("id") is None
    assert panel.find(".//a[@class='permalink']").get("href") == "article.md#headline"
    for words_of_it in (record.article_says, record.source_says, record.difference):
        assert words.curl(words_of_it) in text_of(panel)
    assert record.verdict in text_of(panel)


def test_verdicts_are_counted(records: Library) -> None:
    rows = tree("/// verdicts\n///\n").xpath(".//tbody/tr")
    counts = {text_of(row.find("th")): int(text_of(row[-1])) for row in rows}
    assert counts.pop("All statements") == len(records.sentences) == sum(counts.values())
    assert set(counts) == set(words.VERDICTS)
    assert (
        text_of(rows[-1][1])
        == f"In {words.sentences_at(s.paragraph for s in records.sentences.values())} sentences and the headline"
    )


def test_two_statements_of_one_sentence_count_as_one_sentence() -> None:
    assert words.sentences_at(["headline", "P1 S1", "P1 S1", "P2 S1", "P22 S1-S2"]) == 4


def test_sayings(records: Library) -> None:
    page = tree("/// sayings\n///\n", "can-i-say.md")
    shown = page.xpath(".//section[@class='saying']")
    assert [section.find("h2").get("id") for section in shown] == list(records.sayings)
    for section, saying in zip(shown, records.sayings.values(), strict=True):
        assert words.curl(saying.instead) == text_of(section.find(".//p[@class='saying-instead']"))
        assert words.curl(saying.saying) in text_of(section.find("h2"))
        assert text_of(section.find(".//strong")) == saying.verdict
        links = [link.get("href") for link in section.iterfind(".//a") if "headerlink" not in (link.get("class") or "")]
        assert links == [f"claims.md#{claim}" for claim in saying.claim_ids]


def test_no_sentence_to_use_instead_says_what_must_never_be_said(records: Library) -> None:
    for saying in records.sayings.values():
        for rule in records.never_say.values():
            for text in (saying.why, saying.instead):
                assert not re.search(rule.pattern, text, re.IGNORECASE), saying.id


def test_questions(records: Library) -> None:
    page = tree("/// questions\n///\n", "open-questions.md")
    assert set(page.xpath(".//li/@id")) == set(records.questions)
    one = tree("/// questions | exact-dallas-count\n///\n", "dallas/index.md")
    assert one.xpath(".//li/p/a/@href") == ["../open-questions.md#exact-dallas-count"]
    assert words.curl(records.questions["exact-dallas-count"].would_settle) in text_of(one)


def test_sum() -> None:
    line = tree("/// sum | answers-close\n///\n", "dataset/index.md").find(".//span[@class='sum-line']")
    assert text_of(line) == "335 + 210 + 97 + 1,161 = 1,803"
    assert line.xpath("a/@href")[0] == "../claims.md#dataset-confirmed-335"
    assert line.xpath("a/@href")[-1] == "../claims.md#dataset-1803"
    share = tree("/// sum | share-confirmed\n///\n").find(".//span[@class='sum-line']")
    assert text_of(share) == "335 of 1,803 = 18.6 percent"


def test_glossary_and_terms(records: Library) -> None:
    page = tree("/// glossary\n///\n", "glossary.md")
    assert sorted(page.xpath(".//dt/@id")) == sorted(records.terms)
    some = tree("/// terms | audit-log, algorithm\n///\n", "dallas/index.md")
    assert some.xpath(".//dt/a/@href") == ["../glossary.md#audit-log", "../glossary.md#algorithm"]
    assert len(some.xpath(".//dd")) == 2


def test_sources_are_all_listed(records: Library) -> None:
    page = tree("/// sources\n///\n", "sources.md")
    assert sorted(page.xpath(".//li/@id")) == sorted(records.sources)
    assert "\\" not in text_of(page)  # nothing of BibTeX is left in the text
    for a in page.xpath(".//a[@class='external']"):
        assert a.get("rel") == "external noreferrer"
        assert text_of(a).startswith("Published at ")


def test_checklist(records: Library) -> None:
    page = tree("/// checklist\n///\n")
    assert page.xpath(".//ol/li/@id") == list(records.checklist)


def test_large_numbers(records: Library) -> None:
    row = "{claim: dataset-1803, figure: bodies, label: bodies listed}"
    page = tree(f"/// numbers\n    figures:\n      - {row}\n///\n", "index.md")
    (item,) = page.xpath(".//ul[@class='numbers']/li")
    assert item.find("a").get("href") == "claims.md#dataset-1803"
    assert text_of(item.find("a")) == f"{records.claims['dataset-1803'].figures['bodies'].display} bodies listed"


def test_quotation(records: Library) -> None:
    page = tree("/// quote | dallas-never-authorized\nFor use by any member …\n///\n", "dallas/index.md")
    quote = records.claims["dallas-never-authorized"].quotes[0]
    figure = page.find(".//figure[@class='quote']")
    assert text_of(figure.find("blockquote")) == "For use by any member …"
    caption = figure.find("figcaption")
    assert quote.by in text_of(caption)
    assert caption.find("a").get("href") == "../claims.md#dallas-never-authorized"


def test_in_short() -> None:
    box = tree("/// in-short\n- One.\n- Two.\n///\n").find(".//section[@class='in-short']")
    assert box.find("h2").text == "In short"
    assert box.get("aria-labelledby") == box.find("h2").get("id")
    assert [text_of(item) for item in box.findall("ul/li")] == ["One.", "Two."]
    assert tree("/// in-short | At a glance\nWords.\n///\n").find(".//h2").text == "At a glance"


def test_aside() -> None:
    box = tree("/// aside | A *plain* title\nWords of [335][dataset-confirmed-335].\n///\n").find(
        ".//div[@class='aside']"
    )
    assert box.get("role") == "note"
    assert text_of(box).startswith("A plain title Words of 335")
    assert box.find(".//a").get("class") == "ref-claim"


def test_table_has_a_caption_scopes_and_a_name() -> None:
    page = tree("/// table | How they answered\n\n| Answer | Bodies |\n|---|---:|\n| no reply | many |\n\n///\n")
    box = page.find("div[@class='table']")
    assert (box.get("role"), box.get("tabindex"), box.get("aria-label")) == ("region", "0", "How they answered")
    assert box.find("table")[0].tag == "caption"
    assert box.find("table/caption").text == "How they answered"
    assert [th.get("scope") for th in box.findall("table/thead/tr/th")] == ["col", "col"]
    assert box.find("table/tbody/tr/th").get("scope") == "row"
    assert [text_of(td) for td in box.findall("table/tbody/tr/td")] == ["many"]


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("/// claim | dataset-1083", "there is no claim 'dataset-1083'\n    Nearest: dataset-1803"),
        ("/// quote | dataset-1083", "there is no claim 'dataset-1083'\n    Nearest: dataset-1803"),
        ("/// quote | dataset-1803, dataset-1803", "block 'quote' names 2 claims\n    Write '/// quote | claim-id'."),
        ("/// timeline | ton-that", "there is no event 'ton-that'\n"),
        ("/// timeline\n    topic: dalas", "there is no timeline topic 'dalas'\n    Nearest: dallas"),
        ("/// timeline\n    ids: ton-that", "there is no event 'ton-that'\n"),
        ("/// article-check | headlin", "there is no sentence of the article 'headlin'\n    Nearest: headline"),
        ("/// questions | general-ordr", "there is no open question 'general-ordr'\n    Nearest: general-order"),
        ("/// sum | answers-clos", "there is no sum 'answers-clos'\n    Nearest: answers-close"),
        ("/// terms | audit-lag", "there is no term 'audit-lag'\n    Nearest: audit-log"),
        (
            "/// numbers\n    figures: [{claim: dataset-1083, figure: bodies, label: x}]",
            "block 'numbers': there is no claim 'dataset-1083'\n    Nearest: dataset-1803",
        ),
        (
            "/// numbers\n    figures: [{claim: dataset-1803, figure: body, label: x}]",
            "block 'numbers': the claim 'dataset-1803' has no figure 'body'\n    Its figures: bodies",
        ),
        ("/// numbers\n    figures: [dataset-1803]", "block 'numbers': a row has no 'claim'\n"),
        # what the block syntax itself refuses is left as text, and must not reach a reader
        ("/// claim", "this block cannot be read: /// claim\n"),
        ("/// timelin", "this block cannot be read: /// timelin\n"),
        ("/// timeline\n    tpoic: dallas", "this block cannot be read: /// timeline\n"),
        ("/// timeline\n    topic: [dallas]", "this block cannot be read: /// timeline\n"),
    ],
)
def test_a_block_with_a_bad_argument_stops_the_build(block: str, message: str) -> None:
    assert said(f"Words.\n\n{block}\n///\n").startswith(f"docs/dallas/index.md: {message}")


def test_a_quotation_that_no_record_holds_stops_the_build() -> None:
    message = said("/// quote | dallas-never-authorized\nFor use by every member\n///\n")
    assert message.startswith(
        "docs/dallas/index.md: there is no quotation in the claim 'dallas-never-authorized': 'For use "
        "by every member'\n"
        "    Nearest: for use by any member of the department"
    )


def test_blocks_hold_no_inline_style_or_script() -> None:
    page = tree(
        "\n".join(f"/// {name}\n///\n" for name in ("claims", "timeline", "sources", "glossary", "article-check"))
    )
    assert not page.xpath("//@style | //script | //@*[starts-with(name(), 'on')]")
