"""What is not on the list of what the press writes is found, in whatever file it stands."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from tests.genre_documents import genre_document
from tests.tampered_beside import TAMPERS
from zhengben.checks.finding import Subject
from zhengben.checks.strangers import examine, strangers_of
from zhengben.cli.main import main
from zhengben.design.faces import FACES
from zhengben.design.registry import file_record
from zhengben.document.artefacts import Artefact, read_artefacts
from zhengben.document.declaration import Declaration
from zhengben.proof.pdf import MALFORMED
from zhengben.proof.pdf_operators import StrictContents
from zhengben.proof.witness import witness
from zhengben.source.source import Source


@pytest.fixture(scope="module")
def archival(tmp_path_factory: pytest.TempPathFactory) -> Subject:
    """Return a short archival PDF with notes, attachments and a table of instruments."""
    top = tmp_path_factory.mktemp("archival")
    folder = genre_document(top / "content", "treaty", ["archive"])
    where = ("--content", str(folder.parent), "--output", str(top / "dist"))
    assert main(["publish", folder.name, "--script", "zh-Hant", *where]) == 0
    made = top / "dist" / folder.name
    artefact = next(a for a in read_artefacts(made) if a.edition == "archive")
    declaration, _ = Source.open(folder).read()
    return Subject(made / artefact.file, artefact, declaration)


def codes(pdf: pikepdf.Pdf, subject: Subject) -> set[str]:
    record = file_record(subject.artefact.edition, subject.artefact.file)
    assert record is not None
    references = {key: face.path for key, face in FACES.items()}
    try:
        contents = StrictContents(pdf)
        found = {code for code, _ in strangers_of(pdf, contents, subject, record)}
        # what is told beside glyphs is the witness's
        if witness(contents.fonts.values(), references, contents.told):
            found.add("F-002")
        return found
    except MALFORMED:
        return {"F-004"}


@pytest.fixture
def opened(archival: Subject) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(archival.path) as pdf:
        yield pdf


def published(built: Path, declaration: Declaration) -> Iterator[Subject]:
    for artefact in read_artefacts(built):
        if artefact.script == declaration.script:
            yield Subject(built / artefact.file, artefact, declaration)


def test_a_published_file_holds_what_the_press_writes(archival: Subject) -> None:
    assert list(examine(archival)) == []


def test_published_files_hold_what_the_press_writes(built: Path, declaration: Declaration) -> None:
    for subject in published(built, declaration):
        assert list(examine(subject)) == []


def test_a_file_of_the_press_has_nothing_against_it(archival: Subject, opened: pikepdf.Pdf) -> None:
    assert codes(opened, archival) == set()


@pytest.mark.parametrize("kind", TAMPERS)
def test_tampering_is_found(archival: Subject, opened: pikepdf.Pdf, kind: str) -> None:
    TAMPERS[kind](opened)
    assert codes(opened, archival)


def test_a_second_revision_is_found(archival: Subject, tmp_path: Path) -> None:
    data = archival.path.read_bytes()
    for more in (b"%%EOF\n", b"1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n", b"\0"):
        target = tmp_path / archival.path.name
        target.write_bytes(data + more)
        found = examine(Subject(target, archival.artefact, archival.declaration))
        assert "F-004" in {finding.code for finding in found}


def test_what_a_manifest_says_is_not_believed(archival: Subject) -> None:
    known = archival.artefact
    for wrong in (
        Artefact(**{**_fields(known), "media_type": ""}),
        Artefact(**{**_fields(known), "media_type": "text/plain"}),
        Artefact(**{**_fields(known), "claims": ()}),
        Artefact(**{**_fields(known), "edition": "other"}),
        Artefact(**{**_fields(known), "file": "x.docx"}),
    ):
        found = examine(Subject(archival.path, wrong, archival.declaration))
        assert "F-009" in {finding.code for finding in found}


def _fields(artefact: Artefact) -> dict[str, object]:
    return {name: getattr(artefact, name) for name in Artefact.__struct_fields__}


@pytest.mark.usefixtures("seldom_asked")
def test_a_page_that_shows_other_characters_is_found(archival: Subject, tmp_path: Path) -> None:
    """Every map, place and code is as it was; two glyphs of the font are drawn for one another."""
    target = tmp_path / archival.path.name
    with pikepdf.open(archival.path) as pdf:
        for font in pdf.pages[0].obj.Resources.Font.values():
            stream = font.DescendantFonts[0].FontDescriptor.FontFile3
            stream.write(swapped(bytes(stream.read_bytes())))
        pdf.save(target)
    found = examine(Subject(target, archival.artefact, archival.declaration))
    told = [f.sentence for f in found if f.code == "F-008"]
    assert any("does not show" in sentence for sentence in told)


def swapped(program: bytes) -> bytes:
    """Return a font whose glyphs are drawn each for its neighbour."""
    font = TTFont(io.BytesIO(program))
    strings = font["CFF "].cff.topDictIndex[0].CharStrings
    index, names = strings.charStringsIndex, list(font.getGlyphOrder())[20:]
    for one, other in zip(names[::2], names[1::2], strict=False):
        a, b = strings.charStrings[one], strings.charStrings[other]
        index[a], index[b] = index[b], index[a]
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
