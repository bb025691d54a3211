"""
The checkout: the folder with `docs/`, `overrides/` and `deploy/`, which a build needs besides this package.

It is where the package lies, as after `pip install -e .`; or, for a copy among other packages (`pip install .`), the
folder in which the command runs or one above it.
"""

from __future__ import annotations

from pathlib import Path

MARK = Path("overrides") / "components"


def _root() -> Path:
    places = [Path(__file__).resolve().parent.parent.parent, Path.cwd(), *Path.cwd().parents]
    return next((place for place in places if (place / MARK).is_dir()), Path.cwd())


ROOT = _root()
OVERRIDES = ROOT / "overrides"
