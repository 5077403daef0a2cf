"""What the lines of a text are taken for, where its form is not the common one."""

from __future__ import annotations

from pathlib import Path

from tests.intake.test_losses import new
from zhengben.intake.draft import Draft


def roles(made: Draft) -> list[str]:
    return [f"{row.role} {row.level}" if row.level else row.role for row in made.guess.rows]


def test_headings_without_numbers_rank_as_the_markup_says(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.md",
        "# 丁城水法\n\n## 總綱\n\n### 目的\n\n本法為管水而制定。\n\n"
        "#### 範圍\n\n本法適用於丁城。\n\n## 管理\n\n水務局管水，並公告其辦法。\n",
    )
    assert [r for r in roles(made) if r.startswith("heading")] == [
        "heading 1", "heading 2", "heading 3", "heading 1",
    ]  # fmt: skip


def test_a_list_of_annexes_above_the_signature_is_none(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        "丁城人民政府關於水的通知\n\n各區人民政府：\n\n現將水閘辦法印發給你們，請認真貫徹執行。\n\n"
        "附件：1．水閘辦法\n\n2．水表樣式\n\n丁城人民政府\n2001年2月3日\n\n附件1\n\n水閘辦法\n\n"
        "第一條　水閘由水務所管理。\n\n第二條　本辦法自公布之日起施行。\n",
    )
    assert roles(made).count("annex") == 1
    assert [s.office for s in made.guess.signing.signatories] == ["丁城人民政府"]
    assert str(made.facts.values["date"]) == "2001-02-03"


def test_dates_in_words(tmp_path: Path) -> None:
    for said, date in (
        ("一千九百二十二年三月四日訂於丁城", "1922-03-04"),
        ("中華民國三十六年一月二日", "1947-01-02"),
        ("二〇〇三年四月五日", "2003-04-05"),
    ):
        made = new(
            tmp_path / "a.txt",
            "甲國和乙國水約\n\n甲國和乙國為了和睦，議定各條如下：\n\n第一條　兩國共用河水。\n\n"
            f"第二條　本約自簽字之日起生效。\n\n{said}\n",
        )
        assert str(made.facts.values["date"]) == date
        assert roles(made)[-1] == "closing"


def test_clauses_above_a_later_heading_are_no_preamble(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        "水務委員會決議\n\n委員會，\n\n1．決定設立水務局；\n\n2．請水務局提出報告；\n\n"
        "第一章　其他\n\n委員會將於明年再次審議此事，並請各方提供資料。\n",
    )
    assert roles(made)[1:4] == ["preamble", "paragraph", "paragraph"]


def test_offices_and_names_in_turn(tmp_path: Path) -> None:
    # some offices are no known words, and one name ends like an office
    pairs = [
        ("甲國總統", "某甲"),
        ("乙國大汗", "某乙"),
        ("丙國國王", "某代表"),
        ("丁國總理", "某丁"),
    ]
    signed = "\n".join(f"{office}\n{name}" for office, name in pairs)
    made = new(
        tmp_path / "a.txt",
        f"四國聯合聲明\n\n一、四國願意擴大貿易。\n\n二、四國重申恪守各項協定。\n\n{signed}\n2001年2月3日於戊城\n",
    )
    assert [(s.office, s.name) for s in made.guess.signing.signatories] == pairs


def test_a_text_as_it_is_spoken_is_asked_about(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        "丁城通告\n\n呢度嘅水唔乾淨，大家唔好飲。佢哋已經喺度整緊，聽日就得㗎喇。\n\n有嘢請打俾水務局。\n",
    )
    assert "Cantonese" in made.facts.questions["script"]
