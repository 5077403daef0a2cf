"""A hyphen of the press is no text where it ends a line within a word, and a fault elsewhere."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from pdf_factory import REFERENCES, Element, Factory, Piece
from pikepdf import Array, Dictionary, Name

from tests.proof.pages import document, element
from zhengben.proof.content import Contents
from zhengben.proof.fidelity import prove
from zhengben.proof.structure_tree import StructureTree

LETTERS = "abcdefg- 甲乙"
CMAP = (
    "begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange\n"
    f"{len(LETTERS)} beginbfchar "
    + " ".join(f"<{n:04x}> <{ord(c):04x}>" for n, c in enumerate(LETTERS, 1))
    + " endbfchar endcmap"
)
SOFT = "/Span <</ActualText <FEFF00AD>>> BDC {} EMC"


def show(text: str) -> str:
    return f"<{''.join(f'{LETTERS.index(c) + 1:04x}' for c in text)}> Tj"


def line(text: str, y: int, x: int = 20) -> str:
    return f"1 0 0 1 {x} {y} Tm {show(text)}"


def hyphen(text: str = "-") -> str:
    return SOFT.format(show(text))


def read(*items: str, pages: tuple[str, ...] = ()) -> StructureTree:
    """Read a paragraph of marked content, an item each, on one page or on several."""
    contents = [""] if not pages else ["", *pages]
    contents[0] = "".join(f"/P <</MCID {n}>> BDC BT /F 10 Tf {item} ET EMC "
                          for n, item in enumerate(items))  # fmt: skip
    for number, page in enumerate(pages, 1):
        contents[number] = f"/P <</MCID 0>> BDC BT /F 10 Tf {page} ET EMC"
    pdf = document(*contents)
    for page in pdf.pages:
        page.Resources.Font.F.ToUnicode = pdf.make_stream(CMAP.encode())
    found = Contents()
    for number, page in enumerate(pdf.pages, 1):
        found.read_page(page, number)
    assert found.faults == []
    first, *others = (page.obj for page in pdf.pages)
    kids = [*range(len(items)), *(Dictionary(Type=Name.MCR, Pg=p, MCID=0) for p in others)]
    paragraph = element(pdf, "P", *kids, id="para-1", Pg=first)
    root = Dictionary(K=Array([element(pdf, "Art", paragraph)]))
    numbers = {page.obj.objgen: n for n, page in enumerate(pdf.pages, 1)}
    return StructureTree(pdf.make_indirect(root), found.marked, numbers)


def faults(tree: StructureTree) -> list[tuple[str, str]]:
    return [(fault.code, fault.sentence) for fault in tree.faults]


def test_a_hyphen_that_ends_a_line_is_no_text() -> None:
    tree = read(f"{line('abc', 80)} {hyphen()} {line('de甲', 60)}")
    assert (tree.blocks[0].text, faults(tree)) == ("abcde甲", [])


def test_nor_where_the_word_goes_on_in_another_item_or_on_another_page() -> None:
    tree = read(f"{line('abc', 80)} {hyphen()}", line("de甲", 60))
    assert (tree.blocks[0].text, faults(tree)) == ("abcde甲", [])
    tree = read(line("abc", 80), hyphen().replace("BDC", "BDC 1 0 0 1 50 80 Tm"), line("de", 60))
    assert (tree.blocks[0].text, faults(tree)) == ("abcde", [])
    tree = read(f"{line('abc', 80)} {hyphen()}", pages=(line("de甲", 80),))
    assert (tree.blocks[0].text, faults(tree)) == ("abcde甲", [])


def test_a_hyphen_of_the_text_stays_one() -> None:
    tree = read(f"{line('abc-', 80)} {line('de', 60)}")
    assert (tree.blocks[0].text, faults(tree)) == ("abc-de", [])
    # what else is told beside a glyph is for the witness to prove (tests/proof/test_telling.py)
    other = "/Span <</ActualText (x)>> BDC " + show("-") + " EMC"
    assert read(f"{line('abc', 80)} {other} {line('de', 60)}").blocks[0].text == "abcxde"
    other = "/Quote <</ActualText <FEFF00AD>>> BDC " + show("-") + " EMC"
    assert read(f"{line('abc', 80)} {other} {line('de', 60)}").blocks[0].text == "abc-de"


@pytest.mark.parametrize(
    "items",
    [
        # the line goes on, in the same item and in the next
        (f"{line('abc', 80)} {hyphen()} {line('de', 80, 80)}",),
        (f"{line('abc', 80)} {hyphen()}", line("de", 80, 80)),
        # two of them
        (f"{line('abc', 80)} {hyphen()} {hyphen()} {line('de', 60)}",),
    ],
)
def test_a_hyphen_within_a_line_is_a_fault(items: tuple[str, ...]) -> None:
    tree = read(*items)
    assert tree.blocks[0].text == "abcde"
    assert [code for code, _ in faults(tree)] == ["hyphen"]
    assert "has a hyphen that is no text where no line ends" in faults(tree)[0][1]


@pytest.mark.parametrize(
    ("before", "shown", "behind"),
    [
        ("abc", "--", "de"), ("abc", "a", "de"), ("abc", "甲", "de"), ("abc ", "-", "de"),
        ("甲-", "-", "de"), ("abc", "-", " de"), ("", "-", "de"), ("abc", "-", ""),
        ("甲乙", "-", "de"), ("abc", "-", "甲"), ("甲", "-", "乙"),
    ],
)  # fmt: skip
def test_what_parts_no_word_is_a_fault(before: str, shown: str, behind: str) -> None:
    """It may hide no character, and stand nowhere but between two letters."""
    tree = read(f"{line(before, 80)} {hyphen(shown)} {line(behind, 60)}")
    assert tree.blocks[0].text == before + behind
    assert faults(tree) == [
        ("hyphen", f"para-1: “{shown}” is no text and parts no word: “{before}{behind}”.")
    ]


def test_a_few_characters_around_it_are_told() -> None:
    letters = "abcdeabcdeabcde"
    tree = read(f"{line(letters, 80)} {hyphen('--')} {line(letters, 60)}")
    around = letters[-8:] + letters[:8]
    told = f"para-1: “--” is no text and parts no word: “{around}”."
    assert faults(tree) == [("hyphen", told)]


def write(folder: Path) -> Path:
    """Write a paragraph whose word a hyphen of the press parts, in a font that viewers know."""
    pieces = (Piece("依照inter", hyphen=True), Piece("national之規定"))
    return Factory().write(
        folder / "a.pdf", [Element("Art", kids=[Element("P", "para-1", pieces)])]
    )


def test_a_finished_file_with_a_hyphen_is_proved(tmp_path: Path) -> None:
    file = write(tmp_path)
    text = "依照international之規定\n"
    assert prove(file, text, ids=("para-1",), references=REFERENCES).failures == ()
    # and one whose text has that hyphen itself is not
    text = text.replace("rn", "r-n")
    assert prove(file, text, ids=("para-1",), references=REFERENCES).failures


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is missing")
def test_other_readers_take_it_for_no_text(tmp_path: Path) -> None:
    command = ["pdftotext", str(write(tmp_path)), "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    # 頁首 is an artifact; a soft hyphen is seen by none who searches
    assert "".join(said.split()).replace("\u00ad", "") == "頁首依照international之規定"
