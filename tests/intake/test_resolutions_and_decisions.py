"""Resolutions copied out of pages of the United Nations, decisions that amend, marks of items."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.test_guesses import roles
from tests.intake.test_losses import new, texts
from zhengben.document.numbering import parse_label

RESOLUTION = """丁城組織　D/RES/7/8
第七屆會議
7/8. 水的保存
大會，
回顧其以往關於丁城飲用水的保存和合理使用的各項決議，
重申水是全體居民共有的財富，任何人不得使水受到污染，
強調上游的居民和下游的居民有同等的權利使用丁城的水，
1. 請各成員加強合作；
{furniture}
2. 決定設立水務委員會，由各成員的代表組成；
3. 決定繼續審議。
"""


@pytest.mark.parametrize(
    "furniture",
    [
        "44-12345 (C)\n*4412345*\nD/RES/7/8　水的保存\n2/3 44-12345",
        "44-12345 2/3\nD/RES/7/8",
        "44-12345 (C)  200145  210145\n3/4",
    ],
)
def test_what_each_page_bears_is_set_apart(furniture: str, tmp_path: Path) -> None:
    made = new(tmp_path / "a.txt", RESOLUTION.format(furniture=furniture))
    assert "44-12345" not in made.canonical
    assert made.canonical.count("D/RES") == 1
    assert roles(made)[-3:] == ["paragraph"] * 3


def test_what_a_resolution_recalls_is_not_joined(tmp_path: Path) -> None:
    """Lines of one width that each end in a comma: each recalls or stresses something else."""
    made = new(tmp_path / "a.txt", RESOLUTION.format(furniture=""))
    found = texts(made)
    at = found.index("大會，")
    assert [text[:2] for text in found[at + 1 : at + 4]] == ["回顧", "重申", "強調"]


@pytest.mark.parametrize("changes", ["如下修改", "如下修正", "如下补充", "如下决定"])
def test_every_point_of_a_decision_is_one_of_its_articles(changes: str, tmp_path: Path) -> None:
    made = new(
        tmp_path / "a.txt",
        f"丁城议会关于修改用水条例的决定\n\n丁城议会决定对用水条例作{changes}：\n\n"
        "一、将第二条修改为：“用水应当节约。\n\n“节约用水者，予以奖励。”\n\n二、删去第三条。\n\n"
        "三、增加一条，作为第四条：“水价另定。”\n\n本决定自公布之日起施行。\n",
    )
    points = [row for row in made.guess.rows if row.text[:2] in ("一、", "二、", "三、")]
    assert [row.role for row in points] == ["article"] * 3


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("㈠甲", "han-bracket", 1), ("㈩甲", "han-bracket", 10), ("⑴甲", "bracket", 1),
        ("⒇甲", "bracket", 20), ("⒈甲", "arabic", 1), ("⒛甲", "arabic", 20),
        ("①甲", "circled", 1), ("⑳甲", "circled", 20), ("3A. 水", "arabic", 3),
        ("12AB. 水", "arabic", 12),
    ],
)  # fmt: skip
def test_marks_of_one_character_and_numbers_with_letters(text: str, kind: str, value: int) -> None:
    label = parse_label(text)
    assert label is not None
    assert (label.kind, label.value[0]) == (kind, value)
    assert label.text == text[:-1].rstrip()


@pytest.mark.parametrize(("above", "items"), [("㈠", "⑴"), ("一、", "㈠"), ("⒈", "⑴")])
def test_items_nest_by_such_marks(above: str, items: str, tmp_path: Path) -> None:
    second = {"㈠": "㈡", "⑴": "⑵", "一、": "二、", "⒈": "⒉"}
    made = new(
        tmp_path / "a.txt",
        "丁城用水条例\n\n第一条　本条例所称用水包括：\n\n"
        f"{above}家庭用水：\n\n{items}饮水；\n\n{second[items]}洗涤；\n\n{second[above]}工业用水。\n\n"
        "第二条　水应节约。\n",
    )
    assert roles(made)[2:6] == ["item 1", "item 2", "item 2", "item 1"]


@pytest.mark.parametrize("count", [12, 60, 193])
def test_every_signatory_of_many_keeps_office_and_name(count: int, tmp_path: Path) -> None:
    people = [(f"第{n}国代表", f"某{'甲乙丙丁戊己庚辛壬癸'[n % 10]}") for n in range(1, count + 1)]
    made = new(
        tmp_path / "a.txt",
        "各国联合声明\n\n各国代表声明如下：\n\n一、加强合作。\n\n二、继续磋商。\n\n以昭信守，签署如下：\n\n"
        + "\n\n".join(f"{office}\n\n{name}" for office, name in people)
        + "\n\n2001年2月3日于丁城\n",
    )
    assert [(s.office, s.name) for s in made.guess.signing.signatories] == people
