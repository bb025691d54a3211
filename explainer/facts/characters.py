"""
Characters that no reader sees or that do harm: controls, signs that turn the direction, zero widths, other digits.

They come with text that was pasted, break what writes XML, hide words from search and let a number look like another.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

from explainer.facts.problems import Problem

NAMES = {
    "\u00ad": "a soft hyphen", "\u200b": "a zero-width space", "\u200c": "a zero-width non-joiner",
    "\u200d": "a zero-width joiner", "\u2060": "a word joiner", "\ufeff": "a byte order mark inside the text",
    "\u2028": "a line separator", "\u2029": "a paragraph separator", "\u0085": "a next-line control",
}  # fmt: skip
# What no editor means to write: one fast look decides for nearly every text.
SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ue000-\uf8ff\U000e0000-\U0010ffff]|(?:(?![0-9])\\d)+"
)
ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);")


def wrong(text: str) -> Iterator[tuple[str, str]]:
    """What is wrong with the characters of a text, and how to mend it; each character or number once."""
    for found in dict.fromkeys(SUSPECT.findall(text)):
        if unicodedata.category(found[0]) == "Nd":
            digits = "".join(str(unicodedata.digit(sign)) for sign in found)
            what = "digits of another script" if len(found) > 1 else f"a digit of another script (U+{ord(found):04X})"
            yield f"“{found}” is {what}", f"Write {digits}; numbers and dates use 0 to 9."
        else:
            yield f"it holds {_name(found)} (U+{ord(found):04X}), which nobody sees", "Remove it; type the word anew."


def problems(text: str, file: str, *, entities: bool = False) -> Iterator[Problem]:
    """The same for a file, with the line; `entities` also reads `&shy;` and `&#8203;` as what they stand for."""
    if not SUSPECT.search(text) and not (entities and "&" in text):
        return
    for number, row in enumerate(text.split("\n"), 1):
        read = ENTITY.sub(lambda m: html.unescape(m[0]), row) if entities else row
        for message, mend in wrong(read):
            yield Problem(file, number, message, mend)


def _name(sign: str) -> str:
    if sign in NAMES:
        return NAMES[sign]
    category = unicodedata.category(sign)
    if category == "Co":
        return "a character of private use"
    if category == "Cc":
        return "a control character"
    return unicodedata.name(sign, "a character without a name").lower()
