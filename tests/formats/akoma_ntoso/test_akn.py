"""The Akoma Ntoso file: valid, complete, and read back without a character's difference."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from lxml import etree

from tests.source.test_structure import SIGNED, SIGNED_TEXT, law, read
from zhengben.checks.archive import schema
from zhengben.checks.archive.naming import eid_faults, iri_faults
from zhengben.document.declaration import Declaration
from zhengben.formats.akoma_ntoso import write_akn
from zhengben.proof.akn import anchor
from zhengben.proof.fidelity import prove
from zhengben.source.structure import Structure

NS = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}

# name: (what is replaced, by what, a word of the sentence it must be found by)
MUTATIONS: dict[str, tuple[str, str, str]] = {
    "a character is changed": ("宣言</docTitle>", "宜言</docTitle>", "reads"),
    "a character is lost": ("阿坦巴耶夫</person>", "阿坦巴耶</person>", "lacks"),
    "a blank is added": ("<p eId=\"preamble__p_1\">", "<p eId=\"preamble__p_1\"> ", "adds"),
    "the text has a number": ('<num status="editorial">7</num>', "<num>7</num>", "adds"),
    "a paragraph is no text": ('<paragraph eId="para_7">', '<paragraph eId="para_7" '
                               'status="editorial">', "lacks"),
    "a paragraph is withdrawn": ('eId="conclusions__block_2"', 'eId="conclusions__block_2" '
                                 'status="removed"', "removed"),
    "an identifier is missing": (' eId="preamble__p_1"', "", "preamble-1"),
    "an element is named for another": ('eId="para_9__content"', 'eId="para_8__content"', "para-8"),
    "a note lies in the text": ('<noteRef href="#note_1" marker="1"/>', "<authorialNote><p>註"
                                "</p></authorialNote>", "authorialNote"),
    "text lies outside paragraphs": ("</preface>", "附</preface>", "outside any paragraph"),
    "an element is unknown": ("</preface>", "<foreign/></preface>", "foreign"),
    "an entity": ("<akomaNtoso", '<!DOCTYPE a [<!ENTITY x "字">]><akomaNtoso', "type declaration"),
    "the end is missing": ("</akomaNtoso>", "", "well-formed"),
    "another root": ("docs.oasis-open.org/legaldocml/ns/akn/3.0", "example.org/", "root"),
}  # fmt: skip


@pytest.fixture(scope="session")
def akn(built: Path) -> Path:
    """Return the finished Akoma Ntoso file."""
    return built / "astana-2017.zh-Hant.akn.xml"


def failures(path: Path, declaration: Declaration) -> tuple[str, ...]:
    ids = tuple(line.id for line in declaration.lines)
    return prove(path, declaration.text, ids=ids, references={}).failures


def test_it_is_valid_and_says_the_canonical_text(akn: Path, declaration: Declaration) -> None:
    assert schema.faults(akn.read_bytes()) == []
    assert failures(akn, declaration) == ()


@pytest.mark.parametrize("name", MUTATIONS)
def test_what_was_altered_is_found(
    name: str, akn: Path, declaration: Declaration, tmp_path: Path
) -> None:
    before, after, word = MUTATIONS[name]
    text = akn.read_text("utf-8")
    assert before in text
    path = tmp_path / "altered.akn.xml"
    path.write_text(text.replace(before, after, 1), "utf-8")
    assert any(word in sentence for sentence in failures(path, declaration))


@pytest.mark.parametrize(
    ("before", "after"),
    [(' href="#note_1"', ""), ("<mainBody", "<mainbody"), ('date="2017-06-09"', 'date="June"')],
)
def test_what_the_schema_forbids_is_found(before: str, after: str, akn: Path) -> None:
    data = akn.read_text("utf-8").replace(before, after, 1).replace("</mainBody", "</" + (
        "mainbody" if "mainbody" in after else "mainBody"))  # fmt: skip
    ((line, sentence), *_) = schema.faults(data.encode())
    assert line > 1
    assert sentence


def test_identifiers_are_one_to_one_with_the_anchors(akn: Path, declaration: Declaration) -> None:
    root = etree.parse(str(akn)).getroot()
    found = [e.get("eId") or "" for e in root.iter() if e.get("eId")]
    assert len(set(found)) == len(found)
    by_anchor: dict[str, str] = {}
    for name in found:
        by_anchor.setdefault(anchor(name), name)
    assert {line.id for line in declaration.lines} <= set(by_anchor)
    assert by_anchor["para-12"] == "para_12"
    assert by_anchor["title"] == "preface__docTitle_1"
    assert list(eid_faults(root)) == list(iri_faults(root)) == []


def test_every_reference_leads_somewhere(akn: Path) -> None:
    root = etree.parse(str(akn)).getroot()
    eids = {e.get("eId") for e in root.iter() if e.get("eId")}
    pointers = ("source", "href", "as", "by", "refersTo", "from", "to")
    targets = [e.get(key) or "" for e in root.iter() for key in pointers]
    local = [target for target in targets if target.startswith("#")]
    assert len(local) > 150
    assert [target for target in local if target[1:] not in eids] == []


def test_apparatus_stands_apart(akn: Path, declaration: Declaration) -> None:
    def count(path: str) -> int:
        found = etree.parse(str(akn)).xpath(path, namespaces=NS)
        assert isinstance(found, list)
        return len(found)

    assert count("//a:ref[@refersTo]") == len(declaration.mentions)
    assert count("//a:noteRef") == count("//a:meta//a:note") == len(declaration.notes)
    assert count("//a:mainBody/a:paragraph/a:num[@status='editorial']") == 64
    assert count("//a:conclusions//a:signature[@eId]/a:person[@as]") == 6
    assert count("//a:conclusions//a:date[@date='2017-06-09']") == 1
    assert count("//a:TLCReference[@name='instrument']") == len(declaration.instruments)


@pytest.mark.parametrize("missing", ["notes", "groups", "signatories", "preamble", "successor"])
def test_a_text_without_some_part_is_valid_too(missing: str, declaration: Declaration) -> None:
    empty = {"successor": None, "notes": (), "groups": (), "signatories": (), "preamble": ()}
    smaller = msgspec.structs.replace(declaration, closing=None, **{missing: empty[missing]})  # type: ignore[arg-type]
    assert schema.faults(write_akn(smaller, "Zhengben")) == []


def filled(declaration: Declaration, structure: Structure, **more: object) -> Declaration:
    """Return a declaration with other lines and no apparatus."""
    parts = msgspec.structs.asdict(structure)
    bare: dict[str, object] = {"groups": (), "mentions": (), "notes": (), "instruments": ()}
    return msgspec.structs.replace(declaration, **{**parts, **bare, **more})  # type: ignore[arg-type]


def test_a_law_keeps_its_hierarchy(declaration: Declaration, tmp_path: Path) -> None:
    law_ = filled(declaration, law(tmp_path), genre="law")
    path = tmp_path / "law.akn.xml"
    path.write_bytes(write_akn(law_, "Zhengben"))
    assert schema.faults(path.read_bytes()) == []
    assert failures(path, law_) == ()
    root = etree.parse(str(path))
    chapter = "/a:akomaNtoso/a:act/a:body/a:chapter"
    for place, number in (
        (
            f"{chapter}[1]/a:article[1][a:num='第一条 ']"
            "/a:paragraph[2]/a:subparagraph[1][@eId='art_1__para_2__subpara_1']/a:point",
            2,
        ),
        (f"{chapter}[1]/a:article[1]/a:paragraph[1][@eId='art_1__para_1']/a:content/a:p", 1),
        (f"{chapter}[1]/a:article[2][@eId='art_1bis'][a:num='第一条之一 ']", 1),
        (f"{chapter}[1][a:num='第一章 ']/a:heading[.='总则']", 1),
        (f"{chapter}[2]/a:section[@eId='chp_2__sec_2']/a:article/a:num[@class='line']", 1),
        (f"{chapter}[2]/a:section/a:article[not(a:content)]/a:paragraph[2]/a:indent", 2),
        ("//a:hcontainer[@name='table']//a:tr/a:td[@eId='table_1__tr_2__td_2']/a:p", 1),
        ("//a:attachment[@eId='att_1']/a:doc//a:article[@eId='att_1__art_1']", 1),
    ):
        found = root.xpath(place, namespaces=NS)
        assert isinstance(found, list)
        assert len(found) == number, place


def test_signatures_of_every_layout(declaration: Declaration, tmp_path: Path) -> None:
    treaty = filled(declaration, read(tmp_path, SIGNED_TEXT, SIGNED), genre="treaty")
    path = tmp_path / "treaty.akn.xml"
    path.write_bytes(write_akn(treaty, "Zhengben"))
    assert schema.faults(path.read_bytes()) == []
    assert failures(path, treaty) == ()
    assert list(eid_faults(etree.parse(str(path)).getroot())) == []
    names = etree.parse(str(path)).xpath("//a:person/text()", namespaces=NS)
    assert names == ["某甲", "某乙", "某丙", "某丁"]


def test_the_same_text_gives_the_same_bytes(akn: Path, declaration: Declaration) -> None:
    from zhengben.press.publish import TOOL

    assert write_akn(declaration, TOOL) == akn.read_bytes()
