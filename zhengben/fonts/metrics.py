"""Advances of characters as HarfBuzz shapes them with the font that will be embedded."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from math import fsum
from pathlib import Path
from typing import Any

from msgspec import Struct

from zhengben.document.direction import JOINERS, in_order
from zhengben.document.western import QUOTES

# by how the names of the faces of Han end, turned or not (zhengben.design.faces)
_LANGUAGES = {"tc": "zh-hant", "sc": "zh-hans"}
_UNKNOWN = "und"


def language_of(key: str) -> str:
    """Return the language in which a face of Han has the forms of its region."""
    return _LANGUAGES.get(key.removesuffix("-turned")[-2:], _UNKNOWN)


# of a face, whose advances are remembered: more than those of a declaration in all its editions
_MOST_RUNS = 2048


def features_of_words(text: str) -> tuple[str, ...]:
    """Return the features of the font that a run of words is set with."""
    return () if QUOTES.isdisjoint(text) else ("pwid",)


class Glyphs(Struct, frozen=True):
    """The glyphs of a run in the order in which they are drawn; lengths in thousandths of an em.

    For each its ``number``, the ``width`` that the font gives it, its ``advance`` in the run, how
    far it is shifted along the line and raised above it, and the characters it stands for: of
    several glyphs for the same ones the
    first has them all.
    """

    numbers: list[int]
    widths: list[float]
    advances: list[float]
    shifts: list[float]
    rises: list[float]
    texts: list[str]


class Metrics:
    """Advances of one font in em, by HarfBuzz; ``key`` is what sheets call it."""

    def __init__(self, font_path: Path, key: str = "") -> None:
        import uharfbuzz as hb

        self.key, self.path = key, font_path
        self.members: Sequence[Metrics] = (self,)
        self._hb = hb
        self._font = hb.Font(hb.Face(hb.Blob.from_file_path(str(font_path))))
        self._upem = self._font.face.upem
        # regional forms are chosen by the face, never by the locale of the process
        self._language = language_of(key)
        self._widths: dict[str, float] = {}
        self._advances: dict[tuple[str, bool, bool, bool], Sequence[float]] = {}
        self._halves: dict[str, float] = {}
        self._glyph_widths: dict[int, float] = {}
        # glyphs of this font that stand for their texts, whatever stands beside them
        self._themselves: set[tuple[int, str]] = set()

    def advances(
        self, text: str, squeeze: bool, halt: bool = False, words: bool = False
    ) -> Sequence[float]:
        """Return the advance of each character of a run; a ligature's stands at its first.

        Quotation marks among ``words`` have the width that those of their script have. Editions on
        pages of several sizes measure the same runs, each after the other.
        """
        key = text, squeeze, halt, words
        if key not in self._advances:
            if len(self._advances) >= _MOST_RUNS:
                self._advances.clear()
            self._advances[key] = self._measured(*key)
        return self._advances[key]

    def _measured(self, text: str, squeeze: bool, halt: bool, words: bool) -> Sequence[float]:
        # a list of as many numbers would take four times the room
        advances = array("d", bytes(8 * len(text)))
        features = {"chws": squeeze, "halt": halt}
        if words:
            features |= dict.fromkeys(features_of_words(text), True)
        for start, run, leftwards in in_order(text):
            buffer = self._shaped(run, features, leftwards)
            infos, positions = buffer.glyph_infos, buffer.glyph_positions
            for info, position in zip(infos, positions or (), strict=True):
                advances[start + info.cluster] += position.x_advance / self._upem
        return advances

    def parts(self, text: str) -> Iterator[tuple[Metrics, str]]:
        """Yield a run in the parts that one face each shows, in order."""
        yield self, text

    def width(self, text: str) -> float:
        """Return the width of a run on its own."""
        if text not in self._widths:
            self._widths[text] = fsum(self.advances(text, False))
        return self._widths[text]

    def words(self, text: str) -> float:
        """Return the width of a run of words on its own."""
        if QUOTES.isdisjoint(text):
            return self.width(text)
        return fsum(self.advances(text, False, words=True))

    def half(self, mark: str) -> float:
        """Return the width of a mark without its blank half; its own where no half is blank.

        In columns ； and ： fill more than half of their em.
        """
        if mark not in self._halves:
            self._halves[mark] = fsum(self.advances(mark, False, halt=True))
        return self._halves[mark]

    def glyphs(self, text: str, features: Sequence[str] = ()) -> Glyphs:
        """Return the glyphs of a run as they are shaped with some features of the font."""
        infos, positions, clusters = list[Any](), list[Any](), list[int]()
        # a number within words that run from right to left is shaped by itself
        for start, run, leftwards in in_order(text):
            buffer = self._shaped(run, dict.fromkeys(features, True), leftwards)
            # each question makes all of them anew
            shaped = buffer.glyph_infos
            infos += shaped
            clusters += [start + info.cluster for info in shaped]
            positions += [place.position for place in buffer.glyph_positions or ()]
        scale, widths = 1000 / self._upem, self._glyph_widths
        numbers = [info.codepoint for info in infos]
        for number in numbers:
            if number not in widths:
                # viewers take the whole part of a width (PDFium), so none has another
                widths[number] = round(self._font.get_glyph_h_advance(number) * scale)
        texts = list(text)
        if clusters != list(range(len(texts))):
            texts = _by_cluster(text, clusters)
        return Glyphs(
            numbers,
            [widths[number] for number in numbers],
            [advance * scale for _, _, advance, _ in positions],
            [across * scale for across, _, _, _ in positions],
            [up * scale for _, up, _, _ in positions],
            texts,
        )

    def stand_for_themselves(self, glyphs: Glyphs) -> bool:
        """Say whether each glyph is that of its text by itself, whatever stands beside it."""
        known = self._themselves
        if known.issuperset(zip(glyphs.numbers, glyphs.texts, strict=True)):
            return True
        found = {
            pair
            for pair in zip(glyphs.numbers, glyphs.texts, strict=True)
            if pair in known or self._stands_for_itself(*pair)
        }
        known |= found
        return found.issuperset(zip(glyphs.numbers, glyphs.texts, strict=True))

    def _stands_for_itself(self, number: int, text: str) -> bool:
        if len(text) == 1 and self._font.get_nominal_glyph(ord(text)) == number:
            return True
        if len(text) == 1 and text not in QUOTES:
            return False
        features = dict.fromkeys(features_of_words(text), True)
        return [i.codepoint for i in self._shaped(text, features, False).glyph_infos] == [number]

    def extents(self) -> tuple[float, float]:
        """Return how far the font reaches above and below its base line, in em."""
        extents = self._font.get_font_extents("ltr")
        return extents.ascender / self._upem, -extents.descender / self._upem

    def _shaped(self, text: str, features: dict[str, bool], leftwards: bool) -> Any:
        buffer = self._hb.Buffer()
        buffer.add_str(text)
        buffer.language = self._language
        buffer.guess_segment_properties()
        # figures of Arabic run from left to right, though letters of the script do not
        buffer.direction = "rtl" if leftwards else "ltr"
        if self._language != _UNKNOWN and buffer.script is None:
            # signs alone, as a dash
            buffer.script = "Hani"
        if JOINERS.search(text):
            # what says how letters join is shown by no glyph, whether the font has one or not
            buffer.flags = self._hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
        self._hb.shape(self._font, buffer, features)
        return buffer


def _by_cluster(text: str, clusters: list[int]) -> list[str]:
    """Return the characters of each glyph, given where those of its cluster begin."""
    starts = sorted(set(clusters))
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    found = list[str]()
    for start in clusters:
        found.append(text[start : ends[start]])
        # nothing is left for the other glyphs of the cluster
        ends[start] = start
    return found
