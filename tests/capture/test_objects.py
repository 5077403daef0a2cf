"""Pictures and formulas of a capture: those it holds have a place and a file, others are asked."""

from __future__ import annotations

import base64
import struct
import zlib
from urllib.parse import quote

import pytest

from tests.docx_factory import docx, paragraph
from zhengben.capture import extract
from zhengben.capture.base import CapturedText
from zhengben.capture.html import read_html
from zhengben.capture.markdown import read_markdown
from zhengben.capture.objects import MOST_OBJECTS, MOST_PICTURE, NOT_TAKEN, Objects
from zhengben.capture.wikitext import read_wikitext

LOST = "a character was lost: 〓 stands for it"
NS = (
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)


def png(shade: int = 0) -> bytes:
    """Return a picture of one grey pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixel = zlib.compress(bytes((0, shade)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


def uri(data: bytes, kind: str = "png") -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def body(read: CapturedText) -> list[str]:
    return [line for line in read.text.split("\n") if line]


def asked(read: CapturedText) -> list[tuple[str, str]]:
    return [(line.text, line.doubt) for line in read.lines if line.doubt]


def page(inner: str) -> CapturedText:
    return read_html(f"<html><body>{inner}</body></html>")


def test_a_picture_that_a_page_holds_stands_in_its_line() -> None:
    read = page(
        f'<p>甲<img src="{uri(png())}" alt="圖|一}}">乙</p><p><img src="{uri(png(9))}"></p>'
    )
    assert body(read) == ["甲^image{picture-1.png|圖^|一^}}乙", "^image{picture-2.png|}"]
    assert read.objects.files == {"picture-1.png": png(), "picture-2.png": png(9)}
    assert not asked(read)
    # the same picture is the same file
    again = page(f'<p>甲<img src="{uri(png())}">乙<img src="{uri(png())}"></p>')
    assert list(again.objects.files) == ["picture-1.png"]


@pytest.mark.parametrize(
    "address",
    ["../../etc/a.png", "https://example.org/a.png", "data:image/png;base64,!!!!",
     "data:image/png;base64,QUJD", "data:image/svg+xml;base64,PHN2Zy8+", uri(png()[:-5]),
     "data:text/plain,x", "data:", "file:///etc/passwd"],
)  # fmt: skip
def test_a_picture_that_is_not_there_is_asked_about_in_its_place(address: str) -> None:
    read = page(f'<p>甲<img src="{address}" alt="字">乙</p><p><img src="{address}" alt="圖"></p>')
    assert read.objects.files == {}
    assert body(read)[0] == "甲〓乙"
    # what the page holds and cannot be taken is told with what can
    doubt = NOT_TAKEN if address.startswith("data:") else "picture"
    assert [said for _, said in asked(read)] == [LOST, doubt, doubt]
    assert [text[:2] for text, _ in asked(read)[1:]] == ["[字", "[圖"]


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'
CIRCLE = '<circle cx="4" cy="4" r="3"/>'


@pytest.mark.parametrize(
    "address",
    [
        uri(SVG.format(CIRCLE).encode(), "svg+xml"),
        f"data:image/svg+xml,{quote(SVG.format(CIRCLE))}",
        uri(f'<?xml version="1.0"?>\n<!-- a -->{SVG.format(CIRCLE)}\n'.encode(), "svg+xml"),
    ],
)
def test_a_drawing_that_a_page_holds_is_taken(address: str) -> None:
    read = page(f'<p>甲<img src="{address}" alt="圖">乙</p>')
    assert body(read) == ["甲^image{picture-1.svg|圖}乙"]
    assert b"circle" in read.objects.files["picture-1.svg"]
    assert not asked(read)
    assert body(read_markdown(f"甲![圖]({address})乙")) == ["甲^image{picture-1.svg|圖}乙"]


@pytest.mark.parametrize(
    "inner",
    ["<script>a()</script>", '<image href="a.png"/>', '<g onload="a()"/>', "<foreignObject/>",
     '<a href="b"><path d=""/></a>', "<filter/>", "<style>@import 'a';</style>"],
)  # fmt: skip
def test_a_drawing_that_runs_or_leads_elsewhere_is_not(inner: str) -> None:
    address = uri(SVG.format(CIRCLE + inner).encode(), "svg+xml")
    read = page(f'<p>甲<img src="{address}" alt="圖">乙</p>')
    assert read.objects.files == {}
    assert NOT_TAKEN in [said for _, said in asked(read)]


def test_a_drawing_of_nothing_only_takes_room() -> None:
    read = page(f'<p>甲<img src="{uri(SVG.format("").encode(), "svg+xml")}" alt="圖">乙</p>')
    assert body(read) == ["甲乙"]
    assert not asked(read)


def test_ornaments_and_titles_hold_no_picture() -> None:
    spacer = uri(b"GIF89a\x01\x00\x01\x00" + bytes(20) + b";", "gif")
    assert body(page(f'<p>甲<img src="{spacer}">乙<img src="a.png" alt="">丙</p>'))[0] == "甲乙丙"
    title = page(f'<h1>甲<img src="{uri(png())}" alt="徽">法</h1>')
    assert (body(title)[0], title.objects.files) == ("甲〓法", {})


def test_pictures_are_bounded() -> None:
    long = "data:image/png;base64," + "A" * 12_000_000
    read = page(f'<p>第一條甲。</p><p><img src="{long}" alt="圖"></p><p>第二條乙。</p>')
    assert body(read) == ["第一條甲。", "[圖]", "第二條乙。"]
    assert body(read_markdown(f"甲\n\n![圖]({long})\n\n乙")) == ["甲", "[圖: ]", "乙"]
    objects = Objects()
    assert objects.picture(png() + bytes(MOST_PICTURE) + png()) == ""
    for number in range(MOST_OBJECTS):
        objects._keep("picture", ".png", str(number).encode())
    assert objects.picture(png()) == ""


def test_a_formula_of_a_page_is_its_latex_or_a_file() -> None:
    annotated = "<math><semantics><mi>x</mi><annotation>x^2</annotation></semantics></math>"
    plain = '<math><msup href="a"><mi onclick="b">x</mi><mn>2</mn></msup></math>'
    unknown = "<math><mi>x</mi><maction><mi>y</mi></maction></math>"
    read = page(f"<p>甲{annotated}乙</p><p>丙{plain}丁</p><p>戊{unknown}己</p>")
    assert body(read)[:3] == ["甲^math{x^^2}乙", "丙^math{file:formula-1.mml}丁", "戊〓己"]
    assert read.objects.files["formula-1.mml"] == (
        b'<math xmlns="http://www.w3.org/1998/Math/MathML"><msup><mi>x</mi><mn>2</mn></msup></math>'
    )
    assert [doubt for _, doubt in asked(read)] == [
        LOST, "formula of the page: where does it belong?"
    ]  # fmt: skip


def test_pictures_and_formulas_of_markdown() -> None:
    read = read_markdown(f"甲![圖]({uri(png())})乙$x^2$丙\n\n丁![字](../a/z.png)戊$file:../b$己")
    assert body(read)[0] == "甲^image{picture-1.png|圖}乙^math{x^^2}丙"
    assert body(read)[1].startswith("丁〓戊^math{ file:../b}己")
    assert ("[字: z.png]", "picture") in asked(read)


def test_files_of_a_wiki_are_asked_about_in_their_place() -> None:
    read = read_wikitext("甲[[File:a.png|20px|alt=字]]乙\n\n[[檔案:b.png|thumb|圖]]丙\n")
    assert body(read) == ["甲〓乙", "File:a.png|20px|alt=字", "丙", "檔案:b.png|thumb|圖"]
    place = "a picture stood here: 〓 stands for it"
    assert [doubt for _, doubt in asked(read)] == [place, *["picture of the page"] * 2]


def drawing(identifier: str, words: str = "") -> str:
    return (
        f'<w:r {NS}><w:drawing><wp:docPr descr="{words}"/><a:blip r:embed="{identifier}"/>'
        "</w:drawing></w:r>"
    )


def said(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_pictures_of_word_are_taken_out_of_the_file() -> None:
    old = f'<w:r {NS}><w:pict><v:shape alt="舊"><v:imagedata r:id="r1"/></v:shape></w:pict></w:r>'
    data = docx(
        f"<w:p>{said('甲')}{drawing('r1', '圖')}{said('乙')}</w:p><w:p>{old}</w:p>",
        f"<w:p>{said('丙')}{drawing('r2', '矢量')}{said('丁')}{drawing('r9')}</w:p>",
        media={"r1": png(), "r2": b"\xd7\xcd\xc6\x9a"},
    )
    read = extract(data, "docx")
    assert body(read) == [
        "甲^image{picture-1.png|圖}乙", "^image{picture-1.png|舊}", "丙〓丁〓", "[矢量]", "[…]",
    ]  # fmt: skip
    assert read.objects.files == {"picture-1.png": png()}
    assert [doubt for _, doubt in asked(read)] == [LOST, "picture", "picture"]


def maths(inner: str) -> str:
    return f"<w:p {NS}>{said('甲')}<m:oMath>{inner}</m:oMath>{said('乙')}</w:p>"


def x(text: str = "x") -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("inner", "latex"),
    [
        (f"<m:sSup><m:e>{x()}</m:e><m:sup>{x('2')}</m:sup></m:sSup>", "{x}^{2}"),
        (f"<m:sSub><m:e>{x()}</m:e><m:sub>{x('i')}</m:sub></m:sSub>", "{x}_{i}"),
        (f"<m:f><m:num>{x('甲')}</m:num><m:den>{x('5%')}</m:den></m:f>", r"\frac{\text{甲}}{5\%}"),
        (f"<m:rad><m:deg>{x('3')}</m:deg><m:e>{x()}</m:e></m:rad>", r"\sqrt[3]{x}"),
        (f"<m:d><m:e>{x()}</m:e></m:d>", r"\left(x\right)"),
        (f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{x("i")}</m:sub><m:sup>{x("n")}'
         f"</m:sup><m:e>{x()}</m:e></m:nary>", r"\sum_{i}^{n}{x}"),
    ],
)  # fmt: skip
def test_common_formulas_of_word_are_latex(inner: str, latex: str) -> None:
    read = extract(docx(maths(inner)), "docx")
    assert [mark.value for mark in read.lines[0].marks] == [latex]
    assert read.lines[0].text == "甲\ufffc乙"


@pytest.mark.parametrize("inner", [f"<m:phant><m:e>{x()}</m:e></m:phant>"])
def test_other_formulas_of_word_are_asked_about(inner: str) -> None:
    read = extract(docx(maths(inner), paragraph("第一條。")), "docx")
    assert body(read)[0] == "甲〓乙"
    assert asked(read)[0] == ("甲〓乙", LOST)
