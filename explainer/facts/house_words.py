"""
Records that are rules and no facts: what must not be said, which names may hold a number, which words show caution.

They are particular to a story and to its language, so they stand in `docs/data/` and not in code.
"""

from __future__ import annotations

import re
from typing import Literal, Self

from pydantic import Field, model_validator

from explainer.facts.records import Record, Text


class _Wording(Record):
    """Wording that a regular expression finds."""

    pattern: Text

    @property
    def id(self) -> str:
        """The pattern, which no other entry repeats."""
        return self.pattern

    @model_validator(mode="after")
    def _compiles(self) -> Self:
        try:
            re.compile(self.pattern)
            re.compile(getattr(self, "unless", None) or "")
        except re.error as error:
            raise ValueError(f"the pattern is no regular expression: {error}") from None
        return self


class NeverSay(_Wording):
    """Wording that no page may hold, with the reason."""

    pattern: Text = Field(description="Regular expression, found in any case")
    reason: Text = Field(description="Why it must not be said")
    unless: Text | None = Field(
        None, description="Regular expression; where it is found in the same text, it may be said"
    )
    only: Literal["metadata"] | None = Field(None, description="Where the rule holds, if not everywhere")


class FreeNumber(_Wording):
    """A name that holds a number and counts nothing, so that it needs no claim."""

    pattern: Text = Field(description="Regular expression; case counts")
    reason: Text = Field(description="Why the number needs no claim")


class CautionWords(Record):
    """Words by which a text shows that something is not simply so."""

    id: Literal["unconfirmed", "disputed", "contradicted", "chosen"] = Field(
        description="Where one of the words must stand"
    )
    words: list[Text] = Field(min_length=1, description="The words, found in any case")
