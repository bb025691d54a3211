"""Addresses on the web: what one may look like before a page, a file or a feed prints it as a link."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

DOI = re.compile(r"10\.[0-9]{4,9}/[^\s<>\"{}|\\^`]+")


def wrong(url: str) -> str:
    """Why `url` is no address that a reader can be sent to, in words; empty where it is one."""
    if re.search(r"[\s<>\"{}|\\^`]", url):
        return (
            "an address holds no spaces; write %20"
            if re.search(r"\s", url)
            else 'an address holds none of < > " { } | \\ ^ `; write them as %3C and so on'
        )
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "this is no address of the web"
    if parts.scheme.lower() not in ("http", "https"):
        return "an address begins with https:// or http://"
    if parts.username is not None or parts.password is not None:
        return "an address holds no name and no password before the @"
    if not host or "." not in host.strip("."):
        return "an address names a host, as in https://example.org/"
    return ""


def wrong_doi(doi: str) -> str:
    """Why `doi` is no digital object identifier; empty where it is one."""
    return "" if DOI.fullmatch(doi) else "a DOI begins with 10., as in 10.6028/NIST.IR.8280"


def encoded(path: str) -> str:
    """THE way a path of the site, with or without '#anchor', becomes an address: encoded as browsers send it."""
    before, mark, anchor = path.partition("#")
    return quote(before) + mark + quote(anchor, safe="!$&'()*+,;=:@/?")
