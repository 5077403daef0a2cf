"""What archives know a file by: the signatures of PRONOM, which read the bytes as they lie."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from tests.genre_documents import genre_document
from zhengben.cli.main import main

# PRONOM's key of each flavour; what is no PDF/A is known by its version of PDF alone
KEYS = {
    "archive": "fmt/479",
    "archive-plain": "fmt/476",
    "gongwen": "fmt/478",
    "handout": "fmt/276",
    # the tool's table of signatures is older than PDF/A-4
    "archive-pdf2": "fmt/1129",
}


@pytest.mark.slow
def test_archives_know_each_flavour(tmp_path: Path) -> None:
    folder = genre_document(tmp_path / "content", "law", list(KEYS))
    where = ("--content", str(folder.parent), "--output", str(tmp_path / "dist"))
    assert main(["publish", folder.name, "--script", "zh-Hant", *where]) == 0
    paths = {name: next(tmp_path.glob(f"dist/*/*.{name}.pdf")) for name in KEYS}
    # the tool of archives reads every signature it has, which takes it a second
    told = subprocess.run(
        [sys.executable, "-m", "fido.fido", "-q", *map(str, paths.values())],
        capture_output=True, check=True, text=True,
    ).stdout  # fmt: skip
    rows = {Path(row[6]).name: row[2] for row in csv.reader(told.splitlines()) if row[0] == "OK"}
    assert {name: rows[path.name] for name, path in paths.items()} == KEYS
