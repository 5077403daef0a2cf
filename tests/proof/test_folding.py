"""Sheets of a booklet are read as they are folded, short books and blank sides too."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from tests.proof.pages import document, form
from zhengben.formats.imposition.booklet import impose
from zhengben.proof.folding import folded

A5_ON_A4 = "q 1 0 0 1 {} 0 cm /P{} Do Q"


def sheets(*sides: str, right_bound: bool = False) -> pikepdf.Pdf:
    """Return sides of 200 by 100 points; a letter is a page on the left or right, - is blank."""
    pdf = document(*["" for _ in sides])
    if right_bound:
        pdf.Root.ViewerPreferences = Dictionary(Direction=Name.R2L)
    for page, letters in zip(pdf.pages, sides, strict=True):
        operators, forms = [], Dictionary()
        for at, letter in zip((0, 100), letters, strict=True):
            if letter != "-":
                shown = form(pdf, "", BBox=Array([0, 0, 100, 100]), Letter=letter)
                forms[f"/P{letter}"] = shown
                operators.append(A5_ON_A4.format(at, letter))
        page.Resources = Dictionary(XObject=forms)
        page.Contents = pdf.make_stream("\n".join(operators).encode())
    return pdf


def order(pdf: pikepdf.Pdf) -> str:
    """Return the letters of the pages in the order of the folded book."""
    letters = {
        form.objgen: str(form.Letter)
        for page in pdf.pages
        for form in page.Resources.XObject.values()
    }
    found = sorted(folded(pdf).items(), key=lambda pair: pair[1].folio)
    return "".join(letters[form] for (_, form), _ in found)


@pytest.mark.parametrize(
    ("sides", "read"),
    [
        (("DA", "BC"), "ABCD"),
        (("HA", "BG", "FC", "DE"), "ABCDEFGH"),
        # one, two and three pages
        (("-A", "--"), "A"),
        (("BA", "--"), "AB"),
        (("-A", "B-"), "AB"),
        (("-A", "BC"), "ABC"),
        (("--", "-B"), "B"),
    ],
)
def test_the_order_of_reading(sides: tuple[str, ...], read: str) -> None:
    assert order(sheets(*sides)) == read
    # a book bound on the right is the mirror image
    mirrored = [side[::-1] for side in sides]
    assert order(sheets(*mirrored, right_bound=True)) == read


def test_where_each_page_lies() -> None:
    pdf = sheets("BA", "--")
    first, last = sorted(folded(pdf).values(), key=lambda page: page.folio)
    assert (first.folio, first.side, first.box) == (1, 1, (100, 0, 200, 100))
    assert (last.folio, last.side, last.box) == (4, 1, (0, 0, 100, 100))
    assert [page.folio for page in folded(sheets("-A", "B-")).values()] == [1, 2]
    (page,) = folded(sheets("--", "-C")).values()
    assert (page.folio, page.side) == (3, 2)


def test_matrices_add_up() -> None:
    pdf = sheets("-A", "--")
    shown = pdf.pages[0].Resources.XObject.PA
    shown.Matrix = Array([1, 0, 0, 1, 7, 0])
    pdf.pages[0].Contents = pdf.make_stream(
        b"Q q 2 0 0 2 0 0 cm Q q 1 0 0 1 1 0 cm 1 0 0 1 100 5 cm /PA Do Q /None Do"
    )
    (page,) = folded(pdf).values()
    assert page.box == (108, 5, 208, 105)


def test_the_middle_of_a_page_lies_between_its_edges() -> None:
    pdf = sheets("BA", "--")
    for page in pdf.pages:
        page.obj.MediaBox = Array([120, 0, 320, 100])
        page.Contents = pdf.make_stream(
            page.Contents.read_bytes().replace(b" 100 0 cm", b" 220 0 cm")
            .replace(b"0 0 1 0 0 cm", b"0 0 1 120 0 cm")
        )  # fmt: skip
    assert order(pdf) == "AB"


def three_on_a_side(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    page.Resources.XObject.Third = form(pdf, "", BBox=Array([0, 0, 100, 100]))
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\n/Third Do")


def twice(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Contents = pdf.make_stream(b"/PA Do 1 0 0 1 100 0 cm /PA Do")


def with_text(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].Resources.Font = Dictionary()


def turned(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].Rotate = 90


def picture(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].Resources.XObject.PB.Subtype = Name.Image


def odd(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1]


@pytest.mark.parametrize("edit", [three_on_a_side, twice, with_text, turned, picture, odd])
def test_a_file_that_is_not_imposed(edit: object) -> None:
    pdf = sheets("DA", "BC")
    edit(pdf)  # type: ignore[operator]
    assert folded(pdf) == {}


def test_plain_and_blank_pages_are_not_imposed() -> None:
    assert folded(document("", "")) == {}
    pdf = pikepdf.new()
    for _ in range(2):
        pdf.add_blank_page(page_size=(200, 100))
    assert folded(pdf) == {}


@pytest.mark.parametrize("pages", range(1, 10))
@pytest.mark.parametrize("right_bound", [False, True])
def test_what_is_imposed_is_found_again(pages: int, right_bound: bool) -> None:
    plain = pikepdf.new()
    for n in range(pages):
        plain.add_blank_page(page_size=(100 + n / 100, 100))
    out = io.BytesIO()
    plain.save(out)
    imposed = impose(out.getvalue(), sheet_mm=(100, 50), right_bound=right_bound).data
    with pikepdf.open(io.BytesIO(imposed)) as pdf:
        widths = {
            form.objgen: float(form.BBox[2])
            for page in pdf.pages
            for form in page.Resources.XObject.values()
        }
        found = sorted(folded(pdf).items(), key=lambda pair: pair[1].folio)
    read = [round(100 * widths[form]) - 10000 for (_, form), _ in found]
    assert read == list(range(pages))
