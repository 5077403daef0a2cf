"""How what a file says is compared with the canonical text, in rows: each difference, whole.

``a:甲乙 / b:丙 ≠ a:甲乙`` are lines of the text, each with its anchor, and the blocks of a file, in
the notation of docs/notation.md; what stands behind ``@`` is what is drawn of each object.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.proof.told_rows import retold
from zhengben.document.notation import parse
from zhengben.proof import fidelity
from zhengben.proof.extraction import Block, Extraction, Fault, TextSide
from zhengben.proof.fidelity import compare, prove, prove_extracted

Golden = Callable[[Path, str], None]


def block(written: str) -> Block:
    name, colon, source = written.partition(":")
    source, *shown = (source if colon else written).split("@")
    line = parse(source)
    return Block(name if colon else "", line.text, marks=line.marks, shown=tuple(shown))


def test_texts_are_compared_as_they_were(golden: Golden) -> None:
    def tell(case: str) -> Iterator[str]:
        one, _, other = case.partition(" ≠ ")
        lines = [block(part) for part in one.split(" / ")]
        blocks = tuple(block(part) for part in other.split(" / ") if part.strip())
        ids = [line.id for line in lines] if lines[0].id else None
        marks = [line.marks for line in lines]
        allowed = [
            [frozenset((mark.file or mark.value,)) for mark in line.marks if mark.form == "object"]
            for line in lines
        ]
        drawn = any(known.shown for known in blocks)
        text = "".join(line.text + "\n" for line in lines)
        for medium in ("PDF", "DOCX", "XML") if drawn else ("EPUB",):
            extraction = Extraction(medium, blocks)
            for found in compare(text, extraction, ids, marks, allowed if drawn else ()):
                place = f"{found.block or '-'} {found.paragraph} {found.offset} {found.text_offset}"
                yield f"{medium} {found.kind} {place} {found.expected!r} {found.found!r}"
                yield f"  {found.sentence}"

    golden(*retold("compared", tell, 50))


def test_what_cannot_be_compared_is_told() -> None:
    found = Extraction("PDF", (Block("a", "甲"),))
    for text, ids, marks, told in (
        ("", None, (), "an empty text proves nothing"),
        (" \n", None, (), "an empty text proves nothing"),
        ("甲\n乙\n", ["a"], (), "1 identifiers for 2 paragraphs"),
        ("甲\n乙\n", None, [()], "marks of 1 lines for 2 paragraphs"),
    ):
        with pytest.raises(ValueError, match=told):
            compare(text, found, ids, marks)  # type: ignore[arg-type]
    assert compare("甲", found) == compare("甲\n", found, ["a"]) == []


def test_a_proof_is_of_a_language_or_a_side() -> None:
    blocks = (
        Block("a", "甲", language="zh-Hant"), Block("b", "乙", language="zh-Hans"),
        Block("c", "丙"), Block("d", "丁戊", sides=(TextSide(0, 1, "new"),)),
        Block("e", "己", sides=(TextSide(0, 1, "gone"),)),
    )  # fmt: skip
    fault = Fault("x", "y", "z.")
    found = Extraction("PDF", blocks, (fault,))

    def read(**more: Any) -> tuple[int, int]:
        proof = prove_extracted(Path("b/a.pdf"), found, "甲\n", ids=None, **more)
        assert (proof.file, proof.medium, proof.faults) == ("a.pdf", "PDF", (fault,))
        return proof.paragraphs, proof.characters

    assert read() == (5, 6)
    assert read(language="zh-Hant") == (4, 5)
    assert read(side="new") == (4, 5)
    assert read(side="gone") == (5, 5)
    assert read(language="zh-Hans", side="gone") == (4, 4)
    alone = prove_extracted(Path("a.pdf"), Extraction("PDF", blocks[:1]), "甲\n", ids=["a"])
    assert (alone.holds, alone.failures) == (True, ())
    assert alone.canonical_sha256 == alone.extracted_sha256
    proof = prove_extracted(Path("a.pdf"), found, "甲\n", ids=["a"])
    assert proof.holds is False
    assert proof.failures[-1] == "z."
    assert proof.canonical_sha256 != proof.extracted_sha256


def test_a_file_is_read_by_its_suffix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[Any]()

    def reader(name: str) -> Any:
        return lambda *args, **more: asked.append((name, args, more)) or Extraction(name, ())

    for module in ("pdf", "epub", "html", "docx", "akn"):
        monkeypatch.setattr(f"zhengben.proof.{module}.extract_{module}", reader(module))
    for suffix in ("pdf", "epub", "html", "docx", "xml"):
        path = tmp_path / f"a.{suffix}"
        found = prove(path, "甲\n", ids=["a"], references={}, sampled=True)
        name = "akn" if suffix == "xml" else suffix
        assert found.medium == name
        extra = (({},), {"sampled": True}) if name == "pdf" else ((), {})
        assert asked.pop() == (name, (path, *extra[0]), extra[1])
    passed = dict[str, Any]()
    monkeypatch.setattr(fidelity, "extract", lambda *args, **more: "extraction")
    monkeypatch.setattr(fidelity, "prove_extracted", lambda *args, **more: passed.update(more))
    more: dict[str, Any] = {"ids": ["a"], "language": "zh", "marks": [()], "shown": [[]],
                            "side": "new"}  # fmt: skip
    prove(path, "甲\n", references={}, **more)
    assert passed == more
