"""A large document, whose scripts are made by several processes: the same files and findings."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from zhengben.cli.commands.publish import RefusedShareError, _spread
from zhengben.cli.main import main
from zhengben.design.assets import Assets
from zhengben.press import shares
from zhengben.press.shares import FinishedShare, Share, told_once

ROOT = Path(__file__).parents[2]
WANTED = ("--edition", "handout", "--edition", "docx", "--script", "zh-Hans", "--script", "zh-Hant")


class Silent:
    """Tells nobody."""

    def step(self, document: str, step: str) -> None:
        """Say nothing."""

    def waiting(self, document: str, holder: str) -> None:
        """Say nothing."""


@pytest.mark.slow  # publishes a document twice
def test_several_processes_make_the_bytes_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shares, "_LARGE", 1)
    told = {}
    for jobs in ("1", "2"):
        folder = tmp_path / jobs
        output = ("--output", str(folder), "--jobs", jobs)
        assert main(["publish", "specimen-law", *WANTED, "--why", *output]) == 0
        told[jobs] = capsys.readouterr().out.replace(str(folder), "dist")
    assert told["1"] == told["2"]
    one, two = (
        {p.name: p.read_bytes() for p in (tmp_path / jobs / "specimen-law").iterdir()}
        for jobs in ("1", "2")
    )
    assert one == two
    assert len(one) == 7


@pytest.mark.slow  # starts workers
def test_what_a_process_refuses_is_told_as_one_would(tmp_path: Path) -> None:
    styles = shutil.copytree(ROOT / "styles", tmp_path / "styles")
    with (styles / "handout.css").open("a", encoding="utf-8") as file:
        file.write("p{color:var(--nobody)}")
    assets = replace(Assets.find(), styles=styles)
    wanted = [
        Share(ROOT / "content/specimen-law", tmp_path, assets, ((script, edition),))
        for script, edition in (("zh-Hans", "docx"), ("zh-Hant", "handout"))
    ]
    with pytest.raises(RefusedShareError, match=r"handout\.css:\d+: uses --nobody") as raised:
        list(_spread(Silent(), "specimen-law", 2, wanted))
    assert raised.value.exit_status == 4


def test_findings_are_told_once_in_the_order_of_scripts() -> None:
    finished = [
        FinishedShare((), {"zh-Hant-TW": ("d",), "zh-Hans": ("a", "b")}),
        FinishedShare((), {"zh-Hant": ("c", "a"), "zh-Hans": ("a", "b")}),
    ]
    scripts = ("zh-Hans", "zh-Hant", "zh-Hant-TW")
    assert told_once(finished, scripts) == ("a", "b", "c", "d")
    assert told_once(finished[::-1], scripts) == ("a", "b", "c", "d")
