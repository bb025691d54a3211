"""
The system libraries that set type for the PDF: Pango and HarfBuzz. pip cannot bring them.

`python -m explainer.editions.libraries` looks for them and, as root or with sudo that asks nothing, installs
them with the system's own package manager. `make` calls it before the editions; `make serve` never does.
"""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable

from explainer.facts.problems import EditorError, Problem

# What WeasyPrint opens, and the name each goes by where `find_library` does not know it.
NEEDED = {
    "Pango": (
        "pango-1.0",
        "pango-1.0-0",
        "libpango-1.0.so.0",
        "libpango-1.0.dylib",
        "libpango-1.0.0.dylib",
    ),
    "PangoFT2": (
        "pangoft2-1.0",
        "pangoft2-1.0-0",
        "libpangoft2-1.0.so.0",
        "libpangoft2-1.0.dylib",
        "libpangoft2-1.0.0.dylib",
    ),
    # WeasyPrint runs without it, but cuts fonts in another way: the bytes would depend on the machine.
    "HarfBuzz subset": (
        "harfbuzz-subset",
        "harfbuzz-subset-0",
        "libharfbuzz-subset.so.0",
        "libharfbuzz-subset.0.dylib",
    ),
}
HOMEBREW = ("/opt/homebrew/lib", "/usr/local/lib")
COMMANDS = {
    "Debian or Ubuntu": [
        "apt-get",
        "install",
        "-y",
        "-qq",
        "libpango-1.0-0",
        "libpangoft2-1.0-0",
        "libharfbuzz-subset0",
    ],
    "Fedora": ["dnf", "install", "-y", "-q", "pango", "harfbuzz"],
    "macOS": ["brew", "install", "-q", "pango"],
}


def missing() -> list[str]:
    """Names of the libraries that this machine lacks."""
    return [name for name, forms in NEEDED.items() if not any(map(_loads, forms))]


def demand(absent: Iterable[str] | None = None) -> None:
    """Raise `EditorError` with one sentence on what to install where a library is missing."""
    names = list(missing() if absent is None else absent)
    if names:
        how = "; ".join(f"on {system}: {' '.join(_shown(command))}" for system, command in COMMANDS.items())
        raise EditorError(
            [
                Problem(
                    "system library",
                    0,
                    f"{' and '.join(names)} not found, so no PDF can be made",
                    f"Install it, {how}. EDITIONS=0 builds the site without its editions.",
                )
            ]
        )


def install() -> None:
    """Install what is missing where that needs no question; raise `EditorError` where it cannot."""
    if not missing():
        return
    tool = next((c for c in COMMANDS.values() if shutil.which(c[0])), None)
    if tool:
        prefix = [] if os.geteuid() == 0 or tool[0] == "brew" else ["sudo", "-n"]
        if not prefix or _quiet(["sudo", "-n", "true"]):
            print(f"Installing with {tool[0]}: {' '.join(missing())} ...", flush=True)
            if tool[0] == "apt-get":
                _quiet([*prefix, "apt-get", "update", "-qq"])
            _quiet([*prefix, *tool])
    demand()


def _loads(name: str) -> bool:
    found = ctypes.util.find_library(name) or name
    for path in (found, *(f"{folder}/{name}" for folder in HOMEBREW)):
        try:
            ctypes.CDLL(path)
        except OSError:
            continue
        else:
            return True
    return False


def _shown(command: list[str]) -> list[str]:
    return [part for part in command if not part.startswith("-q") and part != "-y"]


def _quiet(command: list[str]) -> bool:
    try:
        return (
            subprocess.run(
                command,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            ).returncode
            == 0
        )
    except OSError:
        return False


if __name__ == "__main__":
    try:
        install()
    except EditorError as error:
        sys.exit(str(error))
