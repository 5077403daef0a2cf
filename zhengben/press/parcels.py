"""Documents sent to be made elsewhere, and what comes back, through a storage that both can reach.

A parcel is a zip file whose bytes depend on what it holds alone, and is named by its SHA-256: the
text of one document with the tables and the register that hold for it, or its finished editions.
It lies whole under its name or not at all: it is written under another and then renamed. So a task
that is done twice writes the same parcel, and nobody takes one that was damaged on its way.

A storage is what ``fsspec`` can open: ``file:///mnt/press``, ``ftp://…`` or ``sftp://…``.
"""

from __future__ import annotations

import hashlib
import io
import tempfile
import uuid
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from zhengben.design.assets import Assets
from zhengben.document.artefacts import Artefact, read_manifest, sha256
from zhengben.document.errors import ContentError, SetupError, UsageError, ZhengbenError
from zhengben.document.shown import shown
from zhengben.files.placing import write_file
from zhengben.files.stamps import files_below
from zhengben.press.published import Published, Wish
from zhengben.press.surroundings import REGISTER

if TYPE_CHECKING:
    from zhengben.press.plan import Pair

# the earliest that a zip file can name: no clock is asked
_DAY = (1980, 1, 1, 0, 0, 0)
# a parcel that would unpack to more than this is no document
_MOST = 1 << 30


class Storage(Struct, frozen=True):
    """A folder on some storage, by its URL; what it refuses is told as one sentence."""

    url: str

    @contextmanager
    def _opened(self) -> Iterator[tuple[Any, str]]:
        import fsspec

        try:
            system, root = fsspec.core.url_to_fs(self.url)
            yield system, root
        except ZhengbenError:
            raise
        except Exception as error:
            # each kind of storage has errors of its own
            raise SetupError(
                f"The storage {shown(self.url)} cannot be used ({shown(str(error))[:200]}); see "
                "that it is there and can be written, or name another one with --storage."
            ) from None

    def put(self, data: bytes, kind: str) -> str:
        """Write a parcel and return its name; one that is there already is left."""
        name = hashlib.sha256(data).hexdigest()
        with self._opened() as (system, root):
            folder = f"{root}/{kind}"
            try:
                system.makedirs(folder, exist_ok=True)
            except Exception:
                # another process may have made it meanwhile, of which each storage tells in its
                # way; what was listed before does not know of it
                system.invalidate_cache()
                if not system.isdir(folder):
                    raise
            place = f"{folder}/{name}.zip"
            if not system.exists(place):
                beside = f"{folder}/{uuid.uuid4().hex}.part"
                system.pipe_file(beside, data)
                with suppress(FileExistsError):
                    system.mv(beside, place)
        return name

    def get(self, name: str, kind: str) -> bytes:
        """Read a parcel; raise SetupError for one that is not what its name says."""
        with self._opened() as (system, root):
            data: bytes = system.cat_file(f"{root}/{kind}/{name}.zip")
        if hashlib.sha256(data).hexdigest() != name:
            raise SetupError(
                f"{shown(self.url)}: the parcel {name[:12]}… was damaged on its way; start again."
            )
        return data

    def remove(self, name: str, kind: str) -> None:
        """Remove a parcel that nobody needs any more."""
        with suppress(Exception), self._opened() as (system, root):
            system.rm_file(f"{root}/{kind}/{name}.zip")


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return files as a zip file, the same for the same files on any machine."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _DAY), files[name])
    return stream.getvalue()


def unpack(data: bytes, folder: Path) -> None:
    """Write the files of a parcel below a folder; raise SetupError for one that leads out of it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if sum(entry.file_size for entry in entries) > _MOST:
            raise SetupError("A parcel would unpack to more than a document can hold.")
        for entry in entries:
            path = PurePosixPath(entry.filename)
            if path.is_absolute() or ".." in path.parts:
                raise SetupError(f"A parcel holds {shown(entry.filename)}, which leads out of it.")
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            write_file(folder / path, archive.read(entry))


def pack_document(folder: Path) -> bytes:
    """Return the parcel of a document: its folder, and what holds for all documents beside it."""
    content = folder.parent
    names = [f"{folder.name}/{name}" for name in files_below(folder)]
    names += [f"{REGISTER}/{name}" for name in files_below(content / REGISTER, (".toml",))]
    names += [p.name for p in content.glob("*.toml") if p.is_file()]
    return packed({f"content/{name}": (content / name).read_bytes() for name in names})


def make_elsewhere(
    storage: Storage, parcel: str, document: str, wish: Wish
) -> tuple[str, Published]:
    """Make the document of a parcel, on whatever machine; return the parcel of its editions."""
    from zhengben.press.publish import publish

    with tempfile.TemporaryDirectory(prefix="zhengben-") as scratch:
        folder = Path(scratch)
        unpack(storage.get(parcel, "texts"), folder)
        published = publish(
            folder / "content" / document, folder / "dist", Assets.find(),
            editions=wish.editions, scripts=wish.scripts, everything=wish.everything,
            accept_open_questions=wish.accept_open_questions,
        )  # fmt: skip
        made = folder / "dist" / document
        data = packed({name: (made / name).read_bytes() for name in files_below(made)})
        # nothing of this machine goes with it: the record is made where the files will lie
        return storage.put(data, "editions"), replace(published, basis=None, reasons=())


class Fetched:
    """Editions that were made elsewhere: taken from an unpacked parcel instead of being made."""

    def __init__(self, folder: Path, published: Published) -> None:
        self.folder, self.published = folder, published

    def take(self, pairs: Sequence[Pair], fingerprint: str, to: Path) -> Iterator[Artefact]:
        """Put the files of some editions into a folder, each as its manifest says it is.

        Raises ContentError where they were made from something else than is wanted now.
        """
        made, artefacts = read_manifest(self.folder) or ("", [])
        if made != fingerprint:
            told = "was changed while it was made elsewhere; begin again."
            raise ContentError(told, self.published.document)
        for artefact in artefacts:
            if artefact.pair not in pairs:
                continue
            data = (self.folder / artefact.file).read_bytes()
            if sha256(data) != artefact.sha256:
                raise UsageError(f"{artefact.file} came back otherwise than it was made.")
            write_file(to / artefact.file, data)
            yield artefact
