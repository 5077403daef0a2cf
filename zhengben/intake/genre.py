"""Decides of which genre a text is: its title says so, and all else that its page has.

公告, 決定, 決議 and 公報 are words of official documents (the fifteen kinds of article 8 of the
rules of 2012 on them) and of other genres as well. What an official document has around its text
tells one from the other: its number, whom it is addressed to, who has copies, who printed it, or
the organ that signed it with its day. Where nothing tells, the genre is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from zhengben.document.official import IMPRINT
from zhengben.document.regex import regex
from zhengben.intake.collection import number_of_law, unquoted
from zhengben.intake.front import Row
from zhengben.intake.official import GENRE, is_addressee, is_of_taiwan
from zhengben.intake.patterns import DATE, ORGAN, foot_part, genre_of, genres_of

# what a meeting adopted is none of a single organ's documents
_ADOPTED = regex("(?:会议|大会|委员会|常会|全会|届会).{0,20}通过")
# nor is what several agreed on, or what amends a law
_OF_OTHERS = regex(
    "关于(?:修改|修正|修订|废止|批准).+决定$|联合|共同|会[晤谈]|首脑|峰会|元首|外长|[两各二三四五六七八九十]国|会议(?:公报|决议|决定)$"
)
# whom an official document is for: several of a kind, or an organ
_OF_ORGANS = regex("^(?:各|本)|[局部厅委院会府署司办处室构门位校]：$")
# so many characters of a line are told
_TOLD = 16
_CODED = regex(r"[〔\[［(（【]\d{4}[〕\]］)）】]")


class Decision(Struct, frozen=True):
    """A genre, or nothing where none is named, and what is to be asked about it."""

    genre: str = ""
    asked: str = ""


class _Shown(Struct, frozen=True):
    """What speaks for an official document, each as it is told; nothing is an empty text."""

    number: str = ""
    addressee: str = ""
    imprint: str = ""
    mark: str = ""

    @property
    def words(self) -> str:
        """Tell all of it."""
        *most, last = filter(None, (self.number, self.mark, self.addressee, self.imprint))
        return f"{', '.join(most)} and {last}" if most else last


def decide(rows: Sequence[Row], front: int, stated: str = "") -> Decision:
    """Decide of which genre a text is; ``front`` is how many lines stand above it.

    ``stated`` is what a person said, which is not asked again.
    """
    if stated:
        return Decision(stated)
    if is_of_taiwan(rows):
        return Decision(GENRE)
    if number_of_law([r.plain for r in rows[:front]]):
        # whatever it is called: a rule, an order or a notice there is a law as well
        return Decision("law")
    title = unquoted("".join(r.plain for r in rows if r.role in ("title", "subtitle")))
    shown, named = _shown(rows, front), genres_of(title)
    if not named:
        said = (genre_of(r.plain) for r in rows[:front] if r.role in ("session", "title"))
        if shown.number or shown.imprint or shown.mark:
            return Decision(GENRE)
        return Decision(next(filter(None, said), ""))
    if GENRE not in named:
        return _of_another(named[0], shown)
    if named == (GENRE,):
        return Decision(GENRE)
    return _of_two(title, next(name for name in named if name != GENRE), rows, front, shown)


def _of_another(genre: str, shown: _Shown) -> Decision:
    """Decide about a text whose title is of another genre though it may be an official document."""
    addressed = bool(shown.addressee and shown.number)
    formal = shown.imprint or addressed
    if genre == "declaration" and (formal or _CODED.search(shown.number)):
        # who declares by a letter of an office writes one
        return Decision(GENRE)
    if not formal:
        return Decision(genre)
    return Decision(genre, f"the title is that of a {genre}, but {shown.words} are those of an "
                           f"official document: {genre} or {GENRE}?")  # fmt: skip


def _of_two(title: str, genre: str, rows: Sequence[Row], front: int, shown: _Shown) -> Decision:
    """Decide about a text whose title is of an official document or of another genre."""
    adopted = any(r.role == "session" and _ADOPTED.search(r.plain) for r in rows[:front])
    if shown.addressee or shown.imprint or ((shown.number or shown.mark) and not adopted):
        return Decision(GENRE)
    title_at = next((n for n, r in enumerate(rows) if r.role == "title"), 0)
    assembly = any(r.role == "organ" for r in rows[:title_at])
    if adopted or assembly or _OF_OTHERS.search(title):
        return Decision(genre)
    if _is_issued(rows[title_at:]):
        return Decision(GENRE)
    return Decision(genre, f"the title may be of a {genre} or of an official document, and "
                           f"nothing else tells: {genre} or {GENRE}?")  # fmt: skip


def _is_issued(rows: Sequence[Row]) -> bool:
    """Tell a text that one organ signed, with the day below its name or behind it."""
    return any(
        ORGAN.search(organ.plain) and not organ.running and DATE.fullmatch(day.plain)
        for organ, day in pairwise(rows)
    )


def _shown(rows: Sequence[Row], front: int) -> _Shown:
    head = rows[:front]
    number = next((r.text for r in head if r.part == "document-number"), "")
    mark = next((r.text for r in head if r.part == "issuer"), "")
    first = rows[front] if front < len(rows) else None
    named = first is not None and is_addressee(first) and _OF_ORGANS.search(first.plain)
    printed = next((r.text for r in reversed(rows[front:]) if foot_part(r.plain) in IMPRINT), "")
    return _Shown(
        f"its number “{number}”" if number else "",
        f"the line “{_begun(first.text)}”" if named and first else "",
        f"the line “{_begun(printed)}”" if printed else "",
        f"its mark “{mark}”" if mark else "",
    )


def _begun(line: str) -> str:
    return line if len(line) <= _TOLD else f"{line[:_TOLD]}…"
