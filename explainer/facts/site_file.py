"""
The rules of `mkdocs.yml`: what has no effect here is refused in one sentence that says where to do it instead.

The engine itself checks names and types. Here stands what it would take and drop: settings of Material that only its
own templates and scripts know, plugins that change the theme, addresses that are none, pages that no menu names.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml
from yaml_env_tag import construct_env_tag

from explainer.facts import addresses, textfile, yamlfile
from explainer.facts.problems import EditorError, Problem, nearest

FILE = "mkdocs.yml"
COLORS = "Colors stand at the top of the style sheet in docs/assets, as custom properties."
EXTENSION = "explainer.shown.markdown"

# What the templates always do, so that naming it is no mistake.
ALWAYS_ON = {
    "content.tooltips", "content.code.copy", "content.code.annotate", "content.action.edit",
    "content.footnote.tooltips", "navigation.footer", "navigation.path", "search.highlight", "toc.follow",
}  # fmt: skip
NO_EFFECT: dict[str, tuple[str, str]] = {
    "theme.logo": ("has no effect: the header shows the name of the site", "Set `site_name`."),
    "theme.icon": ("has no effect: the pages show words in place of icons", "Remove it."),
    "theme.direction": ("has no effect: the language decides it", "Set `theme.language`."),
    "theme.locale": ("is another theme's", "Set `theme.language`."),
    "theme.hljs_languages": ("is another theme's", "Code is colored by itself."),
    "extra.analytics": ("has no effect: no reader is counted", "Remove it."),
    "extra.consent": ("has no effect: nothing is kept or sent that needs consent", "Remove it."),
    "extra.alternate": ("has no effect: the header has no choice of languages", "Link to the other site in `nav`."),
    "extra.version": ("has no effect: there is one version of the site", "Remove it."),
    "extra.homepage": ("has no effect: the name of the site leads to its first page", "Remove it."),
    "extra.status": ("has no effect: the menu has no marks", "Say it on the page."),
    "extra.annotate": ("has no effect: numbers in comments of code are found by themselves", "Remove it."),
    "extra.tags": ("has no effect: pages have no tags", "Write a section in `nav`."),
    "google_analytics": ("has no effect: no reader is counted", "Remove it."),
    "site_author": ("has no effect: the site itself is named as the author", "Set `site_name`."),
    "extra_templates": ("has no effect", "Put the file into docs/, or a template into overrides/."),
}
EXTRA = {
    *("contact", "publisher", "generator", "tagline", "article", "dataset", "preview", "earlier_data", "footer"),
    *("social", "words"),
}
EXTENSIONS_REFUSED: dict[str, str] = {
    "pymdownx.emoji": "Say it in words: pages hold no emoji and no icons.",
    "pymdownx.arithmatex": "Say a formula in words, or put it into `code`.",
    "pymdownx.snippets": "Write the words on each page; what several pages say is a record.",
    "pymdownx.b64": "Pictures stay files of docs/assets.",
    "pymdownx.critic": "Accept or drop a change before it is published.",
    "pymdownx.progressbar": "Write the number; /// chart draws it.",
    "pymdownx.slugs": "Anchors are made by `toc`.",
    "pymdownx.fancylists": "Write '1.' before each item.",
    "codehilite": "Code is colored by pymdownx.highlight.",
    "fenced_code": "Code is read by pymdownx.superfences.",
    "markdown.extensions.codehilite": "Code is colored by pymdownx.highlight.",
    "markdown.extensions.fenced_code": "Code is read by pymdownx.superfences.",
    "meta": "The front matter is read by the engine.",
    "nl2br": "A line is a sentence here, and not a paragraph.",
    "wikilinks": "Write [words](page.md).",
    "legacy_em": "Write *words*.",
    "material.extensions.emoji": "Say it in words: pages hold no emoji and no icons.",
    "material.extensions.preview": "The note of a phrase stands beside it.",
    **{f"pymdownx.blocks.{name}": instead for name, instead in (
        ("admonition", "Write '!!! note'."), ("details", "Write '??? note'."), ("tab", "Write '=== \"words\"'."),
        ("caption", "Write '/// figure | caption' or '/// table | caption'."),
        ("html", "Write Markdown with { .class }."),
        ("definition", "Write ':   ' before a definition."),
    )},
}  # fmt: skip
EXTENSION_OPTIONS: dict[tuple[str, str], tuple[Callable[[Any], bool], str]] = {
    ("pymdownx.highlight", "noclasses"): (bool, "A page holds no styles of its own; code is colored by classes."),
    ("pymdownx.highlight", "use_pygments"): (lambda on: not on, "Code would need a script; Pygments colors it here."),
    ("pymdownx.tabbed", "alternate_style"): (lambda on: not on, "Write `alternate_style: true`, as Material does."),
    ("pymdownx.superfences", "custom_fences"): (
        bool,
        "Diagrams need a script from elsewhere; use /// chart or /// figure.",
    ),
    ("pymdownx.tasklist", "clickable_checkbox"): (bool, "A page does not keep what a reader ticks."),
    ("pymdownx.tasklist", "custom_checkbox"): (bool, "Boxes are shown as signs by themselves."),
    ("footnotes", "UNIQUE_IDS"): (bool, "Addresses of footnotes would change at each build."),
}
# Plugins that were tried and break, or that readers would see nothing of (CONTRIBUTING, "Plugins").
PLUGINS_REFUSED: dict[str, str] = {
    "search": "Search is built from the finished pages; the plugin's index would be read by nobody.",
    "tags": "Pages have no tags; a section in `nav` brings pages together.",
    "blog": "Write a page and name it in `nav`; feeds/updates.xml tells what is new.",
    "social": "`explainer social` draws the one picture of link previews.",
    "privacy": "Nothing is loaded from elsewhere, so there is nothing to fetch.",
    "offline": "The site works from disk as it is, and `make editions` packs it.",
    "meta": "Each page says its own title, description and dates.",
    "group": "Name plugins one by one.",
    "info": "It packs a report for Material, and this look is not Material's.",
    "optimize": "Make pictures small before they go into docs/assets.",
    "typeset": "It changes headings of Material's menu, which this site does not use.",
    "projects": "One folder is one site.",
    "redirects": "Name the old path in the front matter of the new page: redirect_from: [old/page.md].",
    "git-revision-date": "Write `updated` and `checked` in the front matter; they are shown and published.",
    "git-revision-date-localized": "Write `updated` and `checked` in the front matter; they are shown and published.",
    "git-authors": "The site itself is named as the author.",
    "git-committers": "The site itself is named as the author.",
    "glightbox": "Its script stands inside the pages, where none may run. Link a picture to its file.",
    "i18n": "One site is one language: build a second one from a folder of its own, and link the two.",
    "static-i18n": "One site is one language: build a second one from a folder of its own, and link the two.",
    "rss": "Feeds are made by themselves: feeds/corrections.xml and feeds/updates.xml.",
    "macros": "Nothing is filled in on a page. What several pages say is a record.",
    "awesome-nav": "The order of pages stands in `nav`.",
    "awesome-pages": "The order of pages stands in `nav`.",
    "section-index": "It knows Material's own menu only. Name an index page in `nav`.",
    "print-site": "`make editions` makes the books.",
    "with-pdf": "`make editions` makes the books.",
    "pdf-export": "`make editions` makes the books.",
    "mermaid2": "Diagrams need a script from elsewhere; use /// chart or /// figure.",
    "table-reader": "A table of numbers is a chart of records (/// chart), or stands on the page.",
}
DOCS = "docs"


@dataclass(frozen=True, eq=False)  # one reading is one file, so that what is worked out from it can be kept
class SiteFile:
    """The site file: its values, and the line of each by its path."""

    values: dict[str, Any]
    lines: dict[str, int]
    variables: dict[str, str]  # path of a value: the environment variable that sets it

    def get(self, path: str) -> Any:
        """The value of `path`, as 'theme.language'; None where it is not set."""
        value: Any = self.values
        for part in path.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        return value

    def problem(self, path: str, message: str, mend: str) -> Problem:
        """A problem with the value of `path`, named after the variable where one sets it."""
        variable = self.variables.get(path, "")
        if variable and os.environ.get(variable):
            return Problem(variable, 0, message, mend)
        while path and path not in self.lines:
            path = path.rpartition(".")[0]
        return Problem(FILE, self.lines.get(path, 0), message, mend)


SHAPES: dict[str, tuple[tuple[type, ...], str]] = {
    **dict.fromkeys(("site_name", "site_description", "copyright"), ((str,), "words")),
    **dict.fromkeys(("extra", "validation"), ((dict,), "fields")),
    **dict.fromkeys(("nav", "extra_css", "extra_javascript", "hooks", "watch"), ((list,), "a list")),
    **dict.fromkeys(("plugins", "markdown_extensions"), ((list, dict), "a list")),
    "theme": ((dict, str), "fields"),
    "extra.footer": ((list,), "a list"),
    "extra.social": ((list,), "a list"),
    "extra.dataset": ((dict,), "fields"),
    "extra.preview": ((dict, str), "words"),
    "extra.earlier_data": ((dict,), "fields"),
    "theme.features": ((list,), "a list"),
    "theme.palette": ((list, dict), "fields"),
}


def demand(path: Path) -> None:
    """Raise `EditorError` where the site file cannot be read, or holds other things than anything here expects."""
    if not path.is_file():
        return
    file = read(path)
    found = [
        file.problem(name, f"`{name}` is '{str(value)[:40]}'", f"Write {words}.")
        for name, (kinds, words) in SHAPES.items()
        if (value := file.get(name)) is not None and not isinstance(value, kinds)
    ]
    if found:
        raise EditorError(found)


def problems(path: Path, pages: Iterable[str], docs: Path) -> Iterator[Problem]:
    """What is wrong with the site file `path`; `pages` are the sources of all pages, below `docs`."""
    if not path.is_file():
        return
    file = read(path)
    if file.get("INHERIT"):
        yield file.problem("INHERIT", "the settings stand in two files", f"Write them all into {FILE}.")
        return
    yield from _addresses(file)
    yield from _no_effect(file)
    yield from _theme(file)
    yield from _layout(file)
    yield from _plugins(file)
    yield from _extensions(file)
    yield from _loaded(file, docs)
    yield from _extra(file)
    yield from _navigation(file, list(pages))


# -- reading -----------------------------------------------------------------------------------------------


class _Loader(yaml.SafeLoader):
    """Reads `!ENV` as the engine does; a value that only the engine can make is no text."""


_Loader.add_constructor("!ENV", construct_env_tag)
_Loader.add_constructor("!relative", lambda *_: None)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_: None)


def read(path: Path) -> SiteFile:
    """The site file `path`: read again only when it, or a variable that it may name, is another."""
    stat = path.stat()
    return _read(path, (stat.st_mtime_ns, stat.st_size), tuple(sorted(os.environ.items())))


@lru_cache(maxsize=8)
def _read(path: Path, _stamp: tuple[int, int], _variables: tuple[tuple[str, str], ...]) -> SiteFile:
    text = textfile.read(path, FILE)
    root = yamlfile.compose(text, FILE)
    if not isinstance(root, yaml.MappingNode):
        raise EditorError([Problem(FILE, 1, "the file holds no settings", "Write 'site_name: ...' and so on.")])
    lines: dict[str, int] = {}
    variables: dict[str, str] = {}
    _note(root, "", lines, variables, ())
    try:
        values = yaml.load(text, Loader=_Loader)  # noqa: S506 (a safe loader)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        message = f"this is not valid YAML: {getattr(error, 'problem', None) or error}"
        mend = "Put quotation marks round the value."
        raise EditorError([Problem(FILE, mark.line + 1 if mark else 0, message, mend)]) from None
    return SiteFile(values, lines, variables)


def _note(
    node: yaml.Node, path: str, lines: dict[str, int], variables: dict[str, str], around: tuple[yaml.Node, ...]
) -> None:
    """Note the line of every value, and the variable that sets it."""
    if node in around:
        raise EditorError([Problem(FILE, node.start_mark.line + 1, "a value contains itself", "Write it out.")])
    if path:
        lines.setdefault(path, node.start_mark.line + 1)
    if node.tag == "!ENV":
        names = node.value if isinstance(node.value, list) else [node]
        given = [n.value for n in names[: max(1, len(names) - 1)] if os.environ.get(str(n.value))]
        variables[path] = str(given[0] if given else names[0].value)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below = f"{path}.{key.value}" if path else str(key.value)
            lines[below] = key.start_mark.line + 1
            _note(value, below, lines, variables, (*around, node))
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            _note(item, f"{path}.{number}", lines, variables, (*around, node))


# -- addresses ---------------------------------------------------------------------------------------------


def _addresses(file: SiteFile) -> Iterator[Problem]:
    for name in ("site_url", "repo_url"):
        value = str(file.get(name) or "")
        wrong = addresses.wrong(value.replace("://localhost", "://localhost.local", 1)) if value else ""
        if value and not wrong and ("?" in value or "#" in value):
            wrong = "an address of a site ends with its folder"
        if wrong:
            yield file.problem(name, f"{name} is '{value}': {wrong}", "Write https://host/folder/.")
    edit = str(file.get("edit_uri") or "")
    if edit and not re.fullmatch(r"(?:https?://)?[\w./?=&#%~+@:,-]+", edit, re.ASCII):
        yield file.problem("edit_uri", f"edit_uri '{edit}' is no part of an address", "Write edit/main/docs/.")
    contact = str(file.get("extra.contact") or "")
    if contact and not re.fullmatch(r"[\w.!#$%&*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+", contact):
        mend = "Write name@example.org."
        yield file.problem("extra.contact", f"contact '{contact}' is no address for mail", mend)


# -- settings ----------------------------------------------------------------------------------------------


def _no_effect(file: SiteFile) -> Iterator[Problem]:
    for path, (message, mend) in NO_EFFECT.items():
        if file.get(path) not in (None, False, "", [], {}):
            yield file.problem(path, f"`{path}` {message}", mend)
    if file.get("extra.generator"):
        mend = "Write `generator: false`, or remove it."
        yield file.problem("extra.generator", "`extra.generator` has no effect: pages name no program", mend)


def _layout(file: SiteFile) -> Iterator[Problem]:
    if file.get("use_directory_urls") is not False:
        yield file.problem("use_directory_urls", *DIRECTORY_URLS)
    if str(file.get("docs_dir") or DOCS) != DOCS:
        yield file.problem(
            "docs_dir", f"`docs_dir` is '{file.get('docs_dir')}'", f"Pages and records stand in {DOCS}/."
        )
    if not file.get("nav"):
        yield file.problem("nav", "there is no `nav`", "Name the pages in the order in which they are read.")
    if file.get("strict") is not True:
        yield file.problem("strict", "`strict` is not on, so a dead link would be published", "Write `strict: true`.")


DIRECTORY_URLS = (
    "`use_directory_urls` is on, and pages opened from disk or from a zip would lead nowhere",
    "Write `use_directory_urls: false`.",
)


def _theme(file: SiteFile) -> Iterator[Problem]:
    theme = file.get("theme")
    if not isinstance(theme, dict) or not theme.get("custom_dir"):
        mend = "Write `theme:` with `name: material` and `custom_dir: overrides`."
        yield file.problem("theme", "the theme has no `custom_dir`, where this project's templates stand", mend)
        return
    if theme.get("name") not in (None, "material"):
        mend = "Write `name: material`; templates and style sheet are this project's own."
        yield file.problem("theme.name", f"the theme is '{theme['name']}'", mend)
    if theme.get("font"):
        mend = "Write `font: false`; fonts stand in docs/assets/fonts, and the style sheet names them."
        yield file.problem("theme.font", "`theme.font` would load a font from elsewhere", mend)
    for n, feature in enumerate(theme.get("features") or []):
        if feature not in ALWAYS_ON:
            hint = nearest(str(feature), ALWAYS_ON)
            mend = f"{hint} " if hint and str(feature).split(".")[-1] in hint else ""
            mend += "Remove it; what pages do stands in overrides/ and docs/assets/site.js."
            yield file.problem(f"theme.features.{n}", f"the feature '{feature}' has no effect", mend)
    language = str(theme.get("language") or "en")
    if not re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?", language):
        yield file.problem("theme.language", f"the language is '{language}'", "Write its code: en, es, vi.")
    elif languages() and language not in languages():
        hint = nearest(language, languages()) or "Its list of languages stands in partials/languages of the theme."
        mend = f"{hint} Or put partials/languages/{language}.html into overrides/."
        if not (Path(str(theme["custom_dir"])) / "partials" / "languages" / f"{language}.html").is_file():
            yield file.problem("theme.language", f"Material has no words in the language '{language}'", mend)
    yield from _palette(file, theme.get("palette"))


def _palette(file: SiteFile, palette: Any) -> Iterator[Problem]:
    rows = palette if isinstance(palette, list) else [palette] if palette else []
    for n, row in enumerate(rows):
        at = f"theme.palette.{n}" if isinstance(palette, list) else "theme.palette"
        if not isinstance(row, dict):
            yield file.problem(at, f"`theme.palette` holds '{row}'", "Write `scheme: default` or `scheme: slate`.")
            continue
        for name in row.keys() - {"scheme", "media", "toggle"}:
            yield file.problem(f"{at}.{name}", f"`palette.{name}` has no effect", COLORS)
        if row.get("scheme", "default") not in {"default", "slate"}:
            mend = f"Write `default` (light) or `slate` (dark). {COLORS}"
            yield file.problem(f"{at}.scheme", f"there is no color scheme '{row['scheme']}'", mend)


@cache
def languages() -> frozenset[str]:
    """Languages that Material has words in; none where the theme is not installed."""
    found = find_spec("material")
    folders = [Path(place) for place in (found.submodule_search_locations or [] if found else [])]
    return frozenset(f.stem for folder in folders for f in folder.glob("templates/partials/languages/*.html"))


# -- plugins and extensions --------------------------------------------------------------------------------


def _named(value: Any) -> Iterator[tuple[str, str, Any]]:
    """(place in the list, name, options) of plugins or extensions, as the engine lets them be written."""
    rows = value.items() if isinstance(value, dict) else enumerate(value or [])
    for n, row in rows:
        if isinstance(value, dict):
            yield str(n), str(n), row
        elif isinstance(row, dict) and len(row) == 1:
            yield (str(n), *next((str(name), options) for name, options in row.items()))
        else:
            yield str(n), str(row), None


def _plugins(file: SiteFile) -> Iterator[Problem]:
    if "plugins" not in file.values:
        mend = "Write `plugins: []`; without it the engine adds a search that no page uses."
        yield file.problem("plugins", "`plugins` is not set", mend)
    for at, name, _ in _named(file.get("plugins")):
        for wrong in refused_plugin(name):
            yield file.problem(f"plugins.{at}", *wrong)


def refused_plugin(name: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a plugin, and what to do instead; nothing where it may run."""
    plain = name.removeprefix("material/")
    if plain in PLUGINS_REFUSED:
        yield f"the plugin '{plain}' does not work here", PLUGINS_REFUSED[plain]


def _extensions(file: SiteFile) -> Iterator[Problem]:
    listed = list(_named(file.get("markdown_extensions")))
    if EXTENSION not in [name for _, name, _ in listed]:
        mend = f"Add `- {EXTENSION}`: it makes references, blocks and notes."
        yield file.problem("markdown_extensions", f"the extension '{EXTENSION}' is not named", mend)
    for at, name, options in listed:
        place = f"markdown_extensions.{at}"
        if name in EXTENSIONS_REFUSED:
            yield file.problem(place, f"the extension '{name}' does not work here", EXTENSIONS_REFUSED[name])
        for option, value in (options or {}).items() if isinstance(options, dict) else ():
            wrong, mend = EXTENSION_OPTIONS.get((name, option), (None, ""))
            if wrong and wrong(value):
                yield file.problem(f"{place}.{name}.{option}", f"`{option}` of '{name}' does not work here", mend)


# -- files that pages load ---------------------------------------------------------------------------------


def _loaded(file: SiteFile, docs: Path) -> Iterator[Problem]:
    for name in ("extra_css", "extra_javascript"):
        for n, row in enumerate(file.get(name) or []):
            path = str(row.get("path", "") if isinstance(row, dict) else row)
            at = f"{name}.{n}"
            if re.match(r"(?:[a-z][a-z0-9+.-]*:|//)", path, re.IGNORECASE):
                mend = "Keep a copy in docs/assets, and name that."
                yield file.problem(at, f"'{path}' would be loaded from another origin", mend)
            elif not (docs / path).is_file():
                mend = nearest(path, [f.relative_to(docs).as_posix() for f in docs.glob("assets/*")])
                yield file.problem(at, f"there is no file docs/{path}", mend or "Name a file below docs/.")
    if not file.get("extra_css"):
        yield file.problem("extra_css", "no style sheet is named", "Write `extra_css: [assets/site.css]`.")
    icon = str(file.get("theme.favicon") or "")
    if re.match(r"(?:https?:)?//", icon):
        yield file.problem("theme.favicon", f"'{icon}' would be loaded from another origin", "Keep it in docs/assets.")


def _extra(file: SiteFile) -> Iterator[Problem]:
    extra = file.get("extra")
    if not isinstance(extra, dict):
        return
    for name in extra.keys() - EXTRA:
        close = nearest(str(name), EXTRA)
        if close and f"extra.{name}" not in NO_EFFECT:
            yield file.problem(f"extra.{name}", f"nothing reads `extra.{name}`", close)
    for n, item in enumerate(extra.get("social") or []):
        link = str(item.get("link", "")) if isinstance(item, dict) else ""
        if not re.match(r"(?:https?://[^\s\"'<>]+|mailto:[^\s\"'<>]+@[^\s\"'<>]+)$", link):
            mend = "Write {name: words, link: https://...}."
            yield file.problem(f"extra.social.{n}", f"'{link or item}' is no link", mend)
    words = extra.get("words")
    if words and not (isinstance(words, dict) and all(isinstance(text, str) for text in words.values())):
        yield file.problem("extra.words", "`extra.words` holds no words", "Write `skip: words`, one line for each.")


# -- navigation --------------------------------------------------------------------------------------------


def _navigation(file: SiteFile, pages: list[str]) -> Iterator[Problem]:
    named: dict[str, str] = {}
    for at, src in _entries(file.get("nav"), "nav"):
        if src in named:
            yield file.problem(at, f"the menu names '{src}' twice", "Keep one of the lines.")
        elif src not in pages:
            mend = nearest(src, pages) or "Name a page below docs/, as in about/index.md."
            yield file.problem(at, f"the menu names '{src}', which is no page", mend)
        named.setdefault(src, at)
    hidden = [
        row.strip()
        for name in ("not_in_nav", "exclude_docs", "draft_docs")
        for row in str(file.get(name) or "").split()
    ]
    for src in pages if file.get("nav") else []:
        if src not in named and not any(_matches(src, pattern) for pattern in hidden):
            mend = f"Add '- {src}' to `nav` in {FILE}, or '/{src}' to `not_in_nav`."
            yield Problem(f"docs/{src}", 0, "no menu names this page", mend)


def _entries(value: Any, at: str) -> Iterator[tuple[str, str]]:
    """(place, page) of every line of the navigation that names a page of the site."""
    for n, item in enumerate(value if isinstance(value, list) else []):
        here = f"{at}.{n}"
        if isinstance(item, dict):
            for title, below in item.items():
                if isinstance(below, list):
                    yield from _entries(below, f"{here}.{title}")
                elif isinstance(below, str):
                    yield from _page(below, f"{here}.{title}")
        elif isinstance(item, str):
            yield from _page(item, here)


def _page(value: str, at: str) -> Iterator[tuple[str, str]]:
    if not re.match(r"(?:[a-z][a-z0-9+.-]*:|/)", value, re.IGNORECASE):
        yield at, value


def _matches(src: str, pattern: str) -> bool:
    """Whether a page is named by a pattern as git reads it: from the root, at any depth, or a folder."""
    plain = pattern.removeprefix("/").removesuffix("/")
    if "/" not in pattern.removesuffix("/"):
        return any(fnmatch(part, plain) for part in src.split("/"))
    return fnmatch(src, plain) or src.startswith(f"{plain}/")
