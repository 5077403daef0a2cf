"""An author's note hangs behind its label: what stands blank there is no gap within a line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zhengben.cli.main import main

TEXT = """# 丁城條例

第一條　為了防洪，制定本條例[^1]。

第二條　本條例自公布之日起施行。

[^1]: 防洪，指防禦洪水。
"""


@pytest.mark.slow  # publishes a document
@pytest.mark.usefixtures("seldom_asked")
def test_the_gap_behind_a_label_is_no_finding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "a.md").write_text(TEXT, "utf-8")
    folders = ("--content", str(tmp_path / "content"))
    known = {"source": "試驗用文", "rights": "公有領域", "country": "xa", "organ": "丁城",
             "date": "2020-02-29"}  # fmt: skip
    said = [w for key, value in known.items() for w in ("--set", f"{key}={value}")]
    assert main(["new", str(tmp_path / "a.md"), "--name", "a", *said, *folders]) == 0
    folders = (*folders, "--output", str(tmp_path / "dist"))
    assert main(["publish", "a", "--edition", "handout", *folders]) == 0
    capsys.readouterr()
    main(["check", "a", "--json", *folders])
    (told,) = json.loads(capsys.readouterr().out)
    assert told["findings"] == []
