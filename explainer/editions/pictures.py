"""Pictures that stand alone: SVG with its own colours and a text alternative, images inside the document."""

from __future__ import annotations

import base64
import mimetypes
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import unquote, urlsplit

from explainer.editions import dom
from explainer.editions.dom import SVG, XLINK, Element
from explainer.problems import Problem

Read = Callable[[str], bytes | None]
VAR = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*([^()]*))?\)")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
CLASS_RULE = re.compile(r"\.((?:c|chart|mark)-[\w-]+)$")
PAINT = frozenset(["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "fill-opacity", "stroke-opacity", "opacity", "font-size", "font-weight", "font-family", "font-style", "text-anchor", "dominant-baseline"])  # fmt: skip


class Palette:
    """The light values of the site's style sheet: its custom properties and the paint of its chart classes."""

    def __init__(self, css: str) -> None:
        css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
        self.values = {k: _light(v) for k, v in re.findall(r"(--[\w-]+)\s*:\s*([^;}]+)", css) if "(--" not in k}
        for name, value in re.findall(r"(--[\w-]+)\s*:\s*([^;}]+)", css)[::-1]:
            self.values[name] = _light(value)  # the first one wins: later ones are the dark scheme's
        self.paint: dict[str, dict[str, str]] = {}
        for selectors, body in RULE.findall(css):
            for selector in selectors.split(","):
                m = CLASS_RULE.search(selector.strip())
                if m:
                    self.paint.setdefault(m[1], {}).update(self._paint(body))

    def colour(self, value: str, ink: str = "") -> str:
        """A value with every `var()` and `currentColor` replaced by what the light scheme shows."""
        for _ in range(4):
            value = VAR.sub(
                lambda m: self.values.get(m[1], (m[2] or "").strip() or self.values.get("--ink", "#000")),
                value,
            )
        return re.sub(
            "currentcolor",
            ink or self.values.get("--ink", "#000"),
            _light(value),
            flags=re.IGNORECASE,
        )

    def _paint(self, body: str) -> dict[str, str]:
        pairs = (part.partition(":") for part in body.split(";"))
        return {k.strip(): self.colour(v.strip()) for k, _, v in pairs if k.strip() in PAINT}


def _light(value: str) -> str:
    """`light-dark(#fff, #000)` as `#fff`."""
    return re.sub(
        r"light-dark\(\s*([^,()]+|[^,()]*\([^()]*\))\s*,[^()]*(?:\([^()]*\))?[^()]*\)",
        r"\1",
        value,
    ).strip()


def settle(article: Element, page: str, palette: Palette, read: Read) -> Iterator[Problem]:
    """Make every SVG and image of a page stand alone, in place; yields what is missing."""
    file = f"site/{page}"
    parents = dom.parents(article)
    for svg in list(article.iter(f"{SVG}svg")):
        parent = parents.get(svg)
        if parent is not None and parent.tag.startswith(SVG):
            continue  # a drawing inside a drawing: the outer one carries the words
        if svg.get("aria-hidden") == "true" or svg.get("role") == "presentation":
            dom.remove(svg, parents[svg])  # decoration: its text stands beside it
        elif not _title(svg):
            yield Problem(
                file,
                0,
                "a chart has no text alternative",
                "Give the <svg> a <title> that says what it shows.",
            )
        else:
            _colour(svg, palette, {})
    for image in list(article.iter("img")):
        alternative, source = image.get("alt"), image.get("src", "")
        if alternative is None:
            yield Problem(
                file,
                0,
                f"the image '{source}' has no text alternative",
                'Write alt="…", or alt="" for decoration.',
            )
        elif not alternative:
            dom.remove(image, parents[image])
        elif not source.startswith("data:"):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(urlsplit(source).path)))
            data = None if urlsplit(source).scheme else read(path)
            if data is None:
                yield Problem(
                    file,
                    0,
                    f"the image '{source}' is missing",
                    f"Put it at docs/{path}, or mend the address.",
                )
                continue
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            image.set("src", f"data:{kind};base64,{base64.b64encode(data).decode()}")
        for name in ("srcset", "sizes"):
            image.attrib.pop(name, None)


def _title(svg: Element) -> str:
    """Put all text alternatives of an SVG into one `title`, the only one that reaches the PDF; return it."""
    found = [dom.text(n) for n in list(svg) if n.tag in (f"{SVG}title", f"{SVG}desc")] + [svg.get("aria-label", "")]
    words = " ".join(dict.fromkeys(w if w.endswith((".", "!", "?")) else f"{w}." for w in found if w))
    for node in [n for n in svg if n.tag in (f"{SVG}title", f"{SVG}desc")]:
        svg.remove(node)
    title = dom.element(f"{SVG}title", words)
    svg.insert(0, title)
    return words


def _colour(node: Element, palette: Palette, inherited: Mapping[str, str]) -> None:
    """Write the paint of classes, `style` and variables into attributes, because print knows no page style."""
    paint: dict[str, str] = {}
    for name in (node.get("class") or "").split():
        paint |= palette.paint.get(name, {})
    for part in node.attrib.pop("style", "").split(";"):
        key, _, value = part.partition(":")
        if key.strip() in PAINT or key.strip() == "color":
            paint[key.strip()] = value.strip()
    ink = palette.colour(paint.pop("color", node.attrib.pop("color", "")) or inherited.get("color", ""))
    for key, value in paint.items():
        node.set(key, value)
    for key, value in list(node.attrib.items()):
        if "var(" in value or "currentcolor" in value.lower() or "light-dark(" in value:
            node.set(key, palette.colour(value, ink))
    for key in [
        k
        for k in node.attrib
        if k.startswith(("aria-", "data-", "on")) or k in ("role", "tabindex", "focusable", "class")
    ]:
        del node.attrib[key]
    for child in list(node):
        if child.tag in (f"{SVG}style", f"{SVG}script"):
            dom.remove(child, node)
        elif child.tag == f"{SVG}a":
            child.attrib.pop(f"{XLINK}href", None)
            child.attrib.pop("href", None)
            child.tag = f"{SVG}g"
            _colour(child, palette, {"color": ink})
        else:
            _colour(child, palette, {"color": ink})
