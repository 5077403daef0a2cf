"""Drafts of a text with characters that no face has: shown as 〓, and claiming no standard."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from zhengben.conversion.declarations import with_unshown
from zhengben.design.faces import chain_for
from zhengben.design.flavours import DRAFT
from zhengben.design.kinds import (
    BookEdition,
    CollationEdition,
    Edition,
    PrintEdition,
    WebEdition,
)
from zhengben.document.declaration import Declaration
from zhengben.fonts.choice import choose, needs_glyph

_STYLES = ("serif", "sans")
# of these the press draws each character itself; other programs bring fonts of their own
_DRAWN = (PrintEdition, BookEdition, WebEdition, CollationEdition)


def drawable(declaration: Declaration) -> Declaration:
    """Return a declaration that shows 〓 for what no face has; itself where they have all."""
    characters = {c for c in (*declaration.text, *"".join(declaration.beside)) if needs_glyph(c)}
    characters |= {c for note in declaration.notes for c in note.text if needs_glyph(c)}
    lacking = set[str]()
    for style in _STYLES:
        chain = chain_for(style, declaration.script, declaration.fonts)
        lacking |= choose(chain, characters).lacking
    return with_unshown(declaration, lacking) if lacking else declaration


def by_copy(
    rows: Sequence[Edition], texts: Sequence[Declaration]
) -> list[tuple[list[Edition], list[Declaration]]]:
    """Return editions of a draft with the texts they show: those that are drawn may show 〓."""
    shown = [drawable(text) for text in texts]
    if all(a is b for a, b in zip(shown, texts, strict=True)):
        return [(list(rows), list(texts))]
    drawn: list[Edition] = [_unclaimed(row) for row in rows if isinstance(row, _DRAWN)]
    others = [row for row in rows if not isinstance(row, _DRAWN)]
    copies = [(drawn, shown), (others, list(texts))]
    return [(editions, copy) for editions, copy in copies if editions]


def _unclaimed(row: Edition) -> Edition:
    return replace(row, flavour=DRAFT) if isinstance(row, (PrintEdition, CollationEdition)) else row
