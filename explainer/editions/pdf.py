"""
Book HTML to PDF: WeasyPrint with our own style sheet, fonts and repairs. PDF/UA-1 and PDF/A-2a in one file.

The same HTML gives the same bytes in any folder, time zone and hash seed. Any warning of the renderer is an
error: its losses are silent otherwise.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from explainer.editions import libraries
from explainer.facts.problems import EditorError, Problem

PRINT = Path(__file__).resolve().parent.parent.parent / "overrides" / "print"
FONTS = (
    "source-serif-4-regular.ttf",
    "source-serif-4-italic.ttf",
    "source-serif-4-semibold.ttf",
    "dejavu-sans-mono.ttf",
)
VARIANT = "pdf/a-2a"  # the finisher adds PDF/UA-1
FALSE_ALARMS = ("No fonts configured in FontConfig",)  # the point of our fonts.conf


@dataclass(frozen=True)
class Made:
    """A rendered PDF: its bytes, its number of pages, and the page of every anchor (from 1)."""

    data: bytes
    pages: int
    anchors: dict[str, int]


def render(html: str | Iterable[str], sheet: str, *, fonts: Path = PRINT / "fonts") -> Made:
    """
    Render a document with the style sheet `sheet` of overrides/print/.

    Raises `EditorError` when a font or a system library is missing, and for everything that WeasyPrint warns of.
    """
    _fonts_present(fonts)
    libraries.demand()
    with _only_our_fonts(fonts), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "No fonts configured")  # the machine's fonts are shut out on purpose
        made, heard = _rendered(html, sheet, fonts)
    if heard:
        raise EditorError(
            [
                Problem(
                    f"overrides/print/{sheet}",
                    0,
                    words,
                    "Mend the page or the style sheet that it names.",
                )
                for words in heard
            ]
        )
    return made


@contextmanager
def _only_our_fonts(fonts: Path) -> Iterator[None]:
    """Shut out the machine's fonts while a document is set; a browser started afterwards needs them again."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(fonts / "fonts.conf")
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


def _rendered(html: str | Iterable[str], sheet: str, fonts: Path) -> tuple[Made, list[str]]:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    from explainer.editions import press

    with _alarms() as heard:
        font_config = FontConfiguration()
        fetcher = _fetcher(weasyprint)
        base = fonts.parent.as_uri() + "/"
        sheets = [
            weasyprint.CSS(
                string=(PRINT / name).read_text(encoding="utf-8"),
                base_url=base,
                font_config=font_config,
                url_fetcher=fetcher,
            )
            for name in ("fonts.css", sheet)
        ]
        pieces = [html] if isinstance(html, str) else html
        data, pages, anchors = press.press(pieces, sheets, fetcher, base, font_config, VARIANT)
    return Made(data, pages, anchors), heard


def epoch(day: str) -> int:
    """Seconds for the dates inside the editions: SOURCE_DATE_EPOCH if it is set, else noon UTC of `day`."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given:
        if not given.isdigit():
            raise EditorError(
                [
                    Problem(
                        "SOURCE_DATE_EPOCH",
                        0,
                        f"'{given}' is no number of seconds",
                        "Unset it, or set seconds since 1970.",
                    )
                ]
            )
        return int(given)
    return int(datetime.fromisoformat(f"{day or '2000-01-01'}T12:00:00+00:00").timestamp())


def stamp(seconds: int) -> str:
    """Seconds since 1970 as '2026-11-23T12:00:00Z'."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _fonts_present(fonts: Path) -> None:
    # Without any font WeasyPrint ends in a crash, so look first.
    missing = [name for name in (*FONTS, "fonts.conf") if not (fonts / name).is_file()]
    if missing:
        raise EditorError(
            [
                Problem(
                    str(fonts / name),
                    0,
                    "this font file is missing",
                    "Get it back with `git checkout overrides/print/fonts`.",
                )
                for name in missing
            ]
        )


def _fetcher(weasyprint: Any) -> Any:
    """Reads files and data only, and stops at anything else."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    class Local(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            try:
                return super().fetch(url, headers)
            except Exception as error:
                raise FatalURLFetchingError(f"{url[:200]}: {error}") from error

    return Local(allowed_protocols=("file", "data"))


@contextmanager
def _alarms() -> Iterator[list[str]]:
    """Collects what WeasyPrint logs as a warning or worse; turns its fatal fetch errors into ours."""
    from weasyprint.logger import LOGGER
    from weasyprint.urls import FatalURLFetchingError

    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            words = record.getMessage()
            if record.levelno >= logging.WARNING and not any(f in words for f in FALSE_ALARMS):
                heard.append(words)

    ear = Ear()
    before = list(LOGGER.handlers)
    LOGGER.handlers[:] = [ear]
    try:
        yield heard
    except FatalURLFetchingError as error:
        raise EditorError(
            [
                Problem(
                    "the printed edition",
                    0,
                    f"a picture or font cannot be read: {error}",
                    "Put the file in docs/.",
                )
            ]
        ) from None
    finally:
        LOGGER.handlers[:] = before
