"""The picture on the cover: one mark for each listed body, grouped by how it answered BuzzFeed News."""

from __future__ import annotations

from pathlib import Path

from explainer.facts.library import Library

COLUMNS, STEP = 61, 10
# Claim with the count, what the group did, colour, and the side of its square: told apart in grey as well.
GROUPS: tuple[tuple[str, str, str, float], ...] = (
    ("dataset-confirmed-335", "confirmed use", "#8f2f14", 8.0),
    ("dataset-denied-210", "denied it", "#3d6a78", 6.0),
    ("dataset-declined-97", "declined to say", "#8a7a3c", 4.4),
    ("dataset-silent-1161", "never answered", "#b9ae99", 2.8),
)


def svg(docs: Path) -> str:
    """The picture as SVG with its text alternative and a key."""
    claims = Library.read(docs).claims
    counts = [(claims[i].figures["bodies"], what, colour, side) for i, what, colour, side in GROUPS]
    total = claims["dataset-1803"].figures["bodies"]
    said = ", ".join(f"{figure.display} {what}" for figure, what, _, _ in counts)
    title = f"{total.display} marks, one for each public body that BuzzFeed News listed: {said}."
    place = 0
    paths: list[str] = []
    for figure, _, colour, side in counts:
        marks = []
        for n in range(place, place + int(figure.value or 0)):
            x = n % COLUMNS * STEP + (STEP - side) / 2
            y = n // COLUMNS * STEP + (STEP - side) / 2
            marks.append(f"M{x:g} {y:g}h{side:g}v{side:g}h-{side:g}z")
        paths.append(f'<path fill="{colour}" d="{"".join(marks)}"/>')
        place += int(figure.value or 0)
    width, height = COLUMNS * STEP, -(-place // COLUMNS) * STEP
    key = "".join(
        _key(n, figure.display, what, colour, side, height) for n, (figure, what, colour, side) in enumerate(counts)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height + 34}" role="img">'
        f"<title>{title}</title>{''.join(paths)}{key}</svg>"
    )


def _key(n: int, count: str, what: str, colour: str, side: float, height: int) -> str:
    x, y = n * 152, height + 26
    mark = f'<path fill="{colour}" d="M{x:g} {y - 3.5 - side / 2:g}h{side:g}v{side:g}h-{side:g}z"/>'
    font = 'font-family="Source Serif 4" font-size="12.5" fill="#1d1b18"'
    return f'{mark}<text x="{x + 13}" y="{y}" {font}>{count} {what}</text>'
