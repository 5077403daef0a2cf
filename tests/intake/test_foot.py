"""What stands behind the end of a text: words of the site apart, anything else that runs asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.test_losses import new, texts
from zhengben.document.provenance import Question
from zhengben.intake.foot import BEHIND, SITE

LAW = "丁城水法\n\n第一条　水属于丁城。\n\n第二条　本法自公布之日起施行。\n\n"
NOTICE = (
    "丁城人民政府关于停水的通知\n\n各区人民政府：\n\n因检修水管，全城停水。请做好准备。\n\n"
    "丁城人民政府\n\n2001年2月3日\n\n"
)
SAID = [
    "扫一扫在手机打开当前页",
    "请扫描下方二维码，分享给好友。",
    "欢迎关注丁城发布微信公众号，获取更多政务信息。",
    "本网站内容仅供参考，以正式文本为准，如有不同之处请与丁城水务局办公室联系，电话十二三四五六七八。",
    "您访问的链接即将离开丁城门户网站，是否继续？",
    "更多精彩内容请下载丁城新闻客户端。",
    "本文来自丁城新闻网，转载请注明出处。",
    "未经授权，不得转载。",
    "责任编辑：某甲",
    "上一篇 丁城路法",
]


@pytest.mark.parametrize("text", [LAW, NOTICE], ids=["law", "notice"])
@pytest.mark.parametrize("said", SAID)
def test_words_of_the_site_are_none_of_the_text(said: str, text: str, tmp_path: Path) -> None:
    bare = new(tmp_path / "a.txt", text)
    made = new(tmp_path / "a.txt", f"{text}{said}\n\n责任编辑：某乙\n")
    assert texts(made) == texts(bare)
    assert [r.role for r in made.guess.rows] == [r.role for r in bare.guess.rows]
    number = text.count("\n") + 1
    # a sentence is asked about
    asked = {n for q in made.questions for n in q.lines}
    assert (number in asked) == said.endswith(("。", "？"))


def test_a_paragraph_behind_the_date_is_asked_about(tmp_path: Path) -> None:
    made = new(tmp_path / "a.txt", NOTICE + "此件公开发布。\n\n丁城议会也有一份\n")
    assert made.questions == (Question((11, 13), BEHIND),)
    assert [r.role for r in made.guess.rows][-2:] == ["signature", "closing"]
    # a name below a date that stands under another one is too, and stays
    made = new(tmp_path / "a.txt", NOTICE + "丁城新闻\n")
    assert made.questions == (Question((11,), BEHIND),)
    assert texts(made)[-1] == "丁城新闻"


@pytest.mark.parametrize(
    ("behind", "known"),
    [
        ("抄送：丁城议会，各区法院。\n\n丁城人民政府　2001年2月4日印发", ["copies", "printing"]),
        ("（联系人：水务所某甲，电话：12345）\n\n分送：各水厂。", ["annotation", "copies"]),
        ("（主动公开）", ["annotation"]),
        (
            "抄报：丁省水利厅。\n抄送：各区。\n丁城政府办公室 2001年2月3日印发",
            ["copies"] * 2 + ["printing"],
        ),
    ],
)
def test_the_foot_of_an_official_document_is_text_and_no_question(
    behind: str, known: list[str], tmp_path: Path
) -> None:
    made = new(tmp_path / "a.txt", f"{NOTICE}{behind}\n")
    assert not made.questions
    assert not made.ledger.apart
    assert [row.part for row in made.guess.rows if row.part][-len(known) :] == known
    assert made.guess.rows[-len(known) - 1].text == "2001年2月3日"


@pytest.mark.parametrize(
    "behind",
    [
        "附件：水表\n\n水表由水务所保管。",
        "一、水表由水务所保管。\n\n二、另行通知。",
        "丁城水闸办法\n\n水闸由水务所管理。\n\n本办法自公布之日起施行。",
        "甲国政府代表\n\n某甲",
    ],
)
def test_what_goes_on_behind_a_date_is_text(behind: str, tmp_path: Path) -> None:
    made = new(tmp_path / "a.txt", NOTICE + behind + "\n")
    assert not made.ledger.apart
    assert not any(q.about in (BEHIND, SITE) for q in made.questions)


def test_a_date_amid_a_text_closes_nothing(tmp_path: Path) -> None:
    days = "".join(f"2001年2月{n}日\n\n水位为{n}米，水务局巡查了全部水闸，没有发现异常。\n\n"
                   for n in range(1, 6))  # fmt: skip
    made = new(tmp_path / "a.txt", f"丁城水务局巡查记录\n\n{days}")
    assert not made.ledger.apart or all(
        a.capture_line in {n for q in made.questions for n in q.lines} for a in made.ledger.apart
    )


@pytest.mark.parametrize("last", ["2000年的旧法同时废止。", "本法由水务局负责解释，并报本站备案。"])
def test_a_last_paragraph_of_a_law_is_text(last: str, tmp_path: Path) -> None:
    made = new(tmp_path / "a.txt", f"{LAW}{last}\n")
    assert texts(made)[-1] == last
    assert not made.questions
