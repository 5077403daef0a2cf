"""The pages measure what their edition demands, and each check sees a page that does not."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import mutate_layout as ml
import pikepdf
import pytest
from msgspec.structs import replace
from mutate import edit_pdf

from zhengben.checks import layout
from zhengben.checks.finding import Finding, Subject
from zhengben.checks.layout.measured_lines import is_han, is_mark
from zhengben.design.editions import EDITIONS, PRINTED
from zhengben.design.records import A4_MM, PageRecord, SheetRecord
from zhengben.document.artefacts import Artefact
from zhengben.document.declaration import Declaration
from zhengben.document.errors import RegistryError
from zhengben.formats.imposition import booklet as booklet_module
from zhengben.formats.imposition.booklet import impose

Mutation = Callable[[Path, Path], Path]


def found(path: Path, declaration: Declaration, name: str = "handout") -> dict[str, Finding]:
    """Return the first finding of each code."""
    file = f"{declaration.id}.{declaration.script}.{name}.pdf"
    edition = name.removesuffix("-a5")
    artefact = Artefact(file, edition, declaration.script, "application/pdf", 0, 0, (), "")
    codes: dict[str, Finding] = {}
    for result in layout.examine(Subject(path, artefact, declaration)):
        assert isinstance(result, Finding)
        codes.setdefault(result.code, result)
    return codes


def edited(edit: Callable[[pikepdf.Pdf], None]) -> Mutation:
    return partial(edit_pdf, edit=edit)


def no_trim(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1]["/TrimBox"]


def trim_to_a5(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].TrimBox = [0, 0, 420, 595]


def letter(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].MediaBox = [0, 0, 612, 792]


def turn(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].Rotate = 90


def blank(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page(page_size=(595, 842))


def descriptors(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    things = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)]
    return [thing for thing in things if thing.get("/Type") == "/FontDescriptor"]


def not_embedded(pdf: pikepdf.Pdf) -> None:
    for descriptor in descriptors(pdf):
        del descriptor["/FontFile3"]


def other_font(pdf: pikepdf.Pdf) -> None:
    for font in pdf.objects:
        if isinstance(font, pikepdf.Dictionary) and font.get("/Subtype") == "/Type0":
            font.BaseFont = pikepdf.Name("/ABCDEF+Arial")


def two_marks(block: ml.Block, line: ml.Line) -> bool:
    """Say whether two marks stand at the fourth place or before of a line set as one string."""
    return ml.full(block, line) and bool(_marks(line))


def _marks(line: ml.Line) -> list[int]:
    marks = [is_mark(glyph) for glyph in line.main]
    return [n for n in range(1, len(marks)) if marks[n - 1] and marks[n]]


def spread_marks(source: Path, target: Path) -> Path:
    _, line, _ = ml.find(source, two_marks)
    return ml.codes(ml.spread(_marks(line)[0], 500), two_marks)(source, target)


def spread_digits(source: Path, target: Path) -> Path:
    def wanted(block: ml.Block, line: ml.Line) -> bool:
        return ml.full(block, line) and _digit(line) > 0

    def _digit(line: ml.Line) -> int:
        return next((n for n, g in enumerate(line.main)
                     if n and g.text.isdigit() and is_han(line.main[n - 1].text)), 0)  # fmt: skip

    _, line, _ = ml.find(source, wanted)
    return ml.codes(ml.spread(_digit(line), 400), wanted)(source, target)


def last(block: ml.Block, line: ml.Line) -> bool:
    return line.last and not line.first and block.role == "P" and len(line.main) > 4


def first_name(block: ml.Block, line: ml.Line) -> bool:
    return block.name == "name-1"


def second_name(block: ml.Block, line: ml.Line) -> bool:
    return block.name == "name-2"


CASES: dict[str, tuple[Mutation, set[str]]] = {
    "a page of another size": (edited(letter), {"L-001"}),
    "a page that is turned": (edited(turn), {"L-001"}),
    "no TrimBox": (edited(no_trim), {"L-002"}),
    "a TrimBox of another size": (edited(trim_to_a5), {"L-002"}),
    "a page moved to the left": (edited(ml.whole_page(2, "1 0 0 1 -60 0 cm")), {"L-003", "L-005"}),
    "a page moved down": (edited(ml.whole_page(2, "1 0 0 1 0 -60 cm")), {"L-003"}),
    "a blank page": (edited(blank), {"L-004", "L-023"}),
    "a line moved right": (ml.move(dx=20), {"L-005", "L-009"}),
    "a line moved a little": (ml.move(dx=-0.8), {"L-009", "L-010"}),
    "a line moved up a little": (ml.move(dy=2), {"L-007"}),
    "a gap between Han": (ml.codes(ml.spread(3, 150)), {"L-011"}),
    "Han set over one another": (ml.codes(ml.spread(3, -300)), {"L-011"}),
    "a gap beside digits": (spread_digits, {"L-012"}),
    "marks that are not squeezed": (spread_marks, {"L-013"}),
    "a line that begins with a comma": (ml.codes(ml.replace(0, "，")), {"L-014"}),
    "a line that ends with an opening mark": (ml.codes(ml.replace(-1, "《")), {"L-015"}),
    "a last line of one character": (ml.codes(ml.cut(1), last), {"L-016"}),
    "a first line alone at the foot": (ml.orphan, {"L-017"}),
    "a last line alone at the head": (ml.widow, {"L-018"}),
    "calls that changed places": (ml.swap_calls, {"L-021"}),
    "notes that changed places": (ml.swap_note_numbers, {"L-020"}),
    "a note that is gone": (ml.lose_note, {"L-021"}),
    "a paragraph with another number": (ml.other_number, {"L-022"}),
    "a page without its number": (ml.no_page_number, {"L-023"}),
    "a heading at the foot of a page": (ml.head_at_foot, {"L-024"}),
    "text in red": (ml.before_text("1 0 0 rg"), {"L-025"}),
    "text in grey": (ml.before_text("0.5 g"), {"L-025"}),
    "text in a colour of its own space": (ml.before_text("/lab-d50 cs 50 9 9 sc"), {"L-025"}),
    "a rule in colour": (edited(ml.whole_page(2, "0 1 0 RG 9 9 m 99 9 l S 0 G")), {"L-025"}),
    "a font of somebody else's": (edited(other_font), {"L-026"}),
    "a font that is not embedded": (edited(not_embedded), {"L-026"}),
    "a page that breaks early": (ml.empty_foot, {"L-030"}),
    "a name nearer to another office": (ml.move(dy=-50, wanted=first_name), {"L-032"}),
    "a name above its office": (ml.move(dy=50, wanted=second_name), {"L-032"}),
    "a page left to the date": (ml.unsigned, {"L-033"}),
    "a line set over another": (ml.move(dy=21), {"L-027", "L-007"}),
}


@pytest.mark.parametrize("name", CASES)
def test_a_page_that_is_wrong_is_seen(
    name: str, short_handout: Path, short_text: Declaration, tmp_path: Path
) -> None:
    mutation, wanted = CASES[name]
    codes = found(mutation(short_handout, tmp_path / "a.pdf"), short_text)
    assert wanted <= set(codes), codes
    for finding in codes.values():
        assert finding.sentence.endswith(".")
        assert finding.place


def test_every_check_is_shown_to_fail() -> None:
    shown = {code for _, codes in CASES.values() for code in codes}
    elsewhere = {"L-006", "L-008", "L-019", "L-028", "L-029", "L-031", "L-034", "L-035"}
    # test_wide_tables, test_figure_checks, test_forms
    elsewhere |= {"L-036", "L-037", "L-038"}
    elsewhere |= {f"P-00{number}" for number in range(1, 6)}
    assert shown | elsewhere == {row.code for row in layout.ROWS}
    assert not shown & elsewhere


def test_the_record_of_another_edition_does_not_hold(
    short_handout: Path, short_text: Declaration, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the file says is compared with the record: another record, other findings."""
    row = PRINTED["handout"]
    assert isinstance(row.record, PageRecord)
    wrong = replace(row.record, lines=20, full_lines=True, measure_em=28, text_pt=14)
    monkeypatch.setitem(EDITIONS, "handout", replace(row, record=wrong))
    assert {"L-005", "L-006", "L-008", "L-009", "L-019"} <= set(found(short_handout, short_text))
    wrong = replace(row.record, notes="end")
    monkeypatch.setitem(EDITIONS, "handout", replace(row, record=wrong))
    assert set(found(short_handout, short_text)) == {"L-020"}


def test_a_record_is_all_that_checks_know_of_an_edition(
    short_handout: Path, short_text: Declaration, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The figures that set the page may say what they like."""
    other = replace(PRINTED["handout"], text_pt=30, measure_em=7, lines=3, paper="A6")
    monkeypatch.setitem(EDITIONS, "handout", other)
    assert found(short_handout, short_text) == {}


@pytest.mark.parametrize(
    ("mutation", "code"),
    [
        (ml.empty_foot, "L-006"),
        (ml.codes(ml.cut(26), ml.plain), "L-019"),
        (ml.codes(ml.cut(27), ml.plain), "L-019"),
    ],
    ids=["a page of too few lines", "a line of 26 characters", "one of 27 that could hold more"],
)
def test_the_grid_of_gongwen(
    mutation: Mutation, code: str, built: Path, declaration: Declaration, tmp_path: Path
) -> None:
    path = built / f"{declaration.id}.{declaration.script}.gongwen.pdf"
    assert code in found(mutation(path, tmp_path / "a.pdf"), declaration, "gongwen")


@pytest.mark.parametrize("name", ["booklet-a5", "gongwen", "large-print", "vertical"])
def test_a_line_out_of_place_is_seen_in_every_edition(
    name: str, built: Path, declaration: Declaration, tmp_path: Path
) -> None:
    path = built / f"{declaration.id}.{declaration.script}.{name}.pdf"
    codes = found(ml.move(dx=30)(path, tmp_path / "a.pdf"), declaration, name)
    assert {"L-005", "L-010"} <= set(codes)


def test_marks_stay_wide_in_the_script_that_keeps_them(
    short_handout: Path, short_text: Declaration
) -> None:
    assert set(found(short_handout, replace(short_text, script="zh-Hant-TW"))) == {"L-013"}


def test_an_edition_nobody_knows_is_told(short_handout: Path, short_text: Declaration) -> None:
    artefact = Artefact("a.poster.pdf", "poster", "zh-Hant", "application/pdf", 0, 0, (), "")
    (skipped,) = layout.examine(Subject(short_handout, artefact, short_text))
    assert not isinstance(skipped, Finding)
    assert "editions.py" in skipped.reason


def test_an_edition_without_a_record_is_refused(
    short_handout: Path, short_text: Declaration, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(EDITIONS, "handout", replace(PRINTED["handout"], record=None))
    with pytest.raises(RegistryError, match=r"editions\.py:\d+: .*“handout” has no record"):
        found(short_handout, short_text)


# the booklet: here the handout on sheets of A3


@pytest.fixture(scope="module")
def booklet(short_handout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("booklet") / "booklet.pdf"
    path.write_bytes(impose(short_handout.read_bytes(), sheet_mm=(420.0, 297.0)).data)
    return path


@pytest.fixture
def on_a3(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = SheetRecord((420.0, 297.0), A4_MM)
    monkeypatch.setitem(EDITIONS, "booklet", replace(PRINTED["booklet"], sheet_record=sheet))


def swap_pages(pdf: pikepdf.Pdf) -> None:
    one, other = pdf.pages[1].Resources.XObject, pdf.pages[0].Resources.XObject
    one["/P2"], other["/P1"] = other["/P1"], one["/P2"]


def scaled(pdf: pikepdf.Pdf) -> None:
    for form in pdf.pages[0].Resources.XObject.values():
        form.Matrix = [0.9, 0, 0, 0.9, 0, 0]


def over_the_fold(pdf: pikepdf.Pdf) -> None:
    ml.whole_page(1, "1 0 0 1 40 0 cm")(pdf)


def single_pages(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Resources.Font = pikepdf.Dictionary()


SHEETS = {
    "pages in the wrong order": (swap_pages, "L-028"),
    "a file that is not imposed": (single_pages, "L-028"),
    "pages that were scaled": (scaled, "L-029"),
    "pages that reach over the fold": (over_the_fold, "L-029"),
    "sheets of another size": (letter, "L-001"),
    "sheets without a TrimBox": (no_trim, "L-002"),
}


@pytest.mark.usefixtures("on_a3")
def test_the_sheets_of_a_booklet(booklet: Path, short_text: Declaration) -> None:
    assert found(booklet, short_text, "booklet") == {}


@pytest.mark.usefixtures("on_a3")
def test_a_right_hand_page_on_a_left_hand_place_is_seen(
    handout_pdf: Path, declaration: Declaration, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def drop(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[-1], pdf.Root["/StructTreeRoot"]

    eleven = edit_pdf(handout_pdf, tmp_path / "eleven.pdf", drop)
    monkeypatch.setattr(booklet_module, "slots", lambda pages, back: (*range(10), None, 10))
    path = tmp_path / "booklet.pdf"
    path.write_bytes(impose(eleven.read_bytes(), sheet_mm=(420.0, 297.0)).data)
    assert "other hand" in found(path, declaration, "booklet")["L-028"].sentence


@pytest.mark.usefixtures("on_a3")
@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_that_is_wrong_is_seen(
    name: str, booklet: Path, short_text: Declaration, tmp_path: Path
) -> None:
    edit, wanted = SHEETS[name]
    codes = found(edit_pdf(booklet, tmp_path / "a.pdf", edit), short_text, "booklet")
    assert wanted in codes
