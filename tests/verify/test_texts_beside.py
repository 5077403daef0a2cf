"""A deposit holds every witness, version and language of a text, and is verified with each."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from zhengben.cli.main import main
from zhengben.verify.container import Container, open_container
from zhengben.verify.history import History

CHOSEN = {"specimen-rules": ["akoma-ntoso"], "specimen-agreement": ["akoma-ntoso"]}


@pytest.fixture(scope="module")
def bags(project: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """Return the files of the deposits, by document."""
    folder = tmp_path_factory.mktemp("beside")
    for name in CHOSEN:
        shutil.copytree(project / "content" / name, folder / "content" / name)
        toml = folder / "content" / name / "document.toml"
        text = toml.read_text("utf-8")
        more = 'editions = ["akoma-ntoso"]\n'
        more += f'scripts = ["{"zh-Hant" if name == "specimen-rules" else "zh-Hans"}"]\n'
        toml.write_text(text.replace('notes = "first-mention"\n', more, 1), "utf-8")
    paper = folder / "paper.txt"
    text = (project / "content" / "specimen-rules" / "canonical.txt").read_text("utf-8")
    paper.write_text(text.replace("三日前", "五日前"), "utf-8")
    witness = ("--name", "某報", "--set", "source=某報")
    where = ("--content", str(folder / "content"))
    assert main(["new", "--witness", str(paper), "--for", "specimen-rules", *witness, *where]) == 0
    where = (*where, "--output", str(folder / "dist"))
    assert main(["deposit", *CHOSEN, "--without-validators", *where]) == 0
    return {name: open_container(folder / "dist" / f"{name}.bag.tar").files for name in CHOSEN}


def found(files: dict[str, bytes]) -> list[tuple[str, str]]:
    container = Container("bag", dict(files))
    History(container).check()
    return [(finding.code, finding.place) for finding in container.findings]


@pytest.mark.parametrize("name", CHOSEN)
def test_what_was_deposited_tells_of_itself(bags: dict[str, dict[str, bytes]], name: str) -> None:
    assert found(bags[name]) == []


def test_every_text_has_its_files(bags: dict[str, dict[str, bytes]]) -> None:
    rules, agreement = bags["specimen-rules"], bags["specimen-agreement"]
    assert "data/metadata/ledger.zh-Hant-x-20190301.json" in rules
    assert "data/content/specimen-rules/witness-1.txt" in rules
    assert b"agrees with 1 witness but for" in rules["data/README.txt"]
    assert b"2019-03-01" in rules["data/README.txt"]
    for tag in ("ru", "en"):
        assert f"data/metadata/declaration.{tag}.json" in agreement
        assert f"data/metadata/ledger.{tag}.json" in agreement
        assert f"data/editions/specimen-agreement.{tag}.akn.xml" in agreement
    assert b"in another language, ru, authentic" in agreement["data/README.txt"]


@pytest.mark.parametrize(
    ("name", "file", "old", "new", "code"),
    [
        ("specimen-rules", "content/specimen-rules/witness-1.txt", "館", "官", "D-101"),
        ("specimen-rules", "content/specimen-rules/capture-2019.txt", "館", "官", "D-101"),
        ("specimen-rules", "metadata/ledger.zh-Hant-x-20190301.json",
         '"supplied": ""', '"supplied": "甲"', "D-102"),
        ("specimen-agreement", "content/specimen-agreement/canonical-ru.txt", "А", "Б", "D-101"),
        ("specimen-agreement", "metadata/declaration.ru.json", "Статья 3", "Статья 7", "D-103"),
    ],
)  # fmt: skip
def test_what_was_altered_is_found(
    bags: dict[str, dict[str, bytes]], name: str, file: str, old: str, new: str, code: str
) -> None:
    files = dict(bags[name])
    text = files[f"data/{file}"].decode("utf-8")
    assert old in text
    files[f"data/{file}"] = text.replace(old, new, 1).encode()
    digest = hashlib.sha256(files[f"data/{file}"]).hexdigest()
    assert digest
    assert code in {each for each, _ in found(files)}
