"""What the proof of a PDF promises of its objects and operators, on pages of a few bytes."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any, cast

import pikepdf
import pytest
import uharfbuzz as hb
from pikepdf import Array, Dictionary, Name, String

from zhengben.design.faces import FACES
from zhengben.document.provenance import NO_OBJECTS
from zhengben.proof.grammar import rule
from zhengben.proof.pdf_grammar import FONT_TABLES, LIGHT_RANGE, LIGHTS, OBJECTS
from zhengben.proof.pdf_objects import _MOST_TOLD, _program, _Walk, framed
from zhengben.proof.pdf_operators import StrictContents, StrictReader, _area, _covers, _strikes

# ---- the frame and the objects of a PDF


@pytest.mark.parametrize("version", ["1.7", "2.0"])
def test_a_file_has_one_frame(version: str) -> None:
    head = b"%PDF-" + version.encode() + b"\n%\xf0\x9f\x96\xa4\n"
    body = b"1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"
    assert list(framed(head + body, version)) == []
    other = "2.0" if version == "1.7" else "1.7"
    (told,) = framed(head + body, other)
    assert "does not begin" in told.sentence
    (told,) = framed(head + body + b"%", version)
    assert "behind the end" in told.sentence
    (told,) = framed(head + body.replace(b"<<>>", b"<<>>\nstartxref\n"), version)
    assert "2 revisions" in told.sentence
    told_of = [(fault.code, fault.place, fault.sentence) for fault in framed(b"", version)]
    assert told_of == [
        ("strange", "file", "The file does not begin as the press begins one."),
        ("strange", "file", "Something stands behind the end of the file."),
        ("strange", "file", "The file has 0 revisions, not one."),
    ]


def walk(pdf: pikepdf.Pdf) -> _Walk:
    return _Walk(pdf, (), NO_OBJECTS)


@pytest.mark.parametrize(
    ("value", "wanted", "fits"),
    [
        (8, "=8", True), (7, "=8", False), (True, "=1", False), (1, "int", True),
        (True, "int", False), (True, "bool", True), (True, "true", True), (False, "true", False),
        (None, "null", True), (1.5, "num", True), (1, "num", True), (String("a"), "text", True),
        (Name.A, "text", False), (Name.A, "/A", True), (Name.B, "/A", False),
        (Name.A, "name", True), (Array([1, 2]), "[int]", True),
        (Array([1, Name.A]), "[int]", False),
        (Array([1, 2]), "[int int]", True), (Array([1]), "[int int]", False), (1, "[int]", False),
        (Name.A, "int | /A", True), (Name.C, "int | /A", False),
        (Dictionary(A=1), "{int}", True), (Dictionary(A=Name.B), "{int}", False),
        (1, "{int}", False),
        (1, "ref", False), (Dictionary(), "^page", False),
    ],
)  # fmt: skip
def test_a_value_is_as_its_rule_has_it(value: Any, wanted: str, fits: bool) -> None:
    with pikepdf.new() as pdf:
        assert walk(pdf)._matches(value, rule(wanted), "here") is fits


def test_a_stream_is_no_dictionary_of_names() -> None:
    with pikepdf.new() as pdf:
        stream = pdf.make_stream(b"", A=1)
        assert not walk(pdf)._matches(stream, rule("{int}"), "here")


def test_no_more_faults_are_told_than_anybody_reads() -> None:
    with pikepdf.new() as pdf:
        for number in range(3 * _MOST_TOLD):
            pdf.Root[f"/A{number}"] = pdf.make_indirect(Dictionary())
        found = walk(pdf).faults()
    assert found
    assert all(fault.code == "strange" for fault in found)


@pytest.mark.parametrize("shape", ["colours", "profile"])
def test_a_colour_profile_of_nobody_is_told(shape: str) -> None:
    with pikepdf.new() as pdf:
        walker = walk(pdf)
        walker._object(pdf.make_stream(b"profile", N=3), shape)
        assert any("is a colour profile" in told for _, told in walker._found)


def test_a_font_program_has_the_tables_that_the_press_writes() -> None:
    face = hb.Face(hb.Blob.from_file_path(str(FACES["serif-tc"].path)))
    tags = frozenset(face.table_tags)
    program = SimpleNamespace(read_bytes=FACES["serif-tc"].path.read_bytes)
    assert list(_program(tags, "CFF ")(program)) == []
    (told,) = _program(tags - {"head"}, "CFF ")(program)
    assert told == "has tables that the press never writes (head)"
    (told,) = _program(tags, "glyf")(program)
    assert "no outlines" in told
    assert "CFF " in FONT_TABLES


def test_the_spaces_of_light_are_those_of_the_standard_illuminants() -> None:
    """D50 and D65 (CIE 15), which the engine lays into every file."""
    assert LIGHTS == ((0.964296, 1.0, 0.825105), (0.950456, 1.0, 1.089058))
    assert LIGHT_RANGE == (-125.0, 125.0) * 2
    assert OBJECTS["picture"]["/BitsPerComponent"] == "=8"


# ---- operators of a page


def read(content: bytes) -> StrictContents:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(200, 200))
        pdf.pages[0].Contents = pdf.make_stream(content)
        return StrictContents(pdf)


def strange(content: bytes) -> list[str]:
    return [fault.sentence for fault in read(content).strange]


def boxes(content: bytes) -> list[tuple[float, ...]]:
    return [tuple(round(n, 3) for n in r.box) for r in read(content).drawn[0].rules]


def test_a_line_is_as_wide_as_the_pen_in_its_size() -> None:
    assert boxes(b"q 1 w 10 20 m 110 20 l S Q") == [(9.5, 19.5, 110.5, 20.5)]
    assert boxes(b"q 0.75 0 0 0.75 0 0 cm 1 w 40 40 m 80 40 l S Q") == [
        (29.625, 29.625, 60.375, 30.375),
    ]  # fmt: skip
    assert strange(b"q 1.5 w 10 20 m 110 20 l S Q") == []
    assert strange(b"q 2 w 10 20 m 110 20 l S Q") == ["Page 1 paints what is thicker than a rule."]
    # a line upwards, and from right to left
    assert boxes(b"q 1 w 10 20 m 10 9 l S Q") == [(9.5, 8.5, 10.5, 20.5)]


def test_a_border_is_cut_to_one_side_and_to_all_that_cuts_it() -> None:
    border = b"0 0 100 100 re 1 1 98 98 re f*"
    assert boxes(b"q 0 0 100 1 re W* n %b Q" % border) == [(0, 0, 100, 1)]
    assert boxes(b"q 0 0 100 1 re W* n 0 0 50 9 re W* n %b Q" % border) == [(0, 0, 50, 1)]
    # what was cut before is whole again
    (told,) = strange(b"q q 0 0 100 1 re W* n Q %b Q" % border)
    assert "thicker than a rule" in told
    # a path that cuts nothing
    (told,) = strange(b"q 0 0 100 1 re n %b Q" % border)
    assert "thicker than a rule" in told


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"q 1 0 0 -1 0 0 cm Q", ""),
        (b"q 0.75 0 0 0.75 0 0 cm Q", ""),
        (b"q 0.8 0 0 0.8 0 0 cm Q", "turns or stretches"),
        (b"q 0 1 -1 0 0 0 cm Q", "turns or stretches"),
        (b"q 1 0 0 0.5 0 0 cm Q", "turns or stretches"),
        (b"BT 1 0 0 -1 5 5 Tm ET", ""),
        (b"BT 1 0 0 1 5 5 Tm ET", "turns, mirrors or stretches text"),
        (b"BT BT ET", "opens or closes text twice"),
        (b"ET", "opens or closes text twice"),
        (b"q  Q", "blanks between its operators"),
        (b"q % a\nQ", "blanks between its operators"),
        (b"1 g", "has “1 g”, which the press never writes"),
        (b"0 g", ""),
        (b"2 J", "never writes"),
        (b"1 J", ""),
        (b"[1 2] 0 d", ""),
        (b"/Span <</MCID 0>> BDC EMC", ""),
        (b"/Span <</MCID 0/Lang (a)>> BDC EMC", "never says (/Span)"),
        (b"/Other <</MCID 0>> BDC EMC", "never says (/Other)"),
        (b"/Artifact <</Type /Page>> BDC EMC", ""),
        (b"/Artifact <</Type /Layout>> BDC EMC", "never says (/Artifact)"),
        (b"/Artifact BMC EMC", ""),
        (b"BT 3 Ts ET", "raises or lowers text"),
        (b"BT 0 Ts ET", ""),
    ],
)
def test_an_operator_is_told_that_the_press_never_writes(content: bytes, told: str) -> None:
    found = " ".join(strange(content))
    assert told in found
    assert bool(found) is bool(told), found


def glyph(
    text: str, ink: tuple[float, float, float, float], base: float = 0.0, size: float = 10.0
) -> Any:
    return SimpleNamespace(text=text, ink=ink, base=base, size=size)


def test_glyphs_that_lie_on_one_another_are_seen() -> None:
    assert _area((1.0, 2.0, 4.0, 6.0)) == 12.0
    one = glyph("甲", (0.0, 0.0, 10.0, 10.0))
    for left, covers in ((0.0, True), (6.9, True), (7.1, False), (10.0, False)):
        assert _covers(one, glyph("乙", (left, 0.0, left + 10, 10.0))) is covers, left
    # a stop below the arm of a letter, in the same line and size
    stop = (4.0, 0.0, 6.0, 2.0)
    half = (3.0, 1.0, 12.0, 10.0)
    assert not _covers(glyph("y", half), glyph(".", stop))
    assert _covers(glyph("y", half), glyph("z", stop))
    assert _covers(glyph("y", half), glyph(".", stop, base=1.0))
    assert _covers(glyph("y", half), glyph(".", stop, size=9.0))
    assert _covers(glyph("y", (0.0, 0.0, 9.0, 9.0)), glyph(".", stop))


def test_a_rule_strikes_what_it_runs_through() -> None:
    shown = glyph("甲", (0.0, 0.0, 10.0, 10.0), base=0.0)
    for low, high, strikes in (
        (3.0, 3.5, True), (-1.0, 0.0, False), (-1.0, 0.1, True), (6.0, 7.0, False),
        (5.9, 7.0, True), (3.0, 3.0, False),
    ):  # fmt: skip
        assert _strikes((0.0, low, 10.0, high), shown) is strikes, (low, high)


def over(glyphs: Iterable[Any]) -> list[str]:
    reader = SimpleNamespace(
        found=SimpleNamespace(glyphs=list(glyphs)), drawn=SimpleNamespace(rules=[])
    )
    return list(StrictReader._over(cast(Any, reader)))


@pytest.mark.parametrize(("dx", "dy"), [(4.5, 0.0), (0.0, 4.5), (-4.5, 0.0), (3.0, 3.0)])
@pytest.mark.parametrize("start", [0.0, 3.0, 4.0, 100.0])
def test_what_lies_on_another_is_seen_wherever_it_stands(
    start: float, dx: float, dy: float
) -> None:
    def at(x: float, y: float, text: str) -> Any:
        return SimpleNamespace(text=text, ink=(x, y, x + 10, y + 10), start=x, base=y, size=10.0,
                               told=None)  # fmt: skip

    assert over([at(start, start, "甲"), at(start + dx, start + dy, "乙")]) == [
        "shows “乙” over another character"
    ]
    assert over([at(start, start, "甲"), at(start + 10, start, "乙")]) == []
    # signs are drawn on the letter before them, and nothing else is
    for sign, told in (("\u0301", []), ("\u0301\u20dd", []), ("a\u0301", ["a\u0301"])):
        found = over([at(start, start, "x"), at(start + dx, start + dy, sign)])
        assert found == [f"shows “{text}” over another character" for text in told]
