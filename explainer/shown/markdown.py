"""
The Python-Markdown extension: references to claims, terms and sources, and the site's own blocks.

It works in any engine that runs Python-Markdown (MkDocs, ProperDocs, Zensical). Content never
depends on an engine's plugin: an unknown id stops the build here, whatever runs it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as etree

from markdown import Markdown
from markdown.inlinepatterns import REFERENCE_RE, ReferenceInlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension

from explainer.facts.library import Library
from explainer.facts.problems import EditorError, Problem, nearest
from explainer.out import jsonld
from explainer.shown import blocks, material, notes
from explainer.shown.state import State, Stateful
from explainer.shown.tables import Tables
from explainer.text import cites, counts, freshness
from explainer.text.pages import relative


def page_path(md: Markdown) -> str:
    """Path of the page being converted, below docs; 'index.md' outside a site engine."""
    relpath = next((p for p in md.treeprocessors if hasattr(p, "file") and hasattr(p.file, "src_uri")), None)
    if relpath is not None:
        return str(relpath.file.src_uri)
    try:  # Zensical keeps the page in a context of its own
        from zensical.extensions.context import ContextPreprocessor  # noqa: PLC0415 (present in one engine only)

        return str(ContextPreprocessor.from_markdown(md).page.path)
    except (ImportError, AttributeError):
        return "index.md"


class Start(Stateful, Preprocessor):
    """Sets the state and fills in the reference targets before the page is read."""

    def run(self, lines: list[str]) -> list[str]:
        state = self.state
        state.start(page_path(self.md), lines)
        self.md.references = References(state.library, self.md.references)
        if "attr_list" in self.md.treeprocessors:  # only here: settings may name that extension after this one
            self.md.treeprocessors.register(material.Attributes(self.md), "attr_list", 8)
        return [FIGURE_MARK.sub("", line) for line in lines]


FIGURE_MARK = re.compile(r"\s*<!--\s*figure:.*?-->")


class References(dict[str, tuple[str, str]]):
    """
    What stands in the second brackets, with the address of its note on the same page.

    Records are looked up when they are asked for: a page names few of them, and there may be thousands.
    """

    def __init__(self, library: Library, own: dict[str, tuple[str, str]]) -> None:
        super().__init__(own)
        self.records = _records(library)

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or name in self.records

    def __missing__(self, name: str) -> tuple[str, str]:
        return f"#{notes.anchor(*self.records[name])}", ""


@lru_cache(maxsize=2)
def _records(lib: Library) -> dict[str, tuple[str, str]]:
    """(kind, id) of everything a page may refer to, by its name in brackets."""
    found = {name: ("term", i) for name, i in lib.term_names().items()}
    found |= {claim_id: ("claim", claim_id) for claim_id in lib.claims}
    return found | {f"@{key}".lower(): ("source", key) for key in lib.sources}


class Reference(ReferenceInlineProcessor):
    """`[words][id]`: marks the link with its record, refuses unknown ids."""

    def __init__(self, md: Markdown, state: State) -> None:
        super().__init__(REFERENCE_RE, md)
        self.state = state

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: N802 (as in Python-Markdown)
        text, index, handled = self.getText(data, m.end(0))
        if not handled:
            return None, None, None
        ref, end, handled = self.evalId(data, index, text)
        if not handled or ref is None:
            return None, None, None
        ref = self.NEWLINE_CLEANUP_RE.sub(" ", ref)
        if counts.is_count(ref):
            return self._count(ref, text), m.start(0), end
        known = _records(self.state.library)
        if ref not in self.md.references:
            raise self.state.unknown("claim, term or source", ref, known)
        element = self.makeTag(*self.md.references[ref], text)
        if ref in known:
            kind, record_id = known[ref]
            element.set(f"data-{kind}", record_id)
        return element, m.start(0), end

    def _count(self, ref: str, text: str) -> etree.Element:
        """A number of records, which leads to the page where they stand; `text.counts` has compared it with them."""
        home = self.state.components.homes.get(counts.kind_of(ref), self.state.src)
        if home == self.state.src:
            element = etree.Element("span")
            element.text = text
            return element
        return self.makeTag(self.state.components.link(home), "", text)


class Notices(Stateful, Treeprocessor):
    """Says under the title what was corrected on the page, and when its last check is long ago."""

    def run(self, root: etree.Element) -> None:
        s = self.state
        checked = str(s.page.front_matter.get("checked", ""))
        old = checked if freshness.is_old(checked) else ""
        corrections = cites.corrections_of(s.page, s.library)
        if not old and not corrections:
            return
        title = next((n for n, element in enumerate(root) if element.tag == "h1"), -1)
        place = title + 1
        while place < len(root) and (root[place].tag == "p" or root[place].get("data-block") == "chart"):
            place += 1  # after the lead, and after the drawing that opens the page
        limit = freshness.LIMIT
        notices = s.components.render("notices", corrections=corrections, old=old, limit=limit)
        for n, element in enumerate(notices):
            root.insert(place + n, element)


class BuiltFiles(Stateful, Treeprocessor):
    """
    Links to files that exist only after the build: `<span data-built="data/claims.json">` becomes a relative link.

    Where the span has `data-download`, a browser saves the file instead of opening it. It is a span, and after the
    engine has checked the links it knows: those to such files would be dead to it. The check of the built site covers
    them.
    """

    def run(self, root: etree.Element) -> None:
        for element in root.iter("span"):
            path = element.attrib.pop("data-built", None)
            if path:
                element.tag = "a"
                element.set("href", relative(path, self.state.src))
                if element.attrib.pop("data-download", None) is not None:
                    element.set("download", "")


class Notes(Stateful, Treeprocessor):
    """Numbers the phrases of the page, appends their notes, and says under the first paragraph what the tint means."""

    def run(self, root: etree.Element) -> None:
        """Write them; a block that could not be read is still text here, and stops the build."""
        for paragraph in root.iter("p"):
            if (paragraph.text or "").startswith("///"):
                message = f"this block cannot be read: {(paragraph.text or '').splitlines()[0]}"
                mend = "Check its name, its argument after '|', its options and the line of /// that ends it."
                raise EditorError([Problem(f"docs/{self.state.src}", 0, message, mend)])
        found = notes.collect(root, self.state.library)
        if not found:
            return
        components = self.state.components
        lead = next((n for n, element in enumerate(root) if element.tag == "p"), -1)
        if any(note.kind == "claim" for note in found):
            root[lead + 1 : lead + 1] = components.render("notes-key")
        root.extend(components.render("notes", notes=found))


class FormerIds(Stateful, Treeprocessor):
    """Keeps published addresses of places that have other names today: `former_ids: {old: new}` in the front matter."""

    def run(self, root: etree.Element) -> None:
        former = self.state.page.front_matter.get("former_ids") or {}
        places = {element.get("id"): element for element in root.iter() if element.get("id")} if former else {}
        for old, new in former.items():
            if new not in places:
                message = f"'former_ids' leads '{old}' to '{new}', and there is no such place on the page"
                mend = nearest(str(new), [str(i) for i in places]) or "Name the id of a heading of this page."
                raise EditorError([Problem(f"docs/{self.state.src}", 1, message, mend)])
            mark = etree.Element("span", {"id": str(old)})
            mark.tail, places[new].text = places[new].text, None
            places[new].insert(0, mark)


class StructuredData(Stateful, Treeprocessor):
    """Ends the page with its schema.org graph: data for programs, which no browser runs."""

    def run(self, root: etree.Element) -> None:
        s = self.state
        if s.page.front_matter and not s.page.unlisted:
            graph = etree.SubElement(root, "script", {"type": "application/ld+json"})
            graph.text = AtomicString(jsonld.script(s.page, s.library, s.components.homes, s.settings))


class ExplainerExtension(BlocksExtension):
    """Registers everything above."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.config = {"docs": ["docs", "Folder that holds the pages and data/"]}
        super().__init__(*args, **kwargs)
        self.state = State(Path(self.getConfig("docs")).resolve())

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (name set by Python-Markdown)
        """Register the processors."""
        super().extendMarkdown(md)
        md.preprocessors.register(Start(md, self.state), "explainer-start", 100)
        md.inlinePatterns.register(Reference(md, self.state), "reference", 170)
        md.treeprocessors.register(Notices(md, self.state), "explainer-notices", 16)
        md.treeprocessors.register(BuiltFiles(md, self.state), "explainer-built-files", -10)
        md.treeprocessors.register(Notes(md, self.state), "explainer-notes", 15)
        md.treeprocessors.register(Tables(md), "explainer-tables", 14)
        md.treeprocessors.register(material.Codes(md), "explainer-codes", 18)
        md.treeprocessors.register(material.Leftovers(md, self.state), "explainer-leftovers", 13)
        md.treeprocessors.register(material.Pictures(md, self.state), "explainer-pictures", 7.5)
        md.treeprocessors.register(material.Tabs(md), "explainer-tabs", 13)
        md.treeprocessors.register(material.Annotations(md), "explainer-annotations", 7.5)
        md.treeprocessors.register(material.Footnotes(md), "explainer-footnotes", 6)
        md.treeprocessors.register(material.Abbreviations(md), "explainer-abbreviations", 3)
        md.postprocessors.register(material.Guard(md, self.state), "explainer-guard", -10)
        md.treeprocessors.register(FormerIds(md, self.state), "explainer-former-ids", 2)
        md.treeprocessors.register(StructuredData(md, self.state), "explainer-structured-data", -20)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: ARG002, N802 (set by pymdownx)
        """Give every block this extension's state."""
        for block in blocks.classes(self.state):
            block_mgr.register(block, self.getConfigs())


def makeExtension(**kwargs: Any) -> ExplainerExtension:  # noqa: N802 (name set by Python-Markdown)
    """Entry point of Python-Markdown."""
    return ExplainerExtension(**kwargs)


__all__ = ["ExplainerExtension", "makeExtension"]
