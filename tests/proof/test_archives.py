"""An archive that readers may see as two is found, and one that was packed anew is not."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile

import pytest

from zhengben.proof.archives import strange_entries

FILES = (("mimetype", b"a/b"), ("text.xhtml", "甲乙丙".encode() * 40), ("more.xhtml", b"x" * 90))


def packed(*more: tuple[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", kind) as archive:
        warnings.simplefilter("ignore")
        for name, data in (*FILES, *more):
            archive.writestr(name, data)
    return out.getvalue()


def streamed() -> bytes:
    """Return an archive whose sizes stand behind its files, as a writer that cannot go back."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise OSError

        def tell(self) -> int:
            raise OSError

    out = Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in FILES:
            archive.writestr(name, data)
    return out.getvalue()


def told(data: bytes) -> list[str]:
    return [f"{place}: {sentence}" for place, sentence in strange_entries(data)]


@pytest.mark.parametrize("kind", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_an_archive_packed_in_any_way_has_nothing_against_it(kind: int) -> None:
    assert told(packed(kind=kind)) == []
    assert told(streamed()) == []


@pytest.mark.parametrize("name", ["text.xhtml", "TEXT.xhtml"])
def test_a_name_that_stands_twice_is_found(name: str) -> None:
    assert told(packed((name, b"other"))) == [f"{name}: the name stands twice in the archive"]


def test_what_a_list_says_besides_is_times_and_owners() -> None:
    for extra, known in ((b"UT\x05\0\1abcd", True), (b"ux\x01\0\1UT\x01\0\1", True),
                         (b"\x99\x99\x04\0hide", False)):  # fmt: skip
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            entry = zipfile.ZipInfo("text.xhtml")
            entry.extra = extra
            archive.writestr(entry, b"x")
        assert (told(out.getvalue()) == []) == known


def test_bytes_of_no_file_are_found() -> None:
    data = packed()
    second = data.index(b"PK\x03\x04", 4)
    for place in (0, second):
        hidden = data[:place] + b"other words" + data[place:]
        # what lies before the first file is counted in by readers that look from behind
        moved = moved_on(hidden, data, place, 11)
        assert any("something before it that is no file" in each for each in told(moved))
    assert "the archive: there is something that is no file of it" in told(data + b"more")


def moved_on(hidden: bytes, data: bytes, place: int, by: int) -> bytes:
    """Mend the offsets of an archive into which bytes were put, so that it opens as before."""
    found, at = bytearray(hidden), hidden.index(b"PK\x01\x02")
    while found[at : at + 4] == b"PK\x01\x02":
        offset = struct.unpack_from("<L", found, at + 42)[0]
        struct.pack_into("<L", found, at + 42, offset + (by if offset >= place else 0))
        at += 46 + sum(struct.unpack_from("<3H", found, at + 28))
    struct.pack_into("<L", found, at + 16, struct.unpack_from("<L", found, at + 16)[0] + by)
    assert zipfile.ZipFile(io.BytesIO(bytes(found))).testzip() is None
    return bytes(found)


@pytest.mark.parametrize("field", [8, 14, 18, 22])
def test_a_head_that_says_something_else_is_found(field: int) -> None:
    """Its method, its checksum, or one of its sizes: readers that go along the file take it."""
    data = bytearray(packed())
    data[data.index(b"PK\x03\x04", 4) + field] ^= 1
    assert "text.xhtml: the head before it says something else than the list" in told(bytes(data))


def test_comments_and_locks_are_found() -> None:
    out = io.BytesIO(packed())
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = b"words"
    assert told(out.getvalue()) == ["the archive: there is something that is no file of it"]


def described(data: bytes) -> list[str]:
    return [f"{place}: {sentence}" for place, sentence in strange_entries(data)]


def test_each_thing_that_is_no_file_is_told_by_itself() -> None:
    """Of an archive of three files, each altered in one place."""
    data = packed(kind=zipfile.ZIP_STORED)
    listed = data.index(b"PK\1\2")

    def altered(at: int, byte: int) -> list[str]:
        changed = bytearray(data)
        changed[at] ^= byte
        return described(bytes(changed))

    head = "mimetype: the head before it says something else than the list"
    # the signature, flags, method, checksum, sizes before the first file
    for at in (0, 6, 8, 14, 18, 22):
        assert altered(at, 2) == [head], at
    # its time is no part of what is compared
    assert altered(10, 2) == []
    # a longer extra field: there the file would end elsewhere
    longer = altered(28, 1)
    assert longer == [
        "text.xhtml: there is something before it that is no file",
    ]
    locked = bytearray(data)
    locked[6] |= 1
    locked[listed + 8] |= 1
    assert described(bytes(locked)) == ["mimetype: there is a comment, or the file is locked"]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("text.xhtml")
        entry.comment = b"a"
        archive.writestr(entry, b"x")
    assert described(out.getvalue()) == ["text.xhtml: there is a comment, or the file is locked"]
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = b"more"
    assert "the archive: there is something that is no file of it" in described(out.getvalue())


@pytest.mark.parametrize("size", [0, 12, 16, 20, 24])
@pytest.mark.parametrize("more", [0, 1, -1])
def test_sums_may_stand_behind_a_file(size: int, more: int) -> None:
    """With a signature and in sizes of four bytes or of eight, or without (4.3.9)."""
    data = packed(kind=zipfile.ZIP_STORED)
    first, listed = data.index(b"PK\3\4", 4), data.index(b"PK\1\2")
    gap = max(size + more, 0)
    changed = bytearray(data[:first] + bytes(gap) + data[first:])
    for at in (6, listed + gap + 8):
        changed[at] |= 8
    places = [at for at in range(len(changed)) if changed.startswith(b"PK\1\2", at)]
    for at in places[1:]:
        (offset,) = struct.unpack_from("<L", changed, at + 42)
        struct.pack_into("<L", changed, at + 42, offset + gap)
    (start,) = struct.unpack_from("<L", changed, len(changed) - 6)
    struct.pack_into("<L", changed, len(changed) - 6, start + gap)
    told_of = ["text.xhtml: there is something before it that is no file"]
    assert described(bytes(changed)) == ([] if gap in (0, 12, 16, 20, 24) else told_of)
