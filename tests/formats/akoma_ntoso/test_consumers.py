"""Programs by others take the file, cobalt and a stylesheet of bluebell; ours makes a page.

bluebell-akn pins what the press does not have: only its stylesheet is taken, from a folder apart.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from lxml import etree

from tests.formats.akoma_ntoso.test_eids import AKN, LAW
from tests.formats.akoma_ntoso.test_modifications import RUNNING
from tests.marked_documents import write_marked
from tests.small_documents import read_blocks
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line
from zhengben.document.notation import OBJECT
from zhengben.formats.akoma_ntoso import write_akn
from zhengben.source.source import Source

PROJECT = Path(__file__).resolve().parents[3]
FOLDER = ".zhengben/bluebell-akn"
INSTALL = (
    f"python3 -m pip install --target {FOLDER} --no-deps --require-hashes -r tests/bluebell.lock"
)
SHEET = PROJECT / "templates" / "akoma-ntoso.xsl"
DOCUMENTS = ("astana-2017", "specimen-law", "specimen-treaty")


@pytest.fixture(scope="module", params=(*DOCUMENTS, "law", "marked", *RUNNING))
def document(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Declaration:
    folder = tmp_path_factory.mktemp("consumers")
    if request.param == "law":
        return read_blocks(folder, LAW)
    if request.param in RUNNING:
        return read_blocks(folder, RUNNING[request.param][0])
    if request.param == "marked":
        return Source.open(write_marked(folder / "content")).read()[0]
    return Source.open(PROJECT / "content" / request.param).read()[0]


def test_cobalt_parses_every_iri_and_gives_it_back(document: Declaration) -> None:
    uri = pytest.importorskip("cobalt.uri").FrbrUri
    root = etree.fromstring(write_akn(document, "tool"))
    iris = [str(e.get("value")) for e in root.iter(f"{AKN}FRBRthis", f"{AKN}FRBRuri")]
    assert len(iris) >= 6
    for iri in iris:
        parsed = uri.parse(iri)
        made = parsed.manifestation_uri() if parsed.format else (
            parsed.expression_uri() if parsed.expression_date else parsed.work_uri()
        )  # fmt: skip
        assert made == iri
        assert parsed.country == document.identity.country.partition("-")[0]


def test_cobalt_reads_title_date_and_parts(document: Declaration) -> None:
    akn = pytest.importorskip("cobalt.akn")
    import cobalt  # noqa: F401

    data = write_akn(document, "tool")
    kind = str(etree.QName(etree.fromstring(data)[0]).localname)
    read = akn.StructuredDocument.for_document_type(kind)(data)
    assert read.title == document.title.text
    assert read.language == "zho"
    assert read.expression_date == document.identity.version_of(document.date)
    assert str(read.expression_frbr_uri()).endswith(f"/zho@{read.expression_date}")
    components = list(read.components())
    annexes = [line for line in document.annexes if line.role == "annex"]
    assert components == ["main", *(f"annex_{n}" for n, _ in enumerate(annexes, 1))]
    # its own writing of the IRIs leaves them as they are
    before = [e.get("value") for e in read.root.iter(f"{AKN}FRBRuri")]
    read.frbr_uri = read.frbr_uri.uri()
    after = [e.get("value") for e in read.root.iter(f"{AKN}FRBRuri")]
    assert [value.removesuffix(".akn") for value in before] == after


def test_a_provision_is_found_by_its_eid() -> None:
    akn = pytest.importorskip("cobalt")
    law = Source.open(PROJECT / "content" / "specimen-law").read()[0]
    read = akn.Act(write_akn(law, "tool"))
    for eid, text in (
        ("art_9bis__para_1", "征集的文献来源不明的"),
        ("art_2__para_1__subpara_1__point_2", "印刷品"),
        ("chp_2__sec_1", "呈缴"),
        ("art_15__para_2", "引用文献正文的"),
    ):
        portion = read.get_portion_element(eid)
        assert text in "".join(map(str, portion.itertext())), eid


@pytest.fixture(scope="module")
def bluebell() -> Path:
    path = PROJECT / FOLDER / "bluebell" / "akn_text.xsl"
    if not path.is_file():
        reason = f"the stylesheet of bluebell is not installed: {INSTALL}"
        if os.environ.get("ZHENGBEN_REQUIRE_TOOLS") == "1":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return path


def test_text_by_another_holds_the_canonical_text_in_order(
    document: Declaration, bluebell: Path
) -> None:
    sheet = etree.XSLT(etree.parse(str(bluebell)))
    said = str(sheet(etree.fromstring(write_akn(document, "tool"))))
    at = 0
    for line in document.lines:
        # what its notation escapes or sets around marks is no text
        for character in line.text.replace(OBJECT, ""):
            at = said.find(character, at) + 1
            assert at, line.id
    plain = {"".join(row.split()) for row in said.splitlines()}
    whole = [line for line in document.paragraphs if not line.marks and not line.label]
    assert not whole or any("".join(line.text.split()) in plain for line in whole)


def test_our_own_page_says_the_text_line_by_line(document: Declaration) -> None:
    page = etree.XSLT(etree.parse(str(SHEET)))(etree.fromstring(write_akn(document, "tool")))
    root = page.getroot()
    for apparatus in root.xpath("//*[contains(@class, 'apparatus')]"):
        # what follows it is text
        parent, before = apparatus.getparent(), apparatus.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + (apparatus.tail or "")
        else:
            parent.text = (parent.text or "") + (apparatus.tail or "")
        parent.remove(apparatus)
    lines = ["".join(map(str, e.itertext())) for e in root.iter() if "line" in _classes(e)]
    assert lines == [_shown(line, document.through_labels) for line in document.lines]


def _classes(element: etree._Element) -> list[str]:
    return (element.get("class") or "").split()


def _shown(line: Line, through: Mapping[str, str]) -> str:
    """Return the words of a line as a page shows them: a formula by its source.

    Labels of the author's notes run ``through`` the text where those of the source begin anew.
    """
    if line.id in through:
        return through[line.id] + line.text[len(line.label) :]
    words = (m.alternative if m.kind == "math" else "" for m in line.marks if m.form == "object")
    return "".join(next(words, "") if c == OBJECT else c for c in line.text)


def test_our_own_page_links_and_has_each_id_once(document: Declaration) -> None:
    page = etree.XSLT(etree.parse(str(SHEET)))(etree.fromstring(write_akn(document, "tool")))
    ids = page.getroot().xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = [h[1:] for h in page.getroot().xpath("//a/@href") if h.startswith("#")]
    assert set(targets) <= set(ids)
    assert page.getroot().xpath("string(//title)") == document.title.text
