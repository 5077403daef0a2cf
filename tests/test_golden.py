"""Small pages look as they did, and the pages of the declaration hold what they held.

After a change that is meant, `python3 build.py test --save-golden` writes the golden files anew;
look at them before they are committed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from small_documents import hard_document

from zhengben.checks import layout
from zhengben.checks.finding import Subject
from zhengben.checks.layout.measured_lines import APPARATUS, measured_blocks
from zhengben.design.assets import Assets
from zhengben.design.editions import PRINTED
from zhengben.document.artefacts import read_artefacts
from zhengben.press.publish import publish
from zhengben.proof.glyphs import measure
from zhengben.proofsheets.compare import regions
from zhengben.proofsheets.pictures import contact_sheet, draw_pages
from zhengben.source.source import Source

GOLDEN = Path(__file__).resolve().parent / "golden"
NARROW = ("booklet-a5.pdf", "vertical.pdf")
# the archival editions show the handout's pages
PRINT = [name for name in PRINTED if not name.startswith("archive")]


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the hard cases, published in every print edition."""
    content = tmp_path_factory.mktemp("hard") / "content"
    document = hard_document(content, PRINT)
    return publish(document, content.parent / "dist", Assets.find(), scripts=("zh-Hant",)).folder


def test_hard_cases_are_set_well(hard: Path) -> None:
    declaration, _ = Source.open(hard.parents[1] / "content" / "hard").read()
    for artefact in read_artefacts(hard):
        subject = Subject(hard / artefact.file, artefact, declaration)
        codes = {result.code for result in layout.examine(subject)}
        # in a narrow measure, and where figures are stacked, a line before a long number or address
        # cannot be filled, and is told so
        assert codes == ({"L-031"} if artefact.file.endswith(NARROW) else set())


@pytest.mark.parametrize("edition", PRINT)
def test_small_pages_look_as_they_did(
    edition: str, hard: Path, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    artefact = next(a for a in read_artefacts(hard) if a.edition == edition)
    pages = list(draw_pages(hard / artefact.file))
    # the colophon, on the last page, changes with every version
    shown = [(str(number), page) for number, page in enumerate(pages[:-1], 1)]
    sheet = contact_sheet(edition, shown).convert("L")
    path = GOLDEN / f"hard.{edition}.png"
    if request.config.getoption("--save-golden"):
        sheet.save(path, optimize=True)
    sheet.save(tmp_path / path.name)
    assert path.is_file(), "no golden picture yet: look at the page, then test --save-golden"
    with Image.open(path) as golden:
        assert golden.size == sheet.size, f"{artefact.file} has other pages: {tmp_path}"
        assert regions(golden, sheet) == [], f"compare {path} with {tmp_path / path.name}"


def page_facts(path: Path) -> list[str]:
    """Return for each page how many lines it holds, and how the first begins and the last ends."""
    pages: dict[int, list[str]] = {}
    for block in measured_blocks(measure(path)):
        if block.kind != APPARATUS:
            for line in block.lines:
                pages.setdefault(line.page, []).append(line.text)
    return [
        f"{page}: {len(lines)} lines, {lines[0][:6]} … {lines[-1][-6:]}"
        for page, lines in sorted(pages.items())
    ]


def test_the_pages_of_the_declaration_hold_what_they_held(
    built: Path, golden: Callable[[Path, str], None]
) -> None:
    files = [artefact.file for artefact in read_artefacts(built) if artefact.file.endswith(".pdf")]
    facts = {file: page_facts(built / file) for file in files}
    text = json.dumps(facts, ensure_ascii=False, indent=1) + "\n"
    golden(GOLDEN / "page-facts.json", text)
