"""Words from right to left stand in their order, whatever marks and numbers are among them."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from small_documents import Blocks, write_blocks

from zhengben.design.assets import Assets
from zhengben.design.faces import chain_for
from zhengben.fonts.choice import choose
from zhengben.press.publish import publish
from zhengben.proof.glyphs import measure

CHAIN = chain_for("serif", "zh-Hant", ())


@pytest.mark.parametrize(
    "words",
    [
        "שלום, עולם (ישראל) 2024",
        "قال “جمهورية مصر” إنها؛ نعم",
        "جمهوری اسلامی ایران (تهران), ۱۴۰۳",
        "ئۇيغۇر (شىنجاڭ) – 5% بار",
        "דו״ח א/69/723: סעיף 3.5",
        "שלום سلام",
        "سلام (שלום), نعم",
    ],
)
def test_one_face_shows_words_and_the_marks_among_them(words: str) -> None:
    text = f"甲稱{words}，乙稱Foo (bar)。"
    choice = choose(CHAIN, frozenset(text), [text])
    [whole] = [part for _, part in choice.parts(text) if words[0] in part]
    # numbers at an end of them too; what is beside them is of other faces
    assert whole == words
    alone = choose(CHAIN, frozenset(text))
    assert len([*alone.parts(text)]) > len([*choice.parts(text)])


def test_words_without_marks_keep_the_face_of_their_letters() -> None:
    text = "甲稱جمهورية مصر العربية及מדינת ישראל，(乙)“丙” 5%"
    assert choose(CHAIN, frozenset(text), [text]) == choose(CHAIN, frozenset(text))
    # what stands among other words is none among theirs
    more = "甲稱مصر，(bar), “Foo” and so on"
    assert choose(CHAIN, frozenset(more), [more]) == choose(CHAIN, frozenset(more))


def test_letters_that_no_face_shows_with_the_marks_stay_where_they_were() -> None:
    # Hanifi Rohingya, or whatever no face but one has: the mark is another face's
    text = "甲稱ࡀࡁ, ࡂ者"
    chosen = choose(CHAIN, frozenset(text), [text])
    assert chosen == choose(CHAIN, frozenset(text))


@pytest.mark.slow  # publishes a document
def test_words_are_drawn_from_right_to_left(tmp_path: Path) -> None:
    words = "שלום, עולם (ישראל) 2024"
    blocks: Blocks = [("title", ["丁城條約"]), ("paragraph", [f"甲稱{words}，乙。"])]
    folder = write_blocks(tmp_path / "content", "sample", blocks, editions=("handout", "vertical"))
    publish(folder, tmp_path / "dist", Assets.find(), scripts=("zh-Hant",))
    for path in (tmp_path / "dist").glob("*/*.pdf"):
        glyphs = [glyph for page in measure(path).pages for glyph in page.glyphs]
        letters = [g for g in glyphs if any("\u0590" <= c <= "\u05ff" for c in g.text)]
        assert len({g.font for g in letters}) == 1
        shown = sorted((g for g in glyphs if g.font == letters[0].font), key=lambda g: g.start)
        said = "".join(unicodedata.normalize("NFC", g.text) for g in shown)
        # seen from left to right: the number first, then the last word
        assert said.startswith("2024")
        assert said.index("ל") < said.index("ש")
