"""Publishing costs nobody a file: the press replaces what it made, and leaves all else alone."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from zhengben.cli.main import main
from zhengben.files.holding import locked
from zhengben.files.placing import Placement

XML = "law.zh-Hans.akn.xml"


@pytest.fixture
def content(project: Path, tmp_path: Path) -> Path:
    """Return the smallest document, under a short name and in the edition that is soonest made."""
    folder = tmp_path / "content" / "law"
    shutil.copytree(project / "content" / "specimen-law", folder)
    toml = folder / "document.toml"
    limits = 'editions = ["akoma-ntoso"]\nscripts = ["zh-Hans"]\n'
    toml.write_text(limits + toml.read_text("utf-8"), "utf-8")
    return folder.parent


def another(content: Path, name: str) -> Path:
    shutil.copytree(content / "law", content / name)
    return content / name


def run(content: Path, *arguments: str, command: str = "publish", output: str = "dist") -> int:
    folders = ("--content", str(content), "--output", str(content.parent / output))
    return main([command, *arguments, *folders])


def deposit(content: Path, *names: str) -> int:
    return run(content, *names, "--without-validators", command="deposit")


def held(folder: Path) -> dict[str, bytes]:
    return {
        name: path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".zhengben" not in (name := path.relative_to(folder).as_posix())
    }


@pytest.mark.parametrize("output", ["content", "content/dist", "content/law", ".", "link"])
@pytest.mark.parametrize("command", ["publish", "deposit", "check", "proof"])
def test_content_and_output_are_never_in_one_another(
    command: str, output: str, content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (content.parent / "link").symlink_to(content)
    before = held(content.parent)
    more = ["--without-validators"] if command == "deposit" else []
    assert run(content, *more, command=command, output=output) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "choose another folder with --output" in told
    assert held(content.parent) == before


@pytest.mark.parametrize("words", [
    ("proof", "--to", "content/law"), ("proof", "--to", "content/sheets"), ("proof", "--to", "."),
    ("script", "law", "--to", "zh-Hant", "--html", "content/page.html"),
    ("script", "law", "--to", "zh-Hant", "--html", "link/register/a.toml"),
])  # fmt: skip
def test_no_sheet_and_no_page_lies_in_the_content(
    words: tuple[str, ...], content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (content.parent / "link").symlink_to(content)
    before = held(content.parent)
    place = str(content.parent / words[-1])
    output = ("--output", str(content.parent / "dist")) if words[0] == "proof" else ()
    assert main([*words[:-1], place, "--content", str(content), *output]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert told.endswith(f"choose another folder with {words[-2]}.\n")
    assert held(content.parent) == before


def stranger(dist: Path) -> None:
    (dist / "law").mkdir(parents=True)
    (dist / "law/thesis.docx").write_bytes(b"years of work")


def foreign_manifest(dist: Path) -> None:
    stranger(dist)
    (dist / "law/manifest.json").write_text('{"document": "law", "artefacts": [{"file": 1}]}')


def misleading(dist: Path) -> None:
    stranger(dist)
    (dist / "law/manifest.json").write_text(
        '{"document": "law", "artefacts": [{"file": "../law/thesis.docx", "sha256": "0"}]}'
    )


def of_another(dist: Path) -> None:
    stranger(dist)
    (dist / "law/manifest.json").write_text('{"document": "decree", "artefacts": []}')


def file(dist: Path) -> None:
    dist.mkdir()
    (dist / "law").write_text("a file")


def link(dist: Path) -> None:
    dist.mkdir()
    (dist.parent / "home").mkdir()
    (dist.parent / "home/letter").write_text("mine")
    (dist / "law").symlink_to(dist.parent / "home")


@pytest.mark.parametrize("lies", [stranger, foreign_manifest, misleading, of_another, file, link])
def test_a_folder_that_the_press_did_not_make_is_left_alone(
    lies: object, content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callable(lies)
    lies(content.parent / "dist")
    before = held(content.parent)
    for command in (lambda: run(content, "--force"), lambda: deposit(content)):
        assert command() == 2
        told = capsys.readouterr().err
        assert told.count("\n") == 1
        assert "left alone" in told
    assert held(content.parent) == before


def test_an_empty_folder_is_filled_and_strangers_in_it_are_named(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    law = content.parent / "dist/law"
    law.mkdir(parents=True)
    assert run(content) == 0
    (law / "notes.txt").write_text("notes")
    (law / "more").mkdir()
    (law / "more/\x1b[31mred").write_text("x")
    (law / XML).write_text("mine")
    capsys.readouterr()
    assert run(content) == 0
    told = capsys.readouterr().out
    assert f"kept as {XML}.altered\n" in told
    assert "did not make them: more/\\x1b[31mred, notes.txt\n" in told
    found = held(law)
    assert found.pop(f"{XML}.altered") == b"mine"
    assert {*found} == {XML, "manifest.json", "machine.json", "notes.txt", "more/\x1b[31mred"}


def test_a_neighbour_whose_name_begins_alike_is_never_swept(content: Path) -> None:
    another(content, "law-2018")
    dist = content.parent / "dist"
    assert run(content) == 0
    (dist / "law-2018").rename(dist / ".law-2018.old")
    (dist / ".law-killed").mkdir()
    os.utime(dist / ".law-killed", (0, 0))
    before = held(dist)
    assert run(content, "law", "--force") == 0
    assert held(dist).keys() == before.keys()
    assert (dist / ".law-killed").is_dir()


@pytest.mark.parametrize("name", ["law.bag", "law.BAG"])
def test_the_ending_of_deposits_is_reserved(
    name: str, content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    another(content, name)
    assert run(content, name) == 2
    assert (
        f"{name}: names that end in .bag, .sip, .ocfl belong to deposits" in capsys.readouterr().err
    )
    assert not (content.parent / "dist").exists()


@pytest.mark.parametrize(("one", "other"), [("decree", "Decree"), ("é", "e\u0301"), ("ß", "SS")])
def test_names_that_are_one_somewhere_are_refused_together(
    one: str, other: str, content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    another(content, one)
    another(content, other)
    assert run(content, one) == 2
    told = capsys.readouterr().err
    assert "are one name on some machines" in told
    assert run(content, "law") == 0


def test_a_hidden_folder_is_no_document(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    another(content, ".law-old")
    assert run(content) == 0
    assert "law-old" not in capsys.readouterr().out
    assert run(content, ".law-old") == 2


def test_a_document_that_is_refused_stops_no_other(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toml = another(content, "bad") / "document.toml"
    toml.write_text("organ = 3\n", "utf-8")
    stranger(content.parent / "dist")
    another(content, "zeal")
    assert run(content) == 4
    printed = capsys.readouterr()
    assert printed.err.count("zhengben: ") == 2
    table = printed.out.rpartition("\n\n")[2].splitlines()
    assert [line.split()[:2] for line in table] == [
        ["bad", "refused:"], ["law", "refused:"], ["zeal", "made"]
    ]  # fmt: skip
    assert (content.parent / "dist/zeal/manifest.json").is_file()
    # one after the other, in checking and depositing too
    assert run(content, "--json", command="check") == 4
    assert deposit(content) == 4
    assert (content.parent / "dist/zeal.bag.tar").is_file()


def test_a_deposit_replaces_a_deposit_and_nothing_else(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dist = content.parent / "dist"
    assert deposit(content) == 0
    first = held(dist)
    assert main(["verify", str(dist / "law.bag.tar"), str(dist / "law.bag")]) == 0
    toml = content / "law/document.toml"
    toml.write_text(toml.read_text("utf-8").replace("2020-02-29", "2020-03-01", 1), "utf-8")
    assert deposit(content) == 0
    second = held(dist)
    assert second["law.bag.tar"] != first["law.bag.tar"]
    assert second.keys() == first.keys()
    # a tar that the folder does not account for is kept
    (dist / "law.bag.tar").write_bytes(b"mine")
    capsys.readouterr()
    assert deposit(content) == 0
    assert "kept what was in the way as law.bag.tar.altered" in capsys.readouterr().out
    assert held(dist) == {**second, "law.bag.tar.altered": b"mine"}
    for name, data in (("data/notes.txt", b"notes"), ("bag-info.txt", b"mine")):
        kept = (dist / "law.bag" / name).read_bytes() if name in held(dist / "law.bag") else None
        (dist / "law.bag" / name).write_bytes(data)
        before = held(dist)
        assert deposit(content) == 2
        assert "law.bag" in capsys.readouterr().err
        assert held(dist) == before
        if kept is None:
            (dist / "law.bag" / name).unlink()


def test_a_deposit_killed_as_it_was_put_in_place_is_finished(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dist = content.parent / "dist"
    assert deposit(content) == 0
    whole = held(dist)
    real = Placement._move

    def killed(place: Placement) -> object:
        if place.name == "law.bag":
            raise SystemExit("killed")
        return real(place)

    with monkeypatch.context() as patch:
        patch.setattr(Placement, "_move", killed)
        with pytest.raises(SystemExit):
            deposit(content)
    shutil.rmtree(dist / "law.bag")
    (dist / "law.bag.tar").unlink()
    Placement(dist, "law.bag").recover()
    assert held(dist) == whole


def test_an_edition_killed_as_it_was_put_in_place_is_finished(
    content: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def killed(place: Placement) -> None:
        raise SystemExit("killed")

    with monkeypatch.context() as patch:
        patch.setattr(Placement, "_move", killed)
        with pytest.raises(SystemExit):
            run(content)
    assert not held(content.parent / "dist")
    capsys.readouterr()
    assert run(content) == 0
    assert "up to date" in capsys.readouterr().out
    assert {*held(content.parent / "dist/law")} == {XML, "manifest.json", "machine.json"}


def test_nothing_is_locked_where_nothing_has_to_be_made(content: Path) -> None:
    assert run(content) == 0
    shutil.rmtree(content.parent / "dist/.zhengben")
    assert run(content) == 0
    assert {path.name for path in (content.parent / "dist/.zhengben").iterdir()} == {"law.record"}


def test_a_second_process_says_who_holds_the_document_and_waits(content: Path) -> None:
    command = [sys.executable, "-m", "zhengben", "publish", "--content", str(content)]
    with locked(content.parent / "dist/law"):
        other = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert other.stderr
        told = other.stderr.readline()
        assert other.poll() is None
    assert told == (f"zhengben: law: process {os.getpid()} is at work on it; waiting for its end\n")
    assert other.wait(60) == 0
    other.stderr.close()
    assert (content.parent / "dist/law" / XML).is_file()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_leaves_nothing_behind(name: str, content: Path) -> None:
    code = (
        "import time\nfrom zhengben.cli import main\nfrom zhengben.press import publish\n"
        "def wait(*a):\n print('under way', flush=True)\n time.sleep(60)\n"
        "publish._Maker.make = wait\n"
        f"raise SystemExit(main.main(['publish', '--content', {str(content)!r}]))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "under way\n"
    time.sleep(0.1)
    process.send_signal(getattr(signal, name))
    _, told = process.communicate(timeout=30)
    assert "interrupted; what was published before is untouched" in told
    found = {path.name for path in content.parent.glob("dist/**/*")}
    assert found == {".zhengben", "law.lock"}


@pytest.mark.parametrize("ending", ["making", "made"])
def test_a_link_in_the_workshop_is_not_followed(
    ending: str, content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine, workshop = content.parent / "mine", content.parent / "dist/.zhengben"
    for folder in (mine, workshop):
        folder.mkdir(parents=True)
    (mine / "plan.json").write_text("mine")
    (workshop / f"law.{ending}").symlink_to(mine)
    assert run(content) == 2
    assert "is a link, which the press never makes; remove it.\n" in capsys.readouterr().err
    assert held(mine) == {"plan.json": b"mine"}


def test_the_user_s_umask_is_honoured(content: Path) -> None:
    before = os.umask(0o027)
    try:
        assert run(content) == 0
        assert deposit(content) == 0
    finally:
        os.umask(before)
    dist = content.parent / "dist"
    for path in (dist / "law", dist / "law.bag", dist / "law.bag/data"):
        assert path.stat().st_mode & 0o777 == 0o750
    for path in (dist / "law" / XML, dist / "law/manifest.json", dist / "law.bag.tar"):
        assert path.stat().st_mode & 0o777 == 0o640
