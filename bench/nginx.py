"""nginx on this machine with the configuration that the project ships (deploy/nginx.conf)."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import tools

SHIPPED = Path(__file__).resolve().parent.parent / "deploy" / "nginx.conf"
MAIN = """\
{module}
{user}
pid {folder}/pid;
error_log {folder}/error.log;
worker_processes auto;
events {{ worker_connections 4096; }}
http {{
    include /etc/nginx/mime.types;
    log_format bytes "$request_uri $bytes_sent";
    access_log {log};
    {temporary}
    include {folder}/site.conf;
}}
"""
STOCK = """\
server {{
    listen 127.0.0.1:{port};
    root {root};
    gzip_static on;
    {brotli}
    charset utf-8;
}}
"""


@contextmanager
def serve(
    root: Path, *, site: Path | None = None, brotli: bool = False, stock: bool = False, log: Path | None = None
) -> Iterator[str]:
    """
    Serve the folder `root`; gives the address without a slash at the end.

    `site` is where the built site lies when it is not `root` itself (sub-folder hosting). `brotli` turns on the
    line that is off in the shipped file, where the module is there. `stock` leaves out our headers: for other
    people's output. Raises `RuntimeError` with what nginx says when it does not start.
    """
    root, site = root.resolve(), (site or root).resolve()
    program = tools.program("nginx")
    if not program:
        raise RuntimeError(tools.advice("nginx"))
    with tempfile.TemporaryDirectory(prefix="nginx-") as name:
        folder, port = Path(name), free_port()
        brotli = brotli and tools.BROTLI_MODULE.exists()
        if stock:
            config = STOCK.format(port=port, root=root, brotli="brotli_static on;" if brotli else "")
        else:
            config = shipped(root, site, port, brotli=brotli)
        (folder / "site.conf").write_text(config, encoding="utf-8")
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        main = MAIN.format(
            folder=folder,
            log=f"{log} bytes" if log else "off",
            module=f"load_module {tools.BROTLI_MODULE};" if brotli else "",
            # Root would serve as www-data, who may not look into a test's folder.
            user="user root;" if os.geteuid() == 0 else "",
            temporary=" ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds),
        )
        (folder / "nginx.conf").write_text(main, encoding="utf-8")
        command = [program, "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            _wait(process, port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def shipped(root: Path, site: Path, port: int, *, brotli: bool = False) -> str:
    """deploy/nginx.conf with this machine's folders and port in place of the shipped ones."""
    text = SHIPPED.read_text(encoding="utf-8")
    text = text.replace("root /var/www/dallas-searches;", f"root {root};").replace(
        "/var/www/dallas-searches", str(site)
    )
    text = re.sub(r"listen \[::\]:80;\n", "", text).replace("listen 80;", f"listen 127.0.0.1:{port};")
    if root != site:
        text = text.replace("error_page 404 /", f"error_page 404 /{site.relative_to(root).as_posix()}/")
    return text.replace("# brotli_static on;", "brotli_static on;") if brotli else text


def free_port() -> int:
    """A port of this machine that nothing uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if process.poll() is not None:
            said = process.stderr.read().decode() if process.stderr else ""
            raise RuntimeError(f"nginx did not start: {said}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("nginx did not answer within ten seconds")
