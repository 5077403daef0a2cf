"""The guide tells the truth: its commands run as they stand, and say what it says they say."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from zhengben.cli.main import main


def blocks(project: Path) -> list[tuple[str, list[str]]]:
    """Return each command of the guide with the lines it shows."""
    text = (project / "docs" / "publish-your-text.md").read_text("utf-8")
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ python3 build.py "):
                found.append((line.removeprefix("$ python3 build.py "), []))
            else:
                found[-1][1].append(line)
    return found


def test_the_guide(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (tmp_path / "content").mkdir()
    shutil.copytree(project / "content" / "register", tmp_path / "content" / "register")
    shutil.copytree(project / "tests" / "intake", tmp_path / "tests" / "intake")
    monkeypatch.chdir(tmp_path)
    commands = blocks(project)
    assert len(commands) == 6
    for command, shown in commands:
        words = shlex.split(command)
        if "--again" in words:
            toml = tmp_path / "content" / "treaty-2003" / "document.toml"
            hints = 'hints = ["19 heading 1", "capture 36 apart 編者說明"]\n'
            toml.write_text(toml.read_text("utf-8").replace("\nlines = [", f"\n{hints}lines = ["))
        folders = ["--output", "dist"] if words[0] == "publish" else []
        assert main([*words, "--content", "content", *folders]) == 0
        wanted = re.escape("\n".join(shown)).replace("…", ".*")
        assert re.fullmatch(wanted, capsys.readouterr().out.rstrip("\n"), re.DOTALL), command
