"""The press's own words, one row a script: all of them are apparatus."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """What the book says outside the canonical text; ``{}`` is filled in."""

    script: str
    genre: dict[str, str]
    cover: str
    cover_alt: str
    contents: str
    contents_note: str
    landmarks: str
    preamble: str
    title_page: str
    text: str
    signatories: str
    notes: str
    note: str
    back: str
    instruments: str
    instrument: str
    cited_in: str
    paragraph: str
    colophon: str
    unofficial: str
    notice: str
    source: str
    address: str
    received: str
    capture_sha256: str
    canonical_sha256: str
    script_label: str
    fonts: str
    fonts_value: str
    rights: str
    source_licence: str
    predecessor: str
    successor: str
    work: str
    identifier: str
    tool: str
    series: str
    accessibility: str


WORDS: dict[str, Words] = {
    words.script: words
    for words in (
        Words(
            script="zh-Hant",
            genre={"declaration": "宣言"},
            cover="封面",
            cover_alt="封面：{}",
            contents="目錄",
            contents_note="分組標題為編者所加，僅用於導航，不見於正文。",
            landmarks="導覽",
            preamble="序言",
            title_page="題名",
            text="正文",
            signatories="簽署頁",
            notes="註釋",
            note="註",
            back="返回{}",
            instruments="所引文書一覽",
            instrument="文書",
            cited_in="引用段落",
            paragraph="第{}段",
            colophon="版本說明",
            unofficial="非官方版本",
            notice=(
                "本書為非官方版本，文字以發布機關公布者為準。"
                "段落編號、註釋、目錄、所引文書一覽及本頁均為編者所加，不屬於正文。"
            ),
            source="文本來源",
            address="網址",
            received="擷取日期",
            capture_sha256="擷取檔 SHA-256",
            canonical_sha256="正本文字 SHA-256",
            script_label="文字",
            fonts="字體",
            fonts_value="{}，依 {} 授權嵌入",
            rights="權利",
            source_licence="來源授權",
            predecessor="前一文件",
            successor="後一文件",
            work="{}（{}年）",
            identifier="識別碼",
            tool="製作工具",
            series="{}{}",
            accessibility=(
                "本書為可重排的純文字電子書，附目錄、地標、段落編號及可往返的註釋連結。"
                "唯一的圖片是封面，附替代文字。不含閃爍、動畫或聲音。"
            ),
        ),
    )
}
SCRIPT_NAMES = {"zh-Hant": "繁體中文（zh-Hant）"}
