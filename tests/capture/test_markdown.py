"""Markdown: every character of the file is accounted for, and stands where it stood."""

from __future__ import annotations

import time
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.capture.test_captures import lines, read
from zhengben.capture.markdown import read_markdown
from zhengben.capture.markdown_tokens import Piece, at_sight, parsed
from zhengben.capture.readers import extract


def together(pieces: list[Piece]) -> list[tuple[str, str]]:
    """Return tokens as type and content, texts that touch as one."""
    found = list[tuple[str, str]]()
    for piece in pieces:
        if piece.type == "text" and found and found[-1][0] == "text":
            found[-1] = ("text", found[-1][1] + piece.content)
        elif piece.type != "text" or piece.content:
            found.append((piece.type, piece.content))
    return found


_NEAR = st.sampled_from(
    ["甲", "乙。", "（", "*", "*", "a", " ", "\n", "<b>", "</b>", "<br/>", "<", ">", "，", "\u3000"]
)


@pytest.mark.slow
@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(_NEAR, min_size=1, max_size=10))
def test_what_is_read_at_sight_is_what_the_parser_reads(pieces: list[str]) -> None:
    source = "".join(pieces).strip()
    sighted = at_sight(source)
    assert sighted is None or together(sighted) == together(parsed(source))


def test_most_lines_are_read_at_sight() -> None:
    for source in ("10<sup>3</sup>千克", "甲*不得*乙*不得*", "甲*乙", "<b>甲</b>\n乙", ""):
        assert at_sight(source) is not None
    for source in ("*（甲）*", "甲&amp;", "甲 \n乙", "甲**乙**", "a<b", "*甲*乙*丙", "<b a='c'>"):
        assert at_sight(source) is None


def texts(source: str) -> list[str]:
    return [line.text for line in read_markdown(source).lines if line.kind != "markup"]


def notated(source: str) -> list[str]:
    return read_markdown(source).text.split("\n")


_PIECES = st.sampled_from(
    ["甲", "乙。", "*", "**", "_", "__", "`", "[", "](", ")", "<b>", "</b>", "<", ">", "&amp;", "&",
     "\\", "\\*", "$", "^", "{", "}", "|", "\n", "\n\n", "- ", "# ", "> ", "1. ", "2*3", "  ",
     "<!-- 註 -->", "<!--", "-->", "---", "~~", "![", "[^1]", "[^1]: ", "|---|", "____", "<sup>",
     "</sup>", "<ruby>", "<rt>", "</rt>", "</ruby>", "\u3000", "第一條", "```", "https://a.b/c"]
)  # fmt: skip


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(_PIECES, max_size=30))
def test_the_account_of_a_file_closes(pieces: list[str]) -> None:
    source = "".join(pieces)
    made = read_markdown(source)
    assert made.account.source == source
    assert made.text is not None
    # no Han of the source is lost: each stands in a line, text or apart
    shown = "".join(line.text + "".join(m.value for m in line.marks) for line in made.lines)
    assert sum(map(shown.count, "甲乙註第條")) == sum(map(unescape(source).count, "甲乙註第條"))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("甲&amp;乙&nbsp;丙", "甲&乙\xa0丙"),
        ("甲\\*乙\\*", "甲*乙*"),
        ("見<https://a.example/條>。", "見https://a.example/條。"),
        ("若a<b且c>d則", "若a<b且c>d則"),
        ("**「甲」**乙**丙**", "「甲」乙丙"),
        ("第一條 [水法](https://a.example/?a=(b)c \"題\")第二款", "第一條 水法第二款"),
        ("費用2*3元、4*5元", "費用2*3元、4*5元"),
        ("自$50至$100元", "自$50至$100元"),
        ("a_b_c 和 <水>", "a_b_c 和 <水>"),
    ],
)  # fmt: skip
def test_what_stands_within_a_line(source: str, text: str) -> None:
    assert texts(source) == [text]


def test_marks_keep_their_places() -> None:
    assert notated(
        "10<sup>3</sup>千克，*不得*，<ruby>獨立<rt>ㄉ</rt></ruby>，$x^2$，見註[^1]。"
    ) == ["10^sup{3}千克，^em{不得}，^ruby{獨立|ㄉ}，^math{x^^2}，見註^note{[1]}。"]
    assert notated("姓名：____，*甲\n乙*丙\n\n[^1]: 附註。\n\nx^2") == [
        "姓名：^blank{____}，^em{甲}", "^em{乙}丙", "", "[1] 附註。", "", "x^^2",
    ]  # fmt: skip


def test_front_matter_names_the_title(tmp_path: Path) -> None:
    made = read(
        tmp_path / "a.md",
        "---\ntitle: 丁城水法\ndate: 2001\n---\n# 丁城水法\n\n"
        "第一條 水屬於丁城。\n\n第二條 本法施行。\n",
    )
    assert made.extraction.facts["title"] == "丁城水法"
    assert lines(made)[0] == "丁城水法"
    assert not made.questions


def test_pictures_deletions_and_unknown_elements_are_asked_about(tmp_path: Path) -> None:
    source = "# 丁城水法\n\n第一條 水~~不~~屬於丁城。\n\n![水圖](a.png)\n\n"
    source += "<水表>第二條 <foo>甲</foo>。\n"
    made = read(tmp_path / "a.md", source)
    assert len(made.questions) == 3
    assert lines(made)[1:] == ["第一條　水屬於丁城。", "<水表>第二條甲。"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "source",
    ["[" * 1_000_000, "*a" * 500_000, "![[" * 300_000, "<a" * 500_000, ("[" * 1400 + "\n\n") * 700,
     "`" * 1_000_000, "> " * 500_000, "<!--" * 250_000, "- " * 500_000, "|" * 1_000_000,
     ("甲" * 30 + "\n") * 11_000, "**甲" * 250_000],
    ids=range(12),
)  # fmt: skip
def test_hostile_files_are_read_in_time(source: str) -> None:
    begin = time.process_time()
    assert read_markdown(source).account.source == source
    assert time.process_time() - begin < 5


_DENSE = (
    "第一條 **甲方**應當依照[本法](#a)履行*義務*，並支付10<sup>3</sup>元&nbsp;。\n\n",
    "| *甲*和乙 | <b>丙</b> |\n",
    "- *甲*乙和丙丁\n",
    "甲*乙和丙\n",
    "水$x$和$y$，見[甲](#a)。\n",
)


@pytest.mark.slow
@pytest.mark.parametrize("line", _DENSE, ids=range(len(_DENSE)))
def test_a_megabyte_of_dense_markup_is_read_in_time(line: str) -> None:
    head = "| 甲 | 乙 |\n|---|---|\n" if line.startswith("|") else ""
    data = (head + line * (1_000_000 // len(line.encode()))).encode()
    begin = time.process_time()
    extract(data, "markdown")
    # a busy machine takes twice as long
    assert time.process_time() - begin < 6


@pytest.mark.parametrize("sign", ["$", "$$"])
@pytest.mark.parametrize("place", ["公式：{}。", "{}", "| 甲 | {} |", "- {}，其中"])
def test_a_formula_between_either_sign_is_one(sign: str, place: str, tmp_path: Path) -> None:
    said = place.format(f"{sign}E=mc^2{sign}")
    table = "| 甲 | 乙 |\n|---|---|\n" if place.startswith("|") else ""
    made = read(tmp_path / "a.md", f"# 丁城規定\n\n第一條　水。\n\n{table}{said}\n\n第二條　火。\n")
    assert "^math{E=mc^^2}" in made.canonical
    assert "$" not in made.canonical


def test_prices_are_no_formulas(tmp_path: Path) -> None:
    made = read(tmp_path / "a.md", "# 丁城規定\n\n第一條　由$$5增至$$8。\n\n第二條　由$5至$8。\n")
    assert lines(made)[1:] == ["第一條　由$$5增至$$8。", "第二條　由$5至$8。"]


@pytest.mark.parametrize("end", ["<br>", "<br/>\n", "<BR clear=all>", "\\\n", "  \n"])
def test_a_line_ends_where_the_markup_says_so(end: str, tmp_path: Path) -> None:
    """As it does in a saved page; within a cell there is one line alone."""
    page = f"# 丁城{end if '<' in end and chr(10) not in end else ''}用水規定\n\n"
    page += f"第一條　水。{end}第二款**甲{end}乙**。\n\n| 甲 | 乙 |\n|---|---|\n| 丙<br>丁 | 戊 |\n"
    made = read(tmp_path / "a.md", page)
    found = lines(made)
    assert "".join(found[: found.index("第一條　水。")]) == "丁城用水規定"
    assert found[found.index("第一條　水。") :] == [
        "第一條　水。", "第二款甲", "乙。", "甲", "乙", "丙　丁", "戊",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["a.md", "a.html"])
def test_a_heading_of_two_lines_is_one_title(name: str, tmp_path: Path) -> None:
    head = "# 甲國和乙國<br>合作協定\n\n" if name == "a.md" else "<h1>甲國和乙國<br>合作協定</h1>"
    body = ("第一條　水。", "第二條　火。")
    page = "\n\n".join(body) if name == "a.md" else "".join(f"<p>{p}</p>" for p in body)
    made = read(tmp_path / name, head + page)
    assert [row.role for row in made.guess.rows] == ["title", "article", "article"]
    assert made.facts.values["genre"] == "treaty"
