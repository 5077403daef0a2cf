"""A site has its place before anything is made for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhengben.cli.main import main


def test_nothing_is_published_for_a_site_that_has_no_place(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "diary.txt").write_text("甲", "utf-8")
    content, dist = str(project / "content"), tmp_path / "dist"
    given = ["site", "--content", content, "--output", str(dist), "--to", str(tmp_path / "mine")]
    assert main(given) == 2
    assert "holds no site of the press" in capsys.readouterr().err
    assert not dist.exists()
