"""
Axe, every rule of it, and what it could not decide: the one way in which tests ask it.

Most of axe's time goes into its reports of what is right and into colors. So it reports what is wrong or undecided
only, and of elements that share kind, class and state, with those above them, the first two stand for the rest where
colors are asked about: `colors` reads those, `all_but_colors` reads everything else.
"""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCRIPT = Axe().axe_script
COLOR_RULES = ["color-contrast", "link-in-text-block"]
# Where axe cannot measure the contrast of a text it says why. These reasons are answered by
# test_text_stands_out, which measures every ink on every ground of the style sheet.
ANSWERED = {
    # Margin notes, tables with a faded edge and drawings lie near other boxes: test_text_stands_out compares the colors.
    "bgOverlap": "the colors of the sheet are compared by themselves",
    "elmPartiallyObscured": "the same",
    "elmPartiallyObscuring": "the same",
    "bgImage": "the same",
    "bgGradient": "the tint behind a claim is a gradient",
    "pseudoContent": "the dot of a timeline is drawn before its entry",
    "shortTextContent": "a claim may be one sign long",
    "nonBmp": "the box of a task is a sign that is drawn in the ink of the text",
    "imgNode": "words in a drawing: test_charts works their contrast out from the style sheet",
}
ALIKE = "[data-alike]"
MARK_ALIKE = """() => {
    const looks = new Map();
    for (const e of document.body.querySelectorAll("*")) {
        const own = [e.tagName, e.getAttribute("class"), e.dataset.category, e.getAttribute("aria-current"), e.open];
        looks.set(e, `${looks.get(e.parentElement) ?? ""}>${own}`);
    }
    const seen = new Map(), known = e => (seen.get(looks.get(e)) ?? 0) > 1;
    const visit = e => {
        if (known(e) && [...e.querySelectorAll("*")].every(known)) return e.setAttribute("data-alike", "");
        seen.set(looks.get(e), (seen.get(looks.get(e)) ?? 0) + 1);
        for (const child of e.children) visit(child);
    };
    for (const child of document.body.children) visit(child);
}"""


def violations(page: Page) -> str:
    """What axe finds on the page as it stands, in words: rule, place, how to mend; empty when it finds nothing."""
    return "\n".join(filter(None, (all_but_colors(page), colors(page))))


def all_but_colors(page: Page) -> str:
    """What every rule finds but those about colors."""
    # `target-size` (WCAG 2.2) is off unless asked for.
    return _run(page, {"rules": {"target-size": {"enabled": True}} | {r: {"enabled": False} for r in COLOR_RULES}})


def colors(page: Page, inside: str = "html") -> str:
    """What the rules about colors find in `inside`."""
    page.evaluate(MARK_ALIKE)
    return only(page, COLOR_RULES, inside, without=[ALIKE])


def only(page: Page, rules: list[str], inside: str, without: list[str] | None = None) -> str:
    """What these rules, which need not read the style sheets themselves, find in `inside`."""
    options = {"runOnly": {"type": "rule", "values": rules}, "preload": False}
    return _run(page, options, {"include": [inside], "exclude": without or []})


def _run(page: Page, options: dict[str, Any], context: dict[str, Any] | None = None) -> str:
    options |= {"resultTypes": ["violations", "incomplete"]}
    # The script is half a megabyte: a page reads it once, however often it is asked.
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(SCRIPT)
    result: dict[str, Any] = page.evaluate("([where, how]) => axe.run(where ?? document, how)", [context, options])
    found = [(rule, node) for rule in result["violations"] for node in rule["nodes"]]
    found += [(rule, node) for rule in result["incomplete"] for node in rule["nodes"] if not _answered(rule, node)]
    return "\n".join(
        f"axe, {rule['id']} ({rule['impact']}): {node['html'][:140]}\n  {node.get('failureSummary', '')}"
        for rule, node in found[:12]
    )


def _answered(rule: dict[str, Any], node: dict[str, Any]) -> bool:
    reasons = {(check.get("data") or {}).get("messageKey") for check in node["any"]}
    return rule["id"] == "color-contrast" and bool(reasons) and reasons <= ANSWERED.keys()
