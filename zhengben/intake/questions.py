"""Questions about lines: what a person must say before a document is published.

Between the first and the last line of a text nothing is set apart without one. Lines of a kind
are one question; they stand where they are, as text or apart, until it is answered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from zhengben.document.provenance import Question
from zhengben.intake.candidates import Candidate


def ask(candidates: Sequence[Candidate]) -> None:
    """Doubt each line that is set apart though it may be text."""
    # a heading that stands outside the text of its page is its title, not its first line
    text = [at for at, c in enumerate(candidates) if not c.reason and not c.line.guessed]
    first, last = (text[0], text[-1]) if text else (0, -1)
    for at, c in enumerate(candidates):
        if c.reason and not c.is_markup and not c.doubt and (first < at < last or _may_be_text(c)):
            c.doubt = c.reason
    # lines of a kind are one question
    asked = {c.doubt for c in candidates if c.doubt and c.reason}
    for c in candidates:
        if c.reason in asked and not c.is_markup:
            c.doubt = c.doubt or c.reason


def _may_be_text(c: Candidate) -> bool:
    """Tell a line that was set apart by its look, although it runs like one of a text."""
    guessed = c.line.kind != "chrome" or c.line.guessed
    return guessed and c.runs and c.reason not in ("page number", "ornament")


def questions_of(
    candidates: Iterable[Candidate],
    answered: Sequence[Question] = (),
    settled: Collection[int] = (),
) -> tuple[Question, ...]:
    """Return the open questions, lines of a kind together, behind those that were answered.

    ``settled`` are lines of which a person has said what they are.
    """
    said = {number for question in answered for number in question.lines} | set(settled)
    kinds = dict[str, list[int]]()
    for c in candidates:
        if c.doubt and c.number not in said:
            kinds.setdefault(c.doubt, []).append(c.number)
    opened = (Question(tuple(numbers), about) for about, numbers in kinds.items())
    return (*answered, *opened)
