"""The full-width moments of a page: scenes that tell, people as cases, words that a correction changed, a panel."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.book.figures import Figures
from explainer.book.tree import Node, add, classes, element, elements, insert, put, words
from explainer.text.blocks import hours


@dataclass
class Moments(Figures):
    """Writes them; on the screen they are HTML round drawings, each in a way of its own."""

    def scene(self, node: Node, into: Node) -> None:
        """A drawing with its title, the notes of the words in it, and what is not known with whom to ask."""
        svg = self._svg(node)
        if svg is None or not self._described(svg):
            return
        title = next(iter(node.iter("b")), None)
        made = add(into, "drawing", title=words(title) if title is not None else "")
        made.append(self._standing(svg))
        self.said_in(svg, made)
        for blank in (li for li in node.iter("li") if any("blank" in classes(n) for n in li.iter())):
            self.line.line(made, "small", blank)

    def said_in(self, svg: Node, made: Node) -> None:
        """Words of a drawing that lead to a note: print cannot set a number in a drawing, so they stand under it."""
        phrases = [(self.line.target(a), words(a)) for a in svg.iter("a")]
        phrases = [(target, text) for target, text in phrases if target[0] in ("claims", "sources") and text]
        if not phrases:
            return
        small = add(made, "small")
        add(small, "b", "In the drawing:")
        for n, ((kind, record), text) in enumerate(phrases):
            put(small, f"{'; ' if n else ' '}{text}")
            self.line.last = None
            self.line.mark(small, kind, record)

    def cases(self, node: Node, into: Node) -> None:
        """People, each with a bar for the time that one was held, all on one scale, and what is known of the case."""
        title = next((words(n) for n in node.iter() if "cases-title" in classes(n)), "")
        box = add(into, "cases", title=title)
        rows = [(case, *self._length(case)) for case in node.iter("li")]
        most = max((length for _, length, _ in rows), default=0.0) or 1.0
        for case, length, claim in rows:
            item = add(box, "item", share=f"{100 * length / most:.2f}")
            for name, tag in (("case-name", "name"), ("case-figure", "figure"), ("case-what", "text")):
                part = self._part(case, name)
                if part is not None:
                    add(item, tag, words(part))
            self.line.last = None
            if claim and len(item):
                self.line.mark(item[-1], "claims", claim)
        add(box, "small", "Each bar is as long as the time; the shortest are drawn a little longer, to be seen.")

    def _length(self, case: Node) -> tuple[float, str]:
        """How long a case lasted, in hours, and the claim that says so."""
        figure = self._part(case, "case-figure")
        link = figure.find(".//a") if figure is not None else None
        kind, claim = self.line.target(link) if link is not None else ("", "")
        record = self.line.around.library.claims.get(claim) if kind == "claims" else None
        shown = [hours(f) or 0.0 for f in record.figures.values() if f.display == words(link)] if record else []
        return (shown[0] if shown else 0.0), claim

    def _part(self, node: Node, name: str) -> Node | None:
        return next((n for n in node.iter() if name in classes(n)), None)

    def changed(self, node: Node, into: Node) -> None:
        """What a text said and what it says now, with the words that went and came."""
        box = add(into, "changed")
        for line in (n for n in node.iter() if "changed-line" in classes(n)):
            when, said = self._part(line, "changed-when"), self._part(line, "changed-words")
            if said is not None:
                self.line.line(box, "line", said, head=words(when) if when is not None else "")
        for kind, record in map(self.line.target, node.iter("a")):
            if kind == "claims" and len(box):
                self.line.mark(box[-1], kind, record)

    def panel(self, node: Node, into: Node) -> None:
        """A model to try: what it asks and what its rows mean; the table that follows has their numbers."""
        ask = self._part(node, "panel-ask")
        if ask is not None:
            self.line.line(into, "p", ask)
        stills = [n for n in node.iter() if "still" in classes(n)]
        if not stills:
            self.blocks(node, into)
        for still in stills:
            name, about = self._part(still, "still-name"), self._part(still, "still-about")
            if name is not None and about is not None:
                made = self.line.line(into, "small", about)
                insert(made, "text", "", element("b", f"{words(name)}:"), f" {made.text or ''}")

    def unfolded(self, node: Node, into: Node) -> None:
        """What a page folds away and print has room for; its label speaks of folding."""
        for child in elements(node):
            if child.tag != "summary":
                self.block(child, into)
