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
from explainer.facts.problems import Problem

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
    for svg in [n for n in article.iter(f"{SVG}svg") if not parents[n].tag.startswith(SVG)]:
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
            if "chart-marks" in dom.classes(svg):
                dom.add_class(parents[svg], "picture")  # its size carries no scale: print keeps it small
            _colour(svg, palette, {})
            _measure(svg)
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


WIDTH, LETTER = 620.0, 13.0  # drawings without a viewBox: units across, and units to an em
ACROSS = frozenset(["x", "x1", "x2", "cx", "dx", "width", "rx"])
DOWN = frozenset(["y", "y1", "y2", "cy", "dy", "height", "ry", "r", "font-size"])


def _measure(svg: Element) -> None:
    """
    Give a drawing that is laid out in percentages and em (explainer/charts) fixed units and a viewBox.

    On the screen such a drawing follows the reader's window and letters; a page has one width.
    """
    if svg.get("viewBox"):
        svg.attrib.pop("height", None)
        return
    height = _units(svg.get("height", "10em"), 0)
    for node in list(svg.iter()):
        for key in (ACROSS | DOWN) & set(node.attrib):
            node.set(key, f"{_units(node.attrib[key], WIDTH if key in ACROSS else height):g}")
    svg.set("viewBox", f"0 0 {WIDTH:g} {height:g}")
    svg.attrib.pop("height", None)
    svg.set("width", "100%")
    svg.set("font-size", f"{LETTER:g}")
    svg.set("font-family", "Source Serif 4")
    for inner in [n for n in svg.iter(f"{SVG}svg") if n is not svg]:
        box = [float(v) for v in (inner.get("viewBox") or "0 0 10 10").split()]
        scale = float(inner.get("width", box[2])) / box[2]
        move = f"translate({inner.get('x', '0')} {inner.get('y', '0')}) scale({scale:g})"
        inner.attrib.clear()
        inner.tag = f"{SVG}g"
        inner.set("transform", move)


def _units(value: str, whole: float) -> float:
    m = re.fullmatch(r"\s*(-?[\d.]+)(%|em|px)?\s*", value)
    if not m:
        return 0.0
    return float(m[1]) * {"%": whole / 100, "em": LETTER}.get(m[2] or "", 1.0)


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
    if node.tag == f"{SVG}text" and "fill" not in paint and "fill" not in node.attrib:
        paint["fill"] = ink or palette.colour("currentColor")
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
