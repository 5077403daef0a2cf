"""Packages around a bag: an E-ARK SIP and an object of OCFL, as the validators of each say.

Both validators pin or build what the press does not have: each lies in a folder apart.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

from tests.conftest import once
from tests.genre_documents import sample_document, sample_of
from zhengben.cli.main import main
from zhengben.deposit.eark import METS, XLINK
from zhengben.verify.bag import check_bag
from zhengben.verify.container import open_container

PROJECT = Path(__file__).resolve().parents[2]
NAME = "small-law"
OWN = """
[deposit]
source-organization = "某檔案館"
contact-name = "某甲"
contact-email = "archive@example.org"
external-identifiers = ["某字〔2020〕1號"]
"""
# judges structure, every METS file of a package by its schema and its own by the rules of both
# profiles; prints what is more than information. The validator itself tells of one section alone.
EARK = """
import json, sys
from pathlib import Path
from eark_validator import rules
from eark_validator.mets import MetsValidator
from eark_validator.packages import PackageValidator

root = Path(sys.argv[1])
report = PackageValidator(root).validation_report
found = list(report.structure.messages)
for part in (root, *root.glob("representations/*")):
    validator = MetsValidator(str(part))
    validator.validate_mets("METS.xml")
    found += validator.validation_errors
for name in ("CSIP", "SIP"):
    profile = rules.ValidationProfile.from_specification(name)
    profile.validate(root / "METS.xml")
    found += [result for section in profile.results.values() for result in section]
kept = {(r.severity.value, r.rule_id) for r in found if r.severity.value != "Information"}
print(json.dumps({"status": report.structure.status.value, "found": sorted(kept)}))
"""


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> None:
        content = folder / "content"
        document = sample_document(
            content, NAME, "law", sample_of("law"), ["akoma-ntoso"], ["zh-Hant"]
        )
        with (document / "document.toml").open("a", encoding="utf-8") as file:
            file.write(OWN)
        assert deposited(folder) == 0

    return once(tmp_path_factory, "packages-made", make) / "dist"


def deposited(folder: Path, day: str = "2029-12-31") -> int:
    folders = ("--content", str(folder / "content"), "--output", str(folder / "dist"))
    packages = ("--package", "eark", "--package", "ocfl")
    return main(["deposit", NAME, "--without-validators", "--date", day, *packages, *folders])


def apart(name: str) -> dict[str, str]:
    """Return the surroundings in which a validator that lies apart is found, or skip the test."""
    folder = PROJECT / ".zhengben" / f"{name}-validator"
    if not folder.is_dir():
        command = f"python3 -m pip install --target .zhengben/{name}-validator --no-deps"
        reason = f"install it with `{command} --require-hashes -r tests/{name}.lock`"
        told = f"the validator of {name} is missing: {reason}"
        pytest.skip(told)
    return {**os.environ, "PYTHONPATH": str(folder)}


def judged(folder: Path) -> tuple[str, list[tuple[str, str]]]:
    if sys.version_info[:2] > (3, 12):
        pytest.skip("eark-validator has packages for Python 3.11 and 3.12 alone")
    surroundings = apart("eark")
    # what it needs is compiled: it runs on the Python it was installed for alone
    built = f".cpython-{sys.version_info[0]}{sys.version_info[1]}-*"
    if not any(Path(surroundings["PYTHONPATH"], "pydantic_core").glob(f"*{built}")):
        pytest.skip("eark-validator is installed for another Python")
    done = subprocess.run([sys.executable, "-c", EARK, str(folder)], env=surroundings, text=True,
                          check=True, capture_output=True)  # fmt: skip
    told = json.loads(done.stdout.splitlines()[-1])
    return told["status"], [tuple(row) for row in told["found"]]


# Rules of eark-validator 1.1.2 that nothing can keep: SIP14 wants an attribute of no namespace on a
# note that CSIP15 demands, which the schema of METS forbids; CSIP21 looks for “mdref”, where METS
# has “mdRef”; CSIP101 asks for what is said where there are no representations.
NOBODY_KEEPS = [("Error", "SIP14"), ("Warning", "CSIP101"), ("Warning", "CSIP21")]


@pytest.mark.slow
def test_the_validator_of_e_ark_finds_no_error(dist: Path, tmp_path: Path) -> None:
    assert judged(dist / f"{NAME}.sip") == ("Well Formed", NOBODY_KEEPS)
    folder = Path(shutil.copytree(dist / f"{NAME}.sip", tmp_path / f"{NAME}.sip"))
    mets = folder / "METS.xml"
    told = 'csip:NOTETYPE="SOFTWARE VERSION"'
    kept = f'{told} NOTETYPE="IDENTIFICATIONCODE"'
    mets.write_text(mets.read_text("utf-8").replace(told, kept), "utf-8")
    assert ("Error", "XML-1") in judged(folder)[1]
    assert ("Error", "SIP14") not in judged(folder)[1]


SPOILED = {
    'OTHERTYPE="SOFTWARE"': 'OTHERTYPE="OTHER"',
    "E-ARK-SIP.xml": "E-ARK-XYZ.xml",
    'LABEL="CSIP"': 'LABEL="X"',
    'OAISPACKAGETYPE="SIP"': 'OAISPACKAGETYPE="ZIP"',
}


@pytest.mark.slow
def test_the_validator_sees_what_is_spoiled(dist: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(dist / f"{NAME}.sip", tmp_path / f"{NAME}.sip"))
    mets = folder / "METS.xml"
    text = mets.read_text("utf-8")
    for before, after in SPOILED.items():
        assert before in text
        mets.write_text(text.replace(before, after), "utf-8")
        assert set(judged(folder)[1]) - set(NOBODY_KEEPS), before


def test_mets_lists_every_file_with_its_hash(dist: Path) -> None:
    sip = dist / f"{NAME}.sip"
    listed = {"METS.xml"}
    for folder in (sip, sip / "representations" / "bag"):
        for element in etree.parse(folder / "METS.xml").iter(f"{{{METS}}}file", f"{{{METS}}}mdRef"):
            place = element if "mdRef" in element.tag else element[0]
            path = folder / str(place.get(f"{{{XLINK}}}href"))
            assert element.get("CHECKSUM") == hashlib.sha256(path.read_bytes()).hexdigest()
            assert element.get("SIZE") == str(path.stat().st_size)
            listed.add(path.relative_to(sip).as_posix())
    there = {path.relative_to(sip).as_posix() for path in sip.rglob("*") if path.is_file()}
    assert listed == there


def test_the_bag_in_a_sip_is_the_bag(dist: Path) -> None:
    inside = open_container(dist / f"{NAME}.sip" / "representations" / "bag" / "data")
    check_bag(inside)
    assert inside.findings == []
    assert inside.files == open_container(dist / f"{NAME}.bag").files


@pytest.mark.slow
def test_the_validator_of_ocfl_says_valid(dist: Path, tmp_path: Path) -> None:
    surroundings = apart("ocfl")
    program = PROJECT / ".zhengben" / "ocfl-validator" / "bin" / "ocfl-validate.py"
    command = [sys.executable, str(program)]

    def said(folder: Path) -> str:
        done = subprocess.run([*command, str(folder)], env=surroundings, text=True, check=False,
                              capture_output=True)  # fmt: skip
        return done.stdout + done.stderr

    told = said(dist / f"{NAME}.ocfl")
    assert "VALID" in told
    assert "INVALID" not in told
    assert "[W" not in told
    assert "warning" not in told.lower()
    folder = Path(shutil.copytree(dist / f"{NAME}.ocfl", tmp_path / "spoiled"))
    (folder / "v1" / "content" / "bagit.txt").write_bytes(b"x")
    assert "INVALID" in said(folder)


def test_an_object_of_ocfl_gives_the_bag_back(dist: Path) -> None:
    folder = dist / f"{NAME}.ocfl"
    inventory = json.loads((folder / "inventory.json").read_text("utf-8"))
    state = inventory["versions"]["v1"]["state"]
    found = {
        path: (folder / inventory["manifest"][digest][0]).read_bytes()
        for digest, paths in state.items()
        for path in paths
    }
    assert found == open_container(dist / f"{NAME}.bag").files


def test_the_same_package_stays_and_another_one_is_left_alone(
    dist: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = Path(shutil.copytree(dist.parent, tmp_path / "again"))
    tar = here / "dist" / f"{NAME}.sip.tar"
    before = tar.read_bytes()
    assert deposited(here) == 0
    assert tar.read_bytes() == before
    assert deposited(here, "2030-01-01") == 2
    assert "may have gone to an archive" in capsys.readouterr().err
    assert tar.read_bytes() == before
