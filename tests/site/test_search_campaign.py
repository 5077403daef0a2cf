"""The search of a site of the project's own documents: a thousand queries, and how long the first.

``ZHENGBEN_SITE`` names a site that was made already, such as one of a thousand documents.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from tests.site.test_site import lines_of, queries
from zhengben.cli.main import main
from zhengben.site.searching import plain_search

PROMISED_SECONDS = 0.5


def _site(project: Path, folder: Path) -> Path:
    if known := os.environ.get("ZHENGBEN_SITE"):
        return Path(known)
    where = ["--content", str(project / "content"), "--output", str(folder / "dist")]
    names = ["astana-2017", "specimen-law", "specimen-treaty"]
    assert main(["publish", *names, "--edition", "web", *where]) == 0
    assert main(["site", *names, "--published", *where, "--to", str(folder / "site")]) == 0
    return folder / "site"


def _searched(
    project: Path, chromium: str, site: Path, folder: Path, asked: list[str], timed: list[str]
) -> dict[str, Any]:
    (folder / "asked.json").write_text(json.dumps({"queries": asked, "timed": timed}), "utf-8")
    script = str(project / "tests/reader/search.mjs")
    environment = {k: v for k, v in os.environ.items() if k != "FONTCONFIG_FILE"}
    command = ["node", script, chromium, str(site), str(folder)]
    done = subprocess.run(command, capture_output=True, env=environment, timeout=580)
    assert done.returncode == 0, done.stderr.decode()
    return dict(json.loads((folder / "search.json").read_text("utf-8")))


@pytest.mark.campaign
def test_a_thousand_queries_find_what_a_plain_search_finds(
    project: Path, require_tool: Callable[[str], str], reader_tools: None, tmp_path: Path
) -> None:
    site = _site(project, tmp_path)
    documents = lines_of(site)
    chance = random.Random(24)
    # what is timed stands somewhere
    timed = [found for found in queries(documents, 200, 5) if len(found) in (2, 3, 4)][:5]
    # of every tenth one character is another
    asked = queries(documents, 1000, 23)
    signs = "".join(text for _, lines in documents[:20] for _, _, t in lines for text in t.values())
    for at in range(0, len(asked), 10):
        where = chance.randrange(len(asked[at]))
        asked[at] = asked[at][:where] + chance.choice(signs) + asked[at][where + 1 :]
    said = _searched(project, require_tool("chromium"), site, tmp_path, asked, timed)
    missing = false = 0
    for query, found in zip(asked, said["found"], strict=True):
        wanted = {f"{name}#{anchor}" for name, anchor in plain_search(documents, query)}
        missing += len(wanted - {*found})
        false += len({*found} - wanted)
        assert len(found) == len({*found}), query
    first, again = median(said["first"]), median(said["again"])
    print(
        f"{len(documents)} documents, {len(asked)} queries: {missing} missing, {false} false; "
        f"first result {first:.2f} s, again {again:.2f} s"
    )
    assert (missing, false) == (0, 0)
    assert first <= PROMISED_SECONDS, said["first"]
