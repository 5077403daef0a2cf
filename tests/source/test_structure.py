"""Any official text is typed line by line, and every line has a lasting anchor."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhengben.document.errors import ContentError
from zhengben.document.lines import Grid, Line
from zhengben.document.notation import MarkedText
from zhengben.document.numbering import chinese_number, parse_label
from zhengben.files.toml import TomlTable
from zhengben.source.structure import Structure, read_structure

LAW = """
1 title 样本法
2 session 某年某月某日某会议通过
3 heading-1 第一章 总则
4 article 第一条 为了规范样本，制定本法。
5 paragraph 本法所称样本，是指：
6 item-1 （一）甲；
7 item-2 1．甲的一；
8 item-2 2．甲的二；
9 item-1 （二）乙。
10 article 第一条之一 增加的一条。
11 heading-1 第二章 分则
12 heading-2 第二节 罚则
13 article 第二条
14 paragraph 第一款。
15 paragraph 第二款。
16 bullet-1 ——一项
17 bullet-1 ——又一项
18 cell 种类
19 cell 数量
20 cell 甲
21 remark 注：数量单位为件。
22 annex 附件一 目录
23 article 第一条 附件的第一条。
24 paragraph 附件的一段。
"""
IDS = """title session-1 sec-1 art-1 art-1-para-2 art-1-para-2-item-1 art-1-para-2-item-1-1
art-1-para-2-item-1-2 art-1-para-2-item-2 art-1-1 sec-2 sec-2-2 art-2 art-2-para-1 art-2-para-2
art-2-para-2-bullet-1 art-2-para-2-bullet-2 table-1-1-1 table-1-1-2 table-1-2-2 remark-1 annex-1
annex-1-art-1 annex-1-art-1-para-2"""


def read(tmp_path: Path, texts: list[str], toml: str) -> Structure:
    path = tmp_path / "document.toml"
    path.write_text(toml, "utf-8")
    starts = [sum(len(t) + 1 for t in texts[:n]) for n in range(len(texts) + 1)]
    return read_structure(TomlTable.load(path), [MarkedText(text) for text in texts], starts)


def lines_of(s: Structure) -> list[Line]:
    signed = [line for one in s.signatories for line in one.lines]
    closing = [s.closing] if s.closing else []
    all_ = [s.title, *s.front, *s.preamble, *s.paragraphs, *signed, *s.testimonium, *closing]
    return sorted((*all_, *s.annexes), key=lambda line: line.index)


def law(tmp_path: Path) -> Structure:
    rows, texts = list[str](), list[str]()
    for row in LAW.strip().splitlines():
        index, word, text = row.split(" ", 2)
        texts.append(text)
        if word == "cell":
            rows += ["18-20 table 2 header 1 empty 2.1"] if index == "18" else []
        else:
            rows.append(f"{index} {word.replace('-', ' ')}")
    toml = '[structure]\nnumbers = "own"\nlines = ' + str(rows).replace("'", '"')
    return read(tmp_path, texts, toml)


def test_a_law_bears_its_own_numbers(tmp_path: Path) -> None:
    lines = lines_of(law(tmp_path))
    assert [line.id for line in lines] == IDS.split()
    assert all(line.number is None for line in lines)
    assert [n.label for n in lines if n.role == "article"] == [
        "第一条", "第一条之一", "第二条", "第一条",
    ]  # fmt: skip
    assert [n.level for n in lines if n.role == "item"] == [1, 2, 2, 1]


def test_what_follows_an_annex_heading_is_the_annex(tmp_path: Path) -> None:
    structure = law(tmp_path)
    assert [line.role for line in structure.annexes] == ["annex", "article", "paragraph"]


def test_cells_form_one_block(declaration: object, tmp_path: Path) -> None:
    from zhengben.document.lines import blocks_of

    (grid,) = (b for b in blocks_of(law(tmp_path).paragraphs) if isinstance(b, Grid))
    assert grid.id == "table-1"
    assert grid.columns == 2
    assert [[c.text for c in row] for row in grid.rows] == [["种类", "数量"], ["甲"]]
    assert [c.cell.header for row in grid.rows for c in row if c.cell] == [True, True, False]


SIGNED = """[structure]
lines = ["1 title", "2 preamble", "3 paragraph", "4 testimonium", "5 signatory", "6-8 signatory",
         "9-12 signatures 2", "13 closing", "14 annex", "15 paragraph"]
[[signatory]]
office = "外交部長"
name = "某甲"
[[signatory]]
office = "乙國"
name = "某乙"
[[signatory]]
office = "丙方代表"
name = "某丙"
[[signatory]]
office = "丁方代表"
name = "某丁"
"""
SIGNED_TEXT = """協定 雙方： 合作。 簽字如下 外交部長某甲 乙國 某乙 某戊 丙方代表 丁方代表
某丙 某丁 某年某月某日於某地 附件 附文。""".split()  # noqa: SIM905


def test_signatures_in_every_layout(tmp_path: Path) -> None:
    structure = read(tmp_path, SIGNED_TEXT, SIGNED)
    assert [[n.text for n in s.lines] for s in structure.signatories] == [
        ["外交部長某甲"], ["乙國", "某乙", "某戊"], ["丙方代表", "某丙"], ["丁方代表", "某丁"],
    ]  # fmt: skip
    assert [s.person for s in structure.signatories] == ["某甲", "某乙", "某丙", "某丁"]
    assert structure.closing is not None
    assert [n.id for n in structure.testimonium] == ["testimonium-1"]
    assert [n.id for n in structure.annexes] == ["annex-1", "annex-1-para-1"]
    assert structure.paragraphs[0].number == 1
    assert len({line.id for line in lines_of(structure)}) == len(SIGNED_TEXT)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ('["1 title", "3 paragraph"]', "should begin with line 2"),
        ('["1 title", "2 poem"]', "is none of"),
        ('["1 title"]', "the rows name 1 lines, the canonical text has 2"),
        ('["1 title", "2 heading 9"]', "not 1 to 6"),
        ('["1 title", "2 paragraph 3"]', "says too much"),
        ('["1 title", "2 table"]', "does not read as"),
        ('["1-2 title"]', "exactly one title line"),
        ('["1 paragraph", "2 title"]', "must stand before the preamble"),
        ('["1 title", "2 signatory"]', "0 [[signatory]] tables"),
    ],
)
def test_a_wrong_row_is_told(tmp_path: Path, rows: str, sentence: str) -> None:
    with pytest.raises(ContentError) as caught:
        read(tmp_path, ["題", "文"], f"[structure]\nlines = {rows}\n")
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("text", "kind", "value", "label"),
    [
        ("第十七條之一　增列", "article", (17, 1), "第十七條之一"),
        ("第一百三十八条 最高", "article", (138,), "第一百三十八条"),
        ("第12條", "article", (12,), "第12條"),
        ("第二編 總則", "part", (2,), "第二編"),
        ("第一节　引渡", "section", (1,), "第一节"),
        ("一、本組織", "han", (1,), "一、"),
        ("十二", "han", (12,), "十二"),
        ("（三）其他", "han-bracket", (3,), "（三）"),
        ("(2)能够", "bracket", (2,), "(2)"),
        ("4．用于", "arabic", (4,), "4．"),
        ("3.2 範圍", "decimal", (3, 2), "3.2"),
        ("⑤第五", "circled", (5,), "⑤"),
        ("Ⅳ. 基金", "roman", (4,), "Ⅳ."),
        ("IX. 終則", "roman", (9,), "IX."),
        ("附件二：目錄", "annex", (2,), "附件二"),
        ("丙、其他", "stem", (3,), "丙、"),
    ],
)  # fmt: skip
def test_the_numbers_of_official_texts(
    text: str, kind: str, value: tuple[int, ...], label: str
) -> None:
    found = parse_label(text)
    assert found is not None
    assert (found.kind, found.value, found.text) == (kind, value, label)


@pytest.mark.parametrize("text", ["二〇一七年六月九日", "2017年6月", "3.5噸", "成員國", "十多個"])
def test_what_is_no_number(text: str) -> None:
    assert parse_label(text) is None


def test_chinese_numbers() -> None:
    numbers = {
        "十": 10,
        "二十": 20,
        "一百零三": 103,
        "一百三十八": 138,
        "二〇一七": 2017,
        "１２": 12,
    }
    assert {text: chinese_number(text) for text in numbers} == numbers
