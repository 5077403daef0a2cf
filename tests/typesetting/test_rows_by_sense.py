"""Texts that are broken by sense keep every note call, and know the languages of their document."""

from __future__ import annotations

from msgspec.structs import replace
from paged_documents import paged_document
from ruled_metrics import RuledMetrics

from zhengben.design.editions import PRINTED
from zhengben.typesetting.compositor import Compositor


def compositor(*languages: str) -> Compositor:
    declaration = replace(paged_document("alone"), languages=languages)
    return Compositor(declaration, PRINTED["handout"], RuledMetrics())


def test_a_note_called_before_the_first_character_is_not_lost() -> None:
    rows = compositor().row_by_row(("甲乙", "丙丁"), 10, {0: "1", 2: "2", 4: "3"})
    assert [[f.text for line in row for f in line.fragments] for row in rows] == [
        ["1", "甲乙", "2"],
        ["丙丁", "3"],
    ]


def test_words_are_hyphenated_by_the_languages_that_are_declared() -> None:
    text = "développement " * 6
    plain, french = (compositor(*tags).compose(text, 10) for tags in ((), ("fr",)))
    assert not any(f.kind == "hyphen" for line in plain for f in line.fragments)
    assert any(f.kind == "hyphen" for line in french for f in line.fragments)
