"""Blanks of a page: which are none in the text, which are a gap, and which stay."""

from __future__ import annotations

import pytest

from zhengben.emendation.rules import RULES, apply_rules, replaced


def blanks(text: str) -> str:
    changed = apply_rules(text, [name for name in RULES if name in ("label-gap", "blanks")])
    return replaced(text, {at: after for at, (after, _) in changed.items()})


@pytest.mark.parametrize(
    ("captured", "text"),
    [
        ("第一条 依照规则。 第二条 凡用水的。", "第一条　依照规则。　第二条　凡用水的。"),
        ("增加：“第十二條之一 有下列情形的。”", "增加：“第十二條之一　有下列情形的。”"),
        ("金融界 300人", "金融界　300人"),
        ("C 型肝炎防治", "C 型肝炎防治"),
        ("藥水（3 瓶／組）", "藥水（3 瓶／組）"),
        ("某 甲", "某　甲"),
        ("甲國 乙國", "甲國　乙國"),
        ("種類\t12\t丙", "種類　12　丙"),
        ("應當 登記， 並公告。", "應當登記，並公告。"),
        ("依照本法第三条 的规定，凡用水 的应当登记。", "依照本法第三条的规定，凡用水的应当登记。"),
        ("2001 年 2 月 3 日", "2001年2月3日"),
        ("Water Act", "Water Act"),
        # quotation marks, dashes and dots are those of the words beside them
        ("稱：the States’ “so” by X，完。", "稱：the States’ “so” by X，完。"),
        ("如下：Договор — это “Акт” и … всё，完。", "如下：Договор — это “Акт” и … всё，完。"),
        ("稱為 “the Parties” 的各方，完。", "稱為“the Parties”的各方，完。"),
        ("凡 “甲” B 者，完。", "凡“甲”B者，完。"),
        ("甲方 —— 乙方，完。", "甲方——乙方，完。"),
    ],
)  # fmt: skip
def test_a_blank_is_none_a_gap_or_stays(captured: str, text: str) -> None:
    assert blanks(captured) == text
