"""Checks of composition: what holds within a line and from line to line (W3C clreq)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from zhengben.checks.layout.measured import Found, MeasuredFile, mm
from zhengben.checks.layout.measured_lines import (
    APPARATUS,
    AUTHORS,
    CLOSING,
    MARKS,
    OPENING,
    MeasuredBlock,
    MeasuredLine,
    ends,
    is_han,
    is_mark,
    nearest,
    neighbours,
    side,
    starts,
)
from zhengben.design.records import PT_PER_MM
from zhengben.document.author_notes import note_label
from zhengben.proof.glyphs import Glyph

FLUSH_PT = 0.2 * PT_PER_MM
# in em
_HAN_GAP, _HAN_OVERLAP, _WESTERN_GAP = 0.1, -0.05, 0.25
# a blank of an em, to a rounding
_APART_EM = 0.99
_SQUEEZED, _UNSQUEEZED = 0.87, 0.95
# beside words that may break a line is hardly spread; a blank grows to no more than this
_BY_WORDS_EM, _WIDEST_BLANK_EM = 0.02, 0.7
# a last line of fewer characters gets one of the lines above
_FEWEST_LAST = 2
# marks that no line begins with beside the closing ones
_NO_START = CLOSING | frozenset("·—…‥～％‰℃々")
_LEADING_PT, _SIZE_PT = 0.2, 0.05
# scripts whose marks keep their full width beside one another
_WIDE_MARKS = frozenset(("zh-Hant-TW",))


def examine(file: MeasuredFile) -> Iterator[Found]:
    """Check every line of running text, of the notes and of what is set for itself."""
    for block in file.blocks:
        for line in block.lines:
            if line.main:
                yield from _within(file, block, line)
        yield from _leading(file, block)
    for block in file.running:
        yield from _size(file, block)
        yield from _edges(file, block)
        yield from _runt(block)
        yield from _count(file, block)
    for block in (*file.notes, *file.authors):
        yield from _edges(file, block)
        yield from _runt(block)


def _size(file: MeasuredFile, block: MeasuredBlock) -> Iterator[Found]:
    sizes = {round(glyph.size, 2) for line in block.lines for glyph in line.main}
    wrong = [size for size in sizes if abs(size - file.facts.text_pt) > _SIZE_PT]
    if wrong:
        told = f"Its text is {wrong[0]:g} pt, not {file.facts.text_pt:g} pt."
        yield "L-008", block.place(block.lines[0]), told


def _leading(file: MeasuredFile, block: MeasuredBlock) -> Iterator[Found]:
    """The lines of a block on a page stand at one distance, in running text that of the edition."""
    steps = [
        (above.base - below.base, below)
        for above, below in pairwise(block.lines)
        if above.page == below.page and above.base > below.base
    ]
    if not steps:
        return
    wanted = Counter(round(step, 1) for step, _ in steps).most_common(1)[0][0]
    if any(block is other for other in file.running):
        wanted = file.facts.leading_pt
    elif block.kind == APPARATUS:
        return
    for step, line in steps:
        grid = file.facts.leading_pt
        if abs(step - round(step / grid) * grid) <= _LEADING_PT and _by_object(file, block, line):
            # a line with a high object takes whole lines more
            continue
        if abs(step - wanted) > _LEADING_PT:
            told = f"It stands {step:.2f} pt below the line before it, not {wanted:g} pt."
            yield "L-007", block.place(line), told


def _by_object(file: MeasuredFile, block: MeasuredBlock, line: MeasuredLine) -> bool:
    """Say whether a picture or formula stands on a line or on the one before it."""
    before = block.lines[max(0, block.lines.index(line) - 1)]
    return any(file.objects_on(block, one) for one in (before, line))


def _edges(file: MeasuredFile, block: MeasuredBlock) -> Iterator[Found]:
    for line, following in zip(block.lines, [*block.lines[1:], None], strict=True):
        # blanks at the end of a line hang, and signs above letters take no room
        glyphs = [g for g in line.glyphs if g.text.strip() and g.end > g.start] or line.glyphs
        left, right = file.edges(block, line)
        drawn = file.objects_on(block, line)
        if not line.first and not any(o.box[0] < line.glyphs[0].start for o in drawn):
            off = _offset(line, left)
            if abs(off - _whole(off, line.size)) > FLUSH_PT or off < -FLUSH_PT:
                told = f"It begins {mm(off)} off the left edge: {_shown(line)}."
                yield "L-010", block.place(line), told
        if any(o.box[2] > glyphs[-1].end for o in drawn):
            continue
        if file.facts.justified and not line.last:
            end = nearest(ends(glyphs[-1]), right)
            if abs(end - right) > FLUSH_PT:
                told = f"It ends {mm(end - right)} off the right edge: {_shown(line)}."
                lacks = (right - end) / line.size
                ragged = lacks > _room_em(line, glyphs, following)
                yield "L-031" if ragged else "L-009", block.place(line), told


def _room_em(line: MeasuredLine, glyphs: Sequence[Glyph], following: MeasuredLine | None) -> float:
    """Return by how much a line could still be spread, in em.

    By an address or another word, which may break, it is hardly spread.
    """
    words = [glyphs[-1], *(following.main[:1] if following else ())]
    widest = _BY_WORDS_EM if any(map(_is_word, words)) else _HAN_GAP
    room = 0.0
    for one, other in pairwise(glyphs):
        if one.text == " ":
            room += max(0.0, _WIDEST_BLANK_EM - (one.end - one.start) / line.size)
        elif not _is_word(one):
            room += max(0.0, widest - max(0.0, other.start - one.end) / line.size)
    return room


def _is_word(glyph: Glyph) -> bool:
    """Say whether a glyph is part of a word, in which nothing is spread."""
    # the further glyphs of a letter say nothing
    first = glyph.text.strip("\u200b\u200c\u200d")[:1]
    return not first or "!" <= first < "\u1100"


def _offset(line: MeasuredLine, left: float) -> float:
    """Return how far in a line begins; a mark on half an em may start a cell of whole em."""
    offsets = [start - left for start in starts(line.glyphs[0])]
    return min(offsets, key=lambda offset: abs(offset - _whole(offset, line.size)))


def _whole(length: float, em: float) -> float:
    """Return the whole number of em that is nearest to a length."""
    return round(length / em) * em


def _runt(block: MeasuredBlock) -> Iterator[Found]:
    """The last line of a paragraph is no runt: it holds at least two characters."""
    line = block.lines[-1]
    if not line.first and _characters(line) < _FEWEST_LAST:
        yield "L-016", block.place(line), f"The last line holds only {_shown(line)}."


def _characters(line: MeasuredLine) -> int:
    """Return how many characters a line holds beside its marks."""
    return sum(glyph.text not in MARKS for glyph in line.main)


def _count(file: MeasuredFile, block: MeasuredBlock) -> Iterator[Found]:
    """Full lines of full-width characters hold as many as the edition demands.

    A line holds one less where the next character cannot stand at its end. One line of a paragraph
    may hand on a character to a last line that would be too short without it.
    """
    if not file.facts.full_lines:
        return
    hands_on = _characters(block.lines[-1]) == _FEWEST_LAST
    for line, following in pairwise(block.lines):
        if line.first or line.last or line.calls or line.beside or file.objects_on(block, line):
            continue
        if not all(is_han(glyph.text) or is_mark(glyph) for glyph in line.main):
            continue
        # an item that is set in has less room
        inset = round(_offset(line, file.left(line.page)) / line.size)
        measure = file.facts.measure_em - inset
        most = measure + (sum(map(is_mark, line.main)) + 1) // 2
        if len(line.main) == measure - 1 and (hands_on or _is_bound(following)):
            hands_on = hands_on and _is_bound(following)
        elif not measure <= len(line.main) <= most:
            told = f"It holds {len(line.main)} characters, not {measure}."
            yield "L-019", block.place(line), told


def _is_bound(line: MeasuredLine) -> bool:
    """Say whether the first character of a line could not have ended the line above."""
    if not line.main:
        return True
    first, *more = line.main[:2]
    unended = first.text in OPENING or _is_western(first)
    return unended or any(glyph.text[:1] in _NO_START for glyph in more)


def _within(file: MeasuredFile, block: MeasuredBlock, line: MeasuredLine) -> Iterator[Found]:
    place, shown = block.place(line), _shown(line)
    first, last = line.main[0], line.glyphs[-1]
    if first.text[:1] in _NO_START and not line.first and line.glyphs[0] is first:
        yield "L-014", place, f"It begins with {first.text}: {shown}."
    if line.glyphs[0] in line.calls:
        yield "L-014", place, f"It begins with a note call: {shown}."
    if last.text in OPENING and not line.last:
        yield "L-015", place, f"It ends with {last.text}: {shown}."
    hung = line.glyphs[_label_end(file, block) - 1] if line.first else None
    for one, other in neighbours(line):
        # what stands apart in apparatus: term and fact, entry and page, what runs on in a list
        column = block.kind == APPARATUS and other.start - one.end > _APART_EM * line.size
        if _object_between(file, line, one, other):
            continue
        if column or abs(one.base - other.base) > _LEADING_PT:
            continue
        # an author's note hangs behind its label
        if one is hung:
            continue
        yield from _gap(one, other, place, line)
        if is_mark(one) and is_mark(other):
            yield from _adjacent(file, one, other, place)


def _label_end(file: MeasuredFile, block: MeasuredBlock) -> int:
    """Return how many characters of an author's note are its label; 0 of all else."""
    notes = file.declaration.footed_notes if block.kind == AUTHORS else ()
    return next((len(note_label(n.text)) for n in notes if n.id == block.name), 0)


def _object_between(file: MeasuredFile, line: MeasuredLine, one: Glyph, other: Glyph) -> bool:
    """Say whether a picture or formula stands between two glyphs of a line."""
    ends = one.end - line.size / 2, other.start + line.size / 2
    return any(
        drawn.box[1] < one.base + line.size
        and one.base < drawn.box[3]
        and ends[0] < (drawn.box[0] + drawn.box[2]) / 2 < ends[1]
        for drawn in file.objects(line.page)
    )


def _gap(one: Glyph, other: Glyph, place: str, line: MeasuredLine) -> Iterator[Found]:
    gap = (other.start - one.end) / line.size
    told = f"The gap between {one.text} and {other.text} is {gap:.3f} em."
    han = is_han(one.text), is_han(other.text)
    western = _is_western(one), _is_western(other)
    if all(han) and not _HAN_OVERLAP <= gap < _HAN_GAP:
        yield "L-011", place, told
    if any(han) and any(western) and not _HAN_OVERLAP <= gap <= _WESTERN_GAP:
        yield "L-012", place, told


def _is_western(glyph: Glyph) -> bool:
    return len(glyph.text) == 1 and "!" <= glyph.text <= "\u024f"


def _adjacent(file: MeasuredFile, one: Glyph, other: Glyph, place: str) -> Iterator[Found]:
    """Two adjacent marks take 1.5 em, or 2 em where the script keeps them wide."""
    if side(one) == "right" and side(other) != "right":
        # 「。: their ink lies together already
        return
    apart = (other.start - one.start) / one.size
    if file.declaration.script in _WIDE_MARKS:
        if apart < _UNSQUEEZED:
            yield "L-013", place, f"{one.text}{other.text} are squeezed, {apart:.2f} em apart."
    elif apart > _SQUEEZED:
        yield "L-013", place, f"{one.text}{other.text} are not squeezed, {apart:.2f} em apart."


def _shown(line: MeasuredLine, most: int = 12) -> str:
    text = line.text
    return f"“{text[:most]}…”" if len(text) > most else f"“{text}”"
