"""Holds an amending decision against two versions: is each of its instructions carried out?

The forms are those of amending laws: 第三條修改為：「…」, 將第四條中的「甲」修改為「乙」,
刪去第十條, 增加一條，作為第六條：「…」, 第六條改為第七條, and in an article 增加一款 or 刪去「…」.
Whatever else speaks of an article is named as not understood, and so is an article that changed
without an instruction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from zhengben.comparison.kinds import compared
from zhengben.comparison.pairing import UnitPair
from zhengben.comparison.units import ArticleUnit
from zhengben.document.numbering import parse_label
from zhengben.document.regex import regex
from zhengben.scripts.matching import simplified

Outcome = Literal["carried out", "not carried out", "not understood"]
_OPENING, _CLOSING = "「“『‘", "」”』’"
_ARTICLE = r"第[〇零○一二三四五六七八九十百千0-9]+条(?:之[一二三四五六七八九十]+)?"
# a quotation of the decision stands as its number in here; private use, so that no text has it
_QUOTE = "\ue000{}\ue001"
_QUOTED = "\ue000(\\d+)\ue001"
_CHANGED = "(?:修改为|修正为|改为)[：，]?"
_FORMS: tuple[tuple[str, str], ...] = (
    ("renumbered", rf"(?P<a>{_ARTICLE})改为(?P<b>{_ARTICLE})"
                   rf"(?:，(?:并)?{_CHANGED}(?P<q>{_QUOTED}))?"),
    ("article", rf"(?P<a>{_ARTICLE}){_CHANGED}(?P<q>{_QUOTED})"),
    ("words", rf"(?:(?P<a>{_ARTICLE})[^。；\ue000]*?)?(?:中的|中|、|和)?(?P<q>{_QUOTED}){_CHANGED}"
              rf"(?P<p>{_QUOTED})"),
    ("added article", rf"增加一条[，]?作为(?P<b>{_ARTICLE})[：，]?(?P<q>{_QUOTED})"),
    ("added", rf"增加[一二三四五六七八九十]+(?:款|项|目|句|段)[^。；\ue000]*(?P<q>{_QUOTED})"),
    ("struck words", rf"(?:删去|删除)(?:(?P<a>{_ARTICLE})[^。；\ue000]*?)?(?P<q>{_QUOTED})"),
    ("struck", rf"(?:删去|删除)(?P<a>{_ARTICLE})(?=[。；，]|$)"),
    ("named", rf"(?P<a>{_ARTICLE})"),
)  # fmt: skip
_FORM = [(kind, regex(form)) for kind, form in _FORMS]


class Instruction(Struct, frozen=True):
    """What a decision orders, in its own words, and what became of it.

    ``article`` is what it is about, by the number it names first.
    """

    text: str
    article: str
    outcome: Outcome
    why: str = ""


def check_decision(decision: str, pairs: Sequence[UnitPair]) -> list[Instruction]:
    """Return each instruction of a decision, then the articles that changed without one."""
    found, named = list[Instruction](), set[str]()
    for item in _items(decision):
        for instruction in _Item(item, pairs).instructions():
            found.append(instruction)
            named.add(instruction.article)
    for pair in pairs:
        names = {simplified(u.label) for u in (pair.old, pair.new) if u and u.role == "article"}
        if names and not pair.is_same and not names & {simplified(name) for name in named}:
            label = "、".join(u.label for u in (pair.old, pair.new) if u)
            told = f"{label} is not as it was, and the decision does not say so"
            found.append(Instruction("", label, "not understood", told))
    return found


def _items(decision: str) -> Iterator[str]:
    """Yield the parts of a decision: a line, with those that its quotations run on to.

    What a colon announces stands in the next line; each further paragraph of a quotation may open
    with a mark of its own.
    """
    item, depth = list[str](), 0
    for line in filter(None, map(str.strip, decision.split("\n"))):
        again = depth > 0 and line[0] in _OPENING
        item.append(line[1:] if again else line)
        depth += sum(c in _OPENING for c in item[-1]) - sum(c in _CLOSING for c in item[-1])
        if depth <= 0 and not line.endswith(("：", ":")):
            yield "\n".join(item)
            item, depth = [], 0
    if item:
        yield "\n".join(item)


class _Item:
    """One part of a decision, its quotations taken out, beside the articles of both versions."""

    def __init__(self, text: str, pairs: Sequence[UnitPair]) -> None:
        self.text, self.quotes = text, list[str]()
        self.frame, self.at = "", list[int]()
        start, depth = 0, 0
        for n, character in enumerate(text):
            if character in _OPENING:
                start, depth = (n if not depth else start), depth + 1
            elif character in _CLOSING and depth:
                depth -= 1
                if not depth:
                    self._add(_QUOTE.format(len(self.quotes)), n)
                    self.quotes.append(text[start + 1 : n])
            elif not depth and not character.isspace():
                self._add(simplified(character), n)
        self.old = {_key(p.old.label): p for p in pairs if p.old and p.old.label}
        self.new = {_key(p.new.label): p for p in pairs if p.new and p.new.label}

    def _add(self, framed: str, at: int) -> None:
        self.frame += framed
        self.at += [at] * len(framed)

    def instructions(self) -> Iterator[Instruction]:
        """Yield what it orders, in order."""
        at, article = 0, ""
        while at < len(self.frame):
            matches = ((form.search(self.frame, at), kind) for kind, form in _FORM)
            there = [(m.start(), order, m, kind) for order, (m, kind) in enumerate(matches) if m]
            if not there:
                return
            # of those that begin first the fullest form; a bare article says nothing by itself
            _, _, match, kind = min(there, key=lambda t: (t[0], t[1]))
            said = match.groupdict()
            article = said.get("a") or article
            at = match.end()
            if kind == "named":
                if not any(f.search(self.frame, at) for _, f in _FORM[:-1]):
                    yield self._told(match, article, "not understood")
                continue
            why = self._fault(kind, article, said)
            name = said.get("b") or article
            yield self._told(
                match, article or name, "not carried out" if why else "carried out", why
            )

    def _told(
        self, match: re.Match[str], article: str, outcome: Outcome, why: str = ""
    ) -> Instruction:
        end = self.at[match.end() - 1] + 1
        pair = self.old.get(_key(article)) or self.new.get(_key(article))
        if pair:
            # as the versions write it
            article = next(u.label for u in (pair.old, pair.new) if u)
        return Instruction(self.text[self.at[match.start()] : end], article, outcome, why)

    def _quote(self, found: str | None) -> str:
        number = re.search(r"\d+", found or "")
        return self.quotes[int(number[0])] if number else ""

    def _fault(self, kind: str, article: str, said: Mapping[str, str | None]) -> str:
        """Return why an instruction is not carried out, or nothing."""
        pair, quoted = self.old.get(_key(article)), self._quote(said.get("q"))
        if kind == "added article":
            pair = self.new.get(_key(said["b"] or ""))
            return _unlike(pair.new if pair else None, quoted, said["b"] or "")
        if pair is None:
            return f"the older version has no {article}"
        if kind == "struck":
            return "" if pair.change == "deleted" else f"{article} is still there"
        if pair.new is None or pair.old is None:
            return f"{article} is not there any more"
        if kind == "renumbered":
            there = _key(pair.new.label)
            if there != _key(said["b"] or ""):
                return f"{article} is {pair.new.label} now"
            return _unlike(pair.new, quoted, pair.new.label) if quoted else ""
        if kind == "article":
            return _unlike(pair.new, quoted, pair.new.label)
        if kind == "added":
            held = _bare(quoted) in _bare(pair.new.text)
            return "" if held else f"{pair.new.label} does not have it"
        return self._words(pair.old, pair.new, quoted, self._quote(said.get("p")))

    def _words(self, old: ArticleUnit, new: ArticleUnit, gone: str, came: str) -> str:
        was, now = _bare(old.text), _bare(new.text)
        if _bare(gone) not in was:
            return f"{old.label} did not say “{gone}”"
        if came and _bare(came) not in now:
            return f"{new.label} does not say “{came}”"
        kept = now.replace(_bare(came), "") if came else now
        if _bare(gone) in kept and kept.count(_bare(gone)) >= was.count(_bare(gone)):
            return f"{new.label} still says “{gone}”"
        return ""


def _key(label: str) -> tuple[int, ...]:
    found = parse_label(label)
    return found.value if found else ()


def _bare(text: str) -> str:
    return "".join(compared(text).split())


def _unlike(unit: ArticleUnit | None, quoted: str, label: str) -> str:
    """Return in what way an article is not what a decision quotes, with or without its number."""
    if unit is None:
        return f"there is no {label}"
    held = _bare(quoted) in (_bare(unit.text), _bare(unit.body))
    return "" if held else f"{label} reads otherwise"
