"""A document that several organs issued: marks, signers, title and signatures are known as such."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.test_losses import new
from zhengben.intake.draft import Draft

HEAD = """000012

機密★30年

特急

丁省水利廳

丁省財政廳

丁省應急管理廳文件

丁水聯〔2020〕18號                 簽發人：某 甲

                                     某乙乙

                                     歐陽 某

丁省水利廳　丁省財政廳　丁省應急管理廳

關於做好閘門維護資金申報工作

的通知

各市水務局：

現將閘門維護資金申報事項通知如下，請遵照執行。

各市應當於2020年4月底前將材料報送至省水利廳，逾期不再受理。

附件：1.申報表

2.承諾書

丁省水利廳　　　　　　丁省財政廳

丁省應急管理廳

2020年2月29日

（此件公開發布）

附件1

申報表

申報單位（蓋章）：＿＿＿＿＿＿　　　　日期：＿＿＿＿年＿＿月

是否列入規劃：□是　□否，□其他

資金來源：☑省級 ☐市級，☒其他
"""


@pytest.fixture
def made(tmp_path: Path) -> Draft:
    return new(tmp_path / "a.txt", HEAD)


def of(made: Draft, part: str) -> list[str]:
    return [row.text for row in made.guess.rows if part in (row.part, row.role)]


def test_each_issuer_and_each_signer_is_known(made: Draft) -> None:
    assert of(made, "copy-number") == ["000012"]
    assert of(made, "issuer") == ["丁省水利廳", "丁省財政廳", "丁省應急管理廳文件"]
    assert of(made, "document-number") == ["丁水聯〔2020〕18號　簽發人：某　甲"]
    assert of(made, "signer") == ["某乙乙", "歐陽　某"]


def test_a_title_goes_on_below_the_head(made: Draft) -> None:
    assert of(made, "title") == ["丁省水利廳　丁省財政廳　丁省應急管理廳"]
    assert of(made, "subtitle") == ["關於做好閘門維護資金申報工作", "的通知"]
    assert of(made, "addressee") == ["各市水務局："]


def test_organs_that_sign_together_are_no_pair_of_office_and_name(made: Draft) -> None:
    signed = [(s.office, s.name) for s in made.guess.signing.signatories]
    assert signed == [
        ("丁省水利廳　丁省財政廳",) * 2,
        ("丁省應急管理廳",) * 2,
    ]
    assert of(made, "annotation") == ["（此件公開發布）"]


def test_what_is_to_be_filled_in_and_ticked_keeps_its_gaps(made: Draft) -> None:
    lines = [row.text for row in made.guess.rows if row.role == "paragraph"][-3:]
    assert lines == [
        "申報單位（蓋章）：＿＿＿＿＿＿　日期：＿＿＿＿年＿＿月",
        "是否列入規劃：□是　□否，□其他",
        "資金來源：☑省級　☐市級，☒其他",
    ]
    # and the lines of a form are no headings
    assert of(made, "heading") == ["申報表"]


def test_whom_minutes_are_sent_to_ends_them(tmp_path: Path) -> None:
    text = "丁省水利廳廳務會議紀要\n\n第3號\n\n會議聽取了彙報，並作出決定。\n\n發：各市水務局。\n"
    assert of(new(tmp_path / "a.txt", text), "copies") == ["發：各市水務局。"]


def test_a_number_may_stand_beside_the_last_of_those_who_signed(tmp_path: Path) -> None:
    text = HEAD.replace("丁水聯〔2020〕18號                 簽發人：某 甲", "簽發人：某 甲")
    text = text.replace(
        "                                     歐陽 某", "丁水聯〔2020〕18號    歐陽某"
    )
    made = new(tmp_path / "a.txt", text)
    assert of(made, "signer") == ["簽發人：某　甲", "某乙乙"]
    assert of(made, "document-number") == ["丁水聯〔2020〕18號　歐陽某"]


def test_the_title_is_told_and_not_the_first_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from zhengben.cli.main import main

    (tmp_path / "content").mkdir()
    (tmp_path / "a.txt").write_text(HEAD, "utf-8")
    main(["new", str(tmp_path / "a.txt"), "--name", "a", "--dry-run",
          "--content", str(tmp_path / "content")])  # fmt: skip
    assert "title: 丁省水利廳" in capsys.readouterr().out


def test_names_with_the_day_each_signed_are_no_place_and_date(tmp_path: Path) -> None:
    people = [f"代表{state}國政府\n\n某　{state}　　2020年3月9日" for state in "甲乙丙"]
    text = ["關於某區合作的諒解備忘錄", "第一條　各方合作。", "第二條　本文自簽署之日起生效。"]
    made = new(tmp_path / "a.txt", "\n\n".join((*text, *people)) + "\n")
    assert not of(made, "closing")
    signed = [(s.office, s.name) for s in made.guess.signing.signatories]
    assert signed == [(f"代表{state}國政府", f"某　{state}") for state in "甲乙丙"]


DELEGATIONS = [
    ("甲國政府代表", ["環境部部長　某甲甲", "駐丁國大使　某甲乙"]),
    ("乙國政府代表", ["外交部部長　某乙甲", "環境部部長　某乙乙", "林業局局長　某乙丙"]),
    ("丙國", ["總理　某丙甲"]),
]


@pytest.mark.parametrize("above", ["", "雙方代表簽字：\n\n"])
def test_a_delegation_is_one_signatory_with_its_persons(above: str, tmp_path: Path) -> None:
    signed = "\n\n".join("\n".join((party, *persons)) for party, persons in DELEGATIONS)
    text = f"關於丁河的協定\n\n第一條　各方合作。\n\n第二條　本協定無限期。\n\n{above}{signed}\n"
    made = new(tmp_path / "a.txt", text)
    found = [
        [made.guess.rows[n - 1].text for n in s.indices] for s in made.guess.signing.signatories
    ]
    assert found == [[party, *persons] for party, persons in DELEGATIONS]


def test_signatories_stand_in_the_order_of_the_text(tmp_path: Path) -> None:
    text = (
        "關於丁河的聲明\n\n各方合作，並採取一切措施。\n\n甲國政府代表\n\n某甲\n\n乙國代表　某乙\n\n"
        "2001年2月3日於丁城\n"
    )
    made = new(tmp_path / "a.txt", text)
    firsts = [s.indices[0] for s in made.guess.signing.signatories]
    assert firsts == sorted(firsts)
    assert len(firsts) == 2


def test_what_says_who_signs_is_no_signatory(tmp_path: Path) -> None:
    people = "\n".join(f"{c}國議長　某{c}" for c in "甲乙丙丁")
    made = new(
        tmp_path / "a.txt", f"丁城宣言\n\n各方宣告合作。\n\n簽署本宣言的議會：\n\n{people}\n"
    )
    assert of(made, "testimonium") == ["簽署本宣言的議會："]
    assert len(made.guess.signing.signatories) == 4


def test_organs_side_by_side_before_the_rest_of_a_title_are_two(tmp_path: Path) -> None:
    text = "丁省水利廳　丁省財政廳\n關於閘門維護的通知\n\n丁水發〔2020〕1號\n\n請遵照執行。\n"
    assert new(tmp_path / "a.txt", text).facts.values["organ"] == "丁省水利廳、丁省財政廳"
