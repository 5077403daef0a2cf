"""The table of standards: one form a script, and what is alike in all of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengben.conversion.convert import Unit, convert
from zhengben.conversion.reviewed import Reviewed
from zhengben.scripts.standards import folded, standard, written
from zhengben.scripts.tags import ROUTES, SCRIPTS


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_form_that_a_script_writes_is_replaced_by_no_other(script: str) -> None:
    table = written(script)
    assert not set(table) & set(table.values())
    assert all(folded(one) == folded(other) for one, other in table.items())
    assert len(standard(script)) > 20


@pytest.mark.parametrize(
    ("to", "wanted"),
    [
        ("zh-Hant", "為什麼裏面的衛生說明寫着群眾"),
        ("zh-Hant-TW", "為什麼裡面的衛生說明寫著群眾"),
        ("zh-Hant-HK", "為什麼裏面的衞生説明寫着群眾"),
    ],
)
def test_one_text_by_the_standard_of_each_script(to: str, wanted: str) -> None:
    bare = Reviewed((), {}, Path("names.toml"))
    text = "为什么里面的卫生说明写着群众"
    assert convert([Unit("a", text)], "zh-Hans", to, bare).texts == [wanted]
    for other in ("為什麼裡面的衛生說明寫著群眾", "爲什麽裏面的衞生説明寫着羣衆"):
        if to != "zh-Hant":
            assert convert([Unit("a", other)], "zh-Hant", to, bare).texts == [wanted]


def test_forms_that_mean_another_thing_are_not_alike() -> None:
    pairs = "幹乾 髮發 後后 係系 製制 準准 隻只 複復 穀谷 徵征 採采 盡儘 鬥斗 併並 颱臺"
    for one, other in pairs.split():
        assert folded(one) != folded(other)


@pytest.mark.slow
@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.text())
def test_what_is_folded_keeps_its_length_and_is_folded_once(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert folded(folded(text)) == folded(text)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.text("为爲為众衆眾台臺布佈说說説卫衛衞着著", max_size=8), st.sampled_from(sorted(ROUTES)))
def test_no_form_that_a_script_does_not_write_comes_out(text: str, route: tuple[str, str]) -> None:
    bare = Reviewed((), {}, Path("names.toml"))
    (found,) = convert([Unit("a", text)], *route, bare).texts
    assert not set(found) & set(written(route[1]))
