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
from zhengben.document.provenance import ObjectFile
from zhengben.files.toml import read_bytes

if TYPE_CHECKING:
    from zhengben.fonts.choice import FaceChoice
    from zhengben.formats.epub.pack import PackageFile

_BASE_SHEET, _MARKS_SHEET, _FIGURES_SHEET = "epub.css", "epub-marks.css", "epub-figures.css"
# what the sheets call the book's own font, where they list faces
_BOOK_FACE = b'"book",'
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
    others: Sequence[Declaration] = (),
) -> bytes:
    """Make the EPUB 3.3 of a declaration; the same input gives the same bytes.

    ``generator`` names the program and its version; ``printed`` are the pages of the print edition
    ``edition.pages_of``, for the page list; ``titles`` are the title in every script; pictures and
    formulas lie in ``folder``; ``others`` are the text in other languages.
    Raises RenderError for a character that the face lacks, a note or a template that fails.
    """
    # imported here: a build that has nothing to write does not wait for these
    from zhengben.design.faces import chain_for
    from zhengben.fonts.choice import choose, needs_glyph, require_glyphs
    from zhengben.fonts.subset import covered_characters, subset_for_book
    from zhengben.formats.epub.book import INVISIBLE, make_book
    from zhengben.formats.epub.cover import Cover, draw_cover
    from zhengben.formats.epub.documents import render
    from zhengben.formats.epub.metadata import metadata
    from zhengben.formats.epub.pack import PackageFile, pack

    objects = {o.file: read_bytes((folder or Path()) / o.file) for o in declaration.objects}
    book = make_book(declaration, edition, generator, printed, objects, others)
    entries = metadata(book, titles or {})
    documents = render(book, assets.templates, assets.cache / "templates")
    received = "".join(row.value for row in (*book.colophon, *book.details))
    shown = _ALWAYS.union(received, *(document.text for document in documents)) - INVISIBLE
    choice = choose(
        chain_for("serif", declaration.script, declaration.fonts), filter(needs_glyph, shown)
    )
    lines = [(line.id, line.text) for line in declaration.lines]
    notes = [(note.id, note.text) for note in declaration.notes]
    # of the text if there is one; what is quoted as received may do without
    require_glyphs(choice, declaration.id, (*lines, *notes, *((d.href, d.text) for d in documents)))
    first = (shown - choice.others.keys()) & covered_characters(book.face.path)
    font = subset_for_book(book.face.path, first)
    files = [PackageFile(d.name, d.href, d.media_type, d.content, d.properties) for d in documents]
    sheet = _sheets(assets.styles, edition, declaration)
    files += [
        _picture(number, o, objects[o.file])
        for number, o in enumerate(declaration.objects, 1)
        if o.is_picture
    ]
    more, sheet = _more_fonts(choice, frozenset(shown), sheet)
    files += more
    cover = Cover(
        declaration.title_lines, declaration.organ, declaration.dateline,
        (book.imprint, book.words.unofficial), edition.vertical, declaration.names,
    )  # fmt: skip
    picture = draw_cover(cover, choice)
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


def _picture(number: int, known: ObjectFile, data: bytes) -> PackageFile:
    """Return a picture as a file of the book; a drawing becomes the points that print has."""
    from zhengben.formats.epub.pack import PackageFile

    if known.media_type == "image/svg+xml":
        from zhengben.figures.svg import points_of

        return PackageFile(
            f"object-{number}", f"images/{known.file}.png", "image/png", points_of(data)
        )
    return PackageFile(f"object-{number}", f"images/{known.file}", known.media_type, data)


def _more_fonts(
    choice: FaceChoice, shown: frozenset[str], sheet: bytes
) -> tuple[list[PackageFile], bytes]:
    """Return fonts for what the book's own lacks, and the sheet in which they serve it."""
    from zhengben.fonts.subset import subset_for_book, subset_of_letters
    from zhengben.formats.epub.pack import PackageFile

    files = list[PackageFile]()
    # each comes to stand behind the first, so the last comes first
    for place in reversed(choice.places[1:]):
        face, subset = choice.chain[place], choice.shown_by(place, shown)
        data = (subset_for_book if face.han else subset_of_letters)(face.path, subset)
        kind = "otf" if data[:4] == b"OTTO" else "ttf"
        href = f"fonts/{face.key}.{kind}"
        files.append(PackageFile(f"font-{face.key}", href, f"font/{kind}", data))
        sheet = _with_face(sheet, face.key, href)
    return files, sheet


def _with_face(sheet: bytes, key: str, href: str) -> bytes:
    """Return a sheet in which a face serves what those before it lack."""
    name = f'"{key}"'.encode()
    lists = sheet.replace(_BOOK_FACE, _BOOK_FACE + b" " + name + b",")
    rule = f'\n@font-face {{\n  font-family: "{key}";\n  src: url("../{href}");\n}}\n'
    return lists + rule.encode()


def _sheets(styles: Path, edition: BookEdition, declaration: Declaration) -> bytes:
    """Return the sheet of all books, what marks and figures need, and what the edition alters."""
    more = [_MARKS_SHEET] if declaration.notation else []
    if any(mark.form == "object" for line in declaration.lines for mark in line.marks):
        more.append(_FIGURES_SHEET)
    names = dict.fromkeys((_BASE_SHEET, *more, edition.sheet))
    try:
        return b"".join((styles / name).read_bytes() for name in names)
    except OSError as error:
        name = Path(str(error.filename)).name
        raise RenderError(
            f"The style sheet {name} cannot be read ({error.strerror}); restore it."
        ) from None
