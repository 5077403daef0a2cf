"""What an amending decision changes: 將“甲”修改為“乙”, and a provision quoted whole.

Only what is sure is marked: in a text that amends by its title, a command that quotes what it puts
in place, and a quotation that is a line of its own below such a command. All else stays plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line
from zhengben.formats.akoma_ntoso.citations import amends
from zhengben.formats.akoma_ntoso.inline import Inline

_QUOTED = r"(?:“[^“”]+”|「[^「」]+」)"
_CHANGED = r"(?:修改|修正|修訂|修订|改)[为為]"
_WORDS = re.compile(rf"(?P<old>{_QUOTED}){_CHANGED}[：:]?(?P<new>{_QUOTED})")
_WHOLE = re.compile(
    rf"[^“”「」]*(?:{_CHANGED}|增加[^“”「」]*[，,]?作[为為][^“”「」]*|增加[^“”「」]*)[：:](?P<new>{_QUOTED})[。；]?"
)
_COMMAND = re.compile(rf"(?:{_CHANGED}|增加.*|作[为為].*)[：:]$")
_LINE = re.compile(rf"{_QUOTED}[。；]?")
_BLANKS = " \u3000"


def modifications(declaration: Declaration) -> Iterator[tuple[Line, list[Inline]]]:
    """Yield the lines that change another text, each with its elements, offsets in the line."""
    if not amends(declaration.title.text):
        return
    commanded = False
    for line in declaration.paragraphs:
        if found := _in_line(line, commanded=commanded):
            yield line, found
        # a provision of several lines is quoted line by line, and ends elsewhere: that stays plain
        commanded = bool(_COMMAND.search(line.text))


def _in_line(line: Line, *, commanded: bool) -> list[Inline]:
    text, label = line.text, len(line.label)
    start = len(text) - len(text[label:].lstrip(_BLANKS))
    if commanded and _LINE.fullmatch(text):
        end = text.rindex(_closing(text)) + 1
        return [_mod(0, end), _structure(0, end)]
    whole = _WHOLE.fullmatch(text, start)
    if whole and whole["new"][-2] in "。；":
        return [_mod(start, whole.end("new")), _structure(*whole.span("new"))]
    found = list[Inline]()
    for match in _WORDS.finditer(text, start):
        clause = max(text.rfind(stop, 0, match.start()) for stop in "。；，") + 1
        found.append(_mod(max(clause, start), match.end()))
        found += [Inline(*match.span(key), ("quotedText",), {}) for key in ("old", "new")]
    return found


def _closing(text: str) -> str:
    return "”" if text.startswith("“") else "」"


def _mod(start: int, end: int) -> Inline:
    return Inline(start, end, ("mod",), {})


def _structure(start: int, end: int) -> Inline:
    return Inline(start, end, ("quotedStructure", "p"), {})
