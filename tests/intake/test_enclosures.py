"""A list of annexes below the date of a text stays a list, and annexes begin where they do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.test_losses import new
from zhengben.intake.draft import Draft

NOTICE = (
    "丁城水務局關於申報水費補助的通知\n\n各區水務所：\n\n請於四月底前申報，逾期不再受理。\n\n"
    "丁城水務局\n\n2001年2月3日\n\n"
)
STATEMENT = (
    "丁河各國關於禁漁的聯合聲明\n\n各國代表聲明如下：\n\n一、四月禁漁。\n\n二、五月禁漁。\n\n"
    "甲國代表　某甲\n\n乙國代表　某乙\n\n2001年2月3日於丁城\n\n"
)


def found(made: Draft, *names: str) -> list[str]:
    return [row.text for row in made.guess.rows if row.part in names or row.role in names]


@pytest.mark.parametrize(
    "listed",
    [
        ["附件：1.申報表", "2.承諾書"],
        ["附件：申報表"],
        ["附件：", "1.申報表；", "2.承諾書。"],
        ["附：申報表"],
    ],
)
@pytest.mark.parametrize("behind", ["", "（聯繫人：某甲，電話：12345）\n\n抄送：丁城財政局。\n"])
def test_it_stays_a_list_where_nothing_follows(
    listed: list[str], behind: str, tmp_path: Path
) -> None:
    made = new(tmp_path / "a.txt", "\n\n".join((NOTICE.strip(), *listed, behind)))
    assert found(made, "enclosures") == listed
    assert not found(made, "annex")
    assert [s.office for s in made.guess.signing.signatories] == ["丁城水務局"]
    assert found(made, "closing") == ["2001年2月3日"]


def test_it_stays_a_list_in_any_genre(tmp_path: Path) -> None:
    made = new(tmp_path / "a.txt", f"{STATEMENT}附件：\n\n1.區域圖\n\n2.日期表\n")
    assert not found(made, "annex")
    assert [row.role for row in made.guess.rows][-3:] == ["paragraph", "item", "item"]
    assert [s.name for s in made.guess.signing.signatories] == ["某甲", "某乙"]


def test_annexes_begin_at_their_own_heads(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        f"{NOTICE}附件：1.申報表\n\n2.承諾書\n\n附件1\n\n申報表\n\n申報單位：＿＿＿＿\n\n"
        "附件2\n\n承諾書\n\n本所承諾所報屬實。\n",
    )
    assert found(made, "enclosures") == ["附件：1.申報表", "2.承諾書"]
    assert found(made, "annex") == ["附件1", "附件2"]


@pytest.mark.parametrize(
    "text",
    [
        "水費由水務局收取。",
        "丁區水務所　三千元\n\n戊區水務所　二千元",
        "第一條　水費由水務局收取。",
    ],
)
def test_an_annex_is_one_where_its_text_follows(text: str, tmp_path: Path) -> None:
    made = new(tmp_path / "a.txt", f"{NOTICE}附件：水費表\n\n{text}\n")
    assert found(made, "annex") == ["附件：水費表"]
