"""Short documents of many kinds: what is right in them must not be told as a fault."""

from __future__ import annotations

from tests.genre_documents import Sample

_AGREED = "雙方認為，保存文獻符合各方的共同利益，並願就此繼續交換意見。"
_PASSED = ("organ", "某大會二〇二〇年二月二十九日決議")
_DATE = ("closing", "二〇二〇年二月二十九日於某地")

# by name: the genre and the text
SHORT: dict[str, tuple[str, Sample]] = {
    "resolution-of-a-page": (
        "resolution",
        Sample(
            (
                _PASSED,
                ("title", "關於保存文獻的決議"),
                ("preamble", "大會，"),
                ("preamble", "回顧《聯合國憲章》的宗旨和原則，"),
                ("paragraph", "1.　決定保存文獻。"),
                ("paragraph", "2.　請秘書長提出報告。"),
            )
        ),
    ),
    "resolution-of-two-lines": (
        "resolution",
        Sample((("title", "決議"), ("preamble", "大會，"), ("paragraph", "決定保存文獻。"))),
    ),
    "notice": (
        "declaration",
        Sample((("title", "通知"), ("paragraph", "會議改期舉行。"), _DATE)),
    ),
    "letter": (
        "communique",
        Sample((("title", "致某會議的信"), ("paragraph", _AGREED * 4))),
    ),
    "letter-of-two-pages": (
        "communique",
        Sample((("title", "致某會議的信"), *[("paragraph", _AGREED * 6)] * 5, _DATE)),
    ),
    "letter-of-three-pages": (
        "communique",
        Sample((("title", "致某會議的信"), *[("paragraph", _AGREED * 12)] * 6, _DATE)),
    ),
    "sentence": ("declaration", Sample((("title", "聲明"), ("paragraph", "是。")))),
    "list": (
        "law",
        Sample(
            (
                ("title", "樣本清單"),
                ("article", "第一條　下列文獻應當保存："),
                ("item 1", "（一）原件；"),
                ("item 1", "（二）副本；"),
                ("item 1", "（三）目錄。"),
            )
        ),
    ),
    "run-on-list": (
        "treaty",
        Sample(
            (
                ("title", "樣本協定"),
                ("preamble", "甲國和乙國，議定如下："),
                ("article", "第一條　定義"),
                ("paragraph", "在本協定中："),
                ("item 1", "(a)文獻指ISO 15489所稱的文件；"),
                (
                    "item 1",
                    "(b)「副本」指照原件製作的文件，"
                    + "包括影印本、抄本和數位檔案，" * 3
                    + "等等；",
                ),
                ("item 2", "(i)12份以上的；"),
                ("item 2", "(ii)A4紙的。"),
                ("bullet 1", "•FATF的建議；"),
                ("bullet 1", "– 2030年議程。"),
                ("item 1", "a.b項；"),
                ("item 1", "1)第一；"),
            )
        ),
    ),
    "curly-quotes": (
        "declaration",
        Sample(
            (
                ("title", "關於“文獻”的聲明"),
                ("paragraph", "各方注意到“保存‘原件’的原則”，並重申“逐字忠實”。"),
                ("paragraph", "“文獻”指文件。Côte d’Ivoire代表說：“同意。”"),
                _DATE,
            )
        ),
    ),
    "corner-quotes": (
        "declaration",
        Sample(
            (
                ("title", "關於「文獻」的聲明"),
                ("paragraph", "各方注意到「保存『原件』的原則」。"),
                _DATE,
            )
        ),
    ),
    "title-of-a-number": (
        "declaration",
        Sample((("title", "2030"), ("paragraph", "各方" + _AGREED * 40), _DATE)),
    ),
    "instruments-with-symbols": (
        "resolution",
        Sample(
            (
                ("title", "關於文獻的決議"),
                ("preamble", "大會，回顧《聯合國憲章》，"),
                ("paragraph", "1.　重申《文獻決議》。"),
                ("paragraph", "2.　請秘書長遵照《文獻決議》提出報告。"),
            )
        ),
    ),
    "table": (
        "treaty",
        Sample(
            (
                ("title", "樣本目錄"),
                ("table 2", "名稱"),
                ("table 2", "《聯合國憲章》"),
            )
        ),
    ),
    "headings": (
        "declaration",
        Sample(
            (("title", "樣本目錄"), ("heading 1", "一、《聯合國憲章》"), ("heading 1", "二、其他"))
        ),
    ),
}
