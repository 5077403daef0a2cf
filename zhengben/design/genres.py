"""The table of genres: what a declaration, communiqué, treaty, law or resolution composes.

``genre`` in ``document.toml`` chooses a row here, the template of that name in
``templates/genres/``, and the sheet in ``styles/genres/``. What a row leaves out is told in one
sentence when the registry is read (zhengben.design.registry); how a genre is added is told in
docs/extending.md. Sources: the gazettes of
the National People's Congress and of Taiwan's Presidential Office for laws, the United Nations
Treaty Series and the Treaty Series of the People's Republic of China for treaties, documents
A/RES/… of the United Nations in Chinese for resolutions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

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


_PLAIN: tuple[Air, Air, Air] = ((1.0, 0.0), (1.0, 0.0), (0.5, 0.0))
_AIRY: tuple[Air, Air, Air] = ((2.0, 1.0), (1.0, 0.5), (0.5, 0.0))


class Genre(Struct, frozen=True, kw_only=True):
    """What distinguishes a genre beside its template and its sheet.

    ``words`` are what it is called in each script, by its tag; ``akoma_ntoso`` is the type of its
    document in Akoma Ntoso; ``title_ends`` is how its titles end, as a regular expression over the
    title in Simplified: by that a new text is known (zhengben.intake).

    ``air`` is the white space of headings of the levels 1, 2 and 3, ``number_air`` that of the
    number of an article that stands alone. ``heading_em`` is what a character of a heading of
    level 1 takes as the genre's sheet sets it, in em of the text. ``run_in_head`` tells which words
    open a line in the face of headings, as offsets in it. ``hangs`` puts the numbers of articles in
    the margin of their text. ``lists_headings`` gives a text of many headings a list of contents,
    ``lists_articles`` lists articles that bear a subject in that of a long text. Signatures have a
    ``page``, or ``columns`` by party on one, or the text goes on with them (``follow``).
    ``clauses`` are what the colophon quotes from the text (zhengben.apparatus.clauses).
    """

    name: str
    words: Mapping[str, str] = field(default_factory=dict)
    akoma_ntoso: Literal["", "act", "statement", "judgment", "doc", "documentCollection"] = ""
    title_ends: str = ""
    air: tuple[Air, Air, Air] = _PLAIN
    run_in_head: RunInHead = no_run_in_head
    signing: Literal["page", "columns", "follow"] = "follow"
    number_air: Air = (0.5, 0.0)
    heading_em: float = 1.0
    hangs: bool = False
    lists_headings: bool = True
    lists_articles: bool = False
    clauses: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """Return what is the same for equal rows: their words are a mapping, which has none."""
        return hash(self.name)


ROWS: tuple[Genre, ...] = (
    Genre(
        name="declaration",
        words={"zh-Hant": "宣言", "zh-Hans": "宣言"},
        akoma_ntoso="statement",
        title_ends="(?:宣言|声明|纲领|倡议|宣言书|公告|方针)",
        signing="page",
    ),
    Genre(
        name="communique",
        words={"zh-Hant": "公報", "zh-Hans": "公报"},
        akoma_ntoso="statement",
        title_ends="公报(?:稿)?",
        signing="columns",
    ),
    Genre(
        name="treaty",
        words={"zh-Hant": "條約", "zh-Hans": "条约"},
        akoma_ntoso="act",
        title_ends="(?:条约|公约|协定|协议|议定书|宪章|备忘录|换文|换函|互换(?:的)?(?:照会|函件|信件)|盟约|专约|协约|规约)",
        air=((1.5, 0.5), (1.0, 0.0), (0.5, 0.0)),
        run_in_head=number_run_in_head,
        signing="columns",
        number_air=(1.0, 0.0),
        heading_em=1.06,
        lists_articles=True,
        clauses=("languages", "depositary", "force"),
    ),
    Genre(
        name="law",
        words={"zh-Hant": "法律", "zh-Hans": "法律"},
        akoma_ntoso="act",
        title_ends="(?:法|法律|条例|规定|办法|细则|规则|准则|宪法|解释|通则|章程)",
        air=_AIRY,
        run_in_head=number_run_in_head,
        heading_em=1.125 * 1.06,
        hangs=True,
        clauses=("effect",),
    ),
    Genre(
        name="resolution",
        words={"zh-Hant": "決議", "zh-Hans": "决议"},
        akoma_ntoso="statement",
        title_ends="(?:决议|决定)",
        run_in_head=opening_run_in_head,
    ),
    # 公文: headings stand in the lines of the text, without air (GB/T 9704-2012, 7.3.3)
    Genre(
        name="official-document",
        words={"zh-Hant": "公文", "zh-Hans": "公文"},
        akoma_ntoso="doc",
        # those that other genres have too are theirs, unless the page shows more
        title_ends="(?:通知|通报|通告|批复|意见|请示|关于.{2,60}报告|函|纪要|令|命令|议案|决定书"
        "|公告|决定|决议|公报)",
        air=((0.0, 0.0), (0.0, 0.0), (0.0, 0.0)),
        # the first page shows the text (7.3.3)
        lists_headings=False,
    ),
)
GENRES: dict[str, Genre] = {genre.name: genre for genre in ROWS}


def genre_of(declaration: Declaration) -> Genre:
    """Return the row of a declaration's genre."""
    return GENRES[declaration.genre]
