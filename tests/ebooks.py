"""Books for the tests of their checks: altered copies, and what is found in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.rows import E_READER
from zhengben.checks.ebook import look_inside
from zhengben.checks.finding import Finding, Subject
from zhengben.design.kinds import BookEdition
from zhengben.document.artefacts import Artefact, sha256
from zhengben.document.declaration import Declaration

Entries = dict[str, bytes]
Change = Callable[[Entries], None]


def subject(path: Path, declaration: Declaration, edition: BookEdition = E_READER) -> Subject:
    """Return a book as a subject of checks that was published as it is."""
    data = path.read_bytes()
    artefact = Artefact(
        path.name, edition.name, declaration.script, edition.media_type, len(data), 0, (),
        sha256(data),
    )  # fmt: skip
    return Subject(path, artefact, declaration)


def found(
    path: Path, declaration: Declaration, edition: BookEdition = E_READER
) -> list[tuple[str, str]]:
    """Return code and sentence of all that the checks find without validators."""
    results = look_inside(subject(path, declaration, edition))
    return [(r.code, r.sentence) for r in results if isinstance(r, Finding)]


def altered(source: Path, target: Path, change: Change) -> Path:
    """Write a copy of a book with other contents of its entries."""
    with zipfile.ZipFile(source) as book:
        infos = book.infolist()
        entries = {info.filename: book.read(info) for info in infos}
        change(entries)
        with zipfile.ZipFile(target, "w") as copy:
            for info in infos:
                if info.filename in entries:
                    copy.writestr(info, entries[info.filename])
    return target


def repacked(source: Path, target: Path, change: Callable[[list[zipfile.ZipInfo]], None]) -> Path:
    """Write a copy of a book whose entries are described in another way."""
    with zipfile.ZipFile(source) as book, zipfile.ZipFile(target, "w") as copy:
        infos = book.infolist()
        contents = {info.filename: book.read(info) for info in infos}
        change(infos)
        for info in infos:
            copy.writestr(info, contents[info.filename])
    return target


def replaced(name: str, old: str, new: str) -> Change:
    """Return a change of the first place in a file that reads so."""

    def change(entries: Entries) -> None:
        before = entries[f"EPUB/{name}"]
        entries[f"EPUB/{name}"] = before.replace(old.encode(), new.encode(), 1)
        assert entries[f"EPUB/{name}"] != before, f"{name} does not say {old}"

    return change


def documents(data: bytes) -> dict[str, str]:
    """Return the XML files of a book."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {
            name.removeprefix("EPUB/"): book.read(name).decode()
            for name in book.namelist()
            if name.endswith((".xhtml", ".opf", ".ncx"))
        }
