"""The table of editions: one row, one template and one style sheet each.

Lengths are in points (``_pt``), millimetres (``_mm``) or em of the text size (``_em``). The figures
and their sources are explained in docs/design.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Edition:
    """What distinguishes an edition; template and sheet are empty where it needs none."""

    name: str
    label: str
    media_type: str
    suffix: str
    template: str
    sheet: str


@dataclass(frozen=True, slots=True)
class PrintEdition(Edition):
    """An edition on pages.

    ``page_mm`` is the trimmed page as it is read, width first; ``head_mm`` and ``inner_mm`` are the
    margins at its head and at the side where it is bound (the left one, where it is bound at the
    left), both measured to the type area of ``measure_em`` by ``lines`` of ``text_pt`` on
    ``leading_pt``. A vertical edition is bound at the right; its lines are columns.

    ``notes`` stand at the ``foot`` of the page, behind the ``paragraph`` or at the ``end``.
    They stand ``note_inset_em`` of their size further in; a call has ``call_em`` of the text.
    ``facing`` mirrors the margins of even pages; ``imposed`` adds a file for folding, and the plain
    one is called after its paper. ``flavour`` is a row of the table of flavours; ``layout_of``
    names the edition whose pages this one has too, in another flavour. ``hangs`` lets the
    numbers of articles stand out of their text; ``runs_short`` lets pages give lines to a last one
    that would have but a few; in a ``grid`` Han stand below one another.
    """

    page_mm: tuple[float, float]
    head_mm: float
    inner_mm: float
    text_pt: float
    leading_pt: float
    measure_em: int
    lines: int
    note_pt: float
    note_leading_pt: float
    title_pt: float
    title_leading_pt: float
    head_blank_lines: int
    notes: str = "foot"
    note_inset_em: int = 0
    call_em: float = 0.6
    justify: bool = True
    vertical: bool = False
    facing: bool = False
    imposed: bool = False
    face: str = "serif"
    head_face: str = "sans"
    flavour: str = "accessible"
    layout_of: str = ""
    hangs: bool = True
    runs_short: bool = True
    grid: bool = False

    @property
    def layout(self) -> str:
        """Return the name of the edition that the pages are composed for."""
        return self.layout_of or self.name

    @property
    def measure_pt(self) -> float:
        """Return the length of a full line."""
        return self.measure_em * self.text_pt

    @property
    def depth_pt(self) -> float:
        """Return the extent of the type area across its lines."""
        return self.lines * self.leading_pt

    @property
    def note_em(self) -> float:
        """Return the size of a note in em of the text."""
        return self.note_pt / self.text_pt

    @property
    def sheet_mm(self) -> tuple[float, float]:
        """Return the page as it is laid out: on its side where lines are columns."""
        width, height = self.page_mm
        return (height, width) if self.vertical else (width, height)

    def margins_mm(self) -> tuple[float, float, float, float]:
        """Return the margins of a laid-out odd page: top, right, bottom, left."""
        width, height = self.sheet_mm
        measure, depth = self.measure_pt / POINTS_PER_MM, self.depth_pt / POINTS_PER_MM
        # columns run from the bound right edge, which is the top of the page on its side
        top, left = (
            (self.inner_mm, self.head_mm) if self.vertical else (self.head_mm, self.inner_mm)
        )
        return top, width - left - measure, height - top - depth, left


@dataclass(frozen=True, slots=True)
class BookEdition(Edition):
    """An e-book; ``vertical`` sets columns from right to left.

    Its page list tells the pages of the print edition ``pages_of`` in the same script.
    """

    vertical: bool
    pages_of: str


def _print(name: str, label: str, **facts: object) -> PrintEdition:
    return PrintEdition(
        name=name,
        label=label,
        media_type="application/pdf",
        suffix=f"{name}.pdf",
        template=f"{name}.html.j2",
        sheet=f"{name}.css",
        **facts,  # type: ignore[arg-type]
    )


HANDOUT = _print(
    "handout",
    "A4 講義",
    page_mm=(210, 297),
    head_mm=31,
    inner_mm=28.8,
    text_pt=12,
    leading_pt=21,
    measure_em=36,
    lines=32,
    note_pt=9,
    note_leading_pt=13.5,
    title_pt=23,
    title_leading_pt=34,
    head_blank_lines=4,
)
# A5 for the pocket: the plain pages, and the same imposed for folding (zhengben.formats.imposition)
BOOKLET = _print(
    "booklet",
    "A5 小冊",
    page_mm=(148, 210),
    head_mm=20,
    inner_mm=17,
    text_pt=10.5,
    leading_pt=18.375,
    measure_em=30,
    lines=26,
    note_pt=8,
    note_leading_pt=12,
    title_pt=17,
    title_leading_pt=26,
    head_blank_lines=5,
    facing=True,
    imposed=True,
)
# after GB/T 9704-2012: 22 lines of 28 characters on 156 mm by 225 mm
GONGWEN = _print(
    "gongwen",
    "公文版式",
    page_mm=(210, 297),
    head_mm=37,
    inner_mm=28,
    text_pt=156 * POINTS_PER_MM / 28,
    leading_pt=225 * POINTS_PER_MM / 22,
    measure_em=28,
    lines=22,
    note_pt=12,
    note_leading_pt=18,
    title_pt=22,
    title_leading_pt=225 * POINTS_PER_MM / 22,
    head_blank_lines=3,
    notes="end",
    facing=True,
    flavour="archive-unicode",
    # every paragraph is indented by two characters and fills its lines (7.3.3)
    hangs=False,
    # every page has its 22 lines, every line its 28 characters (5.2.3)
    runs_short=False,
    grid=True,
)
LARGE_PRINT = _print(
    "large-print",
    "大字版",
    page_mm=(210, 297),
    head_mm=26.5,
    inner_mm=25.6,
    text_pt=18,
    leading_pt=28.8,
    measure_em=25,
    lines=24,
    note_pt=16,
    note_leading_pt=25,
    title_pt=30,
    title_leading_pt=44,
    head_blank_lines=3,
    notes="paragraph",
    note_inset_em=1,
    call_em=0.7,
    justify=False,
    face="sans",
)
VERTICAL = _print(
    "vertical",
    "直排本",
    page_mm=(148, 210),
    head_mm=27,
    inner_mm=19,
    text_pt=10.5,
    leading_pt=18.9,
    measure_em=42,
    lines=16,
    note_pt=8,
    note_leading_pt=13.6,
    title_pt=17,
    title_leading_pt=28,
    head_blank_lines=2,
    notes="end",
    vertical=True,
    facing=True,
    flavour="archive-unicode",
)


def _in_flavour(of: PrintEdition, flavour: str, label: str) -> PrintEdition:
    """Return the pages of an edition in another flavour, which names the new edition."""
    return replace(
        of, name=flavour, label=label, suffix=f"{flavour}.pdf", flavour=flavour, layout_of=of.name
    )


ARCHIVE = _in_flavour(HANDOUT, "archive", "典藏本")
ARCHIVE_PLAIN = _in_flavour(HANDOUT, "archive-plain", "典藏本，無附件")
E_READER = BookEdition(
    name="e-reader",
    label="電子書",
    media_type="application/epub+zip",
    suffix="epub",
    template="epub/chapter.xhtml.j2",
    sheet="epub.css",
    vertical=False,
    pages_of="handout",
)
E_READER_VERTICAL = BookEdition(
    name="e-reader-vertical",
    label="直排電子書",
    media_type="application/epub+zip",
    suffix="vertical.epub",
    template="epub/chapter.xhtml.j2",
    sheet="epub-vertical.css",
    vertical=True,
    pages_of="handout",
)
AKOMA_NTOSO = Edition(
    name="akoma-ntoso",
    label="法律文書 XML",
    media_type="application/akn+xml",
    suffix="akn.xml",
    template="",
    sheet="",
)
# two scripts side by side, on paper and (with the same name) as a web page
COLLATION = _print(
    "collation",
    "繁簡對照",
    page_mm=(210, 297),
    head_mm=31,
    inner_mm=27.2,
    text_pt=10.5,
    leading_pt=18,
    measure_em=42,
    lines=37,
    note_pt=9,
    note_leading_pt=13.5,
    title_pt=14,
    title_leading_pt=21,
    head_blank_lines=0,
    notes="end",
)
# what a plain build makes of a document in scripts other than that of its canonical text
IN_EVERY_SCRIPT = ("handout", "archive", "e-reader")
EDITIONS: dict[str, Edition] = {
    edition.name: edition
    for edition in (
        HANDOUT,
        ARCHIVE,
        ARCHIVE_PLAIN,
        BOOKLET,
        GONGWEN,
        LARGE_PRINT,
        VERTICAL,
        E_READER,
        E_READER_VERTICAL,
        AKOMA_NTOSO,
    )
}
PRINTED = {name: edition for name, edition in EDITIONS.items() if isinstance(edition, PrintEdition)}
