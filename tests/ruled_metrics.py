"""Metrics without a font: widths so round that a line can be reckoned by heart."""

from __future__ import annotations

from zhengben.document.western import QUOTES
from zhengben.fonts.metrics import Metrics

_OPENING = "（《「『【〔〈"
_CLOSING = "，。、；：？！）》」』】〕〉"


class RuledMetrics(Metrics):
    """Han and marks take an em, letters and figures half of it or so, blanks a quarter.

    A quotation mark among words is as wide as a letter.
    Of adjacent marks the blank half between them is squeezed out. Marks in ``filling`` have no
    blank half, as ；and ：in columns.
    """

    def __init__(self, filling: str = "", letter_em: float = 0.5) -> None:
        self.filling, self.letter_em = filling, letter_em
        self._widths: dict[str, float] = {}
        self._halves: dict[str, float] = {}

    def advances(
        self, text: str, squeeze: bool, halt: bool = False, words: bool = False
    ) -> list[float]:
        """Return the advance of each character of a run."""
        advances = []
        for place, character in enumerate(text):
            before, after = text[:place][-1:] or " ", text[place + 1 : place + 2] or " "
            closes = character in _CLOSING and character not in self.filling
            opens = character in _OPENING
            halved = halt and (closes or opens)
            if squeeze:
                halved |= closes and after in _CLOSING + _OPENING
                halved |= opens and before in _OPENING
            letter = character < "\u1100" or (words and character in QUOTES)
            wide = 0.25 if character == " " else self.letter_em if letter else 1.0
            if character == "—" and before == "—" and advances[-1] == 1.0:
                # two are one stroke
                advances[-1], wide = 2.0, 0.0
            advances.append(0.5 if halved else wide)
        return advances
