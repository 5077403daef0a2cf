"""The faces of a file: each is embedded once, whoever shows its glyphs.

The engine keeps what it knows of a font under a key of its own, sets heads and page numbers with
it, and embeds in the end what ``Document.fonts`` holds. That dictionary is ours here: a face stands
in it before anything is drawn, and the engine's own entry for it shares its name, its widths and
its characters.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from math import fsum
from typing import Any

from msgspec import Struct

from zhengben.fonts.metrics import Glyphs, Metrics, features_of_words
from zhengben.fonts.subset import subset_for_pages

# what is drawn wider or narrower between words
_BLANK = " "
# of no width: every glyph has to say something (ISO 19005-2, 6.2.11.7.2)
_SAYS_NOTHING = "\u200b"


class ShownRun(Struct, frozen=True):
    """A run in one face with its width in em and the number of its glyphs.

    ``shown`` are operands of the operator TJ, each with how far it is raised above the line, in em.

    Where its glyphs do not say its ``text`` one by one, it has to be ``told`` beside them.
    """

    face: DrawnFace
    text: str
    shown: tuple[tuple[float, str], ...]
    width_em: float
    count: int
    told: bool = False


class DrawnFace:
    """A face as it is drawn with and embedded; its attributes are those that the engine asks for.

    Widths are in thousandths of an em.
    """

    bitmap = used_in_forms = False
    index = 0
    # of a character set of its own (ISO 32000-1, 9.8.2)
    flags = 4
    italic_angle, stemv, stemh = 0, 80, 80

    def __init__(self, metrics: Metrics) -> None:
        self.family, self.metrics = metrics.key, metrics
        family = self.family
        # outlines in CFF or in glyf
        self.type = "otf" if metrics.path.suffix == ".otf" else "ttf"
        digest = hashlib.md5(family.encode(), usedforsecurity=False).digest()
        self.hash = "".join(chr(65 + byte % 26) for byte in digest[:6])
        self.name = f"/{self.hash}+{family}".encode()
        self.ascent_em, self.descent_em = metrics.extents()
        self.ascent, self.descent = round(1000 * self.ascent_em), -round(1000 * self.descent_em)
        self.widths: dict[int, float] = {}
        self.to_unicode: dict[int, str] = {}
        self.missing: dict[int, int] = {}
        self.file_content = b""
        self._embedded: tuple[int, ...] = ()

    def runs(
        self, text: str, features: tuple[str, ...] = (), words_em: float = 0.0
    ) -> Iterator[ShownRun]:
        """Yield a run, and remember its glyphs to be embedded.

        A character whose glyph says another one in this file already becomes a run of its own.
        """
        glyphs = self.metrics.glyphs(text, features)
        in_order = all(glyphs.texts) and "".join(glyphs.texts) == text
        # most have been shown before, and say what they said then
        said = text
        if not (in_order and self._says(glyphs)):
            clash = list(map(self._clashes, glyphs.numbers, glyphs.texts))
            if in_order and len(clash) > 1 and any(clash):
                for part in _apart(glyphs.texts, clash):
                    yield from self.runs(part, features, words_em)
                return
            said = self._remember(glyphs)
        # a letter that changes with its neighbours is told with them
        plain = features in ((), features_of_words(text))
        changed = plain and in_order and not self.metrics.stand_for_themselves(glyphs)
        blanks = text.count(_BLANK) if words_em else 0
        width_em = fsum(glyphs.advances) / 1000 + blanks * words_em
        shown = tuple(_arrays(glyphs, words_em if blanks else 0.0))
        # and so is what is raised, which the proof lets be in words that are told alone
        told = changed or said != text or any(glyphs.rises)
        yield ShownRun(self, text, shown, width_em, len(glyphs.numbers), told)

    def _remember(self, glyphs: Glyphs) -> str:
        """Remember glyphs to be embedded; return what they say, one by one."""
        for number, width, shown in zip(glyphs.numbers, glyphs.widths, glyphs.texts, strict=True):
            # of several glyphs for one character the first says it
            self.to_unicode.setdefault(number, shown or _SAYS_NOTHING)
            if number not in self.widths:
                self.widths[number] = int(width) if width == int(width) else width
        return "".join(self.to_unicode[number] for number in glyphs.numbers)

    def _says(self, glyphs: Glyphs) -> bool:
        """Say whether each glyph is remembered, and says in this file what it would say here.

        What a run would have said that was taken apart has no width before it is drawn.
        """
        said = [*map(self.to_unicode.get, glyphs.numbers)]
        return said == [*glyphs.texts] and self.widths.keys() >= {*glyphs.numbers}

    def _clashes(self, number: int, shown: str) -> bool:
        """Say whether a glyph would say two things; the first one is remembered."""
        return self.to_unicode.setdefault(number, shown) != shown if shown else False

    def clean(self, to_unicode: Mapping[int, str], hinting: bool) -> None:
        """Make the font program that is embedded: the glyphs that were shown, and no others."""
        shown = tuple(sorted(to_unicode))
        if shown != self._embedded:
            self.file_content = subset_for_pages(self.metrics.path, shown)
            self._embedded = shown


def _apart(texts: Sequence[str], clash: Sequence[bool]) -> Iterator[str]:
    """Yield the texts of glyphs in parts: each that clashes alone, the others together."""
    for differs, group in groupby(range(len(texts)), clash.__getitem__):
        part = [texts[place] for place in group]
        yield from part if differs else ("".join(part),)


class DrawnChain:
    """The faces that a block is set in, by the first: each shows what was chosen for it."""

    def __init__(self, metrics: Metrics, drawn: Mapping[str, DrawnFace]) -> None:
        self.metrics, self._drawn = metrics, drawn
        self.first = drawn[metrics.key]
        self._runs: dict[tuple[str, tuple[str, ...], float], list[ShownRun]] = {}

    def runs(
        self, text: str, features: tuple[str, ...] = (), words_em: float = 0.0
    ) -> list[ShownRun]:
        """Return what is shown for a text, in the order in which it stands on the line."""
        key = text, features, words_em
        if key not in self._runs:
            self._runs[key] = [
                run
                for face, part in self.metrics.parts(text)
                for run in self._drawn[face.key].runs(part, features, words_em)
            ]
        return self._runs[key]

    def forget_runs(self) -> None:
        """Forget runs once all of them are settled; their glyphs are embedded all the same."""
        self._runs.clear()


class Faces(dict[Any, Any]):
    """The fonts of a document, as the engine keeps them: its own entries, each face once."""

    def __init__(self, faces: Iterable[DrawnFace]) -> None:
        super().__init__()
        self._faces = {face.family: face for face in faces}

    def __setitem__(self, key: Any, font: Any) -> None:
        face = self._faces.get(font.family)
        if face is not None:
            font.hash, font.name = face.hash, face.name
            font.widths, font.to_unicode = face.widths, face.to_unicode
        super().__setitem__(key, font)

    def values(self) -> Any:
        """Return what is embedded."""
        others = [font for font in super().values() if font.family not in self._faces]
        return [*(face for face in self._faces.values() if face.to_unicode), *others]


def number(value: float) -> str:
    """Write a number of a content stream."""
    short = round(value, 3)
    return str(int(short)) if short == int(short) else repr(short)


def _arrays(glyphs: Glyphs, words_em: float) -> Iterator[tuple[float, str]]:
    """Write glyphs as operands of TJ, without brackets, each with how far it is raised in em."""
    if glyphs.widths == glyphs.advances and not (
        words_em or any(glyphs.shifts) or any(glyphs.rises)
    ):
        yield 0.0, f"<{''.join(f'{glyph:04x}' for glyph in glyphs.numbers)}>"
        return
    parts, height = ["<"], 0.0
    for glyph, width, advance, shift, rise, shown in zip(
        glyphs.numbers, glyphs.widths, glyphs.advances, glyphs.shifts, glyphs.rises, glyphs.texts,
        strict=True,
    ):  # fmt: skip
        if rise / 1000 != height:
            if parts != ["<"]:
                yield height, _joined(parts)
            parts, height = ["<"], rise / 1000
        if shift:
            parts.append(f">{number(-shift)}<")
        parts.append(f"{glyph:04x}")
        back = shift + width - advance - (1000 * words_em if shown == _BLANK else 0)
        if back:
            parts.append(f">{number(back)}<")
    yield height, _joined(parts)


def _joined(parts: list[str]) -> str:
    return "".join((*parts, ">")).replace("<>", " ").strip()
