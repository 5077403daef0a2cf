"""Chooses the lines of a paragraph by dynamic programming over all places where it may break."""

from __future__ import annotations

from collections.abc import Sequence

from zhengben.compose.atoms import CLOSING, OPENING, Atom
from zhengben.compose.lines import SPREAD, Setting

_INFINITE = float("inf")
# how far Han may close up to take in one more character
_DEEPEST_SQUEEZE_EM = 0.035
# costs, in units of one line with its ideal width missed by half an em in 36
_FULL_MARK_AT_END, _SHORT_LAST, _EMERGENCY = 4.0, 400.0, 3000.0


def choose_breaks(atoms: Sequence[Atom], setting: Setting) -> list[tuple[int, int, bool]]:
    """Choose the lines, each as (first atom, behind its last atom, end marks on half an em)."""
    count, slack = len(atoms), setting.measure / 36
    sums, letters, spread = [0.0], [0], [0]
    for atom in atoms:
        spread.append(spread[-1] + (atom.kind in SPREAD) * len(atom.text))
        sums.append(sums[-1] + atom.before + atom.width)
        letters.append(letters[-1] + (atom.kind != "call") * len(atom.text))
    points = [0, *(n for n in range(1, count) if atoms[n - 1].cost is not None), count]
    heads = {point: _head(atoms, point) for point in points[:-1]}
    cost = [_INFINITE] * (count + 1)
    back: list[tuple[int, bool]] = [(0, False)] * (count + 1)
    cost[0] = 0.0
    # marks may give up this much at either end, so a line that looks too long may still fit
    longest, shortest = setting.measure + slack + 1.5, setting.measure - 6 * slack
    far = 0
    for index in range(1, len(points)):
        end = points[index]
        final = end == count
        tail, half = _tail(atoms, end, setting)
        fitting = False
        while far < index - 1 and sums[end] - sums[points[far]] > longest:
            far += 1
        for start in points[far:index]:
            natural = sums[end] - sums[start] + heads[start] + tail
            measure = setting.measure - (setting.indent if start == 0 else 0.0)
            # the starts come nearer: once a line is far too short, so are all that follow
            if not final and setting.justify and natural < shortest and fitting:
                break
            for halved in (False, True) if half else (False,):
                spare = measure - natural + half * halved
                line = cost[start] + _cost(spare, final, setting)
                if spare < -_DEEPEST_SQUEEZE_EM * max(0, spread[end] - spread[start] - 1):
                    line += _EMERGENCY
                line += atoms[end - 1].cost or 0.0
                line += _FULL_MARK_AT_END if half and not halved and not final else 0.0
                if final and start and letters[end] - letters[start] < setting.min_last:
                    line += _SHORT_LAST * (setting.min_last - letters[end] + letters[start])
                fitting = fitting or line < cost[start] + _EMERGENCY
                if line < cost[end]:
                    cost[end], back[end] = line, (start, halved)
    lines: list[tuple[int, int, bool]] = []
    end = count
    while end:
        start, halved = back[end]
        lines.append((start, end, halved))
        end = start
    return lines[::-1]


def _cost(spare: float, last: bool, setting: Setting) -> float:
    """Rate a line by the em that are left over (or, below 0, that have to be taken away)."""
    slack = setting.measure / 36
    if spare >= 0:
        if last:
            return 0.0
        if not setting.justify:
            return 1 + (spare / (2 * slack)) ** 2
        return 1 + (spare / (0.5 * slack)) ** 2
    if not setting.justify or spare < -slack:
        return _EMERGENCY * (1 - spare)
    return 1 + float((spare / (0.35 * slack)) ** 2)


def _head(atoms: Sequence[Atom], start: int) -> float:
    """Return the correction for atoms that start a line: no gap, opening marks on half an em."""
    atom = atoms[start]
    correction = -atom.before
    if atom.kind == "text" and atom.text in OPENING:
        correction += 0.5 - atom.width if atom.width > 0.5 else 0.0
    return correction


def _tail(atoms: Sequence[Atom], end: int, setting: Setting) -> tuple[float, float]:
    """Return the correction for atoms that end a line, and what halving its end mark would save."""
    atom = atoms[end - 1]
    if atom.kind != "text" or atom.text not in CLOSING:
        return -atom.trail, 0.0
    if not setting.squeeze and end > 1 and atoms[end - 2].text in CLOSING:
        # where adjacent marks keep their width, so does the second one at a line end
        return 1.0 - atom.width, 0.0
    # the next mark, now on another line, no longer squeezes this one
    return 1.0 - atom.width, 1.0 - atom.half
