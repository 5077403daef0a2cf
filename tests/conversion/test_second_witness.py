"""A second witness: where the official OpenCC would convert otherwise, somebody has said why.

The official library is installed apart by ``.ci/run`` (the command is in the reason of a skip). It
converts the declaration, and every document of ``../shared/corpus`` where that is; each difference
from ours must be a row of ``opencc-differences.toml``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from zhengben.conversion.convert import Unit, convert
from zhengben.conversion.reviewed import Reviewed, load_reviewed
from zhengben.scripts.dictionaries import library
from zhengben.scripts.tags import ROUTES

FOLDER = ".zhengben/official-opencc"
INSTALL = (
    f"python3 -m pip install --target {FOLDER} --no-deps --require-hashes "
    "-r tests/opencc-official.lock"
)
# how far around a difference its phrase is looked for
REACH = 8


@pytest.fixture(scope="module")
def official(project: Path) -> Path:
    folder = project / FOLDER
    if not (folder / "opencc").is_dir():
        reason = f"the official OpenCC is not installed: {INSTALL}"
        if os.environ.get("ZHENGBEN_REQUIRE_TOOLS") == "1":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return folder


@pytest.fixture(scope="module")
def rows(project: Path) -> list[dict[str, str]]:
    text = (project / "tests" / "opencc-differences.toml").read_text("utf-8")
    found: list[dict[str, str]] = tomllib.loads(text)["difference"]
    return found


def theirs(folder: Path, project: Path, jobs: list[tuple[str, str]]) -> list[str]:
    command = [sys.executable, "-I", str(project / "tests" / "official_opencc.py"), str(folder)]
    run = subprocess.run(
        command, input=json.dumps(jobs), capture_output=True, text=True, check=True
    )
    converted: list[str] = json.loads(run.stdout)
    return converted


def differences(
    folder: Path, project: Path, texts: list[tuple[str, str]], reviewed: Reviewed
) -> Iterator[tuple[str, str, str, str]]:
    """Yield configuration, context, ours and theirs of each character that differs."""
    routes = [(o, to, text) for o, text in texts for (origin, to) in ROUTES if origin == o]
    converted = theirs(folder, project, [(ROUTES[o, to], text) for o, to, text in routes])
    for (origin, to, text), other in zip(routes, converted, strict=True):
        units = [Unit(str(n), line) for n, line in enumerate(text.split("\n"))]
        ours = "\n".join(convert(units, origin, to, reviewed)[0])
        assert len(ours) == len(other) == len(text)
        for at, (one, two) in enumerate(zip(ours, other, strict=True)):
            if one != two:
                context = text[max(0, at - REACH) : at] + "\0" + text[at : at + REACH]
                yield ROUTES[origin, to], context, one, two


def explains(row: dict[str, str], configuration: str, context: str, ours: str, two: str) -> bool:
    """Tell whether a row is about a difference: its phrase stands there, with these forms."""
    if configuration not in row["configurations"].split():
        return False
    place = context.index("\0")
    plain, phrase = context.replace("\0", ""), row["phrase"]
    starts = (n for n in range(len(plain)) if plain.startswith(phrase, n))
    inside = (place - start for start in starts if 0 <= place - start < len(phrase))
    return any((row["ours"][n], row["theirs"][n]) == (ours, two) for n in inside)


def test_the_declaration(official: Path, project: Path, rows: list[dict[str, str]]) -> None:
    text = (project / "content" / "astana-2017" / "canonical.txt").read_text("utf-8")
    reviewed = load_reviewed(project / "content")
    for found in differences(official, project, [("zh-Hant", text)], reviewed):
        assert any(explains(row, *found) for row in rows), found


def test_the_corpus(official: Path, project: Path, rows: list[dict[str, str]]) -> None:
    corpus = project.parent / "shared" / "corpus"
    if not corpus.is_dir():
        pytest.skip("there is no ../shared/corpus beside the project")
    texts = []
    for path in sorted(p for p in corpus.rglob("*") if p.is_file()):
        text = path.read_text("utf-8")
        changed = sum(map(str.__ne__, text, library("t2s").convert(text)))
        texts.append(("zh-Hant" if changed > len(text) * 0.05 else "zh-Hans", text))
    assert len({origin for origin, _ in texts}) == 2
    used = set[int]()
    unexplained = []
    for found in differences(official, project, texts, load_reviewed(project / "content")):
        numbers = [n for n, row in enumerate(rows) if explains(row, *found)]
        used.update(numbers)
        if not numbers:
            unexplained.append(found)
    assert unexplained == []
    assert [row["phrase"] for n, row in enumerate(rows) if n not in used] == []
