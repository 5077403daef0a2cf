"""The room that a picture or a formula takes in its line."""

from __future__ import annotations

from math import ceil

from msgspec import Struct

# of a row, how far the middle of an em of Han lies above the base line, in em
_MIDDLE_EM = 0.38
# an object keeps so much of its row blank
_CLEAR_EM = 0.05


class ObjectShape(Struct, frozen=True):
    """The room that a picture or a formula takes in its line, in em.

    ``pad`` stands at each side, ``clear`` at least above and below. A picture that is ``turned``
    lies on its side, its head to the left.
    """

    width: float
    ascent: float
    descent: float
    pad: float = 0.0
    turned: bool = False
    clear: float = _CLEAR_EM

    @classmethod
    def centred(
        cls, width: float, height: float, *, turned: bool = False, clear: float = _CLEAR_EM
    ) -> ObjectShape:
        """Return the room of what stands with its middle at that of the Han beside it."""
        half = height / 2
        return cls(width, half + _MIDDLE_EM, half - _MIDDLE_EM, 0.0, turned, clear)

    @classmethod
    def hung(
        cls, width: float, height: float, leading: float, *, turned: bool, clear: float, pad: float
    ) -> ObjectShape:
        """Return the room of what hangs from the head of its line, in lines of a leading."""
        most = leading / 2 + _MIDDLE_EM - clear
        ascent = min(height / 2 + _MIDDLE_EM, most)
        return cls(width, ascent, height - ascent, pad, turned, clear)

    @property
    def advance(self) -> float:
        """Return what it takes along the line."""
        return self.width + 2 * self.pad

    def rows(self, leading: float) -> tuple[int, int]:
        """Return how many lines it takes above its own and below it, in lines of a leading."""
        above = self.ascent + self.clear - (leading / 2 + _MIDDLE_EM)
        below = self.descent + self.clear - (leading / 2 - _MIDDLE_EM)
        return max(0, ceil(above / leading)), max(0, ceil(below / leading))
