"""
The picture of a scene: the groups of its drawing that belong to it, with its words in their places.

A drawing is an SVG file in `docs/data/drawings`. A group with `data-scene="1 2"` shows in the first and second scene of
its story; a text with `data-label` is filled from the record. So one file draws a whole story, and what does not change
from one scene to the next stays where it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as etree

from explainer.facts import words
from explainer.facts.library import Library
from explainer.facts.problems import EditorError, Problem
from explainer.facts.records import Question
from explainer.facts.scenes import Blank, Scene

FOLDER = "data/drawings"
SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Picture:
    """What the template of a scene shows; `number` of `total` is its place in its story, 0 where it stands alone."""

    scene: Scene
    anchor: str
    number: int
    total: int
    siblings: list[tuple[str, str]]  # anchor and title of every scene of the story
    blanks: list[tuple[Blank, Question]]
    svg: etree.Element


def picture(scene: Scene, library: Library, docs: Path) -> Picture:
    """One scene, ready to be shown."""
    story = [s for s in library.scenes.values() if s.story == scene.story] if scene.story else []
    number = story.index(scene) + 1 if story else 0
    blanks = [(blank, library.questions[blank.question]) for blank in scene.blanks]
    siblings = [(anchor(s, n), words.curl(s.title)) for n, s in enumerate(story, 1)]
    svg = _drawn(scene, number or 1, docs)
    return Picture(scene, anchor(scene, number), number, len(story), siblings, blanks, svg)


def anchor(scene: Scene, number: int) -> str:
    """The address of a scene on its page."""
    return f"{scene.story}-{number}" if scene.story else f"scene-{scene.id}"


def _drawn(scene: Scene, number: int, docs: Path) -> etree.Element:
    svg = _read(docs / FOLDER / scene.drawing)
    said = {label.slot: label for label in scene.labels}
    made = etree.Element("svg", {"viewBox": svg.get("viewBox", ""), "role": "img", "aria-label": words.curl(scene.alt)})
    for group in svg.findall(f"{SVG}g"):
        if str(number) in group.get("data-scene", "").split():
            made.append(_plain(group))
    for parent in list(made.iter()):
        for place, element in enumerate(list(parent)):
            slot = element.attrib.pop("data-label", "")
            if not slot:
                continue
            if slot not in said:
                mend = f"Add it to `labels`, or take the text out of {scene.drawing}."
                message = f"scene '{scene.id}' has no words for the place '{slot}' of its drawing"
                raise EditorError([Problem("docs/data/scenes.yml", 0, message, mend)])
            label = said.pop(slot)
            element.text = words.curl(label.words)
            if label.claim:
                link = etree.Element("a", {"href": f"#n-{label.claim}", "data-claim": label.claim})
                link.append(element)
                parent[place] = link
                made.set("role", "group")  # what it holds can be reached
    if said:
        message = f"scene '{scene.id}' has words for '{next(iter(said))}', and its drawing has no such place"
        raise EditorError([Problem("docs/data/scenes.yml", 0, message, f"Compare {scene.drawing}, scene {number}.")])
    return made


def _read(file: Path) -> etree.Element:
    try:
        return etree.parse(file).getroot()  # noqa: S314 (a file of the project)
    except FileNotFoundError:
        problem = Problem(f"docs/{FOLDER}/{file.name}", 0, "the drawing is missing", "Put the file there.")
    except etree.ParseError as error:
        problem = Problem(f"docs/{FOLDER}/{file.name}", error.position[0], f"this is no SVG: {error}", "Mend the file.")
    raise EditorError([problem])


def _plain(element: etree.Element) -> etree.Element:
    """The element without the name of its kind, as it stands in a page."""
    kept = {key: value for key, value in element.attrib.items() if key != "data-scene"}
    made = etree.Element(element.tag.removeprefix(SVG), kept)
    made.extend(_plain(child) for child in element)
    return made
