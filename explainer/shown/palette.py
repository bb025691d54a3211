"""
The colours of the explainer, read from their only home: the custom properties of its style sheets.

A sheet says `--ink: light-dark(#1d1b18, #ece7dd);` in `:root`. Pages use it as it stands; drawings that travel alone
(the icon, the picture of link previews, the books) ask `palette`. A later sheet of `extra_css` overrules an earlier
one, as it does in a browser.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from explainer.facts import textfile
from explainer.facts.problems import EditorError, Problem
from explainer.facts.settings import Settings

Palette = dict[str, dict[str, str]]
ROOT_BLOCK = re.compile(r"^:root\s*\{(?P<body>[^}]*)\}", re.MULTILINE)
COLOUR = r"#[0-9a-fA-F]{3,8}"
PROPERTY = re.compile(
    rf"--(?P<name>[\w-]+):\s*(?:light-dark\(\s*(?P<light>{COLOUR})\s*,\s*(?P<dark>{COLOUR})\s*\)|(?P<both>{COLOUR}))\s*;"
)
# The colours of data, by the names that drawings and their classes use.
TONES = {"yes": "mark-confirmed", "no": "mark-denied", "unclear": "mark-declined", "silent": "mark-silent"}
NEEDED = ("paper", "ink", "ink-soft", "rule", "accent", "subject", *TONES.values())


def palette(docs: Path) -> Palette:
    """Every colour by its name without dashes, for each scheme: `palette(docs)["light"]["ink"]`."""
    files = [docs / path for path in Settings.read(docs.parent / "mkdocs.yml").styles]
    stamps = tuple((f, f.stat().st_mtime_ns, f.stat().st_size) for f in files if f.is_file())
    found = _read(stamps)
    missing = [name for name in NEEDED if name not in found["light"]]
    if missing:
        mend = f"Write '--{missing[0]}: light-dark(#..., #...);' in ':root' of a sheet named in extra_css."
        raise EditorError([Problem("docs/assets", 0, f"no style sheet names the colour '{missing[0]}'", mend)])
    return found


@lru_cache(maxsize=4)
def _read(stamps: tuple[tuple[Path, int, int], ...]) -> Palette:
    found: Palette = {"light": {}, "dark": {}}
    for file, _, _ in stamps:
        for block in ROOT_BLOCK.finditer(textfile.read(file, f"docs/assets/{file.name}")):
            for m in PROPERTY.finditer(block["body"]):
                found["light"][m["name"]] = m["both"] or m["light"]
                found["dark"][m["name"]] = m["both"] or m["dark"]
    for colours in found.values():
        colours |= {tone: colours[name] for tone, name in TONES.items() if name in colours}
    return found
