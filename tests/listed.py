"""A part of what was published, for tests that look at a file or two and at no other."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any


def part_of(folder: Path, copy: Path, wanted: Callable[[dict[str, Any]], bool]) -> Path:
    """Copy what was published, with those files alone whose row in the list is wanted."""
    listed = json.loads((folder / "manifest.json").read_text("utf-8"))
    kept = [row for row in listed["artefacts"] if wanted(row)]
    left_out = {row["file"] for row in listed["artefacts"]} - {row["file"] for row in kept}
    shutil.copytree(folder, copy, ignore=lambda *_: left_out)
    (copy / "manifest.json").write_text(json.dumps({**listed, "artefacts": kept}), "utf-8")
    return copy
