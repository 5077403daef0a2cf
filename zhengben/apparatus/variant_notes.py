"""Variants of witnesses as notes of a series of their own, by place and lemma.

They are told in the order of the text: the place, what the canonical text reads there, who reads
what, and what the editor decided.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from zhengben.apparatus.places import places
from zhengben.design.variant_wording import witness_words
from zhengben.design.wording import Words
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line


class VariantNote(Struct, frozen=True):
    """A variant as a note, numbered from 1: ``term`` is how it is called, “校記1”.

    ``place`` is how a reader calls its ``line``, with which ``text``, all of the note, begins.
    """

    number: int
    term: str
    line: Line
    place: str
    text: str

    @property
    def id(self) -> str:
        """Return the anchor of the note."""
        return f"variant-{self.number}"

    @property
    def rest(self) -> str:
        """Return what stands behind the place."""
        return self.text.removeprefix(self.place)


def variant_notes(declaration: Declaration, words: Words) -> Iterator[VariantNote]:
    """Yield every variant of a declaration, in the order of the text."""
    told = witness_words(declaration.script)
    called, lines = dict(places(declaration, words)), {n.id: n for n in declaration.lines}
    for number, variant in enumerate(declaration.variants, 1):
        line = lines[variant.line_id]
        text = told.variant(variant, called[line.id], line.text[: variant.start - line.start])
        yield VariantNote(number, told.note.format(number), line, called[line.id], text)


def listed_variants(declaration: Declaration, words: Words) -> tuple[VariantNote, ...]:
    """Return the notes of the section of variants; none where the declaration has no such one."""
    return tuple(variant_notes(declaration, words)) if declaration.lists_variants else ()
