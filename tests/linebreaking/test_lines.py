"""Lines come out flush, with no forbidden mark at an end, and no character is lost."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from zhengben.design.assets import Assets
from zhengben.design.faces import FACES, Face
from zhengben.document.declaration import Declaration
from zhengben.fonts.metrics import Metrics
from zhengben.fonts.prepare import prepare
from zhengben.linebreaking import (
    CLOSING,
    NO_START,
    OPENING,
    WIDEST_GAP_EM,
    ComposedLine,
    ParagraphStyle,
    compose,
    gap_before,
)

BODY = ParagraphStyle(36, indent=2)
HARD = [
    "成員國歡迎。",
    "強調……。》",
    "遵循《成立宣言》《憲章》《條約》「《某》」及其他，" * 6,
    "國際反洗錢金融行動特別工作組（FATF）標準（2017）12號，" * 5,
    "見https://example.org/a/very/long/path/that-has-no-end/of/any/kind/whatsoever/2017/index.html。",
    "他說——不，他沒有說——三月，增長12.5%，即1,000.75萬人，" * 5,
    "「" * 3 + "甲" * 80 + "」" * 3 + "。",
    "〔2017〕12號，" * 20,
    "，" * 60,
    "Shanghai Cooperation Organisation " * 9,
]


@pytest.fixture(scope="module")
def metrics(declaration: Declaration, tmp_path_factory: pytest.TempPathFactory) -> Metrics:
    ascii_letters = "".join(map(chr, range(32, 127)))
    characters = frozenset(declaration.text + ascii_letters + "".join(HARD)) - {"\n"}
    cache = tmp_path_factory.mktemp("fonts")
    return Metrics(prepare(FACES["serif-tc"], characters, cache).path)


def said(lines: tuple[ComposedLine, ...]) -> str:
    return "".join(
        f.text for line in lines for f in line.fragments if f.kind not in ("call", "hyphen")
    )


def places(text: str) -> int:
    """Count what is spaced in a text; two dashes are one stroke."""
    return len(text) - text.count("——")


def width(line: ComposedLine, metrics: Metrics) -> float:
    """Measure a line as it is set, by shaping each fragment once more."""
    total = 0.0
    spacing = line.spacing / 1000
    for fragment in line.fragments:
        if fragment.kind == "text":
            total += sum(metrics.advances(fragment.text, True)) + spacing * places(fragment.text)
        elif fragment.kind == "half":
            total += (0.5 + spacing) * len(fragment.text)
        elif fragment.kind == "western":
            total += metrics.words(fragment.text.rstrip())
            total += gap_before(line.spacing) * ("l" in fragment.gaps)
            total += 0.07 * ("r" in fragment.gaps)
        else:
            total += metrics.width(fragment.text) * 0.6
    return total - spacing * (line.fragments[-1].kind in ("text", "half"))


def all_lines(declaration: Declaration, metrics: Metrics) -> list[ComposedLine]:
    lines: list[ComposedLine] = []
    for line in (*declaration.preamble, *declaration.paragraphs):
        calls = {n.at - line.start: str(n.number) for n in declaration.note_at(line)}
        composed = compose(line.text, calls, metrics, BODY)
        assert said(composed) == line.text
        shown = [f.text for c in composed for f in c.fragments if f.kind == "call"]
        assert shown == list(calls.values())
        lines += composed
    return lines


def test_the_declaration_is_flush(declaration: Declaration, metrics: Metrics) -> None:
    # 0.2 mm of 12 pt are 0.047 em
    for line in all_lines(declaration, metrics):
        measure = BODY.measure - (BODY.indent if line.first else 0)
        if line.last:
            assert width(line, metrics) <= measure + 0.047
        else:
            assert width(line, metrics) == pytest.approx(measure, abs=0.047), line


def test_no_gap_is_wide_and_no_last_line_is_one_character(
    declaration: Declaration, metrics: Metrics
) -> None:
    for line in all_lines(declaration, metrics):
        assert abs(line.spacing) / 1000 < WIDEST_GAP_EM
        assert line.spacing / 1000 + gap_before(line.spacing) <= WIDEST_GAP_EM + 1e-9
        if line.last and not line.first:
            assert line.end - line.start >= 2


def test_no_line_starts_or_ends_with_a_forbidden_mark(
    declaration: Declaration, metrics: Metrics
) -> None:
    for line in all_lines(declaration, metrics):
        assert line.fragments[0].text[0] not in NO_START
        assert line.fragments[-1].text[-1] not in OPENING
        assert line.fragments[0].kind != "call"


@pytest.mark.parametrize("text", HARD)
@pytest.mark.parametrize("measure", [12, 22, 36])
def test_hard_cases_lose_nothing_and_fit(text: str, measure: int, metrics: Metrics) -> None:
    lines = compose(text, {}, metrics, ParagraphStyle(measure, indent=2))
    assert said(lines) == text
    breakable = text.strip("，") and "http" not in text
    for line in lines:
        if breakable and line.start:
            assert line.fragments[0].text[0] not in NO_START
            assert width(line, metrics) <= measure + 0.05


def test_a_closing_mark_makes_room_for_a_note_call(metrics: Metrics) -> None:
    (line,) = compose("簽署《憲章》，即", {6: "7"}, metrics, BODY)
    kinds = [(f.kind, f.text) for f in line.fragments]
    assert kinds == [("text", "簽署《憲章"), ("half", "》"), ("call", "7"), ("text", "，即")]


def test_opening_marks_lose_half_an_em_at_a_line_start(metrics: Metrics) -> None:
    lines = compose("甲" * 34 + "「乙」" + "丙" * 40, {}, metrics, BODY)
    assert lines[1].fragments[0].kind == "half"
    assert lines[1].fragments[0].text == "「"


def test_adjacent_marks_take_one_and_a_half_em(metrics: Metrics) -> None:
    for pair in ("》，", "》《", "，「", "。」", "」）", "）。"):
        assert sum(metrics.advances(pair, True)) == pytest.approx(1.5), pair
        assert sum(metrics.advances(pair, False)) == pytest.approx(2.0), pair


@pytest.mark.parametrize(("run", "length"), [("）、《", 2.0), ("。」、", 2.0), ("》）、《", 2.5)])
def test_runs_of_marks_are_squeezed_throughout(run: str, length: float, metrics: Metrics) -> None:
    # a mark that closes up to the one behind it still lets the next one close up to it
    assert sum(metrics.advances(run, True)) == pytest.approx(length)


def test_marks_that_fill_their_em_in_columns(tmp_path: Path) -> None:
    face = prepare(FACES["serif-tc"], frozenset("甲；：，「"), tmp_path, turned=True)
    columns = Metrics(face.path)
    assert [columns.half(mark) for mark in "；：，"] == [1.0, 1.0, 0.5]
    # an opening mark closes up to them all the same
    assert sum(columns.advances("：「", True)) == pytest.approx(1.5)
    style = ParagraphStyle(6, vertical=True)
    for line in compose("甲甲甲甲甲甲；甲甲甲甲甲；甲甲", {}, columns, style):
        assert sum(columns.advances("".join(f.text for f in line.fragments), True)) <= 6.01


def test_the_tables_of_marks_do_not_overlap() -> None:
    assert not OPENING & CLOSING
    assert CLOSING < NO_START


def test_an_empty_paragraph_has_no_lines(metrics: Metrics) -> None:
    assert compose("", {}, metrics, BODY) == ()


def test_the_prepared_font_is_made_once(declaration: Declaration, tmp_path: Path) -> None:
    characters = frozenset("甲乙，")
    first = prepare(FACES["serif-tc"], characters, tmp_path)
    stamp = first.path.stat().st_mtime_ns
    assert prepare(FACES["serif-tc"], characters, tmp_path).path.stat().st_mtime_ns == stamp
    assert prepare(FACES["serif-tc"], characters | {"丙"}, tmp_path).path != first.path
    assert Assets.find().cache.is_dir()


def test_a_prepared_font_is_named_by_its_content_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "elsewhere" / "NotoSerifTC-Regular.otf"
    source.parent.mkdir()
    shutil.copyfile(FACES["serif-tc"].path, source)
    os.utime(source, (1, 1))
    first = prepare(FACES["serif-tc"], frozenset("甲乙"), tmp_path / "a")
    monkeypatch.setattr(Face, "path", source)
    monkeypatch.setattr("zhengben.fonts.prepare._maker", lambda: "another state of the code")
    again = prepare(FACES["serif-tc"], frozenset("甲乙"), tmp_path / "b")
    assert again.path.name == first.path.name
    assert again.path.read_bytes() == first.path.read_bytes()


def test_a_damaged_font_of_the_cache_is_made_anew(tmp_path: Path) -> None:
    font = prepare(FACES["serif-tc"], frozenset("甲"), tmp_path)
    whole = font.path.read_bytes()
    font.path.write_bytes(whole[:-1])
    assert prepare(FACES["serif-tc"], frozenset("甲"), tmp_path).path.read_bytes() == whole


@pytest.mark.parametrize("justify", [True, False])
def test_adjacent_marks_keep_their_width_where_they_are_not_squeezed(
    metrics: Metrics, justify: bool
) -> None:
    text = "「《甲》」，（乙）；" * 30
    for measure in range(9, 40):
        style = ParagraphStyle(measure, justify=justify, squeeze=False)
        for line in compose(text, {}, metrics, style):
            halved = [f.text for f in line.fragments if f.kind == "half"]
            # one mark at the start may give way, and one at the end that stands alone
            assert all(len(mark) == 1 for mark in halved)
            said_text = text[line.start : line.end]
            if halved and said_text.endswith(halved[-1]) and len(said_text) > 1:
                assert said_text[-2] not in CLOSING


def test_a_mark_that_fills_the_grid_keeps_its_em(metrics: Metrics) -> None:
    text = ("甲乙丙丁戊" * 6)[1:] + "，"
    text *= 4
    marks = {
        grid: {f.text for line in compose(text, {}, metrics, ParagraphStyle(30, grid=grid))[:-1]
               for f in line.fragments if f.kind == "half"}
        for grid in (True, False)
    }  # fmt: skip
    assert marks == {True: set(), False: {"，"}}
    lines = compose(text, {}, metrics, ParagraphStyle(30, grid=True))
    assert [line.spacing for line in lines] == [0, 0, 0, 0]


def test_a_last_line_has_two_characters_beside_its_marks(metrics: Metrics) -> None:
    *_, last = compose("甲" * 11 + "」：", {}, metrics, ParagraphStyle(10))
    assert said((last,)) == "甲甲」："
    *_, last = compose("甲" * 12, {}, metrics, ParagraphStyle(10))
    assert said((last,)) == "甲甲"


def test_a_line_that_nothing_can_fill_is_the_last_resort(metrics: Metrics) -> None:
    """Rather part a number from its unit than leave a line of Western letters ragged."""
    text = (
        "增長3.14159%，即1,234,567.89美元，期限為2016-2021年，"
        "網址為www.un.org/en/about-us/un-charter，見" + "甲乙丙丁" * 12
    )
    lines = compose(text, {}, metrics, ParagraphStyle(28, grid=True))
    for line in lines[:-1]:
        assert width(line, metrics) == pytest.approx(28, abs=0.05), said((line,))
