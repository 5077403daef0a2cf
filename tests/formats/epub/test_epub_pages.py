"""How a text becomes pages: documents of every structure, printed pages, digits in columns."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import msgspec
import pytest
from ebooks import documents

from tests.rows import E_READER, E_READER_VERTICAL, HANDOUT
from zhengben.apparatus.pieces import divide, upright
from zhengben.design.assets import Assets
from zhengben.document.apparatus import Note, PageBreak
from zhengben.document.declaration import Declaration
from zhengben.document.errors import RenderError
from zhengben.document.identifiers import edition_urn
from zhengben.document.lines import Cell, Line, Role
from zhengben.formats.epub import write_epub
from zhengben.formats.epub.page_list import place_breaks
from zhengben.formats.pdf.writer import Press
from zhengben.proof.epub import extract_epub

GENERATOR = "Zhengben test"


# Digits in columns


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6月9日", "[6]月[9]日"),
        ("第24段", "第[24]段"),
        ("2017年", "{2017}年"),
        ("2016-2021年", "{2016}-{2021}年"),
        ("（2006年）", "（{2006}年）"),
        ("增長3.5%，12%", "增長3.5%，[12]%"),
        ("A/RES/60/288、G20", "A/RES/60/288、G20"),
        ("https://a.cn/1 第1號", "https://a.cn/1 第[1]號"),
        ("<b>&1", "&lt;b&gt;&amp;1"),
        ("二〇一七", "二〇一七"),
    ],
)
def test_digits_stand_upright_and_words_lie(text: str, expected: str) -> None:
    shown = re.sub(r'<span class="cell">(\d+)</span>', r"[\1]", upright(text))
    assert re.sub(r'<span class="upright">(\d+)</span>', r"{\1}", shown) == expected


# Printed pages


def test_a_page_starts_within_a_line_and_behind_a_call() -> None:
    line = Line(1, 10, "甲乙丙丁", "para-1", 1)
    note = Note(1, "charter", "para-1", 12, "")
    pieces = list(divide(line, [note], [PageBreak("2", 12), PageBreak("3", 13)]))
    assert [(p.head, p.tail, p.page and p.page.label) for p in pieces] == [
        ("甲", "乙", None), ("", "", "2"), ("丙", "", "3"), ("丁", "", None),
    ]  # fmt: skip


def test_a_call_clings_to_a_whole_number() -> None:
    line = Line(1, 0, "第1624號和SCO，", "para-1", 1)
    notes = [Note(1, "a", "para-1", 5, ""), Note(2, "b", "para-1", 10, "")]
    pieces = [(piece.head, piece.tail) for piece in divide(line, notes)]
    assert pieces == [("第", "1624"), ("號和", "SCO"), ("，", "")]


@pytest.mark.parametrize(
    ("pages", "sentence"),
    [
        ([PageBreak("1", 9), PageBreak("2", 3)], "not in order"),
        ([PageBreak("1", 3), PageBreak("1", 9)], "not in order"),
        ([PageBreak("a b", 3)], "not in order"),
        ([PageBreak("1", 99_999_999)], "Page 1 of astana-2017 starts at no character"),
        ([PageBreak("1", 10, "index")], "Page 1 of astana-2017 starts with index"),
    ],
)
def test_printed_pages_of_another_text_are_refused(
    pages: list[PageBreak], sentence: str, declaration: Declaration
) -> None:
    with pytest.raises(RenderError, match=sentence):
        write_epub(declaration, E_READER, Assets.find(), generator=GENERATOR, printed=pages)


def test_the_page_list_is_that_of_the_handout(
    declaration: Declaration, book_epub: Path, project: Path
) -> None:
    canonical = project / "content" / "astana-2017" / "canonical.txt"
    printed = Press(declaration, Assets.find(), canonical, "test").set(HANDOUT).breaks()
    assert [page.label for page in printed] == [str(n) for n in range(1, len(printed) + 1)]
    assert place_breaks(declaration, printed, "urn:x").before("instruments")
    pages = documents(book_epub.read_bytes())
    nav = pages["nav.xhtml"]
    listed = re.findall(r'href="([\w-]+\.xhtml)#page-(\d+)"', nav)
    assert [label for _, label in listed] == [page.label for page in printed]
    for (name, label), page in zip(listed, printed, strict=True):
        (before, after) = pages[name].split(f'id="page-{label}"')
        if page.apparatus:
            assert name in ("instruments.xhtml", "colophon.xhtml")
            continue
        text = re.sub(r"<span[^>]*data-apparatus.*?</span>|<[^>]*>|\n", "", "<" + after)
        assert declaration.text[page.at :].replace("\n", "").startswith(text[:12].strip())
        assert before
    assert nav.index("page-list") < nav.index("landmarks")
    package = pages["content.opf"]
    assert f">{edition_urn('astana-2017', 'zh-Hant', 'handout')}</meta>" in package
    assert 'property="pageBreakSource"' in package
    assert "pageBreakMarkers" in package
    ncx = pages["toc.ncx"]
    assert re.findall(r'<pageTarget [^>]*value="(\d+)"', ncx) == [p.label for p in printed]
    orders = sorted(map(int, re.findall(r'playOrder="(\d+)"', ncx)))
    assert orders == list(range(1, len(orders) + 1))


# The vertical book


@pytest.fixture(scope="module")
def vertical_epub(built: Path) -> Path:
    return built / "astana-2017.zh-Hant.vertical.epub"


def test_the_vertical_book_is_vertical(vertical_epub: Path, declaration: Declaration) -> None:
    pages = documents(vertical_epub.read_bytes())
    package = pages["content.opf"]
    assert 'page-progression-direction="rtl"' in package
    assert '<meta name="primary-writing-mode" content="vertical-rl"/>' in package
    with zipfile.ZipFile(vertical_epub) as book:
        sheet = book.read("EPUB/styles/book.css").decode()
    assert sheet.index("vertical-rl") > sheet.index("margin: 0 2%")
    assert (
        '<span class="upright">2017</span>年<span class="cell">6</span>月'
        in (pages["text-01.xhtml"])
    )
    blocks = extract_epub(vertical_epub).blocks
    assert "".join(block.text + "\n" for block in blocks) == declaration.text


# Documents of every structure


def structured(declaration: Declaration) -> Declaration:
    """Return a law with headings, articles, items, a table, a remark and an annex."""
    rows: list[tuple[Role, int, str, str, Cell | None]] = [
        ("heading", 1, "第一章 總則", "sec-1", None),
        ("article", 0, "第一條 為了規範文書，制定本法。", "art-1", None),
        ("item", 1, "（一）甲；", "art-1-item-1", None),
        ("item", 2, "1．甲之一；", "art-1-item-1-1", None),
        ("bullet", 1, "——一項", "art-1-bullet-1", None),
        ("heading", 3, "第一節 細則", "sec-1-1", None),
        ("article", 0, "第二條", "art-2", None),
        ("paragraph", 0, "第一款。", "art-2-para-1", None),
        ("heading", 1, "第二章 附則", "sec-2", None),
        ("cell", 0, "種類", "table-1-1-1", Cell(1, 1, 1, True)),
        ("cell", 0, "數量", "table-1-1-2", Cell(1, 1, 2, True)),
        ("cell", 0, "10", "table-1-2-2", Cell(1, 2, 2)),
        ("remark", 0, "注：單位為件。", "remark-1", None),
        ("annex", 0, "附件一 目錄", "annex-1", None),
        ("heading", 1, "甲部", "annex-1-sec-1", None),
        ("paragraph", 0, "附件的一段。", "annex-1-para-1", None),
    ]
    title = Line(1, 0, "樣本法", "title", role="title")
    session = Line(2, 4, "某會議通過", "session-1", role="session")
    lines, start = list[Line](), 10
    for index, (role, level, text, id_, cell) in enumerate(rows, 3):
        label = text.split()[0] if role in ("heading", "article", "annex") else ""
        lines.append(Line(index, start, text, id_, None, role, level, label, cell))
        start += len(text) + 1
    return msgspec.structs.replace(
        declaration,
        title=title,
        title_lines=(title.text,),
        short_title=title.text,
        front=(session,),
        preamble=(),
        paragraphs=tuple(lines[:13]),
        annexes=tuple(lines[13:]),
        signatories=(),
        closing=None,
        groups=(),
        mentions=(),
        notes=(Note(1, "", "annex-1-para-1", lines[-1].end, "見《樣本法》第一條。"),),
        instruments=(),
    )


@pytest.mark.parametrize("edition", [E_READER, E_READER_VERTICAL])
def test_a_law_is_set_as_a_law(edition: object, declaration: Declaration, tmp_path: Path) -> None:
    law = structured(declaration)
    data = write_epub(law, edition, Assets.find(), generator=GENERATOR)  # type: ignore[arg-type]
    (tmp_path / "law.epub").write_bytes(data)
    extraction = extract_epub(tmp_path / "law.epub")
    assert not extraction.faults
    assert [(b.id, b.text) for b in extraction.blocks] == [(x.id, x.text) for x in law.lines]
    pages = documents(data)
    text, annex = pages["text-01.xhtml"], pages["text-02.xhtml"]
    # ranks without gaps, whatever the levels of the text
    assert '<h1 class="heading" id="sec-1">' in text
    assert '<h2 class="heading" id="sec-1-1">' in text
    assert '<h3 class="titled" id="art-2">' in text
    assert '<p class="article" id="art-1">' in text
    assert '<p class="item level-2"' in text
    assert '<thead>\n<tr><th scope="col" id="table-1-1-1">' in text
    assert re.search(r'<td></td><td(?: class="[a-z ]+")? id=', text)
    assert '<h1 class="annex" id="annex-1">' in annex
    assert '<h2 class="heading" id="annex-1-sec-1">' in annex
    assert 'role="doc-appendix"' in annex
    nav = pages["nav.xhtml"]
    places = ("text-01.xhtml", "#sec-1", "#art-1", "#sec-1-1", "#art-2", "#sec-2", "text-02.xhtml",
              "#annex-1-sec-1")  # fmt: skip
    found = [nav.index(f'{place}"') for place in places]
    assert found == sorted(found)
    assert '<meta name="dtb:depth" content="3"/>' in pages["toc.ncx"]
    digit = '<span class="cell">1</span>' if edition is E_READER_VERTICAL else "1"
    assert f">{digit}</a>" in annex
    assert "返回甲部</a>" in pages["notes.xhtml"]
