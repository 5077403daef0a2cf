"""Hard paragraphs are set as they were: one composed line a row, with all that is done to it.

After a change that is meant, `python3 build.py test tests/linebreaking --save-golden` writes the
rows anew; look at the difference before it is committed. The metrics are those of a ruler, so that
a row can be checked by heart.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from ruled_metrics import RuledMetrics

from tests.linebreaking.shown_lines import named, shown
from zhengben.linebreaking import ParagraphStyle, compose, with_run_in_head
from zhengben.linebreaking.titles import break_title

GOLDEN = Path(__file__).resolve().parent / "golden"
METRICS = RuledMetrics()
COLUMNS = RuledMetrics(filling="；：")

PROSE = (
    "各方重申恪守共同確認的宗旨，願在平等互利的基礎上擴大往來，並就彼此關心的問題保持磋商，"
    "以利於本地區的和平、安寧與發展。"
)
QUOTED = (
    "各方遵循《成立宣言》《憲章》、《長期睦鄰友好合作條約》及「《關於合作的宣言》」（以下簡稱「《宣言》」），"
    "認為：「凡爭端，應和平解決。」「任何一方不得以武力相威脅」；此外（見附件），不設限制！"
)
MIXED = (
    "依照FATF（Financial Action Task Force）標準，對ISO 9001及IEC/TR 62443-2-1等規範，"
    "由Working Group on Standards提出意見，各方於12月前答覆，逾期視為no objection。"
)
FIGURES = (
    "本規則自2017年6月9日起施行，第1624號及第2253（2015）號文件同時廢止；增長3.5%，即1,234,567.89元，"
    "期限為2016-2021年，涉及100個項目、7條、12章。"
)
DASHES = (
    "合作的範圍——包括貿易、運輸——由各方商定……凡未盡事宜，「另行商議……」，"
    "餘下的部分——如有——照舊。至於·瑪麗·者，百分之五％亦可。"
)
ADDRESS = (
    "全文見https://example.org/a/very/long-path/of-any/kind-whatsoever/index.html，"
    "校驗值為3f5a9c0e7b1d4a68c2e0f7b95d83a1c64e2f，核對無誤。"
)
CALLED = (
    "各方忠於《聯合國憲章》{1}、《聲明》{2}，並依ISO 9001{3}標準{4}；"
    "注意到第15號文件{12}所述{113}情況，願與Task Force {5}members交換意見。{6}"
)

# a kind of paragraph: its texts, and the styles each is set in
KINDS: dict[str, tuple[list[str], list[ParagraphStyle]]] = {
    "prose": ([PROSE], [ParagraphStyle(m, indent=2) for m in (9, 14, 22, 36)]),
    "marks": ([QUOTED], [ParagraphStyle(m, indent=2) for m in (8, 11, 13, 17, 22, 36)]),
    "marks-unsqueezed": (
        [QUOTED, "」" * 9 + "「" * 3 + "甲。"],
        [ParagraphStyle(m, indent=2, squeeze=False) for m in (8, 11, 13, 17, 22, 36)],
    ),
    "calls": ([CALLED], [ParagraphStyle(m, indent=2) for m in (8, 10, 13, 18, 27)]),
    "western": ([MIXED], [ParagraphStyle(m, indent=2) for m in (10, 13, 15, 18, 24, 36)]),
    "figures": ([FIGURES], [ParagraphStyle(m, indent=2) for m in (8, 10, 13, 16, 21, 30)]),
    "dashes": ([DASHES], [ParagraphStyle(m, indent=2) for m in (8, 11, 14, 19)]),
    "addresses": ([ADDRESS], [ParagraphStyle(m) for m in (9, 14, 22)]),
    "grid": (
        [PROSE, QUOTED, FIGURES],
        [ParagraphStyle(m, indent=2, grid=True) for m in (10, 15, 28)],
    ),
    "ragged": (
        [PROSE, QUOTED, MIXED],
        [ParagraphStyle(m, justify=False) for m in (7, 11, 16)],
    ),
    # as few lines as may be, and measures that nothing fits
    "tight": (
        [PROSE, QUOTED, MIXED],
        [ParagraphStyle(m, indent=2, tight=True) for m in (13, 22, 30)],
    ),
    "narrow": (
        [QUOTED, DASHES, "甲（「《乙》」），——；丙Al-Qaida（ISIL）12.5%，。、丁"],
        [ParagraphStyle(m) for m in (1, 2, 3)],
    ),
    "runts": (
        ["甲" * n + "，乙丙。" for n in range(6, 18)],
        [ParagraphStyle(10, min_last=least) for least in (1, 2, 4)],
    ),
}
COLUMN_KINDS: dict[str, tuple[list[str], list[ParagraphStyle]]] = {
    "columns": (
        [FIGURES, QUOTED, MIXED, CALLED, "一九四五；二〇一七：" * 4],
        [ParagraphStyle(m, indent=2, vertical=True, call_size=0.5) for m in (9, 14, 25)],
    ),
    "columns-grid": (
        [FIGURES, CALLED],
        [ParagraphStyle(m, vertical=True, grid=True) for m in (12, 21)],
    ),
}


def without_calls(marked: str) -> tuple[str, dict[int, str]]:
    """Take the numbers of notes, each in braces, out of a text; return where they are called."""
    text, calls = "", dict[int, str]()
    for piece in re.split(r"(\{\d+\})", marked):
        if piece.startswith("{"):
            calls[len(text)] = piece[1:-1]
        else:
            text += piece
    return text, calls


def rows(texts: list[str], styles: list[ParagraphStyle], metrics: RuledMetrics) -> str:
    found = list[str]()
    for style in styles:
        for marked in texts:
            text, calls = without_calls(marked)
            lines = compose(text, calls, metrics, style)
            found += [f"# {named(style)}", *map(shown, lines), ""]
    return "\n".join(line.rstrip() for line in found)


@pytest.mark.parametrize("kind", KINDS)
def test_lines_are_set_as_they_were(kind: str, golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / f"{kind}.txt", rows(*KINDS[kind], METRICS))


@pytest.mark.parametrize("kind", COLUMN_KINDS)
def test_columns_are_set_as_they_were(kind: str, golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / f"{kind}.txt", rows(*COLUMN_KINDS[kind], COLUMNS))


def test_run_in_heads_stand_where_they_stood(golden: Callable[[Path, str], None]) -> None:
    text, calls = without_calls("第三條{7}（保密）各方對ISO資料予以保密，直至期滿。")
    lines = compose(text, calls, METRICS, ParagraphStyle(12))
    found = list[str]()
    heads = ((0, 3), (1, 3), (0, 8), (4, 6), (2, 5), (8, 11), (10, 14), (20, 23), (5, 5))
    for first, last in heads:
        found += [
            f"# run-in head {first}-{last}",
            *(shown(with_run_in_head(n, first, last)) for n in lines),
            "",
        ]
    golden(GOLDEN / "run-in-heads.txt", "\n".join(found))


TITLES = (
    "關於共同打擊跨國犯罪、加強邊境管理和開展司法協助的聯合聲明",
    "關於《共同宣言》第三條及附件二第四項的解釋",
    "某某組織成員國元首關於和平利用外層空間的宣言",
    "甲國和乙國友好合作條約暨補充議定書",
    "關於對ISIL及Al-Qaida制裁措施執行情況的2199（2015）號決議",
    "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥",
    "保護的的人的權利·公約之解釋——草案",
)  # fmt: skip


def test_titles_break_where_they_did(golden: Callable[[Path, str], None]) -> None:
    found = list[str]()
    for longest in (5, 7, 9, 10, 12, 13, 16, 20):
        found.append(f"# at most {longest}")
        found += [" / ".join(break_title(title, longest)) for title in TITLES]
    golden(GOLDEN / "titles.txt", "\n".join(found) + "\n")
