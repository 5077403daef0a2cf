"""Works out the numbers that Word shows before paragraphs and does not write into them."""

from __future__ import annotations

from collections import Counter

from lxml import etree

from zhengben.capture.ordinals import BRANCHES, STEMS, han, letters, roman

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# levels of a list, from 0 (ECMA-376, 17.9.6)
_DEEPEST = 8
_HAN = (
    "chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting",
    "taiwaneseCounting", "taiwaneseCountingThousand", "taiwaneseDigital", "koreanDigital2",
    "japaneseDigitalTenThousand",
)  # fmt: skip
_FORMAL = ("ideographLegalTraditional", "chineseLegalSimplified", "japaneseLegal")
_WIDE = {ord(str(digit)): chr(ord("０") + digit) for digit in range(10)}
# forms with a character for each number, as far as these go
_ROWS = {
    "ideographTraditional": STEMS,
    "ideographZodiac": BRANCHES,
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
}
_LETTERED = {
    "lowerLetter": letters, "upperLetter": letters, "lowerRoman": roman, "upperRoman": roman,
}  # fmt: skip
_SIMPLIFIED = str.maketrans("貳參陸萬", "贰叁陆万")


def value_of(element: etree._Element | None, name: str = "val") -> str:
    """Return an attribute of Word's, or an empty text."""
    return "" if element is None else element.get(f"{W}{name}") or ""


def _number(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else default


class Numbering:
    """Counts the paragraphs of lists; lists of one definition count on, unless one begins anew."""

    def __init__(self, root: etree._Element | None) -> None:
        # by list and level: form of the numeral, text around it, first number
        self.levels = dict[tuple[str, str], tuple[str, str, int]]()
        self.counts = Counter[tuple[str, int]]()
        # what Word sets between a number and its text; a tab where nothing is said (17.9.28)
        self.gaps = dict[tuple[str, str], str]()
        # levels that go on counting whatever stands above them
        self.unbroken = set[tuple[str, int]]()
        # which level of a list numbers the paragraphs of a style
        self.of_style = dict[tuple[str, str], str]()
        self.definition = dict[str, str]()
        # the first numbers that a list sets for itself, until they are used (17.9.8, 17.9.27)
        self.restarts = dict[str, dict[int, int]]()
        if root is None:
            return
        abstract = {a.get(f"{W}abstractNumId") or "": a for a in root.iter(f"{W}abstractNum")}
        for num in root.iter(f"{W}num"):
            number = num.get(f"{W}numId") or ""
            key = value_of(num.find(f"{W}abstractNumId"))
            self.definition[number] = key
            for level in abstract[key].iter(f"{W}lvl") if key in abstract else ():
                self._level(number, level)
            for override in num.iter(f"{W}lvlOverride"):
                depth = override.get(f"{W}ilvl") or "0"
                for level in override.iter(f"{W}lvl"):
                    self._level(number, level)
                start = value_of(override.find(f"{W}startOverride"))
                if start and _number(depth, 99) <= _DEEPEST:
                    self.restarts.setdefault(number, {})[int(depth)] = _number(start, 1)

    def _level(self, number: str, level: etree._Element) -> None:
        key = (number, level.get(f"{W}ilvl") or "0")
        if value_of(level.find(f"{W}lvlRestart")) == "0" and _number(key[1], 99) <= _DEEPEST:
            self.unbroken.add((number, int(key[1])))
        suffix = value_of(level.find(f"{W}suff")) or "tab"
        self.gaps[key] = {"tab": "\t", "space": " "}.get(suffix, "")
        if style := value_of(level.find(f"{W}pStyle")):
            self.of_style[number, style] = key[1]
        first = _number(value_of(level.find(f"{W}start")), 1)
        self.levels[key] = (
            value_of(level.find(f"{W}numFmt")), value_of(level.find(f"{W}lvlText"))[:80], first,
        )  # fmt: skip

    def next(self, number: str, level: str) -> str:
        """Return the label of the next paragraph of a list, such as “第三条” or “（二）”."""
        style, text, _ = self.levels.get((number, level), ("", "", 1))
        depth = _number(level, 99)
        if style in ("", "none", "bullet") or depth > _DEEPEST:
            return text if style == "bullet" and text.isprintable() else ""
        counted = self.definition.get(number, number)
        for restarted, first in self.restarts.pop(number, {}).items():
            begins = self.levels.get((number, str(restarted)), ("", "", 1))[2]
            self.counts[counted, restarted] = first - begins
        for deeper in range(depth + 1, _DEEPEST + 1):
            if (number, deeper) not in self.unbroken:
                del self.counts[counted, deeper]
        self.counts[counted, depth] += 1
        for outer in range(depth + 1):
            form, _, first = self.levels.get((number, str(outer)), ("decimal", "", 1))
            # a level above that has no number yet shows its first one
            value = max(1 if first > 0 else 0, self.counts[counted, outer]) + first - 1
            text = text.replace(f"%{outer + 1}", numeral(value, form))
        return text + self.gaps[number, level] if text else ""


def numeral(value: int, form: str) -> str:
    """Write a number in one of Word's forms (ECMA-376, 17.18.59)."""
    if form in _HAN:
        return han(value)
    if form in _FORMAL:
        text = han(value, formal=True)
        return text.translate(_SIMPLIFIED) if form == "chineseLegalSimplified" else text
    if (row := _ROWS.get(form)) and 1 <= value <= len(row):
        return row[value - 1]
    if (lettered := _LETTERED.get(form)) and value > 0:
        text = lettered(value)
        return text.upper() if form.startswith("upper") else text.lower()
    if form.startswith("decimalFullWidth"):
        return str(value).translate(_WIDE)
    return f"{value:02}" if form == "decimalZero" else str(value)
