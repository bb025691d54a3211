"""
Real web servers with the configuration that the project ships, and the programs that `make test-hosts` needs.

`python -m tests.hosts` gets them once with apt-get, where it may; else it says what to install, and fails.
"""

# ruff: noqa: T201 (a command: it says what it does)

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support import ROOT

DEPLOY = ROOT / "deploy"
# What a program is for apt-get: the name of its package.
PROGRAMS = {"nginx": "nginx-light", "caddy": "caddy", "java": "default-jre-headless", "npm": "npm"}
OTHERS = {"firefox": "firefox-esr", "WebKitWebDriver": "webkit2gtk-driver", "Xvfb": "xvfb"}
# Other names that a program may have: Debian's Firefox is the one with long support.
NAMES = {"firefox": ("firefox-esr", "firefox")}
# The Nu HTML checker comes from npm as one jar.
CHECKER = ROOT / "build" / "vnu" / "package" / "build" / "dist" / "vnu.jar"
CHECKER_VERSION = "26.9.27"
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
BROTLI_PACKAGE = "libnginx-mod-http-brotli-static"


def found(program: str) -> str | None:
    """Path of a program, under any of its names."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
    return next(filter(None, (shutil.which(name, path=path) for name in NAMES.get(program, (program,)))), None)


def absent(programs: dict[str, str]) -> list[str]:
    """The packages of the programs that this machine has not."""
    missing = [package for program, package in programs.items() if not found(program)]
    return [*missing, *([BROTLI_PACKAGE] if "nginx" in programs and not BROTLI.exists() else [])]


def install(programs: dict[str, str]) -> int:
    """Get what is absent; return the exit status."""
    wanted = absent(programs)
    if not wanted:
        return 0
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    able = shutil.which("apt-get") and (
        not root
        or (shutil.which("sudo") and not subprocess.run([*root, "true"], capture_output=True, check=False).returncode)
    )
    if able:
        print(f"Installing {' '.join(wanted)} (once) ...", flush=True)
        for step in (["update"], ["install", "--yes", "--no-install-recommends", *wanted]):
            subprocess.run([*root, "apt-get", "-qq", *step], stdout=subprocess.DEVNULL, check=False)
        wanted = absent(programs)
    if not wanted:
        return 0
    print(
        f"These tests need programs that could not be installed here: {', '.join(wanted)}.\n"
        f"Install them and run the command again. On Debian or Ubuntu: sudo apt-get install {' '.join(wanted)}",
        file=sys.stderr,
    )
    return 1


def checker() -> int:
    """Get the HTML checker; return the exit status."""
    if CHECKER.is_file():
        return 0
    folder = CHECKER.parents[3]
    folder.mkdir(parents=True, exist_ok=True)
    print("Getting the Nu HTML checker (once) ...", flush=True)
    packed = subprocess.run(["npm", "pack", "--silent", f"vnu-jar@{CHECKER_VERSION}"], cwd=folder, check=False)
    if packed.returncode == 0:
        for archive in folder.glob("*.tgz"):
            shutil.unpack_archive(archive, folder, filter="data")
    if CHECKER.is_file():
        return 0
    print(
        f"The Nu HTML checker (vnu-jar {CHECKER_VERSION}) could not be had from npm, so no page was checked.\n"
        "Make the npm registry reachable and run the command again.",
        file=sys.stderr,
    )
    return 1


def free_port() -> int:
    """A port of this machine that nothing uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


MAIN = """\
{module}
{user}
pid {folder}/pid;
error_log {folder}/error.log;
worker_processes auto;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    {temporary}
    include {folder}/site.conf;
}}
"""


@contextmanager
def nginx(root: Path, *, brotli: bool = False) -> Iterator[str]:
    """Serve `root` with deploy/nginx.conf; `brotli` turns on the line that is off in it."""
    shipped = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    port = free_port()
    changes = {"root /var/www/explainer;": f"root {root.resolve()};", "listen 80;": f"listen 127.0.0.1:{port};"}
    changes |= {"# brotli_static on;": "brotli_static on;"} if brotli else {}
    for old, new in changes.items():
        assert old in shipped, f"deploy/nginx.conf has no line '{old}'"
        shipped = shipped.replace(old, new)
    with tempfile.TemporaryDirectory(prefix="nginx-") as name:
        folder = Path(name)
        (folder / "site.conf").write_text(re.sub(r"listen \[::\]:80;\n", "", shipped), encoding="utf-8")
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        main = MAIN.format(
            folder=folder,
            module=f"load_module {BROTLI};" if brotli else "",
            # Root would serve as www-data, who may not look into a test's folder.
            user="user root;" if os.geteuid() == 0 else "",
            temporary=" ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds),
        )
        (folder / "nginx.conf").write_text(main, encoding="utf-8")
        with _running([found("nginx") or "nginx", "-c", str(folder / "nginx.conf"), "-g", "daemon off;"], port, {}):
            yield f"http://127.0.0.1:{port}"


@contextmanager
def caddy(root: Path) -> Iterator[str]:
    """Serve `root` with deploy/Caddyfile."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="caddy-") as home:
        settings = {
            "SITE_ADDRESS": f"http://127.0.0.1:{port}",
            "SITE_FOLDER": str(root.resolve()),
            "XDG_DATA_HOME": home,
            "XDG_CONFIG_HOME": home,
        }
        command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")]
        with _running(command, port, settings):
            yield f"http://127.0.0.1:{port}"


@contextmanager
def contained(root: Path) -> Iterator[str]:
    """Serve `root` as deploy/Containerfile does: Caddy as nobody, without any capability, with no folder to write to."""
    recipe = re.sub(r"\\\n", " ", (DEPLOY / "Containerfile").read_text(encoding="utf-8"))
    entry = json.loads(re.findall(r"^ENTRYPOINT (.*)$", recipe, re.MULTILINE)[-1])
    (user,) = re.findall(r"^USER (\d+):\1$", recipe, re.MULTILINE)
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="contained-") as name:
        place = Path(name)
        # Copies: nobody may not look into a test's folder, and a copied program has no capability of its file.
        shutil.copytree(root, place / "site", ignore=shutil.ignore_patterns("downloads"))
        shutil.copy(DEPLOY / "Caddyfile", place)
        shutil.copyfile(found("caddy") or "caddy", place / "caddy")
        subprocess.run(["chmod", "-R", "a=rX,u+w", name], check=True)
        (place / "caddy").chmod(0o755)
        paths = {"caddy": str(place / "caddy"), "/etc/caddy/Caddyfile": str(place / "Caddyfile")}
        drop = ["setpriv", "--no-new-privs", "--inh-caps=-all"]
        if os.geteuid() == 0:
            drop += [f"--reuid={user}", f"--regid={user}", "--clear-groups", "--bounding-set=-all"]
        settings = {
            "SITE_ADDRESS": f":{port}",
            "SITE_FOLDER": str(place / "site"),
            "XDG_DATA_HOME": "/proc",  # where nobody can write
            "XDG_CONFIG_HOME": "/proc",
        }
        with _running([*drop, *(paths.get(part, part) for part in entry)], port, settings):
            yield f"http://127.0.0.1:{port}"


@contextmanager
def _running(command: list[str], port: int, settings: dict[str, str]) -> Iterator[None]:
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env=os.environ | settings)
        try:
            deadline = time.monotonic() + 60
            while True:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                if process.poll() is not None or time.monotonic() > deadline:
                    said.seek(0)
                    raise RuntimeError(f"{command[0]} did not start: {said.read().decode(errors='replace')}")
                time.sleep(0.05)
            yield
        finally:
            process.terminate()
            process.wait(timeout=60)


if __name__ == "__main__":
    chosen = {name: package for name, package in OTHERS.items() if name in sys.argv[1:]}
    sys.exit(install(chosen) if chosen else install(PROGRAMS) or checker())
