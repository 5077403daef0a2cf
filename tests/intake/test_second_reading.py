"""A second reading replaces what an earlier one made; what somebody wrote there since is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from zhengben.cli.main import main
from zhengben.document.artefacts import sha256

PAGE = "某法\n\n第一條　爲試驗而設。\n\n第二條　自公佈之日起施行。\n\n2020年1月2日\n"


@pytest.fixture
def law(tmp_path: Path) -> Path:
    """Return a law that `new` has read, with a hint for a second reading."""
    (tmp_path / "law.txt").write_text(PAGE, "utf-8")
    (tmp_path / "content").mkdir()
    assert main(["new", str(tmp_path / "law.txt"), "--content", str(tmp_path / "content")]) == 0
    toml = tmp_path / "content/law/document.toml"
    hint = '[structure]\nhints = ["capture 5 apart 試"]'
    toml.write_text(toml.read_text("utf-8").replace("[structure]", hint, 1), "utf-8")
    return toml.parent


def again(law: Path) -> int:
    return main(["new", "law", "--again", "--content", str(law.parent)])


def mended(law: Path) -> None:
    text = law / "canonical.txt"
    text.write_text(text.read_text("utf-8").replace("試驗", "實驗"), "utf-8")


def mended_and_declared(law: Path) -> None:
    old = sha256((law / "canonical.txt").read_bytes())
    mended(law)
    toml, new = law / "document.toml", sha256((law / "canonical.txt").read_bytes())
    toml.write_text(toml.read_text("utf-8").replace(old, new), "utf-8")


def mended_with_its_recipe(law: Path) -> None:
    mended(law)
    toml = law / "document.toml"
    toml.write_text(toml.read_text("utf-8").replace('lines = "1-7"', 'lines = "1-6"'), "utf-8")


@pytest.mark.parametrize("edit", [mended, mended_and_declared, mended_with_its_recipe])
def test_a_text_that_somebody_mended_is_kept(
    edit: Callable[[Path], None], law: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(law)
    mine = (law / "canonical.txt").read_bytes()
    assert again(law) == 0
    assert "files that somebody had changed are kept as canonical.txt.altered\n" in (
        capsys.readouterr().out
    )
    assert (law / "canonical.txt.altered").read_bytes() == mine
    assert "第二條" not in (law / "canonical.txt").read_text("utf-8")


def test_what_an_earlier_reading_made_is_replaced(
    law: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        assert again(law) == 0
        assert "are kept as" not in capsys.readouterr().out
        assert {path.name for path in law.iterdir()} == {
            "canonical.txt", "capture.txt", "document.toml"
        }  # fmt: skip
    assert "第二條" not in (law / "canonical.txt").read_text("utf-8")


def test_a_hint_whose_line_has_another_text_is_named(
    law: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toml = law / "document.toml"
    # what is taken out moves the lines below it
    roles = '"2 heading 1", "3 closing", "capture 3 apart 試"]'
    toml.write_text(toml.read_text("utf-8").replace('"capture 5 apart 試"]', roles), "utf-8")
    capsys.readouterr()
    assert again(law) == 0
    second = "第二條　自公佈之日起施行。"
    told = [line for line in capsys.readouterr().out.split("\n") if line.startswith("the hint")]
    assert told == [
        f"the hint for line 2 stands for “{second}” now, and was “第一條　爲試驗而設。”",
        f"the hint for line 3 stands for “2020年1月2日” now, and was “{second}”",
    ]
    # nothing has moved since
    assert again(law) == 0
    assert "the hint" not in capsys.readouterr().out
