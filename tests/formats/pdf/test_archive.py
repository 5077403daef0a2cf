"""Archival PDFs: they validate everywhere, carry their own source, and every check can fail."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pikepdf
import pytest

from zhengben.checks.archive import (
    carried,
    conformance,
    fonts,
    ink,
    metadata,
    pictures,
    schema,
    verapdf,
)
from zhengben.checks.finding import Finding, Skipped, Subject
from zhengben.checks.tools import MissingToolError
from zhengben.design.editions import EDITIONS
from zhengben.design.flavours import DRAFT, FLAVOURS
from zhengben.design.kinds import PrintEdition
from zhengben.document.artefacts import Artefact
from zhengben.document.declaration import Declaration

Change = Callable[[pikepdf.Pdf], None]


@pytest.fixture(scope="module")
def archives(built: Path, declaration: Declaration) -> dict[str, Subject]:
    """Return the published archival PDFs by edition, in the script of the canonical text."""
    manifest = json.loads((built / "manifest.json").read_text("utf-8"))
    found = [Artefact.read(entry) for entry in manifest["artefacts"]]
    return {
        artefact.edition: Subject(built / artefact.file, artefact, declaration)
        for artefact in found
        if artefact.edition.startswith("archive") and artefact.script == declaration.script
    }


def altered(subject: Subject, tmp_path: Path, change: Change) -> Subject:
    path = tmp_path / "altered.pdf"
    with pikepdf.open(subject.path) as pdf:
        change(pdf)
        # or pikepdf would mend the metadata
        pdf.save(path, fix_metadata_version=False)
    return msgspec.structs.replace(subject, path=path)


def sentences(part: ModuleType, subject: Subject) -> list[str]:
    found = list(part.examine(subject))
    assert not [each for each in found if isinstance(each, Skipped)]
    return [each.sentence for each in found if isinstance(each, Finding)]


@pytest.mark.parametrize("edition", ["archive", "archive-plain"])
def test_it_is_all_that_it_claims(edition: str, archives: dict[str, Subject]) -> None:
    subject = archives[edition]
    row = EDITIONS[edition]
    assert isinstance(row, PrintEdition)
    assert subject.artefact.claims == FLAVOURS[row.flavour].claims
    assert conformance.claimed(subject.path) == subject.artefact.claims
    verdicts = conformance.verdicts(subject.path, subject.artefact.claims)
    wanted = {"archive": ["3a", "ua1", "3u"], "archive-plain": ["2a", "ua1", "2u"]}[edition]
    assert [(v.flavour, v.failed) for v in verdicts] == [(each, ()) for each in wanted]
    assert all(verdict.compliant for verdict in verdicts)


@pytest.mark.parametrize("edition", ["archive", "archive-plain"])
@pytest.mark.parametrize("part", [metadata, fonts, ink, carried])
def test_nothing_is_found_in_it(
    part: ModuleType, edition: str, archives: dict[str, Subject]
) -> None:
    assert sentences(part, archives[edition]) == []


def test_every_flavour_is_used_or_offered() -> None:
    used = {e.flavour for e in EDITIONS.values() if isinstance(e, PrintEdition)}
    assert used <= set(FLAVOURS)
    first_claims = {verapdf.flavours_of(f.claims)[0] for f in FLAVOURS.values() if f.claims}
    assert first_claims == {"ua1", "3a", "2a", "2u", "4f", "4"}
    # that of drafts claims nothing, and no edition has it
    assert [f.name for f in FLAVOURS.values() if not f.claims] == [DRAFT]
    assert DRAFT not in used


def test_it_carries_what_proves_it(archives: dict[str, Subject], built: Path) -> None:
    with pikepdf.open(archives["archive"].path) as pdf:
        carried_ = {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
        kinds = {str(f.UF): str(f.AFRelationship) for f in pdf.Root.AF}
    assert kinds == {
        "astana-2017.capture.txt": "/Source",
        "astana-2017.canonical.txt": "/Source",
        "astana-2017.ledger.json": "/Supplement",
        "astana-2017.zh-Hant.akn.xml": "/Alternative",
    }
    published = (built / "astana-2017.zh-Hant.akn.xml").read_bytes()
    assert carried_["astana-2017.zh-Hant.akn.xml"] == published
    assert schema.faults(published) == []


def test_all_flavours_have_the_same_pages(archives: dict[str, Subject], handout_pdf: Path) -> None:
    def streams(path: Path) -> list[bytes]:
        with pikepdf.open(path) as pdf:
            return [page.Contents.read_bytes() for page in pdf.pages]

    plain = streams(handout_pdf)
    assert [streams(subject.path) for subject in archives.values()] == [plain, plain]


# changes that one check has to find


def xmp(before: str, after: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        text = pdf.Root.Metadata.read_bytes().decode()
        assert before in text
        pdf.Root.Metadata = pdf.make_stream(text.replace(before, after, 1).encode())

    return change


def delete(*path: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        item: Any = pdf.Root
        for name in path[:-1]:
            item = item[name]
        del item[path[-1]]

    return change


def information(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "題"


def red(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].contents_add(b"1 0 0 rg", prepend=True)


def font(pdf: pikepdf.Pdf) -> Any:
    resources: Any = pdf.pages[1].Resources
    return next(iter(resources.Font.values()))


def unembedded(pdf: pikepdf.Pdf) -> None:
    del font(pdf).DescendantFonts[0].FontDescriptor.FontFile3


def dumb(pdf: pikepdf.Pdf) -> None:
    del font(pdf).ToUnicode


def first(pdf: pikepdf.Pdf) -> Any:
    files: Any = pdf.Root.AF
    return files[0]


def twice(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AF.append(first(pdf))


def undescribed(pdf: pikepdf.Pdf) -> None:
    del first(pdf).Desc


def unrelated(pdf: pikepdf.Pdf) -> None:
    first(pdf).AFRelationship = pikepdf.Name.Unspecified


def undated(pdf: pikepdf.Pdf) -> None:
    del first(pdf).EF.F.Params.ModDate


def falsified(pdf: pikepdf.Pdf) -> None:
    data = first(pdf).EF.F.read_bytes()
    first(pdf).EF.F.write(data.replace("宣言".encode(), "宜言".encode(), 1))


def other_xml(pdf: pikepdf.Pdf) -> None:
    files: Any = pdf.Root.AF
    stream = next(f.EF.F for f in files if str(f.UF).endswith(".akn.xml"))
    stream.write(stream.read_bytes().replace("宣言</docTitle>".encode(), b"</docTitle>"))


CHANGES: dict[str, tuple[Change, ModuleType, str]] = {
    "title": (xmp("宣言</rdf:li>", "宜言</rdf:li>"), metadata, "the title in x-default"),
    "rights": (xmp("屬於公有領域。</rdf:li></rdf:Alt>", "</rdf:li></rdf:Alt>"), metadata,
               "rights"),
    "identifier of the document": (xmp("<xmpMM:DocumentID>", "<xmpMM:DocumentID>x"), metadata,
                                   "DocumentID"),
    "provenance": (xmp("<dcterms:provenance>", "<dcterms:provenance>x "), metadata, "provenance"),
    "days": (xmp("<xmp:MetadataDate>2026", "<xmp:MetadataDate>2016"), metadata, "several days"),
    "type": (xmp("<rdf:li>Text</rdf:li>", "<rdf:li>Image</rdf:li>"), metadata, "type is"),
    "language": (xmp("<rdf:li>zh-Hant</rdf:li>", "<rdf:li>en</rdf:li>"), metadata, "language"),
    "identifier": (xmp("<dc:identifier>urn:uuid:", "<dc:identifier>urn:"), metadata, "identifier"),
    "hash": (xmp("capture SHA-256 1", "capture SHA-256 2"), metadata, "SHA-256"),
    "date": (xmp("<xmp:CreateDate>2026", "<xmp:CreateDate>2025"), metadata, "CreateDate"),
    "two packets": (xmp("</x:xmpmeta>", '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-'
                        'syntax-ns#"/></x:xmpmeta>'), metadata, "2 rdf:RDF"),
    "no XML": (xmp("</rdf:RDF>", ""), metadata, "cannot be read"),
    "no XMP": (delete("/Metadata"), metadata, "cannot be read"),
    "information": (information, metadata, "document information says “題”"),
    "font": (unembedded, fonts, "not embedded"),
    "characters": (dumb, fonts, "ToUnicode says nothing"),
    "colour": (red, ink, "1 0 0 rg"),
    "intent": (delete("/OutputIntents"), ink, "no output intent"),
    "listed twice": (twice, carried, "listed 2 times"),
    "description": (undescribed, carried, "no description"),
    "relationship": (unrelated, carried, "no relationship"),
    "attachment's date": (undated, carried, "no date"),
    "attachment": (falsified, carried, "No attachment is the capture"),
    "attached XML": (other_xml, carried, "In the attached XML, title"),
    "names": (delete("/Names", "/EmbeddedFiles"), carried, "lists of attachments differ"),
    "outlines": (delete("/Outlines"), carried, "no outlines"),
    "labels": (delete("/PageLabels"), carried, "no page labels"),
    "destinations": (delete("/Names", "/Dests"), carried, "64 paragraphs have no named"),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_wrong_is_found(name: str, archives: dict[str, Subject], tmp_path: Path) -> None:
    change, part, word = CHANGES[name]
    found = sentences(part, altered(archives["archive"], tmp_path, change))
    assert any(word in sentence for sentence in found), found


def test_attachments_have_no_place_in_pdf_a_2(archives: dict[str, Subject], tmp_path: Path) -> None:
    def attach(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["a.txt"] = b"a"

    found = sentences(carried, altered(archives["archive-plain"], tmp_path, attach))
    assert any("does not allow" in sentence for sentence in found)


# pictures


def other_charset(pdf: pikepdf.Pdf) -> None:
    """Give the glyphs of a font other CIDs: viewers disagree which number a code means."""
    from fontTools.cffLib import CFFFontSet
    from fontTools.ttLib import TTFont

    stream = font(pdf).DescendantFonts[0].FontDescriptor.FontFile3
    sfnt = TTFont(io.BytesIO(stream.read_bytes())) if stream.Subtype == "/OpenType" else None
    cff = sfnt["CFF "].cff if sfnt else CFFFontSet()
    if not sfnt:
        cff.decompile(io.BytesIO(stream.read_bytes()), None)
    top = cff.topDictIndex[0]
    strings, names = top.CharStrings.charStrings, list(top.charset)
    turned = [names[0], *names[40:], *names[1:40]]
    top.CharStrings.charStrings = {
        new: strings[old] for new, old in zip(turned, names, strict=True)
    }
    top.charset = turned
    out = io.BytesIO()
    if sfnt:
        sfnt.save(out)
    else:
        cff.compile(out, None)
    stream.write(out.getvalue())


def test_viewers_draw_it_alike(
    archives: dict[str, Subject], tmp_path: Path, require_tool: Callable[[str], str]
) -> None:
    for tool in ("pdftoppm", "mutool", "gs"):
        require_tool(tool)
    subject = archives["archive"]
    assert sentences(pictures, subject) == []
    found = sentences(pictures, altered(subject, tmp_path, other_charset))
    assert any("differ by" in sentence for sentence in found)


def test_a_missing_page_and_a_damaged_file_are_found(
    archives: dict[str, Subject], tmp_path: Path, require_tool: Callable[[str], str]
) -> None:
    for tool in ("pdftoppm", "mutool", "gs"):
        require_tool(tool)
    path = tmp_path / "cut.pdf"
    path.write_bytes(archives["archive"].path.read_bytes()[:3000])
    found = sentences(pictures, msgspec.structs.replace(archives["archive"], path=path))
    assert any("pages, not 12" in sentence for sentence in found)


def test_one_missing_character_is_seen(tmp_path: Path) -> None:
    from PIL import Image

    whole = Image.new("L", (400, 400), 255)
    whole.paste(90, (100, 100, 124, 124))
    whole.save(tmp_path / "a.pgm")
    Image.new("L", (401, 400), 255).save(tmp_path / "b.pgm")
    (told,) = pictures.compare({"a": tmp_path / "a.pgm", "b": tmp_path / "b.pgm"})
    assert "differ by 165" in told
    assert list(pictures.compare({"a": tmp_path / "a.pgm", "b": tmp_path / "a.pgm"})) == []


def test_a_missing_viewer_is_named(
    archives: dict[str, Subject], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    (result,) = pictures.examine(archives["archive"])
    assert isinstance(result, Skipped)
    assert "pdftoppm" in result.reason
    assert "install" in result.reason
    with pytest.raises(MissingToolError):
        pictures.program("gs")


def test_words_of_the_press_beside_the_text_are_no_captions(handout_pdf: Path) -> None:
    """A Caption is the first or last child of what it captions, and our lines caption nothing."""
    with pikepdf.open(handout_pdf) as pdf:
        objects = (item for item in pdf.objects if isinstance(item, pikepdf.Dictionary))
        kinds = [str(item.S) for item in objects if item.get("/Type") == "/StructElem"]
        assert "/Editorial" in kinds
        assert "/Caption" not in kinds
        assert pdf.Root.StructTreeRoot.RoleMap.Editorial == "/P"
