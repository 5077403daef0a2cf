"""Every page of a corpus of real documents is read, sound as far as it is, and typed throughout.

The corpus is not part of the project. Where it lies beside the project's folder, as
``../shared/corpus``, each of its files becomes a document; elsewhere these tests are skipped.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tests.intake.test_intake import read
from zhengben.cli.commands.lint import examine
from zhengben.document.declaration import Declaration
from zhengben.formats.akoma_ntoso.writer import write_akn
from zhengben.intake.draft import Draft
from zhengben.intake.writing import write
from zhengben.proof.fidelity import prove
from zhengben.source.source import Source

SHARED = Path(__file__).resolve().parents[3] / "shared"
CORPUS, LAWS = SHARED / "corpus", SHARED / "laws"
FILES = sorted(
    path for folder in (CORPUS, LAWS) for suffix in ("md", "txt", "html")
    for path in folder.rglob(f"*.{suffix}")
)  # fmt: skip
# the only hints that the corpus needs: the titles of two texts that bear none
TITLES = {
    "sco-2025-tianjin.zh-hant-crntt.txt": "上海合作組織成員國元首理事會天津宣言",
    "sco-2025-tianjin.zh-hant-hk01.txt": "上海合作組織成員國元首理事會天津宣言",
}
pytestmark = pytest.mark.skipif(not FILES, reason=f"there is no corpus at {CORPUS}")


def document(file: Path, folder: Path) -> tuple[Draft, Path, Declaration]:
    made = read(file, TITLES.get(file.name, ""))
    made.facts.values["date"] = made.facts.values["date"] if isinstance(
        made.facts.values["date"], datetime.date
    ) else datetime.date(2000, 1, 1)  # fmt: skip
    home = write(made, folder, "case")
    return made, home, Source.open(home).read()[0]


def plain(made: Draft) -> str:
    """Return the canonical text without its marks."""
    return "".join(row.text + "\n" for row in made.guess.rows)


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_a_document_of_the_corpus(file: Path, tmp_path: Path) -> None:
    (tmp_path / "register").mkdir()
    made, home, declaration = document(file, tmp_path)
    # no line of the capture is lost, and what is written reads back as it was found
    assert Source.open(home).derive()[0] == made.canonical
    assert declaration.text == plain(made)
    numbered = {n for n, line in enumerate(made.extraction.lines, 1) if line.text.strip(" \u3000")}
    assert set(made.recipe.lines) | set(made.recipe.apart) == numbered
    # nothing that is set apart between the first and the last line of the text goes without a
    # question, and nothing that bears a number, is an item or long goes without one anywhere
    asked = {n for question in made.questions for n in question.lines}
    first, last = made.recipe.lines[0], made.recipe.lines[-1]
    for c in made.choice.candidates:
        if c.reason and not c.is_markup and c.number not in asked:
            assert not first < c.number < last, c.text
            assert not c.weighs or c.line.kind == "chrome", c.text
    # every line has a role and an anchor of its own
    ids = [line.id for line in declaration.lines]
    assert len(set(ids)) == len(ids)
    # lint ends, and what it doubts is in the text
    assert all(0 <= doubt.line <= len(ids) for doubt in examine(home))
    # one format proves that the structure holds every character in order
    path = tmp_path / "case.akn.xml"
    path.write_bytes(write_akn(declaration, "test"))
    proof = prove(path, declaration.text, ids=tuple(ids), references={})
    assert proof.holds, proof.failures[:3]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="there is no corpus")
def test_a_law_of_the_corpus_keeps_all_its_articles() -> None:
    counts = {"constitution-2018.md": 143, "hk-basic-law.md": 160, "extradition-law.md": 55}
    for file in FILES:
        if file.name in counts:
            rows = read(file).guess.rows
            labels = [r.label.value[0] for r in rows
                      if r.role == "article" and r.label and r.label.kind == "article"]  # fmt: skip
            assert labels == list(range(1, counts[file.name] + 1)), file.name
