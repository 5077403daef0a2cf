"""Finds the letters of an exchange of notes: each has an addressee, a close, and who signed it.

The signatures of a text stand together at its end. Those of a letter that another one follows are
paragraphs of it, and it is asked whether they are what they were taken for.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile

from msgspec import Struct

from zhengben.document.official import ROLES
from zhengben.document.regex import regex
from zhengben.intake.front import Row
from zhengben.intake.patterns import DATELINE, genre_of, head_part

_REGARDS = ("敬意", "敬礼", "考虑", "问候", "祝愿")
_LONGEST_CLOSE = 60
# the signatures of so many letters are told
_TOLD = 6
# 順致最崇高的敬意。
_CLOSE = regex(
    "(?:顺致|顺颂|致以|谨致|此致|顺向|再次|接受|崇高|谨向).{0,40}(?:敬意|敬礼|考虑|问候|祝愿)$"
)
# 閣下：, 乙國駐甲國大使館：
_ADDRESSEE = regex(
    r"[^。；！？]{0,60}(?:阁下|殿下|陛下|先生|女士|部长|大使|公使|代办|参赞|总干事|秘书长|馆|部|处|会|府|团|署|局)[：:，]"
)
# 甲方來照, 復函
_HEAD = regex(
    r"[^。；：，]{0,60}(?:照会|复照|来照|去照|函|函件|的信|复信|来信)(?:[（(].{1,20}[）)])?"
)


class Letter(Struct, frozen=True):
    """A letter: the lines that name it, those it is addressed to, and those behind its close.

    ``beside`` are its number and its day, where they stand above. ``signed`` are who signed it and
    when, ``sure`` tells whether what stands behind its close was parted from the next letter.
    """

    heads: tuple[Row, ...]
    addressed: tuple[Row, ...]
    beside: tuple[Row, ...]
    signed: tuple[Row, ...]
    sure: bool = True


def closes(plain: str) -> bool:
    """Tell the line in Simplified with which a letter closes."""
    words = plain[-_LONGEST_CLOSE:].rstrip("。！")
    return words.endswith(_REGARDS) and bool(_CLOSE.search(words))


def letters_of(rows: Sequence[Row], genre: str, *, dated: bool = False) -> list[Letter]:
    """Return the letters of a text; none where it is not an exchange of two at least.

    ``rows`` are the lines behind its front and above any annex; they need no role yet. The text is
    ``dated`` where its front ends with a day, which is then that of the first letter.
    """
    if genre in ("law", "official-document"):
        return []
    ends = [at for at, row in enumerate(rows) if closes(row.plain)]
    found, above = list[Letter](), _Above(rows[: ends[0]] if ends else ())
    for at, following in pairwise((*ends, len(rows))):
        behind = _behind(rows[at + 1 : following])
        last = following == len(rows)
        dated = dated or above.dated
        count, sure = (len(behind), True) if last else _signed(behind, dated=dated)
        signed = tuple(behind[:count])
        found.append(Letter(above.heads, above.addressed, above.beside, signed, sure))
        above = _Above(rows[at + 1 + count : following])
    whole = len(found) > 1 and all(letter.addressed and letter.signed for letter in found)
    return found if whole else []


def _behind(rows: Sequence[Row]) -> list[Row]:
    """Return the lines behind a close that may sign a letter; the first may end in a colon."""
    party = rows[:1] if rows and rows[0].text.endswith(("：", ":")) and len(rows) > 2 else ()
    behind = list(takewhile(_is_short, rows[len(party) :]))
    return [*party, *behind] if behind else []


class _Above:
    """What stands above the text of a letter: its head, and whom it is addressed to."""

    def __init__(self, rows: Sequence[Row]) -> None:
        at = next((n for n, row in enumerate(rows) if _addresses(row)), -1)
        short = list(takewhile(_goes_above, reversed(rows[: max(at, 0)])))
        lines = [*reversed(short), *rows[at : at + 1]] if at >= 0 else []
        days = [row for row in lines if DATELINE.fullmatch(row.plain)]
        numbers = [row for row in lines if head_part(row.plain) == "document-number"]
        self.dated = bool(days)
        self.beside = (*days, *numbers)
        self.heads = tuple(row for row in lines if row not in self.beside and _names(row))
        others = (*self.beside, *self.heads)
        self.addressed = tuple(row for row in lines if row not in others)


def _addresses(row: Row) -> bool:
    return bool(_ADDRESSEE.fullmatch(row.plain)) and row.label is None


def _is_short(row: Row) -> bool:
    return not row.running or bool(DATELINE.fullmatch(row.plain))


def _goes_above(row: Row) -> bool:
    """Tell a line above a letter from a sentence, or from the title of its exchange."""
    return _is_short(row) and (_names(row) or not _entitles(row))


def _names(row: Row) -> bool:
    """Tell the head of a letter, with or without a number."""
    return not row.running and (row.label is not None or bool(_HEAD.fullmatch(row.plain)))


def _signed(behind: Sequence[Row], *, dated: bool) -> tuple[int, bool]:
    """Return how many lines behind a close sign it, and whether that is sure.

    The head of the next letter ends them, or the day; what else follows is the next addressee.
    Where letters are ``dated`` above their texts, the day is the next one's.
    """
    head = next((n for n, row in enumerate(behind) if _names(row)), -1)
    if head > 0:
        return head, True
    day = next((n for n, row in enumerate(behind) if n and DATELINE.fullmatch(row.plain)), -1)
    return (day + (not dated), True) if day > 0 else (len(behind), False)


def apart_from(
    letters: Sequence[Letter], titles: Sequence[Row], rows: Sequence[Row]
) -> tuple[list[Letter], list[Row]]:
    """Return letters, and the titles of further instruments that are no heads of letters.

    Letters that stand below such a title are its own, as is an exchange with a title of its own
    below a treaty. ``rows`` are those in which the letters were found.
    """
    if not letters:
        return [], list(titles)
    heads = {row.index for letter in letters for row in letter.heads}
    others = {row.index: row for row in titles if row.index not in heads}
    first, last = _first(letters[0]), letters[-1].signed[-1].index
    others |= {row.index: row for row in rows if row.index == first - 1 and _entitles(row)}
    below = any(index < last for index in others)
    return (
        ([], [others[n] for n in sorted(others)]) if below else (list(letters), [*others.values()])
    )


def _first(letter: Letter) -> int:
    return min(row.index for row in (*letter.heads, *letter.beside, *letter.addressed))


def _entitles(row: Row) -> bool:
    return bool(genre_of(row.plain)) and not row.running and row.label is None


def mark_letters(rows: Sequence[Row], letters: Sequence[Letter]) -> list[str]:
    """Type the lines of letters around their texts; return what is to be asked about them.

    ``rows`` are those that were typed before; nothing of a letter is a preamble.
    """
    if not letters:
        return []
    first = _first(letters[0])
    for row in rows:
        if row.role == "preamble" and row.index >= first:
            row.role = "paragraph"
    for letter in letters:
        for row in letter.heads:
            row.role, row.level = "heading", 1
        for row in letter.beside:
            row.role, row.level = "paragraph", 0
        for row in letter.addressed:
            row.role, row.level, row.part = ROLES["addressee"], 0, "addressee"
    for row in (row for letter in letters[:-1] for row in letter.signed):
        if row.role != "cell":
            row.role, row.level = "paragraph", 0
    told = [_lines(letter.signed) for letter in letters[: min(_TOLD, len(letters) - 1)]]
    more = len(letters) - 1 - len(told)
    where = " and ".join((*told, *([f"{more} more"] if more else ())))
    asked = (
        f"did lines {where} sign all but the last of them?"
        if all(letter.sure for letter in letters)
        else f"which of lines {where} sign the letter above them, and which begin the one below?"
    )
    return [f"an exchange of {len(letters)} letters: {asked} They stand as paragraphs, for a text "
            "is signed at its end alone"]  # fmt: skip


def _lines(rows: Sequence[Row]) -> str:
    first, last = rows[0].index, rows[-1].index
    return f"{first}-{last}" if last > first else f"{first}"
