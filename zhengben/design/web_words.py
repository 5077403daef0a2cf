"""What a web page and the site say beside the text, one row a script: all of it is apparatus.

Words are written, not converted, as those of zhengben.design.wording, which no page of paper needs
these beside.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from zhengben.design.wording import WORDS


class WebWords(Struct, frozen=True):
    """What stands around a text on a web page; ``{}`` is filled in."""

    script: str
    skip: str
    tools: str
    # the switches of a page
    scripts: str
    direction: str
    horizontal: str
    vertical: str
    colours: str
    automatic: str
    light: str
    dark: str
    formats: str
    # texts beside one another
    columns: str
    side_by_side: str
    articles: str
    all_articles: str
    changed_articles: str
    # citing a place
    cite: str
    whole: str
    copy_text: str
    copy_address: str
    copied: str
    close: str
    to_note: str
    # an article's paragraph, and that of a law of Taiwan, with its number
    clause: str
    clause_of_taiwan: str
    preamble_paragraph: str
    # what a page without a script cannot do
    without_script: str


_HANT = WebWords(
    script="zh-Hant",
    skip="跳到正文",
    tools="閱讀",
    scripts="文字",
    direction="排列",
    horizontal="橫排",
    vertical="直排",
    colours="明暗",
    automatic="隨系統",
    light="日間",
    dark="夜間",
    formats="其他格式",
    columns="各欄",
    side_by_side="並列",
    articles="條文",
    all_articles="全部",
    changed_articles="有修正者",
    cite="引用",
    whole="全文",
    copy_text="複製文字",
    copy_address="複製網址",
    copied="已複製",
    close="關閉",
    to_note="到註釋",
    clause="第{}款",
    clause_of_taiwan="第{}項",
    preamble_paragraph="序言第{}段",
    without_script="未執行程式碼：註釋見文末，段號即為該段網址。",
)
_HANS = WebWords(
    script="zh-Hans",
    skip="跳到正文",
    tools="阅读",
    scripts="文字",
    direction="排列",
    horizontal="横排",
    vertical="直排",
    colours="明暗",
    automatic="随系统",
    light="日间",
    dark="夜间",
    formats="其他格式",
    columns="各栏",
    side_by_side="并列",
    articles="条文",
    all_articles="全部",
    changed_articles="有修改者",
    cite="引用",
    whole="全文",
    copy_text="复制文字",
    copy_address="复制网址",
    copied="已复制",
    close="关闭",
    to_note="到注释",
    clause="第{}款",
    clause_of_taiwan="第{}项",
    preamble_paragraph="序言第{}段",
    without_script="未运行脚本：注释见文末，段号即为该段网址。",
)


def _with_forms(row: WebWords, script: str, table: dict[int, int]) -> WebWords:
    """Return a row with other forms of some characters."""
    put = {name: getattr(row, name).translate(table) for name in row.__struct_fields__}
    return replace(row, **{**put, "script": script})


_ROWS = (
    _HANT,
    _HANS,
    replace(_HANT, script="zh-Hant-TW"),
    _with_forms(_HANT, "zh-Hant-HK", str.maketrans("說閱臺", "説閲台")),
    replace(_HANS, script="zh-Hans-SG"),
    replace(_HANS, script="zh-Hans-MY"),
)
WEB_WORDS: dict[str, WebWords] = {row.script: row for row in _ROWS}
assert WEB_WORDS.keys() == WORDS.keys()
