"""Programs from outside Python that the bench and two tests use: found, or installed where that is allowed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parent / "build" / "tools"  # npm's packages; exact versions and hashes: bench/package-lock.json
BROTLI_MODULE = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
DEBIAN = {
    "nginx": ["nginx-light", "libnginx-mod-http-brotli-static"],
    "wrk": ["wrk"],
    "npm": ["npm"],
    "java": ["default-jre-headless"],
}


def program(name: str, *, install: bool = False) -> str | None:
    """The path of a program; with `install`, root on Debian gets it first."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found or not install or not (shutil.which("apt-get") and os.geteuid() == 0):
        return found
    print(f"Installing {', '.join(DEBIAN[name])} (once) ...", flush=True)
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *DEBIAN[name]]):
        subprocess.run(["apt-get", "--quiet", "--quiet", *command], check=False, stdout=subprocess.DEVNULL)
    return program(name)


def advice(name: str) -> str:
    """What to say when a program is missing."""
    return f"{name} is not installed. Debian, Ubuntu: sudo apt-get install {' '.join(DEBIAN[name])}"


def npm_package(name: str) -> Path | None:
    """The folder of a package of bench/package.json, installed with its locked hashes on first use."""
    folder = FOLDER / "node_modules" / name
    npm = program("npm")
    if not folder.exists() and npm:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for file in ("package.json", "package-lock.json"):
            shutil.copy(HERE / file, FOLDER)
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=FOLDER, capture_output=True, timeout=600, check=False)
    return folder if folder.exists() else None


def markup_checker() -> list[str] | None:
    """The command of the Nu HTML checker, or None when Java or the package cannot be had."""
    java = program("java")
    package = npm_package("vnu-jar") if java else None
    return [java, "-jar", str(package / "build" / "dist" / "vnu.jar")] if java and package else None
