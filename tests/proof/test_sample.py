"""What PDFium draws of a sample is compared with the outlines that the file claims."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from tests.proof.test_tampered_pdf import swapped
from zhengben.design.faces import FACES
from zhengben.proof import sample
from zhengben.proof.extraction import Extraction
from zhengben.proof.pdf import extract_pdf
from zhengben.proof.sample import chosen_page

REFERENCES = {key: face.path for key, face in FACES.items()}


@pytest.fixture(scope="module")
def handout(built: Path) -> Path:
    return next(built.glob("*.zh-Hant.handout.pdf"))


def read(path: Path, change: Callable[[pikepdf.Pdf], None], folder: Path) -> Extraction:
    with pikepdf.open(path) as pdf:
        change(pdf)
        pdf.save(folder / path.name)
    return extract_pdf(folder / path.name, REFERENCES, sampled=True)


def a_second_program(pdf: pikepdf.Pdf) -> None:
    """Give each font a program that viewers take before the one that the witness reads."""
    for page in pdf.pages:
        for font in page.obj.Resources.Font.values():
            held = font.DescendantFonts[0].FontDescriptor
            other = pdf.make_stream(swapped(bytes(held.FontFile3.read_bytes())))
            other.Subtype = Name.OpenType
            held.FontFile = other


def before_each(operators: bytes) -> Callable[[pikepdf.Pdf], None]:
    """Return what puts operators before those of each page."""

    def change(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.contents_add(operators, prepend=True)

    return change


def seen_through(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        page.obj.Resources.ExtGState = Dictionary(Glass=Dictionary(ca=0))
        page.contents_add(b"/Glass gs", prepend=True)


def behind_each(pdf: pikepdf.Pdf) -> None:
    """Paint over each page what is marked as no text."""
    for page in pdf.pages:
        page.contents_add(b"/Artifact BMC 1 g 0 0 900 900 re f EMC")


def test_published_files_show_what_they_claim(built: Path) -> None:
    for path in sorted(built.glob("*.pdf")):
        assert extract_pdf(path, REFERENCES, sampled=True).faults == ()


@pytest.mark.parametrize(
    "change",
    [
        a_second_program,
        seen_through,
        before_each(b"0 0 1 1 re W n"),
        behind_each,
    ],
    ids=["a second program", "seen through", "cut to nothing", "painted over"],
)
def test_a_file_that_shows_something_else_is_found(
    handout: Path, change: Callable[[pikepdf.Pdf], None], tmp_path: Path
) -> None:
    found = read(handout, change, tmp_path).faults
    assert {fault.code for fault in found} == {"shown"}
    assert "as it claims" in found[0].sentence


def test_nothing_is_drawn_of_a_file_that_is_not_sampled(
    handout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample, "_Opened", None)
    assert extract_pdf(handout, REFERENCES).faults == ()


def test_every_page_may_be_chosen_and_the_bytes_choose() -> None:
    data = [bytes([n]) for n in range(64)]
    assert {chosen_page(each, 4) for each in data} == {1, 2, 3, 4}
    assert [chosen_page(each, 4) for each in data] == [chosen_page(each, 4) for each in data]
    assert chosen_page(b"x", 1) == chosen_page(b"x", 0) == 1


@pytest.mark.parametrize("alike", ["未末", "己已", "已巳", "日曰", "土士", "戊戌", "大太", "，、"])
def test_characters_that_look_alike_are_told_apart(alike: str, tmp_path: Path) -> None:
    """Of a file that says the one and whose viewers draw the other."""
    from tests.proof.test_rendering import file

    one, other = (file(character, 9.0) for character in alike)
    with pikepdf.open(io.BytesIO(one)) as pdf:
        contents = sample.SampledContents({}, 1)
        contents.read_page(pdf.pages[0], 1)
        # such a file has no words of its own for its glyph
        piece = contents.pieces[0].font
        piece._shown = dict.fromkeys(piece._shown, (alike[0], 1000.0))
        assert list(sample.strange_sample(one, contents, pdf.pages[0])) == []
        assert list(sample.strange_sample(other, contents, pdf.pages[0]))


def test_a_glyph_is_not_told_for_the_ink_of_its_neighbour(
    handout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hook of an f reaches into the box of the next one, which may stand outside the sample."""
    found = list[str]()

    def alone(digest: bytes, pieces: list[sample._Piece]) -> list[object]:
        chosen = [
            (piece.font, [glyph])
            for piece in pieces
            for one, glyph in zip(
                sample._glyphs(piece), list(sample._glyphs(piece))[1:], strict=False
            )
            if one.text == "f" and glyph.text == "f"
        ]
        found.extend("f" for _ in chosen)
        return chosen

    monkeypatch.setattr(sample, "_stretches", alone)
    with pikepdf.open(handout) as pdf:
        last = len(pdf.pages)
    monkeypatch.setattr(sample, "chosen_page", lambda data, pages: last)
    monkeypatch.setattr("zhengben.proof.pdf.chosen_page", lambda data, pages: last, raising=False)
    assert extract_pdf(handout, REFERENCES, sampled=True).faults == ()
    assert found
