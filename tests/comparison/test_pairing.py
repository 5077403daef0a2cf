"""Articles of two versions find one another, whatever their numbers and wherever they stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from version_texts import law, names

from zhengben.comparison.pairing import pair_units

OLD = law(
    "第一條　為保存文獻，制定本法。",
    "第二條　文獻由館長保管，他人不得擅自移動。",
    "館長出缺時，由副館長代理。",
    "第三條　借閱者應當愛護文獻，不得污損。",
    "第四條　違反前條規定的，處以罰款。",
    "第五條　本法自公布日施行。",
)


def told(old: list, new: list, declared: dict[str, str] | None = None) -> list[tuple[str, ...]]:
    found = []
    for pair in pair_units(old, new, declared):
        flags = [pair.change] + ["moved"] * pair.moved + ["renumbered"] * pair.renumbered
        found.append((*names([pair.old, pair.new]), " ".join(flags)))
    return found


def test_a_law_is_itself() -> None:
    assert {flags for *_, flags in told(OLD, OLD)} == {"unchanged"}


def test_an_article_goes_with_its_paragraphs() -> None:
    assert names(OLD) == ["第一條", "第二條", "第三條", "第四條", "第五條"]
    assert len(OLD[1].lines) == 2


def test_inserted_deleted_renumbered_and_amended_articles() -> None:
    new = law(
        "第一條　為保存文獻，制定本法。",
        "第一條之一　本法所稱文獻，指手稿與印本。",
        "第二條　文獻由館長保管，他人不得移動。",
        "館長出缺時，由副館長代理。",
        "第三條　違反規定的，處以罰款或者停止借閱。",
        "第四條　本法自公布日施行。",
    )
    assert told(OLD, new) == [
        ("第一條", "第一條", "unchanged"),
        ("", "第一條之一", "added"),
        ("第二條", "第二條", "amended"),
        ("第三條", "", "deleted"),
        ("第四條", "第三條", "amended renumbered"),
        ("第五條", "第四條", "unchanged renumbered"),
    ]


def test_an_article_that_stands_elsewhere_has_moved() -> None:
    new = law(
        "第一條　違反規定的，處以罰款。",
        "第二條　為保存文獻，制定本法。",
        "第三條　借閱者應當愛護文獻，不得污損。",
    )
    found = told(OLD, new)
    assert ("第四條", "第一條", "amended moved renumbered") in found
    assert ("第一條", "第二條", "unchanged renumbered") in found
    assert ("第三條", "第三條", "unchanged") in found


def test_articles_of_one_number_are_one_where_nothing_else_fits() -> None:
    new = law("第一條　甲乙丙丁戊己庚辛。")
    assert told(OLD[:1], new) == [("第一條", "第一條", "amended")]


def test_an_article_that_says_it_is_repealed_is_deleted() -> None:
    assert told(law("第一條　甲乙丙。"), law("第一條　（刪除）"))[0][2] == "deleted"


def test_what_an_editor_says_holds() -> None:
    new = law("第一條　借閱者應當愛護文獻，不得污損。", "第二條　為保存文獻，制定本法。")
    pairs = told(OLD[:3], new, {"art-1": "art-1", "art-3": ""})
    assert ("第一條", "第一條", "amended") in pairs
    assert ("第三條", "", "deleted") in pairs


ARTICLES = st.lists(st.text("甲乙丙丁戊己", min_size=1, max_size=12), max_size=8)


@given(ARTICLES, ARTICLES)
def test_every_article_of_either_version_stands_in_one_pair(
    one: list[str], other: list[str]
) -> None:
    numbers = "一二三四五六七八"
    old, new = (
        law(*(f"第{numbers[n]}條　{text}" for n, text in enumerate(texts)))
        for texts in (one, other)
    )
    pairs = pair_units(old, new)
    assert sorted(p.old.id for p in pairs if p.old) == sorted(unit.id for unit in old)
    assert [p.new.id for p in pairs if p.new] == [unit.id for unit in new]
    for pair in pairs:
        if pair.old and pair.new:
            made, at = "", 0
            for edit in pair.edits:
                made += pair.old.text[at : edit.start] + pair.new.text[edit.begin : edit.finish]
                at = edit.end
            assert made + pair.old.text[at:] == pair.new.text
