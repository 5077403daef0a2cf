"""What a source calls the caption of a table is one, from every kind of capture."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx_factory import W, docx, paragraph, table

from tests.capture.test_captures import read

STYLES = (
    f'<w:styles {W}><w:style w:styleId="a3"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="a9"><w:name w:val="caption"/></w:style></w:styles>'
)
ROWS = [["指标", "本年"], ["产值", "12"], ["收入", "34"]]
COUNTED = (
    "<w:p><w:r><w:t>表</w:t></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>"
    " SEQ 表 \\* ARABIC </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r>"
    "<w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:r><w:t>"
    "　产值和收入</w:t></w:r></w:p>"
)  # fmt: skip
PIPES = "| 指标 | 本年 |\n|---|---:|\n| 产值 | 12 |\n| 收入 | 34 |\n"
HEAD = "某市统计公报\n\n2024年3月5日\n\n一、经济运行平稳，见下表。\n\n"
CELLS = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>" for cells in ROWS)


def word(*over: str) -> bytes:
    """Return a Word file whose table has so many paragraphs above it."""
    title = paragraph("某市统计公报", style="a3")
    lead = paragraph("一、经济运行平稳，见下表。")
    return docx(title, paragraph("2024年3月5日"), lead, *over, table(ROWS), styles=STYLES)


CAPTURES: dict[str, tuple[str, str | bytes, list[str]]] = {
    "html": (
        "a.html",
        "<h1>某市统计公报</h1><p>2024年3月5日</p><p>一、经济运行平稳，见下表。</p>"
        f"<table><caption><p>产值和收入</p></caption>{CELLS}</table>",
        ["产值和收入"],
    ),
    "wikitext": (
        "a.wiki",
        "== 某市统计公报 ==\n2024年3月5日\n\n一、经济运行平稳，见下表。\n"
        "{|\n|+ 产值和收入\n|-\n| 指标 || 本年\n|-\n| 产值 || 12\n|}\n",
        ["产值和收入"],
    ),
    "markdown": (
        "a.md", f"# {HEAD}### 表2-1 产值和收入\n\n单位：万元\n\n{PIPES}",
        ["表2-1　产值和收入", "单位：万元"],
    ),
    "text": (
        "a.txt", f"{HEAD}表1　产值（单位：万元）\n指标\t本年\n产值\t12\n收入\t34\n",
        ["表1　产值（单位：万元）"],
    ),
    "style of Word": ("a.docx", word(paragraph("产值和收入", style="a9")), ["产值和收入"]),
    "field of Word": ("a.docx", word(COUNTED), ["表1　产值和收入"]),
}  # fmt: skip


@pytest.mark.parametrize("kind", CAPTURES)
def test_captions_of_tables_are_known(kind: str, tmp_path: Path) -> None:
    name, data, captions = CAPTURES[kind]
    made = read(tmp_path / name, data)
    assert [row.text for row in made.guess.rows if row.role == "caption"] == captions
    assert not any("between the cells" in doubt for doubt in made.guess.doubts)


@pytest.mark.parametrize(
    "line", ["表1 列出了各项指标。", "一、主要指标如下：", "单位：应当如实填报各项数据，不得漏报。"]
)
def test_a_sentence_over_a_table_is_no_caption(line: str, tmp_path: Path) -> None:
    made = read(tmp_path / "a.md", f"# {HEAD}{line}\n\n{PIPES}")
    assert not [row.text for row in made.guess.rows if row.role == "caption"]
