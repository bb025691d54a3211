"""
CSV as every program reads it (RFC 4180, UTF-8), and as no spreadsheet runs it.

A cell that begins with =, +, -, @, a tab or a line end would be a formula in a spreadsheet. Such a cell gets an
apostrophe before it; numbers stay as they are, and the JSON files hold every text as it is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")  # with apostrophes of its own, so that taking one away is always right
NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?(?:\s?%)?|[+-]?\d+(?:\.\d+)?[eE][+-]?\d+")


def render(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A table with its first line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe(cell) for cell in head])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


def safe(cell: Any) -> Any:
    """The cell, with an apostrophe where a spreadsheet would take its text for a formula."""
    if isinstance(cell, str) and FORMULA.match(cell) and not NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
