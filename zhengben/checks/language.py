"""What a finished file says of its language, and which fonts it carries."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

from zhengben.document.regex import regex

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DC = "{http://purl.org/dc/elements/1.1/}language"
_SUBSET = regex(r"^/?(?:[A-Z]{6}\+)?")


class UnreadableError(ValueError):
    """A file is not what its name says; that is for other checks to tell."""


@contextmanager
def readable() -> Iterator[None]:
    """Turn what readers of PDF, zip and XML raise into UnreadableError."""
    import pikepdf

    try:
        yield
    except (OSError, SyntaxError, KeyError, zipfile.BadZipFile, pikepdf.PdfError) as error:
        raise UnreadableError(str(error)) from None


def languages_of(path: Path) -> Iterator[tuple[str, str]]:
    """Yield each place where a file names a language of its own text, and the tag."""
    if path.suffix == ".pdf":
        import pikepdf

        with pikepdf.open(path) as pdf:
            yield "catalog", str(pdf.Root.get("/Lang", ""))
    elif path.suffix == ".epub":
        for name, root in _documents(path):
            if language := root.get(_LANG):
                yield name, language
            for element in root.iter(_DC):
                yield name, element.text or ""
    elif path.suffix in (".html", ".xml"):
        for element in ElementTree.parse(path).iter():
            if language := element.get(_LANG):
                yield element.tag.rpartition("}")[2], language


def fonts_of(path: Path) -> Iterator[tuple[str, str]]:
    """Yield where each font of a file stands, and its name: a PDF's own, or a book's family."""
    if path.suffix == ".pdf":
        import pikepdf

        with pikepdf.open(path) as pdf:
            for number, page in enumerate(pdf.pages, 1):
                for font in page.resources.get("/Font", {}).values():
                    yield f"page {number}", _SUBSET.sub("", str(font.get("/BaseFont", "")))
    elif path.suffix == ".epub":
        from fontTools.ttLib import TTFont

        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".otf"):
                    table = TTFont(io.BytesIO(archive.read(name)), lazy=True)["name"]
                    yield name, table.getDebugName(16) or table.getDebugName(1)


def _documents(path: Path) -> Iterator[tuple[str, ElementTree.Element]]:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith((".xhtml", ".opf", ".ncx")):
                yield name, ElementTree.fromstring(archive.read(name))
