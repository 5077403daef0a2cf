"""Finds files that would fill a machine when they are opened, without unpacking them."""

from __future__ import annotations

import io
import zipfile
import zlib

import pikepdf

from zhengben.verify.nesting import nests

MOST_UNPACKED = 192 * 1024**2
MOST_ENTRIES = 10_000
_CHUNK = 16 * 1024**2


def swells(data: bytes, media_type: str) -> str:
    """Return what a file would swell to, or an empty text; damage is for the checks to find."""
    try:
        if media_type == "application/epub+zip":
            return _zip(data)
        if media_type == "application/pdf":
            return _pdf(data)
    except (OSError, ValueError, pikepdf.PdfError, zipfile.BadZipFile):
        pass
    return ""


def _zip(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        return f"{len(entries):,} files"
    total = sum(entry.file_size for entry in entries)
    return f"{total:,} bytes" if total > MOST_UNPACKED else ""


def _pdf(data: bytes) -> str:
    total = 0
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for item in pdf.objects:
            if not isinstance(item, pikepdf.Stream):
                continue
            filters = item.get("/Filter")
            if isinstance(filters, pikepdf.Array) and len(filters) > 1:
                # packed more than once: nobody knows how large it is without unpacking it
                return "an unknown size, since a stream is packed more than once"
            if "FlateDecode" in str(filters):
                total += _inflated(item.read_raw_bytes(), MOST_UNPACKED - total)
                if total >= MOST_UNPACKED:
                    return f"more than {MOST_UNPACKED:,} bytes"
        return nests(pdf)


def _inflated(raw: bytes, most: int) -> int:
    """Return how long a stream would be, counting up to ``most``."""
    inflater, total, rest = zlib.decompressobj(), 0, raw
    try:
        while rest and total < most:
            total += len(inflater.decompress(rest, _CHUNK))
            rest = inflater.unconsumed_tail
    except zlib.error:
        pass
    return total
