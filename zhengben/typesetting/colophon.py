"""Sets the facts of the colophon, a term and its value each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zhengben.typesetting.boxes import SetFact
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
