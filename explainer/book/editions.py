"""
Makes all editions of a built site and puts them into `site/downloads/` in one go.

Everything is made in memory first and written beside the old files; only then do new files take their places. So an
error leaves the editions that were there.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

from explainer.book import downloads, epub, factsheet, offline, volumes
from explainer.book.downloads import Edition
from explainer.book.order import Entry
from explainer.book.press import Printed, epoch, picture, press
from explainer.book.tree import Node
from explainer.book.volumes import Site
from explainer.facts.problems import EditorError, Problem, nearest
from explainer.facts.settings import Settings

CHAPTERS = "downloads/chapters"
BESIDE = ("chapter", "picture")  # files that one page names, beside the editions
PPI = 200  # a picture is as sharp on paper as on a screen


def run(site: Path, docs: Path, settings: Settings | None = None) -> list[Edition]:
    """Make the editions of the site in the folder `site`; raises `EditorError` and changes nothing on failure."""
    docs = docs.resolve()
    source = Site(site, docs, settings or Settings.read(docs.parent / "mkdocs.yml"))
    name, seconds = source.settings.slug, epoch(source.updated)
    book = volumes.resolved(volumes.book(source))
    files: dict[str, bytes] = {}
    made: list[Edition] = []

    def add(file: str, kind: str, data: bytes, pages: int = 0) -> None:
        files[f"downloads/{file}"] = data
        made.append(Edition(file, kind, len(data), hashlib.sha256(data).hexdigest(), source.updated, pages))

    for file, (kind, one) in printed(source, book, name, seconds).items():
        add(file, kind, one.data, one.pages)
    for file, content in pictures(source, book, seconds).items():
        add(file, "picture", content)
    add(f"{name}.epub", "epub", epub.make(source, seconds))
    whole = [e for e in made if e.kind not in BESIDE]
    kept = {f"downloads/{e.file}": files[f"downloads/{e.file}"] for e in whole}
    archive = offline.make(source, {**kept, **downloads.filled(source, whole, offline_copy=True)}, whole)
    add(f"{name}-offline.zip", "offline", archive)
    listed = [asdict(e) for e in made if e.kind not in BESIDE]
    files["downloads/editions.json"] = (json.dumps(listed, indent=1) + "\n").encode()
    files["downloads/SHA256SUMS"] = "".join(f"{e.sha256}  {e.file}\n" for e in made).encode()
    write(site, {**files, **downloads.filled(source, made)})
    return made


def single(site: Path, docs: Path, page: str) -> Path:
    """Print one page ('about/index'); the file's path. Raises `EditorError` where there is no such page."""
    docs = docs.resolve()
    source = Site(site, docs, Settings.read(docs.parent / "mkdocs.yml"))
    wanted = page.removesuffix(".html").removesuffix(".md").strip("/")
    known = {e.url.removesuffix(".html"): e for e in source.entries}
    entry = known.get(wanted) or known.get(f"{wanted}/index".lstrip("/"))
    if entry is None:
        message = f"there is no page '{page}' in the navigation"
        raise EditorError([Problem("mkdocs.yml", 0, message, nearest(wanted, known) or "Name it as in: about/index.")])
    made = _chapter(source, entry, epoch(source.updated))
    path = f"{CHAPTERS}/{entry.id}.pdf"
    write(site, {path: made.data})
    return site / path


def printed(source: Site, book: Node, name: str, seconds: int) -> dict[str, tuple[str, Printed]]:
    """
    All PDFs by file name; `book` is the volume of that name.

    Two are made at a time, because the printer leaves the second processor idle for much of a run.
    """
    record = volumes.resolved(volumes.record_book(source, list(book.iter("chapter"))))
    sheet = factsheet.sheet(source)
    jobs: dict[str, tuple[str, Callable[[], Printed]]] = {
        f"{name}.pdf": ("book", lambda: press(book, "book", source.site, seconds)),
        f"{name}-a4.pdf": ("book-a4", lambda: press(book, "book", source.site, seconds, paper="a4")),
        f"{name}-record.pdf": ("record", lambda: press(record, "record", source.site, seconds)),
    }
    if sheet is not None:
        made: Node = volumes.resolved(sheet)
        jobs[f"{name}-fact-sheet.pdf"] = ("fact-sheet", lambda: press(made, "factsheet", source.site, seconds))
    for entry in source.entries:
        if entry.volume == "book":
            jobs[f"chapters/{entry.id}.pdf"] = ("chapter", lambda entry=entry: _chapter(source, entry, seconds))  # type: ignore[misc]
    with ThreadPoolExecutor(2) as pool:
        running = {file: (kind, pool.submit(job)) for file, (kind, job) in jobs.items()}
        done = {file: (kind, future.result()) for file, (kind, future) in running.items()}
    if sheet is not None:
        factsheet.checked(done[f"{name}-fact-sheet.pdf"][1].pages, source)
    return done


def _chapter(source: Site, entry: Entry, seconds: int) -> Printed:
    return press(volumes.resolved(volumes.single(source, entry)), "chapter", source.site, seconds)


def pictures(source: Site, book: Node, seconds: int) -> dict[str, bytes]:
    """Each drawing of the book as a picture to take along, by file name."""
    drawn = volumes.pictures(source, list(book.iter("chapter")))
    return {f"pictures/{i}.png": picture(one, "picture", source.site, seconds, ppi=PPI) for i, one in drawn.items()}


def write(site: Path, files: Mapping[str, bytes]) -> None:
    """Write all files under temporary names, then move them into place; on any error all is as it was before."""
    drafts: dict[Path, Path] = {}
    try:
        if shutil.disk_usage(site).free < sum(map(len, files.values())):
            raise OSError(28, "no space left on the device")  # noqa: TRY301 (told like the system's own error)
        for name, data in files.items():
            target = site / name
            target.parent.mkdir(parents=True, exist_ok=True)
            drafts[target] = target.with_name(f".{target.name}.draft")
            drafts[target].write_bytes(data)
        _move(drafts)
    except OSError as error:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
        message = f"the editions could not be written: {error.strerror}"
        mend = "Make room or mend the folder’s rights, then try again."
        raise EditorError([Problem(str(error.filename or site), 0, message, mend)]) from None


def _move(drafts: Mapping[Path, Path]) -> None:
    """Put each draft in the place of its target; where one cannot be, the old files come back."""
    kept: dict[Path, Path | None] = {}
    try:
        for target, draft in drafts.items():
            old = target.with_name(f".{target.name}.old")
            kept[target] = target.replace(old) if target.exists() else None
            draft.replace(target)
    except OSError:
        for target, before in kept.items():
            if before is None:
                target.unlink(missing_ok=True)
            else:
                before.replace(target)
        raise
    for before in kept.values():
        if before is not None:
            before.unlink()
