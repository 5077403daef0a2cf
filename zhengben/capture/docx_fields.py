"""Reads the fields of Word files that show something without a result written down."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from lxml import etree
from msgspec import Struct, field

from zhengben.capture.docx_numbering import W
from zhengben.document.regex import regex

# fields that show nothing, or the number of a page
_SILENT = frozenset(
    ("ADDIN", "ADVANCE", "ASK", "BIBLIOGRAPHY", "BIDIOUTLINE", "HYPERLINK", "INDEX", "NEXT",
     "NEXTIF", "NUMPAGES", "PAGE", "PAGEREF", "PRINT", "PRIVATE", "RD", "SECTION", "SECTIONPAGES",
     "SET", "SKIPIF", "TA", "TC", "TOA", "TOC", "XE")
)  # fmt: skip
_NESTED = r"((?:[^()]|\([^()]*\))*)"
_RUBY = regex(rf"EQ.*?\\o\s*\\a[dlrc]\s*\(\s*\\s\s*\\up\s*\d*\s*\({_NESTED}\)\s*[,;](.*)\)\s*",
                   re.IGNORECASE | re.DOTALL)  # fmt: skip
_ENCLOSED = regex(r"EQ\s*\\o\s*\\ac\s*\(\s*([^(),;]+)\s*[,;]\s*([^(),;]+)\)\s*", re.IGNORECASE)
_RAISED = regex(rf"EQ\s*\\s\s*\\(up|do)\s*\d*\s*\({_NESTED}\)\s*", re.IGNORECASE)
_FRACTION = regex(r"EQ\s*\\f\s*\(([^(),;\\]+)[,;]([^(),;\\]+)\)\s*", re.IGNORECASE)
_COUNTS = regex(r"\bSEQ\s+\"?(?:附?[表图圖]|插[图圖]|Table|Figure)", re.IGNORECASE)
_CIRCLES = "○◯〇"


class Field(Struct):
    """A field in the making: its instruction, and whether it has shown something by itself.

    ``places`` are where in the account the pieces of its instruction stand.
    """

    instruction: str = ""
    separated: bool = False
    shown: bool = False
    box: str = ""
    places: list[int] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return the name of the field, such as EQ."""
        return (self.instruction.split() or [""])[0].upper()[:40]


class Meaning(NamedTuple):
    """What a field shows: text, or a mark over it or beside it; or nothing; or it is asked."""

    how: Literal["text", "ruby", "sup", "sub", "formula", "symbol", "nothing", "asked"]
    text: str = ""
    value: str = ""


def counts_captions(paragraph: etree._Element) -> bool:
    """Tell a paragraph in which Word counts tables or figures, as it does in their captions."""
    coded = paragraph.iter(f"{W}instrText", f"{W}fldSimple")
    said = " ".join(e.text or e.get(f"{W}instr") or "" for e in coded)
    return bool(_COUNTS.search(said))


def meaning_of(made: Field) -> Meaning:
    """Return what a field without a result shows (ECMA-376, 17.16.5)."""
    text = " ".join(made.instruction.split())
    if made.name in _SILENT or not text:
        return Meaning("nothing")
    if made.name == "FORMCHECKBOX":
        return Meaning("text", made.box or "□")
    if found := re.match(
        r"SYMBOL\s+(0x[0-9a-f]{1,5}|\d{1,6})(?:.*\\f\s+\"?([^\"\\]*))?", text, re.I
    ):
        code = int(found[1], 16 if found[1][:2].lower() == "0x" else 10)
        return Meaning("symbol", f"{code:X}", (found[2] or "").strip())
    if found := _RUBY.fullmatch(text):
        return Meaning("ruby", found[2].strip(), found[1].strip())
    if found := _ENCLOSED.fullmatch(text):
        return _enclosed(found[1].strip(), found[2].strip())
    if found := _RAISED.fullmatch(text):
        return Meaning("sup" if found[1].lower() == "up" else "sub", found[2].strip())
    if found := _FRACTION.fullmatch(text):
        return Meaning("formula", rf"\frac{{{found[1].strip()}}}{{{found[2].strip()}}}")
    return Meaning("asked", text)


def _enclosed(around: str, text: str) -> Meaning:
    """Return a character in a circle as the one that Unicode has for it."""
    if around in _CIRCLES:
        if text.isascii() and text.isdigit() and len(text) < 3 and 1 <= int(text) <= 20:
            return Meaning("text", chr(0x2460 + int(text) - 1))
        if len(text) == 1 and text in "一二三四五六七八九十":
            return Meaning("text", chr(0x3280 + "一二三四五六七八九十".index(text)))
        if len(text) == 1 and "A" <= text <= "Z":
            return Meaning("text", chr(0x24B6 + ord(text) - ord("A")))
    return Meaning("asked", f"{around}{text}")
