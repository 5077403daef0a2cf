"""Finds names of parts and chapters in the line below their numbers: 第一章, 總則."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from zhengben.document.numbering import parse_bullet, parse_label
from zhengben.intake.candidates import Candidate
from zhengben.intake.patterns import DATELINE, SESSION, is_running

_UNITS = ("part", "chapter", "section")
_LONGEST = 40
Span = tuple[int, int]


def named_below(text: Sequence[Candidate], title: Candidate) -> tuple[list[Span], list[str]]:
    """Return the spans of capture lines that are a number and its name, and what is asked.

    ``text`` are the lines of a text, of which ``title`` is one: a heading stands below it. Where a
    number of the same kind has no name, it is asked whether the others have.
    """
    below = text[next(n for n, c in enumerate(text) if c is title) + 1 :]
    spans, bare = list[Span](), dict[str, list[Candidate]]()
    named = set[str]()
    for c, following in pairwise((*below, None)):
        kind = _bare_unit(c)
        if not kind or c is None:
            continue
        if following is not None and _names(following) and _goes_on(below, following):
            spans.append((c.number, following.number))
            named.add(kind)
        else:
            bare.setdefault(kind, []).append(c)
    return spans, list(_asked(bare, named))


def _asked(bare: dict[str, list[Candidate]], named: set[str]) -> Iterator[str]:
    for kind in bare:
        if kind in named:
            told = ", ".join(f"“{c.text}”" for c in bare[kind][:3])
            yield (
                f"{told}: no name stands below, but below others of the kind one does; is the line "
                "below each of those numbers its name?"
            )


def _bare_unit(c: Candidate | None) -> str:
    """Return the kind of a unit whose number is all that a line says, or nothing."""
    if c is None or c.line.kind not in ("text", "heading"):
        return ""
    label = parse_label(c.text)
    alone = label is not None and label.kind in _UNITS and label.text == c.text
    return label.kind if label is not None and alone else ""


def _names(c: Candidate) -> bool:
    stated = SESSION.search(c.plain) or DATELINE.fullmatch(c.plain)
    plain = c.line.kind in ("text", "heading") and parse_label(c.text) is None
    short = len(c.text) <= _LONGEST and not is_running(c.text) and c.text[0] not in "[［〔（("
    return plain and short and not stated and not parse_bullet(c.text)


def _goes_on(text: Sequence[Candidate], name: Candidate) -> bool:
    """Tell a name from the last line of a text: something stands below it."""
    return name is not text[-1]
