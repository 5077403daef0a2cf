"""Knows the characters behind symbols of Word's fonts of pictures."""

from __future__ import annotations

import re

# fonts in which a letter shows something else
DRAWN_FONTS = frozenset(
    ("symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings", "marlett", "zapf dingbats")
)
# from the mapping tables of these fonts by the Unicode Consortium, what official texts use
_GREEK = dict(
    zip(
        map(ord, "abgdezhqiklmnxoprstufcywABGDEZHQIKLMNXOPRSTUFCYW"),
        "αβγδεζηθικλμνξοπρστυφχψωΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ",
        strict=True,
    )
)
_SYMBOL = _GREEK | {0xB0: "°", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xA3: "≤", 0xB3: "≥", 0xB9: "≠",
                    0xBB: "≈", 0xA5: "∞", 0xB7: "•", 0xD6: "√", 0xE5: "∑", 0xF2: "∫"}  # fmt: skip
_KNOWN = {
    "symbol": _SYMBOL,
    "wingdings": {0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0xA1: "○", 0xA8: "◻",
                  0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"},
    "wingdings 2": {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0xA3: "□"},
}  # fmt: skip


def character_of(code: str, font: str) -> str:
    """Return the character of a symbol by its number in base 16, or an empty text for none known.

    A place in the private area says nothing without the font.
    """
    number = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,5}", code) else 0
    if font.strip().lower() in DRAWN_FONTS:
        within = number - 0xF000 if 0xF000 <= number < 0xF100 else number
        return _KNOWN.get(font.strip().lower(), {}).get(within, "")
    if number < 32 or 0x7F <= number < 0xA0 or 0xD800 <= number < 0xF900 or number >= 0xF0000:
        return ""
    return "" if number & 0xFFFE == 0xFFFE or number == 0xFFFC else chr(number)
