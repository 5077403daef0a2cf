"""What an amending decision puts in place of what is marked where it is sure, else plain."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.formats.akoma_ntoso.test_eids import AKN, demand_whole
from tests.small_documents import Blocks, read_blocks
from zhengben.formats.akoma_ntoso.quotations import quotations
from zhengben.formats.akoma_ntoso.writer import citations_of

SURE = {
    "一、將第六條中的“甲”修改為“乙”。": ["甲", "乙"],
    "一、將“甲”修改為“乙”，將“丙”修改為“丁”。": ["甲", "乙", "丙", "丁"],
    "一、第六條修改為：“公民享有權利。”": ["公民享有權利。"],
    "一、增加一條，作為第七條：“公民享有權利。”": ["公民享有權利。"],
    "一、將第六條修正為：「公民享有權利。」": ["公民享有權利。"],
}
PLAIN = (
    "一、刪去第六條。",
    "一、第六條修改為：“第一款。",
    "一、本法所稱“甲”，是指乙。",
    "一、修改為“甲”。",
)


def blocks(*lines: str, title: str = "關於修改樣本法的決定") -> Blocks:
    return (("title", [title]), ("paragraph", list(lines)))


@pytest.mark.parametrize("line", SURE)
def test_what_is_sure_is_marked(line: str, tmp_path: Path) -> None:
    root = demand_whole(read_blocks(tmp_path, blocks(line)), tmp_path)
    assert list(root.iter(f"{AKN}mod"))
    quoted = root.iter(f"{AKN}quotedText", f"{AKN}quotedStructure")
    assert ["".join(map(str, e.itertext())).strip("“”「」\n ") for e in quoted] == SURE[line]


@pytest.mark.parametrize("line", PLAIN)
def test_what_is_not_sure_stays_plain(line: str, tmp_path: Path) -> None:
    root = demand_whole(read_blocks(tmp_path, blocks(line)), tmp_path)
    assert not list(root.iter(f"{AKN}mod"))


# lines of a decision by role, and the quotations in it: the line they begin in, the lines they hold
RUNNING: dict[str, tuple[Blocks, list[tuple[str, list[str]]]]] = {
    "a line below its command": (
        blocks("將第六條修改為：", "“公民享有權利。”", "“又一款。”"),
        [("para_1__qstr_1", ["“公民享有權利。”"])],
    ),
    "opened in the line of the command, and anew in each line": (
        blocks("將第六條修改為：“有下列情形之一：", "“（一）甲；", "“（二）“乙”的。”", "公布。"),
        [("para_1__qstr_1", ["“有下列情形之一：", "“（一）甲；", "“（二）“乙”的。”"])],
    ),
    "opened once, with items": (
        (
            ("title", ["關於修改樣本法的決定"]),
            ("article", ["一、增加一條，作為第七條：「第七條　有下列情形："]),
            ("item 1", ["（一）甲；"]),
            ("item 2", ["1.乙。"]),
            ("paragraph", ["前款規定，依照本決定第二條。」"]),
            ("article", ["二、刪去第八條。"]),
        ),
        [(
            "art_1__para_1__qstr_1",
            ["「第七條　有下列情形：", "（一）甲；", "1.乙。", "前款規定，依照本決定第二條。」"],
        )],
    ),
    "a chapter, closed by a semicolon": (
        (
            ("title", ["關於修改樣本法的決定"]),
            ("paragraph", ["一、增加一章，作為第三章："]),
            ("heading 1", ["“第三章　總則"]),
            ("article", ["第九條　甲。"]),
            ("paragraph", ["乙。”；"]),
            ("heading 1", ["其他"]),
            ("paragraph", ["二、將“甲”改為“乙”。"]),
        ),
        [("para_1__qstr_1", ["“第三章　總則", "第九條　甲。", "乙。”；"])],
    ),
    "with a table": (
        (
            ("title", ["關於修改樣本法的決定"]),
            ("paragraph", ["附表修改為：“甲如下。"]),
            ("table 2 header 1", ["甲", "乙", "丙", "戊"]),
            ("paragraph", ["丁。”"]),
        ),
        [("para_1__qstr_1", ["“甲如下。", "甲", "乙", "丙", "戊", "丁。”"])],
    ),
}  # fmt: skip
# whatever would lie in a quotation and stands behind it, or does not end where a line does
OPEN: dict[str, Blocks] = {
    "not closed": blocks("將第六條修改為：“甲。", "乙。"),
    "closed before its line ends": blocks("將第六條修改為：“甲。", "乙。”丙。"),
    "not opened anew": blocks("將第六條修改為：“甲。", "“乙。", "丙。”"),
    "opened in no end of lines": blocks("將第六條修改為：“甲“乙“丙“丁。", "”””””"),
    "an item behind it that would lie in it": (
        ("title", ["關於修改樣本法的決定"]),
        ("item 1", ["（一）第六條修改為：“甲。"]),
        ("paragraph", ["乙。”"]),
        ("item 1", ["（二）第七條不變。"]),
    ),
    "an annex in it": (
        ("title", ["關於修改樣本法的決定"]),
        ("paragraph", ["第六條修改為：“甲。"]),
        ("annex", ["附件"]),
        ("paragraph", ["乙。”"]),
    ),
}


def said(element: etree._Element) -> list[str]:
    """Return the lines of a quotation."""
    holders = element.iter(f"{AKN}p", f"{AKN}num", f"{AKN}heading")
    texts = [("".join(map(str, e.itertext())), e.tag == f"{AKN}num") for e in holders]
    lines, number = list[str](), ""
    for text, is_number in texts:
        lines += [] if is_number else [number + text]
        number = text if is_number else ""
    return lines


@pytest.mark.parametrize("name", RUNNING)
def test_a_quotation_runs_over_lines(name: str, tmp_path: Path) -> None:
    rows, wanted = RUNNING[name]
    declaration = read_blocks(tmp_path, rows)
    root = demand_whole(declaration, tmp_path)
    found = [(str(e.get("eId")), said(e)) for e in root.iter(f"{AKN}quotedStructure")]
    assert found == wanted
    quoted = [c.reason for c in citations_of(declaration) if c.line_id != "para-2_2"]
    assert set(quoted) <= {"quoted", "amended text"}


@pytest.mark.parametrize("name", OPEN)
def test_a_quotation_that_is_not_sure_stays_plain(name: str, tmp_path: Path) -> None:
    root = demand_whole(read_blocks(tmp_path, OPEN[name]), tmp_path)
    assert not list(root.iter(f"{AKN}quotedStructure"))


WORDS = (
    "第六條修改為：",
    "一、增加一條：“甲。",
    "“乙。",
    "丙。”",
    "“丁。”；",
    "（一）戊；",
    "第九條　己。",
)
ROLES = ("paragraph", "article", "item 1", "item 2", "heading 1", "bullet 1", "annex", "remark")


@settings(deadline=None, max_examples=40)
@given(
    rows=st.lists(st.tuples(st.sampled_from(ROLES), st.sampled_from(WORDS)), min_size=1, max_size=9)
)
def test_whatever_is_quoted_the_text_is_whole(
    rows: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("decision")
    lines = [("title", "關於修改樣本法的決定"), ("paragraph", "甲。"), *rows]
    demand_whole(read_blocks(folder, [(role, [words]) for role, words in lines]), folder)


def test_commands_that_nobody_closes_take_no_longer_than_their_lines(tmp_path: Path) -> None:
    rows = ["將第六條修改為：“甲" for _ in range(3000)]
    blocks = read_blocks(tmp_path, (("title", ["決定"]), ("paragraph", rows))).body_blocks
    began = time.process_time()
    assert list(quotations(blocks)) == []
    # a few times more than reading them once
    assert time.process_time() - began < 0.5


def test_a_text_that_amends_nothing_has_no_modifications(tmp_path: Path) -> None:
    root = demand_whole(read_blocks(tmp_path, blocks(*SURE, title="樣本法")), tmp_path)
    assert not list(root.iter(f"{AKN}mod"))
