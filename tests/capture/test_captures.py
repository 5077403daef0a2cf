"""Captures of every kind, and what stands in them beside a text: the same law from each."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tests.docx_factory import paragraph, styled_docx
from zhengben.bench.samples import KINDS, law
from zhengben.design.assets import Assets
from zhengben.document.provenance import Question
from zhengben.intake.draft import Draft, draft
from zhengben.intake.furniture import DECREE
from zhengben.intake.hints import Hints
from zhengben.intake.sniff import sniff
from zhengben.intake.writing import structure_rows, write
from zhengben.press.publish import publish
from zhengben.scripts.dictionaries import library

PRINTED_ALL = ("handout", "booklet", "gongwen", "large-print", "vertical")
DAY = datetime.date(2026, 1, 2)


def read(path: Path, data: bytes | str) -> Draft:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return draft(path, sniff(path), Hints(), DAY)


def lines(made: Draft) -> list[str]:
    return [row.text for row in made.guess.rows]


@pytest.mark.parametrize("kind", KINDS)
def test_a_law_is_the_same_from_every_kind_of_capture(kind: str, tmp_path: Path) -> None:
    blocks = law(9_000)
    made = read(tmp_path / kind, KINDS[kind](blocks))
    expected = list[str]()
    for block in blocks:
        expected += [cell for row in block.rows for cell in row] or [block.text]
    if kind == "big5.txt":
        expected = [library("s2t").convert(line) for line in expected]
    assert lines(made) == expected
    counts = {row.role: 0 for row in made.guess.rows}
    for row in made.guess.rows:
        counts[row.role] += 1
    wanted = {kind: sum(b.kind == kind for b in blocks) for kind in ("heading", "article", "item")}
    assert {role: counts[role] for role in wanted} == wanted


def test_a_cell_that_says_contents_begins_no_table_of_contents(tmp_path: Path) -> None:
    table = (
        "| 序号 | 文献 |\n|---|---|\n| 一 | 目录 |\n| 二 | 手稿 |\n| 三 | 目录 |\n| 四 | 手稿 |\n"
    )
    text = f"# 甲地条例\n\n第一条 依照下表保存。\n\n{table}\n第二条 本条例自公布之日起施行。\n"
    made = read(tmp_path / "law.md", text)
    assert lines(made)[2:-1] == [
        "序号", "文献", "一", "目录", "二", "手稿", "三", "目录", "四", "手稿",
    ]  # fmt: skip
    assert "3-12 table 2 header 1" in structure_rows(made)


def test_a_broken_line_may_begin_with_the_number_of_another_article(tmp_path: Path) -> None:
    named = "第二条　甲地文献馆办理登记事项，应当遵守本条例的各项规定并依照本条例第一条和第五条、"
    rest = "第六条的规定向社会公告。公告的期限不少于三十日。"
    other = "第一条　为了保存甲地的文献，便利公众利用，依据甲地的各项有关法律法规，制定本条例。"
    text = f"甲地条例\n\n　　{other}\n　　{named}\n{rest}\n　　第三条　本条例自公布之日起施行。\n"
    made = read(tmp_path / "law.txt", text)
    assert lines(made)[2] == named + rest
    assert not any("go on" in doubt for doubt in made.doubts)
    # but a heading behind a full line begins something new, with an indent or without
    for heading in ("第二章　附则", "附则", "（一）附则"):
        made = read(tmp_path / "law.txt", text.replace("\n　　第二条", f"\n{heading}\n　　第二条"))
        assert lines(made)[1:3] == [other, heading]


def test_word_numbers_paragraphs_by_their_styles(tmp_path: Path) -> None:
    made = read(
        tmp_path / "law.docx",
        styled_docx(
            paragraph("甲地文献条例", style="a3"),
            paragraph("总则", style="1"),
            paragraph("为管理文献，制定本条例。", style="Tiao"),
            paragraph("附则", style="1"),
            paragraph("下列机关负责：", style="Based"),
            paragraph("文献馆；", style="Xiang"),
            paragraph("议会。", style="Xiang"),
        ),
    )
    # articles go on counting through the chapters
    assert lines(made)[1:] == [
        "第一章　总则", "第一条　为管理文献，制定本条例。", "第二章　附则",
        "第二条　下列机关负责：", "（一）文献馆；", "（二）议会。",
    ]  # fmt: skip


COPIED = """甲国政府和乙国政府关于文化合作的协定

　　甲国政府和乙国政府（以下简称“双方”），为了发展两国之间的友好关系，加强在文化

                                    1

领域的合作，达成协议如下：
　　第一条　双方互派文化代表团。每年的人数和费用由双方有关部门另行商定，并于每年
九月以前通知对方。
　　第二条　本协定自签字之日起生效。
3 / 3

　　甲国政府代表　　　　　　乙国政府代表
　　　某　甲　　　　　　　　　某　乙
"""


def test_page_numbers_between_the_lines_of_a_paragraph(tmp_path: Path) -> None:
    made = read(tmp_path / "copied.txt", COPIED)
    assert [a.text.strip() for a in made.ledger.apart] == ["1", "3 / 3"]
    assert {a.reason for a in made.ledger.apart} == {"page number"}
    assert lines(made)[1].endswith("加强在文化领域的合作，达成协议如下：")
    # a narrow gap beside a wide one stands within a name
    assert lines(made)[4:] == ["甲国政府代表", "乙国政府代表", "某　甲", "某　乙"]
    assert [s.name for s in made.guess.signing.signatories] == ["某　甲", "某　乙"]


WIKITEXT = """{{header|title=甲乙聯合聲明|year=1999}}
{{Center|{{larger|甲乙聯合聲明}}}}
{{gap}}甲國總統{{*|某}}甲和乙國國王某乙在{{w|丁城}}會晤，聲明如下：
:一、兩國支持《聯合國憲章》。
:二、兩國願意開展-{zh-hans:文化;zh-hant:文化}-交流。
{{right|1999年8月9日於丁城}}
{| width=100%
| 甲國總統 || 乙國國王
|-
| 某甲 || 某乙
|}
{{PD-PRC}}
"""


def test_templates_within_lines_and_within_templates(tmp_path: Path) -> None:
    made = read(tmp_path / "page.wikitext", WIKITEXT)
    assert lines(made) == [
        "甲乙聯合聲明", "甲國總統某甲和乙國國王某乙在丁城會晤，聲明如下：",
        "一、兩國支持《聯合國憲章》。", "二、兩國願意開展文化交流。", "1999年8月9日於丁城",
        "甲國總統", "乙國國王", "某甲", "某乙",
    ]  # fmt: skip
    # what may be text is not left out without a word
    assert any("template *" in question.about for question in made.questions)
    assert "5 closing" in structure_rows(made)


def test_emphasis_between_han(tmp_path: Path) -> None:
    text = "# 甲組織大會決議\n\n*大會*，\n\n*回顧*其第70/1號決議，\n\n1. *請*秘書長："
    text += "**編寫**報告2*3份和4*5份；\n\n*第74次全體會議*\n*2019年10月11日*\n"
    made = read(tmp_path / "resolution.md", text)
    assert lines(made)[1:4] == [
        "大會，",
        "回顧其第70/1號決議，",
        "1.請秘書長：編寫報告2*3份和4*5份；",
    ]
    assert [row.role for row in made.guess.rows][-2:] == ["closing", "closing"]


def test_links_below_a_text_are_none_of_it(tmp_path: Path) -> None:
    page = """<html><head><title>甲国和乙国联合声明</title></head><body><h1>甲国和乙国联合声明</h1>
    <p>一、双方愿意扩大贸易，加强人文交流。</p><p>二、双方重申恪守《联合国宪章》。</p>
    <p>甲国主席　某甲</p><p>乙国总统　某乙</p>
    <div class="list"><h3>相关新闻</h3><ul><li>某甲同某乙会谈</li></ul></div></body></html>"""
    made = read(tmp_path / "page.html", page)
    assert lines(made)[-1] == "乙国总统　某乙"
    assert [s.name for s in made.guess.signing.signatories] == ["某甲", "某乙"]


def test_the_decree_that_promulgates_a_law_is_no_part_of_it(tmp_path: Path) -> None:
    page = """<html><head><title>甲地文献保存条例</title></head><body><div class="TRS_Editor">
    <p align="center">甲国国务院令</p><p align="center">第588号</p>
    <p>《甲地文献保存条例》已经通过，现予公布，自2011年2月1日起施行。</p>
    <p align="right">总　理　　某　甲</p><p align="right">二〇一一年一月八日</p>
    <p align="center">甲地文献保存条例</p><p>第一条　为了保存文献，制定本条例。</p>
    <p>第二条　本条例自2011年2月1日起施行。</p>
    <p>[打印本页]</p><p>[关闭窗口]</p></div></body></html>"""
    made = read(tmp_path / "decree.html", page)
    assert lines(made)[0] == "甲地文献保存条例"
    assert lines(made)[-1] == "第二条　本条例自2011年2月1日起施行。"
    assert [a.reason for a in made.ledger.apart][:5] == ["decree that promulgates the text"] * 5
    # what may be text stands apart as a question
    assert made.questions == (Question((1, 2, 3, 4, 5), DECREE),)


SIGNED = """甲国和乙国联合声明

一、双方愿意扩大贸易，加强人文交流。
二、双方重申恪守各项协定。

甲国主席　某甲
乙国总统　某乙
二〇二〇年一月十八日于丁城
"""


def test_names_behind_a_gap_and_the_date_stand_in_every_edition(tmp_path: Path) -> None:
    """The full-width space is read back as itself, and no date runs off its page."""
    made = read(tmp_path / "statement.txt", SIGNED)
    (tmp_path / "content" / "register").mkdir(parents=True)
    folder = write(made, tmp_path / "content", "statement")
    published = publish(
        folder, tmp_path / "dist", Assets.find(), editions=(*PRINTED_ALL, "e-reader")
    )
    assert {a.edition for a in published.artefacts} == {*PRINTED_ALL, "e-reader"}


def test_a_list_that_begins_with_no_number_begins_with_one(tmp_path: Path) -> None:
    """² is a digit to Unicode, but no number."""
    items = "".join(f"<li>各方應當保存第{n}類文獻，並告知對方。</li>" for n in "甲乙")
    head = "<h1>關於文獻的宣言</h1><p>各方宣布：</p>"
    page = f"<html><body>{head}<ol start='²'>{items}</ol></body></html>"
    made = read(tmp_path / "page.html", page)
    assert sum("類文獻" in line for line in lines(made)) == 2
