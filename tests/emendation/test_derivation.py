"""The canonical text comes from the capture by named rules, and every change is in the ledger."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from zhengben.emendation.derivation import (
    Recipe,
    UnaccountedLineError,
    derive,
    follow,
    parse_ranges,
    restore,
)
from zhengben.emendation.rules import apply_rules
from zhengben.source.source import Source


@pytest.fixture(scope="module")
def astana(project: Path) -> Source:
    return Source.open(project / "content" / "astana-2017")


def test_the_capture_is_what_was_received(project: Path) -> None:
    data = (project / "content" / "astana-2017" / "capture.txt").read_bytes()
    received = "16d52ed5b1601ecbac686983a6c68d0f93a2f71d3e28bd36ec339508bab9e5f5"
    assert hashlib.sha256(data).hexdigest() == received


def test_the_canonical_text_is_derived_again_from_the_capture(astana: Source) -> None:
    derived, ledger = astana.derive()
    assert derived == astana.canonical
    assert derived.count("\n") == 79
    assert ledger.counts() == {"comma": 177, "colon": 2, "brackets": 24}
    assert not set(",():") & set(derived)
    assert "（FATF）" in derived
    assert "「上合組織-阿富汗聯絡組」" in derived


def test_the_ledger_leads_back_to_the_capture(astana: Source) -> None:
    derived, ledger = astana.derive()
    lines = astana.capture.split("\n")
    kept = [line for line in lines[8:153] if line.strip()]
    assert restore(derived, ledger) == "\n".join(kept) + "\n"
    apart = {entry.capture_line for entry in ledger.apart}
    assert apart == {1, 3, 5, 6, 7, 8, 155, 158, 160}


def test_a_ledger_that_does_not_fit_is_noticed(astana: Source) -> None:
    derived, ledger = astana.derive()
    with pytest.raises(ValueError, match="is not"):
        restore(derived.replace("，", "、", 1), ledger)


@pytest.mark.parametrize(
    ("capture", "canonical"),
    [
        ("甲,乙", "甲，乙"),
        ("1,000人", "1,000人"),
        ("見https://example.org:8080/甲", "見https://example.org:8080/甲"),
        ("A:B 於10:30", "A:B 於10:30"),
        ("如下:", "如下："),
        ("甲(乙)丙", "甲（乙）丙"),
        ("工作組(FATF)標準", "工作組（FATF）標準"),
        ("S/RES/1624(2005)號", "S/RES/1624(2005)號"),
        ("f(x)y", "f(x)y"),
        ("甲)乙(丙", "甲)乙(丙"),
        ("(甲(乙)丙)", "（甲（乙）丙）"),
        ("2016-2021年", "2016-2021年"),
    ],
)
def test_the_rules(capture: str, canonical: str) -> None:
    text, ledger = derive(capture, (1,), {})
    assert text == canonical + "\n"
    changed = sum(a != b for a, b in zip(capture, canonical, strict=True))
    assert len(ledger.restorations) == changed


@pytest.mark.parametrize(
    ("capture", "canonical", "rules"),
    [
        ("\u3000\u3000甲 乙, 丙。 ", "甲乙，丙。", ("trim", "comma", "blanks")),
        ("甲於 2018 年 3 月。", "甲於2018年3月。", ("blanks",)),
        ("工商、金融界 300人", "工商、金融界\u3000300人", ("blanks",)),
        ("European Union 與甲。", "European Union與甲。", ("blanks",)),
        ("第一條 甲乙。", "第一條\u3000甲乙。", ("label-gap", "blanks")),
        ("第二條  原  則", "第二條\u3000原\u3000則", ("label-gap", "blanks")),
        ("（一） 甲。", "（一）甲。", ("label-gap",)),
        ("甲;乙?丙!丁.", "甲；乙？丙！丁。", ("semicolon", "question", "exclamation", "full-stop")),
        ("第3.5條 a.b", "第3.5條 a.b", ("full-stop",)),
        ('所謂"甲"。', "所謂「甲」。", ("quotes-hant",)),
        ('所谓"甲"。', "所谓“甲”。", ("quotes-hans",)),
        ('5" 管', '5" 管', ("quotes-hans",)),
        ("甲--乙...", "甲——乙……", ("dash", "ellipsis")),
        ("甲\u200b乙\ufeff\xad", "甲乙", ("invisible",)),
        ("\u2067甲\u2069\u2060乙\u061c丙\ufff9\u206a\U000e0041", "甲乙丙", ("invisible",)),
        ("⽂件", "文件", ("radicals",)),
        ("会⻅⻓官，⻔票⻢匹，樂意", "会见长官，门票马匹，樂意", ("radicals",)),
        # some compatibility ideographs are characters in their own right, and so are parts of none
        ("﨎⺇", "﨎⺇", ("radicals",)),
    ],
)
def test_each_further_rule_and_the_way_back(
    capture: str, canonical: str, rules: tuple[str, ...]
) -> None:
    text, ledger = follow(capture, Recipe((1,), {}, rules))
    assert text == canonical + "\n"
    assert restore(text, ledger) == capture + "\n"


def test_wrapped_lines_are_joined_and_columns_divided() -> None:
    capture = "甲乙\n  丙丁\nEuropean\nUnion\n甲方代表   乙方代表\n某甲\t某乙\n"
    recipe = Recipe(
        tuple(range(1, 7)), {}, ("join", "columns", "trim"), ((1, 2), (3, 4)), frozenset((5, 6))
    )
    text, ledger = follow(capture, recipe)
    assert text == "甲乙丙丁\nEuropean Union\n甲方代表\n乙方代表\n某甲\n某乙\n"
    assert restore(text, ledger) == capture
    assert ledger.sources == (1, 3, 5, 5, 6, 6)


def test_a_supplied_title_is_in_the_ledger() -> None:
    text, ledger = follow("甲。", Recipe((1,), {}, supplied="宣言"))
    assert text == "宣言\n甲。\n"
    assert ledger.reason(ledger.restorations[0].rule).startswith("the source bears no title")
    assert restore(text, ledger) == "甲。\n"


def test_a_line_that_is_neither_text_nor_set_apart_is_an_error() -> None:
    with pytest.raises(UnaccountedLineError) as caught:
        derive("甲\n乙\n", (1,), {})
    assert caught.value.args == (2,)


@pytest.mark.parametrize("spec", ["", "x", "3-2", "0", "5, 4", "1-3, 3"])
def test_ranges_that_do_not_read(spec: str) -> None:
    with pytest.raises(ValueError, match=r"does not ascend|not a line number"):
        parse_ranges(spec)


def test_brackets_of_a_symbol_are_left_alone() -> None:
    """S/RES/2231(2015) is one symbol; 第2231(2015)號 is Chinese text around a year."""
    for said, wanted in (
        ("重申S/RES/2231(2015)決議", "重申S/RES/2231(2015)決議"),
        ("依据GB/T9704(2012)执行", "依据GB/T9704(2012)执行"),
        ("第2231(2015)號決議", "第2231（2015）號決議"),
        ("S/RES/1373(2001)(第七章)", "S/RES/1373(2001)（第七章）"),
        ("工作組(FATF)的標準", "工作組（FATF）的標準"),
    ):
        made = list(said)
        for at, (character, _) in apply_rules(said, ("brackets",)).items():
            made[at] = character
        assert "".join(made) == wanted


@pytest.mark.parametrize(
    ("capture", "canonical"),
    [
        # letters of other scripts have marks of their own, as Latin ones have
        ("Статья 5: понятие, предмет; срок", "Статья 5: понятие, предмет; срок"),
        ("Résumé: État, été", "Résumé: État, été"),
        ("Distr.: General", "Distr.: General"),
        ("한국어: 조약, 협정", "한국어: 조약, 협정"),
        ("見Annex 5(2), Part A:乙", "見Annex 5(2), Part A：乙"),
        ("甲, 乙:丙;丁", "甲， 乙：丙；丁"),
        # brackets are folded where they touch Chinese text
        ("The Organization (SCO) has (a) organs.", "The Organization (SCO) has (a) organs."),
        ("организация (ШОС) и", "организация (ШОС) и"),
        ("GB/T 9704 (2012)", "GB/T 9704 (2012)"),
        ("the data (hereinafter “the Data”), as", "the data (hereinafter “the Data”), as"),
        ("соглашение (далее — «Акт») и", "соглашение (далее — «Акт») и"),
        ("l’accord (« Traité… ») est", "l’accord (« Traité… ») est"),
        ("see “A” (“B”); “C”", "see “A” (“B”); “C”"),
        ("稱為“SCO”, UN等", "稱為“SCO”， UN等"),
        ("締約方(the “Parties”)同意", "締約方（the “Parties”）同意"),
        ("“甲”(A)", "“甲”（A）"),
        ("他說(“是”)", "他說（“是”）"),
        ("甲……(B——C)……", "甲……（B——C）……"),
        ("Foo (甲) bar", "Foo （甲） bar"),
        ("甲 (SCO) bar", "甲 （SCO） bar"),
        # a number of several, and one that begins a line with Han
        ("(1)(a)(i)河", "（1）（a）（i）河"),
        ("(1)ABC公司", "（1）ABC公司"),
    ],
)
def test_marks_are_folded_beside_chinese_text_alone(capture: str, canonical: str) -> None:
    made = list(capture)
    for name in ("comma", "colon", "semicolon", "brackets"):
        for at, (character, _) in apply_rules(capture, (name,)).items():
            made[at] = character
    assert "".join(made) == canonical
