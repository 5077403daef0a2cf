"""The table of genres: what a declaration, communiqué, treaty, law or resolution composes.

``genre`` in ``document.toml`` chooses a row here, the template of that name in
``templates/genres/``, and the sheet in ``styles/genres/``. Sources: the gazettes of
the National People's Congress and of Taiwan's Presidential Office for laws, the United Nations
Treaty Series and the Treaty Series of the People's Republic of China for treaties, documents
A/RES/… of the United Nations in Chinese for resolutions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zhengben.design.run_in_heads import (
    RunInHead,
    no_run_in_head,
    number_run_in_head,
    opening_run_in_head,
)
from zhengben.document.declaration import Declaration

# white space above and below what stands alone, in lines
Air = tuple[float, float]
# a text of more characters is long: readers look for its articles in a list of contents
LONG_TEXT = 6000


@dataclass(frozen=True, slots=True)
class Genre:
    """What distinguishes a genre beside its template and its sheet.

    ``air`` is the white space of headings of the levels 1, 2 and 3, ``number_air`` that of the
    number of an article that stands alone. ``heading_em`` is what a character of a heading of
    level 1 takes as the genre's sheet sets it, in em of the text. ``run_in_head`` tells which words
    open a line in the face of headings, as offsets in it. ``hangs`` puts the numbers of articles in
    the margin of their text. ``lists_articles`` lists articles that bear a subject in the contents
    of a long text. Signatures have a ``page``, or ``columns`` by party on one, or the text goes on
    with them (``follow``). ``clauses`` are what the colophon quotes from the text
    (zhengben.apparatus.clauses).
    """

    name: str
    air: tuple[Air, Air, Air]
    run_in_head: RunInHead
    signing: Literal["page", "columns", "follow"]
    number_air: Air = (0.5, 0.0)
    heading_em: float = 1.0
    hangs: bool = False
    lists_articles: bool = False
    clauses: tuple[str, ...] = ()


_PLAIN = ((1.0, 0.0), (1.0, 0.0), (0.5, 0.0))
_AIRY = ((2.0, 1.0), (1.0, 0.5), (0.5, 0.0))

GENRES: dict[str, Genre] = {
    genre.name: genre
    for genre in (
        Genre("declaration", _PLAIN, no_run_in_head, "page"),
        Genre("communique", _PLAIN, no_run_in_head, "columns"),
        Genre(
            "treaty",
            ((1.5, 0.5), (1.0, 0.0), (0.5, 0.0)),
            number_run_in_head,
            "columns",
            number_air=(1.0, 0.0),
            heading_em=1.06,
            lists_articles=True,
            clauses=("languages", "depositary", "force"),
        ),
        Genre(
            "law",
            _AIRY,
            number_run_in_head,
            "follow",
            heading_em=1.125 * 1.06,
            hangs=True,
            clauses=("effect",),
        ),
        Genre("resolution", _PLAIN, opening_run_in_head, "follow"),
    )
}


def genre_of(declaration: Declaration) -> Genre:
    """Return the row of a declaration's genre."""
    return GENRES[declaration.genre]
