"""
Everything the site knows, read from `docs/data/` and checked.

`Library.read(docs)` either returns records in which every reference resolves and every sum comes
out, or raises `EditorError` with all problems, each with file, line, value and how to mend it.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from explainer.facts import bibliography, rules, yamlfile
from explainer.facts.collection import Collection
from explainer.facts.problems import EditorError, Problem
from explainer.facts.reading import Reader


class Library(Collection):
    """All records, checked. One reading is one library, so that what is worked out from it can be kept."""

    @staticmethod
    def read(docs: Path) -> Library:
        """Read and check `docs`/data; unchanged files are not read again."""
        data = docs / "data"
        if not data.is_dir():
            mend = "Run the command in the project's folder, or name the folder of the pages: --docs path/to/docs."
            raise EditorError([Problem(str(data), 0, "there is no such folder, so there are no records", mend)])
        files = sorted([*data.glob("*.yml"), *data.glob("claims/*.yml"), data / "sources.bib"])
        stamp = tuple((str(f), f.stat().st_mtime_ns, f.stat().st_size) for f in files if f.exists())
        return _read(docs, stamp)


@lru_cache(maxsize=4)
def _read(docs: Path, _stamp: object) -> Library:
    reader = Reader(docs / "data")
    reader.read()
    problems = reader.problems
    try:
        sources, lines = bibliography.read(docs / "data" / "sources.bib", "docs/data/sources.bib")
    except EditorError as error:
        raise EditorError([*problems, *error.problems]) from None
    bib = yamlfile.YamlFile("docs/data/sources.bib", None, {(key,): line for key, line in lines.items()})
    origins = reader.origins | {("sources", key): (bib, (key,)) for key in sources}
    library = Library(**reader.found, sources=sources, topics=reader.topics, origins=origins)
    problems += rules.problems(library, broken=bool(problems))
    if problems:
        raise EditorError(problems)
    return library
