"""The page on Akoma Ntoso is true: its table of eIds, its example of a work."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from zhengben.files.toml import TomlTable
from zhengben.formats.akoma_ntoso.naming import REFERENCES
from zhengben.proof.akn import anchor
from zhengben.source.work import read_work

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "akoma-ntoso.md").read_text("utf-8")
ROWS = re.findall(r"^\| .+? \| (.+?) \| `(.+?)` \| `(.+?)` \|$", PAGE, re.MULTILINE)


def test_there_is_a_table() -> None:
    assert len(ROWS) > 25


@pytest.mark.parametrize(("elements", "name", "eid"), ROWS)
def test_a_row_of_the_table(elements: str, name: str, eid: str) -> None:
    # the items of a first 款 are named within it; only the whole file tells that
    assert anchor(eid).replace("art-17-para-1-item", "art-17-item") == name
    named = {REFERENCES.get(e, e) for e in re.findall(r"`(\w+)`", elements)}
    assert re.sub(r"_.*", "", eid.rpartition("__")[2]) in named


def test_the_example_of_a_work_reads(tmp_path: Path) -> None:
    example = "\n".join(re.findall(r"^    (.*)$", PAGE, re.MULTILINE)).replace("…", "x")
    path = tmp_path / "document.toml"
    path.write_text(example, "utf-8")
    work = read_work(TomlTable.load(path), datetime.date(1982, 12, 4), {"art-12"})
    assert work.actor == "npc"
    assert len(work.aliases) == 2
