"""The proof reads tagged PDFs by glyph and structure, and sees each way to falsify them.

The files here are made by hand, so that nothing of the press is on both sides.
"""

from __future__ import annotations

from pathlib import Path

import mutate
import pikepdf
import pytest
from pdf_cases import CASES, found
from pdf_factory import REFERENCES, Element, Factory, Piece

from zhengben.design.faces import FACES
from zhengben.proof.fidelity import Proof, prove
from zhengben.proof.pdf import extract_pdf

LINES = {
    "title": "上海合作組織成員國元首阿斯塔納宣言",
    "para-1": "上合組織旨在維護本組織各國所在地區的安全和穩定，共同應對新威脅和新挑戰。",
    "para-2": "成員國強調，《上合組織憲章》具有歷史意義，2017-2018年繼續協作。",
    "closing": "二〇一七年六月九日於阿斯塔納",
}
TEXT = "".join(line + "\n" for line in LINES.values())


def document() -> list[Element]:
    one, two = LINES["para-1"], LINES["para-2"]
    note = Element("Note", kids=[Piece("1", "Lbl"), Element("P", "note", [Piece("註：憲章。")])])
    art = Element(
        "Art",
        kids=[
            Element("H1", "title", [Piece(LINES["title"])]),
            Element("Editorial", kids=[Piece("圖")]),
            Element(
                "Sect",
                kids=[
                    Element("P", "para-1", [Piece("1.", "Lbl"), Piece(one[:20]), Piece(one[20:])]),
                    Element(
                        "P",
                        "para-2",
                        [
                            Piece("2.", "Lbl"),
                            Piece(two[:14], "Span"),
                            Element("Reference", kids=[Piece("1", "Link")]),
                            note,
                            Piece(two[14:26]),
                            Piece(two[26:], page=1),
                        ],
                    ),
                ],
            ),
            Element("P", "closing", [Piece(LINES["closing"], page=1)]),
        ],
    )
    return [art, Element("Sect", kids=[Element("P", kids=[Piece("版本說明", page=1)])])]


def check(path: Path) -> Proof:
    return prove(path, TEXT, ids=tuple(LINES), references=REFERENCES)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Factory().write(tmp_path_factory.mktemp("pdf") / "sample.pdf", document())


def test_a_true_file_is_proved(sample: Path) -> None:
    proof = check(sample)
    assert proof.failures == ()
    assert proof.extracted_sha256 == proof.canonical_sha256
    assert proof.paragraphs == len(LINES)


def test_blocks_know_their_pages(sample: Path) -> None:
    blocks = {block.id: block.places for block in extract_pdf(sample, REFERENCES).blocks}
    assert blocks["para-1"] == ("page 1",)
    assert blocks["para-2"] == ("page 1", "page 2")


@pytest.mark.parametrize(
    "factory",
    [Factory(in_forms=True), Factory(named_properties=True), Factory(ranges=True)],
    ids=["forms", "named properties", "ranges in maps"],
)
def test_other_ways_to_write_the_same(factory: Factory, tmp_path: Path) -> None:
    assert check(factory.write(tmp_path / "a.pdf", document())).failures == ()


@pytest.mark.parametrize("name", CASES)
def test_a_falsified_file_is_seen(name: str, sample: Path, tmp_path: Path) -> None:
    mutation, wanted = CASES[name]
    proof = check(mutation(sample, tmp_path / "a.pdf"))
    assert wanted <= found(proof), proof.failures
    assert not proof.holds


def test_actual_text_is_ignored(sample: Path, tmp_path: Path) -> None:
    path = mutate.lie_in_actual_text(sample, tmp_path / "a.pdf")
    assert check(path).failures == ()
    # nor does it mend what the page does not show
    altered = mutate.edit_codes(path, tmp_path / "b.pdf", lambda codes: codes[2:])
    assert found(check(altered)) == {"lost"}


def test_the_sentence_says_what_the_glyph_really_is(sample: Path, tmp_path: Path) -> None:
    path = mutate.lie_in_step(sample, tmp_path / "a.pdf")
    sentences = [fault.sentence for fault in check(path).faults]
    assert any("which reads 海 (U+6D77), shows 合 (U+5408)." in s for s in sentences), sentences


def test_a_charset_that_viewers_read_differently(tmp_path: Path) -> None:
    path = Factory(identity_charset=False).write(tmp_path / "a.pdf", document())
    assert found(check(path)) == {"font-charset"}


def test_a_font_that_is_not_ours(sample: Path) -> None:
    proof = prove(sample, TEXT, ids=tuple(LINES), references={})
    assert found(proof) == {"font-unknown"}


def test_a_font_that_claims_to_be_ours(sample: Path) -> None:
    other = dict.fromkeys(REFERENCES, FACES["sans-tc"].path)
    proof = prove(sample, TEXT, ids=tuple(LINES), references=other)
    assert found(proof) == {"glyph"}
    assert "more such glyphs" in proof.failures[-1]


def no_program(pdf: pikepdf.Pdf) -> None:
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and "/FontFile3" in thing:
            del thing["/FontFile3"]


def no_map(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].Resources.Font.F1["/ToUnicode"]


def simple_font(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Resources.Font.F1.Encoding = pikepdf.Name.WinAnsiEncoding


def append(operators: str) -> object:
    def edit(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        page.Contents = pdf.make_stream(page.Contents.read_bytes() + operators.encode())

    return edit


def annotation(pdf: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.FreeText,
        Rect=[0, 0, 99, 99],
        Contents=pikepdf.String("改"),
    )
    pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([note]))


def same_content_twice(pdf: pikepdf.Pdf) -> None:
    append(" /Span <</MCID 0>> BDC EMC")(pdf)  # type: ignore[operator]


def text_outside_paragraphs(pdf: pikepdf.Pdf) -> None:
    title = mutate.paragraphs(pdf)[0]
    title.S = pikepdf.Name.Div


def paragraph_in_paragraph(pdf: pikepdf.Pdf) -> None:
    section = next(mutate.elements(pdf, "/Sect"))
    section.S = pikepdf.Name.P


def role_map(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.RoleMap = pikepdf.Dictionary(P=pikepdf.Name.Note)


def tree_loop(pdf: pikepdf.Pdf) -> None:
    art = next(mutate.elements(pdf, "/Art"))
    art.K.append(art)


def two_readings(pdf: pikepdf.Pdf) -> None:
    font = pdf.pages[0].Resources.Font.F1
    cmap = font.ToUnicode.read_bytes()
    entry = cmap[cmap.index(b"char\n") + 5 :].split(b"\n")[0]
    more = b"1 beginbfchar " + entry.split(b" ")[0] + b" <4e00> endbfchar "
    font.ToUnicode = pdf.make_stream(cmap.replace(b"endcmap", more + b"endcmap"))


def hidden_layer(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    content = page.Contents.read_bytes()
    page.Contents = pdf.make_stream(b"/OC /Layer BDC " + content + b" EMC")


EDITS = {
    "no font program": (no_program, "font-program"),
    "no map": (no_map, "no-unicode"),
    "a font of another kind": (simple_font, "font-kind"),
    "a loose drawing": (append(" 0 0 9 9 re f"), "loose-drawing"),
    "a loose picture": (append(" BI /W 1 /H 1 /BPC 8 /CS /G ID x EI"), "loose-drawing"),
    "an unclosed mark": (append(" /Span BMC"), "marks"),
    "a mark closed twice": (append(" EMC"), "marks"),
    "an unreferenced mark": (append(" /Span <</MCID 77>> BDC 0 0 9 9 re f EMC"), "mcid-unused"),
    "a mark in an artifact": (append(" /Artifact BMC /P <</MCID 78>> BDC EMC EMC"), "mcid-nested"),
    "text in no font": (append(" BT /F9 9 Tf <0001> Tj ET"), "no-font"),
    "content marked twice": (same_content_twice, "mcid-twice"),
    "an annotation over the text": (annotation, "annotation"),
    "text outside paragraphs": (text_outside_paragraphs, "no-paragraph"),
    "a paragraph in a paragraph": (paragraph_in_paragraph, "nested"),
    "a map of roles that hides paragraphs": (role_map, "lost-paragraph"),
    "a loop in the tree": (tree_loop, "tree-loop"),
    "a glyph with two readings": (two_readings, "two-readings"),
    "a layer that can be switched off": (hidden_layer, "unseen"),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_unsound_file_is_seen(name: str, sample: Path, tmp_path: Path) -> None:
    edit, code = EDITS[name]
    path = mutate.edit_pdf(sample, tmp_path / "a.pdf", edit)  # type: ignore[arg-type]
    proof = check(path)
    assert code in found(proof), proof.failures


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\nnothing", b"no PDF at all"])
def test_a_file_that_is_no_pdf_is_told(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    proof = check(path)
    assert "unreadable" in found(proof)
    assert any("cannot be read" in failure for failure in proof.failures)


def test_a_truncated_file_is_told(sample: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(sample.read_bytes()[:-2000])
    assert not check(path).holds


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert not check(tmp_path / "none.pdf").holds
