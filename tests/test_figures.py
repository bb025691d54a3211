"""The figure rule: a number in prose is backed by a claim, or is a date, or says why it needs no source."""

from __future__ import annotations

import pytest

from explainer.facts.library import Library
from explainer.text import figures
from explainer.text.pages import Page
from tests.desk import DOCS

FRONT = "---\ntitle: A title\ndescription: A description.\n---\n\n"
FIRST = FRONT.count("\n") + 1  # number of the first line of the body
NO_CLAIM = "Add a claim that holds it, or mark the line <!-- figure: why it needs no source -->."


@pytest.fixture(scope="module")
def records() -> Library:
    return Library.read(DOCS)


def said(library: Library, body: str, front: str = FRONT) -> list[str]:
    """What an editor reads about a page with this body."""
    return [str(problem) for problem in figures.page_problems(Page("page.md", front + body), library)]


def figures_of(library: Library, body: str) -> list[str]:
    """The figures that lack a claim."""
    return [line.partition("“")[2].partition("”")[0] for line in said(library, body)]


@pytest.mark.parametrize(
    "backed",
    [
        "BuzzFeed News listed [1,803 agencies][dataset-1803].",
        "The list holds [1,803][dataset-1803] agencies.",
        "Officers ran [between 500 and 1,000 searches][dallas-search-range].",
        "It printed [501 to 1,000][dallas-search-range].",
        "[335 agencies][dataset-confirmed-335] are [18.6 percent][dataset-confirmed-335] of them.",
        "[About 19 percent][dataset-confirmed-335] confirmed it.",
        "- [1,803 agencies][dataset-1803]\n1. [335][dataset-confirmed-335]",
        "| Agencies | [1,803][dataset-1803] |",
    ],
)
def test_a_figure_inside_a_link_to_its_claim_is_backed(records: Library, backed: str) -> None:
    assert said(records, backed) == []


def test_a_figure_without_a_claim_is_reported_with_line_and_help(records: Library) -> None:
    # The claim that is cited stands in the same subject as the one that holds the number.
    assert said(records, "No [figure][dataset-what] here.\nThe list held 1,803 agencies.") == [
        f"docs/page.md:{FIRST + 1}: the figure “1,803” has no claim\n"
        "    Claims with this figure: dataset-1803. Write [words with the figure][claim-id]."
    ]
    assert said(records, "The list held 987,654 agencies.") == [
        f"docs/page.md:{FIRST}: the figure “987,654” has no claim\n    {NO_CLAIM}"
    ]


def test_a_figure_of_another_claim_is_reported(records: Library) -> None:
    assert said(records, "The list held [336 agencies][dataset-confirmed-335].") == [
        f"docs/page.md:{FIRST}: the link says “336”, but the claim 'dataset-confirmed-335' holds: 335; 18.6 percent\n"
        f"    {NO_CLAIM}"
    ]


def test_the_advice_leads_to_no_claim_of_another_subject(records: Library) -> None:
    held = "In May the city counted 1,803 dogs, and [Reid][reid-clearview] was held for [six days][reid-clearview]."
    assert said(records, held) == [f"docs/page.md:{FIRST}: the figure “1,803” has no claim\n    {NO_CLAIM}"]


def test_a_link_to_a_term_or_source_backs_nothing(records: Library) -> None:
    assert figures_of(records, "[Some 335][algorithm] agencies and [210][@ap2016] more.") == ["335", "210"]


def test_a_plain_link_backs_nothing(records: Library) -> None:
    assert figures_of(records, "[335 agencies](dataset/index.md) answered.") == ["335"]


@pytest.mark.parametrize(
    "date",
    [
        "On 6 April 2021 it was printed.",
        "On 6 April it was printed.",
        "It ran on 6 and 7 April 2021.",
        "The January 6 attack.",
        "It began in 2018.",
        "From 2018 to 2020, and 2013-2015, 2013–15.",
        "On April 6, 2021, it was printed, and on April 6 and 7 again.",
        "NIST’s 2019 report, the 2021 article and a 2019 test.",
        "It was read (NIST, 2019), by 2018, through 2025 and since 2021.",
        "In May 2024 officers said so, and in 2019 reports did.",
        "| 2018 | It began. |",
        "It ended around 2018.",
        "On `2026-11-22` it was read.",
        "In the 1990s.",
        "In 2020, it ended.",
        "The 2019 report.",
    ],
)
def test_dates_and_years_need_no_claim(records: Library, date: str) -> None:
    assert said(records, date) == []


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("The list held 1803 agencies.", "1803"),
        ("The list held 2019 agencies.", "2019"),
        ("It has 2,019 entries.", "2,019"),
        ("It has 20195 entries.", "20195"),
        ("It cost 6 dollars in April.", "6"),
        ("Clearview held 2000 faces.", "2000"),
        ("2000 faces came up.", "2000"),
        ("It named 1999 of them.", "1999"),
        ("It has a list of 2000 names.", "2000"),
        ("The count was 2019.", "2019"),
        ("There were over 2000.", "2000"),
        ("| 1803 |", "1803"),
    ],
)
def test_a_count_is_not_taken_for_a_year(records: Library, text: str, figure: str) -> None:
    assert figures_of(records, text) == [figure]


@pytest.mark.parametrize(
    "name",
    [
        "Section 552.054 of the code, and Sections 541.001 to 541.201.",
        "Section 14(a) and chapter 552 and Article 9.",
        "H.B. 149, HB 149, S.B. 3, H.R. 7120 and No. 12.",
        "The 287(g) program.",
        "NIST IR 8280 and NISTIR 8429.",
        "ISO/IEC 2382-37, WCAG 2.2, CC BY 4.0, PDF/UA-1, Python 3.11, UTF-8.",
        "CBS 11 and FOX 4 reported it.",
        "It stands in P12 S3-S4.",
        "In 1:1 and 1:N tests, as in one-to-one and one-to-many.",
        "See Figure 3, page 12, pp. 12-14, step 2 and question 4.",
    ],
)
def test_numbers_in_names_need_no_claim(records: Library, name: str) -> None:
    assert said(records, name) == []


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("In the U.S. 335 agencies answered.", "335"),
        ("It is _335_ and **no** more.", "335"),
        ("It is 3x as many.", "3x"),
        ("It is -5 percent.", "5"),
        ("5 < 12 agencies > 3", "5"),
    ],
)
def test_a_figure_does_not_hide(records: Library, text: str, figure: str) -> None:
    assert figure in figures_of(records, text)


@pytest.mark.parametrize(
    "text",
    [
        "There are two kinds of error.",
        "One search put a body on the list, and one officer is enough.",
        "Both of these three points matter.",
    ],
)
def test_small_words_are_ordinary_language(records: Library, text: str) -> None:
    assert said(records, text) == []


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("Officers ran two searches.", "two"),
        ("It took five wrongful arrests.", "five"),
        ("It took nine days.", "nine"),
        ("Eleven people answered.", "Eleven"),
        ("Sixty-nine answered.", "Sixty-nine"),
        ("About half of them answered.", "half"),
        ("Hundreds of agencies answered.", "Hundreds"),
        ("It is three billion images.", "three billion"),
        ("It is 18.6 percent.", "18.6"),
        ("It is 18.6% of them.", "18.6"),
        ("It cost $30.", "30"),
        ("It is ½ of them.", "½"),
        ("It took 2½ hours.", "2½"),
        ("It rose tenfold.", "tenfold"),
        ("A ten-fold rise.", "ten-fold"),
        ("A twofold rise.", "twofold"),
        ("The five-hundredth search.", "five-hundredth"),
        ("Twice as many answered.", "Twice"),
        ("It is more than twice the rate.", "twice"),
        ("Double the rate.", "Double"),
        ("The count doubled.", "doubled"),
        ("A third of the city.", "A third"),
        ("Two-thirds of it.", "Two-thirds"),
        ("A quarter of it.", "A quarter"),
        ("Nine of them answered.", "Nine"),
        ("Nine of the agencies answered.", "Nine"),
        ("It cost €2m.", "2m"),
        ("It holds 3m images.", "3m"),
        ("It holds 5M.", "5M"),
        ("It holds 3million.", "3million"),
        ("It is 500km away.", "500km"),
        ("Some 500ish came.", "500ish"),
        ("The code is `335`.", "335"),
        ("It is 10^3^ times.", "10"),
        ("It stands in part 500.", "500"),
        ("It is ① of them.", "①"),
        ('<abbr title="335 agencies">they</abbr> answered.', "335"),
        ("![335 agencies](picture.png)", "335"),
        ('[They](dataset/index.md "335 agencies") answered.', "335"),
    ],
)
def test_counts_in_words_and_percentages_need_a_claim(records: Library, text: str, figure: str) -> None:
    assert figures_of(records, text) == [figure]


@pytest.mark.parametrize("ratio", ["Nine in ten answered.", "One out of ten answered.", "one in every ten did"])
def test_both_numbers_of_a_share_need_a_claim(records: Library, ratio: str) -> None:
    assert len(figures_of(records, ratio)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "A third party holds it.",
        "In its third quarter it grew.",
        "The third officer asked again.",
        "A quarter of the year went by, and the first quarter of 2021.",
        "It was asked twice, and it is a double check.",
        "The second half of the day was a half-truth.",
        "In the twenty-first century the Ninth Circuit and the 4th Amendment stand.",
        "One of them asked, and two of these questions are open.",
        "![A picture](300.jpg){ width=300 }\n",
        "Words.{ .wide title='x' }",
        "H~2~O and x^2^.",
        "It says so.[^1]",
        "[^1]: The note.",
        "Press ++ctrl+1++.",
        "The paper is doi 10.6028/NIST.IR.8280.",
        "See <https://example.org/335> and https://example.org/335.",
        "An unfold, a manifold and a scaffold.",
    ],
)
def test_what_only_looks_like_a_figure(records: Library, text: str) -> None:
    assert said(records, text) == []


def test_a_mark_with_a_reason_frees_its_line_only(records: Library) -> None:
    body = "It is 360 pixels wide. <!-- figure: a width in our own test -->\nIt is 361 pixels wide."
    assert figures_of(records, body) == ["361"]


def test_a_mark_does_not_free_a_wrong_link(records: Library) -> None:
    body = "It is 360 pixels and [336][dataset-confirmed-335]. <!-- figure: a width in our own test -->"
    assert figures_of(records, body) == ["336"]


def test_a_mark_needs_a_reason(records: Library) -> None:
    assert said(records, "It is 360 pixels wide. <!-- figure: x -->") == [
        f"docs/page.md:{FIRST}: the figure mark gives no reason\n    Write why the number needs no source."
    ]


def test_a_mark_without_a_figure_is_reported(records: Library) -> None:
    assert said(records, "It is wide. <!-- figure: a width in our own test -->") == [
        f"docs/page.md:{FIRST}: the figure mark marks no figure\n    Remove it."
    ]


def test_a_mark_on_a_line_of_its_own_is_reported(records: Library) -> None:
    assert said(records, "| a | b |\n<!-- figure: a width in our own test -->\n| c | d |") == [
        f"docs/page.md:{FIRST + 1}: the figure mark stands alone\n"
        "    Put it at the end of the line with the figure; alone it also cuts a table in two."
    ]


def test_headings_rest_on_the_claims_of_their_page(records: Library) -> None:
    assert figures_of(records, "## The 1,803 agencies") == ["1,803"]
    assert said(records, "## The 1,803 agencies\n\nIt lists [1,803][dataset-1803].") == []
    assert said(records, "## The 1,803 agencies\n\n/// claim | dataset-1803\n///") == []


@pytest.mark.parametrize("key", ["title", "description"])
def test_title_and_description_rest_on_the_claims_of_their_page(records: Library, key: str) -> None:
    front = FRONT.replace(f"{key}: A", f"{key}: The 1,803 agencies, a")
    line = {"title": 2, "description": 3}[key]
    assert said(records, "It lists them.", front) == [
        f"docs/page.md:{line}: the {key} says “1,803”, and no claim cited on the page holds that figure\n"
        "    Add a claim that holds it, or leave the number out."
    ]
    assert said(records, "It lists [them][dataset-what].", front) == [
        f"docs/page.md:{line}: the {key} says “1,803”, and no claim cited on the page holds that figure\n"
        "    Claims with this figure: dataset-1803. Cite it on this page."
    ]
    assert said(records, "It lists [them][dataset-1803].", front) == []


@pytest.mark.parametrize("name", ["table", "aside", "in-short"])
def test_captions_rest_on_the_claims_of_their_page(records: Library, name: str) -> None:
    block = f"/// {name} | How 1,803 agencies answered\nWords.\n///\n"
    (report,) = said(records, block)
    assert report.startswith(f"docs/page.md:{FIRST}: block '{name}' says “1,803”, and no claim cited on the page holds")
    assert said(records, block + "\nIt lists [them][dataset-1803].") == []


def test_labels_of_large_numbers_are_read(records: Library) -> None:
    block = "/// numbers\n    figures:\n      - {claim: dataset-1803, figure: bodies, label: LABEL}\n///\n"
    assert said(records, block.replace("LABEL", "agencies listed")) == []
    assert figures_of(records, block.replace("LABEL", "agencies listed by 335 people")) == ["335"]


def test_a_heading_may_count_what_the_page_lists_in_full(records: Library) -> None:
    assert len(records.checklist) == 12
    assert said(records, "## Twelve questions\n\n/// checklist\n///") == []
    assert figures_of(records, "## Twelve questions") == ["Twelve"]


@pytest.mark.parametrize(
    "free",
    [
        "```\n335 agencies\n```",
        "~~~ text\n335 agencies\n```\n336\n~~~",
        "<!-- 335 agencies -->",
        "<!--\n335 agencies\nstill 336\n-->",
        '<div class="w-335"></div>',
        "1. A first point.\n2. A second point.",
    ],
)
def test_code_comments_and_list_markers_are_not_prose(records: Library, free: str) -> None:
    assert said(records, free) == []


def test_prose_after_code_or_a_comment_is_read_again(records: Library) -> None:
    assert figures_of(records, "```\nx\n```\nIt is 335.\n<!-- a\nb --> It is 336.") == ["335", "336"]


def test_wrong_arithmetic_in_prose_is_reported(records: Library) -> None:
    ids = ("dataset-confirmed-335", "dataset-denied-210")
    body = f"So [335][{ids[0]}] and [210][{ids[1]}]: 335 + 210 = 546. <!-- figure: worked out from the two claims -->"
    assert said(records, body) == [
        f"docs/page.md:{FIRST}: the arithmetic is wrong: 335 + 210 is 545, not 546\n    Mend the numbers."
    ]
    assert said(records, body.replace("546", "545")) == []


def test_every_page_of_the_site_keeps_the_rule(records: Library) -> None:
    pages = Page.read_all(DOCS)
    assert [str(problem) for page in pages for problem in figures.page_problems(page, records)] == []
