"""The second witness: does a glyph look like the character its font's map says it is?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import uharfbuzz as hb
from pdfminer.pdftypes import resolve1

Outline = tuple[Any, ...]


def _draw_functions() -> hb.DrawFuncs:
    draw = hb.DrawFuncs()
    draw.set_move_to_func(lambda x, y, to: to.append((x, y)))
    draw.set_line_to_func(lambda x, y, to: to.append((x, y)))
    draw.set_quadratic_to_func(lambda a, b, x, y, to: to.append((a, b, x, y)))
    draw.set_cubic_to_func(lambda a, b, c, d, x, y, to: to.append((a, b, c, d, x, y)))
    draw.set_close_path_func(lambda to: to.append(()))
    return draw


class OutlineWitness:
    """Compares embedded glyphs with the project's own fonts, each glyph once."""

    def __init__(self, references: Mapping[str, Path]) -> None:
        self._paths = references
        self._draw = _draw_functions()
        self._embedded: dict[int, hb.Font] = {}
        self._names: dict[int, str] = {}
        self._references: dict[str, hb.Font] = {}
        self._known: dict[tuple[int, int, str], str] = {}

    def ask(self, font: Any, gid: int, character: str) -> str:
        """Return an accusation, or nothing when the glyph shows the character."""
        key = (id(font), gid, character)
        if key not in self._known:
            self._known[key] = self._compare(font, gid, character)
        return self._known[key]

    def _compare(self, font: Any, gid: int, character: str) -> str:
        if id(font) not in self._embedded:
            descriptor = font.descriptor
            stream = next(
                (descriptor[k] for k in ("FontFile3", "FontFile2") if k in descriptor), None
            )
            if stream is None:
                return "a font is not embedded"
            # the font object stays alive with the document, so its id stays its own
            data = resolve1(stream).get_data()
            self._embedded[id(font)] = hb.Font(hb.Face(hb.Blob(data)))
            self._names[id(font)] = str(font.basefont).partition("+")[2]
        name = self._names[id(font)]
        if name not in self._references:
            path = self._paths.get(name)
            if path is None:
                return f"the embedded font {name} is none of the project's"
            self._references[name] = hb.Font(hb.Face(hb.Blob.from_file_path(str(path))))
        reference = self._references[name]
        code = f"{character} (U+{ord(character[0]):04X})"
        own = reference.get_nominal_glyph(ord(character)) if len(character) == 1 else None
        if not own:
            return f"glyph {gid} claims to be {code}, which {name} does not have"
        if self._outline(self._embedded[id(font)], gid) != self._outline(reference, own):
            return f"glyph {gid} claims to be {code} but does not look like it"
        return ""

    def _outline(self, font: hb.Font, gid: int) -> list[Outline]:
        outline: list[Outline] = []
        font.draw_glyph(gid, self._draw, outline)
        return outline
