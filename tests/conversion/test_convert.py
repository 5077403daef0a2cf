"""What decides a character, and in which order rows are heard, on texts of a few characters."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengben.conversion.convert import ConvertedCharacter, Unit, convert
from zhengben.conversion.lexicon import lexicon
from zhengben.conversion.reviewed import Reviewed, Ruling
from zhengben.document.errors import ContentError, RenderError
from zhengben.scripts.dictionaries import Library
from zhengben.scripts.tags import ROUTES

TABLE = Path("names.toml")
BARE = Reviewed((), {}, TABLE)
DRY = ("干", "乾")
# what a text of documents is made of, with what converters stumble over
ALPHABET = "乾發髮后後面麵裏裡為爲著说「」『』“”‘’《》〈〉aé1 \ufe00，。"


def name(traditional: str, simplified: str, line: int = 3) -> Ruling:
    return Ruling("name", {"zh-Hant": traditional, "zh-Hans": simplified}, "person", TABLE, line)


def exception(phrase: str, to: str, wanted: str, **more: object) -> Ruling:
    return Ruling(
        "exception", {"zh-Hant": phrase, to: wanted}, "r", TABLE, 7, "zh-Hant", phrase,
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def rows(*rulings: Ruling) -> Reviewed:
    return Reviewed(rulings, {}, TABLE)


def converted(
    text: str, to: str = "zh-Hans", reviewed: Reviewed = BARE, origin: str = "zh-Hant"
) -> tuple[str, list[ConvertedCharacter]]:
    (result,), entries, _ = convert([Unit("a", text)], origin, to, reviewed)
    return result, entries


def test_nothing_becomes_nothing() -> None:
    assert convert([], "zh-Hant", "zh-Hans", BARE) == ([], [], [])
    assert converted("") == ("", [])


def test_the_library_decides_and_each_choice_is_told() -> None:
    text, entries = converted("乾坤與乾")
    assert text == "乾坤与干"
    assert entries == [
        ConvertedCharacter("a", 0, "乾", "乾", "phrase", "乾坤", DRY, "乾坤"),
        ConvertedCharacter("a", 2, "與", "与", "character", word="與"),
        ConvertedCharacter("a", 3, "乾", "干", "character", "", DRY, "乾", "no word decides 乾"),
    ]


def test_units_are_converted_apart_and_keep_their_places() -> None:
    texts, entries, _ = convert([Unit("a", "國"), Unit("b", ""), Unit("c", "家國")], "zh-Hant",
                             "zh-Hans", BARE)  # fmt: skip
    assert texts == ["国", "", "家国"]
    assert [(e.place, e.offset) for e in entries] == [("a", 0), ("c", 1)]
    # no entry of the dictionary runs from one unit into the next
    texts, _, _ = convert([Unit("a", "乾"), Unit("b", "坤")], "zh-Hant", "zh-Hans", BARE)
    assert texts == ["干", "坤"]


def test_a_rare_form_is_no_choice() -> None:
    assert converted("㑮")[1] == [ConvertedCharacter("a", 0, "㑮", "𫝈", "character", word="㑮")]


def test_a_character_with_its_selector_is_kept() -> None:
    text, entries = converted("乾\ufe00坤國\U000e0100")
    assert text == "乾\ufe00坤國\U000e0100"
    assert entries == [
        ConvertedCharacter("a", 0, "乾", "乾", "sequence", "", DRY, "乾"),
        ConvertedCharacter("a", 3, "國", "國", "sequence", word="國"),
    ]
    # a selector alone on a line belongs to nothing
    assert convert([Unit("a", "國"), Unit("b", "\ufe00")], "zh-Hant", "zh-Hans", BARE)[0][0] == "国"


def test_a_form_in_general_use_goes_before_the_library() -> None:
    forms = Reviewed((), {("zh-Hant", "zh-Hans", "伙"): "夥"}, TABLE)
    text, entries = converted("夥伴", reviewed=forms)
    assert text == "夥伴"
    assert entries == [ConvertedCharacter("a", 0, "夥", "夥", "form", "伙", ("伙", "夥"), "夥伴")]
    assert converted("伙", "zh-Hant-TW", forms) == ("伙", [])
    assert converted("伙", "zh-Hant", forms, "zh-Hans")[0] == "夥"


def test_a_name_goes_before_the_library_wherever_it_stands() -> None:
    text, entries = converted("陳乾與陳乾乾", reviewed=rows(name("陳乾", "陈乾")))
    assert text == "陈乾与陈乾干"
    assert [e.rule for e in entries] == ["name", "name", "character", "name", "name", "character"]
    assert entries[0] == ConvertedCharacter("a", 0, "陳", "陈", "name", "陳乾", word="陳乾")
    assert converted("陈乾", "zh-Hant", rows(name("陳乾", "陈乾")), "zh-Hans")[0] == "陳乾"


def test_places_of_a_phrase_may_overlap() -> None:
    assert converted("乾乾乾", reviewed=rows(exception("乾乾", "zh-Hans", "乾乾")))[0] == "乾乾乾"


def test_a_name_is_not_seen_in_the_halves_of_two_words() -> None:
    known = rows(name("于復", "于复"))
    assert converted("由于复杂", "zh-Hant", known, "zh-Hans")[0] == "由於複雜"
    assert converted("于复说", "zh-Hant", known, "zh-Hans")[0] == "于復說"
    # a title may well begin or end within what the segmenter takes for a word
    title = Ruling("name", {"zh-Hant": "于復", "zh-Hans": "于复"}, "instrument", TABLE, 0)
    assert converted("由于复杂", "zh-Hant", rows(title), "zh-Hans")[0] == "由于復雜"


def test_a_name_between_variants_takes_the_library() -> None:
    assert converted("裏", "zh-Hant-TW", rows(name("裏", "里"))) == (
        "裡", [ConvertedCharacter("a", 0, "裏", "裡", "character", word="裏")],
    )  # fmt: skip
    # in a variant a name is known by the form it has there
    assert converted("裡乾", "zh-Hans", rows(name("裏乾", "里乾")), "zh-Hant-TW")[0] == "里乾"


def test_an_exception_goes_before_a_name_and_names_must_agree() -> None:
    told = exception("乾", "zh-Hans", "乾")
    text, entries = converted("陳乾", reviewed=rows(name("陳乾", "陈乾"), told))
    assert (text, entries[1].rule, entries[1].detail) == ("陈乾", "exception", "乾: r")
    text, entries = converted("陳乾", reviewed=rows(told, name("陳乾", "陈乾")))
    assert entries[1].rule == "exception"
    with pytest.raises(ContentError, match="“陳乾” wants 干 where “乾: r” wants 乾; make them"):
        converted("陳乾", reviewed=rows(told, name("陳乾", "陈干")))


def test_an_exception_holds_for_its_script_alone() -> None:
    told = exception("乾", "zh-Hans", "乾")
    assert converted("乾", reviewed=rows(told))[0] == "乾"
    assert converted("乾", "zh-Hant-TW", rows(told)) == ("乾", [])
    # nor for texts that come from elsewhere, but for those from the variants of its own
    assert converted("干", "zh-Hant", rows(told), "zh-Hans")[0] == converted(
        "干", "zh-Hant", BARE, "zh-Hans"
    )[0]  # fmt: skip
    assert converted("乾", "zh-Hans", rows(told), "zh-Hant-TW")[0] == "乾"
    kept = exception("裏", "zh-Hant-TW", "裏")
    assert converted("裏", "zh-Hant-TW", rows(kept))[0] == "裏"


def needless(text: str, *rulings: Ruling) -> list[str]:
    return convert([Unit("a", text)], "zh-Hant", "zh-Hans", rows(*rulings)).needless


def test_an_exception_that_changes_nothing_is_told() -> None:
    (told,) = needless("家", exception("國", "zh-Hans", "国"))
    assert told.startswith("names.toml:7: “國” already becomes “国” in zh-Hans without")
    (told,) = needless("國", exception("國", "zh-Hans", "国", own=True))
    assert "already becomes" in told
    row = Ruling("exception", {"zh-Hant": "國", "zh-Hans": "国"}, "r", TABLE, 7, "zh-Hant", "家國")
    assert needless("家", row) != []
    # told once, however often it stands there
    assert len(needless("國，國", exception("國", "zh-Hans", "国", own=True))) == 1
    # one that its example needs stays, and one of a document that is needed somewhere
    assert needless("乾", exception("乾", "zh-Hans", "乾")) == []
    assert needless("乾坤，乾", exception("乾", "zh-Hans", "乾", own=True)) == []
    # words are cut otherwise in a text than in an example: here 编制 | 年度预算, there 编制年度
    shared = {"zh-Hans": "编制年度", "zh-Hant": "編製年度"}
    row = Ruling("exception", shared, "r", TABLE, 7, "zh-Hans", "编制年度")
    for text, told in (("编制年度", 1), ("应当编制年度预算", 0), ("家", 1)):
        found = convert([Unit("a", text)], "zh-Hans", "zh-Hant", rows(row))
        assert len(found.needless) == told, text
    # and one that settles what is doubtful, though it says what comes out without it
    assert needless("乾", exception("乾", "zh-Hans", "干", own=True)) == []
    assert needless("乾坤", exception("乾坤", "zh-Hans", "乾坤", own=True)) != []


def test_an_exception_of_a_document_must_find_its_place() -> None:
    units = [Unit("para-1", "甲乾", 1), Unit("para-2", "乾乾", 2), Unit("note", "乾")]

    def texts(**more: object) -> list[str]:
        told = exception("乾", "zh-Hans", "乾", own=True, **more)
        return convert(units, "zh-Hant", "zh-Hans", rows(told))[0]

    assert texts() == ["甲乾", "乾乾", "乾"]
    assert texts(at=1) == ["甲乾", "干干", "干"]
    assert texts(at=2) == ["甲干", "乾乾", "干"]
    assert texts(at="note") == ["甲干", "干干", "乾"]
    with pytest.raises(ContentError, match="there is no paragraph 3; correct"):
        texts(at=3)
    with pytest.raises(ContentError, match="there is no annex-1; correct"):
        texts(at="annex-1")
    for at, where in ((1, "paragraph 1"), ("note", "note"), ("", "the document")):
        told = exception("坤", "zh-Hans", "坤", own=True, at=at)
        with pytest.raises(ContentError, match=f"{where} does not say “坤” "):
            convert(units, "zh-Hant", "zh-Hans", rows(told))
    # one for all documents need not stand in this one
    assert converted("甲", reviewed=rows(exception("乾", "zh-Hans", "乾")))[0] == "甲"


def test_a_phrase_does_not_run_on_over_the_end_of_its_line() -> None:
    told = exception("乾坤", "zh-Hans", "干坤", own=True, at="a")
    with pytest.raises(ContentError, match="a does not say"):
        convert([Unit("a", "乾"), Unit("b", "坤乾坤")], "zh-Hant", "zh-Hans", rows(told))


def test_an_example_shows_what_a_shared_exception_mends() -> None:
    told = Ruling("exception", {"zh-Hant": "乾", "zh-Hans": "干"}, "r", TABLE, 7, "zh-Hant",
                  "這是乾坤")  # fmt: skip
    assert converted("乾坤", reviewed=rows(told))[0] == "干坤"


def test_a_conversion_that_changes_the_length_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Library, "convert", lambda self, text: text + "多")
    lexicon.cache_clear()
    with pytest.raises(RenderError, match="OpenCC t2s gives 2 characters for the 1 of “甲”; write"):
        convert([Unit("a", "甲"), Unit("b", "乙")], "zh-Hant", "zh-Hans", BARE)
    lexicon.cache_clear()


@settings(derandomize=True, max_examples=25, deadline=None)
@given(
    st.lists(st.text(ALPHABET, max_size=12), min_size=1, max_size=4),
    st.sampled_from(sorted(ROUTES)),
)
def test_the_ledger_tells_of_every_change_of_any_text(
    texts: list[str], route: tuple[str, str]
) -> None:
    units = [Unit(str(n), text) for n, text in enumerate(texts)]
    found, entries, _ = convert(units, *route, BARE)
    assert [len(text) for text in found] == [len(text) for text in texts]
    changes = {
        (str(n), at): (one, other)
        for n, (text, new) in enumerate(zip(texts, found, strict=True))
        for at, (one, other) in enumerate(zip(text, new, strict=True))
        if one != other
    }
    assert {(e.place, e.offset): (e.before, e.after)
            for e in entries if e.before != e.after} == changes  # fmt: skip
    assert all(e.choices or e.rule == "sequence" for e in entries if e.before == e.after)
