"""Reads the fonts that a document brings for characters that the press's faces lack."""

from __future__ import annotations

import hashlib
import struct
from pathlib import Path

from zhengben.design.faces import bring
from zhengben.document.provenance import FontFile
from zhengben.files.toml import TomlTable, read_bytes

# how a font with outlines in CFF begins, and one with outlines in glyf (OpenType 1.9)
_KINDS = (b"OTTO", b"\0\1\0\0", b"true")
# a font of tens of thousands of Han has 50 MB at most
_MOST_BYTES = 100_000_000


def read_fonts(meta: TomlTable, folder: Path) -> tuple[FontFile, ...]:
    """Read the ``[[font]]`` tables, each a font file in the document's folder with its hash."""
    found = list[FontFile]()
    for table in meta.tables("font"):
        name, digest = table.text("file"), table.text("sha256")
        font = FontFile(
            name, table.text("family"), table.text("licence"), digest, table.text("characters", "")
        )
        table.finish()
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise table.error(f"“{name}” must lie in the document's folder; copy it there.", "file")
        data = read_bytes(folder / name)
        if (now := hashlib.sha256(data).hexdigest()) != digest:
            raise table.error(
                f"{name} has SHA-256 {now}, not the one written here; restore the file, or, if "
                "the change was meant, write the new hash.",
                "sha256",
            )
        if len(data) > _MOST_BYTES or not _is_font(data):
            raise table.error(f"{name} is no OpenType or TrueType font; give one.", "file")
        bring(font, folder)
        found.append(font)
    return tuple(found)


def _is_font(data: bytes) -> bool:
    """Say whether data begin as a font and hold the tables that they list."""
    if data[:4] not in _KINDS or len(data) < 12:
        return False
    (count,) = struct.unpack(">H", data[4:6])
    directory = data[12 : 12 + 16 * count]
    if len(directory) < 16 * count:
        return False
    tags = dict[bytes, tuple[int, int]]()
    for at in range(0, len(directory), 16):
        tag, _, offset, length = struct.unpack(">4sIII", directory[at : at + 16])
        tags[tag] = offset, length
    whole = all(offset + length <= len(data) for offset, length in tags.values())
    return whole and {b"cmap", b"head", b"hmtx", b"maxp"} <= tags.keys()
