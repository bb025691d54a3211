"""How templates are read, for pages and for print: text is escaped, and an undefined name is an error."""

from __future__ import annotations

from pathlib import Path

import jinja2

from explainer import words


def environment(folder: Path) -> jinja2.Environment:
    """Templates of `folder`, with the words that every template may use."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters |= {"day": words.day, "curl": words.curl, "byline": words.byline}
    return env
