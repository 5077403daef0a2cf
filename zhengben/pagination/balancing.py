"""Shares out signatures evenly over their pages, so that none is left to a few of them.

Pages are filled from the head, and the last one gets what is left: of sixty states four by
themselves. Where several pages hold nothing but signatures each of them gets as much as the others;
one that follows the end of the text gets a third of a page at least.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, fsum
from typing import TypeVar

from zhengben.document.errors import RenderError
from zhengben.pagination.page_breaker import MadePage, Slug, make_up

T = TypeVar("T")
# a page of signatures behind the text is filled to this share, if that does not empty another one
_FEWEST = 1 / 3
# the page of the text keeps so much
_LEAST_LEFT = 0.45


def balanced(
    pages: Sequence[MadePage[T]], signing: Sequence[Slug[T]], depth_pt: float, leading_pt: float
) -> list[MadePage[T]]:
    """Return pages whose last slugs, the ``signing``, are shared out; as many as before.

    Pages with notes stay as they are: those have their place at the foot of their calls.
    """
    made, left, pure = list(pages), len(signing), 0
    while pure < len(made) and len(made[-1 - pure].slugs) <= left:
        left -= len(made[-1 - pure].slugs)
        pure += 1
    if not pure or any(page.notes for page in made[-1 - pure :]):
        return made
    if pure > 1:
        shared = _shared(signing[left:], pure, depth_pt, leading_pt)
        return [*made[:-pure], *shared] if shared else made
    if left:
        return [*made[:-2], *_moved(made[-2], made[-1], left, depth_pt)]
    return made


def _shared(
    slugs: Sequence[Slug[T]], count: int, depth_pt: float, leading_pt: float
) -> list[MadePage[T]]:
    """Make so many pages of the least depth that serves; none where a page would end amiss."""
    least = fsum(slug.height_pt for slug in slugs) / count
    for lines in range(int(least / leading_pt), ceil(depth_pt / leading_pt) + 1):
        try:
            pages = make_up(slugs, min(depth_pt, lines * leading_pt))
        except RenderError:
            continue
        if len(pages) == count and not any(page.slugs[-1].keep_next for page in pages[:-1]):
            # what is left then is shared by the pages that are left
            rest = slugs[len(pages[0].slugs) :] if count > 2 else ()
            shared = _shared(rest, count - 1, depth_pt, leading_pt) if rest else []
            return [pages[0], *shared] if shared else pages
    return []


def _moved(
    text: MadePage[T], last: MadePage[T], signed: int, depth_pt: float
) -> Iterator[MadePage[T]]:
    """Yield the end of the text and the page behind it, which gets more if it holds too little.

    ``signed`` is how many of the signing stand on the first one.
    """
    slugs, at = text.slugs, len(text.slugs)
    for end in range(len(slugs) - 1, len(slugs) - signed - 1, -1):
        if _height_pt((*slugs[at:], *last.slugs)) >= _FEWEST * depth_pt:
            break
        kept = _height_pt(slugs[:end]) >= _LEAST_LEFT * depth_pt
        if kept and not slugs[end - 1].keep_next:
            at = end
    yield MadePage(slugs[:at])
    yield MadePage((*slugs[at:], *last.slugs))


def _height_pt(slugs: Sequence[Slug[T]]) -> float:
    return fsum(slug.height_pt + slug.above_pt * (n > 0) for n, slug in enumerate(slugs))
