"""Screen parts made fit for paper: what only a script can use goes, what is folded or tabbed is laid open."""

from __future__ import annotations

from explainer.editions import dom
from explainer.editions.dom import Element

TOOLS = frozenset(
    [
        "script",
        "style",
        "template",
        "button",
        "input",
        "select",
        "textarea",
        "option",
        "datalist",
        "output",
        "iframe",
        "canvas",
        "dialog",
        "meter",
        "progress",
    ]
)
# Classes whose elements are for the screen only: the live widget beside its static table, anchors on
# headings, links to files and to years, the "Cite" tool that repeats its claim word for word, and the facts
# about the edition files, which cannot stand inside those files.
SCREEN_ONLY = frozenset({"headerlink", "widget-live", "screen-only", "edition-file", "chart-files", "years", "cite"})
DROPPED_ATTRIBUTES = frozenset(
    {
        "style",
        "tabindex",
        "role",
        "markdown",
        "hidden",
        "title",
        "for",
        "loading",
        "decoding",
    }
)


def unroll(article: Element) -> None:
    """Do it, in place. Every word of the page that is not a control stays."""
    _tabs(article)
    _checkboxes(article)
    _drop(article)
    _details(article)
    _definitions(article)
    _abbreviations(article)
    _links(article)
    for node in article.iter():
        if node.tag.startswith(dom.SVG):
            continue
        for name in list(node.attrib):
            if name in DROPPED_ATTRIBUTES or name.startswith(("on", "aria-", "data-")):
                del node.attrib[name]


def _drop(article: Element) -> None:
    for node, parent in list(dom.parents(article).items()):
        gone = node.tag in TOOLS or dom.classes(node) & SCREEN_ONLY or "hidden" in node.attrib
        if gone and node in list(parent):
            dom.remove(node, parent)
    for node, parent in list(dom.parents(article).items()):
        if node.tag in ("noscript", "form", "fieldset") and node in list(parent):
            dom.unwrap(node, parent)


def _details(article: Element) -> None:
    """A folded block becomes an open one, its summary becomes the label."""
    for node in list(article.iter("details")):
        node.tag = "div"
        dom.add_class(node, "unrolled")
        node.attrib.pop("open", None)
    for node in list(article.iter("summary")):
        if any(child.tag in dom.HEADINGS for child in node):
            node.tag = "div"
        else:
            node.tag = "p"
            dom.add_class(node, "unrolled-label")


def _tabs(article: Element) -> None:
    """Each tab becomes a block under its own label (the markup of pymdownx.tabbed)."""
    for tabs in list(dom.with_class(article, "tabbed-set")):
        labels = [dom.text(label) for label in tabs.iter("label")]
        blocks = list(dom.with_class(tabs, "tabbed-block"))
        for child in list(tabs):
            tabs.remove(child)
        for label, block in zip(labels, blocks, strict=True):
            block.set("class", "unrolled")
            block.insert(0, dom.element("p", label, class_="unrolled-label"))
            tabs.append(block)
        tabs.set("class", "tabs")


def _checkboxes(article: Element) -> None:
    """The boxes of a task list become signs; labels stay as text."""
    parents = dom.parents(article)
    for box in [n for n in article.iter("input") if n.get("type") == "checkbox" and "disabled" in n.attrib]:
        dom.replace(box, parents[box], [], "☑ " if "checked" in box.attrib else "☐ ")
    for label in [n for n in article.iter("label") if not n.get("for")]:
        label.tag = "span"
    for label in list(article.iter("label")):
        label.tag = "template"  # the label of a control that goes with it


def _definitions(article: Element) -> None:
    """`div` groups in definition lists are for the screen; a tagged PDF wants the items alone."""
    parents = dom.parents(article)
    for group in [n for n in article.iter("div") if n in parents and parents[n].tag == "dl"]:
        dom.unwrap(group, parents[group])


def _abbreviations(article: Element) -> None:
    """Paper shows no tooltip: the first use of an abbreviation is written out."""
    seen: set[str] = set()
    for node in article.iter("abbr"):
        words, meaning = dom.text(node), node.get("title", "")
        if meaning and words not in seen:
            node.tail = f" ({meaning}){node.tail or ''}"
        seen.add(words)
        node.tag = "span"


def _links(article: Element) -> None:
    """A link holds text, and words in another language in it: more elements than that only weigh in a PDF."""
    for link in list(article.iter("a")):
        number = next((child for child in link if "number" in dom.classes(child)), None)
        if number is not None:  # a large figure stands before its label; the label is the link
            parent = dom.parents(article)[link]
            at = list(parent).index(link)
            dom.remove(number, link)
            parent.insert(at, number)
        for child, parent in reversed(list(dom.parents(link).items())):
            if "lang" not in child.attrib and child.tag in (
                "span",
                "em",
                "strong",
                "b",
                "i",
                "code",
                "small",
                "q",
                "cite",
                "time",
            ):
                dom.unwrap(child, parent)
