"""Exchanges of notes: letters, each with an addressee, a close and who signed it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.capture.test_captures import read
from tests.intake.test_guesses import roles
from tests.intake.test_losses import new, texts
from zhengben.intake.draft import ANOTHER, Draft
from zhengben.intake.writing import structure_rows, write
from zhengben.source.source import Source

TITLE = "甲國和乙國關於互設水文站的換文\n"
FIRST = (
    "乙國水利部長\n某乙先生\n閣下：\n本人謹建議兩國在界河各設水文站一處，其人員往來和資料交換由兩國"
    "水利主管機關另行商定，費用由設站一方負擔。\n順致最崇高的敬意。\n"
)
SECOND = "甲國水利部長閣下：\n本人謹確認收到來照，並表示同意。\n順致最崇高的敬意。\n"
SIGNED = ("甲國水利部長\n某甲（簽字）\n二〇一四年三月五日於丁城\n",
          "乙國水利部長\n某乙（簽字）\n二〇一四年三月八日於丁城\n")  # fmt: skip


def asked(made: Draft) -> str:
    (sentence,) = (doubt for doubt in made.doubts if "an exchange of" in doubt)
    return sentence


def row(made: Draft, text: str) -> str:
    return roles(made)[texts(made).index(text)]


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        (("", ""), []),
        (("甲方來照\n", "乙方復照\n"), ["甲方來照", "乙方復照"]),
        (("（一）去照\n", "（二）復照\n"), ["（一）去照", "（二）復照"]),
        (("甲國致乙國函\n", "乙國復函\n"), ["甲國致乙國函", "乙國復函"]),
        (("甲國水利部照會\n", "乙國水利部復照（譯文）\n"),
         ["甲國水利部照會", "乙國水利部復照（譯文）"]),
    ],
)  # fmt: skip
def test_the_last_letter_signs_the_text(
    heads: tuple[str, str], expected: list[str], tmp_path: Path
) -> None:
    text = f"{TITLE}{heads[0]}{FIRST}{SIGNED[0]}{heads[1]}{SECOND}{SIGNED[1]}"
    made = new(tmp_path / "a.txt", text)
    assert [r.text for r in made.guess.rows if r.role == "heading"] == expected
    assert texts(made) == text.splitlines()
    assert not made.questions
    assert made.facts.values["genre"] == "treaty"
    assert [s.name for s in made.guess.signing.signatories] == ["某乙（簽字）"]
    assert row(made, "二〇一四年三月五日於丁城") == "paragraph"
    first = texts(made).index("甲國水利部長") + 1
    assert f"did lines {first}-{first + 2} sign all but the last of them?" in asked(made)
    assert "preamble" not in roles(made)
    # whom a letter is for has no number of ours
    assert made.guess.own
    addressed = [r.text for r in made.guess.rows if r.part == "addressee"]
    assert addressed == ["乙國水利部長", "某乙先生", "閣下：", "甲國水利部長閣下："]
    assert any(line.endswith(" addressee") for line in structure_rows(made))
    declaration = Source.open(write(made, tmp_path, "notes")).read()[0]
    assert len(declaration.lines) == len(text.splitlines())


def test_days_above_their_letters_take_no_letter_away(tmp_path: Path) -> None:
    """What stands behind the last day of a text was set apart until a person said otherwise."""
    days, signed = ("2014年3月5日於丁城\n", "2014年3月8日於丁城\n"), "甲國水利部長\n某甲\n"
    text = f"{TITLE}{days[0]}{FIRST}{signed}{days[1]}{SECOND}乙國水利部長\n某乙\n"
    made = new(tmp_path / "a.txt", text)
    assert texts(made) == text.splitlines()
    assert not made.questions
    assert [s.office for s in made.guess.signing.signatories] == ["乙國水利部長"]
    at = texts(made).index("某甲") + 1
    assert f"did lines {at - 1}-{at} sign" in asked(made)
    assert row(made, "2014年3月8日於丁城") == "paragraph"


def test_lines_between_two_letters_that_nothing_parts_are_asked_about(tmp_path: Path) -> None:
    rest = SECOND.split("\n", 1)[1]
    text = f"{TITLE}{FIRST}甲國水利部長\n某甲\n甲國水利部長\n某甲閣下：\n{rest}{SIGNED[1]}"
    made = new(tmp_path / "a.txt", text)
    assert texts(made) == text.splitlines()
    assert "which of lines 7-9 sign the letter above them" in asked(made)


def test_three_letters_are_one_question(tmp_path: Path) -> None:
    third = "<h2>甲國照會</h2><p>乙國駐甲國大使館：</p><p>甲國外交部謹確認收到復照。</p>"
    page = (
        "<h1>甲國和乙國關於漁船避風的換文</h1><h2>甲國照會</h2><p>（2012）部領字第5號</p>"
        "<p>乙國駐甲國大使館：</p><p>甲國外交部謹建議：</p><p>一、漁船遇險時可進港。</p>"
        "<p>二、進港後應當報告。</p><p>順致崇高的敬意。</p><p>甲國外交部</p><p>二〇一二年二月三日</p>"
        "<h2>乙國大使館復照</h2><p>甲國外交部：</p><p>大使館謹表示同意。</p>"
        "<p>順致崇高的敬意。</p><p>乙國駐甲國大使館</p><p>二〇一二年二月八日</p>"
        f"{third}<p>順致崇高的敬意。</p><p>甲國外交部</p><p>二〇一二年二月九日</p>"
    )
    made = read(tmp_path / "a.html", page)
    assert [r.text for r in made.guess.rows if r.role == "heading"] == [
        "甲國照會", "乙國大使館復照", "甲國照會",
    ]  # fmt: skip
    assert "an exchange of 3 letters: did lines 9-10 and 15-16 sign" in asked(made)
    assert row(made, "（2012）部領字第5號") == "paragraph"
    assert row(made, "一、漁船遇險時可進港。") == "item 1"


@pytest.mark.parametrize(
    "text",
    [
        # one letter alone, and a text that says 敬意 of somebody
        f"{TITLE}{FIRST}{SIGNED[0]}",
        "甲國和乙國聯合聲明\n雙方聲明如下：\n一、雙方對死難者表示敬意。\n二、雙方將加強合作。\n"
        "三、雙方向建設者致以崇高的敬意。\n甲國總統\n某甲\n乙國總統\n某乙\n二〇一四年三月五日\n",
    ],
)
def test_what_is_no_exchange_of_letters(text: str, tmp_path: Path) -> None:
    made = new(tmp_path / "a.txt", text)
    assert not any("an exchange of" in doubt for doubt in made.doubts)
    assert "addressee" not in [r.part for r in made.guess.rows]


@pytest.mark.parametrize(
    "title", ["甲市與乙市互換函件", "甲國和乙國關於簽證的換函", "甲國和乙國互換的照會"]
)
def test_titles_of_exchanges(title: str, tmp_path: Path) -> None:
    made = new(tmp_path / "a.txt", f"{title}\n{FIRST}{SIGNED[0]}{SECOND}{SIGNED[1]}")
    assert made.facts.values["genre"] == "treaty"
    assert "genre" not in made.facts.questions


def test_letters_below_a_treaty_are_another_text_and_its_signatures_stay(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        "甲國和乙國航空協定\n甲國和乙國願意發展航空，達成協議如下：\n第一條　雙方開通航班。\n"
        "第二條　本協定自簽字之日起生效。\n甲國代表\n某丙\n乙國代表\n某丁\n"
        f"{TITLE}{FIRST}{SIGNED[0]}{SECOND}{SIGNED[1]}",
    )
    assert [r.text for r in made.guess.rows if r.role == "annex"] == [TITLE.strip()]
    assert [s.name for s in made.guess.signing.signatories] == ["某丙", "某丁"]
    (question,) = made.questions
    assert question.about == ANOTHER


def test_a_party_before_who_signs_for_it_may_end_in_a_colon(tmp_path: Path) -> None:
    signed = tuple(text.replace("水利部長", "政府代表：") for text in SIGNED)
    made = new(tmp_path / "a.txt", f"{TITLE}{FIRST}{signed[0]}{SECOND}{signed[1]}")
    at = texts(made).index("甲國政府代表：") + 1
    assert f"did lines {at}-{at + 2} sign" in asked(made)
    assert made.guess.rows[at - 1].part == ""
