"""
Old addresses of pages lead on: a page at each, and rules for the hosts that can answer before it is read.

The page sends a browser on by itself, without a script, and holds a plain link. Rules stand in `_redirects`, which
Netlify and Cloudflare Pages read; every other host serves the page.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from pathlib import Path

from explainer.facts.addresses import encoded
from explainer.facts.settings import Settings
from explainer.text import pages, published
from explainer.text.pages import Page

RULES = "_redirects"
POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'"
PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={link}">
<link rel="canonical" href="{canonical}">
<title>{title}</title>
</head>
<body>
<main><h1>{title}</h1><p>This page has moved: <a href="{link}">{title}</a></p></main>
</body>
</html>
"""


def write(site: Path, listed: Iterable[Page], settings: Settings) -> None:
    """Write a page and a Markdown copy at every old address below `site`, and the rules."""
    by_path = {pages.html(page.src): page for page in listed}
    moved = {old: new for old, new in published.redirects(by_path.values()).items() if not (site / old).exists()}
    rules = []
    for old, new in sorted(moved.items()):
        link = pages.relative(new, old)
        values = {"language": settings.language, "policy": POLICY, "link": link, "title": by_path[new].title}
        values["canonical"] = settings.absolute(new) or link
        (site / old).parent.mkdir(parents=True, exist_ok=True)
        (site / old).write_text(PAGE.format(**{k: html.escape(v) for k, v in values.items()}), encoding="utf-8")
        copy = pages.relative(published.source(new), old)
        (site / published.source(old)).write_text(
            f"This page has moved: [{values['title']}]({copy})\n", encoding="utf-8"
        )
        for end in ("", ".html", ".md"):  # some hosts leave the ending out
            at, to = old.removesuffix(".html") + end, new if end != ".md" else published.source(new)
            rules.append(f"/{encoded(at)} /{encoded(to)} 301\n")
    own = site / RULES
    if rules:  # an editor's own rules come first
        before = f"{own.read_text(encoding='utf-8').rstrip()}\n" if own.is_file() else ""
        own.write_text(before + "".join(rules), encoding="utf-8")
