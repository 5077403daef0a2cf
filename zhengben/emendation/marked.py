"""Restores a captured line that holds marks: the rules see its plain text and touch no mark."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from zhengben.document.notation import OBJECT, Mark, NotationError, parse, placed, write
from zhengben.emendation.rules import replaced

# what changes, by column from 0: what stands there now, and by which rule
Changes = dict[int, tuple[str, str]]


def changes_beside_marks(
    source: str, rules: Sequence[str], apply: Callable[[str, Sequence[str]], Changes]
) -> Changes:
    """Return what rules change in a notated line, by column of its source.

    A blank to fill in is no blank of a page: the rules see an object in its place. A change that
    would leave a mark empty, or divide it, is not made, nor are the others inside of marks then.
    Raises NotationError for a line that is malformed.
    """
    marked, places = placed(source)
    seen = list(marked.text)
    for mark in marked.marks:
        if mark.kind == "blank":
            seen[mark.start : mark.end] = OBJECT * (mark.end - mark.start)
    found = apply("".join(seen), rules)
    if not found:
        return {}
    outside = {at: change for at, change in found.items() if not _inside(at, marked.marks)}
    for changes in (found, outside):
        made = {places[at]: change for at, change in changes.items()}
        if _is_normal(replaced(source, {at: after for at, (after, _) in made.items()})):
            return made
    return {}


def _inside(at: int, marks: Sequence[Mark]) -> bool:
    return any(mark.start <= at < mark.end for mark in marks)


def _is_normal(source: str) -> bool:
    """Tell whether each line is spelled as the notation has it."""
    try:
        return all(write(parse(line)) == line for line in source.split("\n"))
    except NotationError:
        return False
