"""
Material's syntax as this site shows it: in plain HTML that needs no script, on the screen, on paper and in books.

| processor | when | what it does |
| --- | --- | --- |
| `Codes` | tree, 18 | puts plain inline code back, so that what follows reads its words |
| `Leftovers` | tree, 13 | stops the build where a mark of a box is still text |
| `Tabs` | tree, 13 | gives each pane the words of its tab, for paper and books; marks boxes that open |
| `Attributes` | tree, 8, in place of attr_list | `{ .class }` is read after an author's words only |
| `Pictures` | tree, 7.5, after attr_list | size and late loading of pictures, from their files |
| `Annotations` | tree, 7.5, after attr_list | numbers in code or text lead to the list below |
| `Footnotes` | tree, 6 | stand last, under a heading, and have letters: numbers belong to the notes |
| `Abbreviations` | tree, 3 | marks the first of each, which paper and books write out |
| `Guard` | text, -10 | boxes of task lists as signs; nothing that runs or is styled in place leaves a page |
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as etree

import imagesize
from markdown import Markdown
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

from explainer.facts.problems import EditorError, Problem
from explainer.shown.state import Stateful
from explainer.text.syntax import wrong_attribute

LEFTOVER = re.compile(r"(?:!!! ?\w|\?\?\?\+? ?\w|===[!+]{0,2} *\"|:::)")
COMMENT_MARK = re.compile(
    r"(?P<open><span class=\"c[\w-]*\">)(?P<before>[^<]*?)\((?P<number>\d{1,2})\)(?P<strip>!?)(?P<after>[^<]*)</span>"
)
MARK = re.compile(r"\((\d{1,2})\)")
FIRST_LETTER = "a"
TASK = re.compile(  # as pymdownx.tasklist writes it, with and without a box of its own
    r"(?:<label class=\"task-list-control\">)?<input type=\"checkbox\" disabled(?P<done> checked)?/?>"
    r"(?:<span class=\"task-list-indicator\"></span></label>)?"
)
BOXES = {True: '<span class="task-box" role="img" aria-label="Done">☑</span>',
         False: '<span class="task-box" role="img" aria-label="Not done">☐</span>'}  # fmt: skip
SUSPECT = re.compile(
    r"<(?:script|style|iframe|object|embed|base|meta|link|form)\b|\s(?:on[a-z]+|style|srcdoc)\s*=|=[\"']?\s*(?:(?:java|vb)script:|data:|[^\"'\s]*&#)",
    re.IGNORECASE,
)
RUNS = {"script", "style", "iframe", "object", "embed", "base", "meta", "link", "form"}


class Codes(Treeprocessor):
    """Puts inline code without a language back into the tree: the highlighter keeps even that as finished HTML."""

    def run(self, root: etree.Element) -> None:
        for code in root.iter("code"):
            held = HTML_PLACEHOLDER_RE.fullmatch(code.text or "")
            raw = self.md.htmlStash.rawHtmlBlocks[int(held[1])] if held else None
            if isinstance(raw, str) and "<" not in raw:
                code.text = AtomicString(html.unescape(raw))


class Attributes(AttrListTreeprocessor):
    """Reads `{ .class }` in what an author wrote; what a template made of a record is final and keeps its braces."""

    def run(self, doc: etree.Element) -> None:
        super().run(_Written(self.md, doc))  # type: ignore[arg-type]


class _Written:
    """A page's tree without the elements whose text is final."""

    def __init__(self, md: Markdown, root: etree.Element) -> None:
        self.md = md
        self.root = root

    def iter(self) -> Iterator[etree.Element]:
        """The elements that may be followed by attributes."""
        for element in self.root.iter():
            if self.md.is_block_level(element.tag):
                texts = [child.tail for child in element] or [element.text]
            else:
                texts = [element.tail]
            if not any(isinstance(text, AtomicString) for text in texts):
                yield element


class Leftovers(Stateful, Treeprocessor):
    """Stops the build where the first line of a box or tab is still text: readers would see its marks."""

    def run(self, root: etree.Element) -> None:
        for paragraph in root.iter("p"):
            for row in (paragraph.text or "").splitlines():
                if LEFTOVER.match(row) and not isinstance(paragraph.text, AtomicString):
                    mend = "Put an empty line before it, and indent what it holds by four spaces."
                    place = f"docs/{self.state.src}", self.state.page.line_with(row)
                    raise EditorError([Problem(*place, f"this box cannot be read: {row}", mend)])


class Pictures(Stateful, Treeprocessor):
    """Gives each picture its size, so that no text moves when it comes, and lets it wait until a reader is near."""

    def run(self, root: etree.Element) -> None:
        for image in root.iter("img"):
            path = unquote(urlsplit(image.get("src", "")).path)
            file = self.state.docs / posixpath.normpath(posixpath.join(posixpath.dirname(self.state.src), path))
            width, height = imagesize.get(str(file)) if file.is_file() else (-1, -1)
            if width > 0 and height > 0:
                given = image.get("width", "").removesuffix("px")
                shown = int(given) if given.isdecimal() and "height" not in image.attrib else 0
                image.set("width", str(shown or width))
                image.set("height", str(round(height * shown / width) if shown else height))
            image.set("loading", "lazy")
            if side := image.attrib.pop("align", ""):
                image.set("class", f"{image.get('class', '')} align-{side}".strip())
        for figure in root.iter("figure"):  # md_in_html breaks the line between a picture and its caption
            for rest in figure.findall("br"):
                figure.remove(rest)


class Tabs(Treeprocessor):
    """
    Gives each pane of tabs its words: a screen that opens one pane hides them, paper shows all panes with them.

    Boxes that open and close get a class, so that those of our own components are not taken for them.
    """

    def run(self, root: etree.Element) -> None:
        for box in root.iter("details"):
            title = box.find("summary")
            if title is not None and title.text and not isinstance(title.text, AtomicString):
                box.set("class", f"box {box.get('class', '')}".strip())
        for tabs in root.iter("div"):
            if "tabbed-set" not in tabs.get("class", "").split():
                continue
            labels = tabs.findall("./div[@class='tabbed-labels']/label")
            panes = tabs.findall("./div[@class='tabbed-content']/div[@class='tabbed-block']")
            for label, pane in zip(labels, panes, strict=True):
                title = etree.Element("p", {"class": "tabbed-title"})
                title.text = AtomicString("".join(label.itertext()))
                pane.insert(0, title)
        for element in root.iter():  # the style that a table's `:---:` makes; a page holds no style of its own
            if element.tag in {"td", "th"} and element.get("style", "").startswith("text-align:"):
                element.set("data-align", element.attrib.pop("style").removeprefix("text-align:").strip(" ;"))


class Annotations(Treeprocessor):
    """`# (1)!` in code, and `(1)` in text marked { .annotate }, lead to the numbered list that follows."""

    def run(self, root: etree.Element) -> None:
        self.count = 0
        for parent in list(root.iter()):
            for element, following in zip(list(parent), list(parent)[1:], strict=False):
                if following.tag != "ol":
                    continue
                held = HTML_PLACEHOLDER_RE.fullmatch((element.text or "").strip()) if element.tag == "p" else None
                if held:
                    self._code(int(held[1]), following)
                elif "annotate" in element.get("class", "").split():
                    self._text(element, following)

    def _code(self, stashed: int, answers: etree.Element) -> None:
        code = self.md.htmlStash.rawHtmlBlocks[stashed]
        if not isinstance(code, str) or not COMMENT_MARK.search(code):
            return
        self.count += 1

        def link(m: re.Match[str]) -> str:
            bare = m["strip"] and not re.sub(r"[\s#/*;%!<>-]|&lt;|&gt;", "", m["before"] + m["after"])
            shown = "" if bare else f"{m['open']}{m['before']}{m['after']}</span>"
            address = f"#{self._id(int(m['number']))}"
            name = f'aria-label="Explanation {m["number"]}"'
            return f'{shown}<a class="annotation" href="{address}" {name}>{m["number"]}</a>'

        self.md.htmlStash.rawHtmlBlocks[stashed] = COMMENT_MARK.sub(link, code)
        self._name(answers)

    def _text(self, element: etree.Element, answers: etree.Element) -> None:
        self.count += 1
        for holder in list(element.iter()):
            self._split(holder, "text", holder, 0)
            for place, child in reversed(list(enumerate(holder))):
                self._split(child, "tail", holder, place + 1)
        self._name(answers)

    def _split(self, owner: etree.Element, slot: str, holder: etree.Element, place: int) -> None:
        text = getattr(owner, slot) or ""
        parts = MARK.split(text)
        if len(parts) < 3 or isinstance(text, AtomicString):
            return
        setattr(owner, slot, parts[0])
        for n in range(1, len(parts), 2):
            mark = etree.Element("a", {"class": "annotation", "href": f"#{self._id(int(parts[n]))}"})
            mark.set("aria-label", f"Explanation {parts[n]}")
            mark.text, mark.tail = AtomicString(parts[n]), parts[n + 1]
            holder.insert(place + (n - 1) // 2, mark)

    def _name(self, answers: etree.Element) -> None:
        answers.set("class", "annotations")
        for n, item in enumerate(answers.findall("li"), 1):
            item.set("id", self._id(n))

    def _id(self, number: int) -> str:
        return f"explanation-{self.count}-{number}"


class Footnotes(Treeprocessor):
    """Footnotes come after the notes, under a heading; letters keep them apart from the numbers of the notes."""

    def run(self, root: etree.Element) -> None:
        box = next((e for e in root.iter("div") if e.get("class") == "footnote"), None)
        if box is None:
            return
        parent = next(e for e in root.iter() if box in list(e))
        parent.remove(box)
        box.tag = "section"
        box.set("class", "footnotes")
        box.set("aria-labelledby", "footnotes")
        heading = etree.Element("h2", {"id": "footnotes"})
        heading.text = "Footnotes"
        for rule in box.findall("hr"):
            box.remove(rule)
        box.insert(0, heading)
        box.findall("ol")[0].set("type", FIRST_LETTER)
        root.append(box)
        order = {f"#{item.get('id')}": letters(n) for n, item in enumerate(box.findall("ol/li"), 1)}
        for link in root.iter("a"):
            if link.get("class") == "footnote-ref":
                letter = order[link.get("href", "")]
                link.text = AtomicString(letter)
                link.set("aria-label", f"Footnote {letter}")
            elif link.get("class") == "footnote-backref":
                link.attrib.pop("title", None)
                link.set("aria-label", "Back to the text")


def letters(number: int) -> str:
    """1 as 'a', 26 as 'z', 27 as 'aa', as a browser counts."""
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(ord(FIRST_LETTER) + rest) + found
    return found


class Abbreviations(Treeprocessor):
    """Marks the first use of each abbreviation, so that paper and books write it out once."""

    def run(self, root: etree.Element) -> None:
        seen: set[str | None] = set()
        for element in root.iter("abbr"):
            if element.text not in seen:
                seen.add(element.text)
                element.set("data-first", "")


class Guard(Stateful, Postprocessor):
    """The last look at a page's content: whatever came in, nothing that runs or is styled in place goes out."""

    def run(self, text: str) -> str:
        text = TASK.sub(lambda m: BOXES[bool(m["done"])], text)
        if SUSPECT.search(text):
            reader = _Suspects()
            reader.feed(text)
            reader.close()
            if reader.found:
                raise EditorError(
                    [
                        Problem(f"docs/{self.state.src}", self.state.page.line_with(at), *wrong)
                        for at, wrong in reader.found
                    ]
                )
        return text


class _Suspects(HTMLParser):
    """Finds what a browser would run, in HTML as a browser reads it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in RUNS and not (tag == "script" and given.get("type") == "application/ld+json"):
            self.found.append((f"<{tag}", (f"<{tag}> may not stand in a page", "Put it into a file of docs/assets.")))
        for name, value in attrs:
            self.found += [(name, wrong) for wrong in wrong_attribute(name, value or "")]
