"""Second opinions: other converters in a process of their own, heard beyond what is standard.

Where they are installed apart the corpus is read as well: at most one character in a thousand may
be doubtful.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from zhengben.conversion.convert import Unit, convert
from zhengben.conversion.reviewed import load_reviewed
from zhengben.document.errors import RenderError
from zhengben.scripts import opinions as module
from zhengben.scripts.dictionaries import library
from zhengben.scripts.opinions import REVIEWED, ask, differ, opinions
from zhengben.setup import extras


@pytest.fixture(scope="module")
def folder() -> Path:
    found = extras.folder_of("opinions")
    if found is None:
        reason = "no second opinions are installed: `python3 build.py check --install` adds them"
        if os.environ.get("ZHENGBEN_REQUIRE_TOOLS") == "1":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return found


FAKE = """
import json, sys
job = json.load(sys.stdin)
lines = job["lines"]
one, two = [line.replace("干", "幹") for line in lines], [line + "多" for line in lines]
versions = {"one": "1", "two": str(job["configurations"])}
print(json.dumps({"converted": {"one": one, "two": two}, "versions": versions}))
"""


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a process in the place of the real one, which says what it is told."""
    process = tmp_path / "process.py"
    process.write_text(FAKE, "utf-8")
    monkeypatch.setattr(module, "_PROCESS", process)
    return tmp_path


def test_only_what_is_more_than_standard_differs() -> None:
    assert differ("為了公佈", "爲了公布") == []
    assert differ("干部，", "幹部.") == [0]
    assert differ("干「", "\0\0") == []


def test_everybody_is_asked_about_every_text(fake: Path) -> None:
    found, versions = ask(fake, ["干\n部", "干"], "zh-Hans", "zh-Hant")
    assert found == {"one": ["幹\n部", "幹"], "two": ["\0\n\0", "\0"]}
    assert versions == {"one": "1", "two": "['s2t']"}
    assert ask(fake, [""], "zh-Hant-TW", "zh-Hant-HK")[1]["two"] == "['tw2t', 't2hk']"


def test_votes_stand_at_their_places(fake: Path) -> None:
    found = opinions(fake, "甲干\n干", "甲干\n幹", "zh-Hans", "zh-Hant")
    assert found.votes == {1: {"one": "幹"}}
    assert found.by_standard == 0
    assert found.versions["one"] == "1"


def test_differences_of_standard_are_counted(fake: Path) -> None:
    assert opinions(fake, "臺干", "台幹", "zh-Hans", "zh-Hant").by_standard == 1


@pytest.mark.parametrize("program", ["raise SystemExit('no such wheel')", "print('no JSON')"])
def test_a_process_that_breaks_off_is_told(program: str, fake: Path) -> None:
    (fake / "process.py").write_text(program, "utf-8")
    with pytest.raises(RenderError, match=r"The second opinions of .* broke off: "):
        ask(fake, ["干"], "zh-Hans", "zh-Hant")


def test_who_is_really_asked(folder: Path) -> None:
    found, versions = ask(folder, ["反对军事干预"], "zh-Hans", "zh-Hant")
    assert found == {"OpenCC": ["反對軍事幹預"], "zhconv-rs": ["反對軍事干預"]}
    assert set(versions) == {"OpenCC", "zhconv-rs"}
    # the tables of a region would put its words for others: they are not asked
    found, _ = ask(folder, ["信息软件"], "zh-Hans", "zh-Hant-TW")
    assert found["zhconv-rs"] == ["信息軟件"]


def test_at_most_one_character_in_a_thousand_of_the_corpus_is_doubtful(
    folder: Path, project: Path
) -> None:
    shared = project.parent / "shared"
    paths = [p for name in ("corpus", "laws") for p in sorted((shared / name).rglob("*"))]
    files = [path for path in paths if path.is_file()]
    if not files:
        pytest.skip("there is no ../shared/corpus beside the project")
    reviewed = load_reviewed(project / "content")
    characters = doubtful = 0
    for path in files:
        text = path.read_text("utf-8")
        changed = sum(map(str.__ne__, text, library("t2s").convert(text)))
        origin, to = ("zh-Hant", "zh-Hans") if changed > len(text) / 20 else ("zh-Hans", "zh-Hant")
        units = [Unit(str(n), line) for n, line in enumerate(text.split("\n"))]
        found = convert(units, origin, to, reviewed)
        starts, at = dict[str, int](), 0
        for unit in units:
            starts[unit.place] = at
            at += len(unit.text) + 1
        entries = {starts[e.place] + e.offset: e for e in found.characters}
        votes = opinions(folder, text, "\n".join(found.texts), origin, to).votes
        heard = {n for n in votes if n not in entries or entries[n].rule not in REVIEWED}
        doubtful += len(heard | {n for n, e in entries.items() if e.doubt})
        characters += len(text)
    assert doubtful < characters / 1000
