"""
Security and cache headers: one record here, written once for each kind of host.

`site/_headers` serves Netlify and Cloudflare Pages, `site/.deploy/` holds the parts that the nginx and Caddy files
in deploy/ include, and a policy for CloudFront. A <meta> policy in each page serves hosts that set no headers.
The policy allows the inline scripts of the built pages by hash, so it is computed from those pages.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from explainer.out.built import BuiltPage

# What a page may load or do; `{hashes}` stands for the inline scripts found in the built pages.
# No 'unsafe-inline', no 'unsafe-eval', no other origin. `form-action` stays shut: the search form is a dialog.
CONTENT_POLICY = {
    "default-src": "'none'",
    "script-src": "'self' {hashes}",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",  # no page connects anywhere; programs such as Lighthouse read robots.txt through it
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "explainer",  # the one policy, made in docs/assets/site.js for search on demand
}
HEADER_ONLY = ("frame-ancestors",)  # browsers ignore these in <meta> and say so in the console

# Features that no page uses; names that Chromium does not know would be reported on every page.
FEATURES_OFF = [
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "usb",
    "xr-spatial-tracking",
]

HSTS = "max-age=31536000"  # one year; no includeSubDomains: the neighbours of a host are not ours to decide
EVERYWHERE = {
    "Strict-Transport-Security": HSTS,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in FEATURES_OFF),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Nothing but a page obeys these, so style sheets, scripts and fonts go without where a host can tell them apart.
OF_PAGES = ("Content-Security-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy")
PARTS_OF_PAGES = "css|js|svg|woff2"
PICTURE_POLICY = "default-src 'none'"  # a drawing that is opened as a page of its own may do nothing
FRESH = "public, max-age=0, must-revalidate"  # a correction must reach readers at once
FOREVER = "public, max-age=31536000, immutable"  # only for addresses that carry a hash of the content
OPEN_DATA = {"Access-Control-Allow-Origin": "*"}  # scripts on other people's pages may read what is under data/

_RUNS_AS_SCRIPT = {None, "", "module", "text/javascript", "application/javascript"}


def content_policy(pages: Iterable[BuiltPage], *, meta: bool = False) -> str:
    """The Content-Security-Policy of these pages; `meta` leaves out what a <meta> element cannot say."""
    scripts = {
        element.text or ""
        for page in pages
        for element in page.tree.iter("script")
        if element.get("src") is None and element.get("type") in _RUNS_AS_SCRIPT
    }
    hashes = " ".join(sorted(f"'sha256-{_sha256(text)}'" for text in scripts))
    rules = {name: value.format(hashes=hashes).strip() for name, value in CONTENT_POLICY.items()}
    return "; ".join(f"{name} {value}" for name, value in rules.items() if not (meta and name in HEADER_ONLY))


def write(site: Path, pages: list[BuiltPage], versioned: list[str]) -> None:
    """
    Write every form of the record below `site`, and the <meta> policy into its pages.

    `versioned` lists the files (paths in the site) whose addresses carry a content hash.
    """
    everywhere = {"Content-Security-Policy": content_policy(pages), **EVERYWHERE}
    (site / "_headers").write_text(_underscore_headers(everywhere, versioned), encoding="utf-8")
    folder = site / ".deploy"
    folder.mkdir(exist_ok=True)
    (folder / "nginx-http.conf").write_text(_nginx_http(everywhere), encoding="utf-8")
    (folder / "nginx-server.conf").write_text(_nginx_server(everywhere), encoding="utf-8")
    (folder / "headers.caddy").write_text(_caddy(everywhere), encoding="utf-8")
    (folder / "cloudfront.json").write_text(json.dumps(_cloudfront(everywhere), indent=2) + "\n", encoding="utf-8")
    policy = content_policy(pages, meta=True)
    metas = f'\n<meta http-equiv="Content-Security-Policy" content="{policy}">'
    metas += f'\n<meta name="referrer" content="{EVERYWHERE["Referrer-Policy"]}">'
    for page in pages:
        text = page.file.read_text(encoding="utf-8")
        # First in the head, so that nothing is loaded before the policy stands.
        text = re.sub(
            r'<meta charset="utf-8">', lambda found: found.group() + metas, text, count=1, flags=re.IGNORECASE
        )
        page.file.write_text(text, encoding="utf-8")


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _underscore_headers(everywhere: dict[str, str], versioned: list[str]) -> str:
    def block(path: str, headers: dict[str, str]) -> str:
        return f"{path}\n" + "".join(f"  {name}: {value}\n" for name, value in headers.items())

    # Both hosts join the values of a header that several rules set, so no header stands in two rules that
    # match one file; the cache rule of pages is left to the hosts, whose own default is FRESH.
    blocks = [block("/*", everywhere)]
    blocks += [block(f"/{path}", {"Cache-Control": FOREVER}) for path in versioned]
    blocks.append(block("/data/*", OPEN_DATA))
    return "# Written at build from explainer/headers.py\n" + "\n".join(blocks)


def _nginx_variable(name: str) -> str:
    return "$explainer_" + name.lower().replace("-", "_")


def _nginx_http(everywhere: dict[str, str]) -> str:
    pictures = {"Content-Security-Policy": f'    ~\\.svg$ "{PICTURE_POLICY}";\n'}
    of_pages = "".join(
        f"""map $uri {_nginx_variable(name)} {{
    default "{everywhere[name]}";
{pictures.get(name, "")}    ~\\.({PARTS_OF_PAGES})$ "";
}}
"""
        for name in OF_PAGES
    )
    return f"""\
# Written at build from explainer/headers.py. Belongs into the http block.
map "$uri?$arg_v" $explainer_cache {{
    default "{FRESH}";
    "~/assets/.+\\?[0-9a-f]+$" "{FOREVER}";
}}
map $uri $explainer_allow_origin {{
    default "";
    ~/data/ "{OPEN_DATA["Access-Control-Allow-Origin"]}";
}}
# Browsers must not be told over plain HTTP; a proxy in front says how the reader came.
map "$https $http_x_forwarded_proto" $explainer_hsts {{
    default "";
    "~(^on|https$)" "{HSTS}";
}}
# Nothing but a page obeys these.
{of_pages}"""


def _nginx_server(everywhere: dict[str, str]) -> str:
    values = {
        **everywhere,
        **{name: _nginx_variable(name) for name in OF_PAGES},
        "Strict-Transport-Security": "$explainer_hsts",
        "Access-Control-Allow-Origin": "$explainer_allow_origin",
    }
    lines = [f'add_header {name} "{value}" always;\n' for name, value in values.items()]
    lines.append('add_header Cache-Control "$explainer_cache";  # not "always": no error is kept for a year\n')
    return "# Written at build from explainer/headers.py. Belongs into the server block.\n" + "".join(lines)


def _caddy(everywhere: dict[str, str]) -> str:
    lines = "".join(f'\t\t{name} "{value}"\n' for name, value in everywhere.items() if name not in OF_PAGES)
    of_pages = "".join(f'\t\t{name} "{value}"\n' for name, value in everywhere.items() if name in OF_PAGES)
    parts = " ".join(f"*.{kind}" for kind in PARTS_OF_PAGES.split("|"))
    data = "".join(f'\t\t{name} "{value}"\n' for name, value in OPEN_DATA.items())
    return f"""\
# Written at build from explainer/headers.py. Belongs into a site block.
	header {{
{lines}	}}
	@explainer_page not path {parts}
	header @explainer_page {{
{of_pages}	}}
	header *.svg Content-Security-Policy "{PICTURE_POLICY}"
	@explainer_data path */data/*
	header @explainer_data {{
{data}	}}
	@explainer_versioned {{
		path */assets/*
		query v=*
	}}
	header @explainer_versioned Cache-Control "{FOREVER}"
	@explainer_fresh not {{
		path */assets/*
		query v=*
	}}
	header @explainer_fresh Cache-Control "{FRESH}"
"""


def _cloudfront(everywhere: dict[str, str]) -> dict[str, Any]:
    """A response headers policy, in the form that `aws cloudfront create-response-headers-policy` reads."""
    hsts = {"Override": True, "AccessControlMaxAgeSec": int(HSTS.split("=")[1]), "IncludeSubdomains": False}
    security = {
        "ContentSecurityPolicy": {"Override": True, "ContentSecurityPolicy": everywhere["Content-Security-Policy"]},
        "StrictTransportSecurity": hsts,
        "ContentTypeOptions": {"Override": True},
        "ReferrerPolicy": {"Override": True, "ReferrerPolicy": everywhere["Referrer-Policy"]},
    }
    named = ("Content-Security-Policy", "Strict-Transport-Security", "X-Content-Type-Options", "Referrer-Policy")
    others = [{"Header": k, "Value": v, "Override": True} for k, v in everywhere.items() if k not in named]
    return {
        "Name": "dallas-searches",
        "Comment": "Written at build from explainer/headers.py",
        "SecurityHeadersConfig": security,
        "CustomHeadersConfig": {"Quantity": len(others), "Items": others},
    }
