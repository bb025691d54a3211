"""Tables, charts, drawings and pictures of a page; what cannot be printed is told with its page and line."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree import ElementTree as xml

from lxml import etree

from explainer.book import items, pictures, tables
from explainer.book.flow import Flow
from explainer.book.inline import Line
from explainer.book.order import Manuscript
from explainer.book.pictures import Sheet
from explainer.book.tree import Node, add, classes, cut, element, insert, put, words
from explainer.facts import chart_table
from explainer.facts import words as spoken
from explainer.facts.problems import Problem
from explainer.facts.records import Chart
from explainer.shown.charts import standing

# What a drawing says in sentences, beside the words in it: parts of a group, what stands apart, a key.
BESIDE = frozenset({"marks-parts", "marks-loose", "plot-apart", "plot-explain", "ladder-key"})


@dataclass
class Figures:
    """Writes what is not words; `chapters.Writer` is one, and walks the blocks."""

    line: Line
    sheet: Sheet
    manuscript: Manuscript
    problems: list[Problem] = field(default_factory=list)

    def blocks(self, source: Node, into: Node) -> Node:
        """All blocks of an element."""
        raise NotImplementedError

    def block(self, node: Node, into: Node) -> None:
        """One block, by what it is."""
        raise NotImplementedError

    def table(self, node: Node, into: Node, *, title: str = "") -> Node | None:
        """A table with its caption as title."""
        caption = node.find("caption")
        made = tables.plain(node, into, lambda cell, row: self.line.line(row, "cell", cell))
        made.set("title", title or (words(caption) if caption is not None else ""))
        if not any(row.tag == "row" for row in made):
            cut(made)
            return None
        tables.numbers_first(made)
        try:
            tables.shape(made)
        except tables.TooWideError:
            message = (
                f"the table “{made.get('title') or words(made)[:60]}” is too wide for a page, even turned on its side"
            )
            mend = "Give it fewer columns or shorter words, or part it in two."
            self.problems.append(
                self.manuscript.problem(self.line.page, made.get("title") or words(made[0][0]), message, mend)
            )
        return made

    def table_block(self, node: Node, into: Node) -> None:
        """The scroll area round a table."""
        for table in node.iter("table"):
            self.table(table, into)

    def model(self, node: Node, into: Node) -> None:
        """A table of a teaching model, with what it assumes under it."""
        self.blocks(node, into)
        self._gather(into)

    def _gather(self, into: Node) -> None:
        """Small print goes with the table or drawing above it, wherever that floats."""
        for small in [n for n in into if n.tag == "small"]:
            before = small.getprevious()
            if before is not None and before.tag in ("table", "strips", "drawing", "picture"):
                before.append(small)

    def chart(self, node: Node, into: Node) -> None:
        """A drawing with what to see in it, who measured it and what it cannot show; without a drawing, its table."""
        library, name = self.line.around.library, (node.get("id") or "").removeprefix("chart-")
        chart = library.charts.get(name)
        if chart is None:
            self.blocks(node, into)
            return
        flowing = self.line.around.volume == "all"
        made = None if flowing else items.strips(self.line, into, chart, library)
        if made is None:
            made = self._flowing(node, chart, into) if flowing else self._drawing(chart, into)
        if made is None:
            table = node.find(".//table")
            made = (
                self.table(table, into, title=spoken.curl(chart.finding or chart.title)) if table is not None else None
            )
        if made is None:
            return
        brief = not any("chart-files" in classes(n) for n in node.iter())
        if not brief and chart.draw:  # it stands whole here, so it can be taken along as a picture
            made.set("chart", chart.id)
        under = next((n for n in node.iter() if "chart-under" in classes(n)), None)
        if under is not None:
            made.set("under", words(under))
        if made.tag != "table":
            for said in (n for n in node.iter() if classes(n) & BESIDE):
                listed = "marks-parts" in classes(said)
                said_so = self.line.listed(made, "small", said) if listed else self.line.line(made, "small", said)
                if "ladder-key" in classes(said):  # its sign, in words
                    insert(said_so, "text", "", element("b", "Dashed line:"), f" {said_so.text or ''}")
        self._chart_notes(made, chart, brief=brief)
        if flowing and made.tag == "drawing":  # in print the record has the numbers of all drawings
            for table in node.iter("table"):
                self.table(table, into, title=f"{spoken.curl(chart.title)}: the numbers")

    def _chart_notes(self, made: Node, chart: Chart, *, brief: bool) -> None:
        if chart.see:
            add(made, "small", spoken.curl(chart.see))
        rows = [row for row in chart.drawn if row.get("claim")]
        if (
            made.tag == "drawing" and rows and made.find("words") is None
        ):  # what stands in a drawing cannot be followed; its notes stand here
            said = add(made, "small")
            add(said, "b", "Who says so:")
            for n, claim in enumerate(dict.fromkeys(str(row["claim"]) for row in rows)):
                named = ", ".join(spoken.curl(chart_table.label(row)) for row in rows if row["claim"] == claim)
                put(said, f"{'; ' if n else ' '}{named}")
                self.line.last = None
                self.line.mark(said, "claims", claim)
        if chart.measured_by:
            by = add(made, "small")
            add(by, "b", "Who measured it:")
            put(by, f" {spoken.curl(chart.measured_by)}; {spoken.LEVELS[chart.level]}.")
            shown = {n.get("to") for n in made.iter("n")}
            self.line.last = None
            for kind, record in [("claims", c) for c in chart.claims] or [("sources", s.key) for s in chart.sources]:
                number = self.line.notes.number(kind, record)
                if number and self.line.notes.id(number) not in shown:
                    self.line.mark(by, kind, record)
        if chart.caveat and not brief:
            not_shown = add(made, "small")
            add(not_shown, "b", "What it cannot show:")
            put(not_shown, f" {spoken.curl(chart.caveat)}")

    def _flowing(self, node: Node, chart: Chart, into: Node) -> Node | None:
        """The drawing of the page as words and strips; marks, which count, stay one drawing."""
        drawn = next((n for n in node.iter("div") if "chart-drawing" in classes(n)), None)
        if drawn is None or chart.draw in ("marks", "grid"):
            return self._drawing(chart, into)
        made = add(into, "drawing", title=spoken.curl(chart.finding or chart.title))
        Flow(self.line, self._standing, BESIDE).write(drawn, made)
        return made

    def _drawing(self, chart: Chart, into: Node) -> Node | None:
        """The drawing of a chart with its words in it: on the page they are HTML, which a book does not take."""
        narrow = self.line.around.volume == "all"
        svg = standing.drawing(chart, self.line.around.library, f"drawn-{chart.id}", narrow=narrow)
        if svg is None:
            return None
        del svg.attrib["xmlns"]
        place = etree.fromstring("<html><div class='chart'/></html>")[0]  # where the style sheet looks for drawings
        place.append(etree.fromstring(xml.tostring(svg)))
        made = add(into, "drawing", title=spoken.curl(chart.finding or chart.title))
        made.append(self._standing(place[0]))
        return made

    def figure(self, node: Node, into: Node) -> None:
        """A picture or drawing that an editor placed, with its caption and credit."""
        caption, svg, image = node.find(".//figcaption"), self._svg(node), node.find(".//img")
        if svg is not None and self._described(svg):
            drawn = add(into, "drawing", title="")
            drawn.append(self._standing(svg))
            if caption is not None:
                self._captions(caption, drawn)
            return
        if image is not None:
            self.image(image, into)
        else:
            self.blocks(node, into)
            return
        if caption is not None and len(into) and into[-1].tag in ("drawing", "picture"):
            self.line.line(into[-1], "small", caption)

    def _captions(self, caption: Node, made: Node) -> None:
        """The paragraphs of a caption, or its words."""
        for part in caption.findall("p") or [caption]:
            if words(part):
                self.line.line(made, "small", part)

    def image(self, node: Node, into: Node) -> None:
        """A picture from a file."""
        source, alt = node.get("src", ""), node.get("alt")
        if alt is None:
            message, mend = (
                f"the picture '{source}' has no words for those who do not see it",
                'Write alt="…", or alt="" for decoration.',
            )
            self.problems.append(self.manuscript.problem(self.line.page, source.rpartition("/")[2], message, mend))
        elif alt:
            kind, path = self.line.target(element("a", href=source))
            if kind != "file":
                mend = "Keep the picture in docs/, and name it relative to the page."
                self.problems.append(
                    self.manuscript.problem(
                        self.line.page, source, f"the picture '{source}' is no file of the site", mend
                    )
                )
            else:
                add(into, "picture", src=path, alt=alt, width=node.get("width") or "", height=node.get("height") or "")

    def drawing(self, node: Node, into: Node) -> None:
        """A drawing that stands by itself in the text."""
        if self._described(node):
            add(into, "drawing", title="").append(self._standing(node))

    def _standing(self, svg: Node) -> Node:
        dress = pictures.flowing if self.line.around.volume == "all" else pictures.printed
        return pictures.picture(pictures.standing(svg, self.sheet, dress))

    def _svg(self, node: Node) -> Node | None:
        """The drawing of a figure; of two widths the narrow one for e-books, the wide one for print."""
        found = [
            s for s in node.iter("svg") if s.get("aria-hidden") != "true" and next(s.iterancestors("svg"), None) is None
        ]
        wanted = "narrow" if self.line.around.volume == "all" else "wide"
        fitting = [
            s for s in found if wanted in " ".join((*classes(s), *classes(s.getparent()), s.get("data-width") or ""))
        ]
        return next(iter(fitting or found), None)

    def _described(self, svg: Node) -> bool:
        if svg.get("aria-hidden") == "true":
            return False
        if not pictures.alternative(svg):
            message, mend = (
                "a drawing has no words for those who do not see it",
                "Give the <svg> a <title> that says what it shows.",
            )
            self.problems.append(Problem(f"site/{self.line.page}", svg.sourceline or 0, message, mend))
            return False
        return True
