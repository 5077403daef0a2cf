"""A deposit tells nothing but the truth: what nobody checked has not passed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.genre_documents import genre_document
from zhengben.checks.catalogue import Report
from zhengben.checks.finding import Finding, Skipped
from zhengben.cli.commands.deposit import _require_checks
from zhengben.cli.main import main
from zhengben.deposit.formats import format_of
from zhengben.deposit.reports import BESIDE, REQUIRED, outcome, validation
from zhengben.document.errors import SetupError


def report(findings: tuple[Finding, ...] = (), skipped: tuple[Skipped, ...] = ()) -> Report:
    return Report("law", findings, skipped, ("law.pdf",))


@pytest.mark.parametrize("code", REQUIRED)
def test_what_could_not_be_checked_is_no_pass(code: str) -> None:
    lacking = report(skipped=(Skipped(code, "law.pdf", "it is missing."),))
    assert outcome(lacking, "law.pdf") == ("not validated", f"not checked: {code}")
    assert outcome(lacking, "other.pdf") == ("pass", "")
    with pytest.raises(SetupError, match="--without-validators"):
        _require_checks(lacking)


@pytest.mark.parametrize("code", BESIDE)
def test_nothing_sealed_depends_on_programs_of_the_machine(code: str) -> None:
    found = report((Finding(code, "law.pdf", "file", "x."),))
    lacking = report(skipped=(Skipped(code, "law.pdf", "it is missing."),))
    reports = [json.dumps(validation(r, {}, Path("dist"))) for r in (report(), found, lacking)]
    assert reports[0] == reports[1] == reports[2]
    assert [outcome(r, "law.pdf") for r in (found, lacking)] == [("pass", "")] * 2
    _require_checks(lacking)


def test_an_altered_file_is_a_finding_and_no_lack_of_the_machine() -> None:
    found = Finding("F-001", "law.pdf", "file", "x."), Finding("F-002", "law.pdf", "text", "y.")
    told = report(found, (Skipped("E-901", "law.pdf", "F-001."),))
    _require_checks(told)
    assert outcome(told, "law.pdf")[0] == "fail"


def test_a_day_is_a_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = genre_document(tmp_path / "content", "law", ["akoma-ntoso"])
    where = ("--content", str(folder.parent), "--output", str(tmp_path / "dist"))
    command = ["deposit", folder.name, "--without-validators", *where]
    for wrong, told in (("2029-13-31", "is no day"), ("x", "is no day")):
        assert main([*command, "--date", wrong]) == 2
        assert told in capsys.readouterr().err
    # the capture was received on 2026-01-01
    assert main([*command, "--date", "2025-12-31"]) == 2
    assert main([*command, "--date", "2029-12-31"]) == 0
    assert "Seal: sha256 " in capsys.readouterr().out
    info = next(tmp_path.glob("dist/*.bag/bag-info.txt")).read_text("utf-8")
    assert "Bagging-Date: 2029-12-31\n" in info
    record = next(tmp_path.glob("dist/*.bag/data/metadata/premis.xml")).read_text("utf-8")
    assert "2029-12-31</premis:eventDateTime>" in record
    readme = next(tmp_path.glob("dist/*.bag/data/README.txt")).read_text("utf-8")
    assert "Nobody validated these files" in readme
    assert "meets" not in readme


def test_formats_are_known_by_what_they_claim() -> None:
    assert format_of("a.archive.pdf", ("PDF/A-3a", "PDF/UA-1")) == ("application/pdf", "fmt/479")
    assert format_of("a.pdf", ("PDF/UA-1",)) == ("application/pdf", "fmt/276")
    assert format_of("a.akn.xml")[0] == "application/akn+xml"
    assert format_of("a") == ("application/octet-stream", "")


@pytest.mark.slow
def test_a_small_deposit_is_made_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = genre_document(tmp_path / "content", "law", ["handout"])
    where = ("--content", str(folder.parent), "--output", str(tmp_path / "dist"))
    assert main(["deposit", folder.name, "--without-validators", *where]) == 0
    (bag,) = (tmp_path / "dist").glob("*.bag.tar")
    capsys.readouterr()
    assert main(["verify", str(bag), "--rebuild"]) == 0
    assert "made again with the same bytes" in capsys.readouterr().out
