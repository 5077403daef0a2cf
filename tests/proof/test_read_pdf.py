"""A file that is no tagged PDF, or a damaged one, says so beside what was read of it."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from tests.proof.pages import document, element
from zhengben.proof import pdf as module
from zhengben.proof.extraction import Extraction, Fault
from zhengben.proof.parts_behind import PartBehind, parts_behind
from zhengben.proof.pdf import extract_pdf


def saved(pdf: pikepdf.Pdf, path: Path) -> Path:
    pdf.save(path, compress_streams=False)
    return path


def told(found: Extraction) -> list[tuple[str, str, str]]:
    return [(fault.code, fault.place, fault.sentence) for fault in found.faults]


def test_a_file_without_a_structure_tree(tmp_path: Path) -> None:
    found = extract_pdf(saved(document("", ""), tmp_path / "a.pdf"), {})
    assert told(found) == [("untagged", "file", "The file has no structure tree.")]
    assert (found.medium, found.blocks) == ("PDF", ())


def tagged(folder: Path) -> Path:
    pdf = document("/P <</MCID 0>> BDC EMC", "")
    block = element(pdf, "P", 0, id="a", Pg=pdf.pages[0].obj)
    art = element(pdf, "Art", block)
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.X, K=Array([art])))
    return saved(pdf, folder / "a.pdf")


def test_pages_are_counted(tmp_path: Path) -> None:
    found = extract_pdf(tagged(tmp_path), {})
    assert told(found) == []
    assert (found.pages, [block.id for block in found.blocks]) == (2, ["a"])


def test_a_damaged_file_is_told_though_it_can_be_read(tmp_path: Path) -> None:
    path = tagged(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"startxref\n", b"startxref\n9"))
    found = extract_pdf(path, {})
    assert [block.id for block in found.blocks] == ["a"]
    assert {(code, place) for code, place, _ in told(found)} == {("damaged", "file")}
    assert all(sentence.startswith("The file is damaged: ") for _, _, sentence in told(found))


def test_a_sample_is_drawn_of_what_has_nothing_against_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, shown = tagged(tmp_path), list[tuple[int, object]]()
    fault = Fault("shown", "page 2", "Page 2 shows something else.")

    def sample(data: bytes, contents: object, page: pikepdf.Page) -> list[Fault]:
        assert data == path.read_bytes()
        shown.append((contents.chosen, page.obj.objgen))  # type: ignore[attr-defined]
        return [fault]

    monkeypatch.setattr(module, "chosen_page", lambda data, pages: pages)
    monkeypatch.setattr(module, "strange_sample", sample)
    assert extract_pdf(path, {}).faults == ()
    assert shown == []
    assert extract_pdf(path, {}, sampled=True).faults == (fault,)
    with pikepdf.open(path) as pdf:
        assert shown.pop() == (2, pdf.pages[1].obj.objgen)
    # what the witness does not know of has no outline to be compared with
    data = path.read_bytes()
    path.write_bytes(data.replace(b"startxref\n", b"startxref\n9"))
    assert {f.code for f in extract_pdf(path, {}, sampled=True).faults} == {"damaged"}
    assert shown == []


def test_faults_are_told_from_the_file_inwards(tmp_path: Path) -> None:
    pdf = document("/P <</MCID 0>> BDC BT /F 10 Tf <0005> Tj ET EMC EMC")
    art = element(pdf, "Art", element(pdf, "P", 0, Pg=pdf.pages[0].obj))
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.X, K=Array([art])))
    found = extract_pdf(saved(pdf, tmp_path / "a.pdf"), {})
    assert [code for code, _, _ in told(found)] == ["marks", "no-id", "no-unicode", "font-program"]


def test_parts_of_apparatus_are_read_by_the_words_over_them(tmp_path: Path) -> None:
    text = "BT /F 10 Tf <{}> Tj ET"
    pdf = document(
        "".join(f"/P <</MCID {n}>> BDC {text.format(code)} EMC "
                for n, code in enumerate(["0001", "0002", "0003", "0001", "0002", "0003"])),
        f"/P <</MCID 0>> BDC {text.format('00010002')} EMC",
    )  # fmt: skip
    first, second = (page.obj for page in pdf.pages)
    target = pdf.make_indirect(Dictionary(Dest=pikepdf.String("art-1")))
    nowhere = pdf.make_indirect(Dictionary())

    def link(mcid: int, annotation: object) -> object:
        return element(pdf, "Link", mcid, Dictionary(Type=Name.OBJR, Obj=annotation), Pg=first)

    art = element(pdf, "Art", element(pdf, "P", 0, id="a", Pg=first))
    head, again = element(pdf, "H2", 2, Pg=first), element(pdf, "H2", 0, Pg=second)
    # what stands before the first heading is of no part
    before = element(pdf, "P", 1, Pg=first)
    one = element(pdf, "Sect", head, element(pdf, "P", 3, Pg=first), link(4, target))
    two = element(pdf, "Sect", again, link(5, nowhere))
    pdf.Root.StructTreeRoot = pdf.make_indirect(
        Dictionary(Type=Name.X, K=Array([before, art, one, two]))
    )
    path = saved(pdf, tmp_path / "a.pdf")
    assert parts_behind(path) == (
        PartBehind("三", "一二", ("art-1",)), PartBehind("一二", "三", ("",)),
    )  # fmt: skip
    del pdf.Root.StructTreeRoot
    assert parts_behind(saved(pdf, path)) == ()
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.X, K=Array([art, before])))
    assert parts_behind(saved(pdf, path)) == ()
