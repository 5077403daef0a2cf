"""The characters that rules of emendation tell apart: blanks, Han, and letters of other scripts."""

from __future__ import annotations

from zhengben.document.regex import regex

# a change: column from 0, and what stands there afterwards (nothing, or one character)
Change = tuple[int, str]

BLANKS = " \t\xa0" + "".join(map(chr, range(0x2002, 0x200B))) + "\u202f\u205f\u3000"
BLANK = f"[{BLANKS}]"
HAN = r"\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# a letter or figure of a script that has marks of its own: Latin, Greek, Cyrillic, Hangul …
NO_LETTER = rf"\W_{HAN}\u3040-\u31ff\uff00-\uffef"
LATIN = regex(f"[^{NO_LETTER}]")
