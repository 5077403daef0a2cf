"""An amending decision is held against the versions: done, not done, or not understood."""

from __future__ import annotations

import pytest
from version_texts import law

from zhengben.comparison.instructions import check_decision
from zhengben.comparison.pairing import pair_units

OLD = law(
    "第一條　為保存文獻，制定本法。",
    "第二條　文獻由館長保管，罰款以十元為限。",
    "第三條　借閱者應當愛護文獻。",
    "第四條　本法自公布日施行。",
)
NEW = law(
    "第一條　為保存文獻，利用文獻，制定本法。",
    "第二條　文獻由館員保管，罰款以十元為限。",
    "館員由館長任命。",
    "第三條　文獻應當編目。",
    "第四條　借閱者應當愛護文獻。",
)
PAIRS = pair_units(OLD, NEW)


def outcomes(decision: str) -> list[tuple[str, str]]:
    return [(i.article, i.outcome) for i in check_decision(decision, PAIRS) if i.text]


@pytest.mark.parametrize(
    ("decision", "outcome"),
    [
        ("一、第一條修改為：「為保存文獻，利用文獻，制定本法。」", "carried out"),
        ("一、第一条修改为：“第一条　为保存文献，利用文献，制定本法。”", "carried out"),
        ("一、第一條修改為：「為利用文獻，制定本法。」", "not carried out"),
        ("二、將第二條中的「館長保管」修改為「館員保管」。", "carried out"),
        ("二、將第二條中的「主任」修改為「館員」。", "not carried out"),
        ("二、將第二條中的「十元」修改為「百元」。", "not carried out"),
        ("三、第二條增加一款，作為第二款：「館員由館長任命。」", "carried out"),
        ("三、第二條增加一款，作為第二款：「館員由館長免職。」", "not carried out"),
        ("四、增加一條，作為第三條：「文獻應當編目。」", "carried out"),
        ("四、增加一條，作為第九條：「文獻應當編目。」", "not carried out"),
        ("五、第三條改為第四條。", "carried out"),
        ("五、第三條改為第五條。", "not carried out"),
        ("五、第三條改為第四條，修改為：「借閱者應當愛護文獻。」", "carried out"),
        ("六、刪去第四條。", "carried out"),
        ("六、删去第三条。", "not carried out"),
        ("七、刪去第二條中的「罰款」。", "not carried out"),
        ("八、第二條另行規定。", "not understood"),
        ("九、第八條修改為：「甲。」", "not carried out"),
    ],
)  # fmt: skip
def test_an_instruction(decision: str, outcome: str) -> None:
    (found,) = outcomes(decision)
    assert found[1] == outcome


def test_a_quotation_of_several_lines_and_articles_within_it() -> None:
    decision = "一、第二條修改為：「第二條　文獻由館員保管，罰款以十元為限。\n館員由館長任命。」"
    assert outcomes(decision) == [("第二條", "carried out")]


def test_a_quotation_that_the_next_line_begins() -> None:
    decision = (
        "1.將第二條修改為：\n\n「文獻由館員保管，罰款以十元為限。\n\n「館員由館長任命。」\n\n"
        "2.將第三條改為第四條。"
    )
    assert outcomes(decision) == [("第二條", "carried out"), ("第三條", "carried out")]


def test_several_words_of_one_article() -> None:
    decision = "將第一條中的「為保存文獻」修改為「為保存文獻，利用文獻」，「制定」修改為「擬定」。"
    assert outcomes(decision) == [("第一條", "carried out"), ("第一條", "not carried out")]


def test_an_article_that_changed_unsaid_is_named() -> None:
    found = check_decision("一、第一條修改為：「為保存文獻，利用文獻，制定本法。」", PAIRS)
    unsaid = {i.article for i in found if not i.text}
    assert unsaid == {"第二條、第二條", "第三條", "第三條、第四條", "第四條"}
    assert all(i.outcome == "not understood" for i in found if not i.text)
