"""A file that is no tagged PDF, or a damaged one, says so beside what was read of it."""

from __future__ import annotations

from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.proof.pages import document, element
from zhengben.proof.extraction import Extraction
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
