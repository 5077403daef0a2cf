"""Pages of offices: tables that lay them out, links, and what the site says of a text."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.capture.test_captures import lines, read
from zhengben.capture.html import read_html
from zhengben.cli.main import main
from zhengben.intake.draft import Draft

TEXT = [
    "丁城水务局关于印发《用水办法》的通知", "丁水〔2001〕3号", "各局、各处：",
    "现将《用水办法》印发给你们，请执行。", "丁城水务局", "2001年3月1日",
]  # fmt: skip
BODY = (
    "<center><b>丁城水务局关于印发<br>《用水办法》的通知</b></center><p>丁水〔2001〕3号</p>"
    "<p>各局、各处：</p><p>现将《用水办法》印发给你们，请执行。</p>"
    "<p align=right>丁城水务局</p><p align=right>2001年3月1日</p>"
)
CRUMBS = (
    "您当前的位置：首页 &gt;&gt; 公开 &gt;&gt; 文件", "首页 &gt; 公开", "所在位置：公开",
    "丁城 › 公开 › 水务", "首页-&gt;公开-&gt;文件",
)  # fmt: skip
FACTS = {
    "a table of pairs": (
        "<table border=1><tr><td>索引号：</td><td>0001-02</td><td>主题分类：</td><td>水务</td></tr>"
        "<tr><td>发文机关：</td><td>丁城水务局</td><td>成文日期：</td><td>2001年3月1日</td></tr><tr>"
        "<td>标　　题：</td><td colspan=3>丁城水务局关于印发《用水办法》的通知</td></tr></table>"
    ),
    "a table of heads": (
        "<table><tr><th>索引号</th><td>0001</td></tr><tr><th>文号</th><td>丁水3号</td></tr><tr>"
        "<th>发布日期</th><td>2001-03-05</td></tr><tr><th>有效性</th><td>有效</td></tr></table>"
    ),
    "lines": (
        "<ul><li>索 引 号：0001</li><li>发布机构：水务局</li><li>生效日期：2001年4月1日</li></ul>"
    ),
}
LINKS = {
    "a list": "<ul><li><a href=a.html>概况</a></li><li><a href=b.html>机构</a></li></ul>",
    "a line": "<div><a href=/>首页</a> | <a href=/a>公开</a> | <a href=/b>办事</a></div>",
    "a cell": "<table><tr><td><a href=a>水价</a><br><a href=b>水表</a></td></tr></table>",
}


def page(head: str, body: str = BODY, foot: str = "") -> str:
    return (
        f"<html><body><table width=960><tr><td>{head}</td></tr><tr><td>{body}</td></tr>"
        f"<tr><td>{foot}</td></tr></table></body></html>"
    )


def made_of(folder: Path, text: str) -> Draft:
    return read(folder / "a.html", text)


@pytest.mark.parametrize("crumbs", CRUMBS)
@pytest.mark.parametrize("facts", FACTS)
@pytest.mark.parametrize("links", LINKS)
def test_what_stands_around_a_text_is_set_apart(
    crumbs: str, facts: str, links: str, tmp_path: Path
) -> None:
    head = f"<div>{crumbs}</div>{LINKS[links]}{FACTS[facts]}"
    made = made_of(tmp_path, page(head, foot=LINKS[links]))
    assert lines(made) == TEXT
    assert not made.questions
    assert [row.role for row in made.guess.rows[:2]] == ["title", "session"]


@pytest.mark.parametrize(
    "kept",
    [
        # annexes are files, notes lead within the page, and the links of a sentence are in one
        "<p>附件：<a href=a.doc>1.表</a> <a href=b.xls>2.单</a></p>",
        "<p>水<a href=a>甲</a>和<a href=b>乙</a>同。</p>",
        "<p><a href=#a>甲条</a><a href=#b>乙条</a></p>",
        "<ul><li><a href=a>第一条　水属于丁城。</a></li><li><a href=b>第二条　水。</a></li></ul>",
        "<table><tr><td>名称</td><td>标题</td></tr><tr><td>水</td><td>甲</td></tr></table>",
        "<table><tr><td>文号</td><td>名称</td><td>日期</td></tr><tr><td>1</td><td>水</td><td>2001</td>"
        "</tr><tr><td>2</td><td>火</td><td>2002</td></tr></table>",
    ],
)
def test_what_is_text_stays_text(kept: str, tmp_path: Path) -> None:
    whole = BODY.replace("<p align=right>丁城水务局", f"{kept}<p align=right>丁城水务局")
    made = made_of(tmp_path, page("", whole))
    assert not [c.text for c in made.choice.candidates if c.reason]
    assert len(lines(made)) > len(TEXT)


ARTICLE = """<html><body><div id=img-content><h1>甲国和乙国联合公报</h1>
<div><span>丁城日报</span> <em>2001-02-03 12:30</em> <span>发表于丁城</span></div>
<div id=js_content><section><p>点击上方<b>蓝字</b>关注我们</p></section>
<section><p>　　双方声明如下：</p><p>　　<b>一、合作</b></p><p>　　（一）互相尊重。</p>
<p>　　（二）加强磋商。</p><p align=right>2001年2月3日于丁城</p></section>
{}</div></div></body></html>"""


@pytest.mark.parametrize(
    "foot",
    [
        "<p>来源：丁城日报</p><p>编辑：张三　审核：李四</p><p>往期推荐</p><p>▶ 访问丁国</p>",
        "<p>责任编辑：张三 | 校对：李四</p><p>扫一扫关注我们</p>",
        "<p>来源 | 丁城日报</p><p>精彩回顾：</p><p>1.水的故事</p><p>2.火的故事</p>",
    ],
)
def test_an_article_of_an_account_is_its_text(foot: str, tmp_path: Path) -> None:
    made = read(tmp_path / "a.html", ARTICLE.format(foot))
    assert lines(made) == [
        "甲国和乙国联合公报", "双方声明如下：", "一、合作", "（一）互相尊重。", "（二）加强磋商。",
        "2001年2月3日于丁城",
    ]  # fmt: skip


ORDINANCE = """<html><body>
<table><tr><td>章:</td><td>999</td><td>標題:</td><td>樣本條例</td></tr>
<tr><td>條:</td><td>1</td><td>條文標題:</td><td>簡稱</td></tr></table>
<p>第I部</p><p>1. 簡稱<br>本條例可引稱為《樣本條例》。</p><p>2. 釋義<br>(1) 在本條例中 ——</p>
<p>“船” (vessel) 包括 ——<br>(a) 小艇；及<br>(b) 木筏。</p><p>(2) 元指港元。</p>
<p>第II部</p><p>2A. 罰則<br>違反第2(1)條，即屬犯罪。</p></body></html>"""


def test_an_ordinance_whose_title_stands_in_a_table_of_facts(tmp_path: Path) -> None:
    """The site knows the title of the ordinance; the text does not bear it."""
    made = read(tmp_path / "a.html", ORDINANCE)
    (question,) = made.questions
    assert "the page calls it “樣本條例”" in question.about


def test_a_title_that_is_supplied_is_told_with_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "a.html").write_text(ORDINANCE, "utf-8")
    command = ["new", str(tmp_path / "a.html"), "--content", str(tmp_path / "content")]
    assert main([*command, "--dry-run", "--set", "title=樣本條例"]) == 0
    told = capsys.readouterr().out
    assert "this one is supplied by the editor (supplied)" in told
    rows = [row.split()[1:] for row in told.split("text:\n")[1].split("structure:")[0].splitlines()]
    assert [(row[0], row[-1]) for row in rows[:4]] == [
        ("title", "樣本條例"), ("heading", "第I部"), ("heading", "1.簡稱"),
        ("paragraph", "本條例可引稱為《樣本條例》。"),
    ]  # fmt: skip
    assert ["heading", "2", "2A.罰則"] in rows
    assert ["item", "2", "“船”（vessel）包括——"] in rows


def calls(page: str) -> int:
    """Count the calls of functions that reading a page takes."""
    counted = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read_html(page)
    finally:
        sys.setprofile(before)
    return counted


def test_links_are_looked_at_once_however_deep_they_stand() -> None:
    text = "<p>　　第一条　见<a href='a'>《水法》</a>和<a href='b'>《土法》</a>。</p>" * 300
    assert calls("<div>" * 200 + text + "</div>" * 200) < 2 * calls(text)


@pytest.mark.parametrize("style", ["visibility: hidden; opacity: 0", "display:none"])
@pytest.mark.parametrize(
    "page",
    [
        '<div id="js_content" style="{style}">{body}</div><div>阅读原文</div>',
        '<div style="{style}"><div id="main">{body}</div></div>',
        '<div hidden><div hidden style="{style}">{body}</div></div>',
    ],
)
def test_a_text_that_a_script_shows_is_not_hidden(page: str, style: str, tmp_path: Path) -> None:
    source = page.format(style=style, body=BODY + "<p style='display:none'>口令</p>")
    made = read_html(f"<html><body>{source}</body></html>")
    shown = [line.text for line in made.lines if not line.reason]
    assert shown[-4:] == [*TEXT[2:]]
    assert [line.text for line in made.lines if line.reason == "hidden in the page"] == ["口令"]


def test_a_page_of_word_keeps_its_notes_and_not_its_comments() -> None:
    call = '<a href="#_ftn1" name="_ftnref1"><span class=MsoFootnoteReference>[1]</span></a>'
    asked = '<span class=MsoCommentReference><a class=msocomanchor href="#c">[甲1]</a></span>'
    made = read_html(
        "<html><body><div class=WordSection1><p align=center>丁城用水办法</p>"
        f"<p class=MsoToc1>第一章 总则 1</p><p>第一条 用水应当节约，保护水源{call}。{asked}</p>"
        "<p>第二条 本办法由水务局解释，自公布之日起施行，此前的办法同时废止。</p></div>"
        '<div><hr><div id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1">[1]</a>'
        " 水，包括地下水。</p></div></div><div><p class=MsoCommentText>[甲1]待核</p></div></body>"
    )
    said = [(line.text, line.reason) for line in made.lines]
    assert said[1:] == [
        ("第一章 总则 1", "table of contents of the page"),
        ("第一条 用水应当节约，保护水源。", ""),
        ("[甲1]", "comment of the file"),
        ("第二条 本办法由水务局解释，自公布之日起施行，此前的办法同时废止。", ""),
        ("[1] 水，包括地下水。", ""),
        ("[甲1]待核", "comment of the file"),
    ]
    assert [mark.kind for line in made.lines for mark in line.marks] == ["note"]


def test_what_a_wiki_says_above_an_article_is_no_text() -> None:
    made = read_html(
        '<html><body><div class="mw-parser-output"><table class="infobox vevent"><tr><th>簽署'
        '<td>1950年1月1日</table><div role=note class="hatnote navigation-not-searchable">另見'
        "《甲國憲章》。</div><p>我乙國人民，制定本憲章，頒行全國。</p></div></body></html>"
    )
    assert [(line.text, line.reason) for line in made.lines] == [
        ("簽署", "facts of the page about the text"),
        ("1950年1月1日", "facts of the page about the text"),
        ("另見《甲國憲章》。", "note of the page's editors"),
        ("我乙國人民，制定本憲章，頒行全國。", ""),
    ]
