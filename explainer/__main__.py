"""The commands of `explainer`: one function each, listed at the end."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from explainer import build
from explainer.book import editions
from explainer.facts.problems import EditorError
from explainer.facts.settings import Settings
from explainer.out import assets, built
from explainer.shown.charts import social
from explainer.text import check, correct, published
from explainer.text.blocks import BLOCKS


def main(arguments: list[str] | None = None) -> int:
    """Run one verb; return the exit status."""
    parser = argparse.ArgumentParser(prog="explainer", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for name, (text, _) in VERBS.items():
        verb = verbs.add_parser(name, help=text)
        verb.add_argument("--docs", type=Path, default=Path("docs"), help="folder of the pages (default: docs)")
        if name in {"editions", "pdf", "addresses"}:
            verb.add_argument("--site", type=Path, default=Path("site"), help="folder of the built site")
        if name == "pdf":
            verb.add_argument("page", help="the page, as in: about/index")
    options = parser.parse_args(arguments)
    try:
        build.demand_system()
        return VERBS[options.verb][1](options)
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
    return build.run(options.docs, os.environ.get("ENGINE", "mkdocs"))


def _blocks(_options: argparse.Namespace) -> int:
    for block in BLOCKS.values():
        options = f" (options: {', '.join(block.options)})" if block.options else ""
        print(f"{block.written:32} {block.makes}{options}")
    return 0


def _social(options: argparse.Namespace) -> int:
    settings = Settings.read(options.docs.resolve().parent / "mkdocs.yml")
    print(f"Wrote {social.write(check.run(options.docs), options.docs, settings.name)}")
    return 0


def _font(options: argparse.Namespace) -> int:
    from explainer.out import webfont  # noqa: PLC0415 (brings fontTools, which other verbs do without)

    print(f"Wrote {webfont.write(options.docs / 'assets')}")
    return 0


def _correction(options: argparse.Namespace) -> int:
    try:
        correct.run(options.docs.resolve())
    except correct.StoppedError:
        print("\nStopped. Nothing was written.", file=sys.stderr)
        return 1
    return 0


def _addresses(options: argparse.Namespace) -> int:
    check.run(options.docs)
    path, count = published.write(options.docs, built.headings(options.site))
    print(f"Wrote {path}: {count} addresses that stay to be found.")
    return 0


def _editions(options: argparse.Namespace) -> int:
    made = editions.run(options.site, options.docs)
    assets.compress(options.site)  # the page that names their sizes has changed
    for edition in made:
        pages = f", {edition.pages} pages" if edition.pages else ""
        print(f"{options.site}/downloads/{edition.file}: {edition.bytes / 1000:,.0f} KB{pages}")
    return 0


def _pdf(options: argparse.Namespace) -> int:
    print(f"Wrote {editions.single(options.site, options.docs, options.page)}")
    return 0


VERBS = {
    "check": ("check facts and prose, without a build", _check),
    "build": ("check, then build into site/", _build),
    "editions": ("make every edition of the built site", _editions),
    "pdf": ("print one page of the built site", _pdf),
    "blocks": ("list the blocks that a page may hold", _blocks),
    "correction": ("ask for a correction and add it to the log", _correction),
    "addresses": ("note what is published, so that nothing of it gets lost", _addresses),
    "social": ("draw the picture of link previews anew", _social),
    "font": ("cut the font of the pages anew from the fonts of the book", _font),
}


if __name__ == "__main__":
    sys.exit(main())
