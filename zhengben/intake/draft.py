"""Drafts a document: from the bytes of a capture to everything that its folder will hold."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from zhengben.capture import CapturedLine, CapturedText, CaptureError, extract
from zhengben.document.errors import ContentError
from zhengben.emendation.derivation import EmendationLedger, Recipe, follow
from zhengben.emendation.rules import RULES
from zhengben.intake.choosing import DECREE, PAGE_NUMBER, Candidate, Choice, choose
from zhengben.intake.hints import Hints
from zhengben.intake.metadata import Facts, find_facts
from zhengben.intake.patterns import DATELINE, HAN, bears_number, genre_of, is_running
from zhengben.intake.roles import Guess, guess
from zhengben.intake.sniff import Sniffed
from zhengben.intake.wrapping import columns, suspicious, wrapped
from zhengben.scripts.matching import script_of, simplified

_KANA = re.compile("[\u3041-\u30fa]")


@dataclass(slots=True)
class Draft:
    """All that was found in a capture, and the questions it leaves, each with the key it is for."""

    sniffed: Sniffed
    extraction: CapturedText
    choice: Choice
    recipe: Recipe
    canonical: str
    ledger: EmendationLedger
    guess: Guess
    facts: Facts
    doubts: list[str] = field(default_factory=list)


def draft(
    path: Path, sniffed: Sniffed, hints: Hints, received: datetime.date, title: str = ""
) -> Draft:
    """Read a capture with a person's hints; raise ContentError where it can be no document.

    ``title`` is one that the editor supplies because the source has none.
    """
    try:
        extraction = extract(sniffed.data, sniffed.reader, sniffed.encoding)
    except CaptureError as error:
        raise ContentError(str(error), path) from None
    choice = choose(extraction)
    _follow_hints(choice, hints)
    # each of its characters is looked at once, however long a text is
    tally = Counter("".join(c.text for c in choice.text))
    _demand_chinese(choice, tally, path)
    script = script_of(tally)
    recipe, doubts = _recipe(choice, extraction, hints, title, script, path)
    canonical, ledger = follow(extraction.text, recipe)
    texts = canonical.split("\n")[:-1]
    sources = [extraction.lines[n - 1] if n else CapturedLine(title) for n in ledger.sources]
    guessed = guess(texts, sources, genre_of(simplified(title or choice.title)))
    for row in guessed.rows:
        if row.index in hints.roles:
            row.role, row.level = hints.roles[row.index]
    _demand_one_document(guessed, path)
    doubts += [
        f"capture line {c.number}, “{c.text[:40]}”: is it part of the line before it?"
        for c in choice.candidates
        if c.reason.startswith("template ") and HAN.search(c.text.partition("|")[2])
    ]
    decree = [c.number for c in choice.candidates if c.reason == DECREE]
    if decree:
        doubts.append(
            f"capture lines {decree[0]}-{decree[-1]} are set apart as the decree that promulgates "
            "the text; “hints” can say otherwise."
        )
    facts = find_facts(guessed, choice, extraction, script, path.name, received)
    doubts += [*guessed.doubts, *guessed.signing.doubts]
    return Draft(sniffed, extraction, choice, recipe, canonical, ledger, guessed, facts, doubts)


def _follow_hints(choice: Choice, hints: Hints) -> None:
    for c in choice.candidates:
        if c.number in hints.text:
            c.reason = ""
        if c.number in hints.apart:
            c.reason = hints.apart[c.number]


def _count(tally: Mapping[str, int], counts: Callable[[str], object]) -> int:
    return sum(n for character, n in tally.items() if counts(character))


def _demand_chinese(choice: Choice, tally: Mapping[str, int], path: Path) -> None:
    """Refuse a page that is in another language, or in Japanese."""
    aside = "".join(c.text for c in choice.candidates if c.reason and c.line.kind != "chrome")
    written = _count(tally, str.isalpha)
    letters, han = written + sum(map(str.isalpha, aside)), _count(tally, HAN.match)
    kana = _count(tally, _KANA.match)
    few = han < 20 or (han * 8 < letters and han < 2000)
    if few or han * 3 < written or kana * 20 > han:
        raise ContentError(
            f"is not a text in Chinese: {han} of its {letters} letters are Han in running text; "
            "save the page's Chinese version.",
            path,
        )


def _recipe(
    choice: Choice, extraction: CapturedText, hints: Hints, title: str, script: str, path: Path
) -> tuple[Recipe, list[str]]:
    text = choice.text
    if not text:
        raise ContentError("holds no line of text beside the page's own.", path)
    if not title and not _is_title(text[0]):
        page = extraction.facts.get("title", "")
        named = f" (the page is called “{page}”)" if page else ""
        raise ContentError(
            f"has no title: its text begins “{text[0].text[:24]}”{named}; "
            'supply one with --set title="…".',
            path,
        )
    pages = [c.number for c in choice.candidates if c.reason == PAGE_NUMBER]
    spans = [s for s in wrapped(text, pages) if not hints.alone & set(range(s[0], s[1] + 1))]
    spans = [s for s in spans if not any(a <= s[1] and s[0] <= b for a, b in hints.joined)]
    joined = tuple(sorted((*spans, *hints.joined)))
    aside = frozenset(columns(text)) - hints.alone | hints.columns
    recipe = Recipe(
        lines=tuple(c.number for c in text),
        apart={c.number: c.reason for c in choice.candidates if c.reason},
        joined=joined,
        columns=aside,
        supplied=title,
    )
    capture_text = {c.number: c.line.text for c in choice.candidates}
    doubts = [f"capture line {n}, “…{capture_text[n][-10:]}”: does it go on in the next line?"
              for n in suspicious(spans, text)]  # fmt: skip
    return replace(recipe, rules=_rules(script, bool(joined), bool(aside))), doubts


def _rules(script: str, joined: bool, aside: bool) -> tuple[str, ...]:
    """Return the rules for a script, in the order in which they run."""
    other = "quotes-hans" if script == "zh-Hant" else "quotes-hant"
    left_out = {other} | ({"join"} if not joined else set()) | ({"columns"} if not aside else set())
    return tuple(name for name in RULES if name not in left_out)


def _is_title(first: Candidate) -> bool:
    numbered = bears_number(first.text, first.plain)
    return not is_running(first.text) and not numbered and first.line.kind not in ("cell", "item")


def _demand_one_document(guessed: Guess, path: Path) -> None:
    """Refuse a page with two documents: behind the signatures or the end another title follows."""
    rows = guessed.rows
    days = ["年" in r.plain and bool(DATELINE.fullmatch(r.plain)) for r in rows]
    seen = 0
    for at, row in enumerate(rows):
        if row.role == "annex":
            return
        article = row.label is not None and row.label.kind == "article"
        again = seen > 2 and row.label is not None and article and row.label.value == (1,)
        seen += article
        dated = any(days[max(3, at - 4) : at])
        around = rows[max(1, at - 8) : at] if again else [row] if dated and at > 5 else []
        titles = [r for r in around if genre_of(r.plain) and not r.running and r.label is None]
        if titles and sum(r.running for r in rows[at:]) > 1:
            raise ContentError(
                f"holds two documents: the second begins with “{titles[0].text[:24]}”; "
                "save each by itself.",
                path,
            )
