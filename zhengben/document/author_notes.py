"""Notes by the author of a text: their calls, and the lines that answer them.

They are text, unlike our notes. A call bears a label as the source has it (①, 1, [1], 註1); the
note is a line of the role ``author-note`` that begins with the same label. Where labels occur
again, as in a source that counts anew on each page, the first call leads to the first note.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass

from zhengben.document.lines import Line

_HAN = "〇一二三四五六七八九十百"
_CORE = (
    rf"[0-9０-９]+|[{_HAN}]+|[\u2460-\u24ff\u2776-\u277f\u3251-\u325f\u32b1-\u32bf]|[a-zA-Zａ-ｚ]"
    r"|[⁰¹²³⁴-⁹]+"
)
# a label in its brackets, with the stop behind it
_LABEL = re.compile(
    rf"(?:[注註])?[\[（(〔【［]?(?:[注註])?(?:{_CORE}|[*＊†‡§]+)[\])）〕】］]?[.．、：:]?"
)
_AROUND = re.compile(r"[\[\]（）()〔〕【】［］.．、：:\s]")
_FULL = {ord("０") + n: str(n) for n in range(10)}


@dataclass(frozen=True, slots=True)
class AuthorCall:
    """The call of an author's note at offset ``at`` of a line; ``note_id`` is empty without one."""

    label: str
    line_id: str
    at: int
    note_id: str

    @property
    def id(self) -> str:
        """Return the anchor of the call, to which its note leads back."""
        return f"{self.note_id}-call"


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
