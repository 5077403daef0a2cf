"""Where nobody can be sure is told with everything that an editor wants to see, and settled."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.small_documents import small_document
from zhengben.conversion.choices import choices, doubt
from zhengben.conversion.convert import Unit, convert
from zhengben.conversion.declarations import in_script
from zhengben.conversion.doubts import doubtful_places
from zhengben.conversion.inconsistency import inconsistencies
from zhengben.conversion.lexicon import is_particle, lexicon
from zhengben.conversion.reviewed import Reviewed, load_reviewed
from zhengben.conversion.settling import settle
from zhengben.document.declaration import Declaration
from zhengben.document.errors import ContentError, UsageError

BARE = Reviewed((), {}, Path("names.toml"))
PARAGRAPHS = ("各國合作，面對挑戰。", "乾，鄰邦面臨著挑戰，乾。")


@pytest.fixture
def declaration(tmp_path: Path) -> Declaration:
    return small_document(tmp_path, PARAGRAPHS)


def doubts_of(text: str, origin: str = "zh-Hans", to: str = "zh-Hant") -> list[tuple[str, str]]:
    found = convert([Unit("a", text)], origin, to, BARE).characters
    return [(e.before, e.doubt) for e in found if e.doubt]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("干", [("干", "no word decides 干")]),
        ("编制", [("制", "“编制” has two meanings")]),
        ("三只", []),
        ("一月二日于某地", []),
        ("任命于某为代表", [("于", "于 may be a surname")]),
        ("任命余某某", [("余", "余 may be a surname")]),
        ("他只去", []),
        ("九十只", [("只", "只 behind a number may be a measure word")]),
        ("干部", []),
        ("公布", []),
        ("发展", []),
    ],
)
def test_what_no_table_decides_is_doubtful(text: str, told: list[tuple[str, str]]) -> None:
    assert doubts_of(text) == told


def why(origin: str, word: str, character: str, before: str = "", behind: str = "") -> str:
    return doubt(origin, word, character, before, behind, by_character=True)


def test_a_word_that_nobody_reviewed_is_doubtful() -> None:
    assert why("zh-Hans", "甲制", "制") == "nobody reviewed “甲制”"
    assert doubt("zh-Hans", "甲制", "制", "", "", by_character=False) == ""
    assert why("zh-Hans", "甲国", "国") == ""
    assert why("zh-Hant-TW", "乾", "乾") == "no word decides 乾"
    assert why("zh-Hans", "只", "只", "0") == "只 behind a number may be a measure word"
    assert why("zh-Hans", "只", "只") == ""
    assert why("zh-Hans", "只有", "只", "十") == ""
    assert doubt("zh-Hans", "只", "只", "十", "", by_character=False) == ""
    assert why("zh-Hans", "面", "面") == "no word decides 面"
    assert why("zh-Hans", "墙面", "面") == ""
    assert why("zh-Hans", "于", "于", "", "某") == "于 may be a surname"
    assert why("zh-Hans", "于", "于", "", "氏") == "于 may be a surname"
    assert why("zh-Hans", "于", "于", "", "一") == ""
    # 二〇二〇年一月二日于某地
    assert why("zh-Hans", "于", "于", "日", "某地") == ""
    assert why("zh-Hans", "于", "于") == ""
    assert why("zh-Hans", "关于", "于", "", "某") == ""
    assert why("zh-Hant", "于", "于", "", "某") == ""
    assert doubts_of("于某与范某") == [("于", "于 may be a surname"), ("范", "范 may be a surname")]
    assert choices().open["zh-Hans"] & {"制", "干"} == {"制", "干"}


@pytest.mark.parametrize(
    ("word", "at", "before", "told"),
    [
        ("著", 0, "臨", True), ("看著", 1, "", True), ("土著", 1, "", False),
        ("著作", 0, "其", False), ("土著居民", 1, "", False), ("著", 0, "所", None),
        ("著", 0, "，", None), ("著", 0, "", None),
        ("著", 0, "\u3400", True), ("著", 0, "\u9fff", True), ("著", 0, "a", None),
    ],
)  # fmt: skip
def test_the_particle_and_the_work(word: str, at: int, before: str, told: bool | None) -> None:
    assert is_particle(word, at, before) is told


@pytest.mark.parametrize(
    ("text", "to", "wanted", "rules"),
    [
        ("臨著", "zh-Hans", "临着", ["particle"]),
        ("臨著", "zh-Hant-HK", "臨着", ["particle"]),
        ("臨著", "zh-Hant-TW", "臨著", []),
        ("土著", "zh-Hans", "土著", []),
    ],
)
def test_a_particle_in_each_script(text: str, to: str, wanted: str, rules: list[str]) -> None:
    found = convert([Unit("a", text)], "zh-Hant", to, BARE)
    assert found.texts == [wanted]
    assert [e.rule for e in found.characters if e.before == "著"] == rules


def test_a_particle_that_may_be_a_work_is_doubtful() -> None:
    assert doubts_of("，著", "zh-Hant", "zh-Hans") == [("著", "著 may be the particle or a work")]
    assert doubts_of("臨著", "zh-Hant", "zh-Hans") == []


def test_the_words_of_a_region_convert_too() -> None:
    for origin, to, text, wanted in (
        ("zh-Hant-TW", "zh-Hant", "這裡隨著群眾", "這裏隨着群眾"),
        ("zh-Hant-TW", "zh-Hant-HK", "這裡說明衛生", "這裏説明衞生"),
        ("zh-Hant-HK", "zh-Hant-TW", "這裏説明衞生隨着", "這裡說明衛生隨著"),
        ("zh-Hant-HK", "zh-Hans", "這裏説明衞生隨着", "这里说明卫生随着"),
        ("zh-Hans-SG", "zh-Hant", "这里说明卫生", "這裏說明衛生"),
        ("zh-Hans-MY", "zh-Hant-TW", "这里说明卫生", "這裡說明衛生"),
    ):
        assert convert([Unit("a", text)], origin, to, BARE).texts == [wanted]


def test_a_reading_says_what_decided_each_character() -> None:
    read = lexicon("zh-Hans", "zh-Hant").read
    assert read("战略伙伴关系").text == "戰略夥伴關係"
    assert read("伙伴网").decided[0] == ("word", "伙伴")
    assert read("大伙伴").text == "大夥伴"
    assert read("为").decided == (("form", "爲"),)
    assert read("国").decided == (("character", ""),)
    assert read("乡下人").text == "鄉下人"
    # of two that overlap neither is believed
    assert read("若干警").text == "若干警"
    assert {rule for rule, _ in read("若干警").decided} == {"phrase", "character"}
    assert read("战略伙伴国").text == "戰略夥伴國"
    assert read("战略伙伴国").decided[0] == ("word", "战略伙伴")
    assert read("战略伙伴国").decided[4] == ("word", "伙伴国")
    assert lexicon("zh-Hant", "zh-Hans").read("答覆").decided == (("word", "答覆"),) * 2
    assert lexicon("zh-Hant-TW", "zh-Hans").read("裡面").decided == (("word", "裡面"),) * 2
    assert lexicon("zh-Hant", "zh-Hant-TW").read("裏面").decided[0][0] == "character"
    assert not lexicon("zh-Hans", "zh-Hant").has_choice("为")
    assert lexicon("zh-Hans", "zh-Hant").has_choice("制")


def test_a_doubtful_place_shows_candidates_and_votes(declaration: Declaration) -> None:
    converted, ledger = in_script(declaration, "zh-Hans", BARE)
    assert ledger is not None
    start = declaration.text.index("鄰")
    votes = {start: {"A": "隣"}, declaration.text.index("著"): {"B": "著"}}
    first, second, third = doubtful_places(ledger, votes, converted.text)
    assert (first.entry.place, first.entry.offset, first.context) == (
        "para-2", 0, "【乾】，鄰邦面臨",
    )  # fmt: skip
    assert first.candidates == ("干", "乾")
    assert first.reason == "no word decides 乾"
    assert (second.entry.before, second.entry.after) == ("鄰", "邻")
    assert second.candidates == ("邻", "隣")
    assert second.reason == "others convert it otherwise: A 隣"
    assert second.votes == {"A": "隣"}
    assert third.entry.offset == 10
    # a character that stayed, and of which the ledger says nothing
    place = declaration.text.index("合")
    (kept, *_) = doubtful_places(ledger, {place: {"A": "閤", "B": "佮"}}, converted.text)
    assert (kept.entry.place, kept.entry.offset, kept.entry.after) == ("para-1", 2, "合")
    assert kept.entry.rule == "character"
    assert kept.candidates == ("合", "閤", "佮")
    assert kept.reason == "others convert it otherwise: A 閤 and B 佮"


# ---- settling


def folder_of(tmp_path: Path) -> Path:
    return tmp_path / "content" / "small"


def test_a_row_settles_a_place_for_all_documents(declaration: Declaration, tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    told = settle(folder, declaration, "zh-Hans", "乾，鄰邦=干，邻邦", BARE, reason="dry")
    path = folder.parent / "exceptions.toml"
    assert told == f"{path}: “乾，鄰邦” becomes “干，邻邦” in zh-Hans, everywhere"
    assert tomllib.loads(path.read_text("utf-8")) == {
        "exception": [
            {"from": "zh-Hant", "phrase": "乾，鄰邦", "zh-Hans": "干，邻邦", "reason": "dry"}
        ]
    }
    reviewed = load_reviewed(folder.parent)
    _, ledger = in_script(declaration, "zh-Hans", reviewed)
    assert ledger is not None
    assert [e.offset for e in ledger.doubtful] == [10]
    assert ledger.needless == ()
    settle(folder, declaration, "zh-Hans", "乾。=乾。", reviewed)
    rows = tomllib.loads(path.read_text("utf-8"))["exception"]
    assert rows[1]["reason"] == "an editor of small has read it so"
    _, ledger = in_script(declaration, "zh-Hans", load_reviewed(folder.parent))
    assert ledger is not None
    assert ledger.doubtful == ()
    with pytest.raises(UsageError, match=r"settled already, by exceptions\.toml:1; change"):
        settle(folder, declaration, "zh-Hans", "乾，鄰邦=干，邻邦", reviewed)
    # in another script it is another matter
    settle(folder, declaration, "zh-Hant-TW", "乾，鄰邦=乾，鄰邦", reviewed)


def test_a_row_may_hold_for_one_document_or_one_line(
    declaration: Declaration, tmp_path: Path
) -> None:
    folder = folder_of(tmp_path)
    before = (folder / "document.toml").read_text("utf-8")
    told = settle(folder, declaration, "zh-Hans", "乾=干", BARE, only_here=True)
    assert told.endswith("in this document")
    told = settle(folder, declaration, "zh-Hans", "乾=干", BARE, only_here=True, at="para-2")
    assert told.endswith("in para-2 of this document")
    text = (folder / "document.toml").read_text("utf-8")
    assert text.startswith(before)
    rows = tomllib.loads(text)["exception"]
    assert [row.get("at") for row in rows] == [None, "para-2"]
    assert "from" not in rows[0]
    assert sorted(path.name for path in folder.iterdir()) == [
        "canonical.txt", "capture.txt", "document.toml",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "at", "sentence"),
    [
        ("乾", "", "takes what the text says and what it becomes"),
        ("=干", "", "takes what the text says"),
        ("乾=", "", "takes what the text says"),
        ("乾=干干", "", "“干干” is not as long as “乾”"),
        ("坤=坤", "", "small does not say “坤”"),
        ("乾=湿", "", "湿 is no form of 乾, which may become 干 or 乾"),
        ("乾=干", "title", "title does not say “乾”"),
    ],
)
def test_rows_that_settle_nothing(
    given: str, at: str, sentence: str, declaration: Declaration, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=sentence):
        settle(folder_of(tmp_path), declaration, "zh-Hans", given, BARE, only_here=bool(at), at=at)
    assert not (tmp_path / "content" / "exceptions.toml").exists()


def test_rows_that_disagree_are_still_an_error(declaration: Declaration, tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    settle(folder, declaration, "zh-Hans", "乾，=干，", BARE)
    settle(folder, declaration, "zh-Hans", "乾，鄰=乾，邻", BARE)
    with pytest.raises(ContentError, match="make them agree"):
        in_script(declaration, "zh-Hans", load_reviewed(folder.parent))


# ---- one word in two forms


def told_of(*lines: str) -> list[str]:
    rows = [(f"para-{n}", line) for n, line in enumerate(lines, 1)]
    return [found.sentence for found in inconsistencies(rows)]


def test_one_word_in_two_forms_is_told() -> None:
    assert told_of("各國是夥伴，", "夥伴與伙伴") == [
        "One word has two forms: “夥伴” (2 times, first in para-1), but “伙伴” in para-2; keep "
        "one, or let an exception say why both are meant."
    ]
    assert "“儘快” in para-2" in told_of("盡快，盡快", "儘快")[0]
    assert "“迴歸” in para-1 and 1 more" in told_of("迴歸，迴歸", "回歸，回歸，回歸")[0]
    # in a longer word it counts too, and one form alone is none
    assert len(told_of("戰略伙伴", "夥伴")) == 1
    assert told_of("夥伴，夥伴關係") == []


def test_what_is_no_inconsistency() -> None:
    # another meaning, a single character, the other script
    assert told_of("編制與編製") == []
    assert told_of("台與臺") == []
    assert told_of("夥伴，他們") == []
    rows = [("a", "夥伴與伙伴")]
    assert list(inconsistencies(rows, accepted=["伙伴"])) == []
