"""What a screen reader says: names that tell things apart, words instead of codes, and parts heard in full."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from playwright.sync_api import expect

from explainer.facts import words
from explainer.out.built import BuiltPage
from tests.conftest import OpenPage

# -- names and words -----------------------------------------------------------------------------------


def test_no_two_folds_of_a_page_have_the_same_name(built: list[BuiltPage]) -> None:
    """A listener goes from control to control: 'Cite' and 'Cite' and 'Cite' would not tell which is which."""
    for page in built:
        names = Counter(" ".join(summary.text_content().split()) for summary in page.tree.iter("summary"))
        assert {name for name, count in names.items() if count > 1} == set(), page.path


@pytest.mark.parametrize(
    ("code", "spoken"),
    [
        ("P1 S2", "paragraph 1, sentence 2"),
        ("P22 S1-S2", "paragraph 22, sentences 1 and 2"),
        ("P3 S2-S4", "paragraph 3, sentences 2 to 4"),
        ("headline", "headline"),
    ],
)
def test_the_place_of_a_sentence_is_said_in_words(code: str, spoken: str) -> None:
    assert words.sentence_place(code) == spoken


def test_no_page_shows_a_code_for_a_sentence(built: list[BuiltPage]) -> None:
    """'P1 S2' is heard as four letters and digits, and means nothing to a reader who comes from a search."""
    coded = {page.path for page in built if re.search(r"\bP\d+\b", page.tree.text_content())}
    assert coded == set()
    assert any("paragraph 1, sentence 2" in page.tree.text_content() for page in built)


# -- parts of pages as they are heard ------------------------------------------------------------------


def test_the_search_says_how_much_it_found_and_names_each_place_in_a_few_words(page: OpenPage) -> None:
    """A link is named by its section and page; the lines around the words follow, and are no part of the name."""
    opened = page("index.html")
    opened.keyboard.press("/")
    opened.keyboard.type("Porcha Woodruff")
    dialog = opened.get_by_role("dialog")
    found = dialog.get_by_role("listitem").first
    expect(found).to_be_visible()
    expect(dialog).to_match_aria_snapshot(
        r"""
        - dialog "Search the site":
          - search:
            - heading "Search the site" [level=2]
            - button "Close"
            - text: Words to look for
            - searchbox "Words to look for": Porcha Woodruff
          - status: /^\d+ places found/
          - list "Places found":
            - listitem:
              - link "Porcha Woodruff , Detroit, “96 percent” and the wrongful arrests"
              - paragraph:
                - mark: Porcha
                - mark: Woodruff
                - text: /^on February 16, 2023/
          - paragraph:
            - checkbox "The key / opens this search from any page" [checked]
        """
    )
    expect(found.get_by_role("link")).to_have_accessible_description(re.compile("Woodruff"))
