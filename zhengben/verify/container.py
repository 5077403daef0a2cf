"""Opens a deposit without trusting it: paths, kinds, numbers and sizes first.

It may be the folder or the tar that the press wrote, or what became of them since: packed anew, by
gzip or xz, as zip, looked at by a file manager. What no manifest binds is let pass and told.
"""

from __future__ import annotations

import datetime
import gzip
import io
import lzma
import os
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from msgspec import Struct, field

from zhengben.checks.finding import Finding
from zhengben.document.regex import regex

MOST_FILES = 10_000
# all of it is held in memory, beside what the checks unpack of one edition
MOST_BYTES_A_FILE = 128 * 1024**2
MOST_BYTES = 256 * 1024**2
# what file managers leave in the folders that they show
_LEFT = regex(r"(^|/)(\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*|__MACOSX(/.*)?)$")
_PACKED: dict[bytes, Any] = {b"\x1f\x8b": gzip.open, b"\xfd7zXZ\0": lzma.open}
_ZIP = b"PK\x03\x04"
_UNSAFE = regex(r"(^|/)\.{0,2}(/|$)|^/|\\|[\x00-\x1f\x7f-\x9f\ud800-\udfff]|^[A-Za-z]:")


class Container(Struct):
    """The files of a deposit by their path in the bag, and what is wrong with the container.

    ``tar`` is where the plain tar lies, or None; ``top`` is the name of its one folder.
    ``unsealed`` tells what was let pass though no manifest binds it.
    """

    name: str
    files: dict[str, bytes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    tar: Path | None = None
    top: str = ""
    total: int = 0
    unsealed: list[str] = field(default_factory=list)

    def find(self, code: str, place: str, sentence: str) -> None:
        """Add a finding."""
        self.findings.append(Finding(code, self.name, place, sentence))

    def let_pass(self, sentence: str) -> None:
        """Tell once of something that no manifest binds."""
        if sentence not in self.unsealed:
            self.unsealed.append(sentence)

    def admit(self, path: str, size: int, *, plain: bool, kind: str) -> bool:
        """Say whether a member may be read; tell what is wrong with it if not."""
        shown = ascii(path)[1:-1]
        if _UNSAFE.search(path):
            self.find("D-002", shown, f"The path {shown} leads, or could lead, out of the bag.")
        elif plain and _LEFT.search(path):
            self.let_pass(f"{shown}, which a file manager left")
        elif not plain:
            self.find("D-002", shown, f"{shown} is {kind}, not a plain file.")
        elif path in self.files:
            self.find("D-002", shown, f"{shown} occurs twice.")
        elif len(self.files) >= MOST_FILES:
            self.find("D-003", shown, f"There are more than {MOST_FILES:,} files.")
            raise _TooMuchError
        elif size > MOST_BYTES_A_FILE:
            self.find("D-003", shown, f"{shown} has {size:,} bytes.")
        else:
            self.total += size
            if self.total > MOST_BYTES:
                self.find("D-003", shown, f"The files have more than {MOST_BYTES:,} bytes.")
                raise _TooMuchError
            return True
        return False


class _TooMuchError(Exception):
    """The deposit is larger than anything the press makes; reading stops."""


def open_container(path: Path) -> Container:
    """Read a deposit into memory; what is wrong with it stands in ``findings``."""
    container = Container(path.name)
    try:
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            container.find("D-001", "deposit", "This is neither a folder nor a file.")
        elif path.is_dir():
            for name, size, file in _walk(container, path, ""):
                if container.admit(name, size, plain=True, kind=""):
                    container.files[name] = Path(file).read_bytes()
        else:
            _read_file(container, path)
    except _TooMuchError:
        pass
    except OSError as error:
        container.find("D-001", "deposit", f"It cannot be read: {error.strerror}.")
    return container


def _walk(container: Container, folder: Path, below: str) -> Iterator[tuple[str, int, str]]:
    """Yield path, size and place of each plain file; tell anything else that lies there."""
    entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    if below and not entries:
        container.find("D-005", below[:-1], f"The folder {below[:-1]} is empty.")
    for entry in entries:
        name = below + entry.name
        found = entry.stat(follow_symlinks=False)
        if stat.S_ISDIR(found.st_mode):
            if container.admit(f"{name}/x", 0, plain=True, kind=""):
                yield from _walk(container, Path(entry.path), f"{name}/")
        elif stat.S_ISREG(found.st_mode):
            yield name, found.st_size, entry.path
        else:
            kind = "a symbolic link" if entry.is_symlink() else "a device, pipe or socket"
            container.admit(name, 0, plain=False, kind=kind)


def _read_file(container: Container, path: Path) -> None:
    """Read a tar, plain or packed, or a zip."""
    size, most = path.stat().st_size, MOST_BYTES + 1024 * MOST_FILES
    if size > most:
        container.find("D-003", "tar", f"The file has {size:,} bytes.")
        return
    with path.open("rb") as file:
        begins = file.read(8)
    try:
        if begins.startswith(_ZIP):
            container.let_pass("the zip around the files")
            with zipfile.ZipFile(path) as archive:
                _read_entries(container, archive)
            return
        opener = next((o for magic, o in _PACKED.items() if begins.startswith(magic)), None)
        if opener is not None:
            container.let_pass("the packing of the tar, and its headers")
            # a stream, counted as it is unpacked: a small file may become a large one
            with (
                opener(path) as unpacked,
                tarfile.open(fileobj=_Counted(container, unpacked, most), mode="r|") as tar,
            ):
                _read_members(container, tar)
            return
        container.tar = path
        with tarfile.open(path, mode="r:") as tar:
            _read_members(container, tar)
    except (tarfile.TarError, zipfile.BadZipFile, lzma.LZMAError, zlib.error, EOFError,
            NotImplementedError, RuntimeError, ValueError) as error:  # fmt: skip
        container.find("D-001", "tar", f"It is not a whole tar or zip ({error}).")


class _Counted(io.RawIOBase):
    """A stream of which no more than so many bytes are read."""

    def __init__(self, container: Container, file: Any, most: int) -> None:
        self._container, self._file, self._left = container, file, most

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """Read on, and stop for good where there is too much."""
        data: bytes = self._file.read(size)
        self._left -= len(data)
        if self._left < 0:
            self._container.find("D-003", "tar", "The tar unpacks to more than a deposit has.")
            raise _TooMuchError
        return data


def _read_entries(container: Container, archive: zipfile.ZipFile) -> None:
    for entry in archive.infolist():
        top, _, name = entry.filename.partition("/")
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if entry.is_dir() or _LEFT.search(entry.filename):
            continue
        container.top = container.top or top
        if top != container.top:
            told = f"{ascii(entry.filename)[1:-1]} lies outside the folder {container.top}."
            container.find("D-002", "zip", told)
        elif container.admit(
            name, entry.file_size, plain=kind in (0, stat.S_IFREG), kind="a link or a device"
        ):
            with archive.open(entry) as file:
                # whatever its header says, no more is read
                container.files[name] = file.read(entry.file_size + 1)[: entry.file_size]


def _read_members(container: Container, tar: tarfile.TarFile) -> None:
    for member in tar:
        top, _, name = member.name.partition("/")
        if member.isdir() and not _UNSAFE.search(f"{member.name.rstrip('/')}/x"):
            container.let_pass("the folders that the tar lists")
            continue
        container.top = container.top or top
        if member.issym() or member.islnk():
            kind = "a link"
        else:
            kind = "a folder" if member.isdir() else "a device or a sparse file"
        if top != container.top:
            told = f"{ascii(member.name)[1:-1]} lies outside the folder {container.top}."
            container.find("D-002", "tar", told)
        elif container.admit(name, member.size, plain=member.type == tarfile.REGTYPE, kind=kind):
            file = tar.extractfile(member)
            container.files[name] = file.read() if file else b""
            if len(container.files[name]) != member.size:
                container.find("D-001", name, f"The tar ends inside {name}.")


def check_serialised(container: Container, date: datetime.date) -> None:
    """Tell where a tar has other bytes than its files, its name and its date give it.

    Its files are bound by the manifests; headers and padding of one packed anew are not.
    """
    if container.tar is None:
        return
    moment = datetime.datetime.combine(date, datetime.time(), datetime.UTC)
    with container.tar.open("rb") as file:
        found = _Compared(file)
        with tarfile.open(fileobj=found, mode="w|", format=tarfile.USTAR_FORMAT) as tar:
            for name, content in sorted(container.files.items()):
                member = tarfile.TarInfo(f"{container.top}/{name}")
                member.size, member.mtime = len(content), int(moment.timestamp())
                tar.addfile(member, io.BytesIO(content))
        found.end()
    if found.differs_at is not None:
        at = found.differs_at
        container.let_pass(f"headers and padding of the tar, which differ at byte {at}")


class _Compared(io.RawIOBase):
    """Compares what is written to it with a file, and holds neither in memory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._at = file, 0
        self.differs_at: int | None = None

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        """Compare the next bytes."""
        if self.differs_at is None and (found := self._file.read(len(data))) != data:
            pairs = enumerate(zip(bytes(data), found, strict=False))
            least = min(len(data), len(found))
            self.differs_at = self._at + next((n for n, (a, b) in pairs if a != b), least)
        self._at += len(data)
        return len(data)

    def end(self) -> None:
        """Compare the end."""
        if self.differs_at is None and self._file.read(1):
            self.differs_at = self._at
