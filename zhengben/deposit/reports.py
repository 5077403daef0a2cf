"""Validation reports, so normalised that the same files give the same reports anywhere.

The rule: a report names a file by its place in the bag, and holds no time, no duration, no path of
a machine and no version of a program but in ``software``. Checks are told in the order of the
table, files in that of the manifest.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from zhengben.checks.catalogue import Report, table
from zhengben.checks.finding import Finding, Subject
from zhengben.deposit.premis import Outcome
from zhengben.document.artefacts import Artefact
from zhengben.document.declaration import Declaration

# validators of the extra's lock, the same on every machine: without them nothing is validated
REQUIRED = ("A-001", "A-101", "E-901")
# a deposit has made its editions itself: that they are what the press makes is for others to see
UNMADE = "F-010"
# what programs of the machine say is told to whoever makes a deposit; nothing of it is sealed
BESIDE = ("A-008", "E-902")


def validation(report: Report | None, software: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """Return what each check found; ``report`` is None when the checks were not made.

    ``folder`` is where the files lay; it is cut out of every sentence.
    """
    if report is None:
        return {"made": False, "software": {}, "checks": []}
    rows = []
    for code, check in table().items():
        if code in BESIDE:
            continue
        found = [
            {
                "file": finding.file,
                "place": finding.place,
                "sentence": finding.sentence.replace(f"{folder}/", ""),
            }
            for finding in report.findings
            if finding.code == code
        ]
        skipped = [s.file for s in report.skipped if s.code == code]
        if code == UNMADE:
            skipped = list(report.examined)
        rows.append({"code": code, "rule": check.rule, "findings": found, "not_checked": skipped})
    return {
        "made": True,
        "software": dict(software),
        "files": list(report.examined),
        "checks": rows,
    }


def verapdf(
    artefacts: Iterable[Artefact], folder: Path, signed: Mapping[str, bytes] | None = None
) -> bytes:
    """Return veraPDF's verdict on every file and flavour, a line each; of signed ones as signed."""
    from zhengben.checks.archive import conformance

    lines = []
    with tempfile.TemporaryDirectory() as scratch:
        for artefact in artefacts:
            path = folder / artefact.file
            if data := (signed or {}).get(artefact.file):
                path = Path(scratch) / artefact.file
                path.write_bytes(data)
            told = conformance.told(path, artefact.claims)
            lines += [f"{artefact.file} {line}\n" for line in told]
    return "".join(lines).encode()


def of_signed(artefacts: Iterable[Artefact], signed: Mapping[str, bytes]) -> list[Finding]:
    """Return what veraPDF finds of signed PDFs: a signature may not cost them what they claim."""
    from zhengben.checks.archive import conformance

    found = list[Finding]()
    with tempfile.TemporaryDirectory() as scratch:
        for artefact in artefacts:
            if data := signed.get(artefact.file):
                path = Path(scratch) / artefact.file
                path.write_bytes(data)
                verdicts = conformance.verdicts(path, artefact.claims)
                found += [
                    Finding("A-001", artefact.file, "file", f"Signed, it fails {v.flavour}.")
                    for v in verdicts
                    if not v.compliant
                ]
    return found


def votes(
    artefacts: Iterable[Artefact], declarations: Mapping[str, Declaration], folder: Path
) -> dict[str, bytes]:
    """Return, for each conversion, what other converters would have otherwise, by its path.

    There is nothing where no second opinion is installed.
    """
    from zhengben.checks.doubts import votes_json

    found = dict[str, bytes]()
    for artefact in artefacts:
        if artefact.edition == "ledger":
            script = artefact.scripts[0]
            subject = Subject(folder / artefact.file, artefact, declarations[script])
            content = votes_json(subject)
            if content is not None:
                data = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
                found[f"reports/second-opinions.{script}.json"] = data.encode()
    return found


def outcome(report: Report, file: str) -> tuple[Outcome, str]:
    """Return the outcome of a file's validation and a note, for PREMIS.

    What could not be checked is no pass: the event then says that the file was not validated.
    """
    failures = [f for f in report.failures() if f.file == file and f.code not in BESIDE]
    skipped: Sequence[str] = sorted(
        {s.code for s in report.skipped if s.file == file and s.code in REQUIRED}
    )
    if failures:
        return "fail", "; ".join(f"{f.code} {f.sentence}" for f in failures)
    if skipped:
        return "not validated", f"not checked: {', '.join(skipped)}"
    return "pass", ""
