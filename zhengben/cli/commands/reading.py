"""Tells what `new` found in a capture, and what became of each of its lines."""

from __future__ import annotations

from collections.abc import Iterable

from zhengben.intake.draft import Draft
from zhengben.intake.summary import LineTold, summarize
from zhengben.intake.writing import structure_rows

_SHOWN = 40


def tell(made: Draft, *, every_line: bool) -> None:
    """Print what was found, and at the end what became of the lines and what is asked."""
    rows, sniffed = made.guess.rows, made.sniffed
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.role] = counts.get(row.role, 0) + 1
    restored = {name: n for name, n in made.ledger.counts().items() if n}
    print(f"read as {sniffed.reader}, {sniffed.encoding}")
    title = next((row for row in rows if row.role == "title"), rows[0])
    print(f"  title: {title.text}")
    print("  found: " + ", ".join(f"{n} {role}" for role, n in counts.items()))
    print("  restored: nothing" if not restored else "  restored:")
    for name, count in restored.items():
        print(f"    {count} × {made.ledger.reason(name)} ({name})")
    print(f"  numbers: {'the text bears its own' if made.guess.own else 'ours'}")
    if every_line:
        _tell_structure(made)
    _tell_lines(made)
    _tell_questions(made)


def _tell_structure(made: Draft) -> None:
    """Print every line of the text with what it is taken for."""
    print("text:")
    for row in made.guess.rows:
        level = f" {row.level}" if row.level else ""
        print(f"  {row.index:>5}  {row.role + level:<12} {row.text[:60]}")
    print("structure:")
    for line in structure_rows(made):
        print(f"  {line}")


def _tell_lines(made: Draft) -> None:
    """Print what became of the lines of the capture."""
    summary = summarize(made)
    print(f"lines of the capture: {summary.lines}, kept as text: {summary.kept}")
    _tell_apart("head", summary.head)
    _tell_apart("foot", summary.foot)
    if summary.markup:
        print(f"  lines of markup: {summary.markup}")
    for what, count in summary.omitted.items():
        print(f"  {what}, which hold no text: {count}")


def _tell_apart(where: str, shown: Iterable[LineTold]) -> None:
    lines = list(shown)
    if lines:
        print(f"  set apart at the {where}: {len(lines)}")
    for line in lines:
        print(f"  {line.line:>5}  {line.text[:_SHOWN]}  ({line.about})")


def _tell_questions(made: Draft) -> None:
    """Print what is asked: about lines of the capture, with their neighbours, and the metadata."""
    asked = [f"{key}: {sentence}" for key, sentence in made.facts.questions.items()]
    asked += made.doubts
    lines = summarize(made).asked
    print("questions:" if asked or lines else "questions: none")
    for sentence in asked:
        print(f"  ? {sentence}")
    for about in dict.fromkeys(line.about for line in lines):
        mine = [line for line in lines if line.about == about]
        aside = mine[0].line in made.recipe.apart
        print(f"  ? {about}: lines {'set apart' if aside else 'that stand as text'}: {len(mine)}")
        known = {line.text for line in mine}
        for line in mine:
            near = [text[:12] for text in (line.before, line.after) if text and text not in known]
            between = f"  (beside {' | '.join(near)})" if near else ""
            print(f"  {line.line:>5}  {line.text[:_SHOWN]}{between}")
