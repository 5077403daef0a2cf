"""What is told against rules of style, web pages and e-books of a few elements, in rows."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from PIL import Image

from tests.proof.told_rows import faults, retold
from zhengben.document.provenance import ObjectFile
from zhengben.proof.pictures import picture_sha256
from zhengben.proof.web_strangers import _document, strange_book, strange_page
from zhengben.proof.web_styles import strange_page_sheet, strange_sheet

Golden = Callable[[Path, str], None]


def picture(colour: str) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (2, 2), colour).save(data, "PNG")
    return data.getvalue()


BLUE, RED = picture("blue"), picture("red")
DECLARED = cast(Any, SimpleNamespace(
    id="doc",
    provenance=SimpleNamespace(url="https://example.org/a b?c=甲"),
    objects=(
        ObjectFile("map.png", "image/png", hashlib.sha256(BLUE).hexdigest()),
        ObjectFile("a.svg", "image/svg+xml", hashlib.sha256(BLUE).hexdigest(), picture_sha256(RED)),
    ),
))  # fmt: skip


def document(body: str) -> str:
    """Return a document of a body; what is one already stays as it is."""
    for name, data in (("PNG64", BLUE), ("RED64", RED)):
        body = body.replace(name, base64.b64encode(data).decode())
    if body.startswith(("<!", "<?xml", "<html")):
        return body
    return f'<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'


def test_sheets_are_told_as_they_were(golden: Golden) -> None:
    def tell(sheet: str) -> Iterator[str]:
        for kind, found in (
            ("book", strange_sheet(sheet)),
            ("page", strange_page_sheet(sheet)),
            ("beside", strange_page_sheet(sheet, beside=True)),
        ):
            yield from (f"{kind}: {sentence}" for sentence in found)

    golden(*retold("sheets", tell, 100))


def test_pages_are_told_as_they_were(golden: Golden) -> None:
    urls = frozenset(("https://example.org/a%20b",))

    def tell(body: str) -> Iterator[str]:
        data = document(body).encode()
        for kind, found in (
            ("page", strange_page(data, DECLARED, alone=True)),
            ("beside", strange_page(data, DECLARED, alone=False, beside=True)),
            ("collation", strange_page(data, DECLARED, alone=False)),
        ):
            for fault in found:
                assert (fault.code, fault.place) == ("strange", "page")
                yield f"{kind}: {fault.sentence}"
        yield from (f"book: {sentence}" for sentence in _document(data, urls, web=False))

    golden(*retold("pages", tell, 100))


PACKAGE = """<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf"><manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="one" href="text-1.xhtml" media-type="application/xhtml+xml"/>
<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
<item id="css" href="styles/book.css" media-type="text/css"/>
<item id="map" href="images/map.png" media-type="image/png"/>
<item id="a" href="images/a.svg.png" media-type="image/png"/>
<item id="cover" href="images/cover.png" media-type="image/png" properties="cover-image"/>
</manifest><spine><itemref idref="nav"/><itemref idref="one"/></spine></package>"""
BOOK: dict[str, str | bytes] = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": '<?xml version="1.0"?><container/>',
    "EPUB/content.opf": PACKAGE,
    "EPUB/nav.xhtml": document("<nav>甲</nav>"),
    "EPUB/text-1.xhtml": document('<p>甲<a href="nav.xhtml">乙</a></p>'),
    "EPUB/toc.ncx": '<?xml version="1.0"?><ncx/>',
    "EPUB/styles/book.css": "p { color: inherit }",
    "EPUB/images/map.png": BLUE,
    "EPUB/images/a.svg.png": RED,
    "EPUB/images/cover.png": BLUE,
}


def altered(change: str) -> bytes:
    """Return a book with one change: ``FILE = CONTENT``, ``FILE : OLD → NEW``, ``FILE -``."""
    files = dict(BOOK)
    name, _, how = change.partition(" ")
    if how.startswith("= "):
        named: dict[str, str | bytes] = {"PAGE": document("<p>甲</p>"), "RED": RED, "BLUE": BLUE}
        text = document(how[2:]) if name.endswith("xhtml") else how[2:]
        files[name] = named.get(how[2:], text)
    elif how.startswith(": "):
        old, _, new = how[2:].partition(" → ")
        held = str(files[name])
        assert held.count(old) >= 1
        files[name] = held.replace(old, new, 1)
    elif how in ("-", "last"):
        held_there = files.pop(name)
        if how == "last":
            files[name] = held_there
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for file, content in files.items():
            entry = zipfile.ZipInfo(file)
            entry.comment = b"a" if (name, how) == (file, "comment") else b""
            archive.writestr(entry, content)
        if how == "twice":
            archive.writestr(name.upper(), "")
    packed = bytearray(data.getvalue())
    if how == "locked":
        # the flag, in the list at the end of the archive and before the file
        packed[packed.index(b"PK\1\2") + 8] |= 1
        packed[6] |= 1
    return bytes(packed)


def test_books_are_told_as_they_were(golden: Golden) -> None:
    def tell(change: str) -> Iterator[str]:
        try:
            yield from faults(strange_book(altered(change), DECLARED))
        except RuntimeError as error:
            yield f"raises {error}"

    golden(*retold("books", tell, 40))
