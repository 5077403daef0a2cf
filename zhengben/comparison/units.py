"""Divides a text into what a comparison sets side by side: articles with all that is in them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from zhengben.document.lines import Line, Role

# what stands by itself, and what stands in the unit before it
_ALONE: tuple[Role, ...] = (
    "title", "subtitle", "session", "organ", "dateline", "preamble", "heading", "annex", "office",
    "name", "signature", "testimonium", "closing",
)  # fmt: skip
_WITHIN: tuple[Role, ...] = ("item", "bullet", "cell", "remark", "author-note")


class ArticleUnit(Struct, frozen=True):
    """An article with its paragraphs and items, or a line that stands by itself."""

    lines: tuple[Line, ...]

    @property
    def id(self) -> str:
        """Return the anchor of its first line."""
        return self.lines[0].id

    @property
    def role(self) -> Role:
        """Return what its first line is."""
        return self.lines[0].role

    @property
    def label(self) -> str:
        """Return the number that it bears itself, or an empty text."""
        return self.lines[0].label

    @property
    def text(self) -> str:
        """Return its lines, one line feed between two."""
        return "\n".join(line.text for line in self.lines)

    @property
    def body(self) -> str:
        """Return its text without the number and the blank behind it."""
        return self.text[len(self.label) :].lstrip(" \u3000")


def units(lines: Sequence[Line]) -> list[ArticleUnit]:
    """Return the units of a text, in its order; every line stands in one."""
    found, article = list[list[Line]](), False
    for line in lines:
        within = line.role in _WITHIN or (article and line.role == "paragraph")
        if within and found and (article or found[-1][0].role not in _ALONE):
            found[-1].append(line)
            continue
        article = line.role == "article"
        found.append([line])
    return [ArticleUnit(tuple(group)) for group in found]
