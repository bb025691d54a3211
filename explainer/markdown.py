"""
The Python-Markdown extension: references to claims, terms and sources, and the site's own blocks.

It works in any engine that runs Python-Markdown (MkDocs, ProperDocs, Zensical). Content never
depends on an engine's plugin: an unknown id stops the build here, whatever runs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar
from xml.etree import ElementTree as etree

from markdown import Markdown
from markdown.inlinepatterns import REFERENCE_RE, ReferenceInlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block, type_any, type_boolean, type_string

from explainer import freshness, model_tables, words
from explainer.components import Components, page_titles, target
from explainer.library import Library
from explainer.pages import Page, relative
from explainer.problems import EditorError, Problem, nearest
from explainer.publish import cite, dates, package, schema, tables
from explainer.settings import Settings


class State:
    """What is known while one page is converted; nothing is read before the first page starts."""

    src: str
    library: Library
    components: Components

    def __init__(self, docs: Path) -> None:
        # Nothing is read here: an error in the data is the build's to report, not the configuration's.
        self.docs = docs
        self.settings = Settings.read(docs.parent / "mkdocs.yml")

    def start(self, src: str) -> None:
        """Begin a page."""
        self.src = src
        self.library = Library.read(self.docs)
        self.components = Components(self.library, src, self.docs)
        self.claims: dict[str, None] = {}
        self.sources: dict[str, None] = {}
        self.terms: dict[str, None] = {}
        self.charts: list[str] = []

    def unknown(self, what: str, name: str, known: Any) -> EditorError:
        """An error for a name that no record has."""
        return EditorError([Problem(f"docs/{self.src}", 0, f"there is no {what} '{name}'", nearest(name, known))])


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


class Start(Preprocessor):
    """Sets the state and fills in the reference targets before the page is read."""

    def __init__(self, md: Markdown, state: State) -> None:
        super().__init__(md)
        self.state = state

    def run(self, lines: list[str]) -> list[str]:
        state = self.state
        state.start(page_path(self.md))
        lib, src = state.library, state.src
        references: dict[str, tuple[str, str]] = {}
        for name, term_id in lib.term_names().items():
            references[name] = (target("terms", term_id, src), first_sentence(lib.terms[term_id].definition))
        for claim in lib.claims.values():
            said = f"{claim.said_by}, {words.day(claim.said_on)}"
            title = f"{said}. Status: {claim.status}. Checked: {words.LEVELS[claim.level]}."
            references[claim.id] = (target("claims", claim.id, src), words.curl(title))
        for source in lib.sources.values():
            references[f"@{source.key}".lower()] = (target("sources", source.key, src), words.curl(source.title))
        self.md.references.update(references)
        return [FIGURE_MARK.sub("", line) for line in lines]


FIGURE_MARK = re.compile(r"\s*<!--\s*figure:.*?-->")


def first_sentence(text: str) -> str:
    """The first sentence of a definition, for a tooltip."""
    return words.curl(re.split(r"(?<=[.;])\s", text, maxsplit=1)[0])


class Reference(ReferenceInlineProcessor):
    """`[words][id]`: marks the link with its kind, remembers what was cited, refuses unknown ids."""

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
        if ref not in self.md.references:
            raise self.state.unknown("claim, term or source", ref, self.md.references)
        element = self.makeTag(*self.md.references[ref], text)
        lib, state = self.state.library, self.state
        if ref in lib.claims:
            element.set("class", "ref-claim")
            state.claims[ref] = None
        elif ref.startswith("@"):
            element.set("class", "ref-source")
            state.sources[next(k for k in lib.sources if k.lower() == ref[1:])] = None
        elif ref in lib.term_names():
            element.set("class", "ref-term")
            state.terms[lib.term_names()[ref]] = None
        return element, m.start(0), end


class Notices(Treeprocessor):
    """Says under the title what was corrected on the page, and when its last check is long ago."""

    def __init__(self, md: Markdown, state: State) -> None:
        super().__init__(md)
        self.state = state

    def run(self, root: etree.Element) -> None:
        s = self.state
        file = s.docs / s.src
        if not file.is_file():
            return
        page = Page(s.src, file.read_text(encoding="utf-8"))
        checked = str(page.front_matter.get("checked", ""))
        old = checked if freshness.is_old(checked) else ""
        corrections = dates.of_page(page, s.library)
        if not old and not corrections:
            return
        title = next((n for n, element in enumerate(root) if element.tag == "h1"), -1)
        place = title + 1
        while place < len(root) and root[place].tag == "p":  # after the lead
            place += 1
        limit = freshness.LIMIT
        notices = s.components.render("notices", corrections=corrections, old=old, limit=limit, src=s.src)
        for n, element in enumerate(notices):
            root.insert(place + n, element)


class BuiltFiles(Treeprocessor):
    """
    Links to files that exist only after the build: `<span data-built="data/claims.json">` becomes a relative link.

    A span, and after the engine has checked the links it knows: those to such files would be dead to it. The
    check of the built site covers them.
    """

    def __init__(self, md: Markdown, state: State) -> None:
        super().__init__(md)
        self.state = state

    def run(self, root: etree.Element) -> None:
        for element in root.iter("span"):
            path = element.attrib.pop("data-built", None)
            if path:
                element.tag = "a"
                element.set("href", relative(path, self.state.src))


class PageEnd(Treeprocessor):
    """Appends the page's sources and terms, built from what it cited."""

    def __init__(self, md: Markdown, state: State) -> None:
        super().__init__(md)
        self.state = state

    def run(self, root: etree.Element) -> None:
        """Append them; a block that could not be read is still text here, and stops the build."""
        for paragraph in root.iter("p"):
            if (paragraph.text or "").startswith("///"):
                message = f"this block cannot be read: {(paragraph.text or '').splitlines()[0]}"
                mend = "Check its name, its argument after '|', its options and the line of /// that ends it."
                raise EditorError([Problem(f"docs/{self.state.src}", 0, message, mend)])
        s = self.state
        if s.claims or s.sources or s.terms:
            root.extend(s.components.page_end(list(s.claims), list(s.sources), list(s.terms)))


# -- blocks -------------------------------------------------------------------------------------------


class RecordBlock(Block):
    """Base of the blocks that are made of records and hold no text of their own."""

    ARGUMENT: bool | None = None
    state: State

    def elements(self) -> list[etree.Element]:
        """What the block shows."""
        raise NotImplementedError

    def on_create(self, parent: etree.Element) -> etree.Element:
        box = etree.SubElement(parent, "div", {"class": f"block-{self.NAME}"})
        box.extend(self.elements())
        return box

    def ids(self) -> list[str]:
        """Ids given as the argument ("a, b") or in the option `ids`."""
        listed = self.options.get("ids") or []
        listed = listed if isinstance(listed, list) else [listed]
        return [part.strip() for part in (self.argument or "").split(",") if part.strip()] + [str(i) for i in listed]

    def pick(self, records: dict[str, Any], what: str) -> list[Any]:
        """Records named by the block; an unknown id stops the build."""
        for wanted in self.ids():
            if wanted not in records:
                raise self.state.unknown(what, wanted, records)
        return [records[i] for i in self.ids()]


class ClaimBlock(RecordBlock):
    """`/// claim | id`: a claim card."""

    NAME = "claim"
    ARGUMENT = True

    def elements(self) -> list[etree.Element]:
        claims = self.pick(self.state.library.claims, "claim")
        self.state.claims.update(dict.fromkeys(c.id for c in claims))
        return [e for claim in claims for e in self.state.components.claim(claim)]


class LedgerBlock(RecordBlock):
    """`/// claims`: the ledger."""

    NAME = "claims"

    def elements(self) -> list[etree.Element]:
        settings = self.state.settings
        return self.state.components.ledger(lambda claim: cite.claim_text(claim, settings))


class TimelineBlock(RecordBlock):
    """`/// timeline`: all events; `topic` or `ids` choose some."""

    NAME = "timeline"
    OPTIONS: ClassVar = {"topic": ["", type_string], "ids": [[], type_any]}

    def elements(self) -> list[etree.Element]:
        events = list(self.state.library.events.values())
        topic = self.options["topic"]
        if topic and topic not in words.CATEGORIES:
            raise self.state.unknown("timeline topic", topic, words.CATEGORIES)
        if topic:
            events = [e for e in events if e.category == topic]
        if self.ids():
            events = sorted(self.pick(self.state.library.events, "event"), key=lambda e: e.date)
        return self.state.components.timeline(events, full=not topic and not self.ids())


class KeyDatesBlock(RecordBlock):
    """`/// key-dates` with `ids`: a compact strip of events that lead to the timeline."""

    NAME = "key-dates"
    OPTIONS: ClassVar = {"ids": [[], type_any]}

    def elements(self) -> list[etree.Element]:
        events = sorted(self.pick(self.state.library.events, "event"), key=lambda e: e.date)
        return self.state.components.render("key-dates", events=events)


class ModelBlock(RecordBlock):
    """`/// model | id`: prepared cases of the teaching model, worked out again from a chart record."""

    NAME = "model"
    ARGUMENT = True

    def elements(self) -> list[etree.Element]:
        for wanted in self.ids():
            if wanted not in model_tables.TABLES:
                raise self.state.unknown("model", wanted, model_tables.TABLES)
        charts = self.pick(self.state.library.charts, "chart")
        self.state.sources.update(dict.fromkeys(c.key for chart in charts for c in chart.sources))
        return [e for chart in charts for e in self.state.components.model(chart)]


class ArticleCheckBlock(RecordBlock):
    """`/// article-check | id, id`: panels for some sentences, or for all."""

    NAME = "article-check"

    def elements(self) -> list[etree.Element]:
        chosen = self.pick(self.state.library.sentences, "sentence of the article")
        every = list(self.state.library.sentences.values())
        return self.state.components.article_check(chosen or every, full=not chosen)


class VerdictsBlock(RecordBlock):
    """`/// verdicts`: what the verdicts mean, and how many sentences got each."""

    NAME = "verdicts"

    def elements(self) -> list[etree.Element]:
        return self.state.components.verdicts()


class QuestionsBlock(RecordBlock):
    """`/// questions | id, id`: some open questions, or all."""

    NAME = "questions"

    def elements(self) -> list[etree.Element]:
        chosen = self.pick(self.state.library.questions, "open question")
        every = list(self.state.library.questions.values())
        return self.state.components.questions(chosen or every, full=not chosen)


class SumBlock(RecordBlock):
    """`/// sum | id`: a recomputed sum."""

    NAME = "sum"
    ARGUMENT = True

    def elements(self) -> list[etree.Element]:
        self.pick(self.state.library.sums, "sum")
        return [e for sum_id in self.ids() for e in self.state.components.sum(sum_id)]


class ChartBlock(RecordBlock):
    """`/// chart | id`: drawing, caption, table, files; `only` picks rows, `brief` suits the home page."""

    NAME = "chart"
    ARGUMENT = True
    OPTIONS: ClassVar = {"only": ["", type_string], "brief": [False, type_boolean]}

    def elements(self) -> list[etree.Element]:
        found = []
        for chart in self.pick(self.state.library.charts, "chart"):
            self.state.claims.update(dict.fromkeys(chart.claims))
            self.state.sources.update({c.key: None for c in chart.sources} if not chart.claims else {})
            self.state.charts.append(chart.id)
            again = self.state.charts.count(chart.id)
            prefix = f"chart-{chart.id}" + (f"-{again}" if again > 1 else "")
            options = self.options
            found += self.state.components.chart(
                chart,
                prefix,
                only=options["only"],
                brief=options["brief"],
                draw=not options["only"],
            )
        return found


class LateLinks(Treeprocessor):
    """
    Turns <late-link> into <a>, after the engine has looked at the links.

    For files that are written after the build, which an engine would report as missing. The check of
    the built site (`links`) does look at them.
    """

    def run(self, root: etree.Element) -> None:
        for element in root.iter("late-link"):
            element.tag = "a"


class TermsBlock(RecordBlock):
    """`/// terms | id, id`: definitions of some terms."""

    NAME = "terms"

    def elements(self) -> list[etree.Element]:
        return self.state.components.render("glossary", terms=self.pick(self.state.library.terms, "term"), full=False)


class GlossaryBlock(RecordBlock):
    """`/// glossary`: all terms."""

    NAME = "glossary"

    def elements(self) -> list[etree.Element]:
        terms = sorted(self.state.library.terms.values(), key=lambda t: t.term.casefold())
        return self.state.components.render("glossary", terms=terms, full=True)


class SourcesBlock(RecordBlock):
    """`/// sources`: all sources."""

    NAME = "sources"

    def elements(self) -> list[etree.Element]:
        return self.state.components.sources()


class ChecklistBlock(RecordBlock):
    """`/// checklist`: twelve questions for a policy."""

    NAME = "checklist"

    def elements(self) -> list[etree.Element]:
        return self.state.components.render("checklist", items=list(self.state.library.checklist.values()))


class NumbersBlock(RecordBlock):
    """`/// numbers` with `figures`: a list of claim, figure and label, set large."""

    NAME = "numbers"
    OPTIONS: ClassVar = {"figures": [[], type_any]}

    def elements(self) -> list[etree.Element]:
        rows = []
        for row in self.options["figures"]:
            for message, mend in wrong_number(row, self.state.library):
                raise EditorError([Problem(f"docs/{self.state.src}", 0, message, mend)])
            claim = self.state.library.claims[row["claim"]]
            self.state.claims[claim.id] = None
            rows.append((claim, claim.figures[row["figure"]], row["label"]))
        return self.state.components.render("numbers", rows=rows)


def wrong_number(row: Any, lib: Library) -> Iterator[tuple[str, str]]:
    """What is wrong with one row of a `numbers` block, and how to mend it."""
    missing = [key for key in ("claim", "figure", "label") if not isinstance(row, dict) or key not in row]
    if missing:
        yield f"block 'numbers': a row has no '{missing[0]}'", "Write {claim: id, figure: name, label: words}."
        return
    claim = lib.claims.get(row["claim"])
    if claim is None:
        yield f"block 'numbers': there is no claim '{row['claim']}'", nearest(str(row["claim"]), lib.claims)
    elif row["figure"] not in claim.figures:
        mend = f"Its figures: {', '.join(claim.figures) or 'none'}."
        yield f"block 'numbers': the claim '{claim.id}' has no figure '{row['figure']}'", mend


class CorrectionsBlock(RecordBlock):
    """`/// corrections | id, id`: some records of the corrections log, or all, the newest first."""

    NAME = "corrections"

    def elements(self) -> list[etree.Element]:
        chosen = self.pick(self.state.library.corrections, "correction")
        every = self.state.library.newest_corrections()
        titles = page_titles(self.state.docs)
        return self.state.components.render("corrections", corrections=chosen or every, full=not chosen, titles=titles)


class ReportErrorBlock(RecordBlock):
    """`/// report-error`: where to send a report; only ways that the site's settings name."""

    NAME = "report-error"

    def elements(self) -> list[etree.Element]:
        settings = self.state.settings
        form = f"{settings.repo}/issues/new?template=error.yml" if "//github.com/" in settings.repo else ""
        return self.state.components.render("report-error", contact=settings.contact, repo=settings.repo, form=form)


class DataFilesBlock(RecordBlock):
    """`/// data-files`: every file of the open data, with its columns."""

    NAME = "data-files"

    def elements(self) -> list[etree.Element]:
        state = self.state
        listed = tables.tables(state.library, state.docs, state.settings)
        return state.components.render("data-files", listed=listed, columns=schema.columns, zip=package.ZIP)


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
        self.state.claims[claim.id] = None
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


BLOCKS: list[Any] = [
    ClaimBlock,
    LedgerBlock,
    TimelineBlock,
    ArticleCheckBlock,
    VerdictsBlock,
    QuestionsBlock,
    SumBlock,
    TermsBlock,
    GlossaryBlock,
    SourcesBlock,
    ChecklistBlock,
    NumbersBlock,
    QuoteBlock,
    InShortBlock,
    AsideBlock,
    TableBlock,
    ChartBlock,
    KeyDatesBlock,
    ModelBlock,
    CorrectionsBlock,
    ReportErrorBlock,
    DataFilesBlock,
]


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
        md.treeprocessors.register(PageEnd(md, self.state), "explainer-page-end", 15)
        md.treeprocessors.register(LateLinks(md), "explainer-late-links", -10)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: ARG002, N802 (set by pymdownx)
        """Give every block this extension's state."""
        for block in BLOCKS:
            block_mgr.register(type(block.__name__, (block,), {"state": self.state}), self.getConfigs())


def makeExtension(**kwargs: Any) -> ExplainerExtension:  # noqa: N802 (name set by Python-Markdown)
    """Entry point of Python-Markdown."""
    return ExplainerExtension(**kwargs)


__all__ = ["ExplainerExtension", "makeExtension"]
