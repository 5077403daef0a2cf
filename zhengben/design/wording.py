"""The press's own words, one row a script: all of them are apparatus.

``{}`` is filled in. Words are written, not converted: what a reader in Beijing calls 标识符 is no
other form of 識別碼. The rows of Taiwan and Hong Kong are the general one with their own forms of
characters, since the vocabulary of a colophon is the same. What belongs to one edition or one genre
stands in its row (zhengben.design.editions, zhengben.design.genres) and is gathered here.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from zhengben.design.editions import EDITIONS
from zhengben.design.genres import GENRES

# what e-books and lists say, which take the characters they need from what they show
_ON_NO_PAGE = frozenset(("labels", "details", "continued"))


class Words(Struct, frozen=True):
    """What an edition says outside the canonical text."""

    script: str
    # what this script calls itself and the others
    scripts: dict[str, str]
    genre: dict[str, str]
    # parts of the document
    cover: str
    cover_alt: str
    contents: str
    contents_note: str
    landmarks: str
    # the pages of the print edition, in an e-book
    page_list: str
    page_list_value: str
    printed_page: str
    on_page: str
    preamble: str
    title_page: str
    text: str
    text_grouped: str
    signatories: str
    notes: str
    author_notes: str
    rest: str
    note: str
    # before the numbers of our notes, where the author has notes too
    editors: str
    back: str
    paragraph: str
    # the table of instruments
    instruments: str
    instrument: str
    events: str
    cited_in: str
    # the colophon
    colophon: str
    # behind the colophon of an e-book: by what it can be compared and traced
    details: str
    # a heading that goes on in another file of an e-book
    continued: str
    edition: str
    # what each edition is called
    labels: dict[str, str]
    # what each print edition is, and what it does where it must do otherwise
    editions: dict[str, str]
    # what the text itself says in its final clauses
    clauses: dict[str, str]
    unofficial: str
    nature: str
    nature_value: str
    notice: str
    issuer: str
    source: str
    source_value: str
    address: str
    received: str
    capture_sha256: str
    canonical_sha256: str
    text_sha256: str
    script_label: str
    # filled with the name of the script, and for a converted one also with that of the canonical
    # text's, the configuration and the count of characters
    script_canonical: str
    script_converted: str
    fonts: str
    fonts_value: str
    # what is said where a script has to do with another one's face; empty elsewhere
    fonts_note: str
    rights: str
    source_licence: str
    series_label: str
    predecessor: str
    successor: str
    work: str
    identifier: str
    made: str
    tool: str
    layout: str
    horizontal: str
    vertical: str
    accessibility: str
    accessibility_pages: str
    # the collation edition: filled with the names of two scripts
    collation: str
    collation_marks: str
    # the ledger of a conversion, for the editor: its parts, and who decided a character
    ledger: str
    changes: str
    choices: str
    not_reversed: str
    rules: dict[str, str]

    def all(self) -> list[str]:
        """Return every word that stands on pages, for the characters that fonts have to show."""
        return self._of(name for name in self.__struct_fields__ if name not in _ON_NO_PAGE)

    def everything(self) -> list[str]:
        """Return every word, those too that stand in outlines and links alone."""
        return self._of(self.__struct_fields__)

    def _of(self, names: Iterable[str]) -> list[str]:
        texts: list[str] = []
        for name in names:
            value = getattr(self, name)
            texts += value.values() if isinstance(value, dict) else [value]
        return texts

    def written_in(
        self, script: str, origin: str = "", configuration: str = "", changed: int = 0
    ) -> str:
        """Say which script a text is in and, for a converted one, how it came from ``origin``."""
        name = self.scripts[script]
        if not origin:
            return self.script_canonical.format(name, script)
        return self.script_converted.format(
            name, script, self.scripts[origin], configuration, changed
        )


def _genres(script: str) -> dict[str, str]:
    """Return what the rows of genres are called in a script."""
    return {row.name: row.words[script] for row in GENRES.values() if script in row.words}


def _labels(script: str) -> dict[str, str]:
    """Return what the rows of editions are called in a script."""
    return {row.name: row.words[script].label for row in EDITIONS.values() if script in row.words}


def _colophon_rows(script: str) -> dict[str, str]:
    """Return what the colophon says of editions, where their rows tell it."""
    told = {
        row.name: row.words[script].colophon for row in EDITIONS.values() if script in row.words
    }
    return {name: text for name, text in told.items() if text}


_HANT = Words(
    script="zh-Hant",
    scripts={
        "zh-Hant": "繁體中文",
        "zh-Hans": "簡體中文",
        "zh-Hant-TW": "臺灣繁體中文",
        "zh-Hant-HK": "香港繁體中文",
        "zh-Hans-SG": "新加坡簡體中文",
        "zh-Hans-MY": "馬來西亞簡體中文",
    },
    genre=_genres("zh-Hant"),
    cover="封面",
    cover_alt="封面：{}",
    contents="目錄",
    contents_note="分組標題為編者所加，僅用於導航，不見於正文。",
    landmarks="導覽",
    page_list="印刷頁碼",
    page_list_value="依同一文本的 {}（{}）",
    printed_page="印刷本第{}頁",
    on_page="第{}頁",
    preamble="序言",
    title_page="題名",
    text="正文",
    text_grouped="正文（分組為編者所加）",
    signatories="簽署頁",
    notes="註釋",
    author_notes="原註",
    rest="文末",
    note="註",
    editors="編",
    back="返回{}",
    paragraph="第{}段",
    instruments="所引文書一覽",
    instrument="文書",
    events="日期、地點與文號",
    cited_in="引用段落",
    colophon="版本說明",
    details="出處與校驗資料",
    continued="{}（續）",
    edition="版式",
    labels=_labels("zh-Hant"),
    editions=_colophon_rows("zh-Hant"),
    clauses={
        "languages": "作準文本",
        "depositary": "保存",
        "force": "生效",
        "effect": "施行",
    },
    unofficial="非官方版本",
    nature="性質",
    nature_value="非官方版本，供閱讀與引用；段次、註釋、文書表與導覽分組為編者所加，不屬原文。",
    notice=(
        "本書為非官方版本，文字以發布機關公布者為準。"
        "段落編號、註釋、目錄、所引文書一覽及本頁均為編者所加，不屬於正文。"
    ),
    issuer="發布機關",
    source="文本來源",
    source_value="{}，{}擷取",
    address="網址",
    received="擷取日期",
    capture_sha256="擷取檔 SHA-256",
    canonical_sha256="正本文字 SHA-256",
    text_sha256="本版文字 SHA-256",
    script_label="文字",
    script_canonical="{}（{}），依原文，未經轉換",
    script_converted=(
        "{}（{}），由{}正本逐字轉換（OpenCC 逐字設定 {}），{}字改變，均載於轉換帳；地區用語未改"
    ),
    fonts="字體",
    fonts_value="{}，依 {} 授權嵌入",
    fonts_note="",
    rights="權利",
    source_licence="來源授權",
    series_label="系列",
    predecessor="前一文件",
    successor="後一文件",
    work="{}（{}年）",
    identifier="識別碼",
    made="製作",
    tool="製作工具",
    layout="版式",
    horizontal="橫排",
    vertical="直排，數字正立",
    accessibility=(
        "本書為可重排的純文字電子書，附目錄、地標、段落編號及可往返的註釋連結。"
        "唯一的圖片是封面，附替代文字。不含閃爍、動畫或聲音。"
    ),
    accessibility_pages="印刷頁碼與同一文本的 {}一致，可按頁碼跳轉。",
    collation="{}與{}對照",
    collation_marks="標出轉換所改的字",
    ledger="轉換帳",
    changes="改變的字",
    choices="有取捨的字",
    not_reversed="轉回時不還原的字（OpenCC {}）",
    rules={
        "character": "字典首選",
        "phrase": "詞條",
        "word": "詞表",
        "name": "名稱表",
        "exception": "例外",
        "particle": "助詞",
        "form": "通行字形",
        "mark": "標點",
        "sequence": "異體選擇符",
    },
)

_HANS = Words(
    script="zh-Hans",
    scripts={
        "zh-Hant": "繁体中文",
        "zh-Hans": "简体中文",
        "zh-Hant-TW": "台湾繁体中文",
        "zh-Hant-HK": "香港繁体中文",
        "zh-Hans-SG": "新加坡简体中文",
        "zh-Hans-MY": "马来西亚简体中文",
    },
    genre=_genres("zh-Hans"),
    cover="封面",
    cover_alt="封面：{}",
    contents="目录",
    contents_note="分组标题为编者所加，仅用于导航，不见于正文。",
    landmarks="导航",
    page_list="印刷页码",
    page_list_value="依同一文本的 {}（{}）",
    printed_page="印刷本第{}页",
    on_page="第{}页",
    preamble="序言",
    title_page="题名",
    text="正文",
    text_grouped="正文（分组为编者所加）",
    signatories="签署页",
    notes="注释",
    author_notes="原注",
    rest="文末",
    note="注",
    editors="编",
    back="返回{}",
    paragraph="第{}段",
    instruments="所引文书一览",
    instrument="文书",
    events="日期、地点与文号",
    cited_in="引用段落",
    colophon="版本说明",
    details="出处与校验资料",
    continued="{}（续）",
    edition="版式",
    labels=_labels("zh-Hans"),
    editions=_colophon_rows("zh-Hans"),
    clauses={
        "languages": "作准文本",
        "depositary": "保存",
        "force": "生效",
        "effect": "施行",
    },
    unofficial="非官方版本",
    nature="性质",
    nature_value="非官方版本，供阅读与引用；段次、注释、文书表与导航分组为编者所加，不属原文。",
    notice=(
        "本书为非官方版本，文字以发布机关公布者为准。"
        "段落编号、注释、目录、所引文书一览及本页均为编者所加，不属于正文。"
    ),
    issuer="发布机关",
    source="文本来源",
    source_value="{}，{}获取",
    address="网址",
    received="获取日期",
    capture_sha256="原始文件 SHA-256",
    canonical_sha256="正本文字 SHA-256",
    text_sha256="本版文字 SHA-256",
    script_label="文字",
    script_canonical="{}（{}），依原文，未经转换",
    script_converted=(
        "{}（{}），由{}正本逐字转换（OpenCC 逐字配置 {}），{}字改变，均载于转换账；地区用语未改"
    ),
    fonts="字体",
    fonts_value="{}，依 {} 许可嵌入",
    fonts_note="",
    rights="权利",
    source_licence="来源许可",
    series_label="系列",
    predecessor="前一文件",
    successor="后一文件",
    work="{}（{}年）",
    identifier="标识符",
    made="制作",
    tool="制作工具",
    layout="版式",
    horizontal="横排",
    vertical="直排，数字正立",
    accessibility=(
        "本书为可重排的纯文字电子书，附目录、地标、段落编号及可往返的注释链接。"
        "唯一的图片是封面，附替代文字。不含闪烁、动画或声音。"
    ),
    accessibility_pages="印刷页码与同一文本的 {}一致，可按页码跳转。",
    collation="{}与{}对照",
    collation_marks="标出转换所改的字",
    ledger="转换账",
    changes="改变的字",
    choices="有取舍的字",
    not_reversed="转回时不还原的字（OpenCC {}）",
    rules={
        "character": "字典首选",
        "phrase": "词条",
        "word": "词表",
        "name": "名称表",
        "exception": "例外",
        "particle": "助词",
        "form": "通行字形",
        "mark": "标点",
        "sequence": "异体选择符",
    },
)


def _with_forms(row: Words, table: dict[int, int]) -> Words:
    """Return a row with other forms of some characters."""

    def put(value: str | dict[str, str]) -> str | dict[str, str]:
        if isinstance(value, str):
            return value.translate(table)
        return {key: name.translate(table) for key, name in value.items()}

    return replace(row, **{name: put(getattr(row, name)) for name in row.__struct_fields__})


_TW = replace(_HANT, script="zh-Hant-TW")
_HK = replace(
    _with_forms(_HANT, str.maketrans("說閱臺", "説閲台")),
    script="zh-Hant-HK",
    fonts_note="暫無香港字形的字體可用，以台灣字形的字體代替",
)

# labels of regions that write as the general script does
_LABELLED = [replace(_HANS, script=script) for script in ("zh-Hans-SG", "zh-Hans-MY")]

WORDS: dict[str, Words] = {row.script: row for row in (_HANT, _HANS, _TW, _HK, *_LABELLED)}

# said of drafts alone: fonts hold these characters only where they are shown
_DRAFTS = {
    "zh-Hant": ("草稿", "擷取檔中有{}個問題尚未答覆，不可作為定本。"),
    "zh-Hans": ("草稿", "原始文件中有{}个问题尚未答复，不可作为定本。"),
}


def draft_words(script: str, count: int) -> tuple[str, str]:
    """Return term and value of the colophon's row for a text with so many open questions."""
    term, said = _DRAFTS["zh-Hans" if script.startswith("zh-Hans") else "zh-Hant"]
    return term, said.format(count)


_UNSHOWN = {
    "zh-Hant": ("未驗證", "文本中有{}個字，字型俱缺，以〓代之；未驗證，亦不聲明符合任何標準。"),
    "zh-Hans": ("未验证", "文本中有{}个字，字体俱缺，以〓代之；未验证，亦不声明符合任何标准。"),
}


def unshown_words(script: str, count: int) -> tuple[str, str]:
    """Return term and value of the colophon's row for a text with so many characters as 〓."""
    term, said = _UNSHOWN["zh-Hans" if script.startswith("zh-Hans") else "zh-Hant"]
    return term, said.format(count)
