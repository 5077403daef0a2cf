"""What the press itself writes beside a text is made anew, and compared word for word."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from msgspec.structs import replace
from PIL import Image, ImageOps

from tests.genre_documents import genre_document
from tests.tampered_books import Files, packed, read
from zhengben.checks.anew import examine
from zhengben.checks.finding import Finding, Skipped, Subject
from zhengben.cli.main import main
from zhengben.design.assets import Assets
from zhengben.document.artefacts import read_artefacts
from zhengben.press.anew import MadeAnew
from zhengben.source.source import Source

EDITIONS = ["e-reader", "handout", "akoma-ntoso", "web"]
Published = Callable[[str], Subject]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Return a short document as published, by edition."""
    top = tmp_path_factory.mktemp("anew")
    folder = genre_document(top / "content", "treaty", EDITIONS)
    where = ("--content", str(folder.parent), "--output", str(top / "dist"))
    assert main(["publish", folder.name, "--script", "zh-Hant", *where]) == 0
    made = top / "dist" / folder.name
    declaration, _ = Source.open(folder).read()
    artefacts = [a for a in read_artefacts(made) if a.script == declaration.script]
    anew = MadeAnew(lambda: Source.open(folder), Assets.find(), [a.pair for a in artefacts]).file
    subjects = {
        a.edition: Subject(made / a.file, a, declaration, anew=anew)
        for a in artefacts
        if a.edition in EDITIONS
    }
    return subjects.__getitem__


def told(subject: Subject, data: bytes, folder: Path) -> list[str]:
    path = folder / subject.artefact.file
    path.write_bytes(data)
    found = list(examine(replace(subject, path=path)))
    assert all(isinstance(f, Finding) and f.code == "F-010" for f in found)
    return [f.sentence for f in found if isinstance(f, Finding)]


@pytest.mark.parametrize("edition", EDITIONS)
def test_published_files_are_what_the_press_makes(published: Published, edition: str) -> None:
    assert list(examine(published(edition))) == []


def test_a_book_packed_anew_is_the_same_book(published: Published, tmp_path: Path) -> None:
    subject = published("e-reader")
    assert told(subject, packed(read(subject.path)), tmp_path) == []


def test_a_pdf_compressed_anew_says_the_same(published: Published, tmp_path: Path) -> None:
    subject = published("handout")
    with pikepdf.open(subject.path) as pdf:
        out = io.BytesIO()
        pdf.save(out, compress_streams=False, fix_metadata_version=False)
    assert told(subject, out.getvalue(), tmp_path) == []


def _word(name: str, pattern: str) -> Callable[[Files], None]:
    """Return what doubles a character that a pattern finds in a file of a book."""

    def tamper(files: Files) -> None:
        text = files[name].decode()
        found = re.search(pattern, text)
        assert found, pattern
        files[name] = (text[: found.end()] + found[0][-1] + text[found.end() :]).encode()

    return tamper


def _cover(files: Files) -> None:
    """Show the cover upside down: other words, of the same size and the same shades."""
    with Image.open(io.BytesIO(files["EPUB/images/cover.png"])) as picture:
        out = io.BytesIO()
        ImageOps.flip(picture).save(out, "PNG", bits=4)
    files["EPUB/images/cover.png"] = out.getvalue()


def _font(files: Files) -> None:
    """Draw two characters for one another that only the colophon has."""
    name = "EPUB/fonts/book.otf"
    font = TTFont(io.BytesIO(files[name]))
    text = "".join(files[n].decode() for n in files if re.search(r"text-\d+\.xhtml", n))
    best = font.getBestCmap()
    one, other = [best[p] for p in sorted(best) if p > 0x4E00 and chr(p) not in text][:2]
    strings = font["CFF "].cff.topDictIndex[0].CharStrings
    index = strings.charStrings
    index[one], index[other] = index[other], index[one]
    out = io.BytesIO()
    font.save(out)
    files[name] = out.getvalue()


BOOK = {
    "the picture of the cover": (_cover, "cover.png"),
    "what the cover is told as": (_word("EPUB/cover.xhtml", r'alt="[^"]'), "cover.xhtml"),
    "the colophon": (_word("EPUB/colophon.xhtml", r"<dd[^>]*>[^<]"), "colophon.xhtml"),
    "the details": (_word("EPUB/details.xhtml", r"<dd[^>]*>[^<]"), "details.xhtml"),
    "an entry of the contents": (_word("EPUB/nav.xhtml", r"<a href[^>]*>[^<]"), "nav.xhtml"),
    "the subtitle of the shelf": (_word("EPUB/content.opf", r"<dc:title[^>]*>[^<]"), ".opf"),
    "glyphs of the colophon": (_font, "book.otf"),
}


@pytest.mark.parametrize("kind", BOOK)
def test_other_words_of_a_book_are_found(published: Published, tmp_path: Path, kind: str) -> None:
    subject, (tamper, place) = published("e-reader"), BOOK[kind]
    files = read(subject.path)
    tamper(files)
    found = told(subject, packed(files), tmp_path)
    assert len(found) == 1
    assert place in found[0]


def test_other_words_of_a_web_page_and_of_akoma_ntoso_are_found(
    published: Published, tmp_path: Path
) -> None:
    for edition, pattern in (("web", r"<dd>[^<]"), ("akoma-ntoso", r'FRBRauthor href="[^"]')):
        subject = published(edition)
        text = subject.path.read_text("utf-8")
        found = re.search(pattern, text)
        assert found, pattern
        changed = text[: found.end()] + found[0][-1] + text[found.end() :]
        assert "where the press writes" in told(subject, changed.encode(), tmp_path)[0]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(">", "><!-- x -->", 2),
        lambda text: f"{text}   ",
        lambda text: f"\ufeff{text}",
        lambda text: f"{text}<?x y?>",
    ],
    ids=["a comment", "blanks", "a mark of the order of bytes", "an instruction"],
)
def test_the_same_words_written_otherwise_are_found(
    published: Published, tmp_path: Path, change: Callable[[str], str]
) -> None:
    """What no reader of XML sees may hold anything, and the same document gives the same bytes."""
    subject = published("akoma-ntoso")
    text = subject.path.read_text("utf-8")
    assert told(subject, change(text).encode(), tmp_path)


def test_an_instruction_in_a_book_is_found(published: Published, tmp_path: Path) -> None:
    subject = published("e-reader")
    files = read(subject.path)
    files["EPUB/content.opf"] += b"<?x y?>"
    (sentence,) = told(subject, packed(files), tmp_path)
    assert "written otherwise" in sentence


def test_another_identifier_of_a_pdf_is_found(published: Published, tmp_path: Path) -> None:
    subject = published("handout")
    with pikepdf.open(subject.path) as pdf:
        pdf.trailer.ID[0] = pikepdf.String(b"0" * 16)
        out = io.BytesIO()
        pdf.save(out, fix_metadata_version=False)
    # the library writes the first identifier anew where it is none of its own
    found = told(subject, out.getvalue(), tmp_path)
    assert found == ["The identifier of the file is not what the press writes."]


def _drawn_otherwise(pdf: pikepdf.Pdf, number: int, last: bool) -> None:
    """Exchange two codes of the first or last string of a page that has two."""
    page = pdf.pages[number]
    data = page.Contents.read_bytes()
    strings = [
        m for m in re.finditer(rb"<([0-9a-f]{4})([0-9a-f]{4})[0-9a-f]*>", data) if m[1] != m[2]
    ]
    m = strings[-1 if last else 0]
    swapped = b"<" + m[2] + m[1] + m[0][9:]
    page.Contents = pdf.make_stream(data[: m.start()] + swapped + data[m.end() :])


def _title(pdf: pikepdf.Pdf) -> None:
    data = bytes(pdf.Root.Metadata.read_bytes())
    pdf.Root.Metadata.write(data.replace("條約".encode(), "草約".encode()))


PDF: dict[str, tuple[Callable[[pikepdf.Pdf], None], str]] = {
    "the first words of the last page": (lambda pdf: _drawn_otherwise(pdf, -1, False), "page"),
    "the last words of the first page": (lambda pdf: _drawn_otherwise(pdf, 0, True), "page"),
    "a title in the metadata": (_title, "/Metadata"),
    "how a page is turned": (lambda pdf: setattr(pdf.pages[0], "Rotate", 180), "/Rotate"),
}


@pytest.mark.parametrize("kind", PDF)
def test_other_words_of_a_pdf_are_found(published: Published, tmp_path: Path, kind: str) -> None:
    subject, (tamper, place) = published("handout"), PDF[kind]
    with pikepdf.open(subject.path) as pdf:
        tamper(pdf)
        out = io.BytesIO()
        pdf.save(out, fix_metadata_version=False)
    found = told(subject, out.getvalue(), tmp_path)
    assert found
    assert place.casefold() in found[0].casefold()


def test_what_is_broken_or_not_made_is_told(published: Published, tmp_path: Path) -> None:
    for edition in EDITIONS:
        (sentence,) = told(published(edition), b"%PDF-1.7 <PK", tmp_path)
        assert "cannot be compared" in sentence
    subject = replace(published("web"), anew=lambda artefact: None)
    assert told(subject, b"x", tmp_path) == ["The press makes no such file of the document."]
    (skipped,) = examine(replace(published("web"), anew=lambda artefact: "Nobody can tell."))
    assert isinstance(skipped, Skipped)
    assert list(examine(replace(published("web"), anew=None))) == []
