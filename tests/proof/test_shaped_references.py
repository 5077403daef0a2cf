"""What a face writes a text with: plainly, in columns, turned, together, and from right to left."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
import uharfbuzz as hb
from pdf_factory import font_program

from tests.proof.test_stretches import program
from zhengben.design.faces import FACES
from zhengben.proof import witness as module
from zhengben.proof.book_font import _as_in
from zhengben.proof.outlines import Likeness, corner, cubic, quarter, steps
from zhengben.proof.telling import Telling
from zhengben.proof.witness import FontProgram, Reference, _Together, reference_at

SONG, ARABIC, HINDI = (FACES[key].path for key in ("serif-tc", "arabic", "devanagari"))


def nominal(reference: Reference, text: str) -> list[int]:
    return [reference.font.get_nominal_glyph(ord(character)) or 0 for character in text]


def test_a_face_is_opened_once() -> None:
    assert reference_at(SONG) is reference_at(SONG)


def test_a_character_looks_like_itself_and_its_forms() -> None:
    song = Reference(SONG, False)
    for text in "一（":
        outline = song.outline(nominal(song, text)[0])
        assert song.looks_like(text, outline)
        assert song.nominal(text) == outline
        assert song.likeness(text, outline) == Likeness(nominal(song, text)[0])
        assert not song.looks_like("二", outline)
        assert song.likeness("二", outline) is None
    (down,) = set(song._forms("（")) - set(nominal(song, "（"))
    assert song.looks_like("（", song.outline(down))
    assert song.likeness("（", song.outline(down)) == Likeness(down)
    assert song.likeness("（", quarter(song.outline(down))) is None
    # no text is several characters, and none that the face lacks
    assert (song.nominal("一二"), song.nominal("\u0915"), song.nominal("")) == (None, None, None)
    assert not song.looks_like("\u0915", [0, 1.0, 2.0])
    assert song.likeness("一二", song.outline(nominal(song, "一")[0])) is None


def test_forms_of_a_language_are_those_of_a_character() -> None:
    song = Reference(SONG, False)
    assert module._LANGUAGES == ("und", "zh-hant", "zh-hans")
    forms = {text: set(song._forms(text)) for text in ("一", "骨", "…", "—")}
    assert forms["一"] == set(nominal(song, "一"))
    assert all(nominal(song, text)[0] in found for text, found in forms.items())
    # a dash has a form in columns
    assert len(forms["—"]) > 1
    assert set(song._forms("一二")) == set()
    assert set(song._forms("\u0915")) == set()


def test_a_font_for_columns_may_turn_and_move_its_glyphs() -> None:
    upright, turning = Reference(SONG, False), Reference(SONG, True)
    (glyph,) = nominal(upright, "a")
    outline = upright.outline(glyph)
    turned = quarter(outline)
    assert turning.looks_like("a", turned)
    assert not upright.looks_like("a", turned)
    assert not turning.looks_like("b", turned)
    found = turning.likeness("a", turned)
    assert found == Likeness(glyph, True, (0.0, 0.0))
    assert upright.likeness("a", turned) is None
    # and to the right and up, by as much as it lies elsewhere
    aside = list[float]()
    for operator, points in steps(turned):
        aside.append(operator)
        for x, y in points:
            aside += (x + 30.0, y - 7.0)
    assert turning.looks_like("a", aside)
    assert turning.likeness("a", aside) == Likeness(glyph, True, (30.0, -7.0))
    assert corner(cubic(turned)) == corner(turned)
    assert turning.likeness("a", outline) == Likeness(glyph)


def test_letters_are_joined_and_run_from_right_to_left() -> None:
    arabic = Reference(ARABIC, False)
    text = "عربي"
    (shown, *others) = arabic.written(text)
    assert all(other == shown for other in others)
    # each is another than it is by itself, with its dots apart; the last one is shown first
    assert len(shown) == 6
    assert set(shown) & set(nominal(arabic, text)) == set()
    outlines = [arabic.outline(glyph) for glyph in shown]
    assert arabic.writes(text, outlines)
    assert not arabic.writes(text, outlines[::-1])
    assert not arabic.writes(text, outlines[:5])
    assert not arabic.writes("عرب", outlines)
    assert not arabic.writes(text, [])
    for place in range(6):
        assert arabic.told_likeness(text, place, outlines[place]) == Likeness(shown[place])
        assert arabic.told_likeness(text, place, outlines[place - 1]) is None
    assert arabic.told_likeness(text, 6, outlines[0]) is None
    # a number within such words runs from left to right
    digits = [arabic.outline(glyph) for glyph in nominal(arabic, "١٢")]
    (mixed, *_) = arabic.written("ع ١٢")
    assert [arabic.outline(glyph) for glyph in mixed][:2] == digits


def test_a_text_of_glyphs_one_by_one_is_written_by_them() -> None:
    song = Reference(SONG, False)
    one, two = (song.outline(glyph) for glyph in nominal(song, "一二"))
    assert song.writes("一二", [one, two])
    assert not song.writes("一二", [two, one])
    assert not song.writes("一二", [one])
    assert not song.writes("一", [one, two])
    assert [*song.written("\u0915")] == []
    assert song.told_likeness("一二", 1, two) == Likeness(nominal(song, "二")[0])
    assert song.told_likeness("一二", 0, two) is None
    # what a face has in columns alone is found by its own character
    (down,) = set(song._forms("（")) - set(nominal(song, "（"))
    for text, place in (("一（", 1), ("（一", 0)):
        assert song.told_likeness(text, place, song.outline(down)) == Likeness(down)


def test_letters_become_one_glyph() -> None:
    hindi = Reference(HINDI, False)
    (glyph,) = set(hindi._forms("क्ष"))
    outline = hindi.outline(glyph)
    assert hindi.looks_like("क्ष", outline)
    assert hindi.likeness("क्ष", outline) == Likeness(glyph)
    assert not hindi.looks_like("क", outline)
    # a joiner is shown as nothing
    joined = hindi._shape("क\u200d", "ltr", "und")
    assert all(hindi.outline(found) for found in joined)


class Font:
    def __init__(self, name: str) -> None:
        self.name = name
        self.descendant = dict[str, Any]()


def telling(text: str, *shown: Any) -> Telling:
    return Telling(text, 7, list(shown))


def test_texts_told_of_several_glyphs_are_proved_once() -> None:
    data, codes = program()
    embedded, reference = FontProgram(hb.Blob(data)), Reference(SONG, False)
    font, other = cast(Any, Font("Song")), cast(Any, Font("Other"))
    true = telling("一二", (font, codes["一"]), (font, codes["二"]))
    false = telling("一三", (font, codes["一"]), (font, codes["二"]))
    short = telling("一", (font, codes["一"]), (font, codes["二"]))
    parted = telling("一二", (font, codes["一"]), (other, codes["二"]))

    def told(*tellings: Telling) -> list[tuple[str, str, str]]:
        together = _Together(tellings)
        found = list(together.examine(font, embedded, reference))
        return [(fault.code, fault.place, fault.sentence) for fault in found]

    assert told(true, true) == []
    sentence = "The font Song on page 7 shows other glyphs than {} has."
    wrong = ("glyph", "font Song", sentence.format("一三 (U+4E00 U+4E09)"))
    assert told(true, false, false) == [wrong]
    assert told(short) == [("glyph", "font Song", sentence.format("一 (U+4E00)"))]
    assert told(parted) == [("glyph", "font Song", sentence.format("一二 (U+4E00 U+4E8C)"))]
    assert _Together([true, parted]).fonts == {font: [true, parted], other: [parted]}
    assert told() == []
    # what viewers may take for different glyphs shows none for sure
    keyed, numbers = font_program(frozenset("一二"), identity_charset=False)
    embedded = FontProgram(hb.Blob(keyed))
    unsure = telling("一二", (font, numbers["一"]), (font, numbers["二"]))
    assert [code for code, _, _ in told(unsure)] == ["glyph"]


@pytest.mark.parametrize(("text", "glyph"), [("", 0), ("一", 1)])
def test_the_edges_of_ink_are_parts_of_an_em(text: str, glyph: int) -> None:
    reference = reference_at(SONG)
    number = nominal(reference, text)[0] if text else 0xFFFF
    left, low, right, high = reference.ink(number)
    extents = reference.font.get_glyph_extents(number)
    if not text:
        assert (left, low, right, high) == (0, 0, 0, 0)
        return
    em = reference.face.upem
    assert extents is not None
    assert (left * em, high * em) == pytest.approx((extents.x_bearing, extents.y_bearing))
    assert (right - left) * em == pytest.approx(extents.width)
    assert (high - low) * em == pytest.approx(-extents.height)


def test_a_font_gives_itself_four_names() -> None:
    """Family, full name, PostScript name and typographic family (OpenType, name table)."""
    found = FontProgram(hb.Blob(b""))
    found.face = cast(Any, SimpleNamespace(get_name=lambda n: None if n == 6 else f"name {n}"))
    assert found.families == ["name 1", "name 4", "", "name 16"]


def test_signs_stand_upon_their_letter() -> None:
    letters = Reference(FACES["serif-letters"].path, False)
    text = "q\u0302"
    glyphs = letters._shape(text, "ltr", "und")
    assert len(glyphs) == 2
    outlines = [letters.outline(glyph) for glyph in glyphs]
    assert letters.stacks(text, outlines)
    assert letters.stacks(text, [letters.outline(g) for g in letters._shape(text, "ttb", "und")])
    assert not letters.stacks(text, outlines[::-1])
    assert not letters.stacks(text, outlines[:1])
    assert not letters.stacks("q\u0301", outlines)

    def drawn(said: str, *shown: int) -> bool:
        return _as_in(letters, letters, said, shown)

    other = nominal(letters, "x")[0]
    assert drawn(text, *glyphs)
    assert not drawn(text, other, glyphs[1])
    assert not drawn(text, *glyphs[::-1])
    assert drawn("q", glyphs[0])
    assert not drawn("q", other)
    # what the font lacks another one shows
    assert drawn(text, glyphs[0], 0)
    assert drawn(text, 0)
    assert not drawn(text, other, 0)
    assert drawn("q\u3400", glyphs[0], 0)
