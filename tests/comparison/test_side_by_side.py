"""The guide to what stands beside a text is true: its commands say what it says they say."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from zhengben.cli.main import main


def test_the_guide(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    shutil.copytree(project / "content", tmp_path / "content")
    shutil.copytree(project / "tests" / "comparison", tmp_path / "tests" / "comparison")
    monkeypatch.chdir(tmp_path)
    text = (project / "docs" / "side-by-side.md").read_text("utf-8")
    told = re.findall(r"^\$ python3 build\.py (.*)\n((?:(?!\$|```).*\n)*)", text, re.MULTILINE)
    assert len(told) == 4
    for command, shown in told:
        assert main([*shlex.split(command), "--content", "content"]) == 0
        wanted = re.escape(shown.rstrip("\n")).replace("⋯", ".*")
        assert re.fullmatch(wanted, capsys.readouterr().out.rstrip("\n"), re.DOTALL), command
