"""Tells what an archive of files (ZIP) holds that is none of its files, or is one twice.

Readers go by the list at the end of an archive, or by the head before each file. Where the two
say different things, or a name stands twice, one sees what another does not (APPNOTE.TXT 6.3.10,
4.3.7 and 4.3.12).
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator

# signature, version, flags, method, time, date, checksum, both sizes, lengths of name and extra
_HEAD = struct.Struct("<4s5H3L2H")
_HEAD_SIGNATURE = b"PK\x03\x04"
# sizes and checksum stand behind the file, with a signature or without
_BEHIND, _BEHIND_BYTES = 8, (12, 16, 20, 24)
_LOCKED = 1
# extra fields of Info-ZIP: times, owners by their numbers (APPNOTE.TXT 6.3.10, 4.6.1)
_TIMES = (b"UT", b"ux", b"Ux")


def strange_entries(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the place and the sentence of each thing that no archive of the press has."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = sorted(archive.infolist(), key=lambda entry: entry.header_offset)
        comment, lists = archive.comment, archive.start_dir
    if comment or not data.endswith(b"\0\0"):
        yield "the archive", "there is something that is no file of it"
    met, end = set[str](), 0
    for entry in entries:
        if entry.filename.casefold() in met:
            yield entry.filename, "the name stands twice in the archive"
        met.add(entry.filename.casefold())
        if entry.comment or entry.flag_bits & _LOCKED:
            yield entry.filename, "there is a comment, or the file is locked"
        if not _known(entry.extra):
            yield entry.filename, "the list says more of it than who has it, and since when"
        if entry.header_offset != end:
            yield entry.filename, "there is something before it that is no file"
        behind, told = _told(data, entry)
        if not told:
            yield entry.filename, "the head before it says something else than the list"
        end = behind
        if entry.flag_bits & _BEHIND:
            following = [e.header_offset for e in entries if e.header_offset > entry.header_offset]
            gap = min((*following, lists)) - end
            end += gap if gap in _BEHIND_BYTES else 0
    if end != lists:
        yield "the archive", "there is something before its list that is no file"


def _known(extra: bytes) -> bool:
    """Say whether what a list says besides is times and owners, as programs that pack do."""
    while extra:
        kind, size = extra[:2], int.from_bytes(extra[2:4], "little")
        if kind not in _TIMES or len(extra) < 4 + size:
            return False
        extra = extra[4 + size :]
    return True


def _told(data: bytes, entry: zipfile.ZipInfo) -> tuple[int, bool]:
    """Return where a file ends, and whether its head says what the list says of it."""
    head = data[entry.header_offset :][: _HEAD.size]
    if len(head) < _HEAD.size:
        return entry.header_offset, False
    signature, _, flags, method, _, _, *sums, name, extra = _HEAD.unpack(head)
    first = entry.header_offset + _HEAD.size + name + extra
    known = [entry.CRC, entry.compress_size, entry.file_size]
    same = sums == known or bool(flags & _BEHIND)
    said = signature == _HEAD_SIGNATURE and method == entry.compress_type
    return first + entry.compress_size, said and same and flags == entry.flag_bits
