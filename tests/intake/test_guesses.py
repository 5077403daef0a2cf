"""What the lines of a text are taken for, where its form is not the common one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.capture.test_captures import read
from tests.intake.test_losses import new
from zhengben.document.provenance import Question
from zhengben.intake.draft import ANOTHER, Draft


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
        ("民國元年一月一日", "1912-01-01"),
        ("中華民國卅六年二月廿二日", "1947-02-22"),
        ("昭和五年六月七日", "1930-06-07"),
        ("西曆一千九百零一年九月七日", "1901-09-07"),
        # the lunar calendar is not ours
        ("光緒二十年三月四日", "?"),
    ):
        made = new(
            tmp_path / "a.txt",
            "甲國和乙國水約\n\n甲國和乙國為了和睦，議定各條如下：\n\n第一條　兩國共用河水。\n\n"
            f"第二條　本約自簽字之日起生效。\n\n{said}\n",
        )
        assert str(made.facts.values["date"]) == date
        assert roles(made)[-1] == "closing"
        assert date != "?" or said in made.facts.questions["date"]


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
    assert "Cantonese (yue), not in standard written" in made.facts.questions["script"]


def test_radicals_of_a_pdf_are_mended_and_asked_about(tmp_path: Path) -> None:
    page = "甲乙联合声明\n\n双方会⻅后决定，尽快开⻔。\n\n双方强调合作。\n"
    made = new(tmp_path / "a.txt", page)
    assert "双方会见后决定，尽快开门。" in made.canonical
    (asked,) = [doubt for doubt in made.doubts if "radicals" in doubt]
    assert asked.startswith(
        "2 radicals or compatibility ideographs stand for characters, ⻅ (U+2EC5)"
    )
    made = new(tmp_path / "b.txt", page.replace("⻅", "见").replace("⻔", "门"))
    assert not [doubt for doubt in made.doubts if "radicals" in doubt]


CROWD = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥東西"
OFFICES = [f"{c}國{('總統', '國王', '大汗', '主席')[n % 4]}" for n, c in enumerate(CROWD)]
NAMES = [f"某{c}{'' if n % 5 else '代表'}" for n, c in enumerate(CROWD)]
PAIRS = list(zip(OFFICES, NAMES, strict=True))


@pytest.mark.parametrize(
    "lines",
    [
        [said for pair in PAIRS for said in pair],
        [*OFFICES, *NAMES],
        ["　　　".join(pair) for pair in PAIRS],
        ["　　　".join(side[n : n + 3]) for n in range(0, 24, 3) for side in (OFFICES, NAMES)],
    ],
    ids=["in turn", "one list below the other", "on one line", "three columns"],
)
def test_many_signatories_keep_their_names(lines: list[str], tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        "各國聯合聲明\n\n一、各國願意擴大貿易。\n\n二、各國重申恪守各項協定。\n\n"
        + "\n".join(lines) + "\n2001年2月3日於戊城\n",
    )  # fmt: skip
    assert [(s.office, s.name) for s in made.guess.signing.signatories] == PAIRS


def test_a_list_of_names_pairs_nobody_with_anybody(tmp_path: Path) -> None:
    names = ["某甲", "某乙丙", "某　丁", "戊某某", "己某·庚某", "辛某"]
    text = "倡议书\n\n一、各方愿意合作。\n\n倡议人：\n" + "\n".join(names) + "\n2001年2月3日\n"
    made = new(tmp_path / "a.txt", text)
    assert [(s.office, s.name) for s in made.guess.signing.signatories] == [
        (name, name) for name in names
    ]
    assert "testimonium" in roles(made)


def test_states_that_nobody_signs_for_are_parties_each(tmp_path: Path) -> None:
    states = ["甲共和国", "乙王国", "丙丁联邦", "戊岛", "己共和国", "庚国", "辛酋长国"]
    text = "公约\n\n一、各方愿意合作。\n\n" + "\n".join(states) + "\n2001年2月3日于壬城\n"
    made = new(tmp_path / "a.txt", text)
    assert [s.office for s in made.guess.signing.signatories] == states


def test_a_masthead_is_not_the_title_of_a_resolution(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        "丁城組織\n大會\nD/RES/7/8\n第七屆會議\n議程項目9\n大會決議\n7/8. 水的保存\n大會，\n"
        "回顧其以往的決議，\n1. 請各成員加強合作；\n2. 決定設立水務委員會；\n3. 決定繼續審議。\n",
    )
    assert roles(made) == [
        "organ", "organ", "session", "session", "session", "session", "title",
        "preamble", "preamble", "paragraph", "paragraph", "paragraph",
    ]  # fmt: skip
    assert made.guess.own
    assert made.facts.values["organ"] == "丁城組織、大會"
    assert made.facts.values["genre"] == "resolution"


def test_joint_organs_are_all_kept(tmp_path: Path) -> None:
    body = "\n\n第一條　飲水應當潔淨。\n\n第二條　本辦法自公布之日起施行。\n"
    for head in (
        "丁城水務局　丁城衛生局\n\n丁城財政局\n\n關於飲水的決定",
        "飲水辦法\n\n丁城水務局\n\n丁城衛生局\n\n丁城財政局\n\n2001年2月3日發布",
        "飲水辦法\n\n（2001年2月3日丁城水務局、丁城衛生局、丁城財政局令第3號公布）",
        "丁城水務局、丁城衛生局、丁城財政局關於飲水的決定",
    ):
        made = new(tmp_path / "a.txt", head + body)
        assert made.facts.values["organ"] == "丁城水務局、丁城衛生局、丁城財政局"


def test_decisions_behind_an_annex_are_asked_about(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        "丁城水法\n\n第一條　水屬於丁城。\n\n第二條　水表見附件一。\n\n附件一\n\n水表樣式\n\n"
        "水表為圓形。\n\n丁城議會關於水表的決定\n\n（2001年2月3日丁城議會第二次會議通過）\n\n"
        "水表的直徑為十二厘米。\n\n本決定自公布之日起施行。\n",
    )
    assert made.questions == (Question((13,), ANOTHER),)


def test_a_break_inside_a_sentence_makes_no_heading(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.md",
        "# 丁城勞動條例\n\n第一條　用人單位應當與工會協商，合理確定其勞動\n\n## 定額和計件報酬\n\n"
        "標準，並公布。\n\n## 附則\n\n第二條　本條例自公布之日起施行。\n",
    )
    assert roles(made)[1:] == ["article", "paragraph", "paragraph", "heading 1", "article"]
    assert any("定額和計件報酬" in doubt for doubt in made.doubts)


@pytest.mark.parametrize(
    "listed",
    [
        "附件：1．水閘辦法；\n2．水表樣式。",
        "附件：\n1．水閘辦法\n2．水表樣式",
        "附件1：水閘辦法\n附件2：水表樣式",
        "附：1.水閘辦法\n2.水表樣式",
    ],
)
def test_lists_of_annexes_of_any_form(listed: str, tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        "丁城人民政府關於水的通知\n各區人民政府：\n現將水閘辦法印發給你們，請認真貫徹執行。\n"
        f"{listed}\n丁城人民政府\n2001年2月3日\n附件1\n水閘辦法\n"
        "第一條　水閘由水務所管理。\n第二條　本辦法自公布之日起施行。\n",
    )
    assert roles(made).count("annex") == 1
    assert roles(made).count("heading 1") == 1
    assert [s.office for s in made.guess.signing.signatories] == ["丁城人民政府"]


def test_navigation_below_the_text_is_none_of_it(tmp_path: Path) -> None:
    law = "丁城水法\n第一條　水屬於丁城。\n第二條　本法自公布之日起施行。\n丁城議會\n2001年2月3日\n"
    made = new(
        tmp_path / "a.txt",
        f"{law}上一篇：丁城火法\n分享到：微信 微博\n1. 首頁\n2. 網站地圖\n主辦單位：丁城議會\n",
    )
    assert [row.text for row in made.guess.rows] == law.splitlines()
    assert roles(made)[-1] == "closing"


def test_signatories_with_their_days_and_seals(tmp_path: Path) -> None:
    """A row with a day is no date of the text; each seal is one party's."""
    treaty = (
        "甲國和乙國漁業議定書\n\n雙方議定如下：\n\n第一條　養護漁業。\n\n第二條　本議定書生效。\n\n"
    )
    made = new(
        tmp_path / "a.txt",
        f"{treaty}甲國代表　王某某　二〇二四年三月五日\n乙國代表　努·某夫　二〇二四年三月六日\n",
    )
    signed = made.guess.signing.signatories
    assert [(s.office, s.name) for s in signed] == [("甲國代表", "王某某"), ("乙國代表", "努·某夫")]
    made = new(
        tmp_path / "b.txt",
        "關於規範收費的聯合公告\n\n現就收費公告如下，請各單位遵照執行，不得有誤。\n\n"
        "甲市教育局（印章）\n甲市財政局（印章）\n甲市水務局（代章）\n2024年3月5日\n",
    )
    offices = [s.office for s in made.guess.signing.signatories]
    assert offices == ["甲市教育局（印章）", "甲市財政局（印章）", "甲市水務局（代章）"]


def test_the_parts_of_an_official_document(tmp_path: Path) -> None:
    """The number is no title, the addressee no preamble, and the foot no part of an annex."""
    made = new(
        tmp_path / "a.txt",
        "丁省人民政府辦公廳關於做好防汛工作的通知\n\n丁政辦發〔2014〕20號\n\n"
        "各市、縣人民政府，省政府各部門、各直屬機構：\n\n為做好防汛工作，現就有關事項通知如下：\n\n"
        "一、提高認識\n\n各地要充分認識防汛工作的重要意義，加強組織領導。\n\n"
        "附件：1．任務分工表\n2．進度安排表\n\n丁省人民政府辦公廳\n2014年5月8日\n\n（此件公開發布）\n\n"
        "附件1\n\n任務分工表\n\n各部門按照職責分工負責。\n\n抄送：省委各部門。\n"
        "丁省人民政府辦公廳　　2014年5月9日印發\n",
    )
    assert [row.part for row in made.guess.rows] == [
        "", "document-number", "addressee", "", "", "", "enclosures", "enclosures", "", "",
        "annotation", "", "", "", "copies", "printing",
    ]  # fmt: skip
    assert "preamble" not in roles(made)
    assert [s.office for s in made.guess.signing.signatories] == ["丁省人民政府辦公廳"]
    assert made.facts.values["genre"] == "official-document"
    made = new(
        tmp_path / "b.txt",
        "000123\n機密★5年\n特急\n丁省人民政府文件\n丁政發〔2014〕20號　　簽發人：某甲\n\n"
        "丁省人民政府關於設立示範區的請示\n\n國務院：\n\n丁省擬設立示範區。妥否，請批示。\n\n"
        "丁省人民政府\n2014年2月26日\n",
    )
    assert [row.part for row in made.guess.rows][:7] == [
        "copy-number", "classification", "urgency", "issuer", "document-number", "", "addressee",
    ]  # fmt: skip


def test_a_heading_without_a_number_ranks_with_those_that_are_marked_alike(tmp_path: Path) -> None:
    """A foreword is part of no chapter, and what the markup ranks alike has one level."""
    articles = "第{}条　水务局管理河流，并向社会公告。\n\n"
    made = read(
        tmp_path / "a.md",
        "# 甲城河流法\n\n## 序言\n\n甲城多河，依河而兴。\n\n## 第一章 总则\n\n"
        + articles.format("一")
        + "## 第二章 管理\n\n### 第一节 机构\n\n"
        + articles.format("二")
        + "#### 附则\n\n"
        + articles.format("三"),
    )
    levels = {r.text: r.level for r in made.guess.rows if r.role == "heading"}
    wanted = {"序言": 1, "第一章　总则": 1, "第二章　管理": 1, "第一节　机构": 2, "附则": 3}
    assert levels == wanted


def test_a_foreword_of_a_plain_text_is_part_of_no_chapter(tmp_path: Path) -> None:
    made = read(
        tmp_path / "a.txt",
        "甲城河流法\n\n前　言\n\n甲城多河，依河而兴，民赖其利。\n\n第一章　总则\n\n"
        "第一条　水务局管理河流。\n\n"
        "第二章　附则\n\n第二条　本法自公布之日起施行。\n",
    )
    assert {r.level for r in made.guess.rows if r.role == "heading"} <= {1}
