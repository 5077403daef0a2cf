"""One edition after the other: what still belongs to the text is kept, all else is removed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from zhengben.cli.main import main
from zhengben.design.assets import Assets
from zhengben.document.errors import UsageError
from zhengben.press.publish import publish

BOOK, XML = "specimen-law.zh-Hans.epub", "specimen-law.zh-Hans.akn.xml"


@pytest.fixture
def content(project: Path, tmp_path: Path) -> Path:
    """Return a copy of the smallest specimen: its e-book and its XML are made in a second."""
    shutil.copytree(project / "content" / "specimen-law", tmp_path / "content" / "specimen-law")
    return tmp_path / "content"


def run(content: Path, *arguments: str) -> int:
    output = str(content.parent / "dist")
    return main(["publish", "--content", str(content), "--output", output, *arguments])


def held(content: Path) -> dict[str, bytes]:
    folder = content.parent / "dist" / "specimen-law"
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def listed(content: Path) -> list[str]:
    return [a["file"] for a in json.loads(held(content)["manifest.json"])["artefacts"]]


def test_an_edition_is_added_to_those_that_stand(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(content, "--edition", "akoma-ntoso") == 0
    assert run(content, "--edition", "e-reader") == 0
    assert "other files kept as they were: 1\n" in capsys.readouterr().out
    assert {*listed(content)} == {BOOK, XML}
    assert {*held(content)} == {BOOK, XML, "machine.json", "manifest.json"}
    one_by_one = held(content)
    # what has been made is up to date, alone and together
    for editions in (("akoma-ntoso",), ("e-reader",), ("akoma-ntoso", "e-reader")):
        assert run(content, *(word for name in editions for word in ("--edition", name))) == 0
        assert capsys.readouterr().out.startswith("specimen-law: up to date")
    shutil.rmtree(content.parent / "dist")
    assert run(content, "--edition", "e-reader", "--edition", "akoma-ntoso") == 0
    assert held(content) == one_by_one


def test_force_makes_only_what_was_asked_for(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(content, "--edition", "akoma-ntoso", "--edition", "e-reader") == 0
    before = held(content)
    capsys.readouterr()
    assert run(content, "--edition", "akoma-ntoso", "--force") == 0
    told = capsys.readouterr().out
    assert XML in told
    assert BOOK not in told
    assert held(content) == before


def test_what_an_earlier_text_made_is_removed(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(content, "--edition", "akoma-ntoso", "--edition", "e-reader") == 0
    toml = content / "specimen-law" / "document.toml"
    toml.write_text(toml.read_text("utf-8").replace("2020-02-29", "2020-03-01", 1), "utf-8")
    capsys.readouterr()
    assert run(content, "--edition", "akoma-ntoso") == 0
    assert "editions: 1\n" in capsys.readouterr().out
    assert {*held(content)} == {XML, "machine.json", "manifest.json"}
    assert listed(content) == [XML]


def test_an_altered_file_is_kept_aside(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(content, "--edition", "akoma-ntoso", "--edition", "e-reader") == 0
    book = content.parent / "dist" / "specimen-law" / BOOK
    mine = book.read_bytes() + b"\n"
    book.write_bytes(mine)
    capsys.readouterr()
    assert run(content, "--edition", "akoma-ntoso") == 0
    assert f"had altered are kept as {BOOK}.altered\n" in capsys.readouterr().out
    assert listed(content) == [XML]
    assert not book.exists()
    assert held(content)[f"{BOOK}.altered"] == mine


def test_an_error_keeps_every_edition(content: Path) -> None:
    assert run(content, "--edition", "akoma-ntoso") == 0
    before = held(content)
    toml = content / "specimen-law" / "document.toml"
    toml.write_text(toml.read_text("utf-8").replace("organ =", "orgn =", 1), "utf-8")
    assert run(content, "--edition", "e-reader") == 4
    assert held(content) == before


def test_all_holds_nothing_else(content: Path) -> None:
    """An edition that the document is not published in goes when all of them are made."""
    toml = content / "specimen-law" / "document.toml"
    text = toml.read_text("utf-8")
    limits = 'editions = ["akoma-ntoso"]\nscripts = ["zh-Hans"]\n'
    toml.write_text(limits + text, "utf-8")
    assert run(content, "--edition", "e-reader") == 0
    assert run(content) == 0
    assert listed(content) == [BOOK, XML]
    assert run(content, "--all") == 0
    assert listed(content) == [XML]
    with pytest.raises(UsageError, match="not published in zh-Hant and zh-Hans, which its coll"):
        publish(toml.parent, content.parent / "dist", Assets.find(), editions=("collation",))
