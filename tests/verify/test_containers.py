"""Bags: every byte of one counts, and unsafe ones are refused before they are opened."""

from __future__ import annotations

import gzip
import hashlib
import io
import lzma
import os
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bags import DATE, NAME, Files, codes, opened, unsealed
from zhengben.deposit.bag import make_bag, make_tar, write_folder
from zhengben.verify import container
from zhengben.verify.bag import check_bag
from zhengben.verify.container import Container
from zhengben.verify.verification import verify

# every byte counts


def small() -> Files:
    payload = {"README.txt": b"text\n", "editions/a%b.txt": b"", "z/one.bin": bytes(range(256))}
    info = [("External-Identifier", "urn:uuid:0"), ("Internal-Sender-Identifier", "a"),
            ("External-Description", "題"), ("Bagging-Date", "2026-11-23"),
            ("Bag-Software-Agent", "Zhengben 0"), ("Zhengben-Deposit-Layout", "1")]  # fmt: skip
    return make_bag(payload, info)


def flipped(data: bytes, at: int, bit: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]


@pytest.mark.slow
def test_every_bit_of_a_small_bag_counts() -> None:
    files = small()
    assert codes(files) == set()
    missed = [
        (name, at, bit)
        for name, data in files.items()
        for at in range(len(data))
        for bit in range(8)
        if not codes({**files, name: flipped(data, at, bit)})
    ]
    assert missed == []
    assert sum(map(len, files.values())) > 2000


@pytest.mark.slow
def test_bytes_all_over_a_tar_count(tmp_path: Path) -> None:
    tar, path = make_tar(small(), NAME, DATE), tmp_path / "bag.tar"
    path.write_bytes(tar)
    assert opened(path) == set()
    missed = []
    for at in range(0, len(tar), 23):
        path.write_bytes(flipped(tar, at, at % 8))
        # a header or padding is told as not sealed, all else is found
        missed += [] if opened(path) or unsealed(path) else [at]
    assert missed == []


@pytest.mark.parametrize("part", range(4))
def test_a_byte_in_every_file_of_the_deposit_counts(part: int, bag: Files) -> None:
    for name, data in bag.items():
        at = min(len(data) - 1, len(data) * part // 3)
        assert codes({**bag, name: flipped(data, at, part)}), (name, at)


# what became of a bag since


def packed_anew(files: Files, path: Path, mode: str, **more: str) -> None:
    """Pack a bag as other programs do: folders listed, times and owners of a machine."""
    with tarfile.open(path, mode, **more) as tar:
        for folder in ("bag", "bag/data"):
            entry = tarfile.TarInfo(folder)
            entry.type, entry.mode = tarfile.DIRTYPE, 0o755
            tar.addfile(entry)
        for name, data in files.items():
            entry = tarfile.TarInfo(f"bag/{name}")
            entry.size, entry.mtime, entry.uname = len(data), 1_700_000_000.5, "somebody"
            tar.addfile(entry, io.BytesIO(data))


def zipped(files: Files, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bag/", b"")
        archive.writestr("__MACOSX/bag/._data", b"x")
        for name, data in files.items():
            archive.writestr(f"bag/{name}", data)


ANEW: dict[str, Callable[[Files, Path], None]] = {
    "tar of another program": lambda f, p: packed_anew(f, p, "w", format=tarfile.PAX_FORMAT),
    "gzip": lambda f, p: packed_anew(f, p, "w:gz"),
    "xz": lambda f, p: packed_anew(f, p, "w:xz"),
    "zip": zipped,
}


@pytest.mark.parametrize("kind", ANEW)
def test_a_bag_packed_anew_is_read_and_what_is_not_sealed_told(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "copy"
    ANEW[kind](small(), path)
    assert opened(path) == set()
    assert unsealed(path)
    ANEW[kind]({**small(), "data/README.txt": b"texts"}, path)
    assert "D-007" in opened(path)
    ANEW[kind](without(small()), path)
    assert "D-004" in opened(path)


@pytest.mark.parametrize("kind", ["gzip", "xz", "zip"])
def test_a_bomb_is_not_unpacked(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MOST_BYTES", 1_000_000)
    monkeypatch.setattr(container, "MOST_FILES", 20)
    path = tmp_path / "copy"
    ANEW[kind]({**small(), "data/zeros": bytes(5_000_000)}, path)
    assert path.stat().st_size < 100_000
    assert "D-003" in opened(path)


def test_what_file_managers_leave_is_no_forgery(tmp_path: Path) -> None:
    folder = tmp_path / "bag"
    write_folder(small(), folder)
    for name in (".DS_Store", "data/Thumbs.db", "data/._README.txt"):
        (folder / name).write_bytes(b"x")
    assert opened(folder) == set()
    assert len(unsealed(folder)) == 3


def test_what_an_archive_adds_passes(tmp_path: Path) -> None:
    added = {**small(), "accession.txt": b"2029/17\n"}
    subject = Container(NAME, dict(added))
    check_bag(subject)
    assert [subject.findings, len(subject.unsealed)] == [[], 1]
    tags = {n: d for n, d in added.items() if not n.startswith(("data/", "tagmanifest"))}
    tags["bag-info.txt"] = tags["bag-info.txt"].replace(b"Payload-Oxum", b"Shelf: 9\nPayload-Oxum")
    for name in ("sha256", "sha512"):
        lines = (f"{hashlib.new(name, d).hexdigest()}  {n}\n" for n, d in sorted(tags.items()))
        added |= {**tags, f"tagmanifest-{name}.txt": "".join(lines).encode()}
    subject = Container(NAME, dict(added))
    check_bag(subject)
    assert [subject.findings, subject.unsealed] == [[], []]
    assert codes({**added, "accession.txt": b"other"}) == {"D-007"}


# bad input


def without(files: Files) -> Files:
    return {k: v for k, v in files.items() if k != "data/README.txt"}


def renamed(files: Files) -> Files:
    return {**without(files), "data/LIESMICH.txt": files["data/README.txt"]}


BAD: dict[str, tuple[Callable[[Files], Files], set[str]]] = {
    "missing": (without, {"D-004", "D-009"}),
    "added": (lambda f: {**f, "data/x": b"x"}, {"D-005", "D-009"}),
    "renamed": (renamed, {"D-006"}),
    "changed": (lambda f: {**f, "data/README.txt": b"tex\n\n"}, {"D-007"}),
    "longer": (lambda f: {**f, "data/README.txt": b"text\n\n"}, {"D-007", "D-009"}),
    "a list of files elsewhere": (lambda f: {**f, "fetch.txt": b""}, {"D-005"}),
    "no manifest": (lambda f: {k: v for k, v in f.items() if k != "manifest-sha512.txt"},
                    {"D-004"}),
    "no bag": (lambda f: {"data/README.txt": b""}, {"D-001"}),
    "another BagIt": (lambda f: {**f, "bagit.txt": b"BagIt-Version: 0.97\n"}, {"D-001", "D-007"}),
    "another layout": (lambda f: {**f, "bag-info.txt": f["bag-info.txt"].replace(
        b"Layout: 1", b"Layout: 9")}, {"D-010", "D-007"}),
    "a date that is none": (lambda f: {**f, "bag-info.txt": f["bag-info.txt"].replace(
        b"2026-11-23", b"2026-13-23")}, {"D-008", "D-007"}),
    "upper case": (lambda f: {**f, "manifest-sha256.txt": f["manifest-sha256.txt"].upper()},
                   {"D-005", "D-007", "D-008"}),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_bag_is_found(name: str) -> None:
    change, expected = BAD[name]
    assert codes(change(small())) == expected


def test_unsafe_folders_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "bag"
    write_folder(small(), folder)
    (folder / "data" / "link").symlink_to("/etc/passwd")
    assert opened(folder) == {"D-002"}
    (folder / "data" / "link").unlink()
    os.mkfifo(folder / "data" / "pipe")
    assert opened(folder) == {"D-002"}
    (folder / "data" / "pipe").unlink()
    (folder / "data" / "empty").mkdir()
    assert opened(folder) == {"D-005"}
    (tmp_path / "link").symlink_to(folder)
    assert opened(tmp_path / "link") == {"D-001"}
    assert opened(tmp_path / "nothing") == {"D-001"}


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [
        ("../data/x", tarfile.REGTYPE, "D-002"),
        ("bag/../../x", tarfile.REGTYPE, "D-002"),
        ("/etc/passwd", tarfile.REGTYPE, "D-002"),
        ("bag/data/x", tarfile.SYMTYPE, "D-002"),
        ("bag/data/x", tarfile.LNKTYPE, "D-002"),
        ("bag/data/x", tarfile.CHRTYPE, "D-002"),
        ("bag/data/README.txt", tarfile.REGTYPE, "D-002"),
        ("other/bagit.txt", tarfile.REGTYPE, "D-002"),
    ],
)
def test_unsafe_tars_are_refused(name: str, kind: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "bag.tar"
    with tarfile.open(path, "w") as tar:
        for member, content in small().items():
            entry = tarfile.TarInfo(f"bag/{member}")
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
        entry = tarfile.TarInfo(name)
        entry.type, entry.linkname = kind, "/etc/passwd"
        tar.addfile(entry)
    assert code in opened(path)
    assert not verify(path).whole


def test_what_is_no_tar_is_told(tmp_path: Path) -> None:
    path = tmp_path / "bag.tar"
    tar = make_tar(small(), NAME, DATE)
    with tarfile.open(tmp_path / "other.tar.gz", "w:gz") as packed:
        packed.add(__file__, "other/x")
    assert opened(tmp_path / "other.tar.gz") == {"D-001"}
    for data in (b"", b"PK", b"PK\x03\x04", gzip.compress(tar)[:400], lzma.compress(tar)[:400],
                 tar[:2000], bytes(20_000)):  # fmt: skip
        path.write_bytes(data)
        assert opened(path) & {"D-001", "D-003", "D-004"}
        assert not verify(path).whole


def test_limits_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bag.tar"
    path.write_bytes(make_tar(small(), NAME, DATE))
    for limit, most in (("MOST_FILES", 3), ("MOST_BYTES_A_FILE", 100), ("MOST_BYTES", 300)):
        with monkeypatch.context() as patch:
            patch.setattr(container, limit, most)
            assert "D-003" in opened(path)
            assert not verify(path).whole
