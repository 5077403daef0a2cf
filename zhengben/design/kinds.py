"""The classes of editions: what a row of the table of editions may say.

Lengths are in points (``_pt``), millimetres (``_mm``) or em of the text size (``_em``). What a row
leaves out and its class needs is told by zhengben.design.registry.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import force_setattr

from zhengben.design.records import PageRecord, SheetRecord

POINTS_PER_MM = 72 / 25.4
Paper = Literal["", "A3", "A4", "A5", "A6"]
# ISO 216, the short side first
PAPERS: Mapping[str, tuple[int, int]] = {
    "A3": (297, 420),
    "A4": (210, 297),
    "A5": (148, 210),
    "A6": (105, 148),
}


class EditionWords(Struct, frozen=True):
    """What an edition is called in a script, and what the colophon of its pages says of it."""

    label: str = ""
    colophon: str = ""


class Edition(Struct, frozen=True, kw_only=True):
    """A row of the table of editions.

    ``suffix`` is what stands in the name of its file behind document and script; ``words`` are
    those of each script, by its tag. A ``plain_build`` makes it in ``every`` script of a document,
    in its ``own`` one, or, unless the metadata name it, not at all (``none``). ``proof_sheets`` and
    ``deposit`` say whether it is shown on proof sheets and laid into the bag for an archive.
    ``scripts`` are those that stand in it together, empty for an edition in one script.
    """

    name: str
    media_type: str
    suffix: str = ""
    template: str = ""
    sheet: str = ""
    words: Mapping[str, EditionWords] = field(default_factory=dict)
    plain_build: Literal["every", "own", "none"] = "own"
    proof_sheets: bool = False
    deposit: bool = True
    scripts: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """Return what is the same for equal rows: their words are a mapping, which has none."""
        return hash(self.name)


class PrintEdition(Edition, frozen=True, kw_only=True):
    """An edition on pages; file, template and sheet are called after it unless it says otherwise.

    ``paper`` is the trimmed page as it is read. ``head_mm`` and ``inner_mm`` are the
    margins at its head and at the side where it is bound (the left one, where it is bound at the
    left), both measured to the type area of ``measure_em`` by ``lines`` of ``text_pt`` on
    ``leading_pt``. A vertical edition is bound at the right; its lines are columns.

    ``notes`` stand at the ``foot`` of the page, behind the ``paragraph`` or at the ``end``.
    They stand ``note_inset_em`` of their size further in; a call has ``call_em`` of the text.
    ``facing`` mirrors the margins of even pages; ``imposed_on`` is the paper of the sheets that a
    second file lays its pages on, two by two, to be folded. ``flavour`` is a row of the table of
    flavours; ``layout_of`` names the edition whose pages this one has too, in another flavour.
    An ``official`` edition sets the parts of official documents at the places of GB/T 9704.
    Tables are set in the size of notes, in ``least_table_pt`` at the least, and where that is too
    large and the edition ``turns_tables``, on pages across.
    ``hangs`` lets the numbers of articles stand out of their text; ``runs_short`` lets pages give
    lines to a last one that would have but a few; in a ``grid`` Han stand below one another.

    ``record`` is what its pages must measure, ``sheet_record`` what the sheets of its imposed file
    must: written down a second time, by hand, after the standard that the edition follows, never
    worked out from these figures. The checks know nothing else of an edition.
    """

    media_type: str = "application/pdf"
    proof_sheets: bool = True
    paper: Paper = ""
    imposed_on: Paper = ""
    head_mm: float = 0
    inner_mm: float = 0
    text_pt: float = 0
    leading_pt: float = 0
    measure_em: int = 0
    lines: int = 0
    note_pt: float = 0
    note_leading_pt: float = 0
    least_table_pt: float = 0
    turns_tables: bool = False
    title_pt: float = 0
    title_leading_pt: float = 0
    head_blank_lines: int = 0
    notes: Literal["foot", "paragraph", "end"] = "foot"
    note_inset_em: int = 0
    call_em: float = 0.6
    justify: bool = True
    vertical: bool = False
    facing: bool = False
    face: str = "serif"
    head_face: str = "sans"
    flavour: str = "accessible"
    layout_of: str = ""
    hangs: bool = True
    runs_short: bool = True
    grid: bool = False
    official: bool = False
    record: PageRecord | None = None
    sheet_record: SheetRecord | None = None

    def __post_init__(self) -> None:
        for key, value in (
            ("suffix", f"{self.name}.pdf"),
            ("template", f"{self.name}.html.j2"),
            ("sheet", f"{self.name}.css"),
        ):
            if not getattr(self, key):
                force_setattr(self, key, value)
        if not self.least_table_pt:
            force_setattr(self, "least_table_pt", self.note_pt)

    @property
    def layout(self) -> str:
        """Return the name of the edition that the pages are composed for."""
        return self.layout_of or self.name

    @property
    def page_mm(self) -> tuple[int, int]:
        """Return the page as it is read, width first."""
        return PAPERS[self.paper]

    @property
    def plain_suffix(self) -> str:
        """Return the suffix of the file with single pages, which are called after their paper."""
        return f"{self.name}-{self.paper.lower()}.pdf" if self.imposed_on else self.suffix

    @property
    def imposed_mm(self) -> tuple[int, int]:
        """Return the sheet of the imposed file, width first: two pages lie on it side by side."""
        short, long = PAPERS[self.imposed_on]
        return long, short

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


class CollationEdition(PrintEdition, frozen=True, kw_only=True):
    """A text in two ``scripts`` side by side: pages, and under the same name a web page."""

    @property
    def web_suffix(self) -> str:
        """Return what stands in the name of the web page behind document and script."""
        return f"{self.name}.html"

    @property
    def web_template(self) -> str:
        """Return the template of the web page."""
        return f"{self.name}-web.html.j2"

    @property
    def web_sheet(self) -> str:
        """Return the style sheet of the web page."""
        return f"{self.name}-web.css"


class BesideEdition(PrintEdition, frozen=True, kw_only=True):
    """A text beside its other ``beside``: an earlier version of it, or its languages.

    It is pages, and under the same name a web page, which has the sheet of web pages and
    ``web_sheet``.
    ``widths_em`` are the measures of the columns by the number of texts, with one more where the
    press says something of its own; ``gap_em`` stands between two. One that ``merges`` versions
    sets both in one column, with marks for what one of them has alone.
    """

    beside: Literal["versions", "languages"] = "versions"
    widths_em: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    gap_em: float = 0.0
    merges: bool = False
    web_template: str = "beside/page.html.j2"
    web_script: str = "beside/beside.js"
    web_sheet: str = "beside.css"

    @property
    def web_suffix(self) -> str:
        """Return what stands in the name of the web page behind document and script."""
        return f"{self.name}.html"


class BookEdition(Edition, frozen=True, kw_only=True):
    """An e-book; ``vertical`` sets columns from right to left.

    Its page list tells the pages of the print edition ``pages_of`` in the same script.
    """

    media_type: str = "application/epub+zip"
    template: str = "epub/text.xhtml.j2"
    vertical: bool = False
    pages_of: str = ""


class BesideBookEdition(BookEdition, frozen=True, kw_only=True):
    """An e-book in which each paragraph is followed by itself in the other languages of a text."""

    beside: Literal["versions", "languages"] = "languages"


class XmlEdition(Edition, frozen=True, kw_only=True):
    """The text as Akoma Ntoso; it has no template and no sheet."""

    media_type: str = "application/akn+xml"
    claims: tuple[str, ...] = ("Akoma Ntoso 3.0",)


class WordEdition(Edition, frozen=True, kw_only=True):
    """The text as a Word file, for editors; its looks are those of templates/docx/styles.xml.j2."""

    media_type: str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    template: str = "docx/document.xml.j2"


class WebEdition(Edition, frozen=True, kw_only=True):
    """A web page that needs no other file; ``script`` is the template of its script."""

    media_type: str = "text/html"
    template: str = "web/page.html.j2"
    script: str = "web/page.js"
