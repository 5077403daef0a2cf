"""What is read from web pages and e-books of a few elements, in rows: text, marks and faults."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from tests.proof.test_proof_epub import FILES
from tests.proof.told_rows import blocks, faults, retold, rows
from zhengben.proof.epub import MalformedError, Reader, extract_epub

Golden = Callable[[Path, str], None]


def document(body: str) -> ElementTree.Element:
    if not body.startswith(("<html", "<x ")):
        body = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'
    return ElementTree.fromstring(body)


def test_documents_are_read_as_they_were(golden: Golden) -> None:
    def tell(body: str) -> Iterator[str]:
        reader = Reader(pictures=lambda place, address: f"{place}-{address[:8]}")
        try:
            reader.read("a.xhtml", document(body), True)
            reader.check_identifiers()
        except MalformedError as error:
            yield f"cannot be read: {error}"
            return
        yield from blocks(reader.blocks)
        yield from faults(reader.faults)

    golden(*retold("documents", tell, 65))


def png(colour: str) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (2, 2), colour).save(data, "PNG", compress_level=0)
    return data.getvalue()


def altered(change: str) -> bytes:
    """Return a book with one change: ``FILE = CONTENT``, ``FILE : OLD → NEW``, ``FILE -``."""
    files: dict[str, str | bytes] = dict(FILES)
    files["EPUB/map.png"], files["EPUB/a.svg.png"] = png("blue"), png("red")
    name, how = change, ""
    if " : " in change:
        name, _, how = change.partition(" : ")
        old, _, new = how.partition(" → ")
        held = str(files[name]).replace("\n<itemref", "<itemref")
        assert old in held
        files[name] = held.replace(old, new)
    elif " = " in change:
        name, _, files[name] = change.partition(" = ")
    elif change.endswith((" -", " latin", " twice")):
        name, _, how = change.rpartition(" ")
        if how == "-":
            del files[name]
        elif how == "latin":
            files[name] = b"<html>\xe9</html>"
    if change == "no archive":
        return b"PK\3\4 nothing"
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as book:
        for file, content in files.items():
            book.writestr(file, content)
        if how == "twice":
            for _ in range(2):
                book.writestr(name, files.get(name, "x"))
    return data.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_books_are_read_as_they_were(tmp_path: Path, golden: Golden) -> None:
    path = tmp_path / "a.epub"

    def tell(change: str) -> Iterator[str]:
        path.write_bytes(altered(change))
        return rows(extract_epub(path))

    golden(*retold("epubs", tell, 25))
