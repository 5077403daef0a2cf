"""From a Declaration to the bytes of an e-book."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from zhengben.editions import Edition
from zhengben.errors import RenderError
from zhengben.model import Declaration

if TYPE_CHECKING:
    from zhengben.epub.book import Book
    from zhengben.epub.pages import Document

# Every reader's own interface may use these in our font, so they are always in it.
_ALWAYS = frozenset(map(chr, range(0x20, 0x7F)))


class Assets(Protocol):
    """Where the templates and style sheets of the press lie."""

    @property
    def templates(self) -> Path:
        """Return the folder of the templates."""

    @property
    def styles(self) -> Path:
        """Return the folder of the style sheets."""


def write_epub(
    declaration: Declaration, edition: Edition, assets: Assets, *, generator: str
) -> bytes:
    """Make the EPUB 3.3 of a declaration; the same input gives the same bytes.

    ``generator`` names the program and its version. Raises RenderError, with one sentence, for a
    character that the face lacks, a note that points nowhere or a template that fails.
    """
    # imported here: a build that has nothing to write does not wait for these
    from zhengben.epub.book import make_book
    from zhengben.epub.cover import Cover, draw_cover
    from zhengben.epub.pack import File, pack
    from zhengben.epub.pages import render
    from zhengben.fonts.book import subset_for_book

    book = make_book(declaration, edition, generator)
    documents = render(book, assets.templates)
    characters = _characters(book, documents)
    cover = Cover(
        declaration.title_lines, declaration.organ, declaration.dateline, book.words.unofficial
    )
    font_name = f"fonts/{book.face.key}.otf"
    files = [
        File(document.name, document.href, document.media_type, document.content, properties)
        for document in documents
        for properties in [("nav",) if document.name == "contents" else ()]
    ]
    files += [
        File("style", "styles/book.css", "text/css", _sheet(assets.styles / edition.sheet)),
        File("font", font_name, "font/otf", subset_for_book(book.face.path, characters)),
        File(
            "cover-image",
            "images/cover.png",
            "image/png",
            draw_cover(cover, book.face.path),
            ("cover-image",),
        ),
    ]
    return pack(book, tuple(files))


def _sheet(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RenderError(
            f"The style sheet {path.name} cannot be read ({error.strerror}); restore it."
        ) from None


def _characters(book: Book, documents: tuple[Document, ...]) -> frozenset[str]:
    """Return the characters the font must show; raise RenderError for one the face lacks."""
    for where, text in _texts(book, documents):
        if not book.shows(text):
            at = next(at for at, character in enumerate(text) if not book.shows(character))
            raise RenderError(
                f"{book.declaration.id}, {where}, character {at + 1}: the font {book.face.family} "
                f"has no glyph for {text[at]} (U+{ord(text[at]):04X}); "
                "correct the text or choose a face that has it."
            )
    from zhengben.epub.book import INVISIBLE

    shown = _ALWAYS.union(*(document.text for document in documents))
    return shown & book.covered - INVISIBLE


def _texts(book: Book, documents: tuple[Document, ...]) -> Iterator[tuple[str, str]]:
    """Yield what must be covered, the canonical lines first, each with its place."""
    for line in book.declaration.lines:
        yield line.id, line.text
    for note in book.declaration.notes:
        yield note.id, note.text
    for document in documents:
        yield document.href, document.text
