"""Of which genre a text is: 公告 and 決定 are told by what else their pages have, or asked."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tests.intake.test_losses import new, texts
from zhengben.cli.main import main
from zhengben.document.provenance import Question
from zhengben.intake.draft import Draft, draft
from zhengben.intake.furniture import DECREE
from zhengben.intake.hints import Hints
from zhengben.intake.sniff import sniff

BODY = "丁河每年四月至七月禁止捕魚，違者依法處理。\n\n禁漁區由丁城水務局劃定。\n\n"
SIGNED = "丁城水務局\n\n2001年2月3日\n\n"
DAY = datetime.date(2001, 2, 3)


def parts(made: Draft) -> dict[str, str]:
    return {row.part: row.text for row in made.guess.rows if row.part}


def genre(made: Draft) -> tuple[object, bool]:
    return made.facts.values["genre"], "genre" in made.facts.questions


@pytest.mark.parametrize(
    "title",
    [f"丁城水務局關於禁漁的{kind}" for kind in ("公告", "決定", "決議", "公報", "聲明", "倡議")],
)
@pytest.mark.parametrize(
    ("number", "addressee", "foot"),
    [
        ("丁水發〔2001〕3號\n\n", "", ""),
        ("", "", "抄送：丁城議會。\n"),
        ("", "", "丁城水務局辦公室　2001年2月4日印發\n"),
        ("丁水發〔2001〕3號\n\n", "各區、縣水務所：\n\n", "抄送：丁城議會。\n"),
    ],
)
def test_what_an_official_document_has_tells_it(
    title: str, number: str, addressee: str, foot: str, tmp_path: Path
) -> None:
    made = new(tmp_path / "a.txt", f"{title}\n\n{number}{addressee}{BODY}{SIGNED}{foot}")
    assert genre(made) == ("official-document", False)
    assert made.facts.values["date"] == DAY
    said = {"document-number": number, "addressee": addressee}
    assert {k: v for k, v in parts(made).items() if k in said} == {
        k: v.strip() for k, v in said.items() if v
    }
    assert [s.office for s in made.guess.signing.signatories] == ["丁城水務局"]


@pytest.mark.parametrize("kind", ["公告", "決定", "公報"])
def test_the_organ_that_signs_with_its_day_tells_it(kind: str, tmp_path: Path) -> None:
    made = new(tmp_path / "a.txt", f"關於禁漁的{kind}\n\n{BODY}{SIGNED}")
    assert genre(made) == ("official-document", False)
    assert made.facts.values["organ"] == "丁城水務局"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (f"甲國和乙國關於丁河的聯合公告\n\n{BODY}甲國代表　某甲\n\n乙國代表　某乙\n",
         "declaration"),
        (f"丁城議會關於禁漁的決定\n\n（2001年2月3日丁城議會第二次會議通過）\n\n{BODY}",
         "resolution"),
        (f"丁城水務局關於修改禁漁辦法的決定\n\n{BODY}{SIGNED}", "resolution"),
        (f"甲國和乙國會談公報\n\n{BODY}2001年2月3日於丁城\n", "communique"),
    ],
)  # fmt: skip
def test_what_a_meeting_adopted_or_several_agreed_on_is_none(
    text: str, named: str, tmp_path: Path
) -> None:
    assert genre(new(tmp_path / "a.txt", text)) == (named, False)


@pytest.mark.parametrize(("kind", "stands"), [("公告", "declaration"), ("決定", "resolution")])
def test_where_nothing_tells_it_is_asked(kind: str, stands: str, tmp_path: Path) -> None:
    made = new(tmp_path / "a.txt", f"丁河論壇關於禁漁的{kind}\n\n{BODY}")
    assert genre(made) == (stands, True)
    assert f"{stands} or official-document?" in made.facts.questions["genre"]


RULES = (
    "丁城渡口辦法\n\n丁政發〔2001〕3號\n\n第一條　渡口由丁城管理。\n\n"
    f"第二條　本辦法自公布之日起施行。\n\n{SIGNED}抄送：丁城議會。\n"
)


def test_a_law_with_the_foot_of_an_official_document_is_asked_about(tmp_path: Path) -> None:
    made = new(tmp_path / "a.txt", RULES)
    assert genre(made) == ("law", True)
    assert "“丁政發〔2001〕3號” and the line “抄送：丁城議會。”" in made.facts.questions["genre"]
    # the foot is what it is, whatever the genre
    assert parts(made)["copies"] == "抄送：丁城議會。"
    assert made.facts.values["date"] == DAY


def test_an_answer_decides_and_the_parts_follow_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, content = tmp_path / "a.txt", tmp_path / "content"
    (content / "register").mkdir(parents=True)
    page.write_text(RULES.replace("第一條", "各區水務所：\n\n第一條"), "utf-8")
    said = ("--content", str(content))
    assert main(["new", str(page), "--name", "a", *said]) == 0
    document = content / "a" / "document.toml"
    text = document.read_text("utf-8")
    assert "addressee" not in text
    document.write_text(text.replace('genre = "law"', 'genre = "official-document"'), "utf-8")
    assert main(["new", "a", "--again", *said]) == 0
    assert '"3 addressee"' in document.read_text("utf-8")
    # and said beforehand it does at once
    assert main(["new", str(page), "--name", "b", "--set", "genre=official-document", *said]) == 0
    assert '"3 addressee"' in (content / "b" / "document.toml").read_text("utf-8")
    assert "? genre" not in capsys.readouterr().out.split("written")[-2]


@pytest.mark.parametrize(
    ("head", "known"),
    [
        ("丁城水務局公告\n\n2001年第5號\n\n關於禁漁的公告\n\n",
         ["issuer", "document-number"]),
        ("關於禁漁的公告\n\n丁城水務局公告2001年第5號\n\n", ["document-number"]),
        ("丁城水務局通告\n\n丁水通字第十二號\n\n", ["document-number"]),
        ("丁城水務局公告\n\n第三十一號\n\n", ["document-number"]),
        ("丁城水務局公告\n\n（2001）丁01罰123號\n\n", ["document-number"]),
        ("丁城水務局關於加強\n丁河兩岸禁漁區巡查\n和執法工作的\n公告\n\n丁水發〔2001〕3號\n\n",
         ["document-number"]),
    ],
)  # fmt: skip
def test_a_number_is_known_in_each_of_its_forms(
    head: str, known: list[str], tmp_path: Path
) -> None:
    made = new(tmp_path / "a.txt", head + BODY + SIGNED)
    assert list(parts(made)) == known
    assert genre(made) == ("official-document", False)
    assert made.facts.values["organ"] == "丁城水務局"
    assert [row.role for row in made.guess.rows].count("title") == 1


def test_the_word_of_a_title_may_be_spread_or_stand_on_a_line_of_its_own(tmp_path: Path) -> None:
    made = new(tmp_path / "a.txt", f"丁城水務局\n公　　告\n\n{BODY}{SIGNED}")
    assert texts(made)[0] == "丁城水務局公　告"
    assert genre(made) == ("official-document", False)


def test_a_year_and_a_kind_of_text_are_no_date_with_a_place(tmp_path: Path) -> None:
    made = new(tmp_path / "a.txt", f"2001年丁城水資源公報\n\n丁城水務局\n\n2001年2月3日\n\n{BODY}")
    assert texts(made)[0] == "2001年丁城水資源公報"
    assert made.guess.rows[0].role == "title"
    assert genre(made) == ("official-document", False)


ORDER = (
    "丁城政務院令\n\n第77號\n\n{names}已經政務院會議通過，現予公布。\n\n"
    "總理　某甲\n\n2001年2月3日\n\n"
)
DECISION = "丁城政務院關於修改《丁河條例》的決定"
ARTICLES = "第一條　船隻靠右。\n\n第二條　船隻登記。\n"
POINTS = "政務院決定對《丁河條例》作如下修改：\n\n一、刪去第三條。\n\n二、刪去第四條。\n"


@pytest.mark.parametrize(
    ("order", "named", "text"),
    [
        (ORDER, DECISION, POINTS),
        (ORDER.replace("令\n\n第77號", "令第77號"), DECISION, POINTS),
        (ORDER, DECISION, f"{POINTS}\n附：\n\n丁河條例\n\n{ARTICLES}"),
        (ORDER.replace("令", "公告"), "丁河條例", ARTICLES),
        (ORDER, "丁河水質標準", "水質分為三級。\n\n三級水不得飲用。\n"),
    ],
)  # fmt: skip
def test_what_an_order_promulgates_is_called_by_its_own_name(
    order: str, named: str, text: str, tmp_path: Path
) -> None:
    quoted = f"《{named.replace('《', '〈').replace('》', '〉')}》"
    made = new(tmp_path / "a.txt", f"{order.format(names=quoted)}{named}\n\n{text}")
    assert texts(made)[0] == named
    # the order is set apart, and whether that is right is asked
    aside = [c.text for c in made.choice.candidates if c.reason == DECREE]
    assert aside[-2:] == ["總理　某甲", "2001年2月3日"]
    assert [q.about for q in made.questions if q.about == DECREE] == [DECREE]
    # its day is that of the text where that has none
    assert made.facts.values["date"] == DAY


def test_a_title_in_two_lines_is_one_below_an_order_too(tmp_path: Path) -> None:
    quoted = f"《{DECISION.replace('《', '〈').replace('》', '〉')}》"
    lines = DECISION.replace("修改", "修改\n")
    made = new(tmp_path / "a.txt", f"{ORDER.format(names=quoted)}{lines}\n\n{POINTS}")
    assert texts(made)[0] == DECISION


def test_the_number_of_a_text_is_its_own_and_not_that_of_what_promulgates_it(
    tmp_path: Path,
) -> None:
    text = ORDER.replace("令\n\n第77號", "公告").format(names="《丁河條例》")
    made = new(tmp_path / "a.txt", f"{text}丁法釋〔2001〕3號\n\n丁河條例\n\n{ARTICLES}")
    assert texts(made)[:2] == ["丁法釋〔2001〕3號", "丁河條例"]
    assert made.guess.rows[1].role == "title"


def test_an_order_of_several_texts_is_the_text_and_they_are_annexes(tmp_path: Path) -> None:
    names = ("丁河條例", "丁城渡口辦法")
    articles = "第一條　船隻靠右。\n\n第二條　船隻登記。\n\n"
    text = ORDER.format(names="".join(f"《{name}》" for name in names))
    made = new(tmp_path / "a.txt", text + "".join(f"{name}\n\n{articles}" for name in names))
    assert texts(made)[0] == "丁城政務院令"
    assert [row.text for row in made.guess.rows if row.role == "annex"] == list(names)
    assert [s.name for s in made.guess.signing.signatories] == ["某甲"]


def test_a_person_may_have_the_order_back(tmp_path: Path) -> None:
    page = tmp_path / "a.txt"
    page.write_text(f"{ORDER.format(names='《丁河條例》')}丁河條例\n\n第一條　船隻靠右。\n\n"
                    "第二條　船隻登記。\n", "utf-8")  # fmt: skip
    first = draft(page, sniff(page), Hints(), DAY)
    [question] = [q for q in first.questions if q.about == DECREE]
    answered = [Question(question.lines, question.about, "text")]
    made = draft(page, sniff(page), Hints(), DAY, answered=answered)
    assert texts(made)[0] == "丁城政務院令"
    assert [row.text for row in made.guess.rows if row.role == "annex"] == ["丁河條例"]
