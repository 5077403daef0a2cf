"""The contents of a book: sections, the headings in them, and an entry for each article.

Readers fold what stands below an entry; the page of contents leaves articles out where there are
many.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from zhengben.apparatus.sections import Section
from zhengben.design.run_in_heads import is_rubric
from zhengben.document.lines import Line
from zhengben.document.regex import regex

# more entries than fit on three screens are too many to look through
MOST_ENTRIES = 60
# how much of an article is quoted where its number alone, such as 一, would tell nothing
_QUOTED = 20
_CLAUSE = regex(rf"[ \u3000]*([^，。；：、！？“「]{{1,{_QUOTED}}})")
_STOPS = "、.．"


class ContentsEntry(Struct, frozen=True):
    """An entry of the contents; ``at`` is where it stands: its file's number and the offset.

    ``article`` tells an article from a section or a heading.
    """

    title: str
    href: str
    span: str = ""
    at: tuple[int, int] = (0, -1)
    article: bool = False
    entries: list[ContentsEntry] = field(default_factory=list)


def entry_of(
    section: Section, homes: Mapping[str, str], opened: Mapping[str, str]
) -> ContentsEntry:
    """Return a whole section's entry with the headings and articles of its lines below it.

    ``homes`` are the files of lines, ``opened`` the lines that files begin with, in order.
    """
    lines, files = section.lines, list(opened)
    home = homes[lines[0].id]
    # whatever stands first in a file has the file's address
    anchor = f"#{section.id}" if opened[home] != lines[0].id else ""
    at = (files.index(home), lines[0].start if anchor else -1)
    whole = ContentsEntry(section.title, home + anchor, _span(lines), at)
    above: list[tuple[int, ContentsEntry]] = [(0, whole)]
    deepest = max((line.level for line in lines if line.role == "heading"), default=0)
    for line in lines[1:] if section.heading else lines:
        level = line.level if line.role == "heading" else 0
        article = line.role == "article"
        if not level and not article:
            continue
        level = level or deepest + 1
        while len(above) > 1 and above[-1][0] >= level:
            above.pop()
        href = f"{homes[line.id]}#{line.id}"
        at = (files.index(homes[line.id]), line.start)
        title = article_title(line) if article else line.words
        entry = ContentsEntry(title, href, "", at, article)
        above[-1][1].entries.append(entry)
        above.append((level, entry))
    return whole


def article_title(line: Line) -> str:
    """Return how the contents call an article: by rubric or number, a bare one with a clause."""
    if is_rubric(line):
        return line.words
    if not line.label:
        return line.words[:_QUOTED]
    label = line.label.rstrip(_STOPS)
    if label.startswith("第"):
        return label
    clause = _CLAUSE.match(line.words, len(line.label))
    return f"{label}　{clause[1]}" if clause else label


def below(entries: Sequence[ContentsEntry]) -> Iterator[ContentsEntry]:
    """Yield entries and all that stand below them, in order."""
    for entry in entries:
        yield entry
        yield from below(entry.entries)


def on_page(entries: Sequence[ContentsEntry]) -> tuple[ContentsEntry, ...]:
    """Return what the page of contents shows: no articles where there are many entries."""
    if sum(1 for _ in below(entries)) <= MOST_ENTRIES:
        return tuple(entries)
    return tuple(_without_articles(entries))


def _without_articles(entries: Sequence[ContentsEntry]) -> Iterator[ContentsEntry]:
    for entry in entries:
        if not entry.article:
            lower = list(_without_articles(entry.entries))
            yield ContentsEntry(entry.title, entry.href, entry.span, entry.at, False, lower)


def _span(lines: Sequence[Line]) -> str:
    """Tell the first and the last number in some lines, ours or those of the text's articles."""
    numbers = [str(line.number) for line in lines if line.number]
    labels = [line.label.rstrip(_STOPS) for line in lines if line.role == "article" and line.label]
    found = numbers or labels
    return "–".join(dict.fromkeys((found[0], found[-1]))) if found else ""
