"""
`explainer correction`: asks for a correction, field by field, and adds the record to the log.

A wrong answer is asked again at once. Nothing is written before all answers are in and the whole log
reads well with the new record in it; the file is then replaced in one step.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from explainer.facts import yamlfile
from explainer.facts.library import Library
from explainer.facts.problems import EditorError, Problem, nearest
from explainer.facts.records import Correction
from explainer.text import freshness, withdrawn
from explainer.text.pages import Page

Ask = Callable[[str], str]
Say = Callable[[str], None]
FILE = "docs/data/corrections.yml"
# field: what the editor is asked, in this order
QUESTIONS = {
    "kind": "Kind: correction, clarification, update or removal",
    "whose": "Whose text was wrong: article (that of the article examined) or site (ours)",
    "title": "What it is about, in a few words",
    "pages": "Pages, as about/index.md, with commas between",
    "claim_ids": "Claims that it touches, with commas between (may be empty)",
    "said": "What it said",
    "says": "What it says now",
    "why": "Why it matters",
    "found_by": "Who found it (a name only with their leave)",
    "found": "Day it was found, as 2026-11-23 (empty when not known)",
    "fixed": "Day it was put right (empty when not known)",
    "sources": "Evidence: keys of sources, with commas between",
    "withdrawn": "Exact wording that must not come back; several with | between (may be empty)",
    "discussed_in": "Pages or records that may still quote it, with commas between (may be empty)",
    "id": "A short name for the record, as article-consent",
}
UPDATED = re.compile(r"^(updated: *['\"]?)(\d{4}-\d{2}-\d{2})", re.MULTILINE)
LISTS = {"pages": ",", "claim_ids": ",", "sources": ",", "withdrawn": "|", "discussed_in": ","}


class StoppedError(Exception):
    """Raised when the editor ends the questions; nothing was written."""


def run(docs: Path, ask: Ask = input, say: Say = print) -> Correction:
    """Ask, check and write one correction; return it. Raises `StoppedError` when the editor breaks off."""
    library = Library.read(docs)
    pages = Page.read_all(docs)
    say("A new correction. Ctrl+C stops; nothing is written before the end.")
    try:
        correction = _ask_all(_Desk(library, pages, ask, say))
        text = _entry(correction)
        say("\n" + text)
        while (answer := ask("Write it to the log? yes or no: ").strip().lower()) not in ("yes", "no", "y", "n"):
            say("Please answer yes or no.")
    except (EOFError, KeyboardInterrupt):
        raise StoppedError from None
    if answer.startswith("n"):
        raise StoppedError
    try:
        _append(docs / "data" / "corrections.yml", text)
    except OSError as error:
        reason = (error.strerror or "it cannot be written").lower()
        mend = f"Nothing is lost: put these lines at the end of the file yourself.\n\n{text}"
        raise EditorError([Problem(FILE, 0, f"the record could not be written: {reason}", mend)]) from None
    say(f"Written: {FILE}, record '{correction.id}'.")
    _next_steps(correction, docs, say)
    return correction


@dataclass(frozen=True)
class _Desk:
    """What every question needs: the records and pages to look names up in, and the editor."""

    library: Library
    pages: list[Page]
    ask: Ask
    say: Say


def _ask_all(desk: _Desk) -> Correction:
    answers: dict[str, Any] = {"logged": freshness.today().isoformat()}
    fields = list(QUESTIONS)
    while True:
        for field in fields:
            answers[field] = _ask_one(field, answers, desk)
        try:
            return Correction.model_validate({k: v for k, v in answers.items() if v not in (None, [])})
        except ValidationError as error:
            # What one field alone cannot show: a withdrawn single word.
            text = error.errors()[0]["msg"].removeprefix("Value error, ")
            desk.say(f"  {text[0].upper()}{text[1:]}.")
            fields = ["withdrawn"] if "withdrawn wording" in text else ["found", "fixed"]


def _ask_one(field: str, answers: dict[str, Any], desk: _Desk) -> Any:
    while True:
        value = _parsed(field, desk.ask(f"{QUESTIONS[field]}: "))
        problem = _problem(field, value, desk.library, desk.pages)
        if problem is None and field in ("found", "fixed") and value is None and answers.get("whose") == "site":
            problem = "a correction of our own text needs this day"
        if problem is None and field == "fixed" and value and answers.get("found") and value < answers["found"]:
            problem = f"it cannot be put right before it was found, on {answers['found']}"
        if problem is None and field == "fixed" and value and value > answers["logged"]:
            problem = f"that day is still to come; today is {answers['logged']}"
        if problem is None:
            return value
        desk.say(f"  {problem[0].upper()}{problem[1:].rstrip('.')}.")


def _parsed(field: str, answer: str) -> Any:
    answer = answer.strip()
    if field not in LISTS:
        return answer or None
    parts = [part.strip() for part in answer.split(LISTS[field]) if part.strip()]
    return [{"key": part} for part in parts] if field == "sources" else parts


def _problem(field: str, value: Any, library: Library, pages: list[Page]) -> str | None:
    """What is wrong with an answer, or None."""
    info = Correction.model_fields[field]
    if value is None and info.is_required():
        return "this needs an answer"
    try:
        adapter: TypeAdapter[Any] = TypeAdapter(info.rebuild_annotation())
        adapter.validate_python(value)
    except ValidationError as error:
        detail = error.errors()[0]
        if detail["type"] == "too_short":
            return "name at least one"
        return detail["msg"].removeprefix("Value error, ").replace("Input should be", "choose")
    sources = [page.src for page in pages]
    records = [f"{kind}/{i}" for kind in withdrawn.SEARCHED for i in getattr(library, kind)]
    known: dict[str, tuple[str, list[str]]] = {
        "pages": ("page", sources),
        "claim_ids": ("claim", list(library.claims)),
        "sources": ("source", list(library.sources)),
        "discussed_in": ("page or record", [*sources, *records]),
    }
    if field == "id" and value in library.corrections:
        return f"the name '{value}' is taken"
    if field in known:
        what, names = known[field]
        for wanted in value if isinstance(value, list) else [value]:
            name = wanted["key"] if isinstance(wanted, dict) else wanted
            if name not in names:
                return f"there is no {what} '{name}'. {nearest(name, names)}".rstrip(" .")
    return None


def _entry(correction: Correction) -> str:
    row = correction.model_dump(exclude_defaults=True)
    return textwrap.indent(yaml.safe_dump([row], sort_keys=False, allow_unicode=True, width=110), "  ")


def _append(path: Path, text: str) -> None:
    """Add the record to the log: written under another name, read back whole, then put in its place."""
    before = path.read_text(encoding="utf-8")
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(before.rstrip("\n") + "\n\n" + text, encoding="utf-8")
        rows = yamlfile.read(part, FILE).data["corrections"]
        if len({Correction.model_validate(row).id for row in rows}) != len(rows):
            raise EditorError([Problem(FILE, 0, "an id stands twice", "Choose another name.")])
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _next_steps(correction: Correction, docs: Path, say: Say) -> None:
    library, pages = Library.read(docs), Page.read_all(docs)
    standing = list(withdrawn.standing(correction, pages, library))
    if standing:
        say("The withdrawn wording still stands in these places; the site is not built before they are mended:")
        for problem in standing:
            say(f"  {problem.file}:{problem.line}: {problem.message}")
    if correction.whose == "site":
        files = ", ".join(f"docs/{page}" for page in correction.pages)
        if _set_updated(correction, docs):
            say(f"Written: 'updated: {correction.shown}' in {files}. Now set `checked` in the claims that changed.")
        else:
            say(f"Now write 'updated: {correction.shown}' in {files}, and set `checked` in the claims that changed.")
    say("The log, the page's note, the feed and the data follow at the next build.")


def _set_updated(correction: Correction, docs: Path) -> bool:
    """Write the day into the front matter of each page that was put right; False where a file cannot be written."""
    try:
        for src in correction.pages:
            path = docs / src
            if path.suffix != ".md" or not path.is_file():
                continue  # a record
            text = path.read_bytes().decode("utf-8")
            new = UPDATED.sub(lambda m: m[1] + max(m[2], correction.shown), text, count=1)
            if new != text:
                part = path.with_name(path.name + ".part")
                part.write_bytes(new.encode("utf-8"))
                part.replace(path)
    except OSError:
        return False
    return True
