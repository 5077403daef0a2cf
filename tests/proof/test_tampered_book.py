"""What is not on the list of what e-books, web pages and Akoma Ntoso of the press hold is found."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.genre_documents import genre_document
from tests.tampered_books import TAMPERS, packed, read
from zhengben.checks.finding import Subject
from zhengben.checks.strangers import examine
from zhengben.cli.main import main
from zhengben.document.artefacts import read_artefacts
from zhengben.source.source import Source

Published = Callable[[str], Subject]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Return a short document published as e-book and Akoma Ntoso, by edition."""
    top = tmp_path_factory.mktemp("books")
    folder = genre_document(top / "content", "treaty", ["e-reader", "akoma-ntoso"])
    where = ("--content", str(folder.parent), "--output", str(top / "dist"))
    assert main(["publish", folder.name, "--script", "zh-Hant", *where]) == 0
    made = top / "dist" / folder.name
    declaration, _ = Source.open(folder).read()
    subjects = {
        a.edition: Subject(made / a.file, a, declaration)
        for a in read_artefacts(made)
        if a.script == declaration.script
    }
    return subjects.__getitem__


def found(subject: Subject, data: bytes, folder: Path) -> set[str]:
    path = folder / subject.artefact.file
    path.write_bytes(data)
    return {f.code for f in examine(Subject(path, subject.artefact, subject.declaration))}


@pytest.mark.parametrize("edition", ["e-reader", "akoma-ntoso"])
def test_published_files_hold_what_the_press_writes(published: Published, edition: str) -> None:
    assert list(examine(published(edition))) == []


@pytest.mark.parametrize("kind", TAMPERS)
def test_tampering_with_a_book_is_found(published: Published, tmp_path: Path, kind: str) -> None:
    subject = published("e-reader")
    files = read(subject.path)
    TAMPERS[kind](files)
    assert found(subject, packed(files), tmp_path) == {"F-006"}


def test_a_book_packed_anew_has_nothing_against_it(published: Published, tmp_path: Path) -> None:
    subject = published("e-reader")
    assert found(subject, packed(read(subject.path)), tmp_path) == set()


def test_a_file_that_stands_twice_is_found(published: Published, tmp_path: Path) -> None:
    """Some readers take the first one of a name, others the last."""
    subject = published("e-reader")
    files = list(read(subject.path).items())
    place = [name for name, _ in files].index("EPUB/text-01.xhtml")
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as archive:
        warnings.simplefilter("ignore")
        for name, data in (*files[:place], (files[place][0], b"<html/>"), *files[place:]):
            archive.writestr(name, data)
    assert found(subject, out.getvalue(), tmp_path) == {"F-006"}


AKN = {
    "a comment": (b"<meta>", b"<!-- x --><meta>"),
    "an instruction": (b"<meta>", b"<?x y?><meta>"),
    "a status that takes words away": (b"<p eId", b'<p status="removed" eId'),
    "words of the text as the press's own": (b"<p eId", b'<p status="editorial" eId'),
    "an element of another kind": (b"<p eId", b"<remark>x</remark><p eId"),
    "a deletion": (b"<p eId", b"<del>x</del><p eId"),
    "an alternative": (b"<p eId", b'<p alternativeTo="x" eId'),
    "a style": (b"<p eId", b'<p style="display:none" eId'),
    "a period": (b"<p eId", b'<p period="#x" class="a b!" eId'),
    "another version": (b'contains="originalVersion"', b'contains="multipleVersions"'),
}


@pytest.mark.parametrize("kind", AKN)
def test_tampering_with_akoma_ntoso_is_found(
    published: Published, tmp_path: Path, kind: str
) -> None:
    subject = published("akoma-ntoso")
    before, behind = AKN[kind]
    data = subject.path.read_bytes()
    assert before in data
    assert found(subject, data.replace(before, behind, 1), tmp_path) == {"F-007"}
