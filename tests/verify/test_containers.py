"""Bags: every byte of one counts, and unsafe ones are refused before they are opened."""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bags import DATE, NAME, Files, codes, opened
from zhengben.deposit.bag import make_bag, make_tar, write_folder
from zhengben.verify import container
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


def test_bytes_all_over_a_tar_count(tmp_path: Path) -> None:
    tar, path = make_tar(small(), NAME, DATE), tmp_path / "bag.tar"
    path.write_bytes(tar)
    assert opened(path) == set()
    missed = []
    for at in range(0, len(tar), 23):
        path.write_bytes(flipped(tar, at, at % 8))
        missed += [] if opened(path) else [at]
    assert missed == []


def test_bytes_in_every_file_of_the_deposit_count(bag: Files) -> None:
    tried = 0
    for name, data in bag.items():
        for part in range(4):
            at = min(len(data) - 1, len(data) * part // 3)
            assert codes({**bag, name: flipped(data, at, part)}), (name, at)
            tried += 1
    assert tried == 4 * len(bag)


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
    "another tag file": (lambda f: {**f, "fetch.txt": b""}, {"D-005"}),
    "no manifest": (lambda f: {k: v for k, v in f.items() if k != "manifest-sha512.txt"},
                    {"D-004"}),
    "no bag": (lambda f: {"data/README.txt": b""}, {"D-001"}),
    "another BagIt": (lambda f: {**f, "bagit.txt": b"BagIt-Version: 0.97\n"}, {"D-001", "D-007"}),
    "another layout": (lambda f: {**f, "bag-info.txt": f["bag-info.txt"].replace(
        b"Layout: 1", b"Layout: 2")}, {"D-010", "D-007"}),
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
    with tarfile.open(tmp_path / "bag.tar.gz", "w:gz") as packed:
        packed.add(__file__)
    assert opened(tmp_path / "bag.tar.gz") == {"D-001"}
    for data in (b"", b"PK", tar[:2000], bytes(20_000)):
        path.write_bytes(data)
        assert opened(path) & {"D-001", "D-008"}
        assert not verify(path).whole


def test_limits_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bag.tar"
    path.write_bytes(make_tar(small(), NAME, DATE))
    for limit, most in (("MOST_FILES", 3), ("MOST_BYTES_A_FILE", 100), ("MOST_BYTES", 300)):
        with monkeypatch.context() as patch:
            patch.setattr(container, limit, most)
            assert "D-003" in opened(path)
            assert not verify(path).whole
