"""Edits lead from one text to the other, and keep in one piece what one of them lacks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zhengben.comparison.alignment import TextEdit, alike, differences

# few characters, so that much is alike in many places
TEXTS = st.text("甲乙丙丁，。", max_size=80)


def applied(one: str, other: str, edits: list[TextEdit]) -> str:
    made, at = "", 0
    for edit in edits:
        made += one[at : edit.start] + other[edit.begin : edit.finish]
        at = edit.end
    return made + one[at:]


@given(TEXTS, TEXTS, TEXTS)
def test_edits_make_the_other_text_of_the_one(one: str, other: str, common: str) -> None:
    for a, b in ((one, other), (common + one, common + other), (one + common * 2, common + other)):
        edits = differences(a, b)
        assert applied(a, b, edits) == b
        assert all(edit.size for edit in edits)
        assert all(x.end < y.start and x.finish < y.begin for x, y in zip(edits, edits[1:]))  # noqa: B905, RUF007


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert differences(text, text) == []


def test_a_paragraph_that_one_text_lacks_stays_in_one_piece() -> None:
    before, gone = "本組織成員國堅持以下原則。", "本組織尊重各成員國主權，堅持平等原則。"
    after = "本組織的成員國應當遵守國際法原則。"
    whole = before + gone + after
    edits = differences(whole, before + after)
    assert [whole[e.start : e.end] for e in edits] in ([gone], [gone[3:] + gone[:3]])
    assert alike(whole, before + after, edits) == 1 - len(gone) / len(whole)


def test_a_phrase_with_a_character_alike_by_chance_is_one_edit() -> None:
    one, other = "由文献馆责令限期补缴；处罚从重。", "由主管部门限令其限期补缴；处罚从重。"
    assert len(differences(one, other)) <= 2


def test_paragraphs_that_changed_places_are_told_as_gone_and_added() -> None:
    parts = ["第一段说明收集的办法。", "第二段说明保存的条件。", "第三段说明利用的限度。"]
    edits = differences("".join(parts), parts[1] + parts[0] + parts[2])
    assert applied("".join(parts), parts[1] + parts[0] + parts[2], edits).startswith("第二段")


def test_a_missing_line_is_missing_as_a_whole_though_the_next_begins_alike() -> None:
    one, other = "館長辦理。第二章罰則第五條處罰。", "館長辦理。第五條處罰。"
    told = [one[e.start : e.end] for e in differences(one, other, {0, 5, 10})]
    assert told == ["第二章罰則"]
    assert [one[e.start : e.end] for e in differences(one, other)] != told
