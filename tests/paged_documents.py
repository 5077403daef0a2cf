"""Reads the small documents that pages are made of, each once."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from genre_documents import genre_document
from msgspec.structs import replace
from small_documents import Blocks, instruments, noted_blocks, read_blocks, spanned_blocks

from zhengben.document.declaration import Declaration
from zhengben.source.source import Source

PROSE = "雙方依照平等互利的原則擴大合作，並為此採取一切適當措施，特此議定。"
PEOPLE = [(f"第{n}國全權代表", f"某{n}") for n in range(1, 14)]


def _signed(*lines: tuple[str, list[str]], title: str = "樣本協定") -> Blocks:
    """Return a short agreement with these lines behind its text."""
    return [("title", [title]), ("preamble", ["各方議定如下："]),
            ("article", [f"第一條 {PROSE}"]), ("paragraph", [PROSE * 3]), *lines]  # fmt: skip


# offices that take two lines in a column
OFFICERS = [(f"第{n}國外交事務部長兼特命全權代表", f"某{n}") for n in range(1, 5)]


def _lines_then_columns(people: Sequence[tuple[str, str]]) -> Blocks:
    """Return an agreement that two people sign in lines, and two others below in columns."""
    offices, names = zip(*people[2:4], strict=True)
    columns = [*offices, *names, *["（簽字）"] * 6]
    return _signed(
        ("signatory", list(people[0])),
        ("signatory", list(people[1])),
        ("signatures 2", columns),
        _CLOSING,
    )


_PAIRS = [("signatory", list(pair)) for pair in PEOPLE]
_CLOSING = ("closing", ["二〇二〇年一月一日訂於某地"])
_WORDS = ("testimonium", ["下列簽署人經正式授權，在本協定上簽字，以昭信守。"])
# a name: the blocks of a document, how many of PEOPLE sign it
_BLOCKS: dict[str, tuple[Blocks, int]] = {
    "spanned": (spanned_blocks(), 0),
    "many-signed": (_signed(_WORDS, *_PAIRS, _CLOSING), 13),
    "wordy": (_signed(("testimonium", [PROSE * 4, PROSE]), *_PAIRS[:3], _CLOSING), 3),
    "words-among": (
        _signed(_WORDS, *_PAIRS[:2], ("testimonium", ["並由下列觀察員見證："]), *_PAIRS[2:4]),
        4,
    ),
    "columns": (
        _signed(
            ("signatures 2", [*(office for office, _ in PEOPLE[:2]), *(n for _, n in PEOPLE[:2])]),
            *_PAIRS[2:4],
            _CLOSING,
        ),
        4,
    ),
    "wide-columns": (
        _signed(
            _WORDS,
            ("signatures 9", [*(office for office, _ in PEOPLE[:9]), *(n for _, n in PEOPLE[:9])]),
            _CLOSING,
        ),
        9,
    ),
    "columns-first": (
        _signed(
            ("signatures 9", [*(office for office, _ in PEOPLE[:9]), *(n for _, n in PEOPLE[:9])]),
        ),
        9,
    ),
    "long-columns": (
        _signed(
            ("paragraph", [PROSE * 9]),
            (
                "signatures 2",
                [*(o for o, _ in PEOPLE[:2]), *(n for _, n in PEOPLE[:2]), *["（簽字）"] * 6],
            ),
            ("signatory", [*PEOPLE[2], "（簽字）"]),
            title="關於擴大各方之間合作的樣本補充協定書",
        ),
        3,
    ),
    "lines-then-columns": (_lines_then_columns(PEOPLE), 4),
    "lines-then-tall-columns": (_lines_then_columns(OFFICERS), 4),
    "endless-columns": (
        _signed(
            _WORDS,
            (
                "signatures 2",
                [*(o for o, _ in PEOPLE[:2]), *(n for _, n in PEOPLE[:2]), *["（簽字）"] * 20],
            ),
            _CLOSING,
        ),
        2,
    ),
    "chapters": (
        [
            ("title", ["樣本稅則"]),
            ("preamble", ["各方議定如下："]),
            ("heading 1", ["第一章 通則"]),
            ("paragraph", [PROSE * 3]),
            ("heading 1", ["第二章 稅率"]),
            ("heading 2", ["第一節 表列"]),
            ("table 2 header 1", ["《第1號公約》品名", "稅率", *(f"{n}成" for n in range(60))]),
            ("heading 1", ["第三章 附則"]),
            ("paragraph", [PROSE * 2, f"依《第2號公約》：{PROSE}"]),
            ("heading 2", ["第一節 生效"]),
            ("item 1", [f"（一）{PROSE * 2}", f"（二）{PROSE}"]),
            _CLOSING,
        ],
        0,
    ),
    "alone": (_signed(_CLOSING), 0),
    "bare-headings": (
        [
            ("title", ["樣本協定"]),
            ("heading 1", ["第一章 （已刪除）", "第二章 通則"]),
            ("heading 2", ["第一節 用語"]),
            ("article", ["第一條 定義", "第二條 範圍"]),
            ("heading 2", ["第二節 適用"]),
            ("article", ["第三條 地域"]),
            ("paragraph", [PROSE]),
            ("heading 2", ["第三節 （保留）"]),
            ("heading 1", ["第三章 附則"]),
            ("table 2 header 1", ["品名", "稅率", "甲物", "一成"]),
            ("heading 1", ["第四章 （保留）"]),
        ],
        0,
    ),
    "two-tables": (
        [
            ("title", ["關於擴大各方之間合作的樣本補充協定書及附表"]),
            ("heading 1", ["第一章 稅率"]),
            ("table 2 header 1", ["品名", "稅率", "甲物", "一成"]),
            ("table 2", ["乙物", "二成", "丙物", "三成"]),
            (
                "signatures 2",
                [
                    *(o for o, _ in PEOPLE[:2]),
                    *(n for _, n in PEOPLE[:2]),
                    *["依《第1號公約》簽字", "（簽字）"],
                ],
            ),
            ("signatory", list(PEOPLE[2])),
            ("testimonium", ["並由下列觀察員見證，", "以昭信守："]),
            ("signatory", list(PEOPLE[3])),
        ],
        4,
    ),
    "annexes": (
        _signed(
            _PAIRS[0],
            ("annex", ["附件", "附件一 目錄"]),
            ("heading 1", ["一、樣本"]),
            ("paragraph", [PROSE * 2]),
            ("annex", ["附件二 清單"]),
            ("table 2 header 1", ["名稱", "數量", *(f"{n}件" for n in range(24))]),
            ("remark", ["註：以實際交付為準。"]),
        ),
        1,
    ),
}
# those of a treaty that are set as in a genre whose signatures follow the text
_FOLLOWED = {"many-signed-law": "many-signed", "columns-law": "columns"}
_GENRES = ("declaration", "communique", "treaty", "law", "resolution")
NAMES = ("noted", *_BLOCKS, *_FOLLOWED, *_GENRES)


@functools.cache
def paged_document(name: str) -> Declaration:
    """Return one of the documents by its name."""
    with TemporaryDirectory() as folder:
        if name in _FOLLOWED:
            return replace(paged_document(_FOLLOWED[name]), genre="law")
        if name in _GENRES:
            return Source.open(genre_document(Path(folder), name)).read()[0]
        if name == "noted":
            blocks, people = noted_blocks()
            return read_blocks(Path(folder), blocks, signed=people, register=instruments(13))
        blocks, count = _BLOCKS[name]
        people = (OFFICERS if "tall" in name else PEOPLE)[:count]
        return read_blocks(Path(folder), blocks, signed=people, register=instruments(2))
