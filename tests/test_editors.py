"""What an editor may write, in a table: it works in every edition, or is refused with its line and what to do."""

from __future__ import annotations

import copy
import csv
import dataclasses
import io
import json
import re
import shutil
import subprocess
import sys
import types
from pathlib import Path

import feedparser
import icalendar
import pytest
from playwright.sync_api import Browser, expect

from explainer import build as steps
from explainer.facts.library import Library
from explainer.facts.problems import EditorError
from explainer.facts.settings import Settings
from explainer.out import built as built_pages
from explainer.out import calendar, csvfile, tables
from explainer.text import front_matter, published, syntax, targets
from explainer.text.pages import Page
from tests import axe, support

FRONT = "---\ntitle: A page\n---\n"
SAMPLE = support.ROOT / "tests" / "pages" / "material.md"


# -- syntax ------------------------------------------------------------------------------------------------


def said(text: str) -> list[str]:
    """What the check says about the text of a page, from its first line on."""
    page = Page("page.md", FRONT + text)
    found = sorted({*page.problems, *syntax.page_problems(page)})
    return [f"{p.line - 3}: {p.message}\n{p.mend}" for p in found]


REFUSED = [
    # raw HTML that runs, or is styled in place
    ("Words <script>alert(1)</script>.", 1, "<script> may not stand in a page", "docs/assets"),
    ("Words.\n\n<SCRIPT SRC='x.js'></SCRIPT>", 3, "<SCRIPT> may not stand in a page", "scripts: [assets/name.js]"),
    ("<style>p { color: red }</style>", 1, "<style> may not stand in a page", "extra_css"),
    ("<iframe src='https://x.example'></iframe>", 1, "<iframe> may not stand in a page", "Link to it instead"),
    ('<meta http-equiv="refresh" content="0">', 1, "<meta> may not stand in a page", "redirect_from"),
    ("<object data='x.pdf'></object>", 1, "<object> may not stand in a page", "Link to the file"),
    ("<embed src='x.pdf'>", 1, "<embed> may not stand in a page", "Link to the file"),
    ("<base href='https://x.example/'>", 1, "<base> may not stand in a page", "relative"),
    ("<link rel='stylesheet' href='x.css'>", 1, "<link> may not stand in a page", "extra_css"),
    ("<svg onload=alert(1)></svg>", 1, "<svg> may not stand in a page", "![what it shows]"),
    ("<form action='x'><input name='a'></form>", 1, "<form> may not stand in a page", "Markdown"),
    ("<video src='x.mp4'></video>", 1, "<video> may not stand in a page", "Link to the file"),
    ("<math><mi>x</mi></math>", 1, "<math> may not stand in a page", "words"),
    ("<my-widget>x</my-widget>", 1, "<my-widget> may not stand in a page", "Markdown"),
    ("<img src='x.png' alt='words'>", 1, "<img> may not stand in a page", "![what it shows](file)"),
    ("<script", 1, "<script may not stand in a page", "&lt;"),
    ('<p onclick="x()">Words</p>', 1, "'onclick' may not stand in a page: it runs a script", "scripts"),
    ("<div\n  onmouseover=alert(1)\n>Words</div>", 1, "'onmouseover' may not stand in a page", "scripts"),
    ("<b OnFocus='x'>Words</b>", 1, "'OnFocus' may not stand in a page", "scripts"),
    ('<b style="color: red">Words</b>', 1, "'style' may not stand in a page", "class"),
    ("Words{ onclick='x()' }", 1, "'onclick' may not stand in a page", "scripts"),
    ('# Title { style="color: red" }', 1, "'style' may not stand in a page", "class"),
    ("{: style='color: red' }", 1, "'style' may not stand in a page", "class"),
    ("/// aside | Title\n    attrs: {onclick: 'x()'}\nWords.\n///", 1, "'onclick' may not stand in a page", "scripts"),
    # addresses that run
    ('<a href="javascript:alert(1)">x</a>', 1, "'javascript:alert(1)' is no address that a reader can open", "https:"),
    ('<a href="java&#115;cript:alert(1)">x</a>', 1, "is no address that a reader can open", "https:"),
    ('<a href=" JavaScript:alert(1)">x</a>', 1, "is no address that a reader can open", "https:"),
    ("[x](javascript:alert(1))", 1, "is no address that a reader can open", "https:"),
    ("[x](<javascript:alert(1)>)", 1, "is no address that a reader can open", "https:"),
    ("[x](vbscript:x)", 1, "is no address that a reader can open", "https:"),
    ("[x](data:text/html,<b>x</b>)", 1, "is no address that a reader can open", "https:"),
    ("[x](file:///etc/passwd)", 1, "is no address that a reader can open", "https:"),
    ("Words <javascript:alert(1)>.", 1, "is no address that a reader can open", "https:"),
    ("[x][y]\n\n[y]: javascript:alert(1)", 3, "is no address that a reader can open", "https:"),
    # what needs a program from elsewhere
    ("``` mermaid\ngraph TD\n```", 1, "'mermaid' makes diagrams", "/// chart"),
    ("```mermaid\ngraph TD\n```", 1, "'mermaid' makes diagrams", "/// figure"),
    ("``` { .mermaid }\ngraph TD\n```", 1, "'mermaid' makes diagrams", "/// chart"),
    ("```math\nx\n```", 1, "'math' makes formulas", "words"),
    ("A face :smile: and words.", 1, "':smile:' is an emoji", "words"),
    (":material-account: words", 1, "':material-account:' is an icon of Material", "words"),
    (":fontawesome-brands-mastodon:{ .x }", 1, "is an icon of Material", "words"),
    (":+1: words", 1, "is an emoji", "words"),
    ("A formula $E=mc^2$ here.", 1, "'$E=mc^2$' is a formula", "`code`"),
    ("The variable $x$ here.", 1, "'$x$' is a formula", "`code`"),
    ("$$\nx\n$$ and $$x$$", 3, "is a formula", "`code`"),
    ("Words \\(a+b\\) words", 1, "is a formula", "`code`"),
    ("Words \\[x^2\\] words", 1, "is a formula", "`code`"),
    ('--8<-- "part.md"', 1, "is a snippet of another file", "record"),
    ("Words {{ name }} words", 1, "is a mark of a template", "words"),
    ("{% include 'x' %}", 1, "is a mark of a template", "words"),
    ("Words {++more++}", 1, "is a mark of review", "Accept"),
    ("Words {--less--}", 1, "is a mark of review", "Accept"),
    ("[[Another page]]", 1, "is a link as wikis write it", "[words](page.md)"),
    ("::: note\nWords\n:::", 1, "is a mark of another program", "!!! note"),
    ("> [!NOTE]\n> Words.", 1, "is a box as GitHub writes it", "!!! note"),
    # boxes, tabs, code that would come out otherwise than meant
    ("!!! note\nWords at the margin.", 1, "nothing stands in the box '!!!'", "four spaces"),
    ("??? note\n\nWords at the margin.", 1, "nothing stands in the box '???'", "four spaces"),
    ('=== "Tab"\nWords at the margin.', 1, "nothing stands in the box '==='", "four spaces"),
    ("!!! notez\n\n    Words.", 1, "there is no box 'notez'", "note"),
    ("!!! note Important words\n\n    Words.", 1, "is more than the type of a box", '!!! note "Important words"'),
    ("!!!\n\n    Words.", 1, "the box '!!!' has no type", "!!! note"),
    ("=== Tab\n\n    Words.", 1, "'=== Tab' opens no tab", 'Write === "words on the tab"'),
    ("\n".join(f'=== "{n}"\n\n    Words.\n' for n in range(9)), 33, "this is tab number 9", "8 stand in a row"),
    ("``` python title=x.py\nx\n```", 1, "cannot be read as the first line of code", 'title="words"'),
    ('``` python tilte="x.py"\nx\n```', 1, "code has no option 'tilte'", "title"),
    ("Words.\n\n    Four spaces by accident.", 3, "make it a piece of code", "```"),
    ("Words.\n\n\tA tab by accident.", 3, "make it a piece of code", "```"),
    ("A heading\n=========", 2, "makes a heading of the one above", "## "),
    ("Words of a paragraph.\n---", 2, "makes a heading of the one above", "empty line"),
    # footnotes
    ("Words.[^none]", 1, "there is no footnote '[^none]'", "[^none]: its words"),
    ("Words.\n\n[^unused]: Words.", 3, "nothing leads to the footnote '[^unused]'", "[^unused]"),
    ("Words.[^a]\n\n[^a]: One.\n[^a]: Two.", 4, "the footnote '[^a]' stands twice", "another name"),
    # pictures
    ("![](x.png)", 1, "the picture has no words for those who cannot see it", "![what it shows](file)"),
    ("![ ](x.png)", 1, "the picture has no words", "![what it shows](file)"),
    ("![IMG_2031](x.png)", 1, "“IMG_2031” is the name of a file", "sees"),
    ("![photo-final.jpg](x.png)", 1, "is the name of a file", "sees"),
    ("![A man](https://x.example/a.jpg)", 1, "would be loaded from another origin", "docs/assets"),
    ("![A man](//x.example/a.jpg)", 1, "would be loaded from another origin", "docs/assets"),
    # options of blocks that would be printed as a sentence
    ("/// timeline\nids: [a]\n///", 2, "the option 'ids' of the block 'timeline' stands at the margin", "four spaces"),
    (
        "/// timeline\n  ids: [a]\n///",
        2,
        "the option 'ids' of the block 'timeline' stands at the margin",
        "four spaces",
    ),
    ("/// aside | T\nattrs: {class: x}\nWords.\n///", 2, "the option 'attrs' of the block 'aside'", "four spaces"),
    ("/// figure | C\ncredit: me\n![A man](x.png)\n///", 2, "the option 'credit' of the block 'figure'", "four spaces"),
    ("/// timeline\nWords.\n///", 2, "the block 'timeline' holds no text of its own", "outside"),
]


@pytest.mark.parametrize(("text", "line", "message", "mend"), REFUSED, ids=[repr(row[0])[:40] for row in REFUSED])
def test_what_no_page_can_hold_is_refused_with_its_line(text: str, line: int, message: str, mend: str) -> None:
    found = [words for words in said(text) if message in words]
    assert found, said(text)
    assert found[0].startswith(f"{line}: "), found
    assert mend in found[0].partition("\n")[2], found


@pytest.mark.parametrize(
    "text",
    [
        "A ratio a:b:c at 10:30:45, a link <https://x.example/a:b:c> and :) words.",
        "It costs $5 and $10, or US$5; \\[sic\\] stays, and so does \\(so\\)."[:44],
        "`<script>` and `$x$` and `:smile:` and `[^1]` in code are words.",
        "```\n<script>alert(1)</script>\n!!! note\n$x$ [^1] {{ x }}\n```",
        "~~~ html\n<style></style>\n~~~",
        "- item\n\n    More of the item.\n\n    ```\n    code\n    ```\n",
        '!!! note inline end "Beside"\n\n    Words.\n\n    !!! tip\n\n        Words within.',
        '??? question "Why?"\n\n    Words.\n\n???+ note\n\n    Words.',
        '=== "One"\n\n    Words.\n\n=== "Two"\n\n    Words.',
        '``` python title="x.py" linenums="1" hl_lines="2 3"\nx\n```',
        "``` { .python .annotate title='x' }\nx # (1)!\n```\n\n1. Words.",
        "Words.[^a]\n\n[^a]:\n    Words of a footnote.\n\n    More of them.",
        "Term\n:   What it means.\n\n    More of it.",
        "*[HTML]: HyperText Markup Language",
        "- [x] done\n- [ ] not done",
        "![A man in a hat](x.png){ width=300 align=left }",
        '<div class="grid cards" markdown>\n\n- **One** card\n\n</div>',
        '<figure markdown="span">\n  ![A man](x.png)\n  <figcaption>Words</figcaption>\n</figure>',
        "A < B and <b>bold</b><br>and <kbd>K</kbd>, a <name@x.example> and 3 <4.",
        "Words\n\n---\n\nMore words.",
        "| a | b |\n| :-- | --: |\n| c | d |",
        "/// timeline\n    ids: [a]\n///",
        "/// timeline\n\tids: [a]\n///",
        "/// aside | T\nnote: these are words of the text.\n///",
    ],
)
def test_what_authors_of_material_write_is_read(text: str) -> None:
    assert said(text) == []


def test_text_in_boxes_is_prose_and_code_in_them_is_not() -> None:
    text = (
        '!!! note "A title"\n\n    Prose 1.\n\n    ```\n    code 2\n    ```\n\n'
        '=== "Tab 3"\n\n    Prose 4.\n\nWords.[^a]\n\n[^a]: Prose 5.\n\n'
        'Term\n:   Prose 6.\n\n*[ABC]: Prose 7\n\n```python title="Title 8"\ncode 9\n```\n'
    )
    lines = {line.text.strip(): line.kind for line in Page("page.md", text).lines if line.text.strip()}
    kinds = {n: next(kind for words, kind in lines.items() if f"{n}" in words) for n in (1, 2, 3, 4, 5, 6, 7, 8, 9)}
    assert kinds == {
        1: "prose",
        2: "code",
        3: "title",
        4: "prose",
        5: "prose",
        6: "prose",
        7: "title",
        8: "title",
        9: "code",
    }
    assert lines["A title"] == "title"


@pytest.mark.parametrize("name", ["caption", "details", "tab", "admonition", "html", "note", "figure-caption"])
def test_blocks_of_other_programs_say_what_to_write(name: str, small_library: Library) -> None:
    from explainer.text import blocks

    use = Page("page.md", f"/// {name} | words\n///\n").blocks[0]
    ((message, mend),) = blocks.wrong(use, small_library)
    assert message == f"there is no block '{name}'"
    assert mend.startswith("Write ")


# -- the sample page ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small explainer with the page that holds everything, a page with awkward names, and pages that moved."""
    project = support.small_project(tmp_path_factory.mktemp("sample"))
    docs = project / "docs"
    shutil.copy(SAMPLE, docs / "material.md")
    shutil.copy(SAMPLE.parent / "assets" / "squares.png", docs / "assets")
    awkward = (
        "---\ntitle: '\"Faces\" < one & more'\n"
        'description: >-\n  What we mean by "without their consent" & why <b>readers</b> of this site are never counted.\n'
        "checked: 2024-07-20\nupdated: 2024-07-20\nredirect_from: [deep/old name é.md, moved.md]\n---\n"
        "# “Faces” &lt; one &amp; more\n\nSee [the sample](../material.md#boxes).\n"
    )
    (docs / "deep").mkdir()
    (docs / "deep" / "a page é.md").write_text(awkward, encoding="utf-8")
    support.edit(
        project / "mkdocs.yml",
        "nav:\n  - Home: index.md\n",
        "nav:\n  - Home: index.md\n  - Sample: material.md\n  - deep/a page é.md\n",
    )
    result = support.build(project / "site", project)
    assert result.returncode == 0, support.said(result)
    return project / "site"


@pytest.fixture(scope="module")
def sample_page(sample: Path) -> built_pages.BuiltPage:
    return next(page for page in built_pages.read(sample) if page.path == "material.html")


def test_no_mark_of_the_sample_reaches_a_reader(sample_page: built_pages.BuiltPage) -> None:
    article = copy.deepcopy(sample_page.tree.find(".//article"))
    for element in article.xpath(".//pre|.//code|.//script"):
        element.getparent().remove(element)
    text = " ".join(article.itertext())
    assert not re.search(r"!!!|\?\?\?|===|///|==\w|~~|\+\+|\[\^|\(1\)|\{|\[ \]|\[x\]|\*\[", text)


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("//div[contains(@class, 'admonition ')]", 6),
        ("//details[contains(@class, 'box')]/summary", 2),
        ("//div[@class='tabbed-block']/p[@class='tabbed-title']", 3),
        ("//div[@class='highlight']/span[@class='filename']", 1),
        ("//span[@class='linenos']", 4),
        ("//a[@class='annotation'][@href='#explanation-1-2']", 1),
        ("//ol[@class='annotations']/li[@id='explanation-2-1']", 1),
        ("//section[@class='footnotes']/h2[@id='footnotes']", 1),
        ("//sup/a[@class='footnote-ref'][text()='a']", 2),
        ("//abbr[@title='HyperText Markup Language']", 2),
        ("//abbr[@data-first]", 1),
        ("//span[@class='task-box'][@aria-label='Done'][text()='☑']", 2),
        ("//article//kbd", 3),
        ("//mark|//del|//ins|//article//sub", 4),
        ("//dl[not(@class)]/dt", 2),
        ("//figure[@class='picture']/figcaption/span[@class='credit']", 1),
        ("//article//img[@width][@height][@loading='lazy'][@alt]", 4),
        ("//article//img", 4),
        ("//div[@class='table']//th[@scope='row']", 4),
        ("//*[@style]|//input[@type='checkbox'][not(@id)]", 0),
    ],
)
def test_the_sample_in_html(sample_page: built_pages.BuiltPage, path: str, count: int) -> None:
    assert len(sample_page.tree.xpath(path)) == count


def test_footnotes_stand_last_and_lead_back(sample_page: built_pages.BuiltPage) -> None:
    article = sample_page.tree.find(".//article")
    last = [e for e in article if e.tag == "section"][-1]
    assert last.get("class") == "footnotes"
    ids = sample_page.anchors
    assert all(link.get("href")[1:] in ids for link in last.iter("a") if link.get("href", "").startswith("#"))


def test_a_picture_keeps_its_shape_when_its_width_is_given(sample_page: built_pages.BuiltPage) -> None:
    sizes = [(i.get("width"), i.get("height")) for i in sample_page.tree.xpath("//article//img")]
    assert sizes == [("180", "180"), ("368", "368"), ("120", "120"), ("90", "90")]


def test_tabs_open_by_hand_and_key_without_a_script(sample: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((sample / "material.html").as_uri())
    first, second = page.locator(".tabbed-block").nth(0), page.locator(".tabbed-block").nth(1)
    expect(first).to_be_visible()
    expect(second).to_be_hidden()
    page.get_by_text("Second words", exact=True).first.click()
    expect(second).to_be_visible()
    expect(first).to_be_hidden()
    page.keyboard.press("ArrowLeft")
    expect(first).to_be_visible()
    context.close()


def test_paper_shows_every_pane_and_every_box(sample: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.goto((sample / "material.html").as_uri())
    page.emulate_media(media="print")
    for words in ("The pane of the second tab, which", "An answer that opens when", "code in a tab"):
        expect(page.get_by_text(words)).to_be_visible()
    assert page.locator(".tabbed-title").all_inner_texts() == ["First words", "Second words", "Third"]
    expect(page.locator(".tabbed-labels")).to_be_hidden()
    page.close()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "light"), (1280, "dark")])
def test_the_sample_fits_and_obeys_the_accessibility_rules(
    sample: Path, browser: Browser, width: int, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto((sample / "material.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe.violations(page) == ""
    context.close()


def test_code_is_copied_without_the_marks_of_its_explanations(sample: Path, browser: Browser) -> None:
    with support.serve(sample) as address:
        context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.goto(f"{address}/material.html")
        page.locator(".highlight", has_text="def search").get_by_role("button", name="Copy").click()
        expect(page.get_by_role("button", name="Copied")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        context.close()
    assert copied.startswith('def search(photo: str) -> list[str]:\n    """Look for a face."""\n')
    assert "look(photo)  \n" in copied


def test_pages_without_code_load_no_script_for_it(sample: Path) -> None:
    assert "code." not in "".join(re.findall(r"<script src=\"([^\"]+)", (sample / "about.html").read_text("utf-8")))
    assert re.search(r"<script src=\"assets/hashed/code\.\w+\.js\"", (sample / "material.html").read_text("utf-8"))


# -- words and addresses everywhere ------------------------------------------------------------------------

TITLE = '"Faces" < one & more'
DESCRIPTION = 'What we mean by "without their consent" & why <b>readers</b> of this site are never counted.'
ADDRESS = "https://pool.example/water/deep/a%20page%20%C3%A9.html"


@pytest.fixture(scope="module")
def awkward(sample: Path) -> built_pages.BuiltPage:
    return next(page for page in built_pages.read(sample) if page.path == "deep/a page é.html")


def test_awkward_words_are_whole_in_the_head(awkward: built_pages.BuiltPage) -> None:
    tree = awkward.tree
    assert tree.xpath("string(//title)") == f"{TITLE} · Brookmere Pool Water"
    for path, words in (
        ("//meta[@name='description']/@content", DESCRIPTION),
        ("//meta[@property='og:description']/@content", DESCRIPTION),
        ("//meta[@property='og:title']/@content", TITLE),
        ("//meta[@name='citation_title']/@content", TITLE),
    ):
        assert tree.xpath(path) == [words], path
    assert not tree.xpath("//head//b")


def test_awkward_words_are_whole_in_menus_and_data(sample: Path, awkward: built_pages.BuiltPage) -> None:
    for page in built_pages.read(sample):
        if not page.unlisted:
            assert TITLE in [" ".join(a.itertext()) for a in page.tree.xpath("//ul[@class='menu-list']//a")], page.path
    (graph,) = awkward.tree.xpath("//script[@type='application/ld+json']/text()")
    node = json.loads(graph)["@graph"][0]
    assert (node.get("headline") or node.get("name"), node["description"]) == (TITLE, DESCRIPTION)
    feed = feedparser.parse(str(sample / "feeds" / "updates.xml"))
    entry = next(e for e in feed.entries if e.link == ADDRESS)
    assert entry.title == "“Faces” < one & more"
    listed = (sample / "llms.txt").read_text("utf-8")
    assert f'- ["Faces" < one & more]({ADDRESS.removesuffix(".html")}.md): What we mean' in listed
    assert "\\<b>readers\\</b>" in listed
    copy = (sample / "deep" / "a page é.md").read_text("utf-8")
    assert "why \\<b>readers\\</b> of this site" in copy


def test_one_address_everywhere(sample: Path, awkward: built_pages.BuiltPage) -> None:
    tree = awkward.tree
    assert tree.xpath("//link[@rel='canonical']/@href") == [ADDRESS]
    assert tree.xpath("//meta[@property='og:url']/@content") == [ADDRESS]
    assert f"<loc>{ADDRESS}</loc>" in (sample / "sitemap.xml").read_text("utf-8")
    (graph,) = tree.xpath("//script[@type='application/ld+json']/text()")
    assert json.loads(graph)["@graph"][0]["url"] == ADDRESS
    found = (sample / "search" / "index.js").read_text("utf-8")
    assert '"u":"deep/a%20page%20%C3%A9.html"' in found
    home = (sample / "index.html").read_text("utf-8")
    assert 'href="deep/a%20page%20%C3%A9.html"' in home
    assert "a page é" not in re.sub(r"<script type=\"application/ld.*?</script>", "", home, flags=re.DOTALL)


def test_a_readme_is_the_first_page_of_its_folder() -> None:
    from explainer.text import pages

    assert (pages.html("README.md"), pages.html("a/README.md"), pages.html("a/b.md")) == (
        "index.html", "a/index.html", "a/b.html",
    )  # fmt: skip


# -- pages that move ---------------------------------------------------------------------------------------


def test_an_old_address_leads_on_without_a_script(sample: Path, browser: Browser) -> None:
    old = sample / "deep" / "old name é.html"
    text = old.read_text("utf-8")
    assert '<meta http-equiv="refresh" content="0; url=a%20page%20%C3%A9.html">' in text
    assert f'<link rel="canonical" href="{ADDRESS}">' in text
    assert '<a href="a%20page%20%C3%A9.html">&quot;Faces&quot; &lt; one &amp; more</a>' in text
    assert "<script" not in text
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(old.as_uri())
    page.wait_for_url("**/a%20page%20%C3%A9.html")
    context.close()


def test_hosts_that_can_redirect_have_rules(sample: Path) -> None:
    rules = (sample / "_redirects").read_text("utf-8").splitlines()
    assert "/deep/old%20name%20%C3%A9.html /deep/a%20page%20%C3%A9.html 301" in rules
    assert "/moved /deep/a%20page%20%C3%A9.html 301" in rules
    assert "/moved.md /deep/a%20page%20%C3%A9.md 301" in rules


def test_old_addresses_are_in_no_list(sample: Path) -> None:
    for name in ("sitemap.xml", "llms.txt", "search/index.js"):
        assert "moved" not in (sample / name).read_text("utf-8"), name


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("moved.md", "'redirect_from: moved.md' is no list"),
        ("[index.md]", "'index.md' is a page of the site"),
        ("[../x.md]", "'../x.md' is no path of a page"),
        ("[/x.md]", "'/x.md' is no path of a page"),
        ("[x.html]", "'x.html' is no path of a page"),
        ("['https://x.example/y.md']", "is no path of a page"),
        ("['a<b>.md']", "is no path of a page"),
        ("[x.md, x.md]", "'x.md' would lead to two pages"),
    ],
)
def test_old_paths_that_cannot_lead_on(given: str, message: str) -> None:
    pages = [Page("index.md", "---\ntitle: A\n---\n"), Page("new.md", f"---\ntitle: B\nredirect_from: {given}\n---\n")]
    (problem,) = front_matter.redirects(pages)
    assert (problem.file, problem.line) == ("docs/new.md", 3)
    assert message in problem.message


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A copy of the pages and records of the small explainer."""
    return support.small_project(tmp_path) / "docs"


def lost(docs: Path) -> list[str]:
    return [str(p) for p in published.lost(Page.read_all(docs), Library.read(docs), docs)]


def test_what_was_published_stays_to_be_found(docs: Path) -> None:
    path, count = published.write(docs, [])
    listed = path.read_text("utf-8").splitlines()[1:]
    assert len(listed) == count + 1, "with the line before the headings"
    assert {"index.html", "rules/testing.html", "claims.html#samples-over", "sources.html#office2024"} <= set(listed)
    assert lost(docs) == []

    (docs / "rules" / "testing.md").rename(docs / "rules" / "tests.md")
    line = listed.index("rules/testing.html") + 2
    (words,) = lost(docs)
    assert words.startswith(f"docs/data/addresses.txt:{line}: the page 'rules/testing.html' was published, and is gone")
    assert "redirect_from: [rules/testing.md]" in words

    support.edit(docs / "rules" / "tests.md", "---\n# ", "redirect_from: [rules/testing.md]\n---\n# ")
    assert lost(docs) == []
    published.write(docs, [])
    assert "rules/testing.html" in path.read_text("utf-8").splitlines(), "an old address is kept for good"


def test_a_record_keeps_its_id_and_its_page_may_move(docs: Path) -> None:
    published.write(docs, [])
    (docs / "glossary.md").rename(docs / "words.md")
    support.edit(docs / "words.md", "---\n# ", "redirect_from: [glossary.md]\n---\n# ")
    assert lost(docs) == []
    support.edit(docs / "data" / "terms.yml", "id: chlorine", "id: chlorine-gas")
    (words,) = [w for w in lost(docs) if "#chlorine'" in w]
    assert "the record 'glossary.html#chlorine' was published, and is gone" in words
    assert "Keep its id" in words


def test_a_heading_that_was_published_keeps_its_address(docs: Path) -> None:
    path, _ = published.write(docs, ["rules/index.html#an-old-heading", "about.html#words"])
    line = path.read_text("utf-8").splitlines().index("rules/index.html#an-old-heading") + 1
    anchors = {"rules/index.html": {"a-heading"}, "about.html": {"words"}}
    (problem,) = published.lost_places(docs, anchors)
    assert (problem.file, problem.line) == ("docs/data/addresses.txt", line)
    assert "the heading 'rules/index.html#an-old-heading' was published, and is gone" in problem.message
    assert "former_ids: {an-old-heading: new-name}" in problem.mend
    published.write(docs, [])
    assert "about.html#words" in path.read_text("utf-8"), "what was published stays in the list"


# -- what is published -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("rules/testing.md~", "a program left this file behind"),
        ("rules/testing.md.bak", "a program left this file behind"),
        ("#testing.md#", "a program left this file behind"),
        ("Thumbs.db", "a program left this file behind"),
        ("assets/desktop.ini", "a program left this file behind"),
        ("index.md.orig", "a program left this file behind"),
        ("~$report.docx", "a program left this file behind"),
        ("notes.txt", "this file is no page, no picture, no style and no script"),
        ("assets/draft.docx", "this file is no page"),
        ("data/private.yml", "nothing reads this file, and it would be published"),
        ("data/claims/new.yaml", "this file is not read: records end in .yml"),
        ("data/claims/deep/x.yml", "nothing reads this file"),
        ("data/terms.yml.save", "a program left this file behind"),
        ("data/list.csv", "nothing reads this file"),
    ],
)
def test_files_that_nobody_meant_to_publish(docs: Path, name: str, message: str) -> None:
    assert list(published.files(docs)) == []
    file = docs / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("x", encoding="utf-8")
    (problem,) = published.files(docs)
    assert problem.file == f"docs/{name}"
    assert message in problem.message
    assert problem.mend


@pytest.mark.parametrize("name", ["water/photo.jpg", "assets/report.pdf", ".hidden", "assets/own.css", "CNAME"])
def test_files_that_may_be_published(docs: Path, name: str) -> None:
    (docs / name).write_text("x", encoding="utf-8")
    assert list(published.files(docs)) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("See [x](nowhere.md).", "3: the link 'nowhere.md' leads nowhere"),
        ("See [x](../rules/index.md).", "3: the link '../rules/index.md' leads nowhere"),
        ("![A man](x.png)", "3: the picture 'x.png' leads nowhere"),
        ("![A man](assets/none.png)", "3: the picture 'assets/none.png' leads nowhere"),
    ],
)
def test_dead_links_are_told_with_their_line(docs: Path, text: str, words: str) -> None:
    page = Page("about.md", f"# A\n\n{text}\n\n`[x](code.md)` and [home](index.md#x) and [y](rules/index.md).\n")
    (problem,) = targets.problems(page, docs)
    assert f"{problem.line}: {problem.message}" == words


# -- front matter ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "message", "mend"),
    [
        ("tags: [a]", "'tags' has no effect", "nav"),
        ("icon: material/x", "'icon' has no effect", "Remove"),
        ("titel: A", "'titel' has no effect", "title"),
        ("comments: true", "'comments' has no effect", "repo_url"),
        ("hide: navigation", "'hide: navigation' has no effect", "list"),
        ("hide: [tabs]", "'hide: tabs' has no effect", "navigation, toc, footer, path"),
        ("scripts: assets/x.js", "'scripts: assets/x.js' is no list", "[assets/name.js]"),
        ("scripts: ['https://x.example/x.js']", "would be loaded from another origin", "copy"),
        ("scripts: ['assets/timeline.js\" onload=\"x']", "there is no script", "assets/timeline.js"),
        ("scripts: [../mkdocs.yml]", "there is no script", "docs/"),
    ],
)
def test_front_matter_has_an_effect_or_is_refused(docs: Path, row: str, message: str, mend: str) -> None:
    (problem,) = front_matter.problems(Page("about.md", f"---\ntitle: A\n{row}\n---\n"), docs)
    assert (problem.file, problem.line) == ("docs/about.md", 3)
    assert message in problem.message
    assert mend in problem.mend


# -- data in other people's programs -----------------------------------------------------------------------


FORMULAS = [
    "=1+1",
    '=HYPERLINK("http://evil")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "'=1",
    "''@x",
]


@pytest.mark.parametrize("text", [*FORMULAS, "plain", "'quoted'", "-5", "+1,000", "-0.5%", "", "1", "a\nb", "“=”"])
def test_cells_are_safe_in_spreadsheets_and_come_back_whole(text: str) -> None:
    ((head,), (cell,)) = csv.reader(io.StringIO(csvfile.render(["a"], [[text]]).decode(), newline=""))
    assert head == "a"
    assert support.plain(cell) == text
    number = re.fullmatch(r"[+-]?[\d.,]+%?", text)
    assert number or not re.match(r"[=+\-@\t\r]", cell)


def test_a_formula_in_a_record_is_text_in_csv_and_itself_in_json(docs: Path) -> None:
    support.edit(docs / "data" / "claims" / "water.yml", "short: The town took 40", "short: =SUM(A) The town took 40")
    library, settings = Library.read(docs), Settings.read(docs.parent / "mkdocs.yml")
    table = next(t for t in tables.tables(library, docs, settings) if t.name == "claims")
    files = table.files("2024-07-20")
    (row,) = [r for r in csv.DictReader(io.StringIO(files["claims.csv"].decode())) if r["id"] == "samples-taken"]
    (record,) = [r for r in json.loads(files["claims.json"])["records"] if r["id"] == "samples-taken"]
    assert row["short"] == "'" + record["short"]
    assert record["short"].startswith("=SUM(A) The town")


def test_a_calendar_entry_names_its_sources_and_holds_no_line_end(small_library: Library) -> None:
    event = next(e for e in small_library.events.values() if calendar.dated(e))
    broken = event.model_copy(update={"title": "A title\rBEGIN:VALARM\r\nX:y"})
    library = dataclasses.replace(small_library, events={event.id: broken})
    raw = calendar.render(library, Settings(name="A", url="https://x.example/"), "timeline.md")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert b"\nBEGIN:VALARM" not in raw
    (entry,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    words = str(entry["DESCRIPTION"])
    assert entry["SUMMARY"] == "A title BEGIN:VALARM X:y"
    assert entry["URL"] == f"https://x.example/timeline.html#{event.id}"
    for cite in event.sources:
        source = small_library.sources[cite.key]
        assert source.authors[0] in words
        assert not source.url or source.url in words


def test_feeds_are_linked_on_every_page(sample: Path) -> None:
    for page in built_pages.read(sample):
        if page.path != "404.html" and not page.unlisted:
            links = {link.address.rpartition("feeds/")[2] for link in page.links if link.element == "a"}
            assert {"corrections.xml", "updates.xml"} <= links, page.path


def test_a_build_without_an_address_says_so(tmp_path: Path) -> None:
    project = support.small_project(tmp_path)
    support.edit(project / "mkdocs.yml", "site_url: https://pool.example/water/\n", "")
    result = support.build(project / "site", project)
    assert result.returncode == 0, support.said(result)
    assert "No address is set (SITE_URL), so citations" in result.stderr


# -- where it runs -----------------------------------------------------------------------------------------


def test_windows_is_told_where_the_commands_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from explainer import __main__ as commands

    monkeypatch.setattr(steps, "os", types.SimpleNamespace(name="nt"))
    with pytest.raises(EditorError, match="Linux, macOS and WSL"):
        steps.demand_system()
    assert commands.main(["check"]) == 1
    assert "Install WSL (wsl --install)" in capsys.readouterr().err


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """What `pip install .` would put among other packages."""
    shutil.copytree(
        support.ROOT / "explainer", tmp_path / "build" / "explainer", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in ("pyproject.toml", "LICENSE"):
        shutil.copy(support.ROOT / name, tmp_path / "build")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "."]
    subprocess.run([*command, "--wheel-dir", str(tmp_path)], cwd=tmp_path / "build", check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    shutil.unpack_archive(wheel, tmp_path / "packages", "zip")
    return tmp_path / "packages"


def test_an_installed_copy_builds_a_checkout(installed: Path, tmp_path: Path) -> None:
    project = support.small_project(tmp_path / "project", own=True)
    shutil.rmtree(project / "explainer")
    result = support.build(tmp_path / "site", project, PYTHONPATH=str(installed), PYTHONSAFEPATH="1")
    assert result.returncode == 0, support.said(result)
    assert (tmp_path / "site" / "_headers").is_file()
