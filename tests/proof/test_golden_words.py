"""What is read from Word files of a few elements, in rows: text, marks, pictures and faults.

``P(a …)`` is a paragraph with the bookmark a, ``R(甲)`` a run, ``L(i u=wave;甲)`` one with these
looks, ``B(x)`` and ``E(x)`` where a bookmark begins and ends, ``D(file;words;relation)`` a picture.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.proof.told_rows import faults, retold, rows
from zhengben.proof import docx
from zhengben.proof.docx import extract_docx

Golden = Callable[[Path, str], None]
_SCHEMAS = "http://schemas.openxmlformats.org"
W = f"{_SCHEMAS}/wordprocessingml/2006/main"
HEAD = (
    f'<w:document xmlns:w="{W}" xmlns:m="{_SCHEMAS}/officeDocument/2006/math" '
    f'xmlns:wp="{_SCHEMAS}/drawingml/2006/wordprocessingDrawing" '
    f'xmlns:a="{_SCHEMAS}/drawingml/2006/main" '
    f'xmlns:r="{_SCHEMAS}/officeDocument/2006/relationships">'
)
RELATIONS = """<Relationships>
<Relationship Id="r1" Type="http://x/image" Target="media/one.png"/>
<Relationship Id="r2" Type="http://x/image" Target="media/two.jpg"/>
<Relationship Id="r3" Type="http://x/image" Target="media/none.png"/>
<Relationship Id="r4" Type="http://x/hyperlink" Target="media/one.png"/>
</Relationships>"""


def png() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (2, 2), "blue").save(data, "PNG", compress_level=0)
    return data.getvalue()


def body(case: str) -> str:
    """Return the elements that a case stands for."""

    def looks(found: re.Match[str]) -> str:
        pairs = (look.partition("=") for look in found[1].split())
        inner = "".join(
            f'<w:{name} w:val="{value}"/>' if value else f"<w:{name}/>" for name, _, value in pairs
        )
        return f"<w:r><w:rPr>{inner}</w:rPr><w:t>{found[2]}</w:t></w:r>"

    text = re.sub(r"R\(([^()]*)\)", r"<w:r><w:t>\1</w:t></w:r>", case)
    text = re.sub(r"L\(([^();]*);([^()]*)\)", looks, text)
    start = r'<w:bookmarkStart w:id="\1" w:name="\1"/>'
    text = re.sub(r"B\(([^()]*)\)", start, text)
    text = re.sub(r"E\(([^()]*)\)", r'<w:bookmarkEnd w:id="\1"/>', text)
    picture = (
        r'<w:r><w:drawing><wp:inline><wp:docPr name="\1" descr="\2"/><a:blip r:embed="\3"/>'
        r"</wp:inline></w:drawing></w:r>"
    )
    text = re.sub(r"D\(([^();]*);([^();]*);([^()]*)\)", picture, text)
    return re.sub(r"P\((\w+)? ?([^()]*)\)", lambda m: "<w:p><w:pPr/>" + (
        start.replace(r"\1", m[1]) if m[1] else "") + f"{m[2]}</w:p>", text)  # fmt: skip


def packed(document: str | None, relations: str | None = RELATIONS) -> bytes:
    data = io.BytesIO()
    files = {"word/document.xml": document, "word/_rels/document.xml.rels": relations}
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            if text is not None:
                archive.writestr(name, text)
        archive.writestr("word/media/one.png", png())
        archive.writestr("word/media/two.jpg", b"a photograph")
    return data.getvalue()


def test_word_files_are_read_as_they_were(tmp_path: Path, golden: Golden) -> None:
    path = tmp_path / "a.docx"

    def tell(case: str) -> Iterator[str]:
        path.write_bytes(packed(f"{HEAD}{body(case)}</w:document>"))
        return rows(extract_docx(path))

    golden(*retold("words", tell, 40))


def told(data: bytes, folder: Path) -> list[str]:
    path = folder / "a.docx"
    path.write_bytes(data)
    return list(faults(extract_docx(path).faults))


def test_a_word_file_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begins, name = "! unreadable (file) The DOCX cannot be read: ", "word/document.xml"
    assert told(b"x", tmp_path) == [f"{begins}File is not a zip file."]
    assert told(packed(None), tmp_path) == [f"{begins}{name} is missing."]
    large = f"{begins}{name} is too large or declares entities."
    assert told(packed("<!DOCTYPE a><a/>"), tmp_path) == [large]
    assert told(packed("<a><!ENTITY</a>"), tmp_path) == [large]
    (found,) = told(packed("<a>"), tmp_path)
    assert found.startswith(f"{begins}{name} is not well-formed (no element found: ")
    assert told(packed("<a/>", None), tmp_path) == []
    deep = "<w:hyperlink>" * 50 + body("R(甲)") + "</w:hyperlink>" * 50
    paragraph = f"{HEAD}<w:p>{body('B(a)')}{{}}</w:p></w:document>"
    assert told(packed(paragraph.format(deep)), tmp_path) == []
    deeper = f"<w:hyperlink>{deep}</w:hyperlink>"
    assert told(packed(paragraph.format(deeper)), tmp_path) == [
        f"{begins}a paragraph is nested more than 50 deep."
    ]
    monkeypatch.setattr(docx, "_MOST_BYTES", 4)
    assert told(packed("<a/>", None), tmp_path) == []
    assert told(packed("<ab/>", None), tmp_path) == [large]
