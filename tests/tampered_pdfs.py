"""The table of tampering with PDFs: each kind shows, says or does what the canonical text does not.

Each function alters an opened archival PDF of the press so that the text read from it stays what
it was. The hashes of a manifest are made anew by whoever tampers, so they say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf

from zhengben.proof.pdf_operators import StrictContents

_TEXT = re.compile(rb"BT[ \n].*?[ \n]ET\b", re.DOTALL)
Tamper = Callable[[Pdf], None]
TAMPERS: dict[str, Tamper] = {}


def kind(name: str) -> Callable[[Tamper], Tamper]:
    def keep(tamper: Tamper) -> Tamper:
        TAMPERS[name] = tamper
        return tamper

    return keep


def _write(page: Any, change: Callable[[bytes], bytes]) -> None:
    page.Contents.write(change(bytes(page.Contents.read_bytes())))


def _append(pdf: Pdf, operators: bytes, page: int = 0) -> None:
    """Add operators behind those of a page, in points from its lower left corner."""
    shown = pdf.pages[page].obj
    height = float(shown.MediaBox[3])
    _write(shown, lambda data: data + b"\n1 0 0 -1 0 %f cm\n" % height + operators)


def _first_text(change: Callable[[bytes], bytes]) -> Tamper:
    """Return a tampering with the first piece of text on the first page."""

    def tamper(pdf: Pdf) -> None:
        def once(data: bytes) -> bytes:
            return re.sub(
                rb"BT[ \n].*?[ \n]ET\b", lambda m: change(m[0]), data, count=1, flags=re.S
            )

        _write(pdf.pages[0].obj, once)

    return tamper


def _around(before: bytes, behind: bytes = b"") -> Tamper:
    return _first_text(lambda text: before + b"\n" + text + b"\n" + behind)


def _resources(pdf: Pdf) -> Any:
    return pdf.pages[0].obj.Resources


def _font(pdf: Pdf) -> Any:
    fonts = _resources(pdf).Font
    return fonts[sorted(fonts.keys())[-1]]


def _descriptor(pdf: Pdf) -> Any:
    return _font(pdf).DescendantFonts[0].FontDescriptor


def _graphics(pdf: Pdf, **state: Any) -> None:
    _resources(pdf).ExtGState["/x"] = Dictionary(**state)
    _around(b"q /x gs", b"Q")(pdf)


# fonts


@kind("a second font program, which viewers take first")
def _(pdf: Pdf) -> None:
    _descriptor(pdf).FontFile = pdf.make_stream(bytes(_descriptor(pdf).FontFile3.read_bytes()))


@kind("a TrueType program beside the other")
def _(pdf: Pdf) -> None:
    _descriptor(pdf).FontFile2 = pdf.make_stream(bytes(_descriptor(pdf).FontFile3.read_bytes()))


@kind("a CIDToGIDMap that swaps glyphs")
def _(pdf: Pdf) -> None:
    codes = list(range(65536))
    codes[107], codes[549] = codes[549], codes[107]
    data = b"".join(n.to_bytes(2, "big") for n in codes)
    _font(pdf).DescendantFonts[0].CIDToGIDMap = pdf.make_stream(data)


@kind("an encoding of its own")
def _(pdf: Pdf) -> None:
    _font(pdf).Encoding = pdf.make_stream(b"1 begincidrange <0000> <ffff> 1 endcidrange")


@kind("a Type 3 font")
def _(pdf: Pdf) -> None:
    _resources(pdf).Font["/T3"] = Dictionary(Type=Name.Font, Subtype=Name.Type3)


@kind("vertical metrics")
def _(pdf: Pdf) -> None:
    _font(pdf).DescendantFonts[0].DW2 = Array([880, -3000])


# what text is drawn with


@kind("alpha 0")
def _(pdf: Pdf) -> None:
    _graphics(pdf, ca=0)


@kind("alpha of a tenth for strokes")
def _(pdf: Pdf) -> None:
    _graphics(pdf, CA=0.1)


@kind("a blend mode")
def _(pdf: Pdf) -> None:
    _graphics(pdf, BM=Name.Difference)


@kind("a soft mask")
def _(pdf: Pdf) -> None:
    form = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]))
    _graphics(pdf, SMask=Dictionary(S=Name.Alpha, G=form))


@kind("a font by the graphics state")
def _(pdf: Pdf) -> None:
    _graphics(pdf, Font=Array([_font(pdf), 12]))


TAMPERS |= {
    "white text": _around(b"1 g", b"0 g"),
    "grey text": _around(b"0.97 g", b"0 g"),
    "white text in three lights": _around(b"1 1 1 rg", b"0 g"),
    "invisible text": _first_text(lambda text: text.replace(b" Tf", b" Tf 3 Tr")),
    "text as a clipping path": _first_text(lambda text: text.replace(b" Tf", b" Tf 7 Tr")),
    "outlined text": _first_text(lambda text: text.replace(b" Tf", b" Tf 1 Tr")),
    "text stretched to nothing": _first_text(lambda text: text.replace(b" Tf", b" Tf 1 Tz")),
    "text raised off the page": _first_text(lambda text: text.replace(b" Tf", b" Tf 9000 Ts")),
    "text spread by words": _first_text(lambda text: text.replace(b" Tf", b" Tf 9 Tw")),
    "mirrored text": _first_text(lambda text: text.replace(b"1 0 0 -1", b"-1 0 0 -1")),
    "text upside down": _first_text(lambda text: text.replace(b"1 0 0 -1", b"-1 0 0 1")),
    "slanted text": _first_text(lambda text: text.replace(b"1 0 0 -1", b"1 0 0.5 -1")),
    "text of 0.5 pt": _around(b"q 0.02 0 0 0.02 100 100 cm", b"Q"),
    "a turned page of text": _around(b"q 0 1 -1 0 300 300 cm", b"Q"),
    "text cut to a shape": _around(b"q 0 0 1 1 re W n", b"Q"),
    "text cut to a shape, even-odd": _around(b"q 0 0 1 1 re W* n", b"Q"),
    "text within text": _around(b"BT", b"ET"),
    "marked content told in other words": _first_text(
        lambda text: b"/Span <</ActualText (no)>> BDC\n" + text + b"\nEMC"
    ),
    "marked content with another text beside its number": lambda pdf: _write(
        pdf.pages[0].obj, lambda data: data.replace(b"<</MCID 0>>", b"<</MCID 0/Alt (no)>>", 1)
    ),
    "a soft hyphen that shows a word": _first_text(
        lambda text: b"/Span <</ActualText <FEFF00AD>>> BDC\n" + text + b"\nEMC"
    ),
    "text in a layer": _first_text(lambda text: b"/OC /x BDC\n" + text + b"\nEMC"),
    "a piece of another program": _around(b"/x MP"),
    "compatibility section": _around(b"BX", b"EX"),
}


# what lies over text


def _through(pdf: Pdf, operators: bytes) -> bytes:
    """Put rules through the middle of a line of the first page."""
    (page, *_) = StrictContents(pdf).pages
    glyph = page.glyphs[len(page.glyphs) // 2]
    return operators.replace(b"RULE", b"%.2f" % (glyph.base + 0.35 * glyph.size))


def _over(operators: bytes) -> Tamper:
    return lambda pdf: _append(pdf, b"/Artifact BMC q " + _through(pdf, operators) + b" Q EMC")


TAMPERS |= {
    "a white bar": _over(b"1 g 60 500 400 30 re f"),
    "a black bar": _over(b"0 g 60 500 400 30 re f*"),
    "a thick border": _over(b"40 w 60 500 400 2 re S"),
    "a thin rule through a line": _over(b"1 w 60 RULE m 500 RULE l S"),
    "many thin rules": _over(
        b" ".join(b"1 w 60 %d m 500 %d l S" % (y, y) for y in range(400, 560))
    ),
    "a line as wide as text, dashed": _over(b"1 w [9 1] 0 d 60 RULE m 500 RULE l S"),
    "a curve": _over(b"60 500 m 100 600 200 600 300 500 c S"),
    "a shading": _over(b"/x sh"),
    "an inline image": _over(b"q 400 0 0 40 60 500 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI Q"),
}  # fmt: skip


@kind("a form over the text")
def _(pdf: Pdf) -> None:
    _resources(pdf).XObject["/x"] = pdf.make_stream(
        b"0 g 0 0 400 30 re f*", Type=Name.XObject, Subtype=Name.Form,
        BBox=Array([0, 0, 400, 30]), Resources=Dictionary(), StructParents=0,
    )  # fmt: skip
    _append(pdf, b"/Artifact BMC q 1 0 0 1 60 500 cm /x Do Q EMC")


@kind("a picture over the text")
def _(pdf: Pdf) -> None:
    _resources(pdf).XObject["/x"] = pdf.make_stream(
        b"\xff", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1,
        ColorSpace=Name.DeviceGray, BitsPerComponent=8,
    )  # fmt: skip
    _append(pdf, b"/Artifact BMC q 400 0 0 30 60 500 cm /x Do Q EMC")


def _again(pdf: Pdf, x: float, y: float) -> None:
    """Show a glyph of the text once more, as an artifact."""
    glyph = StrictContents(pdf).drawn[0].glyphs[40]
    name = next(
        n for n, f in _resources(pdf).Font.items() if f.objgen == glyph.font.dictionary.objgen
    )
    height = float(pdf.pages[0].obj.MediaBox[3])
    _append(
        pdf,
        b"/Artifact BMC q 1 0 0 -1 0 %f cm BT %b 12 Tf 1 0 0 -1 %f %f Tm <%04x> Tj ET Q EMC"
        % (height, name.encode(), x, height - y, glyph.code),
    )


@kind("characters of the text again, over others, as an artifact")
def _(pdf: Pdf) -> None:
    glyph = StrictContents(pdf).pages[0].glyphs[80]
    _again(pdf, glyph.start, glyph.base)


@kind("characters of the text in the margin, as an artifact")
def _(pdf: Pdf) -> None:
    _again(pdf, 20, 40)


@kind("a running head with two characters turned about")
def _(pdf: Pdf) -> None:
    for page in pdf.pages:
        data = bytes(page.obj.Contents.read_bytes())
        for found in re.finditer(rb"/Pagination.*?TJ", data, re.DOTALL):
            strings = b"".join(re.findall(rb"<([0-9a-f]+)>", found[0]))
            if len(strings) > 8:
                first, second = b"<" + strings[:4], b"<" + strings[4:8]
                turned = found[0].replace(first, second, 1)
                _write(page.obj, lambda d, old=found[0], new=turned: d.replace(old, new))
                return


@kind("a folio of another page")
def _(pdf: Pdf) -> None:
    def change(data: bytes) -> bytes:
        at = data.rindex(b"BT\n")
        return data[:at] + data[at:].replace(b"<0013>", b"<0015>", 1)

    _write(pdf.pages[1].obj, change)


# the page


@kind("UserUnit")
def _(pdf: Pdf) -> None:
    pdf.pages[0].obj.UserUnit = 40


@kind("a crop box")
def _(pdf: Pdf) -> None:
    pdf.pages[0].obj.CropBox = Array([0, 0, 100, 100])


@kind("an art box")
def _(pdf: Pdf) -> None:
    pdf.pages[0].obj.ArtBox = Array([0, 0, 100, 100])


@kind("a turned page")
def _(pdf: Pdf) -> None:
    pdf.pages[0].obj.Rotate = 180


@kind("a page that goes by itself")
def _(pdf: Pdf) -> None:
    pdf.pages[0].obj.Dur = 1


@kind("a thumbnail of another page")
def _(pdf: Pdf) -> None:
    pdf.pages[0].obj.Thumb = pdf.make_stream(b"\0", Width=1, Height=1)


@kind("a transparency group")
def _(pdf: Pdf) -> None:
    pdf.pages[0].obj.Group = Dictionary(S=Name.Transparency)


@kind("a page that another program knows")
def _(pdf: Pdf) -> None:
    pdf.pages[0].obj.PieceInfo = Dictionary()
