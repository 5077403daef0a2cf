"""Pages of offices: tables that lay them out, links, and what the site says of a text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.capture.test_captures import lines, read
from zhengben.intake.draft import Draft

TEXT = [
    "丁城水务局关于印发", "《用水办法》的通知", "丁水〔2001〕3号", "各局、各处：",
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
        "<ul><li>索 引 号：0001</li><li>发布机构：丁城水务局</li><li>生效日期：2001年4月1日</li></ul>"
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
    assert [row.role for row in made.guess.rows[:3]] == ["title", "subtitle", "session"]


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
