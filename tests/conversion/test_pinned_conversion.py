"""Choices of the conversion that other tests pass by, each on the smallest text that shows it."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from msgspec.structs import replace

from tests.small_documents import small_document
from zhengben.conversion.choices import doubt
from zhengben.conversion.convert import ConvertedCharacter, Unit, convert
from zhengben.conversion.declarations import _check_signatories, in_script, with_unshown
from zhengben.conversion.inconsistency import _parts, inconsistencies
from zhengben.conversion.ledger import ConversionLedger, ledger_json
from zhengben.conversion.lexicon import is_particle, lexicon
from zhengben.conversion.reviewed import Reviewed, Ruling, load_reviewed
from zhengben.conversion.settling import _append, settle
from zhengben.document.declaration import Declaration
from zhengben.document.errors import ContentError, UsageError
from zhengben.document.notation import Mark

TABLE = Path("names.toml")
BARE = Reviewed((), {}, TABLE)


@functools.cache
def document() -> Declaration:
    with tempfile.TemporaryDirectory() as folder:
        return small_document(Path(folder), ["各國乾燥。", "乾也。"])


def test_a_particle_that_begins_the_text_is_one() -> None:
    (entry,) = convert([Unit("a", "著，")], "zh-Hant", "zh-Hans", BARE).characters
    assert (entry.rule, entry.after, entry.offset) == ("particle", "着", 0)
    # what stands before it in its word says so, and nothing further off
    assert is_particle("所看著", 2, "") is True
    assert is_particle("看所著", 2, "") is None


def test_what_an_entry_decided_is_not_doubtful() -> None:
    assert doubt("zh-Hans", "面", "面", "", "", by_character=False) == ""
    for behind, told in (("某人", True), ("某某", True), ("某", True), ("人", False)):
        found = doubt("zh-Hans", "于", "于", "", behind, by_character=True)
        assert bool(found) is told, behind


def test_a_doubtful_place_of_any_line_keeps_its_exception() -> None:
    row = Ruling(
        "exception", {"zh-Hant": "乾", "zh-Hans": "干"}, "r", TABLE, 7, "zh-Hant", "乾", own=True
    )
    units = [Unit("a", "國國"), Unit("b", "國乾"), Unit("c", "乾")]
    assert convert(units, "zh-Hant", "zh-Hans", Reviewed((row,), {}, TABLE)).needless == []


def test_a_word_counts_at_either_end_of_a_longer_one() -> None:
    assert set(_parts("甲乙丙丁戊")) == {
        "甲乙", "甲乙丙", "甲乙丙丁", "丁戊", "丙丁戊", "乙丙丁戊",
    }  # fmt: skip
    for text in ("戰略伙伴", "伙伴關係"):
        (found,) = inconsistencies([("a", text), ("b", "夥伴")])
        assert set(found.forms) == {"伙伴", "夥伴"}


def test_a_rare_form_beside_the_usual_one_is_no_choice() -> None:
    readings = lexicon("zh-Hant", "zh-Hans")
    assert readings.library.choices("廬") == ("庐", "𪪏")
    assert readings.choices("廬") == ("庐",)
    assert not readings.has_choice("廬")


def test_a_name_of_one_character_is_no_word() -> None:
    names = [Ruling("name", {"zh-Hant": n, "zh-Hans": s}, "person", TABLE, 1)
             for n, s in (("陳", "陈"), ("陳乾", "陈乾"))]  # fmt: skip
    assert Reviewed(tuple(names), {}, TABLE).words == {"陈干"}


def test_the_word_of_a_character_stands_in_the_ledger() -> None:
    ledger = ConversionLedger(
        document="small", origin="zh-Hant", script="zh-Hans", configuration="t2s",
        canonical_sha256="", text_sha256="", lines={"a": "國家"},
        text=(ConvertedCharacter("a", 0, "國", "国", "character", word="國家", doubt="who knows"),),
        apparatus=(), reverse="", back=(),
    )  # fmt: skip
    assert b'"word": "\xe5\x9c\x8b\xe5\xae\xb6",\n   "doubt": "who knows"' in ledger_json(ledger)


def test_marks_of_the_apparatus_follow_its_script() -> None:
    noted = replace(document(), rights="為「試驗」而作。")
    made, ledger = in_script(noted, "zh-Hans", BARE)
    assert made.rights == "为“试验”而作。"
    assert ledger is not None
    assert [e.rule for e in ledger.apparatus if e.place == "rights"].count("mark") == 2


@pytest.mark.parametrize(
    "field",
    ["named", "objects", "texts", "fonts", "witnesses", "variants", "versions", "paired",
     "editions", "title_lines"],
)  # fmt: skip
def test_what_is_no_wording_of_ours_stays_in_every_script(field: str) -> None:
    kept = ("《聯合國憲章》",) if field != "title_lines" else ()
    made, _ = in_script(replace(document(), **{field: kept}), "zh-Hans", BARE)  # type: ignore[arg-type]
    assert getattr(made, field) == kept


def test_a_row_has_no_form_in_a_script_that_it_does_not_name() -> None:
    row = Ruling("exception", {"zh-Hant": "裏"}, "r", TABLE, 1)
    assert row.form("zh-Hans") is None
    assert row.form("zh-Hant-TW") == "裡"


@pytest.mark.parametrize(
    ("name", "party", "refused"),
    [("陳後", "甲國", True), ("陳後", "陳後", True), ("後勤部", "後勤部", False),
     ("後勤部", "甲國", True), ("陳", "甲國", False), ("", "甲國", False)],
)  # fmt: skip
def test_only_the_name_of_a_person_is_never_guessed(name: str, party: str, refused: bool) -> None:
    home = SimpleNamespace(id="name-1", text=f"後{name}簽")
    signatory = SimpleNamespace(person=name, party=party, lines=(home,))
    declaration = SimpleNamespace(id="small", signatories=(signatory,))
    entries = [
        ConvertedCharacter("name-1", at, c, "后", "character", choices=("后", "後"))
        for at, c in enumerate(home.text)
        if c == "後"
    ]
    if refused:
        with pytest.raises(ContentError, match=f"the name {name} holds 後, which may become"):
            _check_signatories(cast(Declaration, declaration), entries, BARE)
    else:
        _check_signatories(cast(Declaration, declaration), entries, BARE)
    reviewed = [replace(entry, rule=cast(Any, "name")) for entry in entries]
    _check_signatories(cast(Declaration, declaration), reviewed, BARE)


def test_what_no_face_shows_is_told_wherever_it_stands() -> None:
    line = document().paragraphs[0]
    marked = replace(
        line, label="各", marks=(Mark("em", 0, 1), Mark("image", 1, 2, "map.png|乾圖"))
    )
    made = with_unshown(
        replace(document(), paragraphs=(marked, *document().paragraphs[1:])), {"乾", "各"}
    )
    (shown, other) = made.paragraphs
    assert (shown.text, shown.label, other.text) == ("〓國〓燥。", "〓", "〓也。")
    assert [mark.wording for mark in shown.marks] == ["", "〓圖"]
    assert [(mark.kind, mark.start, mark.end) for mark in shown.marks] == [
        ("em", 0, 1), ("image", 1, 2),
    ]  # fmt: skip
    # the preamble has one more
    assert made.provenance.unshown == 4
    assert with_unshown(document(), set()).text == document().text


def test_rows_stand_a_line_apart(tmp_path: Path) -> None:
    path = tmp_path / "exceptions.toml"
    for number, before in enumerate(("", "a = 1", "a = 1\n", "a = 1\n\n\n")):
        path.write_text(before, "utf-8")
        _append(path, "[b]")
        assert path.read_text("utf-8") == ("a = 1\n\n[b]\n" if number else "[b]\n")


def test_a_document_may_settle_what_all_others_settle_otherwise(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        declaration = small_document(Path(folder), ["乾也。"])
        small = Path(folder) / "content" / "small"
        settle(small, declaration, "zh-Hans", "乾=干", BARE)
        reviewed = load_reviewed(small.parent)
        settle(small, declaration, "zh-Hans", "乾=乾", reviewed, only_here=True)
        with pytest.raises(UsageError, match="settled already"):
            settle(small, declaration, "zh-Hans", "乾=乾", reviewed)
