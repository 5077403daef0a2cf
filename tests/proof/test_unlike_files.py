"""What of a file is told to be another than the press makes, in rows and part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.proof.pages import document
from tests.proof.test_golden_objects import PAGES, opened
from tests.proof.told_rows import faults, retold
from zhengben.proof import anew
from zhengben.proof.anew import unlike
from zhengben.proof.extraction import Fault

Golden = Callable[[Path, str], None]


def test_unlike_documents_are_told_as_they_were(golden: Golden) -> None:
    def tell(case: str) -> Iterator[str]:
        made, _, found = case.partition(" ≠ ")
        yield from faults(unlike(made.encode(), found.encode(), ".xml"))

    golden(*retold("unlike", tell, 15))


def saved(objects: str) -> bytes:
    """Return a file whose catalogue has the first of some objects as /Held."""
    parts = objects.split(" | ")
    root = f"<</Type /Catalog /Pages {len(parts) + 1} 0 R /Held 1 0 R>>"
    trailer = f"<</Root {len(parts) + 2} 0 R /Size 99 /ID [(same) (other)]>>"
    out = io.BytesIO()
    with opened([*parts, PAGES, root], trailer) as pdf:
        pdf.save(out, static_id=False, compress_streams=False, stream_decode_level=None)
    return out.getvalue()


def test_unlike_objects_are_told_as_they_were(golden: Golden) -> None:
    def tell(case: str) -> Iterator[str]:
        made, _, found = case.partition(" ≠ ")
        yield from faults(unlike(saved(made), saved(found), ".pdf"))

    golden(*retold("unlike-pdfs", tell, 20))


def pdf(*contents: str, first: bytes = b"same", second: bytes = b"a", **info: str) -> bytes:
    out = io.BytesIO()
    made = document(*contents)
    for key, value in info.items():
        made.docinfo[f"/{key}"] = value
    made.trailer.ID = pikepdf.Array([pikepdf.String(first), pikepdf.String(second)])
    made.save(out, static_id=False)
    return out.getvalue()


TEXT = "BT /F 10 Tf <0001000200030001> Tj ET"


def told(made: bytes, found: bytes, suffix: str) -> list[tuple[str, str]]:
    faults_of = list(unlike(made, found, suffix))
    assert {fault.code for fault in faults_of} <= {"unlike"}
    return [(fault.place, fault.sentence) for fault in faults_of]


def test_the_words_of_each_page_are_compared() -> None:
    other = TEXT.replace("0003", "0002")
    assert told(pdf(TEXT, ""), pdf(TEXT, ""), ".pdf") == []
    assert told(pdf(TEXT, TEXT), pdf(other, TEXT), ".pdf") == [
        ("page 1", "On page 1, “一二二一” stands where the press writes “一二三一”.")
    ]
    assert told(pdf(TEXT), pdf(TEXT, TEXT), ".pdf") == [
        ("page 2", "On page 2, “一二三一” stands where the press writes “”.")
    ]
    assert told(pdf(TEXT, TEXT), pdf(TEXT), ".pdf") == [
        ("page 2", "On page 2, “” stands where the press writes “一二三一”.")
    ]
    assert [place for place, _ in told(pdf(TEXT, TEXT), pdf(other, other), ".pdf")] == [
        "page 1", "page 2",
    ]  # fmt: skip
    # the same words, otherwise
    (moved,) = told(pdf(TEXT), pdf(f"1 0 0 1 5 5 cm {TEXT}"), ".pdf")
    assert moved[0] == "file"
    assert moved[1].startswith("The stream at /Pages/Kids/0/Contents is not what the press writes.")


def test_identifiers_and_information_are_compared() -> None:
    """The second identifier is of the bytes, which are others in a file that was saved anew."""
    made = pdf(TEXT, Title="甲")
    assert told(made, pdf(TEXT, Title="甲"), ".pdf") == []
    assert told(made, pdf(TEXT, Title="甲", second=b"b"), ".pdf") == []
    assert told(made, pdf(TEXT, Title="甲", first=b"other"), ".pdf") == [
        ("file", "The identifier of the file is not what the press writes.")
    ]
    assert told(made, pdf(TEXT, Title="乙"), ".pdf") == [
        ("file", "“乙” stands at /Info/Title, not what the press writes.")
    ]


def book(**files: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name.replace("_", ".")), text)
    return data.getvalue()


def test_files_of_an_archive_are_compared() -> None:
    made = book(a_xhtml="<a>甲</a>", b_css="x", c_png="y")
    for suffix in (".epub", ".docx"):
        assert told(made, made, suffix) == []
        assert told(made, book(c_png="y", b_css="x", a_xhtml="<a>甲</a>"), suffix) == []
        assert told(made, book(a_xhtml="<a>乙</a>", b_css="x", c_png="y"), suffix) == [
            ("a.xhtml", "In a.xhtml, “乙” stands where the press writes “甲”.")
        ]
        assert told(made, book(a_xhtml="<a>甲</a>", b_css="z", d_png="y"), suffix) == [
            ("b.css", "b.css is not what the press writes."),
            ("c.png", "The press writes c.png, which is not there."),
            ("d.png", "There is d.png, which the press does not write."),
        ]
    behind = told(made, made + b"x", ".epub")
    assert behind == [("the archive", "In the archive, there is something that is no file of it.")]
    for kind in ("html", "opf", "ncx", "rels", "svg", "xml"):
        one, other = (book(**{f"a_{kind}": f"<a>{text}</a>"}) for text in "甲乙")
        assert "stands where" in told(one, other, ".epub")[0][1], kind


def test_an_archive_that_unfolds_to_more_than_is_read_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(anew, "_MOST_BYTES", 5)
    assert told(book(a="xxx"), book(a="xxyyy"), ".epub") == [
        ("a", "a is not what the press writes.")
    ]
    assert told(book(a="xxx"), book(a="xxx", b="yyy"), ".epub") == [
        ("file", "The file cannot be compared with what the press makes: its files are too large.")
    ]


def test_no_more_parts_are_told_than_anybody_reads() -> None:
    made = book(**{f"f{n}": "x" for n in range(9)})
    for count, more in ((5, []), (6, ["1 more parts are not what the press makes."]),
                        (9, ["4 more parts are not what the press makes."])):  # fmt: skip
        found = book(**{f"f{n}": "y" if n < count else "x" for n in range(9)})
        sentences = [sentence for _, sentence in told(made, found, ".epub")]
        assert sentences == [*(f"f{n} is not what the press writes." for n in range(5)), *more]
    assert told(made, found, ".epub")[-1][0] == "file"


@pytest.mark.parametrize("suffix", [".pdf", ".epub", ".xml", ".html", ".docx"])
def test_what_is_broken_cannot_be_compared(suffix: str) -> None:
    ((place, sentence),) = told(b"made", b"found", suffix)
    assert place == "file"
    assert sentence.startswith("The file cannot be compared with what the press makes: ")
    assert told(b"same", b"same", suffix) == []


def test_a_file_of_another_kind_is_compared_byte_by_byte() -> None:
    found = list(unlike(b"a", b"b", ".txt"))
    assert found == [Fault("unlike", "file", "The file is not what the press makes.")]
    values: Any = list(unlike(b"a", b"a", ".txt"))
    assert values == []
