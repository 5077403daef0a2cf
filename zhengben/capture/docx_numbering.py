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
KNOWN = frozenset(
    (*_HAN, *_FORMAL, "ideographTraditional", "ideographZodiac", "decimalFullWidth", "decimal",
     "decimalFullWidth2", "decimalEnclosedCircle", "decimalEnclosedCircleChinese",
     "ideographEnclosedCircle", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman",
     "decimalZero", "decimalHalfWidth", "none", "bullet")
)  # fmt: skip
_SIMPLIFIED = str.maketrans("貳參陸萬", "贰叁陆万")


def value_of(element: etree._Element | None, name: str = "val") -> str:
    """Return an attribute of Word's, or an empty text."""
    return "" if element is None else element.get(f"{W}{name}") or ""


def number_of(text: str, default: int) -> int:
    """Return a number of fewer than six digits, or what stands for any other."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else default


def _is_legal(level: etree._Element) -> bool:
    """Tell whether a level shows all numbers in it as 1, 2, 3."""
    found = level.find(f"{W}isLgl")
    return found is not None and value_of(found) not in ("0", "false", "off")


class Numbering:
    """Counts the paragraphs of lists; lists of one definition count on, unless one begins anew."""

    def __init__(self, root: etree._Element | None) -> None:
        # by list and level: form of the numeral, text around it, first number
        self.levels = dict[tuple[str, str], tuple[str, str, int]]()
        self.counts = Counter[tuple[str, int]]()
        # what Word sets between a number and its text; a tab where nothing is said (17.9.28)
        self.gaps = dict[tuple[str, str], str]()
        # how far above a level begins what makes it count anew; 0 is nothing (17.9.10)
        self.broken_by = dict[tuple[str, int], int]()
        # levels that show all numbers in them as 1, 2, 3 (17.9.4)
        self.legal = set[tuple[str, str]]()
        # a form of numerals that was wanted and is unknown here
        self.unknown = ""
        # which level of a list numbers the paragraphs of a style
        self.of_style = dict[tuple[str, str], str]()
        self.definition = dict[str, str]()
        # the first numbers that a list sets for itself, until they are used (17.9.8, 17.9.27)
        self.restarts = dict[str, dict[int, int]]()
        # definitions by their numbers and by the styles they are for, and lists not yet read
        self._abstract, self._styled = dict[str, etree._Element](), dict[str, etree._Element]()
        self._nums = dict[str, etree._Element]()
        if root is None:
            return
        self._abstract = {a.get(f"{W}abstractNumId") or "": a for a in root.iter(f"{W}abstractNum")}
        links = ((value_of(a.find(f"{W}styleLink")), a) for a in self._abstract.values())
        self._styled = {link: a for link, a in links if link}
        for num in root.iter(f"{W}num"):
            number = num.get(f"{W}numId") or ""
            self._nums[number] = num
            self.definition[number] = value_of(num.find(f"{W}abstractNumId"))

    def _load(self, number: str) -> None:
        """Read the levels of a list when it is first used: files hold thousands that never are."""
        num = self._nums.pop(number, None)
        if num is None:
            return
        definition = self._abstract.get(self.definition[number])
        if definition is not None and (link := value_of(definition.find(f"{W}numStyleLink"))):
            # a list may take its levels from a style (17.9.21)
            definition = self._styled.get(link, definition)
        levels = definition.findall(f"{W}lvl") if definition is not None else []
        for level in levels[: _DEEPEST + 1]:
            self._level(number, level)
        for override in num.findall(f"{W}lvlOverride")[: _DEEPEST + 1]:
            depth = override.get(f"{W}ilvl") or "0"
            for level in override.findall(f"{W}lvl")[:1]:
                self._level(number, level)
            start = value_of(override.find(f"{W}startOverride"))
            if start and number_of(depth, 99) <= _DEEPEST:
                self.restarts.setdefault(number, {})[int(depth)] = number_of(start, 1)

    def level_of(self, number: str, style: str) -> str:
        """Return the level of a list that numbers the paragraphs of a style, or an empty text."""
        self._load(number)
        return self.of_style.get((number, style), "")

    def _level(self, number: str, level: etree._Element) -> None:
        key = (number, level.get(f"{W}ilvl") or "0")
        depth, restart = number_of(key[1], 99), value_of(level.find(f"{W}lvlRestart"))
        if restart and depth <= _DEEPEST:
            self.broken_by[number, depth] = number_of(restart, depth)
        if _is_legal(level):
            self.legal.add(key)
        suffix = value_of(level.find(f"{W}suff")) or "tab"
        self.gaps[key] = {"tab": "\t", "space": " "}.get(suffix, "")
        if style := value_of(level.find(f"{W}pStyle")):
            self.of_style[number, style] = key[1]
        first = number_of(value_of(level.find(f"{W}start")), 1)
        # a form of Word's own stands beside one that every program knows
        form = value_of(next(level.iter(f"{W}numFmt"), None)) or "decimal"
        self.levels[key] = form, value_of(level.find(f"{W}lvlText"))[:80], first

    def next(self, number: str, level: str) -> str:
        """Return the label of the next paragraph of a list, such as “第三条” or “（二）”."""
        self._load(number)
        style, text, _ = self.levels.get((number, level), ("", "", 1))
        depth = number_of(level, 99)
        if style in ("", "none", "bullet") or depth > _DEEPEST:
            return text if style == "bullet" and text.isprintable() else ""
        counted = self.definition.get(number, number)
        for restarted, first in self.restarts.pop(number, {}).items():
            begins = self.levels.get((number, str(restarted)), ("", "", 1))[2]
            self.counts[counted, restarted] = first - begins
        for deeper in range(depth + 1, _DEEPEST + 1):
            if depth < self.broken_by.get((number, deeper), deeper):
                del self.counts[counted, deeper]
        self.counts[counted, depth] += 1
        for outer in range(depth + 1):
            form, _, first = self.levels.get((number, str(outer)), ("decimal", "", 1))
            # a level above that has no number yet shows its first one
            value = max(1 if first > 0 else 0, self.counts[counted, outer]) + first - 1
            if f"%{outer + 1}" in text:
                form = "decimal" if (number, level) in self.legal else form
                if form not in KNOWN:
                    self.unknown = form
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
