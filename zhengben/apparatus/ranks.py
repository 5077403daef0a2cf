"""The ranks of headings, which e-books and Word files show in their outline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zhengben.design.run_in_heads import is_rubric
from zhengben.document.lines import Line

# neither HTML nor Word's own readers know deeper ones
DEEPEST_HEADING = 6


def heading_ranks(lines: Iterable[Line], rubrics_from: int = 1) -> Iterator[tuple[str, int]]:
    """Yield the rank of each heading of a text, from 1 and without gaps, by its line.

    Whatever the levels of the text, a heading stands one below the one over it. Rubrics of articles
    are headings: they stand below the heading over them, and where there is none at
    ``rubrics_from``.
    """
    above: list[int] = []
    for line in lines:
        if line.role == "annex":
            above = [0]
            yield line.id, 1
        elif line.role == "heading":
            while above and above[-1] >= line.level:
                above.pop()
            above.append(line.level)
            yield line.id, min(len(above), DEEPEST_HEADING)
        elif is_rubric(line):
            yield line.id, min(max(rubrics_from, len(above) + 1), DEEPEST_HEADING)
