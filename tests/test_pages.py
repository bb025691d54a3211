"""How the source of a page is read: front matter, lines, references, blocks."""

from __future__ import annotations

from pathlib import Path

import pytest

from explainer.facts.problems import EditorError
from explainer.text.pages import Page, relative

FRONT = "---\ntitle: A title\nchecked: 2026-11-22\n---\n"


def kinds(text: str) -> list[str]:
    return [line.kind for line in Page("page.md", text).lines]


def said(text: str) -> list[str]:
    return [str(problem) for problem in Page("page.md", text).problems]


def test_front_matter_stays_the_text_that_was_written() -> None:
    page = Page("page.md", FRONT + "# Words\n")
    assert page.front_matter == {"title": "A title", "checked": "2026-11-22"}
    assert [(line.number, line.text) for line in page.lines] == [(5, "# Words"), (6, "")]


@pytest.mark.parametrize("text", ["\ufeff" + FRONT, FRONT.replace("\n", "\r\n"), FRONT.replace("---\n", "---  \n")])
def test_front_matter_is_read_from_any_editor(text: str) -> None:
    assert Page("page.md", text).front_matter["title"] == "A title"


def test_broken_front_matter_is_named_with_its_line() -> None:
    assert said("---\ntitle: A title\ndescription: One: two\n---\n") == [
        "docs/page.md:3: this is not valid YAML: mapping values are not allowed here\n"
        "    Check the indentation, and put quotation marks round text that holds ': ' or starts with a symbol."
    ]


def test_front_matter_without_a_plain_name_is_reported() -> None:
    assert said("---\ntitle: A title\n[]: x\n---\n") == [
        "docs/page.md:3: a field has no plain name\n    Write 'name: value'; a name holds letters, digits and hyphens."
    ]


def test_title() -> None:
    assert Page("page.md", FRONT + "# Heading").title == "A title"
    assert Page("page.md", "Words.\n\n## A heading {#id}").title == "A heading"
    assert Page("page.md", "Words.").title == "page.md"


def test_kinds_of_lines() -> None:
    text = "# Heading\n\nProse.\n- item\n2. item\n| a | b |\n```\ncode\n```\n/// claim | x\n///"
    wanted = "heading blank prose list list table code code code option option"
    assert kinds(text) == wanted.split()


@pytest.mark.parametrize(
    "code",
    [
        "```\n[a][b]\n/// claim | x\n```",
        "```` md\n```\n[a][b]\n/// claim | x\n```\n````",
        "~~~\n```\n[a][b]\n/// claim | x\n~~~",
        "<!--\n[a][b]\n/// claim | x\n-->",
        "<!-- [a][b] -->",
        "`[a][b]`",
    ],
)
def test_code_and_comments_hold_no_references_and_no_blocks(code: str) -> None:
    page = Page("page.md", code + "\n\n[words][after]\n/// claim | y\n///\n")
    assert [reference.id for reference in page.references] == ["after"]
    assert [(block.name, block.arg) for block in page.blocks] == [("claim", "y")]
    assert page.problems == []


def test_code_that_never_ends_is_reported() -> None:
    assert said("Words.\n\n```\n335 bodies\n``\n") == [
        "docs/page.md:3: the code that begins here never ends\n    Close it with a line of ```."
    ]


def test_a_block_that_never_ends_is_reported() -> None:
    assert said("/// aside | Title\nWords.\n") == [
        "docs/page.md:1: the block 'aside' never ends\n    Close it with a line of ///."
    ]


def test_references() -> None:
    page = Page(
        "page.md", FRONT + "A [probe image][] and [500 [sic] more][Dallas-Range] of [it][@ap2016].\n![no][image]\n"
    )
    assert [(r.line, r.text, r.id) for r in page.references] == [
        (5, "probe image", "probe image"),
        (5, "500 [sic] more", "dallas-range"),
        (5, "it", "@ap2016"),
    ]


def test_blocks_with_arguments_and_options() -> None:
    text = "/// timeline\n    topic: dallas\n    ids:\n      - a\n      - b\n///\n\n  /// claim | a, b\n///\n"
    timeline, claim = Page("page.md", FRONT + text).blocks
    assert (timeline.line, timeline.options["topic"], timeline.ids()) == (5, "dallas", ["a", "b"])
    assert (claim.line, claim.arg, claim.ids()) == (12, "a, b", ["a", "b"])


def test_a_single_id_needs_no_list() -> None:
    (block,) = Page("page.md", "/// timeline\n    ids: one-event\n///\n").blocks
    assert block.ids() == ["one-event"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            "    topic: dallas: again",
            "docs/page.md:2: this is not valid YAML: mapping values are not allowed here\n"
            "    Check the indentation, and put quotation marks round text that holds ': ' or starts with a symbol.",
        ),
        (
            "    topic: !month May",
            "docs/page.md:2: 'May' is not a value of !month\n    Put quotation marks round it.",
        ),
        ("    dallas", "docs/page.md:2: block 'timeline': the options are no fields\n    Write 'name: value'."),
    ],
)
def test_options_that_cannot_be_read_are_reported(options: str, message: str) -> None:
    assert said(f"/// timeline\n{options}\n///\n") == [message]


def test_lines_know_their_block() -> None:
    text = "Outside.\n//// aside | Title\nInside.\n/// quote | x\nWords.\n///\nInside again.\n////\nOutside."
    found = {line.text: line.block for line in Page("page.md", text).lines}
    assert found["Outside."] == ""
    assert found["Inside."] == found["Inside again."] == "aside"
    assert found["Words."] == "quote"


def test_pages_that_are_not_utf_8_are_named_together(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text("Words.", encoding="utf-8")
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_bytes("Words.\ncaf\u00e9".encode("latin-1"))
    with pytest.raises(EditorError) as caught:
        Page.read_all(tmp_path)
    assert [str(p).partition("\n")[0] for p in caught.value.problems] == [
        f"docs/{name}:2: the file is not UTF-8 text: byte 0xe9 stands where a character must"
        for name in ("a.md", "b.md")
    ]


@pytest.mark.parametrize(
    ("target", "src", "link"),
    [
        ("claims.md#x", "index.md", "claims.md#x"),
        ("claims.md#x", "dallas/index.md", "../claims.md#x"),
        ("dallas/article.md", "dallas/index.md", "article.md"),
        ("dallas/article.md#p1", "about/index.md", "../dallas/article.md#p1"),
        ("claims.md", "claims.md", "claims.md"),
    ],
)
def test_links_are_relative_to_their_page(target: str, src: str, link: str) -> None:
    assert relative(target, src) == link
