"""[work] says whose a text is; what cannot stand in an IRI is one sentence with its line."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from zhengben.document.errors import ContentError
from zhengben.document.work import UNKNOWN_WORK, WorkIdentity
from zhengben.files.toml import TomlTable
from zhengben.source.work import read_work

DAY = datetime.date(1982, 12, 4)
WHOLE = """
[work]
country = "cn"
subtype = "constitution"
actor = "npc"
number = "constitution"
eli = "https://example.org/eli/1"
prescriptive = true

[work.publication]
name = "公報"
date = 2018-03-15
number = "1"

[[work.event]]
kind = "amendment"
date = 2018-03-11
title = "憲法修正案"

[[work.event]]
kind = "amendment"
date = 1988-04-12

[[work.event]]
kind = "force"
date = 1982-12-05
source = "/akn/cn/act/1982-12-05/decree"

[[work.period]]
at = ["art-12"]
start = 2019-01-01
end = 2020-01-01
"""


def read(toml: str, folder: Path) -> WorkIdentity:
    path = folder / "document.toml"
    path.write_text(toml, "utf-8")
    return read_work(TomlTable.load(path), DAY, {"art-12"})


def test_a_work_is_read_whole(tmp_path: Path) -> None:
    work = read(WHOLE, tmp_path)
    assert (work.country, work.subtype, work.actor) == ("cn", "constitution", "npc")
    assert work.version_of(DAY) == datetime.date(2018, 3, 11)
    assert len(work.amendments) == 2
    assert work.publication is not None
    assert work.publication.number == "1"
    assert work.aliases == (("eli", "https://example.org/eli/1"),)
    assert work.periods[0].at == ("art-12",)


def test_a_version_before_an_amendment_does_not_have_it(tmp_path: Path) -> None:
    early = read(WHOLE.replace("prescriptive = true", "version = 1990-01-01"), tmp_path)
    assert early.version_of(DAY) == datetime.date(1990, 1, 1)
    assert [event.date.year for event in early.amendments] == [1988]


def test_what_nobody_has_said_is_not_known(tmp_path: Path) -> None:
    assert read("", tmp_path) is UNKNOWN_WORK
    assert UNKNOWN_WORK.version_of(DAY) == DAY


@pytest.mark.parametrize("country", ["cn", "tw", "hk", "eu", "un", "xx-sco", "cn-44", "xa"])
def test_a_country(country: str, tmp_path: Path) -> None:
    assert read(f'[work]\ncountry = "{country}"\n', tmp_path).country == country


WRONG: dict[str, tuple[str, int, str]] = {
    'country = "China"': ("China", 3, "“China” is no country"),
    'country = "CN"': ("CN", 3, "is no country; write the two small letters of ISO 3166-1"),
    'country = "yy"': ("yy", 3, "“yy” is no country"),
    'country = "cn-"': ("cn-", 3, "is no country"),
    'country = "中國"': ("中國", 3, "is no country"),
    'country = 86': ("86", 3, "must be a text in quotes"),
    'number = "第一號"': ("", 5, "cannot stand in an IRI"),
    'number = "a/b"': ("", 5, "cannot stand in an IRI"),
    'number = "1 2"': ("", 5, "cannot stand in an IRI"),
    'subtype = "1982"': ("", 5, "cannot stand in an IRI"),
    'actor = "npc"': ("", 5, "an actor stands behind a subtype"),
    'version = 1980-01-01': ("", 5, "no version is older than the text, which is of 1982-12-04"),
    'version = "2018"': ("", 5, "must be a date"),
    'eli = "eli/1"': ("", 5, "is no identifier"),
    'colour = "red"': ("", 5, "“colour” is not a known key"),
    '[[work.event]]\nkind = "birth"\ndate = 2000-01-01': ("", 6, "must be one of amendment"),
    '[[work.event]]\nkind = "amendment"\ndate = 1970-01-01': ("", 7, "before its own date"),
    '[[work.event]]\nkind = "repeal"\ndate = 1990-01-01\nsource = "甲"': ("", 8, "no identifier"),
    '[[work.period]]\nat = ["art-99"]\nstart = 2000-01-01': ("", 6, "the text has no “art-99”"),
    '[[work.period]]\nat = ["art-12"]\nstart = 2000-01-01\nend = 1999-01-01': ("", 8, "would end"),
    '[work.publication]\nname = "公報"': ("", 5, "“date” is missing in [work.publication]"),
}  # fmt: skip


@pytest.mark.parametrize("row", WRONG)
def test_what_is_wrong_is_one_sentence(row: str, tmp_path: Path) -> None:
    _, line, told = WRONG[row]
    head = "\n[work]\n" if "country" in row else '\n[work]\ncountry = "cn"\n\n'
    with pytest.raises(ContentError) as caught:
        read(head + row + "\n", tmp_path)
    assert told in str(caught.value)
    assert f"document.toml:{line}: " in str(caught.value)
    assert "\n" not in str(caught.value)
