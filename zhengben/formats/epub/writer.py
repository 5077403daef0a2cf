"""From a Declaration to the bytes of an e-book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from zhengben.design.assets import Assets
from zhengben.design.kinds import BookEdition
from zhengben.document.apparatus import PageBreak
from zhengben.document.declaration import Declaration
from zhengben.document.errors import RenderError
from zhengben.files.toml import read_bytes

if TYPE_CHECKING:
    from zhengben.formats.epub.book import Book

_BASE_SHEET, _MARKS_SHEET = "epub.css", "epub-marks.css"
_RECEIVED_FACE = b"""
@font-face {
  font-family: "received";
  src: url("../fonts/received.otf");
}
"""
# Every reader's own interface may use these in our font, so they are always in it.
_ALWAYS = frozenset(map(chr, range(0x20, 0x7F)))


def write_epub(
    declaration: Declaration,
    edition: BookEdition,
    assets: Assets,
    *,
    generator: str,
    printed: Sequence[PageBreak] = (),
    titles: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> bytes:
    """Make the EPUB 3.3 of a declaration; the same input gives the same bytes.

    ``generator`` names the program and its version; ``printed`` are the pages of the print edition
    ``edition.pages_of``, for the page list; ``titles`` are the title in every script; ``folder`` is
    where the files of pictures and formulas lie.
    Raises RenderError, with one sentence, for a character that the face lacks, a note that points
    nowhere or a template that fails.
    """
    # imported here: a build that has nothing to write does not wait for these
    from zhengben.fonts.subset import subset_for_book
    from zhengben.formats.epub.book import INVISIBLE, make_book
    from zhengben.formats.epub.cover import Cover, draw_cover
    from zhengben.formats.epub.documents import render
    from zhengben.formats.epub.metadata import metadata
    from zhengben.formats.epub.pack import PackageFile, pack

    objects = {o.file: read_bytes((folder or Path()) / o.file) for o in declaration.objects}
    book = make_book(declaration, edition, generator, printed, objects)
    _require_glyphs(book, [(line.id, line.text) for line in declaration.lines])
    _require_glyphs(book, [(note.id, note.text) for note in declaration.notes])
    entries = metadata(book, titles or {})
    documents = render(book, assets.templates)
    _require_glyphs(book, [(document.href, document.text) for document in documents])
    received = "".join(row.value for row in (*book.colophon, *book.details))
    shown = _ALWAYS.union(received, *(document.text for document in documents))
    font = subset_for_book(book.face.path, shown & book.covered - INVISIBLE)
    files = [PackageFile(d.name, d.href, d.media_type, d.content, d.properties) for d in documents]
    sheet = _sheets(assets.styles, edition, marked=bool(declaration.notation))
    files += [
        PackageFile(f"object-{number}", f"images/{o.file}", o.media_type, objects[o.file])
        for number, o in enumerate(declaration.objects, 1)
        if o.media_type.startswith("image/")
    ]
    if other := _font_for_received(book, received):
        sheet += _RECEIVED_FACE
        files.append(PackageFile("font-received", "fonts/received.otf", "font/otf", other))
    cover = Cover(
        declaration.title_lines,
        declaration.organ,
        declaration.dateline,
        (book.imprint, book.words.unofficial),
        edition.vertical,
    )
    picture = draw_cover(cover, book.face.path)
    return pack(
        book,
        entries,
        (
            *files,
            PackageFile("style", "styles/book.css", "text/css", sheet),
            PackageFile("font", "fonts/book.otf", "font/otf", font),
            PackageFile("cover-image", "images/cover.png", "image/png", picture, ("cover-image",)),
        ),
    )


def _font_for_received(book: Book, received: str) -> bytes | None:
    """Return a font for what the face lacks of what is quoted as received, such as an address."""
    from zhengben.design.faces import face_for
    from zhengben.fonts.subset import covered_characters, subset_for_book
    from zhengben.scripts.tags import general_label

    strange = set(received) - book.covered
    simplified = general_label(book.declaration.script) == "zh-Hans"
    face = face_for("serif", "zh-Hant" if simplified else "zh-Hans")
    characters = strange & covered_characters(face.path) if strange else set()
    return subset_for_book(face.path, characters) if characters else None


def _sheets(styles: Path, edition: BookEdition, marked: bool) -> bytes:
    """Return the sheet of all books, what marks need, and what the edition's own alters."""
    names = dict.fromkeys((_BASE_SHEET, *((_MARKS_SHEET,) if marked else ()), edition.sheet))
    try:
        return b"".join((styles / name).read_bytes() for name in names)
    except OSError as error:
        name = Path(str(error.filename)).name
        raise RenderError(
            f"The style sheet {name} cannot be read ({error.strerror}); restore it."
        ) from None


def _require_glyphs(book: Book, texts: list[tuple[str, str]]) -> None:
    """Raise RenderError for the first character the face lacks; each text comes with its place."""
    for where, text in texts:
        for at, character in enumerate(text if not book.shows(text) else ""):
            if not book.shows(character):
                shown = f"{character} " if character.isprintable() else ""
                raise RenderError(
                    f"{book.declaration.id}, {where}, character {at + 1}: the font "
                    f"{book.face.family} has no glyph for {shown}(U+{ord(character):04X}); "
                    "correct the text or choose a face that has it."
                )
