"""
Makes all editions of a built site and puts them into `site/downloads/` in one go.

Everything is made in memory first and written beside the old files; only then do new files take their
places. So an error leaves the editions that were there.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from explainer.editions import book, cover, download_page, epub, fact_sheet, nav, offline, pdf
from explainer.editions.book import Imprint
from explainer.editions.chapter import Chapter
from explainer.facts.problems import EditorError, Problem

NAME = "the-dallas-searches"


@dataclass(frozen=True)
class Edition:
    """One file in downloads/: size in bytes, SHA-256, date of the text, pages where it has pages."""

    file: str
    kind: str
    bytes: int
    sha256: str
    date: str
    pages: int = 0


class Source:
    """The built site as the editions read it."""

    def __init__(self, site: Path, docs: Path, site_url: str = "") -> None:
        self.site, self.docs = site, docs
        self.site_url = (site_url or os.environ.get("SITE_URL", "")).rstrip("/")
        self.site_url += "/" if self.site_url else ""
        self.entries = nav.read(site)
        absent = [e.path for e in self.entries if not (site / e.path).is_file()]
        if absent:
            raise EditorError(
                [
                    Problem(
                        f"site/{p}",
                        0,
                        "the menu names this page, but it is not built",
                        "Run `make build`.",
                    )
                    for p in absent
                ]
            )
        self.pages = {e.path: (site / e.path).read_text(encoding="utf-8") for e in self.entries}
        self.files = frozenset(f.relative_to(site).as_posix() for f in site.rglob("*") if f.is_file())

    def chapters(self) -> list[Chapter]:
        """Fresh chapters; each edition changes its own."""
        css = "\n".join(
            (self.site / f).read_text(encoding="utf-8")
            for f in sorted(self.files)
            if f.startswith("assets/") and f.count("/") == 1 and f.endswith(".css")
        )
        return book.chapters(self.pages, self.entries, self.files, css, self._read, self.site_url)

    def imprint(self, made: list[Chapter]) -> Imprint:
        """What stands on the cover and in the imprint."""
        try:
            number = version("dallas-searches")
        except PackageNotFoundError:
            number = "unnumbered"
        return book.imprint_of(self.pages["index.html"], made, number, cover.svg(self.docs), self.site_url)

    def _read(self, path: str) -> bytes | None:
        file = self.site / path
        return file.read_bytes() if file.is_file() else None


def run(site: Path, docs: Path, *, only_pdf: bool = False) -> list[Edition]:
    """Make the editions of the site in the folder `site`; raises `EditorError` and changes nothing on failure."""
    source = Source(site, docs)
    made = source.chapters()
    imprint = source.imprint(made)
    seconds = pdf.epoch(imprint.updated)
    dated = _dated(imprint)
    data: dict[str, tuple[str, bytes, int]] = {}
    sheets = book.html(made, dated)
    del made  # the trees of all pages: half of what the process holds so far
    printed = pdf.render((sheets.pop(0) for _ in range(len(sheets))), "book.css")  # a printed sheet is not kept
    data[f"{NAME}.pdf"] = ("book", printed.data, printed.pages)
    if not only_pdf:
        sheet = pdf.render(fact_sheet.html(docs, dated), "fact-sheet.css")
        if sheet.pages != 2:
            raise EditorError(
                [
                    Problem(
                        "overrides/print/fact-sheet.md",
                        0,
                        f"the fact sheet has {sheet.pages} pages",
                        "Make it fit two: shorten it, or drop a claim.",
                    )
                ]
            )
        data[f"{NAME}-fact-sheet.pdf"] = ("fact-sheet", sheet.data, sheet.pages)
        data[f"{NAME}.epub"] = (
            "epub",
            epub.make(source.chapters(), imprint, seconds),
            0,
        )
    editions = [_edition(name, *rest, imprint) for name, rest in data.items()]
    pages: dict[str, bytes] = {}
    if not only_pdf:
        downloads = {f"downloads/{name}": content for name, (_, content, _) in data.items()}
        inside = download_page.fill(site, editions, offline_copy=True)
        archive = offline.make(site, {**downloads, **inside})
        editions.append(_edition(f"{NAME}-offline.zip", "offline", archive, 0, imprint))
        data[f"{NAME}-offline.zip"] = ("offline", archive, 0)
        pages = download_page.fill(site, editions)
    files = {f"downloads/{name}": content for name, (_, content, _) in data.items()}
    if not only_pdf:
        files["downloads/editions.json"] = (json.dumps([asdict(e) for e in editions], indent=1) + "\n").encode()
        files["downloads/SHA256SUMS"] = "".join(f"{e.sha256}  {e.file}\n" for e in editions).encode()
    write(site, {**files, **pages})
    return editions


def _dated(imprint: Imprint) -> Imprint:
    """The imprint with the date that goes into the PDF, in full."""
    return Imprint(**{**asdict(imprint), "stamp": pdf.stamp(pdf.epoch(imprint.updated))})


def _edition(name: str, kind: str, data: bytes, pages: int, imprint: Imprint) -> Edition:
    return Edition(name, kind, len(data), hashlib.sha256(data).hexdigest(), imprint.updated, pages)


def write(site: Path, files: Mapping[str, bytes]) -> None:
    """Write all files under temporary names, then move them into place; on any error none is moved."""
    waiting: list[tuple[Path, Path]] = []
    try:
        free = shutil.disk_usage(site).free
        if free < sum(map(len, files.values())):
            raise OSError(28, "no space left on the device")  # noqa: TRY301 (told like the system's own error)
        for name, data in files.items():
            target = site / name
            target.parent.mkdir(parents=True, exist_ok=True)
            draft = target.with_name(f".{target.name}.draft")
            waiting.append((draft, target))
            draft.write_bytes(data)
        for draft, target in waiting:
            draft.replace(target)
    except OSError as error:
        for draft, _ in waiting:
            draft.unlink(missing_ok=True)
        place = error.filename or site
        raise EditorError(
            [
                Problem(
                    str(place),
                    0,
                    f"the editions could not be written: {error.strerror}",
                    "Make room or mend the folder’s rights, then try again.",
                )
            ]
        ) from None
