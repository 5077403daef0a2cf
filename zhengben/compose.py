"""Chinese line composition: breaks a paragraph into flush lines and says how each is set.

Widths come from HarfBuzz, in em of the text size, with the font that will be embedded; the
renderer only places the lines. Breaks are chosen over the whole paragraph by dynamic programming,
so that the least conspicuous set of lines wins. The rules are those of W3C clreq:

- no stop, comma or closing mark starts a line, no opening mark ends one (2.4.1 prohibition rules);
- adjacent marks are squeezed by the font feature ``chws``; marks at line starts and ends are set
  on half an em with ``halt`` (3.1.6 compression of punctuation);
- Western words and numbers keep their own measure and stand off from Han by a small gap
  (3.2.4); what is left to fill a line is spread evenly over its Han characters and marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

OPENING = frozenset("（《「『【〔〕〈“‘") - {"〕"}
CLOSING = frozenset("，。、；：？！）》」』】〕〉”’")
NO_START = CLOSING | frozenset("·—…‥～%％‰℃々ー")
# pairs that stay closed: the two-em dash and the ellipsis
_JOINED = frozenset("—…")
_WESTERN = re.compile(r"[!-~\u00c0-\u024f](?:[ !-~\u00a0\u00c0-\u024f]*[!-~\u00c0-\u024f])?")
# where a long Western run may break, after the character
_WESTERN_BREAK = re.compile(r"(?<=[-/])(?=[^\s])|(?<=\s)")
# what is no word that anybody reads, as a hash or an address, may break between so many characters
_LONGEST_WORD, _WORD_PART = 28, 4
GAP_EM = 0.07  # as in the prepared font (zhengben.fonts.prepare)
# a gap wider than this is read as a blank by text extraction
WIDEST_GAP_EM = 0.095
# a blank between Western words may be widened by so much
_WIDEST_BLANK_EM = 0.6
_INFINITE = float("inf")
# letter spacing, in thousandths of an em, that nobody sees between digits
_UNSEEN = 12
_FIGURES = re.compile(r"\d+|%|[^\d%]+")
# what a line's spacing is spread over
SPREAD = ("text", "half", "up")
_LETTERS = re.compile(r"[A-Za-z\u00a0-\u024f]")
# how far Han may close up to take in one more character
_DEEPEST_SQUEEZE_EM = 0.035
# costs, in units of one line with its ideal width missed by half an em in 36
_FULL_MARK_AT_END, _WESTERN_CUT, _UNIT_CUT, _SHORT_LAST, _EMERGENCY = 4.0, 6.0, 4.0, 400.0, 3000.0
# units that should stay with their number, as in 2017年6月9日 and 第1624號
_UNITS = frozenset("年月日時分號号屆届次條条款項项章節节段頁页個个名歲岁")


@dataclass(frozen=True, slots=True)
class Setting:
    """How an edition wants its paragraphs set; lengths in em."""

    measure: float
    indent: float = 0.0
    justify: bool = True
    squeeze: bool = True
    call_size: float = 0.6
    min_last: int = 3
    vertical: bool = False


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of a line set in one way.

    ``kind``: ``text``, ``half`` (marks on half an em), ``western`` (with ``gaps``: "l", "r",
    "lr" or "") or ``call`` (``text`` is the note's number). In columns also ``up`` (figures
    upright, each in a cell) and ``pair`` (two figures side by side in one cell).
    """

    kind: str
    text: str
    gaps: str = ""


@dataclass(frozen=True, slots=True)
class ComposedLine:
    """A line: its fragments, and the letter spacing in thousandths of an em.

    ``words`` is what each blank between Western words is widened by, in thousandths of an em; a
    line is stretched there only when it has too few Han characters to fill it.
    """

    start: int
    end: int
    spacing: int
    fragments: tuple[Fragment, ...]
    first: bool
    last: bool
    words: int = 0


class Metrics:
    """Advances of one font in em, by HarfBuzz."""

    def __init__(self, font_path: Path) -> None:
        import uharfbuzz as hb

        self._hb = hb
        self._font = hb.Font(hb.Face(hb.Blob.from_file_path(str(font_path))))
        self._upem = self._font.face.upem
        self._widths: dict[str, float] = {}
        self._halves: dict[str, float] = {}

    def advances(self, text: str, squeeze: bool, halt: bool = False) -> list[float]:
        """Return the advance of each character of a run; a ligature's stands at its first."""
        buffer = self._hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        self._hb.shape(self._font, buffer, {"chws": squeeze, "halt": halt})
        advances = [0.0] * len(text)
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        for info, position in zip(infos, positions or (), strict=True):
            advances[info.cluster] += position.x_advance / self._upem
        return advances

    def width(self, text: str) -> float:
        """Return the width of a run on its own."""
        if text not in self._widths:
            self._widths[text] = sum(self.advances(text, False))
        return self._widths[text]

    def half(self, mark: str) -> float:
        """Return the width of a mark without its blank half; its own where no half is blank.

        In columns ； and ： fill more than half of their em.
        """
        if mark not in self._halves:
            self._halves[mark] = sum(self.advances(mark, False, halt=True))
        return self._halves[mark]


@dataclass(slots=True)
class _Atom:
    """The smallest piece that is never broken: a Han character, a mark, a Western piece, a call."""

    kind: str  # text | half | western | up | pair | call
    text: str
    start: int
    width: float
    before: float = 0.0  # gap to the left when not at a line start
    trail: float = 0.0  # width of a blank at its end, which a line end swallows
    half: float = 0.5  # width of a mark without its blank half
    cost: float | None = 0.0  # of a break after it; None forbids

    @property
    def end(self) -> int:
        return self.start if self.kind == "call" else self.start + len(self.text)


def compose(
    text: str, calls: Mapping[int, str], metrics: Metrics, setting: Setting
) -> tuple[ComposedLine, ...]:
    """Set a paragraph.

    ``calls`` maps an offset in ``text`` to the number of the note called there. The first line is
    shorter by the setting's indent. Every character of ``text`` stands in exactly one fragment.
    """
    if not text:
        return ()
    atoms = _atoms(text, calls, metrics, setting)
    return tuple(_lines(atoms, _break(atoms, setting), metrics, setting))


def _atoms(text: str, calls: Mapping[int, str], metrics: Metrics, setting: Setting) -> list[_Atom]:
    atoms: list[_Atom] = []
    at = 0
    while at < len(text):
        if western := _WESTERN.match(text, at):
            run = _cut_at_call(western[0], at, calls)
            if setting.vertical and not _LETTERS.search(run):
                atoms += _figures(run, at, metrics)
            else:
                atoms += _words(run, at, metrics)
            atoms[-1].cost = 0.0
            at += len(run)
        else:
            end = at + 1
            while end < len(text) and end not in calls and not _WESTERN.match(text, end):
                end += 1
            widths = metrics.advances(text[at:end], setting.squeeze)
            for offset, width in enumerate(widths, at):
                atoms.append(_Atom("text", text[offset], offset, width))
                if text[offset] in CLOSING:
                    atoms[-1].half = metrics.half(text[offset])
            at = end
        if at in calls:
            _call(atoms, calls[at], at, metrics, setting)
    _forbid(atoms)
    for left, right in pairwise(atoms):
        if {left.kind, right.kind} == {"text", "western"}:
            mark = left.text if left.kind == "text" else right.text
            right.before = 0.0 if mark in NO_START or mark in OPENING else GAP_EM
    return atoms


def _words(run: str, at: int, metrics: Metrics) -> Iterator[_Atom]:
    """Yield the pieces of a Western run between which a line may be broken."""
    pieces = [
        piece[at : at + _WORD_PART] if len(piece) > _LONGEST_WORD else piece
        for piece in _WESTERN_BREAK.split(run)
        for at in (range(0, len(piece), _WORD_PART) if len(piece) > _LONGEST_WORD else (0,))
    ]
    for piece in pieces:
        width = metrics.width(piece)
        trail = width - metrics.width(piece.rstrip())
        cost = 0.0 if piece.endswith(" ") else _WESTERN_CUT
        yield _Atom("western", piece, at, width, trail=trail, cost=cost)
        at += len(piece)


def _figures(run: str, at: int, metrics: Metrics) -> Iterator[_Atom]:
    """Yield a run without letters as it stands in a column: figures upright in their cells.

    One or two figures share a cell, longer numbers are stacked; what else stands in the run, as
    the hyphen of 2016-2020, is turned with the column.
    """
    for match in _FIGURES.finditer(run):
        piece, start = match[0], at + match.start()
        if not piece[0].isdigit() and piece != "%":
            width = metrics.width(piece)
            yield _Atom("western", piece, start, width, cost=_WESTERN_CUT)
        elif len(piece) == 2:
            yield _Atom("pair", piece, start, 1.0)
        else:
            for offset, figure in enumerate(piece, 1):
                whole = offset == len(piece)
                yield _Atom("up", figure, start + offset - 1, 1.0, cost=0.0 if whole else None)


def _cut_at_call(run: str, start: int, calls: Mapping[int, str]) -> str:
    cuts = [offset - start for offset in calls if start < offset < start + len(run)]
    return run[: min(cuts)] if cuts else run


def _call(atoms: list[_Atom], number: str, at: int, metrics: Metrics, setting: Setting) -> None:
    """Add a note call; a closing mark before it gives up its blank half to it."""
    last = atoms[-1]
    if last.kind == "text" and last.text in CLOSING and setting.squeeze:
        last.kind, last.width = "half", last.half
    atoms.append(_Atom("call", number, at, _call_width(number, metrics, setting)))


def _call_width(number: str, metrics: Metrics, setting: Setting) -> float:
    if setting.vertical:
        return setting.call_size * (1 if len(number) <= 2 else len(number))
    return metrics.width(number) * setting.call_size


def _forbid(atoms: list[_Atom]) -> None:
    """Mark the places where no line may end."""
    for this, following in pairwise(atoms):
        bound = (
            following.kind == "call"
            or following.text[0] in NO_START
            or this.text in OPENING
            or (this.text in _JOINED and following.text == this.text)
        )
        if bound and not (this.kind == "western" and following.kind == "western"):
            this.cost = None
        elif this.kind in ("western", "up", "pair") and following.text[0] in _UNITS:
            this.cost = _UNIT_CUT


def _break(atoms: Sequence[_Atom], setting: Setting) -> list[tuple[int, int, bool]]:
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


def _head(atoms: Sequence[_Atom], start: int) -> float:
    """Return the correction for atoms that start a line: no gap, opening marks on half an em."""
    atom = atoms[start]
    correction = -atom.before
    if atom.kind == "text" and atom.text in OPENING:
        correction += 0.5 - atom.width if atom.width > 0.5 else 0.0
    return correction


def _tail(atoms: Sequence[_Atom], end: int, setting: Setting) -> tuple[float, float]:
    """Return the correction for atoms that end a line, and what halving its end mark would save."""
    atom = atoms[end - 1]
    if atom.kind != "text" or atom.text not in CLOSING:
        return -atom.trail, 0.0
    if not setting.squeeze and end > 1 and atoms[end - 2].text in CLOSING:
        # where adjacent marks keep their width, so does the second one at a line end
        return 1.0 - atom.width, 0.0
    # the next mark, now on another line, no longer squeezes this one
    return 1.0 - atom.width, 1.0 - atom.half


def _lines(
    atoms: Sequence[_Atom],
    breaks: Sequence[tuple[int, int, bool]],
    metrics: Metrics,
    setting: Setting,
) -> list[ComposedLine]:
    lines: list[ComposedLine] = []
    for start, end, halved in breaks:
        first, last = start == 0, end == len(atoms)
        pieces = _kinds(atoms[start:end], halved, setting.squeeze)
        fragments = _fragments(pieces)
        measure = setting.measure - (setting.indent if first else 0.0)
        inline = _inline(fragments)
        spare = measure - _natural(inline, metrics, setting)
        spread_out = spare < 0 or (setting.justify and not last)
        spacing = _spacing(spare, inline) if spread_out else 0
        if abs(spacing) <= _UNSEEN:
            fragments = inline
        else:
            spacing = _spacing(measure - _natural(fragments, metrics, setting), fragments)
        words = 0
        if setting.justify and not last:
            left = measure - _natural(fragments, metrics, setting) - _spread_out(spacing, fragments)
            words = _word_spacing(left, fragments)
        lines.append(
            ComposedLine(
                atoms[start].start, atoms[end - 1].end, spacing, fragments, first, last, words
            )
        )
    return lines


def gap_before(spacing: int) -> float:
    """Return the gap before a Western run, in em, in a line with this letter spacing.

    The spacing already stands behind the Han character before it; both together stay below what
    text extraction takes for a blank.
    """
    return min(GAP_EM, WIDEST_GAP_EM - spacing / 1000)


def _spacing(spare: float, fragments: Sequence[Fragment]) -> int:
    """Spread spare em over the Han characters and marks but the last, in thousandths of an em."""
    spread = sum(len(f.text) for f in fragments if f.kind in SPREAD)
    spread -= fragments[-1].kind in SPREAD
    if spread <= 0:
        return 0
    spacing = spare / spread
    narrowed = sum("l" in f.gaps for f in fragments)
    if spacing > WIDEST_GAP_EM - GAP_EM and spread > narrowed:
        # gaps before Western runs narrow as the spacing grows (gap_before); solve for both
        spacing = (spare + narrowed * (GAP_EM - WIDEST_GAP_EM)) / (spread - narrowed)
    return round(1000 * max(-WIDEST_GAP_EM, min(WIDEST_GAP_EM, spacing)))


def _spread_out(spacing: int, fragments: Sequence[Fragment]) -> float:
    """Return what a letter spacing adds to a line, in em."""
    spread = sum(len(f.text) for f in fragments if f.kind in SPREAD)
    spread -= fragments[-1].kind in SPREAD
    narrowed = sum("l" in f.gaps for f in fragments)
    return spacing * spread / 1000 - narrowed * (GAP_EM - gap_before(spacing))


def _word_spacing(left: float, fragments: Sequence[Fragment]) -> int:
    """Share out what is left of a line among its blanks, in thousandths of an em."""
    blanks = sum(f.text.strip().count(" ") for f in fragments)
    if not blanks or left < _UNSEEN / 1000:
        return 0
    return round(1000 * min(_WIDEST_BLANK_EM, left / blanks))


def _kinds(atoms: Sequence[_Atom], halved: bool, squeeze: bool) -> list[tuple[str, _Atom]]:
    """Say how each atom of a line is set: marks at its start and, if halved, at its end."""
    kinds = [atom.kind for atom in atoms]
    for n, atom in enumerate(atoms if squeeze else atoms[:1]):
        if atom.kind != "text" or atom.text not in OPENING:
            break
        kinds[n] = "half"
    if halved:
        for n in range(len(atoms) - 1, -1, -1):
            if atoms[n].kind != "text" or atoms[n].text not in CLOSING:
                break
            kinds[n] = "half"
    return list(zip(kinds, atoms, strict=True))


def _fragments(pieces: Sequence[tuple[str, _Atom]]) -> tuple[Fragment, ...]:
    fragments: list[Fragment] = []
    for n, (kind, atom) in enumerate(pieces):
        gap = "l" if atom.before and n else ""
        if fragments and fragments[-1].kind == kind and kind not in ("call", "pair"):
            fragments[-1] = Fragment(kind, fragments[-1].text + atom.text, fragments[-1].gaps)
        else:
            if gap and kind != "western" and fragments[-1].kind == "western":
                previous = fragments[-1]
                fragments[-1] = Fragment("western", previous.text, previous.gaps + "r")
                gap = ""
            fragments.append(Fragment(kind, atom.text, gap if kind == "western" else ""))
    return tuple(fragments)


def _inline(fragments: Sequence[Fragment]) -> tuple[Fragment, ...]:
    """Let numbers run in with the Han around them: the font's ``kern`` has the same gaps."""
    joined: list[Fragment] = []
    for fragment in fragments:
        kind = fragment.kind
        if kind == "western" and not _LETTERS.search(fragment.text):
            kind = "text"
        if joined and kind == joined[-1].kind == "text":
            joined[-1] = Fragment("text", joined[-1].text + fragment.text)
        else:
            joined.append(Fragment(kind, fragment.text, fragment.gaps if kind != "text" else ""))
    return tuple(joined)


def _natural(fragments: Sequence[Fragment], metrics: Metrics, setting: Setting) -> float:
    """Measure a line as it will be shaped: each fragment is a run of its own."""
    total = 0.0
    for fragment in fragments:
        if fragment.kind == "text":
            total += sum(metrics.advances(fragment.text, setting.squeeze))
        elif fragment.kind == "half":
            total += sum(metrics.half(mark) for mark in fragment.text)
        elif fragment.kind == "western":
            total += metrics.width(fragment.text.rstrip()) + GAP_EM * len(fragment.gaps)
        elif fragment.kind in ("up", "pair"):
            total += len(fragment.text) if fragment.kind == "up" else 1.0
        else:
            total += _call_width(fragment.text, metrics, setting)
    return total
