"""Drawings that tell: one record for each picture, with its words, what a listener hears, and the claims behind it."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from explainer.facts.records import REASONS, Id, Reasons, Record, Text

LONGEST_LABEL = 30


def _file(value: str) -> str:
    if not value.endswith(".svg") or "/" in value:
        raise ValueError("name an SVG file in data/drawings, as in 'two-phones.svg'")
    return value


def _fits(value: str) -> str:
    if len(value) > LONGEST_LABEL:
        raise ValueError(f"a label in a drawing has room for {LONGEST_LABEL} letters; this has {len(value)}")
    return value


class SceneLabel(Record):
    """Words inside a drawing."""

    slot: Id = Field(description="The place in the drawing: `data-label` of one of its texts")
    words: Annotated[str, Field(min_length=1), AfterValidator(_fits)] = Field(description="What stands there")
    claim: Id | None = Field(None, description="The claim that the words lead to")


class Blank(Record):
    """Something that is not known, drawn as an empty box."""

    words: Text = Field(description="What is missing")
    question: Id = Field(description="The open question, which says whom to ask")


class Scene(Record):
    """One picture: of a story in scenes, or standing alone."""

    id: Id = Field(description="Short name of the scene")
    story: Id | None = Field(None, description="The story that it belongs to; scenes of one story stand in its order")
    drawing: Annotated[str, AfterValidator(_file)] = Field(description="File in data/drawings with its lines")
    title: Text = Field(description="What the picture shows, in a few words")
    alt: Text = Field(description="What a listener hears in place of the picture; it holds all of its numbers")
    labels: list[SceneLabel] = Field(default_factory=list, description="Words inside the drawing")
    blanks: list[Blank] = Field(default_factory=list, description="What is drawn as a blank, and who could fill it")
    claim_ids: list[Id] = Field(default_factory=list, description="Claims that hold its numbers and say what it shows")
    figure_reasons: Reasons = Field(default_factory=dict, description=REASONS)

    @property
    def claims(self) -> list[str]:
        """Claims that the scene and its labels lead to."""
        return list(dict.fromkeys([*self.claim_ids, *(label.claim for label in self.labels if label.claim)]))
