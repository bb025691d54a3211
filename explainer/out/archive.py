"""Zips that are the same, byte for byte, as long as their files are: on any machine, at any hour."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

PACKED = (".pdf", ".epub", ".woff2", ".png", ".jpg", ".webp")  # compressed in themselves
NEVER = "1980-01-01"  # the first day that a zip can name


def zipped(files: Mapping[str, bytes], day: str = NEVER, *, stored: tuple[str, ...] = ()) -> bytes:
    """
    A zip of the files by their paths, in the order given, each dated `day` (YYYY-MM-DD).

    All are compressed but those that are so already, and those whose paths are in `stored`.
    """
    year, month, date = (int(part) for part in day.split("-"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, (year, month, date, 0, 0, 0))
            entry.create_system = 3  # Unix, whose rights stand in the upper half of external_attr
            entry.external_attr = 0o644 << 16
            whole = path in stored or path.endswith(PACKED)
            entry.compress_type = zipfile.ZIP_STORED if whole else zipfile.ZIP_DEFLATED
            archive.writestr(entry, data, compresslevel=9)
    return out.getvalue()
