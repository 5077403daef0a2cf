"""Makes the editions of one document in one script, sharing the work that editions share.

Each class of editions has its writer; a new class needs a row of ``WRITERS``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from zhengben.design.assets import Assets
from zhengben.design.editions import PRINTED
from zhengben.design.flavours import FLAVOURS, Attachment
from zhengben.design.kinds import (
    BesideBookEdition,
    BesideEdition,
    BookEdition,
    CollationEdition,
    Edition,
    PrintEdition,
    WebEdition,
    WordEdition,
    XmlEdition,
)
from zhengben.document.artefacts import ReducedTable, SavedSheet, Sibling
from zhengben.document.declaration import Declaration
from zhengben.document.errors import RegistryError
from zhengben.timing import span

if TYPE_CHECKING:
    from zhengben.formats.pdf.writer import Press


class Product(Struct, frozen=True):
    """A finished file: what stands behind document and script in its name, and what it holds.

    ``pages`` is 0 where a format has none; ``claims`` are the standards it claims to meet;
    ``reduced`` are its tables that are too wide for their pages, and what was saved of sheets.
    """

    edition: str
    suffix: str
    media_type: str
    data: bytes
    pages: int = 0
    claims: tuple[str, ...] = ()
    reduced: tuple[ReducedTable | SavedSheet, ...] = ()


class Copy(Struct, frozen=True, dict=True):
    """What the writers work from: a text, or the same text in the scripts that stand together.

    ``canonical`` is the text's file, for messages; ``file_of`` tells that of the text that stands
    under a tag. ``attachments`` makes what archival PDFs carry,
    ``titles`` tells the title in every script the document is published in, ``siblings`` which
    other files a plain build puts beside; each is asked only when it is wanted.
    """

    texts: Sequence[Declaration]
    assets: Assets
    canonical: Path
    tool: str
    attachments: Callable[[], Sequence[Attachment]] = tuple
    titles: Callable[[], Mapping[str, str]] = dict
    siblings: Callable[[], Sequence[Sibling]] = tuple
    file_of: Callable[[str], Path] | None = None

    @property
    def text(self) -> Declaration:
        """Return the text, or that of the left column."""
        return self.texts[0]

    @cached_property
    def press(self) -> Press:
        """Return what makes the print editions of the text."""
        from zhengben.formats.pdf.writer import Press

        return Press(self.text, self.assets, self.canonical, self.tool)


def make(
    copy: Copy, editions: Iterable[Edition], progress: Callable[[str], None]
) -> Iterator[Product]:
    """Yield the files of each edition."""
    for edition in editions:
        progress(edition.name)
        yield from writer_of(type(edition))(copy, edition)


def _print(copy: Copy, edition: PrintEdition) -> Iterator[Product]:
    """Yield a print edition, and where it is to be folded the sheets to print it on."""
    flavour = FLAVOURS[edition.flavour]
    pdf = copy.press.print(edition, copy.attachments() if flavour.attachments else ())
    name, media_type, made = edition.name, edition.media_type, copy.press.set(edition)
    yield Product(name, edition.plain_suffix, media_type, pdf.data, pdf.pages, flavour.claims,
                  (*made.reduced(), *made.saved()))  # fmt: skip
    if edition.imposed_on:
        from zhengben.formats.imposition.booklet import impose

        with span("impose"):
            imposed = impose(pdf.data, sheet_mm=edition.imposed_mm, right_bound=edition.vertical)
        yield Product(name, edition.suffix, media_type, imposed.data, imposed.pages)


def _book(copy: Copy, edition: BookEdition) -> Iterator[Product]:
    """Yield an e-book."""
    from zhengben.formats.epub import write_epub

    # made up but not placed: the engine is not needed to know where pages start
    printed = copy.press.set(PRINTED[edition.pages_of]).breaks()
    with span("epub"):
        data = write_epub(
            copy.text, edition, copy.assets, generator=copy.tool, printed=printed,
            titles=copy.titles(), folder=copy.canonical.parent,
        )  # fmt: skip
    yield Product(edition.name, edition.suffix, edition.media_type, data)


def _beside_book(copy: Copy, edition: BesideBookEdition) -> Iterator[Product]:
    """Yield an e-book of a text and its languages, paragraph by paragraph."""
    from zhengben.formats.epub import write_epub

    printed = copy.press.set(PRINTED[edition.pages_of]).breaks()
    with span("epub"):
        data = write_epub(
            copy.text, edition, copy.assets, generator=copy.tool, printed=printed,
            titles=copy.titles(), folder=copy.canonical.parent, others=copy.texts[1:],
        )  # fmt: skip
    yield Product(edition.name, edition.suffix, edition.media_type, data)


def _xml(copy: Copy, edition: XmlEdition) -> Iterator[Product]:
    """Yield the text as Akoma Ntoso."""
    from zhengben.formats.akoma_ntoso import write_akn

    with span("akn"):
        data = write_akn(copy.text, copy.tool)
    yield Product(edition.name, edition.suffix, edition.media_type, data, claims=edition.claims)


def _web(copy: Copy, edition: WebEdition) -> Iterator[Product]:
    """Yield the text as a web page."""
    from zhengben.formats.web import write_web

    with span("web"):
        data = write_web(
            copy.text, edition, copy.assets, generator=copy.tool,
            siblings=[s for s in copy.siblings() if not _is_page(s, copy.text, edition)],
            folder=copy.canonical.parent,
        )  # fmt: skip
    yield Product(edition.name, edition.suffix, edition.media_type, data)


def _is_page(sibling: Sibling, text: Declaration, edition: WebEdition) -> bool:
    return (sibling.edition, sibling.script) == (edition.name, text.script)


def _word(copy: Copy, edition: WordEdition) -> Iterator[Product]:
    """Yield the text as a Word file."""
    from zhengben.formats.docx import write_docx

    with span("docx"):
        data = write_docx(
            copy.text, edition, copy.assets, generator=copy.tool, folder=copy.canonical.parent
        )
    yield Product(edition.name, edition.suffix, edition.media_type, data)


def _collation(copy: Copy, edition: CollationEdition) -> Iterator[Product]:
    """Yield two scripts side by side, on paper and as a web page."""
    from zhengben.collation.print import print_collation
    from zhengben.collation.web import write_collation

    left, right = copy.texts
    name, claims = edition.name, FLAVOURS[edition.flavour].claims
    pdf = print_collation(left, right, edition, copy.assets, copy.canonical, copy.tool)
    yield Product(name, edition.suffix, edition.media_type, pdf.data, pdf.pages, claims)
    with span("web"):
        html = write_collation(left, right, edition, copy.assets, copy.tool)
    yield Product(name, edition.web_suffix, "text/html", html)


def _beside(copy: Copy, edition: BesideEdition) -> Iterator[Product]:
    """Yield a text beside an earlier version of it, or beside its languages."""
    from zhengben.collation.beside_web import write_beside
    from zhengben.collation.columns_pdf import print_columns
    from zhengben.collation.comparison import comparison_book
    from zhengben.collation.parallel import parallel_book
    from zhengben.collation.redline import redline_book

    if edition.beside == "versions":
        new, old = copy.texts
        book = (redline_book if edition.merges else comparison_book)(new, old, edition)
    else:
        book = parallel_book(copy.texts, edition)
    files = {tag: copy.file_of(tag) if copy.file_of else copy.canonical for tag in book.texts}
    pdf = print_columns(book, copy.assets, files, copy.tool)
    claims = FLAVOURS[edition.flavour].claims
    yield Product(edition.name, edition.suffix, edition.media_type, pdf.data, pdf.pages, claims)
    with span("web"):
        html = write_beside(book, copy.assets, copy.tool, siblings=copy.siblings())
    yield Product(edition.name, edition.web_suffix, "text/html", html)


WRITERS: Mapping[type[Edition], Callable[[Copy, Any], Iterator[Product]]] = {
    PrintEdition: _print,
    BookEdition: _book,
    BesideBookEdition: _beside_book,
    XmlEdition: _xml,
    WebEdition: _web,
    WordEdition: _word,
    CollationEdition: _collation,
    BesideEdition: _beside,
}


def writer_of(kind: type[Edition]) -> Callable[[Copy, Any], Iterator[Product]]:
    """Return the writer of a class of editions; one without a writer raises RegistryError."""
    if kind not in WRITERS:
        raise RegistryError(
            f"zhengben/press/writers.py: no writer makes a {kind.__name__}; add one to WRITERS."
        )
    return WRITERS[kind]
