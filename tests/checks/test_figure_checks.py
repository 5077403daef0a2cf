"""Pictures and formulas in published files: nothing is found, and each thing made wrong is."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pytest
from figure_documents import ODD, drawing, packed, write_figures
from mutate import edit_pdf

from tests.conftest import once
from zhengben.checks import fidelity, layout, strangers
from zhengben.checks.archive import ink
from zhengben.checks.finding import Finding, Subject
from zhengben.design.assets import Assets
from zhengben.document.artefacts import Artefact, sha256
from zhengben.document.declaration import Declaration
from zhengben.figures.known import known_objects
from zhengben.press.publish import publish
from zhengben.proof.pdf_objects import strange_objects
from zhengben.source.source import Source

EDITIONS = ("handout", "booklet", "vertical", "archive", "e-reader", "akoma-ntoso", "docx", "web")
Edit = Callable[[pikepdf.Pdf], None]
_DRAWN = re.compile(rb"q ([-\d. ]+) cm /(\w+) Do Q")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the document and its editions, made once."""

    def make(root: Path) -> None:
        write_figures(root / "content", editions=EDITIONS)
        publish(root / "content" / "figures", root / "dist", Assets.find(), editions=EDITIONS)

    return once(tmp_path_factory, "figures", make)


@pytest.fixture(scope="module")
def declaration(folder: Path) -> Declaration:
    return Source.open(folder / "content" / "figures").read()[0]


def subject(path: Path, declaration: Declaration, edition: str) -> Subject:
    suffix = path.name.partition(".")[2]
    kinds = {
        ".pdf": "application/pdf",
        ".epub": "application/epub+zip",
        ".xml": "application/akn+xml",
    }
    claims = ("PDF/A-3a", "PDF/UA-1") if edition == "archive" else ("PDF/UA-1",)
    claims = (
        claims if path.suffix == ".pdf" else ("Akoma Ntoso 3.0",) if path.suffix == ".xml" else ()
    )
    kind = kinds.get(path.suffix, "application/octet-stream")
    digest = sha256(path.read_bytes())
    named = Artefact(path.name, edition, "zh-Hant", kind, 0, 0, claims, digest)
    assert suffix
    return Subject(path, named, declaration)


def codes(path: Path, declaration: Declaration, edition: str = "handout") -> dict[str, Finding]:
    """Return the first finding of each code."""
    made: dict[str, Finding] = {}
    about = subject(path, declaration, edition)
    for family in (fidelity, layout, ink):
        for found in family.examine(about):
            assert isinstance(found, Finding), found
            made.setdefault(found.code, found)
    return made


@pytest.mark.parametrize("name", ["handout", "booklet-a5", "vertical", "archive"])
def test_published_pages_have_their_pictures(
    folder: Path, declaration: Declaration, name: str
) -> None:
    path = folder / "dist" / "figures" / f"figures.zh-Hant.{name}.pdf"
    found = codes(path, declaration, name.removesuffix("-a5"))
    # a figure that has no room on a page leaves it short
    assert set(found) <= {"L-030"}, found


def test_objects_stand_anywhere(tmp_path: Path) -> None:
    folder = write_figures(tmp_path / "content", ODD)
    made = publish(folder, tmp_path / "dist", Assets.find(), editions=("handout", "vertical"))
    assert made.findings == (
        "remark-1: the formula “\\foo{a}” is not drawn; its source is printed.",
    )
    declaration = Source.open(folder).read()[0]
    for name in ("handout", "vertical"):
        path = tmp_path / "dist" / "figures" / f"figures.zh-Hant.{name}.pdf"
        found = codes(path, declaration, name)
        # a formula of a hundred signs is small, a page that a figure leaves may be short
        assert set(found) <= {"P-003", "L-030"}, found
        assert "figure-2" in found["P-003"].place


@pytest.mark.parametrize("name", ["handout.pdf", "booklet.pdf", "epub", "akn.xml", "html"])
def test_nothing_of_a_file_is_strange(folder: Path, declaration: Declaration, name: str) -> None:
    path = folder / "dist" / "figures" / f"figures.zh-Hant.{name}"
    edition = {"epub": "e-reader", "akn.xml": "akoma-ntoso", "html": "web"}.get(
        name, name.removesuffix(".pdf")
    )
    found = [f for f in strangers.examine(subject(path, declaration, edition)) if f.code != "F-009"]
    assert found == []


def picture(pdf: pikepdf.Pdf, width: int) -> Any:
    """Return the picture of a width."""
    return next(
        o for o in pdf.objects
        if isinstance(o, pikepdf.Stream) and o.get("/Width") == width
    )  # fmt: skip


def redrawn(width: int, change: Callable[[list[float]], list[float]]) -> Edit:
    """Return an edit that changes the matrix that a picture is drawn with."""

    def edit(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            names = {n for n, o in page.Resources.XObject.items() if o.get("/Width") == width}
            data = page.Contents.read_bytes()

            def write(found: re.Match[bytes], names: set[str] = names) -> bytes:
                if f"/{found[2].decode()}" not in names:
                    return found[0]
                matrix = change([float(n) for n in found[1].split()])
                told = " ".join(f"{n:.3f}" for n in matrix).encode()
                return b"q %b cm /%b Do Q" % (told, found[2])

            page.Contents.write(_DRAWN.sub(write, data))

    return edit


def other_points(pdf: pikepdf.Pdf) -> None:
    item = picture(pdf, 3000)
    data = bytearray(item.read_bytes())
    data[5] ^= 1
    item.write(bytes(data))


def other_jpeg(pdf: pikepdf.Pdf) -> None:
    item = picture(pdf, 450)
    data = packed(drawing(450, 300), "JPEG", quality=71)
    item.write(data, filter=pikepdf.Name.DCTDecode)


def swapped(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        found = page.Resources.XObject
        names = {int(o.get("/Width", 0)): name for name, o in found.items()}
        if {300, 120} <= set(names):
            one, other = found[names[300]], found[names[120]]
            found[names[300]], found[names[120]] = other, one


def taken_out(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        names = [n for n, o in page.Resources.XObject.items() if o.get("/Width") == 450]
        for name in names:
            told = f"{name} Do".encode()
            page.Contents.write(page.Contents.read_bytes().replace(told, b""))


def other_formula(pdf: pikepdf.Pdf) -> None:
    item = next(o for o in pdf.objects if isinstance(o, pikepdf.Stream)
                and o.get("/Subtype") == "/Form" and "/Type" not in o)  # fmt: skip
    item.write(item.read_bytes() + b" 0 0 9 9 re f")


def uncoloured(pdf: pikepdf.Pdf) -> None:
    picture(pdf, 450).ColorSpace = pikepdf.Name.DeviceRGB


MUTATIONS: dict[str, tuple[str, str, Edit]] = {
    "a point of a picture": ("F-002", "does not show the picture “map.png” as it is", other_points),
    "the bytes of a JPEG": ("F-002", "does not show the picture “photo.jpg”", other_jpeg),
    "two pictures swapped": ("F-002", "does not show the picture “turned.jpg”", swapped),
    "a picture taken out": ("F-002", "does not show the picture “photo.jpg”", taken_out),
    "a formula": ("F-002", "does not show the formula", other_formula),
    "a picture below its caption's next": (
        "P-001", "Text stands between it and its figure",
        redrawn(450, lambda m: [*m[:5], m[5] + 200]),
    ),
    "a picture out of the type area": (
        "P-002", "out of the type area at the right",
        redrawn(450, lambda m: [*m[:4], m[4] + 300, m[5]]),
    ),
    "few points an inch": (
        "P-003", "photo.jpg has 75 points an inch",
        redrawn(450, lambda m: [2 * m[0], 0, 0, 2 * m[3], *m[4:]]),
    ),
    "a picture stretched": (
        "P-004", "photo.jpg is 450 points by 300", redrawn(450, lambda m: [m[0] / 2, *m[1:]]),
    ),
    "a picture turned": (
        "P-004", "photo.jpg is not turned as it says",
        redrawn(450, lambda m: [0, m[0], m[3], 0, m[4] + 100, m[5]]),
    ),
    "a picture that says no colours": (
        "A-005", "A picture does not say what its colours are", uncoloured,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MUTATIONS)
def test_what_is_made_wrong_is_found(
    folder: Path, declaration: Declaration, tmp_path: Path, name: str
) -> None:
    code, told, edit = MUTATIONS[name]
    edition = "archive" if code == "A-005" else "handout"
    source = folder / "dist" / "figures" / f"figures.zh-Hant.{edition}.pdf"
    found = codes(edit_pdf(source, tmp_path / source.name, edit), declaration, edition)
    assert code in found
    assert told in found[code].sentence


@pytest.mark.parametrize(
    ("edit", "told"), [(other_points, "a picture"), (other_formula, "a formula")]
)
def test_what_is_none_of_the_text_s_is_a_stranger(
    folder: Path, declaration: Declaration, edit: Edit, told: str
) -> None:
    known, source = known_objects(declaration), folder / "dist/figures/figures.zh-Hant.handout.pdf"
    with pikepdf.open(source) as pdf:
        assert strange_objects(pdf, {"single pages"}, known) == []
        edit(pdf)
        faults = strange_objects(pdf, {"single pages"}, known)
    assert any(f"is {told} that is none of the text's" in fault.sentence for fault in faults)


def test_a_caption_on_another_page_is_found(folder: Path, declaration: Declaration) -> None:
    path = folder / "dist" / "figures" / "figures.zh-Hant.handout.pdf"
    lines = {line.id: line for line in declaration.lines}
    # as if the caption of the last page but one were that of the first figure
    assert lines["caption-1"].index == lines["figure-1"].index + 1
    swapped = {"figure-1": lines["figure-3"].id, "figure-3": lines["figure-1"].id}
    moved = msgspec.structs.replace(
        declaration,
        paragraphs=tuple(
            msgspec.structs.replace(n, id=swapped.get(n.id, n.id)) for n in declaration.paragraphs
        ),
        annexes=tuple(
            msgspec.structs.replace(n, id=swapped.get(n.id, n.id)) for n in declaration.annexes
        ),
    )
    found = [f for f in layout.examine(subject(path, moved, "handout")) if f.code == "P-001"]
    assert any("Its figure, figure-3, stands on page" in f.sentence for f in found)


def test_a_picture_without_words_is_found(folder: Path, declaration: Declaration) -> None:
    path = folder / "dist" / "figures" / "figures.zh-Hant.handout.pdf"

    def wordless(line: Any) -> Any:
        marks = tuple(
            msgspec.structs.replace(m, value="photo.jpg|") if m.file == "photo.jpg" else m
            for m in line.marks
        )
        return msgspec.structs.replace(line, marks=marks)

    bare = msgspec.structs.replace(
        declaration, paragraphs=tuple(map(wordless, declaration.paragraphs))
    )
    found = {f.code: f for f in layout.examine(subject(path, bare, "handout"))}
    assert found["P-005"].sentence == "Nothing says what photo.jpg shows."


def changed(path: Path, target: Path, name: str, data: bytes) -> Path:
    """Write an archive anew with another file in the place of one of its own."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, data if entry.filename == name else old.read(entry))
    target.write_bytes(out.getvalue())
    return target


@pytest.mark.parametrize(
    ("file", "inside", "edition", "told"),
    [
        ("epub", "EPUB/images/photo.jpg", "e-reader", "does not show the picture “photo.jpg”"),
        ("epub", "EPUB/images/river.svg.png", "e-reader", "the picture “river.svg”"),
        ("docx", "word/media/picture-1.png", "docx", "the DOCX does not show the picture"),
    ],
)  # fmt: skip
def test_a_picture_of_a_book_or_word_file_that_was_altered_is_found(
    folder: Path, declaration: Declaration, tmp_path: Path,
    file: str, inside: str, edition: str, told: str,
) -> None:  # fmt: skip
    source = folder / "dist" / "figures" / f"figures.zh-Hant.{file}"
    kind = "JPEG" if inside.endswith(".jpg") else "PNG"
    other = packed(drawing(40, 40), kind)
    path = changed(source, tmp_path / source.name, inside, other)
    found = [f.sentence for f in fidelity.examine(subject(path, declaration, edition))]
    assert any(told in sentence for sentence in found)


def test_a_formula_of_a_book_that_was_altered_is_found(
    folder: Path, declaration: Declaration, tmp_path: Path
) -> None:
    source = folder / "dist" / "figures" / "figures.zh-Hant.epub"
    with zipfile.ZipFile(source) as book:
        name = next(n for n in book.namelist() if n.endswith(".xhtml") and b"<math" in book.read(n))
        page = book.read(name).replace(b"<mn>2</mn>", b"<mn>3</mn>", 1)
    path = changed(source, tmp_path / source.name, name, page)
    found = [f.sentence for f in fidelity.examine(subject(path, declaration, "e-reader"))]
    assert any("does not show the formula “x^2” as it is" in sentence for sentence in found)
