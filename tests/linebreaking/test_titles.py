"""Titles break by sense."""

from __future__ import annotations

import subprocess
import sys

import pytest

from zhengben.linebreaking.titles import break_title

# words that begin a phrase
OPENERS = """關於 关于 和 與 与 及 暨 並 并 阻止 宣言 聯合 联合 公約 公约 條約 条约 協定 协定
決議 决议 聲明 声明 公報 公报""".split()  # noqa: SIM905


@pytest.mark.parametrize(
    ("title", "longest", "lines"),
    [
        ("開羅宣言", 18, ["開羅宣言"]),
        ("上海合作組織成員國元首阿斯塔納宣言", 18, ["上海合作組織成員國元首阿斯塔納宣言"]),
        (
            "上海合作組織成員國元首關於共同打擊國際恐怖主義的聲明",
            18,
            ["上海合作組織成員國元首", "關於共同打擊國際恐怖主義的聲明"],
        ),
        (
            "關於禁止發展、生產、儲存和使用化學武器及銷毀此種武器的公約",
            18,
            ["關於禁止發展、生產、儲存", "和使用化學武器及銷毀此種武器的公約"],
        ),
        # numbers of documents, dates and words stay whole, and no line is a remnant
        (
            "关于印发鲁政发〔2014〕20号文件配套实施细则的通知",
            12,
            ["关于印发", "鲁政发〔2014〕20号", "文件配套实施细则的通知"],
        ),
        (
            "国务院办公厅关于2014年2月26日至28日放假安排的通知",
            12,
            ["国务院办公厅", "关于2014年2月26日", "至28日放假安排的通知"],
        ),
        ("中华人民共和国刑法修正案", 8, ["中华人民共和国", "刑法修正案"]),
        (
            "2016-2021年上海合作組織至2025年發展戰略實施行動計劃",
            12,
            ["2016-2021年", "上海合作組織至2025年", "發展戰略實施行動計劃"],
        ),
    ],
)
def test_a_title_breaks_where_a_speaker_would_pause(
    title: str, longest: int, lines: list[str]
) -> None:
    assert list(break_title(title, longest)) == lines


@pytest.mark.parametrize(
    ("title", "longest", "names", "lines"),
    [
        (
            "關於修改丁河流域水閘共管約章實施細則的通知",
            9,
            ("丁河流域水閘共管約章",),
            # longer than a line, it is parted between words, and ends where it ends
            ["關於修改丁河", "流域水閘共管約章", "實施細則的通知"],
        ),
        (
            "關於修改丁河流域水閘共管約章實施細則的通知",
            12,
            ("丁河流域水閘共管約章",),
            ["關於修改", "丁河流域水閘共管約章", "實施細則的通知"],
        ),
        (
            "丁海漁區共管會各方代表會議通過的養護計劃",
            8,
            ("丁海漁區共管會", ""),
            ["丁海漁區共管會", "各方代表會議", "通過的養護計劃"],
        ),
    ],
)
def test_names_of_instruments_and_organs_are_words(
    title: str, longest: int, names: tuple[str, ...], lines: list[str]
) -> None:
    assert list(break_title(title, longest, names)) == lines
    assert list(break_title(title, longest)) != lines


def test_a_name_is_a_word_in_a_title_of_another_script() -> None:
    title = "关于修改丁河流域水闸共管约章实施细则的通知"
    lines = break_title(title, 12, ("丁河流域水閘共管約章",))
    assert list(lines) == ["关于修改", "丁河流域水闸共管约章", "实施细则的通知"]


def test_a_figure_that_has_a_cell_takes_an_em() -> None:
    title = "丁市統計局關於2024年糧食生產情況的公告"
    assert len(break_title(title, 20)) == 1
    lines = break_title(title, 20, figure_em=1.0)
    assert len(lines) == 2
    assert "2024年" in "|".join(lines)


def test_no_title_breaks_badly() -> None:
    title = (
        "全國人民代表大會常務委員會關於《中華人民共和國香港特別行政區基本法》"
        "附件一第七條和附件二第三條的解釋"
    )
    for longest in range(8, 40):
        lines = break_title(title, longest)
        assert "".join(lines) == title
        assert all(len(line) <= longest for line in lines)
        for line in lines:
            assert line[0] not in "》的，、"
            assert line[-1] not in "《和在"


def test_numbers_and_words_stay_whole() -> None:
    lines = break_title("聯合國安全理事會第2199號（2015）決議關於ISIL的執行情況報告", 12)
    assert not any(line[-1].isascii() and line[-1].isalnum() for line in lines[:-1])


@pytest.mark.parametrize("sign", "，。、；：？！）》」』】〕〉”’的之·—")
def test_no_line_of_a_title_begins_with(sign: str) -> None:
    # the even place would be before it
    lines = break_title(f"甲甲甲甲{sign}乙乙乙", 5)
    assert len(lines) == 2
    assert not lines[1].startswith(sign)


@pytest.mark.parametrize("sign", "（《「『【〔〈“‘與和及暨於在—")
def test_no_line_of_a_title_ends_with(sign: str) -> None:
    lines = break_title(f"甲甲甲{sign}乙乙乙乙", 5)
    assert len(lines) == 2
    assert not lines[0].endswith(sign)


@pytest.mark.parametrize("word", OPENERS)
def test_a_title_rather_breaks_before(word: str) -> None:
    # the even place is one character later
    assert break_title(f"甲甲甲甲{word}乙乙乙乙", 8)[0] == "甲甲甲甲"


@pytest.mark.parametrize("sign", "，、；：》」』）·的")
def test_a_title_rather_breaks_behind(sign: str) -> None:
    assert break_title(f"甲甲甲{sign}乙乙乙乙乙乙", 8)[0] == f"甲甲甲{sign}"


WORDS = {
    "上海合作組織成員國元首理事會阿斯塔納宣言": ("上海合作組織成員國", "元首理事會阿斯塔納宣言"),
    "浙江省合同行为管理监督规定": ("浙江省合同行为", "管理监督规定"),
    # these hold 和, 及 and 与, which begin no phrase there
    "关于修改《中华人民共和国样本法》的": ("关于修改《中华人民共和国", "样本法》的"),
    "样本行业协会所涉及的费用": ("样本行业协会", "所涉及的费用"),
}


@pytest.mark.parametrize("title", WORDS)
def test_no_word_of_a_title_is_parted(title: str) -> None:
    assert break_title(title, 12 if len(title) != 12 else 8) == WORDS[title]


def test_words_are_cut_only_where_nothing_else_divides_a_title() -> None:
    code = (
        "import sys; from zhengben.linebreaking.titles import break_title;"
        "break_title('上海合作組織成員國元首關於共同打擊國際恐怖主義的聲明', 18);"
        "sys.exit('rjieba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
