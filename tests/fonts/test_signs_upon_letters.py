"""Signs that are drawn on letters: stresses, rings, strokes, circles, whatever face has them."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from tests.small_documents import write_document
from zhengben.cli.main import main
from zhengben.design.faces import chain_for
from zhengben.fonts.choice import choose
from zhengben.fonts.subset import covered_characters

# marks of words in one spelling and in the other, of letters that no face has with them, of signs
# that the first face lacks, of two at once; a circle around a letter reaches among others
SIGNED = (
    "甲詞“Å” “Ångström”，乙詞“n̩” “été” “ɹ̩”，餘類推。",
    "俄文“до́ма” “Ж́ж̩”，希臘文“ᾷ̔”，假名“カ゚か゚ガ”，餘類推。",
    "讀音“ǖ” “ǘ” “ɑ̄”，符號“1̸” “≠” “↛”，“A⃝BC”，“甲⃝乙”，餘類推。",
    "泰文“ภ̩”，希伯來文“א̈”，印地文“राज्य” “गणराज्य”，餘類推。",
)


@pytest.mark.slow  # publishes a document in four editions
@pytest.mark.usefixtures("seldom_asked")
def test_words_with_signs_are_published_in_every_edition(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_document(tmp_path / "content", "signed", ["丁城條約"], [*SIGNED], [])
    folders = ("--content", str(tmp_path / "content"), "--output", str(tmp_path / "dist"))
    editions = [w for e in ("handout", "gongwen", "vertical", "e-reader") for w in ("--edition", e)]
    status = main(["publish", "signed", *editions, *folders])
    assert status == 0, capsys.readouterr().err
    capsys.readouterr()
    main(["check", "signed", "--json", *folders])
    (told,) = json.loads(capsys.readouterr().out)
    codes = [finding["code"] for finding in told["findings"]]
    assert not [code for code in codes if code[0] in "FLE"], told["findings"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        # composed of the two: the first face has Å, and no ring by itself
        ("甲A\u030a乙", ["甲A\u030a乙"]),
        # the word stands whole in the face that has the sign
        ("甲abn\u0329c，", ["甲", "abn\u0329c", "，"]),
        ("до\u0329ма", ["до\u0329ма"]),
        ("1\u0338甲", ["1\u0338", "甲"]),
        # no face has both
        ("ภ\u0329", ["ภ", "\u0329"]),
    ],
)
def test_a_sign_is_shown_with_its_letter(text: str, parts: list[str]) -> None:
    choice = choose(chain_for("serif", "zh-Hant"), text)
    found = list(choice.parts(text))
    assert [part for _, part in found] == parts
    for place, part in found:
        shown = choice.shown_by(place, frozenset(text))
        assert shown <= covered_characters(choice.chain[place].path)
        assert shown.issuperset(part) or shown.issuperset(unicodedata.normalize("NFC", part))


def test_what_two_signs_make_of_a_letter_is_in_the_face_too() -> None:
    characters = frozenset("u\u0308\u0301\u0304")
    choice = choose(chain_for("serif", "zh-Hant"), characters)
    assert choice.shown_by(0, characters) >= frozenset("üǘǖ")
