"""Finds what a text itself says of its languages, its depositary and the day it takes effect.

The colophon quotes these final clauses with the place where they stand. Nothing is concluded from
elsewhere: where a text does not say it, there is no row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengben.apparatus.places import places
from zhengben.design.genres import genre_of
from zhengben.design.wording import Words
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line
from zhengben.document.regex import regex

# a longer sentence is named by its place alone
_LONGEST = 110
_SENTENCE = regex(r"[^。；]+")
_INSTRUMENT = (
    "(?:本)?(?:條約|条约|公約|公约|協定|协定|協議|协议|議定書|议定书|憲章|宪章|規約|规约|章程|文件)"
)
_KEEPER = "(?:保管|保存|存放)(?:機關|机关|機構|机构|國|国|者|人|方)"
# in order of what says it most plainly
_PATTERNS: dict[str, tuple[str, ...]] = {
    "languages": (
        "文.*(?:作準|作准|正本|同等效力|同等有效|同樣有效|同样有效|同一效力)",
        "(?:作準|作准)文(?:本|字)",
    ),
    "depositary": (
        f"(?:為|为|是|任|指定).{{0,30}}{_KEEPER}|{_KEEPER}(?:為|为|是|由)",
        "由[^，]{2,30}保(?:存|管)",
        "(?:交存|存放|交由|送交|存於|存于)[^，]{0,4}(?:[^，]{2,30}(?:處|处|長|长|館|馆|部|事|政府|檔案|档案))",
    ),
    "force": (f"^(?!.*修正案){_INSTRUMENT}.{{0,80}}(?:生效|發生效力|发生效力)",),
    "effect": ("(?:本.{1,12}|^)(?:自|於|于|從|从).{1,30}(?:施行|實施|实施|生效)", "公布.{0,4}施行"),
}
# words that a clause on languages cannot do without; what stands before them is left out
_TONGUE = regex("文")


def clauses(declaration: Declaration, words: Words) -> Iterator[tuple[str, str]]:
    """Yield what the final clauses of a genre say: the term for it, and the words with a place."""
    called = dict(places(declaration, words))
    for name in genre_of(declaration).clauses:
        if found := _find(declaration, name):
            line, quoted = found
            place = called[line.id]
            said = f"{quoted}（{place}）" if len(quoted) <= _LONGEST else place
            yield words.clauses[name], said


def _find(declaration: Declaration, name: str) -> tuple[Line, str] | None:
    """Return the last sentence that says something, and its line."""
    # no clause stands in a table
    lines = [n for n in (*declaration.paragraphs, *declaration.testimonium) if not n.cell]
    for pattern in map(re.compile, _PATTERNS[name]):
        for line in sorted(lines, key=lambda line: -line.index):
            for sentence in _SENTENCE.findall(line.text[len(line.label) :]):
                said = sentence.strip("，、 \u3000")
                if pattern.search(said):
                    return line, _from_tongue(said) if name == "languages" else said
    return None


def _from_tongue(sentence: str) -> str:
    """Return a sentence without the phrases before the first one that speaks of a language."""
    phrases = sentence.split("，")
    first = next(n for n, phrase in enumerate(phrases) if _TONGUE.search(phrase))
    return "，".join(phrases[first:])
