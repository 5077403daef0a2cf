"""The second witness: does a glyph look like the character its font's map says it is?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import uharfbuzz as hb

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
    """Compares embedded glyphs with the project's own fonts."""

    def __init__(self, references: Mapping[str, Path]) -> None:
        self._paths = references
        self._draw = _draw_functions()
        self._embedded: dict[int, hb.Font] = {}
        self._references: dict[str, hb.Font] = {}

    def ask(self, name: str, file: bytes, gid: int, character: str) -> str:
        """Return an accusation, or nothing when a glyph of an embedded font shows a character.

        ``name`` is the font's embedded name without its subset tag, ``file`` its program.
        """
        if id(file) not in self._embedded:
            # the blob keeps the bytes alive, so their id stays their own
            self._embedded[id(file)] = hb.Font(hb.Face(hb.Blob(file)))
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
        if self._outline(self._embedded[id(file)], gid) != self._outline(reference, own):
            return f"glyph {gid} claims to be {code} but does not look like it"
        return ""

    def _outline(self, font: hb.Font, gid: int) -> list[Outline]:
        outline: list[Outline] = []
        font.draw_glyph(gid, self._draw, outline)
        return outline
