"""
`make portable`: can the platform be left? The site is built with MkDocs, with ProperDocs and with Zensical.

Each engine has an environment of its own below build/portable, without the others' packages. Text, ids and links of
every page's article must be the same, and its style sheets and scripts must be there. Exit status 1 and a list of what differs otherwise.
"""

# ruff: noqa: T201 (a command: it says what it finds)

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import lxml.html

from tests.support import ROOT, environment

PLACE = ROOT / "build" / "portable"
ENGINES = {"mkdocs": [], "properdocs": ["properdocs==1.6.7"], "zensical": ["zensical==0.0.73"]}
PARTS = ("text", "ids", "links", "files loaded")
LEFT_OUT = ("mkdocs", "mkdocs-material")
Article = tuple[str, list[str], list[str], list[str]]


def python(engine: str) -> Path:
    """The interpreter of an engine's environment, which is made once for each state of the lock."""
    if engine == "mkdocs":
        return Path(sys.executable)
    folder = PLACE / "environments" / engine
    done = folder / "ready"
    lock = (ROOT / "requirements" / "build.lock").read_text(encoding="utf-8")
    if not done.is_file() or done.read_text(encoding="utf-8") != lock:
        print(f"Setting up {engine} (once) ...", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        wanted = [d for d in project["dependencies"] if re.split(r"[=<>]", d)[0].strip() not in LEFT_OUT]
        versions = folder / "versions.txt"
        versions.write_text("\n".join(re.findall(r"^([\w.-]+==[^\s;\\]+)", lock, re.MULTILINE)), encoding="utf-8")
        install = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--constraint", str(versions)]
        subprocess.run([*install, *wanted, *ENGINES[engine]], check=True)
        done.write_text(lock, encoding="utf-8")
    return folder / "bin" / "python"


def project(engine: str) -> Path:
    """A copy of what a build reads; engines without Material get the two settings that stand in for it."""
    folder = PLACE / engine
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("docs", "overrides", "explainer", "deploy"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    if engine != "mkdocs":
        assert "  name: material\n" in text
        text = text.replace("  name: material\n", "  name: null\n  static_templates: [404.html]\n")
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
    return folder


def build(engine: str) -> Path:
    """Build the copy; stops with the engine's words where it cannot."""
    program, folder = python(engine), project(engine)
    settings = environment(PYTHONPATH=str(folder), ENGINE=engine)
    command = [str(program), "-m", "explainer", "build"]
    done = subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{engine} could not build the site:\n{done.stdout}{done.stderr}")
    absent = "import importlib.util as u, sys; sys.exit(any(u.find_spec(n) for n in sys.argv[1:]))"
    if engine != "mkdocs" and subprocess.run([str(program), "-c", absent, "material"], check=False).returncode:
        sys.exit(f"The environment of {engine} holds Material: this proves nothing.")
    return folder / "site"


def article(file: Path) -> Article:
    """Text, ids and links of a page's article, and the names of the page's style sheets and scripts, which must exist."""
    tree = lxml.html.parse(str(file), parser=lxml.html.HTMLParser(encoding="utf-8")).getroot()
    (found,) = tree.xpath("//article")
    text = " ".join(" ".join(found.xpath(".//text()[not(ancestor::script)]")).split())
    links = [os.path.normpath(link) if "://" not in link else link for link in found.xpath(".//@href")]
    loaded = [str(path) for path in tree.xpath("//link[@rel='stylesheet']/@href | //script/@src")]
    lost = [path for path in loaded if file.name != "404.html" and not (file.parent / path).is_file()]
    if lost:
        sys.exit(f"{file} names files that are not there: {', '.join(lost)}")
    # Only MkDocs and ProperDocs name them by their content, and have all parts of a page's style in one
    # (explainer/out/assets.py); others name the same files one by one.
    names = [Path(path).name for path in loaded]
    parts = [part for n in names for part in n.split(".")[0].split("-" if n.endswith(".css") else " ")]
    return text, found.xpath(".//@id"), links, parts


def differences(one: Path, other: Path) -> list[str]:
    """What differs between two built sites, one line for each page."""
    pages = {file.relative_to(one) for file in one.rglob("*.html")}
    found = [
        f"{path}: only one engine makes it" for path in pages ^ {f.relative_to(other) for f in other.rglob("*.html")}
    ]
    for path in sorted(pages):
        if not (other / path).is_file():
            continue
        for what, a, b in zip(PARTS, article(one / path), article(other / path), strict=True):
            if a != b:
                few = 60 if what == "text" else 3
                n = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
                found.append(
                    f"{path}: the {what} differ: {a[max(0, n - few) : n + few]!r} and {b[max(0, n - few) : n + few]!r}"
                )
    return found


def main() -> int:
    """Build with every engine and compare; return the exit status."""
    first, *others = ENGINES
    sites = {first: build(first)}
    wrong = 0
    for engine in others:
        sites[engine] = build(engine)
        found = differences(sites[first], sites[engine])
        count = len(list(sites[first].rglob("*.html")))
        print(f"{engine}: {count - len({line.split(':')[0] for line in found})} of {count} pages as with {first}")
        print("".join(f"  {line}\n" for line in found), end="")
        wrong += len(found)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
