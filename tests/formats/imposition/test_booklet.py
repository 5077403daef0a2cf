"""The imposed booklet: each page in its place, the structure kept, and every falsification seen."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import mutate
import pikepdf
import pytest
from pdf_cases import CASES, found
from pdf_factory import REFERENCES, Element, Factory, Piece

from zhengben.document.errors import RenderError
from zhengben.formats.imposition.booklet import impose
from zhengben.formats.imposition.order import Sheet, sheets, slots
from zhengben.proof.fidelity import Proof, prove
from zhengben.proof.folding import folded

# the pages of the factory are A4, rounded up to points
A3_MM = (420.0, 297.1)
LINE = "上合組織旨在維護本組織各國所在地區的安全和穩定，共同應對新威脅和新挑戰。"


def test_the_order_of_one_and_two_sheets() -> None:
    assert sheets(4) == (Sheet((3, 0), (1, 2)),)
    assert sheets(8) == (Sheet((7, 0), (1, 6)), Sheet((5, 2), (3, 4)))
    assert sheets(4, right_bound=True) == (Sheet((0, 3), (2, 1)),)
    with pytest.raises(ValueError, match="6 pages"):
        sheets(6)


@pytest.mark.parametrize("pages", [1, 4, 5, 6, 8, 13, 64])
def test_a_folded_stack_reads_in_order(pages: int) -> None:
    """Fold the stack by hand: going in from the front, then out to the back."""
    places = slots(pages)
    assert len(places) % 4 == 0
    assert len(places) - pages < 4
    stack = sheets(len(places))
    going_in = [slot for s in stack for slot in (s.outside[1], s.inside[0])]
    going_out = [slot for s in reversed(stack) for slot in (s.inside[1], s.outside[0])]
    assert going_in + going_out == list(range(len(places)))


def test_blanks_stand_before_the_back_cover() -> None:
    assert slots(6) == (0, 1, 2, 3, 4, None, None, 5)
    assert slots(6, back_cover=False) == (0, 1, 2, 3, 4, 5, None, None)
    # a right-hand page stays one: its margins are those of a right-hand page
    assert slots(5) == (0, 1, 2, 3, 4, None, None, None)
    assert slots(8) == tuple(range(8))


def text_of(pages: int) -> dict[str, str]:
    """Return a paragraph for each page, told apart by their lengths."""
    return {f"para-{n + 1}": LINE[: 12 + n] + LINE[20:] for n in range(pages)}


def plain(folder: Path, pages: int) -> bytes:
    """Return a document with a paragraph on each page, each but the last running over to the next.

    It carries what a screen needs and paper does not: links, bookmarks, labels and claims.
    """
    blocks = []
    for n, (name, text) in enumerate(text_of(pages).items()):
        following = min(n + 1, pages - 1)
        kids = [Piece(f"{n + 1}.", "Lbl", n), Piece(text[:10], "", n)]
        kids.append(Piece(text[10:20], "Link", n))
        kids.append(Piece(text[20:], "", following))
        blocks.append(Element("P", name, kids))
    path = Factory().write(folder / "plain.pdf", [Element("Art", kids=blocks)])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        parents = pikepdf.NumberTree.new(pdf)
        pdf.Root.StructTreeRoot.ParentTree = parents.obj
        for number, page in enumerate(pdf.pages):
            page.obj.StructParents = number
            parents[number] = pdf.make_indirect(pikepdf.Array([]))
            link = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], Dest="x"
            )
            page.obj.Annots = pikepdf.Array([pdf.make_indirect(link)])
        parents[99] = pdf.Root.StructTreeRoot
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("題", 0))
        with pdf.open_metadata() as xmp:
            xmp["pdfuaid:part"], xmp["dc:title"] = "1", "題"
        pdf.save(path)
    return path.read_bytes()


def check(path: Path, pages: int) -> Proof:
    lines = text_of(pages)
    text = "".join(line + "\n" for line in lines.values())
    return prove(path, text, ids=tuple(lines), references=REFERENCES)


@pytest.fixture(scope="module")
def imposed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("imposed")
    path = folder / "imposed.pdf"
    path.write_bytes(impose(plain(folder, 8), sheet_mm=A3_MM).data)
    return path


@pytest.mark.parametrize("right_bound", [False, True])
@pytest.mark.parametrize("pages", [4, 5, 6, 8, 13])
def test_an_imposed_file_is_proved(pages: int, right_bound: bool, tmp_path: Path) -> None:
    data = plain(tmp_path, pages)
    result = impose(data, sheet_mm=A3_MM, right_bound=right_bound)
    assert result == impose(data, sheet_mm=A3_MM, right_bound=right_bound)
    path = tmp_path / "imposed.pdf"
    path.write_bytes(result.data)
    assert check(path, pages).failures == ()
    with pikepdf.open(path) as pdf:
        assert result.pages == len(pdf.pages) == -(-pages // 4) * 2
        # every page once, in the order of its folio
        names = {
            fold.folio: name
            for (side, form), fold in folded(pdf).items()
            for page in pdf.pages
            if page.obj.objgen == side
            for name, there in page.Resources.XObject.items()
            if there.objgen == form
        }
        assert [names[folio] for folio in sorted(names)] == [f"/P{n + 1}" for n in range(pages)]


def test_bookmarks_lead_to_the_place_on_the_sheet(tmp_path: Path) -> None:
    data = plain(tmp_path, 8)
    path = tmp_path / "plain.pdf"
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        with pdf.open_outline() as outline:
            outline.root[:] = [
                pikepdf.OutlineItem(f"{n}", n, "XYZ", left=20, top=30, zoom=0) for n in (0, 6)
            ]
        pdf.save(path)
    assert data != path.read_bytes()
    imposed = tmp_path / "imposed.pdf"
    imposed.write_bytes(impose(path.read_bytes(), sheet_mm=A3_MM).data)
    with pikepdf.open(imposed) as pdf:
        first, seventh = pdf.Root.Outlines.First, pdf.Root.Outlines.First.Next
        by_folio = {fold.folio: fold for fold in folded(pdf).values()}
        for item, folio in ((first, 1), (seventh, 7)):
            fold = by_folio[folio]
            side, kind, x, y, _ = item.Dest
            assert (side.objgen, kind) == (pdf.pages[fold.side - 1].obj.objgen, "/XYZ")
            assert (float(x), float(y)) == pytest.approx(
                (fold.box[0] + 20, fold.box[1] + 30), abs=1e-3
            )


def test_what_a_printer_needs_and_what_only_a_screen_needs(imposed: Path) -> None:
    with pikepdf.open(imposed) as pdf:
        assert str(pdf.Root.ViewerPreferences.Duplex) == "/DuplexFlipShortEdge"
        assert str(pdf.Root.ViewerPreferences.PrintScaling) == "/None"
        assert not any("/Annots" in page for page in pdf.pages)
        assert [str(label.P) for label in list(pdf.Root.PageLabels.Nums)[1::2]] == [
            "8|1", "2|7", "6|3", "4|5"
        ]  # fmt: skip
        assert not list(mutate.elements(pdf, "/Link"))
        parents = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        forms = [f for page in pdf.pages for f in page.Resources.XObject.values()]
        assert sorted(parents) == sorted(int(form.StructParents) for form in forms)
        with pdf.open_metadata() as xmp:
            assert "pdfuaid:part" not in xmp
            assert xmp["dc:title"] == "題"
        for page in pdf.pages:
            assert [round(float(e)) for e in page.MediaBox] == [0, 0, 1191, 842]
            assert [round(float(e)) for e in page.TrimBox] == [0, 0, 1190, 842]


def test_creep_moves_inner_pages_towards_the_fold(tmp_path: Path) -> None:
    data = plain(tmp_path, 13)
    edges: dict[float, list[float]] = {}
    for paper_mm in (0.0, 1.0):
        with pikepdf.open(io.BytesIO(impose(data, sheet_mm=A3_MM, paper_mm=paper_mm).data)) as pdf:
            pages = sorted(folded(pdf).values(), key=lambda page: page.folio)
            edges[paper_mm] = [page.box[0] for page in pages]
    moved = [round((a - b) * 25.4 / 72) for a, b in zip(edges[1.0], edges[0.0], strict=True)]
    # 1 to 8 stand on the right, left, right … of ever deeper sheets, 9 to 13 come back out
    assert moved == [0, 0, -1, 1, -2, 2, -3, 3, -3, 3, -2, 2, -1]


def test_pages_that_cannot_be_imposed(tmp_path: Path) -> None:
    data = plain(tmp_path, 4)
    with pytest.raises(RenderError, match="do not fit"):
        impose(data, sheet_mm=(297.0, 210.0))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.pages[2].MediaBox = [0, 0, 300, 300]
        out = io.BytesIO()
        pdf.save(out)
    with pytest.raises(RenderError, match="Page 3 is not of the size"):
        impose(out.getvalue(), sheet_mm=A3_MM)


@pytest.mark.parametrize("name", CASES)
def test_a_falsified_booklet_is_seen(name: str, imposed: Path, tmp_path: Path) -> None:
    mutation, wanted = CASES[name]
    proof = check(mutation(imposed, tmp_path / "a.pdf"), 8)
    assert wanted <= found(proof), proof.failures
    assert not proof.holds


def swap_halves(pdf: pikepdf.Pdf) -> None:
    """Let the two pages of the second side change places."""
    page = pdf.pages[1]
    one, other = page.Resources.XObject.keys()
    data = page.Contents.read_bytes().decode()
    data = data.replace(f"{one} Do", "/- Do").replace(f"{other} Do", f"{one} Do")
    page.Contents = pdf.make_stream(data.replace("/- Do", f"{other} Do").encode())


def swap_sides(pdf: pikepdf.Pdf) -> None:
    one, two, three, four = (page.obj for page in pdf.pages)
    pdf.Root.Pages.Kids = pikepdf.Array([one, three, two, four])


def cut_off(pdf: pikepdf.Pdf) -> None:
    for form in pdf.pages[0].Resources.XObject.values():
        form.BBox = [0, 0, 595, 500]


def turn_binding(pdf: pikepdf.Pdf) -> None:
    pdf.Root.ViewerPreferences.Direction = pikepdf.Name.R2L


def content_of_the_sheet(pdf: pikepdf.Pdf) -> None:
    """Say that the text stands on the sheet itself."""
    for kid in mutate.kids(mutate.paragraphs(pdf)[0]):
        if "/Stm" in kid:
            del kid["/Stm"]


def shown_twice(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    page.Contents = pdf.make_stream(page.Contents.read_bytes() * 2)


EDITS = {
    "two pages swapped": (swap_halves, {"order"}),
    "two sides swapped": (swap_sides, {"order"}),
    "text cut off by its form": (cut_off, {"unseen"}),
    "a booklet bound on the wrong side": (turn_binding, {"order"}),
    "a reference without its form": (content_of_the_sheet, {"mcid-missing", "mcid-unused"}),
    "pages shown twice": (shown_twice, {"mcid-twice"}),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_unsound_booklet_is_seen(name: str, imposed: Path, tmp_path: Path) -> None:
    edit, wanted = EDITS[name]
    proof = check(mutate.edit_pdf(imposed, tmp_path / "a.pdf", edit), 8)
    assert wanted <= found(proof), proof.failures


def test_a_turned_page_is_placed_as_it_is_seen(tmp_path: Path) -> None:
    """Vertical editions are set on turned pages: the sheet shows them upright, read as before."""
    with pikepdf.open(io.BytesIO(plain(tmp_path, 4))) as pdf:
        for page in pdf.pages:
            page.Rotate = 90
        pdf.save(tmp_path / "turned.pdf")
    data = (tmp_path / "turned.pdf").read_bytes()
    path = tmp_path / "imposed.pdf"
    path.write_bytes(impose(data, sheet_mm=(600.0, 210.0), right_bound=True).data)
    assert check(path, 4).failures == ()
    with pikepdf.open(path) as pdf:
        boxes = [fold.box for fold in folded(pdf).values()]
    for box in boxes:
        assert box[2] - box[0] == pytest.approx(842)
        assert box[3] - box[1] == pytest.approx(595)
    assert all(one[0] != other[0] for one, other in pairwise(boxes))
