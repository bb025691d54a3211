"""The verbs: `explainer check`, `explainer build`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from explainer import check
from explainer.problems import EditorError


def main(arguments: list[str] | None = None) -> int:
    """Run one verb; return the exit status."""
    parser = argparse.ArgumentParser(prog="explainer", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for name, text in (("check", "check facts and prose, without a build"), ("build", "check, then build into site/")):
        verb = verbs.add_parser(name, help=text)
        verb.add_argument("--docs", type=Path, default=Path("docs"), help="folder of the pages (default: docs)")
    options = parser.parse_args(arguments)
    try:
        return {"check": _check, "build": _build}[options.verb](options)
    except EditorError as error:
        print(error.summary(), file=sys.stderr)
        return 1


def _check(options: argparse.Namespace) -> int:
    started = time.perf_counter()
    library = check.run(options.docs)
    seconds = time.perf_counter() - started
    print(f"Checked {len(library.claims)} claims, {len(library.sources)} sources and every page in {seconds:.1f} s.")
    return 0


def _build(options: argparse.Namespace) -> int:
    _check(options)
    # The theme's notice about MkDocs 2.0 is known (README); silence it here as the Makefile does.
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"], env={**os.environ, **quiet}, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
