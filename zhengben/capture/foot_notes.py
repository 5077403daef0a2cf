"""Finds notes that no markup calls: calls in lines, and the lines at the foot that answer them.

A block of lines that count by ①②…, [1][2]… or raised figures is notes only where the text above
it calls each of them once, in order. A list of the text's own is called by nothing, or names its
items otherwise.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from zhengben.capture.account import Account
from zhengben.capture.base import CapturedLine
from zhengben.capture.calls import call_in
from zhengben.document.notation import Mark, in_order
from zhengben.document.regex import regex

ASKED = "counted as notes at the foot are, but not called one for one: are these notes?"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_LABEL = regex(
    rf"[{_CIRCLED}]|[{_RAISED}]{{1,3}}"
    # 1/, as the United Nations had them
    r"|(?<![0-9A-Za-z/.])(?P<slash>[0-9]{1,3})/(?![0-9A-Za-z/])"
    r"|(?P<open>[\[［〔【(（])(?P<word>[注註]?)(?P<n>[0-9０-９]{1,3})(?P<close>[\]］〕】)）])"
)
_PAIRS = dict(zip("[［〔【(（", "]］〕】)）", strict=True))
_BLANKS = " \t\xa0\u3000"
_BACK = regex(rf"([0-9]{{1,3}})[.．、][{_BLANKS}]*[↑^][{_BLANKS}]*(?=\S)")
# behind these an item of a list begins, or one is named: 包括①水；②河, 第①項
_NOT_BEHIND = regex(
    rf"(?:[{_BLANKS}：:；;、，,（(第和及或與与即]|包括|包含|分[為为成]|如下|下列|以下|分[別别])$"
)
_OPENS_NOTES = regex(r"[\[［〔【（(]?(?:[本附腳脚尾]?[注註][釋释]?|[說说]明)[\]］〕】）)]?[：:]")
_NAMES = regex(r"[項项款目點点條条類类種种號号步]")
_LONGEST_WORD = 4
# lines of a page that may call a note; a note itself is a line of text
_CALLING = ("text", "heading", "item", "cell")
# 10^sup{3} and 米^sup{2} are powers
_POWER = regex(r"[0-9A-Za-z０-９米尺里]")
_Style = tuple[str, str]
_RAISED_STYLE: _Style = ("^", "")
_SLASH_STYLE: _Style = ("/", "")


class _Label(Struct, frozen=True):
    """A label in a line: its style, its number, and its place."""

    style: _Style
    number: int
    line: int
    start: int
    end: int

    @property
    def span(self) -> range:
        """Return its characters."""
        return range(self.start, self.end)


def with_foot_notes(lines: Sequence[CapturedLine], account: Account) -> list[CapturedLine]:
    """Return lines with the calls of notes as marks, and the notes as such; ask where in doubt."""
    heads, found = defaultdict[_Style, list[_Label]](list), list(lines)
    for at, line in enumerate(lines):
        if head := _head(at, line):
            heads[head.style].append(head)
    calls = defaultdict[_Style, list[_Label]](list)
    for at, line in enumerate(lines if heads else ()):
        for label in _labels(at, line) if line.kind in _CALLING else ():
            if label.style in heads and _calls(label, line.text):
                calls[label.style].append(label)
    by_line = defaultdict[int, list[_Label]](list)
    for style, called in calls.items():
        for call in _read(called, heads[style], found):
            by_line[call.line].append(call)
    if by_line and not call_in(
        account, lines, {at: [c.span for c in by_line[at]] for at in by_line}
    ):
        # where its calls stand in the source cannot be told
        return [
            replace(old, doubt=old.doubt or ASKED) if new.kind != old.kind else old
            for old, new in zip(lines, found, strict=True)
        ]
    for at, called in by_line.items():
        called.sort(key=lambda call: call.start)
        found[at] = _marked(found[at], called)
    return found


def _labels(at: int, line: CapturedLine) -> Iterator[_Label]:
    text = line.text
    for match in _LABEL.finditer(text):
        opening, said = match["open"] or "", match[0]
        if opening:
            if _PAIRS[opening] == match["close"]:
                style = (opening, match["word"])
                yield _Label(style, int(match["n"]), at, match.start(), match.end())
        elif match["slash"]:
            yield _Label(_SLASH_STYLE, int(match["slash"]), at, match.start(), match.end())
        elif said[0] in _RAISED:
            number = int("".join(str(_RAISED.index(c)) for c in said))
            yield _Label(("¹", ""), number, at, match.start(), match.end())
        else:
            yield _Label(("①", ""), _CIRCLED.index(said) + 1, at, match.start(), match.end())
    for mark in line.marks:
        said = text[mark.start : mark.end]
        if mark.kind == "sup" and len(said) <= 3 and said.isascii() and said.isdecimal():
            yield _Label(_RAISED_STYLE, int(said), at, mark.start, mark.end)


def _head(at: int, line: CapturedLine) -> _Label | None:
    """Return the label that a line of text begins with, where more stands behind it."""
    bare = line.text.lstrip(_BLANKS) if line.kind == "text" else ""
    indent = len(line.text) - len(bare)
    if back := _BACK.match(bare):
        # 1. ↑ 註, as a wiki's list of notes is copied; its calls are [1]
        return _Label(("[", ""), int(back[1]), at, indent, indent + back.end())
    raised = any(mark.kind == "sup" and mark.start == indent for mark in line.marks)
    if not raised and not _LABEL.match(bare):
        return None
    label = next((found for found in _labels(at, line) if found.start == indent), None)
    return label if label and line.text[label.end :].strip(_BLANKS) else None


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
    if label.style == _RAISED_STYLE and before and _POWER.match(before[-1]):
        return False
    if label.style == _SLASH_STYLE:
        # it stands behind the mark that ends what it is about
        return bool(before.strip(_BLANKS))
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
