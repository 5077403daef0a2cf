"""What became of the lines of a capture, as an editor is told it: each line once."""

from __future__ import annotations

from msgspec import Struct

from zhengben.intake.candidates import Candidate
from zhengben.intake.draft import Draft


class LineTold(Struct, frozen=True):
    """A line of the capture with its reason, or with the question that is asked about it."""

    line: int
    text: str
    about: str
    before: str = ""
    after: str = ""


class Summary(Struct, frozen=True):
    """How many lines there were and were kept, and all others by where they stand.

    ``asked`` are lines with a question, in the midst of the text or at its edges, each with its
    neighbours; ``omitted`` counts what holds no text, by what it is.
    """

    lines: int
    kept: int
    head: tuple[LineTold, ...]
    foot: tuple[LineTold, ...]
    markup: int
    asked: tuple[LineTold, ...]
    omitted: dict[str, int]


def summarize(draft: Draft) -> Summary:
    """Return what became of every line of a capture that is not blank."""
    candidates = draft.choice.candidates
    asked = {n: q.about for q in draft.questions if not q.answer for n in q.lines}
    kept = [c.number for c in candidates if not c.reason]
    first = kept[0] if kept else 0
    aside = [c for c in candidates if c.reason and c.number not in asked and not c.is_markup]
    doubted = list[LineTold]()
    for at, c in enumerate(candidates):
        if c.number in asked:
            before = candidates[at - 1].text if at else ""
            after = candidates[at + 1].text if at + 1 < len(candidates) else ""
            doubted.append(LineTold(c.number, c.text, asked[c.number], before, after))
    return Summary(
        lines=len(candidates),
        kept=len(kept),
        head=tuple(_shown(c) for c in aside if c.number < first),
        foot=tuple(_shown(c) for c in aside if c.number > first),
        markup=sum(c.is_markup for c in candidates),
        asked=tuple(doubted),
        omitted=dict(draft.extraction.omitted),
    )


def _shown(c: Candidate) -> LineTold:
    return LineTold(c.number, c.text, c.reason)
