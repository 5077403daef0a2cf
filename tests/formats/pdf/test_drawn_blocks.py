"""Blocks that draw themselves: any line comes out in every edition, as it was composed."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from small_documents import small_document

from zhengben.checks.archive import conformance
from zhengben.checks.finding import Finding, Subject
from zhengben.checks.layout import examine
from zhengben.design.assets import Assets
from zhengben.design.editions import PRINTED
from zhengben.design.faces import FACES
from zhengben.design.kinds import PrintEdition
from zhengben.document.artefacts import Artefact
from zhengben.document.declaration import Declaration
from zhengben.formats.pdf.writer import Press
from zhengben.proof.fidelity import prove

REFERENCES = {face.key: face.path for face in FACES.values()}
# one edition of each layout; the others are the same pages in other flavours
LAYOUTS = [edition for edition in PRINTED.values() if not edition.layout_of]
HAN = "各方重申恪守聯合國憲章的宗旨和原則公認際法準與信平等協商尊多樣文明謀求共同發展"
LATIN = ("the", "of", "Organization", "International", "Convention", "states", "counter-terrorism")
CYRILLIC = ("Шанхайская", "организация", "о", "и", "государства", "договор", "сотрудничества")
FIGURES = ("2017年6月9日", "12.5%", "1,234,567.89", "2016-2021年", "第2231號", "〔2017〕12號")
ADDRESSES = (
    "https://www.un.org/en/about-us/un-charter/chapter-1?lang=zh&ref=treaty#article-2",
    "www.fatf-gafi.org/publications/fatfrecommendations/documents/standards",
    "S/RES/1624(2005)",
)
# what the face of the text lacks, or says with one glyph for two
OTHERS = (
    "CO₂", "10⁻⁶", "⅓", "Қазақстан Республикасы", "Тоҷикистон", "Ελλάδα", "册內内", "☐☑",
    "العربية 2017 مادة", "שלום עולם", "ภาษาไทย", "हिन्दी", "ქართული", "——", "⋯與…", "～〜",
)  # fmt: skip
# all of them have the same characters, so that faces are prepared once
EVERY = "".join((HAN, *LATIN, *CYRILLIC, *FIGURES, *ADDRESSES, *OTHERS, " ，、；》"))


def random_text(source: random.Random) -> str:
    """Return a paragraph of Han, Latin, Cyrillic, figures and addresses, with blanks anywhere."""

    def words(of: tuple[str, ...]) -> str:
        return " ".join(source.choice(of) for _ in range(source.randint(1, 9)))

    def han() -> str:
        run = "".join(source.choice(HAN) for _ in range(source.randint(1, 25)))
        return run + source.choice("，、；》") * source.randint(0, 1)

    kinds = (han, han, lambda: words(LATIN), lambda: words(CYRILLIC),
             lambda: source.choice(FIGURES), lambda: source.choice(ADDRESSES),
             lambda: source.choice(OTHERS))  # fmt: skip
    parts = [source.choice(kinds)() + " " * source.choice((0, 0, 1)) for _ in range(18)]
    return "".join(parts).strip() + "。"


def press(declaration: Declaration) -> Press:
    return Press(declaration, Assets.find(), Path("canonical.txt"), "正本")


def failures(data: bytes, declaration: Declaration, folder: Path) -> tuple[str, ...]:
    path = folder / "made.pdf"
    path.write_bytes(data)
    ids = tuple(line.id for line in declaration.lines)
    return prove(path, declaration.text, ids=ids, references=REFERENCES).failures


@pytest.mark.parametrize("seeds", [range(1), range(1, 6)], ids=str)
def test_no_text_is_refused_by_any_edition(seeds: range, tmp_path: Path) -> None:
    set_and_prove(seeds, tmp_path)


@pytest.mark.campaign
@pytest.mark.parametrize("seeds", [range(n, n + 10) for n in range(10, 260, 10)], ids=str)
def test_no_text_of_hundreds_is_refused(seeds: range, tmp_path: Path) -> None:
    set_and_prove(seeds, tmp_path)


def set_and_prove(seeds: range, tmp_path: Path) -> None:
    """Set random documents in every layout, and prove them."""
    for seed in seeds:
        source = random.Random(seed)
        paragraphs = [random_text(source) for _ in range(source.randint(1, 3))]
        declaration = small_document(tmp_path / str(seed), [EVERY, *paragraphs])
        maker = press(declaration)
        for edition in LAYOUTS:
            pdf = maker.print(edition)
            assert failures(pdf.data, declaration, tmp_path) == (), (seed, edition.name)


LATIN_ONLY = " ".join(LATIN[:-1] * 16) + "."


@pytest.mark.parametrize("edition", LAYOUTS, ids=lambda edition: edition.name)
def test_a_line_may_end_at_a_blank_between_words(edition: PrintEdition, tmp_path: Path) -> None:
    declaration = small_document(tmp_path, [HAN + LATIN_ONLY + HAN, LATIN_ONLY, HAN * 9])
    maker = press(declaration)
    blocks = [part.item for page in maker.set(edition).pages for part in page.parts]
    ends = [line.fragments[-1].text[-1] for block in blocks if block.kind == "paragraph"
            for line in block.lines if not line.last]  # fmt: skip
    assert " " in ends
    pdf = maker.print(edition)
    assert failures(pdf.data, declaration, tmp_path) == ()


def test_blanks_at_line_ends_leave_the_edge_flush(tmp_path: Path) -> None:
    edition = PRINTED["handout"]
    declaration = small_document(tmp_path, [LATIN_ONLY, *[HAN * 5 + "，" + HAN * 4] * 3])
    pdf = press(declaration).print(edition)
    path = tmp_path / f"small.{declaration.script}.{edition.plain_suffix}"
    path.write_bytes(pdf.data)
    artefact = Artefact(
        path.name, edition.name, declaration.script, "application/pdf", 0, pdf.pages, (), ""
    )
    found = examine(Subject(path, artefact, declaration))
    assert [
        str(f) for f in found if isinstance(f, Finding) and f.code in ("L-003", "L-005", "L-009")
    ] == []


@pytest.mark.parametrize("edition", LAYOUTS, ids=lambda edition: edition.name)
def test_an_address_longer_than_a_line_comes_out(edition: PrintEdition, tmp_path: Path) -> None:
    address = "https://www.un.org/" + "/".join(LATIN * 3) + "?lang=zh"
    declaration = small_document(tmp_path, [f"見{address}，{HAN}。", address])
    assert failures(press(declaration).print(edition).data, declaration, tmp_path) == ()


def two_blocks(folder: Path) -> tuple[Declaration, Press]:
    register = '[[instrument]]\nid = "c-1"\ntitle = "憲章"\nremark = "為試驗而設"\n'
    declaration = small_document(
        folder, [HAN * 3 + "重申《憲章》。", LATIN_ONLY], register=register
    )
    return declaration, press(declaration)


@pytest.mark.parametrize("name", ["handout", "archive-plain", "vertical"])
def test_drawn_blocks_are_valid(name: str, tmp_path: Path) -> None:
    _, maker = two_blocks(tmp_path)
    path = tmp_path / "made.pdf"
    path.write_bytes(maker.print(PRINTED[name]).data)
    verdicts = conformance.verdicts(path, conformance.claimed(path))
    assert verdicts
    assert [(v.flavour, v.failed) for v in verdicts if v.failed] == []


def test_one_layout_is_drawn_again_and_again(tmp_path: Path) -> None:
    _, maker = two_blocks(tmp_path)
    edition, other = PRINTED["handout"], PRINTED["archive-plain"]
    first, archived = maker.print(edition).data, maker.print(other).data
    assert maker.print(edition).data == first
    assert press(two_blocks(tmp_path / "again")[0]).print(other).data == archived


def identifier(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return bytes(pdf.trailer.ID[0])


def test_the_identifier_is_of_the_lines(tmp_path: Path) -> None:
    """The text is not in the HTML: a document that differs in one character is another file."""
    one, other = (
        press(small_document(tmp_path / name, [HAN * 2 + name, HAN])).print(PRINTED["booklet"]).data
        for name in ("各", "方")
    )
    assert identifier(one) != identifier(other)


def fonts(data: bytes) -> Iterator[tuple[str, Any]]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
                yield str(thing.FontName).partition("+")[2], thing.FontFile3.objgen


@pytest.mark.parametrize("edition", LAYOUTS, ids=lambda edition: edition.name)
def test_a_face_is_embedded_once(edition: PrintEdition, tmp_path: Path) -> None:
    """Heads and page numbers, which the engine sets, share it with the lines."""
    found = list(fonts(two_blocks(tmp_path)[1].print(edition).data))
    assert len({name for name, _ in found}) == len(found) == len({file for _, file in found})


def test_a_call_leads_to_its_note_and_back(tmp_path: Path) -> None:
    _, maker = two_blocks(tmp_path)
    edition = PRINTED["handout"]
    with pikepdf.open(io.BytesIO(maker.print(edition).data)) as pdf:
        links = [(str(a.Dest), [float(n) for n in a.Rect])
                 for page in pdf.pages for a in page.get("/Annots", [])]  # fmt: skip
        names = {str(name) for name in list(pdf.Root.Names.Dests.Names)[::2]}
        content = b"".join(page.Contents.read_bytes() for page in pdf.pages)
    targets = [target for target, _ in links]
    assert targets[:2] == ["note-1", "call-1"]
    assert set(targets) <= names
    for _, (left, bottom, right, top) in links:
        assert 2 < right - left < 30
        assert 4 < abs(top - bottom) < 20
    # no block is a figure any more
    assert b"/Figure" not in content
    assert len(re.findall(rb"/Span\s*<</MCID", content)) > 10


@pytest.mark.parametrize("name", ["handout", "vertical"])
def test_a_hyphen_of_ours_is_read_as_a_soft_one(name: str, tmp_path: Path) -> None:
    """It stands in the content of its line, so that the word goes on in the next one."""
    long = "notwithstanding considerable intergovernmental misunderstandings concerning "
    declaration = small_document(tmp_path, [HAN + (long * 6).strip()])
    maker, edition = press(declaration), PRINTED[name]
    parts = [part for page in maker.set(edition).pages for part in page.parts]
    lines = [line for part in parts if part.item.kind == "paragraph" for line in part.lines]
    hyphens = sum(line.fragments[-1].kind == "hyphen" for line in lines)
    data = maker.print(edition).data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        content = b"".join(page.Contents.read_bytes() for page in pdf.pages)
    shown = re.findall(rb"/Span <</ActualText <FEFF00AD>>> BDC \[[^\]]+\] TJ EMC", content)
    assert len(shown) == hyphens > 0
    assert failures(data, declaration, tmp_path) == ()
