"""PDF 2.0: the pages of the handout as PDF/A-4 and PDF/UA-2, and what its structure must say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from figure_documents import write_figures
from marked_documents import write_marked
from msgspec.structs import replace

from tests.genre_documents import genre_document
from zhengben.checks.archive import conformance
from zhengben.checks.catalogue import check_document
from zhengben.checks.finding import Subject
from zhengben.checks.strangers import examine
from zhengben.cli.main import main
from zhengben.document.artefacts import read_artefacts
from zhengben.source.source import Source

SECOND = ("archive-pdf2", "archive-pdf2-plain")
WANTED = {"archive-pdf2": ["4f", "ua2"], "archive-pdf2-plain": ["4", "ua2"]}
Change = Callable[[pikepdf.Pdf], None]


def published(folder: Path, *editions: str) -> dict[str, Subject]:
    """Publish a document in some editions; return them by name."""
    output = folder.parent.parent / "dist"
    where = ["--content", str(folder.parent), "--output", str(output), "--script", "zh-Hant"]
    wanted = [word for name in editions for word in ("--edition", name)]
    assert main(["publish", folder.name, *where, *wanted]) == 0
    declaration, _ = Source.open(folder).read()
    made = output / folder.name
    return {a.edition: Subject(made / a.file, a, declaration) for a in read_artefacts(made)}


@pytest.fixture(scope="module")
def treaty(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Subject]:
    """Return a treaty with notes, a table and a list, in PDF 1.7 and in 2.0."""
    top = tmp_path_factory.mktemp("second")
    folder = genre_document(top / "content", "treaty", ["archive", *SECOND])
    return published(folder, "archive", *SECOND)


@pytest.fixture
def opened(treaty: dict[str, Subject]) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(treaty["archive-pdf2"].path) as pdf:
        yield pdf


def elements(pdf: pikepdf.Pdf, kind: str = "") -> list[Any]:
    """Return the structure elements of a type, or all of them."""
    found = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)]
    found = [o for o in found if o.get("/Type") == "/StructElem"]
    return [o for o in found if not kind or str(o.S) == f"/{kind}"]


@pytest.mark.parametrize("edition", SECOND)
def test_it_is_all_that_it_claims(treaty: dict[str, Subject], edition: str) -> None:
    subject = treaty[edition]
    assert subject.path.read_bytes().startswith(b"%PDF-2.0\n")
    verdicts = conformance.verdicts(subject.path, subject.artefact.claims)
    assert [(v.flavour, v.failed) for v in verdicts] == [(w, ()) for w in WANTED[edition]]


def test_no_check_finds_anything(treaty: dict[str, Subject]) -> None:
    subject = treaty["archive"]
    report = check_document(subject.path.parent, {"zh-Hant": subject.declaration})
    assert [f.sentence for f in report.findings] == []


@pytest.mark.parametrize("write", [write_marked, write_figures])
def test_marks_and_figures_have_their_place_in_it(
    write: Callable[[Path], Path], tmp_path: Path
) -> None:
    subject = published(write(tmp_path / "content"), "archive-pdf2")["archive-pdf2"]
    assert list(examine(subject)) == []
    verdicts = conformance.verdicts(subject.path, subject.artefact.claims)
    assert [v.failed for v in verdicts] == [(), ()]


def test_its_pages_are_those_of_the_others(treaty: dict[str, Subject]) -> None:
    shown = list[list[bytes]]()
    for name in ("archive", *SECOND):
        with pikepdf.open(treaty[name].path) as pdf:
            shown.append([page.Contents.read_bytes() for page in pdf.pages])
    assert shown[0] == shown[1] == shown[2]


def test_a_call_and_its_note_know_each_other(opened: pikepdf.Pdf) -> None:
    notes = elements(opened, "FENote")
    assert notes
    assert not elements(opened, "Note")
    for note in notes:
        calls = note.Ref.as_list()
        assert [str(call.S) for call in calls] == ["/Reference"] * len(calls)
        assert all(note.objgen in [ref.objgen for ref in call.Ref] for call in calls)
        assert note.A.NoteType == "/Footnote"


def test_a_line_of_contents_knows_what_it_tells_of(tmp_path: Path) -> None:
    folder = genre_document(tmp_path / "content", "law", ["archive-pdf2"])
    with pikepdf.open(published(folder, "archive-pdf2")["archive-pdf2"].path) as pdf:
        lines = elements(pdf, "TOCI")
        assert lines
        assert all(str(line.Ref[0].S) in ("/H1", "/H2", "/H3", "/P") for line in lines)


# what the structure of PDF 2.0 may be made to say


def first_name(pdf: pikepdf.Pdf) -> Any:
    return pdf.Root.Names.Dests.Names[1]


def bookmark(pdf: pikepdf.Pdf) -> Any:
    return pdf.Root.Outlines.First


def other_element(pdf: pikepdf.Pdf) -> Any:
    return next(e for e in elements(pdf, "P") if e.objgen != first_name(pdf).SD[0].objgen)


def lead_elsewhere(pdf: pikepdf.Pdf) -> None:
    first_name(pdf).SD[0] = other_element(pdf)


def lie_in_two_places(pdf: pikepdf.Pdf) -> None:
    first_name(pdf).SD[3] = 0


def forget_the_element(pdf: pikepdf.Pdf) -> None:
    del first_name(pdf)["/SD"]


def lead_to_a_place_alone(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names.Dests.Names[1] = first_name(pdf).D


def lead_to_a_page_in_the_structure(pdf: pikepdf.Pdf) -> None:
    first_name(pdf).SD[0] = pdf.pages[0].obj


def bookmark_elsewhere(pdf: pikepdf.Pdf) -> None:
    bookmark(pdf).A.SD[0] = other_element(pdf)


def bookmark_another_page(pdf: pikepdf.Pdf) -> None:
    bookmark(pdf).A.D[0] = pdf.pages[-1].obj


def bookmark_with_more(pdf: pikepdf.Pdf) -> None:
    bookmark(pdf).A.Next = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def bookmark_as_before(pdf: pikepdf.Pdf) -> None:
    bookmark(pdf).Dest = bookmark(pdf).A.D


def tell_old_information(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "別題"


def rename_the_namespace(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.Namespaces[0].NS = "http://iso.org/pdf/ssn"


def map_the_namespace(pdf: pikepdf.Pdf) -> None:
    mapped = pikepdf.Dictionary(P=pikepdf.Name.Artifact)
    pdf.Root.StructTreeRoot.Namespaces[0].RoleMapNS = mapped


def take_it_out_of_the_namespace(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "P")[0]["/NS"]


def take_it_into_the_namespace(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "Art")[0].NS = pdf.Root.StructTreeRoot.Namespaces[0]


def note_as_before(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "FENote")[0].S = pikepdf.Name.Note


def note_of_another_kind(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "FENote")[0].A.NoteType = pikepdf.Name.Endnote


def attributes_of_a_note(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "P")[0].A = elements(pdf, "FENote")[0].A


def refer_to_a_page(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "FENote")[0].Ref = pikepdf.Array([pdf.pages[0].obj])


def pronounce(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "P")[0]["/PhoneticAlphabet"] = pikepdf.Name.ipa


CHANGES: tuple[Change, ...] = (
    lead_elsewhere, lie_in_two_places, forget_the_element, lead_to_a_place_alone,
    lead_to_a_page_in_the_structure, bookmark_elsewhere, bookmark_another_page,
    bookmark_with_more, bookmark_as_before, tell_old_information, rename_the_namespace,
    map_the_namespace, take_it_out_of_the_namespace, take_it_into_the_namespace, note_as_before,
    note_of_another_kind, attributes_of_a_note, refer_to_a_page, pronounce,
)  # fmt: skip


def codes(pdf: pikepdf.Pdf, subject: Subject, path: Path) -> set[str]:
    """Return what is found in an altered file, but for how whoever wrote it begins and ends one."""
    pdf.save(path, fix_metadata_version=False)
    found = examine(replace(subject, path=path))
    framed = ("The file does not begin", "Something stands behind", "The file has")
    return {finding.code for finding in found if not finding.sentence.startswith(framed)}


@pytest.mark.usefixtures("seldom_asked")
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_is_wrong_is_found(
    treaty: dict[str, Subject], opened: pikepdf.Pdf, tmp_path: Path, change: Change
) -> None:
    change(opened)
    assert codes(opened, treaty["archive-pdf2"], tmp_path / "altered.pdf")


def test_a_file_that_is_only_written_anew_has_nothing_wrong(
    treaty: dict[str, Subject], opened: pikepdf.Pdf, tmp_path: Path
) -> None:
    assert codes(opened, treaty["archive-pdf2"], tmp_path / "altered.pdf") == set()


def test_a_file_of_one_version_is_not_taken_for_the_other(treaty: dict[str, Subject]) -> None:
    for name, other in (("archive", "archive-pdf2"), ("archive-pdf2", "archive")):
        subject = Subject(treaty[name].path, treaty[other].artefact, treaty[other].declaration)
        assert {"F-004"} <= {finding.code for finding in examine(subject)}


def test_a_bookmark_that_leads_elsewhere_is_found(
    treaty: dict[str, Subject], tmp_path: Path
) -> None:
    subject, path = treaty["archive"], tmp_path / "altered.pdf"
    with pikepdf.open(subject.path) as pdf:
        pdf.Root.Outlines.First.Dest[0] = pdf.pages[-1].obj
        pdf.save(path, fix_metadata_version=False)
    found = examine(replace(subject, path=path))
    assert any("leads elsewhere" in finding.sentence for finding in found)
