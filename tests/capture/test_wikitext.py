"""Wikitext: every node of a page is text, a mark, furniture or a question."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.capture.test_captures import lines, read
from zhengben.capture.base import CaptureError
from zhengben.capture.wikitext import read_wikitext


def notated(source: str) -> list[str]:
    return read_wikitext(source).text.split("\n")


_PIECES = st.sampled_from(
    ["甲", "乙。", "丙", "''", "'''", "[[", "]]", "|", "{{", "}}", "{{ruby|甲|乙}}", "{{foo|丙}}",
     "{{ruby|1=甲|2=乙}}",
     "{{foo|甲|乙|c=丙}}", "{{另|甲|乙}}", "{{s|丙}}", "{{#tag:ref|註}}", "{{甲}}",
     "-{zh-hans:乙;zh-hant:丙}-", "-{H|zh:甲}-", "[[:甲]]",
     "{{gap}}", "<ref>", "</ref>", "<ref name=a/b>註</ref>", "<b>", "</b>", "<sup>", "</sup>",
     "# ", "* ", ": ", "== ", " ==", "\n", "\n\n", "{|\n", "\n|}", "\n|-", "\n| ", " || ", "&amp;",
     "&emsp;", "<!-- 條 -->", "<s>", "</s>", "<x>", "</x>", "-{", "}-", "__NOTOC__", "[http://a ",
     "]", "^", "<br/>", "<nowiki>", "</nowiki>", "<poem>", "</poem>"]
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(_PIECES, max_size=25))
def test_the_account_of_a_page_closes(pieces: list[str]) -> None:
    source = "".join(pieces)
    made = read_wikitext(source)
    assert made.account.source == source
    shown = "".join(line.text + "".join(m.value for m in line.marks) for line in made.lines)
    # what is apart may be shown once more, as the title of a header is
    assert not {
        c for c in "甲乙丙註條" if made.account.of("text", "asked").count(c) > shown.count(c)
    }
    assert not set("甲乙丙註條") & set(made.account.of("markup"))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ruby|獨立|ㄉ}}自主", "^ruby{獨立|ㄉ}自主"),
        ("{{另|台|臺}}地", "台地"),
        ("{{ul|甲國}}和{{專名|乙國}}", "^u{甲國}和^name{乙國}"),
        ("甲&emsp;乙&nbsp;丙", "甲\u2003乙\xa0丙"),
        ("-{H|zh-hans:一;zh-hant:二}--{T|題}-文", "文"),
        ("{{larger|{{red|甲[[乙|丙]]}}}}丁", "甲丙丁"),
        ("10<sup>3</sup>千克，''不得''，<math>x^2</math>", "10^sup{3}千克，^em{不得}，^math{x^^2}"),
        ("{{ruby|1=獨|2=ㄉ}}立", "^ruby{獨|ㄉ}立"),
        ("甲-{zh-hans:国;zh-hant:國}-乙為會", "甲國乙為會"),
        ("<u>　　</u>年{{ul|&emsp;}}月", "^blank{　　}年^blank{\u2003}月"),
        ("見[[:Category:水]]、[[wikt:水]]", "見Category:水、wikt:水"),
        ("甲{{s|乙}}丙{{foo|丁|戊}}", "甲丙丁\n乙\n戊"),
        ("甲{{#tag:ref|註三}}乙", "甲^note{[1]}乙\n[1] 註三"),
        (
            "甲<ref group=註>一<sup>2</sup></ref>乙<ref>二</ref>",
            "甲^note{[註 1]}乙^note{[1]}\n[註 1] 一^sup{2}\n[1] 二",
        ),
        ("見[http://a.example/b 水法]和http://a.example。", "見水法和http://a.example。"),
    ],
)
def test_what_stands_within_a_line(source: str, text: str) -> None:
    assert "\n".join(notated(source)) == text


def test_notes_are_called_where_they_stand() -> None:
    source = "甲<ref>註\n一</ref>乙<ref name=a/b>註二</ref>丙<ref name=a/b />。\n\n丁。\n"
    assert notated(source) == [
        "甲^note{[1]}乙^note{[2]}丙^note{[2]}。", "丁。", "[1] 註 一", "[2] 註二",
    ]  # fmt: skip


def test_items_show_their_numbers() -> None:
    assert notated("# 甲\n# 乙\n## 丙\n# 丁\n\n文。\n# 戊\n: 己\n") == [
        "1. 甲", "2. 乙", "1. 丙", "3. 丁", "文。", "1. 戊", "己",
    ]  # fmt: skip


def test_unknown_templates_keep_their_text_and_are_asked_about(tmp_path: Path) -> None:
    page = "{{header|title=丁城水法}}\n第一條　水{{僻字|㵘|淼}}屬於{{foo|丁城}}。\n\n{{bar}}\n\n"
    page += "第二條　本法<s>不</s>施行。[[File:a.png|水圖]]\n\n第三條　本法生效。\n{{PD-old}}\n"
    made = read(tmp_path / "a.wiki", page)
    assert lines(made)[1] == "第一條　水㵘屬於丁城。"
    assert [question.about.partition(":")[0] for question in made.questions] == [
        "template foo is unknown here",
        "template bar",
        "a picture stood here",
        "struck out",
        "picture of the page",
    ]
    assert made.extraction.facts["title"] == "丁城水法"


@pytest.mark.parametrize("tag", ["<br>", "<br/>", "<hr>"])
def test_tags_that_nobody_closes_are_no_fault(tag: str) -> None:
    assert len(read_wikitext(f"甲{tag}乙\n" * 500).lines) == 1_000


@pytest.mark.slow
@pytest.mark.parametrize(
    "source",
    ["<ref>" * 25_000, "</ref>" * 20_000 + "<ref>" * 20_000, "<ref></b>" * 20_000,
     "}}" * 20_000 + "{{" * 20_000, "<b>" * 5_000 + "甲" + "</b>" * 5_000,
 "<b <" * 100_000, "[http://a " * 30_000, "''a" * 200_000, "{{" * 200_000,
     "#" * 10_000 + "a", ":;*#" * 9_000 + "\n", "[[" * 200_000, "{|\n" * 100_000,
     "'''a\n" * 100_000, "-{" * 300_000, "{{a|" * 300 + "}}" * 300, "&" * 1_000_000,
     "= " * 400_000, "<!--" * 200_000],
    ids=range(19),
)  # fmt: skip
def test_hostile_pages_are_refused_or_read_in_time(source: str) -> None:
    begin = time.process_time()
    with suppress(CaptureError):
        read_wikitext(source)
    assert time.process_time() - begin < 5
