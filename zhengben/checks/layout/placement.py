"""Checks of pages: their boxes and margins, what stands on which page, and in which ink."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest

from zhengben.checks.layout.composition import FLUSH_PT
from zhengben.checks.layout.measured import Found, MeasuredFile, mm
from zhengben.checks.layout.measured_lines import (
    APPARATUS,
    AUTHORS,
    CLOSING,
    NOTE,
    TEXT,
    MeasuredBlock,
    MeasuredLine,
    ends,
    starts,
)
from zhengben.design.faces import known_faces
from zhengben.design.records import PT_PER_MM
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line
from zhengben.document.regex import regex
from zhengben.figures.known import known_objects
from zhengben.proof.geometry import Box, overlap
from zhengben.proof.glyphs import BLACK, Glyph, Measured, PageGlyphs

_SAME_PT = 0.5
# lines of different blocks may touch, but ink may not lie on ink by more than this
_OVERLAP_PT = 1.5
# what a paragraph's end may cost a page that should be full, and a line over the one that follows
_KEPT_TOGETHER, _OVER = 2, 2
# so many lines may stay free where a page turns, with the rule above its notes and what the least
# margins leave below a last line
_SHORT = 6
# a heading with the white around it
_HEADING = 3
# so many lines of text may stand with signatures
_LED = 4
_FOLIO = regex(r"[—–\-－·\s]*(\d+)[—–\-－·\s]*")
# a face whose glyphs lie on their side, for columns
_TURNED = "-turned"
_HEADINGS = frozenset(("H", "H1", "H2", "H3", "H4", "H5", "H6"))


def examine(file: MeasuredFile) -> Iterator[Found]:
    """Check every page, then what runs from page to page."""
    yield from pages(file)
    for page in file.measured.pages:
        yield from _area(file, page)
        yield from _lines(file, page)
        yield from _overprint(file, page)
    yield from _widows_and_orphans(file)
    yield from _short(file)
    yield from _headings(file)
    yield from notes(file)
    yield from _numbers(file)


def pages(file: MeasuredFile) -> Iterator[Found]:
    """Check what holds on a page whatever stands on it: its boxes, margins and number."""
    facts = file.facts
    width, height = (side * PT_PER_MM for side in facts.size_mm)
    if facts.turned % 180:
        width, height = height, width
    for page in file.measured.pages:
        across = page.number in file.across
        wanted = (0, 0, height, width) if across else (0, 0, width, height)
        yield from _boxes(page, wanted, facts.turned)
        yield from _margins(file, page)
        if not (page.number == 1 and file.is_letter):
            # the first page of a letter has no number (L-034)
            yield from _folio(page, file.declaration)


def ink(measured: Measured, declaration: Declaration) -> Iterator[Found]:
    """All but pictures is printed in black ink, in fonts of the project that the file embeds."""
    known = known_objects(declaration).drawn
    for page in measured.pages:
        colours = {glyph.colour for glyph in page.glyphs if glyph.text.strip()} - {BLACK}
        for colour in sorted(colours):
            glyph = next(glyph for glyph in page.glyphs if glyph.colour == colour)
            yield "L-025", f"page {page.number}", f"Text from {glyph.text} on is in {colour}."
        for colour in sorted(page.paints - {BLACK}):
            yield "L-025", f"page {page.number}", f"A rule or picture is in {colour}."
        if any(drawn.sha256 not in known for drawn in page.objects):
            yield "L-025", f"page {page.number}", "A picture is none of the text's."
    for font in measured.fonts:
        if font.name.removesuffix(_TURNED) not in known_faces():
            told = f"The font {font.name} is none of the press's, and the document brings no such."
            yield "L-026", f"font {font.name}", told
        if not font.embedded:
            yield "L-026", f"font {font.name}", f"The font {font.name} is not embedded."


def _boxes(page: PageGlyphs, wanted: Box, turned: int) -> Iterator[Found]:
    place = f"page {page.number}"
    if not _same(page.media, wanted) or page.turned != turned:
        told = f"The page measures {_size(page.media)}, turned by {page.turned}°; "
        yield "L-001", place, told + f"the edition's is {_size(wanted)}, turned by {turned}°."
    if page.trim is None:
        yield "L-002", place, "The page has no TrimBox."
    elif not _same(page.trim, wanted):
        told = f"The TrimBox measures {_size(page.trim)}, not {_size(wanted)}."
        yield "L-002", place, told


def _same(one: Box, other: Box) -> bool:
    return all(abs(a - b) <= _SAME_PT for a, b in zip(one, other, strict=True))


def _size(box: Box) -> str:
    sides = (box[2] - box[0], box[3] - box[1])
    return " × ".join(f"{side / PT_PER_MM:.1f}" for side in sides) + " mm"


def _margins(file: MeasuredFile, page: PageGlyphs) -> Iterator[Found]:
    """There is text on the page, and it keeps the margins."""
    place = f"page {page.number}"
    text = [glyph for glyph in page.glyphs if glyph.key is not None and glyph.text.strip()]
    if not text:
        if not page.objects:
            yield "L-004", place, "The page holds no text."
        return
    left, low, right, high = page.media
    # along the line it is the cells of the characters that count: ink may swell out of them
    margins = {
        "top": high - max(glyph.ink[3] for glyph in text),
        "right": right - max(min(ends(glyph)) for glyph in text),
        "bottom": min(glyph.ink[1] for glyph in text) - low,
        "left": min(max(starts(glyph)) for glyph in text) - left,
    }
    top, *others = file.margins(page.number)
    if page.number == 1 and file.is_letter and file.facts.official:
        # the mark of a letter stands above the type area
        top = file.facts.official.letter_mark_mm
    for (name, margin), least in zip(margins.items(), (top, *others), strict=True):
        if margin < least * PT_PER_MM - FLUSH_PT:
            yield "L-003", place, f"The margin at the {name} is {mm(margin)}, not {least:g} mm."


def _area(file: MeasuredFile, page: PageGlyphs) -> Iterator[Found]:
    """Running text, its notes and headings keep to the measure."""
    for block in file.blocks:
        for line in block.lines:
            if line.page != page.number:
                continue
            over = max(min(ends(glyph)) for glyph in line.glyphs) - file.right(page.number)
            under = file.left(page.number) - min(max(starts(glyph)) for glyph in line.glyphs)
            if max(over, under) > FLUSH_PT:
                told = f"It stands {mm(max(over, under))} outside the type area."
                yield "L-005", block.place(line), told


def _lines(file: MeasuredFile, page: PageGlyphs) -> Iterator[Found]:
    lines = file.body(page.number)
    room, place = file.facts.room, f"page {page.number}"
    heights = {round(line.base) for line in lines}
    if len(heights) > room:
        yield "L-006", place, f"The page holds {len(heights)} lines; it has room for {room}."
    if not file.facts.full_lines or not lines or page.number == lines[0].page == 1:
        return
    text = file.text(page.number)
    follows = file.text(page.number + 1)
    if not follows or follows[0] not in file.body(page.number + 1):
        return
    # headings and the white above them take lines too
    filled = round((text[0].base - text[-1].base) / file.facts.leading_pt) + 1
    # a line over the text that follows, as an article's number, is no sentence and stays with it
    above = next(block for block in file.blocks if follows[0] in block.lines)
    over = len(above.lines) == 1 and above.lines[0].glyphs[-1].text not in CLOSING
    kept = _KEPT_TOGETHER + _OVER * over + _foot_lines(file, page.number)
    if text[-1] in lines and filled < room - kept and not _leads_to_signatures(file, page.number):
        told = f"The page is filled for {filled} lines though text follows; a full page has {room}."
        yield "L-006", place, told


def _foot_lines(file: MeasuredFile, page: int) -> int:
    """Return how many lines of text the author's notes take at the foot of a page.

    Where there are none those of the next page count: the first of them may have had no room here.
    """
    for number in (page, page + 1):
        lines = [n for block in file.authors for n in block.lines if n.page == number]
        if lines:
            steps = [above.base - below.base for above, below in pairwise(lines)]
            high = (len(lines) + 1) * max(steps, default=file.facts.leading_pt)
            return math.ceil(high / file.facts.leading_pt)
    return 0


def _leads_to_signatures(file: MeasuredFile, page: int) -> bool:
    """Tell a page of which the last lines stand overleaf with the signatures, or with the date."""
    signed = {line.id for line in file.declaration.signing}
    overleaf = {b.name for b in file.blocks for line in b.lines if line.page == page + 1}
    return bool(signed & overleaf) and len(file.body(page + 1)) <= _LED


def folios(glyphs: Sequence[Glyph], declaration: Declaration) -> list[int]:
    """Return the page numbers among the artifacts of a page, each in marked content of its own.

    A running head of nothing but figures, as of a text that is called by a year, is no page number.
    """
    texts: dict[int, str] = {}
    for glyph in glyphs:
        if glyph.artifact:
            texts[glyph.artifact] = texts.get(glyph.artifact, "") + glyph.text
    found = [match[1] for text in texts.values() if (match := _FOLIO.fullmatch(text))]
    headings = (line.text for line in declaration.lines if line.role in ("heading", "annex"))
    for head in (declaration.short_title, *headings):
        if head in found and len(found) > 1:
            found.remove(head)
    return [int(number) for number in found]


def _folio(page: PageGlyphs, declaration: Declaration) -> Iterator[Found]:
    found = folios(page.glyphs, declaration)
    if found != [page.number]:
        shown = " and ".join(map(str, found)) or "no number"
        yield "L-023", f"page {page.number}", f"The page bears {shown}, not {page.number}."


def _overprint(file: MeasuredFile, page: PageGlyphs) -> Iterator[Found]:
    """No line lies on another."""
    lines = [
        (block, line, _ink(line.glyphs))
        for block in file.blocks
        for line in block.lines
        if line.page == page.number
    ]
    for n, (block, line, box) in enumerate(lines):
        for other_block, other, other_box in lines[n + 1 :]:
            common = overlap(box, other_box)
            if min(common[2] - common[0], common[3] - common[1]) > _OVERLAP_PT:
                yield "L-027", block.place(line), f"It lies on {other_block.place(other)}."


def _ink(glyphs: Sequence[Glyph]) -> Box:
    boxes = [glyph.ink for glyph in glyphs]
    left, low, right, high = zip(*boxes, strict=True)
    return min(left), min(low), max(right), max(high)


def _widows_and_orphans(file: MeasuredFile) -> Iterator[Found]:
    """No page ends with an orphan, the first line of a paragraph, or begins with a widow."""
    for block in file.running:
        for above, below in pairwise(block.lines):
            if above.page == below.page:
                continue
            if above.first:
                yield "L-017", block.place(above), "The page ends with the paragraph's first line."
            if below.last:
                yield "L-018", block.place(below), "The page begins with the paragraph's last line."


def _short(file: MeasuredFile) -> Iterator[Found]:
    """A page whose running text goes on overleaf is filled, down to its notes or its last line."""
    lowest, floors = dict[int, float](), dict[int, float]()
    for page in file.measured.pages:
        if lines := file.body(page.number):
            lowest[page.number] = min(line.base for line in lines)
            floors[page.number] = page.media[1] + file.facts.margins(page.number)[2] * PT_PER_MM
    for number, base in lowest.items():
        if number + 1 not in lowest or _leads_to_signatures(file, number):
            continue
        free = base - max(_below(file, number, base), default=floors[number])
        # headings that stand with the text overleaf take their lines and the white around them
        body = file.body(number + 1)
        top = max(line.base for line in body)
        heads = [line for line in file.text(number + 1) if line.base > top and line not in body]
        if any(drawn.box[3] > top for drawn in file.objects(number + 1)):
            # a figure stands first overleaf, which had no room here
            continue
        if free > (_SHORT + _HEADING * len(heads)) * file.facts.leading_pt:
            told = f"{free / file.facts.leading_pt:.1f} lines are free below its text."
            yield "L-030", f"page {number}", told


def _below(file: MeasuredFile, number: int, base: float) -> Iterator[float]:
    """Yield the tops of all that stands below a line of a page."""
    for block in file.blocks:
        for line in block.lines:
            if line.page == number:
                yield from (glyph.ink[3] for glyph in line.glyphs if glyph.base < base)
    yield from (drawn.box[3] for drawn in file.objects(number) if drawn.box[3] < base)


def _headings(file: MeasuredFile) -> Iterator[Found]:
    """A heading has something of what follows below it on its page."""
    lines = file.declaration.lines
    # some have nothing under them: an entry of a list, a table that the source does not give
    empty = {line.id for line, following in zip_longest(lines, lines[1:]) if _ends(line, following)}
    for block in file.blocks:
        if block.role not in _HEADINGS or block.name in empty:
            continue
        last = block.lines[-1]
        below = any(
            line.page == last.page and line.base < last.base
            for other in file.blocks
            for line in other.lines
            if other.kind not in (AUTHORS, NOTE) or file.facts.notes == "end"
        )
        below = below or any(o.box[3] < last.base for o in file.objects(last.page))
        if not below:
            yield "L-024", block.place(last), "Nothing stands below it on its page."


def _ends(heading: Line, following: Line | None) -> bool:
    """Say whether nothing stands under a heading: the text ends, or goes on with its like."""
    if following is None:
        return True
    return heading.role == following.role == "heading" and following.level <= heading.level


def notes(file: MeasuredFile) -> Iterator[Found]:
    """Calls run through the text, each has its note, and each note stands where it belongs."""
    calls = [
        (number, block, line)
        for block in file.blocks
        for line in block.lines
        for number in _call_numbers(line)
    ]
    wanted = [str(number) for number in range(1, len(calls) + 1)]
    printed = [number for number, _, _ in calls]
    for n, (number, block, line) in enumerate(calls):
        if number != wanted[n]:
            told = f"The call is {number}; the one before it in the text is {n}."
            yield "L-021", block.place(line), told
            break
    found = {_digits(block.label): block for block in file.notes}
    for number in set(printed) ^ set(found):
        lacks = "There is no note for the call" if number in printed else "Nothing calls note"
        yield "L-021", "notes", f"{lacks} {number}."
    for number, block, line in calls:
        if number in found:
            yield from _note_place(file, found[number], block, line)


def _call_numbers(line: MeasuredLine) -> list[str]:
    """Return the numbers of the calls on a line, each as one."""
    numbers: list[str] = []
    last = None
    for glyph in sorted(line.calls, key=lambda glyph: glyph.start):
        if last is not None and last.key == glyph.key:
            numbers[-1] += glyph.text
        else:
            numbers.append(glyph.text)
        last = glyph
    return list(map(_digits, numbers))


def _digits(label: str) -> str:
    """Return the number of one of our notes, which beside the author's has a word before it."""
    return "".join(filter(str.isdigit, label)) or label


def _note_place(
    file: MeasuredFile, note: MeasuredBlock, block: MeasuredBlock, call: MeasuredLine
) -> Iterator[Found]:
    page, place = note.lines[0].page, note.place(note.lines[0])
    if file.facts.notes == "foot" and page != call.page:
        yield "L-020", place, f"It is called on page {call.page}."
    elif file.facts.notes == "paragraph":
        end = block.lines[-1]
        if page not in (end.page, end.page + 1):
            yield "L-020", place, f"Its paragraph ends on page {end.page}."
    elif file.facts.notes == "end":
        texts = file.running or [block for block in file.blocks if block.kind == TEXT]
        after = texts[-1].lines[-1]
        if (page, -note.lines[0].base) < (after.page, -after.base):
            yield "L-020", place, "It stands before the end of the text."


def _numbers(file: MeasuredFile) -> Iterator[Found]:
    """The numbers of paragraphs are those of the document, each once and in order."""
    labels = {block.name: block for block in file.blocks if block.kind != APPARATUS}
    for line in file.declaration.lines:
        block = labels.get(line.id)
        if line.number is None or block is None:
            continue
        found = re.findall(r"\d+", block.label)
        if found != [str(line.number)]:
            told = f"It bears the number {block.label or '(none)'}, not {line.number}."
            yield "L-022", block.place(block.lines[0]), told
