"""
Drawings that stand alone: what the site's style sheet says of them becomes their own attributes.

Print has the light colours, e-books have colours that hold on every ground. Words and shapes stay as on the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import cssselect2
import tinycss2
from lxml import etree

from explainer.book.tree import Node, element, words

SVG = "http://www.w3.org/2000/svg"
PAINT = frozenset([
    "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "fill-opacity",
    "stroke-opacity", "opacity", "font-size", "font-weight", "font-style", "text-anchor", "dominant-baseline",
    "color", "display", "visibility",
])  # fmt: skip
UNCOPIED = ("class", "style", "role", "tabindex", "focusable", "href", "xlink:href")
# SVG's names that have capitals: the parser of HTML makes all letters small (SVG 2, appendices F and G).
CAPITALS = {name.lower(): name for name in (
    "clipPath", "foreignObject", "linearGradient", "radialGradient", "textPath", "viewBox", "preserveAspectRatio",
    "clipPathUnits", "gradientTransform", "gradientUnits", "lengthAdjust", "markerHeight", "markerUnits",
    "markerWidth", "maskContentUnits", "maskUnits", "pathLength", "patternContentUnits", "patternTransform",
    "patternUnits", "refX", "refY", "spreadMethod", "startOffset", "textLength",
)}  # fmt: skip
VAR = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*([^()]*))?\)")
PAIR = re.compile(r"light-dark\(\s*((?:[^,()]|\([^()]*\))+),(?:[^()]|\([^()]*\))*\)")
NAMESPACE: Any = {None: SVG}
WIDE, USUAL = 0.55, 16.0  # of its size, how wide a letter may be; the size of letters that no rule sets
WIDTH, LETTER = 620.0, 13.0  # drawings without a viewBox: units across, and units to an em
ACROSS = frozenset(["x", "x1", "x2", "cx", "dx", "width", "rx"])
DOWN = frozenset(["y", "y1", "y2", "cy", "dy", "height", "ry", "r", "font-size"])
Dress = Callable[[str], Mapping[str, str]]  # a colour as the attributes to write: {"": colour, "-opacity": "0.4"}


class Sheet:
    """The style sheet of the site, as far as drawings need it: values in the light scheme, and rules outside @media."""

    def __init__(self, css: str) -> None:
        self.values: dict[str, str] = {}
        self.matcher = cssselect2.Matcher()
        for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
            if rule.type == "qualified-rule":
                self._rule(rule)

    def _rule(self, rule: Any) -> None:
        declared: dict[str, str] = {}
        for item in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
            if item.type == "declaration":
                declared[item.name] = tinycss2.serialize(item.value).strip()
        for name, value in declared.items():
            if name.startswith("--"):
                self.values.setdefault(name, value)  # the first is the light one, whatever follows
        paint = {name: value for name, value in declared.items() if name in PAINT}
        if not paint:
            return
        try:
            selectors = cssselect2.compile_selector_list(rule.prelude)
        except cssselect2.SelectorError:
            return
        for selector in selectors:
            if selector.pseudo_element is None:
                self.matcher.add_selector(selector, paint)

    def value(self, text: str) -> str:
        """A value with its variables and pairs of schemes resolved to the light scheme."""
        for _ in range(6):
            resolved = VAR.sub(lambda m: self.values.get(m[1], (m[2] or "").strip()), text)
            resolved = PAIR.sub(r"\1", resolved).strip()
            if resolved == text:
                break
            text = resolved
        return text

    def paint(self, svg: Node) -> dict[Node, dict[str, str]]:
        """What the sheet says of each element of a drawing on its page."""
        root = svg.getroottree().getroot()
        inside = set(svg.iter())
        wrapped = cssselect2.ElementWrapper.from_html_root(root)
        found: dict[Node, dict[str, str]] = {}
        for one in wrapped.iter_subtree():
            if one.etree_element in inside:
                style: dict[str, str] = {}
                for _, _, _, declared in sorted(self.matcher.match(one), key=lambda match: match[:2]):
                    style |= declared
                found[one.etree_element] = style
        return found


def printed(colour: str) -> Mapping[str, str]:
    """Colours as they are."""
    return {"": colour}


def flowing(colour: str) -> Mapping[str, str]:
    """
    Colours for a ground that the reader chooses: white, sepia, night.

    Ink is the text's own colour, paper is none, and a colour that means something keeps its hue at a lightness that
    stands out from light and dark alike.
    """
    rgb = _rgb(colour)
    if rgb is None:
        return {"": colour}
    light = _luminance(rgb)
    if max(rgb) - min(rgb) < 0.16:
        if light > 0.85:
            return {"": "none"}
        opacity = 1.0 if light < 0.15 else 0.75 if light < 0.3 else 0.4
        return {"": "currentColor", **({"-opacity": f"{opacity:g}"} if opacity < 1 else {})}
    return {"": _at(rgb, 0.2)}


def standing(svg: Node, sheet: Sheet, dress: Dress = printed) -> Node:
    """A drawing of a page as an SVG document of its own, with `title` for those who hear it."""
    paint = sheet.paint(svg)
    made = _copy(svg, paint, sheet, dress, ink=sheet.value("var(--ink, #000)"))
    if alternative(svg):  # what only repeats words beside it has none
        title = etree.Element(f"{{{SVG}}}title")
        title.text = alternative(svg)
        made.insert(0, title)
    if dress is printed:
        _fixed(made)
        made.set("font-family", "Source Serif 4")
    else:
        if not made.get("fill"):
            made.set("fill", "currentColor")  # what no rule paints is black, and lost at night
        _roomy(made)
    return made


def alternative(svg: Node) -> str:
    """All text alternatives of a drawing in one; empty where it has none."""
    found = [words(n) for n in svg if n.tag in ("title", "desc")] + [svg.get("aria-label") or ""]
    return " ".join(dict.fromkeys(w if w.endswith((".", "!", "?")) else f"{w}." for w in found if w))


def _copy(node: Node, paint: Mapping[Node, Mapping[str, str]], sheet: Sheet, dress: Dress, ink: str) -> Node:
    made = etree.Element(f"{{{SVG}}}{CAPITALS.get(node.tag, node.tag)}", nsmap=NAMESPACE)
    style = dict(paint.get(node, {}))
    for part in (node.get("style") or "").split(";"):
        key, _, value = part.partition(":")
        if key.strip() in PAINT:
            style[key.strip()] = value.strip()
    for key, value in node.attrib.items():
        if key.startswith(("aria-", "data-", "on", "xmlns")) or key in UNCOPIED:
            continue
        if key in PAINT:
            style.setdefault(key, value)
        else:
            made.set(CAPITALS.get(key, key), value)
    ink = sheet.value(style.pop("color", "")) or ink
    for key, value in style.items():
        _set(made, key, re.sub("currentcolor", ink, sheet.value(value), flags=re.IGNORECASE), dress)
    made.text, made.tail = node.text, node.tail
    for child in node:
        if isinstance(child.tag, str) and child.tag not in ("style", "script", "title", "desc"):
            copied = _copy(child, paint, sheet, dress, ink)
            if child.tag == "a":  # the way to a note; print and e-books have numbers for that
                copied.tag = f"{{{SVG}}}{'tspan' if node.tag in ('text', 'tspan') else 'g'}"
            made.append(copied)
    return made


def _set(node: Node, key: str, value: str, dress: Dress) -> None:
    if key in ("fill", "stroke"):
        for end, said in dress(value).items():
            node.set(key + end, said)
    elif key in ("display", "visibility"):
        if value in ("none", "hidden"):
            node.set(key, value)
    elif key != "font-size" or re.fullmatch(r"[\d.]+(px|em|%)?", value):
        node.set(key, value)


def _fixed(svg: Node) -> None:
    """
    Give a drawing that is laid out in percentages and em (explainer/shown/charts) fixed units and a viewBox.

    On the screen such a drawing follows the reader's window and letters; a page has one width.
    """
    if svg.get("viewBox"):
        svg.attrib.pop("height", None)
        svg.attrib.pop("width", None)
        return
    height = _units(svg.get("height", "10em"), 0)
    for node in list(svg.iter()):
        for key in (ACROSS | DOWN) & set(node.attrib):
            node.set(key, f"{_units(node.attrib[key], WIDTH if key in ACROSS else height):g}")
    for inner in [n for n in svg.iter(f"{{{SVG}}}svg") if n is not svg]:
        box = [float(v) for v in (inner.get("viewBox") or "0 0 10 10").split()]
        scale = float(inner.get("width", box[2])) / box[2]
        move = f"translate({inner.get('x', '0')} {inner.get('y', '0')}) scale({scale:g})"
        for key in ("x", "y", "width", "height", "viewBox"):
            inner.attrib.pop(key, None)
        inner.tag = f"{{{SVG}}}g"
        inner.set("transform", move)
    svg.attrib.pop("height", None)
    svg.attrib.pop("width", None)
    svg.attrib.update({"viewBox": f"0 0 {WIDTH:g} {height:g}", "font-size": f"{LETTER:g}"})


def _roomy(svg: Node) -> None:
    """Widen the box of a drawing to hold its words in any letters: an e-book's are the reader's, and may be wide."""
    if not svg.get("viewBox"):
        return
    x, y, width, height = map(float, svg.get("viewBox").split())
    left, right = x, x + width
    for text in svg.iter(f"{{{SVG}}}text"):
        if text.get("transform") or not re.fullmatch(r"-?[\d.]+", text.get("x") or ""):
            continue
        size = next((n.get("font-size") for n in (text, *text.iterancestors()) if n.get("font-size")), "")
        room = WIDE * (_units(size, 0) or USUAL) * len(words(text))
        before = {"end": room, "middle": room / 2}.get(text.get("text-anchor", ""), 0.0)
        left, right = min(left, float(text.get("x")) - before), max(right, float(text.get("x")) - before + room)
    svg.set("viewBox", f"{left:g} {y:g} {right - left:g} {height:g}")


def _units(value: str, whole: float) -> float:
    m = re.fullmatch(r"\s*(-?[\d.]+)(%|em|px)?\s*", value)
    return float(m[1]) * {"%": whole / 100, "em": LETTER}.get(m[2] or "", 1.0) if m else 0.0


def _rgb(colour: str) -> tuple[float, float, float] | None:
    m = re.fullmatch(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})", colour.strip())
    if not m:
        return None
    digits = m[1] if len(m[1]) == 6 else "".join(d * 2 for d in m[1])
    red, green, blue = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return red, green, blue


def _luminance(rgb: tuple[float, float, float]) -> float:
    """Relative luminance as WCAG defines it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _at(rgb: tuple[float, float, float], wanted: float) -> str:
    """The colour mixed with white or black until its luminance is `wanted`."""
    ground = 1.0 if _luminance(rgb) < wanted else 0.0
    low, high = 0.0, 1.0
    mixed = rgb
    for _ in range(20):
        share = (low + high) / 2
        mixed = tuple(c + (ground - c) * share for c in rgb)  # type: ignore[assignment]
        low, high = (share, high) if (_luminance(mixed) < wanted) == (ground == 1.0) else (low, share)
    return "#" + "".join(f"{round(c * 255):02x}" for c in mixed)


def picture(svg: Node) -> Node:
    """A drawing as an element of the tree: alternative text, box, and the SVG itself."""
    title = svg.find(f"{{{SVG}}}title")
    box = (svg.get("viewBox") or "0 0 0 0").split()
    made = element("picture", alt=words(title) if title is not None else "", width=box[2], height=box[3])
    made.append(svg)
    return made
