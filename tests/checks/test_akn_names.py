"""Each rule of the checks of names in Akoma Ntoso is seen to fail, and a sound file passes."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from tests.formats.akoma_ntoso.test_eids import LAW
from tests.small_documents import read_blocks
from zhengben.checks.archive import naming
from zhengben.checks.finding import Subject
from zhengben.document.artefacts import Artefact
from zhengben.formats.akoma_ntoso import write_akn


@pytest.fixture(scope="module")
def xml(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("names")
    return write_akn(read_blocks(folder, LAW), "tool").decode()


def faults(text: str) -> list[str]:
    root = etree.fromstring(text.encode())
    found = [*naming.eid_faults(root), *naming.iri_faults(root)]
    return [f"{place}: {told}" for place, told in found]


# what is replaced, by what, and what is told
EIDS: dict[str, tuple[str, str, str]] = {
    "no syntax": ('eId="art_2"', 'eId="art-2"', "art-2: It is not “[prefix__]element_number”, as"),
    "no syntax of a number": ('eId="art_2"', 'eId="art_2.1"', "art_2.1: It is not"),
    "another element": ('eId="part_1"', 'eId="chp_1"', "which is “part”."),
    "a long name": ('eId="art_2"', 'eId="article_2"', "which is “art”."),
    "another's prefix": (
        'eId="art_2__para_1"',
        'eId="art_1__para_9"',
        "of what holds it, as art_2 is.",
    ),
    "no attachment before it": ('eId="att_2__al_2"', 'eId="al_2"', "stands in att_2"),
    "no number": ('eId="art_2"', 'eId="art"', "art: It has no number."),
    "a number too much": ('eId="art_2__heading"', 'eId="art_2__heading_1"', "needs no number"),
    "another number": ('eId="art_2"', 'eId="art_5"', "art_5: The element bears the number 2; it"),
    "a repeat as a number": ('eId="art_1bis"', 'eId="art_1-1"', "it must end in “art_1bis”."),
    "twice": ('eId="art_2"', 'eId="art_3"', "art_3: The eId is there twice, first in line"),
    "none": ('<article eId="art_2">', "<article>", "A article has no eId; it must end in “art_…”."),
    "nowhere": (
        'source="#original"',
        'source="#nobody"',
        "#nobody: The source of a eventRef leads",
    ),
}
WORK = "/akn/xa/act/2017-06-09/small"
IRIS: dict[str, tuple[str, str, str]] = {
    "no country": ("/akn/zz/act", "/akn/yy/act", "yy is no country; write a code of ISO"),
    "country of others": ('FRBRcountry value="zz"', 'FRBRcountry value="cn"', "that is country in"),
    "another type": ("/akn/zz/act/", "/akn/zz/bill/", "a act; its genre says so."),
    "another day": ("/2017-06-09/small/!main", "/2017-06-10/small/!main", "that is date."),
    "another number": ("/small/!main", "/large/!main", "say “small”; that is number in [work]."),
    "a script": ("/zho@2017-06-09/!main\"", "/zho-Hant@2017-06-09/!main\"", "it is not built of"),
    "another version": ("/zho@2017-06-09/!main\"", "/zho@2018-03-11/!main\"", "version in [work]"),
    "a language of a work": ("small/!main\"", "small/zho@2017-06-09/!main\"", "no language"),
    "no format": ("!main.akn\"", "!main\"", "it alone, has a format."),
    "no component": ("small/!main\"", "small\"", "it alone, names a component."),
    "an old form": ("/akn/zz/act", "/zz/act", "look at subtype, actor and number in [work]."),
}  # fmt: skip


def test_a_sound_file_has_no_faults(xml: str) -> None:
    assert faults(xml) == []


@pytest.mark.parametrize("name", EIDS)
def test_a_rule_of_eids_is_seen_to_fail(name: str, xml: str) -> None:
    before, after, told = EIDS[name]
    assert before in xml
    assert any(told in fault for fault in faults(xml.replace(before, after, 1)))


@pytest.mark.parametrize("name", IRIS)
def test_a_rule_of_iris_is_seen_to_fail(name: str, xml: str) -> None:
    before, after, told = IRIS[name]
    assert before in xml
    assert any(told in fault for fault in faults(xml.replace(before, after, 1)))


def test_findings_name_the_file_and_the_code(xml: str, tmp_path: Path) -> None:
    declaration = read_blocks(tmp_path, LAW)
    path = tmp_path / "a.akn.xml"
    artefact = Artefact("a.akn.xml", "akoma-ntoso", "zh-Hant", "application/akn+xml", 0, 0, (), "")
    subject = Subject(path, artefact, declaration)
    assert list(naming.examine(subject)) == []
    path.write_text(xml.replace('eId="art_2"', 'eId="x"', 1).replace("!main.akn", "!main", 1))
    found = [(f.code, f.file) for f in naming.examine(subject)]
    assert {("A-102", "a.akn.xml"), ("A-103", "a.akn.xml")} <= set(found)
    path.write_text("<a")
    assert list(naming.examine(subject)) == []
