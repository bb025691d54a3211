"""
A volume's tree to PDF: Typst with the templates and fonts of overrides/print/, PDF/UA-1 and PDF/A-2a in one file.

The same tree gives the same bytes in any folder, time zone and hash seed. What the printer stops for, and what it
warns of, is told in an editor's words; a picture that is missing is told before it is asked.
"""

from __future__ import annotations

import copy
import io
import re
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from explainer.book.pictures import SVG
from explainer.book.tree import Node
from explainer.facts.checkout import OVERRIDES
from explainer.facts.problems import EditorError, Problem
from explainer.text.freshness import source_date_epoch

PRINT = OVERRIDES / "print"
FONT_FILES = (
    *("source-serif-4-regular.ttf", "source-serif-4-italic.ttf", "source-serif-4-semibold.ttf"),
    *("dejavu-serif.ttf", "dejavu-sans-mono.ttf"),
)
STANDARDS: Any = ["a-2a", "ua-1"]
STREAM = re.compile(rb"/Length (\d+).{0,400}?>>\s*stream\r?\n", re.DOTALL)
# What the printer says, and what an editor does about it.
MENDS = (
    (r"could not be displayed with", "A letter has no font: run `make check`, which names page and line."),
    (r"table too tall: (?P<words>.*)", "Give the table fewer rows or shorter words, or part it in two."),
    (r"label .* does not exist", "A link leads to a place that is not printed: mend the link."),
    (r"missing alt", "Say what the picture shows, for those who do not see it."),
    (r"skip|heading level", "Go from one level of headings to the next without leaving one out."),
    (r"unknown font family", "Get the fonts back with `git checkout overrides/print/fonts`."),
)


@dataclass(frozen=True)
class Printed:
    """A printed file and its number of pages."""

    data: bytes
    pages: int


def press(root: Node, template: str, site: Path, seconds: int, *, paper: str = "us-letter") -> Printed:
    """Print a volume with `overrides/print/<template>.typ`; raises `EditorError` for all that the printer stops for."""
    return _packed(_compiled(root, template, site, {"paper": paper}, pdf_standards=STANDARDS, timestamp=seconds))


def picture(root: Node, template: str, site: Path, seconds: int, *, ppi: int) -> bytes:
    """The volume as one PNG with so many pixels to an inch; raises `EditorError` as `press` does."""
    return bytes(_compiled(root, template, site, {}, format="png", ppi=ppi, timestamp=seconds))


def _compiled(root: Node, template: str, site: Path, inputs: dict[str, str], **output: Any) -> Any:
    import typst  # noqa: PLC0415 (checks and pages do without the printer)

    _fonts_present()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for file in PRINT.glob("*.typ"):
            shutil.copy(file, place)
        _write(root, place, site)
        compiler = typst.Compiler(place / f"{template}.typ", root=place, font_paths=_fonts(), sys_inputs=inputs)
        try:
            made, warned = compiler.compile_with_warnings(**output)
        except typst.TypstError as error:
            raise EditorError([_problem(error, template)]) from None
    heard = [_problem(warning, template) for warning in warned]
    if heard:
        raise EditorError(heard)
    return made


def _write(root: Node, place: Path, site: Path) -> None:
    """`data.xml`, and each picture in a file of its own."""
    root = copy.deepcopy(root)
    for number, holder in enumerate(root.iter("picture"), 1):
        drawing = holder.find(f"{{{SVG}}}svg")
        if drawing is not None:
            holder.remove(drawing)
            drawing.tail = None
            (place / f"{number}.svg").write_bytes(etree.tostring(drawing))
            holder.set("src", f"{number}.svg")
        else:
            file = site / holder.get("src")
            if not file.is_file():
                mend = f"Put it at docs/{holder.get('src')}, or mend the address."
                raise EditorError([Problem(f"site/{holder.get('src')}", 0, "this picture is missing", mend)])
            holder.set("src", f"{number}{file.suffix}")
            shutil.copy(file, place / holder.get("src"))
    (place / "data.xml").write_bytes(etree.tostring(root, encoding="utf-8"))


def _packed(data: Any) -> Printed:
    """
    The same file in 40 percent of the bytes: its objects packed into streams of a hundred.

    A stream is followed by an end of line and `endstream`. Where the checksum at its end happens to close with a
    carriage return, a strict reader takes that for a part of the end of line, and misses a byte (PDF/A-2, 6.1.7.1).
    So a page that ends like that gets one blank more, and where packed objects do, one page's box becomes an object
    of its own: all later objects move on by one, and no packed stream is the same.
    """
    import pikepdf  # noqa: PLC0415

    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            drawn = page.obj.Contents
            if isinstance(drawn, pikepdf.Stream) and drawn.read_raw_bytes().endswith(b"\r"):
                drawn.write(drawn.read_bytes() + b"\n")
        boxes = [page.obj for page in pdf.pages][:20]
        for holder in (None, *boxes):
            if holder is not None:
                holder.MediaBox = pdf.make_indirect(holder.MediaBox)
            out = io.BytesIO()
            pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
            made = out.getvalue()
            if not any(made[m.end() + int(m[1]) - 1] == ord("\r") for m in STREAM.finditer(made)):
                break
        return Printed(made, len(pdf.pages))


def _problem(said: Any, template: str) -> Problem:
    message = re.sub(r"\s+", " ", said.message.removeprefix("panicked with: ")).strip(' "')
    mend = next((mend for pattern, mend in MENDS if re.search(pattern, message)), " ".join(said.hints))
    return Problem(f"overrides/print/{template}.typ", 0, f"the printer says: {message}", mend)


def _fonts_present() -> None:
    absent = [name for name in FONT_FILES if not (PRINT / "fonts" / name).is_file()]
    if absent:
        mend = "Get it back with `git checkout overrides/print/fonts`."
        raise EditorError(Problem(str(PRINT / "fonts" / name), 0, "this font file is missing", mend) for name in absent)


@cache
def _fonts() -> Any:
    import typst  # noqa: PLC0415

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[PRINT / "fonts"])


def epoch(day: str) -> int:
    """Seconds for the dates inside the editions: SOURCE_DATE_EPOCH if it is set, else noon UTC of `day`."""
    given = source_date_epoch()
    noon = datetime.fromisoformat(f"{day or '2000-01-01'}T12:00:00+00:00").timestamp()
    return int(noon) if given is None else given


def stamp(seconds: int) -> str:
    """Seconds since 1970 as '2026-11-23T12:00:00Z'."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
