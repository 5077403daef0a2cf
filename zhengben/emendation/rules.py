"""The named rules by which a captured line becomes a line of the canonical text.

Each rule undoes one thing that a web page, a typist or a tool does to official text on the way.
It says which characters of a line it puts back or takes out, one for one, so that the ledger can
lead back to the capture. The rules run in the order of ``RULES``.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from zhengben.document.direction import STRAY_JOINER
from zhengben.document.notation import OBJECT
from zhengben.document.numbering import parse_label
from zhengben.document.regex import regex
from zhengben.emendation.characters import BLANK as _BLANK
from zhengben.emendation.characters import BLANKS as _BLANKS
from zhengben.emendation.characters import HAN as _HAN
from zhengben.emendation.characters import LATIN as _LATIN
from zhengben.emendation.characters import NO_LETTER as _NO_LETTER
from zhengben.emendation.characters import Change
from zhengben.emendation.line_breaks import join, name_below

_LATIN_LETTER = regex(rf"[^{_NO_LETTER}\d]")
# what may stand between a word of such a script and the mark behind it: Distr.: “the Data”), 3
_BEHIND_WORD = ".)]\"'»%"
# Han, and the marks that stand among them
_CHINESE_ALONE = regex(rf"[{_HAN}，。；：、？！「」『』《》〈〉（）〔〕【】％]")
# marks that stand in sentences of other scripts too
_SHARED = "“”‘’…—·"
_HAN_ONLY = regex(rf"[{_HAN}]")
# a line with none of these is a heading, a name or a row, where a blank may be a gap
_STOP = regex(r"[，。；：？！]|——$")
# 〔2020〕5号　签发人：某　甲
_SIGNED_FOR_ISSUE = regex(rf"[号號]{_BLANK}+[签簽][发發]人[：:]|^{_BLANK}*[签簽][发發]人[：:]")
_RUN = regex(rf"{_BLANK}+")
_GAP = regex(rf"(?<=\S)(?:\t+|{_BLANK}{{2,}}|\u3000)(?=\S)")
_PROVISION = regex(
    r"第[〇零○一二三四五六七八九十百千0-9０-９]+[條条章節节](?:之[一二三四五六七八九十]+)?"
)
# the number of a provision that a quotation, or a line of several, begins with
_PROVISION_ENDS = regex(rf"(?:^|[「『“‘\"（。；]|[。；]{_BLANK}){_PROVISION.pattern}$")
_WIDE = regex(r"\t|[ \xa0]{4}|\u3000{2}")
_NEAR_BREAK = regex(r"\n")
_INVISIBLE = regex(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    r"\ufeff\ufff9-\ufffb\U000e0001-\U000e007f]|" + STRAY_JOINER
)
# radicals (U+2E80 to 2FDF) and compatibility ideographs, as copied out of PDFs
RADICAL = regex(r"[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
# the radicals that no normalisation knows, and their characters (EquivalentUnifiedIdeograph.txt)
_SUPPLEMENT = dict(
    zip(
        "⺁⺂⺃⺄⺅⺆⺈⺉⺊⺋⺌⺍⺎⺏⺐⺒⺓⺔⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺫⺬⺭⺯⺰⺱⺲⺶⺹⺺⺻⺼⺾"
        "⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乛乚乙亻冂刀刂卜㔾小小兀尣尢巳幺彑忄㣺扌攵旡日月歺母民氵氺灬爫爫丬牛犭王目示礻糹纟罓罒羊耂肀聿肉艹"
        "艹艹虎衤覀西见角讠贝车辶辶辶邑钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)


class Rule(Struct, frozen=True):
    """A restoration: its name, why it may be made, and where it applies in a line.

    ``near`` matches one character that stands in each line where ``find`` can find anything.
    """

    name: str
    reason: str
    find: Callable[[str], Iterator[Change]]
    near: re.Pattern[str]


def _at(text: str, at: int, step: int, passed: str = "") -> str:
    """Return the next character in a direction, but for blanks and what is passed, or none."""
    at += step
    while 0 <= at < len(text) and (text[at] in passed or _RUN.match(text[at])):
        at += step
    return text[at] if 0 <= at < len(text) else ""


def _between_latin(text: str, at: int) -> bool:
    """Tell whether a mark stands inside a number, a symbol or a phrase in letters of no Han."""
    near = text[at - 1 : at], text[at + 1 : at + 2]
    closed = near[0] != "" and near[0] in _BEHIND_WORD
    before = _at(text, at, -1, _BEHIND_WORD + _SHARED if closed else "")
    behind = _at(text, at, 1, _SHARED)
    inside = all(c and _LATIN.match(c) for c in near)
    return inside or bool(_LATIN.match(before) and _LATIN_LETTER.match(behind))


def _mark(folded: str, restored: str) -> Callable[[str], Iterator[Change]]:
    def find(text: str) -> Iterator[Change]:
        at = text.find(folded)
        while at >= 0:
            # the colon of an address stays too
            if not _between_latin(text, at) and not text.startswith("://", at):
                yield at, restored
            at = text.find(folded, at + 1)

    return find


def _sentence_mark(folded: str, restored: str) -> Callable[[str], Iterator[Change]]:
    pattern = regex(rf"(?<=[{_HAN}」』”’》）]){re.escape(folded)}(?![0-9A-Za-z.])")
    return lambda text: ((found.start(), restored) for found in pattern.finditer(text))


# S/RES/2231(2015), GB/T9704(2012): brackets behind such letters and figures are part of a symbol
_SYMBOL = regex(r"(?<![A-Za-z0-9/.-])[A-Za-z]+[./-]?(?:[A-Za-z0-9.-]*/)*[A-Za-z0-9.-]*\d$")
_BRACKET = regex(r"[()]")
_IN_SYMBOL = regex(r"[A-Za-z0-9./-]{1,12}")
_LONGEST_SYMBOL = 60


def _touch_chinese(text: str, start: int, end: int, chinese: Sequence[int]) -> bool:
    """Tell whether brackets hold Han or its marks, stand beside them, or begin a line with any."""
    if bisect_right(chinese, start) < bisect_left(chinese, end):
        return True
    before, behind = _at(text, start, -1, _SHARED), _at(text, end, 1, _SHARED)
    beside = _CHINESE_ALONE.match(before) or _CHINESE_ALONE.match(behind)
    return bool(beside or (not before and chinese))


def _brackets(text: str) -> Iterator[Change]:
    opened, pairs = list[int](), dict[int, int]()
    for match in _BRACKET.finditer(text):
        if match[0] == "(":
            opened.append(match.start())
        elif opened:
            pairs[opened.pop()] = match.start()
    if not pairs:
        return
    chinese = [match.start() for match in _CHINESE_ALONE.finditer(text)]
    begins = {end: start for start, end in pairs.items()}
    # (1)(a)(i) is one number: where it begins and ends, by the place of each of its pairs
    first, last = dict[int, int](), dict[int, int]()
    for start in sorted(pairs):
        first[start] = first[begins[start - 1]] if start - 1 in begins else start
    for start in sorted(pairs, reverse=True):
        last[start] = last.get(pairs[start] + 1, pairs[start])
    for start, end in pairs.items():
        near = max(0, start - _LONGEST_SYMBOL)
        symbol = _SYMBOL.search(text, near, start) and _IN_SYMBOL.fullmatch(text, start + 1, end)
        if not symbol and _touch_chinese(text, first[start], last[start], chinese):
            yield start, "（"
            yield end, "）"


def _quotes(opening: str, closing: str) -> Callable[[str], Iterator[Change]]:
    def find(text: str) -> Iterator[Change]:
        places = [at for at, character in enumerate(text) if character == '"']
        if len(places) % 2 or not places or not _HAN_ONLY.search(text):
            return
        for first, last in zip(places[::2], places[1::2], strict=True):
            yield first, opening
            yield last, closing

    return find


def _run_of(pattern: str, restored: str) -> Callable[[str], Iterator[Change]]:
    compiled = regex(pattern)

    def find(text: str) -> Iterator[Change]:
        for found in compiled.finditer(text):
            for n in range(found.end() - found.start()):
                yield found.start() + n, restored[n : n + 1]

    return find


def whole_character(form: str) -> str:
    """Return the character that a radical or compatibility ideograph stands for, or the form."""
    whole = unicodedata.normalize("NFKC", form)
    return form if len(whole) != 1 else _SUPPLEMENT.get(whole, whole)


def _radicals(text: str) -> Iterator[Change]:
    for found in RADICAL.finditer(text):
        whole = whole_character(found[0])
        if whole != found[0]:
            yield found.start(), whole


def _gaps(text: str) -> list[tuple[int, int]]:
    """Return where columns are divided: at wide gaps, or at any where none is wide.

    Beside a wide gap a narrow one, as in 某　甲, stands within a name.
    """
    gaps = [found.span() for found in _GAP.finditer(text)]
    return [span for span in gaps if _WIDE.match(text, *span)] or gaps


def divided(text: str) -> list[str]:
    """Return the columns of a line, one where nothing divides it."""
    ends = [0, *(at for span in _gaps(text) for at in span), len(text)]
    return [text[a:b] for a, b in zip(ends[::2], ends[1::2], strict=True)]


def _columns(text: str) -> Iterator[Change]:
    for span in _gaps(text):
        for at in range(*span):
            yield at, "\n" if at == span[0] else ""


def _trim(text: str) -> Iterator[Change]:
    start = 0
    for line in text.split("\n"):
        end, bare = start + len(line), line.lstrip(_BLANKS)
        begins = end - len(bare)
        for at in (*range(start, begins), *range(begins + len(bare.rstrip(_BLANKS)), end)):
            yield at, ""
        start = end + 1


def _label_gap(text: str) -> Iterator[Change]:
    label = parse_label(text)
    gap = _RUN.match(text, len(label.text)) if label else None
    if not label or not gap:
        return
    unit = label.kind in ("part", "chapter", "section", "article", "annex")
    # a number that nothing but the blank divides from its text keeps it
    kept = "\u3000" if unit or label.text[-1].isalnum() else ""
    for at in range(*gap.span()):
        wanted = kept if at == gap.start() else ""
        if text[at] != wanted:
            yield at, wanted


def _divides(text: str, run: re.Match[str]) -> bool:
    """Tell a blank that divides articles of one line, or a quoted number from its text."""
    before = text[max(0, run.start() - 24) : run.start()]
    return bool(
        (before[-1:] in "。；" and _PROVISION.match(text, run.end()))
        or _PROVISION_ENDS.search(before)
    )


def _leans(blank: str, before: str, after: str) -> bool:
    """Tell a space between a letter or figure and the Han that it counts or names."""
    return blank == " " and bool(_LATIN.match(before)) and not _LATIN.match(after)


def _in_form(blank: str, before: str, after: str) -> bool:
    """Tell the gap before a box to tick, or behind a line to fill in."""
    wide = len(blank) > 1 or blank in "\t\u3000"
    # a line to fill in may be marked as one
    return after in "☐☑☒" or (wide and (after in "□■" or before in f"＿_{OBJECT}"))


# 表1　…, 图2-1　…: the blank parts the number of a table from what it is called
_CAPTIONED = regex(r"附?(?:[图圖表]|插[图圖])\d+(?:[-－—.．]\d+)*(?=[ \u3000])")
_STOPS = ("。", "；", "，", "：", ";", ":", ",")


def _blanks(text: str) -> Iterator[Change]:
    label = parse_label(text)
    from_ = len(label.text) + 1 if label else 0
    running = bool(_STOP.search(text)) and not _SIGNED_FOR_ISSUE.search(text)
    named = None if text.endswith(_STOPS) else _CAPTIONED.match(text)
    captioned = named.end() if named else -1
    for run in _RUN.finditer(text, from_):
        if not text[: run.start()] or not text[run.end() :]:
            continue
        wanted = "\u3000" if run.start() == captioned else _gap(text, run, running)
        for at in range(*run.span()):
            now = wanted if at == run.start() else ""
            if text[at] != now:
                yield at, now


def _gap(text: str, run: re.Match[str], running: bool) -> str:
    """Return what stands for a run of blanks between two characters."""
    before, after = text[run.start() - 1], text[run.end()]
    # quotation marks and dashes are those of what stands on their other side
    beside = _at(text, run.start(), -1, _SHARED), _at(text, run.end() - 1, 1, _SHARED)
    chinese = any(map(_CHINESE_ALONE.match, beside))
    # a wide gap divides columns: 2020年　　　2021年
    unit = len(run[0]) == 1 and (
        (before.isdigit() and after in "年月日號号條条％%")
        or (after.isdigit() and before in "年月第")
    )
    if running and _in_form(run[0], before, after):
        return "\u3000"
    if not unit and (_divides(text, run) if running else _leans(run[0], before, after)):
        return "\u3000" if running else " "
    return "" if (running and chinese) or unit else "\u3000" if chinese else " "


_FOLDED = "not between Latin letters or digits was folded to ASCII"
RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule(
            "name-below",
            "the name of a part stands in the line below its number",
            name_below,
            _NEAR_BREAK,
        ),
        Rule("join", "one paragraph or title was broken into lines", join, _NEAR_BREAK),
        Rule("columns", "two columns of a page stand side by side on one line", _columns, _RUN),
        Rule(
            "invisible",
            "a character that shows nothing was left by a page or an editor",
            _run_of(_INVISIBLE.pattern, ""),
            _INVISIBLE,
        ),
        Rule(
            "radicals",
            "a radical or compatibility form stands for the character",
            _radicals,
            RADICAL,
        ),
        Rule("trim", "blanks at the ends of a line are its indent on the page", _trim, _RUN),
        Rule("comma", f"a comma {_FOLDED}", _mark(",", "，"), regex(",")),
        Rule("colon", f"a colon {_FOLDED}", _mark(":", "："), regex(":")),
        Rule("semicolon", f"a semicolon {_FOLDED}", _mark(";", "；"), regex(";")),
        Rule(
            "question",
            "a question mark behind Han was folded",
            _sentence_mark("?", "？"),
            regex(r"\?"),
        ),
        Rule(
            "exclamation",
            "an exclamation mark behind Han was folded",
            _sentence_mark("!", "！"),
            regex("!"),
        ),
        Rule(
            "full-stop",
            "a full stop behind Han was folded to ASCII",
            _sentence_mark(".", "。"),
            regex(r"\."),
        ),
        Rule(
            "brackets",
            "a bracket pair that touches Chinese text was folded to ASCII",
            _brackets,
            regex(r"\("),
        ),
        Rule(
            "quotes-hant",
            "straight quotes in pairs stand for 「」",
            _quotes("「", "」"),
            regex('"'),
        ),
        Rule(
            "quotes-hans",
            "straight quotes in pairs stand for “”",
            _quotes("“", "”"),
            regex('"'),
        ),
        Rule(
            "ellipsis",
            "dots in a row stand for an ellipsis",
            _run_of(rf"(?<=[{_HAN}，、；])\.{{3,6}}", "……"),
            regex(r"\."),
        ),
        Rule(
            "dash",
            "hyphens in a row stand for a dash",
            _run_of(r"(?<![-!])-{2,4}(?![->])", "——"),
            regex("-"),
        ),
        Rule(
            "label-gap",
            "the gap behind a number is one full-width space, or none",
            _label_gap,
            _RUN,
        ),
        Rule("blanks", "a blank beside Han is none in running text, else a gap", _blanks, _RUN),
    )
}
# what a page of Wikisource copied as text needs
FOLDED = ("comma", "colon", "brackets")


def concerned(text: str, rules: Sequence[str]) -> tuple[str, ...]:
    """Return the rules that can find anything in any line of a text."""
    # two that rules put there themselves, where they join and divide lines
    return tuple(name for name in rules if RULES[name].near.search(text + " \n"))


def apply_rules(raw: str, rules: Sequence[str]) -> dict[int, tuple[str, str]]:
    """Return what changes in a line: by column from 0, what stands there now, and by which rule."""
    changed = dict[int, tuple[str, str]]()
    text: str = raw
    index: Sequence[int] = range(len(raw))
    for name in rules:
        rule = RULES[name]
        if not rule.near.search(text):
            continue
        changes = dict(rule.find(text))
        if not changes:
            continue
        changed |= {index[at]: (character, name) for at, character in changes.items()}
        if not all(changes.values()):
            gone = [at for at in sorted(changes) if not changes[at]]
            starts, ends = [0, *(at + 1 for at in gone)], [*gone, len(text)]
            index = [i for a, b in zip(starts, ends, strict=True) for i in index[a:b]]
        text = replaced(text, changes)
    return {at: change for at, change in changed.items() if change[0] != raw[at]}


def replaced(text: str, changes: Mapping[int, str]) -> str:
    """Return a text with other characters, or none, at some of its columns."""
    parts, end = list[str](), 0
    for at in sorted(changes):
        parts += (text[end:at], changes[at])
        end = at + 1
    return "".join((*parts, text[end:]))
