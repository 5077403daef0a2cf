"""What an amending decision changes: 將“甲”修改為“乙”, and a provision quoted whole.

Only what is sure is marked: in a text that amends by its title, a command that quotes what it puts
in place, in its line or in those below it (``quotations``). All else stays plain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line
from zhengben.document.regex import regex
from zhengben.formats.akoma_ntoso.citations import amends
from zhengben.formats.akoma_ntoso.hierarchy import Provision, every
from zhengben.formats.akoma_ntoso.inline import Inline
from zhengben.formats.akoma_ntoso.quotations import CHANGED

_QUOTED = r"(?:“[^“”]+”|「[^「」]+」)"
_WORDS = regex(rf"(?P<old>{_QUOTED}){CHANGED}[：:]?(?P<new>{_QUOTED})")
_WHOLE = regex(
    rf"[^“”「」]*(?:{CHANGED}|增加[^“”「」]*[，,]?作[为為][^“”「」]*|增加[^“”「」]*)[：:](?P<new>{_QUOTED})[。；]?"
)
_BLANKS = " \u3000"


def modifications(
    declaration: Declaration, commands: Mapping[str, Provision]
) -> Iterator[tuple[Line, list[Inline]]]:
    """Yield the lines that change another text, each with its elements, offsets in the line.

    ``commands`` are the provisions whose quotation runs over several lines, by anchor; the lines
    that they quote change nothing themselves.
    """
    if not amends(declaration.title.text):
        return
    quoted = quoted_lines(commands)
    for line in declaration.paragraphs:
        if line.id in quoted:
            continue
        start = _start(line)
        if command := commands.get(line.id):
            found = [_mod(start, len(line.text))]
            if command.quotes_at < len(line.text):
                found.append(_structure(command.quotes_at, len(line.text)))
        else:
            found = _in_line(line, start)
        if found:
            yield line, found


def quoted_lines(commands: Mapping[str, Provision]) -> frozenset[str]:
    """Return the anchors of all lines that are quoted below commands."""
    held = (p.block for command in commands.values() for p in every(command.quoted))
    return frozenset(
        line.id
        for block in held
        for line in ((block,) if isinstance(block, Line) else chain.from_iterable(block.rows))
    )


def _start(line: Line) -> int:
    return len(line.text) - len(line.text[len(line.label) :].lstrip(_BLANKS))


def _in_line(line: Line, start: int) -> list[Inline]:
    text = line.text
    whole = _WHOLE.fullmatch(text, start)
    if whole and whole["new"][-2] in "。；":
        return [_mod(start, whole.end("new")), _structure(*whole.span("new"))]
    found = list[Inline]()
    for match in _WORDS.finditer(text, start):
        clause = max(text.rfind(stop, 0, match.start()) for stop in "。；，") + 1
        found.append(_mod(max(clause, start), match.end()))
        found += [Inline(*match.span(key), ("quotedText",), {}) for key in ("old", "new")]
    return found


def _mod(start: int, end: int) -> Inline:
    return Inline(start, end, ("mod",), {})


def _structure(start: int, end: int) -> Inline:
    return Inline(start, end, ("quotedStructure", "p"), {})
