"""What official texts and the pages around them look like, as patterns that readers share."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from zhengben.design.genres import GENRES
from zhengben.document.numbering import parse_label
from zhengben.document.official import OfficialPart
from zhengben.document.regex import regex
from zhengben.intake.collection import numbers_law

HAN = regex(r"[\u3400-\u9fff\U00020000-\U0003ffff〇]")
LATIN = regex(r"[A-Za-z]")
# a line that ends so is running text; a heading, a title or a name does not
STOPS = tuple("。；：，、！？;:,.…—")

_COUNTED = "[〇○零Ｏ一二三四五六七八九十百廿卅0-9０-９]{1,5}|元"
# eras with a calendar of their own, the lunar one, which nobody can turn into ours at sight
_LUNAR_ERAS = "康熙|雍正|乾隆|嘉庆|道光|咸丰|同治|光绪|宣统"
_YEAR = (
    r"(?:(?:公元|西元|公历|西历)?(?:[0-9０-９]{4}|[一二][〇○零Ｏ0一二三四五六七八九]{3}"
    r"|[一二]千[〇零一二三四五六七八九十百]{1,7})"
    rf"|(?:(?:中华)?民国|明治|大正|昭和|平成|令和|(?:大清)?(?:{_LUNAR_ERAS}))(?:{_COUNTED}))"
)
_NUMBER = r"(?:[0-9０-９一二三四五六七八九十〇廿卅]{1,3}|元|正)"
_DATE = rf"{_YEAR}\s*年\s*(?:{_NUMBER}\s*月\s*(?:{_NUMBER}\s*[日号])?)?"
DATE = regex(rf"(?P<y>{_YEAR})\s*年\s*(?:(?P<m>{_NUMBER})\s*月\s*(?:(?P<d>{_NUMBER})\s*[日号])?)?")
_SIGNED = r"(?:签订|签署|订立|通过|发表|签字)?"
# 2024年統計公報 names a text, and no place
_A_TEXT = (
    "(?:公报|公告|通告|通知|通报|报告|声明|宣言|决定|决议|条例|规定|办法|细则|计划|规划|纲要|方案|预算|决算|名单|名录"
    "|目录|意见|白皮书|协定|议定书)$"
)
# a line that is nothing but a date, with or without a place
DATELINE = regex(
    rf"[（(]?(?:(?:于|在)?\s*{_DATE}[，,]?\s*(?:(?:订|签)?(?:于|在)\s*[^，。；]{{2,16}})?"
    rf"|{_DATE}[，,]\s*[^，。；\d]{{2,12}}"
    rf"|[^，。；\d]{{2,14}}[，,]\s*{_DATE}|{_DATE}(?!.*{_A_TEXT})\s*[^，。；\d]{{2,12}}"
    rf"|[^，。；\d]{{2,12}}\s+{_DATE}){_SIGNED}[）)]?"
)
PLACE = regex(
    r"(?:订于|签于|于|在)\s*([^\s，。；：、（）()\d]{2,12}?)(?=$|签|订|通|发|举|的|召|[）)，。])"
)
SESSION = regex(
    r"(?:会议|大会|委员会|常会|全会|届会).{0,20}(?:通过|批准|备案|修正)"
    r"|(?:公布|发布|施行|公告|批准|通过|修正|修订|修正案》)[）)]?$"
    r"|第.{1,8}号(?:公布|发布|令)?$"
    r"|^[（(〔].{0,60}(?:通过|公布|发布|施行)[）)〕]$"
    r"|^[A-Z]+/[A-Z0-9/()（）.-]+$"
)
# what stands above the title of a law: when it was promulgated or amended, and by whom
PROMULGATED = regex(
    rf"^(?:\d{{1,3}}[.．、]\s*)?(?:[（(〔]\s*)?{_DATE}.{{0,80}}(?:公布|发布|施行|制定|订定|修正|修订|废止)"
)
# what an order, a public notice or a notice says of the text below it
_PROMULGATES = regex("(?:公布|发布|颁布|印发|施行|公告)")
_QUOTED = regex("《[^《》]+(?:《[^《》]+》[^《》]*)*》")
# how the name of an organ ends
ORGAN = regex(
    # and no note of one
    r"^[^，。；：]{0,28}(?:[局部厅委院府署司办处室]|(?<!照)会|组织|大会|委员会|理事会|公司|中心|大学|银行|集团)$"
)
# what stands behind a title, as in 某局公告2024年第5号
AFTER_TITLE = regex(
    r"(?:[（(][^（）()]*[）)]|全文|(?<=[告令])[ \u3000]*(?:\d{4}年)?第[ \u3000]*\S{1,7}号)$"
)
# 通　知: the blanks in the last word of a title that is spread over its line
_SPACED = regex(r"(?<=[公通命决意批纪议声宣])[ \u3000]+(?=[告知报令定见复要案明言函]$)")
SEAL = regex(r"[（(](?:签字|签名|签署|盖章|公章|代章|印章|印|章)[）)]$")


_COUNT = r"第[ \u3000]*(?:\d{1,12}|[〇零一二三四五六七八九十百千]{1,9})[ \u3000]*号"
# what stands around the title of an official document: its number, alone or beside who signed it
_HEAD_PARTS: tuple[tuple[OfficialPart, re.Pattern[str]], ...] = (
    ("copy-number", regex("[0-9]{6}")),
    ("classification", regex("(?:绝密|机密|秘密)(?:[★☆].{0,8})?")),
    ("urgency", regex("特急|加急|平急|特提")),
    ("issuer", regex("[^，。；：>＞»›|｜]{2,40}文件")),
    (
        "document-number",
        regex(
            r"[^，。；：\s\d]{1,20}[〔\[［(（【]\d{4}[〕\]］)）】]\s*第?\d{1,5}号"
            r"(?:[ \u3000]*签发人[：:]?[ \u3000]*\S.{0,30}|[ \u3000]+[\u3400-\u9fff·　]{2,9})?"
            # （2024）某01民初12号
            r"|[〔\[［(（【]\d{4}[〕\]］)）】][^，。；：\s]{1,12}?第?\d{1,6}号(?:之[一二三四五六七八九十]+)?"
            # 某字第一號, 某局公告2024年第5号, 第三十一号
            rf"|[^，。；：\s\d]{{1,20}}字{_COUNT}"
            rf"|[（(]?[^，。；：\s\d]{{0,30}}[ \u3000]?\d{{4}}年[ \u3000]*{_COUNT}[）)]?|{_COUNT}"
            # of a case before a court: （2021）某01民終123號之一
            r"|[（(〔\[]\d{4}[〕\]）)][\u3400-\u9fff]{1,4}\d{0,4}[\u3400-\u9fff]{1,6}\d{1,6}号"
            r"(?:之[一二三四五六七八九十]+)?"
        ),
    ),
    ("signer", regex(r"签发人[：:]\s*\S.{0,30}")),
)


# 欧阳　某　　李某某; no further letters, which a title has
_PERSONS = regex("[\u3400-\u9fff·]{1,6}(?:[ \u3000]+[\u3400-\u9fff·]{1,6}){0,3}")
# the number of a letter
OF_LETTER = regex(r"函\s*[〔\[［(（【]\d{4}")
# what stands behind its date: who may have it, who else has it, and who printed it and when
_FOOT_PARTS: tuple[tuple[OfficialPart, re.Pattern[str]], ...] = (
    (
        "annotation",
        regex(r"[（(](?:此[件文]|联系人|发至|主动公开|依申请公开|不予公开).{0,60}[）)]"),
    ),
    ("printing", regex(r"[^，。；：]{2,40}[ \u3000]*\d{4}年\d{1,2}月\d{1,2}日(?:印发|发)")),
    ("copies", regex(r"(?:抄[送报]|主送|分送|印?发)\s*[：:]\s*\S.*")),
)
# a mark that says what it is a mark of: 某局公告, above a number and a title of its own
_MARK = regex("^[^，。；：]{2,40}(?:公告|通告|布告|令)$")
CORNER: tuple[OfficialPart, ...] = ("copy-number", "classification", "urgency")


def head_part(plain: str) -> OfficialPart | Literal[""]:
    """Return what a line, in Simplified, is around the title of an official document."""
    return next((part for part, form in _HEAD_PARTS if form.fullmatch(plain)), "")


def foot_part(plain: str) -> OfficialPart | Literal[""]:
    """Return what a line, in Simplified, is behind the date of an official document."""
    return next((part for part, form in _FOOT_PARTS if form.fullmatch(plain)), "")


def head_parts(plains: Sequence[str]) -> list[OfficialPart | Literal[""]]:
    """Return what lines are around the title of an official document.

    The mark of a letter is the name of its issuer, without a word that tells a mark: it is known by
    the number of a letter, with 函, below it (GB/T 9704-2012, 10.1). Of several issuers each stands
    on a line, as do several who signed for issue (7.2.4, 7.2.6). Where a title stands below the
    number, the line above it that ends in 公告 is a mark as well.
    """
    parts = [head_part(plain) for plain in plains]
    if (law := _number_of_law(plains)) >= 0:
        parts[law] = "document-number"
    for at, plain in enumerate(plains):
        below = next((n for n in range(at + 1, len(parts)) if parts[n] not in CORNER), len(parts))
        numbered = below < len(parts) and parts[below] == "document-number"
        if parts[at] or not numbered:
            continue
        letter = OF_LETTER.search(plains[below]) and ORGAN.search(plain)
        if letter or (_MARK.search(plain) and _entitled(plains, parts, below)):
            parts[at] = "issuer"
    for at in range(len(parts) - 1, 0, -1):
        if parts[at] == "issuer" and not parts[at - 1] and ORGAN.search(plains[at - 1]):
            parts[at - 1] = "issuer"
    for at in range(1, len(parts)):
        if not parts[at] and _signs_too(plains, parts, at):
            parts[at] = "signer"
    return parts


def _number_of_law(plains: Sequence[str]) -> int:
    """Return where the number of a law of Hong Kong stands above its name, or -1."""
    pairs = enumerate(pairwise(plains))
    return next((at for at, (plain, below) in pairs if numbers_law(plain, below)), -1)


def _signs_too(plains: Sequence[str], parts: Sequence[OfficialPart | Literal[""]], at: int) -> bool:
    """Tell a person who signed for issue with the one above."""
    signed = parts[at - 1] == "signer" or "签发人" in plains[at - 1]
    return signed and _is_person(plains[at])


def _entitled(
    plains: Sequence[str], parts: Sequence[OfficialPart | Literal[""]], number: int
) -> bool:
    """Tell a title below a number: what stands above that is then a mark, and no title."""
    below = next((plains[n] for n in range(number, len(parts)) if not parts[n]), "")
    return bool(genre_of(below)) and not is_running(below) and parse_label(below) is None


def _is_person(plain: str) -> bool:
    """Tell the name of a person, or of several, on a line of its own."""
    named = _PERSONS.fullmatch(plain) and not ORGAN.search(plain)
    return bool(named) and not genre_of(plain)


@cache
def _rows() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


@cache
def _reasons(table: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Return one pattern for a table, a group a row of it, with the reasons in their order."""
    lines = [(pattern, row["reason"]) for row in _rows()[table] for pattern in row["lines"]]
    return re.compile("|".join(f"({pattern})" for pattern, _ in lines)), tuple(r for _, r in lines)


def _reason(table: str, plain: str) -> str:
    pattern, reasons = _reasons(table)
    found = pattern.match(plain)
    return reasons[(found.lastindex or 1) - 1] if found else ""


def chrome(plain: str) -> str:
    """Return why a line, in Simplified, belongs to the page and not to the text, or nothing."""
    return _reason("chrome", plain)


def foot(plain: str) -> str:
    """Return why a line begins what stands behind the text of a page, or nothing."""
    return _reason("foot", plain)


def site(plain: str) -> bool:
    """Tell a line, in Simplified, that speaks to the reader of a page and not to that of a text."""
    return bool(_site().search(plain))


@cache
def _site() -> re.Pattern[str]:
    return re.compile("|".join(_rows()["site"]["lines"]))


def genre_of(plain: str) -> str:
    """Return the genre that a title, in Simplified, names at its end, or nothing.

    Where the ends of several genres fit, the longest one is it.
    """
    return next(iter(genres_of(plain)), "")


def genres_of(plain: str) -> tuple[str, ...]:
    """Return the genres, in their order, whose titles end as one does, in Simplified."""
    bare = AFTER_TITLE.sub("", plain.strip())
    bare = _SPACED.sub("", bare)
    found = {name: match.start() for name, end in _title_ends() if (match := end.search(bare))}
    longest = min(found.values(), default=0)
    return tuple(name for name, start in found.items() if start == longest)


@cache
def _title_ends() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return how titles end, by genre."""
    return tuple((name, re.compile(f"{row.title_ends}$")) for name, row in GENRES.items())


@cache
def signature(key: str) -> re.Pattern[str]:
    """Return the pattern of an ``office``, a ``party`` or the ``heading`` of signatures."""
    words = _rows()["signatures"][key]
    if key == "heading":
        return re.compile(words)
    ends = r"(?:[（(][^（）()]*[）)])?[：:]?$"
    return re.compile(rf"{words}{ends}|^[甲乙丙丁戊]方" if key == "party" else f"{words}{ends}")


def bears_number(text: str, plain: str) -> bool:
    """Tell a line that begins with a number of its own; 甲、乙兩國 … 聲明 is a title, not one."""
    label = parse_label(text)
    named = label is not None and label.kind == "stem" and genre_of(plain)
    return label is not None and label.kind != "annex" and not named


def promulgated(plain: str) -> list[str]:
    """Return the titles of what a line, in Simplified, says is made public with it.

    They are without blanks, and titles within them are in 《》, as where they stand by themselves.
    """
    if not _PROMULGATES.search(plain):
        return []
    titles = (found[0][1:-1] for found in _QUOTED.finditer(plain))
    return ["".join(t.split()).replace("〈", "《").replace("〉", "》") for t in titles]


def is_running(text: str) -> bool:
    """Tell a line of running text from a title, a heading or a name."""
    return is_longer(text, 60) or text.rstrip().endswith(STOPS)


def is_longer(text: str, most: int) -> bool:
    """Tell a line of more characters than so many; a gap counts as one, however wide it is."""
    return len(text) > most and len(_GAP.sub(" ", text)) > most


_GAP = regex(r"[ \t\xa0\u3000]{2,}")
