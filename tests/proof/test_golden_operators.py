"""What is drawn by operators of a page, and what is told against them, in rows.

A page is 200 by 100 points. Glyphs 1 to 3 of /F are 一, 二, 三; of /H a hyphen, a soft one, a
letter and a blank. /X is a formula of the text, /Y none, /I a picture, /Fm a form with a glyph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.proof.pages import document, font, form
from tests.proof.told_rows import retold
from zhengben.document.provenance import KnownObjects
from zhengben.proof.pdf_operators import StrictContents
from zhengben.proof.pictures import shown_sha256

Golden = Callable[[Path, str], None]


def page(content: str) -> tuple[pikepdf.Pdf, KnownObjects]:
    pdf = document(content)
    resources = pdf.pages[0].Resources
    cmap = b"4 beginbfchar <0001> <002d> <0002> <00ad> <0003> <0061> <0004> <0020> endbfchar"
    resources.Font.H = font(pdf, ToUnicode=pdf.make_stream(cmap))
    x, y = form(pdf, "0 0 1 1 re f"), form(pdf, "0 0 2 2 re f")
    shows = form(pdf, "BT /F 10 Tf 1 0 0 -1 20 30 Tm <0001> Tj ET", Resources=resources)
    resources.XObject = Dictionary(X=x, Y=y, Fm=shows)
    x.BBox = Array([0, 0, 1, 1])
    resources.XObject.I = pdf.make_stream(b"abc", Subtype=Name.Image, Width=3, Height=1)
    resources.XObject.I.ColorSpace = Name.DeviceGray
    resources.ExtGState = Dictionary(G=Dictionary(Font=Array([resources.Font.F, 12]), ca=0.5))
    return pdf, KnownObjects(frozenset((shown_sha256(x),)))


def numbers(values: Iterable[float]) -> str:
    return " ".join(f"{round(value, 3) + 0.0:g}" for value in values)


def measured(contents: StrictContents) -> Iterator[str]:
    """Yield what is measured of glyphs and objects."""
    (page,) = contents.pages
    # it matters which are the same, and what is of none
    ranks = {number: rank for rank, number in enumerate(contents.drawn[0].artifacts, 1)}
    for glyph in page.glyphs:
        place = f"{numbers((glyph.start, glyph.end))} on {numbers((glyph.base,))}"
        ink = f"{numbers(glyph.ink)} of {numbers((glyph.ink_left, glyph.ink_right))}"
        more = [glyph.font, glyph.colour, f"{glyph.size:g} pt", "" if glyph.level else "not level"]
        more += [
            f"in {glyph.key[1]}" if glyph.key else "",
            f"artifact {ranks.get(glyph.artifact, 0)}",
        ]
        more += [f"{glyph.told[1]} of {glyph.told[0]!r}" if glyph.told else ""]
        yield f"measured {glyph.text!r} {place}, ink {ink}, {', '.join(filter(None, more))}"
    for item in page.objects:
        key = f" in {item.key[1]}" if item.key else ""
        box, points = numbers(item.box), numbers(item.points)
        yield f"measured {item.sha256[:8]} at {numbers(item.matrix)}, {box}, {points}{key}"
    if page.paints:
        yield f"paints {', '.join(sorted(page.paints))}"


def told(contents: StrictContents) -> Iterator[str]:
    """Yield what is drawn, then what is told."""
    (drawn,) = contents.drawn
    assert (drawn.number, drawn.media, drawn.turned) == (1, (0, 0, 200, 100), 0)
    for text in drawn.texts:
        shown = "".join(glyph.text for glyph in text.glyphs)
        yield f"text {shown!r} {text.size:g} at {numbers(text.text)} in {numbers(text.matrix)}"
    for glyph in drawn.glyphs:
        told = f" of {glyph.told}" if glyph.told else ""
        yield f"glyph {glyph.code} {glyph.text!r} at {numbers(glyph.matrix)}{told}"
    for rule in drawn.rules:
        key = "" if rule.key is None else f" in {rule.key[1]}"
        yield f"rule {numbers(rule.box)}{key}: {rule.operators.decode()}"
    yield from (f"object at {numbers(shown.matrix)}" for shown in drawn.objects)
    yield from (f"artifact {n} {text!r}" for n, text in enumerate(drawn.artifacts.values(), 1))
    for fault in contents.strange:
        assert (fault.code, fault.place) == ("strange", "page 1")
        yield f"! {fault.sentence}"
    yield from (f"? {fault.sentence}" for fault in contents.faults)


def test_operators_are_followed_as_they_were(golden: Golden) -> None:
    def tell(content: str) -> Iterator[str]:
        pdf, known = page(content)
        with pdf:
            contents = StrictContents(pdf, known)
            yield from told(contents)
            yield from measured(contents)

    golden(*retold("operators", tell, 100))


def test_a_turned_page_is_told_so() -> None:
    pdf = document("", "")
    for shown, turned in zip(pdf.pages, (-90, 450), strict=True):
        shown.obj.Rotate = turned
        shown.obj.MediaBox = Array([0, 0, 30, 40])
    contents = StrictContents(pdf)
    assert [(d.number, d.media, d.turned) for d in contents.drawn] == [
        (1, (0.0, 0.0, 30.0, 40.0), 270), (2, (0.0, 0.0, 30.0, 40.0), 90),
    ]  # fmt: skip
