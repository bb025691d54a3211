"""The Markdown extension: references to records, and every block, as the HTML that readers get."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import lxml.html
import pytest
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from explainer.facts import words
from explainer.facts.library import Library
from explainer.facts.problems import EditorError
from explainer.text.blocks import BLOCKS
from tests import support

EXTENSIONS = ["attr_list", "smarty", "tables", "fenced_code", "toc"]
SMALL = support.SMALL / "docs"


class _Engine(Treeprocessor):
    """Stands for the site engine, which says here which page is converted."""

    def __init__(self, src: str) -> None:
        super().__init__()
        self.file = SimpleNamespace(src_uri=src)


def html(text: str, src: str = "page.md", docs: Any = SMALL) -> str:
    """The HTML of a page whose source path is `src`."""
    md = Markdown(
        extensions=["explainer.shown.markdown", *EXTENSIONS],
        extension_configs={"explainer.shown.markdown": {"docs": docs}},
    )
    md.treeprocessors.register(_Engine(src), "relpath", 0)
    return md.convert(text)


def tree(text: str, src: str = "page.md", docs: Any = SMALL) -> Any:
    return lxml.html.fromstring(f"<article>{html(text, src, docs)}</article>")


def said(text: str, src: str = "rules/page.md") -> str:
    with pytest.raises(EditorError) as caught:
        html(text, src)
    return str(caught.value)


def text_of(element: Any) -> str:
    return " ".join(element.text_content().split())


# -- references ---------------------------------------------------------------------------------------


def test_references_open_their_notes_which_lead_to_the_records() -> None:
    for src, up in (("page.md", ""), ("rules/page.md", "../"), ("a/b/c.md", "../../")):
        page = tree("[40 samples][samples-taken], a [limit][] and [the code][@code2021].", src)
        links = [(a.get("href"), a.text) for a in page.xpath("./p[1]//a[@href]")]
        assert links == [("#n-samples-taken", "40 samples"), ("#n-limit", "limit"), ("#n-source-code2021", "the code")]
        targets = set(page.xpath(".//*[@id='n-samples-taken' or @id='n-limit' or @id='n-source-code2021']//a/@href"))
        assert {f"{up}claims.md#samples-taken", f"{up}glossary.md#limit", f"{up}sources.md#code2021"} <= targets


def test_a_page_has_one_note_for_each_record_in_the_order_of_first_use() -> None:
    page = tree("[40][samples-taken], [36][samples-within], [40 again][samples-taken] and a [limit][].")
    notes = page.xpath(".//*[starts-with(@id, 'n-')]/@id")
    assert notes == ["n-samples-taken", "n-samples-within", "n-limit"]
    assert not tree("Words.").xpath(".//*[starts-with(@id, 'n-')]"), "a page that cites nothing has no notes"


def test_blocks_count_as_citing() -> None:
    page = tree("/// claim | samples-over\n///\n")
    assert page.xpath(".//*[@data-block='claim']")
    assert page.xpath(".//*[@id='n-samples-over']//a[@href='claims.md#samples-over']")


def test_a_reference_may_stand_in_a_heading_a_list_and_a_table() -> None:
    page = tree("## The [40][samples-taken]\n\n- [36][samples-within]\n\n| a |\n|---|\n| [four][samples-over] |")
    assert len(page.xpath(".//a[starts-with(@href, '#n-')]")) >= 3


@pytest.mark.parametrize(
    ("reference", "nearest"),
    [("[x][sample-taken]", "samples-taken"), ("[x][@code2012]", "@code2021"), ("[limt][]", "limit")],
)
def test_an_unknown_reference_stops_the_build(reference: str, nearest: str) -> None:
    message = said(f"Words {reference} here.")
    assert message.startswith("docs/rules/page.md")
    assert "there is no claim, term or source '" in message
    assert nearest in message


@pytest.mark.parametrize("code", ["`[x][nothing]`", "```\n[x][nothing]\n/// claim | nothing\n///\n```"])
def test_code_is_left_alone(code: str) -> None:
    page = tree(code)
    assert "[x][nothing]" in text_of(page)
    assert not page.xpath(".//a | .//*[@data-block]")


def test_braces_of_a_record_are_text_and_those_of_an_author_are_attributes() -> None:
    page = tree("# T {#place}\n\n**Own**{ .own }\n\n/// blocks\n///\n")
    assert page.xpath(".//h1[@id='place']") and page.xpath(".//strong[@class='own']")
    (row,) = page.xpath(".//tr[th/code='/// numbers']/td[1]")
    assert text_of(row).endswith("lists {claim, figure, label}")
    assert not set(row.attrib) - {"data-label"}


def test_figure_marks_are_not_printed() -> None:
    assert "figure" not in html("It is 360 pixels wide. <!-- figure: a width in our own test -->")


def test_a_marked_row_stays_in_its_table() -> None:
    rows = "| a | 1 | <!-- figure: made up for a test -->\n| b | 2 |\n"
    page = tree(f"/// table | Caption\n\n| A | B |\n|---|---|\n{rows}\n///\n")
    assert [[text_of(cell) for cell in row] for row in page.xpath(".//tbody/tr")] == [["a", "1"], ["b", "2"]]


def test_one_page_does_not_cite_for_the_next() -> None:
    md = Markdown(
        extensions=["explainer.shown.markdown"], extension_configs={"explainer.shown.markdown": {"docs": SMALL}}
    )
    assert "n-samples-taken" in md.convert("[40][samples-taken]")
    assert "n-samples-taken" not in md.reset().convert("Words.")


# -- blocks -------------------------------------------------------------------------------------------


def test_claim_card(small_library: Library) -> None:
    card = tree("/// claim | samples-over\n///\n", "rules/page.md").find(".//section[@class='claim']")
    claim = small_library.claims["samples-over"]
    assert card.get("id") is None  # the permanent place is in the ledger
    assert words.curl(claim.statement) in text_of(card)
    facts = {text_of(row.find("dt")): row.find("dd") for row in card.xpath(".//dl/div")}
    assert text_of(facts["Status"]) == claim.status
    assert facts["Status"].find(".//a").get("href") == "../about.md#status-measured"
    assert claim.figures["samples"].display in text_of(facts["Figures"])


def test_a_timeline_of_some_events_leads_to_their_permanent_places(small_library: Library) -> None:
    last, first = list(small_library.events)[-1], next(iter(small_library.events))
    page = tree(f"/// timeline\n    ids: [{last}, {first}]\n///\n")
    assert page.xpath(".//time/@datetime") == [small_library.events[i].date for i in (first, last)]
    assert not page.xpath(".//*[@data-block='timeline']//li/@id")
    assert page.xpath(f".//a[@href='timeline.md#{first}']")
    chosen = tree("/// timeline\n    topic: rule\n///\n")
    assert len(chosen.xpath(".//time")) == sum(e.category == "rule" for e in small_library.events.values())


def test_article_check_verdicts_questions_sayings_and_checklist() -> None:
    library = Library.read(support.DOCS)
    page = tree("/// article-check\n///\n", "dallas/page.md", support.DOCS)
    assert set(library.sentences) <= set(page.xpath(".//@id"))
    one = tree("/// article-check | headline\n///\n", "dallas/page.md", support.DOCS)
    record = library.sentences["headline"]
    for words_of_it in (record.article_says, record.source_says, record.difference):
        assert words.curl(words_of_it) in text_of(one)
    rows = tree("/// verdicts\n///\n", docs=support.DOCS).xpath(".//tbody/tr")
    counts = {text_of(row.find("th")): int(text_of(row[-1])) for row in rows}
    assert counts.pop("All statements") == len(library.sentences) == sum(counts.values())
    asked = tree("/// questions | exact-dallas-count\n///\n", "dallas/page.md", support.DOCS)
    assert words.curl(library.questions["exact-dallas-count"].would_settle) in text_of(asked)
    said_ = tree("/// sayings\n///\n", docs=support.DOCS)
    for saying in library.sayings.values():
        assert words.curl(saying.instead) in text_of(said_)
    checklist = tree("/// checklist\n///\n", docs=support.DOCS)
    assert set(library.checklist) <= set(checklist.xpath(".//li/@id"))


def test_two_statements_of_one_sentence_count_as_one_sentence() -> None:
    assert words.sentences_at(["headline", "P1 S1", "P1 S1", "P2 S1", "P22 S1-S2"]) == 4


def test_sum() -> None:
    line = tree("/// sum | june-adds-up\n///\n").find(".//span[@class='sum-line']")
    assert text_of(line) == "36 + 4 = 40"
    assert len(line.xpath("a/@href")) == 3


def test_terms_sources_and_numbers(small_library: Library) -> None:
    terms = tree("/// terms | sample, limit\n///\n", "rules/page.md")
    assert terms.xpath(".//dt//a/@href") == ["../glossary.md#sample", "../glossary.md#limit"]
    glossary = tree("/// glossary\n///\n", "glossary.md")
    assert sorted(i for i in glossary.xpath(".//dt/@id")) == sorted(small_library.terms)
    sources = tree("/// sources\n///\n", "sources.md")
    assert set(small_library.sources) <= set(sources.xpath(".//@id"))
    assert {a.get("rel") for a in sources.xpath(".//a[@class='external']")} == {"external noreferrer"}
    row = "{claim: samples-over, figure: samples, label: over the limit}"
    numbers = tree(f"/// numbers\n    figures:\n      - {row}\n///\n")
    (item,) = numbers.xpath(".//ul[@class='numbers']/li")
    assert "four over the limit" in text_of(item)


def test_quotation(small_library: Library) -> None:
    page = tree("/// quote | samples-over\nWe closed it on the day …\n///\n", "rules/page.md")
    quote = small_library.claims["samples-over"].quotes[0]
    figure = page.find(".//figure[@class='quote']")
    assert text_of(figure.find("blockquote")) == "We closed it on the day …"
    assert quote.by in text_of(figure.find("figcaption"))


def test_in_short_aside_and_table() -> None:
    box = tree("/// in-short\n- One.\n- Two.\n///\n").find(".//section[@class='in-short']")
    assert box.find("h2").text == "In short"
    assert box.get("aria-labelledby") == box.find("h2").get("id")
    assert [text_of(item) for item in box.findall("ul/li")] == ["One.", "Two."]
    aside = tree("/// aside | A plain title\nWords of [36][samples-within].\n///\n").find(".//div[@class='aside']")
    assert text_of(aside.find("p[@class='aside-title']")) == "A plain title"
    table = tree("/// table | Caption\n\n| A | B |\n|---|---|\n| a | b |\n\n///\n").find(".//table")
    assert text_of(table.find("caption")) == "Caption"
    assert {th.get("scope") for th in table.iter("th")} == {"col", "row"}


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("/// claim | sample-taken", "there is no 'sample-taken'\n    Nearest: samples-taken"),
        ("/// quote | samples-over, samples-over", "block 'quote' names 2 claims"),
        ("/// timeline\n    topic: tests", "there is no topic 'tests'\n    Choose: test, rule."),
        ("/// timeline\n    ids: pool-closed", "there is no 'pool-closed'\n    Nearest: pool-closes"),
        ("/// sum | june-add-up", "there is no 'june-add-up'\n    Nearest: june-adds-up"),
        ("/// terms | limt", "there is no 'limt'\n    Nearest: limit"),
        ("/// claims | samples-over", "this block cannot be read: /// claims | samples-over"),
        ("/// claim", "this block cannot be read: /// claim"),
    ],
)
def test_a_block_with_a_bad_argument_stops_the_build(block: str, message: str) -> None:
    assert message in said(f"{block}\n///\n")


def test_a_quotation_that_nobody_said_stops_the_build() -> None:
    assert "quotation in the claim 'samples-over'" in said("/// quote | samples-over\nWe never closed it\n///\n")


def test_an_error_names_only_blocks_that_exist() -> None:
    message = said("/// statuses\n///\n")
    assert "/// statuses" in message
    assert len(BLOCKS) == len(set(BLOCKS)) > 20
