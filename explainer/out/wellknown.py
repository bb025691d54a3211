"""Files that programs look for at fixed addresses: robots.txt, security.txt, and no empty sitemap."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

VALID_FOR = timedelta(days=364)  # RFC 9116: less than a year; every build sets it anew


def write(site: Path, address: str = "", contact: str = "", now: datetime | None = None) -> None:
    """
    Write the files below `site`; `address` is the site's own (with https), `contact` an e-mail or web address.

    Files that exist stay. Without a contact there is no security.txt: RFC 9116 asks for one.
    """
    address = address.rstrip("/")
    if not address:  # the engine writes a sitemap without addresses then
        for name in ("sitemap.xml", "sitemap.xml.gz"):
            (site / name).unlink(missing_ok=True)
    robots = site / "robots.txt"
    if not robots.exists():
        sitemap = f"\nSitemap: {address}/sitemap.xml\n" if address else ""
        robots.write_text(f"User-agent: *\nAllow: /\n{sitemap}", encoding="utf-8")
    if contact:
        expires = ((now or datetime.now(UTC)) + VALID_FOR).strftime("%Y-%m-%dT%H:%M:%SZ")
        to = contact if "://" in contact or contact.startswith("mailto:") else f"mailto:{contact}"
        lines = [f"Contact: {to}", f"Expires: {expires}", "Preferred-Languages: en"]
        if address:
            lines.append(f"Canonical: {address}/.well-known/security.txt")
        # Twice: GitHub Pages drops folders whose names begin with a dot, and RFC 9116 allows the root.
        for file in (site / ".well-known" / "security.txt", site / "security.txt"):
            file.parent.mkdir(exist_ok=True)
            file.write_text("\n".join(lines) + "\n", encoding="utf-8")
