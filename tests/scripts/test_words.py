"""Texts are cut into words, in every script at the same places."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengben.scripts.dictionaries import library
from zhengben.scripts.matching import simplified
from zhengben.scripts.standards import folded
from zhengben.scripts.words import borders, is_word, segmentation, vocabulary, words


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("反对军事干预他国内政", "反对 军事干预 他 国内 政"),
        ("促进民生发展", "促进 民生发展"),
        ("对表决结果", "对表决结果"),
        ("出台风险防控措施", "出台 风险防控 措施"),
        ("出臺風險防控措施", "出臺 風險防控 措施"),
        ("在議定書上簽署", "在議定書上簽署"),
        ("情況下採取措施", "情況 下 採取措施"),
        ("於單獨關稅區", "於 單獨 關稅區"),
    ],
)
def test_words_of_both_scripts(text: str, cut: str) -> None:
    assert words(text) == cut.split()


def test_a_name_is_known_where_it_is_told() -> None:
    assert words("于复说") == ["于", "复", "说"]
    assert words("于复说", frozenset(["于复"])) == ["于复", "说"]
    assert words("于复说") == ["于", "复", "说"]


def test_borders_are_where_words_begin_and_end() -> None:
    assert borders("采取措施，") == [0, 4, 5]
    assert borders("") == [0]


def test_a_word_of_the_vocabulary_is_a_word() -> None:
    assert is_word("议定书")
    assert not is_word("定书上")


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.text("军軍事干幹预預台臺风風险險。，「」aB1 \n\ufe00𠮷著", max_size=24))
def test_words_are_the_text_and_scripts_are_cut_alike(text: str) -> None:
    cut = words(text)
    assert "".join(cut) == text
    assert [len(word) for word in cut] == [len(word) for word in words(simplified(text))]


def test_every_word_of_the_vocabulary_is_cut_as_one_and_is_a_form_of_itself() -> None:
    known = vocabulary()
    assert len(known) > 3000
    assert [word for word in known if words(word) != [word]] == []
    choices = library("s2t").choices
    for word, form in known.items():
        assert len(word) == len(form)
        for one, other in zip(word, form, strict=True):
            forms = {one, *choices(one)}
            assert folded(other) in set(map(folded, forms)), (word, form)


def test_no_two_entries_of_the_vocabulary_contradict_each_other() -> None:
    from zhengben.scripts import words as module

    seen: dict[str, str] = {}
    for row in module._VOCABULARY.read_text("utf-8").splitlines():
        if row.startswith(("#", "words", '"')):
            continue
        for entry in row.split():
            traditional, _, given_form = entry.partition("=")
            word = given_form or simplified(traditional)
            assert seen.setdefault(word, traditional) == traditional


def test_what_cut_the_words_is_named_with_its_version() -> None:
    version = importlib.metadata.version("rjieba")
    assert segmentation().startswith(f"rjieba {version}, vocabulary sha256 ")


def test_nothing_is_loaded_where_nothing_is_converted() -> None:
    program = (
        "import sys; import zhengben.press.publish, zhengben.cli.commands.script; "
        "print('rjieba' in sys.modules, 'opencc' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["False", "False"]
