"""What people type, and what they are told."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from zhengben.cli.commands import COMMANDS
from zhengben.cli.main import main
from zhengben.document.artefacts import sha256


@pytest.fixture
def copied(project: Path, tmp_path: Path) -> Path:
    ignore = shutil.ignore_patterns("specimen-*")
    shutil.copytree(project / "content", tmp_path / "content", ignore=ignore)
    return tmp_path / "content"


def publish(content: Path, *arguments: str) -> int:
    output = str(content.parent / "dist")
    return main(["publish", "--content", str(content), "--output", output, *arguments])


def test_publishing_twice(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert publish(copied, "--edition", "e-reader") == 0
    assert "text proved" in capsys.readouterr().out
    assert publish(copied, "--edition", "e-reader") == 0
    assert "up to date" in capsys.readouterr().out
    folder = copied.parent / "dist" / "astana-2017"
    (artefact,) = json.loads((folder / "manifest.json").read_text("utf-8"))["artefacts"]
    book = folder / artefact["file"]
    assert artefact["sha256"] == sha256(book.read_bytes())
    assert artefact["size"] == book.stat().st_size
    before = book.read_bytes()
    for edit in (lambda: book.write_bytes(before[:-1]), book.unlink):
        edit()
        assert publish(copied, "--edition", "e-reader") == 0
        assert "text proved" in capsys.readouterr().out
        assert book.read_bytes() == before


def test_an_error_leaves_the_old_edition_whole(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert publish(copied, "--edition", "e-reader") == 0
    folder = copied.parent / "dist" / "astana-2017"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    toml = copied / "astana-2017" / "document.toml"
    toml.write_text(toml.read_text("utf-8").replace("organ =", "orgn =", 1), "utf-8")
    capsys.readouterr()
    assert publish(copied, "--edition", "e-reader") == 4
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "document.toml" in error
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [path.name for path in folder.parent.glob("[!.]*")] == ["astana-2017"]
    left = {path.suffix for path in folder.parent.glob(".zhengben/*")}
    assert left == {".lock", ".record"}


def test_a_finding_is_told_and_counts(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    register = copied / "register" / "international.toml"
    register.write_text(register.read_text("utf-8").replace('"聯合國憲章"', '"某憲章"'), "utf-8")
    toml = copied / "astana-2017" / "document.toml"
    toml.write_text(toml.read_text("utf-8").replace('"strict"', '"lenient"'), "utf-8")
    for status, more in ((0, ()), (1, ("--strict",))):
        assert publish(copied, "--edition", "akoma-ntoso", "--force", *more) == status
        assert "para-3: the register does not know 《聯合國憲章》" in capsys.readouterr().out


def test_a_canonical_text_that_the_capture_does_not_give(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = copied / "astana-2017" / "canonical.txt"
    toml = copied / "astana-2017" / "document.toml"
    old = sha256(path.read_bytes())
    path.write_text(path.read_text("utf-8").replace("成員國堅信", "成員國相信"), "utf-8")
    text = toml.read_text("utf-8").replace(old, sha256(path.read_bytes()))
    toml.write_text(text, "utf-8")
    assert publish(copied) == 4
    assert "canonical.txt:8: is not what the rules make" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["publish", "nothing"], 2, "There is no document “nothing”"),
        (["publish", "--edition", "poster"], 2, "There is no edition “poster”"),
        (["show", "nothing"], 2, "There is no document"),
        (["publish", "content/astana-2017/"], 2, "called by the name of its folder alone, astana"),
        (["check", "astana-2017", "--html", "no/where.html"], 2, "There is no folder no; make it"),
        (["new", "README.md", "--name", "../x"], 2, "“../x” cannot name a document"),
        (["canon", "--content", "nowhere"], 2, "There is no folder nowhere"),
        (["bench", "--pairs", "0"], 2, "from 1"),
        (["publish", "--output", ""], 2, "--output is empty; write its value, or leave"),
        (["publish", "--output="], 2, "--output is empty"),
        (["astana-2017", "--since", ""], 2, "--since is empty"),
        (["check", "--explain", ""], 2, "--explain is empty"),
        (["check", "--content", "", "astana-2017"], 2, "--content is empty"),
        (["publish", "--jobs", "x"], 2, "--jobs: invalid int value: 'x'; `build.py publish -h`"),
        (["publish", "--colour"], 2, "unrecognized arguments: --colour; `build.py"),
        (["show"], 2, "arguments are required: DOC; `build.py show -h` shows"),
    ],
)
def test_wrong_usage(
    arguments: list[str], status: int, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == status
    said = capsys.readouterr().err
    assert sentence in said
    assert said.startswith("zhengben: ")
    assert said.count("\n") == 1


@pytest.mark.parametrize("command", [*COMMANDS])
def test_each_command_helps_with_an_example(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main([command, "--help"])
    assert caught.value.code == 0
    assert "example: build.py" in capsys.readouterr().out


def test_canon_shows_the_ledger(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["canon", "astana-2017"]) == 0
    shown = capsys.readouterr().out
    assert "79 lines from the capture, equal to the canonical text" in shown
    assert "comma: 177 places" in shown
    assert shown.count("→") == 203
    assert main(["canon", "--json"]) == 0
    ledger = json.loads(capsys.readouterr().out)[0]["ledger"]
    assert len(ledger["restorations"]) == 203


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda lines: [*lines[:2], f"{lines[2][:5]}某{lines[2][6:]}", *lines[3:]],
         "first at line 3, character 6: “"),
        (lambda lines: lines[:-1], "out of the capture, no more in the canonical text"),
        (lambda lines: [*lines, "多了一行。"], "no more out of the capture, “多了一行。” in the"),
    ],
)  # fmt: skip
def test_canon_names_the_place_that_differs(
    change: Callable[[list[str]], list[str]],
    told: str,
    tmp_path: Path,
    project: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "specimen-law"
    shutil.copytree(project / "content" / "specimen-law", folder)
    text = (folder / "canonical.txt").read_text("utf-8")
    changed = "".join(f"{line}\n" for line in change(text.split("\n")[:-1]))
    (folder / "canonical.txt").write_text(changed, "utf-8", newline="\n")
    meta = (folder / "document.toml").read_text("utf-8")
    one, other = (hashlib.sha256(t.encode()).hexdigest() for t in (text, changed))
    (folder / "document.toml").write_text(meta.replace(one, other), "utf-8")
    assert main(["canon", "--content", str(tmp_path)]) == 1
    shown = capsys.readouterr().out
    assert "NOT EQUAL to the canonical text" in shown
    assert told in shown


def test_show(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "astana-2017"]) == 0
    assert "[para-64] 64. 成員國強調" in capsys.readouterr().out
    assert main(["show", "astana-2017", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == "astana-2017"
