"""The steps of a scale that has ranges in place of counts, and on each the bodies whose range is known."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.facts import words
from explainer.facts.chart_table import Row, amount, claim_of, label
from explainer.facts.library import Library
from explainer.facts.records import Chart

PRINTED = "printed"  # kind of evidence of a step that somebody printed


@dataclass(frozen=True)
class Body:
    """A body on a step; `subject` where it belongs to the story, `main` where it is the one that the story is about."""

    name: str
    words: str
    besides: str
    claim: str
    subject: bool
    main: bool


@dataclass(frozen=True)
class Step:
    """One range of the scale; `seen` where it was printed somewhere."""

    words: str
    low: int
    seen: bool
    bodies: list[Body]

    @property
    def main(self) -> bool:
        """Whether the body that the story is about stands here."""
        return any(body.main for body in self.bodies)


def steps(chart: Chart, library: Library) -> list[Step]:
    """The steps from the highest down, each with its bodies."""
    scale = library.charts[chart.joins[0]].data
    main = next((row for row in chart.drawn if row.get("subject")), None)
    return [
        Step(
            amount(step),
            int(step["low"]),
            step.get("evidence") == PRINTED,
            [_body(row, chart, main=row is main) for row in chart.drawn if row["low"] == step["low"]],
        )
        for step in sorted(scale, key=lambda row: -int(row["low"]))
    ]


def below(all_steps: list[Step]) -> int:
    """How many steps lie below the marked one: there the drawing has room for its title."""
    at = next((n for n, step in enumerate(all_steps) if step.main), len(all_steps))
    return len(all_steps) - at - 1


def _body(row: Row, chart: Chart, *, main: bool) -> Body:
    return Body(
        words.curl(label(row)),
        words.curl(str(row.get("words") or amount(row))),
        words.curl(str(row.get("besides", ""))),
        claim_of(row, chart),
        bool(row.get("subject")),
        main,
    )
