"""A number and what belongs to it stay on one line wherever another place fits."""

from __future__ import annotations

import pytest
from ruled_metrics import RuledMetrics

from zhengben.linebreaking import ParagraphStyle, compose
from zhengben.linebreaking.numbers import column_pieces, seams

METRICS = RuledMetrics()


def held(text: str) -> str:
    """Show a text with ``_`` where it should not be parted, ``-`` in a date."""
    found = seams(text)
    sign = {150.0: "_", 30.0: "-"}
    return "".join(sign.get(found.get(at, 0), "") + c for at, c in enumerate(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("於2015年簽", "於2_0_1_5_年簽"),
        ("依第12號令", "依第_1_2_號令"),
        ("增12.5%的", "增1_2_._5_%的"),
        ("約3.5萬人次", "約3_._5_萬_人次"),
        ("為1:5萬圖", "為1_:_5_萬圖"),
        ("發〔2017〕12號文", "發〔_2_0_1_7_〕_1_2_號文"),
        ("第53（2015）號", "第_5_3_（_2_0_1_5_）_號"),
        ("期2016—21年止", "期2_0_1_6_—_2_1_年止"),
        ("－5℃與№5和§7", "－5_℃與№_5和§_7"),
        ("值−5或±3、$7", "值−_5或±_3、$_7"),
        ("6公里7平方米", "6_公_里7_平_方_米"),
        ("7月9日起", "7_月-9_日起"),
        ("5年7月9日", "5_年-7_月-9_日"),
        ("二〇一七年六月九日於", "二-〇-一-七-年-六-月-九-日於"),
        ("六月九日", "六-月-九-日"),
        ("三年內二人", "三年內二人"),
        ("甲乙丙", "甲乙丙"),
        ("2017的", "2_0_1_7的"),
    ],
)
def test_what_belongs_to_a_number(text: str, expected: str) -> None:
    assert held(text) == expected


@pytest.mark.parametrize(
    "number",
    ["2015年", "第2231號", "12.5%", "1:50000", "〔2017〕12號", "2016-2021年", "A/69/723", "3.5萬",
     "№5", "5℃", "−5℃", "$100", "3.5m³", "第2253（2015）號"],
)  # fmt: skip
@pytest.mark.parametrize("justify", [True, False])
def test_a_number_is_split_only_where_nothing_else_fits(number: str, justify: bool) -> None:
    """In a ragged line nothing needs to fit; a justified one of 24 em is stretched by 2.2 at most.

    A number wider than that is whole where it fits on the line, or can begin the next one.
    """
    wide = METRICS.width(number) + 0.2
    for before in range(1, 48):
        text = "甲" * before + number + "乙" * 40
        lines = compose(text, {}, METRICS, ParagraphStyle(24.0, justify=justify))
        rest = 24 - before % 24
        fits = wide <= rest or rest == 24 or rest < 0.095 * (23 - rest)
        if fits or not justify:
            assert any(number in text[n.start : n.end] for n in lines), (before, lines)


def test_a_number_is_split_where_nothing_else_fits() -> None:
    """Rather than a line that no spacing fills."""
    lines = compose("甲" * 19 + "A/69/72345" + "乙" * 30, {}, METRICS, ParagraphStyle(22))
    assert [n.ragged for n in lines] == [False] * len(lines)
    assert lines[0].fragments[-1].text.endswith("/")


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ("7", "up:7"),
        ("12", "pair:12"),
        ("1624", "up:1624"),
        ("16%", "pair:16 up:%"),
        ("3.5", "up:3.5"),
        ("12.5%", "up:12.5%"),
        ("3.14159", "side:3.14159"),
        ("1,234,567.89", "side:1,234,567.89"),
        ("1:50000", "side:1:50000"),
        ("−5", "side:−5"),
        ("$100", "side:$100"),
        ("2016-2021", "up:2016 side:- up:2021"),
        ("2016–21", "up:2016 side:– pair:21"),
        ("3.5-4.5", "side:3.5-4.5"),
        ("2017.6.9", "side:2017.6.9"),
        ("+86-10-1234", "side:+86-10-1234"),
        ("12 345", "pair:12 side:  up:345"),
        ("7.", "up:7 side:."),
        ("(15)", "side:( pair:15 side:)"),
    ],
)
def test_how_numbers_stand_in_columns(run: str, expected: str) -> None:
    found = list(column_pieces(run))
    assert " ".join(f"{kind}:{piece}" for kind, piece in found) == expected
    assert "".join(piece for _, piece in found) == run


def test_a_point_has_a_cell_of_its_own_in_columns() -> None:
    (line,) = compose("增3.5%，計1,234.5元", {}, METRICS, ParagraphStyle(20, vertical=True))
    assert [(f.kind, f.text, f.gaps) for f in line.fragments] == [
        ("text", "增", ""), ("up", "3.5%", ""), ("text", "，計", ""),
        ("western", "1,234.5", "lr"), ("text", "元", ""),
    ]  # fmt: skip
