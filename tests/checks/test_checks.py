"""The table of checks, and the command that runs it."""

from __future__ import annotations

import errno
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from zipfile import BadZipFile

import pytest

from tests.listed import part_of
from zhengben.checks import catalogue
from zhengben.checks.catalogue import check_document, table
from zhengben.checks.finding import Finding, Skipped, Subject, not_checked
from zhengben.cli.main import main
from zhengben.document.artefacts import Artefact
from zhengben.document.declaration import Declaration

# tests/checks/test_ebook_checks.py asks the validators about these books
pytestmark = pytest.mark.usefixtures("unasked")


@pytest.fixture
def published(built: Path, tmp_path: Path) -> Path:
    """Return a handout and a book of the declaration that may be falsified."""
    return part_of(
        built, tmp_path / "dist" / built.name, lambda row: row["edition"] in ("handout", "e-reader")
    )


def codes(folder: Path, declaration: Declaration) -> set[str]:
    report = check_document(folder, {declaration.script: declaration})
    return {finding.code for finding in report.failures()}


def test_every_check_is_explained() -> None:
    for code, check in table().items():
        assert re.fullmatch(r"[A-Z]-\d{3}", code)
        assert check.rule.endswith(".")
        assert check.mend.endswith(".")


def test_the_published_declaration_passes(built: Path, declaration: Declaration) -> None:
    assert codes(built, declaration) == set()


def test_a_file_that_was_touched_is_found(
    built: Path, tmp_path: Path, declaration: Declaration
) -> None:
    folder = part_of(built, tmp_path / "dist", lambda row: row["edition"] == "e-reader")
    (book,) = folder.glob("*.epub")
    book.write_bytes(book.read_bytes() + b" ")
    assert "F-001" in codes(folder, declaration)
    book.unlink()
    assert "F-001" in codes(folder, declaration)


def test_a_text_that_differs_is_found(published: Path, declaration: Declaration) -> None:
    name = next(published.glob("*.pdf")).name
    other = published / "manifest.json"
    shutil.copy(next(published.glob("*.epub")), published / name)
    assert "F-002" in codes(published, declaration)
    other.write_text("{", "utf-8")
    assert main(["check", "astana-2017", "--output", str(published.parent)]) == 2


def test_the_command(
    published: Path, declaration: Declaration, capsys: pytest.CaptureFixture[str]
) -> None:
    output = ("--output", str(published.parent))
    assert main(["check", "astana-2017", *output]) == 0
    assert "nothing to mend" in capsys.readouterr().out
    book = part_of(
        published, published.parent / "book" / published.name, lambda row: "epub" in row["file"]
    )
    next(book.glob("*.epub")).unlink()
    assert main(["check", "astana-2017", "--json", "--output", str(book.parent)]) == 1
    (report,) = json.loads(capsys.readouterr().out)
    assert report["findings"][0]["code"] == "F-001"
    assert main(["check", "--explain", "F-001"]) == 0
    assert "to mend:" in capsys.readouterr().out
    assert main(["check", "--explain", "all"]) == 0
    assert capsys.readouterr().out.count("to mend:") == len(table())
    assert main(["check", "--explain", "Z-999"]) == 2


def test_what_was_not_checked_is_told_once() -> None:
    skipped = [Skipped("A-001", f"{n}.pdf", "no veraPDF.") for n in range(3)]
    skipped.append(Skipped("A-008", "a.pdf", "no gs."))
    assert list(not_checked(skipped)) == [
        "A-001 3 files: not checked: no veraPDF.",
        "A-008 a.pdf: not checked: no gs.",
    ]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (BadZipFile("Bad CRC-32"), True),
        (RecursionError("too deep"), True),
        (OSError("truncated"), True),
        (OSError(errno.EINVAL, "negative seek"), True),
        (OSError(errno.ENOSPC, "full", "/tmp/x"), False),
        (OSError(errno.EACCES, "denied", "/tmp/x"), False),
    ],
)
def test_a_check_that_a_damaged_file_breaks_is_a_finding(error: Exception, told: bool) -> None:
    def examine(subject: object) -> Iterator[Finding]:
        yield Finding("F-001", "law.epub", "file", "other bytes")
        raise error

    family = SimpleNamespace(__name__="zhengben.checks.ebook", examine=examine)
    artefact = Artefact("law.epub", "e-reader", "zh-Hant", "application/epub+zip", 1, 0, (), "")
    subject = Subject(Path("law.epub"), artefact, None)  # type: ignore[arg-type]
    if not told:
        with pytest.raises(OSError, match=r"full|denied"):
            catalogue.ended(family, subject)
        return
    first, found = catalogue.ended(family, subject)
    # what was found before is told too
    assert first.code == "F-001"
    assert (found.code, found.file) == ("D-106", "law.epub")
    assert found.sentence.startswith(f"ebook ends with {type(error).__name__}(")
