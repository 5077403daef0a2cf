"""Who changes a folder waits for those who read it, in another process; nothing is written."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.installations import let_in
from zhengben.files import holding
from zhengben.files.holding import alone, locked, reading

NOBODY = 65534


@contextmanager
def elsewhere(how: str, folder: Path, user: int = 0) -> Iterator[subprocess.Popen[str]]:
    """Have another process hold a folder until it is told to let go."""
    code = (
        "import os, sys; from pathlib import Path; import filelock\n"
        f"from zhengben.files.holding import {how}\n"
        f"if {user}: os.setuid({user})\n"
        f"with {how}(Path(sys.argv[1])):\n print('held', flush=True); sys.stdin.read()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    try:
        yield process
    finally:
        process.stdin.close()
        process.wait(30)
        process.stdout.close()


def release(process: subprocess.Popen[str], told: list[str]) -> holding.Waiting:
    """Return what notes who is waited for, and then has the other let go."""

    def waiting(holder: str) -> None:
        told.append(holder)
        assert process.stdin
        process.stdin.close()

    return waiting


@pytest.fixture
def law(tmp_path: Path) -> Path:
    folder = tmp_path / "law"
    folder.mkdir()
    return folder


@pytest.mark.parametrize(
    ("theirs", "ours", "waits"),
    [("reading", alone, True), ("alone", reading, True), ("alone", alone, True),
     ("reading", reading, False)],
)  # fmt: skip
def test_readers_share_a_folder_and_whoever_changes_it_is_alone(
    theirs: str, ours: type[object], waits: bool, law: Path
) -> None:
    told = list[str]()
    with elsewhere(theirs, law) as process, ours(law, release(process, told)):  # type: ignore[call-arg,attr-defined]
        assert bool(told) is waits
    assert set(told) <= {"another process"}
    assert not list(law.parent.glob(".*"))


def test_a_reader_is_told_who_changes_the_folder(law: Path) -> None:
    told = list[str]()
    with locked(law), elsewhere("alone", law) as process:
        with reading(law, release(process, told)):
            pass
        assert told == [f"process {os.getpid()}"]


def test_one_killed_lets_go(law: Path) -> None:
    with elsewhere("alone", law) as process:
        process.kill()
        process.wait(30)
        with reading(law, pytest.fail), alone(law.parent, pytest.fail):
            pass


def test_who_reads_a_folder_may_read_it_once_more(law: Path) -> None:
    told = list[str]()
    with reading(law):
        with reading(law.parent / "law"):
            pass
        # it is still held
        done = threading.Thread(target=lambda: alone(law, told.append).__enter__())
        done.start()
        done.join(0.3)
        assert done.is_alive()
        assert told == ["another process"]
    done.join(30)
    assert not done.is_alive()


def test_what_is_not_there_is_free(tmp_path: Path) -> None:
    with reading(tmp_path / "new"), alone(tmp_path / "new"):
        pass
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else"
)
def test_whoever_may_only_read_holds_off_the_owner(law: Path) -> None:
    let_in(law)
    told = list[str]()
    with elsewhere("reading", law, NOBODY) as process, alone(law, release(process, told)):
        assert told == ["another process"]


def test_where_no_folder_can_be_locked_nobody_is_held_off(
    law: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(handle: int, how: int) -> None:
        raise OSError(95, "not supported")

    with elsewhere("reading", law):
        with monkeypatch.context() as patch:
            patch.setattr("fcntl.flock", refused)
            with alone(law, pytest.fail):
                pass
        monkeypatch.setattr(holding, "fcntl", None)
        with alone(law, pytest.fail):
            pass
