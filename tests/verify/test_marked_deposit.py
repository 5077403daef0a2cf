"""The deposit of a document with marks holds its pictures and leads back to its capture."""

from __future__ import annotations

import json

import pytest
from marked_documents import FORMULA, PICTURE, png, write_marked

from zhengben.cli.main import main
from zhengben.verify.container import Container, open_container
from zhengben.verify.history import History


@pytest.fixture(scope="module")
def bag(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("deposit")
    write_marked(folder / "content", editions=("akoma-ntoso",))
    folders = ("--content", str(folder / "content"), "--output", str(folder / "dist"))
    assert main(["publish", "marked", "--edition", "akoma-ntoso", *folders]) == 0
    assert main(["deposit", "marked", "--without-validators", *folders]) == 0
    return dict(open_container(folder / "dist" / "marked.bag.tar").files)


def findings(files: dict[str, bytes]) -> list[tuple[str, str]]:
    subject = Container("marked.bag", dict(files))
    History(subject).check()
    return [(finding.code, finding.sentence) for finding in subject.findings]


def test_it_holds_the_files_that_marks_name(bag: dict[str, bytes]) -> None:
    assert bag[f"data/content/marked/{PICTURE}"] == png()
    assert f"data/content/marked/{FORMULA}" in bag
    assert findings(bag) == []


def test_another_picture_is_found(bag: dict[str, bytes]) -> None:
    bag = bag | {f"data/content/marked/{PICTURE}": png() + b"\0"}
    assert "D-101" in dict(findings(bag))
    assert "map.png has SHA-256" in dict(findings(bag))["D-101"]


def test_another_description_of_a_picture_is_found(bag: dict[str, bytes]) -> None:
    path = "data/metadata/declaration.zh-Hant.json"
    shown = json.loads(bag[path])["objects"][0]["shown_sha256"]
    told = findings(bag | {path: bag[path].replace(shown.encode(), b"0" * 64)})
    assert ("D-103", f"{PICTURE} does not show what the description of the document tells.") in told


def test_another_mark_is_found(bag: dict[str, bytes]) -> None:
    path = "data/metadata/declaration.zh-Hant.json"
    altered = bag[path].replace(b'"kind": "sup"', b'"kind": "sub"', 1)
    assert altered != bag[path]
    told = findings(bag | {path: altered})
    assert ("D-103", "The description of the document does not hold the canonical text.") in told
