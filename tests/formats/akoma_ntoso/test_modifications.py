"""What an amending decision puts in place of what is marked where it is sure, else plain."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.formats.akoma_ntoso.test_eids import AKN, demand_whole
from tests.small_documents import Blocks, read_blocks

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


def test_a_provision_in_a_line_of_its_own(tmp_path: Path) -> None:
    lines = ("將第六條修改為：", "“公民享有權利。”", "“又一款。”")
    root = demand_whole(read_blocks(tmp_path, blocks(*lines)), tmp_path)
    (structure,) = root.iter(f"{AKN}quotedStructure")
    assert structure.get("eId") == "para_2__qstr_1"
    assert "".join(map(str, structure.itertext())) == lines[1]


def test_a_text_that_amends_nothing_has_no_modifications(tmp_path: Path) -> None:
    root = demand_whole(read_blocks(tmp_path, blocks(*SURE, title="樣本法")), tmp_path)
    assert not list(root.iter(f"{AKN}mod"))
