"""Words of alphabets within a Chinese text, with the signs, blanks and quotation marks among them.

A sentence of letters has marks of its own (W3C clreq 3.2.4): an apostrophe is no closing quotation
mark, and what words quote among words is quoted as in their script, whatever the script of the text
around them.
"""

from __future__ import annotations

from zhengben.document.regex import regex

QUOTES = frozenset("“”‘’")
# What words are made of. From U+00A1 to U+00BF stand ² ³ ° ± µ ½ and their like; the middle dot
# among them is a mark of Chinese names.
WORDLY = (
    "!-~\u00a1-\u00b6\u00b8-\u02ff\u0300-\u10ff\u1200-\u1fff\u2010-\u2013\u2032-\u2037\u2044"
    "\u2070-\u209c\u20a0-\u20c0\u2150-\u215f\u2189\u2212\u2c60-\u2dff\ua4d0-\ua7ff\ua8e0-\ua95f"
    "\u200c\u200d\ua980-\uabff\ufb00-\ufdff\ufe70-\ufefc\U00010280-\U00011fff\U0001d400-\U0001d7ff"
)
BLANKS = " \u2002-\u2006\u2008-\u200a"
_SPACED = f"{BLANKS}\u00a0\u202f"
# a ’ between two letters, or behind the last of a word among words; 5’10” are feet and inches
_APOSTROPHE = (
    f"(?<=[^\\W\\d_])’(?=[^\\W\\d_]|[{_SPACED}][{WORDLY}])"
    "|(?<=\\d)’(?=\\d)|(?<=’\\d)”|(?<=’\\d\\d)”"
)
# words between quotation marks, behind which other words follow: those of their script
_QUOTED = (
    f"(?:“(?:[{_SPACED}{WORDLY}]|{_APOSTROPHE}|‘[{_SPACED}{WORDLY}]+’)+”"
    f"|‘(?:[{_SPACED}{WORDLY}]|(?<=[^\\W\\d_])’(?=[^\\W\\d_]))+’)"
)
_WORDS_FOLLOW = f"[{_SPACED}]?[{WORDLY}]"
# a word, or several with their blanks and apostrophes, and with what they quote
WESTERN = regex(
    f"(?:[{WORDLY}]|^{_QUOTED}(?={_WORDS_FOLLOW}))"
    f"(?:(?:[{_SPACED}{WORDLY}]|{_APOSTROPHE}|{_QUOTED}(?={_WORDS_FOLLOW}|$))*(?<![{_SPACED}]))?"
)


def quotes_of_words(text: str) -> frozenset[int]:
    """Return the offsets of the quotation marks and apostrophes that stand among words."""
    runs = () if QUOTES.isdisjoint(text) else WESTERN.finditer(text)
    return frozenset(n for run in runs for n in range(*run.span()) if text[n] in QUOTES)
