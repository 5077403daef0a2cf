"""The published files say the canonical text, and no falsification of them passes."""

from __future__ import annotations

from pathlib import Path

import mutate
import pytest
from pdf_cases import CASES, found

from zhengben.design.faces import FACES
from zhengben.document.declaration import Declaration
from zhengben.proof.fidelity import Proof, prove

REFERENCES = {face.key: face.path for face in FACES.values()}


def check(path: Path, declaration: Declaration) -> Proof:
    ids = [line.id for line in declaration.lines]
    return prove(path, declaration.text, ids=ids, references=REFERENCES)


def test_the_handout_says_the_canonical_text(handout_pdf: Path, declaration: Declaration) -> None:
    proof = check(handout_pdf, declaration)
    assert proof.failures == ()
    assert proof.extracted_sha256 == declaration.provenance.canonical_sha256


def test_the_book_says_the_canonical_text(book_epub: Path, declaration: Declaration) -> None:
    proof = check(book_epub, declaration)
    assert proof.failures == ()
    assert proof.extracted_sha256 == declaration.provenance.canonical_sha256


@pytest.mark.parametrize("name", CASES)
def test_a_falsified_handout_is_seen(
    name: str, short_handout: Path, short_text: Declaration, tmp_path: Path
) -> None:
    mutation, wanted = CASES[name]
    proof = check(mutation(short_handout, tmp_path / "a.pdf"), short_text)
    assert wanted <= found(proof), proof.failures[:5]


def test_actual_text_of_the_handout_is_ignored(
    short_handout: Path, short_text: Declaration, tmp_path: Path
) -> None:
    path = mutate.lie_in_actual_text(short_handout, tmp_path / "a.pdf")
    assert check(path, short_text).failures == ()


BOOK = {
    "altered": ("成員國堅信", "成員囯堅信", "changed"),
    "deleted": ("成員國堅信", "成國堅信", "lost"),
    "inserted": ("成員國堅信", "成員國國堅信", "added"),
    "swapped": ("成員國堅信", "成國員堅信", "swapped"),
    "a blank": ("成員國堅信", "成員國 堅信", "added"),
    "split": ("成員國堅信，", '成員國堅信，</p><p id="x">', "split"),
    "identifier": ('id="para-6"', 'id="para-66"', "id"),
    "a number made text": ('aria-label="第6段" data-apparatus="number">', ">", "added"),
}


@pytest.mark.parametrize("name", BOOK)
def test_a_falsified_book_is_seen(
    name: str, book_epub: Path, declaration: Declaration, tmp_path: Path
) -> None:
    old, new, kind = BOOK[name]
    proof = check(mutate.edit_book(book_epub, tmp_path / "a.epub", old, new), declaration)
    assert kind in found(proof), proof.failures[:5]
