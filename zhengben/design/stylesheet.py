"""The style sheet of a print edition: tokens, base and edition as one, with the tokens filled in.

Sheets are written with ``var(--token)`` as on the web. The tokens never change within a page, and
the engine would look each of them up again for every box, so they are put in once, here.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from zhengben.design.kinds import PrintEdition
from zhengben.document.errors import ContentError
from zhengben.document.regex import regex
from zhengben.files.toml import read_text

_TOKEN = regex(r"(--[\w-]+)\s*:\s*([^;]+);")
# a page that is filled to its last line is not too long for a rounding of the engine's
_SLACK_MM = 0.02
_USE = regex(r"var\((--[\w-]+)\)")


def measures(edition: PrintEdition) -> dict[str, str]:
    """Return the tokens that an edition's row gives: page, margins, sizes and leading."""
    width, height = edition.sheet_mm
    top, right, bottom, left = edition.margins_mm()
    odd = top, right, bottom - _SLACK_MM, left
    even = odd
    if edition.facing:
        across = (bottom, right, top - _SLACK_MM, left)
        even = across if edition.vertical else (top, left, bottom - _SLACK_MM, right)
    return {
        "--page": f"{width}mm {height}mm",
        # of a page on its side: its head is the left edge of an upright one
        "--page-turned": f"{height}mm {width}mm",
        "--margins-turned": _turned(odd),
        "--margins-turned-even": _turned(even),
        "--measure": f"{edition.measure_pt:.6f}pt",
        "--margins": " ".join(f"{side:.4f}mm" for side in odd),
        "--margins-even": " ".join(f"{side:.4f}mm" for side in even),
        "--depth": f"{edition.depth_pt:.6f}pt",
        "--text-size": f"{edition.text_pt:.6f}pt",
        "--leading": f"{edition.leading_pt:.6f}pt",
        "--note-size": f"{edition.note_pt}pt",
        "--note-leading": f"{edition.note_leading_pt}pt",
        "--call-size": f"{edition.call_em}em",
        "--title-size": f"{edition.title_pt}pt",
        "--title-leading": f"{edition.title_leading_pt:.6f}pt",
    }


def _turned(margins: tuple[float, float, float, float]) -> str:
    """Return the margins of a page on its side by those of the same page upright."""
    top, right, bottom, left = margins
    return " ".join(f"{side:.4f}mm" for side in (left, top, right - _SLACK_MM, bottom))


def edition_sheet(
    styles: Path, edition: PrintEdition, tokens: Mapping[str, str], genre: str = ""
) -> bytes:
    """Return the sheet of an edition; an unknown token is a ContentError with file and line.

    The rules of a genre stand between the common ones and those of the edition.
    ``tokens`` adds to those of ``tokens.css`` and of the edition's row what only a run knows, as
    the faces.
    """
    known = (
        dict(_TOKEN.findall(read_text(styles / "tokens.css"))) | measures(edition) | dict(tokens)
    )
    parts: list[str] = []
    names = ("print.css", f"genres/{genre}.css" if genre else "", edition.sheet)
    for path in (styles / name for name in names if name):
        text = read_text(path)
        for use in _USE.finditer(text):
            if use[1] not in known:
                line = text.count("\n", 0, use.start()) + 1
                raise ContentError(f"uses {use[1]}, which tokens.css does not define.", path, line)
        parts.append(_USE.sub(lambda use: known[use[1]].strip(), text))
    return "".join(parts).encode()
