"""Who gives a document to an archive: told in `[deposit]`, in the bag and in its record."""

from __future__ import annotations

import json
import logging
import shutil
from pathlib import Path

import bagit
import bagit_profile
import pytest

from tests.conftest import once
from tests.genre_documents import sample_document, sample_of
from zhengben.cli.main import main
from zhengben.verify.bag import check_bag
from zhengben.verify.container import Container, open_container

NAME = "small-law"
SHARED = 'source-organization = "某檔案館"\ncontact-name = "某甲"\nretention = "10年"\n'
OWN = """
[deposit]
contact-email = "archive@example.org"
external-identifiers = ["某字〔2020〕1號", "hdl:20.500/1"]
archival-code = "X001-WS-2020-Y-0001"
fonds = "X001"
retention = "永久"
classification = "公開"
"""


def document(folder: Path) -> Path:
    content = folder / "content"
    made = sample_document(content, NAME, "law", sample_of("law"), ["akoma-ntoso"], ["zh-Hant"])
    (content / "deposit.toml").write_text(SHARED, "utf-8")
    with (made / "document.toml").open("a", encoding="utf-8") as file:
        file.write(OWN)
    return made


def deposited(folder: Path) -> int:
    folders = ("--content", str(folder / "content"), "--output", str(folder / "dist"))
    return main(["deposit", NAME, "--without-validators", "--date", "2029-12-31", *folders])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> None:
        document(folder)
        assert deposited(folder) == 0

    return once(tmp_path_factory, "depositor", make) / "dist" / f"{NAME}.bag"


def test_the_bag_says_who_gives_it_and_how_it_is_kept(made: Path) -> None:
    lines = (made / "bag-info.txt").read_text("utf-8").splitlines()
    assert lines[1:9] == [
        "Source-Organization: 某檔案館",
        "Contact-Name: 某甲",
        "Contact-Email: archive@example.org",
        "Archival-Code: X001-WS-2020-Y-0001",
        "Fonds: X001",
        "Retention-Period: 永久",
        "Security-Classification: 公開",
        next(line for line in lines if line.startswith("External-Identifier: urn:uuid:")),
    ]
    assert "External-Identifier: 某字〔2020〕1號" in lines
    container = open_container(made)
    info = check_bag(container)
    assert container.findings == []
    assert info["External-Identifier"].endswith("; 某字〔2020〕1號; hdl:20.500/1")


# of bagit-profile, on Python 3.13
@pytest.mark.filterwarnings("ignore:'count' is passed as positional argument:DeprecationWarning")
def test_the_bag_keeps_its_profile(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the library tells its findings there too
    monkeypatch.setattr(logging, "error", lambda *_: None)
    told = json.loads((made / "data" / "metadata" / "bagit-profile.json").read_text("utf-8"))
    name = told["BagIt-Profile-Info"]["BagIt-Profile-Identifier"]
    profile = bagit_profile.Profile(name, told)
    bag = bagit.Bag(str(made))
    assert bag.is_valid()
    assert profile.validate(bag), str(profile.report)
    assert profile.validate_serialization(str(made.with_name(f"{made.name}.tar")))
    folder = Path(shutil.copytree(made, tmp_path / "bag"))
    text = (folder / "bag-info.txt").read_text("utf-8")
    for wrong in (text.replace("Layout: 2", "Layout: 9"), text.replace("Bagging-Date", "Date"),
                  text + "Fonds: X002\n"):  # fmt: skip
        (folder / "bag-info.txt").write_text(wrong, "utf-8")
        assert not profile.validate(bagit.Bag(str(folder)))


def test_the_record_names_organisation_person_and_terms(made: Path) -> None:
    record = (made / "data" / "metadata" / "premis.xml").read_text("utf-8")
    assert "<premis:agentName>某檔案館</premis:agentName>" in record
    assert "<premis:agentType>organization</premis:agentType>" in record
    assert "<premis:agentType>person</premis:agentType>" in record
    assert "<premis:otherRightsNote>為試驗而作，屬於公有領域。</premis:otherRightsNote>" in record


def test_entries_among_ours_are_let_pass_and_lacking_ones_found(made: Path) -> None:
    files = open_container(made).files
    lines = files["bag-info.txt"].decode().splitlines(keepends=True)

    def found(lines: list[str]) -> set[str]:
        container = Container(made.name, {**files, "bag-info.txt": "".join(lines).encode()})
        check_bag(container)
        return {finding.code for finding in container.findings}

    assert found(["Shelf: 9\n", *lines]) == {"D-007"}
    assert "D-008" in found([line for line in lines if "Bagging-Date" not in line])
    assert "D-008" in found(lines[::-1])


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ('fond = "X001"', "did you mean “fonds”"),
        ("fonds = 7", "must be a text"),
        ('fonds = "a\\nb"', "line break"),
        ('external-identifiers = "x"', "a list of texts"),
    ],
)
def test_wrong_words_are_told_by_their_line(
    wrong: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = document(tmp_path)
    path = folder / "document.toml"
    path.write_text(path.read_text("utf-8").partition("[deposit]")[0] + f"[deposit]\n{wrong}\n")
    assert main(["show", NAME, "--content", str(folder.parent)]) == 4
    said = capsys.readouterr().err
    assert told in said
    assert "document.toml:" in said
