"""Serialises a bag: from payload to every byte of its folder and of its one tar.

RFC 8493, BagIt 1.0. A bag is wholly determined by its payload and its bag-info: manifests are
sorted by path, the tar is a plain ustar with one date for all, no owner and no compression.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import tarfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from zhengben.files.placing import write_file

ALGORITHMS = ("sha256", "sha512")
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def make_bag(payload: Mapping[str, bytes], info: Sequence[tuple[str, str]]) -> dict[str, bytes]:
    """Return every file of a bag by its path; ``payload`` is by path below ``data/``.

    ``info`` is bag-info without Payload-Oxum, which is worked out here (octets.files).
    """
    data = {f"data/{name}": content for name, content in payload.items()}
    oxum = f"{sum(map(len, data.values()))}.{len(data)}"
    rows = (*info, ("Payload-Oxum", oxum))
    tags = {"bagit.txt": DECLARATION, "bag-info.txt": _lines(f"{k}: {v}" for k, v in rows)}
    tags |= {f"manifest-{name}.txt": _manifest(data, name) for name in ALGORITHMS}
    tags |= {f"tagmanifest-{name}.txt": _manifest(tags, name) for name in ALGORITHMS}
    return dict(sorted((tags | data).items()))


def _lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _manifest(files: Mapping[str, bytes], algorithm: str) -> bytes:
    return _lines(
        f"{hashlib.new(algorithm, content).hexdigest()}  {_encoded(name)}"
        for name, content in sorted(files.items())
    )


def _encoded(name: str) -> str:
    """Encode what would break a line of a manifest (RFC 8493, 2.1.3)."""
    return name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def write_folder(files: Mapping[str, bytes], folder: Path) -> None:
    """Write a bag as a folder, which must not exist."""
    folder.mkdir()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, content)


def make_tar(files: Mapping[str, bytes], name: str, date: datetime.date) -> bytes:
    """Return a bag as one tar whose only top folder is ``name``; ``date`` is that of every file."""
    moment = datetime.datetime.combine(date, datetime.time(), datetime.UTC)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for path, content in files.items():
            member = tarfile.TarInfo(f"{name}/{path}")
            member.size, member.mode, member.mtime = len(content), 0o644, int(moment.timestamp())
            tar.addfile(member, io.BytesIO(content))
    return out.getvalue()
