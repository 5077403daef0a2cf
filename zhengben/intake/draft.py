"""Drafts a document: from the bytes of a capture to everything that its folder will hold."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from zhengben.capture import CapturedLine, CapturedText, CaptureError, extract
from zhengben.document.errors import ContentError
from zhengben.document.notation import VERSION, parse
from zhengben.document.provenance import Question
from zhengben.document.regex import regex
from zhengben.emendation.derivation import EmendationLedger, Recipe, follow
from zhengben.emendation.rules import RADICAL, RULES, whole_character
from zhengben.intake.candidates import Candidate
from zhengben.intake.choosing import UNTITLED, Choice, below_head, choose
from zhengben.intake.front import Row, broken_title
from zhengben.intake.furniture import PAGE_NUMBER, bare, entitles
from zhengben.intake.heads import mark_heads
from zhengben.intake.hints import Hints
from zhengben.intake.metadata import Facts, find_facts
from zhengben.intake.named_below import Span, named_below
from zhengben.intake.patterns import HAN
from zhengben.intake.questions import questions_of
from zhengben.intake.roles import Guess, guess
from zhengben.intake.sniff import Sniffed
from zhengben.intake.wrapping import columns, suspicious, wrapped
from zhengben.scripts.matching import script_of, simplified

ANOTHER = "another document seems to begin here: it stands as a part of this one"
# letters of a translation that stand for one Han, at most
_TRANSLATED = 20
_KANA = regex("[\u3041-\u30fa]")
# a name with の in it makes no text Japanese
_FEWEST_KANA = 5
_ADDRESS = regex(r"(?:https?://|www\.)[!-~]+")


class Draft(Struct):
    """All that was found in a capture, and the questions it leaves, each with the key it is for."""

    sniffed: Sniffed
    extraction: CapturedText
    choice: Choice
    recipe: Recipe
    canonical: str
    ledger: EmendationLedger
    guess: Guess
    facts: Facts
    questions: tuple[Question, ...] = ()
    doubts: list[str] = field(default_factory=list)


def draft(
    path: Path,
    sniffed: Sniffed,
    hints: Hints,
    received: datetime.date,
    title: str = "",
    answered: Sequence[Question] = (),
    settled: Collection[int] = (),
    genre: str = "",
) -> Draft:
    """Read a capture with a person's hints; raise ContentError where it can be no document.

    ``title`` is one that the editor supplies because the source has none. ``answered`` are
    questions of an earlier reading, ``settled`` lines that it left no question about, ``genre``
    what a person said of that.
    """
    try:
        extraction = extract(sniffed.data, sniffed.reader, sniffed.encoding)
    except CaptureError as error:
        raise ContentError(str(error), path) from None
    choice = choose(extraction, title)
    _follow_hints(choice, hints, answered)
    if choice.text and bare(simplified(title)) == bare(choice.text[0].plain):
        title = ""
    # each of its characters is looked at once, however long a text is
    tally = Counter("".join(c.text for c in choice.text))
    _demand_chinese(choice, tally, path)
    script = script_of(tally)
    recipe, doubts = _recipe(choice, hints, title, script, path, extraction)
    canonical, ledger, guessed = _followed(extraction, recipe, genre)
    lines = broken_title(guessed.rows)
    if span := _span(lines, ledger.sources, recipe, hints):
        joined = tuple(sorted((*recipe.joined, span)))
        rules = _rules(script, True, bool(recipe.columns), "name-below" in recipe.rules)
        recipe = replace(recipe, joined=joined, rules=rules)
        canonical, ledger, guessed = _followed(extraction, recipe, genre)
    if len(guessed.rows) == 1:
        raise ContentError(
            f"holds a single line of text, “{guessed.rows[0].text[:24]}”; save the whole page, or "
            'supply its title with --set title="…".',
            path,
        )
    for row in guessed.rows:
        if row.index in hints.roles:
            row.role, row.level = hints.roles[row.index]
    _doubt_second_document(guessed, ledger.sources, choice)
    known = {*settled, *hints.text, *hints.apart}
    questions = questions_of(choice.candidates, answered, known)
    facts = find_facts(guessed, choice, extraction, script, path.name, received)
    if span and "".join(row.text for row in lines) == guessed.rows[lines[0].index - 1].text:
        facts.values["title-lines"] = tuple(row.text for row in lines)
    doubts += [*guessed.doubts, *guessed.signing.doubts, *mark_heads(guessed.rows)]
    return Draft(
        sniffed, extraction, choice, recipe, canonical, ledger, guessed, facts, questions, doubts
    )


def _followed(
    extraction: CapturedText, recipe: Recipe, stated: str
) -> tuple[str, EmendationLedger, Guess]:
    """Return the canonical text of a recipe, its ledger, and what its lines are taken for."""
    canonical, ledger = follow(extraction.text, recipe)
    texts = canonical.split("\n")[:-1]
    if recipe.notation:
        # what a line is does not hang on its marks
        texts = [parse(text).text for text in texts]
    given = CapturedLine(recipe.supplied)
    sources = [extraction.lines[n - 1] if n else given for n in ledger.sources]
    return canonical, ledger, guess(texts, sources, stated)


def _span(
    lines: Sequence[Row], sources: Sequence[int], recipe: Recipe, hints: Hints
) -> tuple[int, int] | None:
    """Return which lines of the capture a title was broken into, where nothing speaks against."""
    numbers = [sources[row.index - 1] for row in lines]
    if not numbers or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return None
    span = numbers[0], numbers[-1]
    parted = not numbers[0] or hints.alone & set(numbers)
    return None if parted or any(a <= span[1] and span[0] <= b for a, b in recipe.joined) else span


def _follow_hints(choice: Choice, hints: Hints, answered: Sequence[Question]) -> None:
    said = {number: question for question in answered for number in question.lines}
    for c in choice.candidates:
        if question := said.get(c.number):
            c.reason = "" if question.answer == "text" else c.reason or question.about
        if c.number in hints.text or any(a <= c.number <= b for a, b in hints.joined):
            c.reason = ""
        if c.number in hints.apart:
            c.reason = hints.apart[c.number]


def _count(tally: Mapping[str, int], counts: Callable[[str], object]) -> int:
    return sum(n for character, n in tally.items() if counts(character))


def _demand_chinese(choice: Choice, tally: Mapping[str, int], path: Path) -> None:
    """Refuse a page that is in another language, or in Japanese."""
    aside = "".join(
        c.text for c in choice.candidates if c.reason and c.line.kind not in ("chrome", "markup")
    )
    written = _count(tally, str.isalpha)
    letters, han = written + sum(map(str.isalpha, aside)), _count(tally, HAN.match)
    # an address may be longer than the text that it stands in
    named = (address for c in choice.text for address in _ADDRESS.findall(c.text))
    addresses = sum(map(str.isalpha, "".join(named)))
    written, letters = written - addresses, letters - addresses
    kana = _count(tally, _KANA.match)
    if kana >= _FEWEST_KANA and kana * 20 > han:
        raise ContentError(
            f"is a text in Japanese: {kana} of its {letters} letters are kana; save the page's "
            "Chinese version.",
            path,
        )
    # a short notice may stand beside its translation; a link “中文” on a page makes no text of it
    few = not han or (han * _TRANSLATED < letters and han < 2000)
    if few or han * 3 < written:
        raise ContentError(
            f"is not a text in Chinese: {han} of its {letters} letters are Han in running text; "
            "save the page's Chinese version.",
            path,
        )


def _recipe(
    choice: Choice, hints: Hints, title: str, script: str, path: Path, extraction: CapturedText
) -> tuple[Recipe, list[str]]:
    text = choice.text
    if not text:
        raise ContentError("holds no line of text beside the page's own.", path)
    first = below_head(text)
    if not title and not entitles(first):
        named = extraction.facts.get("entitled", "")
        first.doubt = f"{UNTITLED}; the page calls it “{named}”" if named else UNTITLED
    spans, below, asked = _spans(choice, first, hints)
    joined = tuple(sorted((*spans, *below, *hints.joined)))
    aside = frozenset(columns(text)) - hints.alone | hints.columns
    recipe = Recipe(
        lines=tuple(c.number for c in text),
        apart={c.number: c.reason for c in choice.candidates if c.reason},
        joined=joined,
        columns=aside,
        supplied=title,
        notation=VERSION if extraction.marked else 0,
    )
    capture_text = {c.number: c.line.text for c in choice.candidates}
    doubts = [f"capture line {n}, “…{capture_text[n][-10:]}”: does it go on in the next line?"
              for n in suspicious(spans, text)]  # fmt: skip
    doubts += [*asked, *_radicals(choice)]
    return replace(recipe, rules=_rules(script, bool(joined), bool(aside), bool(below))), doubts


def _spans(
    choice: Choice, first: Candidate, hints: Hints
) -> tuple[list[Span], list[Span], list[str]]:
    """Return the lines that are one paragraph each, numbers with their names, and what is asked.

    ``first`` is the title; what a person said of a line holds.
    """
    pages = [c.number for c in choice.candidates if c.reason == PAGE_NUMBER]
    spans = [s for s in wrapped(choice.text, pages) if not hints.alone & set(range(s[0], s[1] + 1))]
    spans = _beside(spans, hints.joined)
    below, asked = named_below(choice.text, first)
    return spans, _beside(below, (*spans, *hints.joined, *((n, n) for n in hints.alone))), asked


def _beside(spans: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    """Return the spans that share no line with those that are taken."""
    return [s for s in spans if not any(a <= s[1] and s[0] <= b for a, b in taken)]


def _radicals(choice: Choice) -> list[str]:
    """Ask about characters copied out of a PDF that only look like others, if there are any."""
    forms = [c for line in choice.text for c in RADICAL.findall(line.text)]
    mended = dict.fromkeys(c for c in forms if whole_character(c) != c)
    if not mended:
        return []
    shown = ", ".join(f"{c} (U+{ord(c):04X}) for {whole_character(c)}" for c in [*mended][:6])
    count = sum(c in mended for c in forms)
    return [f"{count} radicals or compatibility ideographs stand for characters, {shown}: the "
            "rule “radicals” mends them; is that right?"]  # fmt: skip


def _rules(script: str, joined: bool, aside: bool, named: bool) -> tuple[str, ...]:
    """Return the rules for a script, in the order in which they run."""
    other = "quotes-hans" if script == "zh-Hant" else "quotes-hant"
    used = {"join": joined, "columns": aside, "name-below": named}
    left_out = {other, *(name for name, needed in used.items() if not needed)}
    return tuple(name for name in RULES if name not in left_out)


def _doubt_second_document(guessed: Guess, sources: Sequence[int], choice: Choice) -> None:
    """Ask about each title of what seems to be another document."""
    by_number = {c.number: c for c in choice.candidates}
    for row in guessed.instruments:
        c = by_number[sources[row.index - 1]]
        c.doubt = c.doubt or ANOTHER
