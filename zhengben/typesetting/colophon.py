"""Sets the facts of the colophon, a term and its value each, and variants of witnesses alike."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from zhengben.apparatus.variant_notes import VariantNote
from zhengben.typesetting.boxes import SetFact, SetVariant
from zhengben.typesetting.compositor import Compositor

# the measure of the terms, in em of the note size
TERM_EM = 10.0


def set_fact(term: str, value: str, compositor: Compositor) -> SetFact:
    """Set a row of the colophon."""
    measure = compositor.note_measure_em - TERM_EM
    return SetFact(compositor.compose(term, TERM_EM), compositor.compose(value, measure))


def lines_of_fact(fact: SetFact) -> Iterator[SetFact]:
    """Yield a row of the colophon line by line, where it is higher than a page."""
    for number, line in enumerate(fact.lines):
        yield replace(fact, term=() if number else fact.term, lines=(line,))


def set_variant(note: VariantNote, compositor: Compositor) -> SetVariant:
    """Set a variant as a row of the colophon is, its place a link."""
    fact = set_fact(note.term, note.text, compositor)
    return SetVariant(note.number, note.line, fact.term, fact.lines, len(note.place))


def lines_of_variant(variant: SetVariant) -> Iterator[SetVariant]:
    """Yield a variant line by line, where it is higher than a page; one line links its place."""
    for number, line in enumerate(variant.lines):
        named = 0 if number or variant.named > line.end - line.start else variant.named
        term = () if number else variant.term
        yield replace(variant, term=term, lines=(line,), named=named)
