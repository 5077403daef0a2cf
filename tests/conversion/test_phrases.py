"""Ordinary phrases of law, diplomacy and news: under one in a hundred wrong and not told."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhengben.conversion.convert import Unit, convert
from zhengben.conversion.reviewed import Reviewed, load_reviewed
from zhengben.scripts.dictionaries import library
from zhengben.scripts.standards import folded

OURS = Path(__file__).with_name("phrases.tsv")
SHARED = Path(__file__).resolve().parents[3] / "shared" / "phrases" / "s2t.tsv"


def pairs(path: Path) -> list[tuple[str, str]]:
    rows = (row for row in path.read_text("utf-8").splitlines() if not row.startswith("#"))
    return [(one, other) for one, other in (row.split("\t") for row in rows)]


@pytest.fixture(scope="module")
def reviewed(project: Path) -> Reviewed:
    return load_reviewed(project / "content")


def wrong(path: Path, reviewed: Reviewed) -> tuple[list[str], list[str]]:
    """Return what came out otherwise and was not told, and what was told as doubtful."""
    known = pairs(path)
    units = [Unit(str(n), phrase) for n, (phrase, _) in enumerate(known)]
    found = convert(units, "zh-Hans", "zh-Hant", reviewed)
    doubtful = {entry.place for entry in found.characters if entry.doubt}
    silent = [
        form
        for n, ((_, wanted), form) in enumerate(zip(known, found.texts, strict=True))
        if folded(form) != folded(wanted) and str(n) not in doubtful
    ]
    return silent, [known[int(place)][0] for place in doubtful]


def test_phrases_of_every_kind_of_confusion(reviewed: Reviewed) -> None:
    assert len(pairs(OURS)) > 200
    silent, doubtful = wrong(OURS, reviewed)
    assert silent == []
    assert len(doubtful) <= 2


def test_the_library_by_itself_gets_many_of_them_wrong() -> None:
    alone = library("s2t").convert
    faults = [one for one, other in pairs(OURS) if folded(alone(one)) != folded(other)]
    assert len(faults) > len(pairs(OURS)) / 10


def test_phrases_handed_to_us(reviewed: Reviewed) -> None:
    if not SHARED.is_file():
        pytest.skip("there is no ../shared/phrases beside the project")
    silent, doubtful = wrong(SHARED, reviewed)
    assert len(silent) < len(pairs(SHARED)) / 100
    assert len(doubtful) <= 3


# what stood in the tables of exceptions before words were cut, and what they were for
EXAMPLES = [
    ("早日制定", "早日制定"), ("分配制度", "分配制度"), ("决定准予", "決定准予"), ("不准", "不准"),
    ("情况下采取", "情況下採取"), ("工人参加", "工人參加"), ("红发烟", "紅發煙"),
    ("一个中国", "一個中國"),
    ("会发布的", "會發佈的"), ("进行复核", "進行複核"), ("社会游资", "社會游資"), ("玩忽", "玩忽"),
    ("周岁", "周歲"), ("立方厘米", "立方釐米"), ("转台", "轉臺"), ("试验台", "試驗臺"),
    ("冲压喷气", "衝壓噴氣"),
]  # fmt: skip
BACK = [
    ("於倫敦", "于伦敦"), ("於單獨", "于单独"), ("於坦桑尼亞", "于坦桑尼亚"), ("於則", "于则"),
    ("於穆斯林", "于穆斯林"), ("於其一", "于其一"), ("隨著", "随着"), ("本著", "本着"),
    ("沿著", "沿着"),
    ("朝著", "朝着"), ("意味著", "意味着"), ("存在著", "存在着"), ("標誌著", "标志着"),
    ("覆核", "复核"), ("逕行", "径行"), ("面臨著", "面临着"), ("看著", "看着"), ("土著", "土著"),
    ("著作權", "著作权"), ("顯著", "显著"), ("藉此機會", "借此机会"), ("瞭解", "了解"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), EXAMPLES)
def test_what_exceptions_mended_before(text: str, wanted: str, reviewed: Reviewed) -> None:
    assert convert([Unit("a", text)], "zh-Hans", "zh-Hant", reviewed).texts == [wanted]


@pytest.mark.parametrize(("text", "wanted"), BACK)
def test_what_exceptions_mended_before_the_other_way(
    text: str, wanted: str, reviewed: Reviewed
) -> None:
    found = convert([Unit("a", text)], "zh-Hant", "zh-Hans", reviewed)
    assert found.texts == [wanted]
    assert found.needless == []
