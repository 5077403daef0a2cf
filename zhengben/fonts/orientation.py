"""How a character stands in a column: upright, on its side, or in a form of its own.

It is the property Vertical_Orientation of Unicode (UAX #50, VerticalOrientation.txt): U and Tu
stand upright, R lies with the column, Tr does where a face has no form of it for columns.
"""

from __future__ import annotations

from zhengben.document.regex import regex

_UPRIGHT = regex(
    "[\u00a7\u00a9\u00ae\u00b1\u00bc-\u00be\u00d7\u00f7\u02ea\u02eb\u1100-\u11ff\u1401-\u167f"
    "\u18b0-\u18ff\u2016\u2020\u2021\u2030\u2031\u203b\u203c\u2042\u2047-\u2049\u2051\u2065"
    "\u20dd-\u20e0\u20e2-\u20e4\u2100\u2101\u2103-\u2109\u210f\u2113\u2114\u2116\u2117"
    "\u211e-\u2123\u2125\u2127\u2129\u212e\u2135-\u213f\u2145-\u214a\u214c\u214d\u214f-\u2189"
    "\u218c-\u218f\u221e\u2234\u2235\u2300-\u2307\u230c-\u231f\u2324-\u2328\u232b\u237d-\u239a"
    "\u23be-\u23cd\u23cf\u23d1-\u23db\u23e2-\u2422\u2424-\u24ff\u25a0-\u2619\u2620-\u2767"
    "\u2776-\u2793\u2b12-\u2b2f\u2b50-\u2b59\u2bb8-\u2beb\u2bf0-\u2bff\u2e80-\u3007\u3012\u3013"
    "\u3020-\u302f\u3031-\u309f\u30a1-\u30fb\u30fd-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\ufe10-\ufe1f\ufe30-\ufe48\ufe50-\ufe57\ufe5f-\ufe62\ufe67-\ufe6f\uff01-\uff07\uff0a-\uff0c"
    "\uff0e-\uff19\uff1f-\uff3a\uff3c\uff3e\uff40-\uff5a\uffe0-\uffe2\uffe4-\uffe7\ufff0-\ufff8"
    "\ufffc\ufffd\U00010980-\U0001099f\U00011580-\U000115ff\U00013000-\U0001342f"
    "\U00014400-\U0001467f\U00016fe0-\U00018aff\U0001b000-\U0001b0ff\U0001d000-\U0001d1ff"
    "\U0001d300-\U0001d37f\U0001d800-\U0001daaf\U0001f000-\U0001f7ff\U0001f900-\U0001faff"
    "\U00020000-\U0002fffd\U00030000-\U0003fffd]"
)
_TRANSFORMED = regex(
    "[\u2329\u232a\u3008-\u3011\u3014-\u301f\u3030\u30a0\u30fc\ufe59-\ufe5e\uff08\uff09\uff1a"
    "\uff1b\uff3b\uff3d\uff3f\uff5b-\uff60\uffe3]"
)
# upright signs that belong to the number or word beside them and lie with it (3×4, §3); by
# themselves each stands in a cell. All of them are in every face of Han.
SIGNS = "§©®±¼½¾×÷"
# what is upright by itself and lies where it stands: parts of words, and fractions that no face of
# Han has
_OF_WORDS = regex("[\u02ea\u02eb\u1401-\u167f\u18b0-\u18ff\u2150-\u215f\u2189]")


def stands(character: str) -> bool:
    """Say whether a character that has a cell of its own stands upright in it."""
    return (
        bool(_UPRIGHT.match(character))
        and character not in SIGNS
        and not _OF_WORDS.match(character)
    )


def lies(character: str) -> bool:
    """Say whether a character lies with the column unless a face has a form of it for columns."""
    return not stands(character) and not _TRANSFORMED.match(character)
