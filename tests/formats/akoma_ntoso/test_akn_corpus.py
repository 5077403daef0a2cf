"""Two laws by others, as Akoma Ntoso: figures of articles, 款 and citations.

The corpus is not part of the project; where it does not lie beside the project's folder, as
``../shared/corpus``, these tests are skipped.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree

from tests.formats.akoma_ntoso.test_eids import AKN, demand_whole
from tests.intake.test_intake import read
from zhengben.document.declaration import Declaration
from zhengben.formats.akoma_ntoso import write_akn
from zhengben.formats.akoma_ntoso.iris import expression_iri, work_iri
from zhengben.formats.akoma_ntoso.writer import citations_of
from zhengben.intake.writing import write
from zhengben.source.source import Source

PROJECT = Path(__file__).resolve().parents[3]
# of a clone in a folder of work trees too
FOLDERS = [path / "shared" / "corpus" / "prc" for path in (PROJECT.parent, PROJECT.parent.parent)]
CORPUS = next((folder for folder in FOLDERS if folder.is_dir()), FOLDERS[0])
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"there is no corpus at {CORPUS}")


@dataclass(frozen=True)
class Figures:
    """What is counted of a law: 條, 款 of them with an eId, 項, and what citations became."""

    articles: int
    paragraphs: int
    items: int
    resolved: int
    plain: int


WANTED = {
    "constitution-2018": Figures(143, 289, 65, 3, 0),
    "hk-basic-law": Figures(160, 251, 58, 38, 2),
}


def document(name: str, folder: Path) -> Declaration:
    (folder / "register").mkdir(parents=True)
    home = write(read(CORPUS / f"{name}.md"), folder, name)
    return Source.open(home).read()[0]


@pytest.mark.parametrize("name", WANTED)
def test_the_figures_of_a_law(name: str, tmp_path: Path) -> None:
    declaration = document(name, tmp_path / "content")
    root = demand_whole(declaration, tmp_path)
    body = root.find(f".//{AKN}body")
    assert body is not None
    articles = list(body.iter(f"{AKN}article"))
    paragraphs = [p for a in articles for p in a.iterchildren(f"{AKN}paragraph")]
    assert all(p.get("eId") for p in paragraphs)
    # no article is without its first 款
    assert [a.get("eId") for a in articles if a.find(f"{AKN}paragraph") is None] == []
    reasons = Counter(bool(citation.reason) for citation in citations_of(declaration))
    items = sum(1 for _ in body.iter(f"{AKN}subparagraph"))
    found = Figures(len(articles), len(paragraphs), items, reasons[False], reasons[True])
    assert found == WANTED[name]


def test_the_constitution_is_the_version_of_2018(tmp_path: Path) -> None:
    declaration = document("constitution-2018", tmp_path / "content")
    assert work_iri(declaration) == "/akn/cn/act/1982-12-04/constitution-2018"
    assert expression_iri(declaration).endswith("/zho@2018-03-11")
    root = etree.fromstring(write_akn(declaration, "tool"))
    assert root[0].get("contains") == "singleVersion"
    events = [e for e in root.iter(f"{AKN}eventRef") if e.get("type") == "amendment"]
    assert [(e.get("date") or "")[:4] for e in events] == ["1988", "1993", "1999", "2004", "2018"]
    recitals = list(root.iter(f"{AKN}recital"))
    assert len(recitals) == 13
