"""Running heads: the short title on every page, with the chapter that stands there."""

from __future__ import annotations

from collections.abc import Iterator

from zhengben.document.declaration import Declaration
from zhengben.document.direction import without_shaped
from zhengben.document.lines import Line

# what a running head takes of its measure at most; in columns the folio stands on its line
_MOST, _MOST_BESIDE = 0.9, 0.68


def chapters(declaration: Declaration) -> Iterator[tuple[Line, str]]:
    """Yield each line with the outermost heading it stands under, for running heads."""
    chapter = ""
    for line in (*declaration.body, *declaration.annexes):
        if line.role == "annex" or (line.role == "heading" and line.level == 1):
            chapter = line.words
        yield line, chapter


def running_head(
    short_title: str, measure_em: int, chapter: str = "", *, beside_folio: bool = False
) -> str:
    """Return the short title and a chapter, or as much as leaves a margin of the measure.

    The measure is in em of the note size; a head ``beside_folio`` has less of it. Where both have
    no room the chapter stands alone. It is the engine that sets heads, and what it shapes cannot be
    read back from each glyph: such words are left out, and … stands for them.
    """
    text, chapter = (without_shaped(said) for said in (short_title, chapter))
    most = int((_MOST_BESIDE if beside_folio else _MOST) * measure_em)
    if chapter:
        text = f"{text}\u3000{chapter}" if len(text) + len(chapter) < most else chapter
    return text if len(text) <= most else text[: most - 1] + "…"
