"""The words of citations: 第八條第二款第三項, 前兩款, 第（一）、（三）項, by nested units."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from zhengben.document.lines import Line
from zhengben.document.numbering import chinese_number
from zhengben.document.regex import regex
from zhengben.formats.akoma_ntoso.hierarchy import own_label
from zhengben.formats.akoma_ntoso.places import RANKS

NUMBER = r"[〇零○一二三四五六七八九十百千两兩0-9０-９]{1,12}"
_BRACKETED = rf"[（(]{NUMBER}[）)]"
_PIECE = regex(
    rf"第[ \u3000]?(?:(?P<n>{NUMBER})|(?P<b>{_BRACKETED}))[ \u3000]?"
    rf"(?P<unit>[编編篇章节節條条款項项目])(?P<more>(?:之{NUMBER})*)"
    # 本條例, 本條約, 本項目 and 前款項 are words of their own
    rf"|(?P<rel>[本前])(?P<many>[二三四五六七八九十两兩]?)"
    rf"(?P<here>[编編章](?!程)|[节節項项](?!目)|[條条](?![例约約文目])|款(?![項项]))"
    rf"|第(?P<list>(?:{_BRACKETED}|{NUMBER})(?:[、和及与與至到]第?(?:{_BRACKETED}|{NUMBER}))+)"
    rf"(?:[兩两二三四五六七八九十各])?(?P<each>[條条款項项目])"
    # 第三條至五條
    rf"|(?<=[條条][至到])(?P<to>{NUMBER})[條条]"
)
_UNITS = {"编": "part", "編": "part", "篇": "part", "章": "chapter", "节": "section",
          "節": "section", "條": "article", "条": "article", "款": "paragraph", "項": "item",
          "项": "item", "目": "point"}  # fmt: skip


class CitedUnit(Struct, frozen=True):
    """A unit with its number, or one counted from the place of the line (``back`` units ago)."""

    start: int
    end: int
    unit: str
    number: tuple[int, ...] = ()
    back: int = -1
    many: int = 1


def chains(line: Line, *, taiwan: bool) -> Iterator[list[CitedUnit]]:
    """Yield runs of pieces of which each lies in the one before: 第八條第二款第三項."""
    chain = list[CitedUnit]()
    own = own_length(line)
    for match in _PIECE.finditer(line.text):
        if match.start() < own:
            continue
        for piece in _pieces(match, taiwan=taiwan):
            apart = not chain or piece.start != chain[-1].end or match["list"]
            if chain and (apart or RANKS[piece.unit] <= RANKS[chain[-1].unit]):
                # of a list the first number stands in what is said before it
                listed = match["list"] and piece.start == match.start() == chain[-1].end
                if not listed or RANKS[piece.unit] <= RANKS[chain[-1].unit]:
                    yield chain
                    chain = []
            chain.append(piece)
    if chain:
        yield chain


def _pieces(match: re.Match[str], *, taiwan: bool) -> Iterator[CitedUnit]:
    start, end = match.span()
    if match["list"]:
        unit, at = _unit(match["each"], taiwan=taiwan), match.start("list")
        tokens = list(re.finditer(NUMBER, match["list"]))
        for n, token in enumerate(tokens):
            first = start if n == 0 else at + token.start() - _opens(match["list"], token)
            last = end if n == len(tokens) - 1 else at + token.end() + _closes(match["list"], token)
            yield CitedUnit(first, last, unit, (_count(token[0]),))
    elif match["rel"]:
        many = chinese_number(match["many"]) if match["many"] else 1
        back = 0 if match["rel"] == "本" else many
        if not (match["many"] and match["rel"] == "本"):
            yield CitedUnit(start, end, _unit(match["here"], taiwan=taiwan), (), back, many)
    elif match["to"]:
        yield CitedUnit(start, end, "article", (_count(match["to"]),))
    else:
        more = tuple(_count(n) for n in re.findall(NUMBER, match["more"]))
        number = match["n"] or match["b"][1:-1]
        yield CitedUnit(start, end, _unit(match["unit"], taiwan=taiwan), (_count(number), *more))


def _unit(word: str, *, taiwan: bool) -> str:
    unit = _UNITS[word]
    if taiwan:
        return {"paragraph": "item", "item": "paragraph"}.get(unit, unit)
    return unit


def own_length(line: Line) -> int:
    """Return how many characters the number takes that a line bears itself."""
    label = own_label(line)
    return len(label.text) if label else 0


def _count(number: str) -> int:
    try:
        return chinese_number(number)
    except ValueError:
        return 0


def _opens(text: str, token: re.Match[str]) -> int:
    before = text[: token.start()]
    bare = before.removesuffix("（").removesuffix("(").removesuffix("第")
    return len(before) - len(bare)


def _closes(text: str, token: re.Match[str]) -> int:
    return int(text[token.end() : token.end() + 1] in ("）", ")"))
