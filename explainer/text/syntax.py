"""
What Markdown of a page this site does not make: found in the source, with the line and what to write instead.

Material's syntax works here (admonitions, boxes that open and close, tabs, code, footnotes and so on); what needs a
script from elsewhere, or could run one, does not. Nothing of it may reach a reader as raw marks.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import lru_cache

from explainer.facts.problems import Problem, nearest
from explainer.text.blocks import BLOCKS, COMMON_OPTIONS
from explainer.text.pages import Page
from explainer.text.scanner import BLOCK_CLOSE, BLOCK_OPEN, OPTION, Box

# Material's types of admonition, with the other names that it knows for them.
BOXES = (
    *("note", "abstract", "summary", "tldr", "info", "todo", "tip", "hint", "important", "success", "check", "done"),
    *("question", "help", "faq", "warning", "caution", "attention", "failure", "fail", "missing", "danger", "error"),
    *("bug", "example", "quote", "cite"),
)
PLACED = {"inline", "end", "annotate"}  # what may stand after the type
TABS_AT_MOST = 8  # as many have a rule in the style sheet

# Elements that an author may write as HTML; all others are made by Markdown or do not work here.
ELEMENTS = {
    *("a", "abbr", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "data", "dd"),
    *("del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("hr", "i", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "section"),
    *("aside", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead"),
    *("time", "tr", "u", "ul", "var", "wbr"),
}
INSTEAD = {
    "script": "Put the script into docs/assets, and name it in the front matter: 'scripts: [assets/name.js]'.",
    "style": "Put the rules into a style sheet of docs/assets, and name it under 'extra_css' in mkdocs.yml.",
    "link": "Name a style sheet under 'extra_css' in mkdocs.yml.",
    "meta": "A page that has moved is named in 'redirect_from' of the new one; words stand in the front matter.",
    "base": "Write links relative to the page.",
    "iframe": "Nothing is loaded from elsewhere. Link to it instead.",
    "object": "Link to the file instead.",
    "embed": "Link to the file instead.",
    "img": "Write ![what it shows](file), with { width=300 } after it where it is too large.",
    "video": "Link to the file instead.",
    "audio": "Link to the file instead.",
    "svg": "Put the drawing into docs/assets as a file, and show it: ![what it shows](../assets/name.svg).",
    "math": "Write the formula in words, or in `code`.",
    "center": "How it looks stands in the style sheet of docs/assets.",
    "font": "How it looks stands in the style sheet of docs/assets.",
}
SCHEMES = {"http", "https", "mailto", "tel"}
ADDRESSES = {
    "href", "src", "action", "formaction", "cite", "data", "poster", "longdesc", "background", "ping", "srcset",
}  # fmt: skip

TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][\w:-]*)(?P<rest>(?:\s+(?:\"[^\"]*\"|'[^']*'|[^\"'<>])*)?/?)>")
ATTRIBUTE = re.compile(r"(?P<name>[^\s=\"'<>/]+)\s*=\s*(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)'|(?P<c>[^\s\"'<>]+))")
ATTRIBUTE_LIST = re.compile(r"\{:?(?P<rest>[ ]*[^{}\n%#.\s][^{}\n]*=[^{}\n]*|[ ]*[.#][^{}\n]*)\}")
TARGET = re.compile(
    r"\]\(\s*<?(?P<a>[^\s)>]+)|^ {0,3}\[[^\]^]+\]:\s*<?(?P<b>\S+?)>?(?:\s|$)|<(?P<c>[a-zA-Z][\w.+-]*:[^>\s]*)>",
    re.MULTILINE,
)
IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\](?:\(\s*<?(?P<target>[^\s)>]*)[^)]*\)|\[(?P<id>[^\]]*)\])")
IMAGE_TAG = re.compile(r"<img\b(?P<rest>[^>]*)>", re.IGNORECASE)
PICTURE_NAME = re.compile(
    r"[\w.-]+\.(?:png|jpe?g|gif|webp|svg|avif|heic)|(?:IMG|DSC|DSCN|PXL|P)[_-]?\d+\S*|image\d*|untitled|screen ?shot.*",
    re.IGNORECASE,
)
EMOJI = re.compile(r"(?<![\w:/.])(?P<code>:(?:\+1|-1|[a-z][a-z0-9_+-]*[a-z0-9_])(?:\{[^}]*\})?:)(?![\w:/])")
FORMULA = re.compile(
    r"\$\$.+?\$\$|(?<![\\\w$])\$(?=[^\s$])(?P<inner>[^$\n]*?[^\s$\\])\$(?![\d$])|\\\((?P<round>.+?)\\\)|"
    r"\\\[(?P<square>[^\]\n]*[\\^_=][^\]\n]*?)\\\]|\\begin\{\w+\*?\}"
)
FORMULA_SIGN = re.compile(r"[\\^_={}+*/<>]|^[A-Za-z]$|^[A-Za-z]\w?$")
FOOTNOTE = re.compile(r"(?<!!)\[\^(?P<id>[^\]\s]+)\](?P<defines>:)?")
FENCE_HEADER = re.compile(r"\s*(?:\.?[\w#.+-]+)?(?:\s*\{[^{}]*\}|(?:\s+[a-z_]+=(?:\"[^\"]*\"|'[^']*'))*)\s*")
FENCE_OPTIONS = {"title", "linenums", "hl_lines"}
NOT_CODE = {"mermaid": "diagrams", "math": "formulas", "latex-math": "formulas", "plantuml": "diagrams"}
SETEXT = re.compile(r" {0,3}(?:=+|-{2,})\s*")
UNKNOWN = (  # marks of other programs, and what to write
    (re.compile(r"--8<--"), "a snippet of another file", "Write the words here; what several pages say is a record."),
    (re.compile(r"\{[{%#].*?[}%#]\}"), "a mark of a template", "Nothing is filled in on a page. Write the words."),
    (re.compile(r"\{(?:\+\+|--|~~|==|>>).+?(?:\+\+|--|~~|==|<<)\}"), "a mark of review", "Accept or drop the change."),
    (re.compile(r"^\s*:::"), "a mark of another program", "Write '/// name' or '!!! note'."),
    (
        re.compile(r"^\s*>\s*\[!\w+\]"),
        "a box as GitHub writes it",
        "Write '!!! note' and indent its text by four spaces.",
    ),
    (re.compile(r"\[\[[^\]\n]+\]\](?!\()"), "a link as wikis write it", "Write [words](page.md)."),
)


def page_problems(page: Page) -> Iterator[Problem]:
    """Everything on a page that would reach readers as raw marks, or that no page may hold."""
    yield from reader(page).problems()


class Reader:
    """
    Reads one page with its code and comments blanked out, so that every line keeps its number.

    `text` is what is left: what a reader of the source takes for prose.
    """

    def __init__(self, page: Page) -> None:
        self.page, self.file = page, f"docs/{page.src}"
        self.rows = page.text.split("\n")
        self.kinds = {line.number: line.kind for line in page.lines}
        read = [self._read(number, row) for number, row in enumerate(self.rows, 1)]
        text = re.sub(r"<!--.*?-->", _blank, "\n".join(read), flags=re.DOTALL)
        self.text = re.sub(r"(?<![\\`])(`+)(?!`)((?:(?!\n\s*\n).)+?)(?<!`)\1(?!`)", _blank, text, flags=re.DOTALL)

    def _read(self, number: int, row: str) -> str:
        hidden = self.kinds.get(number, "option") in {"code", "option"} or number in self.page.fences
        return "" if hidden else row

    def problems(self) -> Iterator[Problem]:
        """Everything that is wrong with the page, kind by kind."""
        yield from self._html()
        yield from self._addresses()
        yield from self._images()
        yield from self._marks()
        yield from self._footnotes()
        yield from self._code()
        yield from self._headings()
        yield from self._boxes()
        yield from self._tabs()
        yield from self._options()

    def _problem(self, at: int, message: str, mend: str) -> Problem:
        """A problem at a place in the text."""
        return Problem(self.file, self.text.count("\n", 0, at) + 1, message, mend)

    # -- HTML ------------------------------------------------------------------------------------------

    def _html(self) -> Iterator[Problem]:
        for m in TAG.finditer(self.text):
            name = m["name"].lower()
            if name not in ELEMENTS and not m["end"]:
                if (":" in name and "://" in m[0]) or "@" in m[0]:
                    continue  # an address between angle brackets
                mend = INSTEAD.get(name) or "Write it in Markdown, or < as &lt;."
                yield self._problem(m.start(), f"<{m['name']}> may not stand in a page", mend)
            else:
                yield from self._attributes(m.start(), m["rest"])
        for m in ATTRIBUTE_LIST.finditer(self.text):
            yield from self._attributes(m.start(), m["rest"])
        if cut := re.search(
            r"<(?:script|style|iframe|meta|object|embed|base|link|svg|form|input)\b(?![^<>]*>)",
            self.text,
            re.IGNORECASE,
        ):
            yield self._problem(
                cut.start(), f"{cut[0]} may not stand in a page", "Write < as &lt; where you mean the sign."
            )
        for use in self.page.blocks:
            attributes = use.options.get("attrs")
            for name, value in attributes.items() if isinstance(attributes, dict) else ():
                yield from (Problem(self.file, use.line, *w) for w in wrong_attribute(str(name), str(value)))

    def _attributes(self, at: int, rest: str) -> Iterator[Problem]:
        for m in ATTRIBUTE.finditer(rest):
            value = html.unescape(next(filter(None, m.group("a", "b", "c")), ""))
            for message, mend in wrong_attribute(m["name"], value):
                yield self._problem(at, message, mend)
        for m in re.finditer(r"(?:^|\s)(on[a-z]+)(?=\s|$)", rest, re.IGNORECASE):
            yield self._problem(at, *next(wrong_attribute(m[1], "")))

    def _addresses(self) -> Iterator[Problem]:
        for m in TARGET.finditer(self.text):
            address = html.unescape(next(filter(None, m.group("a", "b", "c")), ""))
            if message := _wrong_address(address):
                yield self._problem(m.start(), message, "Link to a page, a file, or an address with https:.")

    # -- pictures --------------------------------------------------------------------------------------

    def _images(self) -> Iterator[Problem]:
        for m in IMAGE.finditer(self.text):
            yield from self._picture(m.start(), m["alt"], m["target"] or "")
        for m in IMAGE_TAG.finditer(self.text):
            given = {
                a["name"].lower(): next(filter(None, a.group("a", "b", "c")), "") for a in ATTRIBUTE.finditer(m["rest"])
            }
            yield from self._picture(m.start(), given.get("alt", ""), given.get("src", ""))

    def _picture(self, at: int, alt: str, target: str) -> Iterator[Problem]:
        words = html.unescape(alt).strip()
        if not words:
            yield self._problem(
                at, "the picture has no words for those who cannot see it", "Write ![what it shows](file)."
            )
        elif PICTURE_NAME.fullmatch(words):
            yield self._problem(at, f"“{words}” is the name of a file, and does not say what the picture shows",
                                "Write what a reader sees in it.")  # fmt: skip
        if re.match(r"(?:https?:)?//", target, re.IGNORECASE):
            mend = "Keep a copy in docs/assets with its source in the caption, and show that."
            yield self._problem(at, f"the picture '{target}' would be loaded from another origin", mend)

    # -- marks -----------------------------------------------------------------------------------------

    def _marks(self) -> Iterator[Problem]:
        shown = re.sub(r"<[^<>\n]*>|\]\([^)\n]*\)|https?://\S+", _blank, self.text)
        for m in EMOJI.finditer(shown):
            what = (
                "an icon of Material" if re.match(r":(?:material|octicons|fontawesome|simple)-", m[0]) else "an emoji"
            )
            yield self._problem(m.start(), f"'{m[0]}' is {what}, which is not made here", "Say it in words.")
        for m in FORMULA.finditer(shown):
            if m["inner"] is None or FORMULA_SIGN.search(m["inner"]):
                mend = "Say it in words, or put it into `code`: no program on the page sets formulas."
                yield self._problem(m.start(), f"'{m[0].strip()[:60]}' is a formula", mend)
        for number, row in enumerate(shown.split("\n"), 1):
            for pattern, what, mend in UNKNOWN:
                if mark := pattern.search(row):
                    shortened = mark[0].strip()[:60]
                    yield Problem(self.file, number, f"'{shortened}' is {what}, which is not known here", mend)

    def _footnotes(self) -> Iterator[Problem]:
        defined: dict[str, int] = {}
        used: dict[str, int] = {}
        for m in FOOTNOTE.finditer(self.text):
            line_start = self.text.rfind("\n", 0, m.start()) + 1
            defines = m["defines"] and not self.text[line_start : m.start()].strip()
            if defines and m["id"] in defined:
                yield self._problem(
                    m.start(), f"the footnote '[^{m['id']}]' stands twice", "Give one of them another name."
                )
            (defined if defines else used).setdefault(m["id"], m.start())
        for name, at in used.items():
            if name not in defined:
                mend = f"Write '[^{name}]: its words' on a line of its own." if not defined else nearest(name, defined)
                yield self._problem(at, f"there is no footnote '[^{name}]'", mend or f"Write '[^{name}]: its words'.")
        for name, at in defined.items():
            if name not in used:
                yield self._problem(
                    at, f"nothing leads to the footnote '[^{name}]'", f"Write [^{name}] where it belongs."
                )

    def _code(self) -> Iterator[Problem]:
        for number, header in self.page.fences.items():
            yield from (Problem(self.file, number, *wrong) for wrong in _wrong_code(header, self.rows[number - 1]))

    def _headings(self) -> Iterator[Problem]:
        for number, row in enumerate(self.rows, 1):
            above = self.kinds.get(number - 1)
            if (
                self.kinds.get(number) == "prose"
                and above == "prose"
                and SETEXT.fullmatch(row)
                and self.rows[number - 2].strip()
            ):
                yield Problem(
                    self.file,
                    number,
                    "this line makes a heading of the one above",
                    "Write '## ' before a heading, and an empty line before a rule.",
                )

    # -- boxes, tabs, blocks ---------------------------------------------------------------------------

    def _boxes(self) -> Iterator[Problem]:
        for box in self.page.boxes:
            yield from (Problem(self.file, box.line, *wrong) for wrong in _wrong_box(box))

    def _tabs(self) -> Iterator[Problem]:
        """More tabs in a row than the style sheet can open."""
        row: list[Box] = []
        for box in [b for b in self.page.boxes if b.mark.startswith("===")]:
            apart = any(
                self.rows[n - 1].strip() and not self.rows[n - 1].startswith((" ", "\t"))
                for n in range(row[-1].line + 1, box.line)
            ) if row else True  # fmt: skip
            row = [box] if apart else [*row, box]
            if len(row) == TABS_AT_MOST + 1:
                yield Problem(
                    self.file,
                    box.line,
                    f"this is tab number {len(row)}",
                    f"{TABS_AT_MOST} stand in a row at most. Use headings.",
                )

    def _options(self) -> Iterator[Problem]:
        """Options of a block that stand at the margin, where they would be printed as a sentence."""
        for use in self.page.blocks:
            block = BLOCKS.get(use.name)
            if block is None:
                continue
            for number in range(use.line + 1, len(self.rows) + 1):
                row = self.rows[number - 1].expandtabs(4)
                inner = row.lstrip() if self.kinds.get(number) != "option" else ""
                if BLOCK_CLOSE.match(row.lstrip()) or BLOCK_OPEN.match(row.lstrip()):
                    break
                if not inner:
                    continue
                named = OPTION.match(inner)
                if named and (named["name"] in block.options or named["name"] in COMMON_OPTIONS):
                    mend = "Put four spaces before it, directly below the first line of the block."
                    yield Problem(
                        self.file,
                        number,
                        f"the option '{named['name']}' of the block '{use.name}' stands at the margin",
                        mend,
                    )
                elif not block.text:
                    mend = "Put four spaces before an option, and text outside the block."
                    yield Problem(self.file, number, f"the block '{use.name}' holds no text of its own", mend)
                break


@lru_cache(maxsize=1024)
def reader(page: Page) -> Reader:
    """A page is read once, for its marks and for its links."""
    return Reader(page)


def _blank(m: re.Match[str]) -> str:
    """As many signs as there were, lines kept."""
    return re.sub(r"[^\n]", " ", m[0])


def wrong_attribute(name: str, value: str) -> Iterator[tuple[str, str]]:
    """What is wrong with an attribute of HTML that an author wrote, and what to do instead."""
    lower = name.lower()
    if re.fullmatch(r"on[a-z]+", lower):
        yield (
            f"'{name}' may not stand in a page: it runs a script",
            "Put the script into docs/assets, and name it under 'scripts' in the front matter.",
        )
    elif lower == "style":
        yield (
            "'style' may not stand in a page",
            "Give the element a class, as in { .name }, and put the rule into a style sheet of docs/assets.",
        )
    elif lower in {"srcdoc", "formaction", "ping", "background"}:
        yield f"'{name}' may not stand in a page", "Leave it out."
    elif lower.split(":")[-1] in ADDRESSES and (message := _wrong_address(value)):
        yield message, "Link to a page, a file, or an address with https:."


def _wrong_address(address: str) -> str:
    """What is wrong with the scheme of an address, as a browser reads it: without white space and control signs."""
    plain = re.sub(r"[\x00-\x20]", "", html.unescape(address))
    scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", plain)
    if scheme and scheme[1].lower() not in SCHEMES:
        return f"'{address[:60]}' is no address that a reader can open"
    return ""


def _wrong_code(header: str, row: str) -> Iterator[tuple[str, str]]:
    """What is wrong with the first line of a piece of code; `header` is what follows its marks."""
    language = re.match(r"\s*\{?\s*\.?([\w-]*)", header)
    if language and (made := NOT_CODE.get(language[1].lower())):
        mend = "Make a chart of records (/// chart), or a picture with a caption (/// figure)."
        mend = mend if made == "diagrams" else "Say it in words, or put it into `code`."
        yield f"'{language[1]}' makes {made}, which no program sets here", mend
    elif not FENCE_HEADER.fullmatch(header):
        mend = 'Write ```python title="words" linenums="1" hl_lines="2 3".'
        yield f"'{row.strip()}' cannot be read as the first line of code", mend
    else:
        for option in re.findall(r"\s([a-z_]+)=", header.partition("{")[0]):
            if option not in FENCE_OPTIONS:
                mend = nearest(option, FENCE_OPTIONS) or f"Options of code: {', '.join(sorted(FENCE_OPTIONS))}."
                yield f"code has no option '{option}'", mend


def _wrong_box(box: Box) -> Iterator[tuple[str, str]]:
    if box.mark.startswith("==="):
        if box.title is None or box.words:
            yield (
                f"'{box.mark} {box.words}' opens no tab",
                'Write === "words on the tab", and indent what it holds by four spaces.',
            )
            return
    else:
        known = [word for word in box.words.lower().split() if word not in PLACED]
        if not known and (box.title is None or box.mark == "!!!"):
            yield f"the box '{box.mark}' has no type", f'Write {box.mark} note, or {box.mark} note "its title".'
            return
        if len(known) > 1:
            yield (
                f"'{box.words}' is more than the type of a box",
                f'Write {box.mark} {known[0]} "{" ".join(box.words.split()[1:])}".',
            )
            return
        if known and known[0] not in BOXES:
            yield f"there is no box '{known[0]}'", nearest(known[0], BOXES) or f"Boxes: {', '.join(BOXES)}."
            return
    if not box.filled:
        yield f"nothing stands in the box '{box.mark}'", "Indent what it holds by four spaces."
