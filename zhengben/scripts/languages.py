"""Tells standard written Chinese from Chinese languages that are written as they are spoken."""

from __future__ import annotations

from msgspec import Struct


class Language(Struct, frozen=True):
    """A language: its code (BCP 47), its name, and words that standard written Chinese lacks."""

    code: str
    name: str
    marks: tuple[str, ...]


LANGUAGES = (
    Language("yue", "Cantonese", tuple("嘅咗喺唔哋嚟㗎冇嗰啲咁嘢啱喇佢睇攞畀噉咩嗌")),
    Language(
        "wuu",
        "Wu",
        ("阿拉", "辰光", "勿要", "勿是", "白相", "物事", "闲话", "閒話", "拨伊", "撥伊", "勿曾",
         *"伲搿侬儂覅迭呒嘸哉"),
    ),
    Language(
        "nan",
        "Min Nan",
        ("啥物", "按怎", "佗位", "毋通", "毋是", "敢有", "這馬", "遮爾", "攏是", "攏總", "咱的",
         "予人", "欲去", "閣再", "阮的", "恁的", *"佮𪜶毋攏蹛媠囝"),
    ),
)  # fmt: skip
# of a hundred characters, how many the words of such a language take at the least
_SHARE = 0.01


def spoken(text: str) -> Language | None:
    """Return the language of a text that is written as it is spoken, or None for the standard.

    One word by itself proves nothing: 毋須 stands in the laws of Hong Kong.
    """
    for language in LANGUAGES:
        counts = [text.count(mark) for mark in language.marks]
        if sum(counts) > len(text) * _SHARE and sum(map(bool, counts)) > 1:
            return language
    return None
