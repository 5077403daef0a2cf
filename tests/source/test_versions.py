"""Versions of a document: each canonical in its own right, named by a day; faults have a place."""

from __future__ import annotations

import datetime
import json
import re
import shutil
from pathlib import Path

import pytest

from zhengben.cli.main import main
from zhengben.document.declaration import to_json
from zhengben.document.errors import ContentError
from zhengben.press.plan import plan
from zhengben.source.source import Source
from zhengben.source.texts import text_in
from zhengben.source.versions import in_force, named
from zhengben.verify.declared import from_json

DAYS = (datetime.date(2019, 3, 1), datetime.date(2024, 7, 1))
TAG = "zh-Hant-x-20190301"


@pytest.fixture(scope="module")
def source(project: Path) -> Source:
    return Source.open(project / "content" / "specimen-rules")


def test_a_document_knows_its_versions(source: Source) -> None:
    read = source.read()[0]
    assert tuple(version.date for version in read.versions) == DAYS
    assert read.identity.version_of(read.date) == DAYS[1]
    assert [(e.kind, e.date) for e in read.identity.events] == [("amendment", DAYS[1])]
    assert read.compared_with == DAYS[0]
    assert from_json(type(read), json.loads(to_json(read))) == read


def test_a_version_is_a_text_of_its_own(source: Source) -> None:
    own = source.read()[0]
    old = source.at(DAYS[0]).read()[0]
    assert old.id == "specimen-rules@2019-03-01"
    assert old.identity.version == DAYS[0]
    assert old.identity.amendments == ()
    assert len(old.lines) == 18
    assert old.provenance.canonical_sha256 == own.versions[0].sha256
    assert source.at(DAYS[0]).derive()[0] == old.text
    assert text_in(source, own, TAG)[0] == old


def test_a_comparison_is_planned_in_the_texts_it_shows(source: Source) -> None:
    assert plan(source, ("comparison",), (), False) == [(f"zh-Hant+{TAG}", "comparison")]


@pytest.mark.parametrize(
    ("said", "one", "then"),
    [
        ("2019", 0, 0),
        ("2024-07-01", 1, 1),
        ("2020", None, None),
        ("2022-01-01", None, 0),
        ("2030-01-01", None, 1),
        ("2000-01-01", None, None),
        ("gestern", None, None),
    ],
)
def test_days_and_years_name_versions(said: str, one: int | None, then: int | None) -> None:
    assert named(DAYS, said) == (None if one is None else DAYS[one])
    assert in_force(DAYS, said) == (None if then is None else DAYS[then])


def test_a_year_of_two_versions_names_none() -> None:
    assert named((*DAYS, datetime.date(2024, 9, 1)), "2024") is None


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("[[version]]\ndate = 2019-03-01", "[[version]]", "“date” is missing in [version.0]"),
        ("[[version]]\ndate = 2019-03-01", "[[version]]\ndate = 2018-03-01", "no version is older"),
        ("[[version]]\ndate = 2019-03-01", "[[version]]\ndate = 2024-07-01", "[current] says from"),
        ('file = "canonical-2019.txt"', 'file = "canonical.txt"', "has SHA-256"),
        ('"16-18 article"', '"16-17 article"', "18"),
        ("[version.structure]\nnumbers", "[version.structure]\nnumbrs", "is not a known key"),
        ("[current]", "[comparison]\nfrom = 2018-01-01\n[current]", "there is no other version"),
        ("[current]", "[[pair]]\nfrom = 2018-01-01\nto = 2024-07-01\nold = \"art-1\"\n[current]",
         "there is no version of 2018-01-01, only 2019-03-01, 2024-07-01"),
        ('decision = "decision', 'decision = "../decision', "must be a file of this folder"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_one_sentence(
    source: Source, tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    folder = tmp_path / "content" / "rules"
    shutil.copytree(source.folder, folder)
    toml = folder / "document.toml"
    text = toml.read_text("utf-8")
    assert old in text
    toml.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ContentError, match=re.escape(sentence)) as error:
        Source.open(folder).read()
    assert re.search(r"document\.toml:\d+: ", str(error.value))


def test_commands_list_the_versions_there_are(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = ("--content", str(project / "content"))
    assert main(["compare", "specimen-rules", "--from", "2020", *content]) == 2
    assert main(["publish", "specimen-rules", "--at", "2001", *content]) == 2
    told = capsys.readouterr().err
    assert told.count("there are: 2019-03-01, 2024-07-01") == 2
    assert main(["compare", "astana-2017", *content]) == 2
    assert "has no other version" in capsys.readouterr().err
    assert main(["compare", "specimen-rules", "--redline", *content]) == 0
    assert "  [-第十條　借閱檔案，每件收取工本費十元。-]" in capsys.readouterr().out
    assert main(["compare", "specimen-rules", "--all", "--json", *content]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 14
    assert main(["compare", "specimen-rules", "--decision", *content]) == 0
    assert "13 of 13 instructions carried out" in capsys.readouterr().out
