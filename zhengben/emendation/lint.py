"""Names what looks wrong in a canonical text, and does not know better: a person decides.

Nothing here changes a text. Each rule has a code, told with the line and the character where it
struck; ``RULES`` lists them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line
from zhengben.document.numbering import Label, chinese_number, parse_label
from zhengben.document.regex import regex
from zhengben.document.western import quotes_of_words
from zhengben.emendation.derivation import EmendationLedger
from zhengben.emendation.rules import RADICAL, whole_character
from zhengben.scripts.dictionaries import only_simplified, only_traditional

RULES = {
    "C-001": "a character of the other script",
    "C-002": "a half-width mark among Han",
    "C-003": "quotation marks, title marks or brackets that do not pair",
    "C-004": "a number out of sequence",
    "C-005": "a paragraph that ends in mid-sentence: perhaps it goes on in the next line",
    "C-006": "lines joined although the first ended like a paragraph",
    "C-007": "a reference to an article that the text does not have",
    "C-008": "a stray blank or a mark twice",
    "C-009": "a character that stands for one that was lost",
    "C-010": "a title that the register does not know",
    "C-011": "a question of the metadata that is not answered",
    "C-012": "the document does not read; a note or hint may point at what is gone",
    "C-013": "a call without its author's note, or such a note without its call",
    "C-014": "a picture without words for it",
    "C-015": "a radical or compatibility ideograph, as copied out of a PDF",
    "C-016": "nothing says whose the text is",
    "C-017": "a variant of a witness that nobody has decided on",
}
_HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
_HALF = regex(rf"(?<={_HAN})[,:;?!()](?!\d)|(?<!\d)[,:;?!()](?={_HAN})")
_BLANK = regex(rf"(?<={_HAN})[ \xa0]+(?={_HAN})|([，。；：、])\1")
_LOST = regex(r"[□〓\ue000-\uf8ff]|(?<=[\u3400-\u9fff])\?{1,3}(?=[\u3400-\u9fff])")
_PAIRS = dict(zip("」』》〉）”’】〕］", "「『《〈（“‘【〔［", strict=True))
_ENDS = tuple("。；：，、！？」』”）》…—.")
# an anchor that was made different from another one
_TWICE = regex(r"(.+)_\d+")
_RUNNING = ("paragraph", "preamble")
_REFERENCE = regex(
    r"本(?:法|条例|條例|条约|條約|公约|公約|协定|協定|宪章|憲章|规定|規定|办法|辦法)"
    r"第(?P<n>[一二三四五六七八九十百千零〇两兩]{1,20}|\d{1,20})[条條]"
)


class Doubt(Struct, frozen=True):
    """Something that looks wrong; line and column count from 1, 0 where there is none."""

    code: str
    line: int
    column: int
    sentence: str


def lint(declaration: Declaration, ledger: EmendationLedger, capture: str) -> list[Doubt]:
    """Return every doubt about a text, in the order of its lines."""
    doubts = list[Doubt]()
    other = only_simplified() if declaration.script.startswith("zh-Hant") else only_traditional()
    for line in declaration.lines:
        doubts += _characters(line, other)
        doubts += _pairs(line)
        row = "\u3000" in line.text[len(line.label) + 1 :]
        # a part of an official document, as what is enclosed, is a list and no sentence
        running = line.role in _RUNNING and not row and not line.part
        if running and not line.text.endswith(_ENDS):
            doubts.append(Doubt("C-005", line.index, len(line.text), f"ends “…{line.text[-12:]}”."))
    doubts += _sequence(declaration)
    doubts += _joins(ledger, capture)
    doubts += _references(declaration)
    doubts += _author_notes(declaration)
    doubts += _pictures(declaration)
    doubts += _variants(declaration)
    return sorted(doubts, key=lambda d: (d.line, d.code, d.column))


def _characters(line: Line, other: frozenset[str]) -> Iterator[Doubt]:
    for at, character in enumerate(line.text, 1):
        if character in other:
            yield Doubt("C-001", line.index, at, f"“{character}” in “{_around(line, at)}”.")
        if RADICAL.match(character) and (whole := whole_character(character)) != character:
            yield Doubt(
                "C-015", line.index, at,
                f"“{character}” (U+{ord(character):04X}) in “{_around(line, at)}” looks like "
                f"“{whole}”; the rule “radicals” puts that in its place.",
            )  # fmt: skip
    for code, pattern in (("C-002", _HALF), ("C-008", _BLANK), ("C-009", _LOST)):
        for found in pattern.finditer(line.text):
            at = found.start() + 1
            # a blank to fill in is neither stray nor lost
            if any(m.kind == "blank" and m.start < at <= m.end for m in line.marks):
                continue
            yield Doubt(code, line.index, at, f"“{found[0]}” in “{_around(line, at)}”.")


def _around(line: Line, at: int) -> str:
    return line.text[max(0, at - 7) : at + 6]


def _pairs(line: Line) -> Iterator[Doubt]:
    """Find marks without their other half; a pair must close in its line, inside its outer pair."""
    opened: list[tuple[str, int]] = []
    # apostrophes close nothing, and what words quote among words is paired
    of_words = quotes_of_words(line.text)
    text = line.text[len(line.label) :]
    for at, character in enumerate(text, len(line.label) + 1):
        if at - 1 in of_words:
            continue
        if character in _PAIRS.values():
            opened.append((character, at))
        elif opening := _PAIRS.get(character):
            if opened and opened[-1][0] == opening:
                opened.pop()
            else:
                yield Doubt("C-003", line.index, at, f"“{character}” closes nothing before it: "
                                                     f"“{_around(line, at)}”.")  # fmt: skip
                opened.clear()
    for character, at in opened:
        yield Doubt("C-003", line.index, at, f"“{character}” is not closed in its line: "
                                             f"“{_around(line, at)}”.")  # fmt: skip


def _sequence(declaration: Declaration) -> Iterator[Doubt]:
    """Find numbers that follow neither their predecessor nor begin anew."""
    last: dict[tuple[str, str, int], tuple[int, ...]] = {}
    numbers = dict[str, tuple[int, ...]]()
    for line in declaration.lines:
        label = parse_label(line.text) if line.label else None
        if line.role == "annex":
            last = {key: value for key, value in last.items() if key[0] == "annex"}
        if line.role in ("heading", "article") or (line.role == "paragraph" and not label):
            last = {key: value for key, value in last.items() if key[0] not in ("item", "bullet")}
        # what is enclosed is counted behind 附件： too
        if label is None or not label.value or line.part == "enclosures":
            continue
        numbers[line.id] = label.value
        if again := _again(line, label.value, numbers):
            yield Doubt("C-004", line.index, 1, again)
        top = line.role in ("heading", "article", "paragraph")
        key = ("top" if top else line.role, label.kind, 0 if top else line.level)
        before = last.get(key, ())
        if not again and not _follows(label, before, line.role):
            told = f"{label.text} follows {'.'.join(map(str, before)) or 'nothing'}."
            yield Doubt("C-004", line.index, 1, told)
        last[key] = label.value


def _again(line: Line, value: tuple[int, ...], numbers: Mapping[str, tuple[int, ...]]) -> str:
    """Tell that another line bears the number of this one, so that its anchor is another."""
    match = _TWICE.fullmatch(line.id)
    # what bears no number, or another, was only counted up to this one: there is nothing to mend
    if match is None or not value or numbers.get(match[1]) != value:
        return ""
    return (
        f"{line.label} is there before: this line is {line.id}, and {match[1]} is the first; mend "
        "the number, if the source has another."
    )


def _follows(label: Label, before: tuple[int, ...], role: str) -> bool:
    value = label.value
    if not before:
        return value[0] == 1
    if len(value) > 1:
        # 第十七條之一 follows 第十七條; 第十七條之二 follows 之一
        grown = value[:-1] == before and value[-1] == 1
        return grown or (value[:-1] == before[:-1] and value[-1] == before[-1] + 1)
    again = value[0] == 1 and not (role == "article" and label.kind == "article")
    return value[0] == before[0] + 1 or again


def _joins(ledger: EmendationLedger, capture: str) -> Iterator[Doubt]:
    lines = capture.split("\n")
    for entry in ledger.restorations:
        if entry.rule == "join" and lines[entry.capture_line - 1].rstrip().endswith(("。", "；")):
            yield Doubt("C-006", entry.line, entry.column, f"at “{entry.context}”.")


def _references(declaration: Declaration) -> Iterator[Doubt]:
    main = [line for line in declaration.paragraphs if line.role == "article"]
    labels = [parse_label(line.text) for line in main]
    known = {label.value[0] for label in labels if label and label.kind == "article"}
    if not known:
        return
    for line in declaration.lines:
        for found in _REFERENCE.finditer(line.text):
            if chinese_number(found["n"]) not in known:
                yield Doubt("C-007", line.index, found.start() + 1, f"“{found[0]}”.")


def _author_notes(declaration: Declaration) -> Iterator[Doubt]:
    """Find calls of the author's notes that lead nowhere, and such notes that nothing calls."""
    index = {line.id: line.index for line in declaration.lines}
    called = set[str]()
    for call in declaration.author_calls:
        called.add(call.note_id)
        if not call.note_id:
            told = f"no author's note answers the call “{call.label}”."
            yield Doubt("C-013", index[call.line_id], call.at + 1, told)
    for line in declaration.lines:
        if line.role == "author-note" and line.id not in called:
            told = f"nothing calls the note “{line.label or line.text[:12]}”."
            yield Doubt("C-013", line.index, 1, told)


def _pictures(declaration: Declaration) -> Iterator[Doubt]:
    for line in declaration.lines:
        for mark in line.marks:
            if mark.kind == "image" and mark.alternative == mark.file:
                told = f"write what {mark.file} shows behind the bar."
                yield Doubt("C-014", line.index, mark.start + 1, told)


def _variants(declaration: Declaration) -> Iterator[Doubt]:
    """Tell of each place where a witness reads otherwise and no decision stands."""
    lines = {line.id: line for line in declaration.lines}
    for variant in declaration.variants:
        if not variant.decision:
            line = lines[variant.line_id]
            told = "; ".join(f"{r.witness} reads “{r.text[:24]}”" for r in variant.readings)
            yield Doubt("C-017", line.index, variant.start - line.start + 1,
                        f"for “{variant.text[:24]}” {told}.")  # fmt: skip
