"""Preface and preamble: title, adoption, who adopted; recitals and the words that enact."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree
from msgspec import Struct, field

from zhengben.document.declaration import Declaration
from zhengben.document.lines import Block, Line
from zhengben.document.regex import regex
from zhengben.formats.akoma_ntoso.naming import Naming
from zhengben.formats.akoma_ntoso.speech import Speech
from zhengben.formats.akoma_ntoso.tree import add, add_part

# headings without number of a preamble that stands in a body
_PROLOGUE = regex("[序弁前緒绪導导][ \u3000]?[言文]|序")
# 商定如下：, 兹制定本法： … the words that lead to the provisions
_ENACTING = regex(
    r"(?:如下|[約约]定|協議|协议|決定|决定|議定|议定|制定|通[過过])[^。；]{0,20}[：:]$"
)
# 認識到, 考慮到, 鑒於, 願, 重申 … what a recital begins with
_RECITAL = regex(
    r"(?:[鉴鑒鑑]于|[鉴鑒鑑]於|考慮|考虑|認識|认识|注意|重申|銘記|铭记|念及|深信|確信|确信|願|愿|希望|"
    r"為了|为了|本着|本著|基於|基于|根據|根据|決心|决心|意識|意识|承認|承认|回顧|回顾|強調|强调|渴望)"
)
_ELEMENTS = {"session": "session", "organ": "docAuthority", "title": "docTitle",
             "subtitle": "docTitle"}  # fmt: skip


class Preamble(Struct, frozen=True):
    """The lines of a preamble; ``heading`` is that of one which stands under its own, 序言."""

    lines: tuple[Line, ...] = ()
    heading: Line | None = None
    recitals: range = field(default_factory=lambda: range(0))
    enacting: int = -1

    def __bool__(self) -> bool:
        """Tell a preamble that holds anything."""
        return bool(self.lines)

    def name(self, naming: Naming) -> None:
        """Give each line its eId."""
        if self.heading:
            naming.recitals(self.heading, self.lines)
            return
        for line in self.lines:
            naming.preamble(line)


def preamble_of(
    declaration: Declaration, *, headed: bool = True
) -> tuple[Preamble, Sequence[Block]]:
    """Return the preamble of a text, and the blocks of its body.

    Where it may be ``headed``, what stands under 序言 at the start of the body is one too.
    """
    lines = declaration.preamble
    rest = declaration.body_blocks[len(lines) :]
    if lines:
        return _sorted(lines), rest
    if not headed:
        return Preamble(), rest
    first = rest[0]
    named = isinstance(first, Line) and first.role == "heading" and _PROLOGUE.fullmatch(first.text)
    if not named or first.id != "head-1" or not isinstance(first, Line):
        return Preamble(), rest
    count = 1
    while count < len(rest) and _is_recital(rest[count], first):
        count += 1
    # a body must be left
    if not 1 < count < len(rest):
        return Preamble(), rest
    under = tuple(block for block in rest[1:count] if isinstance(block, Line))
    return Preamble(under, first), rest[count:]


def _is_recital(block: Block, heading: Line) -> bool:
    plain = isinstance(block, Line) and block.role == "paragraph" and not block.label
    return plain and bool(re.fullmatch(rf"{heading.id}-para-\d+", block.id))


def _sorted(lines: tuple[Line, ...]) -> Preamble:
    """Find the recitals of a preamble, which stand together, and the words that enact."""
    enacting = len(lines) - 1 if len(lines) > 1 and _ENACTING.search(lines[-1].text) else -1
    last = enacting if enacting >= 0 else len(lines)
    are = [n for n in range(last) if _RECITAL.match(lines[n].text)]
    together = range(are[0], are[-1] + 1) if are else range(0)
    if len(are) < len(together) or len(are) < 2:
        together = range(0)
    return Preamble(lines, None, together, enacting)


def add_preface(
    part: etree._Element, declaration: Declaration, naming: Naming, speech: Speech
) -> None:
    """Append title, adoption and dateline, each in the element that bears its eId."""
    part.set("eId", naming.parts[0])
    for line in declaration.opening:
        about = {"eId": naming.of[line.id]}
        if element := _ELEMENTS.get(line.role):
            speech.put(add(add(part, "p"), element, about), line)
        else:
            speech.put(add(part, "block", {"name": line.role} | about), line)


def add_preamble(
    part: etree._Element, preamble: Preamble, naming: Naming, speech: Speech, *, plain: bool = False
) -> None:
    """Append the lines of a preamble; ``plain`` where no recitals and formulas may stand."""
    if preamble.heading:
        eid = naming.of[preamble.heading.id]
        recitals = add(part, "recitals", {"eId": eid})
        speech.put(add_part(recitals, "heading", eid), preamble.heading)
        for line in preamble.lines:
            recital = add(recitals, "recital", {"eId": naming.of[line.id]})
            speech.put(add(recital, "p"), line)
        return
    recitals = part
    for number, line in enumerate(preamble.lines):
        holder = part
        if number in preamble.recitals and not plain:
            if number == preamble.recitals.start:
                recitals = add(part, "recitals", {"eId": "preamble__recs_1"})
            count = number - preamble.recitals.start + 1
            holder = add(recitals, "recital", {"eId": f"preamble__recs_1__rec_{count}"})
        elif number == preamble.enacting and not plain:
            about = {"name": "enacting", "eId": "preamble__formula_1"}
            holder = add(part, "formula", about)
        speech.put(add(holder, "p", {"eId": naming.of[line.id]}), line)
