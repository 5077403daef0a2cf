"""Chooses the lines of a paragraph by dynamic programming over all places where it may break.

The costs say what is avoided: ragged lines, and a last line that is a runt, of too few characters.
"""

from __future__ import annotations

from collections.abc import Sequence

from zhengben.linebreaking.atoms import CLOSING, NO_START, OPENING, Atom
from zhengben.linebreaking.composed import SPREAD, WIDEST_BLANK_EM, WIDEST_GAP_EM, ParagraphStyle

_INFINITE = float("inf")
_MARKS = NO_START | OPENING
# how far Han may close up to take in one more character
_DEEPEST_SQUEEZE_EM = 0.035
# costs, in units of one line with its ideal width missed by half an em in 36
_FULL_MARK_AT_END, _RAGGED, _RUNT, _EMERGENCY = 4.0, 40.0, 400.0, 3000.0


def choose_breaks(atoms: Sequence[Atom], style: ParagraphStyle) -> list[tuple[int, int, bool]]:
    """Choose the lines, each as (first atom, behind its last atom, end marks on half an em)."""
    count, slack, justify = len(atoms), style.measure / 36, style.justify
    sums, letters, spread, room = _sums(atoms)
    points = [0, *(n for n in range(1, count) if atoms[n - 1].cost is not None), count]
    # where a line from each point begins, with what its first atom gives up there
    origins = [sums[point] - _head(atoms, point) for point in points[:-1]]
    # what the best lines up to each point cost, and how the last of them was chosen
    cost, back = [0.0], [(0, False)]
    # marks may give up this much at either end, so a line that looks too long may still fit
    longest = style.measure + slack + 1.5
    shortest = (6 if justify else 12) * slack
    full_mark = 0.0 if style.grid else _FULL_MARK_AT_END
    far = 0
    for index, end in enumerate(points[1:], 1):
        final = end == count
        tail, half = _tail(atoms, end, style)
        reach = sums[end] + tail - style.measure
        while far < index - 1 and sums[end] - sums[points[far]] > longest:
            far += 1
        always = atoms[end - 1].cost or 0.0
        best, chosen, fitting = _INFINITE, (0, False), False
        for at in range(far, index):
            least = cost[at] + always
            if least >= best:
                continue
            start = points[at]
            spare = origins[at] - reach - (0.0 if at else style.indent)
            # the starts come nearer: once a line is far too short, so are all that follow
            if spare > shortest and fitting and not final:
                break
            deepest = -_DEEPEST_SQUEEZE_EM * max(0, spread[end] - spread[start] - 1)
            for halved in (False, True) if half else (False,):
                left = spare + half * halved
                line = least + _cost(left, final, slack, justify)
                if left < deepest:
                    line += _EMERGENCY
                elif left > slack and justify and not final and left > room[end] - room[start]:
                    line += _RAGGED
                if half and not halved and not final:
                    line += full_mark
                if final and start and letters[end] - letters[start] < style.min_last:
                    line += _RUNT * (style.min_last - letters[end] + letters[start])
                if line < best:
                    best, chosen = line, (at, halved)
                    fitting = fitting or line < least + _EMERGENCY
        cost.append(best)
        back.append(chosen)
    lines: list[tuple[int, int, bool]] = []
    at = len(points) - 1
    while at:
        start, halved = back[at]
        lines.append((points[start], points[at], halved))
        at = start
    return lines[::-1]


def _sums(atoms: Sequence[Atom]) -> tuple[list[float], list[int], list[int], list[float]]:
    """Return what stands before each atom: em, characters but marks, places to spread, em of those.

    The last are by how much a line may be stretched there.
    """
    sums, letters, spread, room = [0.0], [0], [0], [0.0]
    for atom in atoms:
        text, kind = atom.text, atom.kind
        places = len(text) if kind in SPREAD else 0
        sums.append(sums[-1] + atom.before + atom.width)
        letters.append(letters[-1] + (0 if kind == "call" or text in _MARKS else len(text)))
        spread.append(spread[-1] + places)
        blank = WIDEST_BLANK_EM if atom.trail else 0.0
        room.append(room[-1] + WIDEST_GAP_EM * places + blank)
    return sums, letters, spread, room


def _cost(spare: float, last: bool, slack: float, justify: bool) -> float:
    """Rate a line by the em that are left over (or, below 0, that have to be taken away)."""
    if spare >= 0:
        if last:
            return 0.0
        spare /= (0.5 if justify else 2.0) * slack
        return 1 + spare * spare
    if not justify or spare < -slack:
        return _EMERGENCY * (1 - spare)
    spare /= 0.35 * slack
    return 1 + spare * spare


def _head(atoms: Sequence[Atom], start: int) -> float:
    """Return the correction for atoms that start a line: no gap, opening marks on half an em."""
    atom = atoms[start]
    correction = -atom.before
    if atom.kind == "text" and atom.text in OPENING:
        correction += 0.5 - atom.width if atom.width > 0.5 else 0.0
    return correction


def _tail(atoms: Sequence[Atom], end: int, style: ParagraphStyle) -> tuple[float, float]:
    """Return the correction for atoms that end a line, and what halving its end mark would save."""
    atom = atoms[end - 1]
    if atom.kind != "text" or atom.text not in CLOSING:
        return -atom.trail, 0.0
    if not style.squeeze and end > 1 and atoms[end - 2].text in CLOSING:
        # where adjacent marks keep their width, so does the second one at a line end
        return 1.0 - atom.width, 0.0
    # the next mark, now on another line, no longer squeezes this one
    return 1.0 - atom.width, 1.0 - atom.half
