"""What a site says around its documents, one row a script: all of it is apparatus."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from zhengben.design.wording import WORDS


class SiteWords(Struct, frozen=True):
    """What the pages of a site say; ``{}`` is filled in."""

    script: str
    title: str
    home: str
    documents: str
    organs: str
    years: str
    genres: str
    series: str
    instruments: str
    cited_by: str
    nobody: str
    search: str
    search_label: str
    # of a search: documents and paragraphs found, more, nothing, at work, and that it needs http
    found: str
    more: str
    nothing: str
    working: str
    needs_http: str
    feeds: str
    library: str
    year: str
    count: str
    directions: str
    parts: str


_HANT = SiteWords(
    script="zh-Hant",
    title="正本文庫",
    home="文庫",
    documents="文件",
    organs="發布機關",
    years="年份",
    genres="體裁",
    series="系列",
    instruments="所引文書",
    cited_by="引用者",
    nobody="未署機關",
    search="搜尋",
    search_label="輸入任何連續文字，繁簡通查",
    found="{}件文件，{}處",
    more="再顯示",
    nothing="沒有找到。",
    working="搜尋中……",
    needs_http="搜尋需經由網頁伺服器開啟本頁；直接開啟檔案時不能使用。",
    feeds="訂閱：Atom、OPDS",
    library="館藏目錄：MARC 21",
    year="{}年",
    count="{}件",
    directions="排列",
    parts="分章閱讀",
)
_HANS = SiteWords(
    script="zh-Hans",
    title="正本文库",
    home="文库",
    documents="文件",
    organs="发布机关",
    years="年份",
    genres="体裁",
    series="系列",
    instruments="所引文书",
    cited_by="引用者",
    nobody="未署机关",
    search="搜索",
    search_label="输入任何连续文字，繁简通查",
    found="{}件文件，{}处",
    more="继续显示",
    nothing="没有找到。",
    working="搜索中……",
    needs_http="搜索需经由网页服务器打开本页；直接打开文件时不能使用。",
    feeds="订阅：Atom、OPDS",
    library="馆藏目录：MARC 21",
    year="{}年",
    count="{}件",
    directions="排列",
    parts="分章阅读",
)
_ROWS = (
    _HANT,
    _HANS,
    *(replace(_HANT, script=script) for script in ("zh-Hant-TW", "zh-Hant-HK")),
    *(replace(_HANS, script=script) for script in ("zh-Hans-SG", "zh-Hans-MY")),
)
SITE_WORDS: dict[str, SiteWords] = {row.script: row for row in _ROWS}
assert SITE_WORDS.keys() == WORDS.keys()
