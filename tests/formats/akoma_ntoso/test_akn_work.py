"""What the metadata say of a work stands in identification, lifecycle and temporal data."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from lxml import etree

from tests.formats.akoma_ntoso.test_eids import LAW, demand_whole
from tests.small_documents import read_blocks
from zhengben.document.declaration import Declaration
from zhengben.document.work import WorkIdentity
from zhengben.formats.akoma_ntoso.iris import aliases, expression_iri, work_iri

NS = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}
WORK = """
[work]
country = "cn"
subtype = "law"
actor = "npc"
number = "19"

[work.publication]
name = "公報"
date = 2017-07-01
number = "7"

[[work.event]]
kind = "amendment"
date = 2018-03-11
title = "修正案"
source = "/akn/cn/act/law/npc/2018-03-11/1"

[[work.event]]
kind = "force"
date = 2017-08-01

[[work.period]]
at = ["art-1-1", "sec-1"]
start = 2019-01-01
end = 2020-12-31
"""


@pytest.fixture(scope="module")
def declaration(tmp_path_factory: pytest.TempPathFactory) -> Declaration:
    return read_blocks(tmp_path_factory.mktemp("work"), LAW, more=WORK)


@pytest.fixture(scope="module")
def root(declaration: Declaration, tmp_path_factory: pytest.TempPathFactory) -> etree._Element:
    return demand_whole(declaration, tmp_path_factory.mktemp("akn"))


def values(root: etree._Element, path: str) -> list[str]:
    found = root.xpath(path, namespaces=NS)
    assert isinstance(found, list)
    return [str(value) for value in found]


def test_the_work_is_addressed_by_its_metadata(root: etree._Element) -> None:
    main = "/a:akomaNtoso/a:act/a:meta/a:identification/a:FRBR"
    work = "/akn/cn/act/law/npc/2017-06-09/19"
    for path, wanted in {
        "Work/a:FRBRuri/@value": work,
        "Work/a:FRBRthis/@value": f"{work}/!main",
        "Work/a:FRBRalias[@name='title']/@value": "樣本法",
        "Work/a:FRBRalias[@name='urn-lex']/@value": "urn:lex:cn:npc:law:2017-06-09;19",
        "Work/a:FRBRcountry/@value": "cn",
        "Work/a:FRBRsubtype/@value": "law",
        "Work/a:FRBRnumber/@value": "19",
        "Work/a:FRBRname/@value": "樣本法",
        "Work/a:FRBRprescriptive/@value": "true",
        "Work/a:FRBRauthoritative/@value": "false",
        "Expression/a:FRBRuri/@value": f"{work}/zho@2018-03-11",
        "Expression/a:FRBRdate/@date": "2018-03-11",
        "Expression/a:FRBRlanguage/@language": "zho",
        "Expression/a:FRBRlanguage/@xml:lang": "zh-Hant",
        "Manifestation/a:FRBRuri/@value": f"{work}/zho@2018-03-11.akn",
    }.items():
        assert values(root, f"{main}{path}") == [wanted], path
    annex = "//a:attachment/a:doc/a:meta/a:identification/a:FRBRWork/a:FRBR"
    assert values(root, f"{annex}this/@value") == [f"{work}/!annex_1"]
    assert values(root, f"{annex}name/@value") == ["附件二 目錄"]


def test_what_happened_is_an_event_with_its_source(root: etree._Element) -> None:
    assert values(root, "/a:akomaNtoso/a:act/@contains") == ["singleVersion"]
    assert values(root, "//a:eventRef/@date") == [
        "2017-06-09", "2017-08-01", "2018-03-11", "2019-01-01", "2020-12-31",
    ]  # fmt: skip
    assert values(root, "//a:eventRef/@type") == ["generation", "amendment"]
    assert values(root, "//a:eventRef[@type='amendment']/@source") == ["#event-3"]
    assert values(root, "//a:TLCReference[@eId='event-3']/@href") == [
        "/akn/cn/act/law/npc/2018-03-11/1"
    ]
    assert values(root, "//a:publication/@*") == ["2017-07-01", "公報", "公報", "7"]


def test_provisions_with_days_of_their_own(root: etree._Element) -> None:
    assert values(root, "//a:*[@period='#tmpg_1']/@eId") == ["part_1", "art_1bis"]
    interval = "//a:temporalGroup[@eId='tmpg_1']/a:timeInterval"
    assert values(root, f"{interval}/@start") == ["#eref_4"]
    assert values(root, f"{interval}/@end") == ["#eref_5"]


def test_a_text_that_nobody_amended_is_the_original_one(tmp_path: Path) -> None:
    plain = read_blocks(tmp_path, LAW, more='\n[work]\ncountry = "xa"\nprescriptive = false\n')
    root = demand_whole(plain, tmp_path)
    assert values(root, "/a:akomaNtoso/a:act/@contains") == ["originalVersion"]
    assert values(root, "//a:FRBRWork/a:FRBRprescriptive/@value")[0] == "false"
    assert work_iri(plain) == "/akn/xa/act/2017-06-09/small"
    assert expression_iri(plain).endswith("/zho@2017-06-09")


ALIASES: dict[str, tuple[WorkIdentity, dict[str, str]]] = {
    "none": (WorkIdentity("cn", number="19"), {}),
    "of the union": (
        WorkIdentity("eu", "reg", number="679"),
        {"eli": "http://data.europa.eu/eli/reg/2017/679/oj"},
    ),
    "of an organisation": (
        WorkIdentity("xx-sco", "declaration", "council", "1"),
        {"urn-lex": "urn:lex:xx;sco:council:declaration:2017-06-09;1"},
    ),
    "as registered": (
        WorkIdentity("cn", "law", "npc", "1", aliases=(("urn-lex", "urn:lex:cn:x"),)),
        {"urn-lex": "urn:lex:cn:x"},
    ),
}


@pytest.mark.parametrize("name", ALIASES)
def test_other_identifiers_follow_a_known_pattern(name: str, declaration: Declaration) -> None:
    identity, wanted = ALIASES[name]
    assert aliases(msgspec.structs.replace(declaration, identity=identity)) == wanted
