"""Nothing of a text is lost to what looks like the page around it: kept, or asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.test_intake import read
from zhengben.cli.main import main
from zhengben.document.provenance import Question
from zhengben.intake.candidates import BREAK_WITHIN
from zhengben.intake.draft import Draft
from zhengben.intake.furniture import CONTENTS, OTHER_LANGUAGE, PAGE_NUMBER, RUNNING_HEAD

HEAD = "丁城防洪條例\n\n第一條　為了防洪，制定本條例。\n\n"
FOOT = "\n\n第九條　本條例自公布之日起施行，由丁城水務局負責解釋，此前的規定同時廢止。\n"


def new(path: Path, text: str) -> Draft:
    path.write_text(text, "utf-8")
    return read(path)


def texts(made: Draft) -> list[str]:
    return [row.text for row in made.guess.rows]


@pytest.mark.parametrize("end", ["\u2028", "\u2029\u2029", "\x85", "\x0b", "\x0c", " \x0c "])
@pytest.mark.parametrize("name", ["law.txt", "law.md"])
def test_a_break_of_other_programs_within_a_line_is_asked_about(
    end: str, name: str, tmp_path: Path
) -> None:
    """The rule “invisible” takes it out, so that two paragraphs would be one without a word."""
    made = new(tmp_path / name, f"{HEAD}第二條　河道應當疏浚。{end}第三條　堤防應當加固。{FOOT}")
    assert [q.about for q in made.questions] == [BREAK_WITHIN]
    # at the edge of a line, where a page began, it parts nothing
    edge = new(tmp_path / "edge.txt", f"{HEAD}{end}第二條　河道應當疏浚。{end}{FOOT}")
    assert "第二條　河道應當疏浚。" in texts(edge)
    assert not edge.questions


def test_first_lines_that_were_copied_without_their_indent_go_on(tmp_path: Path) -> None:
    """A page that is copied shows no indent: the first line of each paragraph is shorter."""
    first = "第二條 水務局應當編製防洪方案，徵求各鄉鎮的意見，並於每年"
    second = "五月一日以前報送市政府批准；方案應當包括汛期的組織、人員和物資以及"
    third = "撤離的路線。"
    item = "（一）組織指揮，各鄉鎮、街道和有關部門的職責分工，以及值班和"
    rest = "報告的制度；"
    text = f"{first}\n{second}\n{third}\n第三條 方案應當包括下列內容：\n{item}\n{rest}\n"
    foot = "第九條 本條例自公布之日起施行。\n"
    made = new(tmp_path / "law.txt", f"{HEAD}{text}（二）物資。\n{foot}")
    assert f"{first.replace(' ', '　')}{second}{third}" in texts(made)
    assert f"{item}{rest}" in texts(made)
    # a heading or a name of that width breaks nothing off
    headed = "第二章 水務局編製的防洪方案及其批准實施和監督的程序規定"
    kept = new(tmp_path / "b.txt", f"{HEAD}{headed}\n{second}\n{third}\n{foot}")
    assert headed.replace(" ", "　") in texts(kept)


@pytest.mark.parametrize(
    "line",
    [
        "第二條　防洪方案包括下列內容：",
        "第二條　公告全文：",
        "隱私信息由水務局保管。",
        "返回堤內的居民應當登記。",
        "更多的經費由議會批准。",
        "作者：指受託編製方案的人。",
        "來源：指水的出處。",
        "時間：每年五月。",
        "方案以知識共享為原則，向公眾開放。",
        "本文件與其他法律法規不一致的，從其規定。",
        "相關報道應當真實。",
        "分享到的數據不得轉讓。",
        "閱讀數據的人員應當登記。",
    ],
)
def test_a_sentence_that_begins_like_furniture_is_text(line: str, tmp_path: Path) -> None:
    for text in (HEAD + line + FOOT, HEAD + line + "\n\n又及本項。\n" + FOOT):
        made = new(tmp_path / "law.txt", text)
        assert line in texts(made)
        assert not made.ledger.apart
        assert not made.questions
    # at the end of a text too it is kept, or asked about
    made = new(tmp_path / "law.txt", HEAD + line + "\n")
    number = HEAD.count("\n") + 1
    assert line in texts(made) or any(number in q.lines for q in made.questions)


def test_a_notice_above_what_it_issues_is_asked_about(tmp_path: Path) -> None:
    notice = ["丁城水務局通知", "各區水務所：", "現將《丁城水閘辦法》發給你們，請照辦。",
              "丁城水務局", "2001年2月3日"]  # fmt: skip
    law = ["丁城水閘辦法", "第一條　水閘由水務所管理。", "第二條　本辦法自公布之日起施行。"]
    made = new(tmp_path / "a.txt", "\n\n".join(["丁城水閘辦法", *notice, *law]))
    asked = {n for q in made.questions for n in q.lines}
    lost = [a.text for a in made.ledger.apart if a.capture_line not in asked]
    assert set(lost) <= {"丁城水閘辦法"}
    assert {*texts(made), *(a.text for a in made.ledger.apart)} == {*notice, *law}


def test_session_lines_above_a_body_that_repeats_the_title_are_kept(tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        "丁城防洪條例\n\n2001年2月3日丁城議會第二次會議通過\n\n2002年2月3日丁城議會第九次會議修正\n\n"
        "丁城\n\n防洪條例\n\n第一條　為了防洪，制定本條例。\n\n第二條　本條例自公布之日起施行。\n",
    )
    assert texts(made)[:3] == [
        "丁城防洪條例", "2001年2月3日丁城議會第二次會議通過", "2002年2月3日丁城議會第九次會議修正",
    ]  # fmt: skip
    assert [q.lines for q in made.questions] == [(7, 9)]


PDF = """丁城水法
第一條　水屬於丁城。
第二條　用水應當登記。
— 1 —
丁城水法
第三條　水務局管理水。
第四條　水費另定。
— 2 —
丁城水法
第五條　本法自公布之日起施行。
— 3 —
"""


def test_heads_and_numbers_of_pages_are_one_question_each(tmp_path: Path) -> None:
    made = new(tmp_path / "a.txt", PDF)
    assert len(texts(made)) == 6
    assert made.questions == (Question((4, 8, 11), PAGE_NUMBER), Question((5, 9), RUNNING_HEAD))


def test_a_second_language_is_one_question(tmp_path: Path) -> None:
    lines = "第一條　水屬於丁城。\nArticle 1. Water belongs to the town.\n\n"
    made = new(tmp_path / "a.txt", f"丁城水法\nWater Act\n\n{lines * 3}第四條　本法施行。\n")
    assert {q.about for q in made.questions} == {OTHER_LANGUAGE}
    assert [len(q.lines) for q in made.questions] == [4]


def test_a_table_of_contents_is_one_question(tmp_path: Path) -> None:
    body = "第一章　總則\n\n第一條　水屬於丁城。\n\n第二章　附則\n\n第二條　本法施行。\n"
    made = new(tmp_path / "a.txt", f"丁城水法\n\n目錄\n\n第一章　總則\n\n第二章　附則\n\n{body}")
    assert made.questions == (Question((3, 5, 7), CONTENTS),)
    assert len(texts(made)) == 5


def test_an_open_question_keeps_the_press_from_running(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, out = tmp_path / "content", tmp_path / "dist"
    (content / "register").mkdir(parents=True)
    (tmp_path / "law.txt").write_text(PDF, "utf-8")
    answers = ["--set", "date=2001-02-03", "--set", "genre=law"]
    assert main(["new", str(tmp_path / "law.txt"), "--content", str(content), *answers]) == 0
    assert "running head of the page: lines set apart: 2" in capsys.readouterr().out
    toml = content / "law" / "document.toml"
    publish = ["publish", "law", "--content", str(content), "--output", str(out),
               "--edition", "akoma-ntoso", "--script", "zh-Hant"]  # fmt: skip
    assert main(["show", "law", "--content", str(content)]) == 0
    assert main(publish) == 4
    told = capsys.readouterr().err
    assert f"{toml}:" in told
    assert "lines 4, 8, 11 of the capture (page number) are a question" in told
    assert main([*publish, "--accept-open-questions"]) == 0
    # a draft is examined only where that is wanted, and never deposited
    folders = ["law", "--content", str(content), "--output", str(out)]
    capsys.readouterr()
    assert main(["check", *folders]) == 4
    assert "or examine a draft with --accept-open-questions." in capsys.readouterr().err
    assert main(["check", *folders, "--accept-open-questions"]) == 0
    assert main(["deposit", *folders, "--without-validators"]) == 4
    assert "are a question: answer it" in capsys.readouterr().err
    assert not (out / "law" / "deposit").exists()
    # one line answers a question; an answer that changes the text needs a new reading
    text = toml.read_text("utf-8")
    toml.write_text(text.replace('answer = "?"', 'answer = "apart"', 1), "utf-8")
    toml.write_text(toml.read_text("utf-8").replace('answer = "?"', 'answer = "text"'), "utf-8")
    assert main(publish) == 4
    assert "run `new law --again`" in capsys.readouterr().err
    assert main(["new", "law", "--again", "--content", str(content)]) == 0
    assert main(publish) == 0
    assert main(["check", *folders]) == 0
    canonical = (content / "law" / "canonical.txt").read_text("utf-8")
    assert canonical.count("丁城水法") == 3
    # what was answered is not asked again, and what the editor set apart is answered
    assert 'answer = "?"' not in toml.read_text("utf-8")


def test_the_colophon_calls_a_draft_a_draft(tmp_path: Path) -> None:
    from zhengben.apparatus.colophon import drafted
    from zhengben.intake.writing import write
    from zhengben.source.source import Source

    made = new(tmp_path / "law.txt", PDF)
    made.facts.values["date"] = made.facts.values["received"]
    declaration = Source.open(write(made, tmp_path, "law")).read()[0]
    assert drafted(declaration) == (("草稿", "擷取檔中有2個問題尚未答覆，不可作為定本。"),)


@pytest.mark.parametrize(
    "text",
    [
        "靜水\n\n山下一條河，\n\n日夜流到海。\n\n",
        "山下一條河，\n\n日夜流到海。\n\n",
        "某甲先生：\n\n來信收到。\n\n某乙\n\n",
        "停水通知\n\n今晚停水。\n",
        "停水通知 NOTICE\n\n今晚停水。\n\nThere will be no water in the whole town tonight.\n",
        "第53章　水務條例\n\n1. 簡稱\n\n本條例可稱為水務條例。\n",
        "甲國和乙國\n\n水務協定\n\n",
        "附件一\n\n水表\n",
    ],
)
def test_a_text_of_any_kind_is_read_and_shown(text: str, tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "register").mkdir(parents=True)
    (tmp_path / "a.txt").write_text(text, "utf-8")
    page = str(tmp_path / "a.txt")
    assert main(["new", page, "--content", str(content), "--set", "date=2001-02-03"]) == 0
    assert main(["show", "a", "--content", str(content)]) == 0


def test_a_title_that_is_given_and_stands_in_the_page_stands_once(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("甲頁\n\n丁城水法\n\n第一條　水屬於丁城。\n\n第二條　本法施行。\n", "utf-8")
    made = read(path, "丁城水法")
    assert texts(made)[0] == "丁城水法"
    assert texts(made).count("丁城水法") == 1
    long = "關於" + "甲國和乙國以及丙國和丁國" * 6 + "共同使用水的決定"
    path.write_text(f"{long}\n\n第一條　水屬於丁城。\n\n第二條　本法施行。\n", "utf-8")
    assert texts(read(path))[0] == long
