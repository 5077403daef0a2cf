"""Notes by the author of a text: their calls, and the lines that answer them.

They are text, unlike our notes. A call bears a label as the source has it (①, 1, [1], 註1); the
note is a line of the role ``author-note`` that begins with the same label. Where labels occur
again, as in a source that counts anew on each page, the first call leads to the first note.

In print they stand at the foot of the page of their call, where a document says so numbered anew on
each: ① to ⑳, ㉑ to ㊿, then (51) and so on (Unicode, Enclosed Alphanumerics and Enclosed CJK
Letters and Months, which end at 50). Formats without pages number on through the text where the
labels of the source begin anew, by the same rule.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile

from msgspec import Struct

from zhengben.document.lines import Line
from zhengben.document.regex import regex

_HAN = "〇一二三四五六七八九十百"
_CORE = (
    rf"[0-9０-９]+|[{_HAN}]+|[\u2460-\u24ff\u2776-\u277f\u3251-\u325f\u32b1-\u32bf]|[a-zA-Zａ-ｚ]"
    r"|[⁰¹²³⁴-⁹]+"
)
# a label in its brackets, with the stop behind it; in square ones any word, as Markdown allows
_LABEL = regex(
    r"[\[［][^\[\]［］\s]{1,20}[\]］][.．、：:]?"
    rf"|(?:[注註])?[\[（(〔【［]?(?:[注註])?(?:{_CORE}|[*＊†‡§]+)[\])）〕】］]?[.．、：:/]?"
)
# a line that says that notes follow
_HEAD = regex(
    r"[\s\u3000]*[\[［〔【（(]?(?:[本附腳脚尾]?[注註][\s\u3000]*[釋释解腳脚]?|[說说]明)[\]］〕】）)]?[：:]?[\s\u3000]*"
)
_AROUND = regex(r"[\[\]（）()〔〕【】［］.．、：:/\s]")
_FULL = {ord("０") + n: str(n) for n in range(10)}


class AuthorCall(Struct, frozen=True):
    """The call of an author's note at offset ``at`` of a line; ``note_id`` is empty without one."""

    label: str
    line_id: str
    at: int
    note_id: str

    @property
    def id(self) -> str:
        """Return the anchor of the call, to which its note leads back."""
        return f"{self.note_id}-call"


def circled(number: int) -> str:
    """Return the label of the note of a number from 1, where notes count anew on each page."""
    if number <= 20:
        return chr(0x2460 + number - 1)
    if number <= 35:
        return chr(0x3251 + number - 21)
    return chr(0x32B1 + number - 36) if number <= 50 else f"({number})"


def through_labels(lines: Sequence[Line], calls: Iterable[AuthorCall]) -> dict[str, str]:
    """Return labels that run through a text, by note, where those of the source begin anew.

    They are there for formats without pages. None are where each label of the source is another
    one, or where a mark of the text begins in a label.
    """
    notes = {line.id: line for line in lines if line.role == "author-note" and line.label}
    called = list(dict.fromkeys(call.note_id for call in calls if call.note_id in notes))
    keys = [_key(notes[note].label) for note in called]
    marked = any(m.start < len(notes[n].label) for n in called for m in notes[n].marks)
    if marked or len(set(keys)) == len(keys):
        return {}
    return {note: circled(number) for number, note in enumerate(called, 1)}


def unlike_labels(
    calls: Sequence[tuple[str, str]], labels: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with labels that run through a text, each by the note.

    ``calls`` are notes with the labels by which they are called, in the order of the text;
    ``labels`` are those that notes bear.
    """
    numbers = {note: n for n, note in enumerate(dict.fromkeys(note for note, _ in calls), 1)}
    for note, shown in calls:
        if shown != circled(numbers[note]):
            yield note, f"is called {shown}, though it is number {numbers[note]} of the text"
        elif labels.get(note) != shown:
            yield note, f"bears {labels.get(note) or 'no label'}, though it is called {shown}"
    for note in labels.keys() - numbers.keys():
        yield note, f"bears {labels[note]}, and nothing calls it so"


def label_with_blank(text: str) -> str:
    """Return the label at the start of an author's note with the blank behind it, if any."""
    label = note_label(text)
    rest = text[len(label) :]
    return label + rest[: len(rest) - len(rest.lstrip())] if rest.strip() else label


def footed_notes(lines: Sequence[Line], calls: Iterable[AuthorCall]) -> tuple[Line, ...]:
    """Return what stands at the foot of a page: the notes that something elsewhere calls.

    A note that nothing calls, or that is called by itself alone, stays where it stands in the text.
    A line above notes that only says that they follow (註：) goes with them where all of them go.
    """
    by_line, notes = defaultdict[str, list[str]](list), dict[str, Line]()
    for call in calls:
        by_line[call.line_id].append(call.note_id)
    for line in lines:
        if line.role == "author-note":
            notes[line.id] = line
    called = {note for found in by_line.values() for note in found}
    waiting = [line.id for line in lines if line.id not in notes or line.id not in called]
    found = set[str]()
    while waiting:
        new = set(by_line[waiting.pop()]) & notes.keys() - found
        found |= new
        waiting += sorted(new)
    heads = {head.id for head, run in headed_notes(lines) if found.issuperset(n.id for n in run)}
    return tuple(line for line in lines if line.id in found or line.id in heads)


def headed_notes(lines: Sequence[Line]) -> Iterator[tuple[Line, list[Line]]]:
    """Yield each line that only says that notes follow, and the author's notes right below it."""
    for at, line in enumerate(lines):
        if line.role != "author-note" and not line.cell and _HEAD.fullmatch(line.text):
            below = takewhile(lambda one: one.role == "author-note", lines[at + 1 :])
            if run := list(below):
                yield line, run


def same_label(one: str, other: str) -> bool:
    """Say whether two labels are one, whatever brackets and stops stand around them."""
    return _key(one) == _key(other)


def note_label(text: str) -> str:
    """Return the label at the start of an author's note, or an empty text."""
    match = _LABEL.match(text)
    return match[0] if match else ""


def _key(label: str) -> str:
    return _AROUND.sub("", label).translate(_FULL)


def author_calls(lines: Iterable[Line]) -> tuple[AuthorCall, ...]:
    """Return the calls of lines, in the order of the text, each with the note it leads to."""
    lines = tuple(lines)
    notes = defaultdict[str, deque[str]](deque)
    for line in lines:
        if line.role == "author-note":
            notes[_key(line.label)].append(line.id)
    found = list[AuthorCall]()
    for line in lines:
        for mark in line.marks:
            if mark.kind == "note":
                waiting = notes[_key(mark.value)]
                note = waiting.popleft() if waiting else ""
                found.append(AuthorCall(mark.value, line.id, mark.start, note))
    return tuple(found)
