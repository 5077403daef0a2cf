"""The preview in Chromium: clicked, edited behind its back, and timed from save to picture.

With ``ZHENGBEN_SCREENSHOTS`` set to a folder, pictures are kept there.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

NAME = "astana-2017"
MOST_SECONDS = 300
# what the preview promises on a quiet machine, and what no machine may take
PROMISED_SECONDS, UNBEARABLE_SECONDS = 0.5, 10.0


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _browse(
    project: Path, chromium: str, folder: Path, *, turns: int, wait_ms: int
) -> dict[str, Any]:
    content = folder / "content"
    shutil.copytree(project / "content", content)
    task = {"document": NAME, "file": str(content / NAME / "canonical.txt"), "before": "各方",
            "after": "各方方", "turns": turns, "wait": wait_ms}  # fmt: skip
    (folder / "task.json").write_text(json.dumps(task), "utf-8")
    port = _free_port()
    server = subprocess.Popen(
        [sys.executable, str(project / "build.py"), "serve", f"--port={port}",
         f"--content={content}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        for _ in range(600):
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        environment = {k: v for k, v in os.environ.items() if k != "FONTCONFIG_FILE"}
        command = ["node", str(project / "tests/reader/serve.mjs"), chromium,
                   f"http://127.0.0.1:{port}/", str(folder)]  # fmt: skip
        done = subprocess.run(command, capture_output=True, env=environment, timeout=MOST_SECONDS)
        assert done.returncode == 0, done.stderr.decode()
    finally:
        server.terminate()
        server.communicate(timeout=30)
    if kept := os.environ.get("ZHENGBEN_SCREENSHOTS"):
        for picture in folder.glob("*.png"):
            shutil.copy(picture, kept)
    return dict(json.loads((folder / "serve.json").read_text("utf-8")))


@pytest.fixture(scope="module")
def browsed(
    project: Path,
    require_tool: Callable[[str], str],
    reader_tools: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("serve")
    return _browse(project, require_tool("chromium"), folder, turns=3, wait_ms=300)


def test_a_click_on_a_line_opens_its_place(browsed: dict[str, Any], project: Path) -> None:
    lines = (project / "content" / NAME / "canonical.txt").read_text("utf-8").split("\n")
    met = [browsed["web"], browsed["e-reader"], *browsed["clicked"]]
    assert len(met) == 5
    for place, said in met:
        file, _, number = place.rpartition(":")
        if file == f"{NAME}/canonical.txt":
            assert said == lines[int(number) - 1]
    assert sum(place.startswith(f"{NAME}/canonical.txt:") for place, _ in met) >= 4
    assert browsed["errors"] == []


def test_what_is_wrong_is_told_on_the_page(browsed: dict[str, Any]) -> None:
    assert browsed["wrong"].endswith("document.toml: “genre” is missing; add it.")


def test_an_edit_is_seen(browsed: dict[str, Any]) -> None:
    assert all(0 < seconds < UNBEARABLE_SECONDS for seconds in browsed["seconds"])


@pytest.mark.campaign
def test_an_edit_is_seen_within_half_a_second(
    project: Path, require_tool: Callable[[str], str], reader_tools: None, tmp_path: Path
) -> None:
    # the median: a machine that does something else now and then is no fault of ours
    seconds = _browse(project, require_tool("chromium"), tmp_path, turns=9, wait_ms=1500)["seconds"]
    print("from save to picture:", *(f"{s:.2f}" for s in seconds))
    assert sorted(seconds)[len(seconds) // 2] <= PROMISED_SECONDS, seconds
