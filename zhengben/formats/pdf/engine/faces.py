"""The faces of a file: each is embedded once, whoever shows its glyphs.

The engine keeps what it knows of a font under a key of its own, sets heads and page numbers with
it, and embeds in the end what ``Document.fonts`` holds. That dictionary is ours here: a face stands
in it before anything is drawn, and the engine's own entry for it shares its name, its widths and
its characters.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from zhengben.fonts.metrics import Glyphs, Metrics
from zhengben.fonts.subset import subset_for_pages

# what is drawn wider or narrower between words
_BLANK = " "


@dataclass(frozen=True, slots=True)
class ShownRun:
    """A run as the operator TJ takes it, with its width in em and the number of its glyphs."""

    array: str
    width_em: float
    count: int


class DrawnFace:
    """A face as it is drawn with and embedded; its attributes are those that the engine asks for.

    Widths are in thousandths of an em.
    """

    bitmap = used_in_forms = False
    type, index = "otf", 0
    # of a character set of its own (ISO 32000-1, 9.8.2)
    flags = 4
    italic_angle, stemv, stemh = 0, 80, 80

    def __init__(self, family: str, metrics: Metrics) -> None:
        self.family, self.metrics = family, metrics
        digest = hashlib.md5(family.encode(), usedforsecurity=False).digest()
        self.hash = "".join(chr(65 + byte % 26) for byte in digest[:6])
        self.name = f"/{self.hash}+{family}".encode()
        self.ascent_em, self.descent_em = metrics.extents()
        self.ascent, self.descent = round(1000 * self.ascent_em), -round(1000 * self.descent_em)
        self.widths: dict[int, int] = {}
        self.to_unicode: dict[int, str] = {}
        self.missing: dict[int, int] = {}
        self.file_content = b""
        self._embedded: tuple[int, ...] = ()
        self._runs: dict[tuple[str, tuple[str, ...], float], ShownRun] = {}

    def run(self, text: str, features: tuple[str, ...] = (), words_em: float = 0.0) -> ShownRun:
        """Return a run, and remember its glyphs to be embedded."""
        key = text, features, words_em
        if key not in self._runs:
            glyphs = self.metrics.glyphs(text, features)
            for number, width, shown in zip(
                glyphs.numbers, glyphs.widths, glyphs.texts, strict=True
            ):
                if number not in self.to_unicode:
                    self.to_unicode[number] = shown
                    self.widths[number] = round(width)
            blanks = text.count(_BLANK) if words_em else 0
            width_em = sum(glyphs.advances) / 1000 + blanks * words_em
            array = _array(glyphs, words_em if blanks else 0.0)
            self._runs[key] = ShownRun(array, width_em, len(glyphs.numbers))
        return self._runs[key]

    def forget_runs(self) -> None:
        """Forget runs once all of them are settled; their glyphs are embedded all the same."""
        self._runs.clear()

    def clean(self, to_unicode: Mapping[int, str], hinting: bool) -> None:
        """Make the font program that is embedded: the glyphs that were shown, and no others."""
        shown = tuple(sorted(to_unicode))
        if shown != self._embedded:
            self.file_content = subset_for_pages(self.metrics.path, shown)
            self._embedded = shown


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


def _array(glyphs: Glyphs, words_em: float) -> str:
    """Write glyphs as the operand of TJ, without its brackets."""
    if glyphs.widths == glyphs.advances and not words_em and not any(glyphs.shifts):
        return f"<{''.join(f'{glyph:04x}' for glyph in glyphs.numbers)}>"
    parts = ["<"]
    for glyph, width, advance, shift, shown in zip(
        glyphs.numbers, glyphs.widths, glyphs.advances, glyphs.shifts, glyphs.texts, strict=True
    ):
        if shift:
            parts.append(f">{number(-shift)}<")
        parts.append(f"{glyph:04x}")
        back = shift + width - advance - (1000 * words_em if shown == _BLANK else 0)
        if back:
            parts.append(f">{number(back)}<")
    return "".join((*parts, ">")).replace("<>", " ").strip()
