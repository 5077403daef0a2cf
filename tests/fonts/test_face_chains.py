"""A line that several faces show is as long as its parts are in each of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhengben.design.faces import chain_for
from zhengben.fonts.chain import prepare_chains
from zhengben.fonts.choice import choose
from zhengben.fonts.metrics import Metrics

TEXT = "依CO₂與Қазақстан，及「册」之e\u0301tat。"


@pytest.fixture(scope="module")
def chained(tmp_path_factory: pytest.TempPathFactory) -> Metrics:
    characters = frozenset(TEXT)
    choice = choose(chain_for("serif", "zh-Hant"), characters)
    folder = tmp_path_factory.mktemp("fonts")
    fonts, measured = prepare_chains({"--text": choice}, {"--text": characters}, folder, {})
    assert {font.path.suffix for font in fonts} == {".otf", ".ttf"}
    return measured["--text"]


def test_parts_are_the_text_in_order(chained: Metrics) -> None:
    parts = list(chained.parts(TEXT))
    assert "".join(part for _, part in parts) == TEXT
    assert [(face.key, part) for face, part in parts] == [
        ("serif-tc", "依CO"), ("serif-letters", "₂"), ("serif-tc", "與"),
        ("serif-letters", "Қазақстан"), ("serif-tc", "，及「"), ("serif-sc", "册"),
        ("serif-tc", "」之e\u0301tat。"),
    ]  # fmt: skip


def test_a_line_is_as_long_as_its_parts(chained: Metrics) -> None:
    advances = chained.advances(TEXT, True)
    assert len(advances) == len(TEXT)
    apart = [width for face, part in chained.parts(TEXT) for width in face.advances(part, True)]
    assert list(advances) == apart
    assert chained.width(TEXT) == pytest.approx(sum(chained.advances(TEXT, False)))


def test_what_one_face_shows_is_shaped_whole(chained: Metrics) -> None:
    alone = chained.members[0].advances("依此。」", True)
    assert list(chained.advances("依此。」", True)) == list(alone)


def test_the_same_characters_make_the_same_files(tmp_path: Path) -> None:
    characters = frozenset("Қ册☐ไ")
    choice = choose(chain_for("sans", "zh-Hans"), characters)
    made = [
        [font.path.read_bytes() for font in prepare_chains(
            {"a": choice}, {"a": characters}, tmp_path / str(n), {})[0]]
        for n in range(2)
    ]  # fmt: skip
    assert made[0] == made[1]
    assert len(made[0]) == 1 + len(choice.places[1:])


@pytest.mark.parametrize("script", ["zh-Hant", "zh-Hans"])
@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("style", ["serif", "sans"])
def test_two_dashes_are_one_stroke(script: str, turned: bool, style: str, tmp_path: Path) -> None:
    characters = frozenset("甲—乙")
    choice = choose(chain_for(style, script), characters)
    _, measured = prepare_chains({"a": choice}, {"a": characters}, tmp_path, {}, turned=turned)
    glyphs = measured["a"].glyphs("甲——乙——")
    assert glyphs.texts == ["甲", "——", "乙", "——"]
    assert glyphs.advances == [1000, 2000, 1000, 2000]
    assert measured["a"].glyphs("——").texts == ["——"]
