"""Short documents, and odd ones, are right in every print edition, and no check says otherwise."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import mutate_layout as ml
import pikepdf
import pytest
from mutate import edit_pdf

from tests.genre_documents import sample_document
from tests.short_documents import SHORT
from zhengben.checks import layout
from zhengben.checks.catalogue import check_document
from zhengben.checks.finding import Subject
from zhengben.checks.layout import composition
from zhengben.checks.layout.measured import MeasuredFile
from zhengben.cli.main import main
from zhengben.design.assets import Assets
from zhengben.design.editions import PRINTED
from zhengben.design.records import PageRecord
from zhengben.document.artefacts import Artefact
from zhengben.document.declaration import Declaration
from zhengben.press.publish import publish
from zhengben.proof.glyphs import BLACK, Glyph, Measured, PageGlyphs
from zhengben.proof.structure_tree import Step
from zhengben.source.source import Source

# what is deposited is checked on the way; the scripts of each
DEPOSITED = {
    "resolution-of-a-page": ("zh-Hant",),
    "notice": ("zh-Hant",),
    "letter": ("zh-Hant", "zh-Hant-TW"),
    "curly-quotes": ("zh-Hant", "zh-Hans"),
}
# those that differ have their own pages; archives have the handout's
EDITIONS = tuple(name for name, edition in PRINTED.items() if not edition.layout_of)


@pytest.mark.parametrize("name", [name for name in SHORT if name not in DEPOSITED])
def test_a_short_document_passes_every_check(name: str, tmp_path: Path) -> None:
    document = sample_document(tmp_path / "content", name, *SHORT[name])
    declaration = Source.open(document).read()[0]
    scripts = (declaration.script,)
    folder = publish(
        document, tmp_path / "dist", Assets.find(), editions=EDITIONS, scripts=scripts
    ).folder
    report = check_document(folder, {declaration.script: declaration})
    assert [f"{f.code} {f.file}: {f.place}: {f.sentence}" for f in report.findings] == []
    # the booklet comes plain and imposed
    assert len(report.examined) == len(EDITIONS) + 1


@pytest.mark.parametrize("name", DEPOSITED)
def test_the_deposit_of_a_short_document_is_whole(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    if name != "letter":
        # of books that differ little the validators are asked about one
        request.getfixturevalue("unasked")
    scripts = DEPOSITED[name]
    sample_document(tmp_path / "content", name, *SHORT[name], tuple(PRINTED), scripts)
    folders = ("--content", str(tmp_path / "content"), "--output", str(tmp_path / "deposit"))
    assert main(["deposit", name, "--without-validators", *folders]) == 0
    status = main(["verify", str(tmp_path / "deposit" / f"{name}.bag.tar")])
    assert status == 0, capsys.readouterr().out


# and a short document that is wrong is seen


def found(path: Path, declaration: Declaration, name: str) -> set[str]:
    artefact = Artefact(path.name, name, declaration.script, "application/pdf", 0, 0, (), "")
    results = layout.examine(Subject(path, artefact, declaration))
    return {result.code for result in results}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Declaration]:
    folder = tmp_path_factory.mktemp("short")
    document = sample_document(folder / "content", "letter", *SHORT["letter"])
    declaration = Source.open(document).read()[0]
    editions = ("booklet", "gongwen", "handout")
    return publish(
        document, folder / "dist", Assets.find(), editions=editions, scripts=(declaration.script,)
    ).folder, declaration


def swapped(pdf: pikepdf.Pdf) -> None:
    forms = pdf.pages[0].Resources.XObject
    forms["/P1"], forms["/P2"] = forms["/P2"], forms["/P1"]


def second(block: ml.MeasuredBlock, line: ml.MeasuredLine) -> bool:
    """Say whether a line is the second of a paragraph."""
    return block.kind == "text" and block.role == "P" and not line.first


@pytest.mark.parametrize(
    ("name", "edition", "mutation", "code"),
    [
        ("booklet", "booklet", partial(edit_pdf, edit=swapped), "L-028"),
        ("gongwen", "gongwen", ml.move(dx=30, wanted=second), "L-005"),
        ("booklet-a5", "booklet", ml.move(dx=-9, wanted=second), "L-005"),
        ("handout", "handout", ml.no_page_number, "L-023"),
    ],
)
def test_a_short_document_that_is_wrong_is_seen(
    name: str,
    edition: str,
    mutation: Callable[[Path, Path], Path],
    code: str,
    published: tuple[Path, Declaration],
    tmp_path: Path,
) -> None:
    folder, declaration = published
    file = f"{declaration.id}.{declaration.script}.{name}.pdf"
    assert found(folder / file, declaration, edition) == set()
    assert code in found(mutation(folder / file, tmp_path / file), declaration, edition)


# what stands apart on a line, in the text and beside it


def line_of(path: tuple[str, ...], gap_em: float, declaration: Declaration) -> list[str]:
    """Return the codes found on a line of two characters, 國 and 1, so far apart."""
    glyphs = [
        Glyph(text, at, at + 10, 50, 10, (at, 50, at + 10, 60), 0, 1, "Song", BLACK, KEY, True)
        for text, at in (("國", 90.0), ("1", 100 + 10 * gap_em))
    ]
    page = PageGlyphs(1, (0, 0, 595, 842), None, 0, glyphs)
    steps = tuple(Step(role, "", n) for n, role in enumerate(path))
    record = PRINTED["handout"].record
    assert isinstance(record, PageRecord)
    file = MeasuredFile(Measured([page], [], {KEY: steps}, {}), record, declaration)
    return [code for code, _, _ in composition.examine(file)]


KEY = ((1, 0), 0)


@pytest.mark.parametrize(
    ("path", "gap_em", "codes"),
    [
        (("Sect", "L", "LI"), 1.0, []),
        (("Sect", "L", "LI"), 0.9, ["L-012"]),
        (("Sect", "TOC", "TOCI", "P"), 3.0, []),
        (("Art", "P"), 1.0, ["L-012"]),
        (("Art", "P"), 0.25, []),
    ],
)
def test_what_stands_apart_on_a_line(
    path: tuple[str, ...], gap_em: float, codes: list[str], declaration: Declaration
) -> None:
    assert line_of(path, gap_em, declaration) == codes
