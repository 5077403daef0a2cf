"""Types the front of a text: its title, and what stands above and below it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, takewhile
from typing import Literal

from msgspec import Struct

from zhengben.capture import CapturedLine
from zhengben.document.lines import Role
from zhengben.document.numbering import Label, parse_bullet, parse_label
from zhengben.document.official import OfficialPart
from zhengben.document.regex import regex
from zhengben.intake.collection import empowers, is_day, is_number_below
from zhengben.intake.patterns import (
    DATELINE,
    ORGAN,
    PROMULGATED,
    SESSION,
    genre_of,
    head_part,
    head_parts,
    is_running,
)
from zhengben.scripts.matching import simplified

# what stands above the title of a resolution: symbol, session, item of the agenda, report
_MASTHEAD = regex(
    r"^第[^，。；：]{1,8}[届次](?:特别|紧急)?(?:会议|会期)$|^议程项目|^[\[［〔].{2,60}[\]］〕]$"
    r"|^[A-Z]+/[A-Z0-9/() （）.-]+$"
    # 聯合國　A/RES/60/1
    r"|^联合国[ \u3000]+[A-Z]+/[A-Z0-9/() （）.-]+$"
)
_MASTHEAD_LINES = 12
# 公告, 議定書
_LONGEST_WORD = 3
# the number that stands for a title above the name of a law (Macau): 第2/2009號法律
_NUMBER_OF_LAW = regex(r"第\d{1,3}/\d{4}号(?:法律|行政法规|行政命令|行政长官批示)$")
_LONGEST_ORGAN = 30
# what a site says that the title is
_LABEL_OF_SITE = regex(r"(?:法规|法律|法令|文件|条约|协定|公文)?(?:名称|标题)\s*[：:]\s*")
# what a court or an office calls a paper below its own name
_KIND_OF_PAPER = regex(r".{2,12}(?:判决|裁定|裁决|调解|决定|复议|通知|意见|认定)书")
# 12/34. 樣本的保存
_NUMBERED_TITLE = regex(r"\d{1,3}/\d{1,4}[.．]?\s*[^\s\d]")


class Row(Struct):
    """A canonical line, where it came from, and what it is taken for."""

    index: int
    text: str
    source: CapturedLine
    plain: str = ""
    label: Label | None = None
    role: Role = "paragraph"
    level: int = 0
    part: OfficialPart | Literal[""] = ""

    def __post_init__(self) -> None:
        self.plain = simplified(self.text)
        self.label = parse_label(self.text)

    @property
    def running(self) -> bool:
        """Tell running text from a heading or a name."""
        return is_running(self.text)


def type_front(rows: list[Row], doubts: list[str]) -> int:
    """Type title, further title lines, session and dateline; return how many lines they are."""
    start = _masthead(rows)
    rows[start].role = "title"
    if label := _LABEL_OF_SITE.match(rows[start].plain):
        said = rows[start].text[: label.end()]
        doubts.append(
            f"line {rows[start].index}: is “{said}” part of the title? Else take it out of the "
            "file and read that again"
        )
    # of what stands above it in other texts it is not sure where it ends
    alone = not start or bool(rows[start - 1].part)
    whole, at = rows[start].plain, start + 1
    while at < len(rows):
        row = rows[at]
        numbered = is_number_below(row.plain, rows[at - 1].plain)
        if numbered or head_part(row.plain) == "document-number":
            row.role, row.part = "session", "document-number"
        elif alone and not genre_of(whole) and _ends_title(whole, row.plain):
            # 公告 says what it is, and not that it was published, where a title lacks its end
            row.role = "subtitle"
            whole += row.plain
        elif at == start + 1 and _explains_title(row):
            row.role = "subtitle"
        elif alone and _completes_title(row, whole):
            row.role = "subtitle"
            whole += row.plain
            if not genre_of(whole):
                doubts.append(f"line {row.index}, “{row.text}”: is it part of the title?")
        elif stated := _stated(rows, at, start, whole):
            row.role = stated
        elif alone and _continues_title(rows, at, start, whole):
            row.role = "subtitle"
            whole += row.plain
            if not genre_of(whole):
                doubts.append(f"line {row.index}, “{row.text}”: is it part of the title?")
        else:
            break
        at += 1
    return at


def _stated(rows: list[Row], at: int, start: int, whole: str) -> Role | None:
    """Return what a line below a title states: a session, a day, or who issued the text."""
    row = rows[at]
    if is_day(row.plain):
        return "dateline"
    if SESSION.search(row.plain) and not row.plain.endswith(("：", "。", "；", "，")):
        return "session"
    if DATELINE.fullmatch(row.plain):
        return "dateline"
    if empowers(row.plain):
        return "session"
    if whole and genre_of(whole) and _issues(rows, at):
        return "organ"
    return "session" if start and _MASTHEAD.search(row.plain) else None


def _ends_title(whole: str, plain: str) -> bool:
    """Tell the end of a title: it says what kind of text that is, and no more or behind 的."""
    word = "".join(plain.split())
    bare = len(word) <= _LONGEST_WORD and bool(genre_of(word))
    return bool(genre_of(whole + plain)) and (whole.endswith("的") or bare)


def broken_title(rows: Sequence[Row]) -> list[Row]:
    """Return the lines of one title that was broken into them, or nothing.

    None of them names a kind of text but the last, which ends what the first begins. Organs that
    issue a text together have a line each, which no rule may run into one.
    """
    start = next((n for n, row in enumerate(rows) if row.role == "title"), len(rows))
    lines = [*rows[start : start + 1], *takewhile(_goes_on, rows[start + 1 :])]
    whole = list(accumulate(row.plain for row in lines))
    ends = next((n for n, title in enumerate(whole) if genre_of(title)), 0)
    above = lines[:ends]
    if sum(bool(ORGAN.search(row.plain)) for row in above) > 1:
        return []
    return lines[: ends + 1] if ends else []


def _goes_on(row: Row) -> bool:
    return row.role == "subtitle"


def _masthead(rows: list[Row]) -> int:
    """Type what resolutions bear above their title; return how many lines that are."""
    if start := _official_head(rows) or _history(rows):
        return start
    head = list(takewhile(lambda r: not r.running and r.label is None, rows[:_MASTHEAD_LINES]))
    if len(head) == len(rows) or not any(_MASTHEAD.search(r.plain) for r in head):
        return 0
    numbered = [n for n, r in enumerate(head) if _NUMBERED_TITLE.match(r.plain)]
    named = [n for n, r in enumerate(head) if genre_of(r.plain) and not SESSION.search(r.plain)]
    start = next(iter(numbered or named), 0)
    for row in rows[:start]:
        stated = _MASTHEAD.search(row.plain) or SESSION.search(row.plain) or genre_of(row.plain)
        dated = DATELINE.fullmatch(row.plain)
        row.role = "dateline" if dated else "session" if stated else "organ"
    return start


def _official_head(rows: list[Row]) -> int:
    """Type what an official document bears above its title; return how many lines that are."""
    parts = head_parts([row.plain for row in rows[:_MASTHEAD_LINES]])
    start = next((n for n, part in enumerate(parts) if not part), 0)
    if not {"issuer", "document-number"} & set(parts[:start]) or rows[start].running:
        # a number that nothing but running text follows stands for a title
        return 0
    for row, part in zip(rows[:start], parts, strict=False):
        row.role, row.part = ("organ" if part == "issuer" else "session"), part
    return start


def _history(rows: list[Row]) -> int:
    """Type what says above a title when a law was promulgated and amended; return its lines."""
    said = list(takewhile(lambda r: PROMULGATED.search(r.plain), rows[:_MASTHEAD_LINES]))
    if not said or len(said) == len(rows) or not genre_of(rows[len(said)].plain):
        return 0
    for row in said:
        row.role = "session"
    return len(said)


def _issues(rows: list[Row], at: int) -> bool:
    """Tell the organs that stand in lines of their own between a title and its date."""
    names = list(takewhile(lambda r: ORGAN.search(r.plain) and not r.running, rows[at:]))
    below = rows[at + len(names)] if at + len(names) < len(rows) else None
    dated = below is not None and (SESSION.search(below.plain) or DATELINE.fullmatch(below.plain))
    return bool(names and dated)


def _explains_title(row: Row) -> bool:
    """Tell what stands below a title behind a dash: ——地區人口情況."""
    return row.plain.startswith("——") and not row.running and row.source.kind != "cell"


def _completes_title(row: Row, whole: str) -> bool:
    """Tell what names a text below what stands above it.

    That is the name of a law below its number, of a paper below the court that wrote it, and what
    a document is about below its issuer: 关于…的公告 is no day on which it was made public.
    """
    if row.running or row.label or row.source.kind == "cell":
        return False
    if row.plain.startswith("关于") and genre_of(row.plain) and not genre_of(whole):
        return len(whole) <= _LONGEST_ORGAN
    if _NUMBER_OF_LAW.search(whole):
        return bool(genre_of(row.plain)) and not SESSION.search(row.plain)
    paper = _KIND_OF_PAPER.fullmatch("".join(row.plain.split()))
    return bool(paper) and not genre_of(whole) and len(whole) <= _LONGEST_ORGAN


def _continues_title(rows: list[Row], at: int, start: int, whole: str) -> bool:
    row = rows[at]
    if row.running or row.label or parse_bullet(row.text) or row.source.kind == "cell":
        return False
    # a title of two lines is one heading of the markup
    above = rows[at - 1].source
    if row.source.kind == "heading" and (above.kind, above.level) != ("heading", row.source.level):
        return False
    titled = any(r.role == "title" and genre_of(r.plain) for r in rows[:at]) or genre_of(whole)
    if titled or len(row.text) > 40 or len(rows) <= at + 1:
        return False
    if any(c in row.text for c in "，；。") and not genre_of(row.plain):
        # the beginning of a sentence that was broken into lines
        return False
    # an unfinished title goes on in the next line, if that ends it or is followed by more
    return bool(genre_of(row.plain)) or at < start + 3
