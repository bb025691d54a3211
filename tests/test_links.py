"""The check of every link, anchor and asset, on small sites made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from explainer.out import built, links

PAGE = '<!doctype html>\n<title>A page</title>\n<h1 id="top-words">Words</h1>\n'


def said(folder: Path, **files: str) -> list[str]:
    """What is said about a site of these files; a double underscore in a name stands for a slash, one for a point."""
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return [str(problem) for problem in links.problems(folder, built.read(folder))]


@pytest.mark.parametrize(
    "good",
    [
        '<a href="other.html">',
        '<a href="other.html#place">',
        '<a href="other.html#caf%C3%A9">',
        '<a href="#top-words">',
        '<a href="#">',
        '<a href="?q=1">',
        '<a href="sub/">',
        '<a href="sub">',
        '<a href="sub/index.html">',
        '<a href="./sub/../other.html">',
        '<a href="">',
        '<a href="https://example.org/">',
        '<a href="//example.org/">',
        '<a href="mailto:a@example.org"> <a href="tel:1">',
        '<link rel="canonical" href="https://example.org/">',
        '<link rel="license" href="https://example.org/">',
        '<link rel="alternate" href="https://example.org/feed">',
        '<link rel="stylesheet" href="a.css">',
        '<img srcset="a.css 1x, other.html 2x">',
    ],
)
def test_good_links(tmp_path: Path, good: str) -> None:
    other = PAGE + '<p id="place"><p id="café">'
    files = {"index_html": PAGE + good, "other_html": other, "sub__index_html": PAGE, "a_css": "p{}"}
    assert said(tmp_path, **files) == []


def test_a_dead_link_in_raw_html(tmp_path: Path) -> None:
    assert said(tmp_path, index_html=PAGE + '<div><a href="othr.html">x</a></div>', other_html=PAGE) == [
        "site/index.html:4: the link 'othr.html' leads nowhere\n    Nearest: other.html, index.html."
    ]


@pytest.mark.parametrize(
    ("element", "address"),
    [
        ('<img src="{}">', "gone.png"),
        ('<script src="{}"></script>', "gone.js"),
        ('<link rel="stylesheet" href="{}">', "gone.css"),
        ('<form action="{}">', "gone"),
        ('<video poster="{}">', "gone.jpg"),
        ('<object data="{}">', "gone.svg"),
        ('<img srcset="{} 2x">', "gone@2x.png"),
        ('<a href="{}">', "/rooted.html"),
        ('<a href="{}">', "../../../../../../../../../../etc/hostname"),
    ],
)
def test_a_dead_address_of_any_kind(tmp_path: Path, element: str, address: str) -> None:
    (report,) = said(tmp_path, index_html=PAGE + element.format(address))
    assert report.startswith(f"site/index.html:4: the link '{address}' leads nowhere\n    ")


def test_a_dead_anchor(tmp_path: Path) -> None:
    body = PAGE + '<a href="other.html#plaice">x</a>\n<a href="#top-word">y</a>'
    assert said(tmp_path, index_html=body, other_html=PAGE + '<p id="place">') == [
        "site/index.html:4: there is no place '#plaice' in other.html\n    Nearest: place.",
        "site/index.html:5: there is no place '#top-word' in index.html\n    Nearest: top-words.",
    ]


def test_an_anchor_like_no_other(tmp_path: Path) -> None:
    assert said(tmp_path, index_html=PAGE + '<a href="#zzz">x</a>') == [
        "site/index.html:4: there is no place '#zzz' in index.html\n    Link to the page, or to the id of a heading."
    ]


def test_a_doubled_id(tmp_path: Path) -> None:
    assert said(tmp_path, index_html=PAGE + '<p id="top-words">') == [
        "site/index.html: the id 'top-words' stands twice\n    Rename one heading or record."
    ]


@pytest.mark.parametrize(
    "element",
    [
        '<img src="{}">',
        '<script src="{}"></script>',
        '<iframe src="{}"></iframe>',
        '<link rel="stylesheet" href="{}">',
        '<link rel="preload icon" href="{}">',
        '<link rel="preconnect" href="{}">',
        '<link rel="alternate stylesheet" href="{}">',
        '<link href="{}">',
        '<form action="{}">',
        '<button formaction="{}">',
        '<img srcset="{} 2x">',
        '<svg><image xlink:href="{}"/></svg>',
    ],
)
@pytest.mark.parametrize("address", ["https://example.org/x", "//example.org/x", "http://example.org/x"])
def test_nothing_is_loaded_from_elsewhere(tmp_path: Path, element: str, address: str) -> None:
    assert said(tmp_path, index_html=PAGE + element.format(address)) == [
        f"site/index.html:4: the page loads '{address}' from another origin\n"
        "    Keep a copy in docs/assets, and link to that."
    ]


def test_addresses_that_no_reader_can_open(tmp_path: Path) -> None:
    assert said(tmp_path, index_html=PAGE + '<a href="javascript:void(0)">') == [
        "site/index.html:4: 'javascript:void(0)' is no address that a reader can open\n    Use a relative link."
    ]


def test_a_picture_inside_an_address_is_refused_because_browsers_block_it(tmp_path: Path) -> None:
    assert (
        "is no address that a reader can open"
        in said(tmp_path, index_html=PAGE + '<img src="data:image/png;base64,AA==">')[0]
    )


def test_style_sheets_load_only_what_the_site_holds(tmp_path: Path) -> None:
    sheet = (
        "@import 'https://example.org/a.css';\n"
        "p { background: url(//example.org/b.png) }\n"
        "/* url(https://example.org/c.png)\n*/\n"
        'i { src: url("gone.woff2") }\n'
        "b { src: url(here.woff2); background: url(data:image/png;base64,AA==); mask: url(#here) }\n"
    )
    assert said(tmp_path, css__a_css=sheet, css__here_woff2="x") == [
        "site/css/a.css:1: the style sheet loads 'https://example.org/a.css' from another origin\n"
        "    Keep a copy in docs/assets, and link to that.",
        "site/css/a.css:2: the style sheet loads '//example.org/b.png' from another origin\n"
        "    Keep a copy in docs/assets, and link to that.",
        "site/css/a.css:5: the address 'gone.woff2' leads nowhere\n    Name a file relative to the sheet.",
        "site/css/a.css:6: browsers block 'data:image/png;base64,AA==' by the site's policy\n    Put it into a file of docs/assets.",
    ]


def test_the_page_for_missing_pages_links_from_the_root(tmp_path: Path) -> None:
    assert said(tmp_path, **{"404_html": PAGE + '<a href="/anywhere/">x</a>'}) == []
    assert len(said(tmp_path, **{"404_html": PAGE + '<a href="nowhere.html">x</a>'})) == 1
