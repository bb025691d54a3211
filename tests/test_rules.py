"""
The rules that keep the record honest: each planted error is a row with the whole message that it must bring.

Rules of one record stand in test_records, broken files in test_broken_inputs, the rules of prose in test_figures and
test_check; here is what takes more than one record, or a record and a page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from explainer.facts import claim_rules
from explainer.facts.bibliography import TYPES
from explainer.facts.library import Library
from explainer.shown.components import Components
from explainer.text import check
from explainer.text.pages import Page
from tests.desk import DOCS, Desk

DALLAS, TODAY, DATASET, MISUSE, LAW, BIAS, DETROIT = (
    f"data/claims/{name}.yml" for name in ("dallas", "dallas-today", "dataset", "misuse", "law", "bias", "detroit")
)
EVENTS, TERMS, QUESTIONS, CHARTS, SAYINGS, SUMS, POLICY = (
    f"data/{name}.yml" for name in ("events", "terms", "questions", "charts", "sayings", "sums", "policy-checklist")
)
BIB = "data/sources.bib"
URL = next(re.finditer(r"@online\{aat2023,.*?(  url = [^\n]*\n)", (DOCS / BIB).read_text("utf-8"), re.DOTALL))[1]
NAME = (
    "\n    Mend the number, name the claim that holds it in `claim_ids`, or say in `figure_reasons` why it needs none."
)
NAME_IN_ROW = NAME.replace("`claim_ids`", "`claim`")


@dataclass(frozen=True)
class Case:
    """Replace `old` by `new` in `file`; the line to mend is the first that holds `at`; `says` is all that is said."""

    name: str
    file: str
    old: str
    new: str
    at: str
    says: str


CASES = [
    # -- figures in records ----------------------------------------------------------------------------
    Case(
        "a statement against its figure", DATASET,
        "A total of 335 agencies",
        "A total of 953 agencies",
        "A total of 953",
        "claim 'dataset-confirmed-335', field 'statement': “953” is none of its figures: 335; 18.6 percent"
        "\n    Mend the words, or add the figure.",
    ),
    Case(
        "a nuance", DALLAS,
        "    nuance: Gizmodo's article is itself the record of this statement,",
        "    nuance: Gizmodo's article is itself the record of 44 statements,",
        "nuance: Gizmodo's article is itself the record of 44",
        "claim 'dallas-never-authorized', field 'nuance': “44” is none of its figures: no figure"
        "\n    Mend the words, or add the figure.",
    ),
    Case(
        "the words of a note", DATASET,
        "That is 18.6 percent of the table",
        "That is 19.9 percent of the table",
        "19.9 percent",
        "claim 'dataset-confirmed-335', field 'besides': “19.9” is none of its figures: 335; 18.6 percent"
        "\n    Mend the words, or add the figure.",
    ),
    Case(
        "an event", EVENTS,
        "more than 325 times",
        "more than 523 times",
        "523",
        "event 'ap-counts-police-database-misuse', field 'summary': “523” is a figure of no claim that it names (ap-2016-finding, ap-2016-325, ap-2016-250, ap-2016-undercount)" + NAME,
    ),
    Case(
        "a term", TERMS,
        "A company can offer many",
        "A company can offer 9,000",
        "definition: The part of a face recogniti",
        "term 'algorithm', field 'definition': “9,000” is a figure of no claim that it names (none)" + NAME,
    ),
    Case(
        "a question", QUESTIONS,
        "Gizmodo gives a range, between 500 and 1,000",
        "Gizmodo gives a range, between 500 and 2,000",
        "known_so_far: Gizmodo gives a range, between 500 and 2,000",
        "question 'exact-dallas-count', field 'known_so_far': “2,000” is a figure of no claim that it names (dallas-search-range, dataset-ranges, clearview-user-logs)" + NAME,
    ),
    Case(
        "a policy question", POLICY,
        "police had refused four requests",
        "police had refused 17 requests",
        "refused 17 requests",
        "policy question 'supervisor-approval', field 'practice': “17” is a figure of no claim that it names (today-terms-approval, today-count-156)" + NAME,
    ),
    Case(
        "a saying", SAYINGS,
        "ran between 500 and 1,000 searches",
        "ran between 600 and 1,000 searches",
        "600",
        "saying 'dallas-750', field 'instead': “600” is a figure of no claim that it names (dallas-search-range, dataset-window)" + NAME,
    ),
    Case(
        "a row of a chart", CHARTS,
        "        value: 400\n",
        "        value: 99\n",
        "value: 99",
        "chart 'dhs-homogeneity', field 'data.1.value': “99” is a figure of no claim that it names (dhs-homogeneity)" + NAME_IN_ROW,
    ),
    Case(
        "a row of a chart with a claim of its own", CHARTS,
        "        value: 335\n",
        "        value: 336\n",
        "value: 336",
        "chart 'dataset-responses', field 'data.1.value': “336” is a figure of no claim that it names (dataset-confirmed-335)" + NAME_IN_ROW,
    ),
    Case(
        "the words of a chart", CHARTS,
        "    caveat: The figure comes from one algorithm and",
        "    caveat: The figure comes from 1,999 algorithms and",
        "1,999",
        "chart 'dhs-homogeneity', field 'caveat': “1,999” is a figure of no claim that it names (dhs-homogeneity)" + NAME,
    ),
    Case(
        "the label of a row", CHARTS,
        "        label: denied any use\n",
        "        label: denied any use, 77 times\n",
        "77 times",
        "chart 'dataset-responses', field 'data.2.label': “77” is a figure of no claim that it names (dataset-denied-210)" + NAME_IN_ROW,
    ),
    Case(
        "the label of a sum", SUMS,
        "The four kinds of answer add up",
        "The 44 kinds of answer add up",
        "44 kinds",
        "sum 'answers-close': “44” in its label is no part and no result of it"
        "\n    Mend the label, or the parts.",
    ),
    Case(
        "a reason that is none", SAYINGS,
        "'750': The saying prints the mistake; no source has this number.",
        "'750': x",
        "'750': x",
        "saying 'dallas-750': the reason why “750” needs no claim is 'x'"
        "\n    Write why, in 8 letters or more.",
    ),
    Case(
        "a reason for nothing", SAYINGS,
        "'750': The saying prints the mistake; no source has this number.",
        "'750': The saying prints the mistake; no source has this number.\n      '12': A dozen that stands nowhere.",
        "'12':",
        "saying 'dallas-750' gives a reason for “12”, which needs none or does not stand in its words"
        "\n    Remove the reason.",
    ),
    Case(
        "the low end of a range", DALLAS,
        "as_printed: {low: 500, high: 1000",
        "as_printed: {low: 5, high: 1000",
        "as_printed: {low: 5, high: 1000",
        "claim 'dallas-search-range', field 'figures.as_printed': the figure is written two ways: the number is 5, the display says 'between 500 and 1,000'"
        "\n    Mend the record.",
    ),
    Case(
        "a negative number", DALLAS,
        "as_printed: {low: 500, high: 1000",
        "as_printed: {low: -500, high: 1000",
        "-500",
        "claim 'dallas-search-range', field 'figures.as_printed': a number of a figure is zero or more, not -500; the words say what fell"
        "\n    Mend the record.",
    ),
    Case(
        "an octal number", DALLAS,
        "as_printed: {low: 500, high: 1000",
        "as_printed: {low: 0500, high: 1000",
        "0500",
        "YAML reads '0500' as 320"
        "\n    Write the number with digits only, or put quotation marks round it.",
    ),
    Case(
        "a number in base sixty", DATASET,
        "bodies: {value: 335",
        "bodies: {value: 5:35",
        "5:35",
        "YAML reads '5:35' as 335"
        "\n    Write the number with digits only, or put quotation marks round it.",
    ),
    Case(
        "a number with underscores", DATASET,
        "bodies: {value: 335",
        "bodies: {value: 3_35",
        "3_35",
        "YAML reads '3_35' as 335"
        "\n    Write the number with digits only, or put quotation marks round it.",
    ),
    # -- a retelling keeps its condition ---------------------------------------------------------------
    Case(
        "a disputed claim in an event", EVENTS,
        " Its use was not admitted, and early coverage\n      named another product, so its part is disputed.",
        "",
        "summary: Reid spent six days",
        "event 'reid-2022' leans on the claim 'reid-clearview', which is disputed, and its words do not say so"
        "\n    Say that it is disputed (“disputed”, “disputes”, “in dispute”, “denied”, “denies”, “denial” …), or tell what both sides say (docs/data/caution-words.yml).",
    ),
    Case(
        "an unconfirmed claim in a saying", SAYINGS,
        "    instead: Dallas police officers ran between 500 and 1,000 searches with Clearview AI from 2018 to February 2020,\n      Gizmodo reported in April 2021; no exact count has been published.",
        "    instead: Dallas police officers ran between 500 and 1,000 searches with Clearview AI.",
        "instead: Dallas police officers ran between 500",
        "saying 'dallas-750' leans on the claim 'dallas-search-range', which is not confirmed, and its words do not say so"
        "\n    Say who says it (Gizmodo, BuzzFeed News), or use one of: “according to”, “by the account of”, “by its account”, “reported”, “reportedly”, “reports” … (docs/data/caution-words.yml).",
    ),
    Case(
        "an unconfirmed claim in a term", TERMS,
        "    basis: standard\n",
        "    claim_ids: [dallas-personal-phones]\n    basis: standard\n",
        "definition: The part of a face",
        "term 'algorithm' leans on the claim 'dallas-personal-phones', which is not confirmed, and its words do not say so"
        "\n    Say who says it (Melinda Gutierrez, Gizmodo), or use one of: “according to”, “by the account of”, “by its account”, “reported”, “reportedly”, “reports” … (docs/data/caution-words.yml).",
    ),
    Case(
        "an unconfirmed claim in a chart", CHARTS,
        "    claim_ids: [dhs-homogeneity]\n",
        "    claim_ids: [dhs-homogeneity, dallas-personal-phones]\n",
        "caveat: The figure comes from one algorithm",
        "chart 'dhs-homogeneity' leans on the claim 'dallas-personal-phones', which is not confirmed, and its words do not say so"
        "\n    Say who says it (Melinda Gutierrez, Gizmodo), or use one of: “according to”, “by the account of”, “by its account”, “reported”, “reportedly”, “reports” … (docs/data/caution-words.yml).",
    ),
    # -- what sources do -------------------------------------------------------------------------------
    Case(
        "nothing but repeats", DALLAS,
        "    sources:\n      - {key: gizmodo2021dallas}\n      - {key: dpi2021, role: repeats}\n",
        "    sources:  # no origin\n      - {key: gizmodo2021dallas, role: repeats}\n      - {key: dpi2021, role: repeats}\n",
        "# no origin",
        "claim 'dallas-never-authorized': every source repeats or contradicts it, and none supports it"
        "\n    Name the source that the claim rests on, or mend a `role`.",
    ),
    Case(
        "a contradiction that is not told", DATASET,
        "      - {key: buzzfeed2021table, locator: opening}\n",
        "      - {key: buzzfeed2021table, locator: opening}\n      - {key: aat2023, role: contradicts}\n",
        "aat2023",
        "claim 'dataset-what': the source 'aat2023' contradicts it, and its words do not say that sources differ"
        "\n    Say in `nuance` or `besides` what the other source says, or set the status to disputed.",
    ),
    Case(
        "a quotation from another source", DALLAS,
        "        to: Gizmodo\n        source: gizmodo2021dallas\n",
        "        to: Gizmodo\n        source: aat2023\n",
        "source: aat2023",
        "claim 'dallas-never-authorized' quotes from 'aat2023', which is none of its sources"
        "\n    Add it to the sources of the claim, or quote from one of them: gizmodo2021dallas, dpi2021.",
    ),
    # -- what we worked out ----------------------------------------------------------------------------
    Case(
        "a sum", LAW,
        "      - law-eu-fines-total.france_follow_up\n      - law-eu-fines-total.netherlands\n",
        "      - law-eu-fines-total.netherlands\n",
        "total: {value: 95.7",
        "claim 'law-eu-fines-total': worked out anew, 20 + 20 + 20 + 30.5 is 90.5, but its figure 'total' is 95.7"
        "\n    The five penalties added together. Mend the figure, or the parts of `derived`.",
    ),
    Case(
        "a difference", DATASET,
        "      - dataset-confirmed-335.bodies\n      - dataset-unaware-34.bodies\n",
        "      - dataset-denied-210.bodies\n      - dataset-unaware-34.bodies\n",
        "others:",
        "claim 'dataset-unaware-34': worked out anew, 210 − 34 is 176, but its figure 'others' is 301"
        "\n    The other agencies that confirmed: those that confirmed, less those whose officials had been unaware. Mend the figure, or the parts of `derived`.",
    ),
    Case(
        "a ratio", TODAY,
        "      figure: ratio.low\n",
        "      figure: ratio.high\n",
        "ratio: {low: 3.2",
        "claim 'today-compare-scale': worked out anew, 501 ÷ 156 is 3.2, but its figure 'ratio.high' is 6.4"
        "\n    Each end of the Dallas range divided by the uses reported in December 2025; the upper end stands in the sums. Mend the figure, or the parts of `derived`.",
    ),
    Case(
        "days", MISUSE,
        "parts: ['2025-07-14', '2025-12-24']",
        "parts: ['2025-07-14', '2025-12-25']",
        "held: {value: 163",
        "claim 'lipps-held': worked out anew, 2025-07-14 to 2025-12-25 in days is 164, but its figure 'held' is 163"
        "\n    The days from the arrest to the release. Mend the figure, or the parts of `derived`.",
    ),
    Case(
        "days from no date", MISUSE,
        "parts: ['2025-07-14', '2025-12-24']",
        "parts: ['2025-07-14', Christmas]",
        "derived:",
        "claim 'lipps-held': the days between two dates need two dates"
        "\n    Write the parts as ['2025-07-14', '2025-12-24'].",
    ),
    Case(
        "an unknown figure", MISUSE,
        "      figure: held\n      rule: The days",
        "      figure: hold\n      rule: The days",
        "derived:",
        "claim 'lipps-held' has no figure 'hold' to work out"
        "\n    Its figures: held, tennessee, asked; write name.low or name.high for an end of a range.",
    ),
    Case(
        "an unknown part", BIAS,
        "      - aclu-rekognition.searched\n      figure: share",
        "      - aclu-rekognition.seached\n      figure: share",
        "derived:",
        "claim 'aclu-rekognition': `derived` names the unknown figure 'aclu-rekognition.seached'"
        "\n    Nearest: aclu-rekognition.searched, aclu-rekognition.share, aclu-rekognition.seats.",
    ),
    # -- models ----------------------------------------------------------------------------------------
    Case(
        "a chosen input without a reason", CHARTS,
        "value: 1000, kind: chosen, why: a round number}",
        "value: 1000, kind: chosen}",
        "{name: searches, value: 1000",
        "chart 'model-trust-an-alert': the input 'searches' was chosen, and does not say why"
        "\n    Write the reason in `why`.",
    ),
    Case(
        "a measured input without a claim", CHARTS,
        "{name: gallery of 1.6 million, value: 1600000, kind: measured, claim: nist-clearview-2026}",
        "{name: gallery of 1.6 million, value: 1600000, kind: measured}",
        "name: gallery of 1.6 million",
        "chart 'model-naive-fpir': the input 'gallery of 1.6 million' was measured, and names no claim"
        "\n    Name the claim that holds it in `claim`.",
    ),
    Case(
        "a measured input that its claim does not hold", CHARTS,
        "{name: gallery of 1.6 million, value: 1600000, kind: measured, claim: nist-clearview-2026}",
        "{name: gallery of 1.6 million, value: 1600000, kind: measured, claim: aclu-rekognition}",
        "name: gallery of 1.6 million",
        "chart 'model-naive-fpir': the input 'gallery of 1.6 million' is 1600000, but the claim 'aclu-rekognition' holds: 28 of 535; 535; 95 percent or more; 5.2 percent; about 40 percent; about 20 percent"
        "\n    Mend the value, or name another claim.",
    ),
    Case(
        "an unknown claim of an input", CHARTS,
        "{name: gallery of 1.6 million, value: 1600000, kind: measured, claim: nist-clearview-2026}",
        "{name: gallery of 1.6 million, value: 1600000, kind: measured, claim: nist-clearview-2062}",
        "name: gallery of 1.6 million",
        "chart 'model-naive-fpir' points at the unknown claim 'nist-clearview-2062'"
        "\n    Nearest: nist-clearview-2026, nist-clearview-2021, nist-clearview-9985.",
    ),
    # -- retired claims --------------------------------------------------------------------------------
    Case(
        "a status without the field", DALLAS,
        "    status: on the record\n    level: unverified\n    sources:\n      - {key: gizmodo2021dallas}\n      - {key: dpi2021",
        "    status: retired\n    level: unverified\n    sources:\n      - {key: gizmodo2021dallas}\n      - {key: dpi2021",
        "- id: dallas-never-authorized",
        "claim 'dallas-never-authorized': its status is retired; say `on` which day and `why` in the field `retired`"
        "\n    Mend the record.",
    ),
    Case(
        "the field without the status", DALLAS,
        "    level: unverified\n    sources:\n      - {key: gizmodo2021dallas}\n      - {key: dpi2021",
        "    retired: {on: '2026-11-28', why: It no longer holds.}\n    level: unverified\n    sources:\n      - {key: gizmodo2021dallas}\n      - {key: dpi2021",
        "- id: dallas-never-authorized",
        "claim 'dallas-never-authorized': it was retired, so its status is retired, not 'on the record'"
        "\n    Mend the record.",
    ),
    # -- characters ------------------------------------------------------------------------------------
    Case(
        "a control character behind an escape", EVENTS,
        "    title: Ton-That meets Schwartz\n",
        '    title: "Ton-That\\b meets Schwartz"\n',
        "\\b meets",
        "it holds a control character (U+0008), which nobody sees"
        "\n    Remove it; type the word anew.",
    ),
    Case(
        "a sign that turns the direction", DATASET,
        "A total of 335 agencies",
        "A total of \u202e335 agencies",
        "\u202e",
        "it holds right-to-left override (U+202E), which nobody sees"
        "\n    Remove it; type the word anew.",
    ),
    Case(
        "a zero-width space", TERMS,
        "A company can offer many",
        "A com\u200bpany can offer many",
        "\u200b",
        "it holds a zero-width space (U+200B), which nobody sees"
        "\n    Remove it; type the word anew.",
    ),
    Case(
        "a soft hyphen", TERMS,
        "A company can offer many",
        "A com\xadpany can offer many",
        "\xad",
        "it holds a soft hyphen (U+00AD), which nobody sees"
        "\n    Remove it; type the word anew.",
    ),
    Case(
        "a character of private use", TERMS,
        "A company can offer many",
        "A company \ue000 can offer many",
        "\ue000",
        "it holds a character of private use (U+E000), which nobody sees"
        "\n    Remove it; type the word anew.",
    ),
    Case(
        "digits of another script", EVENTS,
        "    date: '2016'\n",
        "    date: '\u0662\u0660\u0661\u0666'\n",
        "\u0662",
        "\u201c\u0662\u0660\u0661\u0666\u201d is digits of another script"
        "\n    Write 2016; numbers and dates use 0 to 9.",
    ),
    Case(
        "full-width digits", DATASET,
        "display: '335'",
        "display: '\uff13\uff13\uff15'",
        "\uff13",
        "\u201c\uff13\uff13\uff15\u201d is digits of another script"
        "\n    Write 335; numbers and dates use 0 to 9.",
    ),
    # -- YAML ------------------------------------------------------------------------------------------
    Case(
        "a value that contains itself", DALLAS,
        "    sources:\n      - {key: gizmodo2021dallas}\n      - {key: dpi2021, role: repeats}\n",
        "    sources: &all\n      - {key: gizmodo2021dallas}\n      - *all\n",
        "sources: &all",
        "a value contains itself"
        "\n    Write the value out in place of the alias (*name).",
    ),
    Case(
        "lists without end", EVENTS,
        "    claim_ids: [clearview-origins]\n",
        "    claim_ids: " + "[" * 3000 + "]" * 3000 + "\n",
        "claim_ids: [[[",
        "lists and fields stand more than 60 deep in one another"
        "\n    Check the brackets; no record is that deep.",
    ),
    # -- sources ---------------------------------------------------------------------------------------
    Case(
        "a script as an address", BIB,
        URL,
        "  url = {javascript:alert(1)},\n",
        "javascript:",
        "source 'aat2023', field 'url': an address begins with https:// or http://"
        "\n    The value is 'javascript:alert(1)'.",
    ),
    Case(
        "data as an address", BIB,
        URL,
        "  url = {data:text/html;base64,PHNjcmlwdD4=},\n",
        "data:text",
        "source 'aat2023', field 'url': an address begins with https:// or http://"
        "\n    The value is 'data:text/html;base64,PHNjcmlwdD4='.",
    ),
    Case(
        "an address without a scheme", BIB,
        URL,
        "  url = {//example.org/a},\n",
        "//example.org/a",
        "source 'aat2023', field 'url': an address begins with https:// or http://"
        "\n    The value is '//example.org/a'.",
    ),
    Case(
        "a space in an address", BIB,
        URL,
        "  url = {https://exa mple.org/a},\n",
        "https://exa mple",
        "source 'aat2023', field 'url': an address holds no spaces; write %20"
        "\n    The value is 'https://exa mple.org/a'.",
    ),
    Case(
        "a password in an address", BIB,
        URL,
        "  url = {https://user:secret@example.org/},\n",
        "secret",
        "source 'aat2023', field 'url': an address holds no name and no password before the @"
        "\n    The value is 'https://user:secret@example.org/'.",
    ),
    Case(
        "no host", BIB,
        URL,
        "  url = {https://notaurl},\n",
        "notaurl",
        "source 'aat2023', field 'url': an address names a host, as in https://example.org/"
        "\n    The value is 'https://notaurl'.",
    ),
    Case(
        "a DOI that is none", BIB,
        URL,
        "  doi = {javascript:alert(1)},\n",
        "doi = {javascript",
        "source 'aat2023', field 'doi': a DOI begins with 10., as in 10.6028/NIST.IR.8280"
        "\n    The value is 'javascript:alert(1)'.",
    ),
    Case(
        "an unknown type", BIB,
        "@online{aat2023,",
        "@spaceship{aat2023,",
        "@spaceship",
        "source 'aat2023': there is no entry type '@spaceship'\n    Choose: " + ", ".join(sorted(TYPES)) + ".",
    ),
    Case(
        "a type with a slip", BIB,
        "@online{aat2023,",
        "@onlin{aat2023,",
        "@onlin{",
        "source 'aat2023': there is no entry type '@onlin'"
        "\n    Nearest: online.",
    ),
    Case(
        "an unknown field", BIB,
        URL,
        "  titel = {A title},\n",
        "titel =",
        "source 'aat2023': there is no field 'titel'"
        "\n    Nearest: title, subtitle, booktitle.",
    ),
    Case(
        "a parent that is not there", BIB,
        URL,
        "  crossref = {nothing2020},\n",
        "crossref =",
        "source 'aat2023' refers to 'nothing2020', which is no entry"
        "\n    Nearest: meetings2024, constangy2025, hank2020ntx.",
    ),
    Case(
        "a key that is no address", BIB,
        "@online{aat2023,",
        "@online{aat2023:a<b>,",
        "aat2023:a<b>",
        "the key 'aat2023:a<b>' cannot be an address"
        "\n    A key holds letters from a to z, digits, hyphens and underscores, as in ap2016.",
    ),
    Case(
        "a year beside another date", BIB,
        "  date = {2023-05-08},\n",
        "  date = {2023-05-08},\n  year = {2019},\n",
        "year =",
        "source 'aat2023': the year is 2019, and the date is 2023-05-08"
        "\n    Keep the date alone.",
    ),
    Case(
        "a month that is none", BIB,
        "  date = {2023-05-08},\n",
        "  year = {2023},\n  month = {Smarch},\n",
        "@online{aat2023",
        "source 'aat2023', field 'date': write a date as YYYY, YYYY-MM or YYYY-MM-DD"
        "\n    The value is '2023-smarch'.",
    ),
]  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_planted_error(desk: Desk, case: Case) -> None:
    desk.edit(case.file, case.old, case.new)
    assert desk.said() == [f"docs/{case.file}:{desk.line(case.file, case.at)}: {case.says}"]


def test_a_changed_share_is_told_wherever_it_stands(desk: Desk) -> None:
    wrong = "share: {value: 5.33, unit: percent, display: 5.3 percent}"
    desk.edit(BIAS, "share: {value: 5.23, unit: percent, display: 5.2 percent}", wrong)
    line = desk.line(BIAS, wrong)
    chart, total, claim = desk.said()
    assert chart.startswith(
        f"docs/{CHARTS}:{desk.line(CHARTS, 'value: 5.23')}: chart 'aclu-rekognition', field 'data.3"
    )
    assert total.startswith(
        f"docs/{BIAS}:{line - 3}: 'share-rekognition' no longer adds up: 28 of 535 in percent = 5.23,"
    )
    assert claim == (
        f"docs/{BIAS}:{line}: claim 'aclu-rekognition': worked out anew, 28 of 535 in percent is 5.23, "
        "but its figure 'share' is 5.33\n    The members matched to someone else as a share of those searched, in percent."
        " Mend the figure, or the parts of `derived`."
    )


def test_rows_of_a_chart_keep_the_condition_of_their_claims(desk: Desk) -> None:
    measured = "BuzzFeed News, as given by local news, a reporter's page, an advocacy group and Gizmodo"
    desk.edit(CHARTS, f"measured_by: {measured}", "measured_by: Papers")
    text = desk.path(CHARTS).read_text(encoding="utf-8")
    start = text.index("- id: search-ranges-named")
    end = text.index("\n  - id: ", start)
    desk.write(
        CHARTS,
        text[:start]
        + re.sub(r"\b(?:Gizmodo|BuzzFeed|reported|says|said|according)\b", "seen", text[start:end])
        + text[end:],
    )
    rows = [said for said in desk.said() if "leans on" in said]
    assert [said.partition("\n")[0] for said in rows] == [
        f"docs/{CHARTS}:{desk.line(CHARTS, mark)}: chart 'search-ranges-named', row {row} leans on the claim '{claim}',"
        " which is not confirmed, and neither the row nor the caveat says so"
        for row, mark, claim in (
            (1, "- who: Dallas police", "dallas-search-range"),
            (2, "- who: Dallas Security Division", "dallas-security-division"),
        )
    ]


# -- retired claims -----------------------------------------------------------------------------------

KEPT = "dallas-word-of-mouth"
RETIRED = (
    "    status: retired\n    retired: {{on: '2026-11-20', why: The source took it back., replaced_by: {other}}}\n"
    "    level: unverified\n    sources:\n      - {{key: gizmodo2021dallas}}\n      - {{key: dpi2021"
)
STATUS = "    status: on the record\n    level: unverified\n    sources:\n      - {key: gizmodo2021dallas}\n      - {key: dpi2021"


def retire(desk: Desk, other: str = KEPT) -> None:
    desk.edit(DALLAS, STATUS, RETIRED.format(other=other))


def test_no_record_and_no_page_uses_a_retired_claim(desk: Desk) -> None:
    retire(desk.with_pages())
    text = "names the claim 'dallas-never-authorized', which was retired on November 20, 2026\n"
    said = desk.said()
    assert said, "some record names the claim"
    assert all(f"{text}    Use '{KEPT}' in its place." in report for report in said)
    kinds = {report.split(": ")[1].split(" '")[0] for report in said}
    assert {"event", "sentence", "saying"} <= kinds
    assert not any(report.startswith("docs/data/corrections.yml") for report in said)


def test_a_page_that_cites_a_retired_claim_is_told_the_line(desk: Desk) -> None:
    library = Library.read(desk.docs)
    retired = library.claims["dallas-never-authorized"]
    value = {"status": "retired", "retired": {"on": "2026-11-20", "why": "The source took it back."}}
    library.claims[retired.id] = type(retired).model_validate(retired.model_dump() | value)
    page = Page("page.md", FRONT + "Words.\nIt was [never authorized][dallas-never-authorized].\n")
    reports = [str(problem) for problem in check.page_problems(page, library)]
    assert (
        f"docs/page.md:{FIRST + 1}: the page names the claim 'dallas-never-authorized', which was retired on "
        "November 20, 2026\n    Take out what rests on it; no claim took its place."
    ) in reports


def test_what_an_editor_names_claim_is_no_pointer() -> None:
    lib = Library.read(DOCS)
    chart = next(iter(lib.charts.values()))
    free = {"claim": "no-id", "claim_ids": "no-id"}
    renamed = chart.model_copy(update={"key": free, "summary": free, "figure_reasons": free})
    changed = replace(lib, charts={**lib.charts, chart.id: renamed})
    assert claim_rules.named(changed) == claim_rules.named(lib)


def test_what_replaces_a_retired_claim_must_be_there(desk: Desk) -> None:
    retire(desk, "dallas-word-of-mout")
    assert any(
        "points at the unknown claim 'dallas-word-of-mout'\n    Nearest: dallas-word-of-mouth" in s for s in desk.said()
    )


def test_a_retired_claim_needs_no_page_and_its_card_says_so(desk: Desk) -> None:
    library = Library.read(desk.with_pages().docs)
    claim = library.claims["dallas-never-authorized"]
    value = {
        "status": "retired",
        "retired": {"on": "2026-11-20", "why": "The source took it back.", "replaced_by": KEPT},
    }
    library.claims[claim.id] = retired = type(claim).model_validate(claim.model_dump() | value)
    assert [p for p in check._completeness([], library) if "dallas-never-authorized" in p.message] == []
    card = Components(library, "claims.md", desk.docs).render("retired", claim=retired)
    words = "".join("".join(element.itertext()) for element in card)
    assert "We no longer make this claim, since November 20, 2026. The source took it back. In its place: " in words
    assert any(str(a.get("href")).endswith(f"#{KEPT}") for element in card for a in element.iter("a"))


# -- pages --------------------------------------------------------------------------------------------


FRONT = (
    "---\ntitle: A title\ndescription: A plain sentence that says what stands on this page and why.\n"
    "checked: 2026-11-22\nupdated: 2026-11-22\n---\n\n"
)
FIRST = FRONT.count("\n") + 1


def said(body: str, front: str = FRONT) -> list[str]:
    """What an editor reads about a page with this body."""
    page = Page("page.md", front + body)
    return [str(problem) for problem in check.page_problems(page, Library.read(DOCS))]


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("Officers had [the app on their own phones][dallas-personal-phones].", False),
        ("Officers had [the app on their own phones][dallas-personal-phones], Gizmodo reported.", True),
        ("He was [held for six days][reid-clearview].", False),
        ("He was [held for six days][reid-clearview], ABC said.", False),
        ("He was [held for six days][reid-clearview]. Its part is disputed.", True),
        ("/// in-short\n- Gizmodo alone reported it.\n///\n\nThey had [the app][dallas-personal-phones].", True),
    ],
)
def test_a_page_keeps_the_condition_of_what_it_retells(sentence: str, kept: bool) -> None:
    reports = [report for report in said(sentence) if "leans on" in report]
    assert (reports == []) == kept
    if not kept:
        condition = "disputed" if "reid" in sentence else "not confirmed"
        claim = "reid-clearview" if "reid" in sentence else "dallas-personal-phones"
        assert reports[0].startswith(
            f"docs/page.md:{FIRST}: the page leans on the claim '{claim}', which is {condition}, "
            "and neither this section nor a box says so\n    Say "
        )


def test_a_result_of_a_model_says_what_was_chosen() -> None:
    sentence = "Of all alerts, [77.1 percent][math-trust-alert] are right."
    (report,) = (report for report in said(sentence) if "chosen inputs" in report)
    assert report.startswith(
        f"docs/page.md:{FIRST}: the page states a result of the claim 'math-trust-alert', which rests on chosen inputs, "
        "and neither this section nor a box says so\n    Say which inputs were measured and which were chosen: “chosen”,"
    )
    assert not any("chosen inputs" in report for report in said(f"{sentence}\nThe share on file was chosen by us."))
    assert not any(
        "chosen inputs" in report for report in said(f"{sentence}\n\n/// model | model-trust-an-alert\n///\n")
    )
