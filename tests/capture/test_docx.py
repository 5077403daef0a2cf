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
from tests.docx_factory import NUMBERING, W, docx, paragraph, styled_docx, table_of
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


U = '<w:u w:val="single"/>'
SUP = '<w:vertAlign w:val="superscript"/>'
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def field_begins() -> str:
    return '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'


def field(instruction: str, result: str = "") -> str:
    parts = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + result if result else ""
    told = f"<w:r><w:instrText>{escape(instruction)}</w:instrText></w:r>"
    return field_begins() + told + parts + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def symbol(font: str, code: str) -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def formula(inside: str) -> str:
    runs = inside.replace("{", "<m:r><m:t>").replace("}", "</m:t></m:r>")
    return f"<m:oMath {M}>{runs}</m:oMath>"


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
        st.sampled_from(
            ["ins", "smartTag", "hyperlink", "customXml", "del", "unknown", "moveFrom", "sdt"]
        ),
        inner,
    ),
    max_leaves=4,
)


def boxed(block: str) -> str:
    return p(run("主"), f"<w:r><w:pict><w:txbxContent>{block}</w:txbxContent></w:pict></w:r>")


_BLOCKS = st.recursive(
    _HELD.map(p),
    lambda inner: st.one_of(
        inner.map(boxed),
        st.lists(inner, min_size=1, max_size=3).map(
            lambda cells: table_of(
                ["<w:tr>" + "".join(f"<w:tc>{c}</w:tc>" for c in cells) + "</w:tr>"]
            )
        ),
    ),
    max_leaves=4,
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(_BLOCKS, min_size=1, max_size=5))
def test_the_account_of_a_file_closes(paragraphs: list[str]) -> None:
    data = docx(*paragraphs)
    made = read_docx(data)
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    assert made.account.source == "".join(map(str, root.itertext()))
    # blanks divide what stands in one cell or box
    shown = "".join("".join(line.text for line in made.lines).split())
    assert sorted(shown) == sorted(made.account.of("text", "apart", "asked"))
    assert not made.account.of("markup").strip()
    # every line can be written in the notation
    assert made.text


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
        "甲^note{[1]}乙^note{[i]}", "[1] 註一", "[i] 註二",
    ]  # fmt: skip


def test_notes_bear_the_numbers_of_the_file_in_the_order_of_their_calls() -> None:
    call = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    data = docx(
        p(run("甲"), call.format(2), run("乙"), call.format(7), call.format(2)),
        '<w:sectPr><w:footnotePr><w:numFmt w:val="decimalEnclosedCircleChinese"/></w:footnotePr>'
        "</w:sectPr>",
    )
    notes = "".join(
        f'<w:footnote w:id="{number}">{"".join(map(p, paragraphs))}</w:footnote>'
        for number, *paragraphs in (
            (7, run("後註") + run("3", SUP) + run("刪", "<w:strike/>")),
            (2, run("前註"), run("續")),
            (9, run("無人")),
        )
    )
    made = read_docx(
        with_part(data, "word/footnotes.xml", f"<w:footnotes {W}>{notes}</w:footnotes>")
    )
    assert made.text.split("\n") == [
        "甲^note{①}乙^note{②}^note{①}", "① 前註 續", "② 後註^sup{3}", "刪", "無人",
    ]  # fmt: skip
    assert [line.doubt[:10] for line in made.lines] == [
        "", "note of se", "", "struck out", "footnotes ",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("paragraph", "shown"),
    [
        # a mark over several runs is one, and marks never cross
        (run("甲", U) + run("國", U) + run("與"), "^u{甲國}與"),
        (run("甲", "<w:i/>") + run("乙", "<w:i/>" + U) + run("丙", U), "^em{甲}^u{^em{乙}丙}"),
        (f"<w:r><w:rPr>{U}</w:rPr><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>", "^u{甲}\n^u{乙}"),
        (run("出生：") + run("　　", U) + run("年"), "出生：^blank{　　}年"),
        (f"<w:hyperlink>{run('水法', U)}</w:hyperlink>", "水法"),
        # what a field shows without a result
        (field(r'EQ \* jc2 \* "Font:宋体" \o\ad(\s\up 9(ㄉㄨˊ),獨)'), "^ruby{獨|ㄉㄨˊ}"),
        (field(r"eq \o\ac(○,3)") + run("水"), "③水"),
        (run("10") + field(r"EQ \s\up 5(3)"), "10^sup{3}"),
        (field("FORMCHECKBOX") + run("同意"), "□同意"),
        (run("第") + field("REF a", run("三")) + run("條"), "第三條"),
        (run("甲") + field("PAGE") + field("AUTONUM"), "甲\nAUTONUM"),
        (field_begins() + run("不丟"), "不丟"),
        (symbol("Symbol", "F061") + symbol("宋体", "25A1") + symbol("Marlett", "F031"), "α□〓"),
        (formula("<m:sSup><m:e>{x}</m:e><m:sup>{2}</m:sup></m:sSup>{面積}"),
         r"^math{{x^}^^{2^}\text{面積^}}"),
        (formula("<m:f><m:num>{a}</m:num><m:den>{b}</m:den></m:f>"), r"^math{\frac{a^}{b^}}"),
        (formula("<m:odd>{x}</m:odd>"), "x"),
        ("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + run("單擊") +
         "</w:sdtContent></w:sdt>" + run("甲"), "甲\n單擊"),
        (run("甲\n乙\u2028丙"), "甲 乙 丙"),
        ("<w:dayLong/>" + run("甲"), "甲\n[dayLong]"),
    ],
)  # fmt: skip
def test_what_stands_within_a_paragraph(paragraph: str, shown: str) -> None:
    assert read_docx(docx(p(paragraph))).text == shown


def test_styles_hide_strike_and_raise_text() -> None:
    styles = (
        f'<w:styles {W}><w:style w:styleId="a"><w:rPr>{SUP}</w:rPr></w:style>'
        '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>'
        '<w:style w:styleId="c"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="d"><w:name w:val="heading 2"/><w:pPr><w:jc w:val="center"/></w:pPr>'
        '</w:style><w:style w:styleId="e"><w:basedOn w:val="d"/></w:style>'
        '<w:style w:styleId="f"><w:basedOn w:val="f"/></w:style></w:styles>'
    )
    body = [
        p(run("10"), run("3", '<w:rStyle w:val="b"/>'), run("暗", '<w:rStyle w:val="c"/>')),
        paragraph("第二節", style="e"),
        paragraph("文", style="f"),
        p('<w:pPr><w:outlineLvl w:val="0"/></w:pPr>', run("第一章")),
    ]
    made = read_docx(docx(*body, styles=styles))
    assert made.text.split("\n") == ["10^sup{3}", "暗", "第二節", "文", "第一章"]
    assert [(line.kind, line.level, line.align) for line in made.lines[2:]] == [
        ("heading", 3, "center"), ("text", 0, ""), ("heading", 2, ""),
    ]  # fmt: skip


def test_tables_in_one_another_and_pages_set_in_tables() -> None:
    inner = table_of([f"<w:tr><w:tc>{p(run('內一'))}</w:tc><w:tc>{p(run('內二'))}</w:tc></w:tr>"])
    outer = f"<w:tr><w:tc>{p(run('甲'))}</w:tc><w:tc>{inner}{p(run('丙'))}</w:tc></w:tr>"
    wrapped = f"<w:sdt><w:sdtContent>{outer}</w:sdtContent></w:sdt>"
    made = read_docx(docx(table_of([wrapped])))
    assert [line.text for line in made.lines] == ["甲", "內一 內二 丙"]
    page = f"<w:tr><w:tc>{p(run('第一條　甲。'))}{p(run('第二條　乙。'))}</w:tc></w:tr>"
    made = read_docx(docx(table_of([page])))
    assert [(line.kind, line.text) for line in made.lines] == [
        ("text", "第一條　甲。"), ("text", "第二條　乙。"),
    ]  # fmt: skip


def test_numbers_of_struck_out_paragraphs_and_of_levels_in_levels() -> None:
    numbering = NUMBERING.replace("（%2）", "%1.%2").replace(
        '<w:lvl w:ilvl="1">', '<w:lvl w:ilvl="1"><w:isLgl/>'
    )
    gone = paragraph("乙", level=0).replace("</w:pPr>", "<w:rPr><w:del/></w:rPr></w:pPr>", 1)
    body = [paragraph("甲", level=0), gone, paragraph("丙", level=0), paragraph("丁", level=1)]
    made = read_docx(docx(*body, numbering=numbering))
    assert [line.text for line in made.lines] == ["第一条\t甲", "乙", "第二条\t丙", "2.1\t丁"]
    assert "struck out" in made.lines[1].doubt
    odd = read_docx(docx(body[0], numbering=NUMBERING.replace("chineseCounting", "hebrew1")))
    assert "hebrew1" in odd.lines[0].doubt


def test_what_nothing_here_reads_is_asked_about() -> None:
    data = docx("<w:altChunk/>", p(run("甲")), "乙")
    data = with_part(data, "word/odd.xml", "<a/>")
    chart = '<c:c xmlns:c="c" xmlns:a="a"><a:t>水位</a:t><c:v>3</c:v></c:c>'
    data = with_part(data, "word/charts/chart1.xml", chart)
    made = read_docx(with_part(data, "word/theme/theme1.xml", "<a/>"))
    assert [line.text for line in made.lines if line.doubt] == [
        "[altChunk]", "乙", "水位 3", "word/odd.xml",
    ]  # fmt: skip


def test_other_forms_of_word_files_are_read() -> None:
    plain = docx(p(run("第一條")))
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(stream, "w") as new:
        xml = old.read("word/document.xml").replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        new.writestr("word/document2.xml", xml)
    assert read_docx(stream.getvalue()).text == "第一條"


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
        "丁城水法", "第一條　水屬於丁城。", "丙框", "第二條　用水登記。", "第三條　丁移✓",
        "第四條　本法施行。",
    ]  # fmt: skip
    assert {q.about[:8] for q in made.questions} == {"text box", "hidden i", "moved: i"}


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
    with pytest.raises(CaptureError, match=r"marks of elements|unpacks to more than"):
        read_docx(docx("<w:p/>" * 10_000_000))
    span = paragraph("甲").replace("<w:pPr>", f"<w:pPr><w:outlineLvl w:val='{'9' * 4300}'/>")
    assert read_docx(docx(span)).lines[0].text == "甲"
    assert time.process_time() - begin < 5
