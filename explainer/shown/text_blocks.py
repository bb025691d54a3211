"""Blocks round an author's own text: a quotation, the page in short, a side note, a table with its caption."""

from __future__ import annotations

from xml.etree import ElementTree as etree

from pymdownx.blocks.block import Block

from explainer.facts import words
from explainer.facts.problems import EditorError, Problem
from explainer.shown.record_blocks import RecordBlock


class QuoteBlock(RecordBlock):
    """`/// quote | claim-id` round the exact words; speaker, date and claim are added."""

    NAME = "quote"
    ARGUMENT = True

    def on_create(self, parent: etree.Element) -> etree.Element:
        claims = self.pick(self.state.library.claims, "claim")
        if len(claims) != 1:
            message = f"block 'quote' names {len(claims)} claims"
            raise EditorError([Problem(f"docs/{self.state.src}", 0, message, "Write '/// quote | claim-id'.")])
        claim = claims[0]
        figure = etree.SubElement(parent, "figure", {"class": "quote"})
        self.quoted = etree.SubElement(figure, "blockquote")
        self.figure, self.claim = figure, claim
        return figure

    def on_add(self, block: etree.Element) -> etree.Element:  # noqa: ARG002 (signature of pymdownx)
        return self.quoted

    def on_end(self, block: etree.Element) -> None:  # noqa: ARG002 (signature of pymdownx)
        text = "".join(self.quoted.itertext()).strip()
        quote = next((q for q in self.claim.quotes if words.is_excerpt(text, q.words)), None)
        if quote is None:
            known = [q.words for q in self.claim.quotes]
            raise self.state.unknown(f"quotation in the claim '{self.claim.id}':", text, known)
        self.figure.extend(self.state.components.render("quote-source", claim=self.claim, quote=quote))


class InShortBlock(Block):
    """`/// in-short` round a list: the page in a few sentences."""

    NAME = "in-short"
    ARGUMENT = None

    def on_create(self, parent: etree.Element) -> etree.Element:
        box = etree.SubElement(parent, "section", {"class": "in-short", "aria-labelledby": "in-short"})
        title = etree.SubElement(box, "h2", {"id": "in-short"})
        title.text = self.argument or "In short"
        return box


class AsideBlock(Block):
    """`/// aside | Title` round a side note."""

    NAME = "aside"
    ARGUMENT = True

    def on_create(self, parent: etree.Element) -> etree.Element:
        box = etree.SubElement(parent, "div", {"class": "aside", "role": "note"})
        title = etree.SubElement(box, "p", {"class": "aside-title"})
        title.text = self.argument
        return box


class TableBlock(Block):
    """`/// table | Caption` round a Markdown table: caption, scopes, and a scroll area that a keyboard can reach."""

    NAME = "table"
    ARGUMENT = True

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(
            parent, "div", {"class": "table", "role": "region", "tabindex": "0", "aria-label": str(self.argument)}
        )

    def on_end(self, block: etree.Element) -> None:
        table = block.find("table")
        if table is None:
            return
        caption = etree.Element("caption")
        caption.text = self.argument
        table.insert(0, caption)
        for cell in table.findall("./thead/tr/th"):
            cell.set("scope", "col")
        for row in table.findall("./tbody/tr"):
            first = row.find("td")
            if first is not None:
                first.tag = "th"
                first.set("scope", "row")


BLOCKS = [QuoteBlock, InShortBlock, AsideBlock, TableBlock]
