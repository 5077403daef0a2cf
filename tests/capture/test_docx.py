"""Word files: nothing twice, nothing lost, and no damage ends in a traceback."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.capture.test_captures import lines, read
from tests.docx_factory import NUMBERING, W, docx, paragraph, styled_docx
from zhengben.capture.base import CaptureError
from zhengben.capture.docx import read_docx
from zhengben.capture.docx_numbering import numeral

MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{escape(text)}</w:t></w:r>"


def p(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def notated(*body: str) -> list[str]:
    return read_docx(docx(*body)).text.split("\n")


def with_part(data: bytes, name: str, xml: str) -> bytes:
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, xml)
    return stream.getvalue()


_RUNS = st.builds(
    run,
    st.text(alphabet="甲乙丙^{}|&<", min_size=1, max_size=5),
    st.sampled_from(
        ["", "<w:b/>", "<w:i/>", "<w:strike/>", "<w:vanish/>", '<w:em w:val="dot"/>',
         '<w:u w:val="single"/>', '<w:vertAlign w:val="superscript"/>', '<w:u w:val="none"/>']
    ),
)  # fmt: skip
_HELD = st.recursive(
    st.lists(_RUNS, min_size=1, max_size=3).map("".join),
    lambda inner: st.builds(
        lambda tag, text: f"<w:{tag}>{text}</w:{tag}>",
        st.sampled_from(["ins", "smartTag", "hyperlink", "customXml", "del", "unknown"]),
        inner,
    ),
    max_leaves=4,
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(_HELD.map(p), min_size=1, max_size=5))
def test_the_account_of_a_file_closes(paragraphs: list[str]) -> None:
    data = docx(*paragraphs)
    made = read_docx(data)
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    assert made.account.source == "".join(map(str, root.itertext()))
    shown = "".join(line.text for line in made.lines)
    assert sorted(shown) == sorted(made.account.of("text", "apart", "asked"))


def test_marks_of_runs_keep_their_places() -> None:
    assert notated(
        p(run("10"), run("3", '<w:vertAlign w:val="superscript"/>'), run("千克，"),
          run("不得", '<w:em w:val="dot"/>'), run("甲國", '<w:u w:val="single"/>'),
          "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>ㄉ</w:t></w:r></w:rt><w:rubyBase><w:r>"
          "<w:t>獨</w:t></w:r></w:rubyBase></w:ruby></w:r>")
    ) == ["10^sup{3}千克，^dots{不得}^u{甲國}^ruby{獨|ㄉ}"]  # fmt: skip


def test_notes_are_called_where_they_stand() -> None:
    call = '<w:r><w:{}Reference w:id="{}"/></w:r>'
    data = docx(p(run("甲"), call.format("footnote", 2), run("乙"), call.format("endnote", 5)))
    notes = '<w:{0}s {1}><w:{0} w:id="{2}">{3}</w:{0}></w:{0}s>'
    data = with_part(data, "word/footnotes.xml", notes.format("footnote", W, 2, p(run("註一"))))
    data = with_part(data, "word/endnotes.xml", notes.format("endnote", W, 5, p(run("註二"))))
    assert read_docx(data).text.split("\n") == [
        "甲^note{[1]}乙^note{[2]}", "[1] 註一", "[2] 註二",
    ]  # fmt: skip


def test_text_boxes_moved_and_hidden_text(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p(run('丙框'))}</w:txbxContent>"
    both = f"<mc:AlternateContent {MC}><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
    both += f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    moved = f"<w:moveFrom>{run('丁移')}</w:moveFrom>"
    body = [
        paragraph("丁城水法", style="a3"),
        p(run("第一條　水屬於丁城。"), f"<w:r>{both}</w:r>"),
        p(run("第二條　"), moved, run("暗", "<w:vanish/>"), run("用水登記。")),
        p(run("第三條　"), f"<w:moveTo>{run('丁移')}</w:moveTo>",
          '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'),
        f"<w:customXml>{p(run('第四條　本法施行。'))}</w:customXml>",
    ]  # fmt: skip
    made = read(tmp_path / "a.docx", docx(*body))
    assert lines(made) == [
        "丁城水法", "第一條　水屬於丁城。", "丙框", "第二條　用水登記。", "第三條　丁移〓",
        "第四條　本法施行。",
    ]  # fmt: skip
    assert {q.about[:8] for q in made.questions} == {"text box", "hidden i", "symbol F"}


def test_paragraphs_of_one_cell_are_asked_about(tmp_path: Path) -> None:
    cell = f"<w:tbl><w:tr><w:tc>{p(run('甲。'))}{p(run('乙。'))}</w:tc><w:tc>{p(run('丙'))}</w:tc>"
    body = [
        paragraph("丁城水法", style="a3"),
        p(run("第一條　水屬於丁城，見下表：")),
        cell + "</w:tr></w:tbl>",
    ]
    made = read(tmp_path / "a.docx", docx(*body))
    assert [q.about for q in made.questions] == [
        "cell of several paragraphs: they stand in one line"
    ]


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("ideographLegalTraditional", "壹 貳 拾 拾貳"),
        ("chineseLegalSimplified", "壹 贰 拾 拾贰"),
        ("ideographTraditional", "甲 乙 癸 12"),
        ("upperRoman", "I II X XII"),
        ("decimalFullWidth", "１ ２ １０ １２"),
        ("chineseCountingThousand", "一 二 十 十二"),
        ("lowerLetter", "a b j l"),
    ],
)
def test_numerals(form: str, shown: str) -> None:
    wanted = shown.replace("拾", "壹拾") if "Legal" in form else shown
    assert " ".join(numeral(n, form) for n in (1, 2, 10, 12)) == wanted


def test_lists_count_on_or_begin_anew() -> None:
    again = '<w:num w:numId="2"><w:abstractNumId w:val="0"/>{}</w:num></w:numbering>'
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    for more, labels in (
        ("", ["第一条", "第二条", "第三条"]),
        (start, ["第一条", "第二条", "第一条"]),
    ):
        numbering = NUMBERING.replace("</w:numbering>", again.format(more))
        third = paragraph("丙", level=0).replace('w:numId w:val="1"', 'w:numId w:val="2"')
        body = [paragraph("甲", level=0), paragraph("乙", level=0), third]
        made = read_docx(docx(*body, numbering=numbering))
        assert [line.text.split("\t")[0] for line in made.lines] == labels


def test_damaged_files_are_refused_in_one_sentence() -> None:
    data = styled_docx(*(paragraph(f"第{n}條 水屬於丁城。") for n in range(300)))
    refused = 0
    for at in range(0, len(data), max(1, len(data) // 150)):
        for damaged in (data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :], data[:at]):
            try:
                read_docx(damaged)
            except CaptureError as error:
                refused += "\n" not in str(error)
    assert refused > 100


def test_hostile_files_are_refused_or_read_in_time() -> None:
    begin = time.process_time()
    deep = paragraph("甲", level=0).replace('w:ilvl w:val="0"', 'w:ilvl w:val="999999999"')
    assert read_docx(docx(deep)).lines[0].text == "甲"
    with pytest.raises(CaptureError, match="marks of elements"):
        read_docx(docx("<w:p/>" * 3_000_000))
    span = paragraph("甲").replace("<w:pPr>", f"<w:pPr><w:outlineLvl w:val='{'9' * 4300}'/>")
    assert read_docx(docx(span)).lines[0].text == "甲"
    assert time.process_time() - begin < 5
