"""In columns of text each signatory of a treaty has its name below its office, on one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zhengben.cli.main import main

TEXT = (
    "關於某區合作的諒解備忘錄",
    "第一條　各方在平等的基礎上開展合作。",
    "第二條　本備忘錄自簽署之日起生效。",
    "本備忘錄於2020年6月1日在某市簽署，一式十二份。",
)
NAMES = ("某甲", "歐陽某某", "穆罕默德·拉赫曼·本·某某")


@pytest.mark.slow  # publishes a document
@pytest.mark.parametrize(("count", "day"), [(6, "　2020年6月1日"), (24, "")])
def test_no_name_lies_on_an_office(
    count: int, day: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "content").mkdir()
    states = [one + two for one in "甲乙" for two in "甲乙丙丁戊己庚辛壬癸子寅"][:count]
    people = [f"代表{s}國政府\n\n{NAMES[n % 3]}{day}" for n, s in enumerate(states)]
    (tmp_path / "a.txt").write_text("\n\n".join((*TEXT, *people)) + "\n", "utf-8")
    folders = ("--content", str(tmp_path / "content"))
    known = {"source": "試驗用文", "rights": "公有領域", "country": "xa", "organ": "各方"}
    said = [w for key, value in known.items() for w in ("--set", f"{key}={value}")]
    assert main(["new", str(tmp_path / "a.txt"), "--name", "a", *said, *folders]) == 0
    folders = (*folders, "--output", str(tmp_path / "dist"), "--accept-open-questions")
    assert main(["publish", "a", "--edition", "vertical", *folders]) == 0
    capsys.readouterr()
    main(["check", "a", "--json", *folders])
    (told,) = json.loads(capsys.readouterr().out)
    assert told["findings"] == []
