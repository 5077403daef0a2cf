"""Finds the notes of a plain text: calls in its lines, and the lines at the foot that answer them.

A block of lines that count by ①②… or [1][2]… is notes only where the text above it calls each of
them once, in order. A list of the text's own is called by nothing, or names its items otherwise.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from zhengben.capture.account import Account
from zhengben.capture.base import CapturedLine
from zhengben.document.notation import Mark, in_order

ASKED = "counted as notes at the foot are, but not called one for one: are these notes?"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_LABEL = re.compile(
    rf"[{_CIRCLED}]|[{_RAISED}]{{1,3}}"
    r"|(?P<open>[\[［〔【(（])(?P<word>[注註]?)(?P<n>[0-9０-９]{1,3})(?P<close>[\]］〕】)）])"
)
_PAIRS = dict(zip("[［〔【(（", "]］〕】)）", strict=True))
_BLANKS = " \t\xa0\u3000"
_BACK = re.compile(rf"([0-9]{{1,3}})[.．、][{_BLANKS}]*[↑^][{_BLANKS}]*(?=\S)")
# behind these an item of a list begins, or one is named: 包括①水；②河, 第①項
_NOT_BEHIND = re.compile(
    rf"(?:[{_BLANKS}：:；;、，,（(第和及或與与即]|包括|包含|分[為为成]|如下|下列|以下|分[別别])$"
)
_OPENS_NOTES = re.compile(
    r"[\[［〔【（(]?(?:[本附腳脚尾]?[注註][釋释]?|[說说]明)[\]］〕】）)]?[：:]"
)
_NAMES = re.compile(r"[項项款目點点條条類类種种號号步]")
_LONGEST_WORD = 4
_Style = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Label:
    """A label in a line: its style, its number, and its place."""

    style: _Style
    number: int
    line: int
    start: int
    end: int


def with_foot_notes(lines: Sequence[CapturedLine], account: Account) -> list[CapturedLine]:
    """Return lines with the calls of notes as marks, and the notes as such; ask where in doubt.

    ``account`` is that of a plain text: a line of it is one entry, its end another.
    """
    heads, found = defaultdict[_Style, list[_Label]](list), list(lines)
    for at, line in enumerate(lines):
        if head := _head(at, line):
            heads[head.style].append(head)
    calls = defaultdict[_Style, list[_Label]](list)
    for at, line in enumerate(lines if heads else ()):
        for label in _labels(at, line.text) if line.kind == "text" else ():
            if label.style in heads and _calls(label, line.text):
                calls[label.style].append(label)
    by_line = defaultdict[int, list[_Label]](list)
    for style, called in calls.items():
        for call in _read(called, heads[style], found):
            by_line[call.line].append(call)
    for at, called in by_line.items():
        called.sort(key=lambda call: call.start)
        found[at] = _marked(found[at], called)
    if by_line:
        _account(account, lines, by_line)
    return found


def _labels(at: int, text: str) -> Iterator[_Label]:
    for match in _LABEL.finditer(text):
        opening, said = match["open"] or "", match[0]
        if opening:
            if _PAIRS[opening] == match["close"]:
                style = (opening, match["word"])
                yield _Label(style, int(match["n"]), at, match.start(), match.end())
        elif said[0] in _RAISED:
            number = int("".join(str(_RAISED.index(c)) for c in said))
            yield _Label(("¹", ""), number, at, match.start(), match.end())
        else:
            yield _Label(("①", ""), _CIRCLED.index(said) + 1, at, match.start(), match.end())


def _head(at: int, line: CapturedLine) -> _Label | None:
    """Return the label that a line of text begins with, where more stands behind it."""
    bare = line.text.lstrip(_BLANKS) if line.kind == "text" else ""
    indent = len(line.text) - len(bare)
    if back := _BACK.match(bare):
        # 1. ↑ 註, as a wiki's list of notes is copied; its calls are [1]
        return _Label(("[", ""), int(back[1]), at, indent, indent + back.end())
    if not _LABEL.match(bare):
        return None
    label = next(_labels(at, bare), None)
    if label is None or label.start or not bare[label.end :].strip(_BLANKS):
        return None
    return replace(label, start=indent, end=indent + label.end)


def _read(
    calls: Sequence[_Label], heads: Sequence[_Label], lines: list[CapturedLine]
) -> list[_Label]:
    """Mark the notes of one style in ``lines``; return their calls."""
    places, first, last = [call.line for call in calls], 0, 0
    found, waiting = list[_Label](), list[_Label]()
    for block in _blocks(heads, lines):
        end = bisect_left(places, block[0].line)
        if end - first != len(block) or block[0].number not in (1, last + 1):
            continue
        above = calls[first:end]
        counted = all(c.number == head.number for c, head in zip(above, block, strict=True))
        if counted and not _lists(block, above, lines):
            for head in block:
                lines[head.line] = replace(lines[head.line], kind="note")
            found += above
            first, last = bisect_left(places, block[-1].line + 1), block[-1].number
            waiting += calls[end:first]
    waiting += calls[first:]
    if waiting:
        behind = [h for h in heads if h.line > waiting[-1].line and lines[h.line].kind == "text"]
        for head in behind if behind and not _listed(behind[0], lines) else ():
            line = lines[head.line]
            lines[head.line] = replace(line, doubt=line.doubt or ASKED)
    return found


def _blocks(heads: Sequence[_Label], lines: Sequence[CapturedLine]) -> Iterator[list[_Label]]:
    """Yield runs of lines that count on, with nothing but blank lines between them."""
    block = list[_Label]()
    for head in heads:
        between = lines[block[-1].line + 1 : head.line] if block else ()
        if block and (
            head.number != block[-1].number + 1 or any(line.text.strip() for line in between)
        ):
            yield block
            block = []
        block.append(head)
    if block:
        yield block


def _calls(label: _Label, text: str) -> bool:
    """Tell a label that stands behind a word from one that begins an item or names it."""
    before = text[max(0, label.start - _LONGEST_WORD) : label.start]
    return bool(before) and not _NOT_BEHIND.search(before) and not _NAMES.match(text, label.end)


def _lists(block: Sequence[_Label], calls: Sequence[_Label], lines: Sequence[CapturedLine]) -> bool:
    """Tell a list of the text's own: a colon opens it, or its items say what stood at the calls."""
    if _listed(block[0], lines):
        return True
    for head, call in zip(block, calls, strict=True):
        item = lines[head.line].text[head.end :].strip(_BLANKS)
        if item[:2] and lines[call.line].text.startswith(item[:2], call.end):
            return True
    return False


def _listed(head: _Label, lines: Sequence[CapturedLine]) -> bool:
    """Tell the first item of a list that a colon opens, other than 註釋：."""
    shown = (said for at in range(head.line - 1, -1, -1) if (said := lines[at].text.strip()))
    above = next(shown, "")
    return above.endswith(("：", ":")) and not _OPENS_NOTES.fullmatch(above)


def _marked(line: CapturedLine, calls: Sequence[_Label]) -> CapturedLine:
    """Return a line whose calls are marks and no text."""
    parts, marks, places = list[str](), list[Mark](), list[int]()
    length = end = 0
    for call in calls:
        parts.append(line.text[end : call.start])
        places += range(length, length + call.start - end)
        length += call.start - end
        places += [length] * (call.end - call.start)
        marks.append(Mark("note", length, length, line.text[call.start : call.end]))
        end = call.end
    parts.append(line.text[end:])
    places += range(length, length + len(line.text) - end + 1)
    moved = (replace(m, start=places[m.start], end=places[m.end]) for m in line.marks)
    kept = [m for m in moved if m.form != "wraps" or m.end > m.start]
    return replace(line, text="".join(parts), marks=in_order((*marks, *kept)), unread=line.text)


def _account(
    account: Account, lines: Sequence[CapturedLine], calls: Mapping[int, Sequence[_Label]]
) -> None:
    """Write down the calls as marks."""
    entries, account.entries = iter(account.entries), []
    for at, line in enumerate(lines):
        if at:
            account.entries.append(next(entries))
        if not line.text:
            continue
        entry, end = next(entries), 0
        for call in calls.get(at, ()):
            account.add(entry.fate, entry.text[end : call.start])
            account.add("mark", entry.text[call.start : call.end])
            end = call.end
        account.add(entry.fate, entry.text[end:])
