"""Quotation marks and apostrophes among words are as wide as words have them, and lie with them."""

from __future__ import annotations

from math import fsum
from pathlib import Path

import pytest
import uharfbuzz as hb

from zhengben.design.faces import FACES
from zhengben.document.western import QUOTES
from zhengben.fonts.metrics import Metrics, features_of_words
from zhengben.fonts.prepare import prepare
from zhengben.linebreaking import ParagraphStyle, compose, natural_width
from zhengben.proof.outlines import PEN, Outline
from zhengben.proof.witness import reference_at

KEYS = ("serif-tc", "serif-sc", "sans-tc", "sans-sc")
TEXT = "O’Neil said “it’s ‘so’” twice"


def metrics_of(key: str, cache: Path, *, turned: bool) -> Metrics:
    made = prepare(FACES[key], frozenset(f"{TEXT}甲乙，。"), cache, turned)
    return Metrics(made.path, made.key)


def outlines(path: Path, glyphs: list[int]) -> list[Outline]:
    font = hb.Font(hb.Face(hb.Blob.from_file_path(str(path))))
    found: list[Outline] = []
    for glyph in glyphs:
        drawn: Outline = []
        font.draw_glyph(glyph, PEN, drawn)
        found.append(drawn)
    return found


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("key", KEYS)
def test_a_mark_among_words_is_narrow_and_stands_as_the_face_has_it(
    key: str, turned: bool, tmp_path: Path
) -> None:
    metrics = metrics_of(key, tmp_path, turned=turned)
    for mark in sorted(QUOTES):
        assert metrics.width(mark) == 1.0
        assert 0.2 < metrics.words(mark) < 0.6
        number = metrics.glyphs(mark, features_of_words(mark)).numbers
        [drawn] = outlines(metrics.path, number)
        reference = reference_at(FACES[key].path)
        # on its side too it is drawn as on the line, since words lie along the column
        assert drawn in [reference.outline(glyph) for glyph in reference._forms(mark)]
        assert drawn != reference.nominal(mark)
        assert reference.looks_like(mark, drawn)
        others = QUOTES - {mark}
        assert not any(reference.looks_like(other, drawn) for other in others)


@pytest.mark.parametrize("turned", [False, True])
def test_a_line_is_as_wide_as_it_was_composed(turned: bool, tmp_path: Path) -> None:
    metrics = metrics_of("serif-sc", tmp_path, turned=turned)
    style = ParagraphStyle(60.0, vertical=turned)
    [line] = compose(f"甲乙{TEXT}，甲“乙”。", {}, metrics, style)
    words = [f for f in line.fragments if f.kind == "western"]
    assert "".join(f.text for f in words) == TEXT
    shown = fsum(
        metrics.glyphs(f.text, features_of_words(f.text)).advances[n] / 1000
        for f in words
        for n in range(len(f.text))
    )
    assert shown == pytest.approx(fsum(metrics.words(f.text) for f in words))
    plain = natural_width(line.fragments, metrics, style)
    # each mark that stands in a cell would take about half an em more
    assert plain < fsum(metrics.width(f.text) for f in line.fragments) - 6 * 0.4
    assert [f.text for f in line.fragments if f.kind != "western" and "“" in f.text]


def test_a_run_without_such_marks_is_measured_as_before(tmp_path: Path) -> None:
    metrics = metrics_of("serif-tc", tmp_path, turned=False)
    assert features_of_words("Neil said it") == ()
    assert metrics.words("Neil said it") == metrics.width("Neil said it")
