"""Two commands at one document: the second waits for the first, and none reads half of a change."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.campaign.ring import held
from zhengben.cli.main import main
from zhengben.files.placing import Placement
from zhengben.press import publish as publishing

PAGE = "某法\n\n第一條　爲試驗而設。\n\n第二條　自公佈之日起施行。\n\n2020年1月2日\n"
ANSWERS = ("genre=law", "date=2020-01-02", "organ=某會", "source=某書", "licence=CC0",
           "rights=CC0", "received=2020-01-03")  # fmt: skip
# where a command is when it has begun: reading and making, or moving its files
MAKES, MOVES = "zhengben.press.publish:_Maker.make", "zhengben.files.placing:Placement._do"
READS = "zhengben.checks.catalogue:check_document"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a project with a law that `new` has read, published in its smallest edition."""
    (tmp_path / "content").mkdir()
    page = tmp_path / "law.txt"
    page.write_text(PAGE, "utf-8")
    answers = [word for answer in ANSWERS for word in ("--set", answer)]
    assert main(["new", str(page), "--content", str(tmp_path / "content"), *answers]) == 0
    toml = tmp_path / "content/law/document.toml"
    limits = 'editions = ["akoma-ntoso"]\nscripts = ["zh-Hant"]\n'
    toml.write_text(limits + toml.read_text("utf-8"), "utf-8")
    assert main(command(tmp_path, "publish")) == 0
    # the next reading and the next publication make something else
    toml.write_text(toml.read_text("utf-8").replace("某書", "另一書"), "utf-8")
    return tmp_path


def command(folder: Path, verb: str) -> list[str]:
    content = ["--content", str(folder / "content")]
    if verb == "again":
        return ["new", "law", "--again", *content]
    if verb in ("publish", "deposit", "check"):
        content += ["--output", str(folder / "dist")]
    return [verb, *(["--without-validators"] if verb == "deposit" else []), *content]


@contextmanager
def stopped(words: list[str], place: str) -> Iterator[subprocess.Popen[str]]:
    """Run a command in another process that stops at a place until it is told to go on."""
    module, _, name = place.partition(":")
    owner, _, function = name.rpartition(".")
    code = (
        f"import sys, importlib\nowner = importlib.import_module({module!r})\n"
        f"for part in {owner!r}.split('.') if {owner!r} else ():\n owner = getattr(owner, part)\n"
        f"real = getattr(owner, {function!r})\n"
        "def stopping(*a, **k):\n"
        " print('under way', file=sys.stderr, flush=True)\n sys.stdin.read()\n"
        " return real(*a, **k)\n"
        f"setattr(owner, {function!r}, stopping)\n"
        f"from zhengben.cli.main import main\nsys.exit(main({words!r}))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin
    assert process.stderr
    try:
        assert process.stderr.readline() == "under way\n"
        yield process
    finally:
        process.stdin.close()
        process.wait(60)
        process.stderr.close()


@pytest.mark.parametrize(
    ("first", "place", "second", "who"),
    [
        ("publish", MAKES, "again", "another process"),
        ("deposit", MAKES, "again", "another process"),
        ("check", READS, "again", "another process"),
        ("again", MOVES, "publish", "process {}"),
        ("again", MOVES, "deposit", "process {}"),
        ("again", MOVES, "check", "process {}"),
        ("again", MOVES, "canon", "process {}"),
        ("again", MOVES, "show", "process {}"),
        ("again", MOVES, "lint", "process {}"),
        ("again", MOVES, "again", "process {}"),
        ("check", READS, "publish", "another process"),
        ("publish", MOVES, "check", "process {}"),
        ("publish", MAKES, "deposit", "process {}"),
    ],
)
def test_the_second_waits_and_says_for_whom(
    first: str, place: str, second: str, who: str, folder: Path
) -> None:
    words = command(folder, second) + (["law"] if second == "show" else [])
    before = held(folder / "content")
    with stopped(command(folder, first), place) as process:
        other = subprocess.Popen(
            [sys.executable, "-m", "zhengben", *words],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert other.stderr
        told = other.stderr.readline()
        assert other.poll() is None
        assert held(folder / "content") == before or first == "again"
    who = who.format(process.pid)
    assert told == f"zhengben: law: {who} is at work on it; waiting for its end\n"
    rest = other.communicate(timeout=60)[1]
    assert process.returncode in (0, 1)
    assert (other.returncode in (0, 1), rest) == (True, "")
    assert not [name for name in held(folder) if "altered" in name]


def test_two_who_only_read_wait_for_nobody(folder: Path) -> None:
    with stopped(command(folder, "check"), READS):
        for verb in ("check", "canon", "lint"):
            done = subprocess.run(
                [sys.executable, "-m", "zhengben", *command(folder, verb)],
                capture_output=True, text=True, timeout=60, check=False,
            )  # fmt: skip
            assert (done.returncode in (0, 1), done.stderr) == (True, "")


def test_an_editor_who_saves_meanwhile_is_noticed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    toml = folder / "content/law/document.toml"
    dist, real = held(folder / "dist"), publishing._Maker.make

    def saving(maker: publishing._Maker, pairs: object) -> object:
        yield from real(maker, pairs)  # type: ignore[arg-type]
        toml.write_text(toml.read_text("utf-8").replace("某會", "大會"), "utf-8")

    with monkeypatch.context() as patch:
        patch.setattr(publishing._Maker, "make", saving)
        assert main(command(folder, "publish")) == 4
    told = capsys.readouterr().err
    assert (
        "content/law: was changed, or the press itself, while it was published; begin again.\n"
        in told
    )
    assert held(folder / "dist") == dist
    assert main(command(folder, "publish")) == 0
    assert "大會" in next((folder / "dist/law").glob("*.xml")).read_text("utf-8")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else"
)
def test_nothing_is_written_into_a_content_to_hold_it(folder: Path) -> None:
    shutil.rmtree(folder / "content/.zhengben", ignore_errors=True)
    for verb in ("publish", "deposit", "check", "canon", "lint"):
        assert main(command(folder, verb)) in (0, 1)
    assert not (folder / "content/.zhengben").exists()
    assert not Placement(folder / "content", "law").is_decided
