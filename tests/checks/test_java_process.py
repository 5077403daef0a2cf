"""A process that answers line by line: what it says, and what becomes of one that does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhengben.checks import java_process
from zhengben.checks.java_process import JavaProcess
from zhengben.checks.tools import MissingToolError, ValidatorError

ANSWERS = """
import json, sys, time
for line in sys.stdin:
    file = json.loads(line)["file"]
    if file == "dies":
        sys.exit(1)
    if file == "hangs":
        time.sleep(60)
    print(json.dumps({"error": "no book"} if file == "bad" else {"read": file}), flush=True)
"""


@pytest.fixture
def process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> JavaProcess:
    (tmp_path / "answers.py").write_text(ANSWERS)
    (tmp_path / "silent.py").write_text("")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(java_process, "java_machine", lambda: Path("/machine"))
    return JavaProcess("Answers", "answers", 5)


def test_one_process_answers_about_each_file(process: JavaProcess) -> None:
    assert process.ask({"file": "a"}) == {"read": "a"}
    first = process._process
    with pytest.raises(ValidatorError, match="no book"):
        process.ask({"file": "bad"})
    assert process.ask({"file": "b"}) == {"read": "b"}
    assert process._process is first
    process.close()
    assert process._process is None


def test_a_process_that_died_or_hangs_is_told_and_started_anew(process: JavaProcess) -> None:
    with pytest.raises(ValidatorError, match="Answers ended while it read the file"):
        process.ask({"file": "dies"})
    process.seconds = 1
    with pytest.raises(ValidatorError, match="it took longer than 1 seconds"):
        process.ask({"file": "hangs"})
    process.seconds = 5
    assert process.ask({"file": "c"}) == {"read": "c"}


def test_a_process_that_does_not_start_is_told(process: JavaProcess) -> None:
    silent = JavaProcess("Silence", "silent", 5)
    with pytest.raises((MissingToolError, ValidatorError)):
        silent.ask({"file": "a" * 100_000})
