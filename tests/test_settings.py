"""What may be set in mkdocs.yml, in a table: it works, or is refused in one sentence with its line."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser

from explainer.facts import site_file
from explainer.out import built as built_pages
from tests import support

GOOD = """\
site_name: A site
site_url: https://example.org/x/
repo_url: https://github.com/a/b
edit_uri: edit/main/docs/
strict: true
use_directory_urls: false
theme:
  name: material
  custom_dir: overrides
  font: false
  language: en
extra_css: [assets/site.css]
extra:
  contact: desk@example.org
plugins: []
markdown_extensions:
  - explainer.shown.markdown
nav:
  - index.md
  - Section:
      - a/b.md
"""
PAGES = ["index.md", "a/b.md"]


def said(tmp_path: Path, text: str) -> list[tuple[str, int, str, str]]:
    docs = tmp_path / "docs"
    (docs / "assets").mkdir(parents=True, exist_ok=True)
    (docs / "assets" / "site.css").write_text("", encoding="utf-8")
    file = tmp_path / "mkdocs.yml"
    file.write_text(text, encoding="utf-8")
    return [(p.file, p.line, p.message, p.mend) for p in site_file.problems(file, PAGES, docs)]


def test_a_good_file_is_good(tmp_path: Path) -> None:
    assert said(tmp_path, GOOD) == []


REFUSED = [
    # addresses that are none
    ("https://example.org/x/", "javascript:alert(1)", "site_url is 'javascript:alert(1)'", "https://host/folder/"),
    ("https://example.org/x/", "example.org", "site_url is 'example.org'", "https://host/folder/"),
    ("https://example.org/x/", "https://example.org/x/?a=1", "site_url is", "https://host/folder/"),
    ("https://example.org/x/", "https://example.org/x/#f", "site_url is", "https://host/folder/"),
    ("https://example.org/x/", "'https://exa mple.org/'", "site_url is", "https://host/folder/"),
    ("https://example.org/x/", "'https://example.org/\"><b>'", "site_url is", "https://host/folder/"),
    ("https://example.org/x/", "https://user:pw@example.org/", "site_url is", "https://host/folder/"),
    ("https://github.com/a/b", "javascript:alert(1)", "repo_url is", "https://host/folder/"),
    ("https://github.com/a/b", "../b", "repo_url is", "https://host/folder/"),
    ("edit/main/docs/", "'\"><b>'", "edit_uri '\"><b>' is no part of an address", "edit/main/docs/"),
    ("desk@example.org", "call me", "contact 'call me' is no address for mail", "name@example.org"),
    ("desk@example.org", "'<script>x</script>@a.b'", "is no address for mail", "name@example.org"),
    ("desk@example.org", '"a@b.org\\nExpires: never"', "is no address for mail", "name@example.org"),
    ("desk@example.org", "desk@localhost", "is no address for mail", "name@example.org"),
    # settings of Material without effect
    ("use_directory_urls: false", "use_directory_urls: true", "`use_directory_urls` is on", "false"),
    ("use_directory_urls: false\n", "", "`use_directory_urls` is on", "false"),
    ("  font: false", "  font: {text: Roboto}", "`theme.font` would load a font from elsewhere", "docs/assets/fonts"),
    ("  font: false", "  logo: assets/logo.svg", "`theme.logo` has no effect", "site_name"),
    ("  font: false", "  icon: {repo: fontawesome/brands/git}", "`theme.icon` has no effect", "Remove"),
    ("  font: false", "  features: [navigation.tabs]", "the feature 'navigation.tabs' has no effect", "overrides/"),
    ("  font: false", "  features: [navigation.instant]", "the feature 'navigation.instant' has no effect", "Remove"),
    (
        "  font: false",
        "  features: [content.tooltip]",
        "the feature 'content.tooltip' has no effect",
        "content.tooltips",
    ),
    ("  font: false", "  palette: {primary: indigo}", "`palette.primary` has no effect", "custom properties"),
    ("  font: false", "  palette: [{scheme: dracula}]", "there is no color scheme 'dracula'", "slate"),
    ("language: en", "language: xx", "Material has no words in the language 'xx'", "partials/languages/xx.html"),
    ("language: en", "language: English please", "the language is 'English please'", "en, es, vi"),
    ("name: material", "name: readthedocs", "the theme is 'readthedocs'", "material"),
    ("  custom_dir: overrides\n", "", "the theme has no `custom_dir`", "overrides"),
    ("extra:", "extra:\n  analytics: {provider: google, property: G-1}", "`extra.analytics` has no effect", "Remove"),
    ("extra:", "extra:\n  consent: {title: x}", "`extra.consent` has no effect", "Remove"),
    ("extra:", "extra:\n  version: {provider: mike}", "`extra.version` has no effect: there is one version", "Remove"),
    ("extra:", "extra:\n  alternate: [{name: es, link: /es/}]", "`extra.alternate` has no effect", "nav"),
    ("extra:", "extra:\n  generator: true", "`extra.generator` has no effect", "false"),
    ("extra:", "extra:\n  foooter: [index.md]", "nothing reads `extra.foooter`", "footer"),
    ("extra:", "extra:\n  social: [{icon: x, link: 'javascript:x'}]", "'javascript:x' is no link", "https://"),
    ("extra:", "extra:\n  words: hello", "`extra.words` holds no words", "one line for each"),
    ("strict: true", "strict: false", "`strict` is not on", "strict: true"),
    ("strict: true", "strict: true\ndocs_dir: pages", "`docs_dir` is 'pages'", "docs/"),
    ("strict: true", "strict: true\nsite_author: me", "`site_author` has no effect", "site_name"),
    # plugins and extensions
    ("plugins: []\n", "", "`plugins` is not set", "plugins: []"),
    ("plugins: []", "plugins: [search]", "the plugin 'search' does not work here", "built from the finished pages"),
    ("plugins: []", "plugins:\n  - material/blog:\n      blog_dir: x", "the plugin 'blog' does not work", "nav"),
    ("plugins: []", "plugins:\n  social: {}", "the plugin 'social' does not work here", "explainer social"),
    ("plugins: []", "plugins: [redirects]", "the plugin 'redirects' does not work here", "redirect_from"),
    ("plugins: []", "plugins: [git-revision-date-localized]", "the plugin 'git-revision", "`updated`"),
    ("plugins: []", "plugins: [glightbox]", "the plugin 'glightbox' does not work here", "Link a picture"),
    ("plugins: []", "plugins: [i18n]", "the plugin 'i18n' does not work here", "one language"),
    ("  - explainer.shown.markdown", "  - tables", "'explainer.shown.markdown' is not named", "references"),
    ("plugins: []", "plugins: []\n", "", ""),
    (
        "  - explainer.shown.markdown",
        "  - explainer.shown.markdown\n  - pymdownx.emoji",
        "'pymdownx.emoji' does",
        "words",
    ),
    ("  - explainer.shown.markdown", "  - explainer.shown.markdown\n  - pymdownx.arithmatex", "does not", "formula"),
    ("  - explainer.shown.markdown", "  - explainer.shown.markdown\n  - pymdownx.snippets", "does not", "record"),
    (
        "  - explainer.shown.markdown",
        "  - explainer.shown.markdown\n  - pymdownx.highlight: {noclasses: true}",
        "`noclasses` of 'pymdownx.highlight' does not work",
        "classes",
    ),
    (
        "  - explainer.shown.markdown",
        "  - explainer.shown.markdown\n  - pymdownx.superfences:\n      custom_fences: [{name: mermaid}]",
        "`custom_fences` of 'pymdownx.superfences' does not work",
        "/// chart",
    ),
    # files
    ("[assets/site.css]", "[https://x.example/a.css]", "would be loaded from another origin", "docs/assets"),
    ("[assets/site.css]", "[assets/siet.css]", "there is no file docs/assets/siet.css", "assets/site.css"),
    ("[assets/site.css]", "[]", "no style sheet is named", "assets/site.css"),
    ("plugins: []", "plugins: []\nextra_javascript: [//x.example/a.js]", "from another origin", "docs/assets"),
    (
        "plugins: []",
        "plugins: []\nextra_javascript: [{path: assets/none.js, defer: true}]",
        "there is no file docs/assets/none.js",
        "assets/site.css",
    ),
    # navigation
    ("  - index.md\n", "  - index.md\n  - index.md\n", "the menu names 'index.md' twice", "Keep one"),
    ("      - a/b.md", "      - a/c.md", "the menu names 'a/c.md', which is no page", "a/b.md"),
    ("      - a/b.md", "      - Words: https://x.example/", "no menu names this page", "Add '- a/b.md' to `nav`"),
    (GOOD[GOOD.index("nav:") :], "", "there is no `nav`", "order"),
]


@pytest.mark.parametrize(("old", "new", "message", "mend"), REFUSED, ids=[repr(row[1])[:50] for row in REFUSED])
def test_what_has_no_effect_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, message: str, mend: str
) -> None:
    assert old in GOOD
    found = said(tmp_path, GOOD.replace(old, new, 1))
    if not message:
        assert found == []
        return
    assert len([row for row in found if message in row[2]]) == 1, found
    file, line, _, advice = next(row for row in found if message in row[2])
    assert mend in advice
    assert file in {"mkdocs.yml", "docs/a/b.md"}
    if new and file == "mkdocs.yml":  # the line of the mistake, or of the group it stands in
        first = GOOD[: GOOD.index(old)].count("\n") + 1
        assert first - 1 <= line <= first + new.count("\n") + 1 or line == 0, found


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("SITE_URL", "example.org", "site_url is 'example.org'"),
        ("CONTACT_EMAIL", "call me", "contact 'call me' is no address for mail"),
        ("EDIT_URI", '"><b>', "edit_uri"),
        ("REPO_URL", "javascript:alert(1)", "repo_url is"),
    ],
)
def test_a_variable_is_named_where_it_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(name, value)
    text = (support.ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    found = [row for row in said(tmp_path, text) if row[0] == name]
    assert [(line, message in words) for _, line, words, _ in found] == [(0, True)]


def test_a_file_that_is_no_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    from explainer.facts.problems import EditorError

    with pytest.raises(EditorError, match=r"mkdocs.yml:3: this is not valid YAML"):
        said(tmp_path, "site_name: A\nnav: [\n")


def test_the_command_line_cannot_ask_for_what_does_not_work(tmp_path: Path) -> None:
    project = support.small_project(tmp_path)
    result = support_command(project, "--use-directory-urls")
    assert "`use_directory_urls` is on, and pages opened from disk or from a zip would lead nowhere" in result
    assert "Traceback" not in result


def support_command(project: Path, *more: str) -> str:
    import sys

    command = [sys.executable, "-m", "mkdocs", "build", *more]
    environment = support.environment(EXPLAINER_TODAY=support.SMALL_TODAY)
    result = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode != 0
    return result.stdout + result.stderr


def test_every_plugin_that_was_tried_stands_in_the_table_of_contributing() -> None:
    text = (support.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = text[text.index("## Plugins") :]
    named = set(re.findall(r"`([\w-]+)`", table))
    tried = {"search", "tags", "blog", "social", "privacy", "offline", "redirects", "git-revision-date-localized",
             "glightbox", "static-i18n", "minify"}  # fmt: skip
    assert tried <= named


# -- what works --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small explainer with everything set that Material's authors set."""
    project = support.small_project(tmp_path_factory.mktemp("set"))
    file = project / "mkdocs.yml"
    settings = yaml.safe_load(file.read_text(encoding="utf-8"))
    settings["theme"] |= {
        "language": "es",
        "palette": [{"scheme": "slate", "toggle": {"icon": "x", "name": "y"}}],
        "features": ["content.tooltips", "content.code.copy", "navigation.footer"],
    }
    settings["extra"] |= {
        "social": [{"icon": "fontawesome/brands/mastodon", "link": "https://social.example/@pool"},
                   {"name": "Write & read", "link": "https://other.example/"}],
        "words": {"menu": "Menú", "dark": "Oscuro"},
    }  # fmt: skip
    settings["extra_css"].append("assets/own.css")
    settings["extra_javascript"] = ["assets/own.js", {"path": "assets/late.js", "defer": True}]
    settings["nav"][2]["The rules"].append({"Deeper": [{"Deepest": ["rules/deep.md"]}]})
    file.write_text(yaml.safe_dump(settings, sort_keys=False, allow_unicode=True), encoding="utf-8")
    for name, text in (
        ("own.css", ":root { --own: 1 }"),
        ("own.js", "window.own = 1;"),
        ("late.js", "window.late = 1;"),
    ):
        (project / "docs" / "assets" / name).write_text(text, encoding="utf-8")
    about = project / "docs" / "about.md"
    support.edit(about, "---\n# ", "hide: [navigation, toc, footer, path]\n---\n# ")
    deep = (project / "docs" / "rules" / "testing.md").read_text(encoding="utf-8")
    deep = re.sub(r"title: .*", "title: A page far down", deep, count=1).replace("# How the pool tests", "# Far down")
    (project / "docs" / "rules" / "deep.md").write_text(deep, encoding="utf-8")
    result = support.build(project / "site", project)
    assert result.returncode == 0, support.said(result)
    return project / "site"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, built_pages.BuiltPage]:
    return {page.path: page for page in built_pages.read(site)}


Pages = dict[str, built_pages.BuiltPage]


def test_the_language_reaches_the_interface(pages: Pages) -> None:
    tree = pages["rules/index.html"].tree
    assert tree.get("lang") == "es"
    assert tree.xpath("string(//a[@class='skip'])") == "Saltar a contenido"
    assert tree.xpath("string(//button[@id='search-open'])") == "Buscar"
    assert tree.xpath("string(//details[@class='menu']/summary)") == "Menú", "from extra.words"
    assert "Siguiente" in tree.xpath("string(//nav[@class='pager'])")


def test_a_language_that_runs_from_right_to_left(tmp_path: Path) -> None:
    project = support.small_project(tmp_path)
    support.edit(project / "mkdocs.yml", "  language: en\n", "  language: he\n")
    result = support.build(project / "site", project)
    assert result.returncode == 0, support.said(result)
    assert '<html lang="he" dir="rtl">' in (project / "site" / "index.html").read_text(encoding="utf-8")


def test_words_without_the_theme_are_our_own(tmp_path: Path) -> None:
    project = support.small_project(tmp_path)
    # As an engine without Material would set it.
    support.edit(project / "mkdocs.yml", "  name: material\n", "  name: null\n  static_templates: [404.html]\n")
    result = support.build(project / "site", project)
    assert result.returncode == 0, support.said(result)
    assert "Skip to the text" in (project / "site" / "index.html").read_text(encoding="utf-8")


def test_the_colors_that_a_page_begins_with(site: Path, browser: Browser) -> None:
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    page.get_by_role("button", name=re.compile("light", re.IGNORECASE)).click()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    page.reload()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light", "the reader's own choice"
    context.close()


def test_hide_leaves_parts_of_a_page_out(pages: Pages) -> None:
    hidden, shown = pages["about.html"].tree, pages["rules/testing.html"].tree
    for part in ("//div[@class='side']", "//nav[@class='pager']", "//p[@class='path']"):
        assert not hidden.xpath(part), part
        assert shown.xpath(part), part
    assert not hidden.xpath("//details[@class='on-page']|//ul[@class='toc']")


def test_links_to_other_places_of_the_publisher(pages: Pages) -> None:
    links = pages["index.html"].tree.xpath("//ul[@class='foot-links']//a[contains(@rel, 'me')]")
    assert [(a.get("href"), a.text) for a in links] == [
        ("https://social.example/@pool", "social.example"),
        ("https://other.example/", "Write & read"),
    ]


def test_own_styles_and_scripts_are_loaded(site: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.goto((site / "rules" / "index.html").as_uri())
    page.wait_for_function("window.own === 1 && window.late === 1")
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--own')") == "1"
    page.close()


def test_a_page_at_the_fourth_level_is_in_every_menu(pages: Pages) -> None:
    for path, page in pages.items():
        if not page.unlisted and path != "404.html":
            found = page.tree.xpath("//ul[@class='menu-list']//a[text()='A page far down']")
            assert len(found) == 1, path
    side = pages["rules/testing.html"].tree.xpath("//div[@class='side']//a[text()='A page far down']")
    assert [a.get("href") for a in side] == ["deep.html"]
