"""A reader who has nothing but a deposit follows its README, step by step, and gets the text."""

from __future__ import annotations

import io
import json
import shutil
import tarfile
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import once
from zhengben.cli.main import main
from zhengben.deposit.payload import history
from zhengben.source.source import Source
from zhengben.verify.container import Container, open_container
from zhengben.verify.history import History

NAME = "specimen-law"
# what the README of a bag tells its reader to do, and the code below does
STEPS = (
    "Take data/metadata/capture-lines.txt and count its lines from 1",
    'Delete the lines that "capture_line" names in the entries of "apart"',
    "Delete lines that are empty or hold blanks alone",
    'Do each entry of "restorations", in their order',
    '"column" of the text as it is now (both counted from 1',
    'There stands "before"; put "after" in its place',
)


def restored(lines: bytes, ledger: bytes) -> str:
    """Follow the steps, and nothing of the press."""
    told: dict[str, Any] = json.loads(ledger)
    # steps 1 and 2
    numbered = dict(enumerate(lines.decode("utf-8").split("\n"), 1))
    for entry in told["apart"]:
        del numbered[entry["capture_line"]]
    # step 3
    text = "".join(line + "\n" for line in numbered.values() if line.strip())
    # step 4
    for entry in told["restorations"]:
        before = text.split("\n")[: entry["line"] - 1]
        at = sum(len(line) + 1 for line in before) + entry["column"] - 1
        assert text[at : at + len(entry["before"])] == entry["before"]
        text = text[:at] + entry["after"] + text[at + len(entry["before"]) :]
    return text


@pytest.fixture(scope="module")
def files(project: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the deposit of a law whose capture is Markdown."""

    def make(folder: Path) -> None:
        content = Path(shutil.copytree(project / "content", folder / "content"))
        path = content / NAME / "document.toml"
        lines = path.read_text("utf-8").split("\n")
        lines = [line for line in lines if not line.startswith(("editions =", "scripts ="))]
        first = next(at for at, line in enumerate(lines) if line.startswith("["))
        lines[first:first] = ['editions = ["akoma-ntoso"]', 'scripts = ["zh-Hans"]']
        path.write_text("\n".join(lines), "utf-8")
        folders = ("--content", str(content), "--output", str(folder / "dist"))
        assert main(["deposit", NAME, "--without-validators", *folders]) == 0

    folder = once(tmp_path_factory, "restoring", make)
    return open_container(folder / "dist" / f"{NAME}.bag.tar").files


def test_the_readme_leads_from_the_capture_to_the_text(files: dict[str, bytes]) -> None:
    readme = " ".join(files["data/README.txt"].decode().split())
    for step in STEPS:
        assert step in readme
    assert "刪去空行和只有空白的行" in readme
    lines, ledger = (files[f"data/metadata/{name}"] for name in ("capture-lines.txt",
                                                                 "ledger.json"))  # fmt: skip
    assert json.loads(ledger)["restorations"]
    assert json.loads(ledger)["apart"]
    text = files[json.loads(ledger)["canonical"]].decode()
    assert restored(lines, ledger) == text
    # the capture itself has other lines: its markup
    assert files[json.loads(ledger)["capture"]] != lines


@pytest.mark.parametrize("name", ["astana-2017", "specimen-law", "specimen-treaty"])
def test_every_document_of_the_project_is_restored_so(name: str, project: Path) -> None:
    source = Source.open(project / "content" / name)
    made = history(source, "capture", "canonical")
    told = (made["metadata/capture-lines.txt"], made["metadata/ledger.json"])
    assert restored(*told) == source.canonical


CASES = ("wikisource.html", "news-gb18030.html", "page.wikitext", "law.md", "wrapped-big5.txt",
         "treaty.txt")  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_captures_of_every_kind_are_restored_so(case: str, project: Path, tmp_path: Path) -> None:
    file = project / "tests" / "intake" / "cases" / case
    main(["new", str(file), "--name", "read", "--content", str(tmp_path)])
    source = Source.open(tmp_path / "read")
    made = history(source, "capture", "canonical")
    told = (made["metadata/capture-lines.txt"], made["metadata/ledger.json"])
    assert restored(*told) == source.canonical


def test_false_lines_of_a_capture_are_found(files: dict[str, bytes]) -> None:
    name = "data/metadata/capture-lines.txt"
    container = Container("x.bag", {**files, name: files[name] + b"x\n"})
    History(container).check()
    assert "D-102" in {f.code for f in container.findings if f.place == name}


def test_a_deposit_holds_the_press_and_says_where_whole_fonts_are(
    files: dict[str, bytes], project: Path
) -> None:
    with tarfile.open(fileobj=io.BytesIO(files["data/press/zhengben.tar"])) as tar:
        inside = {member.name: member for member in tar}
        module = tar.extractfile("zhengben/zhengben/deposit/payload.py")
        assert module is not None
        assert module.read() == (project / "zhengben" / "deposit" / "payload.py").read_bytes()
    for name in ("build.py", "requirements.lock", "LICENSE", "pyproject.toml",
                 "templates/print.html.j2", "styles/print.css"):  # fmt: skip
        assert f"zhengben/{name}" in inside
    assert not any(".zhengben" in name or "tests/" in name for name in inside)
    assert files["data/press/LICENSE.txt"] == (project / "LICENSE").read_bytes()
    for font in json.loads(files["data/fonts/fonts.json"]):
        assert font["package"], font["file"]
        assert int(font["size"]) > 1000
