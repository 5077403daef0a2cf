"""Imposes a plain PDF as a booklet: two pages a side, to be printed on both sides and stitched.

Each page becomes a form XObject (ISO 32000-1, 8.10) and stays what it was: fonts, glyphs, marked
content. The structure tree is kept; its references to content now name form and sheet (14.7.4.2).
Bookmarks lead to the place on its sheet. What else only serves a screen (links, destinations, page
labels) is left out, and so are the claims to PDF/UA and PDF/A, which a sheet with two pages in the
order of a printer does not meet.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from msgspec import Struct
from pikepdf import Array, Dictionary, Name, String

from zhengben.document.errors import RenderError
from zhengben.formats.imposition.order import Sheet, sheets, slots

_PT_PER_MM = 72 / 25.4
# office paper of 80 g/m²
PAPER_MM = 0.1
# fold and stitch marks: length of a tick, and where the staples go as parts of the height
_TICK_MM, _STAPLES, _HAIR_PT = 3.0, (0.25, 0.75), 0.25
# sizes may differ by rounding
_SAME_PT = 0.1
# what a viewer would do with the pages of the plain file
_SCREEN_ONLY = ("/Dests", "/PageLabels", "/PageMode", "/OpenAction", "/AcroForm")
_CLAIMS = ("pdfuaid:", "pdfaid:", "pdfxid:")


class Imposed(Struct, frozen=True):
    """An imposed file; ``pages`` are its sides, two of each sheet."""

    data: bytes
    pages: int


class _Placed(Struct, frozen=True):
    """A page on its sheet, moved by so many points to the right and upwards."""

    form: pikepdf.Object
    side: pikepdf.Object
    moved: tuple[float, float]


def impose(
    data: bytes,
    *,
    sheet_mm: tuple[float, float],
    paper_mm: float = PAPER_MM,
    right_bound: bool = False,
    back_cover: bool = True,
) -> Imposed:
    """Impose a PDF two-up for saddle stitch and return the file; the same input, the same bytes.

    ``data`` is the plain file, all pages of one size; ``sheet_mm`` is what they are printed on,
    width first (A4 across for A5); turned pages (/Rotate) are placed as a viewer shows them. Creep:
    each sheet that lies in another moves its pages towards the fold by ``paper_mm``, the thickness
    of the paper, because its fore edge sticks out by as much and is trimmed. ``right_bound`` is for
    vertical text; ``back_cover`` keeps an even last page on the outside and puts blanks before it.
    Ticks show where to fold and staple, inside the innermost sheet only. Print on both sides,
    turned on the short edge; the file asks for that.

    Raises RenderError when the pages are not alike or too large for half a sheet.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return _Imposition(pdf, sheet_mm, paper_mm, right_bound, back_cover).write()


class _Imposition:
    def __init__(
        self,
        pdf: pikepdf.Pdf,
        sheet_mm: tuple[float, float],
        paper_mm: float,
        right_bound: bool,
        back_cover: bool,
    ) -> None:
        self.pdf, self.right_bound = pdf, right_bound
        self.sheet = (sheet_mm[0] * _PT_PER_MM, sheet_mm[1] * _PT_PER_MM)
        self.paper = paper_mm * _PT_PER_MM
        self.plain = [page.obj for page in pdf.pages]
        self.slots = slots(len(self.plain), back_cover)
        self.forms = [_form(pdf, page) for page in pdf.pages]
        self.size = self._size()
        self.placed: dict[tuple[int, int], _Placed] = {}

    def _size(self) -> tuple[float, float]:
        """Return the size of every page as it is seen."""
        sizes = [(box[2] - box[0], box[3] - box[1]) for box in map(_seen_box, self.forms)]
        width, height = sizes[0]
        for number, size in enumerate(sizes, 1):
            if abs(size[0] - width) > _SAME_PT or abs(size[1] - height) > _SAME_PT:
                raise RenderError(f"Page {number} is not of the size of page 1; a booklet needs "
                                  "pages of one size.")  # fmt: skip
        if 2 * width > self.sheet[0] + _SAME_PT or height > self.sheet[1] + _SAME_PT:
            raise RenderError(f"Pages of {width / _PT_PER_MM:.0f} × {height / _PT_PER_MM:.0f} mm "
                              "do not fit twice on the sheet of the booklet.")  # fmt: skip
        return width, height

    def write(self) -> Imposed:
        """Place the pages, mend the structure and return the bytes."""
        pdf, order = self.pdf, sheets(len(self.slots), self.right_bound)
        for depth, sheet in enumerate(order):
            self._side(sheet.outside, depth, inner=False)
            self._side(sheet.inside, depth, inner=depth == len(order) - 1)
        for bookmark in _bookmarks(pdf.Root.get("/Outlines")):
            if bookmark.Dest[0].objgen in self.placed:
                bookmark.Dest = self._destination(bookmark.Dest)
        del pdf.pages[: len(self.plain)]
        if "/StructTreeRoot" in pdf.Root:
            self._structure(pdf.Root.StructTreeRoot)
        self._catalog(order)
        self._forget_claims()
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, compress_streams=True,
                 object_stream_mode=pikepdf.ObjectStreamMode.generate)  # fmt: skip
        return Imposed(out.getvalue(), len(pdf.pages))

    def _side(self, spread: tuple[int, int], depth: int, inner: bool) -> None:
        """Add a side of a sheet that lies in ``depth`` others."""
        side = self.pdf.add_blank_page(page_size=self.sheet)
        fold, (width, height) = self.sheet[0] / 2, self.size
        bottom = (self.sheet[1] - height) / 2
        trim = (fold - width, bottom, fold + width, bottom + height)
        side.TrimBox = Array([round(edge, 4) for edge in trim])
        resources, operators = Dictionary(XObject=Dictionary()), list[str]()
        creep = depth * self.paper
        for slot, left in zip(spread, (fold - width + creep, fold - creep), strict=True):
            page = self.slots[slot]
            if page is None:
                continue
            form = self.forms[page]
            box = _seen_box(form)
            operators.append(f"q 1 0 0 1 {left - box[0]:.4f} {bottom - box[1]:.4f} cm "
                             f"/P{page + 1} Do Q")  # fmt: skip
            resources.XObject[f"/P{page + 1}"] = form
            moved = (left - box[0], bottom - box[1])
            self.placed[self.plain[page].objgen] = _Placed(form, side.obj, moved)
        if inner:
            operators.append(_marks(fold, bottom, height))
        side.Resources = resources
        side.Contents = self.pdf.make_stream("\n".join(operators).encode())

    def _destination(self, plain: Any) -> pikepdf.Array:
        """Return where a destination on a page is found on its sheet."""
        page, *view = plain
        placed = self._on_sheet(page)
        if view[:1] != [Name.XYZ]:
            # the whole page
            return Array([placed.side, Name.Fit])
        x, y, zoom = view[1:]
        matrix = pikepdf.Matrix(placed.form.get("/Matrix", Array([1, 0, 0, 1, 0, 0])))
        across, up = matrix.transform((float(x), float(y)))
        right, higher = placed.moved
        return Array([placed.side, Name.XYZ, round(across + right, 4), round(up + higher, 4), zoom])

    # the structure tree

    def _structure(self, root: pikepdf.Object) -> None:
        for kid in _kids(root):
            self._element(kid)
        parents = pikepdf.NumberTree(root.ParentTree)
        for key in [key for key, value in parents.items() if not isinstance(value, Array)]:
            # a link, which is gone
            del parents[key]

    def _element(self, element: pikepdf.Object) -> None:
        page: Any = element.get("/Pg")
        kids = list(_kids(element))
        kept: list[Any] = []
        for kid in kids:
            if isinstance(kid, int):
                kept.append(self._reference(kid, page))
            elif "/S" in kid:
                self._element(kid)
                kept.append(kid)
            elif "/MCID" in kid:
                kept.append(self._moved(kid, kid.get("/Pg", page)))
        if kids:
            element.K = Array(kept)
        if page is not None:
            element.Pg = self._on_sheet(page).side
        if element.S == "/Link":
            # nothing to click on paper
            element.S = Name.Span

    def _on_sheet(self, page: pikepdf.Object) -> _Placed:
        return self.placed[page.objgen]

    def _reference(self, mcid: int, page: pikepdf.Object) -> pikepdf.Object:
        placed = self._on_sheet(page)
        return Dictionary(Type=Name.MCR, Pg=placed.side, Stm=placed.form, MCID=mcid)

    def _moved(self, kid: pikepdf.Object, page: pikepdf.Object) -> pikepdf.Object:
        """Return a reference to marked content that names its page; a form of its own stays."""
        moved = self._reference(int(kid.MCID), page)
        if "/Stm" in kid:
            moved.Stm = kid.Stm
        return moved

    # the catalog

    def _catalog(self, order: tuple[Sheet, ...]) -> None:
        root = self.pdf.Root
        for key in _SCREEN_ONLY:
            if key in root:
                del root[key]
        if "/Names" in root and "/Dests" in root.Names:
            del root.Names["/Dests"]
            if not root.Names.keys():
                del root["/Names"]
        root.PageLayout = Name.SinglePage
        preferences = root.get("/ViewerPreferences", Dictionary())
        preferences.Duplex, preferences.PrintScaling = Name.DuplexFlipShortEdge, Name("/None")
        if self.right_bound:
            preferences.Direction = Name.R2L
        root.ViewerPreferences = preferences
        labels: Any = Array([])
        sides = [side for sheet in order for side in (sheet.outside, sheet.inside)]
        for number, side in enumerate(sides):
            shown = "|".join("–" if (page := self.slots[slot]) is None else str(page + 1)
                             for slot in side)  # fmt: skip
            labels.extend([number, Dictionary(P=String(shown))])
        root.PageLabels = Dictionary(Nums=labels)

    def _forget_claims(self) -> None:
        if "/Metadata" not in self.pdf.Root:
            return
        with self.pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            for name in [n for n in map(str, xmp) if _short(n).startswith(_CLAIMS)]:
                del xmp[name]


def _short(name: str) -> str:
    """Return a name of XMP with the prefix that ISO gives its namespace."""
    for prefix in _CLAIMS:
        if f"/{prefix.removesuffix('id:')}/ns/id/" in name or name.startswith(prefix):
            return prefix
    return name


def _form(pdf: pikepdf.Pdf, page: pikepdf.Page) -> pikepdf.Object:
    """Make a form of a page, its marked content known to the tree by the page's own number."""
    form = pdf.make_indirect(page.as_form_xobject())
    if "/StructParents" in page.obj:
        form.StructParents = page.obj.StructParents
    if "/Group" in form and "/Group" not in page.obj:
        del form["/Group"]
    return form


def _bookmarks(item: Any) -> Iterator[Any]:
    """Yield all that stands below an item of the outline, in order."""
    at = item.get("/First") if item is not None else None
    while at is not None:
        yield at
        yield from _bookmarks(at)
        at = at.get("/Next")


def _seen_box(form: pikepdf.Object) -> tuple[float, float, float, float]:
    """Return the edges of a form as its matrix places it."""
    matrix = pikepdf.Matrix(form.get("/Matrix", Array([1, 0, 0, 1, 0, 0])))
    left, bottom, right, top = (float(edge) for edge in form.BBox)
    corners = [matrix.transform(corner) for corner in ((left, bottom), (right, top))]
    across, up = zip(*corners, strict=True)
    return min(across), min(up), max(across), max(up)


def _kids(element: pikepdf.Object) -> Iterator[Any]:
    kids = element.get("/K")
    if isinstance(kids, Array):
        yield from kids
    elif kids is not None:
        yield kids


def _marks(fold: float, bottom: float, height: float) -> str:
    """Draw where to fold and where the staples go, as an artifact that the fold will hide."""
    tick = _TICK_MM * _PT_PER_MM
    spans = [(bottom, bottom + tick), (bottom + height - tick, bottom + height)]
    spans += [(bottom + height * at - tick, bottom + height * at + tick) for at in _STAPLES]
    lines = " ".join(f"{fold:.4f} {a:.4f} m {fold:.4f} {b:.4f} l S" for a, b in spans)
    return f"/Artifact <</Type /Page>> BDC q {_HAIR_PT} w 0 G {lines} Q EMC"
