"""Of a file that merges two versions each is read; pictures are known by what they show."""

from __future__ import annotations

import base64
import hashlib
import io
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from zhengben.document.notation import OBJECT, Mark
from zhengben.proof import html, pictures
from zhengben.proof.extraction import Block, TextSide, code_points, shown, unreadable
from zhengben.proof.html import _shown, extract_html
from zhengben.proof.pictures import (
    mathml_sha256,
    picture_sha256,
    remembered_hashes,
    shown_sha256,
)


def block(text: str, *sides: tuple[int, int, str], **more: Any) -> Block:
    return Block(
        "a", text, ("page 1",), (0,), "zh", sides=tuple(TextSide(*s) for s in sides), **more
    )


MERGED = ((1, 3, "gone"), (3, 4, "new"))


def test_each_of_two_versions_is_read_by_itself() -> None:
    merged = block("甲乙丙丁戊", *MERGED)
    assert merged.read_as("new") == block("甲丁戊")
    assert merged.read_as("gone") == block("甲乙丙戊")
    assert block("甲").read_as("new") == block("甲")
    alone = block("甲乙", (0, 2, "new"))
    assert alone.read_as("gone") is None
    # what it has alone it has whole, with its sides
    assert alone.read_as("new") == alone
    assert block("甲乙", (0, 1, "gone"), (1, 2, "gone")).read_as("new") is None


@pytest.mark.parametrize(
    ("start", "end", "new", "gone"),
    [
        (0, 1, (0, 1), (0, 1)), (1, 3, None, (1, 3)), (1, 2, None, (1, 2)), (2, 3, None, (2, 3)),
        (0, 5, (0, 3), (0, 4)), (0, 2, (0, 1), (0, 2)), (2, 4, (1, 2), (2, 3)),
        (3, 4, (1, 2), None), (4, 5, (2, 3), (3, 4)), (1, 4, (1, 2), (1, 3)),
        (3, 5, (1, 3), (3, 4)), (5, 5, (3, 3), (4, 4)), (0, 0, (0, 0), (0, 0)),
    ],
)  # fmt: skip
def test_marks_go_with_what_they_stand_over(
    start: int, end: int, new: tuple[int, int] | None, gone: tuple[int, int] | None
) -> None:
    merged = block("甲乙丙丁戊", *MERGED, marks=(Mark("em", start, end, "x"),))
    for side, place in (("new", new), ("gone", gone)):
        read = merged.read_as(side)
        assert read is not None
        assert read.marks == ((Mark("em", *place, "x"),) if place else ())


def test_what_is_drawn_goes_with_its_object() -> None:
    merged = block(f"{OBJECT}甲{OBJECT}乙{OBJECT}", (0, 1, "gone"), (2, 3, "new"),
                   shown=("one", "two", "three"))  # fmt: skip
    for side, drawn in (("new", ("two", "three")), ("gone", ("one", "three"))):
        read = merged.read_as(side)
        assert read is not None
        assert read.shown == drawn


def test_texts_are_shown_in_sentences() -> None:
    assert shown("甲\n\0乙\x1f ") == "“甲␊␀乙␟ ”"
    assert (shown("a" * 24), shown("a" * 25)) == (f"“{'a' * 24}”", f"“{'a' * 24}…”")
    assert shown("abc", 2) == "“ab…”"
    assert code_points("甲a") == "U+7532 U+0061"
    assert code_points("a" * 8) == " ".join(["U+0061"] * 8)
    assert code_points("a" * 9) == " ".join(["U+0061"] * 8) + " …"
    assert code_points("abc", 1) == "U+0061 …"
    (fault,) = unreadable("PDF", "no.").faults
    assert (fault.code, fault.place, fault.sentence) == (
        "unreadable", "file", "The PDF cannot be read: no.")  # fmt: skip


# ---- pictures


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def pdf() -> Any:
    with pikepdf.new() as made:
        yield made


def image(pdf: pikepdf.Pdf, data: bytes, space: Any, width: int = 2, height: int = 1) -> Any:
    made = pdf.make_stream(data, Subtype=Name.Image, Width=width, Height=height)
    if space is not None:
        made.ColorSpace = space
    return made


def profile(pdf: pikepdf.Pdf, colours: int) -> Any:
    return Array([Name.ICCBased, pdf.make_stream(b"", N=colours)])


def test_points_are_known_by_their_space_and_size(
    pdf: pikepdf.Pdf, monkeypatch: pytest.MonkeyPatch
) -> None:
    grey, rgb = b"ab", b"abcdef"
    for space, data, name in (
        (Name.DeviceGray, grey, "gray"), (profile(pdf, 1), grey, "gray"),
        (Name.DeviceRGB, rgb, "rgb"), (profile(pdf, 3), rgb, "rgb"),
    ):  # fmt: skip
        known = sha256(f"{name} 2 1\n".encode() + data)
        assert shown_sha256(image(pdf, data, space)) == known
        assert shown_sha256(image(pdf, data + b"x", space)) == ""
        assert shown_sha256(image(pdf, data, space, 1, 2)) == (
            sha256(f"{name} 1 2\n".encode() + data)
        )
    for space in (None, Name.DeviceCMYK, profile(pdf, 4), Array([Name.ICCBased]),
                  Array([Name.Lab, Dictionary()])):  # fmt: skip
        assert shown_sha256(image(pdf, b"", space, 2, 1)) == ""
    for width, height in ((0, 1), (1, 0), (-1, 1)):
        assert shown_sha256(image(pdf, b"", Name.DeviceGray, width, height)) == ""
    monkeypatch.setattr(pictures, "_MOST_POINTS", 2)
    assert shown_sha256(image(pdf, grey, Name.DeviceGray))
    assert shown_sha256(image(pdf, b"abc", Name.DeviceGray, 3, 1)) == ""


def test_photographs_and_outlines_are_known_by_their_bytes(pdf: pikepdf.Pdf) -> None:
    photograph = image(pdf, b"jpeg", Name.DeviceRGB)
    photograph.Filter = Name.DCTDecode
    assert shown_sha256(photograph) == sha256(b"jpeg")
    outlines = pdf.make_stream(b"0 0 m", Subtype=Name.Form)
    assert shown_sha256(outlines) == sha256(b"0 0 m")
    assert shown_sha256(Dictionary(Subtype=Name.Form)) == ""
    assert shown_sha256(pdf.make_stream(b"", Subtype=Name.PS)) == ""


def test_each_of_a_file_is_read_once(pdf: pikepdf.Pdf, monkeypatch: pytest.MonkeyPatch) -> None:
    read = list[Any]()
    monkeypatch.setattr(pictures, "shown_sha256", lambda item: read.append(item) or str(len(read)))
    of = remembered_hashes()
    one, other = pdf.make_stream(b"a"), pdf.make_stream(b"b")
    assert [of(item) for item in (one, other, one)] == ["1", "2", "1"]
    # what is no object of its own is read anew
    assert [of(Dictionary()), of(Dictionary())] == ["3", "4"]


def test_a_formula_is_known_in_its_canonical_form() -> None:
    space = 'xmlns="http://www.w3.org/1998/Math/MathML"'

    def digest(text: str) -> str:
        return mathml_sha256(ElementTree.fromstring(text))

    known = digest(f"<math {space}><mi>x</mi></math>")
    assert known == sha256(
        b'<n0:math xmlns:n0="http://www.w3.org/1998/Math/MathML"><n0:mi>x</n0:mi></n0:math>'
    )
    prefixed = space.replace("xmlns", "xmlns:m")
    assert digest(f"<m:math {prefixed}><m:mi>x</m:mi></m:math>") == known
    assert digest(f'<math {space} alttext="x"><mi>x</mi></math>') == known
    assert digest(f'<math {space} display="block"><mi>x</mi></math>') != known
    inner = ElementTree.fromstring(f"<p>甲<math {space}><mi>x</mi></math>乙</p>")
    assert mathml_sha256(inner[0]) == known
    # it is left as it is
    assert inner[0].tail == "乙"


def png(**more: Any) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (2, 1), "blue").save(data, "PNG", **more)
    return data.getvalue()


def address(data: bytes, kind: str = "png") -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def test_a_picture_of_a_page_is_known_by_what_it_shows() -> None:
    blue = sha256(b"rgb 2 1\n" + b"\0\0\xff" * 2)
    assert picture_sha256(png()) == blue
    for kind in ("png", "jpeg", "gif"):
        assert _shown("map.png", address(b"abc", kind)) == sha256(b"abc")
    assert _shown("map.svg", address(png())) == blue
    for wrong in (address(b"abc", "svg+xml"), "data:image/png;base64,A", "images/map.png", ""):
        assert _shown("map.png", wrong) == ""


def test_a_page_is_read_with_its_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.html"

    def read(body: str) -> Any:
        path.write_text(
            f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>', "utf-8"
        )
        return extract_html(path)

    body = f'<p id="a">甲<img class="object" data-file="map.png" src="{address(b"abc")}"/></p>'
    found = read(body)
    assert (found.medium, found.faults) == ("HTML", ())
    assert found.blocks == (
        Block("a", f"甲{OBJECT}", ("a.html",), marks=(Mark("image", 1, 2, "map.png|"),),
              shown=(sha256(b"abc"),)),
    )  # fmt: skip
    assert [f.code for f in read("<p>甲</p>").faults] == ["no-id"]
    begins = "The HTML cannot be read: "
    large = f"{begins}it is too large or declares entities."
    assert [f.sentence for f in read("<p><!ENTITY</p>").faults] == [large]
    (told,) = read("<p>").faults
    assert told.sentence.startswith(f"{begins}mismatched tag: line 1")
    path.write_text("<html/>")
    (told,) = extract_html(path).faults
    assert told.sentence == f"{begins}a.html is not an XHTML document."
    (told,) = extract_html(tmp_path / "none.html").faults
    assert "No such file" in told.sentence
    path.write_text("<a/>")
    monkeypatch.setattr(html, "_MOST_BYTES", 3)
    assert [f.sentence for f in extract_html(path).faults] == [large]
    monkeypatch.setattr(html, "_MOST_BYTES", 4)
    assert [f.sentence for f in extract_html(path).faults] != [large]
