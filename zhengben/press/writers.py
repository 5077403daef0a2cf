"""Makes the editions of one document in one script, sharing the work that editions share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from zhengben.design.assets import Assets
from zhengben.design.editions import (
    AKOMA_NTOSO,
    COLLATION,
    PRINTED,
    BookEdition,
    Edition,
    PrintEdition,
)
from zhengben.design.flavours import FLAVOURS, Attachment
from zhengben.document.declaration import Declaration
from zhengben.timing import span

if TYPE_CHECKING:
    from zhengben.formats.pdf.writer import Press


@dataclass(frozen=True, slots=True)
class Product:
    """A finished file: what stands behind document and script in its name, and what it holds.

    ``pages`` is 0 where a format has none; ``claims`` are the standards it claims to meet.
    """

    edition: str
    suffix: str
    media_type: str
    data: bytes
    pages: int = 0
    claims: tuple[str, ...] = ()


def make_collation(
    left: Declaration,
    right: Declaration,
    assets: Assets,
    canonical: Path,
    tool: str,
    progress: Callable[[str], None],
) -> Iterator[Product]:
    """Yield the collation edition, on paper and as a web page."""
    from zhengben.collation.print import print_collation
    from zhengben.collation.web import write_collation

    row = COLLATION
    progress(row.name)
    pdf = print_collation(left, right, assets, canonical, tool)
    yield Product(row.name, row.suffix, row.media_type, pdf.data, pdf.pages, ("PDF/UA-1",))
    with span("web"):
        html = write_collation(left, right, assets, tool)
    yield Product(row.name, f"{row.name}.html", "text/html", html)


def make(
    declaration: Declaration,
    editions: Sequence[Edition],
    assets: Assets,
    canonical: Path,
    tool: str,
    progress: Callable[[str], None],
    attachments: Callable[[], Sequence[Attachment]] = tuple,
    titles: Callable[[], Mapping[str, str]] = dict,
) -> Iterator[Product]:
    """Yield the files of each edition; ``canonical`` is the text's file, for messages.

    ``attachments`` makes what archival PDFs carry, ``titles`` tells the title in every script the
    document is published in; either is asked only when it is wanted.
    """

    @cache
    def press() -> Press:
        from zhengben.formats.pdf.writer import Press

        return Press(declaration, assets, canonical, tool)

    for edition in editions:
        progress(edition.name)
        if isinstance(edition, PrintEdition):
            carried = attachments() if FLAVOURS[edition.flavour].attachments else ()
            yield from _print(press(), edition, carried)
        elif edition is AKOMA_NTOSO:
            from zhengben.formats.akoma_ntoso import write_akn

            with span("akn"):
                data = write_akn(declaration, tool)
            claims = ("Akoma Ntoso 3.0",)
            yield Product(edition.name, edition.suffix, edition.media_type, data, claims=claims)
        elif isinstance(edition, BookEdition):
            from zhengben.formats.epub import write_epub

            # made up but not placed: the engine is not needed to know where pages start
            printed = press().set(PRINTED[edition.pages_of]).breaks()
            with span("epub"):
                data = write_epub(
                    declaration, edition, assets, generator=tool, printed=printed,
                    titles=titles(), folder=canonical.parent,
                )  # fmt: skip
            yield Product(edition.name, edition.suffix, edition.media_type, data)


def _print(
    press: Press, edition: PrintEdition, attachments: Sequence[Attachment]
) -> Iterator[Product]:
    """Yield a print edition, and where it is to be folded the sheets to print it on."""
    pdf = press.print(edition, attachments)
    name, media_type, claims = edition.name, edition.media_type, FLAVOURS[edition.flavour].claims
    if not edition.imposed:
        yield Product(name, edition.suffix, media_type, pdf.data, pdf.pages, claims)
        return
    from zhengben.formats.imposition.booklet import impose

    plain = edition.suffix.replace(".", "-a5.")
    yield Product(name, plain, media_type, pdf.data, pdf.pages, claims)
    with span("impose"):
        imposed = impose(pdf.data, right_bound=edition.vertical)
    yield Product(name, edition.suffix, media_type, imposed.data, imposed.pages)
