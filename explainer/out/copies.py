"""A Markdown copy of every page, made from the built page, and llms.txt, the list of them."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import lxml.html
from html_to_markdown import ConversionOptions, convert

from explainer.facts.addresses import encoded
from explainer.facts.settings import Settings
from explainer.facts.words import day
from explainer.out import package
from explainer.out.built import BuiltPage
from explainer.text import pages as sources
from explainer.text.pages import Page

# Parts of a page that are controls, or that a text copy says in another way.
CONTROLS = ("script", "style", "button", "svg", "form", "input", "template", "*[@hidden]", "div[@class='cite']")
DROPPED = "|".join(f".//{what}" for what in (*CONTROLS, "*[contains(@class,'headerlink')]"))


# Markdown as this project writes it: headings with #, lists with -. Our words are not escaped: they hold no markup.
OPTIONS = ConversionOptions(
    bullets="-", list_indent_width=3, compact_tables=True, autolinks=False, extract_metadata=False
)


def write(site: Path, built: list[BuiltPage], listed: list[Page], settings: Settings) -> None:
    """Write `<page>.md` beside each page and `llms.txt` below `site`."""
    by_path = {sources.html(page.src): page for page in listed}
    for page in built:
        if page.path in by_path:
            (site / page.path).with_suffix(".md").write_text(markdown(page, by_path[page.path]), encoding="utf-8")
    (site / "llms.txt").write_text(index(listed, settings), encoding="utf-8")


def markdown(built: BuiltPage, page: Page) -> str:
    """The article of a built page as Markdown, with its dates at the top; links stay relative to the page."""
    article = built.tree.find(".//article")
    if article is None:
        return ""
    article = copy.deepcopy(article)
    for element in article.xpath(DROPPED):
        element.drop_tree()
    _escape(article)
    for name in article.xpath(".//dt"):
        _paragraph(name)
    text = convert(lxml.html.tostring(article, encoding="unicode"), OPTIONS).content or ""
    text = re.sub(r"[ \t]+\n", "\n", text)
    text = re.sub(r"\n{3,}", "\n\n", text).strip()
    meta = page.front_matter
    checked, changed = day(str(meta.get("checked", ""))), day(str(meta.get("updated", "")))
    head = f"> {plain(str(meta.get('description', '')))}\n> Facts checked {checked}; page changed {changed}."
    title, _, rest = text.partition("\n")
    return f"{title}\n\n{head}\n{rest}\n"


MARKS = re.compile(r"<(?=[A-Za-z/!?])|&(?=#?\w+;)|\*|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)|\[(?=[^\]]*\]\()|`")


def plain(text: str) -> str:
    """Words as a Markdown file holds them: on one line, and no sign in them is taken for a mark or for HTML."""
    return MARKS.sub(r"\\\g<0>", " ".join(text.split()))


def _escape(element: Any) -> None:
    """The same for the text of an element and all it holds; code says its signs as they are."""
    if element.tag in {"code", "pre"}:
        return
    if element.text:
        element.text = MARKS.sub(r"\\\g<0>", element.text)
    for child in element:
        _escape(child)
        if child.tail:
            child.tail = MARKS.sub(r"\\\g<0>", child.tail)


def _paragraph(name: Any) -> None:
    """Markdown has no definition lists: a name and what is said of it become one paragraph, the name in bold."""
    words = name.makeelement("strong")
    words.text, name.text = name.text, None
    words.extend(name)
    name.append(words)
    name.tag, words.tail = "p", ": "
    said = name.getnext()
    if said is not None and said.tag == "dd":
        words.tail += (said.text or "").lstrip()
        name.extend(said)
        said.drop_tree()


def index(listed: list[Page], settings: Settings) -> str:
    """llms.txt: what the site is, and its pages and data with one sentence each."""
    by_src = {page.src: page for page in listed}
    lines = [f"# {plain(settings.name)}", "", f"> {plain(settings.description)}", ""]
    lines += ["Every figure leads to who said it, where, how it was checked, and what is still unknown.", ""]
    placed: set[str] = set()
    for title, srcs in settings.sections:
        if title:
            lines += ["", f"## {plain(title)}", ""]
        lines += [_line(by_src[src], settings) for src in srcs if src in by_src]
        placed.update(srcs)
    rest = [page for page in listed if page.src not in placed]
    if rest:
        lines += ["", "## Pages", "", *(_line(page, settings) for page in rest)]
    lines += ["", "## Data", ""]
    for name, about in (
        ("claims.json", "every checked statement, with sources, status and level"),
        ("sources.json", "every source"),
        (package.zip_name(settings), "everything, with a README and a datapackage"),
    ):
        lines.append(f"- [{name}]({settings.absolute(f'data/{name}') or f'data/{name}'}): {about}")
    return "\n".join(lines) + "\n"


def _line(page: Page, settings: Settings) -> str:
    address = settings.absolute(page.src) or encoded(page.src)
    return f"- [{_linked(page.title)}]({address}): {plain(str(page.front_matter.get('description', '')))}"


def _linked(text: str) -> str:
    """Words inside the brackets of a link."""
    return re.sub(r"(?<!\\)[\[\]]", r"\\\g<0>", plain(text))
